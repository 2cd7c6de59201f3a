"""The business narrative of a report: its outline and the figures that management states in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kunlun_cli.extract.metrics import metrics
from kunlun_cli.extract.outline import headings
from kunlun_cli.extract.paragraphs import Paragraph, marker, paragraphs
from kunlun_cli.forms import load, matches
from kunlun_cli.pages.page import Line
from kunlun_cli.records import FilingInfo, Metric, OutlineEntry, Problem
from kunlun_cli.tables.table import Table

# So many characters tell which paragraph is meant.
_SHOWN = 20


def narrative(
    blocks: Sequence[Line | Table], info: FilingInfo | None = None
) -> tuple[tuple[OutlineEntry, ...], tuple[Metric, ...], tuple[Problem, ...]]:
    """The outline and the stated figures of a report.

    Args:
        blocks: lines and tables in reading order, at least those of `narrative_pages`.
        info: what the filing is; its short name is one of the names of the company.

    Returns:
        the headings, the figures, each in printed order, and what is missing: a report in which no
        section of the narrative is found gives a problem, never an empty answer alone.
    """
    texts = [b.text if isinstance(b, Line) else "" for b in blocks]
    found = _spans(texts)
    if not found:
        problem = Problem("no-narrative", "No section of the business narrative was found by its title.")
        return (), (), (problem,)
    several = len(found) > 1
    content: list[Paragraph] = []
    roots = []
    for first, end in found:
        roots.append(len(content))
        content += paragraphs(blocks[first:end])
    if not several:
        content, roots = content[1:], []
    entries = headings(content, roots)
    outline = tuple(h.entry for h in entries if h.entry is not None)
    return outline, tuple(metrics(content, entries, info)), tuple(_withheld(content))


def _withheld(content: Sequence[Paragraph]) -> Iterator[Problem]:
    """The figures of paragraphs that may not say what a person sees; days alone, in the colour of a link, are none."""
    for paragraph in content:
        if paragraph.doubt and metrics([paragraph._replace(doubt="")], ()):
            message = f"figures stated in {paragraph.text[:_SHOWN]!r} are not given: {paragraph.doubt}"
            yield Problem("doubted-cell", message, paragraph.page_at(0))


# From the outermost style of number to the innermost; a title of an outer style ends a section too.
_RANK = ("section", "chinese", "bracketed", "arabic")
# From this rank on a number alone is no end: lists inside the section have the same numbers.
_LISTS = 2
_LEADERS = re.compile(r"[.．…·]{6,}|\s\d{1,3}\s*$")
# Quick texts put a heading behind the end of the line above it.
_GLUED = re.compile(
    r"\s+(?=[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]+节)"
)
# Longer lines with a number before them are sentences.
_MAX_TITLE = 40
# No report has more; the first ones are then entries of tables of contents.
_MAX_SECTIONS = 40
# A title right before the next section's title is an entry of a table of contents.
_MIN_LINES = 1


def _spans(texts: Sequence[str]) -> list[tuple[int, int]]:
    """The narrative's sections among lines of text, as half-open ranges of indices, in order.

    The line with a section's title is the first of its range. Empty where no title is found.
    """
    titles = [(i, t.strip()) for i, t in enumerate(texts) if len(t.strip()) <= _MAX_TITLE and marker(t)]
    for group in load("narrative")["sections"]:
        starts = [(i, t) for i, t in titles if matches(group["titles"], t) and not _LEADERS.search(t)][-_MAX_SECTIONS:]
        found = [(i, _end(i, t, titles, len(texts))) for i, t in starts]
        kept = [(a, b) for a, b in found if b - a > _MIN_LINES]
        if kept:
            return _outermost(kept)
    return []


def narrative_pages(page_texts: Sequence[str]) -> list[int]:
    """The pages of the narrative, counted from 1, found in the pages' quick texts.

    The page on which the next section begins is one of them, so that the end is seen; pages of a
    table of contents are left out. Empty where no section's title is found.
    """
    lines: list[str] = []
    pages: list[int] = []
    for number, text in enumerate(page_texts, 1):
        printed = [part for line in text.splitlines() for part in _GLUED.split(line) if part.strip()]
        if sum(_LEADERS.search(line) is not None and "..." in line for line in printed) >= 3:
            continue
        lines.extend(printed)
        pages.extend([number] * len(printed))
    found: set[int] = set()
    for first, end in _spans(lines):
        found.update(range(pages[first], pages[min(end, len(pages) - 1)] + 1))
    return sorted(found)


def _outermost(found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges that no other range contains."""
    return [(a, b) for a, b in found if not any(c <= a and b <= d and (a, b) != (c, d) for c, d in found)]


def _end(start: int, title: str, titles: Sequence[tuple[int, str]], n: int) -> int:
    """Where the section that begins at `start` ends: at the next title of its own rank or above."""
    rank = _rank(title)
    ordinal = _number(title)
    ends = load("narrative")["section_ends"]["titles"]
    for index, other in titles:
        if index <= start:
            continue
        outer = _rank(other)
        # The forms number （一） below 1、 in one place and above it in another: it ends neither.
        if outer < min(rank, _LISTS) and (outer == 0 or _official(other)):
            return index
        if outer == rank and _number(other) == _after(ordinal) and (rank < _LISTS or matches(ends, other)):
            return index
    return n


def _official(title: str) -> bool:
    """Short enough for a form's heading, and not a sentence or a row of a table."""
    return len(title) <= 30 and not re.search(r"[。；，]|\d{3,}", title)


def _rank(title: str) -> int:
    found = marker(title)
    style = found.lastgroup if found else None
    return _RANK.index(style) if style in _RANK else len(_RANK)


def _number(title: str) -> str:
    found = marker(title)
    return re.sub(r"[第节章（）()、.．\s]", "", found.group()) if found else ""


_CHINESE = ("", *"一二三四五六七八九", "十", *(f"十{c}" for c in "一二三四五六七八九"), "二十")


def _after(number: str) -> str:
    """The number that follows, in the same writing."""
    if number.isdecimal():
        return str(int(number) + 1)
    at = _CHINESE.index(number) if number in _CHINESE else -1
    return _CHINESE[at + 1] if 0 < at < len(_CHINESE) - 1 else ""
