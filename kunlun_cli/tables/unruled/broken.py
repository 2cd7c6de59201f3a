"""Figures that narrow columns break over lines, put together again, and the columns that they stand in.

Nothing drawn parts them: a figure ends with its two decimals, and stands in the column whose ink it shares.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from kunlun_cli.forms import load
from kunlun_cli.forms.lines import plain_label
from kunlun_cli.pages.assemble import Word, squeeze
from kunlun_cli.pages.page import Page
from kunlun_cli.tables.unruled.drawings import loose
from kunlun_cli.tables.unruled.pieces import untangled

# Within a figure or a word no gap is wider than this part of the font's size; cells beside each other are padded.
GAP = 0.3
# The lines of one figure stand no further apart, in parts of the font's size: rows do that have lines of their own.
APART = 0.9
# The lines of one heading stand so near, and those of one above another do not, whose cell has a margin.
NEAR = 0.5
# What stands over two columns shares so much ink with either, in points.
SHARED = 1.0

_PART = re.compile(r"^(?=.*\d)[-+−－–—]?[(（]?[\d,]*\.?\d*[)）]?$|^[-−－–—]{1,2}$|^[)）]$|^[-−－]?[(（]$")
_EXACT = re.compile(r"^[-+−－–—]?([(（]\d[\d,]*\.\d\d[)）]|\d[\d,]*\.\d\d)$")
_COUNT = re.compile(r"^[-+−－–—]?([(（]\d{1,3}(,\d{3})*[)）]|\d{1,3}(,\d{3})*)$")
_FIGURE = re.compile(r"^[-+−－–—]?[(（]?(\d{1,3}(,\d{3})*|\d+)(\.\d\d)?[)）]?$")
_NIL = re.compile(r"^[-−－–—]{1,2}$")
# Between two figures set without a gap: 558,516,320.98 13,806,484,823.10.
_BETWEEN = re.compile(r"(?<=\.\d\d)(?=[-−－(（\d])")


class Ink(NamedTuple):
    """Some characters without a gap between them on a line of a page."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    page: int
    doubt: str = ""

    @property
    def is_part(self) -> bool:
        """Whether it may be a figure, or a part of one."""
        return bool(_PART.match(self.text))

    def shares(self, x0: float, x1: float) -> float:
        """How much of its width lies between two sides."""
        return min(self.x1, x1) - max(self.x0, x0)


Line = list[Ink]
"""What stands together on a line of a page, from left to right."""


class Figure(NamedTuple):
    """The parts of a figure from top to bottom; `doubt` where they make none."""

    parts: tuple[Ink, ...]
    doubt: str = ""

    @property
    def text(self) -> str:
        """It in one piece."""
        return "".join(part.text for part in self.parts)

    @property
    def pages(self) -> tuple[int, int]:
        """The page on which it begins, and that on which it ends."""
        return self.parts[0].page, self.parts[-1].page


@dataclass(slots=True)
class Column:
    """A column: the ink of its figures and of its heading, and what this says."""

    x0: float
    x1: float
    heading: tuple[Ink, ...] = ()
    size: float = 0.0
    """The font's size of its figures; 0 where it has none."""

    @property
    def name(self) -> str:
        """What its heading says."""
        return "".join(part.text for part in self.heading)

    def add(self, ink: Ink) -> None:
        """Adds a line above those of its heading; what stands above a whole name shows nothing of where it is."""
        if plain_label(self.name) not in names():
            self.x0, self.x1 = min(self.x0, ink.x0), max(self.x1, ink.x1)
        self.heading = (ink, *self.heading)

    def without(self) -> tuple[Ink, ...]:
        """The lines above its name, which stand over others as well, and are taken out of its heading."""
        self.heading = tuple(_read_through(self.heading))
        known = (
            i for i in range(len(self.heading)) if plain_label("".join(k.text for k in self.heading[i:])) in names()
        )
        first = next(known, 0)
        above, self.heading = self.heading[:first], self.heading[first:]
        return above


def inks(page: Page) -> list[Line]:
    """A page's lines outside drawn tables, each as what stands together in it."""
    rows = ([word for word in row if not word.text.isspace()] for row in page.once(loose))
    lines = (line for row in rows if row for line in untangled(row))
    return [list(_inks(line, page.number)) for line in lines]


def _inks(line: Sequence[Word], page: int) -> Iterator[Ink]:
    own: list[Word] = []
    for word in line:
        if own and word.x0 - own[-1].x1 > GAP * word.size:
            yield from _cut(own, page)
            own = []
        own.append(word)
    yield from _cut(own, page)


def _cut(words: Sequence[Word], page: int) -> Iterator[Ink]:
    """Some words as one, or as the figures or the headings that stand in it without a gap."""
    text = "".join(w.text for w in words)
    sides = [(x0, x1) for w in words for x0, x1 in (pairwise(w.sides) if w.sides else [(w.x0, w.x1)])]
    cuts = [0, *_headings(text)] if text[:1].isalpha() else [0, *(m.start() for m in _BETWEEN.finditer(text))]
    if len(sides) != len(text):
        cuts = [0]
        sides = [(words[0].x0, words[-1].x1)] * len(text)
    doubt = next((w.doubt for w in words if w.doubt), "")
    top, bottom, size = min(w.top for w in words), max(w.bottom for w in words), max(w.size for w in words)
    for begin, end in pairwise([*cuts, len(text)]):
        yield Ink(squeeze(text[begin:end]), sides[begin][0], top, sides[end - 1][1], bottom, size, page, doubt)


@functools.cache
def names() -> frozenset[str]:
    """What the form's columns are called."""
    return frozenset(plain_label(n) for all_ in load("statements")["equity_columns"].values() for n in all_)


def _headings(text: str) -> list[int]:
    """Where a further column's name begins in a text that is names of columns and nothing else: 优先股永续债其他."""
    known, cuts, begin = names(), [], 0
    while begin < len(text):
        end = max((n for n in range(begin + 2, len(text) + 1) if plain_label(text[begin:n]) in known), default=None)
        if end is None:
            return []
        cuts.append(end)
        begin = end
    return cuts[:-1]


def columns(heading: Sequence[Ink], figures: Sequence[Ink]) -> tuple[list[Column], list[Ink]] | None:
    """The columns of some figures and of the heading above them, line by line, and what of it stands over several.

    `None` where figures of two columns share ink.
    """
    out = _bands(figures)
    over: list[Ink] = []
    for ink in reversed(heading):
        below = [c for c in out if ink.shares(c.x0, c.x1) > SHARED]
        if len(below) > 1:
            over.append(ink)
        elif below:
            below[0].add(ink)
        else:
            out.append(Column(ink.x0, ink.x1, (ink,)))
    out = _whole(sorted(out, key=lambda c: c.x0))
    for ink in [i for i in over if sum(i.shares(c.x0, c.x1) > SHARED for c in out) == 1]:
        over.remove(ink)
        next(c for c in out if ink.shares(c.x0, c.x1) > SHARED).add(ink)
    for column in out:
        over += column.without()
    return None if any(a.x1 > b.x0 for a, b in pairwise(out)) else (out, _stacked(over))


def _read_through(given: Sequence[Ink]) -> list[Ink]:
    """Some ink of one cell line by line, each from left to right: brackets may stand a little higher than words."""
    lines: list[Line] = []
    for ink in sorted(given, key=lambda i: (i.page, i.top + i.bottom)):
        if lines and ink.page == lines[-1][0].page and lines[-1][0].bottom - ink.top > NEAR * ink.size:
            lines[-1].append(ink)
        else:
            lines.append([ink])
    return [ink for line in lines for ink in sorted(line, key=lambda i: i.x0)]


def _whole(given: Sequence[Column]) -> list[Column]:
    """The columns, those made one of which one has a heading alone and the other figures alone: strokes beside 股."""
    out: list[Column] = []
    for column in given:
        last = out[-1] if out else None
        parted = (
            last is not None and bool(last.heading) != bool(column.heading) and bool(last.size) != bool(column.size)
        )
        if last is not None and parted and column.x0 - last.x1 < GAP * (last.size or column.size):
            out[-1] = Column(last.x0, column.x1, last.heading or column.heading, last.size or column.size)
        else:
            out.append(column)
    return out


def _stacked(over: Iterable[Ink]) -> list[Ink]:
    """What stands over several columns, the lines of one heading, 其他权益工 and 具, as one."""
    out: list[Ink] = []
    for ink in sorted(over, key=lambda i: (i.page, i.top)):
        last = next((i for i, o in enumerate(out) if abs(o.x0 + o.x1 - ink.x0 - ink.x1) < 2 * ink.size), None)
        if last is not None and ink.page == out[last].page and ink.top - out[last].bottom < NEAR * ink.size:
            above = out[last]
            sides = min(above.x0, ink.x0), max(above.x1, ink.x1)
            out[last] = above._replace(text=above.text + ink.text, x0=sides[0], x1=sides[1], bottom=ink.bottom)
        else:
            out.append(ink)
    return out


def _bands(figures: Sequence[Ink]) -> list[Column]:
    out: list[Column] = []
    for ink in sorted(figures, key=lambda i: i.x0):
        if out and ink.x0 < out[-1].x1:
            out[-1].x1 = max(out[-1].x1, ink.x1)
        else:
            out.append(Column(ink.x0, ink.x1, size=ink.size))
    return out


def place(ink: Ink, own: Sequence[Column], shift: float) -> int | None:
    """The column of a figure, on a page whose columns stand so much further right; `None` where none is sure."""
    touched = [i for i, c in enumerate(own) if ink.shares(c.x0 + shift, c.x1 + shift) > 0]
    return touched[0] if len(touched) == 1 else None


def is_exact(parts: Sequence[Ink]) -> bool:
    """Whether the figures have decimals."""
    return any("." in part.text for part in parts)


def whole(parts: Sequence[Ink], width: float, heads: Mapping[int, float], *, exact: bool) -> Iterator[Figure]:
    """The figures that the parts in a column make, from top to bottom over all pages; `exact` ones have decimals.

    What a page's end cuts goes on at the next one's head, of which `heads` are the heights. A stroke is the minus of
    the figure below it, cut off, if no line of the column, which is so wide, holds both.
    """
    ordered = sorted(parts, key=lambda i: (i.page, i.top))
    own: list[Ink] = []
    for i, part in enumerate(ordered):
        if own and not _follows(own[-1], part, heads):
            yield _figure(own)
            own = []
        own.append(part)
        text = "".join(p.text for p in own)
        nil = _NIL.match(text) and not any(
            _is_minus(part, p, width, heads, exact=exact) for p in ordered[i + 1 : i + 2]
        )
        if nil or (_EXACT if exact else _COUNT).match(text):
            yield _figure(own)
            own = []
    if own:
        yield _figure(own)


def _follows(above: Ink, below: Ink, heads: Mapping[int, float]) -> bool:
    """Whether a part is the next line of a figure, or its first line overleaf."""
    if below.page == above.page + 1:
        return below.top - heads[below.page] < NEAR * below.size
    return below.page == above.page and below.top - above.bottom < APART * below.size


def _is_minus(stroke: Ink, below: Ink, width: float, heads: Mapping[int, float], *, exact: bool) -> bool:
    """Whether a stroke is the minus of a figure that begins on the next line: both do not fit on one."""
    if not _follows(stroke, below, heads) or not below.text[0].isdigit():
        return False
    is_whole = (_EXACT if exact else _COUNT).match(below.text)
    return not is_whole or below.x1 - below.x0 + stroke.x1 - stroke.x0 > width


def _figure(parts: Sequence[Ink]) -> Figure:
    text = "".join(part.text for part in parts)
    doubts = [part.doubt for part in parts if part.doubt]
    if not (_FIGURE.match(text) or _NIL.match(text)):
        doubts.append("its lines make no figure")
    return Figure(tuple(parts), "; ".join(dict.fromkeys(doubts)))
