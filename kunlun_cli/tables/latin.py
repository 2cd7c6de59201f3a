"""Latin words over the end of a cell's line: one that was cut there, or two."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from kunlun_cli.forms import load

_LAST = re.compile(r"[A-Za-z]+$")
_FIRST = re.compile(r"[A-Za-z/]+")
# Hongkong|Tigermed and Sky II|Resources are two words; names of one word with a capital inside go on after fewer
# letters (WuXi), or in small ones (mRNA).
_TWO = re.compile(r"[a-z]{3}\n[A-Z]|[A-Z]{2}\n[A-Z][a-z]")


@functools.cache
def _known() -> frozenset[str]:
    """Words of Latin names, in capitals."""
    return frozenset(load("latin")["words"])


def cut_word(line: str, following: str) -> bool:
    """Whether a Latin word is cut between two lines: what both make together is one that names have."""
    last, first = _LAST.search(line), _FIRST.match(following)
    if not last or not first:
        return False
    known = _known()
    if last[0].upper() in known and first[0].upper() in known:
        return False
    joined = (last[0] + first[0]).upper()
    return joined in known or (len(joined) > 4 and any(w.startswith(joined) for w in known))


def begins_word(line: str, following: Sequence[str]) -> bool:
    """Whether the lines after one begin with a word of their own, itself cut or not."""
    if _TWO.search(f"{line}\n{following[0]}"):
        return True
    heads = [match[0].upper() if (match := _FIRST.match(text)) else "" for text in following[:2]]
    if not heads[0] or cut_word(line, following[0]):
        return False
    cut = len(heads) > 1 and heads[0] == following[0].upper() and heads[0] + heads[1] in _known()
    return heads[0] in _known() or cut
