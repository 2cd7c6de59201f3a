"""Balance sheets of two sides, as in the forms of 2007: assets on the left, liabilities and equity on the right."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.unit.pages import BREAK, Grid, Item
from tests.unit.sheets import ASSETS, LIABILITIES, Row, amounts, printed, statements

HEAD = ("资产", "期末余额", "年初余额", "负债和所有者权益", "期末余额", "年初余额")
DATED = ("资产", "2024年12月31日", "2023年12月31日", "负债及股东权益", "2024年12月31日", "2023年12月31日")
RULES = ["all", "rows", "three", "none"]
PARTS = (1.6, 1.5, 1.5)
BLANK = ("", "", "")
SHEET = (*ASSETS, *LIABILITIES)


def beside(left: Sequence[Row], right: Sequence[Row]) -> list[Row]:
    """The rows of a sheet, the totals of both sides in its last."""
    short = [BLANK] * (len(right) - len(left))
    return [(*a, *b) for a, b in zip([*left[:-1], *short, left[-1]], right, strict=True)]


def sheet(rows: Sequence[Row], *head: Sequence[str], rules: str, centred: bool = True) -> Grid:
    width = len(rows[0]) // 2
    return Grid([*head, *rows], [*PARTS[:1], *([0.8] * (width - 3)), *PARTS[1:]] * 2, rules, len(head), centred)


def read(*items: Item) -> list[tuple[str | None, ...]]:
    given = statements("合并资产负债表", "单位：元", *items)
    assert {p.code for p in given.problems} <= {"missing-statement"}
    return amounts(given, "balance_sheet")


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("head", [HEAD, DATED])
def test_each_side_is_read_by_itself(head: Sequence[str], rules: str) -> None:
    # 所有者权益（或股东权益）合计 is set on three lines beside blank cells.
    assert read(sheet(beside(ASSETS, LIABILITIES), head, rules=rules)) == printed(SHEET)


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("cut", [1, 4, 9, 12])
def test_a_sheet_over_two_pages(cut: int, again: bool, rules: str) -> None:
    rows = beside(ASSETS, LIABILITIES)
    second = sheet(rows[cut:], *([HEAD] if again else []), rules=rules)
    # All assets come before all liabilities, so that sums have their lines above them.
    assert read(sheet(rows[:cut], HEAD, rules=rules), BREAK, second) == printed(SHEET)


@pytest.mark.parametrize("rules", RULES)
def test_dates_that_end_where_the_next_heading_begins(rules: str) -> None:
    # Set to the right, the last date on the left stands beside the heading on the right.
    assert read(sheet(beside(ASSETS, LIABILITIES), DATED, rules=rules, centred=False)) == printed(SHEET)


@pytest.mark.parametrize("rules", RULES)
def test_numbers_of_notes_on_both_sides(rules: str) -> None:
    noted = [(a, "五、1" if v else "", v, p, b, "五、9" if w else "", w, q) for a, v, p, b, w, q in beside(A, B)]
    head = ("资产", "附注", "期末余额", "年初余额", "负债和权益", "附注", "期末余额", "年初余额")
    given = statements("合并资产负债表", "单位：元", sheet(noted, head, rules=rules))
    assert amounts(given, "balance_sheet") == printed((*A, *B))
    assert {r.note for r in given.records} == {"五、1", "五、9"}


A: tuple[Row, ...] = (
    ("流动资产：", "", ""),
    ("货币资金", "400,000.00", "300,000.00"),
    ("应收账款", "200,000.00", "200,000.00"),
    ("流动资产合计", "600,000.00", "500,000.00"),
    ("固定资产", "300,000.00", "300,000.00"),
    ("资产总计", "900,000.00", "800,000.00"),
)
B: tuple[Row, ...] = (
    ("流动负债：", "", ""),
    ("短期借款", "100,000.00", "90,000.00"),
    ("应付账款", "100,000.00", "110,000.00"),
    ("负债合计", "200,000.00", "200,000.00"),
    ("股东权益合计", "700,000.00", "600,000.00"),
    ("负债和股东权益总计", "900,000.00", "800,000.00"),
)


@pytest.mark.parametrize("rules", RULES)
def test_dashes_in_both_sides_first_rows_overleaf_are_no_heading(rules: str) -> None:
    more: Row = ("存货", "-", "-", "预收款项", "-", "-")
    rows = [*beside(A, B)[:3], more, *beside(A, B)[3:]]
    assert read(sheet(rows[:3], HEAD, rules=rules), BREAK, sheet(rows[3:], rules=rules)) == printed((*A, *B))


@pytest.mark.parametrize("rules", RULES)
def test_a_side_whose_first_lines_are_blank_has_its_heading(rules: str) -> None:
    blank = ("交易性金融负债", "应付票据", "预收款项", "应付职工薪酬", "应交税费", "应付利息", "应付股利")
    right = [B[0], *((label, "", "") for label in (*blank, "其他应付款", "其他流动负债")), *B[1:]]
    assert read(sheet(beside(A, right), HEAD, rules=rules)) == printed((*A, *B))


@pytest.mark.parametrize("rules", RULES)
def test_a_column_that_is_blank_on_a_further_page(rules: str) -> None:
    # Nothing but its place tells of what time the figures on the right are.
    left, right = (
        (("其他应收款", "1.00", "5.00"), ("存货", "", "7.00")),
        (("预计负债", "", "1.00"), ("递延收益", "", "2.00")),
    )
    items = sheet(beside(A, B), HEAD, rules=rules), BREAK, sheet(beside(left, right), rules=rules)
    given = statements("合并资产负债表", "单位：元", *items)
    named = any(p.code == "no-heading" and p.page == 2 for p in given.problems)
    assert named or amounts(given, "balance_sheet") == printed((*A, *left, *B, *right))
    assert {r.value for r in given.records if r.label == "预计负债"} <= {None}


@pytest.mark.parametrize("rules", RULES)
def test_a_figure_alone_between_the_lines_of_its_label_begins_the_rows(rules: str) -> None:
    left = [A[0], ("交易性金融资产", "", "10,000.00"), ("货币资金", "400,000.00", "290,000.00"), *A[2:]]
    right = [B[0], ("一年内到期的非流动负债", "", "10,000.00"), ("短期借款", "100,000.00", "80,000.00"), *B[2:]]
    assert read(sheet(beside(left, right), HEAD, rules=rules)) == printed((*left, *right))
