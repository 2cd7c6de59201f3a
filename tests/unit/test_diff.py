"""Two filings compared: by key, like with like, restatements, and both ways round."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kunlun_cli.compare import Diff, diff, in_order
from kunlun_cli.compare.figures import agree, percent, quantum
from kunlun_cli.errors import UsageError
from kunlun_cli.records import Lending, LendingApplicable, LendingRecord, SegmentRecord, Segments, Source
from tests.unit.made import MadeFiling
from tests.unit.periods import figure, holder, line, made

D = Decimal


def entry(found: Diff, *key: str):
    (only,) = [e for e in found.entries if e.key == key]
    return only


def change(found: Diff, field: str, *key: str):
    (only,) = [c for c in entry(found, *key).changes if c.field == field]
    return only


def test_figures_are_matched_by_item_whatever_their_order() -> None:
    old = made("2023H1", [figure("revenue", "100"), figure("net_profit_parent", "7")])
    new = made("2024H1", [figure("net_profit_parent", "7"), figure("revenue", "150.5")])
    found = diff(old, new)
    assert [e.key for e in found.entries] == [("revenue", "year_to_date")]
    revenue = change(found, "value", "revenue", "year_to_date")
    assert (revenue.amount, revenue.percent) == (D("50.5"), D("50.50"))


def test_a_line_without_a_code_is_matched_by_its_label() -> None:
    old = made("2023H1", [figure(None, "1", label="其中：研发人员（人）")])
    new = made("2024H1", [figure(None, "2", label="研发人员(人)")])
    assert [e.mark for e in diff(old, new).entries] == ["changed"]


def test_ratios_change_by_points_and_a_negative_base_gives_no_per_cent() -> None:
    old = made("2023H1", [figure("roe_weighted", "3.20", unit="%"), figure("net_profit_parent", "-5")])
    new = made("2024H1", [figure("roe_weighted", "2.90", unit="%"), figure("net_profit_parent", "5")])
    found = diff(old, new)
    roe = change(found, "value", "roe_weighted", "year_to_date")
    assert (roe.amount, roe.percent, roe.unit) == (D("-0.30"), None, "%")
    profit = change(found, "value", "net_profit_parent", "year_to_date")
    assert (profit.amount, profit.percent) == (D(10), None)


def test_flows_of_unlike_periods_are_compared_only_by_force_and_balances_always() -> None:
    assets = {"unit": "CNY", "span": "point_in_time"}
    old = made("2024Q1", [figure("revenue", "1"), figure("total_assets", "10", **assets)])
    new = made("2024H1", [figure("revenue", "3"), figure("total_assets", "12", **assets)])
    found = diff(old, new)
    assert [e.key[0] for e in found.entries] == ["total_assets"]
    assert [(s.label, "three months against one of six months" in s.reason) for s in found.skipped] == [
        ("revenue", True)
    ]
    assert {e.key[0] for e in diff(old, new, force=True).entries} == {"revenue", "total_assets"}


def test_a_line_that_stands_twice_is_not_compared_rather_than_guessed() -> None:
    old = made("2023H1", [figure("revenue", "1"), figure("revenue", "2")])
    found = diff(old, made("2024H1", [figure("revenue", "3")]))
    assert not found.entries
    assert "more than once" in found.skipped[0].reason


@pytest.mark.parametrize(
    ("prior", "before", "verdict"),
    [("100", None, "equal"), ("90", "100", "declared"), ("90", "95", "declared_otherwise"), ("90", None, "silent")],
)
def test_the_prior_column_is_held_against_what_the_older_filing_said(prior, before, verdict) -> None:
    old = made("2023H1", [figure("revenue", "100")])
    new = made("2024H1", [figure("revenue", "120", prior, before=before)])
    (found,) = diff(old, new).restatements
    assert (found.verdict, found.old.value, found.new.value) == (verdict, D(100), D(prior))
    assert found.old.filing.source == "2023H1.pdf"


def test_both_half_years_print_the_same_opening_balance() -> None:
    assets = {"unit": "CNY", "span": "point_in_time"}
    old = made("2024Q1", [figure("total_assets", "10", "8", **assets)])
    new = made("2024H1", [figure("total_assets", "12", "9", **assets)])
    (found,) = diff(old, new).restatements
    assert (found.verdict, str(found.new.period), found.old.column) == ("silent", "2023A", "prior")


def test_a_figure_per_share_that_changed_beside_an_unchanged_profit_is_explained() -> None:
    share = {"unit": "CNY/share"}
    old = made("2023H1", [figure("net_profit_parent", "100"), figure("eps_basic", "1.91", **share)])
    new = made("2024H1", [figure("net_profit_parent", "90", "100"), figure("eps_basic", "1.3", "1.47", **share)])
    (found,) = [r for r in diff(old, new).restatements if r.new.item == "eps_basic"]
    assert found.verdict == "silent"
    assert "number of shares" in (found.explanation or "")


def test_a_figure_printed_in_thousands_agrees_with_the_same_in_yuan() -> None:
    old = made("2023H1", [figure("revenue", "1234567.89", cells={"value": Source(2, None, "1,234,567.89")})])
    new = made("2024H1", [figure("revenue", "2000000", "1235000", cells={"prior": Source(2, None, "1,235")})])
    assert [r.verdict for r in diff(old, new).restatements] == ["equal"]
    assert not agree(D("1234567.89"), D("1234568.89"), D("0.01"), D("0.01"))
    assert quantum(D("1235000"), Source(2, None, "1,235")) == 1000
    assert quantum(D("-12.50"), Source(2, None, "(12.50)")) == D("0.01")


def test_two_printings_of_one_period_must_say_the_same() -> None:
    summary = made("2024H1", [figure("revenue", "100", "80"), figure("eps_basic", "1.2", unit="CNY/share")])
    full = made("2024H1", [figure("revenue", "100", "81"), figure("roe_weighted", "3", unit="%")], form="full")
    found = diff(summary, full)
    assert found.mode == "consistency"
    assert [(e.key[0], [c.field for c in e.changes]) for e in found.entries] == [("revenue", ["prior"])]
    assert {s.label for s in found.skipped} == {"eps_basic", "roe_weighted"}
    assert not found.restatements


def test_two_companies_are_refused_unless_forced() -> None:
    old, new = made("2023H1"), made("2024H1", code="300001", company="他山股份有限公司")
    with pytest.raises(UsageError, match="two companies"):
        diff(old, new)
    assert not diff(old, new, force=True).restatements


def test_a_report_that_prints_no_code_is_known_by_its_company() -> None:
    assert not diff(made("2023Q1", code=None), made("2024Q1")).differs
    with pytest.raises(UsageError):
        diff(made("2023Q1", code=None, company="他山股份有限公司"), made("2024Q1"))


def test_the_order_follows_from_the_periods_and_a_summary_comes_before_its_full_report() -> None:
    old, new = made("2023A"), made("2024Q1")
    assert in_order(new, old) == (old, new, True)
    assert in_order(old, new)[2] is False
    full = made("2024Q1", form="full")
    summary = made("2024Q1", form="summary")
    assert in_order(full, summary) == (summary, full, True)


LENT = {"table": "participation", "source": Source(page=5)}


def lent(name: str, own: int, out: int) -> Lending:
    record = LendingRecord(name=name, closing_shares=D(own), closing_lent_shares=D(out), **LENT)
    return Lending(LendingApplicable(True, None), (record,))


def test_lending_says_what_was_lent_and_the_net_change_of_own_and_lent() -> None:
    found = diff(made("2023A", lending=lent("甲公司", 100, 20)), made("2024H1", lending=lent("甲公司", 110, 5)))
    key = ("participation", "甲公司")
    assert entry(found, *key).note == "returned 15"
    assert change(found, "closing_own_and_lent_shares", *key).amount == D(-5)


def test_a_form_without_the_disclosure_is_not_taken_for_nothing_lent() -> None:
    found = diff(made("2023A", lending=lent("甲公司", 100, 20)), made("2024A"))
    assert not found.entries
    assert [s.section for s in found.skipped] == ["lending"]


def segment(name: str, revenue: str, prior: str | None = None, **more) -> SegmentRecord:
    return SegmentRecord(
        table="composition",
        dimension="product",
        dimension_label="分产品",
        name=name,
        revenue=D(revenue),
        prior_revenue=None if prior is None else D(prior),
        **more,
    )


def test_a_renamed_segment_is_known_by_its_comparison_figure() -> None:
    old = made("2023A", segments=Segments((segment("游戏", "70.5"), segment("广告", "30"))))
    new = made("2024A", segments=Segments((segment("网络游戏", "90", "70.5"), segment("广告", "35", "30"))))
    found = diff(old, new)
    renamed = next(e for e in found.entries if e.label == "游戏")
    assert (renamed.mark, renamed.new_label) == ("changed", "网络游戏")
    assert "renamed" in (renamed.reason or "")


def test_a_split_segment_is_known_by_comparison_figures_that_add_up_and_a_new_one_by_none() -> None:
    old = made("2023A", segments=Segments((segment("游戏", "70.5"),)))
    rows = (segment("手游", "50", "40.25"), segment("端游", "40", "30.25"), segment("短剧", "9", "0"))
    found = diff(old, made("2024A", segments=Segments(rows)))
    notes = {e.label: e.note for e in found.entries}
    assert notes == {
        "游戏": "split into 手游, 端游",
        "手游": "split off 游戏",
        "端游": "split off 游戏",
        "短剧": "new: the comparison figure is zero",
    }


NAMES = st.sampled_from(["甲公司", "乙公司", "丙（有限合伙）", "丙(有限合伙)", "丙", "#丁", "丁", "戊（注1）", "戊"])
AMOUNTS = st.one_of(st.none(), st.decimals(-1000, 1000, places=2, allow_nan=False))
ITEMS = st.sampled_from(["revenue", "net_profit_parent", "total_assets", "eps_basic", None])


@st.composite
def filings(draw, period: str):
    figures = [
        figure(item, None, label=item or draw(st.sampled_from(["甲项", "乙项"])))
        for item in draw(st.lists(ITEMS, max_size=5))
    ]
    figures = [
        figure(f.item, _text(draw(AMOUNTS)), _text(draw(AMOUNTS)), label=f.label, span=_span(f.item)) for f in figures
    ]
    shares = st.integers(0, 3).map(lambda n: n * 1_000_001)
    names = draw(st.lists(NAMES, max_size=5))
    holders = [holder(rank, name, draw(shares), "1.00") for rank, name in enumerate(names, 1)]
    rows = tuple(segment(f"段{n}", str(draw(st.integers(0, 3)))) for n in draw(st.sets(st.integers(0, 3))))
    return made(period, figures, holders, count=draw(st.one_of(st.none(), st.integers(0, 9))), segments=Segments(rows))


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _span(item: str | None) -> str:
    return "point_in_time" if item == "total_assets" else "year_to_date"


SWAPPED = {"entered": "left", "left": "entered"}


def said(found: Diff, *, swapped: bool) -> list[tuple]:
    """What a comparison says, so that a swapped one can be held against it."""
    out = []
    for e in found.entries:
        labels = (e.label, e.new_label or e.label)
        changes = sorted(
            (c.field, str(c.new if swapped else c.old), str(c.old if swapped else c.new), _negated(c, swapped))
            for c in e.changes
        )
        mark = SWAPPED.get(e.mark, e.mark) if swapped else e.mark
        out.append((e.section, e.key[0], labels[::-1] if swapped else labels, mark, changes, e.reason))
    return sorted(out, key=repr)


def _negated(change, swapped: bool) -> str:
    amount = change.amount
    return str(amount if amount is None else (-amount if swapped else amount) + 0)


@given(st.sampled_from(["2023H1", "2024Q1", "2024H1"]).flatmap(filings), filings("2024H1"))
def test_both_ways_round_are_mirror_images(old, new) -> None:
    there, back = diff(old, new), diff(new, old)
    assert said(there, swapped=True) == said(back, swapped=False)
    assert sorted(map(repr, there.restatements)) == sorted(map(repr, back.restatements))
    assert there.differs == back.differs


@given(st.sampled_from(["2023A", "2024Q1"]).flatmap(filings))
def test_a_filing_does_not_differ_from_itself(filing) -> None:
    found = diff(filing, filing)
    assert not found.entries
    assert not found.differs


@given(
    st.decimals("0.01", 10**12, places=2, allow_nan=False), st.decimals(-(10**12), 10**12, places=2, allow_nan=False)
)
def test_per_cent_is_the_exact_quotient_rounded_once(old, new) -> None:
    found = percent(new, old)
    assert found is not None
    assert abs(found * old - (new - old) * 100) * 2 <= old * D("0.01")


def test_growth_printed_without_a_comparison_figure_tells_of_a_figure_changed_since() -> None:
    old = made("2023Q3", [figure("revenue", "100.00")])
    fits = made("2024Q3", [figure("revenue", "110.00", change=D("10.00"))])
    (found,) = diff(old, fits).entries
    assert (found.agrees, found.note) == (True, None)
    other = made("2024Q3", [figure("revenue", "110.00", change=D("11.11"))])
    (found,) = diff(old, other).entries
    assert found.agrees is False
    assert found.note == "the growth is printed +11.11 %, but is +10.00 % on what 2023Q3 said"
    assert [e.note for e in diff(other, old).entries] == [found.note]


def of_lines(period: str, *lines):
    return made(period, statements=lines, form="full")


def test_lines_of_statements_are_compared_like_with_like_and_new_and_gone_ones_told() -> None:
    old = of_lines("2023A", line("inventories", "10"), line("goodwill", "3"), line("revenue", "100", "90"))
    new = of_lines("2024A", line("inventories", "12"), line("bonds_payable", "5"), line("revenue", "130", "100"))
    marks = {e.key[1]: (e.mark, e.changes[0].percent) for e in diff(old, new).entries if e.section == "statements"}
    assert marks == {
        "inventories": ("changed", D("20.00")),
        "goodwill": ("left", None),
        "revenue": ("changed", D("30.00")),
        "bonds_payable": ("entered", None),
    }
    half = of_lines("2024H1", line("inventories", "12"), line("revenue", "60", "40"))
    unlike = diff(old, half)
    assert "revenue" not in {e.key[1] for e in unlike.entries}
    assert "a flow of" in next(s.reason for s in unlike.skipped if s.label == "income statement")


def test_a_line_of_nothing_that_one_filer_prints_is_no_change() -> None:
    old = of_lines("2023A", line("inventories", "10"))
    new = of_lines("2024A", line("inventories", "10"), line("goodwill", "0.00"))
    assert not diff(old, new).differs


def test_what_moved_between_lines_of_one_sum_is_no_silent_change_and_what_moved_the_sum_is() -> None:
    def sheet(period: str, inventories: str, prepayments: str, total: str, *, prior: bool):
        names = ("inventories", "prepayments", "total_current_assets")
        parts = (None, None, "subtotal")
        lines = [
            line(item, "1" if prior else value, value if prior else None, part=part)
            for item, value, part in zip(names, (inventories, prepayments, total), parts, strict=True)
        ]
        return of_lines(period, *lines)

    before = sheet("2023A", "10", "5", "15", prior=False)
    moved = diff(before, sheet("2024A", "8", "7", "15", prior=True)).restatements
    assert [r.verdict for r in moved] == ["reclassified", "reclassified", "equal"]
    assert "unchanged" in (moved[0].explanation or "")
    silent = diff(before, sheet("2024A", "8", "5", "13", prior=True)).restatements
    assert [r.verdict for r in silent] == ["silent", "equal", "silent"]


def test_the_report_s_own_reason_stands_beside_the_change_and_half_of_one_does_not() -> None:
    def table(*rows):
        cells = [SimpleNamespace(cells=[SimpleNamespace(text=text) for text in row]) for row in rows]
        return SimpleNamespace(columns=[SimpleNamespace(heading=[name]) for name in ("项目", "变动原因")], rows=cells)

    class WithTables(MadeFiling):
        @property
        def schedules(self):
            words = (["存货（元）", "主要系备货增加所致"], ["商誉", "主要系本期收购了某某有"], ["其他", "限公司所致"])
            return (table(*words),)

    read = of_lines("2024A", line("inventories", "12", label="存货"), line("goodwill", "7", label="商誉"))
    new = WithTables(read.info, read.financials, read.holders, read.lending, read.segments, read.statements)
    old = of_lines("2023A", line("inventories", "10", label="存货"), line("goodwill", "3", label="商誉"))
    notes = {e.label: e.note for e in diff(old, new).entries}
    assert notes == {"存货": "主要系备货增加所致", "商誉": None}


@given(st.lists(st.integers(0, 5), min_size=4, max_size=4), st.lists(st.integers(0, 5), min_size=4, max_size=4))
def test_statements_both_ways_round_are_mirror_images(first: list[int], second: list[int]) -> None:
    items = ("inventories", "goodwill", "cash", "total_assets")
    one, other = (
        of_lines(period, *(line(item, str(n)) for item, n in zip(items, amounts, strict=True) if n))
        for period, amounts in (("2023A", first), ("2024A", second))
    )
    there, back = diff(one, other), diff(other, one)
    turned = {(e.key, c.new, c.old) for e in back.entries for c in e.changes}
    assert {(e.key, c.old, c.new) for e in there.entries for c in e.changes} == turned


def test_lines_of_the_parent_company_are_compared_where_they_are_asked_for() -> None:
    old = of_lines("2023A", line("cash", "10"), line("cash", "3", scope="parent"))
    new = of_lines("2024A", line("cash", "12"), line("cash", "8", scope="parent"))
    assert [e.key for e in diff(old, new, only=("statements",)).entries] == [("balance_sheet", "cash")]
    both = diff(old, new, only=("statements",), scopes=("consolidated", "parent")).entries
    assert [(e.key, e.changes[0].amount) for e in both] == [
        (("balance_sheet", "cash"), 2),
        (("balance_sheet", "cash", "parent"), 5),
    ]


def test_a_line_that_the_later_filing_prints_before_and_after_restatement_is_declared() -> None:
    old = of_lines("2023A", line("cash", "10"))
    new = of_lines("2024A", line("cash", "12", "11", prior_before_restatement=D("10")))
    (found,) = diff(old, new, only=("statements",)).restatements
    assert (found.verdict, found.old.value, found.new.value) == ("declared", 10, 11)


def test_the_report_s_own_reason_stands_beside_a_key_figure_of_its_span() -> None:
    rows = (
        ("营业收入_年初至报告期末", "主要系订单增加所致"),
        ("营业收入_本报告期", "主要系价格上涨所致"),
        ("基本每股收益", "主要系利润增加所致"),
    )
    cells = [SimpleNamespace(cells=[SimpleNamespace(text=text) for text in row]) for row in rows]
    table = SimpleNamespace(columns=[SimpleNamespace(heading=[name]) for name in ("项目名称", "主要原因")], rows=cells)
    figures = [
        figure("revenue", "12", label="营业收入", span="quarter"),
        figure("revenue", "30", label="营业收入"),
        figure("eps_basic", "0.30", label="基本每股收益", unit="CNY/share"),
    ]

    class WithTable(MadeFiling):
        @property
        def schedules(self):
            return (table,)

    read = made("2024Q3", figures, form="full")
    new = WithTable(read.info, read.financials, read.holders, read.lending, read.segments, read.statements)
    old = made("2023Q3", [replace(f, value=f.value - D("0.10")) for f in figures], form="full")
    notes = {(e.label, e.key[1]): e.note for e in diff(old, new).entries}
    assert notes == {
        ("营业收入", "quarter"): "主要系价格上涨所致",
        ("营业收入", "year_to_date"): "主要系订单增加所致",
        ("基本每股收益", "year_to_date"): "主要系利润增加所致",
    }


def test_a_new_line_stands_where_the_later_filing_prints_it() -> None:
    old = of_lines("2023A", line("cash", "1"), line("inventories", "10"), line("goodwill", "3"))
    new = of_lines("2024A", line("cash", "2"), line("contract_assets", "5"), line("inventories", "12"))
    assert [e.key[1] for e in diff(old, new, only=("statements",)).entries] == [
        "cash", "contract_assets", "inventories", "goodwill",
    ]  # fmt: skip
