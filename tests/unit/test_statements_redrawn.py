"""Statements whose lines part no rows, or no columns: frames, stripes, lines between columns, a heading's own lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from kunlun_cli.outline.stream import Stream
from kunlun_cli.pages.page import Page, Rule
from kunlun_cli.records import Statements
from kunlun_cli.records.source import Box
from kunlun_cli.statements.reader import read_statements
from kunlun_cli.tables.blocks import page_tables
from kunlun_cli.tables.table import Table
from kunlun_cli.tables.unruled.drawings import drawn_tables
from tests.unit.pages import BREAK, Document, Grid, Item, grid, report
from tests.unit.sheets import BALANCE, END, INCOME, amounts, printed, table

HEAD = ("项目", "期末余额", "期初余额")
FLOW = ("项目", "本期发生额", "上期发生额")
Drawing = Callable[[Page, Table, Box], Iterator[Rule]]


def around(x0: float, top: float, x1: float, bottom: float) -> tuple[Rule, ...]:
    """The four sides of a box."""
    return Rule(x0, top, x1, top), Rule(x0, bottom, x1, bottom), Rule(x0, top, x0, bottom), Rule(x1, top, x1, bottom)


def frame(page: Page, drawn: Table, box: Box) -> Iterator[Rule]:
    del page, drawn
    yield from around(*box)


def framed_heading(page: Page, drawn: Table, box: Box) -> Iterator[Rule]:
    yield from frame(page, drawn, box)
    yield Rule(box[0], drawn.rows[0].bottom, box[2], drawn.rows[0].bottom)


def stripes(page: Page, drawn: Table, box: Box) -> Iterator[Rule]:
    del page
    for row in drawn.rows[1::2]:
        yield from around(box[0], row.top, box[2], row.bottom)


def between_columns(page: Page, drawn: Table, box: Box) -> Iterator[Rule]:
    yield from framed_heading(page, drawn, box)
    yield from (rule for rule in page.rules if rule.x0 == rule.x1)


def heading_alone(page: Page, drawn: Table, box: Box) -> Iterator[Rule]:
    yield from (rule for rule in page.rules if rule.bottom <= drawn.rows[0].bottom + 1)
    yield Rule(box[0], box[3], box[2], box[3])


DRAWINGS = [frame, framed_heading, stripes, between_columns, heading_alone]


def redrawn(drawing: Drawing, *items: Item) -> list[Page]:
    """Made pages, the lines of their tables drawn another way."""
    return [
        replace(page, rules=tuple(rule for drawn, box in page_tables(page) for rule in drawing(page, drawn, box)))
        for page in report(*items)
    ]


def statements(drawing: Drawing, *items: Item) -> Statements:
    return read_statements(Stream(Document(redrawn(drawing, *items))), END)


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_a_statement_is_read_by_how_it_is_set(drawing: Drawing) -> None:
    given = statements(drawing, "合并资产负债表", "单位：元", table(BALANCE, HEAD))
    assert amounts(given, "balance_sheet") == printed(BALANCE)


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_a_statement_over_two_pages_is_read_by_how_it_is_set(drawing: Drawing) -> None:
    parts = table(INCOME[:9], FLOW), BREAK, table(INCOME[9:])
    given = statements(drawing, "合并利润表", "单位：元", *parts)
    assert amounts(given, "income_statement") == printed(INCOME)


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_labels_on_two_lines_are_whole(drawing: Drawing) -> None:
    narrow = replace(table(BALANCE, HEAD), widths=[1.7, 2, 2])
    given = statements(drawing, "合并资产负债表", "单位：元", narrow)
    assert amounts(given, "balance_sheet") == printed(BALANCE)


def test_a_table_that_is_drawn_is_one() -> None:
    several = grid(("名称", "内容", "说明"), ("甲", "1\n2", "3\n4"), ("乙", "文字", "文字"))
    words = grid(("名称", "内容", "说明"), ("甲", "文字", "文字"))
    pages = report(
        several, "说明", words, "注：其后为正文，正文，正文。", grid(("本期支付 1,000.00 元，上期 2,000.00 元",))
    )
    assert [len(t.rows) for t, _ in drawn_tables(pages[0])] == [3, 2, 1]


@pytest.mark.parametrize("drawing", [frame, framed_heading, between_columns])
def test_a_framed_heading_at_a_page_s_foot_heads_the_rows_overleaf(drawing: Drawing) -> None:
    dates = ("项目", "2024年12月31日", "2023年12月31日")
    given = statements(
        drawing, "合并资产负债表", "单位：元", Grid([dates], [4.0, 2.0, 2.0], centred=True), BREAK, table(BALANCE)
    )
    assert amounts(given, "balance_sheet") == printed(BALANCE)


def test_a_stripe_behind_a_line_without_figures_is_no_table() -> None:
    parts = table(BALANCE[:2], HEAD), BREAK, table(BALANCE[2:])
    given = statements(stripes, "合并资产负债表", "单位：元", *parts)
    assert amounts(given, "balance_sheet") == printed(BALANCE)


def test_rows_that_no_line_parts_below_a_row_that_columns_part() -> None:
    """The lines between the columns end with the first row: the rows below were a label each, without amounts."""

    def cut(page: Page, drawn: Table, box: Box) -> Iterator[Rule]:
        del page
        yield from around(*box)
        yield Rule(box[0], drawn.rows[2].bottom, box[2], drawn.rows[2].bottom)
        for x in sorted({cell.x0 for row in drawn.rows for cell in row.cells})[1:]:
            yield Rule(x, box[1], x, drawn.rows[2].bottom)

    given = statements(cut, "合并资产负债表", "单位：元", table(BALANCE, HEAD))
    assert amounts(given, "balance_sheet") == printed(BALANCE)


def test_a_label_whose_end_stands_overleaf_between_lines_is_whole() -> None:
    """The figures of 归属于母公司所有者的综合收益总额 were given under 归属于母公司所有者."""
    own, other = "（一）归属于母公司所有者", "的综合收益总额"
    figures = ("319,662,845.96", "208,171,383.27")
    first = [*INCOME, ("七、综合收益总额", *figures), (own, *figures)]
    second = [(other, "", ""), ("（二）归属于少数股东的综合收益总额", "1.00", "2.00")]
    pages = report("合并利润表", "单位：元", grid(FLOW, *first), BREAK, "", grid(*second), header="某公司年度报告")
    # No line parts the rows of the first page, and lines part those of the next.
    pages[0] = replace(pages[0], rules=())
    found = read_statements(Stream(Document(pages)), END)
    labels = {r.label: r.item for r in found.records}
    assert labels["归属于母公司所有者的综合收益总额"] == "comprehensive_income_parent"
    assert own[3:] not in labels


def test_a_row_of_the_filers_own_before_the_pages_end_keeps_its_label() -> None:
    rows = [*INCOME, ("本公司另列的损益", "1.00", "2.00")]
    second = [("六、其他综合收益的税后净额", "", ""), ("七、综合收益总额", "5.00", "4.00")]
    pages = report("合并利润表", "单位：元", grid(FLOW, *rows), BREAK, grid(*second))
    labels = [r.label for r in read_statements(Stream(Document(pages)), END).records]
    assert labels[-2:] == ["本公司另列的损益", "综合收益总额"]
