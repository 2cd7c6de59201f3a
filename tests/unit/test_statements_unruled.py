"""Statements without ruling lines over several pages: lines left blank, headings, notes and labels at a page's end."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kunlun_cli.statements.pages import statement_pages
from tests.unit.pages import BREAK, Document, Wide, report
from tests.unit.sheets import ASSETS, BALANCE, CASH, INCOME, LIABILITIES, Row, amounts, printed, statements, table

HEAD = ("项目", "期末余额", "期初余额")
FLOW = ("项目", "本期发生额", "上期发生额")
NOTED = ("项目", "附注", "期末余额", "期初余额")
RULES = ("three", "none")
ABOVE = ("合并资产负债表", "单位：元")
# Lines that the forms print for banks and insurers, and that others leave blank.
BLANK = (
    "结算备付金",
    "拆出资金",
    "应收保费",
    "应收分保账款",
    "应收分保合同准备金",
    "应收利息",
    "应收股利",
    "买入返售金融资产",
)


def blanks(rows: Sequence[Row], after: str, labels: Sequence[str]) -> list[Row]:
    """Rows with some that are blank after one of them."""
    out: list[Row] = []
    for row in rows:
        out += [row, *((label, "", "") for label in labels if row[0] == after)]
    return out


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("labels", [BLANK[4:5], BLANK[3:5], BLANK], ids=["one", "two", "many"])
def test_lines_of_the_form_that_are_left_blank_are_no_part_of_the_next(labels: Sequence[str], rules: str) -> None:
    rows = blanks(BALANCE, "货币资金", labels)
    given = statements(*ABOVE, table(rows, HEAD, rules=rules, widths=[4, 2, 2]))
    assert amounts(given, "balance_sheet") == printed(BALANCE)
    assert {p.code for p in given.problems} == {"missing-statement"}


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("dash", ["-", "－", "—", "–"])
def test_lines_with_dashes_of_any_width_are_rows_of_their_own(dash: str, rules: str) -> None:
    rows = [
        (a, *((b, c) if b or c or a.endswith("：") else (dash, dash))) for a, b, c in blanks(BALANCE, "货币资金", BLANK)
    ]
    given = statements(*ABOVE, table(rows, HEAD, rules=rules))
    assert amounts(given, "balance_sheet") == printed(BALANCE)
    minus = [(a, *(x.replace("-", dash) for x in more)) for a, *more in CASH]
    given = statements("合并现金流量表", "单位：元", table(minus, FLOW, rules=rules))
    assert amounts(given, "cash_flow") == printed(CASH)


@pytest.mark.parametrize("rules", RULES)
def test_the_last_line_alone_below_a_heading_with_notes(rules: str) -> None:
    rows = [(a, f"五、{i}" if b or c else "", b, c) for i, (a, b, c) in enumerate(INCOME[:12], 1)]
    head = ("项目", "附注", "本期发生额", "上期发生额")
    first, last = (table(part, head, rules=rules, widths=[4, 1.4, 2, 2]) for part in (rows[:-1], rows[-1:]))
    given = statements("合并利润表", "单位：元", first, BREAK, "合并利润表（续）", last)
    assert amounts(given, "income_statement") == printed(INCOME[:12])


@pytest.mark.parametrize("rules", RULES)
def test_a_line_of_the_form_on_two_lines_is_one(rules: str) -> None:
    rows = [*BALANCE[:-2], ("归属于母公司所有者权益合计", *BALANCE[-2][1:]), *BALANCE[-2:]]
    given = statements(*ABOVE, table(rows, HEAD, rules=rules, widths=[2.6, 2, 2]))
    assert amounts(given, "balance_sheet") == printed(rows)


@pytest.mark.parametrize("rules", RULES)
def test_the_same_line_at_the_head_of_both_sheets_second_pages_is_no_running_header(rules: str) -> None:
    parents = [(a, *(x.replace("0", "1") for x in more)) for a, *more in BALANCE]

    def sheet(title: str, rows: Sequence[Row]) -> list[object]:
        cut = len(ASSETS) - 3
        grids = table(rows[:cut], HEAD, rules=rules), table(rows[cut:], rules=rules)
        return [title, "单位：元", grids[0], BREAK, grids[1], BREAK]

    given = statements(*sheet("合并资产负债表", BALANCE), *sheet("母公司资产负债表", parents))  # type: ignore[arg-type]
    assert amounts(given, "balance_sheet") == printed(BALANCE)
    assert amounts(given, "balance_sheet", "parent") == printed(parents)


@pytest.mark.parametrize("rules", RULES)
def test_headings_at_the_same_height_at_the_head_of_pages_are_headings(rules: str) -> None:
    given = statements(
        *("合并利润表", "单位：元", BREAK, table(INCOME, FLOW, rules=rules)),
        *("合并现金流量表", "单位：元", BREAK, table(CASH, FLOW, rules=rules)),
    )
    assert amounts(given, "income_statement") == printed(INCOME)
    assert amounts(given, "cash_flow") == printed(CASH)


@pytest.mark.parametrize("rules", RULES)
def test_headings_of_two_rows_that_each_page_repeats(rules: str) -> None:
    head = ((Wide("项目", 1, 2), Wide("本集团", 2), Wide("本行", 2)), ("2024年12月31日", "2023年12月31日") * 2)
    rows = [(a, b, c, b, c) for a, b, c in BALANCE]
    parts = rows[:9], rows[9:18], rows[18:]
    widths = [3, 2.6, 2.6, 2.6, 2.6]
    first, *rest = (table(part, *head, rules=rules, widths=widths) for part in parts)
    pages = [item for grid in rest for item in (BREAK, "合并及银行资产负债表（续）", grid)]
    given = statements("合并及银行资产负债表", "单位：元", first, *pages)
    for scope in ("consolidated", "parent"):
        assert amounts(given, "balance_sheet", scope) == printed(BALANCE)


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("cut", [2, 4, 6])
def test_a_label_that_the_page_cuts_in_two(cut: int, rules: str) -> None:
    label = "归属于母公司所有者权益合计"
    rows = [*BALANCE[:-2], (label, *BALANCE[-2][1:]), *BALANCE[-2:]]
    first, rest = [*rows[:-3], (label[:-cut], *rows[-3][1:])], [(label[-cut:], "", ""), *rows[-2:]]
    given = statements(*ABOVE, table(first, HEAD, rules=rules), BREAK, table(rest, rules=rules))
    assert amounts(given, "balance_sheet") == printed(rows)


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("number", ["七、{}", "附注五、{}", "（五）{}", "十九（{}）", "11.7.{}", "6.{}", "{}"])
def test_numbers_of_notes_on_a_further_page_without_a_heading(number: str, rules: str) -> None:
    rows = [(a, number.format(i) if b or c else "", b, c) for i, (a, b, c) in enumerate(BALANCE, 1)]
    widths = [4, 1.4, 2, 2]
    parts = rows[:10], rows[10:18], rows[18:]
    first, second, third = (
        table(part, *head, rules=rules, widths=widths) for part, head in zip(parts, [(NOTED,), (), ()], strict=True)
    )
    given = statements(*ABOVE, first, BREAK, second, BREAK, third)
    assert amounts(given, "balance_sheet") == printed(BALANCE)


@pytest.mark.parametrize("rules", RULES)
def test_small_amounts_beside_numbers_of_notes_are_amounts(rules: str) -> None:
    small = [(a, f"七、{i}", *(x.split(",")[0] for x in more)) for i, (a, *more) in enumerate(BALANCE[1:5], 1)]
    given = statements("合并资产负债表", "单位：百万元", table(small, NOTED, rules=rules, widths=[4, 1.4, 2, 2]))
    assert [(r.item, r.value, r.prior) for r in given.records][:2] == [
        ("cash", 462_000_000, 377_000_000),
        ("trading_financial_assets", 10_000_000, None),
    ]


@pytest.mark.parametrize("rules", RULES)
def test_columns_of_group_and_company_go_on_without_a_heading(rules: str) -> None:
    head = ((Wide("项目", 1, 2), Wide("期末余额", 2), Wide("期初余额", 2)), ("合并", "母公司") * 2)
    parents = [(a, b.replace("0", "1"), c.replace("0", "1")) for a, b, c in BALANCE]
    rows = [(a, b, d, c, e) for (a, b, c), (_, d, e) in zip(BALANCE, parents, strict=True)]
    widths = [3, 2.6, 2.6, 2.6, 2.6]
    first, rest = table(rows[:12], *head, rules=rules, widths=widths), table(rows[12:], rules=rules, widths=widths)
    given = statements("合并及母公司资产负债表", "单位：元", first, BREAK, rest)
    assert amounts(given, "balance_sheet") == printed(BALANCE)
    assert amounts(given, "balance_sheet", "parent") == printed(parents)


def test_a_further_page_with_fewer_columns_of_labels_is_withheld_and_named() -> None:
    head = ("资产", "期末余额", "期初余额", "负债和所有者权益", "期末余额", "期初余额")
    rows = [(*a, *b) for a, b in zip(ASSETS, LIABILITIES, strict=False)]
    further = table([(a, b, c, b, c) for a, b, c in LIABILITIES], widths=[3, 2, 2, 2, 2])
    given = statements(*ABOVE, table(rows, head, widths=[3, 2.6, 2.6] * 2), BREAK, "合并资产负债表（续）", further)
    assert "no-heading" in {p.code for p in given.problems}
    assert {(r.value, r.prior) for r in given.records if r.source.page == 2} <= {(None, None)}


@pytest.mark.parametrize("rules", RULES)
def test_a_heading_of_two_lines_beside_one_of_one_line(rules: str) -> None:
    head = ("项目", "附注", "2024年度", "2023年度\n（经重述）")
    whole = [(a, *(x.removesuffix(",000,000.00") for x in more)) for a, *more in INCOME[:7]]
    rows = [(a, "七、1", b, c) for a, b, c in whole]
    given = statements("合并利润表", "单位：百万元", table(rows, head, rules=rules, widths=[4, 1.4, 2, 2]))
    assert amounts(given, "income_statement") == printed(INCOME[:7])


@pytest.mark.parametrize("number", ["七、{}", "附注五、{}", "十九（{}）"])
def test_a_page_of_lines_with_numbers_of_notes_is_one_of_a_statement(number: str) -> None:
    rows = [(a, number.format(i), b, c) for i, (a, b, c) in enumerate(LIABILITIES, 1)]
    lines = [line for row in rows if row[2] for line in ("".join(row),)]
    pages = report("合并资产负债表", "单位：元", BREAK, "附注", BREAK, *lines, BREAK, "附注")
    assert statement_pages(Document(pages))[-1][1] >= 3


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("head", [(), (HEAD,)], ids=["no heading", "heading"])
@pytest.mark.parametrize("rest", [2, 4])
def test_the_end_of_a_label_at_the_head_of_both_sheets_second_pages(rest: int, head: Sequence[Row], rules: str) -> None:
    label = "归属于母公司所有者权益合计"
    rows = [*BALANCE[:-2], (label, *BALANCE[-2][1:]), *BALANCE[-2:]]
    first, last = [*rows[:-3], (label[:-rest], *rows[-3][1:])], [(label[-rest:], "", ""), *rows[-2:]]
    sheet = table(first, HEAD, rules=rules), BREAK, table(last, *head, rules=rules), BREAK
    given = statements(*ABOVE, *sheet, "母公司资产负债表", "单位：元", *sheet)
    for scope in ("consolidated", "parent"):
        assert amounts(given, "balance_sheet", scope) == printed(rows)


@pytest.mark.parametrize("rules", RULES)
def test_a_line_of_two_lines_at_the_head_of_both_sheets_second_pages(rules: str) -> None:
    label = "归属于母公司所有者权益合计"
    rows = [*BALANCE[:-2], (label, *BALANCE[-2][1:]), *BALANCE[-2:]]
    parts = [
        table(part, *head, rules=rules, widths=[2.2, 2, 2]) for part, head in ((rows[:-3], (HEAD,)), (rows[-3:], ()))
    ]
    sheet = parts[0], BREAK, parts[1], BREAK
    given = statements(*ABOVE, *sheet, "母公司资产负债表", "单位：元", *sheet)
    for scope in ("consolidated", "parent"):
        assert amounts(given, "balance_sheet", scope) == printed(rows)


@pytest.mark.parametrize("rules", RULES)
def test_small_amounts_on_a_line_of_their_own_are_not_run_together(rules: str) -> None:
    labels = "处置固定资产、无形资产和其他长期资产收回的现金净额", "收到其他与投资活动有关的现金"
    rows = [(label, *figures) for label, figures in zip(labels, [("166", "226"), ("222", "36")], strict=True)]
    small = [(a, *(x.split(",")[0] for x in more)) for a, *more in CASH[:8]]
    above = "合并现金流量表", "单位：百万元"
    first, last = table(small, FLOW, rules=rules, widths=[2, 2, 2]), table(rows, rules=rules, widths=[2, 2, 2])
    given = statements(*above, first, BREAK, last)
    assert [(r.label, r.value) for r in given.records][-2:] == [(labels[0], 166_000_000), (labels[1], 222_000_000)]


@pytest.mark.parametrize("rules", RULES)
def test_the_last_line_alone_on_two_lines_of_the_next_page(rules: str) -> None:
    rows = list(CASH)
    widths = [1.4, 2, 2]
    first, last = table(rows[:-1], FLOW, rules=rules, widths=widths), table(rows[-1:], rules=rules, widths=widths)
    given = statements("合并现金流量表", "单位：元", first, BREAK, last, BREAK, "附注")
    assert amounts(given, "cash_flow") == printed(rows)


@pytest.mark.parametrize("rules", ["all", "open"])
def test_a_dash_above_a_page_break_is_no_minus_of_the_figure_below(rules: str) -> None:
    rows = [*LIABILITIES[:3], ("应付票据", "-", "-"), ("应付手续费及佣金", "250", "64")]
    first, last = table(rows[:4], HEAD, rules=rules), table(rows[4:], rules=rules)
    given = statements("合并资产负债表", "单位：百万元", first, BREAK, last)
    assert [(r.label, r.value, r.prior) for r in given.records][-1] == ("应付手续费及佣金", 250_000_000, 64_000_000)


@pytest.mark.parametrize("rules", RULES)
def test_the_last_line_alone_overleaf_with_the_number_of_a_note(rules: str) -> None:
    rows = [(a, f"五（{i}）" if b or c else "", b, c) for i, (a, b, c) in enumerate(INCOME, 1)]
    parts = zip((rows[:-1], rows[-1:]), ((("项目", "附注", "本期发生额", "上期发生额"),), ()), strict=True)
    first, last = (table(part, *head, rules=rules, widths=[4, 1.4, 2, 2]) for part, head in parts)
    given = statements("合并利润表", "单位：元", first, BREAK, last, BREAK, "附注")
    assert amounts(given, "income_statement") == printed(INCOME)


def test_figures_that_ran_together_are_withheld_and_named() -> None:
    rows = [(a, "123456789" * 4 if a == "存货" else b, c) for a, b, c in BALANCE]
    given = statements("合并资产负债表", "单位：百万元", table(rows, HEAD, widths=[2, 4, 2]))
    assert [(r.value, r.prior) for r in given.records if r.label == "存货"] == [(None, 21_000_000_000_000)]
    assert "unreadable-cell" in {p.code for p in given.problems}
