"""KL501: the period and its end."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from kunlun_cli.checks.cases import INFO
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.records.period import Period


def _apply(facts: Facts) -> Said:
    info = facts.info
    named = Period.parse(info.period)
    if named is None:
        return
    for what, printed, expected in (
        ("the period's end", info.period_end, named.end),
        ("the kind of report", info.kind, named.kind),
    ):
        if printed is None:
            continue
        if printed == expected:
            yield Evidence.STRONG
            continue
        yield Finding(
            severity="warning",
            subject=info.period or "",
            message=f"{what} is {printed}, but the report is of {info.period}",
            printed=str(printed),
            expected=str(expected),
        )


RULE = Rule(
    code="KL501",
    name="period and its end",
    severity="warning",
    checks="The report's kind and the end of its period are those of the period it names.",
    why="证券法 第七十九条: annual, half-year and quarterly reports are of the calendar year.",
    formula="2024H1 ⇔ half-year, 2024-06-30",
    trips=Case("2024H1 with the end 2023-06-30", Facts(replace(INFO, period_end=dt.date(2023, 6, 30)))),
    holds=Case("2024H1 with the end 2024-06-30", Facts(INFO)),
    apply=_apply,
)
