"""KL203: the holders in the order of their shares."""

from __future__ import annotations

from itertools import pairwise

from kunlun_cli.checks.cases import holder, holders
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.matching import places
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import figure
from kunlun_cli.records import Holder


def _apply(facts: Facts) -> Said:
    for table in ("top10", "top10_unrestricted"):
        rows = [row for row in facts.holders.records if row.table == table]
        for before, after in pairwise(rows):
            one, two = figure(before, "shares"), figure(after, "shares")
            if one is None or two is None:
                continue
            if one.value >= two.value:
                yield Evidence.STRONG
            else:
                yield _out_of_order(before, after)


def _out_of_order(before: Holder, after: Holder) -> Finding:
    one, two = figure(before, "shares"), figure(after, "shares")
    return Finding(
        severity="note",
        subject=after.name,
        message=f"{after.name} stands after {before.name} but holds more shares",
        printed=two.text if two else None,
        expected=f"at most {one.text}" if one else None,
        sources=places(two, one),
    )


RULE = Rule(
    code="KL203",
    name="order of the holders",
    severity="note",
    checks="The holders stand in the order of their shares, the largest first.",
    why="前10名股东 are the ten largest. Some filers list holders of preferred or lent shares elsewhere, hence a note.",
    formula="shares of rank k ≥ shares of rank k + 1",
    trips=Case(
        "a holder of 1,000,000 shares before one of 9,000,000",
        holders(holder("甲某", "1,000,000"), holder("乙某", "9,000,000", rank=2)),
    ),
    holds=Case(
        "a holder of 9,000,000 shares before one of 1,000,000",
        holders(holder("乙某", "9,000,000"), holder("甲某", "1,000,000", rank=2)),
    ),
    apply=_apply,
)
