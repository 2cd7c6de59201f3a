"""Statements of designed reports, with few ruling lines or none: labels on several lines, page ends, headings."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kunlun_cli.tables.unruled.pieces import strips_of
from tests.unit import pages
from tests.unit.pages import BREAK, Grid, set_line
from tests.unit.sheets import BALANCE, CASH, INCOME, Row, amounts, printed, statements, table

HEAD = ("项目", "期末余额", "期初余额")
FLOW = ("项目", "本期发生额", "上期发生额")
RULES = ("three", "none")
ABOVE = ("合并资产负债表", "单位：元")
# Lines of other comprehensive income, as most filers leave them blank.
OCI = (
    "（一）不能重分类进损益的其他综合收益",
    "1.重新计量设定受益计划变动额",
    "2.权益法下不能转损益的其他综合收益",
    "3.其他权益工具投资公允价值变动",
    "4.企业自身信用风险公允价值变动",
    "（二）将重分类进损益的其他综合收益",
    "1.权益法下可转损益的其他综合收益",
    "2.其他债权投资公允价值变动",
    "3.金融资产重分类计入其他综合收益的金额",
    "4.其他债权投资信用减值准备",
    "5.现金流量套期储备",
    "6.外币财务报表折算差额",
    "7.其他",
)
BLANKS = [(label, "", "") for label in OCI]


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("leading", [10.0, 11.0, 13.0])
@pytest.mark.parametrize("width", [1.3, 1.7, 2.0])
def test_a_line_of_the_form_on_several_lines_is_told_from_blank_ones_beside_it(
    monkeypatch: pytest.MonkeyPatch, width: float, leading: float, rules: str
) -> None:
    monkeypatch.setattr(pages, "LEADING", leading)
    rows = list(CASH)
    rows[9:9] = [
        ("收回投资收到的现金", "", ""),
        ("取得投资收益收到的现金", "", ""),
        ("处置固定资产、无形资产和其他长期资产收回的现金净额", "3,000.00", "1.00"),
        ("处置子公司及其他营业单位收到的现金净额", "", ""),
        ("投资活动现金流入小计", "3,000.00", "1.00"),
    ]
    rows[16:16] = [("投资支付的现金", "2.00", "3.00"), ("取得子公司及其他营业单位支付的现金净额", "", "")]
    given = statements("合并现金流量表", "单位：元", table(rows, FLOW, rules=rules, widths=[width, 2, 2]))
    assert amounts(given, "cash_flow") == printed(rows)


@pytest.mark.parametrize("rules", RULES)
def test_the_end_of_a_label_that_no_form_has_is_no_line_of_its_own(rules: str) -> None:
    rows = [*INCOME[:12], ("扣除非经常性损益后归属于公司各类股东的净利润", "90,000,000.00", "70,000,000.00")]
    rows += [("按其他准则计算的公司全体股东的净利润", "91,000,000.00", "71,000,000.00"), *INCOME[12:]]
    given = statements("合并利润表", "单位：元", table(rows, FLOW, rules=rules, widths=[2.1, 2, 2]))
    assert [r.label for r in given.records][11:14] == ["净利润", *(a for a, *_ in rows[12:14])]


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("width", [1.7, 4.0])
def test_a_last_line_after_many_blank_ones_is_one_of_the_statement(width: float, rules: str) -> None:
    rows = [*INCOME[:13], *BLANKS, INCOME[13]]
    given = statements("合并利润表", "单位：元", table(rows, FLOW, rules=rules, widths=[width, 2, 2]))
    assert amounts(given, "income_statement") == printed(rows)


@pytest.mark.parametrize("cut", range(1, 12))
def test_a_last_line_alone_overleaf_after_blank_ones_is_one_of_the_statement(cut: int) -> None:
    rows = [*INCOME[:13], *BLANKS, INCOME[13]]
    first, last = (
        table(part, *head, rules="none") for part, head in ((rows[: 13 + cut], (FLOW,)), (rows[13 + cut :], ()))
    )
    given = statements("合并利润表", "单位：元", first, BREAK, last)
    assert amounts(given, "income_statement") == printed(rows)
    assert {p.code for p in given.problems} == {"missing-statement"}


@pytest.mark.parametrize(
    "head", [HEAD, ("项目", "2024年12月31日", "2024年1月1日"), ("项目", "附注", "期末余额", "期初余额")]
)
@pytest.mark.parametrize("rest", [(), (("流动资产：", "", ""),)], ids=["heading alone", "with a blank line"])
def test_a_heading_at_the_foot_of_a_page_is_that_of_the_rows_overleaf(head: Row, rest: Sequence[Row]) -> None:
    wide = [(a, *[""] * (len(head) - 3), *more) for a, *more in (*rest, *BALANCE[1:])]
    widths = [4, *[1.4] * (len(head) - 3), 2, 2]
    foot, body = table([head, *wide[: len(rest)]], rules="none", widths=widths), wide[len(rest) :]
    given = statements(*ABOVE, foot, BREAK, table(body, rules="none", widths=widths))
    assert amounts(given, "balance_sheet") == printed(BALANCE)


@pytest.mark.parametrize("rules", RULES)
def test_dates_of_columns_that_stand_near_each_other_are_two_headings(rules: str) -> None:
    head = ("项目", "2024年12月31日", "2023年12月31日")
    given = statements(*ABOVE, table(BALANCE, head, rules=rules, widths=[7, 1.52, 1.52]))
    assert amounts(given, "balance_sheet") == printed(BALANCE)


@pytest.mark.parametrize("rules", RULES)
def test_a_sum_whose_label_goes_on_in_brackets_has_the_whole_label(rules: str) -> None:
    labels = "所有者权益\n（或股东权益）合计", "负债和所有者权益\n（或股东权益）总计"
    rows = [*BALANCE[:-2], *((label, *row[1:]) for label, row in zip(labels, BALANCE[-2:], strict=True))]
    given = statements(*ABOVE, table(rows, HEAD, rules=rules), "法定代表人：某某")
    assert amounts(given, "balance_sheet")[-2:] == printed([(a.replace("\n", ""), *more) for a, *more in rows[-2:]])


@pytest.mark.parametrize("leading", [10.0, 13.0])
def test_the_number_of_one_note_on_a_further_page_is_no_part_of_a_label(
    monkeypatch: pytest.MonkeyPatch, leading: float
) -> None:
    monkeypatch.setattr(pages, "LEADING", leading)
    rows = [(a, "十七、3" if a.startswith("购建") else "", b, c) for a, b, c in CASH]
    head, widths = ("项目", "附注", "本期发生额", "上期发生额"), [2.1, 1.4, 2, 2]
    first, rest = table(rows[:9], head, rules="none", widths=widths), table(rows[9:], rules="none", widths=widths)
    given = statements("合并现金流量表", "单位：元", first, BREAK, rest)
    assert amounts(given, "cash_flow") == printed(CASH)


def test_a_row_of_three_lines_at_the_head_of_both_sheets_second_pages_has_its_whole_label() -> None:
    widths = [1.9, 2, 2]
    parts = [table(rows, *head, rules="none", widths=widths) for rows, head in ((CASH[:13], (FLOW,)), (CASH[13:], ()))]
    sheet = parts[0], BREAK, parts[1], BREAK
    given = statements("合并现金流量表", "单位：元", *sheet, "母公司现金流量表", "单位：元", *sheet)
    for scope in ("consolidated", "parent"):
        assert amounts(given, "cash_flow", scope) == printed(CASH)


def test_figures_that_touch_both_lines_of_a_label_stand_beside_them() -> None:
    lines = [("归属于母公司所有者", 60.0, 100.0), ("1,234.00", 300.0, 104.5), ("权益合计", 60.0, 109.0)]
    strips = strips_of(word for text, x, top in lines for word in set_line(text, x, top))
    assert [p.text for s in strips for p in s.pieces if not p.is_figure] == ["归属于母公司所有者", "权益合计"]


EQUITY = ("项目", "股本", "资本公积", "未分配利润", "所有者权益合计")
MATRIX: tuple[Row, ...] = (
    ("一、上年期末余额", "300,000,000.00", "150,000,000.00", "150,000,000.00", "600,000,000.00"),
    ("二、本年期初余额", "300,000,000.00", "150,000,000.00", "150,000,000.00", "600,000,000.00"),
    ("三、本期增减变动金额", "", "", "100,000,000.00", "100,000,000.00"),
    ("（一）综合收益总额", "", "", "98,500,000.00", "98,500,000.00"),
    ("（三）利润分配", "", "", "1,500,000.00", "1,500,000.00"),
    ("四、本期期末余额", "300,000,000.00", "150,000,000.00", "250,000,000.00", "700,000,000.00"),
)


@pytest.mark.parametrize("widths", [(3, 2, 2, 2, 2), (5, 1.2, 1.2, 1.2, 1.2), (2, 0.8, 0.8, 0.8, 0.8)])
def test_changes_in_equity_whose_figures_are_broken_over_lines_are_whole_or_named(widths: Sequence[float]) -> None:
    given = statements(
        "合并所有者权益变动表", "2024年度", "单位：元", table(MATRIX, EQUITY, rules="none", widths=widths)
    )
    whole = {figure.replace(",", "") for _, *row in MATRIX for figure in row}
    assert {str(r.value) for r in given.equity} - {"None"} <= whole
    assert len(given.equity) == sum(bool(x) for _, *row in MATRIX for x in row) or "unruled-table" in {
        p.code for p in given.problems
    }


@pytest.mark.parametrize("rules", ["all", "none"])
def test_changes_in_equity_whose_columns_stand_in_another_order_than_the_form_s_are_named_without_lines(
    rules: str,
) -> None:
    # 其他 is of 其他权益工具, and stood over the capital reserve: nothing but a line says how far a heading reaches.
    head = ("项目", "股本", "其他", "未分配利润", "所有者权益合计")
    given = statements("合并所有者权益变动表", "2024年度", "单位：元", table(MATRIX, head, rules=rules))
    named = {p.code for p in given.problems if p.code == "unruled-table"}
    assert bool(given.equity) == (rules == "all") == (not named)


@pytest.mark.parametrize("rules", ["all", "open"])
@pytest.mark.parametrize("noted", [False, True])
def test_a_heading_repeated_overleaf_over_columns_of_other_widths(noted: bool, rules: str) -> None:
    """The sides of both pages' columns made more columns than either has, and no amount was given."""
    note = ("附注",) if noted else ()
    head = ("项目", *note, "期末余额", "期初余额")
    rows = [(a, *(("七、1" if more[0] else "",) if noted else ()), *more) for a, *more in BALANCE]
    wide, narrow = ([4.0, *([0.8] if noted else []), 2.0, 2.0], [6.0, *([0.8] if noted else []), 1.6, 1.6])
    given = statements(
        *("合并资产负债表", "单位：元", Grid([head, *rows[:9]], wide, rules)),
        *(BREAK, Grid([head, *rows[9:]], narrow, rules)),
    )
    assert amounts(given, "balance_sheet") == printed(BALANCE)
