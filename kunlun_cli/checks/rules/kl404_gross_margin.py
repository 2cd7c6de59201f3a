"""KL404: a segment's gross margin."""

from __future__ import annotations

from kunlun_cli.checks.cases import segment, segments
from kunlun_cli.checks.facts import Facts, rows_of
from kunlun_cli.checks.finding import Said
from kunlun_cli.checks.matching import Match, cuts_off, disagreement, evidence, gathered, match, severity_of
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import column


def _each(facts: Facts) -> Said:
    rows = rows_of(facts, "major")
    columns = (column(rows, name) for name in ("gross_margin", "revenue", "cost"))
    cells = [
        (row, printed, revenue, cost, -(cost.interval / revenue.interval - 1) * 100)
        for row, printed, revenue, cost in zip(rows, *columns, strict=True)
        if printed is not None and revenue is not None and cost is not None and revenue.value > 0
    ]
    cut_off = cuts_off((printed, computed) for _, printed, _, _, computed in cells)
    for row, printed, revenue, cost, computed in cells:
        found = match(printed, computed)
        if found is Match.MEETS:
            yield evidence(printed, computed)
            continue
        message = f"gross margin printed {{printed}}, but costs of {cost.text} on {revenue.text} leave {{expected}}%"
        yield disagreement(
            row.name, message, printed, computed, revenue, cost, severity=severity_of(found, cut_off=cut_off)
        )


def _example(margin: str) -> Facts:
    row = segment("机械", table="major", revenue="80,000,000.00", cost="52,000,000.00", gross_margin=margin)
    return segments(row)


RULE = Rule(
    code="KL404",
    name="gross margin",
    checks="Each segment's printed 毛利率 follows from its revenue and its costs.",
    why="格式准则第2号.",
    formula="(revenue - costs) / revenue × 100",
    trips=Case("costs of 52,000,000.00 on 80,000,000.00, margin printed 53.00%", _example("53.00")),
    holds=Case("costs of 52,000,000.00 on 80,000,000.00, margin printed 35.00%", _example("35.00")),
    apply=lambda facts: gathered(_each(facts), "the gross margin"),
)
