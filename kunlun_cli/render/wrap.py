"""Lines of text, broken between Chinese characters but not inside a word. Quick to load: help is broken with it."""

from __future__ import annotations

import re
from collections.abc import Callable

Measure = Callable[[str], int]
_TOKEN = re.compile(r"[!-~]+ ?|[(（《【“].|.[)）》】”、，。；：%％]*", re.DOTALL)
"""What may not be broken: a Latin word or number, a bracket and the character that it holds on to."""


def wrap(text: str, width: int, measure: Measure) -> str:
    """The text broken into lines of that width; between Chinese characters, but not inside a word."""
    lines, line, used = [], "", 0
    for token in _tokens(text, width, measure):
        size = measure(token.rstrip(" "))
        if line and used + size > width:
            lines.append(line.rstrip(" "))
            line, used = "", 0
        line += token
        used += measure(token)
    return "\n".join([*lines, line.rstrip(" ")])


def _tokens(text: str, width: int, measure: Measure) -> list[str]:
    """What may not be broken, but for that which is wider than a whole line."""
    out: list[str] = []
    for token in _TOKEN.findall(text):
        out += [token] if measure(token.rstrip(" ")) <= width else list(token)
    return out
