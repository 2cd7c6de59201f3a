"""Sheets of two sides without ruling lines: assets on the left, liabilities on the right, each read by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from kunlun_cli.forms.lines import is_known
from kunlun_cli.records.filing import Problem
from kunlun_cli.tables.table import Cell, Row, Table
from kunlun_cli.tables.unruled.bands import heads_labels
from kunlun_cli.tables.unruled.pieces import Piece, Strip
from kunlun_cli.tables.unruled.regions import NEAR, names_columns, stops

# Where no heading says so, so many lines of the forms stand right behind figures: in a sheet of one side none does.
BEHIND = 3
# A heading of two sides has so many columns of labels.
PAIR = 2
# What reaches so far over the middle, in points, is a title above both sides.
OVER = 1.0
# Rows of the two sides are one where they share so much of the lower one's height: beside a label on two lines stands
# one on one line.
SHARED = 0.5


class Halves(NamedTuple):
    """A page's lines, those of its sheets of two sides parted.

    `left` has all other lines too; `tops` are where such sheets begin.
    """

    left: list[Strip]
    right: list[Strip]
    tops: list[float]
    begun: float | None
    """Where the sheet at the page's head is parted: its heading may stand at the foot of the page before."""
    middle: float | None
    """Where the sheet at the page's foot is parted: it may go on overleaf."""


def parted_pages(pages: Sequence[tuple[int, Sequence[Strip]]]) -> list[Halves]:
    """The lines of each page, given with its number, those of sheets of two sides parted.

    A sheet is parted as on the page before; where that page has nothing of it but its heading, that is parted as the
    sheet is.
    """
    out: list[Halves] = []
    before: float | None = None
    for i, (number, strips) in enumerate(pages):
        follows = i > 0 and number == pages[i - 1][0] + 1
        middle = out[-1].middle if follows else None
        own = halves(strips, middle)
        if follows and middle is None and own.begun is not None:
            out[-1] = halves(pages[i - 1][1], before, own.begun)
        out.append(own)
        before = middle
    return out


def halves(strips: Sequence[Strip], middle: float | None = None, overleaf: float | None = None) -> Halves:
    """A page's lines parted.

    Args:
        strips: its lines.
        middle: where the sheet at the foot of the page before is parted.
        overleaf: where the one at the head of the next page is.
    """
    left: list[Strip] = []
    right: list[Strip] = []
    tops: list[float] = []
    begun: float | None = None
    parts = list(_parts(strips))
    for i, part in enumerate(parts):
        middle = _middle(part) or middle
        if middle is None and i == len(parts) - 1 and any(map(_heads_two, part)):
            middle = overleaf
        first, end = _extent(part, middle) if middle is not None else (len(part), len(part))
        begun = middle if i == first == 0 else begun
        left += part[:first]
        if middle is not None and first < end:
            own = part[first:end]
            tops.append(own[0].top)
            left += half(own, middle, right=False)
            right += half(own, middle, right=True)
        left += part[end:]
        middle = middle if first < end == len(part) else None
    return Halves(left, right, tops, begun, middle)


def half(strips: Iterable[Strip], middle: float | None, *, right: bool) -> list[Strip]:
    """What some lines have on one side of the middle of a sheet; without a middle all is on the left."""
    if middle is None:
        return [] if right else list(strips)
    sides = ([p for p in strip.pieces if (p.cx >= middle) == right] for strip in strips)
    return [Strip(tuple(pieces)) for pieces in sides if pieces]


def beside_none(
    right: Iterable[Strip], box: tuple[float, float], tables: Sequence[tuple[float, float]], page: int
) -> list[Problem]:
    """The figures on the right side of a sheet beside a table of the left one that are in no table of the right one.

    Args:
        right: the lines of the right side.
        box: the upper and the lower side of the table on the left.
        tables: those of the tables on the right.
        page: the page's number.
    """
    lost = [
        piece.text
        for strip in right
        for piece in strip.pieces
        if piece.is_figure and _is_inside(strip, box) and not any(_is_inside(strip, each) for each in tables)
    ]
    message = f"figures right of this table are in none of its columns: {' '.join(lost)}"
    return [Problem("unaccounted", message, page)] if lost else []


def _is_inside(strip: Strip, box: tuple[float, float]) -> bool:
    return box[0] <= (strip.top + strip.bottom) / 2 <= box[1]


def _parts(strips: Sequence[Strip]) -> Iterator[Sequence[Strip]]:
    """Lines between those that are in no table, and these one by one."""
    begin = 0
    for i, strip in enumerate(strips):
        if stops(strip):
            yield from [strips[begin:i]] if begin < i else []
            yield strips[i : i + 1]
            begin = i + 1
    yield from [strips[begin:]] if begin < len(strips) else []


def _middle(part: Sequence[Strip]) -> float | None:
    """Where the two sides of a sheet part: between the figures of the left one and the labels of the right one."""
    behind = [(a, b) for s in part for a, b in pairwise(s.pieces) if a.is_figure and _is_line(b)]
    if len(behind) < (1 if any(map(_heads_two, part)) else BEHIND):
        return None
    start = min(b.x0 for _, b in behind)
    if not any(p.is_figure and p.x0 > start for s in part for p in s.pieces):
        return None  # a column of words that are lines of the form, and no side of a sheet: it has no figures
    figures = max(p.x1 for s in part for p in s.pieces if p.is_figure and p.x1 <= start)
    rows = [s for s in part if not names_columns(s)]
    texts = (p.x0 for s in rows for p in s.pieces if not (p.is_figure or p.is_note) and p.x0 >= figures)
    start = min(texts)
    end = max(p.x1 for s in part for p in s.pieces if p.x1 <= start)
    return (start + end) / 2


def _heads_two(strip: Strip) -> bool:
    """Whether a line is the heading of two columns of labels, with others behind: 资产 期末余额 负债 期末余额."""
    heads = [i for i, piece in enumerate(strip.pieces) if heads_labels(piece)]
    return len(heads) == PAIR and 1 < heads[1] < len(strip.pieces) - 1 and names_columns(strip)


def _is_line(piece: Piece) -> bool:
    return not (piece.is_figure or piece.is_note) and is_known(piece.text)


def _extent(part: Sequence[Strip], middle: float) -> tuple[int, int]:
    """The first line of a sheet of two sides, and the end of its lines: no piece of them stands on both sides."""
    over = [i for i, s in enumerate(part) if any(p.x0 < middle - OVER and p.x1 > middle + OVER for p in s.pieces)]
    beside = [i for i, s in enumerate(part) if {p.cx < middle for p in s.pieces} == {True, False} and i not in over]
    if not beside:
        return len(part), len(part)
    first = max((i + 1 for i in over if i < beside[0]), default=0)
    while first < beside[0] and part[first + 1].top - part[first].bottom > NEAR * part[first].size:
        first += 1
    return first, min((i for i in over if i > first), default=len(part))


def side_by_side(left: tuple[Table, int], right: tuple[Table, int]) -> Table:
    """The table of two sides; each is given with how many rows its heading has."""
    (one, heads), (other, others) = left, right
    pairs = [(_at(one.rows[:heads], i), _at(other.rows[:others], i)) for i in range(max(heads, others))]
    pairs += _paired(one.rows[heads:], other.rows[others:])
    rows = (_joined(i, *pair, (one.rows[-1], other.rows[-1])) for i, pair in enumerate(pairs))
    doubts = tuple(dict.fromkeys((*one.doubts, *other.doubts)))
    return one._replace(rows=tuple(rows), doubts=doubts)


def _at(rows: Sequence[Row], i: int) -> Row | None:
    return rows[i] if i < len(rows) else None


def _paired(left: Sequence[Row], right: Sequence[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """The rows of both sides from top to bottom, those at one height together."""
    i = k = 0
    while i < len(left) or k < len(right):
        one, other = _at(left[i:], 0), _at(right[k:], 0)
        if one is not None and other is not None and _beside(one, other):
            yield one, other
            i, k = i + 1, k + 1
        elif other is None or (one is not None and (one.page, one.top) <= (other.page, other.top)):
            yield one, None
            i += 1
        else:
            yield None, other
            k += 1


def _beside(one: Row, other: Row) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return one.page == other.page and shared > SHARED * min(one.bottom - one.top, other.bottom - other.top)


def _joined(index: int, left: Row | None, right: Row | None, alike: tuple[Row, Row]) -> Row:
    """A row of both sides; where one has none, its cells are blank, and else as in a row of its side `alike`."""
    own = [row for row in (left, right) if row is not None]
    top, bottom = min(row.top for row in own), max(row.bottom for row in own)
    sides = [given or _blank(row, own[0]) for given, row in zip((left, right), alike, strict=True)]
    width = len(alike[0].cells)
    cells = [c._replace(row=index, col=c.col + i * width) for i, side in enumerate(sides) for c in side.cells]
    return Row(index, tuple(cells), own[0].page, top, bottom)


def _blank(row: Row, at: Row) -> Row:
    """A row without text, with the columns of one and at the height of another."""
    cells = (Cell("", 0, c.col, 1, 1, at.page, (c.bbox[0], at.top, c.bbox[2], at.bottom)) for c in row.cells)
    return replace(at, cells=tuple(cells))
