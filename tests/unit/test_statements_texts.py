"""Statements in laid-out texts: columns of spaces, rows whose figures stand between the lines of their label."""

from __future__ import annotations

import pytest

from kunlun_cli.outline.stream import Stream
from kunlun_cli.pages.text import TextDocument
from kunlun_cli.records import Statements
from kunlun_cli.statements.reader import read_statements
from tests.unit.sheets import BALANCE, CASH, END, INCOME, Row, amounts, printed

ABOVE = ["合并资产负债表", f"{'':50}单位：元", f"{'项目':<26}{'附注':<10}{'期末余额':<20}期初余额"]


def line(label: str, *figures: str, note: str = "", shift: int = 0) -> str:
    """A row as programs lay it out: figures flush right, their columns moved by some spaces."""
    return f"{label:<28}{note:<8}" + " " * shift + "".join(f"{figure:>20}" for figure in figures)


def read(*pages: list[str]) -> Statements:
    text = "\f".join("\n".join(page) for page in pages)
    return read_statements(Stream(TextDocument(text, "made.txt")), END)


def lines(rows: tuple[Row, ...]) -> list[str]:
    return [line(*row) for row in rows]


def test_statements_of_a_laid_out_text_are_read() -> None:
    """Next to nothing was: only the forms' tables were looked for in texts."""
    flow = ["合并现金流量表", f"{'':50}单位：元", f"{'项目':<36}{'本期发生额':<20}上期发生额"]
    profit = ["合并利润表", f"{'':50}单位：元", f"{'项目':<36}{'本期发生额':<20}上期发生额"]
    given = read([*ABOVE, *lines(BALANCE)], [*profit, *lines(INCOME)], [*flow, *lines(CASH)])
    assert amounts(given, "balance_sheet") == printed(BALANCE)
    assert amounts(given, "income_statement") == printed(INCOME)
    assert amounts(given, "cash_flow") == printed(CASH)


@pytest.mark.parametrize("titles", [[], ["流动资产："]])
def test_a_heading_at_the_foot_of_the_page_before(titles: list[str]) -> None:
    """The rows overleaf had no heading, whose columns stand elsewhere there, and none of their amounts was taken."""
    head = [*ABOVE[:2], f"{'':10}项目   期末余额              期初余额", *titles]
    filled = [f"第{i}段文字说明公司的经营情况，与报表无关。" for i in range(3)]
    given = read([*filled, *head], lines(BALANCE))
    assert amounts(given, "balance_sheet") == printed(BALANCE)


def test_dates_that_one_space_parts_head_two_columns() -> None:
    dated = f"{'项目':<36}{'2024 年 12 月 31 日 2023 年 12 月 31 日'}"
    given = read([*ABOVE[:2], dated, *lines(BALANCE)])
    assert amounts(given, "balance_sheet") == printed(BALANCE)


def test_figures_between_the_lines_of_their_label() -> None:
    """The line's beginning, its figures and its end were three rows; the first line of a label is indented."""
    rows = []
    for label, *figures in BALANCE:
        cut = label.startswith(("所有者权益（", "负债和"))
        given = [f"  {label[:9]}", line("", *figures), label[9:]] if cut and any(figures) else [line(label, *figures)]
        rows += given
    assert amounts(read([*ABOVE, *rows]), "balance_sheet") == printed(BALANCE)


def test_a_figure_alone_between_the_lines_of_its_label_is_a_row_s() -> None:
    """Below many lines that are left blank it ended the table, and was lost without a word."""
    blank = [
        "1.重新计量设定受益计划变动",
        "额",
        "2.权益法下不能转损益的其他",
        "综合收益",
        "3.企业自身信用风险公允价值",
        "变动",
    ]
    rest = ["  归属母公司所有者的其他综合收益", line("", "-1,500,000.00"), "的税后净额", *blank]
    rows = lines(INCOME)
    profit = ["合并利润表", f"{'':50}单位：元", f"{'项目':<36}{'本期发生额':<20}上期发生额"]
    given = read([*profit, *rows[:-1], *rest, rows[-1]])
    found = {label: value for label, value, _ in amounts(given, "income_statement")}
    assert found["归属母公司所有者的其他综合收益的税后净额"] == "-1,500,000.00"
    assert set(found) > {label for label, *_ in printed(INCOME)}


def test_columns_that_long_labels_move_are_told_by_their_order() -> None:
    rows = [line(*row, shift=i % 4) for i, row in enumerate(BALANCE) if all(row[1:])]
    given = read([*ABOVE, *rows])
    assert amounts(given, "balance_sheet") == printed([row for row in BALANCE if all(row[1:])])


def test_a_note_beside_its_label_is_no_part_of_it() -> None:
    rows = []
    for i, (label, *figures) in enumerate(BALANCE):
        beside = f"{label} 七、{i}" if any(figures) else label
        rows.append(f"{beside:<36}" + "".join(f"{figure:>20}" for figure in figures))
    assert amounts(read([*ABOVE, *rows]), "balance_sheet") == printed(BALANCE)


def test_two_lines_of_the_form_in_one_label_are_named() -> None:
    """A line that is left blank ran into the label of the one before, and nothing said so."""
    two = ["其中：对联营企业和合营企", line("", "1,000,000.00", "2,000,000.00"), "业的投资收益", "以摊余成本计量的金融"]
    rows = [*lines(INCOME[:6]), *two, "资产终止确认收", *lines(INCOME[6:])]
    given = read(["合并利润表", f"{'':50}单位：元", f"{'项目':<36}{'本期发生额':<20}上期发生额", *rows])
    labels = {label for label, *_ in amounts(given, "income_statement")}
    assert "对联营企业和合营企业的投资收益" in labels or "unruled-table" in {p.code for p in given.problems}
