"""Which rows may make a total: every way in which the rows above it can be read."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, product, takewhile

from kunlun_cli.checks.relations.worksheet import Line
from kunlun_cli.forms import load, matches

Parts = tuple[tuple[Line, int], ...]
"""Rows with the sign that each has in a total."""

MOST_WITHIN = 6
"""No form breaks a row down into more rows than this behind its 其中."""
# Figures that are all whole thousands may be printed in another unit than the sums of their parts.
ROUND = 1000
TWO = 2
"""Two subtotals and nothing else are, in tables of currencies and of net positions, what is owned and what is owed."""
FREE_GROUPS = 2
"""Up to so many groups behind 其中 each may have a length of its own; more of them share one."""


def choices(rows: Sequence[Line], columns: Sequence[int]) -> list[Parts]:
    """The rows above a total as they may count, without those that only break another down; each with its signs.

    `columns` are those whose figures add up.
    """
    out: dict[tuple[tuple[int, int], ...], Parts] = {}
    for kept in (*_kept(rows), *_without_children(rows, columns), *_without_ages(rows)):
        for signs in signs_of(kept):
            parts = tuple(zip(kept, signs, strict=True))
            out.setdefault(tuple((row.index, sign) for row, sign in parts), parts)
    return list(out.values())


def signs_of(rows: Sequence[Line]) -> Iterator[Sequence[int]]:
    """The signs that rows may have in a total: as 减 says, or as losses among gains and debts below assets have."""
    form = load("relations")["rows"]
    if any(row.part == "less" for row in rows):
        yield [-1 if row.part == "less" else 1 for row in rows]
        yield _less_from_there(rows)
    elif any(matches(form["gain"], row.label) for row in rows):
        yield [-1 if matches(form["loss"], row.label) else 1 for row in rows]
    if [row.part for row in rows].count("subtotal") == len(rows) == TWO:
        yield [1, -1]
    yield [1] * len(rows)


def _less_from_there(rows: Sequence[Line]) -> list[int]:
    """Minus for every row from 减 on to the next 加 or total, as the forms word it before the first of them alone."""
    out, sign = [], 1
    for row in rows:
        if row.part in {"less", "add", "total", "subtotal"}:
            sign = -1 if row.part == "less" else 1
        out.append(sign)
    return out


def _kept(rows: Sequence[Line]) -> Iterator[Sequence[Line]]:
    yield rows
    for level in sorted({row.row.level for row in rows})[:-1]:
        yield [row for row in rows if row.row.level <= level]
    yield from _without_within(rows)
    totals = [row for row in rows if row.part in {"total", "subtotal"}]
    if len(totals) >= 2:
        yield totals
        last = rows.index(totals[-1])
        yield [*totals, *rows[last + 1 :]]


def _without_within(rows: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """The rows without those behind 其中, of which nothing says how many there are."""
    begins = [i for i, row in enumerate(rows) if row.part == "of_which"]
    if not begins:
        return
    free = product(range(MOST_WITHIN + 1), repeat=len(begins))
    same: Iterable[tuple[int, ...]] = ((q,) * len(begins) for q in range(1, MOST_WITHIN + 1))
    for lengths in free if len(begins) <= FREE_GROUPS else same:
        out = {i + j for i, q in zip(begins, lengths, strict=True) for j in range(q)}
        yield [row for i, row in enumerate(rows) if i not in out]


def _without_children(rows: Sequence[Line], columns: Sequence[int]) -> Iterator[Sequence[Line]]:
    """The rows without those that add up to the row above them: 3年以上, and below it 3至4年 and 5年以上."""
    children: set[int] = set()
    for i, row in enumerate(rows):
        if i in children or not row.entries:
            continue
        count = _children(rows[i + 1 : i + 1 + MOST_WITHIN], row, columns)
        children |= set(range(i + 1, i + 1 + count))
    if children:
        yield [row for i, row in enumerate(rows) if i not in children]


def _without_ages(rows: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """The rows without the ages that only break down the one above them, whatever they add up to."""
    within = {row.index for i in range(len(rows)) for row in age_within(rows, i)}
    if within:
        yield [row for row in rows if row.index not in within]


def age_within(rows: Sequence[Line], at: int) -> list[Line]:
    """The ages below a row that break it down: 3至4年, 4至5年 and 5年以上 that of 3年以上, months the first year."""
    label = rows[at].label
    begin = _begins(label)
    if begin is None and not _is_within_age(rows[at + 1].label if at + 1 < len(rows) else ""):
        return []
    below = list(takewhile(lambda other: other.entries and _is_within_age(other.label), rows[at + 1 :]))
    if begin is not None and below and below[0].label.startswith(begin):
        return below
    # Months below a year end where years begin again.
    months = list(takewhile(lambda other: _is_of_months(other.label), below))
    return months if matches(load("relations")["rows"]["first_year"], label) else []


@functools.lru_cache(maxsize=1024)
def _begins(label: str) -> str | None:
    """The age from which a row goes on without an end."""
    found = re.match(load("relations")["rows"]["age_open"], label)
    return found[1] if found else None


@functools.lru_cache(maxsize=1024)
def _is_within_age(label: str) -> bool:
    return matches(load("relations")["rows"]["age"], label)


def _is_of_months(label: str) -> bool:
    return _is_within_age(label) and matches(load("relations")["rows"]["months"], label)


def _children(below: Sequence[Line], row: Line, columns: Sequence[int]) -> int:
    """How many of the rows below a row, two at least, add up to it in every column; 0 where none do."""
    printed = [c for c in columns if c in row.entries and row.entries[c].value]
    # Round amounts add up to each other by chance, as grants do.
    if all((row.entries[c].cell.value or 0) % ROUND == 0 for c in printed):
        return 0
    for count in range(2, len(below) + 1):
        made = [sum(r.entries[c].value for r in below[:count] if c in r.entries) for c in printed]
        if made and all(value == row.entries[c].value for value, c in zip(made, printed, strict=True)):
            return count
    return 0


@functools.lru_cache(maxsize=8192)
def stage(label: str) -> str | None:
    """What a row is in a roll-forward that stands upright: opening, increase, decrease or closing."""
    form = load("relations")["rows"]
    return next((s for s in ("opening", "closing", "change", "increase", "decrease") if matches(form[s], label)), None)


def roll_forward(rows: Sequence[Line], target: Line) -> list[Parts]:
    """The rows that make a closing balance: the opening one above it and what came and went between."""
    if stage(target.label) != "closing":
        return []
    openings = _openings(rows)
    if not openings:
        return []
    begin = openings[-1]
    between = rows[begin + 1 :]
    heads = [(row, s) for row in between if row.entries and (s := stage(row.label)) in {"increase", "decrease"}]
    out: list[Parts] = []
    changes = [row for row in between if row.entries and stage(row.label) == "change"]
    if len(changes) == 1:
        return [((rows[begin], 1), (changes[0], 1))]
    if heads:
        out.append(((rows[begin], 1), *((row, 1 if s == "increase" else -1) for row, s in heads)))
    out.append(((rows[begin], 1), *_signed(between)))
    # 调整前上期末未分配利润 and what it was adjusted by are the opening where none is printed as adjusted.
    unadjusted = [row for i, row in enumerate(rows) if i > openings[0] and i not in openings]
    for first, moved in ((begin, between), (openings[0], unadjusted)):
        out.append(((rows[first], 1), *((row, -1 if row.part == "less" else 1) for row in moved)))
        out.append(((rows[first], 1), *zip(moved, _less_from_there(moved), strict=True)))
    return out


def _openings(rows: Sequence[Line]) -> list[int]:
    """Where the opening balances above a closing one stand, those of another account left out."""
    stages = [stage(row.label) for row in rows]
    last = max((i for i, s in enumerate(stages) if s == "closing"), default=-1)
    return [i for i, s in enumerate(stages) if s == "opening" and i > last]


def _signed(rows: Sequence[Line]) -> Iterator[tuple[Line, int]]:
    """The rows below their heads 本期增加 and 本期减少, with the sign of the head."""
    sign = 1
    for row in rows:
        found = stage(row.label)
        if found in {"increase", "decrease"} and (row.row.heading or not row.entries):
            sign = 1 if found == "increase" else -1
            continue
        yield row, -1 if found == "decrease" else sign


def broken_down(rows: Sequence[Line]) -> list[tuple[Line, Parts]]:
    """The rows 本期增加 and 本期减少, each with the rows below it that it is made of."""
    out: list[tuple[Line, Parts]] = []
    heads = [i for i, row in enumerate(rows) if stage(row.label) is not None]
    for i, end in pairwise([*heads, len(rows)]):
        if stage(rows[i].label) in {"increase", "decrease"} and end - i > 2:
            out.append((rows[i], tuple((row, 1) for row in rows[i + 1 : end])))
    return out


def movements(rows: Sequence[Line]) -> list[tuple[Line, Parts]]:
    """In the statement of changes in equity all movements, and each of them, with the rows that they are made of."""
    begin = next((i for i, row in enumerate(rows) if stage(row.label) == "change"), None)
    if begin is None:
        return []
    end = next((i for i in range(begin, len(rows)) if stage(rows[i].label) == "closing"), len(rows))
    out: list[tuple[Line, Parts]] = []
    for i in range(begin, end):
        depth = rows[i].row.level
        below = list(takewhile(lambda row, depth=depth: row.row.level > depth, rows[i + 1 : end]))  # type: ignore[misc]
        if below:
            out.append((rows[i], tuple((row, 1) for row in below if row.row.level == min(r.row.level for r in below))))
    return out


def carried(rows: Sequence[Line]) -> list[tuple[Line, Parts]]:
    """Carrying amounts (期末账面价值): the cost less depreciation and impairment, each a balance above."""
    out: list[tuple[Line, Parts]] = []
    for at in ("closing", "opening"):
        balances = [row for row in rows if stage(row.label) == at and "账面价值" not in row.label]
        target = [row for row in rows if "账面价值" in row.label and stage(row.label.replace("账面价值", "余额")) == at]
        if len(target) == 1 and 2 <= len(balances) <= 4 and all(b.index < target[0].index for b in balances):
            out.append((target[0], tuple((row, -1 if i else 1) for i, row in enumerate(balances))))
    return out
