"""KL108: a return on net assets printed as a fraction."""

from __future__ import annotations

from fractions import Fraction

from kunlun_cli.checks.cases import key_figures, line
from kunlun_cli.checks.facts import Facts, find
from kunlun_cli.checks.finding import Evidence, Said
from kunlun_cli.checks.matching import accused
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import Figure, figure, show
from kunlun_cli.figures.interval import Interval

PROFIT_OF = {
    "roe_weighted": "net_profit_parent",
    "roe_weighted_excl_nonrecurring": "net_profit_parent_excl_nonrecurring",
}
"""The profit each return is a return of."""

_BAND = Interval(Fraction(1, 3), Fraction(3))
"""Weighting can move the mean net assets that far from those at the two ends, not a hundredfold."""


def expected_return(facts: Facts, item: str) -> tuple[Interval, list[Figure]] | None:
    """The return in per cent on net assets between those at the two ends, and the figures it is from."""
    profit, assets = find(facts, PROFIT_OF[item]), find(facts, "net_assets_parent")
    if profit is None or assets is None:
        return None
    figures = [figure(profit, "value"), figure(assets, "value"), figure(assets, "prior")]
    known = [f for f in figures if f is not None]
    if len(known) < len(figures) or any(f.value <= 0 for f in known[1:]):
        return None
    low, high = sorted((known[1].value, known[2].value))
    return known[0].interval / Interval(Fraction(low), Fraction(high)) * 100, known


def _apply(facts: Facts) -> Said:
    for item in PROFIT_OF:
        record, expected = find(facts, item), expected_return(facts, item)
        printed = figure(record, "value") if record else None
        if record is None or expected is None or printed is None or not printed.value:
            continue
        computed, figures = expected
        band = computed * _BAND
        hundredfold = printed.with_value(printed.value * 100, printed.unit * 100)
        if band.meets(printed.interval) or not band.meets(hundredfold.interval):
            yield Evidence.WEAK
            continue
        yield accused(
            record.label,
            f"{record.label} printed {printed.text}%, which is a fraction: {figures[0].text} on net assets of "
            f"{figures[1].text} is nearer to {show(Fraction(hundredfold.value), hundredfold.unit)}%",
            printed,
            *figures,
            expected=show(Fraction(hundredfold.value), hundredfold.unit),
            slip="hundredfold",
        )


def _example(roe: str) -> Facts:
    return key_figures(
        line("net_profit_parent", "归属于上市公司股东的净利润", "96,000,000.00"),
        line(
            "net_assets_parent",
            "归属于上市公司股东的净资产",
            "1,050,000,000.00",
            "950,000,000.00",
            span="point_in_time",
        ),
        line("roe_weighted", "加权平均净资产收益率", roe, unit="%"),
    )


RULE = Rule(
    code="KL108",
    name="fraction printed as per cent",
    checks="A return on net assets is printed in per cent, not as a fraction of one.",
    why="编报规则第9号; such fractions occur in published filings. A printed change that is a fraction is named by the "
    "rules on changes, with the slip `hundredfold`.",
    formula="printed is not near profit / net assets × 100, but printed × 100 is",
    trips=Case(
        "profit 0.96 亿 on net assets of 9.5 to 10.5 亿, 加权平均净资产收益率 printed 0.0962", _example("0.0962")
    ),
    holds=Case("profit 0.96 亿 on net assets of 9.5 to 10.5 亿, 加权平均净资产收益率 printed 9.62", _example("9.62")),
    apply=_apply,
)
