"""Holders' names: the margin account's mark, footnote marks, and what is no name at all."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from kunlun_cli.forms import load, matches, normal
from kunlun_cli.pages.assemble import LOST
from kunlun_cli.records import Holder, LendingRecord, Problem
from kunlun_cli.tables.crowded import CROWDED

# (5) （5） at the end of a name: a footnote's mark where the notes below the table have that number.
_NUMBERED = re.compile(r"\s*([（(]\d{1,2}[）)])$")
_BRACKETED = re.compile(r"^[（(\[【]\s*(.*?)\s*[）)\]】]$")
# An amount, a number of shares or a share, or a figure with that of before in brackets, which no name has.
_FIGURE = re.compile(r"\d,\d{3}(?!\d)|\d%|\d\s?\(\d[\d.]*\)$")
_MARK = re.compile(r"^[#＃*＊]\s*|\s*[#＃]$")


@functools.cache
def _note() -> re.Pattern[str]:
    """（注1） (注) 注【1】 [注2] 注3 【注】 at the end of a name; (1) and * alone are too common inside names."""
    words = load("printed")["marks"]
    return re.compile(rf"\s*({words['bracketed']}|{words['named']}|[¹²³⁴⁵⁶⁷⁸⁹⁰]+)$")


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
    found = _note().search(text)
    note = None
    if found and found.start() > 0:
        note = _BRACKETED.sub(r"\1", found[1].strip())
        text = text[: found.start()].rstrip()
    return Name(text, note, margin)


def footnoted(names: Sequence[str], below: Sequence[str]) -> list[Name] | None:
    """A table's names without the numbers of footnotes at their ends; `None` where such numbers are no marks.

    They are if they rise down the table, and the lines below it begin with each of them.
    """
    marks = [_NUMBERED.search(name) for name in names]
    numbers = [int(re.sub(r"\D", "", m[1])) for m in marks if m]
    notes = _numbered(below)
    if not numbers or numbers != sorted(set(numbers)) or not set(numbers) <= notes:
        return None
    return [
        Name(name[: mark.start()].rstrip(), mark[1]) if mark and mark.start() else Name(name)
        for name, mark in zip(names, marks, strict=True)
    ]


def as_noted(mark: str | None, below: Sequence[str]) -> str | None:
    """A raised mark (⁵) as the notes below the table write it: (5) where one of them begins so."""
    number = normal(mark or "")
    known = mark != number and number.isdigit() and int(number) in _numbered(below)
    return f"({number})" if known else mark


def _numbered(below: Sequence[str]) -> set[int]:
    """The numbers in brackets with which lines begin."""
    return {int(m[1]) for line in below if (m := re.match(load("printed")["marks"]["line"], normal(line)))}


_COUNTED = 3
"""Names with numbers from 1 on that are counted rows: two may be a company's own (1号, 2号 of one kind of fund)."""


def unnumbered(names: Sequence[str]) -> list[str]:
    """A table's names without the numbers in front of them, where these count from 1; else as they are.

    Those of a table that goes on overleaf may count from another number: then all have one, with a sign behind it.
    Three that do so are numbers of rows, though some have none, and whatever the order of the rows is. Numbers may
    stand before numbers, as where a program counts rows that their author has counted: 1. (1)甲公司. Where rows
    between them were lost, three that count upwards with a sign behind each are numbers of rows too.
    """
    out = list(names)
    while (fewer := _without_numbers(out)) != out:
        out = fewer
    return out


def _without_numbers(names: Sequence[str]) -> list[str]:
    found = [_serial().match(name) for name in names]
    numbers = [_number(m[m.lastindex or 0]) for m in found if m]
    # A number without a sign behind it may be the beginning of a name (3M): not where others count on from it.
    bare = any(m and m["bare"] and not m[0][-1].isspace() for m in found) and len(numbers) < _COUNTED - 1
    first = numbers[0] if all(m and not m["bare"] for m in found) and numbers else 1
    counted = sorted(numbers) == list(range(first, first + len(numbers))) and len(numbers) >= min(len(names), _COUNTED)
    signed = len(numbers) >= _COUNTED and not any(m and m["bare"] for m in found)
    if bare or not (counted or (signed and all(a < b for a, b in pairwise(numbers)))):
        return list(names)
    return [_MARK.sub("", name[m.end() :]) if m else name for name, m in zip(names, found, strict=True)]


@functools.cache
def _serial() -> re.Pattern[str]:
    """1、 (2) ③ 四、 No.5 第6名 in front of a name."""
    return re.compile(load("printed")["rows"]["serial"])


def _number(printed: str) -> int:
    return int(printed) if printed.isdecimal() else int(unicodedata.numeric(printed))


def still_numbered(names: Sequence[str]) -> bool:
    """Whether several names begin with a sign, or a letter and a sign, as no names do: what else numbers rows."""
    return sum(bool(re.match(load("printed")["rows"]["signed"], name)) for name in names) >= _COUNTED


def holds_figure(words: str) -> bool:
    """Whether a figure of another cell has got into a name or a word: no line parts the two."""
    return bool(_FIGURE.search(normal(words)))


def mixed_names(rows: Sequence[Holder | LendingRecord]) -> Iterator[Problem]:
    """The names that begin with what the one above them lacks: 证券投 and 资基金乙银行, 甲 and 有限公司乙银行.

    And the names above one in which two lines are printed over each other: the upper of them may be their end.
    """
    wholes = load("holders")["text"]["names"]["wholes"]
    for above, below in pairwise(rows):
        first, second = normal(above.name), normal(below.name)
        if CROWDED in (below.source.doubt or ""):
            message = f"{above.name}: its end may stand in the name below it, where lines are printed over each other"
            yield Problem("name-doubtful", message, above.source.page)
        if any(first.endswith(w[:n]) and second.startswith(w[n:]) for w in wholes for n in range(len(w))):
            message = f"{below.name}: the end of the name above it may stand in it: {above.name}"
            yield Problem("name-doubtful", message, below.source.page)


def lost_glyph(name: str) -> bool:
    """Whether a glyph of a name has no character: a font maps it to none, or to one of private use."""
    return LOST in name or any(unicodedata.category(c) == "Co" for c in name)


def odd_name(name: str) -> Iterator[str]:
    """What is odd in the name of a holder, each as a sentence."""
    form = load("holders")
    if lost_glyph(name):
        yield f"{name}: a glyph of the name has no character"
    if holds_figure(name):
        yield f"{name}: a figure stands in the cell of {name!r}"
    # A text sets the heading and the name below each other.
    if matches(form["odd_words"]["headings"], name):
        yield f"{name}: words of the heading stand in the name"
    if matches(form["odd_words"]["before_figures"], name):
        yield f"{name}: a word that belongs before a figure stands in the name"
    if matches([form["text"]["names"]["cut"]], name):
        yield f"{name}: the name is not whole; its end may stand overleaf, or was lost"
    if matches([form["text"]["names"]["joined"]], name):
        yield f"{name}: it is two names; a line between two rows may run through one of them"
