"""Lines of a laid-out text cut at their gaps, and the columns that the gaps of many lines leave."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kunlun_cli.forms import normal
from kunlun_cli.pages.text import columns
from kunlun_cli.tables.text.stream import RawLine
from kunlun_cli.tables.text.values import cost, grouped_figure, is_bare, numberlike
from kunlun_cli.tables.unruled.pieces import are_times

# A gap is a column's side if so few of the lines have ink in it.
BRIDGED = 0.2
# The cost of two pieces of one line in one column, against that of a piece beside its column.
TOGETHER = 3.0
_GAP = re.compile(r"[ \t\u3000\xa0]{2,}")
_POINTS_BEFORE = re.compile(r"(增加|减少|上升|下降|提高|降低|增长)了?$")
_POINTS_AFTER = re.compile(r"^(个|百|分点|%)")


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of ink: its text and the columns `[x0, x1)` it takes."""

    text: str
    x0: int
    x1: int
    line: RawLine

    @property
    def middle(self) -> float:
        """Its horizontal middle."""
        return (self.x0 + self.x1) / 2

    @property
    def is_figure(self) -> bool:
        """Whether it is a figure, part of one, or a dash in place of one."""
        text = normal(self.text)
        if re.fullmatch(r"\d{1,2}\)", text):
            return False
        return numberlike(text) or is_bare(text) or cost("percent", text) is not None


def _parted(before: str, after: str) -> bool:
    """Whether a single space between two pieces parts two cells: figures hold no spaces."""
    a, b = normal(before), normal(after)
    if _POINTS_BEFORE.search(a) or _POINTS_AFTER.search(b):
        return False
    if are_times(a, b) or grouped_figure(a) or grouped_figure(b):
        return True
    closed = any(cost(t, x) == 0.0 for t in ("state", "nature") for x in (a, b))
    return (numberlike(a) and numberlike(b)) or ((numberlike(a) or numberlike(b)) and closed)


def segments(line: RawLine, wide: int) -> list[Segment]:
    """The pieces of a line, cut at gaps of two spaces, and at one space where a figure ends or begins."""
    out: list[Segment] = []
    raw = line.raw.rstrip()
    at = len(raw) - len(raw.lstrip())
    for piece in _GAP.split(raw.strip()):
        at = raw.index(piece, at)
        begun = at
        parts = [p for p in re.split(r"[ \t\u3000\xa0]", piece) if p]
        held: list[str] = []
        for part in parts:
            place = raw.index(part, begun + len(" ".join(held)) if held else begun)
            if held and _parted(held[-1], part):
                out.append(_segment(raw, begun, " ".join(held), line, wide))
                held = []
            if not held:
                begun = place
            held.append(part)
        if held:
            out.append(_segment(raw, begun, " ".join(held), line, wide))
        at += len(piece)
    return out


def _segment(raw: str, at: int, text: str, line: RawLine, wide: int) -> Segment:
    x0 = columns(raw[:at], wide)
    return Segment(text, x0, x0 + columns(text, wide), line)


def at_spaces(piece: Segment) -> list[Segment]:
    """A piece cut at its single spaces."""
    out = []
    at: float = piece.x0
    per = (piece.x1 - piece.x0) / max(len(piece.text), 1)
    for part in piece.text.split(" "):
        if part:
            out.append(Segment(part, round(at), round(at + per * len(part)), piece.line))
        at += per * (len(part) + 1)
    return out


def width_of_wide(lines: Sequence[RawLine]) -> int:
    """How many columns a Chinese character was given when the text was laid out: 1 or 2.

    The right edges of figures below each other tell, where different numbers of such characters
    stand before them: they agree under the right width only.
    """
    agreed: Counter[int] = Counter()
    before: set[tuple[int, int]] = set()
    for line in lines:
        narrow = [s.x1 for s in segments(line, 1) if s.is_figure]
        broad = [s.x1 for s in segments(line, 2) if s.is_figure]
        if len(narrow) < 2 or len(narrow) != len(broad):
            continue
        edges = set(zip(narrow, broad, strict=True))
        for one, two in edges:
            others = [(a, b) for a, b in before if b - a != two - one]
            agreed[1] += any(a == one for a, _ in others)
            agreed[2] += any(b == two for _, b in others)
        before = edges
    return 2 if agreed[2] > agreed[1] else 1


def rivers(pieces: Iterable[Sequence[Segment]]) -> list[tuple[int, int]]:
    """The columns `[x0, x1)` of lines: what lies between gaps that no line bridges.

    Where a few long pieces bridge a gap, two figures of one line would fall into one column; then
    gaps with a little ink in them count too.
    """
    lines = [p for p in pieces if p]
    if not lines:
        return []
    cover = [0] * (max(s.x1 for line in lines for s in line) + 1)
    for line in lines:
        for segment in line:
            for x in range(segment.x0, segment.x1):
                cover[x] += 1
    best = _runs(cover, 0)
    for limit in range(1, max(int(BRIDGED * len(lines)), 0) + 1):
        if not _doubled(lines, best):
            break
        best = _runs(cover, limit)
    return best


def _runs(cover: Sequence[int], limit: int) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    begun = None
    for x, n in enumerate(cover):
        if n > limit and begun is None:
            begun = x
        elif n <= limit and begun is not None:
            out.append((begun, x))
            begun = None
    return out


def _doubled(lines: Sequence[Sequence[Segment]], sides: Sequence[tuple[int, int]]) -> bool:
    """Whether two pieces of one line fall into one column, in more than one line."""
    seen = 0
    for line in lines:
        cols = [next((i for i, (a, b) in enumerate(sides) if a < s.x1 and s.x0 < b), -1) for s in line]
        seen += len(cols) != len(set(cols))
    return seen > 0


def placed(pieces: Sequence[Segment], sides: Sequence[tuple[int, int]]) -> list[int | None]:
    """The column of each piece of a line, in order; `None` for one that lies across columns.

    Long pieces push those behind them to the right, so a piece need not lie within its column; but the
    pieces of a line keep the columns' order.
    """
    if len(pieces) == 1 and _across(pieces[0], sides):
        return [None]
    best: list[tuple[float, list[int | None]]] = [(0.0, []) for _ in sides]
    for piece in pieces:
        following: list[tuple[float, list[int | None]]] = []
        for col, side in enumerate(sides):
            price = _distance(piece, side)
            options = [(best[k][0] + price, best[k][1]) for k in range(col) if best[k][1] and best[k][1][-1] == k]
            if not best[col][1]:
                options.append((price, []))
            elif best[col][1][-1] == col:
                options.append((best[col][0] + price + TOGETHER, best[col][1]))
            chosen = min(options, key=lambda o: o[0], default=(float("inf"), best[col][1]))
            following.append((chosen[0], [*chosen[1], col]))
        best = following
    return min(best, key=lambda b: b[0])[1]


def _across(piece: Segment, sides: Sequence[tuple[int, int]]) -> bool:
    """Whether a piece lies over most of two columns or more."""
    overlaps = [min(piece.x1, b) - max(piece.x0, a) for a, b in sides]
    return sum(o > 0.5 * (b - a) for o, (a, b) in zip(overlaps, sides, strict=True)) > 1


def _distance(piece: Segment, side: tuple[int, int]) -> float:
    overlap = min(piece.x1, side[1]) - max(piece.x0, side[0])
    if overlap > 0:
        return 2.0 * (1 - overlap / max(piece.x1 - piece.x0, 1))
    return 2.0 - 0.5 * overlap
