"""Which pages of a report have its statements: by titles and lines in the quick texts."""

from __future__ import annotations

import math
import re
from collections.abc import Set as AbstractSet
from itertools import combinations, product

from kunlun_cli.forms import load, matches, normal
from kunlun_cli.forms.lines import is_known, known_labels, plain_label
from kunlun_cli.outline.contents import contents, is_contents
from kunlun_cli.outline.stream import MAX_RUN, runs
from kunlun_cli.pages.document import Document
from kunlun_cli.records.statements import SCOPES, Scope
from kunlun_cli.statements.titles import title_of
from kunlun_cli.tables.blocks import blocks, page_tables
from kunlun_cli.tables.table import Table

# So many lines of the forms make a page one of a statement though no title is on it.
LINES = 6
# So many pages without a statement after all three are the notes; a statement of changes in equity is shorter.
QUIET = 20
# After all that an annual report prints, group's and company's, only the rest of the last one follows.
QUIET_AFTER_ALL = 3
# So many of the first lines of the page after make it one with a statement's rest.
TOP, REST = 12, 2
# Where one line alone is left over, it is the first below the running header: its label, its figures, the label's end.
FIRST = 4
# A page of labels over several lines has few that are a line of the form's, and may have the statement's end behind it.
RESTS = 2
# The changes in equity of two years may take so many pages after their title, with so many columns at least.
MOST_OF_EQUITY, WIDE = 16, 7
# So many of its lines make a page one of the changes in equity: the notes have one or two of them near each other. The
# last may be alone among so many characters at the head of a page: four narrow lines of thirteen columns.
CHANGES, HEAD = 3, 500
# In shorter reports nothing is gained by an outline.
MIN_PAGES = 40

_WORDS = re.compile(r"[\u4e00-\u9fff]+")
_BEHIND = re.compile(
    r"(?<=[\u4e00-\u9fff)])(?=附注|[-(]?\d|\(?[一二三四五六七八九十]{1,3}[、.)(]{1,2}\d|[一二三四五六七八九十]{1,3}、?$)"
)


def statement_pages(document: Document) -> list[tuple[int, int]]:
    """Runs of pages on which statements stand or may stand, first and last.

    Searched from where the outline has the financial report; from the first page where nothing is found there.
    """
    begin = _begin(document)
    found = _searched(document, begin)
    if not found and begin > 1:
        found = _searched(document, 1)
    out: list[tuple[int, int]] = []
    for first, last in found:
        # The title may stand at the foot of a page, and a table run over the page's end.
        end = _last(document, first, last)
        if out and first <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((first, end))
    return out


def _begin(document: Document) -> int:
    """The page on which the outline has the first of the financial report's parts; else the first one."""
    if document.n_pages < MIN_PAGES:
        return 1
    titles = load("statements")["pages"]["begin"]
    marks = [(page, title) for title, page in document.bookmarks() if page] or contents(document)
    return min((page for page, title in marks if matches(titles, title)), default=1)


def _searched(document: Document, begin: int) -> list[tuple[int, int]]:
    """Runs with a title among their pages; where there is none, those with the forms' lines."""
    wanted: dict[int, bool] = {}
    seen: set[tuple[str, Scope]] = set()
    for number in range(begin, document.n_pages + 1):
        if wanted and number - max(wanted) > _quiet(seen):
            break
        text = document.text(number)
        if is_contents(text):
            continue
        lines = text.splitlines()
        titles = [title for line in lines if "表" in line and (title := title_of(line))]
        seen |= {(title.statement, scope) for title in titles for scope in title.scopes or SCOPES[:1]}
        if titles or _forms_lines(lines) >= LINES:
            wanted[number] = bool(titles)
    found = runs(sorted(wanted))
    return [r for r in found if any(wanted.get(n) for n in range(r[0], r[1] + 1))] or found


_MAIN = {"balance_sheet", "income_statement", "cash_flow"}
_ALL = set(product((*_MAIN, "equity"), SCOPES))


def _quiet(seen: AbstractSet[tuple[str, Scope]]) -> float:
    """How many pages without a statement are the notes, after titles of some."""
    if seen >= _ALL:
        return QUIET_AFTER_ALL
    return QUIET if {statement for statement, _ in seen} >= _MAIN else math.inf


def _forms_lines(lines: list[str]) -> int:
    known = known_labels()
    return sum(bool(word) and plain_label(word) in known for word in map(_leading, lines))


def _leading(line: str) -> str:
    """A line's label, without the number of a note (七、1; 附注五、12; 十九（1）) and the amounts behind it."""
    return _BEHIND.split(normal(line), maxsplit=1)[0]


def _last(document: Document, first: int, last: int) -> int:
    """The last page of a run whose drawn table may run over further pages."""
    end = last
    while end < min(document.n_pages, last + MAX_RUN):
        here = blocks([document.page(n) for n in range(max(first, end - 1), end + 1)])
        if not here or not isinstance(here[-1], Table):
            break
        end += 1
    if end == last:
        # The rest of a table without lines.
        while end < min(document.n_pages, last + RESTS) and _has_rest(document.text(end + 1).splitlines()):
            end += 1
    titles = load("statements")["kinds"]["equity"]
    if any(matches(titles, document.text(n)) for n in range(max(first, last - MOST_OF_EQUITY), last + 1)):
        while end < min(document.n_pages, last + MOST_OF_EQUITY) and (
            has_changes(document.text(end + 1)) or _has_matrix(document, end + 1)
        ):
            end += 1
    return end


def _has_rest(lines: list[str]) -> bool:
    """Whether a page begins with the rest of a statement: some lines of the forms, or one, on one line or on two."""
    first = [_leading(line) for line in lines[:FIRST]]
    one = any(is_known(a) or is_known(a + b) for a, b in combinations(first, 2))
    return one or _forms_lines(lines[:TOP]) >= REST


def has_changes(text: str) -> bool:
    """Whether a page has rows of the changes in equity, however many lines their labels are set over, or their last."""
    words = "".join(_WORDS.findall(text))
    items = load("statements")["items"]["equity"]
    known = sum(any(_bare(label) in words for label in labels) for labels in items.values())
    top = "".join(_WORDS.findall(text[:HEAD]))
    return known >= CHANGES or any(_bare(label) in top for label in items["closing_balance"])


def _bare(label: str) -> str:
    return "".join(_WORDS.findall(label))


def _has_matrix(document: Document, number: int) -> bool:
    """Whether a page has a table as wide as those of changes in equity, whose rows take many lines each."""
    return any(len(row.cells) >= WIDE for table, _ in page_tables(document.page(number)) for row in table.rows)
