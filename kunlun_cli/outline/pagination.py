"""Printed page numbers: whether pages of a short report are missing or stand in another order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from kunlun_cli.forms import normal
from kunlun_cli.pages.document import Document
from kunlun_cli.records import Problem

# In long reports numbering begins anew with annexes and the auditors' report, and a page more or less says nothing
# of where a disclosure stands.
_SHORT = 40
_ENDS = 3
# The fewest sheets.
_TWO = 2
_NUMBER = re.compile(r"^[-–—~·]*第?(\d{1,3})页?(?:(?:[/／]|[,，]?共)(\d{1,3})页?)?[-–—~·]*$")
# So much of the numbered pages must agree; a figure at a page's end may look like its number.
_AGREE = 0.8


def page_problems(document: Document) -> list[Problem]:
    """Pages that are missing or out of order by the numbers printed on them; none where these do not say."""
    if not document.as_printed or not 1 < document.n_pages < _SHORT:
        return []
    texts = {n: document.text(n) for n in range(1, document.n_pages + 1)}
    sheets = [n for n, text in texts.items() if _is_sheet(text)] or ([1] if _twofold(texts) else [])
    if sheets:
        message = "two pages stand side by side on a sheet; tables that go on from one to the other may be lost"
        return [Problem("two-on-a-sheet", message, sheets[0])]
    numbers = {n: _printed(text) for n, text in texts.items()}
    numbered = {n: found for n, found in numbers.items() if found}
    swapped = _swapped(numbered)
    if swapped is not None:
        first, second = swapped
        return [
            Problem("pages-out-of-order", f"pages {first} and {second} have changed places by their numbers", first)
        ]
    total = _total(texts)
    if total is not None:
        message = f"pages are missing at the end: {total} are counted on the pages printed, of which these end earlier"
        return [Problem("page-missing", message, document.n_pages)]
    lost = _lost(numbered)
    if lost is None:
        return []
    page, count = lost
    what = "a page is" if count == 1 else f"{count} pages are"
    return [Problem("page-missing", f"{what} missing before page {page}, by the numbers printed on the pages", page)]


def _is_sheet(text: str) -> bool:
    """Whether a page has the numbers of two (`3 / 9` and `4 / 9`)."""
    found = {(m[1], m[2]) for line in text.splitlines() if (m := _NUMBER.match(normal(line))) and m[2]}
    return any((str(int(number) + 1), total) in found for number, total in found)


def _twofold(texts: Mapping[int, str]) -> bool:
    """Whether each page has the numbers of two (`3` and `4`), that go on from page to page; the last may have one."""
    alone = {n: {m[1] for line in text.splitlines() if (m := _NUMBER.match(normal(line)))} for n, text in texts.items()}
    last = max(alone)
    if all(str(2 * n - 1) in found and (n == last or str(2 * n) in found) for n, found in alone.items()):
        return True
    # A cover has no number. Of two sheets the second must have both: pages 1 and 2 have their own numbers too.
    one = last if last > _TWO else 0
    return all(
        (n == 1 or str(2 * n - 2) in found) and (n == one or str(2 * n - 1) in found) for n, found in alone.items()
    )


def _total(texts: Mapping[int, str]) -> int | None:
    """The number of pages that all pages print (`3 / 9`), where the last one is not the last of them."""
    lines = {
        n: [m for line in text.splitlines() if (m := _NUMBER.match(normal(line))) and m[2]] for n, text in texts.items()
    }
    totals = {int(m[2]) for found in lines.values() for m in found}
    last = [int(m[1]) for m in lines[max(lines)]]
    whole = len(totals) == 1 and all(len(found) == 1 for found in lines.values())
    return max(totals) if whole and last[0] < max(totals) else None


def _printed(text: str) -> frozenset[int]:
    """The numbers among a page's first and last lines that may be its own."""
    lines = [normal(line) for line in text.splitlines() if line.strip()]
    found = [_NUMBER.match(line) for line in (*lines[:_ENDS], *lines[-_ENDS:])]
    return frozenset(int(m[1]) for m in found if m)


def _offset(numbered: Mapping[int, frozenset[int]]) -> int | None:
    """What is to be added to the place of nearly all of some pages to have their numbers."""
    counts = Counter(number - place for place, found in numbered.items() for number in found)
    if not counts:
        return None
    offset, count = counts.most_common(1)[0]
    return offset if count >= _AGREE * len(numbered) else None


def _lost(numbered: Mapping[int, frozenset[int]]) -> tuple[int, int] | None:
    """The first page after some that are missing, and how many are."""
    for page in list(numbered)[1:]:
        before = _offset({p: n for p, n in numbered.items() if p < page})
        after = _offset({p: n for p, n in numbered.items() if p >= page})
        if before is None or after is None or not 0 < after - before < _SHORT or page + before in numbered[page]:
            continue
        if page - 1 + before in numbered.get(page - 1, ()) and page + after in numbered[page]:
            return page, after - before
    return None


def _swapped(numbered: Mapping[int, frozenset[int]]) -> tuple[int, int] | None:
    """Two neighbouring pages of which each has the other's number."""
    counts = Counter(number - place for place, found in numbered.items() for number in found)
    for offset in counts:
        for page, found in numbered.items():
            here, there = page + offset, page + 1 + offset
            after = numbered.get(page + 1, frozenset())
            others = [p for p in numbered if p not in {page, page + 1}]
            fits = sum(p + offset in numbered[p] for p in others)
            if there in found and here in after and here not in found and fits >= max(_AGREE * len(others), 1):
                return page, page + 1
    return None
