"""Lines of a narrative to paragraphs: joined over line and page breaks, apart from tables and captions.

Positions decide where the reader gives them; in extracted text the width of a line does: a line that
ends well before the right margin ends its paragraph.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from typing import NamedTuple

from kunlun_cli.pages.assemble import doubt_of, join_lines
from kunlun_cli.pages.page import Line
from kunlun_cli.tables.table import Table

# How far before the margin a full line may end: characters in a PDF, share of the width in text.
_SHORT_BY_CHARACTERS = 3.2
_SHORT_BY_SHARE = 0.2
# Lines further apart than this, in line heights, belong to different paragraphs.
_GAP = 2.4
# More lines than any paragraph of prose has.
_MAX_LINES = 120
_INDENT_CHARACTERS = 1.2
_ENDS = re.compile(r"[。！？；：:;!?]”?$")
_NUMBERS = re.compile(r"\d[\d,.]*%?")
_PROSE = re.compile(r"[，。；]")
_MARKER = re.compile(
    r"""(?P<section>第[一二三四五六七八九十]+[节章])
    |(?P<chinese>[一二三四五六七八九十]{1,3}(?=[、.．]))[、.．]
    |(?P<bracketed>[（(][一二三四五六七八九十]{1,3}[）)])[、.．]?
    |(?P<decimal>\d{1,2}(?:[.．]\d{1,2}){1,3})(?![\d,.%％])[、.．]?(?=\s|[^\d\s])
    |(?P<arabic>\d{1,2}(?=[、.．]))[、.．](?!\d)
    |(?P<parenthesis>[（(]\d{1,2}[）)])[、.．]?
    |(?P<half>\d{1,2}[）)])[、.．]?
    |(?P<circled>[①-⑳])[、.．]?
    """,
    re.VERBOSE,
)


class Paragraph(NamedTuple):
    """Text that belongs together. `starts` are (offset, page): from that offset on it is that page.

    `lines` is the number of lines that were joined, `bold` whether the first of them is, `doubt` why what they say
    may not be what a person sees.
    """

    text: str
    starts: tuple[tuple[int, int], ...]
    lines: int = 1
    bold: bool = False
    doubt: str = ""

    def page_at(self, offset: int) -> int:
        """The page on which the character at `offset` is printed."""
        at = bisect.bisect_right([o for o, _ in self.starts], offset) - 1
        return self.starts[max(at, 0)][1]


class _Frame(NamedTuple):
    """Left and right edge of the text on a page, in the reader's units."""

    left: float
    right: float

    def full(self, line: Line) -> bool:
        short = _SHORT_BY_CHARACTERS * line.size if line.size else _SHORT_BY_SHARE * (self.right - self.left)
        return line.x1 >= self.right - short

    def indented(self, line: Line) -> bool:
        return line.x0 >= self.left + _INDENT_CHARACTERS * (line.size or 2.0)


def marker(text: str) -> re.Match[str] | None:
    """The number with which a line begins, by style (the group's name), or `None`."""
    return _MARKER.match(text.lstrip())


def paragraphs(blocks: Sequence[Line | Table]) -> list[Paragraph]:
    """Paragraphs in reading order. A table parts what stands before from what stands after."""
    frames = _frames([b for b in blocks if isinstance(b, Line)])
    out: list[Paragraph] = []
    held: list[Line] = []
    for block in blocks:
        if isinstance(block, Table):
            _flush(held, out)
            continue
        if held and _parts(held, block, frames):
            _flush(held, out)
        if block.text.strip():
            held.append(block)
    _flush(held, out)
    return out


def _frames(lines: Sequence[Line]) -> dict[int, _Frame]:
    by_page: dict[int, list[Line]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    return {page: _frame(members) for page, members in by_page.items()}


def _frame(lines: Sequence[Line]) -> _Frame:
    """The text's frame. In text without sizes a few lines may be longer than the setting is wide."""
    lefts = sorted(line.x0 for line in lines)
    rights = sorted(line.x1 for line in lines)
    sized = any(line.size for line in lines)
    right = rights[-1] if sized else rights[int(len(rights) * 0.85)]
    return _Frame(lefts[len(lefts) // 20], right)


def _parts(held: Sequence[Line], line: Line, frames: dict[int, _Frame]) -> bool:
    """Whether `line` begins a new paragraph after the lines held so far."""
    last = held[-1]
    ended = _ENDS.search(last.text.rstrip()) is not None
    frame = frames[last.page]
    if len(held) >= _MAX_LINES:
        return True
    if not frame.full(last) or _tabular(last.text) or _tabular(line.text):
        return True
    if _heading_like(line, frames[line.page]):
        return True
    if ended and (marker(line.text) or frames[line.page].indented(line)):
        return True
    return last.page == line.page and _apart(last, line)


def _heading_like(line: Line, frame: _Frame) -> bool:
    """A short line with a Chinese number: a heading even after a full line without a full stop."""
    found = marker(line.text)
    chinese = found is not None and found.lastgroup in {"section", "chinese", "bracketed"}
    return chinese and not frame.full(line) and not _PROSE.search(line.text)


def _apart(last: Line, line: Line) -> bool:
    """Whether space or another size of type sets two full lines of a page apart."""
    if not last.size or not line.size:
        return False
    return line.top - last.bottom > _GAP * last.size or abs(line.size - last.size) > 0.2 * last.size


def _tabular(text: str) -> bool:
    """A row of figures rather than a line of prose."""
    if _PROSE.search(text):
        return False
    cells = text.split()
    return len(cells) >= 3 and sum(_NUMBERS.fullmatch(c) is not None for c in cells) >= 2


def _flush(held: list[Line], out: list[Paragraph]) -> None:
    if not held:
        return
    texts = [line.text for line in held]
    starts = [(0, held[0].page)]
    for i, line in enumerate(held):
        if line.page != starts[-1][1]:
            starts.append((len(_joined(texts[:i])), line.page))
    out.append(Paragraph(_joined(texts), tuple(starts), len(held), held[0].bold, doubt_of(held)))
    held.clear()


def _joined(texts: Sequence[str]) -> str:
    return join_lines([t.strip() for t in texts])
