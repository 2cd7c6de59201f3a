"""The table of the ten largest holders, told by its rows where a program has confused its heading.

Such programs set a heading's lines into rows of their own, two columns' first lines into one cell, or a name's first
line beside the heading's last. Where the heading has the characters of the form's words and no others, each row has a
cell for every column, and the numbers of shares and the per cents imply one total, the form's order tells the columns.
A name's end that stands before the next row's name goes back to its own. Where a name stays without its end, or one
row has another number of cells, the table stays as it is.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import product, takewhile
from typing import NamedTuple

from kunlun_cli.forms import load, normal
from kunlun_cli.pages.bars import Cells, is_figure
from kunlun_cli.pages.scattered import BREAK, filled_cells

# Heading rows that a program made of one or two.
_HEADS = 3
# Fewer rows prove nothing of their columns.
_ROWS = 3
# Totals implied by per cents of two decimals differ by their rounding: of 0.41 % by 2.5 parts in a hundred.
_NEAR = Decimal("1.05")
_PERSON = re.compile(r"[\u3400-\u9fff·]{2,4}")
_PER_CENT = re.compile(r"\d{1,3}(\.\d+)?%")


class TopTen(NamedTuple):
    """A table in parts: what stands above the heading, heading and holders, what stands below them."""

    above: list[Cells]
    holders: list[Cells]
    below: list[Cells]
    took_rest: bool
    """Whether the last name's end was that of the next table's first row."""


def told_ten(rows: Sequence[Cells], rest: str) -> TopTen | None:
    """The table's parts, its holders in the form's columns; `None` where these are not told.

    Args:
        rows: the rows of a table of bars.
        rest: the only text of the next table's first row, which may be the last name's end.
    """
    for first in range(len(rows)):
        for end in range(first + 2, min(first + _HEADS, len(rows)) + 1):
            opening = _opening(rows[first:end])
            if opening is not None:
                return _told(rows, first, end, opening, rest)
    return None


def _plain(cell: str) -> str:
    return "".join(normal(cell.replace(BREAK, "")).split())


@functools.cache
def _headings() -> tuple[Counter[str], ...]:
    return tuple(Counter("".join(words)) for words in product(*load("markdown")["topten"]["words"]))


def _opening(heads: Sequence[Cells]) -> str | None:
    """The beginning of a name that stands in the heading's last row, `""` where none does; `None`: no heading."""
    if any(is_figure(cell) for head in heads for cell in head):
        return None
    for name in ("", "".join(heads[-1][:1])):
        letters = Counter("".join(_plain(cell) for head in heads for cell in head))
        letters.subtract(_plain(name))
        if +letters in _headings() and min(letters.values()) >= 0:
            return name
    return None


def _told(rows: Sequence[Cells], first: int, end: int, opening: str, rest: str) -> TopTen | None:
    body = [cells for row in takewhile(lambda row: _cells(row) is not None, rows[end:]) if (cells := _cells(row))]
    if len(body) < _ROWS or not _one_total(body):
        return None
    body[0][0] = BREAK.join(filter(None, (opening, body[0][0])))
    below = list(map(list, rows[end + len(body) :]))
    natures = [row[1] for row in body]
    names = _each_with_its_end([row[0] for row in body], natures)
    took_rest = bool(names and rest and not below) and not _is_whole(names[-1], natures[-1])
    names = [*names[:-1], names[-1] + BREAK + rest] if took_rest else names
    if not names or not all(map(_is_whole, names, natures)):
        return None
    heading = [list(head) for head in load("markdown")["topten"]["heading"]]
    holders = [[name, *row[1:]] for name, row in zip(names, body, strict=True)]
    return TopTen(list(map(list, rows[:first])), [*heading, *holders], below, took_rest)


def _cells(row: Sequence[str]) -> Cells | None:
    """A holder's cells in the form's order; `None` for a row that has others."""
    filled = filled_cells(row)
    values = load("holders")["text"]["values"]
    if len(filled) != len(load("markdown")["topten"]["heading"][0]):
        return None
    name, nature, pct, shares, restricted, state, pledged = filled
    fits = (
        not is_figure(name)
        and _plain(nature) in values["natures"]
        and bool(_PER_CENT.fullmatch(_plain(pct)))
        and all(map(is_figure, (shares, restricted, pledged)))
        and bool(re.fullmatch(values["states"], _plain(state)))
    )
    return [name, _plain(nature), pct, shares, restricted, state, pledged] if fits else None


def _number(cell: str) -> Decimal:
    return Decimal(re.sub(r"[^\d.]", "", normal(cell)) or "0")


def _one_total(body: Sequence[Cells]) -> bool:
    """Whether the numbers of shares are those of the per cents, and none has more restricted shares than shares."""
    totals = [_number(row[3]) / pct for row in body if (pct := _number(row[2]))]
    within = all(_number(row[4]) <= _number(row[3]) for row in body)
    return within and len(totals) == len(body) and min(totals) > 0 and max(totals) <= min(totals) * _NEAR


@functools.cache
def _endings() -> re.Pattern[str]:
    return re.compile("(" + "|".join(load("holders")["text"]["names"]["endings"]) + ")$", re.IGNORECASE)


def _is_tail(name: str) -> bool:
    """Whether a name's first line is nothing but the end of another (投资基金, 限公司)."""
    line = _plain(name.split(BREAK, maxsplit=1)[0])
    return any(tail.endswith(line) for tail in load("markdown")["topten"]["tails"])


def _is_whole(name: str, nature: str) -> bool:
    plain, words = _plain(name), load("holders")["text"]["names"]
    if "自然人" in nature:
        return bool(_PERSON.fullmatch(plain)) or plain.isascii()
    return bool(_endings().search(plain)) and not re.match(words["never_first"], plain) and not _is_tail(name)


def _each_with_its_end(names: Sequence[str], natures: Sequence[str]) -> list[str]:
    """The names, each end that stands before the next name put back; none where that may be done in two ways."""
    out = list(names)
    for i, below in enumerate(out[1:]):
        if _is_whole(out[i], natures[i]) and not _is_tail(below):
            continue
        lines = below.split(BREAK)
        parted = [(BREAK.join([out[i], *lines[:at]]), BREAK.join(lines[at:])) for at in range(1, len(lines))]
        ways = [way for way in parted if all(map(_is_whole, way, natures[i : i + 2]))]
        if len(ways) != 1:
            return []
        out[i], out[i + 1] = ways[0]
    return out
