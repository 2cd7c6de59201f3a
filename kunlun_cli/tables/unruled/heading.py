"""The heading of an unruled table: its pieces put together to cells over the columns below them."""

from __future__ import annotations

from collections.abc import Sequence

from kunlun_cli.pages.assemble import doubt_of, join_lines
from kunlun_cli.pages.page import Rule
from kunlun_cli.tables.table import Cell, Row
from kunlun_cli.tables.unruled.bands import Band, above_rule, under
from kunlun_cli.tables.unruled.pieces import Piece, Strip

_Over = tuple[int, ...]
# The middles of lines of cells beside each other are nearer than this, in parts of the font's size.
BESIDE = 0.9
# The middles of the lines of one cell are nearer than this, so: a character more on one side is half of one.
CENTRED = 0.5


def heading_rows(
    lines: Sequence[Strip], bands: Sequence[Band], edges: Sequence[float], rules: Sequence[Rule], page: int
) -> list[Row]:
    """The rows of a heading: each cell above the columns it stands over, the lines of one joined.

    Args:
        lines: of the heading, from top to bottom.
        bands: of all columns, that of the labels first.
        edges: the columns' sides, one more than there are.
        rules: of the page.
        page: its number.
    """
    found = _stacked(lines, bands, rules)
    level: dict[int, int] = {}
    rows: list[int] = []
    for over, _ in found:
        rows.append(max(level.get(i, 0) for i in over))
        level.update(dict.fromkeys(over, rows[-1] + 1))
    depth = max(level.values(), default=0)
    lowest = {i: n for n, (over, _) in enumerate(found) for i in over}
    cells = []
    for n, (over, pieces) in enumerate(found):
        leaf = all(lowest[i] == n for i in over)
        box = (edges[over[0]], min(p.top for p in pieces), edges[over[-1] + 1], max(p.bottom for p in pieces))
        texts = tuple(p.text for p in pieces)
        height = depth - rows[n] if leaf else 1
        cells.append(Cell(join_lines(texts), rows[n], over[0], height, len(over), page, box, texts, doubt_of(pieces)))
    top, bottom = (lines[0].top, lines[-1].bottom) if lines else (0.0, 0.0)
    return [
        Row(i, tuple(sorted((c for c in cells if c.row == i), key=lambda c: c.col)), page, top, bottom)
        for i in range(depth)
    ]


def _is_beside(other: Strip, line: Strip) -> bool:
    """Whether two lines are of cells beside each other: one of one line stands between those of a cell of two."""
    return abs((other.top + other.bottom) - (line.top + line.bottom)) / 2 < BESIDE * line.size


def _as_below(piece: Piece, below: Sequence[Strip], bands: Sequence[Band], rules: Sequence[Rule]) -> _Over:
    """The columns above whose line the last line of a heading's cell stands: 2022年 above 12月31日; else none."""
    for line in below[:1]:
        for other in line.pieces:
            near = other.top - piece.bottom < BESIDE * piece.size
            if near and abs(other.cx - piece.cx) < CENTRED * piece.size:
                return above_rule(other, line, bands, rules)
    return ()


def _stacked(lines: Sequence[Strip], bands: Sequence[Band], rules: Sequence[Rule]) -> list[tuple[_Over, list[Piece]]]:
    """The pieces over the same columns, one below the other, together."""
    found: list[tuple[_Over, list[Piece]]] = []
    lowest: dict[int, int] = {}
    for at, line in enumerate(lines):
        beside = Strip(tuple(p for other in lines if _is_beside(other, line) for p in other.pieces))
        for piece in line.pieces:
            over = _as_below(piece, lines[at + 1 :], bands, rules) or under(piece, beside, bands, rules)
            above = {lowest.get(i) for i in over}
            number = above.pop() if len(above) == 1 else None
            if number is not None and found[number][0] == over:
                found[number][1].append(piece)
                continue
            lowest.update(dict.fromkeys(over, len(found)))
            found.append((over, [piece]))
    return found
