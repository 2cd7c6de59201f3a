"""Numbered headings of a report: how deep in its outline each stands."""

from __future__ import annotations

import re
from typing import NamedTuple

from kunlun_cli.forms import normal

# A heading is no longer than this, and no sentence.
MAX_HEADING = 48
# What the contents have behind a heading: leaders, and the page on which it stands.
_LEADERS = re.compile(r"[.·…]{4,}|\d$")
_LEVELS = (
    re.compile(r"^第[一二三四五六七八九十]{1,3}(节|章|部分)"),
    re.compile(r"^[一二三四五六七八九十]{1,3}[、.]"),
    re.compile(r"^\([一二三四五六七八九十]{1,3}\)"),
    re.compile(r"^\d{1,3}[、.](?!\d)"),
    re.compile(r"^\(\d{1,2}\)"),
    re.compile(r"^[①-⑳]"),
)


class Heading(NamedTuple):
    """A numbered heading: its depth, 0 for 第一节, and its normalised text without the number."""

    depth: int
    title: str


def heading_of(text: str) -> Heading | None:
    """The numbered heading that a line of text is, or `None`."""
    target = normal(text)
    if len(target) > MAX_HEADING or target.endswith(("。", ";", ",", ":")):
        return None
    for depth, pattern in enumerate(_LEVELS):
        found = pattern.match(target)
        if found:
            return Heading(depth, target[found.end() :])
    return None


class Outline:
    """The headings that are open while a report's lines are read in order."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []

    def read(self, text: str) -> None:
        """Take a line: a heading closes those of its depth and deeper ones."""
        heading = heading_of(text)
        if heading is None or _LEADERS.search(normal(text)):
            return
        self._open = [(d, t) for d, t in self._open if d < heading.depth]
        self._open.append((heading.depth, text))

    @property
    def path(self) -> tuple[str, ...]:
        """The headings that are open, the widest first."""
        return tuple(text for _, text in self._open)
