"""The user's expectations: what the language says, and how it fails."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kunlun_cli.checks import Facts, expectation
from kunlun_cli.checks.cases import INFO, holder, holders, key_figures, line, quarters
from kunlun_cli.checks.expectations.syntax import parse
from kunlun_cli.errors import UsageError

_FACTS = Facts(
    INFO,
    financials=key_figures(
        line("revenue", "营业收入", "2,500.00", "2,400.00", "4.17"),
        line("roe_weighted", "加权平均净资产收益率", "-1.30", unit="%"),
        line("total_assets", "总资产", "9,000.00", span="point_in_time"),
    ).financials,
    holders=holders(holder("甲某", "600", "60.00"), holder("乙某", "100", "10.50", rank=2)).holders,
)


@pytest.mark.parametrize(
    ("source", "outcome"),
    [
        ("revenue >= 0", "pass"),
        ("revenue == 2500", "pass"),
        ("roe_weighted >= 0", "fail"),
        ("not roe_weighted >= 0", "pass"),
        ("-2 < roe_weighted < 0", "pass"),
        ("-2 < roe_weighted < -1.5", "fail"),
        ("abs(roe_weighted) == 1.3", "pass"),
        ("revenue / total_assets < 0.3 and revenue.change > 4", "pass"),
        ("revenue - revenue.prior == 100", "pass"),
        ("2 + 3 * 4 - 10 / 4 == 11.5", "pass"),
        ("(2 + 3) * 4 == 20", "pass"),
        ("holders.top10.pct.sum() < 75", "pass"),
        ("holders.top10.pct.sum() < 70", "fail"),
        ("holders.top10.shares.max() == 600", "pass"),
        ("holders.top10.pct.mean() == 35.25", "pass"),
        ("holders.top10.name.count() == 2", "pass"),
        ("holders.top10_unrestricted.shares.count() == 0", "pass"),
        ("holders.top10_unrestricted.shares.sum() > 0", "not_applicable"),
        ("net_profit_parent > 0", "not_applicable"),
        ("net_profit_parent == null", "pass"),
        ("revenue != null", "pass"),
        ("net_profit_parent > 0 or revenue > 0", "pass"),
        ("net_profit_parent > 0 and revenue < 0", "fail"),
        ("revenue / (revenue - 2500) > 1", "not_applicable"),
        ('filing.exchange == "SZSE"', "pass"),
        ("filing.period == '2023A'", "fail"),
        ("revenue.quarter > 0", "not_applicable"),
        ("holders.counts.holders > 0", "not_applicable"),
    ],
)
def test_what_an_expectation_says(source: str, outcome: str) -> None:
    result, found = expectation(source).run(_FACTS)
    assert result.outcome == outcome
    assert bool(found) == (outcome == "fail")


def test_quarters_have_names() -> None:
    facts = quarters(line("revenue", "营业收入", "100.00"), "10.00", "20.00", "30.00", "40.00")
    result, _ = expectation("revenue.q1 < revenue.q4 < revenue").run(facts)
    assert result.outcome == "pass"


def test_a_failed_expectation_tells_the_values() -> None:
    _, (finding,) = expectation("roe_weighted >= 0").run(_FACTS)
    assert finding.subject == "roe_weighted >= 0"
    assert finding.message == "roe_weighted >= 0 does not hold: roe_weighted is -1.30"
    assert (finding.code, finding.printed, finding.severity) == ("KL900", "-1.30", "error")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("roe_weightd >= 0", "Did you mean roe_weighted"),
        ("holders.top10.pc.sum() < 1", "Did you mean pct"),
        ("holders.top11.pct.sum() < 1", "top10"),
        ("revenue.priors > 0", "Did you mean prior"),
        ("holders.top10.pct < 75", "is a column"),
        ("holders.top10.pct.median() < 75", r"no function median\(\)"),
        ("revenue.sum() > 0", "is one value"),
        ("holders.top10.name.sum() > 0", "holds text"),
        ("sqrt(revenue) > 0", r"no function sqrt\(\)"),
        ("revenue", "neither true nor false"),
        ("revenue > ", "the end came too soon"),
        ("revenue > 0)", "was not expected here"),
        ("(revenue > 0", "was expected"),
        ("revenue > 0 ; import os", "has no meaning here"),
        ("__import__('os').system('true')", "was not expected here"),
        ("revenue.__class__ == 1", "no __class__"),
        ("filing.period < '2024'", "text is compared"),
        ("filing.period + 1 > 2", "is not a number"),
        ("", "the end came too soon"),
        ("holders.top10.", "a name was expected"),
        ("(" * 60 + "1" + ")" * 60, "nested too deeply"),
        ("1" * 2000, "too long"),
    ],
)
def test_errors_say_what_is_wrong(source: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        expectation(source).run(_FACTS)


@given(st.text(max_size=60))
def test_any_text_is_an_expression_or_a_usage_error(source: str) -> None:
    try:
        parse(source)
    except UsageError:
        return


@given(st.lists(st.sampled_from(["revenue", ".", "(", ")", "<", "and", "not", "-", "1", "'x'", "sum"]), max_size=12))
def test_any_row_of_tokens_runs_or_is_a_usage_error(tokens: list[str]) -> None:
    try:
        expectation(" ".join(tokens)).run(_FACTS)
    except UsageError:
        return
