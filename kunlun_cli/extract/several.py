"""Two reports in one file: where the second begins, and what each says that it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from kunlun_cli.extract.identity import is_share_code, titles_in
from kunlun_cli.forms import load, matches, normal
from kunlun_cli.outline.contents import is_contents
from kunlun_cli.outline.stream import Stream
from kunlun_cli.pages.document import Document
from kunlun_cli.records import Problem

# Running headers stand in a page's first or last lines, covers and first pages have title and code among the first.
_HEAD, _FOOT = 6, 3
# A report's own 重要提示 stands on the page of its title or so many pages after (Shanghai's cover, the contents).
_OPENING = 3
# Of pages that the outline lets pass over so many at the end are looked at as well: a report glued behind is there,
# and summaries, of which only the first page may say what it is, are no longer.
_LAST = 9
# So many pages are looked at of every file before it is taken for a filing: what the first report is stands on them.
_FRONT = 12


class _Mark(NamedTuple):
    """What a page says it belongs to; each `None` where it does not say."""

    period: tuple[str, int] | None = None
    company: str | None = None
    code: str | None = None

    def against(self, other: _Mark) -> bool:
        """Whether the two belong to different reports."""
        pairs = ((self.period, other.period), (self.code, other.code))
        if any(a and b and a != b for a, b in pairs):
            return True
        a, b = self.company, other.company
        # A running header may have the company's name without 股份有限公司, or with its former one in brackets.
        return bool(a and b and a not in b and b not in a)

    def filled(self, other: _Mark) -> _Mark:
        """With what only the other says."""
        return _Mark(self.period or other.period, self.company or other.company, self.code or other.code)

    def __str__(self) -> str:
        """As people call it."""
        period = f"{self.period[1]} {self.period[0]} report" if self.period else "report"
        return " ".join(filter(None, (self.code, self.company, period)))


def second_report(stream: Stream) -> tuple[int, Problem] | None:
    """The page on which another report begins behind the first one, and the problem that says so.

    `None` where all pages belong to one report. A summary before the full report of the same period
    is one with it.
    """
    document = stream.document
    front = _first(_marks(document, range(1, min(_FRONT, document.n_pages) + 1)))
    if _goes_on(document, document.n_pages, front, named=True):
        return None
    texts = dict(enumerate(stream.searched(), 1))
    marks = {number: mark for number, text in texts.items() if any(mark := _mark(text))}
    said = _first(marks)
    for number in range(document.n_pages, max(document.n_pages - _LAST, 0), -1):
        texts[number] = document.text(number)
        marks.update(_marks(document, [number]))
        if _goes_on(document, number, said):
            break
    first = _Mark()
    for number, mark in sorted(marks.items()):
        if not mark.against(first):
            first = first.filled(mark)
            continue
        rest = [m for n, m in marks.items() if n >= number]
        others = [m for m in rest if m.against(first)]
        # A line of the text may happen to read like a title: then the first report goes on after it.
        back = any(m.against(mark) and not m.against(first) for m in rest)
        if not back and (len(others) > 1 or any(map(_opens, map(texts.get, range(number, number + _OPENING + 1))))):
            second = mark
            for other in others:
                second = second.filled(other)
            return number, _problem(first, second, number)
    return None


def _marks(document: Document, numbers: Iterable[int]) -> dict[int, _Mark]:
    """What each of some pages says, those left out that say nothing."""
    return {number: mark for number in numbers if any(mark := _mark(document.text(number)))}


def _goes_on(document: Document, number: int, said: _Mark, *, named: bool = False) -> bool:
    """Whether a page is still one of the first report, of what that says: no other one stands before it then.

    Its running header says so, and whose it is; where it need not be `named`, it may go on counting the pages instead
    (Shanghai's 2024 年半年度报告, 184 / 184), as whoever joins two files may do as well.
    """
    text = document.text(number)
    mark = _mark(text)
    its = mark.company or mark.code or (not named and _is_numbered(text, number))
    return bool(its and mark.period and mark.period == said.period and not mark.against(said))


def _first(marks: dict[int, _Mark]) -> _Mark:
    """What the first report says of itself, on any of some pages."""
    first = _Mark()
    for _, mark in sorted(marks.items()):
        if not mark.against(first):
            first = first.filled(mark)
    return first


def _ends(text: str) -> list[str]:
    """The lines of a page among which running headers and its number stand."""
    lines = [line for line in text.splitlines() if line.strip()]
    return [*lines[:_HEAD], *lines[max(_HEAD, len(lines) - _FOOT) :]]


def _is_numbered(text: str, number: int) -> bool:
    """Whether a page says that it is that page of as many as those of the file."""
    return any(re.fullmatch(rf"第?{number}页?/共?\d+页?", normal(line)) for line in _ends(text))


def _mark(text: str) -> _Mark:
    ends = "\n".join(_ends(text))
    titles = list(titles_in(ends)) if "报" in ends else []
    company = next((normal(t.company) for t in titles if t.company), None)
    code = (
        re.search(rf"{load('filing')['labels']['code']}[:]?(\d{{6}})(?!\d)", normal(ends)) if "代码" in ends else None
    )
    share = code[1] if code and is_share_code(code[1]) else None
    return _Mark((titles[0].kind, titles[0].year) if titles else None, company, share)


def _opens(text: str | None) -> bool:
    """Whether a page has the section with which every report begins."""
    if not text or is_contents(text):
        return False
    return any(matches(load("filing")["opening"]["patterns"], line) for line in text.splitlines() if "提示" in line)


def _problem(first: _Mark, second: _Mark, page: int) -> Problem:
    message = (
        f"the file holds two reports: after {first}, {second} begins on page {page}; "
        "only the first was read, so split the file and read each by itself"
    )
    return Problem("two-filings", message, page)
