"""Numbered headings of a report: how deep in its outline each stands."""

from __future__ import annotations

import re
from typing import NamedTuple

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
