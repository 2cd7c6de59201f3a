"""Rows that a report prints in two tables: where one period agrees, the other one does too."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.matching import accused, disagreement
from kunlun_cli.checks.relations.judge import place_of
from kunlun_cli.checks.relations.worksheet import Line, Worksheet
from kunlun_cli.checks.ties import Pair, pairs_of, same, values_of
from kunlun_cli.figures.figure import Figure
from kunlun_cli.figures.slips import likely_slip
from kunlun_cli.forms import load, matches
from kunlun_cli.forms.lines import plain_label

SIGNIFICANT = 6
"""Digits up to the last that is not zero. Of two rows with one name one in a hundred thousand agrees so by chance;
deposits of 108,800.00 stand in the notes of the group and of a subsidiary."""
SURE = 2
"""Other places that print a figure, so that the one which does not is wrong."""


class Row(NamedTuple):
    """A row of a table with the figures of both periods."""

    sheet: Worksheet
    line: Line
    pair: Pair


def judge_rows_twice(facts: Facts) -> Said:
    """The rows of one name in two tables of one scope, outside the statements, of which one period agrees."""
    printed = Counter(values_of(facts.tables))
    for rows in _named(facts).values():
        told: set[tuple[int, int]] = set()
        for one, other in combinations(rows, 2):
            if one.sheet is other.sheet:
                continue
            for said in _judged(one, other, printed):
                at = (one.sheet.schedule.number, one.line.index)
                if not isinstance(said, Finding):
                    yield said
                elif at not in told:
                    told.add(at)
                    yield said


def _named(facts: Facts) -> dict[tuple[str, str], list[Row]]:
    """The rows by scope and name, of names that stand in several tables."""
    lines: dict[tuple[str, str], list[tuple[Worksheet, Line]]] = defaultdict(list)
    pages = {record.source.page for record in facts.statements.records}
    for sheet in facts.tables:
        if sheet.schedule.page not in pages:
            scope = _scope(sheet)
            # A total has the name of its table, not one of its own.
            for line in (line for line in sheet.lines if line.part not in {"total", "subtotal"}):
                lines[scope, plain_label(line.row.label)].append((sheet, line))
    several = {key: found for key, found in lines.items() if len({id(sheet) for sheet, _ in found}) > 1}
    return {key: list(_rows(facts, found)) for key, found in several.items()}


def _scope(sheet: Worksheet) -> str:
    """Whose figures a table has: the parent company's, where a heading or a line above says so."""
    named = (*sheet.schedule.section, sheet.schedule.title or "", *sheet.schedule.lines[-3:])
    return "parent" if any(map(_is_of_parent, named)) else "consolidated"


def _is_of_parent(text: str) -> bool:
    return matches(load("relations")["rows_twice"]["parent"], text)


def _rows(facts: Facts, found: Sequence[tuple[Worksheet, Line]]) -> Iterator[Row]:
    for sheet, line in found:
        pairs = pairs_of(facts, sheet, line)
        yield from (Row(sheet, line, pair) for rest, pair in pairs.items() if not _is_of_parent(rest))


def _judged(one: Row, other: Row, printed: Counter[Fraction]) -> Said:
    """What two rows say of each other, where one of their periods shows that they are one."""
    if one.pair.value is None or other.pair.value is None or one.pair.prior is None or other.pair.prior is None:
        return
    now, then = same(one.pair.value, other.pair.value), same(one.pair.prior, other.pair.prior)
    if now and then:
        if _tells(one.pair.value) and _tells(one.pair.prior):
            yield Evidence.STRONG
    elif now and _tells(one.pair.value) and all(map(_tells, (one.pair.prior, other.pair.prior))):
        yield from _odd(one, other, one.pair.prior, other.pair.prior, printed)
    elif then and _tells(one.pair.prior) and all(map(_tells, (one.pair.value, other.pair.value))):
        yield from _odd(one, other, one.pair.value, other.pair.value, printed)


def _tells(printed: Figure) -> bool:
    steps = abs(Fraction(printed.value)) / printed.unit
    return len(str(int(steps)).rstrip("0")) >= SIGNIFICANT


def _odd(one: Row, other: Row, here: Figure, there: Figure, printed: Counter[Fraction]) -> Said:
    """Two figures that a slip parts; of these the one is odd that stands alone where the other has company."""
    if likely_slip(here, lambda f: same(f, there)) is None and likely_slip(there, lambda f: same(f, here)) is None:
        return
    alone = [printed[Fraction(figure.value)] == 1 for figure in (here, there)]
    if not any(alone):
        return  # each is printed elsewhere too: two figures of one name
    if not alone[0]:
        one, other, here, there = other, one, there, here
    name = one.line.row.label
    message = (
        f"{name} is printed {{printed}} here and {there.text} in another table (page {there.source.page}); "
        "the other period agrees"
    )
    if printed[Fraction(there.value)] >= SURE:
        yield replace(disagreement(name, message, here, there.interval, there), place=place_of(one.sheet))
    else:
        said = accused(name, message.replace("{printed}", here.text), here, there, severity="warning")
        yield replace(said, place=place_of(one.sheet))
