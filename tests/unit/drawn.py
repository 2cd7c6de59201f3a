"""Tables as they would be drawn, from rows of texts: for tests of what is read out of them."""

from __future__ import annotations

from collections.abc import Sequence

from kunlun_cli.pages.page import Line
from kunlun_cli.tables.table import Cell, Row, Table

WIDTH = 100.0
HEIGHT = 20.0
Text = str | tuple[str, int] | tuple[str, int, int]
"""A cell: its text, or its text with how many columns, and how many rows, it spans."""


def line(text: str, page: int = 1, top: float = 0.0) -> Line:
    """A line of text outside any table."""
    return Line(text, page, 0.0, top, WIDTH, top + 10.0)


def drawn(rows: Sequence[Sequence[Text]], *, page: int = 1, breaks: Sequence[int] = ()) -> Table:
    """A table whose cells stand left to right; `breaks` are the rows that begin a further page.

    A cell that spans rows keeps its columns free in the rows below.
    """
    held: dict[tuple[int, int], bool] = {}
    out = []
    for i, texts in enumerate(rows):
        page += i in breaks
        cells, col = [], 0
        for given in texts:
            text, colspan, rowspan = (given, 1, 1) if isinstance(given, str) else (*given, 1)[:3]
            while held.get((i, col)):
                col += 1
            for r in range(i, i + rowspan):
                for c in range(col, col + colspan):
                    held[r, c] = True
            box = (col * WIDTH, i * HEIGHT, (col + colspan) * WIDTH, (i + rowspan) * HEIGHT)
            cells.append(Cell(text, i, col, rowspan, colspan, page, box, (text,)))
            col += colspan
        out.append(Row(i, tuple(cells), page, i * HEIGHT, (i + 1) * HEIGHT, i in breaks))
    return Table(tuple(out))
