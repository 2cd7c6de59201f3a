"""Columns made of others: totals, carrying amounts, and closing balances of opening ones and what moved them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, pairwise, permutations, product

from kunlun_cli.checks.relations.verdict import Broken, Held, Verdict
from kunlun_cli.checks.relations.worksheet import Entry, Line, Worksheet, untimed
from kunlun_cli.forms import load, matches, normal

MOST_COLUMNS = 16
"""The statement of changes in equity has fifteen; wider tables are two side by side."""
MOST_MOVEMENTS = 7
"""So many columns of movements at most may each have a sign of their own; the forms have six."""
ENOUGH = 3
"""Rows that confirm a relation of columns."""
PAIR = 2
"""Rows of the shortest table of which another period's columns can confirm a relation."""
MANY = 6
"""Rows for each that fails, where no heading says what the column is made of."""
SURE = 10
"""Rows that confirm a relation so well that a failure needs no slip to explain it."""

HUNDRED = 200
"""Steps in a hundred last places: what is off by less in two rows is off by roundings, or by an added cent."""

Terms = tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Made:
    """A column as the signed sum of others, with the rows in which that tells something, and where it fails."""

    target: int
    terms: Terms
    telling: list[Line] = field(default_factory=list)
    same: int = 0
    """Rows in which only one of the others is printed, and the target is that."""
    failing: list[Line] = field(default_factory=list)
    kin: list[Made] = field(default_factory=list)
    """The same relation among the columns of the other period."""

    @property
    def follow(self) -> int:
        """Rows that follow it and tell something, of this period and the other one."""
        return len(self.telling) + sum(len(other.telling) for other in self.kin)

    @property
    def zero_sum(self) -> frozenset[tuple[int, int]]:
        """The relation whichever of its columns is called the target."""
        signed = {*self.terms, (self.target, -1)}
        turned = frozenset((c, -s) for c, s in signed)
        return min(frozenset(signed), turned, key=sorted)


def judge_columns(sheet: Worksheet) -> Iterator[Verdict]:
    """Says of every column that is made of others in which rows it is not."""
    lines = [line for line in sheet.lines if sheet.adds_up(line)]
    tried = list(_candidates(sheet, lines))
    families = _families(sheet, tried)
    for made in tried:
        made.kin = [other for other in families.get(_family(sheet, made), ()) if other is not made]
    found = [made for made in tried if _is_confirmed(sheet, made)]
    once: dict[frozenset[tuple[int, int]], Made] = {}
    for made in found:
        other = once.get(made.zero_sum)
        if other is None or _rank(sheet, made) > _rank(sheet, other):
            once[made.zero_sum] = made
    kept = list(once.values())
    accused: set[tuple[int, int]] = set()
    for made in kept:
        cells = ((line.index, c) for line in made.telling for c in _columns(made) if c in line.entries)
        yield Held("column", len(made.telling), frozenset(cells))
        rivals = [m for m in kept if m is not made and _columns(m) & _columns(made) and len(m.telling) >= ENOUGH]
        for first, second, column in (*_moved(made), *_exchanged(made)):
            if (first.index, made.target) in accused:
                continue
            accused |= {(first.index, made.target), (second.index, made.target)}
            yield replace(
                _broken(sheet, first, made), column=column, computed=0, half=0, moved=second, needs_slip=False
            )
        for line in made.failing:
            if line.doubted & set(sheet.additive) or _is_of_others(sheet, line, made) or _is_transferred(line, made):
                continue
            if made.follow < SURE and _rolls(sheet, made) and _holds_turned(line, made):
                continue
            if (line.index, made.target) in accused:
                continue
            if any(_holds(line, rival) and _replaces(rival, made) for rival in rivals):
                yield replace(_broken(sheet, line, made), excused=True)
                continue
            accused.add((line.index, made.target))
            yield _broken(sheet, line, made)


def _exchanged(made: Made) -> Iterator[tuple[Line, Line, int]]:
    """Two rows, one below the other, that fail, and hold with the figures of one column exchanged."""
    signs = {**dict(made.terms), made.target: -1}
    for first, second in pairwise(made.failing):
        (gap_one, half_one), (gap_two, half_two) = (gap(line, made.target, made.terms) for line in (first, second))
        if second.index - first.index > 1 or abs(gap_one + gap_two) > half_one + half_two:
            continue
        for column, sign in signs.items():
            if column in first.entries and column in second.entries:
                apart = sign * (first.entries[column].value - second.entries[column].value)
                if abs(gap_one + apart) <= half_one and abs(gap_two - apart) <= half_two:
                    yield first, second, column
                    break


Family = tuple[str, frozenset[tuple[str, int]]]


def _family(sheet: Worksheet, made: Made) -> Family | None:
    """What the headings say of a relation besides the period; `None` where it is not of one period."""
    periods = {sheet.schedule.columns[c].period for c in _columns(made)}
    if len(periods) > 1 or None in periods:
        return None
    return untimed(sheet.names[made.target]), frozenset((untimed(sheet.names[c]), s) for c, s in made.terms)


def _families(sheet: Worksheet, tried: Sequence[Made]) -> dict[Family | None, list[Made]]:
    out: dict[Family | None, list[Made]] = defaultdict(list)
    for made in tried:
        family = _family(sheet, made)
        if family is not None:
            out[family].append(made)
    return out


def _moved(made: Made) -> Iterator[tuple[Line, Line, int]]:
    """Two rows that fail by the same figure, which stands in the first of them and is missing in the second."""
    for first, second in permutations(made.failing, 2):
        gaps = [gap(line, made.target, made.terms)[0] for line in (first, second)]
        if gaps[0] + gaps[1]:
            continue
        for column in (c for c, _ in made.terms if c in first.entries and c not in second.entries):
            if abs(first.entries[column].value) == abs(gaps[0]):
                yield first, second, column


def _rank(sheet: Worksheet, made: Made) -> tuple[bool, int, bool, int]:
    """Which column is the target: the later balance, that of the most rows, one whose heading says so, the last."""
    says_so = matches(load("relations")["columns"]["made"], sheet.names[made.target])
    return _is_later(sheet, made), len(made.telling) + made.same, says_so, made.target


def _is_later(sheet: Worksheet, made: Made) -> bool:
    """Whether the target is a balance of a later day than one of the others, which moved until then."""
    periods = [sheet.schedule.columns[c].period for c, _ in made.terms]
    last = sheet.schedule.columns[made.target].period
    days = [period for period in periods if isinstance(period, dt.date)]
    if isinstance(last, dt.date):
        return bool(days) and last > max(days)
    return _rolls(sheet, made)


def _columns(made: Made) -> frozenset[int]:
    return frozenset({made.target, *(c for c, _ in made.terms)})


def _replaces(rival: Made, made: Made) -> bool:
    """Whether a relation may be what is meant where another fails: it speaks of all its columns, or of the target."""
    return made.target in _columns(rival) and (_columns(made) <= _columns(rival) or rival.target == made.target)


def _candidates(sheet: Worksheet, lines: Sequence[Line]) -> Iterator[Made]:
    columns = sheet.additive[:MOST_COLUMNS]
    if len(columns) < ENOUGH or len(lines) < PAIR:
        return
    # What no heading names may be anything: two halves of a figure, a column of the table beside it.
    for target in (c for c in columns if sheet.names[c]):
        for terms in _terms(sheet, columns, target):
            made = _tried(target, terms, lines)
            if made is not None and (made.telling or made.failing):  # most are of columns that are empty in all rows
                yield made


def _terms(sheet: Worksheet, columns: Sequence[int], target: int) -> Iterator[Terms]:
    at = columns.index(target)
    for a, b in combinations([c for c in columns if c != target], 2):
        yield (a, 1), (b, -1)
        yield (b, 1), (a, -1)
        # The adjustment stands behind the balance that it makes.
        if target > b or target < a or matches(load("relations")["columns"]["made"], sheet.names[b]):
            yield (a, 1), (b, 1)
    for first in range(at):
        window = columns[first:at]
        if len(window) >= ENOUGH:
            yield tuple((c, 1) for c in window)
            if any(_is_within(sheet, c) for c in window):
                yield tuple((c, 1) for c in window if not _is_within(sheet, c))
            if any(_is_less(sheet, c) for c in window):
                yield tuple((c, -1 if _is_less(sheet, c) else 1) for c in window)
            if any(is_between(sheet, c) for c in window):
                yield tuple((c, -1 if is_between(sheet, c) else 1) for c in window)
            if len(window) <= MOST_MOVEMENTS and _begins(sheet, window[0]) and _ends(sheet, target):
                for signs in product((1, -1), repeat=len(window) - 1):
                    yield ((window[0], 1), *zip(window[1:], signs, strict=True))
    for last in range(at + ENOUGH, len(columns)):
        yield tuple((c, 1) for c in columns[at + 1 : last + 1])


def _is_less(sheet: Worksheet, column: int) -> bool:
    return matches(load("relations")["columns"]["less"], sheet.names[column])


def is_between(sheet: Worksheet, column: int) -> bool:
    """Whether a column holds what goes between the others: 分部间抵销."""
    return matches(load("relations")["columns"]["between"], sheet.names[column])


def _is_within(sheet: Worksheet, column: int) -> bool:
    """Whether a column is part of the one before it: 其中：限售股."""
    heading = sheet.schedule.columns[column].heading
    return bool(heading) and matches(load("relations")["rows"]["within"], normal(heading[-1]))


def _begins(sheet: Worksheet, column: int) -> bool:
    return matches(load("relations")["columns"]["opening"], sheet.names[column])


def _ends(sheet: Worksheet, column: int) -> bool:
    return matches(load("relations")["columns"]["closing"], sheet.names[column])


def gap(line: Line, target: int, terms: Terms) -> tuple[int, int]:
    """How much a row's target is more than its terms, and how much of that their roundings can make."""
    entry = line.entries[target]
    found = [(line.entries[c], s) for c, s in terms if c in line.entries]
    return entry.value - sum(s * e.value for e, s in found), entry.half + sum(e.half for e, _ in found)


def _holds(line: Line, made: Made) -> bool:
    if made.target not in line.entries:
        return False
    diff, half = gap(line, made.target, made.terms)
    return abs(diff) <= half


def _holds_turned(line: Line, made: Made) -> bool:
    """Whether a row holds with other signs of its movements, which few rows do not tell for sure."""
    first, *movements = made.terms
    for signs in product((1, -1), repeat=len(movements)):
        diff, half = gap(line, made.target, (first, *((c, s) for (c, _), s in zip(movements, signs, strict=True))))
        if abs(diff) <= half:
            return True
    return False


def _tried(target: int, terms: Terms, lines: Sequence[Line]) -> Made | None:
    made = Made(target, terms)
    columns = {target, *(c for c, _ in terms)}
    for line in lines:
        entry = line.entries.get(target)
        if entry is None or not line.doubted.isdisjoint(columns):
            continue
        # As `gap` has it, without lists: of a report some ten thousand relations are tried in every row.
        diff, half, values = entry.value, entry.half, []
        for column, sign in terms:
            other = line.entries.get(column)
            if other is not None:
                diff -= sign * other.value
                half += other.half
                if other.value:
                    values.append(sign * other.value)
        if not values:
            continue
        if abs(diff) > half:
            made.failing.append(line)
            if len(made.failing) > max(1, len(made.telling) // 4 + 2):
                return None
        elif entry.value in values:
            made.same += 1
        elif len(values) > 1 and entry.value and 20 * half <= abs(entry.value):
            made.telling.append(line)
    return made


def _is_confirmed(sheet: Worksheet, made: Made) -> bool:
    family = (made, *made.kin)
    # Two rows exchanged are one slip, and a telling one: each follows with the figure of the other.
    exchanged = sum(len(list(_exchanged(one))) for one in family)
    different = PAIR * exchanged + sum(len({_values(line, one) for line in one.telling}) for one in family)
    failing = sum(len(one.failing) for one in family) - exchanged
    if failing > 0 == different:
        return False
    follow = made.follow + PAIR * exchanged
    licensed = _is_licensed(sheet, made)
    if licensed and different and different + made.same >= SURE * max(failing, 1):
        return True
    if different >= failing and (_is_said(sheet, made) or _is_of_group(sheet, made) or _is_formed(sheet, made)):
        return True
    if different < ENOUGH or failing * ENOUGH > follow:
        return False
    return licensed or follow >= MANY * max(failing, 1)


def _values(line: Line, made: Made) -> tuple[tuple[int, int], ...]:
    return tuple(sorted((c, line.entries[c].value) for c in _columns(made) if c in line.entries))


def _is_said(sheet: Worksheet, made: Made) -> bool:
    """Whether the headings say all of a roll-forward: the balances, and of every movement between them its sign."""
    form = load("relations")["columns"]
    columns = [c for c in sheet.additive if made.terms[0][0] <= c <= made.target]
    if len(columns) != len(_columns(made)) or not _begins(sheet, made.terms[0][0]) or not _ends(sheet, made.target):
        return False
    signs = {1: form["adds"], -1: form["takes"]}
    return all(
        matches(signs[s], sheet.names[c]) and not matches(signs[-s], sheet.names[c]) for c, s in made.terms[1:]
    ) and not any(matches(form["beside"], name) for name in sheet.names)


def _is_of_group(sheet: Worksheet, made: Made) -> bool:
    """Whether the headings say all of a total: it is that of all columns under one heading, and of no other ones."""
    heads = [column.heading for column in sheet.schedule.columns]
    group = heads[made.target][:-1]
    inside = frozenset(c for c in sheet.additive if heads[c][: len(group)] == group)
    return (
        bool(group)
        and _columns(made) == inside
        and all(sign == (-1 if _is_less(sheet, c) else 1) for c, sign in made.terms)
        and not any(_is_within(sheet, c) for c in inside)
        and matches(load("relations")["columns"]["made"], normal(heads[made.target][-1]))
    )


def _is_formed(sheet: Worksheet, made: Made) -> bool:
    """Whether the forms make such a column of such others, by their headings: 资产合计 of 流动资产 and 非流动资产."""
    signs: dict[int, list[str]] = {1: [], -1: []}
    for column, sign in made.terms:
        signs[sign].append(untimed(sheet.names[column]))
    for form in load("relations")["made_of"]:
        pairs = ((form["adds"], signs[1]), (form["takes"], signs[-1]))
        if matches(form["total"], untimed(sheet.names[made.target])) and all(
            len(words) == len(names) and all(any(matches([word], name) for name in names) for word in words)
            for words, names in pairs
        ):
            return True
    return False


def _is_licensed(sheet: Worksheet, made: Made) -> bool:
    """Whether the headings say that one of the columns is made of the others."""
    form = load("relations")["columns"]
    return any(matches(form["made"], sheet.names[c]) for c in _columns(made)) or _rolls(sheet, made)


def _rolls(sheet: Worksheet, made: Made) -> bool:
    """Whether the headings make it a roll-forward, of which movements may stand outside the table."""
    return _ends(sheet, made.target) and any(_begins(sheet, c) for c, _ in made.terms)


def rolls_forward(sheet: Worksheet, line: Line) -> bool:
    """Whether a row's closing balance is its opening one and what moved it, whatever the signs, and that tells."""
    ends = [c for c in sheet.additive if _ends(sheet, c)]
    begins = [c for c in sheet.additive if _begins(sheet, c)]
    if len(ends) != 1 or len(begins) != 1 or ends[0] not in line.entries or ends[0] - begins[0] > MOST_MOVEMENTS + 1:
        return False
    terms = tuple((c, 1) for c in sheet.additive if begins[0] <= c < ends[0])
    made = Made(ends[0], terms)
    return sum(bool(line.entries[c].value) for c, _ in terms if c in line.entries) > 1 and _holds_turned(line, made)


def _is_of_others(sheet: Worksheet, line: Line, made: Made) -> bool:
    """Whether what is missing stands in a column of the row that the relation leaves out."""
    diff, half = gap(line, made.target, made.terms)
    known = _columns(made)
    others = [e.value for c, e in line.entries.items() if c not in known and c in sheet.additive]
    return any(abs(diff - s * v) <= half for v in (*others, sum(others)) if v for s in (1, -1))


def _is_transferred(line: Line, made: Made) -> bool:
    """Whether another row has too much of what this one lacks: it went from row to row, in no column of the table."""
    diff, half = gap(line, made.target, made.terms)
    others = (gap(other, made.target, made.terms) for other in made.failing if other is not line)
    return abs(diff) >= HUNDRED and any(abs(diff + more) <= half + most for more, most in others)


def _broken(sheet: Worksheet, line: Line, made: Made) -> Broken:
    diff, half = gap(line, made.target, made.terms)
    entries: list[Entry] = [line.entries[c] for c, _ in made.terms if c in line.entries]
    return Broken(
        "column",
        line,
        made.target,
        line.entries[made.target].value - diff,
        half,
        tuple(entries),
        confirmed=tuple(other.index for other in made.telling),
        follow=made.follow + made.same,
        terms=made.terms,
        needs_slip=made.follow < (SURE if _rolls(sheet, made) else ENOUGH),
    )
