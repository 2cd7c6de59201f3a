"""From columns and rows of texts to the table that a form with ruled lines would give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kunlun_cli.forms import normal
from kunlun_cli.pages.assemble import join_lines
from kunlun_cli.tables.latin import cut_word
from kunlun_cli.tables.table import Cell, Row, Table
from kunlun_cli.tables.text.names import nature_within
from kunlun_cli.tables.text.stream import RawLine
from kunlun_cli.tables.text.values import NUMERIC, cost
from kunlun_cli.tables.text.vocabulary import Leaf

# Text in reading order has no widths: each column is given the same.
WIDTH = 100.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands: its page and its first and last line."""

    page: int = 1
    top: int = 0
    bottom: int = 0

    @classmethod
    def of(cls, lines: Sequence[RawLine]) -> Place:
        """The place of some lines; only those on the first one's page count."""
        if not lines:
            return cls()
        here = [line.number for line in lines if line.page == lines[0].page]
        return cls(lines[0].page, min(here), max(here))


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a cell to be: its lines and its place."""

    parts: tuple[str, ...] = ()
    place: Place | None = None
    doubt: str = ""
    """Why its column cannot be told, where it cannot."""

    @property
    def text(self) -> str:
        """The lines joined."""
        return join_lines(self.parts, word_breaks=[cut_word(a, b) for a, b in pairwise(self.parts)])


@dataclass(frozen=True, slots=True)
class Entry:
    """A row to be: texts by column; `wide` for one cell over all columns."""

    cells: tuple[Text, ...]
    wide: bool = False
    after_break: bool = False


def with_nature(entry: Entry, leaves: Sequence[Leaf]) -> Entry:
    """The row, a nature that stands in the name's cell in its own, where that is blank."""
    column = next((i for i, leaf in enumerate(leaves) if leaf.type == "nature"), 0)
    found = nature_within(entry.cells[0].parts) if column and not entry.wide else None
    if found is None or leaves[0].type != "name" or entry.cells[column].parts:
        return entry
    cells, place = list(entry.cells), entry.cells[0].place
    cells[0], cells[column] = Text(found[0], place), Text((found[1],), place)
    return Entry(tuple(cells), after_break=entry.after_break)


def with_state(entry: Entry, leaves: Sequence[Leaf]) -> Entry:
    """The row, a state and its number that stand behind another figure in their own cells, where these are blank.

    Where one holder alone has pledged shares, nothing but the words tells their columns from the one before.
    """
    states = (i for i, pair in enumerate(pairwise(leaves)) if [leaf.type for leaf in pair] == ["state", "count"])
    column = next(states, 0)
    if not column or entry.wide or any(cell.parts for cell in entry.cells[column : column + 2]):
        return entry
    for i, (cell, leaf) in enumerate(zip(entry.cells[:column], leaves, strict=False)):
        words = cell.parts[0].split() if len(cell.parts) == 1 and leaf.type in NUMERIC else []
        kinds = (leaf.type, "state", "count")
        if len(words) == len(kinds) and all(cost(k, normal(w)) is not None for k, w in zip(kinds, words, strict=True)):
            cells = list(entry.cells)
            cells[i], cells[column], cells[column + 1] = (Text((word,), cell.place) for word in words)
            return replace(entry, cells=tuple(cells))
    return entry


def _cell(text: Text, row: int, col: int, colspan: int, rowspan: int, fallback: Place) -> Cell:
    place = text.place or fallback
    box = (col * WIDTH, float(place.top), (col + colspan) * WIDTH, float(place.bottom + 1))
    return Cell(text.text, row, col, rowspan, colspan, place.page, box, text.parts, text.doubt)


def _row(index: int, cells: Sequence[Cell], place: Place, *, after_break: bool = False) -> Row:
    return Row(index, tuple(cells), place.page, float(place.top), float(place.bottom + 1), after_break)


def heading_rows(columns: Sequence[Leaf], place: Place, first: int) -> list[Row]:
    """The heading: one row, or two where some columns share a wide heading."""
    deep = any(len(c.path) > 1 for c in columns)
    upper: list[Cell] = []
    lower: list[Cell] = []
    col = 0
    while col < len(columns):
        leaf = columns[col]
        span = 1
        while leaf.group >= 0 and col + span < len(columns) and columns[col + span].group == leaf.group:
            span += 1
        tall = 2 if deep and len(leaf.path) == 1 else 1
        upper.append(_cell(Text((leaf.path[0],)), first, col, span, tall, place))
        lower += [
            _cell(Text((columns[k].path[1],)), first + 1, k, 1, 1, place)
            for k in range(col, col + span)
            if len(columns[k].path) > 1
        ]
        col += span
    rows = [_row(first, upper, place)]
    return [*rows, _row(first + 1, lower, place)] if lower else rows


def entry_rows(entries: Sequence[Entry], n: int, place: Place, first: int) -> list[Row]:
    """The rows below a heading of `n` columns."""
    out = []
    for i, entry in enumerate(entries):
        places = [t.place for t in entry.cells if t.place]
        at = places[0] if places else place
        if entry.wide:
            cells = [_cell(entry.cells[0], first + i, 0, n, 1, at)]
        elif len(entry.cells) < n:
            # A label and its text: the last cell takes what is left.
            last = len(entry.cells) - 1
            cells = [_cell(t, first + i, k, n - last if k == last else 1, 1, at) for k, t in enumerate(entry.cells)]
        else:
            cells = [_cell(t, first + i, k, 1, 1, at) for k, t in enumerate(entry.cells)]
        out.append(_row(first + i, cells, at, after_break=entry.after_break))
    return out


def table(parts: Sequence[tuple[Sequence[Leaf], Place, Sequence[Entry]]], titles: Sequence[str] = ()) -> Table:
    """One table of several headings, each with its rows."""
    rows: list[Row] = []
    for columns, place, entries in parts:
        if columns:
            rows += heading_rows(columns, place, len(rows))
        width = len(columns) or max((len(e.cells) for e in entries), default=1)
        rows += entry_rows(entries, width, place, len(rows))
    return Table(tuple(rows), tuple(titles), layout="aligned")
