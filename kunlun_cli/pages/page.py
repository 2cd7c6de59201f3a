"""A page as every later step sees it: words in boxes, ruling lines, lines of text.

PDF, HTML and text meet here; nothing after asks which it was. Coordinates are points from the top
left corner, `top` < `bottom`. Text without geometry uses one unit a column (two for a full-width
character) and one unit a line; `Page.reading` says how far positions may be trusted.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, NamedTuple, TypeVar

from kunlun_cli.pages.assemble import Word, assemble_line, cluster_lines, doubt_of, glyphs_of
from kunlun_cli.records.filing import Layout
from kunlun_cli.records.source import Box, Source

__all__ = ["Line", "Page", "Reading", "Rule", "Word"]

T = TypeVar("T")


class Reading(enum.Enum):
    """What the positions on a page mean."""

    SPATIAL = "spatial"
    """Positions are those of the printed page (PDF, HTML tables, laid-out text)."""
    FLOW = "flow"
    """Only the order of lines, and of words in a line, is known (extracted text)."""


class Rule(NamedTuple):
    """A ruling line; horizontal where `top == bottom`, vertical where `x0 == x1`."""

    x0: float
    top: float
    x1: float
    bottom: float


class Line(NamedTuple):
    """A line of text. `text` has white space only where the document shows a gap or a space."""

    text: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    size: float = 0.0
    bold: bool = False
    doubt: str = ""

    @property
    def source(self) -> Source:
        """Where the line stands, with its text as printed."""
        return Source(self.page, (self.x0, self.top, self.x1, self.bottom), self.text, self.doubt or None)


@dataclass(frozen=True)
class Page:
    """One page. `number` counts from 1; `words` in no particular order.

    How long the words are is the reader's affair: every step gives the same for their characters one by one.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...] = ()
    reading: Reading = Reading.SPATIAL
    layout: Layout = "ruled"
    """How the tables that its rules part are given."""
    mended: bool = False
    """Whether its font's own text is not what is drawn, and letters were mended."""
    given_lines: tuple[Line, ...] | None = field(default=None, repr=False)
    shown: Box | None = None
    """The part of it that is shown, where that is not the whole."""
    pictures: tuple[Box, ...] = ()
    """Where it has pictures without letters on them, higher than small type."""

    def once(self, make: Callable[[Page], T]) -> T:
        """What a function of a later step makes of this page; it is made the first time and kept with the page."""
        if make not in self._made:
            self._made[make] = make(self)
        found: T = self._made[make]
        return found

    @cached_property
    def _made(self) -> dict[Callable[[Page], Any], Any]:
        return {}

    @cached_property
    def glyphs(self) -> tuple[Word, ...]:
        """Its characters, each by itself."""
        return tuple(glyphs_of(self.words))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Lines of text from top to bottom, table cells included."""
        if self.given_lines is not None:
            return self.given_lines
        return tuple(lines_of(self.words, self.number))


def lines_of(words: Iterable[Word], page: int) -> list[Line]:
    """Lines of text that some words of one page form, from top to bottom."""
    return lines_in(cluster_lines(words), page)


def lines_in(rows: Iterable[Sequence[Word]], page: int) -> list[Line]:
    """The lines of text that rows of words of one page are."""
    out = []
    for row in rows:
        text = assemble_line(row)
        if not text:
            continue
        inked = [w for w in row if not w.text.isspace()]
        _, x0s, tops, x1s, bottoms, sizes, *_ = zip(*inked, strict=True)
        bold = sum(len(w.text) if _is_bold(w.font) else -len(w.text) for w in inked) > 0
        box = min(x0s), min(tops), max(x1s), max(bottoms)
        out.append(Line(text, page, *box, max(sizes), bold, doubt_of(inked)))
    return out


@cache
def _is_bold(font: str) -> bool:
    """Whether a font is bold by its name, or a black-letter (黑体) one, in which the forms set headings."""
    return "bold" in font.lower() or "hei" in font.lower()
