"""KL405: the change of a segment's gross margin."""

from __future__ import annotations

from dataclasses import replace

from kunlun_cli.checks.cases import segment, segments
from kunlun_cli.checks.facts import Facts, rows_of
from kunlun_cli.checks.finding import Finding, Said
from kunlun_cli.checks.matching import SEVERITY_OF, Match, disagreement, evidence, gathered, match
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import Figure, column
from kunlun_cli.figures.interval import Interval
from kunlun_cli.records import SegmentRecord

_FIELDS = ("gross_margin_change", "revenue", "cost", "revenue_change", "cost_change")


def _apply(facts: Facts) -> Said:
    said = list(_each(facts))
    relative = [s for s in said if isinstance(s, Finding) and s.severity == "note"]
    yield from gathered((s for s in said if s not in relative), "the change of the gross margin")
    if relative:
        yield _in_per_cent(relative)


def _in_per_cent(findings: list[Finding]) -> Finding:
    """One note on a column, rather than one on each of its rows."""
    names = "、".join(dict.fromkeys(f.subject for f in findings))
    message = f"the changes of the gross margin are printed as changes in per cent, not in points: {names}"
    odd = tuple(f.sources[0] for f in findings)
    return replace(findings[0], message=message, sources=odd)


def _each(facts: Facts) -> Said:
    rows = rows_of(facts, "major")
    for row, *cells in zip(rows, *(column(rows, name) for name in _FIELDS), strict=True):
        figures = [f for f in cells if f is not None]
        # Without revenue or costs in one of the years there is no margin to compare.
        if len(figures) == len(_FIELDS) and all(f.value > 0 for f in figures[1:3]):
            yield from _judge(row, figures)


def _judge(row: SegmentRecord, figures: list[Figure]) -> Said:
    printed, revenue, cost, revenue_change, cost_change = figures
    grown = revenue_change.interval / 100 + 1
    costs_grown = cost_change.interval / 100 + 1
    if costs_grown.low is None or costs_grown.low <= 0 or grown.low is None or grown.low <= 0:
        return
    burden = cost.interval / revenue.interval
    points = burden * (grown / costs_grown - 1) * 100
    now, before = -(burden - 1), -(burden * grown / costs_grown - 1)
    found = min(match(printed, points), Match.MEETS if printed.within_one_unit.meets(points) else Match.APART)
    if found is Match.MEETS:
        yield evidence(printed, points)
        return
    yield _finding(row, figures, points, now, before)


def _finding(row: SegmentRecord, figures: list[Figure], points: Interval, now: Interval, before: Interval) -> Finding:
    printed = figures[0]
    relative = (now / before - 1) * 100 if before.low is not None and before.low > 0 else None
    is_relative = relative is not None and match(printed, relative) <= Match.ONE_UNIT
    remark = "; it was computed as a change in per cent, not in points" if is_relative else ""
    message = (
        "change of the gross margin printed {printed} points, but the changes of revenue and costs printed "
        f"beside it ({figures[3].text}, {figures[4].text}) make it {{expected}}{remark}"
    )
    return disagreement(
        row.name,
        message,
        printed,
        points,
        *figures[1:],
        severity="note" if is_relative else SEVERITY_OF[Match.ONE_UNIT],
    )


def _example(change: str) -> Facts:
    return segments(
        segment("机械", table="major", revenue="80,000,000.00", cost="52,000,000.00", gross_margin="35.00",
                revenue_change="10.00", cost_change="5.00", gross_margin_change=change),
    )  # fmt: skip


RULE = Rule(
    code="KL405",
    name="change of the gross margin",
    severity="warning",
    checks="A segment's printed change of the 毛利率 follows from its revenue, costs, and their printed changes.",
    why="格式准则第2号. Three printed changes are involved and any of them may be the odd one, hence a warning.",
    formula="cost / revenue × ((1 + change of revenue) / (1 + change of costs) - 1), in points; one unit is allowed, "
    "since some filers subtract rounded margins",
    trips=Case("margin 35%, revenue +10%, costs +5%, change printed -3.10 points", _example("-3.10")),
    holds=Case("margin 35%, revenue +10%, costs +5%, change printed 3.10 points", _example("3.10")),
    apply=_apply,
)
