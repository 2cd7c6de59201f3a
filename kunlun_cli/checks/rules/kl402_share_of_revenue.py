"""KL402: a segment's share of the revenue."""

from __future__ import annotations

from kunlun_cli.checks.cases import segment, segments
from kunlun_cli.checks.facts import Facts, rows_of, total_row
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.matching import SEVERITY_OF, Match, disagreement, evidence, gathered, match
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import Figure, column, figure
from kunlun_cli.records import SegmentRecord


def _each(facts: Facts) -> Said:
    rows = rows_of(facts, "composition")
    total = total_row(rows)
    if total is None:
        return
    for amount, share in (("revenue", "revenue_share"), ("prior_revenue", "prior_share")):
        whole = figure(total, amount)
        if whole is None or whole.value <= 0:
            continue
        for row, part, printed in zip(rows, column(rows, amount), column(rows, share), strict=True):
            if part is not None and printed is not None and row is not total:
                yield _judge(row, printed, part, whole)


def _judge(row: SegmentRecord, printed: Figure, part: Figure, whole: Figure) -> Finding | Evidence:
    computed = part.interval / whole.interval * 100
    found = match(printed, computed)
    # Shares are often set so that they add up to 100.00, which moves the last place.
    if found is Match.MEETS:
        return evidence(printed, computed)
    message = f"share of the revenue printed {{printed}}, but {part.text} of {whole.text} is {{expected}}%"
    return disagreement(
        row.name,
        message,
        printed,
        computed,
        part,
        whole,
        severity="note" if found is not Match.APART else SEVERITY_OF[found],
    )


def _example(share: str) -> Facts:
    return segments(
        segment("营业收入合计", dimension="total", revenue="100,000,000.00", revenue_share="100"),
        segment("机械", revenue="81,250,000.00", revenue_share=share),
    )


RULE = Rule(
    code="KL402",
    name="share of the revenue",
    checks="Each segment's 占营业收入比重 is its revenue over the total, for this year and the year before. The last "
    "place off by one is a note: many filers make the column add up to 100.00.",
    why="格式准则第2号.",
    formula="part / total × 100",
    trips=Case("81,250,000.00 of 100,000,000.00 printed as 18.25%", _example("18.25")),
    holds=Case("81,250,000.00 of 100,000,000.00 printed as 81.25%", _example("81.25")),
    apply=lambda facts: gathered(_each(facts), "the share of the revenue"),
)
