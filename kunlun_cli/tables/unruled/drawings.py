"""Which drawings on a page are tables: those whose lines part rows and columns, and no frame, stripe or heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kunlun_cli.figures.numbers import is_number
from kunlun_cli.forms import load, matches
from kunlun_cli.forms.lines import is_known
from kunlun_cli.pages.assemble import Word, cluster_lines
from kunlun_cli.pages.page import Page
from kunlun_cli.records.source import Box
from kunlun_cli.tables.blocks import outside, page_tables
from kunlun_cli.tables.table import Cell, Row, Table
from kunlun_cli.tables.unruled.pieces import Strip, strips_in, strips_of
from kunlun_cli.tables.unruled.regions import line_of_form

_Drawn = tuple[Table, Box]

# So many whole figures below each other in a cell are of several rows: where one is broken over lines, as in changes in
# equity, one part of it looks whole, and a restated one stands below another at most.
SEVERAL = 3
_WHOLE = re.compile(r"^[-−－(（]?\d{1,3}(,\d{3})+(\.\d\d)?[)）]?$")
# Beside the first column of figures there is another: a list of figures in one cell is a text. So too of times.
PAIR = 2
# The rows begin so near below their heading, in parts of the font's size.
BELOW = 3.0
# Stripes have the same sides, but for the width of a rule, in points.
SIDE = 1.5
_AMOUNT = re.compile(r"\d,\d{3}|\d\.\d\d(?!\d)")


def drawn_tables(page: Page) -> tuple[_Drawn, ...]:
    """The drawn tables of a page from top to bottom whose lines part their rows and columns.

    What a frame, a stripe behind every other row, lines between columns alone or a heading's own lines hold is set
    without ruling lines.
    """
    return page.once(_drawn_tables)


def _drawn_tables(page: Page) -> tuple[_Drawn, ...]:
    found = page_tables(page)
    frames = [box for table, box in found if _is_open(table)]
    parted = [drawn for drawn in found if not (_are_rows_open(drawn[0]) or _is_stripe(drawn, frames))]
    if not any(map(_is_bare, parted)):
        return tuple(parted)
    strips = strips_of(outside(page.words, [box for _, box in parted]))
    return tuple(drawn for drawn in parted if not (_is_bare(drawn) and _heads(drawn[1], strips)))


def without_last(page: Page) -> Page:
    """A page without the lines of its last drawing."""
    _, top, _, bottom = drawn_tables(page)[-1][1]
    return replace(page, rules=tuple(r for r in page.rules if not (top - 1 <= r.top and r.bottom <= bottom + 1)))


def loose_strips(page: Page) -> list[Strip]:
    """A page's lines outside drawn tables."""
    return strips_in(page.once(loose))


def loose(page: Page) -> list[list[Word]]:
    """The rows of words of a page outside drawn tables, from top to bottom."""
    return cluster_lines(outside(page.words, [box for _, box in drawn_tables(page)]))


def _is_stripe(drawn: _Drawn, frames: Sequence[Box]) -> bool:
    """Whether a drawing is a frame of columns that no line parts, or one as wide around other rows."""
    table, (x0, _, x1, _) = drawn
    if any(len(row.cells) > 1 for row in table.rows):
        return False
    # Behind a line of the form without figures, 流动资产：, there is no table of its own.
    return all(is_known(row.cells[0].text) for row in table.rows) or any(
        abs(x0 - frame[0]) <= SIDE and abs(x1 - frame[2]) <= SIDE for frame in frames
    )


def _is_open(table: Table) -> bool:
    """Whether no line parts the columns: two amounts stand on one line of a cell as wide as the table."""
    return all(len(row.cells) == 1 for row in table.rows) and any(map(_in_pairs, table.rows))


def _in_pairs(row: Row) -> int:
    """How many amounts stand beside others on one line of a row's only cell."""
    amounts = [sum(bool(_AMOUNT.search(part)) for part in line.split()) for line in row.cells[0].lines]
    return sum(count for count in amounts if count >= PAIR) if len(row.cells) == 1 else 0


def _are_rows_open(table: Table) -> bool:
    """Whether no line parts most of the rows: the figures of several stand in one cell, and so in the next.

    So too where a row has a single cell, in which the figures of several stand beside each other.
    """
    whole = some = 0
    for row in table.rows:
        counts = [_figures(cell) for cell in row.cells]
        lines = row.cells[0].lines if row.cells else ()
        # Two are, beside two lines of the form.
        least = PAIR if len(lines) == PAIR and all(map(is_known, lines)) else SEVERAL
        several = [count for count in counts if count >= least]
        beside = _in_pairs(row) if row.cells else 0
        beside = beside if beside >= PAIR * SEVERAL else 0
        some += beside + (sum(several) if len(several) >= PAIR else 0)
        whole += beside + sum(counts)
    return 2 * some > whole


def _figures(cell: Cell) -> int:
    return sum(bool(_WHOLE.match(line)) for line in cell.lines)


def _is_bare(drawn: _Drawn) -> bool:
    """Whether a drawing has no figure and names the times of columns, as a heading does, or has labels alone."""
    rows = [row.cells for row in drawn[0].rows]
    texts = [cell.text for cells in rows for cell in cells[1:] if cell.text]
    times = sum(matches(load("schedules")["again"]["times"], text) for text in texts)
    labels = not texts and all(len(cells) > PAIR for cells in rows)
    return (labels or times >= PAIR) and not any(is_number(line) for cells in rows for c in cells for line in c.lines)


def _heads(box: Box, strips: Sequence[Strip]) -> bool:
    """Whether rows without ruling lines begin right below a drawing."""
    below = next((i for i, strip in enumerate(strips) if strip.top >= box[3] - 1), None)
    if below is None or strips[below].top - box[3] > BELOW * strips[below].size:
        return False
    return strips[below].is_body or line_of_form(strips[below:]) > 0
