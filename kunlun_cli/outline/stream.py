"""A report as one stream: which of its pages hold a disclosure, and the lines and tables that stand on them.

Pages are found in the quick texts, before any is read in full.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Container, Sequence
from itertools import chain
from typing import Any

from kunlun_cli.forms import load, matches, normal
from kunlun_cli.outline.bookmarks import named, passed_over
from kunlun_cli.outline.contents import is_contents
from kunlun_cli.pages.document import Document
from kunlun_cli.records import Problem
from kunlun_cli.tables.blocks import Block, blocks, page_tables, stitched
from kunlun_cli.tables.table import Table

# A disclosure's last table may run over this many pages beyond those with its words.
MAX_RUN = 6


class Stream:
    """A document, and what is made of it once, when it is first asked for."""

    def __init__(self, document: Document) -> None:
        """Of a document; nothing of it is read yet."""
        self.document = document

    @functools.cached_property
    def passed_over(self) -> frozenset[int]:
        """The pages that its outline lets the search pass over."""
        return passed_over(self.document)

    @functools.cached_property
    def aligned(self) -> list[Block]:
        """All blocks of a document whose tables are not drawn; its tables say what is doubtful in them."""
        from kunlun_cli.tables.text_blocks import text_blocks

        found, _ = text_blocks([self.document.page(n) for n in self._numbers()])
        return [b for b in found if not isinstance(b, Table) or b.rows or b.doubts]

    def _numbers(self) -> range:
        return range(1, self.document.n_pages + 1)

    def texts(self) -> list[str]:
        """The quick texts of all pages."""
        return [self.document.text(n) for n in self._numbers()]

    def searched(self) -> list[str]:
        """The quick texts of all pages, empty for those that the outline lets pass over."""
        return ["" if n in self.passed_over else self.document.text(n) for n in self._numbers()]

    def pages_with(self, find: Sequence[dict[str, Any]]) -> list[int]:
        """Pages that satisfy one of the conditions: `all` of its patterns on the page or across its end."""
        return _pages_with(self.texts(), find)

    def pages_of(self, form: str) -> list[int]:
        """The pages with a form's disclosure, by its conditions.

        Pages passed over by the outline are searched where the others have nothing, unless the others have
        what the form always prints beside it.
        """
        find = load(form)["find"]
        texts = self.searched()
        for number in named(self.document, form):
            texts[number - 1] = self.document.text(number)
        found = _pages_with(texts, find)
        if found or not self.passed_over:
            return found
        beside = load("bookmarks")["beside"].get(form)
        if beside and _pages_with(self.searched(), load(beside)["find"]):
            return []
        return self.pages_with(find)

    def located(self, form: str, *, beyond: bool = True) -> list[list[Block]]:
        """The runs of blocks in which a form's disclosure may stand, in the order of the pages.

        With `beyond` the page after each is read as well, though no table runs into it.
        """
        if not self.document.drawn:
            return [[b for b in self.aligned if not isinstance(b, Table) or b.rows]]
        # The title may stand at the foot of a page and the table on the next.
        wanted = {m for n in self.pages_of(form) for m in range(n, n + 1 + beyond) if m <= self.document.n_pages}
        return read_runs(self.document, runs(sorted(wanted)))

    def doubts(self, form: str) -> tuple[Problem, ...]:
        """What could not be put together in the tables that may be of this disclosure, by their words."""
        words = load(form)["doubts"]["words"]
        near = chain.from_iterable(self.located(form)) if self.document.drawn else self.aligned
        tables = [b for b in near if isinstance(b, Table) and b.doubts]
        # Letters that were mended are told by the cells themselves.
        own = [t for t in tables if form == t.form or (matches(words, _words_of(t)) and not _of_statement(t))]
        lost = (p for t in own for p in t.doubts)
        return tuple(p for p in lost if not self.document.drawn or p.code == "unaccounted")

    def every(self) -> list[Block]:
        """All lines and tables."""
        return self.span(1, self.document.n_pages) if self.document.drawn else self.aligned

    def span(self, first: int, last: int, kept: Callable[[str], bool] = lambda _: False) -> list[Block]:
        """The lines and tables of some pages, tables without ruling lines among them, drawn ones stitched.

        `kept` tells running lines that stay: what each page of a table repeats may be its title.
        """
        from kunlun_cli.tables.unruled.reader import unruled_pages

        self.document.ahead(range(first, last + 1), page_tables)
        pages = [self.document.page(number) for number in range(first, last + 1)]
        if not self.document.drawn:
            from kunlun_cli.tables.text.printed import printed

            pages = printed(pages)
        mended = {page.number for page in pages if page.mended}
        given = [[_doubted(block, mended) for block in own] for own in unruled_pages(pages)]
        return stitched(pages, given, kept)

    def prose(self, numbers: Sequence[int]) -> list[Block]:
        """The blocks of some pages of prose."""
        if self.document.drawn:
            return blocks([self.document.prose(n) for n in numbers])
        return [block for block in self.aligned if block.page in set(numbers)]


def _doubted(block: Block, mended: Container[int]) -> Block:
    """A table of a page whose font gives other letters than are seen: those that are known were mended."""
    if not isinstance(block, Table) or block.rows[0].page not in mended:
        return block
    message = "the font's own text is not what is drawn; its letters were mended, and some may be wrong"
    return block._replace(doubts=(*block.doubts, Problem("letters-mended", message, block.rows[0].page)))


def _of_statement(table: Table) -> bool:
    """Whether the title of a financial statement stands above a table: the words of other forms are among its lines."""
    return any(matches(load("statements")["title"]["above"], line) for line in table.title_lines)


def _words_of(table: Table) -> str:
    texts = [c.text for row in table.rows for c in row.cells]
    # Only the lines right above are its title; further ones may be another table's rows.
    return "|".join([*table.title_lines[-2:], *texts, *(p.message for p in table.doubts)])


def _pages_with(page_texts: Sequence[str], find: Sequence[dict[str, Any]]) -> list[int]:
    out = []
    texts = dict(enumerate(page_texts, 1))
    for number, text in texts.items():
        here = normal(text)
        after = normal(texts.get(number + 1, ""))
        if any(_holds(condition, here, after) for condition in find) and not is_contents(text):
            out.append(number)
    return out


def _holds(condition: dict[str, Any], here: str, after: str) -> bool:
    if not all(matches((p,), here) for p in condition["all"]):
        return False
    return all(matches((p,), here + after) for p in condition.get("near", ()))


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
