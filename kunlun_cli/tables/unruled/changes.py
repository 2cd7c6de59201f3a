"""The statement of changes in equity where no lines part it: the widest table of a report, of the narrowest columns.

Its columns are told by the words of its heading, as the form has them, and by the ink below; its rows by the labels of
the form. A figure stands beside the row with whose label it is level. What is put together so is proven by the
arithmetic of the form (`statements.proof`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, takewhile
from typing import Protocol, TypeVar

from kunlun_cli.forms import load, matches, normal
from kunlun_cli.forms.lines import plain_label
from kunlun_cli.pages.page import Page
from kunlun_cli.tables.table import Table
from kunlun_cli.tables.unruled.bands import heads_notes
from kunlun_cli.tables.unruled.broken import Column, Ink, Line, columns, inks, names, place
from kunlun_cli.tables.unruled.drawings import loose_strips
from kunlun_cli.tables.unruled.level import put_together

# A heading has so many of the form's columns at least, and no more lines: 2024年度 over the group's over its parts,
# each of some lines.
FEWEST, DEEPEST = 5, 16
# The lines of a heading stand no further apart, in parts of the font's size.
APART = 4.0
# Among so many lines one has a figure in the first of the columns: capital stands in all balances.
FIRST = 20
# Longer texts are sentences.
PROSE = 30
# A label is cut into no more lines.
LINES = 8

_AMOUNT = re.compile(r"\d[,.]|[,.]\d")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: the lines on which it begins and the rows below it, what it says, and where the labels end."""

    begin: int
    body: int
    inks: tuple[Ink, ...]
    corner: tuple[Ink, ...]
    left: float


@dataclass(frozen=True, slots=True)
class Part:
    """What a page has of a table: its lines from `begin` to before `end`, its rows from `body` on.

    They stand by `shift` further right than those of the first page.
    """

    lines: Sequence[Line]
    begin: int
    body: int
    end: int
    shift: float

    @property
    def rows(self) -> Sequence[Line]:
        """The lines of its rows."""
        return self.lines[self.body : self.end]

    @property
    def page(self) -> int:
        """The page's number."""
        return self.lines[self.begin][0].page

    @property
    def box(self) -> tuple[float, float]:
        """Its upper and its lower side."""
        own = list(chain.from_iterable(self.lines[self.begin : self.end]))
        return min(i.top for i in own), max(i.bottom for i in own)


@dataclass(frozen=True, slots=True)
class Found:
    """A table, and the upper and the lower side of what it takes of each page."""

    table: Table
    boxes: Mapping[int, tuple[float, float]]

    def takes(self, page: int, middle: float) -> bool:
        """Whether what stands at a height of a page is in it."""
        top, bottom = self.boxes.get(page, (0.0, 0.0))
        return top <= middle <= bottom


class _Placed(Protocol):
    """A line of a page."""

    @property
    def top(self) -> float:
        """Its upper side."""

    @property
    def bottom(self) -> float:
        """Its lower side."""


T = TypeVar("T", bound=_Placed)


def untaken(found: Sequence[Found], page: int, lines: Iterable[T]) -> list[T]:
    """The lines of a page that are in none of some tables."""
    return [line for line in lines if not any(f.takes(page, (line.top + line.bottom) / 2) for f in found)]


def changes(pages: Sequence[Page], running: Mapping[int, Sequence[float]]) -> list[Found]:
    """The statements of changes in equity on some pages: a table for each heading, those of two years are two.

    What of them cannot be told is in a table's `doubts`. `running` are the heights of running lines.
    """
    reader, titled, before = _Reader(), False, 0
    for page in pages:
        if page.number != before + 1:
            reader.close()
        before = page.number
        named = any(_is_title("".join(p.text for p in strip.pieces)) for strip in page.once(loose_strips))
        if titled or named or reader.heading is not None:
            reader.read(_lines(page, running[page.number]))
            titled = named or reader.heading is not None or reader.ended
    reader.close()
    return reader.found


class _Reader:
    """Tables while their pages are read."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self.heading: Heading | None = None
        self.ended = False
        """Whether a table has ended on the last page: that of the other year may begin on the next."""
        self._parts: list[Part] = []
        self._columns: list[Column] = []
        self._over: list[Ink] = []
        self._labels: list[str] = []
        self._foot: Part | None = None
        """A heading at the foot of the last page, of which the rows begin overleaf."""

    def read(self, lines: Sequence[Line]) -> None:
        """Reads a page."""
        at, self.ended = 0, False
        while at < len(lines):
            if self.heading is None:
                at = next((n for n in range(at, len(lines)) if _is_title("".join(i.text for i in lines[n]))), at)
            heading = self._overleaf(lines) or _heading(lines, at)
            if heading is not None and not self._goes_on(heading):
                self.close()
                self._begin(lines, heading)
            if self.heading is None:
                self._foot = _at_foot(lines, at)
                return
            begin, body = (heading.begin, heading.body) if heading is not None else (at, at)
            shift = self._shift(lines[body:])
            end, last = self._end(lines, body, shift)
            self._parts.append(Part(lines, begin, body, end, shift))
            at = end
            if last and (end < len(lines)):
                self.close()
                self.ended = True
            elif last or end < len(lines):
                return

    def close(self) -> None:
        """Ends the table that has been begun."""
        if self.heading is not None and self._parts:
            rows = [part for part in self._parts if part.rows]
            table = put_together(self.heading.corner, self._over, self._columns, rows)
            self.found.append(Found(table, {part.page: part.box for part in self._parts if part.end > part.begin}))
        self.heading, self._parts, self._labels = None, [], []

    def _begin(self, lines: Sequence[Line], heading: Heading) -> None:
        end, _ = _end(lines, heading.body, heading.left, [])
        own = [i for line in lines[heading.body : end] for i in line if i.is_part and i.x1 > heading.left]
        found = columns(heading.inks, own)
        if found is not None and sum(plain_label(c.name) in names() for c in found[0]) >= FEWEST:
            self.heading = heading
            self._columns, self._over = found
            self._parts = [self._foot] if self._foot is not None else []
        self._foot = None

    def _overleaf(self, lines: Sequence[Line]) -> Heading | None:
        """The heading at the foot of the page before, with the rest of it that this one begins with, for its rows."""
        if self._foot is None:
            return None
        left = _left(lines)
        rest = list(takewhile(lambda line: all(i.x0 > left - i.size and not i.is_part for i in line), lines))
        own = [i for line in (*self._foot.lines[self._foot.begin :], *rest) for i in line]
        if not left or not _names_columns([i for i in own if i.x1 > left]):
            return None
        corner = tuple(i for i in own if i.x1 <= left and not heads_notes(i.text))
        return Heading(0, len(rest), tuple(i for i in own if i not in corner), corner, left)

    def _goes_on(self, heading: Heading) -> bool:
        """Whether a heading is that of the table before, printed again."""
        if self.heading is None:
            return False
        same = sorted(i.text for i in heading.inks) == sorted(i.text for i in self.heading.inks)
        return same and not _is_last(self._labels)

    def _shift(self, lines: Sequence[Line]) -> float:
        """How far the columns of a page stand to the right of those of the first: margins may be mirrored."""
        if not self._parts or not lines:
            return 0.0
        first = next((part.rows for part in self._parts if part.rows), lines)
        left = [min(i.x0 for line in own for i in line) for own in (first, lines)]
        own = [i for line in lines for i in line if i.is_part and _AMOUNT.search(i.text)]
        return max((0.0, left[1] - left[0]), key=lambda s: sum(place(i, self._columns, s) is not None for i in own))

    def _end(self, lines: Sequence[Line], body: int, shift: float) -> tuple[int, bool]:
        """Where the rows end on a page, and whether the last row of the form is among them."""
        if self.heading is None:
            return body, False
        if _is_last(self._labels):
            return body + len(list(takewhile(lambda line: all(i.is_part for i in line), lines[body:]))), True
        return _end(lines, body, self.heading.left + shift, self._labels)


def _is(what: str, text: str) -> bool:
    """Whether a text is one of the form's words for something."""
    return matches(load("statements")["equity_words"][what], normal(text))


def _is_title(text: str) -> bool:
    """Whether a line names the statement; it is asked of every line."""
    return matches(load("statements")["equity_words"]["title"], text)


def _lines(page: Page, running: Sequence[float]) -> list[Line]:
    """A page's lines without the running ones at its head and its foot; headings and titles repeat as well."""
    out = inks(page)
    while out and _is_running(out[0], running):
        del out[0]
    # The number of a page is one piece, and the rests of figures with which rows end are several.
    while out and _is_running(out[-1], running) and (len(out[-1]) == 1 or not all(i.is_part for i in out[-1])):
        out.pop()
    return out


def _is_running(line: Line, running: Sequence[float]) -> bool:
    text = "".join(i.text for i in line)
    top = min(i.top for i in line)
    known = [n for n in names() if n in plain_label(text)]
    return any(abs(top - other) < 1 for other in running) and not (_is_title(text) or known)


def _heading(lines: Sequence[Line], at: int) -> Heading | None:
    """The heading that begins behind some lines; `None` where none of this statement does before the first figures."""
    first = next((n for n in range(at, len(lines)) if any(_is_amount(i) for i in lines[n])), None)
    if first is None:
        return None
    left = _left(lines[first:])
    body = first
    while body > at and all(i.x1 <= left + 1 for i in lines[body - 1]) and not _is_above(lines[body - 1]):
        if any(_is("corner", i.text) for i in lines[body - 1]):
            break
        body -= 1
    # The first part of a figure may have no comma: 547 over ,840,786.00.
    while body > at and all(i.is_part and any(map(str.isdigit, i.text)) for i in lines[body - 1]):
        body -= 1
    begin = _begin(lines, at, body, left)
    over = [i for line in lines[begin:body] for i in line]
    if not _names_columns([i for i in over if i.x1 > left]):
        return None
    corner = tuple(i for i in over if i.x1 <= left and not heads_notes(i.text))
    return Heading(begin, body, tuple(i for i in over if i not in corner), corner, left)


def _begin(lines: Sequence[Line], at: int, body: int, left: float) -> int:
    """The first line of the heading above the rows that begin at `body`, whose labels end at `left`."""
    begin = body
    while begin > max(at, body - DEEPEST) and not _is_above(lines[begin - 1]):
        line = lines[begin - 1]
        apart = lines[begin][0].top - line[0].bottom > APART * line[0].size if begin < body else False
        if apart or (all(i.x1 <= left for i in line) and not any(_is("corner", i.text) for i in line)):
            break
        begin -= 1
    return begin


def _at_foot(lines: Sequence[Line], at: int) -> Part | None:
    """What may be a heading with which a page ends, or its beginning; `None` where none does."""
    corner = next((i for line in lines[at:] for i in line if _is("corner", i.text)), None)
    if corner is None:
        return None
    begin = _begin(lines, at, len(lines), corner.x1)
    return Part(lines, begin, len(lines), len(lines), 0.0) if begin < len(lines) else None


def _names_columns(heading: Sequence[Ink]) -> bool:
    """Whether a heading is of this statement."""
    found = columns(heading, [])
    return found is not None and sum(plain_label(column.name) in names() for column in found[0]) >= FEWEST


def _left(lines: Sequence[Line]) -> float:
    """Where the figures begin with which some rows do."""
    return min((i.x0 for line in lines[:FIRST] for i in line if _is_amount(i)), default=0.0)


def _is_amount(ink: Ink) -> bool:
    return ink.is_part and bool(_AMOUNT.search(ink.text))


def _is_above(line: Line) -> bool:
    """Whether a line stands above or below the table, and is none of it."""
    text = "".join(i.text for i in line)
    return _is_title(text) or _is("above", text) or any(len(i.text) > PROSE for i in line)


def _end(lines: Sequence[Line], body: int, left: float, labels: list[str]) -> tuple[int, bool]:
    """Where the rows end that begin at `body`, and whether the last of the form is among them.

    Their labels, left of `left`, are added to `labels`, which has those of the pages before.
    """
    for n in range(body, len(lines)):
        if _is_above(lines[n]):
            return n, False
        label = "".join(i.text for i in lines[n] if i.x1 <= left)
        labels += [label] if label else []
        if label and _is_last(labels):
            rest = takewhile(lambda k: _is_rest(lines, k), range(n + 1, len(lines)))
            return n + 1 + len(list(rest)), True
    return len(lines), False


def _is_rest(lines: Sequence[Line], n: int) -> bool:
    """Whether a line has parts of figures alone, right below the line above."""
    near = min(i.top for i in lines[n]) - max(i.bottom for i in lines[n - 1]) < lines[n][0].size
    return near and all(i.is_part for i in lines[n])


def _is_last(labels: Sequence[str]) -> bool:
    """Whether some lines of labels end with the last row of the form."""
    known = load("statements")["items"]["equity"]["closing_balance"]
    ends = ("".join(labels[-n:]) for n in range(1, min(LINES, len(labels)) + 1))
    return any(plain_label(end) in known or _is("last", end) for end in ends)
