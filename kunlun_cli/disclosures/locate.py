"""Which pages hold a disclosure: found in the quick texts, before any page is read in full."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

from kunlun_cli.disclosures.bookmarks import named, passed_over
from kunlun_cli.disclosures.contents import is_contents
from kunlun_cli.forms import load, matches, normal
from kunlun_cli.pages.document import Document
from kunlun_cli.pages.page import Page
from kunlun_cli.records import Problem
from kunlun_cli.tables.blocks import Block, blocks
from kunlun_cli.tables.table import Table

# A disclosure's last table may run over this many pages beyond those with its words.
MAX_RUN = 6


@runtime_checkable
class _Quick(Protocol):
    """A document that reads a page in full quickly, where exact places of glyphs matter less."""

    def prose(self, number: int) -> Page:
        """The page."""
        ...


def searched_texts(document: Document) -> list[str]:
    """The quick texts of all pages, empty for those that the outline lets pass over."""
    passed = passed_over(document)
    return ["" if n in passed else document.text(n) for n in range(1, document.n_pages + 1)]


def all_texts(document: Document) -> list[str]:
    """The quick texts of all pages."""
    return [document.text(n) for n in range(1, document.n_pages + 1)]


def pages_with(document: Document, find: Sequence[dict[str, Any]]) -> list[int]:
    """Pages that satisfy one of the conditions: `all` of its patterns on the page or across its end."""
    return _pages_with(all_texts(document), find)


def _pages_with(page_texts: Sequence[str], find: Sequence[dict[str, Any]]) -> list[int]:
    out = []
    texts = dict(enumerate(page_texts, 1))
    for number, text in texts.items():
        if is_contents(text):
            continue
        here = normal(text)
        after = normal(texts.get(number + 1, ""))
        if any(_holds(condition, here, after) for condition in find):
            out.append(number)
    return out


def _holds(condition: dict[str, Any], here: str, after: str) -> bool:
    if not all(matches([p], here) for p in condition["all"]):
        return False
    return all(matches([p], here + after) for p in condition.get("near", ()))


def runs(numbers: Sequence[int], gap: int = 1) -> list[tuple[int, int]]:
    """Consecutive numbers as (first, last); a gap of up to `gap` numbers does not part them."""
    out: list[tuple[int, int]] = []
    for number in numbers:
        if out and number - out[-1][1] <= gap + 1:
            out[-1] = (out[-1][0], number)
        else:
            out.append((number, number))
    return out


def _read_run(document: Document, first: int, last: int) -> tuple[list[Block], int]:
    """The blocks of a run and of the pages after it into which its last table runs, and the last page that was read."""
    end = min(last, document.n_pages)
    pages = [document.page(n) for n in range(first, end + 1)]
    stream = blocks(pages)
    while stream and end < document.n_pages and end < last + MAX_RUN and isinstance(stream[-1], Table):
        end += 1
        pages.append(document.page(end))
        stream = blocks(pages)
    begin = first
    while stream and 1 < begin > first - MAX_RUN and isinstance(stream[0], Table):
        pages.insert(0, document.page(begin - 1))
        begun = _begun(blocks(pages), begin)
        if begun is None:
            break
        stream, begin = begun, begin - 1
    return stream, end


def _begun(stream: list[Block], first: int) -> list[Block] | None:
    """The blocks from the table on that runs into the page `first` from the one before, with the lines above it.

    A label cut by the page names nothing on either: the disclosure then seems to begin overleaf.
    `None` where no table runs into the page.
    """
    for i, block in enumerate(stream):
        if isinstance(block, Table) and block.page < first <= block.rows[-1].page:
            above = next((k for k in range(i - 1, -1, -1) if isinstance(stream[k], Table)), -1)
            return stream[above + 1 :]
    return None


def pages_of(document: Document, form: str) -> list[int]:
    """The pages with a form's disclosure, by its conditions.

    Pages passed over by the outline are searched where the others have nothing, unless the others have
    what the form always prints beside it.
    """
    find = load(form)["find"]
    texts = searched_texts(document)
    for number in named(document, form):
        texts[number - 1] = document.text(number)
    found = _pages_with(texts, find)
    if found or not passed_over(document):
        return found
    beside = load("bookmarks")["beside"].get(form)
    if beside and _pages_with(searched_texts(document), load(beside)["find"]):
        return []
    return pages_with(document, find)


@functools.lru_cache(maxsize=2)
def whole(document: Document) -> list[Block] | None:
    """All blocks of a document whose tables have no ruling lines; its tables say what is doubtful in them.

    `None` for a PDF, and for HTML whose tables are drawn: there, `located` reads the pages that matter.
    """
    if document.format == "pdf":
        return None
    if any(document.page(n).rules for n in range(1, document.n_pages + 1)):
        return None
    from kunlun_cli.tables.text_blocks import text_blocks

    stream, _ = text_blocks([document.page(n) for n in range(1, document.n_pages + 1)])
    return [b for b in stream if not isinstance(b, Table) or b.rows or b.doubts]


def doubts(document: Document, form: str) -> tuple[Problem, ...]:
    """What could not be aligned in the tables of a text that may be of this disclosure, by their words."""
    words = load(form)["doubts"]["words"]
    tables = [b for b in whole(document) or () if isinstance(b, Table) and b.doubts]
    return tuple(p for t in tables if matches(words, _words_of(t)) for p in t.doubts)


def _words_of(table: Table) -> str:
    texts = [c.text for row in table.rows for c in row.cells]
    # Only the lines right above are its title; further ones may be another table's rows.
    return "|".join([*table.title_lines[-2:], *texts, *(p.message for p in table.doubts)])


def blocks_of(document: Document, numbers: Sequence[int]) -> list[Block]:
    """The blocks of some pages of prose, whatever the document's format."""
    text = whole(document)
    if text is None:
        return blocks([document.prose(n) if isinstance(document, _Quick) else document.page(n) for n in numbers])
    wanted = set(numbers)
    return [block for block in text if block.page in wanted]


def located(document: Document, form: str, *, beyond: bool = True) -> list[list[Block]]:
    """The runs of blocks in which a form's disclosure may stand, in the order of the pages.

    Args:
        document: the report.
        form: the form.
        beyond: whether the page after each is read as well, though no table runs into it.
    """
    text = whole(document)
    if text is not None:
        return [[b for b in text if not isinstance(b, Table) or b.rows]]
    numbers = pages_of(document, form)
    # The title may stand at the foot of a page and the table on the next.
    wanted = sorted({m for n in numbers for m in range(n, n + 1 + beyond) if m <= document.n_pages})
    return read_runs(document, runs(wanted))


def read_runs(document: Document, spans: Sequence[tuple[int, int]]) -> list[list[Block]]:
    """The blocks of several runs of pages; a run whose last table leads into the next is one with it."""
    out: list[list[Block]] = []
    begin = end = 0
    for first, last in spans:
        joins = bool(out) and first <= end
        begin = begin if joins else first
        stream, end = _read_run(document, begin, max(last, end) if joins else last)
        if joins:
            out.pop()
        out.append(stream)
    return out
