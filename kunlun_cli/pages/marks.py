"""The lines with which programs that extract text mark where a page begins; they are no words of the report."""

from __future__ import annotations

import re

PAGE_MARK = re.compile(
    r"""^\s*(?:
        [-=*\#_\s]{2,}\s*\[?\(?\s*(?:page|第)\s*(?P<a>\d{1,4})\s*(?:页)?(?:\s*(?:/|of)\s*\d{1,4})?\s*\]?\)?\s*[-=*\#_\s]{2,}
      | <!--\s*(?:page|第)?\s*[:=_\s-]*(?P<b>\d{1,4})\s*页?\s*(?:break|end|start)?\s*-->
      | <!--\s*page[-_\s]?break\s*-->
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
