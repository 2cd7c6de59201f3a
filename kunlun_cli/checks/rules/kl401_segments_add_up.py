"""KL401: the parts of the revenue."""

from __future__ import annotations

from dataclasses import replace

from kunlun_cli.checks.cases import segment, segments
from kunlun_cli.checks.facts import Facts, parts, rows_of, total_row
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.checks.sums import Sum, judge_sum
from kunlun_cli.figures.figure import column, counts_as_zero, figure
from kunlun_cli.figures.interval import total as total_of
from kunlun_cli.records import SegmentRecord


def _apply(facts: Facts) -> Said:
    rows = rows_of(facts, "composition")
    total = total_row(rows)
    if total is None:
        return
    for (dimension, label), group in parts(rows):
        for field in ("revenue", "prior_revenue"):
            whole = figure(total, field)
            figures = [f for row in group if (f := figure(row, field)) is not None]
            if whole is None or not figures or (len(figures) < len(group) and not _blanks_are_none(group, field)):
                continue
            name = label or dimension
            message = f"the rows of {name} add up to {{expected}}, but the total is printed as {{printed}}"
            said = judge_sum(Sum(name, whole, figures, message))
            yield (
                said
                if isinstance(said, Evidence) or _is_proven(said, group, field)
                else replace(said, severity="warning")
            )


def _is_proven(finding: Finding, group: list[SegmentRecord], field: str) -> bool:
    """Whether the rows are all of the revenue: one slip explains the gap to the last place, or the shares add up."""
    shares = column(group, "revenue_share" if field == "revenue" else "prior_share")
    known = [f.interval for f in shares if f is not None]
    return finding.slip is not None or (bool(known) and len(known) == len(group) and 100 in total_of(known))


def _blanks_are_none(group: list[SegmentRecord], field: str) -> bool:
    """Whether cells without a number count as zero."""
    return all(counts_as_zero(row, field) for row in group if figure(row, field) is None)


def _example(other: str) -> Facts:
    return segments(
        segment("营业收入合计", dimension="total", revenue="100,000,000.00"),
        segment("机械", revenue="80,000,000.00"),
        segment("其他", revenue=other),
    )


RULE = Rule(
    code="KL401",
    name="parts of the revenue",
    checks="In 营业收入构成 the rows of each breakdown (industry, product, region, sales model) add up to the total.",
    why="格式准则第2号: each breakdown is of the whole 营业收入. Where neither one slip explains the gap nor the "
    "shares of the rows add up to 100, rows may have been left out, and it is a warning.",
    formula="Σ rows of one breakdown = 营业收入合计, for this year and the year before",
    trips=Case("80,000,000.00 and 2,000,000.00 of 100,000,000.00", _example("2,000,000.00")),
    holds=Case("80,000,000.00 and 20,000,000.00 of 100,000,000.00", _example("20,000,000.00")),
    apply=_apply,
)
