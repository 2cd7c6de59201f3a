"""Shares in credit accounts, out of the note on margin trading (融资融券)."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kunlun_cli.figures.numbers import read_count, read_number
from kunlun_cli.forms import load, normal
from kunlun_cli.pages.assemble import LOST
from kunlun_cli.records import Source

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
    printed: dict[int, str] = field(default_factory=dict)
    """The same numbers as the note prints them."""
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
            numbers = [_number(found)]
            end = found.end()
            before = sentence[start : found.start()]
            if load("holders")["margin"]["several"] in before:
                while (more := _pattern("further").match(sentence, end)) is not None:
                    numbers.append(_number(more))
                    end = more.end()
            _assign(out, before, numbers, order)
            start = end
        rest = sentence[start:]
        # A letter of the account's name that a line has cut off leaves its number unread.
        if not start and _pattern("told").search(sentence) and _names_in(sentence, order):
            out.unclear.append(sentence)
        # The last sentence without its end: a page's end, or a line through the table, has cut it.
        if target.endswith(rest) and _pattern("cut").search(rest) and set(_names_in(rest, order)) - out.shares.keys():
            out.unclear.append(rest)
    return out


def place_of(printed: str, parts: Sequence[Source]) -> Source:
    """The part of a note that has a number, or in which it begins where a line's or a page's end cuts it."""
    whole = re.compile(rf"(?<![\d,.]){re.escape(printed)}")
    texts = [_QUOTES.sub("", normal(part.text or "")) for part in parts]
    found = next((i for i, text in enumerate(texts) if whole.search(text)), None)
    if found is None:
        cuts = ((n, i) for i, text in enumerate(texts) for n in range(1, len(printed)) if text.endswith(printed[:n]))
        found = max(cuts, default=(0, 0))[1]
    return replace(parts[found], text=printed)


def _number(found: re.Match[str]) -> tuple[Decimal | None, str]:
    """The shares that a number with its unit stands for, and both as printed."""
    digits, scale = found[1], found[2]
    value = read_number(digits).value if scale else read_count(digits).value
    if scale and value is not None:
        value = read_count(format(value * 10_000, "f")).value
    return value, f"{digits}{scale or ''}股"


def _assign(
    out: MarginNote, before: str, numbers: Sequence[tuple[Decimal | None, str]], order: Sequence[tuple[str, int]]
) -> None:
    owners = _names_in(before, order)
    if len(numbers) == 1:
        owners = owners[-1:]
    if owners and len(owners) != len(numbers):
        out.unclear.append(before)
        return
    for owner, (value, printed) in zip(owners, numbers, strict=False):
        if value is None:
            out.unclear.append(before)
        elif owner not in out.shares:
            out.shares[owner] = value
            out.printed[owner] = printed


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
