"""Statements in texts that have lost their columns: rows of one space, rows of one cell a line, blanks left out."""

from __future__ import annotations

import pytest

from kunlun_cli.outline.stream import Stream
from kunlun_cli.pages.text import TextDocument
from kunlun_cli.records import Statements
from kunlun_cli.statements.reader import read_statements
from kunlun_cli.tables.text.lost import ONE_OFF
from tests.unit.sheets import BALANCE, CASH, END, INCOME, Row, amounts, printed

ABOVE = ["合并资产负债表", "单位：元"]
DATED = "项目 期末余额 期初余额"
SPENT = "项目 本期发生额 上期发生额"


def read(*pages: list[str]) -> Statements:
    text = "\f".join("\n".join(page) for page in pages)
    return read_statements(Stream(TextDocument(text, "made.txt")), END)


def lines(rows: tuple[Row, ...]) -> list[str]:
    """Each row in a line of its own, as `pdftotext -raw` gives it."""
    return [" ".join(filter(None, row)) for row in rows]


def cells(rows: tuple[Row, ...]) -> list[str]:
    """Each cell in a line of its own, as MuPDF gives it."""
    return [cell for row in rows for cell in row if cell]


@pytest.mark.parametrize("shape", [lines, cells])
def test_statements_are_read_row_by_row(shape) -> None:
    """Next to nothing was: only the forms' tables were looked for in such texts."""
    given = read(
        [*ABOVE, *shape((tuple(DATED.split()), *BALANCE))],
        ["合并利润表", "单位：元", *shape((tuple(SPENT.split()), *INCOME))],
        ["合并现金流量表", "单位：元", *shape((tuple(SPENT.split()), *CASH))],
    )
    assert amounts(given, "balance_sheet") == printed(BALANCE)
    assert amounts(given, "income_statement") == printed(INCOME)
    assert amounts(given, "cash_flow") == printed(CASH)


@pytest.mark.parametrize(
    "heading",
    [
        ["项 目 附注 2024 年 12 月 31 日 2023 年 12 月 31 日"],
        ["项目", "附注", "2024 年", "12 月 31 日", "2023 年", "12 月 31 日"],
    ],
)
def test_days_and_notes_in_the_heading(heading: list[str]) -> None:
    rows = [f"{row[0]} 七、{i} {' '.join(row[1:])}" if all(row[1:]) else row[0] for i, row in enumerate(BALANCE)]
    given = read([*ABOVE, *heading, *rows])
    assert amounts(given, "balance_sheet") == printed(tuple(row for row in BALANCE if all(row[1:])))
    assert not {p.code for p in given.problems} & {"doubted-cell", "no-heading"}


def test_a_heading_that_every_page_repeats_is_no_running_header() -> None:
    """The first one went with the others, and of the balance sheet nothing was read."""
    third = len(BALANCE) // 3
    parts = [BALANCE[:third], BALANCE[third : 2 * third], BALANCE[2 * third :]]
    pages = [["某某股份有限公司 2024 年年度报告", DATED, *lines(part)] for part in parts]
    given = read([*ABOVE, *pages[0][1:]], *pages[1:], ["某某股份有限公司 2024 年年度报告", DATED])
    assert amounts(given, "balance_sheet") == printed(BALANCE)


def labels_cut(rows: tuple[Row, ...]) -> list[str]:
    out = []
    for label, *figures in rows:
        cut = len(label) > 9
        out += [label[:9], " ".join([label[9:], *figures]).strip()] if cut else [" ".join([label, *figures]).strip()]
    return out


def test_a_label_on_two_lines_is_one() -> None:
    """Its first line looks like a row that is left blank."""
    assert amounts(read([*ABOVE, DATED, *labels_cut(BALANCE)]), "balance_sheet") == printed(BALANCE)


def test_the_end_of_a_label_that_is_a_line_of_its_own() -> None:
    """净利润 is a line of the form, and 投资收益 another."""
    more = ["1.归属于母公司股东的", "净利润（净亏损以“-”号填", "列）", "8,100,000.00 6,900,000.00"]
    part = ["其中：对联营企业和合营企业的", "投资收益 1,500.00 2,500.00"]
    given = read(["合并利润表", "单位：元", SPENT, *lines(INCOME[:6]), *part, *lines(INCOME[6:]), *more])
    found = {label: value for label, value, _ in amounts(given, "income_statement")}
    assert found["归属于母公司股东的净利润"] == "8,100,000.00"
    assert found["对联营企业和合营企业的投资收益"] == "1,500.00"


def test_the_number_of_a_line_on_a_line_of_its_own() -> None:
    """（2） had become an amount of the line above, which is left blank."""
    more = ["（1）其他债权投资公允价值变动", "（2）", "外币财务报表折算差额 1,500.00 2,500.00"]
    given = read(["合并利润表", "单位：元", SPENT, *lines(INCOME[:12]), *more, *lines(INCOME[12:])])
    found = {label: value for label, value, _ in amounts(given, "income_statement")}
    assert found["外币财务报表折算差额"] == "1,500.00"
    assert not any(cell.doubt for record in given.records for cell in record.cells.values())


SHEET = (
    ("流动资产：",),
    ("货币资金", "100.00", "90.00"),
    ("交易性金融资产", "30.00"),
    ("应收票据", "20.00"),
    ("应收账款", "50.00", "40.00"),
    ("流动资产合计", "180.00", "150.00"),
    ("非流动资产：",),
    ("固定资产", "200.00", "210.00"),
    ("其中：优先股", "7.00"),
    ("非流动资产合计", "200.00", "210.00"),
    ("资产总计", "380.00", "360.00"),
)


def test_one_amount_of_two_is_placed_by_the_sum() -> None:
    """Both stood in the first column, and one of them was wrong."""
    given = read([*ABOVE, DATED, *lines(SHEET)])
    found = {label: pair for label, *pair in amounts(given, "balance_sheet")}
    assert found["交易性金融资产"] == ["30.00", None]
    assert found["应收票据"] == [None, "20.00"]


def test_what_no_sum_tells_is_in_doubt() -> None:
    given = read([*ABOVE, DATED, *lines(SHEET)])
    [line] = [record for record in given.records if record.label == "优先股"]
    assert any(cell.doubt for cell in line.cells.values())


@pytest.mark.parametrize(("amount", "sure"), [("30,000.00", True), ("3.00", False)])
def test_a_part_that_is_all_stands_in_the_period_of_its_line(amount: str, sure: bool) -> None:
    """Two small amounts may be equal by chance."""
    rest = {"30,000.00": ("30,150.00", "150.00"), "3.00": ("153.00", "150.00")}[amount]
    rows = (
        ("货币资金", "100.00", "90.00"),
        ("其他应收款", amount),
        ("其中：应收利息", amount),
        ("存货", "50.00", "60.00"),
    )
    given = read([*ABOVE, DATED, *lines((("流动资产：",), *rows, ("流动资产合计", *rest), *SHEET[6:]))])
    [line] = [record for record in given.records if record.label == "应收利息"]
    assert (line.cells["value"].doubt is None) == sure


@pytest.mark.parametrize("cut", ["应收账款 12, 345.00 40.00", "应收账款 1,2 345.00 40.00"])
def test_the_beginning_of_a_figure_in_the_label_is_named(cut: str) -> None:
    """The rest of it was given, and nothing said that it is not the whole."""
    given = read([*ABOVE, DATED, *lines(SHEET[:4]), cut, *lines(SHEET[5:])])
    [line] = [record for record in given.records if record.label.startswith("应收账款")]
    assert {cell.doubt for name, cell in line.cells.items() if name != "label"} == {ONE_OFF}


def test_amounts_that_fit_either_way_are_in_doubt() -> None:
    equal = [(label, *figures) if label != "应收票据" else (label, "30.00") for label, *figures in SHEET]
    sums = {"流动资产合计": ("180.00", "160.00"), "资产总计": ("380.00", "370.00")}
    rows = tuple((label, *sums.get(label, tuple(figures))) for label, *figures in equal)
    given = read([*ABOVE, DATED, *lines(rows)])
    doubtful = {r.label for r in given.records if any(cell.doubt for cell in r.cells.values())}
    assert {"交易性金融资产", "应收票据"} <= doubtful


def test_whole_numbers_are_amounts_and_no_notes() -> None:
    """In 百万元 the small amounts had gone to the note, and their rows were lost without a word."""
    rows = ["货币资金 1,851 1,113", "存货 851 113", "商誉 2,000 3,000", "开发支出 1,000 1,100", "固定资产 9,000 8,000"]
    given = read(["合并资产负债表", "单位：百万元", DATED, *rows])
    assert ("存货", "851,000,000.00", "113,000,000.00") in amounts(given, "balance_sheet")


def test_a_number_before_whole_amounts_may_be_the_note() -> None:
    """12 may be the note of a row with one amount."""
    rows = [
        "货币资金 3 1,000 2,000",
        "应收账款 12 1,300",
        "存货 1,100 1,200",
        "商誉 2,000 3,000",
        "固定资产 9 900 8,000",
    ]
    given = read(["合并资产负债表", "单位：百万元", "项目 附注 期末余额 期初余额", *rows])
    [line] = [record for record in given.records if record.label == "应收账款"]
    assert all(cell.doubt for name, cell in line.cells.items() if name in {"value", "prior"})
    assert ("货币资金", "1,000,000,000.00", "2,000,000,000.00") in amounts(given, "balance_sheet")


def test_a_sum_without_a_label_is_none_of_the_row_above() -> None:
    """Behind two amounts of the group stood two of the sum, which had become the company's."""
    heading = [
        "本集团 本行",
        "2024 年",
        "12 月 31 日",
        "2023 年",
        "12 月 31 日",
        "2024 年",
        "12 月 31 日",
        "2023 年",
        "12 月 31 日",
    ]
    rows = ["现金 1,000 2,000 900 1,900", "贵金属 3,000 4,000 2,000 3,000", "存货 1,100 1,200 1,000 1,100"]
    rows += ["固定资产 9,000 8,000 7,000 6,000", "少数股东权益 606 170", "90,770 90,315"]
    given = read(["合并及银行资产负债表", "单位：百万元", *heading, *rows])
    found = {
        (r.scope, r.label): (r.value, r.prior) for r in given.records if not any(c.doubt for c in r.cells.values())
    }
    assert found["parent", "固定资产"] == (7_000_000_000, 6_000_000_000)
    assert ("parent", "少数股东权益") not in found


def test_a_line_on_the_preparer_is_no_heading() -> None:
    """编制单位：某某公司 says whose the figures are, and the day above them was read as two columns'."""
    given = read(["1、合并资产负债表", "编制单位：某某公司", "2024 年 12 月 31 日", "单位：元", DATED, *lines(BALANCE)])
    assert amounts(given, "balance_sheet") == printed(BALANCE)


def test_a_text_set_column_by_column_is_named() -> None:
    """Labels first, figures after them: which row a figure is of cannot be told."""
    labels = [label for label, *_ in BALANCE]
    figures = [figure for _, *own in BALANCE for figure in own if figure]
    given = read([*ABOVE, "项目", *labels, "期末余额", "期初余额", *figures])
    assert not given.records
    assert "table-not-read" in {p.code for p in given.problems}


def test_the_beginning_of_the_year_beside_the_end_of_the_period() -> None:
    """年初 was taken for a year's number, which 期末 has not, and the sheet was missed."""
    given = read([*ABOVE, "项目 期末余额 年初余额", *lines(BALANCE)])
    assert amounts(given, "balance_sheet") == printed(BALANCE)


GROUP = [
    *("合并及银行利润表", "单位：人民币百万元", "本集团 本银行"),
    *("截至 12 月 31 日止年度 截至 12 月 31 日止年度", "2024 年 2023 年 2024 年 2023 年"),
    "未经审计 未经审计 未经审计 未经审计",
]
BANK: tuple[Row, ...] = (
    ("一、营业收入", "55,410", "59,403", "50,172", "55,364"),
    ("二、营业支出", "(25,799)", "(27,068)", "(23,365)", "(24,688)"),
    ("三、营业利润", "29,611", "32,335", "26,807", "30,676"),
    ("四、利润总额", "29,611", "32,335", "26,807", "30,676"),
    ("五、净利润", "25,347", "27,632", "23,234", "26,428"),
)


def _in_millions(given: Statements, scope: str) -> list[tuple[str | None, ...]]:
    return [
        (label, *(v and v.removesuffix(",000,000.00") for v in more))
        for label, *more in amounts(given, "income_statement", scope)
    ]


@pytest.mark.parametrize(("scope", "first"), [("consolidated", 1), ("parent", 3)])
def test_a_heading_whose_lines_say_something_of_every_column(scope: str, first: int) -> None:
    """Period, year and 未经审计 stand below each other, a line for all columns: nothing below them was read."""
    given = _in_millions(read([*GROUP, *lines(BANK)]), scope)
    assert [row[1:] for row in given[2:]] == [row[first : first + 2] for row in BANK[2:]]
    assert len(given) == len(BANK)


def test_few_rows_below_a_heading_that_is_printed_again_are_given_or_named() -> None:
    """The earnings per share on the last page were lost without a word."""
    rest = ["八、每股收益", "基本每股收益 1.21 1.33", "稀释每股收益 1.11 1.23"]
    given = read([*GROUP, *lines(BANK)], ["合并及银行利润表(续)", *GROUP[1:], *rest])
    per_share = [r for r in given.records if "每股收益" in r.label]
    assert len(per_share) == 2
    assert all(r.cells[name].doubt for r in per_share for name in ("value", "prior"))


def test_the_end_of_a_label_alone_beside_the_amounts_has_its_beginning() -> None:
    """The line was called 净增加额."""
    label = "存放某银行款项和同业款项"
    rows = [*lines(CASH[:3]), label, "净增加额 1,000,000.00 2,000,000.00", *lines(CASH[3:])]
    given = read(["合并现金流量表", "单位：元", SPENT, *rows])
    assert (f"{label}净增加额", "1,000,000.00", "2,000,000.00") in amounts(given, "cash_flow")


@pytest.mark.parametrize(
    "heading",
    [
        ["项目 附注 合并 公司", "2024年度 2023年度 2024年度 2023年度"],
        ["项目 附注 2024年度 2023年度 2024年度 2023年度", "合并 合并 公司 公司"],
        ["附注 2024年度 2023年度 2024年度 2023年度", "合并 合并 公司 公司"],
    ],
)
def test_group_and_company_in_a_heading_of_two_lines(heading: list[str]) -> None:
    given = read(["合并及公司利润表", "单位：人民币百万元", *heading, *lines(BANK)])
    assert [row[1:] for row in _in_millions(given, "consolidated")[2:]] == [row[1:3] for row in BANK[2:]]
    assert [row[1:] for row in _in_millions(given, "parent")[2:]] == [row[3:] for row in BANK[2:]]


def test_group_and_company_below_each_period() -> None:
    rows = tuple((row[0], row[1], row[3], row[2], row[4]) for row in BANK)
    heading = ["项目 附注 2024年度 2023年度", "合并 公司 合并 公司"]
    given = read(["合并及公司利润表", "单位：人民币百万元", *heading, *lines(rows)])
    assert [row[1:] for row in _in_millions(given, "consolidated")[2:]] == [row[1:3] for row in BANK[2:]]
    assert [row[1:] for row in _in_millions(given, "parent")[2:]] == [row[3:] for row in BANK[2:]]
