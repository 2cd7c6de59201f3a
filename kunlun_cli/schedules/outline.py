"""Where in the report a table stands: the numbered headings above it, the widest first."""

from __future__ import annotations

import re

from kunlun_cli.forms import normal

# A heading is no longer than this, and no sentence.
MAX_HEADING = 48
_LEVELS = (
    re.compile(r"^第[一二三四五六七八九十]{1,3}(节|章|部分)"),
    re.compile(r"^[一二三四五六七八九十]{1,3}[、.]"),
    re.compile(r"^\([一二三四五六七八九十]{1,3}\)"),
    re.compile(r"^\d{1,3}[、.](?!\d)"),
    re.compile(r"^\(\d{1,2}\)"),
    re.compile(r"^[①-⑳]"),
)
_LEADERS = re.compile(r"[.·…]{4,}|\d$")


class Outline:
    """The headings that are open while a report's lines are read in order."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []

    def read(self, text: str) -> None:
        """Take a line: a heading closes those of its depth and deeper ones."""
        target = normal(text)
        depth = next((i for i, pattern in enumerate(_LEVELS) if pattern.match(target)), None)
        if depth is None or len(target) > MAX_HEADING or target.endswith(("。", ";", ",", ":")):
            return
        if _LEADERS.search(target):
            return
        self._open = [(d, t) for d, t in self._open if d < depth]
        self._open.append((depth, text))

    @property
    def path(self) -> tuple[str, ...]:
        """The headings that are open, the widest first."""
        return tuple(text for _, text in self._open)
