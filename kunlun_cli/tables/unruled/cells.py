"""The rows of an unruled table: the pieces of their lines in the cells of its columns."""

from __future__ import annotations

from collections.abc import Sequence

from kunlun_cli.pages.assemble import doubt_of, join_lines
from kunlun_cli.tables.table import Cell, Row
from kunlun_cli.tables.unruled.bands import Band
from kunlun_cli.tables.unruled.pieces import Piece, Strip


def inside(part: Sequence[Strip], bands: Sequence[Band]) -> list[list[Piece]]:
    """The pieces of a row by their columns, that of the labels first."""
    out: list[list[Piece]] = [[] for _ in range(len(bands) + 1)]
    for strip in part:
        for piece in strip.pieces:
            out[_column(piece, bands)].append(piece)
    return out


def row_of(
    index: int, part: Sequence[Strip], columns: Sequence[Sequence[Piece]], edges: Sequence[float], page: int
) -> Row:
    """A row of some lines, with their pieces in `columns`, whose sides are `edges`."""
    top, bottom = part[0].top, part[-1].bottom
    cells = []
    for i, pieces in enumerate(columns):
        texts, box = tuple(p.text for p in pieces), (edges[i], top, edges[i + 1], bottom)
        cells.append(Cell(join_lines(texts), index, i, 1, 1, page, box, texts, doubt_of(pieces)))
    return Row(index, tuple(cells), page, top, bottom)


def _column(piece: Piece, bands: Sequence[Band]) -> int:
    """The column of a piece: that of the figures below which most of its ink lies, else the labels'."""
    if not piece.is_figure and piece.x0 < bands[0].x0:
        return 0
    shared, column = max((min(piece.x1, b.x1) - max(piece.x0, b.x0), i) for i, b in enumerate(bands, 1))
    return 0 if shared <= 0 and piece.x1 <= bands[0].x0 else column
