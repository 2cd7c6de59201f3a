"""The rules: their documentation, their two cases, and how findings name what is odd."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kunlun_cli.checks import Facts, Plan, Rule, check_facts, rule, rules, selected
from kunlun_cli.checks.cases import (
    INFO,
    holder,
    holders,
    key_figures,
    lending,
    lent,
    line,
    quarters,
    segment,
    segments,
)
from kunlun_cli.checks.finding import SEVERITIES, Evidence, Finding
from kunlun_cli.checks.reference import as_markdown
from kunlun_cli.checks.second_reading import mismatches
from kunlun_cli.errors import DamagedError, UsageError
from kunlun_cli.records import FinancialRecord, Financials, HolderNotes, Problem, Source

each_rule = pytest.mark.parametrize("one", rules(), ids=lambda r: r.code)


def _only(code: str, facts: Facts) -> Finding:
    _, found = rule(code).run(facts)
    assert len(found) == 1
    return found[0]


def _none(code: str, facts: Facts) -> str:
    result, found = rule(code).run(facts)
    assert not found
    return result.outcome


@each_rule
def test_a_rule_is_documented(one: Rule) -> None:
    assert re.fullmatch(r"KL\d{3}", one.code)
    assert one.severity in SEVERITIES
    for text in (one.name, one.checks, one.why, one.formula, one.trips.text, one.holds.text):
        assert len(text) >= 5
    assert one.checks.endswith(".")
    assert one.why.endswith(".")
    module = __import__(one.apply.__module__, fromlist=["RULE"])
    assert (module.__doc__ or "").strip()


@each_rule
def test_a_rule_trips_and_holds(one: Rule) -> None:
    result, found = one.run(one.trips.facts)
    assert result.outcome == "fail"
    assert found
    for finding in found:
        assert (finding.code, finding.name) == (one.code, one.name)
        assert SEVERITIES.index(finding.severity) <= SEVERITIES.index(one.severity)
        assert "{" not in finding.message
    result, found = one.run(one.holds.facts)
    assert result.outcome in {"pass", "weak"}
    assert not found


@each_rule
def test_a_rule_without_data_is_not_applicable(one: Rule) -> None:
    result, found = one.run(Facts(replace(INFO, period=None)))
    assert (result.outcome, found) == ("not_applicable", ())


def test_codes_are_unique_and_named_by_their_module() -> None:
    codes = [one.code for one in rules()]
    assert len(set(codes)) == len(codes)
    assert codes == sorted(codes)


def test_selecting_and_ignoring() -> None:
    assert {one.code[:3] for one in selected(["kl2"])} == {"KL2"}
    assert "KL101" not in {one.code for one in selected(ignore=["KL101"])}
    with pytest.raises(UsageError, match="KL999"):
        selected(["KL999"])
    with pytest.raises(UsageError, match="KL999"):
        rule("KL999")


# Changes.


def test_a_fraction_printed_as_per_cent() -> None:
    facts = key_figures(line("profit_before_tax", "利润总额", "9,907,416,557.97", "5,049,553,770.35", "0.9620"))
    finding = _only("KL101", facts)
    assert (finding.subject, finding.printed, finding.expected) == ("利润总额", "0.9620", "96.20")
    assert (finding.slip, finding.severity) == ("hundredfold", "error")


@pytest.mark.parametrize("change", ["-50.00", "150.00"])
def test_a_negative_base_is_taken_as_either_exchange_takes_it(change: str) -> None:
    # From -100 to -150: -50 % on the absolute base, +50 % on the signed one.
    facts = key_figures(line("net_profit_parent", "净利润", "-150.00", "-100.00", change))
    result, found = rule("KL101").run(facts)
    assert result.outcome == "pass" if change == "-50.00" else found[0].severity == "error"


def test_a_change_on_the_signed_base_is_a_note() -> None:
    finding = _only("KL101", key_figures(line("net_profit_parent", "净利润", "-150.00", "-100.00", "50.00")))
    assert finding.severity == "note"
    assert "signed base" in finding.message


def test_a_change_not_printed_is_nothing_to_check() -> None:
    facts = key_figures(line("net_profit_parent", "净利润", "-150.00", "-100.00"))
    assert _none("KL101", facts) == "not_applicable"


@pytest.mark.parametrize(
    ("code", "item", "unit", "current", "printed"),
    [
        ("KL101", "revenue", "CNY", "120.00", "50.00"),
        ("KL102", "roe_weighted", "%", "4.00", "-76.00"),
        ("KL103", "eps_basic", "CNY/share", "120.00", "50.00"),
    ],
)
def test_a_change_against_the_other_restated_column_is_accepted(
    code: str, item: str, unit: str, current: str, printed: str
) -> None:
    row = line(item, "某行", current, "100.00", printed, unit=unit, prior_before_restatement="80.00")
    assert _none(code, key_figures(row)) in {"pass", "weak"}
    assert _only(code, key_figures(replace(row, prior_before_restatement=None)))


def test_a_ratio_without_its_sign_changes_by_the_difference() -> None:
    row = replace(line(None, "流动比率", "0.74", "0.70", "0.04"), unit=None)
    assert _none("KL101", key_figures(row)) in {"pass", "weak"}
    assert _only("KL101", key_figures(replace(row, change=Decimal("0.14"))))


def test_the_change_of_a_volume_is_never_an_error() -> None:
    assert _only("KL410", rule("KL410").trips.facts).severity == "warning"


def test_a_last_place_off_by_one_is_a_warning_and_cut_off_a_note() -> None:
    # 1/3 of change: 33.333… per cent.
    assert _only("KL101", key_figures(line("revenue", "营业收入", "400.00", "300.00", "33.35"))).severity == "warning"
    # 2/3: 66.666… is 66.67 when rounded and 66.66 when cut off.
    facts = key_figures(line("revenue", "营业收入", "500000.00", "300000.00", "66.66"))
    assert _only("KL101", facts).severity == "note"
    # Where another change can only have been rounded, it was not cut off.
    both = key_figures(*facts.financials.records, line("total_assets", "总资产", "800000.00", "300000.00", "166.67"))
    assert _only("KL101", both).severity == "warning"


def test_a_column_in_another_unit() -> None:
    facts = key_figures(line("revenue", "营业收入", "2,501,811.16", "2,425,229,544.83", "3.16"))
    finding = _only("KL101", facts)
    assert finding.slip == "unit"
    assert finding.printed == "2,501,811.16"
    assert finding.expected == "2,501,811,160"


def test_the_change_of_other_columns() -> None:
    facts = key_figures(line("revenue", "营业收入", "3,000.00", "2,500.00", "150.00", two_years_ago="1,000.00"))
    assert _only("KL101", facts).slip == "column"


def test_earnings_per_share_of_few_digits_are_weak_evidence() -> None:
    facts = key_figures(line("eps_basic", "基本每股收益", "0.02", "0.01", "100.00", unit="CNY/share"))
    assert _none("KL103", facts) == "weak"


def test_the_change_of_earnings_per_share_may_be_that_of_the_profit() -> None:
    facts = key_figures(
        line("net_profit_parent", "净利润", "150.00", "100.00", "50.00"),
        line("eps_basic", "基本每股收益", "1.50", "1.10", "50.00", unit="CNY/share"),
    )
    assert _none("KL103", facts) == "pass"


def _steady(eps: str) -> Facts:
    figures = key_figures(
        line("net_profit_parent", "净利润", "66,000,000.00", "60,000,000.00"),
        line("eps_basic", "基本每股收益", eps, "0.91", unit="CNY/share"),
    )
    return replace(figures, holders=holders(*_FOUR).holders)


def test_earnings_per_share_of_as_many_shares_as_before() -> None:
    assert _none("KL114", _steady("1.01")) == "weak"
    assert _none("KL114", _steady("0.70")) == "weak"  # distributions on perpetual bonds
    assert _only("KL114", _steady("1.51")).severity == "warning"


def test_a_base_of_zero_has_no_per_cent() -> None:
    finding = _only("KL101", key_figures(line("revenue", "营业收入", "5.00", "0.00", "100.00")))
    assert (finding.severity, finding.expected) == ("note", "不适用")


def test_a_ratio_of_which_the_change_is_in_per_cent_is_a_note() -> None:
    facts = key_figures(line("roe_weighted", "加权平均净资产收益率", "5.32", "4.95", "7.47", unit="%"))
    assert _only("KL102", facts).severity == "note"


def test_printed_decimals_count_not_those_of_the_value() -> None:
    # 2.50 亿元 against 2.42 亿元, printed 3.16 %: the value alone would seem exact to the yuan.
    cells = {
        "value": Source(1, None, "2.50"),
        "prior": Source(1, None, "2.42"),
        "change": Source(1, None, "3.16%"),
    }
    record = FinancialRecord(
        "revenue", "营业收入", "CNY", "year_to_date", Decimal(250000000), Decimal(242000000),
        change=Decimal("3.16"), change_unit="%", cells=cells,
    )  # fmt: skip
    result, found = rule("KL101").run(Facts(INFO, financials=Financials((record,))))
    assert not found
    assert result.outcome == "pass"


# Holders.


_FOUR = (
    holder("甲公司", "10,000,000", "15.15"),
    holder("丙某", "2,000,000", "3.03", rank=3),
    holder("丁基金", "1,000,000", "1.52", rank=4),
)


@pytest.mark.parametrize(
    ("shares", "pct", "slip", "printed", "expected"),
    [
        ("2,866,787", "4.43", "digits_swapped", "4.43", "4.34"),
        ("2,866,787", "0.0434", "hundredfold", "0.0434", "4.34"),
        ("8,266,787", "4.34", "digits_swapped", "8,266,787", "2,866,787"),
        ("286,678", "4.34", "digit_lost", "286,678", None),
    ],
)
def test_the_odd_row_and_its_slip(shares: str, pct: str, slip: str, printed: str, expected: str | None) -> None:
    finding = _only("KL201", holders(*_FOUR, holder("乙某", shares, pct, rank=2)))
    assert (finding.subject, finding.slip, finding.severity) == ("乙某", slip, "error")
    assert finding.printed == printed
    assert expected is None or finding.expected == expected


def test_one_unit_off_is_a_warning() -> None:
    finding = _only("KL201", holders(*_FOUR, holder("乙某", "2,866,787", "4.35", rank=2)))
    assert finding.severity == "warning"


def test_per_cents_that_are_all_cut_off_are_one_note() -> None:
    rows = [
        holder(
            f"股东{n}",
            str(n * 1_000_003),
            f"{n * 1_000_003 // 6_600}"[:-2] + "." + f"{n * 1_000_003 // 6_600}"[-2:],
            rank=n,
        )
        for n in range(9, 3, -1)
    ]
    result, found = rule("KL201").run(holders(*rows))
    assert result.outcome in {"pass", "fail"}
    assert all(finding.severity == "note" for finding in found)
    assert len(found) <= 1


def test_two_rows_that_disagree_name_no_culprit() -> None:
    finding = _only("KL201", holders(holder("甲某", "1,000,000", "10.00"), holder("乙某", "500,000", "9.00", rank=2)))
    assert finding.severity == "warning"
    assert finding.slip is None


def test_changes_in_the_column_of_restricted_shares_are_one_finding() -> None:
    facts = holders(
        holder("甲某", "1,000", restricted_shares="-50"),
        holder("乙某", "900", restricted_shares="-70", rank=2),
        holder("丙某", "800", restricted_shares="0", rank=3),
    )
    finding = _only("KL205", facts)
    assert finding.slip == "column"
    assert "甲某、乙某" in finding.message


def test_rows_that_agree_on_another_total_are_one_warning() -> None:
    # Per cents of the A shares alone, beside those of all shares.
    facts = holders(
        *_FOUR,
        holder("戊公司", "5,000,000", "10.10", rank=5),
        holder("己公司", "4,000,000", "8.08", rank=6),
    )
    finding = _only("KL201", facts)
    assert finding.severity == "warning"
    assert "戊公司、己公司" in finding.message


def test_both_accounts_together_are_the_holders_row() -> None:
    note = "甲某通过普通证券账户持有1,000股,通过信用证券账户持有500股,合计持有1,500股。"
    facts = holders(holder("甲某", "1,600"))
    facts = replace(facts, holders=replace(facts.holders, notes=HolderNotes(margin=note)))
    finding = _only("KL208", facts)
    assert (finding.severity, finding.printed, finding.expected) == ("warning", "1,500", "1,600")


# Lending.


def test_an_opening_row_off_by_one_unit_is_a_warning() -> None:
    facts = lending(
        lent("participation", "甲", opening_shares="7,455,810", opening_pct="0.85"),
        lent("participation", "乙", opening_shares="7,776,100", opening_pct="0.89"),
        lent("participation", "丙", opening_shares="130,600", opening_pct="0.01"),
        lent("participation", "丁", opening_shares="9,962,011", opening_pct="1.15"),
    )
    finding = _only("KL301", facts)
    assert (finding.subject, finding.severity, finding.expected) == ("丁", "warning", "1.14")


def test_opening_and_closing_totals_may_differ() -> None:
    # A bonus issue of 3 for 10 between the two days.
    facts = lending(
        lent("participation", "甲", opening_shares="6,000,000", opening_pct="0.60", closing_shares="7,800,000",
             closing_pct="0.60"),
        lent("participation", "乙", opening_shares="9,000,000", opening_pct="0.90", closing_shares="9,000,000",
             closing_pct="0.69"),
    )  # fmt: skip
    assert _none("KL301", facts) == "pass"
    assert _none("KL302", facts) == "pass"


def test_names_are_compared_without_dashes_and_brackets() -> None:
    facts = lending(
        lent("participation", "某银行股份有限公司-某基金", closing_shares="5,000"),
        holding=(holder("某银行股份有限公司－某基金", "5,000"),),
    )
    assert _none("KL303", facts) == "pass"


def test_zeros_for_holders_with_shares_are_one_warning() -> None:
    rows = [lent("changes", n, "entered", closing_lent_shares="0", closing_total_shares="0") for n in ("甲", "乙")]
    finding = _only("KL305", lending(*rows, holding=(holder("甲", "10"), holder("乙", "9", rank=2))))
    assert finding.severity == "warning"


# Segments.


def test_differences_of_shares_in_the_column_of_changes_are_one_warning() -> None:
    rows = [
        segment(name, revenue=now, prior_revenue=before, revenue_share=share, prior_share=prior, revenue_change=change)
        for name, now, before, share, prior, change in (
            ("甲", "50.00", "20.00", "50.00", "40.00", "10.00"),
            ("乙", "30.00", "20.00", "30.00", "40.00", "-10.00"),
            ("丙", "20.00", "10.00", "20.00", "20.00", "0.00"),
        )
    ]
    finding = _only("KL403", segments(*rows))
    assert (finding.severity, finding.slip) == ("warning", "column")


def test_blank_rows_do_not_make_a_sum_fail() -> None:
    facts = segments(
        segment("营业收入合计", dimension="total", revenue="100.00"),
        segment("甲", revenue="100.00"),
        segment("乙"),
    )
    assert _none("KL401", facts) == "pass"


def test_rows_under_another_row_do_not_count_twice() -> None:
    facts = segments(
        segment("营业收入合计", dimension="total", revenue="100.00"),
        segment("甲", revenue="100.00"),
        segment("其中:甲一", revenue="60.00", parent="甲"),
    )
    assert _none("KL401", facts) == "pass"


def test_a_slip_that_goes_through_a_whole_column_is_one_error() -> None:
    rows = [line(None, f"指标{n}", f"{100 + n}.00", "100.00", f"0.0{n}00") for n in range(1, 6)]
    finding = _only("KL101", key_figures(*rows))
    assert (finding.severity, finding.slip) == ("error", "hundredfold")
    assert "指标5" in finding.message


def test_a_column_that_follows_another_custom_is_one_warning() -> None:
    rows = [
        segment(f"产品{n}", table="major", revenue="100.00", cost=f"{60 + n}.00", gross_margin=f"{50 + 3 * n}.00")
        for n in range(4)
    ]
    finding = _only("KL404", segments(*rows))
    assert finding.severity == "warning"


def test_rows_that_are_left_out_are_a_warning_not_an_error() -> None:
    facts = segments(
        segment("营业收入合计", dimension="total", revenue="1,000.00"),
        segment("甲", revenue="512.34", revenue_share="51.23"),
        segment("乙", revenue="301.29", revenue_share="30.13"),
    )
    assert _only("KL401", facts).severity == "warning"


# The whole check.


def test_findings_come_gravest_first_and_the_baseline_accepts_them() -> None:
    facts = holders(*_FOUR, holder("乙某", "2,866,787", "4.43", rank=2), holder("戊某", "900,000", "1.36", rank=5))
    report = check_facts(facts)
    severities = [SEVERITIES.index(f.severity) for f in report.findings]
    assert severities == sorted(severities, reverse=True)
    known = [f.fingerprint(report.info) for f in report.findings]
    again = check_facts(facts, Plan(known=known))
    assert not again.findings
    assert again.accepted == len(known)


def test_a_wrong_figure_that_breaks_several_rules_is_one_finding() -> None:
    box = Source(4, (0, 0, 9, 9), "7,866,787")
    row = replace(holder("乙某", "7,866,787", "4.34", rank=2), cells={"shares": box})
    unrestricted = holder("乙某", "2,866,787", rank=2, table="top10_unrestricted")
    rows = (_FOUR[0], row, *_FOUR[1:], unrestricted)
    report = check_facts(holders(*(replace(r, restricted_shares=Decimal(0)) for r in rows)))
    (finding,) = [f for f in report.findings if f.severity == "error"]
    assert (finding.code, finding.subject, finding.also) == ("KL201", "乙某", ("KL207",))


def test_how_much_was_verified_is_counted() -> None:
    facts = replace(rule("KL601").holds.facts, financials=rule("KL610").holds.facts.financials)
    report = check_facts(replace(facts, statements=rule("KL610").holds.facts.statements), Plan(rules=rules()))
    assert report.coverage.held == {"sums": 2, "columns": 0, "per cents": 0, "shares": 0, "separators": 0} | {
        "identities": 2, "ties": 0, "flows": 0, "formulas": 0, "figures of other filings": 0,
    }  # fmt: skip
    assert str(report.coverage) == "2 sums, 2 identities hold"


def test_what_is_run_and_told_can_be_chosen() -> None:
    assert {r.code for r in selected(only=["sums"])} == {"KL601"}
    assert {r.kind for r in selected(only=["per-cents"])} == {"per cents"}
    with pytest.raises(UsageError, match="no kind"):
        selected(only=["tables"])
    facts = rule("KL601").trips.facts
    assert check_facts(facts, Plan(rules=(rule("KL601"),), severity="error")).findings
    assert [f.code for f in check_facts(facts).findings] == ["KL601"]
    notes = key_figures(line("revenue", "营业收入", "500000.00", "300000.00", "66.66"))
    assert check_facts(notes).findings
    assert not check_facts(notes, Plan(severity="warning")).findings


def test_a_rule_in_preview_runs_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    from kunlun_cli.checks import registry

    trial, stable = replace(rule("KL601"), preview=True), rule("KL101")
    monkeypatch.setattr(registry, "rules", lambda: (trial, stable))
    assert [r.code for r in registry.default_rules()] == ["KL101"]
    assert [r.code for r in selected()] == ["KL101"]
    assert [r.code for r in selected(preview=True)] == ["KL601", "KL101"]
    assert [r.code for r in selected(["kl601"])] == ["KL601"]
    assert trial.run(trial.trips.facts)[0].status == "preview"


def test_fingerprints_stay_when_the_page_changes_and_differ_between_filings() -> None:
    finding = Finding("error", "利润总额", "…", printed="0.9620", expected="96.20", sources=(Source(3),), code="KL101")
    moved = replace(finding, sources=(Source(9),), message="other words")
    assert finding.fingerprint(INFO) == moved.fingerprint(INFO)
    assert finding.fingerprint(INFO) != finding.fingerprint(replace(INFO, period="2023H1"))


class _Reads:
    """A second engine that reads every cell as given."""

    def __init__(self, text: str) -> None:
        self.text = text

    def stands(self, number: int, text: str) -> None: ...

    def text_in_box(self, number: int, bbox: tuple[float, float, float, float]) -> str:
        del number, bbox
        return self.text


def _misprint() -> Facts:
    record = line("revenue", "营业收入", "120.00", "100.00", "2.00")
    cells = {"change": Source(3, (0, 0, 9, 9), "2.00")}
    return key_figures(replace(record, cells=cells))


def test_a_finding_stands_where_both_engines_read_alike() -> None:
    report = check_facts(_misprint(), reader=_Reads(" 2.00 "))
    assert [f.code for f in report.findings] == ["KL101"]
    assert not report.problems


def test_a_cell_read_differently_is_a_problem_of_ours_and_no_finding() -> None:
    report = check_facts(_misprint(), reader=_Reads("20.00"))
    assert not report.findings
    assert report.problems == (Problem("readings-differ", "one engine reads '2.00' in a cell, the other '20.00'", 3),)
    outcome = next(r.outcome for r in report.rules if r.code == "KL101")
    assert outcome == "weak"


def test_cross_reading_looks_at_every_cell() -> None:
    record = line("revenue", "营业收入", "120.00", "100.00", "20.00")
    facts = key_figures(replace(record, cells={"value": Source(1, (0, 0, 9, 9), "120.00")}))
    assert not check_facts(facts, reader=_Reads("126.00")).problems
    assert check_facts(facts, Plan(cross_read=True), reader=_Reads("126.00")).problems
    assert not check_facts(facts, Plan(cross_read=True), reader=_Reads("120.00")).problems


def test_evidence_is_counted() -> None:
    result, _ = rule("KL101").run(key_figures(line("revenue", "营业收入", "120.00", "100.00", "20.00")))
    assert (result.relations, result.weak) == (1, 0)
    assert Evidence.WEAK is not Evidence.STRONG


class _Pages:
    """A second engine that reads one text on page 1 and another on page 2."""

    def __init__(self, first: str, second: str | None) -> None:
        self.texts = (first, second)

    def stands(self, number: int, text: str) -> None: ...

    def text_in_box(self, number: int, bbox: tuple[float, float, float, float]) -> str:
        del bbox
        text = self.texts[number - 1]
        if text is None:
            raise DamagedError("there is no such page")
        return text


@pytest.mark.parametrize(
    ("first", "reader", "agrees"),
    [
        ("－1,519", _Pages("-1,519", None), True),
        ("-1,519,174", _Pages("-1,5", "of 2024 19,174"), True),
        ("-1,519,174", _Pages("-1,5", "19,17"), False),
        ("-1,519,174", _Pages("-1,519,17", None), False),
        ("某某投资有限公司", _Pages("某某投资", None), True),
        ("某某投资有限公司", _Pages("某某投费有限公司", None), False),
        ("占销售总额18.20%", _Pages("占销售总额18.20％。", None), True),
        ("4.34%", _Pages("14.34%", None), False),
    ],
)
def test_what_counts_as_the_same_reading(first: str, reader: _Pages, agrees: bool) -> None:
    assert (not list(mismatches([Source(1, (0, 0, 9, 9), first)], reader))) == agrees


def test_the_reference_in_the_documentation_is_that_of_the_rules() -> None:
    written = (Path(__file__).resolve().parents[2] / "kunlun_cli" / "checks" / "RULES.md").read_text(encoding="utf-8")
    assert written == as_markdown(rules()), (
        "make it new with: kunlun rule --all --format md -o kunlun_cli/checks/RULES.md"
    )


def test_figures_that_no_filing_prints_are_passed_over() -> None:
    facts = key_figures(line("revenue", "营业收入", "9" * 20_000, "1" * 19_000, "5" * 3000))
    assert not check_facts(facts).findings
    rows = [holder(f"股东{n}", str(10**9 - n), "3.00", rank=n, restricted_shares="9" * 5000) for n in range(400)]
    check_facts(holders(*rows))


def test_the_quarter_without_its_minus_is_named_and_not_the_year() -> None:
    year = line("net_profit_parent_excl_nonrecurring", "扣除非经常性损益的净利润", "-553,108,713.97")
    facts = quarters(year, "109,265,605.82", "-112,900,471.53", "-113,550,073.57", "-217,392,563.05")
    (found,) = (f for f in check_facts(facts).findings if f.code == "KL110")
    assert (found.printed, found.expected, found.slip) == ("109,265,605.82", "-109,265,605.82", "sign")
    assert found.message.endswith("; 109,265,605.82 is likely to stand for -109,265,605.82")


def test_no_quarter_is_named_where_two_could_have_lost_their_minus() -> None:
    year = line("net_profit_parent", "归属于上市公司股东的净利润", "-40,000.00")
    facts = quarters(year, "10,000.00", "10,000.00", "-20,000.00", "-20,000.00")
    (found,) = (f for f in check_facts(facts).findings if f.code == "KL110")
    assert found.printed == "-40,000.00"
