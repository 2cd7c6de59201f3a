"""Pages that an outline lets the search pass over: parts of a report that have none of the disclosures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kunlun_cli.forms import load, matches, normal
from kunlun_cli.outline.contents import contents, is_printed
from kunlun_cli.pages.document import Document

# In a short document nothing is gained, and quarterly reports have other parts under the same titles.
MIN_PAGES = 40
MAX_NAMED = 4


def passed_over(document: Document) -> frozenset[int]:
    """Pages that need not be searched; none where the outline does not say enough, or not the truth.

    The outline is that of the bookmarks, else the table of contents. The first page of a part is never
    among the pages: the part before ends on it. An outline is believed where its titles are printed on
    the pages to which they lead.
    """
    if document.n_pages < MIN_PAGES:
        return frozenset()
    marks = sorted(((page, normal(title)) for title, page in document.bookmarks() if page), key=lambda m: m[0])
    parts = [(page, title, title) for page, title in marks if re.match(load("bookmarks")["part"], title)]
    if parts:
        found = _parts(document, parts, marks)
    else:
        found = _opened(document, marks) or _statements(document, marks)
        if not found:
            found = _parts(document, [(page, title, title) for page, title in contents(document)], ())
    return frozenset(page for first, end in found for page in range(first + 1, end))


def named(document: Document, form: str) -> frozenset[int]:
    """Pages to which bookmarks lead for a form by its name: from each to that of the next, `MAX_NAMED` at most.

    Those of the statements and their notes do not count: they say the same again.
    """
    titles = load("bookmarks")["named"].get(form)
    if not titles:
        return frozenset()
    marks = [(page, title) for title, page in document.bookmarks() if page]
    found: set[int] = set()
    statements = max((page for page, title in marks if matches(load("bookmarks")["last"], title)), default=None)
    for index, (page, title) in enumerate(marks):
        if matches(titles, title) and (statements is None or page < statements):
            end = marks[index + 1][0] if index + 1 < len(marks) else page
            found.update(range(page, min(max(end, page), page + MAX_NAMED - 1) + 1))
    return frozenset(found)


def _opened(document: Document, marks: Sequence[tuple[int, str]]) -> list[tuple[int, int]]:
    """The same where the outline has no parts, but the headings with which they begin."""
    form = load("bookmarks")
    openings = [(page, title, part) for page, title in marks if (part := _part_of(title)) is not None]
    # A part that is not told from the one before must not be passed over with it.
    kept = [page for page, title in marks if matches(form["others"], title)]
    found = _parts(document, openings, marks)
    return [(page, end) for page, end in found if not any(page < other < end for other in kept)]


def _part_of(title: str) -> str | None:
    """The part that begins with a heading."""
    return next((part for part, titles in load("bookmarks")["opens"].items() if matches(titles, title)), None)


def _parts(
    document: Document, parts: Sequence[tuple[int, str, str]], marks: Sequence[tuple[int, str]]
) -> list[tuple[int, int]]:
    """The first pages of parts without the disclosures, and of the parts after them.

    `parts` are the pages on which they begin, the headings printed there, and their names. Of all bookmarks those
    inside a part lead to what it has.
    """
    form = load("bookmarks")
    if not all(any(matches([wanted], name) for *_, name in parts) for wanted in form["required"]):
        return []
    out = []
    for index, (page, title, name) in enumerate(parts):
        after = parts[index + 1] if index + 1 < len(parts) else None
        end = after[0] if after else document.n_pages + 1
        if end - page < 2 or not matches(form["without"], name) or any(matches([r], name) for r in form["required"]):
            continue
        # On its first and its last page they may be another part's.
        if matches(form["holding"], name) and not any(page < mark < end for mark, _ in marks):
            continue
        if is_printed(document, page, title) and (after is None or is_printed(document, after[0], after[1])):
            out.append((page, end))
    return out


def _statements(document: Document, marks: Sequence[tuple[int, str]]) -> list[tuple[int, int]]:
    """From the financial statements to the last page, where the outline has no parts."""
    form = load("bookmarks")
    first = next((i for i, (_, title) in enumerate(marks) if matches(form["statements"], title)), None)
    if first is None or any(matches(form["others"], title) for _, title in marks[first:]):
        return []
    return [(marks[first][0], document.n_pages + 1)] if is_printed(document, *marks[first]) else []
