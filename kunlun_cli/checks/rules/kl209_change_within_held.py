"""KL209: the change in a holder's shares."""

from __future__ import annotations

from kunlun_cli.checks.cases import holder, holders
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Said
from kunlun_cli.checks.matching import accused
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import figure


def _apply(facts: Facts) -> Said:
    for row in facts.holders.records:
        change, held = figure(row, "change"), figure(row, "shares")
        if change is None or held is None:
            continue
        if change.value <= held.value:
            yield Evidence.WEAK
            continue
        message = f"an increase of {change.text} shares to {held.text} would mean fewer than none before"
        yield accused(row.name, message, change, held, expected=f"at most {held.text}")


RULE = Rule(
    code="KL209",
    name="increase above the shares held",
    checks="A holder's increase in the period is not more than the shares held at its end.",
    why="The difference is what was held at the beginning. Agreement is weak evidence.",
    formula="held - change ≥ 0",
    trips=Case("an increase of 12,000,000 to 1,200,000", holders(holder("甲某", "1,200,000", change="12,000,000"))),
    holds=Case("an increase of 200,000 to 1,200,000", holders(holder("甲某", "1,200,000", change="200,000"))),
    apply=_apply,
)
