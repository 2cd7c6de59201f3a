"""KL105: basic and diluted earnings per share."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kunlun_cli.checks.cases import key_figures, line
from kunlun_cli.checks.facts import COLUMNS, Facts, pairs
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.matching import SEVERITY_OF, Match, disagreement, match
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import Figure
from kunlun_cli.figures.interval import Interval

_NEAR = Decimal("1.02")


def _apply(facts: Facts) -> Said:
    for field in COLUMNS:
        for basic, diluted in pairs(facts, "eps_basic", "eps_diluted", field):
            yield _judge(basic, diluted)


def _judge(basic: Figure, diluted: Figure) -> Finding | Evidence:
    # With a loss potential shares would not dilute and are left out; some filers count them all the same.
    if basic.value <= 0:
        return Evidence.WEAK
    at_most = Interval(None, basic.interval.high)
    found = match(diluted, at_most)
    if found is Match.MEETS:
        return Evidence.STRONG
    # A little more comes from how the two were computed, much more only from a slip.
    message = f"diluted earnings per share printed {{printed}}, above the basic ones of {basic.text}"
    finding = disagreement(
        "稀释每股收益",
        message,
        diluted,
        basic.interval,
        basic,
        severity="warning" if diluted.value <= basic.value * _NEAR else SEVERITY_OF[max(found, Match.ONE_UNIT)],
    )
    return replace(finding, expected=f"at most {basic.text}")


RULE = Rule(
    code="KL105",
    name="order of earnings per share",
    checks="Diluted earnings per share are not above the basic ones where these are positive.",
    why="CAS 34 每股收益: only potential shares that dilute are counted.",
    formula="diluted ≤ basic, if basic > 0",
    trips=Case(
        "基本每股收益 0.25, 稀释每股收益 0.52: digits swapped",
        key_figures(
            line("eps_basic", "基本每股收益", "0.25", unit="CNY/share"),
            line("eps_diluted", "稀释每股收益", "0.52", unit="CNY/share"),
        ),
    ),
    holds=Case(
        "基本每股收益 0.25, 稀释每股收益 0.24",
        key_figures(
            line("eps_basic", "基本每股收益", "0.25", unit="CNY/share"),
            line("eps_diluted", "稀释每股收益", "0.24", unit="CNY/share"),
        ),
    ),
    apply=_apply,
)
