"""KL406: a segment in both tables."""

from __future__ import annotations

from kunlun_cli.checks.cases import segment, segments
from kunlun_cli.checks.facts import Facts, is_total, rows_of
from kunlun_cli.checks.finding import Evidence, Said
from kunlun_cli.checks.matching import disagreement, gathered
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.checks.rules.kl403_change_of_segment import is_difference_of_shares
from kunlun_cli.figures.figure import Figure, column, figure
from kunlun_cli.forms import normal
from kunlun_cli.records import SegmentRecord


def _each(facts: Facts) -> Said:
    composition = [row for row in rows_of(facts, "composition") if not is_difference_of_shares(row)]
    major = rows_of(facts, "major")
    changes = column(composition, "revenue_change")
    for row, printed in zip(major, column(major, "revenue_change"), strict=True):
        same = [i for i, r in enumerate(composition) if r.dimension == row.dimension and _alike(r, row)]
        if len(same) == 1 and not is_total(row):
            yield from _judge(row, composition[same[0]], printed, changes[same[0]])


def _alike(one: SegmentRecord, other: SegmentRecord) -> bool:
    return normal(one.name) == normal(other.name)


def _judge(row: SegmentRecord, other: SegmentRecord, printed: Figure | None, change: Figure | None) -> Said:
    one, two = figure(row, "revenue"), figure(other, "revenue")
    if one is None or two is None or not one.interval.meets(two.interval):
        # The second table may be of the main business only; then nothing follows.
        if one is not None and two is not None:
            yield Evidence.WEAK
        return
    if printed is None or change is None:
        return
    if printed.interval.meets(change.interval):
        yield Evidence.STRONG
        return
    message = (
        f"change of the revenue printed {{printed}} here and {change.text} in 营业收入构成, "
        f"for the same revenue of {one.text}"
    )
    yield disagreement(
        row.name,
        message,
        printed,
        change.interval,
        change,
        one,
        two,
        severity="note" if printed.within_one_unit.meets(change.interval) else "warning",
    )


def _example(change: str) -> Facts:
    return segments(
        segment("机械", revenue="80,000,000.00", revenue_change="10.25"),
        segment("机械", table="major", revenue="80,000,000.00", cost="1.00", revenue_change=change),
    )


RULE = Rule(
    code="KL406",
    name="segment in both tables",
    severity="warning",
    checks="A segment with the same revenue in 营业收入构成 and in 占10%以上 has the same change in both.",
    why="格式准则第2号. Which of the two is wrong the pair alone does not say, hence a warning.",
    formula="same breakdown, same name, same revenue ⇒ same change",
    trips=Case("change 10.25% in one table, 12.05% in the other", _example("12.05")),
    holds=Case("change 10.25% in both tables", _example("10.25")),
    apply=lambda facts: gathered(_each(facts), "the change of the revenue"),
)
