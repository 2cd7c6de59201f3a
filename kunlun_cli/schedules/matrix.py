"""A stitched table as a matrix: one set of columns for all its pages, by the edges that their cells share.

Pages of one table are drawn anew: margins are mirrored, cells are padded by further rules, a heading's cells
are split by none. So columns are the fewest that part every two cells of a row in which something is printed.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise, takewhile
from typing import NamedTuple

from kunlun_cli.figures.numbers import is_number
from kunlun_cli.tables.table import Cell, Row, Table

# No column of a report is narrower, in points: edges closer than this are the two sides of a padded rule.
NARROW = 6.0


class Placed(NamedTuple):
    """A cell and the columns that it covers: from `first` to before `end`."""

    first: int
    end: int
    cell: Cell


class MatrixRow(NamedTuple):
    """A row: its inked cells by the columns that they cover, and the row as drawn."""

    cells: tuple[Placed, ...]
    row: Row

    @property
    def texts(self) -> tuple[str, ...]:
        """What is printed in it, left to right."""
        return tuple(p.cell.text for p in self.cells)


class Matrix(NamedTuple):
    """Rows over one set of columns; `edges` are their sides on the table's first page."""

    edges: tuple[float, ...]
    rows: tuple[MatrixRow, ...]

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.edges) - 1


Sides = tuple[int, int, Cell]
"""An inked cell and the groups of edges that are its left and its right side."""


def matrix(table: Table) -> Matrix:
    """The table's rows over one set of columns; blank rows are left out.

    Edges of aligned tables are exact: none of them are made one.
    """
    moved = _moved(table.rows)
    groups = _groups(table.rows, moved, 0.0 if table.layout == "aligned" else NARROW)
    starts = [g[0] for g in groups]
    rows = [(row, list(_inked(row, starts, moved[row.page]))) for row in table.rows]
    kept = _parting([sides for _, sides in rows], len(groups) - 1)
    edges = tuple(sum(groups[i]) / len(groups[i]) for i in kept)
    return Matrix(edges, tuple(MatrixRow(_placed(sides, kept), row) for row, sides in rows if sides))


def narrowed(rows: Sequence[MatrixRow], width: int) -> tuple[tuple[MatrixRow, ...], int]:
    """Some rows of a matrix over the columns that they need themselves, and how many these are."""
    sides = [[(p.first, p.end, p.cell) for p in row.cells] for row in rows]
    kept = _parting(sides, width)
    own = tuple(row._replace(cells=_placed(cells, kept)) for row, cells in zip(rows, sides, strict=True))
    return own, len(kept) - 1


def _moved(rows: Sequence[Row]) -> dict[int, Callable[[float], float]]:
    """Where on the first page what stands on each page would stand.

    Odd and even pages have other margins. Where a page repeats the heading over columns of other widths, its columns
    are those of the same names.
    """
    pages: dict[int, list[Row]] = {}
    for row in rows:
        if row.cells:
            pages.setdefault(row.page, []).append(row)
    parts = list(pages.values())
    left = [min(cell.x0 for row in part for cell in row.cells) for part in parts]
    out: dict[int, Callable[[float], float]] = {}
    for (page, part), x in zip(pages.items(), left, strict=True):
        shift = x - left[0]
        sides = _sides_of_heading(parts[0], part)
        if any(abs(there - here + shift) > NARROW for here, there in sides):
            out[page] = partial(_between, sides)
        else:
            out[page] = partial(_less, shift)
    return out


def _sides_of_heading(first: Sequence[Row], part: Sequence[Row]) -> list[tuple[float, float]]:
    """The sides of the cells of the heading that a page repeats, each with that on the first page; from left to right.

    None where it repeats no heading, or cells of it are drawn otherwise.
    """
    alike = takewhile(lambda rows: _is_heading(*rows), zip(first, part, strict=False)) if part is not first else ()
    cells = [pair for rows in alike for pair in zip(*(row.cells for row in rows), strict=True)]
    sides = sorted({(b.x0, a.x0) for a, b in cells} | {(b.x1, a.x1) for a, b in cells})
    rising = all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(sides) if b[0] - a[0] > NARROW)
    return sides if rising else []


def _is_heading(above: Row, below: Row) -> bool:
    """Whether two rows say the same in as many cells, words in several: rows of figures may be alike by chance."""
    texts = [[cell.text for cell in row.cells] for row in (above, below)]
    named = sum(bool(text) and not is_number(text) for text in texts[0])
    return texts[0] == texts[1] and named > 1 and not any(map(is_number, texts[0]))


def _less(shift: float, x: float) -> float:
    return x - shift


def _between(sides: Sequence[tuple[float, float]], x: float) -> float:
    """Where `x` stands between the nearest two sides, as far from both in parts of their distance."""
    at = min(max(bisect_right(sides, (x, math.inf)), 1), len(sides) - 1)
    (a, p), (b, q) = sides[at - 1], sides[at]
    return p + (q - p) * (x - a) / (b - a) if b > a else p


def _groups(rows: Sequence[Row], moved: Mapping[int, Callable[[float], float]], narrow: float) -> list[list[float]]:
    """The sides of all cells, those of one padded rule together."""
    out: list[list[float]] = []
    for x in sorted({moved[r.page](x) for r in rows for c in r.cells for x in (c.x0, c.x1)}):
        if out and x - out[-1][-1] <= narrow:
            out[-1].append(x)
        else:
            out.append([x])
    return out


def _inked(row: Row, starts: Sequence[float], moved: Callable[[float], float]) -> Iterator[Sides]:
    for cell in row.cells:
        if cell.text:
            left, right = (bisect_right(starts, moved(x)) - 1 for x in (cell.x0, cell.x1))
            yield max(left, 0), max(right, 0), cell


def _parting(rows: Sequence[Sequence[Sides]], last: int) -> list[int]:
    """The fewest edges of which one stands between any two inked neighbours of a row, and the outer ones.

    Of several that would do it is the right one: figures are set flush right, and padded at their left.
    """
    between = sorted({(b[0], a[1]) for sides in rows for a, b in pairwise(sides)})
    kept = [0]
    for begin, end in between:
        if kept[-1] < end and begin > kept[-1]:
            kept.append(begin)
    return [*kept, last] if kept[-1] < last else kept


def _placed(sides: Sequence[Sides], kept: Sequence[int]) -> tuple[Placed, ...]:
    out = []
    for left, right, cell in sides:
        first = min(bisect_right(kept, left) - 1, max(len(kept) - 2, 0))
        out.append(Placed(first, max(bisect_left(kept, right), first + 1), cell))
    return tuple(out)
