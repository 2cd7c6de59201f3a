"""KL206: pledged, marked and frozen shares are part of those held."""

from __future__ import annotations

from dataclasses import replace

from kunlun_cli.checks.cases import holder, holders
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.matching import places
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import figure
from kunlun_cli.records import Source


def _apply(facts: Facts) -> Said:
    for row in facts.holders.records:
        held = figure(row, "shares")
        if row.table != "top10" or held is None:
            continue
        for pledge in row.pledges or ():
            if pledge.shares is None:
                continue
            # Each state by itself: the same share may be pledged and frozen at once.
            if 0 <= pledge.shares <= held.value:
                yield Evidence.STRONG
                continue
            place = row.cells.get("pledges") or Source(row.source.page)
            printed = f"{pledge.shares:,f}"
            yield Finding(
                severity="error",
                subject=row.name,
                message=f"{printed} shares {pledge.state} of {held.text} held",
                printed=printed,
                expected=f"at most {held.text}",
                sources=(replace(place, text=place.text or printed), *places(held)),
            )


RULE = Rule(
    code="KL206",
    name="pledged shares above those held",
    checks="The shares pledged, marked or frozen are, for each state, not more than the shares held.",
    why="格式准则第2号, 第3号: 质押、标记或冻结情况 is of the shares in the same row.",
    formula="0 ≤ pledged ≤ held",
    trips=Case("质押 5,000,000 of 1,200,000 held", holders(holder("甲某", "1,200,000", pledged="5,000,000"))),
    holds=Case("质押 500,000 of 1,200,000 held", holders(holder("甲某", "1,200,000", pledged="500,000"))),
    apply=_apply,
)
