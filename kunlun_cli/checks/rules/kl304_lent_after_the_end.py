"""KL304: shares still lent after lending was wound up."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from kunlun_cli.checks.cases import INFO, lending, lent
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Said
from kunlun_cli.checks.matching import accused
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import figure

WOUND_UP = dt.date(2024, 9, 30)
"""Lending was suspended on 11 July 2024, and running contracts ended by this day."""


def _apply(facts: Facts) -> Said:
    end = facts.info.period_end
    if end is None or end < WOUND_UP:
        return
    for row in facts.lending.records:
        lent_shares = figure(row, "closing_lent_shares")
        if lent_shares is None:
            continue
        if lent_shares.value == 0:
            yield Evidence.STRONG
            continue
        message = f"{lent_shares.text} shares lent on {end}, though lending was wound up by {WOUND_UP}"
        yield accused(row.name, message, lent_shares, severity="warning", expected="0")


_LATER = replace(INFO, kind="annual", period="2024A", period_end=dt.date(2024, 12, 31))

RULE = Rule(
    code="KL304",
    name="shares lent after lending was wound up",
    severity="warning",
    checks="From 30 September 2024 on no shares are lent under refinancing.",
    why="The regulator suspended 转融券 on 11 July 2024; running contracts ended by 30 September 2024.",
    formula="period ends on or after 2024-09-30 ⇒ closing lent = 0",
    trips=Case(
        "16,300 shares lent on 31 December 2024",
        lending(lent("participation", "甲基金", closing_lent_shares="16,300"), info=_LATER),
    ),
    holds=Case(
        "no shares lent on 31 December 2024",
        lending(lent("participation", "甲基金", closing_lent_shares="0"), info=_LATER),
    ),
    apply=_apply,
)
