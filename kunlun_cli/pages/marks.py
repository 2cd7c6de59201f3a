"""The lines with which programs that extract text mark where a page begins; they are no words of the report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

PAGE_MARK = re.compile(
    r"""^\s*(?:
        [-=*\#_\s]{2,}\s*\[?\(?\s*(?:page|第)\s*(?P<a>\d{1,4})\s*(?:页)?(?:\s*(?:/|of)\s*\d{1,4})?\s*\]?\)?\s*[-=*\#_\s]{2,}
      | <!--\s*(?:page|第)?\s*[:=_\s-]*(?P<b>\d{1,4})\s*页?\s*(?:break|end|start)?\s*-->
      | <!--\s*page[-_\s]?break\s*-->
      | \#{1,6}\s+(?:page\s*(?P<f>\d{1,4})|第\s*(?P<g>\d{1,4})\s*页)
      | \{(?P<c>\d{1,4})\}-{10,}
      | \[\s*(?:page|第)\s*(?P<d>\d{1,4})\s*页?\s*\]
      | <(?:page|a|span)\b[^<>]*=\s*["']?(?:page)?[-_]?(?P<e>\d{1,4})(?:-\d+)?["']?\s*/?>(?:</(?:page|a|span)>)?
      | </page>
    )\s*$""",
    re.VERBOSE | re.IGNORECASE,
)
"""A line that marks a page, with its number in one of the groups where it has one."""


def page_number(line: str) -> int | None:
    """The number of the page that a line marks, `None` for any other line."""
    found = PAGE_MARK.match(line)
    number = next((n for n in found.groups() if n), None) if found else None
    return int(number) if number else None


# The same over three lines: a ruler, the number, a ruler.
_RULER = re.compile(r"^\s*[-=*#_]{5,}\s*$")
_BETWEEN = re.compile(r"^\s*(?:page|第)\s*(\d{1,4})\s*页?\s*$", re.IGNORECASE)


def page_marks(lines: Sequence[str]) -> tuple[list[tuple[int, int]], frozenset[int]]:
    """The lines that mark pages, each with its number, and all lines that the marks take; no pages where numbers fall.

    A program that counts pages from 0 is taken to mean 1; of two marks of one page, a comment and a title, one counts.
    """
    found: list[tuple[int, int]] = []
    taken: set[int] = set()
    for i, line in enumerate(lines):
        number = page_number(line)
        between = _BETWEEN.match(line) if 0 < i < len(lines) - 1 else None
        if number is not None:
            taken.add(i)
        elif between and _RULER.match(lines[i - 1]) and _RULER.match(lines[i + 1]):
            number = int(between[1])
            taken |= {i - 1, i, i + 1}
        if number is not None and not _again(lines, found, i, number):
            found.append((i, number))
    if any(b <= a for (_, a), (_, b) in pairwise(found)):
        return [], frozenset(taken)
    first = found[0][1] if found else 1
    return [(i, number + (first == 0)) for i, number in found], frozenset(taken)


def _again(lines: Sequence[str], found: Sequence[tuple[int, int]], place: int, number: int) -> bool:
    """Whether the mark before, with nothing between, was of the same page."""
    return bool(found) and found[-1][1] == number and not "".join(lines[found[-1][0] + 1 : place]).strip()
