"""The table of contents printed in a report: which of its pages are the contents, and where its parts begin."""

from __future__ import annotations

import re
from itertools import pairwise

from kunlun_cli.forms import load, normal
from kunlun_cli.pages.document import Document

_LEADERS = re.compile(r"[.．…·]{8,}")
_ENTRY = re.compile(r"(?P<title>.{2,40}?)[.·]{4,}(?P<page>\d{1,4})")
# The contents stand among the first pages, and pages before the one numbered 1 are few.
_FRONT = 12
_UNNUMBERED = 6


def is_contents(text: str) -> bool:
    """Whether a page is one of the table of contents: lines of dots."""
    return len(_LEADERS.findall(text)) >= 3


def is_printed(document: Document, page: int, title: str) -> bool:
    """Whether a title, as `forms.normal` gives it, is printed on a page."""
    return page <= document.n_pages and title in normal(document.text(page))


def contents(document: Document) -> list[tuple[int, str]]:
    """The parts that the table of contents names: the page of the document, counted from 1, and the title.

    Titles are as `forms.normal` gives them. Empty where there is no such table, its numbers do not rise, or
    its last title is not printed where it says.
    """
    out: list[tuple[int, str]] = []
    part = re.compile(load("bookmarks")["part"])
    for number in range(1, min(document.n_pages, _FRONT) + 1):
        text = document.text(number)
        entries = map(_ENTRY.fullmatch, map(normal, text.splitlines())) if is_contents(text) else ()
        out += [(int(e["page"]), e["title"]) for e in entries if e is not None and part.match(e["title"])]
    if not out or any(a > b for (a, _), (b, _) in pairwise(out)):
        return []
    # Covers may stand before the page that is numbered 1.
    for before in range(_UNNUMBERED + 1):
        page, title = out[-1][0] + before, out[-1][1]
        if is_printed(document, page, title):
            return [(page + before, title) for page, title in out]
    return []
