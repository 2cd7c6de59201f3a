"""KL114: the shares behind earnings per share against the company's total shares."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from kunlun_cli.checks.cases import holder, holders, key_figures, line
from kunlun_cli.checks.facts import COLUMNS, Facts, find, pairs
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.matching import accused, expected_text
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.checks.rules.kl103_change_of_eps import PROFIT_OF
from kunlun_cli.checks.shareholding import Fit, fit, holders_rows
from kunlun_cli.figures.figure import Figure, show
from kunlun_cli.figures.interval import Interval

_BAND = Interval(Fraction(1, 5), Fraction(5))
"""Issues, splits and new listings since the column's year; a slip of the decimal point goes further."""
_STEADY = Interval(Fraction(9, 10), Fraction(11, 10))
_STEADY_BAND = Interval(Fraction(1, 5), Fraction(13, 10))
"""Where the year before had the shares of today, there was no issue. Distributions on perpetual bonds still
lower earnings per share, but nothing raises them."""


def _apply(facts: Facts) -> Said:
    total = fit(holders_rows(facts))
    if total is None or len(total.members) < 3 or len(total.odd) >= len(total.members):
        return
    for item, profit_item in PROFIT_OF.items():
        record = find(facts, item, "year_to_date")
        steady = any(_is_steady(*pair, total) for pair in pairs(facts, item, profit_item, "prior"))
        for field in COLUMNS:
            band = _STEADY_BAND if steady and field == "value" else _BAND
            for eps, profit in pairs(facts, item, profit_item, field):
                yield _judge(record.label if record else item, eps, profit, total, band)


def _is_steady(eps: Figure, profit: Figure, total: Fit) -> bool:
    """Whether a column's earnings per share are those of today's shares, to a tenth."""
    expected = profit.interval / total.total
    narrow = eps.unit * 20 < abs(eps.value)
    return narrow and 0 not in expected and abs(eps.interval).meets(abs(expected) * _STEADY)


def _judge(label: str, eps: Figure, profit: Figure, total: Fit, band: Interval) -> Finding | Evidence:
    expected = profit.interval / total.total
    allowed = abs(expected) * band
    if 0 in expected or abs(eps.interval).meets(allowed):
        return Evidence.WEAK
    shares = "unknown" if total.total.middle is None else show(total.total.middle, Fraction(1))
    return accused(
        label,
        f"{label} printed {eps.text}, but {profit.text} over total shares of about {shares} is nearer to "
        f"{expected_text(eps, expected)}",
        eps,
        profit,
        severity="warning",
        expected=f"about {expected_text(eps, expected)}",
    )


def _example(eps: str) -> Facts:
    rows = (
        holder("甲公司", "10,000,000", "15.15"),
        holder("乙某", "2,866,787", "4.34", rank=2),
        holder("丙某", "2,000,000", "3.03", rank=3),
    )
    figures = key_figures(
        line("net_profit_parent", "归属于上市公司股东的净利润", "66,000,000.00"),
        line("eps_basic", "基本每股收益", eps, unit="CNY/share"),
    )
    return replace(figures, holders=holders(*rows).holders)


RULE = Rule(
    code="KL114",
    name="earnings per share against total shares",
    severity="warning",
    checks="Earnings per share are not five times as large or small as the profit over the total shares that the "
    "holders' table implies.",
    why="CAS 34 每股收益: the weighted shares of the period are near the total ones. New issues, splits and perpetual "
    "bonds leave room, so agreement is weak evidence.",
    formula="1/5 ≤ EPS / (profit / total shares) ≤ 5, and ≤ 1.3 where the year before had today's shares",
    trips=Case("profit 66,000,000.00 on 66 million shares, 基本每股收益 printed 10.0", _example("10.0")),
    holds=Case("profit 66,000,000.00 on 66 million shares, 基本每股收益 printed 1.02", _example("1.02")),
    apply=_apply,
)
