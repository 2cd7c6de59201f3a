"""Rows of a table's rest below a page break that have fewer cells than the table: which column each cell is of.

A program leaves out columns in which the page has nothing. Those that may be empty are columns that are blank in a row
above, and the state and number of shares pledged, which the forms leave blank; every other column has a cell in every
row. The cells keep their order, and each is of the kind (words, a figure, a per cent, a state) that stands above it.
Where that leaves more than one way, nothing is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from kunlun_cli.forms import load, matches
from kunlun_cli.pages.bars import Cells, is_figure

STATE = re.compile(r"^(无|未知|不适用|质押|冻结|标记|[-—–]{1,2})$")
# More columns than these are left blank on no page that is one table's rest.
_MOST_EMPTY = 3


def narrower(heads: Sequence[Cells], whole: Sequence[Cells], rows: Sequence[Cells]) -> list[Cells] | None:
    """The rows as wide as the table above; `None` where a row of them is not told.

    Args:
        heads: the rows of the table's heading.
        whole: its rows of figures, all of one width.
        rows: those that go on with it.
    """
    laid = [_laid(heads, whole, row) for row in rows]
    return [row for row in laid if row is not None] if laid and None not in laid else None


def _laid(heads: Sequence[Cells], whole: Sequence[Cells], row: Cells) -> Cells | None:
    ways = {way for way in _ways(heads, whole, row) if all(row)}
    # Two columns under one heading, as a program repeats it, are one.
    told = {tuple((_heading(heads, i), cell) for i, cell in enumerate(way) if cell) for way in ways}
    return list(max(ways)) if len(told) == 1 else None


def _ways(heads: Sequence[Cells], whole: Sequence[Cells], row: Cells) -> Iterator[tuple[str, ...]]:
    """The ways in which a row's cells may stand in the table's columns."""
    width, missing = len(whole[0]), len(whole[0]) - len(row)
    may_be_empty = [i for i in range(1, width) if not all(r[i] for r in whole) or _is_of_group(heads, i)]
    kinds = [{kind for r in whole if (kind := _kind(r[i]))} for i in range(width)]
    for empty in combinations(may_be_empty, missing) if 0 < missing <= _MOST_EMPTY else ():
        cells = iter(row)
        way = tuple("" if i in empty else next(cells) for i in range(width))
        if all(not cell or _kind(cell) in kinds[i] for i, cell in enumerate(way)):
            yield way


def _heading(heads: Sequence[Cells], i: int) -> str:
    return "|".join(head[i] for head in heads if i < len(head))


def _is_of_group(heads: Sequence[Cells], i: int) -> bool:
    """Whether a column is of the pledges."""
    group = load("markdown")["group"]
    words = ["".join(part.split()) for part in _heading(heads, i).replace("<br>", "").split("|")]
    return any(matches([group["over"], *group["under"]], word) for word in words if word)


def _kind(cell: str) -> str:
    if not cell:
        return ""
    if STATE.match(cell):
        return "state"
    figure = is_figure(cell)
    return "per cent" if figure and cell.endswith(("%", "％")) else "figure" if figure else "words"
