"""Many filings side by side: single quarters, twelve months, growth, conflicts, holders."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kunlun_cli.compare import Extent, series
from kunlun_cli.compare.series_model import Point, Row, Series
from kunlun_cli.records import (
    Lending,
    LendingApplicable,
    LendingRecord,
    QuarterlyRecord,
    SegmentRecord,
    Segments,
    Source,
)
from kunlun_cli.render.series import series_sheets
from kunlun_cli.render.series_choice import Choice
from tests.unit.periods import figure, holder, line, made

D = Decimal


def row(found: Series, item: str, span: str) -> Row:
    (only,) = [r for r in found.rows if (r.item, r.span) == (item, span)]
    return only


def at(found: Series, item: str, span: str, period: str) -> Point:
    (only,) = [p for p in row(found, item, span).points if p.period == period]
    return only


def values(found: Row) -> list[Decimal | None]:
    return [p.value for p in found.points]


def year(values: dict[str, str], of: int = 2024, **priors: str):
    return [made(f"{of}{kind}", [figure("revenue", v, priors.get(kind))]) for kind, v in values.items()]


FLOWS = {"A": "100.10", "Q1": "20.01", "Q3": "70.03", "H1": "45.02"}


def test_rows_are_sorted_by_period_whatever_the_order_of_the_files() -> None:
    (found,) = series(year(FLOWS))
    assert found.periods == ("2024Q1", "2024H1", "2024Q3", "2024A")
    values = [p.value for p in row(found, "revenue", "year_to_date").points]
    assert values == [D("20.01"), D("45.02"), D("70.03"), D("100.10")]


def test_single_quarters_are_exact_differences_marked_as_derived_with_both_sources() -> None:
    (found,) = series(year(FLOWS))
    quarters = row(found, "revenue", "quarter").points
    assert [p.value for p in quarters] == [D("20.01"), D("25.01"), D("25.01"), D("30.07")]
    assert [p.origin for p in quarters] == ["printed", "derived", "derived", "derived"]
    assert quarters[3].formula == "2024A − 2024Q3"
    assert [s.file for s in quarters[3].sources] == ["2024A.pdf", "2024Q3.pdf"]


def test_a_quarter_whose_part_is_missing_is_null_with_the_reason() -> None:
    (found,) = series(year({"A": "100", "Q1": "20", "Q3": "70"}))
    point = at(found, "revenue", "quarter", "2024Q3")
    assert (point.value, point.origin, point.reason) == (None, "missing", "no figure for 2024H1")
    assert at(found, "revenue", "quarter", "2024A").value == D(30)


def test_a_printed_quarter_is_taken_and_held_against_the_difference() -> None:
    third = made("2024Q3", [figure("revenue", "25", span="quarter"), figure("revenue", "70")])
    (found,) = series([made("2024H1", [figure("revenue", "46")]), third])
    assert at(found, "revenue", "quarter", "2024Q3").origin == "printed"
    (only,) = found.identities
    assert (only.agrees, only.derived, only.difference, only.formula) == (False, D(24), D(1), "2024Q3 − 2024H1")


def test_the_annual_table_of_quarters_fills_gaps_and_is_checked() -> None:
    table = QuarterlyRecord("revenue", "revenue", "CNY", q1=D(20), q2=D(25), q3=D(25), q4=D(31))
    annual = made("2024A", [figure("revenue", "100")], quarterly=[table])
    (found,) = series([annual, made("2024Q1", [figure("revenue", "20")])])
    assert at(found, "revenue", "quarter", "2024A").value == D(31)
    wrong = {i.period: i.difference for i in found.identities if not i.agrees}
    assert wrong == {"2024A": D(-1)}
    assert {i.period for i in found.identities if i.agrees} == {"2024 Q1"}


def test_ratios_and_figures_per_share_are_never_subtracted() -> None:
    filings = [
        made(p, [figure("roe_weighted", v, unit="%"), figure("eps_basic", v, unit="CNY/share")])
        for p, v in (("2024Q1", "1"), ("2024H1", "3"))
    ]
    (found,) = series(filings)
    assert {r.span for r in found.rows if r.item in ("roe_weighted", "eps_basic")} == {"year_to_date"}


def test_trailing_twelve_months_need_all_three_parts() -> None:
    filings = [*year({"A": "100"}, of=2023), *year({"H1": "60"}, H1="45"), *year({"Q1": "30"})]
    (found,) = series(filings)
    half = at(found, "revenue", "ttm", "2024H1")
    assert (half.value, half.formula) == (D(115), "2024H1 + 2023A − 2023H1")
    assert at(found, "revenue", "ttm", "2024Q1").reason == "no figure for 2023Q1"
    assert at(found, "revenue", "ttm", "2023A").value == D(100)


def test_growth_is_against_the_filing_s_own_comparison_figure_first() -> None:
    filings = [*year({"H1": "50"}, of=2023), *year({"H1": "60"}, H1="48")]
    (found,) = series(filings)
    growth = at(found, "revenue", "year_to_date", "2024H1").yoy
    assert growth is not None
    assert (growth.value, growth.base) == (D("25.00"), "comparison figure of 2024H1")
    assert at(found, "revenue", "year_to_date", "2023H1").restated


def test_growth_on_the_quarter_is_between_single_quarters() -> None:
    (found,) = series(year({"Q1": "20", "H1": "45"}))
    growth = at(found, "revenue", "quarter", "2024H1").qoq
    assert growth is not None
    assert (growth.value, growth.base) == (D("25.00"), "2024 Q1")


def test_growth_from_a_negative_base_is_null_with_the_reason() -> None:
    (found,) = series([made("2024H1", [figure("net_profit_parent", "5", "-3")])])
    growth = at(found, "net_profit_parent", "year_to_date", "2024H1").yoy
    assert growth is not None
    assert (growth.value, growth.reason) == (None, "the base is not positive")


def test_filings_that_disagree_are_shown_with_both_sources_and_the_basis_chooses() -> None:
    filings = [
        made("2023A", [figure("revenue", "100")]),
        made("2024A", [figure("revenue", "120", "90", before="100")]),
    ]
    (found,) = series(filings)
    (only,) = found.restatements
    assert (only.verdict, only.old.filing.source, only.new.filing.source) == ("declared", "2023A.pdf", "2024A.pdf")
    assert at(found, "revenue", "year_to_date", "2023A").value == D(100)
    (latest,) = series(filings, basis="latest")
    assert at(latest, "revenue", "year_to_date", "2023A").value == D(90)


def test_a_declared_restatement_repeated_by_a_later_filing_is_no_second_one() -> None:
    assets = {"span": "point_in_time"}
    filings = [
        made("2023A", [figure("total_assets", "100", **assets)]),
        made("2024Q1", [figure("total_assets", "110", "98", before="100", **assets)]),
        made("2024H1", [figure("total_assets", "115", "98", **assets)]),
    ]
    (found,) = series(filings)
    assert [r.verdict for r in found.restatements] == ["declared"]


def test_a_line_missing_in_one_filing_is_taken_from_another_s_comparison_column_and_marked() -> None:
    filings = [
        made("2023H1", [figure("revenue", "1")]),
        made("2024H1", [figure("revenue", "2", "1"), figure("profit_before_tax", "5", "4")]),
    ]
    (found,) = series(filings)
    point = at(found, "profit_before_tax", "year_to_date", "2023H1")
    assert (point.value, point.origin, point.sources[0].file) == (D(4), "comparative", "2024H1.pdf")


def test_periods_known_only_from_comparison_columns_come_when_asked_for() -> None:
    filings = [made("2024H1", [figure("revenue", "2", "1")])]
    assert series(filings)[0].periods == ("2024H1",)
    assert series(filings, extent=Extent(comparatives=True))[0].periods == ("2023H1", "2024H1")


def test_the_same_file_twice_counts_once_and_two_printings_of_a_period_give_one_column() -> None:
    summary = made("2024H1", [figure("revenue", "2")])
    full = made("2024H1", [figure("revenue", "2")], form="full", sha256="f" * 64)
    (found,) = series([summary, summary, full])
    assert found.periods == ("2024H1",)
    assert "counted once" in found.notes[0]
    assert "the full report of 2024H1, was taken in its place" in found.notes[1]
    assert [info.form for info in found.filings] == ["full"]


def test_a_revised_edition_takes_the_place_of_the_first_and_the_series_says_so() -> None:
    first = made("2024H1", [figure("revenue", "2")])
    revised = made("2024H1", [figure("revenue", "3")], revision=True, sha256="f" * 64)
    for filings in ([first, revised], [revised, first]):
        (found,) = series(filings)
        assert [info.revision for info in found.filings] == [True]
        assert [p.value for p in found.rows[0].points] == [3]
        assert "the revised edition of 2024H1" in found.notes[0]
        assert not found.restatements


def test_companies_are_kept_apart_and_one_without_a_code_is_known_by_its_name() -> None:
    other = {"code": "600000", "company": "他山股份有限公司", "sha256": "e" * 64}
    filings = [made("2024H1"), made("2024Q1", code=None), made("2024H1", **other)]
    found = series(filings)
    assert [(s.code, s.periods) for s in found] == [("300999", ("2024Q1", "2024H1")), ("600000", ("2024H1",))]


def test_a_holder_is_followed_under_its_printings_and_a_gap_stays_a_gap() -> None:
    filings = [
        made("2023A", holders=[holder(1, "甲企业（有限合伙）", 100, "10.00")], count=50),
        made("2024Q1", holders=[holder(1, "乙", 90, "9.00")], count=60),
        made("2024H1", holders=[holder(1, "乙", 80, "8.00"), holder(2, "甲企业", 70, "7.00")]),
    ]
    (found,) = series(filings)
    held = {r.name: [None if s.shares is None else int(s.shares) for s in r.stakes] for r in found.holders}
    assert held == {"乙": [None, 90, 80], "甲企业": [100, None, 70]}
    kept = next(r for r in found.holders if r.name == "甲企业")
    assert kept.names == ("甲企业（有限合伙）", "甲企业")
    assert "有限合伙" in kept.reasons[0]
    assert next(r for r in found.holders if r.name == "乙").stakes[2].change == D(-10)
    assert [p.value for p in row(found, "holders", "point_in_time").points] == [D(50), D(60), None]


def test_shares_lent_are_added_up_and_a_tick_without_lending_is_null() -> None:
    rows = tuple(
        LendingRecord(table="participation", name=n, closing_shares=D(9), closing_lent_shares=D(v))
        for n, v in (("甲", 5), ("乙", 7))
    )
    filings = [
        made("2023A", lending=Lending(LendingApplicable(True, None), rows)),
        made("2024A", lending=Lending(LendingApplicable(False, None))),
    ]
    (found,) = series(filings)
    points = row(found, "lent_shares", "point_in_time").points
    assert [(p.value, p.reason) for p in points] == [(D(12), None), (None, "不适用 is ticked")]


AMOUNTS = st.decimals(-(10**13), 10**13, places=2, allow_nan=False)


@given(st.lists(AMOUNTS, min_size=4, max_size=4))
def test_the_quarters_of_a_year_add_up_to_it_exactly(parts: list[Decimal]) -> None:
    first, half, nine, whole = parts
    filings = year({"Q1": str(first), "H1": str(half), "Q3": str(nine), "A": str(whole)})
    (found,) = series(filings)
    quarters = [p.value for p in row(found, "revenue", "quarter").points]
    assert sum((q for q in quarters if q is not None), D(0)) == whole
    assert at(found, "revenue", "ttm", "2024A").value == whole


@given(st.permutations(["2023A", "2024Q1", "2024H1", "2024Q3", "2024A"]))
def test_the_order_of_the_files_does_not_matter(order: list[str]) -> None:
    filings = {
        p: made(p, [figure("revenue", str(n), str(n + 1))], [holder(1, f"甲{n % 2}", n)]) for n, p in enumerate(order)
    }
    again = {p: filings[p] for p in sorted(filings)}
    assert series(filings.values()) == series(again.values())


@pytest.mark.parametrize("span", ["quarter", "ttm"])
def test_no_point_is_without_value_and_reason(span: str) -> None:
    (found,) = series(year({"Q1": "1", "Q3": "3"}))
    for point in row(found, "revenue", span).points:
        assert (point.value is None) == (point.reason is not None)


def test_a_line_that_one_filing_prints_twice_is_missing_with_that_reason() -> None:
    (found,) = series([made("2024H1", [figure("revenue", "1"), figure("revenue", "2")])])
    point = at(found, "revenue", "year_to_date", "2024H1")
    assert (point.value, point.reason) == (None, "printed more than once, with different values")


GROUP = Extent(scope="consolidated")


def with_lines(period: str, *lines, figures=(), **info):
    return made(period, figures, statements=lines, form="full", **info)


def test_lines_of_statements_are_rows_with_quarters_and_balances() -> None:
    filings = [
        with_lines("2024Q1", line("selling_expenses", "10", "8"), line("inventories", "5", "4")),
        with_lines("2024H1", line("selling_expenses", "25", "19"), line("inventories", "6", "4")),
    ]
    (found,) = series(filings, extent=GROUP)
    assert values(row(found, "selling_expenses", "quarter")) == [D(10), D(15)]
    assert values(row(found, "inventories", "point_in_time")) == [D(5), D(6)]
    assert row(found, "inventories", "point_in_time").section == "balance_sheet"
    assert not [r for r in series(filings)[0].rows if r.item == "inventories"]


def test_two_values_in_one_filing_are_a_doubt_and_never_restated() -> None:
    both = with_lines("2024A", line("revenue", "101"), figures=[figure("revenue", "100")])
    (found,) = series([both], extent=GROUP)
    (point,) = row(found, "revenue", "year_to_date").points
    assert (point.value, point.reason) == (None, "printed more than once, with different values")
    assert not found.restatements
    (problem,) = found.problems
    assert problem.code == "two-candidates"
    assert "100" in problem.message
    assert "101" in problem.message


def test_a_rounded_figure_beside_the_finer_one_is_no_doubt() -> None:
    rounded = figure("revenue", "100000000", cells={"value": Source(page=2, text="1.00")})
    both = with_lines(
        "2024A", line("revenue", "100123456", cells={"value": Source(text="100,123,456")}), figures=[rounded]
    )
    (found,) = series([both], extent=GROUP)
    assert (values(row(found, "revenue", "year_to_date")), found.problems) == ([D(100123456)], ())


def test_a_figure_in_another_currency_is_not_put_into_the_row() -> None:
    filings = [with_lines("2023A", line("inventories", "5")), with_lines("2024A", line("inventories", "7", unit="USD"))]
    (found,) = series(filings, extent=GROUP)
    assert [p.reason for p in row(found, "inventories", "point_in_time").points] == [None, "printed in another unit"]


def test_the_cash_at_the_beginning_is_that_of_the_end_of_the_year_before() -> None:
    filings = [
        with_lines("2023A", line("closing_cash", "50")),
        with_lines("2024H1", line("opening_cash", "48", "40"), line("closing_cash", "60", "45")),
    ]
    (found,) = series(filings, extent=GROUP)
    assert values(row(found, "closing_cash", "point_in_time")) == [D(50), D(60)]
    (restated,) = found.restatements
    assert (restated.verdict, restated.old.value, restated.new.value) == ("silent", D(50), D(48))


def test_closing_cash_is_held_against_the_balance_sheet() -> None:
    filings = [
        with_lines("2023A", line("closing_cash", "50"), line("cash", "50")),
        with_lines("2024A", line("closing_cash", "50"), line("cash", "70")),
    ]
    (found,) = series(filings, extent=GROUP)
    assert [(i.period, i.agrees, i.difference) for i in found.identities] == [
        ("2023A", True, D(0)),
        ("2024A", False, D(-20)),
    ]
    told = [sheet.notes for sheet in series_sheets(found, Choice()) if sheet.key == "identities"]
    assert "pledged or frozen deposits" in told[0][1]


def test_a_summary_has_no_line_of_the_statements_though_later_forms_print_it_among_the_key_figures_too() -> None:
    later = with_lines("2025A", line("profit_before_tax", "5"), figures=[figure("profit_before_tax", "5")])
    (found,) = series([made("2022A", [figure("revenue", "9")], form="summary"), later], extent=GROUP)
    assert at(found, "profit_before_tax", "year_to_date", "2022A").reason == (
        "the filing is a summary, which has no statements"
    )


TOTAL = line("total_current_assets", "50", part="subtotal")
TOTAL_AFTER = line("total_current_assets", "3", "50", part="subtotal")


def test_what_only_moved_between_the_lines_of_one_sum_is_no_silent_change_in_a_series_either() -> None:
    filings = [
        with_lines("2023A", line("notes_receivable", "30"), line("receivables_financing", "20"), TOTAL),
        with_lines("2024A", line("notes_receivable", "1", "10"), line("receivables_financing", "2", "40"), TOTAL_AFTER),
    ]
    (found,) = series(filings, extent=GROUP)
    assert [(r.new.item, r.verdict) for r in found.restatements] == [
        ("notes_receivable", "reclassified"),
        ("receivables_financing", "reclassified"),
    ]


def test_the_parent_company_s_statements_are_not_mixed_with_the_group_s() -> None:
    filing = with_lines("2024A", line("cash", "9"), line("cash", "3", scope="parent"), figures=[figure("revenue", "1")])
    (found,) = series([filing], extent=Extent(scope="parent"))
    assert values(row(found, "cash", "point_in_time")) == [D(3)]
    assert not [r for r in found.rows if r.item == "revenue"]


def test_common_size_is_a_share_of_the_same_filing_s_figure() -> None:
    filing = with_lines("2024A", line("revenue", "300"), line("operating_cost", "100"), line("total_assets", "900"))
    (found,) = series([filing], extent=Extent(scope="consolidated", of="revenue"))
    (point,) = row(found, "operating_cost/revenue", "year_to_date").points
    assert (point.value, point.formula) == (D("33.33"), "operating_cost / revenue")
    assert not [r for r in found.rows if r.item == "total_assets/revenue"]


def test_common_size_grows_in_points_against_the_shares_of_the_figures_a_year_before() -> None:
    filings = [
        with_lines("2024Q1", line("revenue", "300", "200"), line("operating_cost", "100", "50")),
        with_lines("2024H1", line("revenue", "500", "400"), line("operating_cost", "200", "300")),
    ]
    (found,) = series(filings, extent=Extent(scope="consolidated", of="revenue"))
    yoy = [p.yoy for p in row(found, "operating_cost/revenue", "year_to_date").points]
    assert [(g.value, g.unit, g.before) for g in yoy if g] == [(D("8.33"), "pp", D(25)), (D(-35), "pp", D(75))]
    on_quarter = at(found, "operating_cost/revenue", "quarter", "2024H1").qoq
    assert on_quarter is not None
    assert (on_quarter.value, on_quarter.unit) == (D("16.67"), "pp")


def test_a_share_has_no_growth_where_one_of_its_figures_is_held_against_another_filing_s() -> None:
    filings = [
        with_lines("2023A", line("revenue", "100"), line("operating_cost", "50")),
        with_lines("2024A", line("revenue", "300", "200"), line("operating_cost", "100")),
    ]
    (found,) = series(filings, extent=Extent(scope="consolidated", of="revenue"))
    yoy = at(found, "operating_cost/revenue", "year_to_date", "2024A").yoy
    assert yoy is not None
    assert (yoy.value, yoy.reason) == (None, "the two figures are held against unlike ones")


def test_ratios_grow_on_the_year_in_points_and_others_than_per_cents_in_per_cent() -> None:
    filings = [
        with_lines(period, line("total_current_assets", current), line("total_current_liabilities", "100"))
        for period, current in (("2023A", "200"), ("2024A", "300"))
    ]
    (found,) = series(filings, extent=Extent(ratios=True))
    yoy = at(found, "current_ratio", "point_in_time", "2024A").yoy
    assert yoy is not None
    assert (yoy.value, yoy.unit, yoy.base) == (D(50), "%", "2023A")


def test_all_ratios_are_rows_when_asked_for() -> None:
    lines = (line("total_current_assets", "300"), line("total_current_liabilities", "150"))
    (found,) = series([with_lines("2024A", *lines)], extent=Extent(ratios=True))
    assert values(row(found, "current_ratio", "point_in_time")) == [D("2.00")]
    assert not [r for r in series([with_lines("2024A", *lines)])[0].rows if r.item == "current_ratio"]


def test_segments_are_followed_by_breakdown_and_name() -> None:
    def of(period: str, revenue: str):
        record = SegmentRecord("composition", "product", "分产品", "甲", revenue=D(revenue), prior_revenue=D(1))
        return made(period, segments=Segments((record,)))

    (found,) = series([of("2023A", "10"), of("2024A", "12")], extent=Extent(segments=True))
    (only,) = [r for r in found.rows if r.section == "segments" and r.span == "year_to_date"]
    assert (only.label, values(only)) == ("分产品: 甲", [D(10), D(12)])
    # What the report of 2024 prints of the year before is another figure than the one printed then.
    assert [r.verdict for r in found.restatements] == ["silent"]


@given(st.lists(st.integers(-(10**12), 10**12), min_size=4, max_size=4))
def test_derived_quarters_of_a_line_add_up_to_its_year(quarters: list[int]) -> None:
    sums = list(itertools.accumulate(D(q).scaleb(-2) for q in quarters))
    filings = [
        with_lines(f"2024{kind}", line("selling_expenses", str(total)))
        for kind, total in zip(("Q1", "H1", "Q3", "A"), sums, strict=True)
    ]
    (found,) = series(filings, extent=GROUP)
    assert sum(values(row(found, "selling_expenses", "quarter"))) == sums[-1]


def test_a_key_figure_that_is_a_ratio_is_one_row() -> None:
    filing = made("2024A", [figure("roe_weighted", "8.13", unit="%")])
    assert row(series([filing], extent=Extent(ratios=True))[0], "roe_weighted", "year_to_date").section == "financials"


def segment(name: str, revenue: str, prior: str | None = None, margin: str = "20.00") -> SegmentRecord:
    return SegmentRecord(
        "composition", "product", "分产品", name, revenue=D(revenue), prior_revenue=None if prior is None else D(prior),
        gross_margin=D(margin), source=Source(page=9),
    )  # fmt: skip


def test_a_segment_that_is_called_otherwise_from_some_year_on_is_one_row() -> None:
    filings = [
        made("2022A", segments=Segments((segment("机器人", "10.11"), segment("服务", "5.22")))),
        made("2023A", segments=Segments((segment("智能装备", "12.33", "10.11"), segment("服务", "6.44", "5.22")))),
        made("2024A", segments=Segments((segment("装备", "14.55", "12.33"), segment("服务", "7.66", "6.44")))),
    ]
    (found,) = series(filings, extent=Extent(segments=True))
    rows = {r.label: values(r) for r in found.rows if r.section == "segments" and r.span == "year_to_date"}
    assert rows == {
        "分产品: 装备": [D("10.11"), D("12.33"), D("14.55")],
        "分产品: 装备毛利率": [D("20.00")] * 3,
        "分产品: 服务": [D("5.22"), D("6.44"), D("7.66")],
        "分产品: 服务毛利率": [D("20.00")] * 3,
    }
    assert len(found.notes) == 2


def test_two_segments_with_one_revenue_are_not_taken_for_each_other() -> None:
    filings = [
        made("2023A", segments=Segments((segment("甲", "10.11"), segment("乙", "10.11")))),
        made("2024A", segments=Segments((segment("丙", "12.33", "10.11"),))),
    ]
    (found,) = series(filings, extent=Extent(segments=True))
    assert not found.notes
    kept = segment("甲", "11.00", "10.11")
    filings[1] = made("2024A", segments=Segments((segment("丙", "12.33", "10.11"), kept)))
    assert not series([filings[0], filings[1]], extent=Extent(segments=True))[0].notes
