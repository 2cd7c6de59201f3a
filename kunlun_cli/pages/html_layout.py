"""Paragraphs and tables of HTML set on a page: glyphs in boxes, ruling lines around every cell.

HTML has no positions; these are made up so that the ruled-table reader finds exactly the table's
cells. A full-width character is one unit of `SIZE` wide, any other half of one; nothing is wrapped.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from kunlun_cli.pages.glyphs import plain, tick_of
from kunlun_cli.pages.html_seen import DOUBTED
from kunlun_cli.pages.html_tree import GAP, RAISED, Block, Grid, Line, Paragraph
from kunlun_cli.pages.page import Page, Rule, Word
from kunlun_cli.pages.sight import FAINT

# Type of ten points, and room around it as in the tables of print.
SIZE = 10.0
SMALL = 0.6
"""Parts of the size in which raised text is set; its top is that of the line."""
# Lines and cells stand as far apart as in print, so that the same rules of distance hold.
LEADING = 14.0
PADDING = 4.0
# Paragraphs stand further apart than their lines, so that nobody joins them.
BETWEEN = 26.0
LEFT = 50.0
GAP_WIDTH = 3 * SIZE
MIN_COLUMN = 2 * SIZE


def width_of(char: str) -> float:
    """How wide a character is set."""
    if char == GAP:
        return GAP_WIDTH
    if unicodedata.combining(char):
        return 0.0
    return SIZE if unicodedata.east_asian_width(char) in "WFA" else SIZE / 2


def line_width(line: Line) -> float:
    """How wide a line is set."""
    return sum(width_of(char) for text, _ in line for char in text)


def height_of(block: Block) -> float:
    """How much of the page's height a block takes, the space after it included."""
    if isinstance(block, Paragraph):
        return len(block.lines) * LEADING + BETWEEN - LEADING + SIZE
    return sum(_row_heights(block)) + BETWEEN


def lay_out(blocks: Sequence[Block], top: float, height: float) -> Page:
    """A stretch of the one page that HTML is, its blocks one below the other.

    Args:
        blocks: what stands on it.
        top: where the stretch begins.
        height: of the whole page.
    """
    glyphs: list[Word] = []
    rules: list[Rule] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            for i, line in enumerate(block.lines):
                glyphs.extend(_set_line(line, LEFT, top + i * LEADING))
        else:
            _set_table(block, top, glyphs, rules)
        top += height_of(block)
    right = max([g.x1 for g in glyphs] + [r.x1 for r in rules], default=LEFT)
    return Page(1, right + LEFT, height, tuple(glyphs), tuple(rules), layout="markup")


def _set_line(line: Line, x: float, top: float, *, ended: bool = False, doubt: str = "") -> Iterator[Word]:
    """The glyphs of a line; `ended` sets a space after it, as word processors do where they break a line."""
    for text, font in line:
        faint = FAINT if DOUBTED in font else doubt
        size = SIZE * SMALL if RAISED in font else SIZE
        for char in text:
            width = width_of(char)
            if char != GAP:
                letter = tick_of(char, font) or plain(char)
                yield Word(letter, x, top, x + width, top + size, size, font, (), faint)
            x += width
    if ended:
        yield Word(" ", x, top, x + SIZE / 2, top + SIZE, SIZE)


def _set_table(grid: Grid, top: float, glyphs: list[Word], rules: list[Rule]) -> None:
    xs = _sums(LEFT, _column_widths(grid))
    ys = _sums(top, _row_heights(grid))
    for box in grid.boxes:
        for i, line in enumerate(box.lines):
            at = ys[box.row] + PADDING + i * LEADING
            glyphs.extend(_set_line(line, xs[box.col] + PADDING, at, ended=i + 1 < len(box.lines), doubt=box.doubt))
    rules.extend(_walls(grid, xs, ys))


def _sums(start: float, sizes: Sequence[float]) -> list[float]:
    out = [start]
    for size in sizes:
        out.append(out[-1] + size)
    return out


def _column_widths(grid: Grid) -> list[float]:
    wanted = [
        (b.col, b.colspan, max((line_width(line) for line in b.lines), default=0.0) + SIZE + 2 * PADDING)
        for b in grid.boxes
    ]
    return _fit([MIN_COLUMN] * grid.n_cols, wanted)


def _row_heights(grid: Grid) -> list[float]:
    wanted = [(b.row, b.rowspan, max(len(b.lines), 1) * LEADING + 2 * PADDING) for b in grid.boxes]
    return _fit([LEADING + 2 * PADDING] * grid.n_rows, wanted)


def _fit(sizes: list[float], wanted: Sequence[tuple[int, int, float]]) -> list[float]:
    """Sizes made large enough: for the cells of one row or column first, then for those that span more."""
    for first, span, size in sorted(wanted, key=lambda w: w[1]):
        missing = size - sum(sizes[first : first + span])
        if missing > 0:
            for i in range(first, first + span):
                sizes[i] += missing / span
    return sizes


def _walls(grid: Grid, xs: Sequence[float], ys: Sequence[float]) -> Iterator[Rule]:
    """Lines where two cells meet, and around the table, each drawn in one go."""
    owner = [[-1] * grid.n_cols for _ in range(grid.n_rows)]
    for i, box in enumerate(grid.boxes):
        for row in range(box.row, box.row + box.rowspan):
            owner[row][box.col : box.col + box.colspan] = [i] * box.colspan
    for row, y in enumerate(ys):
        above = owner[row - 1] if row else None
        below = owner[row] if row < grid.n_rows else None
        apart = [above is None or below is None or above[c] != below[c] or above[c] < 0 for c in range(grid.n_cols)]
        for first, end in _stretches(apart):
            yield Rule(xs[first], y, xs[end], y)
    for col, x in enumerate(xs):
        edge = col in {0, grid.n_cols}
        apart = [edge or row[col - 1] != row[col] or row[col] < 0 for row in owner]
        for first, end in _stretches(apart):
            yield Rule(x, ys[first], x, ys[end])


def _stretches(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where the flags are set without a break: first and end of each stretch."""
    first = None
    for i, flag in enumerate([*flags, False]):
        if flag and first is None:
            first = i
        elif not flag and first is not None:
            yield first, i
            first = None
