"""KL104: the sign of earnings per share."""

from __future__ import annotations

from fractions import Fraction

from kunlun_cli.checks.cases import key_figures, line
from kunlun_cli.checks.facts import COLUMNS, Facts, find, pairs
from kunlun_cli.checks.finding import Evidence, Finding, Said, Severity
from kunlun_cli.checks.matching import accused
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.checks.rules.kl103_change_of_eps import PROFIT_OF
from kunlun_cli.figures.figure import Figure
from kunlun_cli.figures.interval import Interval

_BAND = Interval(Fraction(1, 2), Fraction(2))
"""How far the weighted shares of two periods are apart at most, issues of shares included."""


def _apply(facts: Facts) -> Said:
    for item, profit_item in PROFIT_OF.items():
        found = [pair for field in COLUMNS for pair in pairs(facts, item, profit_item, field)]
        for eps, profit in found:
            yield _judge(facts, item, eps, profit, [p for p in found if p != (eps, profit)])


def _judge(
    facts: Facts, item: str, eps: Figure, profit: Figure, others: list[tuple[Figure, Figure]]
) -> Finding | Evidence:
    signs = _sign(eps.interval), _sign(profit.interval)
    if 0 in signs:
        return Evidence.WEAK
    if signs[0] == signs[1]:
        return Evidence.STRONG
    record = next((r for span in ("year_to_date", "quarter") if (r := find(facts, item, span))), None)
    label = record.label if record else item
    message = f"{label} is {eps.text}, but the profit it is a share of is {profit.text}: the signs differ"
    return accused(
        label, message, eps, profit, severity=_severity(eps, profit, others), expected=f"{-eps.value:,f}", slip="sign"
    )


def _sign(interval: Interval) -> int:
    if interval.low is not None and interval.low > 0:
        return 1
    return -1 if interval.high is not None and interval.high < 0 else 0


def _severity(eps: Figure, profit: Figure, others: list[tuple[Figure, Figure]]) -> Severity:
    """An error where only the sign is wrong, so that the shares implied are those of another column.

    Otherwise interest on perpetual bonds may have turned a small profit into a loss per share.
    """
    implied = -profit.interval / eps.interval
    for other_eps, other_profit in others:
        if 0 not in other_eps.interval:
            shares = other_profit.interval / other_eps.interval
            if (shares * _BAND).meets(implied):
                return "error"
    return "warning"


RULE = Rule(
    code="KL104",
    name="sign of earnings per share",
    checks="Earnings per share have the sign of the profit they are a share of, in every column.",
    why="CAS 34 每股收益: the profit attributable to ordinary shareholders over their weighted number of shares. Only "
    "interest on perpetual bonds and dividends on preferred shares can turn the sign.",
    formula="sign(EPS) = sign(profit)",
    trips=Case(
        "归属于上市公司股东的净利润 -12,000,000.00 and 11,000,000.00, 基本每股收益 0.12 and 0.11: the minus is lost",
        key_figures(
            line("net_profit_parent", "归属于上市公司股东的净利润", "-12,000,000.00", "11,000,000.00"),
            line("eps_basic", "基本每股收益", "0.12", "0.11", unit="CNY/share"),
        ),
    ),
    holds=Case(
        "归属于上市公司股东的净利润 -12,000,000.00, 基本每股收益 -0.12",
        key_figures(
            line("net_profit_parent", "归属于上市公司股东的净利润", "-12,000,000.00"),
            line("eps_basic", "基本每股收益", "-0.12", unit="CNY/share"),
        ),
    ),
    apply=_apply,
)
