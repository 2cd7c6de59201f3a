"""KL204: the holders' per cents together."""

from __future__ import annotations

from kunlun_cli.checks.cases import holder, holders
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Said
from kunlun_cli.checks.matching import accused
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import figure, show
from kunlun_cli.figures.interval import total


def _apply(facts: Facts) -> Said:
    rows = [row for row in facts.holders.records if row.table == "top10"]
    figures = [f for row in rows if (f := figure(row, "pct")) is not None]
    if not figures:
        return
    low = total(f.interval for f in figures).low
    if low is None or low <= 100:
        yield Evidence.WEAK
        return
    largest = max(figures, key=lambda f: f.value)
    message = f"the holders' per cents add up to at least {show(low, largest.unit)}"
    yield accused(
        next(row.name for row in rows if figure(row, "pct") == largest),
        message,
        largest,
        *(f for f in figures if f is not largest),
    )


RULE = Rule(
    code="KL204",
    name="holders of more than all shares",
    checks="The per cents of the ten largest holders do not add up to more than 100.",
    why="They are parts of the same total. Agreement is weak: most sums are far below 100.",
    formula="Σ p ≤ 100",
    trips=Case("60.00% and 54.00%", holders(holder("甲某", "600", "60.00"), holder("乙某", "540", "54.00", rank=2))),
    holds=Case("60.00% and 5.40%", holders(holder("甲某", "600", "60.00"), holder("乙某", "54", "5.40", rank=2))),
    apply=_apply,
)
