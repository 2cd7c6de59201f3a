"""Rows that a report prints in two tables, under one name or two: where one period agrees, the other one does too."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, permutations
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
SHARED = 7
"""Digits of a figure that rows of two names share. In 18 reports some 11,000 pairs of rows share so long a figure in
both periods and 816 in one alone, as a part and its whole do; no such slip parts any of these."""
ROUNDINGS = 10
"""Units that sums of roundings differ by at most: 206,436,059.66 and .67, 9,738,084.82 and .81 are usual."""
SMALL = 1000
"""The part of a figure below which no row of its own is printed."""
SURE = 2
"""Other places that print a figure, so that the one which does not is wrong."""


class Row(NamedTuple):
    """A row of a table with the figures of both periods, the group's or the parent company's, and its name."""

    scope: str
    name: str
    sheet: Worksheet
    line: Line
    pair: Pair


def judge_rows_twice(facts: Facts) -> Said:
    """The rows of one name in two tables of one scope, outside the statements, of which one period agrees."""
    printed, every = Counter(values_of(facts.tables)), list(_rows(facts))
    yield from _renamed(every, printed)
    for rows in _named(every):
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


def _rows(facts: Facts) -> Iterator[Row]:
    """The rows of all tables outside the statements."""
    pages = {record.source.page for record in facts.statements.records}
    for sheet in facts.tables:
        if sheet.schedule.page not in pages:
            scope = _scope(sheet)
            for line in sheet.lines:
                pairs = pairs_of(facts, sheet, line) if len(line.entries) > 1 else {}
                name = plain_label(line.row.label)
                yield from (
                    Row(scope, name, sheet, line, pair) for rest, pair in pairs.items() if not _is_of_parent(rest)
                )


def _named(every: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows of one name in one scope, where it stands in several tables."""
    rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in every:
        # A total has the name of its table, not one of its own.
        if row.line.part not in {"total", "subtotal"}:
            rows[row.scope, row.name].append(row)
    yield from (found for found in rows.values() if len({id(row.sheet) for row in found}) > 1)


def _renamed(every: Sequence[Row], printed: Counter[Fraction]) -> Said:
    """Rows of two names that share a long figure in one period: in the other one a slip that leaves no doubt."""
    rows: dict[tuple[str, str, Fraction], list[Row]] = defaultdict(list)
    for row in every:
        for period, known in zip(Pair._fields, row.pair, strict=True):
            if known is not None and _tells(known, SHARED):
                rows[row.scope, period, Fraction(known.value)].append(row)
    for (_, period, _), found in rows.items():
        other = next(name for name in Pair._fields if name != period)
        alone = [row for row in found if sum(row.sheet is each.sheet for each in found) == 1]
        for one, two in permutations(alone, 2):
            if one.name != two.name:
                yield from _slipped(one, two, other, printed)


def _slipped(one: Row, other: Row, period: str, printed: Counter[Fraction]) -> Said:
    """A figure that stands nowhere else, beside one that stands in two places, of which it is a slip."""
    here, there = getattr(one.pair, period), getattr(other.pair, period)
    sure = printed[Fraction(here.value)] == 1 and printed[Fraction(there.value)] >= SURE
    if not sure or not _tells(here, SHARED):
        return
    slip = likely_slip(here, lambda f: same(f, there))
    off = abs(Fraction(here.value - there.value))
    # What one digit parts may be a whole and a part without a round row; so small a row would not be printed.
    small = slip == "digit_changed" and ROUNDINGS * here.unit < off < abs(Fraction(here.value)) / SMALL
    if slip == "digits_swapped" or small:
        message = (
            f"{one.line.row.label} is printed {{printed}} here and {there.text} in another table "
            f"(page {there.source.page}); the other period agrees"
        )
        said = disagreement(one.line.row.label, message, here, there.interval, there, severity="warning")
        yield replace(said, place=place_of(one.sheet))


def _scope(sheet: Worksheet) -> str:
    """Whose figures a table has: the parent company's, where a heading or a line above says so."""
    named = (*sheet.schedule.section, sheet.schedule.title or "", *sheet.schedule.lines[-3:])
    return "parent" if any(map(_is_of_parent, named)) else "consolidated"


def _is_of_parent(text: str) -> bool:
    return matches(load("relations")["rows_twice"]["parent"], text)


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


def _tells(printed: Figure, digits: int = SIGNIFICANT) -> bool:
    steps = abs(Fraction(printed.value)) / printed.unit
    return len(str(int(steps)).rstrip("0")) >= digits


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
