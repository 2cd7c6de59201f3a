"""Lines that are drawn as dashes or dots one by one, made whole: nothing else says that they are one line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
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
    level = list(_lines(filter(is_level, short), _along_level))
    taken = {rule for line in level if line.is_sure for rule in line.dashes}
    upright = list(_lines((r for r in short if r not in taken and (_is_dot(r) or not is_level(r))), _along_upright))
    sure = [line for line in (*level, *upright) if line.is_sure]
    if not sure:
        return page
    # A dot among dashes is the corner of a cell, which lines in the other direction reach as well.
    dashes = {rule for line in sure for rule in line.dashes if line.dotted or not _is_dot(rule)}
    whole = [rule for rule in page.rules if rule not in dashes]
    levels = [*filter(_sure, level), *(_along_level(r) for r in whole if is_level(r))]
    uprights = [*filter(_sure, upright), *(_along_upright(r) for r in whole if not is_level(r))]
    gap = max(line.gap for line in sure)
    level, upright = list(_reaching(level, uprights, gap)), list(_reaching(upright, levels, gap))
    dashes = {rule for line in (*level, *upright) for rule in line.dashes}
    rules = [Rule(e.start, e.at, e.end, e.at) for e in level] + [Rule(e.at, e.start, e.at, e.end) for e in upright]
    return replace(page, rules=(*(rule for rule in page.rules if rule not in dashes), *rules))


def _sure(line: _Line) -> bool:
    return line.is_sure


def _is_dot(rule: Rule) -> bool:
    return max(rule.x1 - rule.x0, rule.bottom - rule.top) <= DOT


def _along_level(rule: Rule) -> _Line:
    return _Line(rule.top, rule.x0, rule.x1, (rule,))


def _along_upright(rule: Rule) -> _Line:
    # What is known of the height of a dot is its width.
    half = (rule.x1 - rule.x0) / 2
    return _Line((rule.x0 + rule.x1) / 2, rule.top - half, rule.bottom + half, (rule,))


def _lines(rules: Iterable[Rule], along: Callable[[Rule], _Line]) -> Iterator[_Line]:
    """The lines of which some short rules may be the dashes."""
    pieces = sorted(map(along, rules))
    for line in _split(pieces, lambda a, b: b.at - a.at > SAME):
        for run in _split(sorted(line, key=lambda p: p.start), lambda a, b: b.start - a.end > GAP):
            at, end = sum(piece.at for piece in run) / len(run), max(piece.end for piece in run)
            gap = max((b.start - a.end for a, b in pairwise(run)), default=0.0)
            yield _Line(at, run[0].start, end, tuple(rule for piece in run for rule in piece.dashes), gap)


def _split(pieces: Sequence[_Line], apart: Callable[[_Line, _Line], bool]) -> Iterator[Sequence[_Line]]:
    """Pieces in their order, parted between two that are apart."""
    begin = 0
    for i in range(1, len(pieces) + 1):
        if i == len(pieces) or apart(pieces[i - 1], pieces[i]):
            yield pieces[begin:i]
            begin = i


def _reaching(lines: Iterable[_Line], across: Sequence[_Line], gap: float) -> Iterator[_Line]:
    """Dashed lines as far as the lines across them; of those that are not sure, what leads from one to another."""
    for line in lines:
        near = [e.at for e in across if e.start - gap <= line.at <= e.end + gap]
        starts = [at for at in near if -TOUCH <= line.start - at <= gap + TOUCH]
        ends = [at for at in near if -TOUCH <= at - line.end <= gap + TOUCH]
        start, end = min(line.start, max(starts, default=line.start)), max(line.end, min(ends, default=line.end))
        if line.is_sure or (starts and ends and end - start > DOT):
            yield line._replace(start=start, end=end)
