"""Which column of figures stands below which heading: in order, by type, then by place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kunlun_cli.forms import normal
from kunlun_cli.tables.text.blockrows import Strip
from kunlun_cli.tables.text.stacked import Headed
from kunlun_cli.tables.text.values import NUMERIC, cost
from kunlun_cli.tables.text.vocabulary import Leaf

SKIP_HEADING = 5.0
"""A heading without any figure below it, in a column that the form never leaves blank."""
SKIP_OPTIONAL = 1.0
"""The same where it may be blank: restricted shares, pledges, changes."""
NO_STATE = 4.0
"""A number pledged without any state: that number is another column's."""
_OPTIONAL = re.compile("限售(?!.*无限售)|质押|冻结|标记|状态|增减|变动|种类|^$|后$|前$")
# A column of figures without a heading costs more than a heading without figures.
SKIP_COLUMN = 6.0
# Distance in characters decides only between ways that are alike otherwise.
BY_PLACE = 0.03
# Two columns under one heading: rarer than one, and no fault.
SHARE = 0.5


def is_optional(leaf: Leaf) -> bool:
    """Whether the form leaves cells of a column blank."""
    return bool(_OPTIONAL.search(leaf.name))


def matched(
    headed: Headed, leaves: Sequence[Leaf], strips: Sequence[Strip], sides: Sequence[tuple[int, int]]
) -> dict[int, int] | None:
    """For each column of the text the heading's column; `None` if they do not fit at all."""
    n, m = len(sides), len(leaves)
    shift = len(leaves) - len(headed.middles)
    best: list[list[tuple[float, tuple[tuple[int, int], ...]]]] = [[(0.0, ())] * (m + 1) for _ in range(n + 1)]
    misfits = [[_misfit(leaf, strips, col) for leaf in leaves] for col in range(n)]
    skips = [SKIP_OPTIONAL if is_optional(leaf) else SKIP_HEADING for leaf in leaves]
    for j in range(1, m + 1):
        best[0][j] = (best[0][j - 1][0] + skips[j - 1], ())
    for i in range(1, n + 1):
        best[i][0] = (best[i - 1][0][0] + SKIP_COLUMN, ())
        for j in range(1, m + 1):
            middle = (sides[i - 1][0] + sides[i - 1][1]) / 2
            place = abs(headed.middles[j - 1 - shift] - middle) * BY_PLACE if j - 1 >= shift else 0.0
            pair = best[i - 1][j - 1]
            if _lacks_state(leaves, j - 1, pair[1]):
                place += NO_STATE
            options = [
                (pair[0] + misfits[i - 1][j - 1] + (0.0 if j == 1 else place), (*pair[1], (i - 1, j - 1))),
                (best[i - 1][j][0] + SKIP_COLUMN, best[i - 1][j][1]),
                (best[i][j - 1][0] + skips[j - 1], best[i][j - 1][1]),
            ]
            before = best[i - 1][j]
            if n > m and before[1] and before[1][-1] == (i - 2, j - 1) and not _beside(strips, i - 2, i - 1):
                # Pieces set to the left and to the right of one column, never in one line.
                options.append((before[0] + misfits[i - 1][j - 1] + SHARE, (*before[1], (i - 1, j - 1))))
            best[i][j] = min(options, key=lambda o: o[0])
    total, pairs = best[n][m]
    return dict(pairs) if total < 4.0 * n else None


def _lacks_state(leaves: Sequence[Leaf], j: int, pairs: Sequence[tuple[int, int]]) -> bool:
    """Whether a column is the number of shares pledged and none was found for their state."""
    if not j or leaves[j].type != "count" or leaves[j - 1].type != "state" or leaves[j].group != leaves[j - 1].group:
        return False
    return not pairs or pairs[-1][1] != j - 1


def _beside(strips: Sequence[Strip], a: int, b: int) -> bool:
    """Whether some line has pieces in both columns."""
    return any(s.cells.get(a) and s.cells.get(b) for s in strips)


def _misfit(leaf: Leaf, strips: Sequence[Strip], col: int) -> float:
    """How badly the pieces of a column fit a heading's type, from 0 to 5."""
    pieces = [p for s in strips for p in s.cells.get(col, ())]
    if not pieces:
        return 1.0
    if leaf.type in NUMERIC:
        bad = sum(
            1.0 if not p.is_figure and cost(leaf.type, normal(p.text)) is None else _wrong(leaf.type, p.text)
            for p in pieces
        )
        return 5.0 * bad / len(pieces)
    figures = sum(p.is_figure for p in pieces)
    return 5.0 * figures / len(pieces)


def _wrong(type_: str, text: str) -> float:
    """How wrong a figure's look is for a type: parts of broken figures look like anything."""
    fit = cost(type_, normal(text))
    return 0.4 if fit is None else 0.3 * min(fit, 1.0)
