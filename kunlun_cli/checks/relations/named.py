"""Totals that have no word for it: rows that a form makes of others, by their names or by what stands below them."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

from kunlun_cli.checks.relations.readings import Parts, age_within
from kunlun_cli.checks.relations.worksheet import Line
from kunlun_cli.forms import load, matches
from kunlun_cli.forms.lines import plain_label

Total = tuple[Line, Parts]
MOST = 8
"""No form breaks a row down into more rows behind its 其中 than six, and filers seldom into one more."""


def formed(rows: Sequence[Line]) -> Iterator[Total]:
    """What forms make of rows with certain names: from the net profit to the operating cash flow, and net assets."""
    for end, row in enumerate(rows):
        if row.entries:
            for kind, at in _totals(row.row.label):
                parts = (_from_first if kind == "formed" else _what_is_left)(rows, end, load("relations")[kind][at])
                if parts:
                    yield row, parts


@functools.lru_cache(maxsize=8192)
def _totals(label: str) -> tuple[tuple[str, int], ...]:
    """The forms of which a row of this name is the total."""
    forms, name = load("relations"), plain_label(label)
    return tuple((k, i) for k in ("formed", "net") for i, each in enumerate(forms[k]) if matches(each["total"], name))


def _from_first(rows: Sequence[Line], end: int, form: Mapping[str, Any]) -> Parts:
    """All rows from the first one of a form down to its total."""
    begin = next((i for i in range(end - 1, -1, -1) if matches(form["first"], plain_label(rows[i].row.label))), end)
    inside = [row for row in rows[begin:end] if row.entries]
    return tuple((row, -1 if matches(form["less"], row.label) else 1) for row in inside) if len(inside) > 1 else ()


def _what_is_left(rows: Sequence[Line], end: int, form: Mapping[str, Any]) -> Parts:
    """The two rows of a form, the first less the second, where each of its names stands once in the table."""
    named = [[row for row in rows if matches([word], plain_label(row.row.label))] for word in form["parts"]]
    once = sum(matches(form["total"], plain_label(row.row.label)) for row in rows) == 1
    if not once or any(len(found) != 1 or found[0] is rows[end] for found in named):
        return ()
    return tuple((found[0], -1 if i else 1) for i, found in enumerate(named))


def aged(rows: Sequence[Line]) -> Iterator[Total]:
    """Ages that the rows below them break down: 3年以上 of 3至4年, 4至5年 and 5年以上; 1年以内 of months."""
    for i, row in enumerate(rows):
        below = age_within(rows, i)
        if len(below) > 1:
            yield row, tuple((other, 1) for other in below)


def headed(rows: Sequence[Line]) -> Iterator[tuple[Line, list[Parts]]]:
    """Rows behind which a bare 其中 stands, each with all rows up to the next such row, heading or total."""
    heads = [i for i, row in enumerate(rows[:-1]) if row.entries and _is_bare(rows[i + 1]) and _follows(rows, i + 1)]
    for i in heads:
        below = list(takewhile(lambda j: j not in heads and _goes_on(rows, j), range(i + 2, len(rows))))
        inside = tuple((rows[j], 1) for j in below if rows[j].entries)
        if len(inside) > 1 and not any(_is_bare(rows[j]) for j in below):
            yield rows[i], [inside]


def broken_within(rows: Sequence[Line]) -> Iterator[tuple[Line, list[Parts]]]:
    """Rows behind which 其中 stands with a figure, each with the rows from there on, of which any number may be all."""
    for i, row in enumerate(rows[:-1]):
        if row.entries and row.part != "of_which" and rows[i + 1].part == "of_which" and rows[i + 1].entries:
            below = list(
                takewhile(lambda j: rows[j].entries and _goes_on(rows, j), range(i + 1, min(i + MOST, len(rows))))
            )
            inside = tuple((rows[j], 1) for j in below)
            yield row, [inside[:k] for k in range(2, len(inside) + 1)]


def _follows(rows: Sequence[Line], at: int) -> bool:
    """Whether nothing stands between a row and the one before: a heading without figures begins another breakdown."""
    return rows[at].index == rows[at - 1].index + 1


def _goes_on(rows: Sequence[Line], at: int) -> bool:
    return rows[at].part not in {"total", "subtotal"} and _follows(rows, at)


def _is_bare(row: Line) -> bool:
    return row.part == "of_which" and not row.entries
