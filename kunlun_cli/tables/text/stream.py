"""The lines of a text as one stream, running headers left out, and its tokens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from kunlun_cli.forms import normal
from kunlun_cli.pages.page import Line, Page
from kunlun_cli.pages.text import TextPage

# A line set to its cell's width, its characters apart: four at least, since names of persons are set so too.
_JUSTIFIED = re.compile(r"(?<!\S)[\u3400-\u9fff（）()－](?: [\u3400-\u9fff（）()－]){3,}(?!\S)")


@dataclass(frozen=True)
class RawLine:
    """A line with ink: as given, where it stands, and what went before it."""

    raw: str
    page: int
    number: int
    line: Line
    after_break: bool = False
    """True for the first line of a page."""
    after_blank: bool = False
    """True where an empty line stands before it."""

    @cached_property
    def text(self) -> str:
        """Without any white space, full-width forms made plain: what patterns are written for."""
        return normal(self.raw)


@dataclass(frozen=True, slots=True)
class Token:
    """A run of ink within a line, and the white space around it."""

    text: str
    line: RawLine
    first: bool
    last: bool
    before: int
    """Spaces in front of it: those at the line's start for its first token."""
    after: int
    """Spaces behind it up to the next token, or to the line's end for the last."""


def stream(pages: Sequence[Page]) -> list[RawLine]:
    """All lines with ink, in order, without running headers and page numbers.

    The first page keeps its header: the filing's identity may stand nowhere else.
    """
    out: list[RawLine] = []
    for page in pages:
        by_number = {int(line.top): line for line in page.lines}
        raw = page.raw if isinstance(page, TextPage) else [line.text for line in page.lines]
        running = page.running if isinstance(page, TextPage) else frozenset()
        if page.number == 1:
            running = frozenset(i for i in running if not re.search(r"[^\d\s/页第-]", raw[i]))
        blank = broken = bool(out)
        for i, text in enumerate(raw):
            line = by_number.get(i) if isinstance(page, TextPage) else page.lines[i]
            if i in running:
                continue
            if line is None:
                blank = True
                continue
            out.append(RawLine(text, page.number, i, line, broken, blank))
            blank = broken = False
    return out


def tokens(lines: Sequence[RawLine]) -> list[Token]:
    """The lines cut at white space, with the number of spaces on either side."""
    out: list[Token] = []
    for line in lines:
        raw = line.raw.replace("\u3000", " ").replace("\t", " ").replace("\xa0", " ")
        raw = _JUSTIFIED.sub(lambda run: run[0].replace(" ", ""), raw)
        cut = raw.split(" ")
        inked = [i for i, part in enumerate(cut) if part.strip()]
        for k, i in enumerate(inked):
            before = i if k == 0 else i - inked[k - 1]
            after = len(cut) - 1 - i if k == len(inked) - 1 else inked[k + 1] - i
            out.append(Token(cut[i].strip(), line, k == 0, k == len(inked) - 1, before, after))
    return out
