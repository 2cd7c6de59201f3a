"""Ruling lines to straight edges: pieces joined, near ones made one, touching ones grouped."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter

from kunlun_cli.pages.page import Rule

# Lines closer than this are one line drawn twice, or the two sides of a drawn line.
SNAP = 2.5
# Pieces of one line whose ends are closer than this belong together; it also bridges the gap that
# word processors leave where a row ends.
JOIN = 3.5

MIN_UPRIGHTS = 3
"""The uprights of a row of two columns; two and a level line are a frame."""


@dataclass(slots=True)
class Edge:
    """A straight edge at `at`, from `start` to `end` (x for horizontal, y for vertical ones)."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Lattice:
    """Edges that touch one another: the drawing of one table."""

    horizontal: list[Edge] = field(default_factory=list)
    vertical: list[Edge] = field(default_factory=list)


def _merged(pieces: Iterable[tuple[float, float, float]]) -> list[Edge]:
    """Collinear pieces that touch made one edge; each by what an edge has: `at`, `start` and `end`."""
    groups: list[list[tuple[float, float, float]]] = []
    first = last = -math.inf
    for piece in sorted(pieces, key=itemgetter(0)):
        at = piece[0]
        if at - last <= SNAP / 2 and at - first <= SNAP:
            groups[-1].append(piece)
        else:
            groups.append([piece])
            first = at
        last = at
    out: list[Edge] = []
    for group in groups:
        at = sum([piece[0] for piece in group]) / len(group)
        group.sort(key=itemgetter(1))
        for _, start, end in group:
            if out and out[-1].at == at and start <= out[-1].end + JOIN:
                out[-1].end = max(out[-1].end, end)
            else:
                out.append(Edge(at, start, end))
    return [e for e in out if e.end - e.start > JOIN]


def lattices(rules: Sequence[Rule]) -> list[Lattice]:
    """Groups of touching edges, each the drawing of a table, from top to bottom."""
    horizontal = _merged((top, x0, x1) for x0, top, x1, bottom in rules if x1 - x0 >= bottom - top)
    vertical = _merged((x0, top, bottom) for x0, top, x1, bottom in rules if x1 - x0 < bottom - top)
    owner: dict[int, int] = {i: i for i in range(len(horizontal) + len(vertical))}

    def find(i: int) -> int:
        while owner[i] != i:
            owner[i] = owner[owner[i]]
            i = owner[i]
        return i

    heights = [h.at for h in horizontal]  # `_merged` gives them from top to bottom
    for j, v in enumerate(vertical, len(horizontal)):
        for i in range(bisect_left(heights, v.start - JOIN), bisect_right(heights, v.end + JOIN)):
            if horizontal[i].start - JOIN <= v.at <= horizontal[i].end + JOIN:
                owner[find(j)] = find(i)
    groups: dict[int, Lattice] = {}
    for i, edge in enumerate(horizontal):
        groups.setdefault(find(i), Lattice()).horizontal.append(edge)
    for j, edge in enumerate(vertical, len(horizontal)):
        groups.setdefault(find(j), Lattice()).vertical.append(edge)
    tables = [g for g in groups.values() if g.vertical and (len(g.horizontal) > 1 or _is_open(g))]
    return sorted(tables, key=lambda g: min(e.at for e in g.horizontal))


def _is_open(lattice: Lattice) -> bool:
    """Whether a level line and uprights are a row that a page cuts: it has columns, and no line where the page ends."""
    uprights = sorted(lattice.vertical, key=lambda e: e.at)
    if not lattice.horizontal or len(uprights) < MIN_UPRIGHTS:
        return False
    level = lattice.horizontal[0]
    if max(abs(uprights[0].at - level.start), abs(level.end - uprights[-1].at)) > SNAP:
        return False
    tops, bottoms = [e.start for e in uprights], [e.end for e in uprights]
    return any(
        max(abs(y - level.at) for y in near) <= SNAP >= max(far) - min(far)
        for near, far in ((tops, bottoms), (bottoms, tops))
    )


def joined(found: Sequence[Lattice]) -> list[Lattice]:
    """The drawings from top to bottom, those made one that a row across the whole table parts.

    A table without its outer verticals has none at all beside such a row (分产品), so that nothing ties what is above
    it to what is below: but both have the same sides and columns, and are no further apart than a row is high.
    """
    out: list[Lattice] = []
    for lattice in found:
        if out and _go_on(out[-1], lattice):
            out[-1] = Lattice(out[-1].horizontal + lattice.horizontal, out[-1].vertical + lattice.vertical)
        else:
            out.append(lattice)
    return out


def _go_on(above: Lattice, below: Lattice) -> bool:
    apart = min(e.at for e in below.horizontal) - max(e.at for e in above.horizontal)
    rows = (pairwise(positions(e.at for e in each.horizontal)) for each in (above, below))
    # Lines next to each other are one, with no row between them.
    highest = max((b - a for ends in rows for a, b in ends), default=0.0)
    if not SNAP < apart <= highest + SNAP:
        return False
    sides = [(min(e.start for e in each.horizontal), max(e.end for e in each.horizontal)) for each in (above, below)]
    if any(abs(a - b) > SNAP for a, b in zip(*sides, strict=True)):
        return False
    columns = [positions(e.at for e in each.vertical) for each in (above, below)]
    few, many = sorted(columns, key=len)
    inner = sides[0][0] + JOIN < min(many) and max(many) < sides[0][1] - JOIN
    return inner and len(few) > 1 and all(any(abs(x - y) <= SNAP for y in many) for x in few)


def positions(values: Iterable[float]) -> list[float]:
    """Sorted values, those closer than `SNAP` to one another made one."""
    out: list[list[float]] = []
    for value in sorted(values):
        if out and value - out[-1][-1] <= SNAP:
            out[-1].append(value)
        else:
            out.append([value])
    return [sum(group) / len(group) for group in out]
