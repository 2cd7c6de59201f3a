"""Where in the report a table stands: the numbered headings above it, the widest first."""

from __future__ import annotations

import re

from kunlun_cli.disclosures.headings import heading_of
from kunlun_cli.forms import normal

_LEADERS = re.compile(r"[.·…]{4,}|\d$")


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
