"""Check marks: 适用 or 不适用, 是 or 否, in every way in which they are printed or lost."""

from __future__ import annotations

import re

from kunlun_cli.forms import normal
from kunlun_cli.pages.glyphs import UNCHECKED

_EMPTY = "□☐◻○◯"
# `R` is what text extractions make of the Wingdings tick, `?` and the replacement character of lost ones.
_MARK = r"[^\w\s、，。:;()]|R|\?|\ufffd"
_PAIRS = {
    "applicable": re.compile(rf"({_MARK})?(适用|適用)[\s,，、;/]*({_MARK})?(不适用|不適用)"),
    "yes": re.compile(rf"({_MARK})?(是)[\s,，、;/]*({_MARK})?(否)"),
}


def ticked(text: str, pair: str = "applicable") -> bool | None:
    """Whether the first side of a pair of check boxes is ticked.

    The side without an empty box is the chosen one; `None` where there is no such pair, both boxes
    are empty, or neither is (then nothing says which was chosen).
    """
    found = _PAIRS[pair].search(normal(text).replace("\ufe0f", ""))
    if not found:
        return None
    first, second = (_is_empty(found[1]), _is_empty(found[3]))
    if first == second:
        return _by_mark(found[1], found[3]) if not first else None
    return second


def _is_empty(mark: str | None) -> bool:
    return mark is not None and (mark in _EMPTY or mark == UNCHECKED)


def _by_mark(first: str | None, second: str | None) -> bool | None:
    """No box is empty: a single mark, on one side only, is the tick."""
    if bool(first) == bool(second):
        return None
    return bool(first)


def has_ticks(text: str, pair: str = "applicable") -> bool:
    """Whether the text has the pair's words side by side, ticked or not."""
    found = _PAIRS[pair].search(normal(text))
    return bool(found and (found[1] or found[3]))
