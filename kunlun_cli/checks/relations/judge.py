"""One kind of relation over every table of a filing, as a rule asks for it."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Finding, Verified
from kunlun_cli.checks.relations.findings import told
from kunlun_cli.checks.relations.shares import Known, judge_shares
from kunlun_cli.checks.relations.verdict import Broken, Held, Unsure, Verdict
from kunlun_cli.checks.relations.worksheet import Worksheet
from kunlun_cli.figures.figure import Figure, figure

NOTE = 2
"""Headings that lead to a note: the chapter of the notes, and its own."""


def shares_of_printed(facts: Facts) -> Iterator[Finding | Evidence | Verified]:
    """What is to be said of the shares in all tables; their bases may stand in the statements or beside them."""
    wholes, standing = Wholes(facts), Standing(facts)
    for sheet in facts.tables:
        yield from _of_table(sheet, list(judge_shares(sheet, wholes.of(sheet))), standing)


class Wholes:
    """The figures of a filing of which a table's shares may be: totals of its note, and all of the statements."""

    def __init__(self, facts: Facts) -> None:
        """Take them from the tables and statements."""
        self._stated = statement_figures(facts)
        self._notes = _totals_by_note(facts)
        self._units: dict[Decimal | None, list[Known]] = {None: []}

    def of(self, sheet: Worksheet) -> list[Known]:
        """Those of one table, in its unit; without its own totals, which it has already."""
        factor = sheet.schedule.factor
        if factor is not None and factor not in self._units:
            scaled = (f.with_value(f.value / factor, f.unit / Fraction(factor)) for f in self._stated)
            self._units[factor] = list(map(_known, scaled))
        beside = [known for other, known in self._notes[_note(sheet)] if other is not sheet]
        return [*beside, *self._units[factor]]


def _known(printed: Figure) -> Known:
    return Known(float(printed.value), printed)


def _note(sheet: Worksheet) -> tuple[tuple[str, ...], Decimal | None]:
    """The note that a table belongs to, and its unit."""
    return sheet.schedule.section[:NOTE], sheet.schedule.factor


def _totals_by_note(facts: Facts) -> dict[tuple[object, ...], list[tuple[Worksheet, Known]]]:
    """The totals of all tables, each with its table."""
    out: dict[tuple[object, ...], list[tuple[Worksheet, Known]]] = defaultdict(list)
    for sheet in facts.tables:
        for line in sheet.lines if sheet.schedule.section else ():
            if line.part in {"total", "subtotal"}:
                found = (e for c, e in line.entries.items() if c in sheet.additive)
                out[_note(sheet)] += [(sheet, _known(sheet.figure(e))) for e in found]
    return out


def over_tables(
    judge: Callable[[Worksheet], Iterable[Verdict]],
) -> Callable[[Facts], Iterator[Finding | Evidence | Verified]]:
    """What a rule says of a filing: of each of its tables what `judge` says."""

    def apply(facts: Facts) -> Iterator[Finding | Evidence | Verified]:
        standing = Standing(facts)
        for sheet in facts.tables:
            yield from _of_table(sheet, list(judge(sheet)), standing)

    return apply


class Standing:
    """How often a figure stands in the tables of a report, counted when first asked."""

    def __init__(self, facts: Facts) -> None:
        """Take the tables."""
        self._facts = facts

    @functools.cached_property
    def _times(self) -> Counter[Decimal]:
        cells = (e.cell for sheet in self._facts.tables for line in sheet.lines for e in line.entries.values())
        return Counter(cell.value for cell in cells if cell.value is not None)

    def __call__(self, value: Decimal) -> int:
        """The times."""
        return self._times[value]


def _of_table(
    sheet: Worksheet, verdicts: Sequence[Verdict], standing: Standing
) -> Iterator[Finding | Evidence | Verified]:
    broken: list[Broken] = []
    held = sum(v.count for v in verdicts if isinstance(v, Held))
    untold = sum(isinstance(v, Unsure) for v in verdicts)
    if held or untold:
        yield Verified(sheet.schedule.number, sheet.schedule.title or "", sheet.schedule.page, held, untold)
    for verdict in verdicts:
        match verdict:
            case Held(count=count):
                yield from [Evidence.STRONG] * count
            case Unsure():
                yield Evidence.UNTOLD
            case Broken():
                broken.append(verdict)
            case Finding():
                yield replace(verdict, place=place_of(sheet))
    yield from (replace(finding, place=place_of(sheet)) for finding in told(sheet, broken, standing))


def place_of(sheet: Worksheet) -> str:
    """Where a table stands: the widest heading above it, the nearest one, and its number."""
    schedule = sheet.schedule
    named = (*schedule.section[:1], *schedule.section[-1:], schedule.title or "")
    return " · ".join((*filter(None, dict.fromkeys(named)), f"[{schedule.number}]"))


def statement_figures(facts: Facts) -> list[Figure]:
    """All figures of the statements, in yuan."""
    found = (figure(record, period) for record in facts.statements.records for period in ("value", "prior"))
    return [f for f in found if f is not None and f.value]
