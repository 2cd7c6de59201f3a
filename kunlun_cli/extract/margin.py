"""Shares in credit accounts, out of the note on margin trading (融资融券)."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kunlun_cli.figures.numbers import read_count, read_number
from kunlun_cli.forms import load, normal
from kunlun_cli.pages.assemble import LOST

_QUOTES = re.compile(r"[“”\"'‘’「」『』]")


@functools.cache
def _pattern(name: str) -> re.Pattern[str]:
    """One of the patterns of the form's `margin`, with the form's number in its place."""
    words = load("holders")["margin"]
    return re.compile(words[name].replace("{number}", words["number"]))


@dataclass(slots=True)
class MarginNote:
    """Shares in credit accounts by the position of the holder's name, and clauses not understood."""

    shares: dict[int, Decimal] = field(default_factory=dict)
    unclear: list[str] = field(default_factory=list)


def margin_accounts(note: str, names: Sequence[str]) -> MarginNote:
    """What a note says of each of some holders.

    A number belongs to the name that stands last before it in the same sentence, after any number
    before; a list of numbers (分别) belongs to as many names. Names that are not in the table keep
    theirs, and where the counts of names and numbers differ, the clause is unclear.
    """
    out = MarginNote()
    target = _QUOTES.sub("", normal(note))
    order = sorted(((normal(n), i) for i, n in enumerate(names) if n), key=lambda p: -len(p[0]))
    for sentence in filter(None, _pattern("sentence").split(target)):
        if LOST in sentence:
            out.unclear += [sentence] if _names_in(sentence, order) else []
            continue
        start = 0
        for found in _pattern("credit").finditer(sentence):
            if found.start() < start:
                continue
            numbers = [_shares(found[1], found[2])]
            end = found.end()
            before = sentence[start : found.start()]
            if load("holders")["margin"]["several"] in before:
                while (more := _pattern("further").match(sentence, end)) is not None:
                    numbers.append(_shares(more[1], more[2]))
                    end = more.end()
            _assign(out, before, numbers, order)
            start = end
        rest = sentence[start:]
        # The last sentence without its end: a page's end, or a line through the table, has cut it.
        if target.endswith(rest) and _pattern("cut").search(rest) and set(_names_in(rest, order)) - out.shares.keys():
            out.unclear.append(rest)
    return out


def _shares(digits: str, scale: str | None) -> Decimal | None:
    if not scale:
        return read_count(digits).value
    value = read_number(digits).value
    return read_count(format(value * 10_000, "f")).value if value is not None else None


def _assign(out: MarginNote, before: str, numbers: Sequence[Decimal | None], order: Sequence[tuple[str, int]]) -> None:
    owners = _names_in(before, order)
    if len(numbers) == 1:
        owners = owners[-1:]
    if owners and len(owners) != len(numbers):
        out.unclear.append(before)
        return
    for owner, value in zip(owners, numbers, strict=False):
        if value is None:
            out.unclear.append(before)
        elif owner not in out.shares:
            out.shares[owner] = value


def _names_in(text: str, order: Sequence[tuple[str, int]]) -> list[int]:
    """Positions of the names in a text, in the order in which they stand; a longer name hides a shorter."""
    found: list[tuple[int, int]] = []
    masked = text
    for name, index in order:
        at = masked.rfind(name)
        if at >= 0:
            found.append((at, index))
            masked = masked[:at] + "\0" * len(name) + masked[at + len(name) :]
    return [index for _, index in sorted(found)]
