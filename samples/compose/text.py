"""Placed pages → the text shapes in which extractions of filings come.

`by_rows` reads each row of a table from the left, a wrapped cell on lines of its own, with the running header
and the page's number between the pages. `by_columns` reads a table column by column, with blank lines where
the page has room, so that a name may have a blank line inside it and its figures come far below.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from compose.layout import Page, PlacedCell, PlacedLine, PlacedRow, lay_out
from compose.model import TICK, Break, Document

NUMERIC = re.compile(r"[-+\d,.%]+")
TALL = 1_000_000.0


def by_rows(document: Document, pages: list[Page], mark: str) -> str:
    """The text row by row; `mark` stands for the tick."""
    out: list[str] = []
    for number, page in enumerate(pages, 1):
        out += [f"{document.header} ", f"{number} "]
        for item in page.items:
            if isinstance(item, PlacedLine):
                out.append(item.text + (" " if item.end else ""))
            else:
                out += _row(item)
    return "\n".join(out).replace(TICK, mark) + "\n"


def _row(item: PlacedRow) -> Iterator[str]:
    """Runs of cells of one line together, each wrapped cell alone."""
    cells = [c for c in sorted(item.cells, key=lambda c: c.x0) if any(c.lines)]
    for wrapped, group in itertools.groupby(cells, key=lambda c: len(c.lines) > 1):
        if wrapped:
            for cell in group:
                yield from (*cell.lines[:-1], f"{cell.lines[-1]} ")
        else:
            yield " ".join(c.lines[0] for c in group) + " "


def by_columns(document: Document, mark: str) -> str:
    """The text column by column, without cover, header and page numbers."""
    blocks = document.blocks
    first = next((n for n, b in enumerate(blocks) if isinstance(b, Break)), -1)
    flat = Document(document.header, replace(document.style, bottom=TALL), blocks[first + 1 :])
    (page,) = lay_out(flat)
    out: list[str] = []
    for is_row, group in itertools.groupby(page.items, key=lambda item: isinstance(item, PlacedRow)):
        if is_row:
            out += ["", *_columns([c for item in group if isinstance(item, PlacedRow) for c in item.cells]), ""]
        else:
            out += _paragraphs([item for item in group if isinstance(item, PlacedLine)])
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip("\n").replace(TICK, mark) + "\n"


def _paragraphs(lines: list[PlacedLine]) -> Iterator[str]:
    """Lines as they stand; a long paragraph shows the room under its first line as a blank one."""
    begins, count = True, 0
    for line in lines:
        yield line.text
        count += begins
        if begins and not line.end and count % 2:
            yield ""
        begins = line.end


def _columns(cells: list[PlacedCell]) -> Iterator[str]:
    """Cells that begin at the same place from the left, from the top down; then the next place."""
    key = lambda c: (round(c.x0), c.y0)  # noqa: E731
    before: PlacedCell | None = None
    for cell in sorted((c for c in cells if any(c.lines)), key=key):
        if before is not None and not _tight(before, cell):
            yield ""
        yield from _with_blank(cell.lines)
        before = cell


def _tight(above: PlacedCell, below: PlacedCell) -> bool:
    """Whether two figures stand so close that no blank line comes between them."""
    if round(above.x0) != round(below.x0) or not all(NUMERIC.fullmatch(c.lines[0]) for c in (above, below)):
        return False
    return (below.y0 + below.y1) / 2 - (above.y0 + above.y1) / 2 < 2.2 * below.size


def _with_blank(lines: tuple[str, ...]) -> list[str]:
    """A cell of four lines and more has a blank line before its last."""
    return [*lines[:-1], "", lines[-1]] if len(lines) > 3 else list(lines)
