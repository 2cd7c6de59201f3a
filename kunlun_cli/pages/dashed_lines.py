"""Lines that are drawn as dashes or dots one by one, made whole: nothing else says that they are one line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from kunlun_cli.pages.page import Page, Rule
from kunlun_cli.pages.unseen_rules import TOUCH, is_level

DASH = 12.0
"""Points that a dash is long at most: office programs draw up to 10, and the sides of most cells are longer."""
GAP = 7.0
"""Points between two dashes at most; the minus signs of blank cells beside each other stand further apart."""
FEWEST = 4
"""So many dashes are a line: fewer are minus signs, or the sides of a small box and its neighbour."""
DOT = 2.5
"""Points up to which what is drawn may be a dot: as wide as it is high, it is of a level line or of an upright one."""
SAME = 0.4
"""Points that the dashes of one line may stand beside each other: what is lost by rounding."""


_Piece = tuple[float, float, float, tuple[Rule, ...]]
"""A short rule along its direction, as a line has it: where it runs, its start, its end, and itself."""


class _Line(NamedTuple):
    """A line along its direction: it runs at `at`, and is made of `dashes`, no two further apart than `gap`."""

    at: float
    start: float
    end: float
    dashes: tuple[Rule, ...]
    gap: float = 0.0

    @property
    def is_sure(self) -> bool:
        """Whether its dashes alone are a line, longer than any dash.

        Pieces that touch are one as they are; dots have no direction.
        """
        parted = self.gap > TOUCH or self.dotted
        return len(self.dashes) >= FEWEST and parted and self.end - self.start > DASH

    @property
    def dotted(self) -> bool:
        """Whether all of it is dots."""
        return all(map(_is_dot, self.dashes))


def with_dashes_joined(page: Page) -> Page:
    """The page with one ruling line for the dashes of each.

    Beside such lines a shorter one is whatever leads from one line to another. A line may end with a gap: it reaches
    the one that its next dash would touch.
    """
    short = [rule for rule in page.rules if rule.x1 - rule.x0 + rule.bottom - rule.top <= DASH]
    if len(short) < FEWEST:
        return page
    level_runs = list(_runs(filter(is_level, short), _along_level))
    sure = _sure(level_runs)
    taken = {rule for line in sure for rule in line.dashes}
    others = (r for r in short if r not in taken and (_is_dot(r) or not is_level(r)))
    upright_runs = list(_runs(others, _along_upright))
    sure += _sure(upright_runs)
    if not sure:
        return page
    level, upright = list(map(_line, level_runs)), list(map(_line, upright_runs))
    # A dot among dashes is the corner of a cell, which lines in the other direction reach as well.
    dashes = {rule for line in sure for rule in line.dashes if line.dotted or not _is_dot(rule)}
    whole = [rule for rule in page.rules if rule not in dashes]
    levels = [*filter(_is_sure, level), *(_Line(*_along_level(r)) for r in whole if is_level(r))]
    uprights = [*filter(_is_sure, upright), *(_Line(*_along_upright(r)) for r in whole if not is_level(r))]
    gap = max(line.gap for line in sure)
    level, upright = list(_reaching(level, uprights, gap)), list(_reaching(upright, levels, gap))
    dashes = {rule for line in (*level, *upright) for rule in line.dashes}
    rules = [Rule(e.start, e.at, e.end, e.at) for e in level] + [Rule(e.at, e.start, e.at, e.end) for e in upright]
    return replace(page, rules=(*(rule for rule in page.rules if rule not in dashes), *rules))


def _is_sure(line: _Line) -> bool:
    return line.is_sure


def _sure(runs: Iterable[Sequence[_Piece]]) -> list[_Line]:
    """The lines that are sure, of which few dashes are none."""
    return list(filter(_is_sure, (_line(run) for run in runs if len(run) >= FEWEST)))


def _is_dot(rule: Rule) -> bool:
    return max(rule.x1 - rule.x0, rule.bottom - rule.top) <= DOT


def _along_level(rule: Rule) -> _Piece:
    return rule.top, rule.x0, rule.x1, (rule,)


def _along_upright(rule: Rule) -> _Piece:
    # What is known of the height of a dot is its width.
    x0, top, x1, bottom = rule
    half = (x1 - x0) / 2
    return (x0 + x1) / 2, top - half, bottom + half, (rule,)


def _runs(rules: Iterable[Rule], along: Callable[[Rule], _Piece]) -> Iterator[Sequence[_Piece]]:
    """The short rules of each line of which they may be the dashes."""
    pieces = sorted(map(along, rules))
    for line in _parted(pieces, [b[0] - a[0] > SAME for a, b in pairwise(pieces)]):
        if len(line) == 1:  # as most are that lead from one level line to the next
            yield line
            continue
        line = sorted(line, key=itemgetter(1))  # noqa: PLW2901
        yield from _parted(line, [b[1] - a[2] > GAP for a, b in pairwise(line)])


def _parted(pieces: Sequence[_Piece], apart: Sequence[bool]) -> Iterator[Sequence[_Piece]]:
    """Pieces in their order, parted where one is `apart` from the one before."""
    ends = [i for i, each in enumerate(apart, 1) if each] if any(apart) else []
    for first, end in pairwise([0, *ends, len(pieces)]):
        if end > first:
            yield pieces[first:end]


def _line(run: Sequence[_Piece]) -> _Line:
    at, end = sum(piece[0] for piece in run) / len(run), max(piece[2] for piece in run)
    gap = max((b[1] - a[2] for a, b in pairwise(run)), default=0.0)
    return _Line(at, run[0][1], end, tuple(rule for piece in run for rule in piece[3]), gap)


def _reaching(lines: Iterable[_Line], across: Sequence[_Line], gap: float) -> Iterator[_Line]:
    """Dashed lines as far as the lines across them; of those that are not sure, what leads from one to another."""
    for line in lines:
        near = [e.at for e in across if e.start - gap <= line.at <= e.end + gap]
        starts = [at for at in near if -TOUCH <= line.start - at <= gap + TOUCH]
        ends = [at for at in near if -TOUCH <= at - line.end <= gap + TOUCH]
        start, end = min(line.start, max(starts, default=line.start)), max(line.end, min(ends, default=line.end))
        if line.is_sure or (starts and ends and end - start > DOT):
            yield line._replace(start=start, end=end)
