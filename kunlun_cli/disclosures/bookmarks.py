"""Pages that bookmarks let the search pass over: parts of a report that have none of the disclosures."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from kunlun_cli.forms import load, matches, normal
from kunlun_cli.pages.document import Document

# In a short document nothing is gained, and quarterly reports have other parts under the same titles.
MIN_PAGES = 40
MAX_NAMED = 4


@runtime_checkable
class Bookmarked(Protocol):
    """A document that may have an outline."""

    def bookmarks(self) -> Sequence[tuple[str, int | None]]:
        """Titles in order, each with its page, counted from 1."""
        ...


@functools.lru_cache(maxsize=2)
def passed_over(document: Document) -> frozenset[int]:
    """Pages that need not be searched; none where the outline does not say enough, or not the truth.

    The first page of a part is never among them: the part before ends on it. An outline is believed
    where its titles are printed on the pages to which they lead.
    """
    if not isinstance(document, Bookmarked) or document.n_pages < MIN_PAGES:
        return frozenset()
    marks = sorted(((page, normal(title)) for title, page in document.bookmarks() if page), key=lambda m: m[0])
    parts = [mark for mark in marks if re.match(load("bookmarks")["part"], mark[1])]
    found = _parts(document, parts) if parts else _statements(document, marks)
    return frozenset(page for first, end in found for page in range(first + 1, end))


@functools.lru_cache(maxsize=2)
def named(document: Document, form: str) -> frozenset[int]:
    """Pages to which bookmarks lead for a form by its name: from each to that of the next, `MAX_NAMED` at most.

    Those of the statements and their notes do not count: they say the same again.
    """
    titles = load("bookmarks")["named"].get(form)
    if not titles or not isinstance(document, Bookmarked):
        return frozenset()
    marks = [(page, title) for title, page in document.bookmarks() if page]
    found: set[int] = set()
    statements = max((page for page, title in marks if matches(load("bookmarks")["last"], title)), default=None)
    for index, (page, title) in enumerate(marks):
        if matches(titles, title) and (statements is None or page < statements):
            end = marks[index + 1][0] if index + 1 < len(marks) else page
            found.update(range(page, min(max(end, page), page + MAX_NAMED - 1) + 1))
    return frozenset(found)


def _parts(document: Document, parts: Sequence[tuple[int, str]]) -> list[tuple[int, int]]:
    """The first pages of parts without the disclosures, and of the parts after them."""
    form = load("bookmarks")
    if not all(any(matches([wanted], title) for _, title in parts) for wanted in form["required"]):
        return []
    out = []
    for index, (page, title) in enumerate(parts):
        after = parts[index + 1] if index + 1 < len(parts) else None
        end = after[0] if after else document.n_pages + 1
        if end - page < 2 or not matches(form["without"], title) or any(matches([r], title) for r in form["required"]):
            continue
        if _printed(document, page, title) and (after is None or _printed(document, *after)):
            out.append((page, end))
    return out


def _statements(document: Document, marks: Sequence[tuple[int, str]]) -> list[tuple[int, int]]:
    """From the financial statements to the last page, where the outline has no parts."""
    form = load("bookmarks")
    first = next((i for i, (_, title) in enumerate(marks) if matches(form["statements"], title)), None)
    if first is None or any(matches(form["others"], title) for _, title in marks[first:]):
        return []
    return [(marks[first][0], document.n_pages + 1)] if _printed(document, *marks[first]) else []


def _printed(document: Document, page: int, title: str) -> bool:
    return title in normal(document.text(page))
