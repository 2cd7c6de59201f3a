"""A table as drawn: rows of cells with their spans, boxes and pages, stitched over page breaks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from kunlun_cli.forms import normal
from kunlun_cli.pages.assemble import join_lines
from kunlun_cli.records.filing import Layout, Problem
from kunlun_cli.records.source import Box, Source

SIDE = 14.0
"""Points by which the outer sides of a table's two parts may differ over a page break."""
ALIKE = 1.5
"""Points by which the same side of one table differs between two pages: the width of its rules."""


class Cell(NamedTuple):
    """A cell of the grid.

    `col` and `row` are the grid position of its top left corner, counted from 0; a cell that spans
    rows or columns appears once. `text` is joined over the cell's lines after the rules of
    `pages.assemble`; `lines` keeps them apart. `bbox` is the cell's box (not the ink's). `doubt` says why
    `text` may not be what a person sees in the cell: a figure read from it is withheld and named.
    """

    text: str
    row: int
    col: int
    rowspan: int
    colspan: int
    page: int
    bbox: Box
    lines: tuple[str, ...] = ()
    doubt: str = ""

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.bbox[0]

    @property
    def x1(self) -> float:
        """Right edge."""
        return self.bbox[2]

    @property
    def plain(self) -> str:
        """Its text as the forms' patterns expect it."""
        return normal(self.text)

    def source(self, doubt: str = "") -> Source:
        """Where the cell stands, with its text as printed; `doubt` is one more why its figure is withheld."""
        x0, top, x1, bottom = self.bbox
        box = round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)
        return Source(self.page, box, self.text, "; ".join(filter(None, (self.doubt, doubt))) or None)

    def joined(self, rest: Cell) -> Cell:
        """The cell with another by which it goes on: both texts and doubts, at the place of the one that has text.

        A minus or a bracket that a page's end parts from its digits is at their place: there the figure is found.
        """
        if not rest.text:
            return self
        if not self.text:
            return rest
        doubt = "; ".join(filter(None, (self.doubt, rest.doubt)))
        text, lines = join_lines([self.text, rest.text]), self.lines + rest.lines
        at = self if any(map(str.isalnum, self.text)) else rest
        return self._replace(text=text, page=at.page, bbox=at.bbox, lines=lines, doubt=doubt)


@dataclass(frozen=True, slots=True)
class Row:
    """The cells that begin in one row of the grid, left to right, and where the row stands."""

    index: int
    cells: tuple[Cell, ...]
    page: int
    top: float
    bottom: float
    after_break: bool = False
    """True for the first row after a page break: it may be the rest of the row before."""


def sides_of(rows: Iterable[Row]) -> tuple[float, float]:
    """The left and the right side of some rows of one page."""
    cells = [cell for row in rows for cell in row.cells]
    return min(cell.x0 for cell in cells), max(cell.x1 for cell in cells)


class Table(NamedTuple):
    """A table. `rows` in printed order; all pages' rows share one numbering, not one set of x."""

    rows: tuple[Row, ...]
    title_lines: tuple[str, ...] = ()
    """Lines of text directly above it, the nearest last (title, unit, ticks)."""
    doubts: tuple[Problem, ...] = ()
    """What of it could not be told where it was put together from text without lines."""
    layout: Layout = "ruled"
    form: str = ""
    """The form whose heading was read, where no row below it could be."""

    @property
    def page(self) -> int:
        """The page on which it begins."""
        return self.rows[0].page if self.rows else 0
