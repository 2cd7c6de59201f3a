"""The lines of a text as one stream, running headers left out, and its tokens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kunlun_cli.forms import load, matches, normal
from kunlun_cli.pages.page import Line, Page
from kunlun_cli.pages.text import TextPage

_RANK_HEADING = re.compile(r"\s*[\u3400-\u9fff]{2}(?=\s|$)")
# The holders whose rows are numbered; so few numbers alone in front of lines may be something else.
_TEN = 10
_RANKS = 3
# No row of holders has more lines.
_APART = 25
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
    """All lines with ink, in order, without running headers, page numbers and marks that a table goes on.

    The first page keeps its first header: the filing's identity may stand nowhere else.
    """
    out: list[RawLine] = []
    continued = load("flow")["remarks"]["continued"]
    for page in pages:
        by_number = {int(line.top): line for line in page.lines}
        raw = page.raw if isinstance(page, TextPage) else [line.text for line in page.lines]
        running = page.running if isinstance(page, TextPage) else frozenset()
        if page.number == 1:
            headers = {raw[i]: i for i in sorted(running, reverse=True) if re.search(r"[^\d\s/页第-]", raw[i])}
            running -= set(headers.values())
        blank = broken = bool(out)
        for i, text in enumerate(raw):
            line = by_number.get(i) if isinstance(page, TextPage) else page.lines[i]
            if i in running or matches(continued, text):
                continue
            if line is None:
                blank = True
                continue
            out.append(RawLine(text, page.number, i, line, broken, blank))
            blank = broken = False
    return _without_ranks(out)


def _without_ranks(lines: list[RawLine]) -> list[RawLine]:
    """The lines with the numbers of the rows below 序号 股东名称 made white space: no figures, and no part of names."""
    form = load("holders")["text"]["ranks"]
    out = list(lines)
    for at, line in enumerate(lines):
        heading = _RANK_HEADING.match(line.raw)
        below = "".join(some.text for some in lines[at : at + 2])
        if heading is None or not re.match(form["heading"], below):
            continue
        ranked: dict[int, str] = {at: _blank(line.raw, len(heading[0]))}
        for place in range(at + 1, len(lines)):
            found = re.match(rf"\s*{len(ranked)}(?=\s+[^\s\d]|\s{{2,}}\d|\s*$)", lines[place].raw)
            ranked |= {place: _blank(lines[place].raw, found.end())} if found else {}
            if len(ranked) > _TEN or place - max(ranked) > _APART:
                break
        if len(ranked) > _RANKS:
            out[at : max(ranked) + 1] = [
                replace(out[i], raw=ranked.get(i, out[i].raw)) for i in range(at, max(ranked) + 1)
            ]
    return _inked(out) if out != lines else lines


def _blank(raw: str, end: int) -> str:
    """A line with white space of the same width in place of what stands before `end`."""
    return "".join("\u3000" if "\u3400" <= c <= "\u9fff" else " " for c in raw[:end]) + raw[end:]


def _inked(lines: Sequence[RawLine]) -> list[RawLine]:
    """The lines with ink; what stood in front of one without stands in front of the next."""
    out: list[RawLine] = []
    broken = blank = False
    for line in lines:
        broken, blank = broken or line.after_break, blank or line.after_blank
        if line.raw.strip():
            out.append(replace(line, after_break=broken, after_blank=blank))
            broken = blank = False
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
