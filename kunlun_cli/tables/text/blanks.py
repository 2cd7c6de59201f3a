"""Blank cells that no white space shows: the columns of a row's figures are told by type and arithmetic, or doubted.

Text in reading order leaves out what is blank. In the holders' tables a change, shares under restriction and
shares without it look alike; what holds is that the last two make up the number held.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from kunlun_cli.forms import normal
from kunlun_cli.tables.text.build import Entry, Text
from kunlun_cli.tables.text.values import NUMERIC, cost
from kunlun_cli.tables.text.vocabulary import Leaf

DOUBT = "a cell of its row is blank, and nothing in the text tells which"
_UNRESTRICTED = re.compile("无限售")
_RESTRICTED = re.compile("(?<!无)限售")
_HELD = re.compile("持股|持有.*数量|^数量$")
# No form has so many columns that this many ways are not enough.
_WAYS = 400

_Way = dict[int, Text]


def settled(entry: Entry, columns: Sequence[Leaf]) -> Entry:
    """A row with each figure where alone it can stand; a figure that could stand elsewhere as well is doubted.

    Args:
        entry: a row of a holders' table, fewer of its cells filled than there are columns.
        columns: of that table.
    """
    if entry.wide or len(entry.cells) != len(columns) or all(cell.parts for cell in entry.cells):
        return entry
    ways = list(_ways(entry, columns))
    proven = [way for way in ways if _adds_up(way, columns)]
    ways = proven or ways
    if not ways:
        return entry
    usual = {i: cell for i, cell in enumerate(entry.cells) if cell.parts}
    chosen = usual if usual in ways else ways[0]
    cells = []
    for i in range(len(columns)):
        text = chosen.get(i, Text())
        certain = all(way.get(i, Text()) == text for way in ways)
        cells.append(text if certain or not text.parts else replace(text, doubt=DOUBT))
    return replace(entry, cells=tuple(cells))


def _ways(entry: Entry, columns: Sequence[Leaf]) -> Iterator[_Way]:
    """All ways in which the row's figures can stand in its columns, in their order, between its words."""
    filled = [(i, cell) for i, cell in enumerate(entry.cells) if cell.parts]
    open_: list[tuple[int, _Way]] = [(0, {})]
    for at, cell in filled:
        following: list[tuple[int, _Way]] = []
        for free, way in open_[:_WAYS]:
            if columns[at].type in NUMERIC:
                places = [col for col in range(free, len(columns)) if _fits(cell, col, columns, way)]
            else:
                places = [at] if at >= free else []
            following += [(col + 1, {**way, col: cell}) for col in places]
        open_ = following
    yield from (way for _, way in open_[:_WAYS])


def _fits(cell: Text, col: int, columns: Sequence[Leaf], way: _Way) -> bool:
    """Whether a figure may stand in a column: by its type, and a number pledged only beside its state."""
    leaf = columns[col]
    pledged = col > 0 and columns[col - 1].type == "state"
    return leaf.type in NUMERIC and cost(leaf.type, normal(cell.text)) is not None and (not pledged or col - 1 in way)


def _adds_up(way: _Way, columns: Sequence[Leaf]) -> bool:
    """Whether shares with and without restriction make up the number held; false where no column tells."""
    told: dict[str, Decimal | None] = {}
    for i, leaf in enumerate(columns):
        name = normal(leaf.name)
        kind = "free" if _UNRESTRICTED.search(name) else "bound" if _RESTRICTED.search(name) else None
        kind = kind or ("held" if leaf.type == "count" and _HELD.search(name) else None)
        if kind and kind not in told:
            told[kind] = _number(way[i]) if i in way else None
    parts = [told.get("free"), told.get("bound")]
    if not {"free", "bound", "held"} <= told.keys() or told["held"] is None or parts == [None, None]:
        return False
    return sum((part for part in parts if part is not None), Decimal(0)) == told["held"]


def _number(text: Text) -> Decimal | None:
    try:
        return Decimal(normal(text.text).replace(",", ""))
    except InvalidOperation:
        return None
