"""KL501: the period and its end."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from kunlun_cli.checks.cases import INFO
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.rule import Case, Rule

_END = {"A": (12, 31), "H1": (6, 30), "Q1": (3, 31), "Q3": (9, 30)}
_KIND = {"A": "annual", "H1": "half-year", "Q1": "q1", "Q3": "q3"}


def _apply(facts: Facts) -> Said:
    info = facts.info
    named = re.fullmatch(r"(\d{4})(A|H1|Q1|Q3)", info.period or "")
    if named is None:
        return
    year, part = named.groups()
    for what, printed, expected in (
        ("the period's end", info.period_end, dt.date(int(year), *_END[part])),
        ("the kind of report", info.kind, _KIND[part]),
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
