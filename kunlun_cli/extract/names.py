"""Holders' names: the margin account's mark, footnote marks, and what is no name at all."""

from __future__ import annotations

import re
from typing import NamedTuple

# （注1） (注) 注【1】 [注2] 注3 【注】 at the end of a name; (1) and * alone are too common inside names.
_NOTE = re.compile(
    r"\s*([（(\[【]\s*注\s*[\d一二三四五六七八九十]*\s*[）)\]】]|注\s*[（(\[【]\s*[\d一二三四五六七八九十]+\s*[）)\]】]|注\s*\d+|[¹²³⁴⁵⁶⁷⁸⁹⁰]+)$"
)
_BRACKETED = re.compile(r"^[（(\[【]\s*(.*?)\s*[）)\]】]$")
_MARK = re.compile(r"^[#＃*＊]\s*|\s*[#＃]$")


class Name(NamedTuple):
    """A holder's name, its footnote mark, and whether the margin account's mark stood before it."""

    text: str
    note: str | None = None
    margin: bool = False


def split_name(printed: str) -> Name:
    """A name as printed, without the `#` of a margin account and without a footnote mark."""
    text = printed.strip()
    margin = bool(re.match(r"^[#＃]", text))
    text = _MARK.sub("", text)
    found = _NOTE.search(text)
    note = None
    if found and found.start() > 0:
        note = _BRACKETED.sub(r"\1", found[1].strip())
        text = text[: found.start()].rstrip()
    return Name(text, note, margin)
