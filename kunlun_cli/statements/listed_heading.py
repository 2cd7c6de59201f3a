"""What the heading of a list says, in a text in reading order: its columns, of whom and of when."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise, takewhile
from typing import NamedTuple

from kunlun_cli.forms import load, matches, normal
from kunlun_cli.schedules.headings import is_timed
from kunlun_cli.tables.text.vocabulary import Leaf
from kunlun_cli.tables.unruled.bands import heads_notes

# The longest of the words for a period without a day: 上年年初至报告期末金额.
SHORT = 12


class Heading(NamedTuple):
    """What a heading says: the columns, whether one is of notes, and how many are of amounts."""

    columns: tuple[Leaf, ...]
    noted: bool
    n: int


def is_whose(word: str) -> bool:
    """Whether a word says whose the figures below it are: 本集团, 本行."""
    return matches(load("schedules")["untitled"]["whose"], word)


def heading_of(rows: Sequence[Sequence[str]], n: int) -> Heading | None:
    """The columns that a heading's words name: of labels, of notes, and of `n` periods; `None` where they do not."""
    first = load("schedules")["again"]["first"]
    label = next((word for row in rows for word in row if matches(first, word)), "")
    levels = [[word for word in row if word != label] for row in rows]
    note = next((word for row in levels for word in row if heads_notes(word)), "")
    levels = [own for row in levels if (own := [word for word in row if word != note])]
    paths = _beside(levels, n) or _stacked(levels, n)
    if not paths:
        return None
    lead = [Leaf((head,), "text") for head in ((label, note) if note else (label,))]
    # Columns below the same words are those of one group: of whom, or of when.
    over = [i for i, path in enumerate(paths) if i == 0 or path[0] != paths[i - 1][0]]
    amounts = (Leaf(path, "amount", bisect_right(over, i) - 1 if path[1:] else -1) for i, path in enumerate(paths))
    return Heading((*lead, *amounts), bool(note), n)


def _beside(levels: Sequence[Sequence[str]], n: int) -> list[tuple[str, ...]]:
    """What heads `n` periods where the words say first whose the columns are, then of when; else none."""
    words = [word for row in levels for word in row]
    scopes = list(takewhile(is_whose, words))
    groups = _groups(words[len(scopes) :], n)
    if groups is None or (scopes and n % len(scopes)):
        return []
    paths = [(*scopes[i * len(scopes) // n :][:1], group) for i, group in enumerate(groups)]
    return paths if len(set(paths)) == n else []


def _stacked(levels: Sequence[Sequence[str]], n: int) -> list[tuple[str, ...]]:
    """What heads `n` periods where words are set one below the other, a line for all columns; else none.

    Each line parts the columns into as many groups as it has pieces: 截至3月31日止3个月期间 twice, over 2023年 2022年
    twice, over 未经审计 four times; 期末余额 年初余额 over 合并 公司 twice.
    """
    whose, times = [""] * n, [""] * n
    for words in levels:
        pieces = next((found for m in range(n, 1, -1) if n % m == 0 and (found := _pieces(words, m))), None)
        if pieces is None:
            return []
        into = whose if all(map(is_whose, pieces)) else times
        for i in range(n):
            into[i] += pieces[i * len(pieces) // n]
    paths = list(zip(whose, times, strict=True))
    if len(set(paths)) < n or not all(map(is_timed, times)) or not _are_alike(times) or "" in set(whose) - {whose[0]}:
        return []
    if not whose[0]:
        return [(time,) for time in times]
    together = whose == sorted(whose, key=whose.index)
    return [(who, time) if together else (time, who) for who, time in paths]


def _pieces(words: Sequence[str], m: int) -> list[str]:
    """Words as `m` pieces of as many words and of one kind; none where they are not."""
    if len(words) % m:
        return []
    each = len(words) // m
    pieces = ["".join(words[i : i + each]) for i in range(0, len(words), each)]
    return pieces if _are_alike(pieces) else []


def _groups(words: Sequence[str], n: int) -> list[str] | None:
    """The words as the headings of `n` periods, if there is one way alone in which they can be."""
    if not 0 < n <= len(words):
        return None
    alike = len(words) // n
    ways: Iterable[Sequence[int]] = combinations(range(1, len(words)), n - 1)
    ways = ways if len(words) % n else [range(alike, len(words), alike)]
    cut = (["".join(words[a:b]) for a, b in pairwise([0, *way, len(words)])] for way in ways)
    found = [groups for groups in cut if all(map(is_timed, groups)) and _are_alike(groups)]
    return found[0] if len(found) == 1 else None


def _are_alike(groups: Sequence[str]) -> bool:
    """Whether headings are of one kind: days or years written the same way, or short words for periods."""
    # 年初余额 beside 期末余额 is no day.
    written = {"".join(re.findall("0[年月日]?", re.sub(r"\d+", "0", normal(group)))) for group in groups}
    return len(written) == 1 and (written != {""} or all(len(group) <= SHORT for group in groups))
