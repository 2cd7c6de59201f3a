"""The lending tables' figures as stakes in a total, and the holders they are about."""

from __future__ import annotations

import re

from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Said
from kunlun_cli.checks.matching import gathered
from kunlun_cli.checks.shareholding import Stake, fit, holders_rows, judge_odd, judge_stakes, stakes
from kunlun_cli.figures.figure import figure
from kunlun_cli.forms import normal
from kunlun_cli.records import Holder


def lending_rows(facts: Facts, *fields: str) -> list[Stake]:
    """The stakes in fields named without `_shares` and `_pct` (`opening`, `opening_lent`), row by row."""
    return stakes(
        [
            (row.name, figure(row, f"{field}_shares"), figure(row, f"{field}_pct"))
            for row in facts.lending.records
            for field in fields
        ]
    )


def judge_opening(facts: Facts) -> Said:
    """All opening figures against one opening total."""
    yield from judge_stakes(lending_rows(facts, "opening", "opening_lent"), "total shares at the beginning")


def judge_closing(facts: Facts) -> Said:
    """All closing figures against the closing total that the holders' table implies, or else among themselves."""
    held = fit(holders_rows(facts))
    if held is None or len(held.members) < 3 or held.odd:
        rows = lending_rows(facts, "closing", "closing_lent", "closing_total")
        yield from judge_stakes(rows, "total shares at the end")
        return
    for field in ("closing", "closing_lent", "closing_total"):
        said = judge_odd(lending_rows(facts, field), held, "total shares at the end")
        # Most rows of one column are seldom wrong: rather their shares stand in the column beside it.
        yield from gathered(said, "the column of per cents")


def key_of(name: str) -> str:
    """A holder's name as it is compared between tables, which differ in dashes and brackets."""
    return re.sub(r"[^\w]", "", normal(name)).casefold()


def holder_named(facts: Facts, name: str) -> Holder | None:
    """The only row of this holder among the ten largest, or `None`."""
    rows = [r for r in facts.holders.records if r.table == "top10" and key_of(r.name) == key_of(name)]
    return rows[0] if len(rows) == 1 else None
