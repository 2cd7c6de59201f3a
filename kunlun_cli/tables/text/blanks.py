"""Blank cells that no white space shows: the columns of a row's figures are told by type and arithmetic, or doubted.

Text in reading order leaves out what is blank. In the holders' tables a change, shares under restriction and
shares without it look alike; what holds is that the last two make up the number held.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from kunlun_cli.figures.numbers import wholes
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

# So many rows that agree on the number of all shares tell it.
AGREEING = 3

# Amounts have two places, and three digits a group: what has fewer goes on in the cell's next line.
_CUT = re.compile(r",\d{3}\.\d?$|,\d{0,2}$")
_REST = re.compile(r"\d{1,2}")

_Way = dict[int, Text]
Interval = tuple[Decimal, Decimal]


def settled(entries: Sequence[Entry], hidden: Collection[int], columns: Sequence[Leaf]) -> tuple[Entry, ...]:
    """Rows with each figure where alone it can stand; a figure that could stand elsewhere as well is doubted.

    Args:
        entries: the rows of a holders' table.
        hidden: the rows whose blank cells nothing shows, by index.
        columns: of that table.
    """
    wanted = [i for i in hidden if not entries[i].wide and len(entries[i].cells) == len(columns)]
    told = [_told(e, columns) for i, e in enumerate(entries) if i not in hidden]
    signs = {col: {_has_sign(way[col]) for way in told if col in way} for col in range(len(columns))}
    ways = {i: [way for way in _ways(entries[i], columns) if _fits_signs(way, signs)] for i in wanted}
    capital = _capital(told, ways, columns)
    return tuple(_settled(e, ways.get(i, []), columns, capital) for i, e in enumerate(entries))


def _has_sign(text: Text) -> bool:
    return normal(text.text).endswith("%")


def _fits_signs(way: _Way, signs: Mapping[int, Collection[bool]]) -> bool:
    """Whether figures have a sign of per cent where, and only where, all rows have one that are told."""
    return all(len(signs[col]) != 1 or _has_sign(text) in signs[col] for col, text in way.items())


def cut_figures(entry: Entry) -> Entry:
    """A row; doubted where a figure looks cut and the rest of it stands beside it as a figure of its own."""
    texts = [normal(c.text) for c in entry.cells if c.parts]
    if not any(_CUT.search(a) and _REST.fullmatch(b) for a, b in pairwise(texts)):
        return entry
    cells = [replace(c, doubt=DOUBT) if c.parts and c.text[-1:].isdigit() else c for c in entry.cells]
    return replace(entry, cells=tuple(cells))


def _settled(entry: Entry, ways: Sequence[_Way], columns: Sequence[Leaf], capital: Interval | None) -> Entry:
    """A row with its figures where the ways agree, those alone that add up or fit the capital where some do."""
    ways = [w for w in ways if _adds_up(w, columns)] or [w for w in ways if _fits_capital(w, columns, capital)] or ways
    ways = [w for w in ways if _is_paired(w, columns)] or ways
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


def _is_paired(way: _Way, columns: Sequence[Leaf]) -> bool:
    """Whether of columns below one wide heading (an amount, and its part of the whole) all have a figure, or none."""
    filled: dict[int, set[bool]] = {}
    for i, leaf in enumerate(columns):
        if leaf.group >= 0 and leaf.type in NUMERIC:
            filled.setdefault(leaf.group, set()).add(i in way)
    return all(len(some) == 1 for some in filled.values())


def _told(entry: Entry, columns: Sequence[Leaf]) -> _Way:
    """A row as it stands."""
    return (
        {} if entry.wide or len(entry.cells) != len(columns) else {i: c for i, c in enumerate(entry.cells) if c.parts}
    )


def _capital(told: Sequence[_Way], open_: Mapping[int, Sequence[_Way]], columns: Sequence[Leaf]) -> Interval | None:
    """All shares there are, by what the rows' holders hold and their part of it; `None` where the rows do not agree.

    Every row must have one way at least in which it fits, and no other number may fit them all.
    """
    rows = [[way] for way in told if _implied(way, columns)] + [list(ways) for ways in open_.values()]
    found: list[Interval] = [i for way in (rows[0] if rows else ()) if (i := _implied(way, columns))]
    for ways in rows[1:]:
        here = [i for way in ways if (i := _implied(way, columns))]
        found = list(dict.fromkeys(both for a in found for b in here if (both := _common(a, b))))[:_WAYS]
    return found[0] if len(rows) >= AGREEING and len(found) == 1 else None


def _implied(way: _Way, columns: Sequence[Leaf]) -> Interval | None:
    """Between which numbers all shares lie, by a row's number held and its per cent as printed."""
    held = next((i for i, leaf in enumerate(columns) if _is_held(leaf)), None)
    pct = next((i for i, leaf in enumerate(columns) if leaf.type == "percent"), None)
    if held is None or pct is None or held not in way or pct not in way:
        return None
    number, part = _number(way[held]), _number(way[pct])
    if number is None or part is None:
        return None
    return wholes(number, part) if number > 0 else None


def _common(a: Interval, b: Interval) -> Interval | None:
    low, high = max(a[0], b[0]), min(a[1], b[1])
    return (low, high) if low <= high else None


def _fits_capital(way: _Way, columns: Sequence[Leaf], capital: Interval | None) -> bool:
    implied = _implied(way, columns)
    return capital is not None and implied is not None and _common(implied, capital) is not None


def _is_held(leaf: Leaf) -> bool:
    name = normal(leaf.name)
    return leaf.type == "count" and len(leaf.path) == 1 and bool(_HELD.search(name)) and "限售" not in name


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
        return Decimal(normal(text.text).replace(",", "").removesuffix("%"))
    except InvalidOperation:
        return None
