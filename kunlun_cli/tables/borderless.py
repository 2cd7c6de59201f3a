"""Tables of a printed page without ruling lines: set as text in columns, and read as such text is.

The glyphs of a page are put on a raster of half a character's width; what comes out is the laid-out
text that `tables.text.aligned` reads. The boxes of the cells are those of the ink on the page.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kunlun_cli.pages.assemble import Word, cluster_lines, doubt_of, squeeze
from kunlun_cli.pages.page import Line, Page
from kunlun_cli.pages.text import TextPage, columns
from kunlun_cli.records.filing import Problem
from kunlun_cli.records.source import Box, around
from kunlun_cli.tables.blocks import running_lines
from kunlun_cli.tables.crowded import odd
from kunlun_cli.tables.table import Cell, Row, Table
from kunlun_cli.tables.text.aligned import aligned_blocks

# A gap wider than this part of the font's size is one between two cells; a smaller one a space.
CELL_GAP = 0.5
SPACE_GAP = 0.25


@dataclass(frozen=True)
class _Raster:
    """A page set as text, with the glyphs of each line and the column at which each stands."""

    page: TextPage
    lines: tuple[tuple[tuple[int, Word], ...], ...]


def borderless_blocks(pages: Sequence[Page]) -> tuple[list[Line | Table], list[Problem]]:
    """The lines and tables of some pages, whether or not lines are drawn, and what is unsure in them."""
    running = running_lines(pages)
    rasters = {page.number: _raster(page, running) for page in pages}
    found, problems = aligned_blocks([r.page for r in rasters.values()])
    out: list[Line | Table] = []
    for block in found:
        if isinstance(block, Table):
            out.append(_placed(block, rasters))
        else:
            box = _ink(rasters[block.page].lines[int(block.top)])
            out.append(block._replace(x0=box[0], top=box[1], x1=box[2], bottom=box[3]))
    return out, problems


def _raster(page: Page, running: set[tuple[int, float, str]]) -> _Raster:
    skipped = [top for number, top, _ in running if number == page.number]
    rows = [[g for g in row if not g.text.isspace()] for row in cluster_lines(page.glyphs)]
    rows = [row for row in rows if row and not any(abs(top - min(g.top for g in row)) < 1 for top in skipped)]
    sizes = [g.size for row in rows for g in row]
    unit = (statistics.median(sizes) if sizes else 10.0) / 2
    left = min((g.x0 for row in rows for g in row), default=0.0)
    raw, lines, given = [], [], []
    for i, row in enumerate(rows):
        text, placed = _set(row, left, unit)
        raw.append(text)
        lines.append(placed)
        given.append(Line(squeeze(text), page.number, 0.0, float(i), float(columns(text)), float(i + 1)))
    width = max((line.x1 for line in given), default=0.0)
    made = TextPage(page.number, width, float(len(raw)), (), given_lines=tuple(given), raw=tuple(raw))
    return _Raster(made, tuple(lines))


def _set(row: Sequence[Word], left: float, unit: float) -> tuple[str, tuple[tuple[int, Word], ...]]:
    """A line of glyphs as text: gaps between cells become spaces up to the glyph's column, two at least."""
    text, pen = "", 0
    placed: list[tuple[int, Word]] = []
    before: Word | None = None
    for glyph in row:
        column = round((glyph.x0 - left) / unit)
        gap = glyph.x0 - before.x1 if before else glyph.x0 - left
        size = max(glyph.size, before.size) if before else glyph.size
        if gap > CELL_GAP * size:
            spaces = max(column - pen, 2 if before else 0)
        else:
            spaces = int(before is not None and gap > SPACE_GAP * size and glyph.text.isascii())
        text += " " * spaces
        placed.append((len(text), glyph))
        text += glyph.text
        pen = columns(text)
        before = glyph
    return text, tuple(placed)


def _ink(placed: Iterable[tuple[int, Word]]) -> Box:
    return around((g.x0, g.top, g.x1, g.bottom) for _, g in placed)


def _placed(table: Table, rasters: dict[int, _Raster]) -> Table:
    """The table with its cells where their ink is: columns part midway between the ink of neighbours."""
    ink: dict[int, tuple[float, float]] = {}
    n = max(c.col + c.colspan for row in table.rows for c in row.cells)
    rows = []
    for row in table.rows:
        at: dict[int, int] = {}
        cells = []
        for cell in row.cells:
            glyphs = _found(cell, rasters, at)
            cells.append(cell._replace(doubt=cell.doubt or doubt_of(glyphs) or odd(glyphs)))
            if glyphs and cell.colspan == 1:
                sides = [x for g in glyphs for x in (g.x0, g.x1)]
                ink[cell.col] = (min(*sides, *ink.get(cell.col, sides)), max(*sides, *ink.get(cell.col, sides)))
        rows.append(replace(row, cells=tuple(cells)))
    edges = _edges(ink, n)
    return table._replace(rows=tuple(_row(row, edges, rasters) for row in rows))


def _found(cell: Cell, rasters: dict[int, _Raster], at: dict[int, int]) -> list[Word]:
    """The glyphs of a cell's lines, looked for in its page's lines from left to right."""
    raster = rasters[cell.page]
    first, last = int(cell.bbox[1]), int(cell.bbox[3])
    glyphs: list[Word] = []
    number = first
    for part in filter(None, cell.lines):
        for i in range(number, min(last, len(raster.page.raw))):
            place = raster.page.raw[i].find(part, at.get(i, 0))
            if place < 0:
                continue
            glyphs += [g for p, g in raster.lines[i] if place <= p < place + len(part)]
            at[i], number = place + len(part), i + 1
            break
    return glyphs


def _edges(ink: dict[int, tuple[float, float]], n: int) -> list[float]:
    """The sides of all columns, from left to right; those of blank columns shared out evenly."""
    left = min((a for a, _ in ink.values()), default=0.0)
    right = max((b for _, b in ink.values()), default=float(n))
    known = {0: left, n: max(right, left + n)}
    for a, b in pairwise(sorted(ink)):
        if b == a + 1:
            known[b] = (ink[a][1] + ink[b][0]) / 2
    edges: list[float] = []
    places = sorted(known)
    for a, b in pairwise(places):
        edges += [known[a] + (known[b] - known[a]) * k / (b - a) for k in range(b - a)]
    edges.append(known[n])
    # Ink of neighbours that overlaps would turn a column inside out.
    for i in range(1, len(edges)):
        edges[i] = max(edges[i], edges[i - 1] + 5.0)
    return edges


def _row(row: Row, edges: Sequence[float], rasters: dict[int, _Raster]) -> Row:
    cells = []
    for cell in row.cells:
        top, bottom = _height(rasters[cell.page], cell.bbox[1], cell.bbox[3])
        cells.append(cell._replace(bbox=(edges[cell.col], top, edges[cell.col + cell.colspan], bottom)))
    top, bottom = _height(rasters[row.page], row.top, row.bottom)
    return replace(row, cells=tuple(cells), top=top, bottom=bottom)


def _height(raster: _Raster, first: float, end: float) -> tuple[float, float]:
    """Where the lines `[first, end)` of a page stand on it."""
    some = [placed for line in raster.lines[int(first) : max(int(end), int(first) + 1)] for placed in line]
    if not some:
        return first, end
    _, top, _, bottom = _ink(some)
    return top, bottom
