"""Check marks: 适用 or 不适用, in every way in which they are printed or lost."""

from __future__ import annotations

import functools
import re

from kunlun_cli.forms import load, normal
from kunlun_cli.pages.glyphs import UNCHECKED

# Boxes without a tick; `口` and `o` are what text extractions make of them, `¨` and `£` the bare codes of Wingdings.
_EMPTY = "□☐◻○◯口o"
# `R` is what text extractions make of the Wingdings tick, `þ` its bare code, `?` and U+FFFD lost ones.
_TICKS = "√✓✔☑☒■◼●R?\ufffd"
_BOXES = frozenset("□☐◻√✓✔☑☒")
_CODES = str.maketrans({"¨": "□", "£": "□", "þ": "☑", "\ufe0f": None})
_BRACKETS = re.compile(r"[\[\]()【】]")
# Any other letter or digit may be what a program's map of a symbol font makes of the tick: □适用 5不适用.
_ODD = "[A-Za-z0-9]"
_SYMBOL = rf"(?:[{_EMPTY[:-1]}{_TICKS.replace('R', '')}\[\]()【】]|(?<![A-Za-z])[Ro]|[^\w\s、，。,:;/])"


@functools.cache
def _pair() -> re.Pattern[str]:
    first, second = load("printed")["ticks"]["applicable"]
    return re.compile(rf"({_SYMBOL}{{0,4}})({first})[\s,，、;/]*({_SYMBOL}{{0,4}}|{_ODD})({second})")


def _marks(text: str) -> tuple[str, str] | None:
    """What stands before each side of a pair, brackets left out; `None` where there is no pair.

    An odd letter or digit is a mark only beside an empty box, and before the second side alone: before the first it
    may be the end of a title, and the side without an empty box is the chosen one as it is.
    """
    found = _pair().search(normal(text.translate(_CODES)))
    if not found:
        return None
    first, second = (_BRACKETS.sub("", found[n]) for n in (1, 3))
    odd = re.fullmatch(_ODD, second) and second not in _TICKS + _EMPTY and not _is_empty(first)
    return first, "" if odd else second


def ticked(text: str) -> bool | None:
    """Whether the first side of a pair of check boxes is ticked.

    The side without an empty box is the chosen one; `None` where there is no such pair, both boxes
    are empty, or neither is (then nothing says which was chosen).
    """
    marks = _marks(text)
    if marks is None:
        return None
    first, second = map(_is_empty, marks)
    if first != second:
        return second
    if first or bool(marks[0]) == bool(marks[1]):
        return None
    # No box is empty: a single mark, on one side only, is the tick.
    return bool(marks[0])


def _is_empty(mark: str) -> bool:
    """Whether a mark is a box and nothing in or over it."""
    return bool(mark) and all(c in _EMPTY or c == UNCHECKED for c in mark)


def holds_box(text: str) -> bool:
    """Whether a check box or a tick stands in a text: no label has one of its own."""
    return not _BOXES.isdisjoint(text.translate(_CODES))


def has_ticks(text: str) -> bool:
    """Whether the text has the pair's words side by side, ticked or not."""
    marks = _marks(text)
    return marks is not None and any(marks)
