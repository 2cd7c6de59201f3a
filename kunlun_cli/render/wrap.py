"""Lines of text, broken between Chinese characters but not inside a word. Quick to load: help is broken with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

Measure = Callable[[str], int]
_TITLE = re.compile(r"\S{1,8}: +|[^\s：]{2}： *")
_TOKEN = re.compile(r"[!-~]+ ?|[(（《【“].|.[)）》】”、，。；：%％]*", re.DOTALL)
"""What may not be broken: a Latin word or number, a bracket and the character that it holds on to."""


def columns(text: str) -> int:
    """The columns of a terminal that a text takes: two a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def hanging(line: str, width: int) -> str:
    """A line broken so that what comes after its title, such as `Why:`, stands below itself."""
    title = _TITLE.match(line)
    indent = " " * (columns(title[0]) if title else 0)
    rest = line[title.end() :] if title else line
    return (title[0] if title else "") + f"\n{indent}".join(wrap(rest, width - len(indent), columns).split("\n"))


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
