"""Which section of the key figures a table stands in, from the headings above it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from kunlun_cli.forms import load, matches, normal
from kunlun_cli.outline.headings import heading_of

Name = Literal["", "key", "quarterly", "further"]
# Shanghai's summaries number their parts 3.1, 3.2: deeper than the chapter's number, whatever that is.
_PART = re.compile(r"^\d{1,2}(?:\.\d{1,2})+(?!\d)")


@dataclass(slots=True)
class Section:
    """The section that is open while lines are read in order.

    `key` and `quarterly` are the form's own; `further` is a part at a lower level of the heading under which
    all key figures stand (a bank's 补充财务数据, 资本充足率), `""` none of them.
    """

    name: Name = ""
    _depth: int | None = None
    """That of the heading under which all key figures stand; `None` outside it."""

    def read(self, text: str) -> None:
        """Take a line of text as the heading that it may be."""
        form = load("financials")["section"]
        heading = heading_of(text)
        name = _named(text, self.name)
        if heading is None:
            self.name = _part(text, name) if name == self.name else name
        elif name == "key" and matches(form["wide"], text):
            depth = heading.depth if self._depth is None else min(heading.depth, self._depth)
            self.name, self._depth = name, depth
        elif self._depth is not None and heading.depth > self._depth and matches(form["further"], heading.title):
            self.name = "further"
        else:
            self.name = "" if name == "further" else name
            self._depth = None if self._depth is not None and heading.depth <= self._depth else self._depth


def _part(text: str, current: Name) -> Name:
    """The section below a part's title with a number of two places: a further one of the key figures, or its end."""
    target = normal(text)
    number = _PART.match(target)
    if number is None or not current:
        return current
    if matches(load("financials")["section"]["further"], target[number.end() :]):
        return "further"
    return "" if current == "further" else current


def _named(text: str, current: Name) -> Name:
    """The section that a line of text opens or ends, or the current one."""
    form = load("financials")
    if len(text) > form["section"]["max_title"] or text.endswith(("。", "；", "，")):
        return current
    if matches(form["tables"]["quarterly"]["titles"], text):
        return "quarterly"
    if matches(form["section"]["titles"], text):
        return "" if matches(form["section"]["others"], text) else "key"
    if matches(form["section"]["ends"], text):
        return ""
    return current
