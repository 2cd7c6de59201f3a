"""Markdown as extracting programs write it: read like HTML, with what they lose put back or named."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kunlun_cli import read
from kunlun_cli.pages.latex import plain_formulas
from kunlun_cli.pages.markdown import sniff_markdown, to_html
from kunlun_cli.pages.marks import page_number

TITLE = """# 云岭电子股份有限公司2024 年半年度报告摘要

# 一、重要提示

本半年度报告摘要来自半年度报告全文。

# 二、公司基本情况

1、公司简介
| 股票简称 | 云岭电子 | 股票代码 | 301996 |
|---|---|---|---|

# 2、主要会计数据和财务指标

公司是否需追溯调整或重述以前年度会计数据□是  否

"""
FLOWS = """|  | 本报告期 | 上年同期 | 本报告期比上年同期增减 |
| --- | --- | --- | --- |
| 营业收入（元） | 200,000,000.00 | 100,000,000.00 | 100.00% |
| 归属于上市公司股东的净利润（元） | 20,000,000.00 | 10,000,000.00 | 100.00% |
| 归属于上市公司股东的扣除非经常性损益的净利润（元） | 10,000,000.00 | 5,000,000.00 | 100.00% |
| 经营活动产生的现金流量净额（元） | 30,000,000.00 | 15,000,000.00 | 100.00% |
"""
REST = """| 基本每股收益（元/股） | 0.20 | 0.10 | 100.00% |
|------|------|------|------|
|  | 本报告期末 | 上年度末 | 本报告期末比上年度末增减 |
| 总资产（元） | 900,000,000.00 | 600,000,000.00 | 50.00% |
| 归属于上市公司股东的净资产（元） | 500,000,000.00 | 400,000,000.00 | 25.00% |
"""
WHOLE = FLOWS + REST.replace("|------|------|------|------|\n", "")
COUNTS = "| 报告期末普通股股东总数 | 12,345 | 报告期末表决权恢复的优先股股东总数（如有） | 0 |\n|---|---|---|---|\n"
HEADING = "| 股东名称 | 股东性质 | 持股比例 | 持股数量 | 持有有限售条件的股份数量 | {} |\n"
STATES = "质押、标记或冻结情况-股份状态 | 质押、标记或冻结情况-数量"


def row(rank: int, *, end: str = "不适用 | 0") -> str:
    return (
        f"| 某某{'甲乙丙丁戊己庚辛壬癸'[rank - 1]} | 境内自然人 | {11 - rank}.00% | {11 - rank},000,000 | 0 | {end} |\n"
    )


TEN = "".join(row(i) for i in range(1, 11))


def filing(figures: str = WHOLE, holders: str = ""):
    holders = holders or COUNTS + HEADING.format(STATES) + TEN
    return read((TITLE + figures + "\n# 3、公司股东数量及持股情况\n\n" + holders).encode(), name="made.md")


def items(found) -> dict[str | None, Decimal | None]:
    return {r.item: r.value for r in found.financials.records}


def test_titles_with_hashes_are_titles():
    info = filing().info
    assert (info.format, info.company, info.code, info.period) == (
        "markdown", "云岭电子股份有限公司", "301996", "2024H1",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("云 岭 液", "云岭液"),
        ("云 岭A", "云岭A"),
        ("*ST 云岭", "*ST云岭"),
        ("TCL 云岭", "TCL云岭"),
        ("云岭B股", "云岭B股"),
    ],
)
def test_spaces_and_letters_of_a_short_name_are_its_own(printed, name):
    """They were cut at the first space, or lost with the letter of the next label."""
    made = (TITLE.replace("| 云岭电子 |", f"| {printed} |") + WHOLE).encode()
    assert read(made, name="made.md").info.short_name == name
    table = f"| 股票简称 | {printed} | 股票代码 | 301996 |\n|---|---|---|---|\n"
    row = made.decode().replace(table, f"股票简称 {printed} 股票代码 301996\n")
    assert read(row.encode(), name="made.md").info.short_name == name


def test_a_table_of_bars_is_read_by_its_headings():
    found = filing()
    assert items(found)["revenue"] == Decimal("200000000.00")
    assert items(found)["total_assets"] == Decimal("900000000.00")
    # The made table has no return on net assets, which the form asks for.
    assert {p.code for p in found.financials.problems} == {"missing-row"}


@pytest.mark.parametrize(
    "between", ["\n", "\n单位：股 \n", "\n3、公司股东数量及持股情况 \n", "\n<!-- page: 3 -->\n\n--- Page 4 ---\n"]
)
def test_a_table_cut_by_the_page_goes_on_in_one_without_a_heading(between):
    found = filing(FLOWS + between + REST)
    assert items(found)["eps_basic"] == Decimal("0.20")
    assert items(found)["net_assets_parent"] == Decimal("500000000.00")


def test_a_table_does_not_go_on_in_one_that_repeats_its_labels():
    other = "\n3、其他情况\n| 营业收入（元） | 7.00 | 8.00 | 9.00% |\n|---|---|---|---|\n"
    assert items(filing(WHOLE + other))["revenue"] == Decimal("200000000.00")


def test_two_levels_in_one_heading_cell_and_pairs_above_a_wider_table():
    holders = filing(
        holders=COUNTS + HEADING.format(STATES) + row(1, end="质押 | 300,000") + TEN.split("\n", 1)[1]
    ).holders
    assert holders.counts.holders == 12345
    assert holders.records[0].pledges
    assert holders.records[0].pledges[0].shares == 300000
    assert not holders.problems


@pytest.mark.parametrize(
    "last",
    ["质押、标记或冻结情况 | 股份状态 | 数量", "质押、标记或冻结情况", "质押、标记或冻结情况 | 质押、标记或冻结情况"],
)
def test_a_heading_over_two_others_stands_beside_them_or_alone(last):
    first = row(1, end="质押 | 300,000")
    holders = filing(holders=COUNTS + HEADING.format(last) + first + TEN.split("\n", 1)[1]).holders
    assert [h.shares for h in holders.records][:2] == [10_000_000, 9_000_000]
    assert holders.records[0].pledges
    assert holders.records[0].pledges[0].shares == 300000
    assert not holders.problems


def test_a_row_that_lacks_a_cell_is_named_and_gives_no_figure():
    """Its number of shares would have been taken for those under restriction."""
    short = "| 某某甲 | 境内自然人 | 10,000,000 | 0 | 不适用 | 0 |\n"
    holders = filing(holders=COUNTS + HEADING.format(STATES) + short + TEN.split("\n", 1)[1]).holders
    assert holders.records[0].shares is None
    assert holders.records[0].restricted_shares is None
    assert any("cells" in p.message for p in holders.problems)


def test_a_second_pledge_without_a_name_is_the_holder_s_above():
    second = row(1, end="质押 | 300,000") + "|  |  |  |  |  | 冻结 | 20,000 |\n" + TEN.split("\n", 1)[1]
    holders = filing(holders=COUNTS + HEADING.format(STATES) + second).holders
    assert [p.shares for p in holders.records[0].pledges or ()] == [300000, 20000]


def test_a_name_cut_by_the_page_is_whole():
    whole = COUNTS + HEADING.format(STATES) + "".join(row(i) for i in range(1, 6))
    rest = "\n| 第一期员工持股计划 |  |  |  |  |  |  |\n|---|---|---|---|---|---|---|\n" + "".join(
        row(i) for i in range(6, 11)
    )
    names = [h.name for h in filing(holders=whole + rest).holders.records]
    assert names[4] == "某某戊第一期员工持股计划"
    assert len(names) == 10


def test_ticks_in_the_middle_of_a_paragraph_stand_alone():
    assert "<br>□适用不适用<br>" in to_html("参与转融通业务出借股份情况□适用不适用前10 名股东")
    assert "<br>□适用\uf052不适用<br>" in to_html("参与转融通业务出借股份情况□适用\uf052不适用前10 名股东")


def test_tables_in_html_stand_among_titles():
    text = TITLE + "<table><tr><td></td><td>本报告期</td></tr></table>"
    assert sniff_markdown(text)
    assert not sniff_markdown("<html><body># no<p># nor</p></body></html>")
    assert not sniff_markdown("一、重要提示\n营业收入 | 12\n")


def test_formulas_are_the_characters_they_print():
    assert plain_formulas(r"$\surd$适用 $\square$不适用 $5\%$ $\textcircled{2}$ $15.\,84\%$ $\mathrm{HKS}$") == (
        "√适用 □不适用 5% ② 15.84% HKS"
    )
    assert plain_formulas(r"价格为 $\frac{1}{2}$") == r"价格为 $\frac{1}{2}$"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("--- Page 84 ---", 84),
        ("<!-- page: 78 -->", 78),
        ("{12}------------------------------------------------", 12),
        ("[第 3 页]", 3),
        ("# Page 18", 18),
        ("## 第 18 页", 18),
        ("# 第 18 页的说明", None),
        ('<page number="5">', 5),
        ("营业收入 12", None),
        ("- 12 -", None),
    ],
)
def test_marks_of_pages_are_told_from_lines(line, number):
    assert page_number(line) == number


def test_a_report_whose_tables_were_lost_says_so():
    """Nothing found would have looked like nothing disclosed."""
    found = filing("", "# 前10名无限售条件股东持股情况\n\n无法识别\n")
    assert [p.code for p in found.financials.problems] == ["missing-table"]
    assert {p.code for p in found.holders.problems} == {"missing-table", "missing-row"}


def test_lines_of_the_key_figures_that_were_lost_are_named():
    (problem,) = filing(FLOWS + "\n每股收益和总资产见全文\n").financials.problems
    assert "earnings per share, total assets, net assets" in problem.message


def test_more_holders_than_the_form_asks_for_are_named():
    eleventh = TEN + "| 某某乙 | 境内自然人 | 0.50% | 500,000 | 0 | 不适用 | 0 |\n"
    assert "11 rows" in filing(holders=COUNTS + HEADING.format(STATES) + eleventh).holders.problems[0].message


def test_a_number_of_shareholders_whose_label_was_cut_is_named():
    cut = COUNTS.split("\n", maxsplit=1)[0] + " 年度报告披露日前 | 56,764 |\n"
    holders = filing(holders=cut + HEADING.format(STATES) + TEN).holders
    assert holders.counts.holders == 12345
    assert ["56,764" in p.message for p in holders.problems] == [True]


SCATTERED = """| 报告期末普通股股东总数 | 12,345 | 披露日前一个月末普通股股东总数 |  | 12,000 |  |  |  |  |
|---|---|---|---|---|---|---|---|---|
|  |  |  | 前 10 名股东持股情况 |  |  |  |  |  |
|  |  |  | 持股数量 |  | 持有有限售条件的股份 |  | 质押、标记或冻结情况 |  |
| 股东名称 | 股东性质 | 持股比例 |  |  | 数量 |  | 股份状态 | 数量 |
| 某某甲有限公司 | 境内非国有<br>法人 | 10.00% | 10,000,000 |  |  | 0 | 质押 | 3,000,000 |
| 某某乙 | 境内自然人 | 9.00% |  | 9,000,000 |  | 6,750,000 | 不适用 | 0 |
| 某某丙 | 境内自然人 | 8.00% | 8,000,000 |  | 0<br>不适用 |  |  | 0 |
"""
NEXT_PAGE = "\n云岭电子股份有限公司 2024 年半年度报告摘要\n\n" + "".join(
    f"|  | 某某{name} | 境内自然人 | {8 - i}.00% | {8 - i},000,000 | 0 | 不适用 | 0 |\n{mark}"
    for i, (name, mark) in enumerate(
        zip("丁戊己庚辛壬癸", ["|---|---|---|---|---|---|---|---|\n", *[""] * 6], strict=True), 1
    )
)


def test_cells_set_into_more_columns_than_there_are_go_back_under_their_heading():
    """Numbers held had stood below no heading, or below that of the restricted ones; the rest of the page was lost."""
    holders = filing(holders=SCATTERED + NEXT_PAGE).holders
    assert (holders.counts.holders, holders.counts.holders_prior_month_end) == (12345, 12000)
    assert [h.shares for h in holders.records] == [1_000_000 * n for n in range(10, 0, -1)]
    assert [h.restricted_shares for h in holders.records][:3] == [0, 6_750_000, 0]
    assert [p.shares for p in holders.records[0].pledges or ()] == [3_000_000]
    assert not holders.problems


def test_a_scattered_row_that_lacks_a_cell_leaves_the_table_untold():
    lacking = SCATTERED.replace("| 9,000,000 |  | 6,750,000 |", "| 9,000,000 |  |  |")
    holders = filing(holders=lacking + NEXT_PAGE).holders
    assert not any(h.restricted_shares == 9_000_000 for h in holders.records)
    assert holders.problems


def test_the_last_line_of_a_heading_in_a_row_of_its_own():
    """股东 / 性质 and 增 / 减 had been headings that no form knows."""
    cut = HEADING.format("质押、标记或冻结情况 |  ").replace("| 股东性质 |", "| 股东 |")
    holders = filing(holders=COUNTS + cut + "|  | 性质 |  |  |  | 股份状态 | 数量 |\n" + TEN).holders
    assert [h.nature for h in holders.records] == ["境内自然人"] * 10
    cut = FLOWS.replace("| 本报告期比上年同期增减 |", "| 减 |").replace("| --- | --- | --- | --- |\n", "")
    assert "<td>本报告期比上年同期增减</td>" in to_html("|  |  |  | 本报告期比上年同期增 |\n|---|---|---|---|\n" + cut)


def test_two_labels_in_one_cell_give_their_number_to_neither():
    """The number of holders at the month's end would have been that of the preferred ones."""
    two = (
        "| 年度报告披露日前上一月末的普通股股东总数(户)<br>截至报告期末表决权恢复的优先股股东总数(户) | 4,159 |\n"
        "|---|---|\n"
    )
    holders = filing(holders=two + HEADING.format(STATES) + TEN).holders
    assert holders.counts.preferred_holders is None
    assert holders.counts.preferred_holders_prior_month_end is None
    assert any("two labels" in p.message for p in holders.problems)


def test_halves_of_one_nature_in_two_rows_are_named():
    halves = TEN.replace("境内自然人", "境内自", 1).replace("境内自然人", "然人", 1)
    holders = filing(holders=COUNTS + HEADING.format(STATES) + halves).holders
    assert [p.code for p in holders.problems] == ["name-doubtful"]


def test_a_pledge_without_its_number_is_named_and_gives_none():
    """A program had lost the column of numbers; the state had been given without a word."""
    first = row(1, end="质押 |  ")
    holders = filing(holders=COUNTS + HEADING.format(STATES) + first + TEN.split("\n", 1)[1]).holders
    assert holders.records[0].pledges == ()
    assert [p.code for p in holders.problems] == ["unclear-state"]


def test_the_exchange_in_short_in_the_row_of_the_share():
    """The code had been thought not printed."""
    table = (
        "| 股票种类 | 股票上市交易所 | 股票简称 | 股票代码 |\n|---|---|---|---|\n| A股 | 上交所 | 云岭电子 | 603990 |\n"
    )
    text = TITLE.replace("| 股票简称 | 云岭电子 | 股票代码 | 301996 |\n|---|---|---|---|\n", table)
    info = read((text + WHOLE + "\n股东总数\n").encode(), name="made.md").info
    assert (info.code, info.short_name, info.exchange) == ("603990", "云岭电子", "SSE")


def test_labels_of_the_numbers_of_holders_cut_by_a_program_are_told_by_the_form_s_order():
    cut = (
        "| 报告期末普通股股东总数 | 58,399 | 年度报告披露日前 | 56,764 | 报告期末表决权恢复的优先 | 0 "
        "| 年度报告披露日前一个月末表决 | 0 | 持有特别表决权股 | 0 |\n"
    )
    holders = filing(holders=cut + "\n" + HEADING.format(STATES) + TEN).holders
    assert (holders.counts.holders, holders.counts.holders_prior_month_end) == (58399, 56764)
    assert (holders.counts.preferred_holders, holders.counts.special_voting_holders) == (0, 0)
    assert not holders.problems


def test_shares_in_credit_accounts_below_holders_without_their_label_are_read():
    """The program had lost the label; whose they are is said, and had been said to be unknown."""
    name = TEN.split("|")[1].strip()
    line = f"\n上述股东中，{name}通过普通账户持有89,200股，通过某证券公司客户信用交易担保证券账户持有8,648,531股。\n"
    found = filing(holders=COUNTS + HEADING.format(STATES) + TEN + line).holders
    assert [h.margin_account_shares for h in found.records if h.margin_account_shares] == [8648531]
    assert not found.problems


def test_shares_in_credit_accounts_in_another_note_are_named():
    """A laid-out text had dealt the lines of one note to the other, and nobody knew of these shares."""
    text = "上述股东之间无关联关系。" * 4 + "通过某证券公司客户信用交易担保证券账户持有1,750,000股"
    note = f"| 上述股东关联关系或一致行动的说明 | {text} |  |  |  |  |  |\n"
    holders = filing(holders=COUNTS + HEADING.format(STATES) + TEN + note).holders
    assert holders.notes.margin is None
    assert "unclear-note" in {p.code for p in holders.problems}


def test_two_rows_of_a_heading_the_lower_blank_where_nothing_is_spanned():
    ticks = "前十名股东较上期发生变化 √适用 □不适用\n\n"
    over = (
        "| 股东名称（全称） | 本报告期新增/退出 | 期末转融通出借股份且尚未归还数量 | "
        "期末股东普通账户、信用账户持股及转融通出借股份且尚未归还的股份数量 |\n|---|---|---|---|\n"
    )
    under = "| | | 数量合计 | 占总股本的比例 | 数量合计 | 占总股本的比例 |\n"
    record = filing(
        holders=HEADING.format(STATES)
        + TEN
        + "\n"
        + ticks
        + over
        + under
        + "| 甲 | 新增 | 0 | 0.00% | 335,000 | 0.21% |\n"
    )
    (lent,) = record.lending.records
    assert (lent.closing_lent_pct, lent.closing_total_shares, lent.closing_total_pct) == (0, 335000, Decimal("0.21"))


def test_a_table_goes_on_below_a_blank_heading():
    rest = "|  |  |  |  |  |  |  |\n|---|---|---|---|---|---|---|\n"
    found = filing(
        holders=COUNTS
        + HEADING.format(STATES)
        + TEN[: TEN.index("| 某某丁")]
        + "\n"
        + rest
        + TEN[TEN.index("| 某某丁") :]
    )
    assert [h.pct for h in found.holders.records] == [Decimal(f"{11 - i}.00") for i in range(1, 11)]
    assert not found.holders.problems


def test_classes_of_shares_are_no_labels_of_numbers():
    head = "| 股东名称 | 持有无限售条件股份数量 | 股份种类 | 数量 |\n|---|---|---|---|\n"
    rows = [f"| 某某{c} | {9 - i},000.00 | 人民币普通股 | {9 - i},000.00 |\n" for i, c in enumerate("甲乙丙")]
    unit = "\n单位：股\n"
    found = filing(
        holders=COUNTS
        + HEADING.format(STATES)
        + TEN
        + "\n前10名无限售条件股东持股情况\n\n"
        + head
        + rows[0]
        + unit
        + "".join(rows[1:2])
        + "|---|---|---|---|\n"
        + rows[2]
    )
    assert [h.shares for h in found.holders.records if h.table == "top10_unrestricted"] == [9000, 8000, 7000]


def test_a_heading_over_two_others_beside_a_blank_one():
    found = filing(holders=COUNTS + HEADING.format("质押、标记或冻结情况 | ") + TEN.replace("不适用 | 0", "质押 | 5"))
    assert {(p.state, p.shares) for h in found.holders.records for p in h.pledges} == {("质押", 5)}
    assert not found.holders.problems


def test_a_nature_whose_rest_was_lost_is_named():
    found = filing(holders=COUNTS + HEADING.format(STATES) + TEN.replace("境内自然人", "境内非国有法", 1))
    (problem,) = found.holders.problems
    assert problem.code == "name-doubtful"


class TestRestsWithFewerCells:
    """A program leaves out columns in which the page has nothing: such rows had been dropped from the table."""

    ABOVE = COUNTS + HEADING.format(STATES) + "".join(row(i) for i in range(1, 6))
    BELOW = "".join(row(i, end="无") for i in range(6, 11))

    @pytest.mark.parametrize(
        "between", ["", "单位：股\n", "$\\surd$适用 □不适用\n\n"], ids=["nothing", "a unit", "ticks"]
    )
    @pytest.mark.parametrize("line", ["|---|---|---|---|---|---|\n", "|-|-|-|-|-|-|\n"])
    def test_that_the_pledges_are_what_is_missing(self, between: str, line: str):
        first, *others = self.BELOW.splitlines(keepends=True)
        rows = self.ABOVE.replace("不适用 | 0", "无 |")
        found = filing(holders=rows + "\n" + between + first + line + "".join(others)).holders
        assert [(h.pct, h.shares, h.restricted_shares) for h in found.records[5:]] == [
            (Decimal(f"{11 - i}.00"), (11 - i) * 1_000_000, 0) for i in range(6, 11)
        ]
        assert not found.problems

    def test_that_two_columns_could_be(self):
        """A number of shares, or of those under restriction: nothing in the row tells which."""
        rows = self.ABOVE.replace("| 0 | 不适用", "|  | 不适用")
        short = "".join(f"| 某某己 | 境内自然人 | {5 - i}.00% | 无 | 0 |\n" for i in range(2))
        found = filing(holders=rows + "\n" + short.replace("\n", "\n|-|-|-|-|-|\n", 1)).holders
        assert len(found.records) == 5
        assert "row-count" in {p.code for p in found.problems}


def test_a_full_report_without_its_table_of_unrestricted_holders_is_named():
    """Its heading was lost with the page's end, and the ten below it had gone in silence."""
    lost = "\n| 名称甲 | 90,785,250 | 人民币普通股 | 90,785,250 |\n|---|---|---|---|\n"
    text = TITLE.replace("报告摘要", "报告").replace("本半年度报告来自半年度报告全文。", "")
    holders = COUNTS + HEADING.format(STATES) + TEN + lost
    found = read((text + WHOLE + "\n# 3、公司股东数量及持股情况\n\n" + holders).encode(), name="made.md")
    assert found.info.form == "full"
    assert ["unrestricted" in p.message for p in found.holders.problems] == [True]


class TestUnitThatNoLineStates:
    """Programs lose the line 单位：元; the number of shares says what it said."""

    FIGURES = WHOLE.replace("（元）", "")

    def test_yuan_where_profit_over_earnings_per_share_is_the_companys_number_of_shares(self):
        found = filing(self.FIGURES)
        assert items(found)["net_profit_parent"] == Decimal("20000000.00")
        assert "doubted-cell" not in {p.code for p in found.financials.problems}

    @pytest.mark.parametrize(
        "holders",
        [TEN.replace(",000,000", ",000"), TEN.replace(",000,000", ",000,000,000"), TEN.splitlines(keepends=True)[0]],
        ids=["fewer shares", "more shares", "one holder"],
    )
    def test_withheld_where_it_is_not(self, holders: str):
        found = filing(self.FIGURES, COUNTS + HEADING.format(STATES) + holders)
        assert items(found)["net_profit_parent"] is None
        assert "doubted-cell" in {p.code for p in found.financials.problems}

    @pytest.mark.parametrize(("per_share", "sure"), [("0.01 | 0.005", True), ("0.10 | 0.05", False)])
    def test_yuan_where_in_thousands_no_company_had_so_many_shares(self, per_share: str, sure: bool):
        """One holder says nothing of the whole; the profit is spread over 2 billion shares, or 200 million."""
        figures = self.FIGURES.replace("0.20 | 0.10", per_share)
        found = filing(figures, COUNTS + HEADING.format(STATES) + TEN.splitlines(keepends=True)[0])
        assert (items(found)["net_profit_parent"] is not None) is sure


class TestTablesWithoutTheirTitle:
    """A program had lost the title, or set it elsewhere: no page was looked at."""

    FLOWS = FLOWS + REST.splitlines(keepends=True)[0] + "| 加权平均净资产收益率 | 4.00% | 2.00% | 2.00% |\n"
    HEAD, *LINES = REST.splitlines(keepends=True)[2:]
    BALANCES = HEAD + "|---|---|---|---|\n" + "".join(LINES)

    def items(self, text: str) -> dict[str | None, Decimal | None]:
        above = TITLE.replace("# 2、主要会计数据和财务指标\n", "")
        below = "\n# 3、公司股东数量及持股情况\n\n" + COUNTS + HEADING.format(STATES) + TEN
        return items(read((above + text + below).encode(), name="made.md"))

    @pytest.mark.parametrize("text", [FLOWS + "\n" + BALANCES, BALANCES + "\n2.3 前十名\n" + FLOWS])
    def test_key_figures_are_told_by_their_rows(self, text: str):
        found = self.items(text)
        assert (found["revenue"], found["roe_weighted"]) == (Decimal("200000000.00"), Decimal("4.00"))
        assert found["total_assets"] == Decimal("900000000.00")

    def test_lines_that_are_not_all_of_a_table_are_left(self):
        """A table of some other kind has one line that the form knows."""
        other = self.BALANCES.replace("归属于上市公司股东的净资产（元）", "某项目")
        assert "total_assets" not in self.items(other + "\n其他\n" + self.FLOWS)


class TestRestBelowWordsOfTheProgram:
    """A program had put 数值1 and 数值2, or a label's end, above the rows below the page's end: they were left out."""

    HEAD, *ROWS = (line + "\n" for line in WHOLE.splitlines() if not line.startswith("| ---"))
    LINE = "|---|---|---|---|\n"

    def read(self, over: str, rows: list[str]) -> dict[str | None, Decimal | None]:
        above = self.ROWS[5] + self.LINE + "".join(self.ROWS[6:]) + self.HEAD + self.ROWS[0]
        return items(filing(above + "\n" + over + self.LINE + "".join(rows)))

    @pytest.mark.parametrize("over", ["| 项目 | 数值1 | 数值2 | 变化 |\n", "| 东的净利润 |  |  |  |\n"])
    def test_is_taken_where_the_changes_follow(self, over: str):
        found = self.read(over, self.ROWS[1:5])
        assert found["net_profit_parent"] == Decimal("20000000.00")
        assert found["eps_basic"] == Decimal("0.20")

    def test_is_not_where_one_does_not(self):
        rows = [*self.ROWS[1:4], self.ROWS[4].replace("0.20 | 0.10", "0.10 | 0.20")]
        assert "net_profit_parent" not in self.read("| 项目 | 数值1 | 数值2 | 变化 |\n", rows)

    def test_is_not_where_a_row_has_lost_its_label(self):
        rows = [self.ROWS[1].replace("归属于上市公司股东的净利润（元）", "甲"), *self.ROWS[2:5]]
        assert "eps_basic" not in self.read("| 项目 | 数值1 | 数值2 | 变化 |\n", rows)
