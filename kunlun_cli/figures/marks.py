"""Footnote marks behind figures and labels, which are marks and never digits.

They have to be taken off before any compatibility form is: NFKC makes the digit 1 of ¹ and of ①.
"""

from __future__ import annotations

import functools
import re

from kunlun_cli.forms import load

# Superscripts, subscripts, circled and negative circled numbers, and what daggers and the like stand for.
_SIGN = "\u00b9\u00b2\u00b3\u2070\u2074-\u2079\u2080-\u2089\u2460-\u249b\u24f5-\u24fe\u2776-\u2793†‡§※"
_ANY = re.compile(rf"[{_SIGN}]")


@functools.cache
def _mark() -> re.Pattern[str]:
    words = load("printed")["marks"]
    return re.compile(rf"(?<=\S)(?:\s*(?:[{_SIGN}]|{words['bracketed']}|(?<=[\d%％）)]){words['bare']}))+\s*$")


def has_marks(text: str) -> bool:
    """Whether a footnote mark stands anywhere in a text."""
    return not text.isascii() and _ANY.search(text) is not None


def without_marks(text: str) -> str:
    """A text without the footnote marks at its end; one that is nothing else stays as it is."""
    return text if text.isascii() else _mark().sub("", text)
