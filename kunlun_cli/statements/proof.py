"""What the arithmetic of the form proves of a statement of changes in equity that no lines part.

Where rows and columns are told by what stands beside and below each other, a figure may be set into another row or
column. In its own one the columns of a row make its totals, and the opening balance and the changes of a column its
closing balance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from kunlun_cli.forms import load, matches
from kunlun_cli.forms.lines import plain_label

ZERO = Decimal(0)
_PART = re.compile(r"[(（][一二三四五六七八九十]+[)）]")
_Figures = Mapping[int, Decimal | None]
TOTALS = ("subtotal", "total_equity")


class Line(NamedTuple):
    """A row: its label, and the figures printed in it by their columns; `None` stands for an unreadable one."""

    label: str
    figures: Mapping[int, Decimal | None]


def proven_rows(lines: Sequence[Line], codes: Sequence[str | None]) -> list[bool]:
    """Of each row whether its columns, of which `codes` are those of the form, make its totals."""
    return [_adds_up(line.figures, codes) for line in lines]


def proven_columns(lines: Sequence[Line], columns: Iterable[int]) -> frozenset[int]:
    """The columns in which the opening balance and the changes make the closing balance.

    Banks leave the row of all changes blank: then those that it is over are counted, (一), (二) and so on.
    """
    words = load("statements")["equity_words"]
    labels = [plain_label(line.label) for line in lines]
    moved = next((i for i, label in enumerate(labels) if matches(words["changes"], label)), len(lines))
    balances = [i for i, label in enumerate(labels) if matches(words["balance"], label)]
    first = max((i for i in balances if i < moved), default=None)
    last = next((i for i in balances if i > moved), None)
    if first is None or last is None:
        return frozenset()
    own = [line for line in lines[moved + 1 : last] if _PART.match(line.label)]
    parts = [lines[moved]] if lines[moved].figures else own
    changes = [line.figures for line in parts]
    return frozenset(c for c in columns if _is_moved(lines[first].figures, changes, lines[last].figures, c))


def _is_moved(before: _Figures, changes: Sequence[_Figures], after: _Figures, column: int) -> bool:
    given = [figures.get(column, ZERO) for figures in (before, *changes)]
    return None not in given and sum((v for v in given if v is not None), ZERO) == after.get(column, ZERO)


def _adds_up(figures: _Figures, codes: Sequence[str | None]) -> bool:
    given = {i: value for i, value in figures.items() if value is not None}
    if len(given) < len(figures):
        return False
    at = {code: i for i, code in enumerate(codes) if code in TOTALS}
    whole = at.get("total_equity", at.get("subtotal"))
    if whole is None:
        return False
    # Between the parent's share of it and the whole stand the shares of others.
    part = at.get("subtotal", whole)
    above = given.get(part, ZERO) + sum((v for i, v in given.items() if part < i and i != whole), ZERO)
    return given.get(part, ZERO) in _sums(given, codes, part) and (part == whole or above == given.get(whole, ZERO))


def _sums(given: Mapping[int, Decimal], codes: Sequence[str | None], end: int) -> set[Decimal]:
    """What the columns before one make: own shares are taken away, and some print them with a minus already."""
    own = [(codes[i], value) for i, value in given.items() if i < end]
    others = sum((value for code, value in own if code != "treasury_shares"), ZERO)
    shares = sum((value for code, value in own if code == "treasury_shares"), ZERO)
    return {others - shares, others + shares}
