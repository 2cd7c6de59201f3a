"""KL403: the change of a segment's revenue."""

from __future__ import annotations

from kunlun_cli.checks.cases import segment, segments
from kunlun_cli.checks.changes import Change, judge_changes
from kunlun_cli.checks.facts import Facts, rows_of
from kunlun_cli.checks.finding import Finding, Said
from kunlun_cli.checks.matching import gathered, places
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import column, figure
from kunlun_cli.records import SegmentRecord


def _apply(facts: Facts) -> Said:
    rows = rows_of(facts, "composition")
    in_points = [row for row in rows if is_difference_of_shares(row)]
    if len(in_points) >= 3:
        yield _points(in_points)
    yield from gathered(_each(rows, in_points), "the change of the revenue")


def _each(rows: list[SegmentRecord], in_points: list[SegmentRecord]) -> Said:
    columns = (column(rows, name) for name in ("revenue_change", "revenue", "prior_revenue"))
    changes: list[Change] = []
    for row, printed, current, base in zip(rows, *columns, strict=True):
        if printed is None or current is None or base is None or (len(in_points) >= 3 and row in in_points):
            continue
        changes.append(Change(row.name, printed, current, base, what="change of the revenue"))
    yield from judge_changes(changes)


def is_difference_of_shares(row: SegmentRecord) -> bool:
    """Whether a row's change is its share less the prior share, and not the change of its revenue."""
    printed, share, prior = (figure(row, name) for name in ("revenue_change", "revenue_share", "prior_share"))
    current, base = figure(row, "revenue"), figure(row, "prior_revenue")
    if printed is None or share is None or prior is None or current is None or base is None:
        return False
    of_amounts = Change(row.name, printed, current, base).computed
    return printed.interval.meets(share.interval - prior.interval) and not printed.interval.meets(of_amounts)


def _points(rows: list[SegmentRecord]) -> Finding:
    names = "、".join(row.name for row in rows)
    figures = [f for f in column(rows, "revenue_change") if f is not None]
    return Finding(
        severity="warning",
        subject=rows[0].name,
        message=f"同比增减 holds the differences of the shares of revenue, not changes of the revenue: {names}",
        printed=figures[0].text,
        slip="column",
        sources=places(*figures),
    )


def _example(change: str) -> Facts:
    return segments(segment("其他", revenue="95,880,000.00", prior_revenue="100,000,000.00", revenue_change=change))


RULE = Rule(
    code="KL403",
    name="change of a segment's revenue",
    checks="The printed 同比增减 of each row of 营业收入构成 follows from the revenues beside it. A column that holds "
    "the differences of the shares instead is one warning.",
    why="格式准则第2号.",
    formula="(revenue - prior) / |prior| × 100",
    trips=Case("95,880,000.00 against 100,000,000.00, change printed -4.29%", _example("-4.29")),
    holds=Case("95,880,000.00 against 100,000,000.00, change printed -4.12%", _example("-4.12")),
    apply=_apply,
)
