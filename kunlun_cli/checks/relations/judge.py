"""One kind of relation over every table of a filing, as a rule asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Finding, Verified
from kunlun_cli.checks.relations.findings import told
from kunlun_cli.checks.relations.shares import judge_shares
from kunlun_cli.checks.relations.verdict import Broken, Held, Unsure, Verdict
from kunlun_cli.checks.relations.worksheet import Worksheet
from kunlun_cli.figures.figure import Figure, figure

NOTE = 2
"""Headings that lead to a note: the chapter of the notes, and its own."""


def shares_of_printed(facts: Facts) -> Iterator[Finding | Evidence | Verified]:
    """What is to be said of the shares in all tables; their bases may stand in the statements or beside them."""
    known = statement_figures(facts)
    for sheet in facts.tables:
        yield from _of_table(sheet, list(judge_shares(sheet, [*_totals_beside(facts, sheet), *_in_unit(known, sheet)])))


def _in_unit(known: Sequence[Figure], sheet: Worksheet) -> list[Figure]:
    factor = sheet.schedule.factor
    return [f.with_value(f.value / factor, f.unit / Fraction(factor)) for f in known] if factor else []


def _totals_beside(facts: Facts, sheet: Worksheet) -> Iterator[Figure]:
    """The totals of the tables of the same note and of the same unit."""
    section, factor = sheet.schedule.section[:NOTE], sheet.schedule.factor
    for other in facts.tables if section else ():
        if other is not sheet and (other.schedule.section[:NOTE], other.schedule.factor) == (section, factor):
            totals = (line for line in other.lines if line.part in {"total", "subtotal"})
            yield from (other.figure(e) for line in totals for c, e in line.entries.items() if c in other.additive)


def over_tables(
    judge: Callable[[Worksheet], Iterable[Verdict]],
) -> Callable[[Facts], Iterator[Finding | Evidence | Verified]]:
    """What a rule says of a filing: of each of its tables what `judge` says."""

    def apply(facts: Facts) -> Iterator[Finding | Evidence | Verified]:
        for sheet in facts.tables:
            yield from _of_table(sheet, list(judge(sheet)))

    return apply


def _of_table(sheet: Worksheet, verdicts: Sequence[Verdict]) -> Iterator[Finding | Evidence | Verified]:
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
                yield verdict
    yield from told(sheet, broken)


def statement_figures(facts: Facts) -> list[Figure]:
    """All figures of the statements, in yuan."""
    found = (figure(record, period) for record in facts.statements.records for period in ("value", "prior"))
    return [f for f in found if f is not None and f.value]
