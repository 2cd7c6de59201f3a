"""Lines that belong to no table though they run through one: they must part no words and make no columns.

What tells them from a table's own lines was counted on some 25,000 edges of real filings: none of their own
lines passes through a figure or the middle of a row, nor reaches beyond all others of its table.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf
from typing import NamedTuple

from kunlun_cli.pages.assemble import SPACES, Word
from kunlun_cli.pages.page import Rule
from kunlun_cli.tables.edges import SNAP, Edge, Lattice, joined, lattices

# A table's own lines end where others end, give or take this many points; a stray one reaches beyond them.
_BEYOND = 8.0
# Side bearings: a line within so much of a word's side, in points, does not part it.
_BEARING = 1.0
# The middle part of a glyph's height and width; lines at its edge underline it or stand beside it.
_MIDDLE = 0.3
# Long text in a narrow cell runs over its edge here and there (one row in each of 15 tables seen); not in so many rows.
_ROWS = 3


# Lines that are stray may hide others; no page seen needs a third look.
_LOOKS = 3


def drawings(rules: Sequence[Rule], words: Sequence[Word]) -> list[Lattice]:
    """The drawings of tables that some ruling lines make, from top to bottom, without stray lines."""
    found = lattices(rules)
    # No line parts or strikes out a space, and some pages have one in every blank cell.
    printed = [word for word in words if word.text not in SPACES]
    for _ in range(_LOOKS):
        stray = [s for lattice in found for s in _strays(lattice, printed)]
        if not stray:
            break
        rules = [r for r in rules if not any(_is_of(r, s) for s in stray)]
        found = lattices(rules)
    return joined(found)


_INNER = re.compile(r"[\d,.]$")
_FIGURE = re.compile(r"(?:^|(?<=[^\d,.]))(?:[1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d*)(?:\.\d+)?%?$")


class _Stray(NamedTuple):
    """An edge with a stray line in it: all of it, or only what reaches beyond a table from `top` to `bottom`."""

    edge: Edge
    level: bool = False
    top: float = inf
    bottom: float = -inf


def _is_of(rule: Rule, stray: _Stray) -> bool:
    """Whether a ruling line is what is stray of an edge."""
    edge = stray.edge
    if (rule.x1 - rule.x0 >= rule.bottom - rule.top) != stray.level:
        return False
    at, start, end = (rule.top, rule.x0, rule.x1) if stray.level else (rule.x0, rule.top, rule.bottom)
    within = abs(at - edge.at) <= SNAP and edge.start - SNAP <= start and end <= edge.end + SNAP
    return within and (start < stray.top - _BEYOND or end > stray.bottom + _BEYOND)


def _strays(lattice: Lattice, words: Sequence[Word]) -> Iterator[_Stray]:
    xs, ys = [e.at for e in lattice.vertical], [e.at for e in lattice.horizontal]
    inner = [e for e in lattice.vertical if min(xs) + _BEYOND < e.at < max(xs) - _BEYOND]
    yield from (_Stray(e) for e in _parting(inner, words, lattice))
    yield from (_Stray(e, top=min(ys), bottom=max(ys)) for e in lattice.vertical if _reaches_beyond(e, lattice))
    # At a page's end a row may be cut off with its text.
    yield from (_Stray(e, level=True) for e in _striking([e for e in lattice.horizontal if e.at < max(ys)], words))


def _reaches_beyond(edge: Edge, lattice: Lattice) -> bool:
    """Whether a vertical runs on above or below the table where no other does."""
    ys = [e.at for e in lattice.horizontal]
    others = [e for e in lattice.vertical if e is not edge]
    above = edge.start < min(ys) - _BEYOND and not any(e.start <= edge.start + _BEYOND for e in others)
    below = edge.end > max(ys) + _BEYOND and not any(e.end >= edge.end - _BEYOND for e in others)
    return bool(others) and (above or below)


def _parting(edges: Sequence[Edge], words: Sequence[Word], lattice: Lattice) -> list[Edge]:
    """Verticals that part a figure, or letters in several rows and labels from figures in no more of them."""
    placed = sorted(edges, key=lambda e: e.at)
    at = [e.at for e in placed]
    letters: dict[int, set[int]] = {}
    out: set[int] = set()
    for word in words:
        _, x0, _, x1, *_ = word
        for i in range(bisect_right(at, x0 + _BEARING), bisect_left(at, x1 - _BEARING)):
            edge = placed[i]
            if not edge.start < word.cy < edge.end:
                continue
            if _parts_figure(word, edge.at):
                out.add(i)
            elif _is_wide(at, i, word.size) and _cuts_letter(word, edge.at):
                letters.setdefault(i, set()).add(round(word.cy))
    cut = {i for i, rows in letters.items() if len(rows) >= _ROWS}
    return [placed[i] for i in sorted(out | {i for i in cut if len(letters[i]) >= _parted(placed[i], lattice, words)})]


def _parted(edge: Edge, lattice: Lattice, words: Sequence[Word]) -> int:
    """In how many rows a vertical parts letters from figures that both stand clear of it, in the columns beside it.

    The column's own line does where labels that are indented too far run over it: in each row that has a figure.
    """
    levels = sorted(e.at for e in lattice.horizontal)
    left = max((e.at for e in lattice.vertical if e.at < edge.at - SNAP), default=-inf)
    right = min((e.at for e in lattice.vertical if e.at > edge.at + SNAP), default=inf)
    labels, figures, across = set[int](), set[int](), set[int]()
    for word in words:
        if word.x1 <= left or word.x0 >= right or word.text.isspace() or not edge.start < word.cy < edge.end:
            continue
        row = bisect_right(levels, word.cy)
        if word.x1 <= edge.at + _BEARING:
            labels |= {row} if any(map(str.isalpha, word.text)) else set()
        elif word.x0 < edge.at - _BEARING:
            across.add(row)
        elif any(map(str.isdigit, word.text)) and not any(map(str.isalpha, word.text)):
            figures.add(row)
    return len(labels & figures - across)


def _is_wide(at: Sequence[float], i: int, size: float) -> bool:
    """Whether the columns at both sides of an edge have room for letters at all."""
    return all(b - a > 2 * size for a, b in pairwise(at[max(i - 1, 0) : i + 2]))


def _characters(word: Word) -> Iterator[tuple[str, float, float]]:
    sides = word.sides or (word.x0, word.x1)
    return zip(word.text, sides[::2], sides[1::2], strict=False)


def _parts_figure(word: Word, x: float) -> bool:
    """Whether a place is within a figure: through a digit, or between digits of which the parts are no figures."""
    if not any(map(str.isdigit, word.text)):
        return False
    left = right = ""
    for char, a, b in _characters(word):
        if char.isdigit() and a + _MIDDLE * (b - a) < x < b - _MIDDLE * (b - a):
            return True
        left, right = (left + char, right) if (a + b) / 2 < x else (left, right + char)
    # Two figures of neighbouring cells may touch and be set as one word.
    return bool(_INNER.search(left) and _INNER.match(right[:1])) and not (_FIGURE.search(left) and _FIGURE.match(right))


def _cuts_letter(word: Word, x: float) -> bool:
    return any(char.isalpha() and a + _MIDDLE * (b - a) < x < b - _MIDDLE * (b - a) for char, a, b in _characters(word))


def _striking(edges: Sequence[Edge], words: Sequence[Word]) -> list[Edge]:
    """Level lines through the middle of what is printed."""
    placed = sorted(edges, key=lambda e: e.at)
    at = [e.at for e in placed]
    out: set[int] = set()
    for word in words:
        _, _, top, _, bottom, *_ = word
        margin = _MIDDLE * (bottom - top)
        for i in range(bisect_right(at, top + margin), bisect_left(at, bottom - margin)):
            if word.text[:1].isalnum() and placed[i].start < word.cx < placed[i].end:
                out.add(i)
    return [placed[i] for i in sorted(out)]
