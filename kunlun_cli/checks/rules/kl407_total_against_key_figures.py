"""KL407: the segments' total against the key figures."""

from __future__ import annotations

from collections.abc import Iterator

from kunlun_cli.checks.cases import line, segment, segments
from kunlun_cli.checks.facts import Facts, find, rows_of, total_row
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.matching import SEVERITY_OF, Match, disagreement, evidence, match
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import Figure, figure
from kunlun_cli.figures.slips import likely_slip


def _apply(facts: Facts) -> Said:
    total = total_row(rows_of(facts, "composition"))
    if total is None:
        return
    for field, column in (("revenue", "value"), ("prior_revenue", "prior")):
        printed = figure(total, field)
        known = [f for f in _revenues(facts, column) if f is not None]
        if printed is not None and known:
            yield _judge(total.name, printed, known, prior=column == "prior")


def _revenues(facts: Facts, column: str) -> Iterator[Figure | None]:
    for item in ("revenue", "total_revenue"):
        record = find(facts, item, "year_to_date")
        if record is not None:
            yield figure(record, column)
            if column == "prior":
                yield figure(record, "prior_before_restatement")


def _judge(name: str, printed: Figure, known: list[Figure], *, prior: bool) -> Finding | Evidence:
    for f in known:
        if printed.interval.meets(f.interval):
            return evidence(printed, f.interval)
    nearest = min(known, key=lambda f: abs(f.value - printed.value))
    found = match(printed, nearest.interval)
    slip = likely_slip(printed, lambda f: f.interval.meets(nearest.interval))
    # The year before may be restated in one place only, and the total may be of the main business.
    proven = slip is not None and not prior
    message = (
        f"the total of the segments is printed as {{printed}}, the revenue among the key figures as {nearest.text}"
    )
    return disagreement(
        name,
        message,
        printed,
        nearest.interval,
        nearest,
        severity=SEVERITY_OF[max(found, Match.ONE_UNIT)] if proven else "warning",
        slip=slip,
    )


def _example(total: str) -> Facts:
    key = line("revenue", "营业收入", "100,000,000.00", "90,000,000.00")
    return segments(segment("营业收入合计", dimension="total", revenue=total), key=(key,))


RULE = Rule(
    code="KL407",
    name="segments against the key figures",
    checks="The total of 营业收入构成 is the revenue (or total revenue) of the key figures.",
    why="格式准则第2号: both are 营业收入 of the consolidated income statement.",
    formula="营业收入合计 = 营业收入",
    trips=Case("营业收入合计 10,000,000.00, 营业收入 100,000,000.00", _example("10,000,000.00")),
    holds=Case("营业收入合计 100,000,000.00, 营业收入 100,000,000.00", _example("100,000,000.00")),
    apply=_apply,
)
