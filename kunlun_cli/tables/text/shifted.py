"""Columns of lines that are shifted against each other: their figures are told apart by order and type.

Layout programs may set each row of a table at places of its own. Then no gap runs down the table, but
each line still has its figures in the heading's order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kunlun_cli.forms import normal
from kunlun_cli.tables.text.blockrows import Strip
from kunlun_cli.tables.text.match import SKIP_HEADING, SKIP_OPTIONAL, is_optional
from kunlun_cli.tables.text.segments import Segment
from kunlun_cli.tables.text.stream import RawLine
from kunlun_cli.tables.text.values import TEXTUAL, cost, part_of_nature
from kunlun_cli.tables.text.vocabulary import Leaf

# More than all columns that may be skipped cost together.
MISFIT = 8.0


def by_order(
    lines: Sequence[RawLine], pieces: Sequence[Sequence[Segment]], leaves: Sequence[Leaf]
) -> list[Strip] | None:
    """The lines with their pieces under the heading's columns; `None` where order and type do not tell."""
    ranges: dict[int, list[tuple[int, int]]] = {}
    told: dict[int, list[int]] = {}
    for i, some in enumerate(pieces):
        # A whole row of unrestricted shares has one figure alone.
        if (figures := sum(p.is_figure for p in some)) < 2 and (not figures or len(some) < len(leaves)):
            continue
        chosen = _aligned(some, leaves)
        if chosen is None:
            return None
        told[i] = chosen
        for piece, col in zip(some, chosen, strict=True):
            ranges.setdefault(col, []).append((piece.x0, piece.x1))
    if not told:
        return None
    out = []
    for i, (line, some) in enumerate(zip(lines, pieces, strict=True)):
        cols = told.get(i) or [_nearest(p, ranges, leaves) for p in some]
        cells: dict[int, list[Segment]] = {}
        for piece, col in zip(some, cols, strict=True):
            cells.setdefault(col, []).append(piece)
        out.append(Strip(line.number, {c: tuple(p) for c, p in cells.items()}))
    return out


def _aligned(some: Sequence[Segment], leaves: Sequence[Leaf]) -> list[int] | None:
    """The column of each piece of a line of figures; `None` if two ways are equally good or none fits."""
    ways: list[tuple[float, list[int]]] = [(0.0, [])]
    for piece in some:
        following = []
        for price, cols in ways:
            for col in range((cols[-1] if cols else -1) + 1, len(leaves)):
                fit = cost(leaves[col].type, normal(piece.text))
                skipped = sum(_skip(leaves[k]) for k in range((cols[-1] if cols else -1) + 1, col))
                following.append((price + skipped + (MISFIT if fit is None else fit), [*cols, col]))
        ways = sorted(following, key=lambda w: w[0])[:40]
    ways = sorted((price + sum(_skip(leaf) for leaf in leaves[cols[-1] + 1 :]), cols) for price, cols in ways if cols)
    if not ways or ways[0][0] >= MISFIT or (len(ways) > 1 and ways[1][0] <= ways[0][0] + 0.2):
        return None
    return ways[0][1]


def _skip(leaf: Leaf) -> float:
    """The cost of a line without anything in a column: names and natures stand on lines of their own."""
    if leaf.type in TEXTUAL:
        return 0.3
    return SKIP_OPTIONAL if is_optional(leaf) else SKIP_HEADING


def _nearest(piece: Segment, ranges: dict[int, list[tuple[int, int]]], leaves: Sequence[Leaf]) -> int:
    """The column in which pieces stand nearest to this one, figures among figures."""
    nature = next((c for c, leaf in enumerate(leaves) if leaf.type == "nature"), None)
    if (
        nature is not None
        and part_of_nature(normal(piece.text))
        and piece.x0 > min(a for a, _ in ranges[min(ranges)]) + 3
    ):
        return nature
    digits = bool(re.fullmatch(r"[\d,.%]+", normal(piece.text)))
    fitting = [c for c in ranges if (leaves[c].type in TEXTUAL) != digits] or list(ranges)
    return min(
        fitting, key=lambda c: min(max(a - piece.x1, piece.x0 - b, 0) + abs(piece.x0 - a) / 100 for a, b in ranges[c])
    )
