"""Extracted text to pages: split at form feeds, or where a running header stands with a page number.

Whether positions mean anything is found out too: a text laid out in columns has wide gaps inside its
lines, an extraction in reading order has none.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kunlun_cli.forms import load, normal
from kunlun_cli.pages.assemble import squeeze
from kunlun_cli.pages.document import Document, Format
from kunlun_cli.pages.encoding import lines
from kunlun_cli.pages.marks import page_marks
from kunlun_cli.pages.page import Line, Page, Reading
from kunlun_cli.records.filing import Problem

# A gap of this many spaces inside a line is one between columns.
WIDE_GAP = re.compile(r"\S[ \t\u3000]{3,}(?=\S)")
# From this share of lines with such gaps on, the text is laid out.
LAID_OUT = 0.02
# A running header comes back at least so often; fewer marks of pages are no words either, and part nothing.
MIN_PAGES = 3
# No report has more pages.
MAX_PAGES = 5000
# A pair of ticks ends many a page of a report in full, and is the answer to the title above it.
_BOXES = re.compile(r"[□√☑☐■]")
_DIGITS = re.compile(r"(?![0-9])\d")
_NUMBER_LINE = re.compile(r"^\s*[-–—~第]?\s*(\d{1,4})\s*[-–—~页]?\s*(?:[/／]\s*\d{1,4})?\s*$")


@dataclass(frozen=True)
class TextPage(Page):
    """A page of text. `raw` are its lines as given: white space is what tells blank cells."""

    raw: tuple[str, ...] = ()
    running: frozenset[int] = frozenset()
    """Which of the lines are running headers and page numbers, counted from 0."""


class TextDocument(Document):
    """A text as a document of pages."""

    format: Format = "text"
    drawn = False

    def __init__(self, text: str, name: str) -> None:
        """Split the text into pages; nothing else is done yet."""
        self.name = name
        pages = _split(text)
        self._raw = [raw for raw, _ in pages]
        self._running = [running for _, running in pages]
        self.n_pages = len(pages)
        self.reading = _reading([line for raw in self._raw for line in raw])
        self._pages: dict[int, TextPage] = {}
        found = ((i, _other_digits("".join(raw))) for i, raw in enumerate(self._raw, 1))
        self.problems = tuple(
            Problem("unreadable-cell", f"digits of another script ({other}) stand on the page, which are not read", i)
            for i, other in found
            if other
        )

    def text(self, number: int) -> str:
        """The page's text as given."""
        return "\n".join(self._raw[number - 1])

    def page(self, number: int) -> TextPage:
        """The page with its lines."""
        if number not in self._pages:
            self._pages[number] = _page(self._raw[number - 1], self._running[number - 1], number, self.reading)
        return self._pages[number]


def _other_digits(text: str) -> str:
    """The first digit of a text that is none of those of Chinese filings, of whatever width or shape."""
    others = (found[0] for found in _DIGITS.finditer(text))
    return next((digit for digit in others if not unicodedata.normalize("NFKC", digit).isascii()), "")


def columns(text: str, wide: int = 2) -> int:
    """How many columns a text takes, a full-width character taking `wide`."""
    return sum(wide if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _reading(raw: Sequence[str]) -> Reading:
    inked = [line for line in raw if line.strip()]
    gaps = sum(bool(WIDE_GAP.search(line)) for line in inked)
    return Reading.SPATIAL if gaps > max(LAID_OUT * len(inked), 4) else Reading.FLOW


def _page(raw: Sequence[str], running: frozenset[int], number: int, reading: Reading) -> TextPage:
    given = []
    for i, line in enumerate(raw):
        text = squeeze(line)
        if text:
            x0 = columns(line) - columns(line.lstrip())
            given.append(Line(text, number, float(x0), float(i), float(columns(line.rstrip())), float(i + 1)))
    width = max((line.x1 for line in given), default=0.0)
    return TextPage(
        number, width, float(len(raw)), (), reading=reading, given_lines=tuple(given), raw=tuple(raw), running=running
    )


def _split(text: str) -> list[tuple[list[str], frozenset[int]]]:
    """The pages' lines, and which of each page's lines are running headers and page numbers."""
    if "\f" in text.strip("\f\r\n "):
        pages = [list(lines(part)) for part in text.split("\f")]
        if not any(line.strip() for line in pages[-1]):
            pages.pop()
        return [(page, _running(page, _headers(pages))) for page in pages]
    raw = list(lines(text))
    marks, taken = page_marks(raw)
    if len(marks) >= MIN_PAGES and marks[-1][1] <= MAX_PAGES:
        return _split_at_marks(raw, marks, taken)
    bare = [line for i, line in enumerate(raw) if i not in taken]
    return _split_at_headers(bare) or [(bare, _running(bare, _titles_again(bare), within=len(bare)))]


def _split_at_marks(
    raw: Sequence[str], marks: Sequence[tuple[int, int]], taken: frozenset[int]
) -> list[tuple[list[str], frozenset[int]]]:
    """Pages of a text whose program marked where each begins, by their numbers: those left out are empty.

    The mark stands before its page, or behind it where nothing stands behind the last one.
    """
    behind = not any(line.strip() for i, line in enumerate(raw[marks[-1][0] :], marks[-1][0]) if i not in taken)
    starts = [0, *(place for place, _ in marks[:-1])] if behind else [place for place, _ in marks]
    pages: list[list[str]] = [[] for _ in range(marks[-1][1])]
    for (_, number), first, end in zip(marks, starts, [*starts[1:], len(raw)], strict=True):
        pages[number - 1] = [line for i, line in enumerate(raw[first:end], first) if i not in taken]
    # What stands before the first mark is of the page before it, or opens the first.
    opening = max(marks[0][1] - 2, 0)
    pages[opening] = [line for i, line in enumerate(raw[: starts[0]]) if i not in taken] + pages[opening]
    headers = _headers([page for page in pages if page])
    return [(page, _running(page, headers)) for page in pages]


def _signature(line: str) -> str:
    return re.sub(r"\s+", "", line)


def _headers(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Lines that stand at the head or foot of many pages."""
    seen: Counter[str] = Counter()
    for page in pages:
        inked = [_signature(line) for line in page if line.strip()]
        seen.update(set(inked[:3] + inked[-3:]))
    often = max(MIN_PAGES, 0.3 * len(pages))
    return frozenset(s for s, n in seen.items() if n >= often and len(s) > 4 and not _BOXES.search(s))


def _titles_again(raw: Sequence[str]) -> frozenset[str]:
    """The report's title where it comes back as running headers do, of a text of which no program marked the pages."""
    seen = Counter(map(_signature, raw))
    title = re.compile(load("filing")["title"]["pattern"])
    return frozenset(s for s, n in seen.items() if n >= MIN_PAGES and title.match(normal(s)))


def _running(page: Sequence[str], headers: frozenset[str], within: int = 3) -> frozenset[int]:
    """The lines that are headers, so many inked lines from either end, and the page numbers there and beside them."""
    inked = [i for i, line in enumerate(page) if line.strip()]
    margin = inked[:within] + inked[-within:]
    ends = {*inked[:1], *inked[-1:]}
    found = {i for i in margin if _signature(page[i]) in headers}
    # A page number stands at the very end, or beside the running header.
    ends |= {inked[k + d] for k, i in enumerate(inked) if i in found for d in (-1, 1) if 0 <= k + d < len(inked)}
    return frozenset(found | {i for i in ends if _NUMBER_LINE.match(page[i])})


def _split_at_headers(raw: Sequence[str]) -> list[tuple[list[str], frozenset[int]]]:
    """Pages of a text without form feeds: repeated lines beside a number that counts up by one.

    The header heads the page, also where the number follows it: extractions print both in front.
    """
    inked = [i for i, line in enumerate(raw) if line.strip()]
    starts = _page_starts(raw, inked)
    running = {i for pair in starts for i in pair}
    bounds = pairwise([0, *[header for header, _ in starts if header > inked[0]], len(raw)])
    pages = [(list(raw[a:b]), frozenset(i - a for i in running if a <= i < b)) for a, b in bounds]
    return pages if starts else []


def _page_starts(raw: Sequence[str], inked: Sequence[int]) -> list[tuple[int, int]]:
    """The lines of running headers at which pages begin, each with the line of the page's number beside it."""
    seen: Counter[str] = Counter(_signature(raw[i]) for i in inked if len(_signature(raw[i])) > 4)
    best: list[tuple[int, int]] = []
    for pairs in (pairwise(inked), pairwise(inked[::-1])):
        headed = ((i, j) for i, j in pairs if seen[_signature(raw[i])] >= MIN_PAGES)
        beside = [(i, j, m) for i, j in headed if (m := _NUMBER_LINE.match(raw[j]))]
        counted = set(_counting_up(sorted((i, int(m[1])) for i, _, m in beside)))
        starts = sorted((i, j) for i, j, _ in beside if i in counted)
        if len(starts) >= MIN_PAGES and len(starts) >= 0.7 * len(beside) and len(starts) > len(best):
            best = starts
    return best


def _counting_up(numbered: Sequence[tuple[int, int]]) -> list[int]:
    """The places whose numbers go on from the one before, a few pages without header left out."""
    out: list[int] = []
    expected = None
    for place, number in numbered:
        if expected is None or expected <= number <= expected + 3:
            out.append(place)
            expected = number + 1
    return out
