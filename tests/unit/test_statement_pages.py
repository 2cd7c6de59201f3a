"""Statements as filers set them: rules, notes, two sides, scopes beside each other, page breaks, words and signs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import pytest

from kunlun_cli.extract.doubted import withheld
from kunlun_cli.statements.pages import statement_pages
from kunlun_cli.statements.titles import MAX_TITLE, title_of
from tests.unit.pages import BREAK, Document, Grid, Item, Wide, report
from tests.unit.sheets import ASSETS, BALANCE, CASH, INCOME, LIABILITIES, Row, amounts, printed, statements, table

HEAD = ("项目", "期末余额", "期初余额")
FLOW = ("项目", "本期发生额", "上期发生额")
RULES = ("all", "rows", "three", "open", "none")
# A report with one statement alone says so.
ALONE = {"missing-statement"}


def right(statement: str, rows: Sequence[Row], *items: Item, scope: str = "consolidated", **more: object) -> None:
    """Holds where every line is given as it is printed, and nothing is doubted."""
    given = statements(*items, **more)  # type: ignore[arg-type]
    assert amounts(given, statement, scope) == printed(rows)
    assert {p.code for p in given.problems} <= ALONE


@pytest.mark.parametrize("rules", RULES)
def test_whatever_lines_are_drawn(rules: str) -> None:
    given = statements(
        *("合并资产负债表", "单位：元", table(BALANCE, HEAD, rules=rules)),
        *("合并利润表", "单位：元", table(INCOME, FLOW, rules=rules)),
        *("合并现金流量表", "单位：元", table(CASH, FLOW, rules=rules)),
    )
    assert amounts(given, "balance_sheet") == printed(BALANCE)
    assert amounts(given, "income_statement") == printed(INCOME)
    assert amounts(given, "cash_flow") == printed(CASH)
    assert not given.problems


@pytest.mark.parametrize("rules", ["all", "three", "none"])
@pytest.mark.parametrize(
    "note",
    [
        lambda i: f"七、{i}",
        lambda i: f"（五）{i}",
        lambda i: f"7.{i}",
        str,
        lambda i: f"十九（{i}）",
        lambda i: f"11.7.{i}",
        lambda i: f"附注五、{i}",
        lambda _: "",
    ],
    ids=["七、1", "（五）1", "7.1", "1", "十九（1）", "11.7.1", "附注五、1", "empty"],
)
def test_a_column_of_notes_is_no_part_of_labels_or_amounts(note: Callable[[int], str], rules: str) -> None:
    rows = [(a, note(i) if b or c else "", b, c) for i, (a, b, c) in enumerate(BALANCE, 1)]
    grid = table(rows, ("项目", "附注", "期末余额", "期初余额"), rules=rules, widths=[4, 1.2, 2, 2])
    given = statements("合并资产负债表", "单位：元", grid)
    assert amounts(given, "balance_sheet") == printed(BALANCE)
    assert {p.code for p in given.problems} <= ALONE | {"unruled-table"}
    assert given.records[0].note == (note(2) or None)


def two_sided(*, notes: bool = False) -> list[Row]:
    out: list[Row] = []
    blank = ("", "", "")
    for i in range(max(len(ASSETS), len(LIABILITIES))):
        left = ASSETS[i] if i < len(ASSETS) else blank
        side = LIABILITIES[i] if i < len(LIABILITIES) else blank
        number = f"五、{i}" if notes else None
        out.append(tuple(cell for row in (left, side) for cell in _noted(row, number)))
    return out


def _noted(row: Row, number: str | None) -> Row:
    return row if number is None else (row[0], number if row[1] else "", *row[1:])


@pytest.mark.parametrize("unit", ["单位：元", "2024年12月31日 单位：元", "编制单位：某某公司 2024年12月31日 单位：元"])
def test_a_sheet_of_two_sides(unit: str) -> None:
    head = ("资产", "期末余额", "年初余额", "负债和所有者权益", "期末余额", "年初余额")
    right("balance_sheet", BALANCE, "合并资产负债表", unit, table(two_sided(), head, widths=[3, 2.6, 2.6] * 2))
    noted = ("资产", "附注", "期末余额", "年初余额", "负债和股东权益", "附注", "期末余额", "年初余额")
    widths = [3, 1, 2.6, 2.6] * 2
    right("balance_sheet", BALANCE, "合并资产负债表", unit, table(two_sided(notes=True), noted, widths=widths))


def test_what_is_not_sure_in_a_sheet_of_two_sides_without_lines_is_named() -> None:
    head = ("资产", "期末余额", "年初余额", "负债和所有者权益", "期末余额", "年初余额")
    for rules in ("three", "none"):
        given = statements(
            "合并资产负债表", "单位：元", table(two_sided(), head, rules=rules, widths=[3, 2.6, 2.6] * 2)
        )
        wrong = set(amounts(given, "balance_sheet")) - set(printed(BALANCE))
        assert len(wrong) <= 1
        assert not wrong or "missing-row" in {p.code for p in given.problems}


@pytest.mark.parametrize("rules", ["all", "three", "none"])
@pytest.mark.parametrize(
    ("head", "order"),
    [
        (((Wide("项目", 1, 2), Wide("2024年12月31日", 2), Wide("2023年12月31日", 2)), ("合并", "公司") * 2), "aabb"),
        (((Wide("项目", 1, 2), Wide("合并", 2), Wide("公司", 2)), ("期末余额", "期初余额") * 2), "abab"),
        (
            (
                ("项目", "2024年12月31日", "2023年12月31日", "2024年12月31日", "2023年12月31日"),
                ("", "合并", "合并", "公司", "公司"),
            ),
            "abab",
        ),
    ],
    ids=["dates over scopes", "scopes over times", "a date and a scope each"],
)
def test_group_and_company_abreast(head: tuple[Sequence[str], ...], order: str, rules: str) -> None:
    parents = [(a, b.replace("0", "1"), c.replace("0", "1")) for a, b, c in BALANCE]
    rows = [
        (a, b, d, c, e) if order == "aabb" else (a, b, c, d, e)
        for (a, b, c), (_, d, e) in zip(BALANCE, parents, strict=True)
    ]
    grid = table(rows, *head, rules=rules, widths=[3, 2.6, 2.6, 2.6, 2.6])
    given = statements("合并及公司资产负债表", "单位：元", grid)
    assert amounts(given, "balance_sheet") == printed(BALANCE)
    assert amounts(given, "balance_sheet", "parent") == printed(parents)


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize(
    "between",
    [
        (),
        (HEAD,),
        ("合并资产负债表（续）", HEAD),
        ("合并资产负债表（续）", "单位：元", HEAD),
        ("合并资产负债表", "2024年12月31日", HEAD),
    ],
    ids=["nothing", "heading", "title", "unit", "date"],
)
def test_a_statement_over_two_pages(between: Sequence[str | Row], rules: str) -> None:
    head = [row for row in between if not isinstance(row, str)]
    lines = [line for line in between if isinstance(line, str)]
    first, rest = table(BALANCE[:9], HEAD, rules=rules), table(BALANCE[9:], *head, rules=rules)
    right("balance_sheet", BALANCE, "合并资产负债表", "单位：元", first, BREAK, *lines, rest)


@pytest.mark.parametrize("rules", RULES)
def test_a_title_at_the_foot_of_the_page_before(rules: str) -> None:
    sheet = table(BALANCE, HEAD, rules=rules)
    right("balance_sheet", BALANCE, "合并资产负债表", BREAK, "单位：元", sheet)
    right("balance_sheet", BALANCE, "合并资产负债表", "单位：元", BREAK, sheet)


@pytest.mark.parametrize("rules", RULES)
def test_a_heading_alone_on_the_page_before(rules: str) -> None:
    head = table([HEAD], rules=rules)
    right("balance_sheet", BALANCE, "合并资产负债表", "单位：元", head, BREAK, table(BALANCE, rules=rules))


@pytest.mark.parametrize("minus", ["-{}", "－{}", "—{}", "–{}", "−{}", "‐{}", "({})", "（{}）"])
def test_what_filers_print_for_a_minus(minus: str) -> None:
    rows = [(a, *(minus.format(x[1:]) if x[:1] == "-" and x[1:] else x for x in more)) for a, *more in CASH]
    right("cash_flow", CASH, "合并现金流量表", "单位：元", table(rows, FLOW))


@pytest.mark.parametrize("blank", ["-", "－", "—", "不适用", "", "--"])
def test_what_filers_print_for_nothing(blank: str) -> None:
    rows = [(a, b or (blank if c else ""), c or (blank if b else "")) for a, b, c in BALANCE]
    right("balance_sheet", BALANCE, "合并资产负债表", "单位：元", table(rows, HEAD))


def test_zeros_of_lines_that_are_not_the_filers_are_amounts() -> None:
    rows = [*BALANCE[:2], ("应收保费", "0.00", "0.00"), ("结算备付金", "0.00", ""), *BALANCE[2:]]
    given = statements("合并资产负债表", "单位：元", table(rows, HEAD))
    assert ("应收保费", "0.00", "0.00") in amounts(given, "balance_sheet")
    assert ("结算备付金", "0.00", None) in amounts(given, "balance_sheet")


def test_a_blank_subtotal_gives_no_line_and_makes_no_other_wrong() -> None:
    rows = [(a, "", "") if a == "流动资产合计" else (a, b, c) for a, b, c in BALANCE]
    given = statements("合并资产负债表", "单位：元", table(rows, HEAD))
    assert amounts(given, "balance_sheet") == printed(rows)


@pytest.mark.parametrize("lost", ["存货", "固定资产", "应付账款", "资本公积"])
def test_a_line_that_is_lost_is_missed_by_its_subtotal(lost: str) -> None:
    rows = [row for row in BALANCE if row[0] != lost]
    given = statements("合并资产负债表", "单位：元", table(rows, HEAD))
    assert "does-not-add-up" in {p.code for p in given.problems}


def test_parts_of_a_line_are_no_part_of_the_subtotal_whether_or_not_they_say_so() -> None:
    parts = (("其中：应收利息", "15.00", ""), ("应收股利", "", "20.00"), ("减：库存股", "5,000.00", "-"))
    changed = {"资本公积": ("150,005,000.00", "150,000,000.00")}
    rows = [(a, *changed.get(a, (b, c))) for a, b, c in BALANCE]
    rows = [*rows[:4], *parts[:2], *rows[4:24], parts[2], *rows[24:]]
    given = statements("合并资产负债表", "单位：元", table(rows, HEAD))
    assert {p.code for p in given.problems} <= ALONE


def test_amounts_in_millions_add_up_as_nearly_as_they_are_printed() -> None:
    rows = [
        ("流动资产：", "", ""),
        ("货币资金", "33", "1"),
        ("存货", "33", "1"),
        ("应收账款", "33", "1"),
        ("流动资产合计", "100", "4"),
    ]
    more = (("预付款项", "-", "-"), ("其他流动资产", "-", "-"), ("资产总计", "100", "4"))
    given = statements("合并资产负债表", "单位：百万元", table([*rows[:4], *more[:2], rows[4], more[2]], HEAD))
    assert "does-not-add-up" not in {p.code for p in given.problems}


THREE = [(a, b, c, "7.00" if c else "") for a, b, c in BALANCE]


@pytest.mark.parametrize(
    "head",
    [
        ("项目", "2024年12月31日", "2023年12月31日（调整后）", "2023年12月31日（调整前）"),
        ("项目", "2024年12月31日", "2024年1月1日", "2023年12月31日"),
        ("项目", "期末余额", "年初余额", "上年年末余额"),
        ("项目", "期末余额", "期初余额", "增减变动（%）"),
        ("项目", "期末余额", "期初余额", "变动比例"),
    ],
)
def test_a_third_column(head: Row) -> None:
    right("balance_sheet", BALANCE, "合并资产负债表", "单位：元", table(THREE, head, widths=[4, 2, 2, 2]))


def test_a_year_before_the_last_is_in_no_record_and_named() -> None:
    head = ("项目", "2024年12月31日", "2023年12月31日", "2022年12月31日")
    given = statements("合并资产负债表", "单位：元", table(THREE, head, widths=[4, 2, 2, 2]))
    assert amounts(given, "balance_sheet", "consolidated") == printed(BALANCE)
    assert {p.code for p in given.problems} == {"unknown-column", *ALONE}


@pytest.mark.parametrize(
    ("head", "given"),
    [
        (("项目", "2024年12月31日", "2023年12月31日（调整后）", "2023年12月31日（调整前）"), True),
        (("项目", "2024年12月31日", "2023年12月31日（经重述）", "2023年12月31日（重述前）"), True),
        (("项目", "2024年12月31日", "2023年12月31日已重列", "2023年12月31日未经重列"), True),
        (("项目", "2024年12月31日", "2023年12月31日（重述后）", "2023年12月31日（原列报）"), True),
        (("项目", "2024年12月31日", "2024年1月1日", "2023年12月31日"), True),
        (("项目", "期末余额", "年初余额", "上年年末余额"), True),
        (("项目", "2024年12月31日", "2023年12月31日", "2022年12月31日"), False),
    ],
)
def test_the_comparison_before_its_restatement_is_given_too(head: Row, *, given: bool) -> None:
    read = statements("合并资产负债表", "单位：千元", table(THREE, head, widths=[4, 2, 2, 2]))
    assert {r.prior_before_restatement for r in read.records if r.prior is not None} == {7000 if given else None}


def test_comparison_dated_the_first_of_january() -> None:
    sheet = table(BALANCE, ("项目", "2024年12月31日", "2024年1月1日"))
    right("balance_sheet", BALANCE, "合并资产负债表", "单位：元", sheet)


@pytest.mark.parametrize(
    "head",
    [
        ("项目", "2024年12月31日", "2023年12月31日（经重述）", "2023年1月1日（经重述）"),
        ("项目", "期末余额", "2023年12月31日（经重述）", "2023年1月1日（经重述）"),
    ],
)
def test_the_beginning_of_the_year_before_is_not_compared_with(head: Row) -> None:
    given = statements("合并资产负债表", "单位：元", table(THREE, head, widths=[4, 2, 2, 2]))
    assert amounts(given, "balance_sheet") == printed(BALANCE)
    assert {p.code for p in given.problems} == {"unknown-column", *ALONE}


@pytest.mark.parametrize(
    ("end", "head"),
    [
        (dt.date(2008, 12, 31), ("项目", "二〇〇八年十二月三十一日", "二〇〇七年十二月三十一日")),
        (dt.date(2009, 6, 30), ("项目", "二○○九年六月三十日", "二○○八年十二月三十一日")),
        (dt.date(2008, 12, 31), ("项目", "2008.12.31", "2007.12.31")),
        (dt.date(2008, 12, 31), ("项目", "2008-12-31", "2007-12-31")),
        (dt.date(2008, 12, 31), ("项目", "期末数", "年初数")),
        (dt.date(2008, 12, 31), ("项目", "2008年末余额", "2008年初余额")),
        (dt.date(2008, 12, 31), ("项目", "报告期末", "上年度期末")),
        (dt.date(2008, 12, 31), ("资产", "年末余额", "年初余额")),
    ],
)
def test_times_as_the_forms_of_2008_and_2009_word_them(end: dt.date, head: Row) -> None:
    right("balance_sheet", BALANCE, "合并资产负债表", "单位：人民币元", table(BALANCE, head), end=end)


def test_the_heading_again_between_assets_and_liabilities() -> None:
    def noted(rows: Sequence[Row]) -> list[Row]:
        return [(a, "五、1" if b or c else "", b, c) for a, b, c in rows]

    again = ("负债和股东权益", "附注", "期末数", "年初数")
    rows = [*noted(ASSETS), again, *noted(LIABILITIES)]
    sheet = table(rows, ("资产", "附注", "期末数", "年初数"), widths=[4, 1.2, 2, 2])
    above = "编制单位：某某股份有限公司    2008年12月31日    单位：人民币元"
    right("balance_sheet", BALANCE, "合并资产负债表", above, sheet, end=dt.date(2008, 12, 31))


@pytest.mark.parametrize(
    ("head", "order"),
    [
        (((Wide("项目", 1, 2), Wide("2009年7-9月", 2), Wide("2009年1-9月", 2)), ("合并", "母公司") * 2), "qqbb"),
        ((("项目", "本期金额", "上期金额", "年初至报告期期末金额", "上年年初至报告期期末金额"),), "qqbc"),
    ],
    ids=["SZSE", "SSE"],
)
def test_the_quarter_beside_the_year_to_date(head: tuple[Sequence[str], ...], order: str) -> None:
    rows = [(a, "3.00" if b else "", "4.00" if b else "", b, b if order == "qqbb" else c) for a, b, c in INCOME]
    given = statements(
        "合并及母公司利润表" if order == "qqbb" else "合并利润表",
        "单位：元",
        table(rows, *head, widths=[4, 2, 2, 2.4, 2.4]),
        end=dt.date(2009, 9, 30),
    )
    want = printed([(a, b, "") for a, b, _ in INCOME] if order == "qqbb" else INCOME)
    assert amounts(given, "income_statement") == want


@pytest.mark.parametrize(
    ("unit", "factor"), [("千元", 1000), ("人民币百万元", 10**6), ("万元", 10**4), ("人民币元", 1)]
)
def test_units(unit: str, factor: int) -> None:
    given = statements("合并资产负债表", f"单位：{unit}", table(BALANCE, HEAD))
    assert next(r.value for r in given.records if r.item == "total_assets") == 900_000_000 * factor


@pytest.mark.parametrize(("unit", "factor"), [("人民币千元", 1000), ("人民币百万元", 10**6), ("人民币元", 1)])
def test_a_unit_below_each_date(unit: str, factor: int) -> None:
    dates = ("2024年12月31日", "2023年12月31日")
    for heads in ([("", *dates), ("", unit, unit)], [("项目", *(f"{day}\n{unit}" for day in dates))]):
        given = statements("合并资产负债表", table(BALANCE, *heads))
        assert next(r.value for r in given.records if r.item == "total_assets") == 900_000_000 * factor


def test_a_second_set_under_other_standards_after_the_reports_own() -> None:
    other = [(a, b.replace("0", "1"), c) for a, b, c in BALANCE]
    more = ("按照国际财务报告准则编制的合并资产负债表", "单位：千元", table(other, HEAD))
    right("balance_sheet", BALANCE, "合并资产负债表", "单位：元", table(BALANCE, HEAD), BREAK, *more)


def test_parents_after_all_of_the_groups_or_each_after_its_own() -> None:
    def both(order: Sequence[tuple[str, Grid]]) -> None:
        given = statements(*(item for title, grid in order for item in (title, "单位：元", grid)))
        for scope in ("consolidated", "parent"):
            assert amounts(given, "balance_sheet", scope) == printed(BALANCE)
            assert amounts(given, "income_statement", scope) == printed(INCOME)

    sheet, flows = table(BALANCE, HEAD), table(INCOME, FLOW)
    both(
        [
            ("1、合并资产负债表", sheet),
            ("2、母公司资产负债表", sheet),
            ("3、合并利润表", flows),
            ("4、母公司利润表", flows),
        ]
    )
    both([("合并资产负债表", sheet), ("合并利润表", flows), ("资产负债表", sheet), ("利润表", flows)])
    both([("资产负债表", sheet), ("利润表", flows), ("合并资产负债表", sheet), ("合并利润表", flows)])


@pytest.mark.parametrize(
    "line",
    [
        "资产负债表" + "-" * 80 + "x",
        "2" * 88 + "表",
        "资产负债表" + "2024年" * 17,
        "资产负债表" + "（续）" * 20 + "y",
        "合并" * 44 + "表",
    ],
)
def test_no_line_takes_long_to_be_found_no_title(line: str) -> None:
    """Each would take years if the parts of the pattern could share their characters out in every way."""
    assert len(line) <= MAX_TITLE
    title_of(line)


def test_a_title_above_a_table_of_other_lines_is_named() -> None:
    rows = [(f"甲乙丙{i}", "1.00", "2.00") for i in range(9)]
    sheet = table(BALANCE, HEAD)
    given = statements("合并资产负债表", "单位：元", sheet, "母公司资产负债表", "单位：元", table(rows, HEAD))
    assert "table-not-read" in {p.code for p in given.problems}
    assert {r.scope for r in given.records} == {"consolidated"}


def test_a_statement_of_the_parent_alone_among_others_is_missed() -> None:
    flows, sheet = table(INCOME, FLOW), table(BALANCE, HEAD)
    more = ("合并现金流量表", "单位：元", table(CASH, FLOW))
    both = ("合并资产负债表", "单位：元", sheet, "合并利润表", "单位：元", flows, *more)
    assert not statements(*both).problems
    given = statements(*both, "母公司利润表", "单位：元", flows)
    assert {p.code for p in given.problems} == ALONE


@pytest.mark.parametrize("rules", ["all", "none"])
def test_a_year_alone_over_all_columns(rules: str) -> None:
    heads = (("", Wide("2024年12月31日", 2)), ("", "合并", "公司"))
    grid = table([(a, b, b) for a, b, _ in BALANCE], *heads, rules=rules)
    given = statements("合并及公司资产负债表", "单位：元", grid)
    for scope in ("consolidated", "parent"):
        assert amounts(given, "balance_sheet", scope) == printed([(a, b, "") for a, b, _ in BALANCE])


@pytest.mark.parametrize("rules", ["three", "none"])
def test_two_statements_on_a_page_without_lines_with_nothing_but_a_title_between(rules: str) -> None:
    given = statements(
        *("合并利润表", "单位：元", table(INCOME, FLOW, rules=rules)),
        *("合并现金流量表", table(CASH, FLOW, rules=rules)),
    )
    assert amounts(given, "income_statement") == printed(INCOME)
    assert amounts(given, "cash_flow") == printed(CASH)


def test_a_short_rest_whose_notes_stand_near_its_labels() -> None:
    rows = [(a, f"十九（{i}）" if b or c else "", b, c) for i, (a, b, c) in enumerate(INCOME)]
    head = ("项目", "附注", "本期发生额", "上期发生额")
    widths = [4, 1.2, 2, 2]
    first, rest = (
        table(part, *heads, rules="three", widths=widths) for part, heads in ((rows[:13], [head]), (rows[13:], []))
    )
    right("income_statement", INCOME, "合并利润表", "单位：元", first, BREAK, rest)


@pytest.mark.parametrize("rules", RULES)
def test_labels_of_three_lines_with_figures_beside_the_second(rules: str) -> None:
    grid = table(CASH, FLOW, rules=rules, widths=[1.3, 2.5, 2.5])
    right("cash_flow", CASH, "合并现金流量表", "单位：元", grid)


@pytest.mark.parametrize("rules", RULES)
def test_the_supplement_below_a_cash_flow_statement_is_no_part_of_it(rules: str) -> None:
    more: list[Row] = [
        ("补充资料", "", ""),
        ("1．将净利润调节为经营活动现金流量：", "", ""),
        ("净利润", "100,000,000.00", "80,000,000.00"),
        ("经营活动产生的现金流量净额", "150,000,000.00", "120,000,000.00"),
    ]
    right("cash_flow", CASH, "合并现金流量表", "单位：元", table([*CASH, *more], FLOW, rules=rules))


def test_a_title_below_which_nothing_can_be_read_is_named() -> None:
    narrow = table(BALANCE, HEAD, widths=[9, 1.2, 1.2], rules="none")
    given = statements("合并资产负债表", "单位：元", narrow, BREAK, "合并利润表", "单位：元", table(INCOME, FLOW))
    assert {r.statement for r in given.records} == {"income_statement"}
    assert [p.page for p in given.problems if p.code == "table-not-read"] == [1]


@pytest.mark.parametrize("lost", ["其中：营业成本", "销售费用", "管理费用", "二、营业总成本"])
def test_a_line_that_is_lost_is_missed_by_the_operating_profit(lost: str) -> None:
    rows = [row for row in INCOME if row[0] != lost]
    given = statements("合并利润表", "单位：元", table(rows, FLOW))
    named = {p.code for p in given.problems} - ALONE
    assert named == ({"does-not-add-up"} if lost != "二、营业总成本" else set())


PROFIT = (
    ("一、营业收入", "1,000.00", "900.00"),
    ("减：营业成本", "600.00", "500.00"),
    ("财务费用", "-10.00", "20.00"),
    ("其中：利息费用", "5.00", "25.00"),
    ("利息收入", "15.00", "5.00"),
    ("资产减值损失", "30.00", ""),
    ("加：其他收益", "7.13", "3.00"),
    ("投资收益", "-2.00", ""),
    ("其中：对联营企业和合营企业的投资收益", "-2.00", ""),
    ("信用减值损失", "-5.00", "-1.00"),
    ("二、营业利润", "380.13", "382.00"),
    ("三、利润总额", "380.13", "382.00"),
    ("四、净利润", "380.13", "382.00"),
)


def test_losses_are_deducted_or_added_below_zero_as_the_forms_of_their_years_have_it() -> None:
    assert {p.code for p in statements("母公司利润表", "单位：元", table(PROFIT, FLOW)).problems} == ALONE
    rows = [(a, b.replace("7.13", "8.24"), c) for a, b, c in PROFIT]
    given = statements("母公司利润表", "单位：元", table(rows, FLOW))
    assert {p.code for p in given.problems} - ALONE == {"does-not-add-up"}


INSURER = (
    ("一、营业收入", "1,000.00", "900.00"),
    ("二、营业支出", "540.00", "470.00"),
    ("赔付支出", "500.00", "400.00"),
    ("减：摊回赔付支出", "60.00", "30.00"),
    ("提取保险责任准备金", "80.00", "90.00"),
    ("减：摊回保险责任准备金", "20.00", "40.00"),
    ("业务及管理费", "40.00", "50.00"),
    ("三、营业利润", "460.00", "430.00"),
    ("四、利润总额", "460.00", "430.00"),
    ("五、净利润", "460.00", "430.00"),
)


def test_what_reinsurers_bear_is_deducted_from_an_insurers_costs() -> None:
    assert {p.code for p in statements("合并利润表", "单位：元", table(INSURER, FLOW)).problems} == ALONE
    for lost in ("赔付支出", "减：摊回赔付支出"):
        rows = [row for row in INSURER if row[0] != lost]
        named = {p.code for p in statements("合并利润表", "单位：元", table(rows, FLOW)).problems}
        assert "does-not-add-up" in named


BANK = (
    ("现金及存放中央银行款项", "1,471", "1,247"),
    ("存放同业款项", "38", "28"),
    ("拆出资金", "251", "165"),
    ("客户贷款和垫款", "3,480", "3,183"),
    ("其他资产", "29", "34"),
    ("资产总计", "5,269", "4,657"),
    ("吸收存款", "4,813", "4,300"),
    ("其他负债", "100", "-"),
    ("负债合计", "4,913", "4,300"),
    ("股本", "356", "357"),
    ("股东权益合计", "356", "357"),
    ("负债和股东权益总计", "5,269", "4,657"),
)


def test_assets_of_banks_are_the_sum_of_their_lines() -> None:
    above = ("合并资产负债表", "（除特别注明外，金额单位均为人民币百万元）")
    given = statements(*above, table(BANK, HEAD, rules="three"))
    assert {p.code for p in given.problems} == ALONE
    for lost in ("拆出资金", "其他负债"):
        rows = [row for row in BANK if row[0] != lost]
        named = {p.code for p in statements(*above, table(rows, HEAD, rules="three")).problems}
        assert "does-not-add-up" in named


def three(income: Sequence[Row] = INCOME, cash: Sequence[Row] = CASH, sheet: Sequence[Row] = BALANCE) -> Sequence[Item]:
    return (
        *("合并资产负债表", "单位：元", table(sheet, HEAD)),
        *("合并利润表", "单位：元", table(income, FLOW)),
        *("合并现金流量表", "单位：元", table(cash, FLOW)),
    )


def changed(rows: Sequence[Row], label: str, amount: str, *, whole: bool = False) -> list[Row]:
    return [(a, amount if a == label or (a.endswith(label) and not whole) else b, c) for a, b, c in rows]


@pytest.mark.parametrize(
    ("parts", "item"),
    [
        ({"income": changed(INCOME, "所得税费用", "38,000,000.00")}, "income_tax"),
        ({"sheet": changed(BALANCE, "负债合计", "200,000,001.00", whole=True)}, "total_liabilities"),
        ({"cash": changed(CASH, "期末现金及现金等价物余额", "462,184,981.43")}, "closing_cash"),
    ],
)
def test_a_sum_that_no_other_bears_out_is_withheld(parts: dict[str, Sequence[Row]], item: str) -> None:
    given = withheld(statements(*three(**parts)))
    lost = [(r.item, r.prior is None) for r in given.records if r.value is None]
    assert (item, False) in lost
    # The cash at the beginning stands in the same sum alone.
    assert {name for name, _ in lost} <= {item, "opening_cash"}
    assert {p.code for p in given.problems} == {"does-not-add-up", "doubted-cell"}


def test_banks_round_each_amount() -> None:
    rows = [(a, "5,270" if a == "负债和股东权益总计" else b, c) for a, b, c in BANK]
    above = ("合并资产负债表", "（除特别注明外，金额单位均为人民币百万元）")
    assert {p.code for p in statements(*above, table(rows, HEAD, rules="three")).problems} == ALONE


def test_a_misprint_that_other_sums_contradict_is_given_as_printed() -> None:
    # Assets are what current and other assets make, and what liabilities and equity make: one of these is misprinted.
    sheet = changed(changed(BALANCE, "资产总计", "900,000,001.00"), "权益）总计", "900,000,001.00")
    given = statements(*three(sheet=sheet))
    assert {p.code for p in given.problems} == {"does-not-add-up"}
    assert not [r for r in given.records if any(place.doubt for place in r.cells.values())]


def test_a_line_of_the_filers_own_may_stand_between() -> None:
    cash = [
        *CASH[:-1],
        ("加：合并范围变更增加的现金", "1.00", ""),
        ("六、期末现金及现金等价物余额", "462,184,982.34", CASH[-1][2]),
    ]
    assert not statements(*three(cash=cash)).problems


@pytest.mark.parametrize(("whose", "last"), [(("合并", "母公司"), 12), (("合并",), 24)])
def test_after_the_statements_of_group_and_company_few_pages_are_looked_at(whose: Sequence[str], last: int) -> None:
    titles = [f"{who}{which}" for which in ("资产负债表", "利润表", "现金流量表", "所有者权益变动表") for who in whose]
    pages = [item for title in titles for item in (title, BREAK)]
    document = Document(report(*pages, *[item for _ in range(40) for item in ("附注", BREAK)], "附注"))
    asked = set()
    whole = document.text
    document.text = lambda number: asked.add(number) or whole(number)  # type: ignore[method-assign]
    assert statement_pages(document) == [(1, len(titles))]
    # The table of contents is looked for on the first twelve.
    assert asked == set(range(1, last + 1))


def test_a_statement_may_end_on_the_second_page_after_its_last_with_many_lines_of_the_form() -> None:
    """Labels over several lines are no lines of the form by themselves: the page after them was not looked at."""
    parts = [item for i in range(9) for item in (f"{i}.权益法下不能", "转损益的")]
    rest = ("9.其他", "六、综合收益总额 73,590,601.94 -186,384,475.15")
    notes = [item for _ in range(3) for item in (BREAK, "附注")]
    form = [row[0] for row in INCOME]
    items = ("合并利润表", *form, BREAK, "五、净利润 1.00", *parts, BREAK, *rest, *notes)
    assert statement_pages(Document(report(*items))) == [(1, 3)]
