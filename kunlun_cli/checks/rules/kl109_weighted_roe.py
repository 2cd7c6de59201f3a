"""KL109: the weighted return on net assets."""

from __future__ import annotations

from fractions import Fraction

from kunlun_cli.checks.cases import key_figures, line
from kunlun_cli.checks.facts import Facts, find
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.matching import disagreement
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.checks.rules.kl108_fraction_as_per_cent import PROFIT_OF, expected_return
from kunlun_cli.checks.shares_of_profit import judge_both
from kunlun_cli.figures.figure import Figure, figure
from kunlun_cli.figures.interval import Interval
from kunlun_cli.records import FinancialRecord

YEAR = 12
"""Months."""
_BAND = Interval(Fraction(1, 2), Fraction(2))
"""The weights of issues, dividends and perpetual bonds are not in the key figures."""


def _apply(facts: Facts) -> Said:
    for item in PROFIT_OF:
        record, expected = find(facts, item), expected_return(facts, item)
        printed = figure(record, "value") if record else None
        # Banks print the return of a quarter at a yearly rate (年化), which the profit over the assets is not.
        if record is not None and expected is not None and printed is not None and not _is_yearly(record):
            yield _judge(
                record.label, printed, *expected, months=facts.info.period_end.month if facts.info.period_end else YEAR
            )
    yield from judge_both(facts, "roe_weighted", "roe_weighted_excl_nonrecurring", "weighted net assets")


def _is_yearly(record: FinancialRecord) -> bool:
    return "年化" in f"{record.label}{record.source.text or ''}"


def _judge(
    label: str, printed: Figure, computed: Interval, figures: list[Figure], *, months: int
) -> Finding | Evidence:
    hundredfold = printed.with_value(printed.value * 100, printed.unit * 100)
    # Some banks print it at a yearly rate without the word.
    if printed.interval.meets(computed * Fraction(YEAR, months) * _BAND):
        return Evidence.WEAK
    if printed.interval.meets(computed * _BAND) or hundredfold.interval.meets(computed * _BAND):
        return Evidence.WEAK
    profit, closing, opening = figures
    message = (
        f"{label} printed {{printed}}%, but {profit.text} on net assets of {opening.text} to {closing.text} "
        "is {expected}%"
    )
    return disagreement(label, message, printed, computed, *figures, severity="warning")


def _example(roe: str, excluded: str) -> Facts:
    return key_figures(
        line("net_profit_parent", "归属于上市公司股东的净利润", "96,000,000.00"),
        line("net_profit_parent_excl_nonrecurring", "归属于上市公司股东的扣除非经常性损益的净利润", "80,000,000.00"),
        line(
            "net_assets_parent",
            "归属于上市公司股东的净资产",
            "1,050,000,000.00",
            "950,000,000.00",
            span="point_in_time",
        ),
        line("roe_weighted", "加权平均净资产收益率", roe, unit="%"),
        line("roe_weighted_excl_nonrecurring", "扣除非经常性损益后的加权平均净资产收益率", excluded, unit="%"),
    )


RULE = Rule(
    code="KL109",
    name="weighted return on net assets",
    severity="warning",
    checks="The weighted return is near the profit over the net assets, and both returns imply the same net assets.",
    why="编报规则第9号: P / (E0 + NP/2 + Ei·Mi/M0 - Ej·Mj/M0 ± …). What was issued and paid out when is not among the "
    "key figures, so there is only a band, and agreement with it is weak. Interim returns are not annualised.",
    formula="printed within half to twice profit / (net assets between opening and closing); "
    "profit / ROE = profit excl. non-recurring / ROE excl. non-recurring",
    trips=Case("profits 0.96 and 0.80 亿 on 9.5 to 10.5 亿, returns printed 9.62 and 18.02", _example("9.62", "18.02")),
    holds=Case("profits 0.96 and 0.80 亿 on 9.5 to 10.5 亿, returns printed 9.62 and 8.02", _example("9.62", "8.02")),
    apply=_apply,
)
