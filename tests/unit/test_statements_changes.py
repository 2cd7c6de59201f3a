"""The statement of changes in equity without ruling lines: figures and labels broken over lines and pages, proven."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from kunlun_cli.outline.stream import Stream
from kunlun_cli.pages.page import Page
from kunlun_cli.records import Statements
from kunlun_cli.schedules.reader import schedules_of
from kunlun_cli.statements.reader import read_statements, statements_of
from kunlun_cli.tables.table import Table
from tests.unit.pages import BREAK, Document, Grid, Item, Wide, report
from tests.unit.sheets import BALANCE, END, Row, table

WIDTHS = (1.7, *[1.0] * 9)
HEADING = (
    ("项目", Wide("2024年度", cols=9)),
    ("", Wide("归属于母公司所有者权益", cols=7), Wide("少数股东权益", rows=2), Wide("所有者权益合计", rows=2)),
    ("", "股本", "其他", "资本公积", "减：库存股", "盈余公积", "未分配利润", "小计"),
)
A, B, C, D = "345,678,901.23", "1,234,567.89", "-1,234,567.89", "-45,678.90"
# Of each row the columns make 小计, and with the others' share the total.
ROWS: tuple[Row, ...] = (
    ("一、上年期末余额", A, "", "654,321,098.77", "1,000.00", "", "", "999,999,000.00", B, "1,001,233,567.89"),
    ("加：会计政策变更", *[""] * 9),
    ("二、本年期初余额", A, "", "654,321,098.77", "1,000.00", "", "", "999,999,000.00", B, "1,001,233,567.89"),
    (
        "三、本期增减变动金额（减少以“－”号填列）",
        *("", "", D, "", B, "", "1,188,888.99"),
        C,
        D,
    ),
    ("（一）综合收益总额", "", "", "", "", "", "2,469,135.78", "2,469,135.78", "", "2,469,135.78"),
    ("（二）所有者投入和减少资本", "", "", D, "", "", "", D, C, "-1,280,246.79"),
    ("（三）利润分配", "", "", "", "", B, "-2,469,135.78", C, "", C),
    ("1．提取盈余公积", "", "", "", "", B, C, "", "", ""),
    ("2．对所有者（或股东）的分配", "", "", "", "", "", C, C, "", C),
    ("四、本期期末余额", A, "", "654,275,419.87", "1,000.00", B, "", "1,001,187,888.99", "", "1,001,187,888.99"),
)
COLUMNS = (
    "share_capital",
    "other",
    "capital_reserve",
    "treasury_shares",
    "surplus_reserve",
    "undistributed_profit",
    "subtotal",
    "minority_interests",
    "total_equity",
)


def grid(*rows: Sequence[str | Wide], head: int = 0) -> Grid:
    return Grid(rows, WIDTHS, "none", head)


def printed(rows: Sequence[Row] = ROWS) -> list[str]:
    return [text.replace(",", "") for _, *figures in rows for text in figures if text]


def read(*items: Item, header: str = "") -> Statements:
    pages = [replace(page, rules=()) for page in report(*items, header=header)]
    return read_statements(Stream(Document(pages)), END)


def given(found: Statements) -> list[str]:
    return [str(record.value) for record in found.equity]


def named(found: Statements) -> list[str]:
    codes = {"unruled-table", "table-not-read", "unaccounted"}
    return [problem.message for problem in found.problems if problem.code in codes]


TITLE = ("合并所有者权益变动表", "单位：元")


def test_figures_broken_over_lines_are_read_whole_and_stand_in_their_rows_and_columns() -> None:
    found = read(*TITLE, grid(*HEADING, *ROWS))
    assert given(found) == printed()
    assert [r.column for r in found.equity[:6]] == [c for c, x in zip(COLUMNS, ROWS[0][1:], strict=True) if x]
    assert {(r.scope, r.span) for r in found.equity} == {("consolidated", "current")}
    assert not named(found)


@pytest.mark.parametrize("at", range(1, len(ROWS)))
def test_rows_overleaf_go_on_below_the_same_columns(at: int) -> None:
    found = read(*TITLE, grid(*HEADING, *ROWS[:at]), BREAK, grid(*ROWS[at:]), header="某公司2024年年度报告")
    assert given(found) == printed()
    assert not named(found)


def test_a_heading_at_the_foot_of_a_page_is_that_of_the_rows_overleaf() -> None:
    found = read(*TITLE, grid(*HEADING), BREAK, grid(*ROWS))
    assert given(found) == printed()


def test_the_other_year_s_table_is_one_of_its_own() -> None:
    other = (("项目", Wide("2023年度", cols=9)), *HEADING[1:])
    found = read(*TITLE, grid(*HEADING, *ROWS), "上期金额", grid(*other, *ROWS))
    assert given(found) == printed() * 2
    assert [r.span for r in found.equity] == ["current"] * len(printed()) + ["prior"] * len(printed())


def test_the_page_of_its_last_rows_is_read_though_no_title_stands_on_it() -> None:
    found = read(*TITLE, grid(*HEADING, *ROWS[:3]), BREAK, grid(*ROWS[3:9]), BREAK, grid(ROWS[9]))
    assert given(found) == printed()


def cut(pages: Sequence[Page], height: float) -> list[Page]:
    """The first of some pages, cut at a height, what stands below it at the head of a page behind it."""
    first, *others = pages
    kept = tuple(w for w in first.words if w.top < height)
    rest = tuple(w._replace(top=w.top - height + 80, bottom=w.bottom - height + 80) for w in first.words)
    rest = tuple(w for w in rest if w.top >= 80)
    return [replace(first, words=kept, rules=()), replace(first, number=2, words=rest, rules=()), *others]


def test_a_row_that_a_page_s_end_cuts_is_whole() -> None:
    pages = report(*TITLE, grid(*HEADING, *ROWS))
    tops = sorted({w.top for w in pages[0].words if w.x0 > 110})
    whole = 0
    for height in tops[12:]:
        found = read_statements(Stream(Document(cut(pages, height))), END)
        # A row cut below its label is told by the figures that are cut; what is not told is named.
        assert set(given(found)) <= set(printed())
        assert given(found) == printed() or named(found)
        whole += given(found) == printed()
    assert whole > len(tops[12:]) / 2


def test_a_row_that_does_not_make_its_totals_is_named_and_not_given() -> None:
    wrong = ("（三）利润分配", "", "", "", "", B, "", "-2,469,135.78", C, C)
    found = read(*TITLE, grid(*HEADING, *(wrong if row[0] == wrong[0] else row for row in ROWS)))
    assert given(found) == printed([row for row in ROWS if row[0] != wrong[0]])
    assert any(text.startswith("利润分配: no line parts its figures") for text in named(found))


def test_columns_whose_changes_do_not_make_the_closing_balance_are_named_and_not_given() -> None:
    wrong = ("四、本期期末余额", A, "", "654,275,419.87", "1,000.00", "", B, *ROWS[-1][7:])
    found = read(*TITLE, grid(*HEADING, *ROWS[:-1], wrong))
    assert {r.column for r in found.equity} == set(COLUMNS) - {"surplus_reserve", "undistributed_profit", "other"}
    assert any("盈余公积、未分配利润" in text for text in named(found))


def test_a_statement_without_its_closing_balance_is_named_on_each_page() -> None:
    found = read(*TITLE, grid(*HEADING, *ROWS[:3]), BREAK, grid(*ROWS[3:9]))
    assert not found.equity
    assert {p.page for p in found.problems if p.code == "unruled-table"} == {1, 2}


def test_pages_of_it_whose_columns_are_not_known_are_named() -> None:
    found = read(*TITLE, grid(*ROWS[:4]), BREAK, grid(*ROWS[4:]))
    assert not found.equity
    assert {p.page for p in found.problems} >= {1, 2}


def test_strokes_for_nil_are_no_minus_of_the_figures_below_them() -> None:
    rows = [(label, *(text or "-" for text in figures)) for label, *figures in ROWS]
    rows = [row for row in rows if not row[0].startswith("加")]
    found = read(*TITLE, Grid((*HEADING, *rows), (3, *[2.0] * 9), "none", 0))
    assert [text for text in given(found) if text != "None"] == printed()


def test_a_heading_that_a_page_s_end_cuts_is_whole() -> None:
    pages = report(*TITLE, grid(*HEADING, *ROWS))
    tops = sorted({w.top for w in pages[0].words})
    first = next(w.top for w in pages[0].words if w.text == "股")
    for height in [top for top in tops if first < top <= first + 30]:
        found = read_statements(Stream(Document(cut(pages, height))), END)
        assert given(found) == printed(), height


def test_a_bracket_set_a_little_lower_stands_in_its_place_in_a_heading() -> None:
    heading = (HEADING[0], HEADING[1], ("", "实收资本（或股本）", *HEADING[2][2:]))
    pages = report(*TITLE, grid(*heading, *ROWS))
    # Beside a heading that is set higher it begins a line of its own.
    off = {"（": 3.0, "其": -1.9, "他": -1.9}
    words = [w if w.x0 < 120 or w.top > 200 else w._replace(top=w.top + off.get(w.text, 0)) for w in pages[0].words]
    words = [w._replace(bottom=w.top + w.size) for w in words]
    found = read_statements(Stream(Document([replace(pages[0], words=tuple(words), rules=())])), END)
    assert {r.column_label for r in found.equity if r.column == "share_capital"} == {"实收资本（或股本）"}
    assert given(found) == printed()


def test_two_columns_below_one_heading_are_named_and_not_given() -> None:
    heading = (*HEADING[:2], (*HEADING[2][:5], "未分配利润", *HEADING[2][6:]))
    found = read(*TITLE, grid(*heading, *ROWS))
    assert not found.equity
    assert any("rows and columns do not add up" in text for text in named(found))


def ruled(*rows: Row) -> Statements:
    """A statement of these rows, with all its lines."""
    return read_statements(Stream(Document(report(*TITLE, Grid((*HEADING, *rows), WIDTHS, "all", 3)))), END)


@pytest.mark.parametrize("label", ["60,0一、上00,0年期末余额", "上年期末余额 345,678,901.23", "上年期末余额 12.34"])
def test_a_label_that_holds_a_figure_is_named_and_its_row_not_given(label: str) -> None:
    """Where a column's line was not seen, 股本 went into the labels, and the others were given with no word of it."""
    found = ruled((label, "", *ROWS[0][2:]), *ROWS[1:])
    assert given(found) == printed(ROWS[1:])
    assert any("a figure stands in its label" in message for message in named(found))


def test_a_date_in_a_label_is_no_figure() -> None:
    found = ruled(("2023.12.31余额", *ROWS[0][1:]), *ROWS[1:])
    assert given(found) == printed()
    assert not named(found)


def test_a_statement_without_a_title_is_named_and_not_given() -> None:
    """The parent's was given as the group's, and last year's as this one's, where a drawing took in their titles."""
    pages = report(*TITLE, Grid((*HEADING, *ROWS), WIDTHS, "all", 3))
    tables = [block for block in Stream(Document(pages)).span(1, 1, lambda _: False) if isinstance(block, Table)]
    found = statements_of(schedules_of(tables), END)
    assert not found.equity
    assert named(found) == ["no title says whose the changes in equity are, and of when; none was taken"]


def test_changes_in_equity_of_the_parent_alone_are_named() -> None:
    """The group's stood on pages set sideways, where no statement was looked for, and nothing said so."""
    heads = ("项目", "期末余额", "期初余额")
    sheets = [x for who in ("合并", "母公司") for x in (f"{who}资产负债表", "单位：元", table(BALANCE, heads))]
    own = [(label, *figures[:7], "", figures[6]) for label, *figures in ROWS]
    equity = Grid((*HEADING, *own), WIDTHS, "all", 3)
    pages = report(*sheets, BREAK, "母公司所有者权益变动表", "单位：元", equity)
    found = read_statements(Stream(Document(pages)), END)
    assert {r.scope for r in found.equity} == {"parent"}
    assert "no equity (consolidated) was found beside the others" in {p.message for p in found.problems}


def test_changes_in_equity_whose_title_says_not_whose_are_not_the_groups_where_these_were_withheld() -> None:
    """The group's stood in a table without headings: what came after it was given as its own."""
    pages = report(
        "合并所有者权益变动表", "单位：元", Grid(tuple(ROWS), WIDTHS, "all", 0),
        BREAK, "所有者权益变动表", "单位：元", Grid((*HEADING, *ROWS), WIDTHS, "all", 3),
    )  # fmt: skip
    found = read_statements(Stream(Document(pages)), END)
    assert {r.scope for r in found.equity} == {"parent"}
