"""How a sheet fits a terminal: the widths of its columns, wrapping, and bands where it is too wide."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from kunlun_cli.render.clean import clean
from kunlun_cli.render.numbers import grouped
from kunlun_cli.render.sheet import Column, Kind, Row, Sheet
from kunlun_cli.render.wrap import Measure

TEXT_COMFORT = 34
"""Columns that the first text column should have, before secondary columns make room for it."""
TEXT_MIN = 22
"""Columns that it gets at least, before the table is cut into bands: eleven Chinese characters."""
SIDE_MIN = 14
"""Columns for any other text: seven Chinese characters; more where a figure is longer, as none is cut."""
FIGURE_MAX = 24
"""Columns of the longest figure that is kept whole in text: a bank's total in fen, with its commas and sign."""
# Columns between two cells, of a bar at its full length, and of one step to the right.
GAP = 2
BAR = 12
NULL = "–"
INDENT = 2
INDENTED = frozenset({"name", "title", "label"})
"""Columns whose text moves to the right by its row's depth."""


def written(row: Row, column: Column) -> str:
    """A cell as a reader sees it; what is not disclosed as a dash among numbers, as nothing in text."""
    value = row.values.get(column.key)
    match value:
        case None:
            return NULL if column.kind.numeric and column.key in row.values else ""
        case bool():
            return "yes" if value else "no"
        case Decimal() | int():
            return row.prefixes.get(column.key, "") + grouped(value, column.kind) + row.suffixes.get(column.key, "")
        case str():
            return "\n".join(clean(line) for line in value.split("\n"))


def is_fixed(column: Column) -> bool:
    """Whether the column never wraps: numbers, and the page."""
    return column.kind.numeric or column.key == "where"


def bands(sheet: Sheet, width: int, measure: Measure) -> list[Sheet]:
    """The sheet as it is where it fits, else narrowed, else cut into bands that repeat the first text."""
    for narrower in (sheet, without_bars(sheet)):
        if _needed(narrower, narrower.columns, TEXT_COMFORT, measure) <= width:
            return [narrower]
    sheet = _folded(without_bars(sheet))
    if _needed(sheet, sheet.columns, TEXT_MIN, measure) <= width:
        return [sheet]
    head = sheet.columns[: _text_index(sheet) + 1]
    tail = tuple(column for column in sheet.columns[len(head) :] if column.key == "where")
    middle = sheet.columns[len(head) : len(sheet.columns) - len(tail)]

    def fits(cut: Sequence[Column]) -> bool:
        return len(cut) <= 1 or _needed(sheet, (*head, *cut, *tail), TEXT_MIN, measure) <= width

    return [replace(sheet, columns=(*head, *cut, *tail)) for cut in _cuts(middle, fits)]


def _cuts(columns: Sequence[Column], fits: Callable[[Sequence[Column]], bool]) -> list[Sequence[Column]]:
    """The columns in runs that fit: cut between their bands first, and evenly inside one if need be."""
    groups = [list(group) for _, group in itertools.groupby(columns, key=lambda column: column.band)]
    runs: list[Sequence[Column]] = []
    for group in groups:
        if runs and fits([*runs[-1], *group]):
            runs[-1] = [*runs[-1], *group]
        else:
            runs += _even(group, fits)
    return runs


def _even(columns: Sequence[Column], fits: Callable[[Sequence[Column]], bool]) -> list[Sequence[Column]]:
    for count in range(1, len(columns)):
        size = -(-len(columns) // count)
        runs = [columns[start : start + size] for start in range(0, len(columns), size)]
        if all(map(fits, runs)):
            return runs
    return [[column] for column in columns]


def widths(sheet: Sheet, width: int, measure: Measure) -> list[int]:
    """The width of each column: numbers whole, text as wide as there is room, headings last."""
    first = sheet.columns[_text_index(sheet)]
    least = [_width(sheet, c, TEXT_MIN if c is first else _side(sheet, c), measure) for c in sheet.columns]
    room = width - sum(least) - GAP * (len(least) - 1)
    order = sorted(range(len(least)), key=lambda i: (is_fixed(sheet.columns[i]), sheet.columns[i] is not first))
    for index in order:
        column = sheet.columns[index]
        whole = max(_width(sheet, column, width, measure), measure(column.heading))
        more = max(0, min(room, whole - least[index]))
        least[index] += more
        room -= more
    return least


def _text_index(sheet: Sheet) -> int:
    return next((i for i, column in enumerate(sheet.columns) if column.kind is Kind.TEXT), 0)


def without_bars(sheet: Sheet) -> Sheet:
    """The sheet without what draws figures that stand in another column."""
    return replace(sheet, columns=tuple(c for c in sheet.columns if c.kind is not Kind.BAR and c.key != "spark"))


def _folded(sheet: Sheet) -> Sheet:
    """Secondary columns moved under the first column of text."""
    moved = [column for column in sheet.columns if column.secondary]
    if not moved:
        return sheet
    main = sheet.columns[_text_index(sheet)].key
    rows = []
    for row in sheet.rows:
        under = [clean(str(row.values[c.key])) for c in moved if row.values.get(c.key) is not None]
        text = clean(str(row.values.get(main) or ""))
        rows.append(replace(row, values={**row.values, main: "\n".join([text, "; ".join(under)]) if under else text}))
    kept = tuple(column for column in sheet.columns if not column.secondary)
    return replace(sheet, columns=kept, rows=tuple(rows))


def _needed(sheet: Sheet, columns: Sequence[Column], text: int, measure: Measure) -> int:
    """Columns of the terminal that a table needs, with `text` of them for its first text at most."""
    first = sheet.columns[_text_index(sheet)]
    each = [_width(sheet, column, text if column is first else _side(sheet, column), measure) for column in columns]
    return sum(each) + GAP * (len(each) - 1)


def _side(sheet: Sheet, column: Column) -> int:
    """What a column of text beside the first one should have: room for its longest figure."""
    words = (word for row in sheet.rows for word in written(row, column).split())
    figures = (len(word) for word in words if word.isascii() and any(map(str.isdigit, word)))
    return max(SIDE_MIN, min(FIGURE_MAX, max(figures, default=0)))


def _width(sheet: Sheet, column: Column, limit: int, measure: Measure) -> int:
    if column.kind is Kind.BAR:
        return BAR
    heading = max(map(measure, column.heading.split()), default=0)
    cells = (measure(line) for row in sheet.rows for line in written(row, column).split("\n"))
    widest = max(cells, default=0) + (INDENT * max(row.depth for row in sheet.rows) if column.key in INDENTED else 0)
    return max(heading, widest if is_fixed(column) else min(widest, limit))
