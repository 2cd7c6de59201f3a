"""Which section of the key figures a table stands in, from the headings above it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kunlun_cli.forms import load, matches
from kunlun_cli.outline.headings import heading_of

Name = Literal["", "key", "quarterly", "further"]


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
            self.name = name
        elif name == "key" and matches(form["wide"], text):
            depth = heading.depth if self._depth is None else min(heading.depth, self._depth)
            self.name, self._depth = name, depth
        elif self._depth is not None and heading.depth > self._depth and matches(form["further"], heading.title):
            self.name = "further"
        else:
            self.name = "" if name == "further" else name
            self._depth = None if self._depth is not None and heading.depth <= self._depth else self._depth


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
