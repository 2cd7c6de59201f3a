"""A stitched table as a matrix: one set of columns for all its pages, by the edges that their cells share.

Pages of one table are drawn anew: margins are mirrored, cells are padded by further rules, a heading's cells
are split by none. So columns are the fewest that part every two cells of a row in which something is printed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

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
    shifts = _shifts(table.rows)
    groups = _groups(table.rows, shifts, 0.0 if table.layout == "aligned" else NARROW)
    starts = [g[0] for g in groups]
    rows = [(row, list(_inked(row, starts, shifts[row.page]))) for row in table.rows]
    kept = _parting([sides for _, sides in rows], len(groups) - 1)
    edges = tuple(sum(groups[i]) / len(groups[i]) for i in kept)
    return Matrix(edges, tuple(MatrixRow(_placed(sides, kept), row) for row, sides in rows if sides))


def narrowed(rows: Sequence[MatrixRow], width: int) -> tuple[tuple[MatrixRow, ...], int]:
    """Some rows of a matrix over the columns that they need themselves, and how many these are."""
    sides = [[(p.first, p.end, p.cell) for p in row.cells] for row in rows]
    kept = _parting(sides, width)
    own = tuple(row._replace(cells=_placed(cells, kept)) for row, cells in zip(rows, sides, strict=True))
    return own, len(kept) - 1


def _shifts(rows: Sequence[Row]) -> dict[int, float]:
    """How far each page's part stands to the right of the first page's: odd and even pages have other margins."""
    left: dict[int, float] = {}
    for row in rows:
        for cell in row.cells:
            left[row.page] = min(left.get(row.page, cell.x0), cell.x0)
    first = next(iter(left.values()), 0.0)
    return {page: x - first for page, x in left.items()}


def _groups(rows: Sequence[Row], shifts: dict[int, float], narrow: float) -> list[list[float]]:
    """The sides of all cells, those of one padded rule together."""
    out: list[list[float]] = []
    for x in sorted({x - shifts[r.page] for r in rows for c in r.cells for x in (c.x0, c.x1)}):
        if out and x - out[-1][-1] <= narrow:
            out[-1].append(x)
        else:
            out.append([x])
    return out


def _inked(row: Row, starts: Sequence[float], shift: float) -> Iterator[Sides]:
    for cell in row.cells:
        if cell.text:
            left, right = (bisect_right(starts, x - shift) - 1 for x in (cell.x0, cell.x1))
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
