"""KL207: a holder in both tables of holders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kunlun_cli.checks.cases import holder, holders
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.matching import accused
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import Figure, figure
from kunlun_cli.figures.slips import likely_slip
from kunlun_cli.forms import normal
from kunlun_cli.records import Holder


def _apply(facts: Facts) -> Said:
    said = list(_each(facts))
    above = [s for s in said if isinstance(s, Finding) and s.severity == "error"]
    # Several at once are names that stand one row off their figures, not slips of several figures.
    yield from (s for s in said if len(above) < MANY or s not in above)
    if len(above) >= MANY:
        yield _off(above)


MANY = 2
"""Holders with more unrestricted shares than are held: two slips of one kind in ten rows have one cause."""


def _off(above: Sequence[Finding]) -> Finding:
    """One warning on all of them, and on what else rests on their figures."""
    rows = "、".join(f"{f.subject} {f.message}" for f in above)
    sources = tuple(dict.fromkeys(place for f in above for place in f.sources))
    return replace(
        above[0],
        severity="warning",
        message=f"names seem to stand a row off their figures in one of the tables: {rows}",
        sources=sources,
        expected=None,
        slip=None,
        shared=True,
    )


def _each(facts: Facts) -> Said:
    top = _by_name(facts, "top10")
    for name, rows in _by_name(facts, "top10_unrestricted").items():
        # A name that stands in a table twice holds several classes of shares.
        if len(rows) == 1 and len(top.get(name, [])) == 1:
            yield from _judge(top[name][0], rows[0])


def _by_name(facts: Facts, table: str) -> dict[str, list[Holder]]:
    rows: dict[str, list[Holder]] = {}
    for row in facts.holders.records:
        if row.table == table:
            rows.setdefault(normal(row.name), []).append(row)
    return rows


def _judge(row: Holder, unrestricted: Holder) -> Said:
    held, part, free = figure(row, "shares"), figure(row, "restricted_shares"), figure(unrestricted, "shares")
    if held is None or free is None:
        return
    if free.value > held.value:
        yield _finding(row, free, held, part, above=True)
    elif part is not None:
        agree = part.value + free.value == held.value
        yield Evidence.STRONG if agree else _finding(row, free, held, part, above=False)
    else:
        yield Evidence.WEAK


def _finding(row: Holder, free: Figure, held: Figure, part: Figure | None, *, above: bool) -> Finding:
    expected = held.value - (part.value if part else 0)
    restricted = f" and {part.text} restricted" if part else ""
    message = f"{free.text} unrestricted shares, but {held.text} held{restricted}"
    return accused(
        row.name,
        message,
        free,
        held,
        part,
        severity="error" if above else "warning",
        expected=f"{expected:,f}",
        slip=likely_slip(free, lambda f: f.value == expected),
    )


_ROW = holder("甲某", "1,200,000", restricted_shares="900,000")


def _example(shares: str) -> Facts:
    return holders(_ROW, holder("甲某", shares, table="top10_unrestricted"))


RULE = Rule(
    code="KL207",
    name="unrestricted and restricted shares",
    checks="A holder's unrestricted shares in the second table and restricted ones in the first add up to those held; "
    "more unrestricted shares than are held is an error.",
    why="格式准则第2号: 前10名无限售条件股东 lists the unrestricted part of what the same holder has in 前10名股东.",
    formula="unrestricted + restricted = held; unrestricted ≤ held",
    trips=Case("1,200,000 held, 900,000 restricted, 3,000,000 unrestricted", _example("3,000,000")),
    holds=Case("1,200,000 held, 900,000 restricted, 300,000 unrestricted", _example("300,000")),
    apply=_apply,
)
