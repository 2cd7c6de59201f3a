"""Lines of names cut into the names they are: how many there are is known, where each ends is not.

A line that has room for more ends a name; a name closes its brackets, ends as names end, and is a
person's where the column of natures says so. Where two ways of cutting are nearly as good, the names
that differ are given up.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kunlun_cli.forms import load, normal
from kunlun_cli.pages.assemble import join_lines
from kunlun_cli.pages.text import columns
from kunlun_cli.tables.text.stream import RawLine

# Two ways of cutting are told apart by at least this much.
MARGIN = 1.5
_KEEP = 6
ODD = 1.5
"""The cost of a name that does not end as names do."""
# How much wider than half of a Chinese character a capital is set, in those halves.
CAPITAL = 0.35
_KIND = re.compile(r"\((LOF|QDII|FOF|ETF)(-[A-Z]+)?\)")
_PERSON = re.compile(r"#?[\u3400-\u9fff·]{2,4}")
_LATIN = re.compile(r"#?[A-Za-z .,'&\-]{4,}")
_ORGANISATION = re.compile("公司|基金|银行|集团|计划|合伙|中心|组合|信托|证券")


@dataclass(frozen=True)
class Cut:
    """The lines of each name, or `None` for a name whose lines are not certain."""

    names: tuple[tuple[RawLine, ...] | None, ...]

    @property
    def certain(self) -> bool:
        """Whether all names are."""
        return None not in self.names


@dataclass(frozen=True)
class Evidence:
    """What is known of the names from elsewhere: their natures in order, and names read in other places."""

    natures: tuple[str, ...] = ()
    known: frozenset[str] = frozenset()


@functools.cache
def _endings() -> re.Pattern[str]:
    return re.compile("(" + "|".join(load("holders")["text"]["names"]["endings"]) + r")(\(?注\d*\)?)?$", re.IGNORECASE)


def ends_as_name(text: str) -> bool:
    """Whether a text ends as names of holders do."""
    return bool(_endings().search(normal(text)))


def whole_name(text: str) -> bool:
    """Whether a text looks like one whole name: it ends as names do, or is a person's, or Latin."""
    plain = normal(text)
    return bool(ends_as_name(plain) or _PERSON.fullmatch(plain) or _LATIN.match(plain)) and not never_first().match(
        plain
    )


@functools.cache
def _openings() -> re.Pattern[str]:
    return re.compile(load("holders")["text"]["names"]["openings"])


def opens_as_name(text: str) -> bool:
    """Whether a text begins as names of holders often do."""
    return bool(_openings().match(text))


@functools.cache
def _natures_cut() -> re.Pattern[str]:
    """A part of a holder's nature at the beginning or the end of a text, where the rest was given to another cell."""
    words = [normal(word) for word in load("holders")["text"]["values"]["natures"] if word.endswith("人")]
    ends = {word[i:] for word in words for i in range(1, len(word) - 1)}
    begins = {word[:i] for word in words for i in range(2, len(word))}
    return re.compile(f"^(?:{'|'.join(map(re.escape, sorted(ends)))})|(?:{'|'.join(map(re.escape, sorted(begins)))})$")


@functools.lru_cache(maxsize=16384)
def odd_as_name(text: str) -> float:
    """The cost of a normalised text being a holder's name by itself: cut, or with a part of its nature."""
    return ODD * (not whole_name(text)) + 2 * ODD * bool(_natures_cut().search(text))


@functools.cache
def never_first() -> re.Pattern[str]:
    """What no name begins with."""
    return re.compile(load("holders")["text"]["names"]["never_first"])


def is_kind(text: str) -> bool:
    """Whether a normalised text is a fund's kind in brackets, which ends its name."""
    return bool(_KIND.fullmatch(text))


def width_of(lines: Sequence[RawLine]) -> int:
    """The width of the column: that of its widest lines, one outlier left out."""
    widths = sorted((columns(line.raw.strip()) for line in lines), reverse=True)
    for wide, following in pairwise(widths):
        if wide - following <= 1:
            return wide
    return widths[0] if widths else 0


def _set_width(text: str) -> float:
    """The room a text takes as printed: capitals are set wider than half of a Chinese character."""
    return columns(text) + CAPITAL * sum("A" <= char <= "Z" for char in text)


def _first_unit(text: str) -> float:
    """How much room the first piece of a line takes that may not be parted, and a space before a word."""
    found = re.match(r"[A-Za-z\d.,%]+", text)
    if not found:
        return columns(text[:1])
    return _set_width(found[0]) + (1 if found[0][0].isalpha() else 0)


def _break_cost(line: RawLine, following: RawLine, width: int) -> float:
    """The cost of a name going on from one line to the next."""
    room = width - _set_width(line.raw.strip())
    total = 0.7 if following.after_blank else 0.0
    if _openings().match(following.text) and _endings().search(line.text):
        total += 1.5
    if following.text.startswith("#"):
        total += 5.0
    if room < _first_unit(following.raw.strip()):
        return total
    return total + min(1.0 + 0.75 * (room - 1), 5.0)


def _name_cost(text: str, nature: str | None, known: Collection[str], lines: int) -> float:
    """The cost of a text being one whole name."""
    plain = normal(text)
    total = 0.0
    if plain.count("(") != plain.count(")"):
        total += 6.0
    if never_first().match(plain):
        total += 5.0
    if plain.lstrip("#") in known:
        total -= 4.0
    person = bool(_PERSON.fullmatch(plain)) and not _ORGANISATION.search(plain)
    if not (person or _endings().search(plain) or _LATIN.fullmatch(plain)):
        total += 3.0
    if nature and "自然人" in nature:
        total += 0.0 if (person and lines == 1) or _LATIN.fullmatch(plain) else 5.0
    elif nature and person and lines == 1 and len(plain.lstrip("#")) < 4:
        total += 3.0
    return total


def _boundary_cost(following: RawLine) -> float:
    """The cost of a name beginning with a line, another having ended before it."""
    return 0.0 if following.after_blank or following.after_break else 0.5


def cut(lines: Sequence[RawLine], n: int, evidence: Evidence) -> Cut:
    """The lines cut into `n` names; those that two good ways cut differently are `None`."""
    ways = best_ways(lines, n, _cost_of(lines, evidence))
    if not ways:
        return Cut((None,) * n)
    best = ways[0][1]
    near = [ends for price, ends in ways if price < ways[0][0] + MARGIN]
    spans = _spans(best)
    certain = [all(span in _spans(other) for other in near) for span in spans]
    return Cut(tuple(tuple(lines[a:b]) if sure else None for (a, b), sure in zip(spans, certain, strict=True)))


def _spans(ends: Sequence[int]) -> list[tuple[int, int]]:
    return list(zip([0, *ends[:-1]], ends, strict=True))


def _cost_of(lines: Sequence[RawLine], evidence: Evidence) -> Callable[[int, int, int], float]:
    width = width_of(lines)

    @functools.cache
    def cost(first: int, end: int, index: int) -> float:
        total = sum(_break_cost(lines[i], lines[i + 1], width) for i in range(first, end - 1))
        if end < len(lines):
            total += _boundary_cost(lines[end])
        text = join_lines([line.raw.strip() for line in lines[first:end]])
        nature = evidence.natures[index] if index < len(evidence.natures) else None
        return total + _name_cost(text, nature, evidence.known, end - first)

    return cost


def best_ways(
    lines: Sequence[object], n: int, cost: Callable[[int, int, int], float], longest: int = 14
) -> list[tuple[float, tuple[int, ...]]]:
    """The cheapest ways of cutting the lines into exactly `n` runs, cheapest first: cost and ends."""
    state: dict[int, list[tuple[float, tuple[int, ...]]]] = {0: [(0.0, ())]}
    for index in range(n):
        following: dict[int, list[tuple[float, tuple[int, ...]]]] = {}
        for at, ways in state.items():
            for end in range(at + 1, min(at + longest, len(lines)) + 1):
                price = cost(at, end, index)
                following.setdefault(end, []).extend((so_far + price, (*ends, end)) for so_far, ends in ways)
        state = {end: sorted(ways)[:_KEEP] for end, ways in following.items()}
    return state.get(len(lines), [])


def nature_within(parts: Sequence[str]) -> tuple[tuple[str, ...], str] | None:
    """A name's lines without the holder's nature, and that nature, where it stands apart at the end of one of them.

    Text laid out by characters sets the nature beside a name, or on the line of its figures between two lines of it.
    """
    cuts = [(i, *found) for i, part in enumerate(parts) if (found := _nature_at_end(part))]
    if len(cuts) != 1:
        return None
    at, before, nature = cuts[0]
    rest = (*parts[:at], *([before] if before else []), *parts[at + 1 :])
    return (rest, nature) if rest else None


def _nature_at_end(text: str) -> tuple[str, str] | None:
    """What stands before a nature at a line's end, and that: a space parts the two, or a whole name ends before it."""
    for nature in sorted(load("holders")["text"]["values"]["natures"], key=len, reverse=True):
        before = text.removesuffix(nature)
        if before != text and (before.rstrip() != before or not before or ends_as_name(before)):
            return before.rstrip(), nature
    return None
