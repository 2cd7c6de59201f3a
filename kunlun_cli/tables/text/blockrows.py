"""Rows of a laid-out table without lines between them: where each cell's lines are centred.

The forms centre cells vertically, or set them at the top. Lines are cut into rows so that in each row
the cells of all columns share their middle (or their top), each figure is one whole figure, and each
name one whole name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from kunlun_cli.forms import normal
from kunlun_cli.pages.assemble import join_lines
from kunlun_cli.tables.text.names import never_first
from kunlun_cli.tables.text.segments import Segment
from kunlun_cli.tables.text.values import NUMERIC, cost, is_dimension, is_group, is_item, never_one

Mode = Literal["middle", "top"]
MODES: tuple[Mode, ...] = ("middle", "top")
# A row of the forms takes so many lines at most, a name of thirty characters among them.
MAX_LINES = 18
# A label that the forms do not know costs less than any other fault: filers add lines of their own.
UNKNOWN_ITEM = 0.8
# A bracket that does not close is one that the next row's lines close, or one that a filer forgot.
OPEN_BRACKET = 1.5
_NUMBER_OF_ROW = re.compile(r"^\d{1,2}\)")
ITEM = "item"
"""The type of a column of labels of key figures."""
UNBOUND = "unbound"
"""The type of a column that stands below no heading."""
# A row without a figure, and a piece that its column cannot hold, cost more than any way of joining lines.
NO_FIGURE = 7.0
INVALID = 6.0
UNSURE = 2.0
"""A row that costs more is named in a problem."""


@dataclass(frozen=True)
class Strip:
    """A line of a table: its height on the page and its pieces by column; `wide` lies across columns."""

    top: int
    cells: Mapping[int, tuple[Segment, ...]]
    wide: tuple[Segment, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A row found: strips `[first, end)`, its cost, and whether a page break cut it."""

    first: int
    end: int
    cost: float
    cut: bool = False


class Rows:
    """The cheapest cutting of strips into rows."""

    def __init__(
        self, strips: Sequence[Strip], types: Sequence[str], *, opened: bool, ends: bool, unended: bool = False
    ) -> None:
        """Take strips of one page.

        Args:
            strips: the lines, from top to bottom.
            types: the type of each column's values.
            opened: whether the first row may be the rest of one that began on the page before.
            ends: whether the last row may go on on the next page.
            unended: whether the name above the page break does not end as names do.
        """
        self.strips = strips
        self.types = types
        self.opened = opened
        self.ends = ends
        self.unended = unended
        lone = [self._lone(at) for at in range(len(strips))]
        self._titles = [
            is_dimension(text, below_title=not at or is_dimension(lone[at - 1])) or (ITEM in types and is_group(text))
            for at, text in enumerate(lone)
        ]
        # 合计 stands further left than the names where the numbers of the rows do.
        self._labels = {col for col, _ in takewhile(lambda pair: pair[1] == types[0], enumerate(types))}
        self._widest = {
            col: max((p.x1 - p.x0 for s in strips for p in s.cells.get(col, ())), default=0)
            for col in range(len(types))
        }

    def best(self) -> list[Span]:
        """The rows under the better of the two ways of setting cells."""
        return min((self.cheapest(mode) for mode in MODES), key=lambda spans: sum(s.cost for s in spans))

    def cheapest(self, mode: Mode) -> list[Span]:
        """The rows under one way of setting cells."""
        n = len(self.strips)
        state: dict[int, tuple[float, list[Span]]] = {0: (0.0, [])}
        for at in range(n):
            if at not in state:
                continue
            so_far, spans = state[at]
            for end in range(at + 1, min(at + MAX_LINES, n) + 1):
                for price, cut in self._prices(at, end, mode):
                    total = so_far + price
                    if end not in state or total < state[end][0] - 1e-9:
                        state[end] = (total, [*spans, Span(at, end, price, cut)])
        return state[n][1] if n in state else []

    def _prices(self, first: int, end: int, mode: Mode) -> list[tuple[float, bool]]:
        out = [(self.price(first, end, mode), False)]
        if (first == 0 and self.opened) or (end == len(self.strips) and self.ends):
            out.append((self.partial_price(first, end), True))
        return out

    def lines_of(self, first: int, end: int) -> dict[int, list[Segment]]:
        """The pieces of each column in strips `[first, end)`."""
        out: dict[int, list[Segment]] = {}
        for strip in self.strips[first:end]:
            for col, pieces in strip.cells.items():
                out.setdefault(col, []).extend(pieces)
        return out

    def price(self, first: int, end: int, mode: Mode) -> float:
        """The cost of strips `[first, end)` being one row."""
        strips = self.strips[first:end]
        if any(s.wide for s in strips) or any(self._titles[first:end]):
            return 0.0 if len(strips) == 1 else 50.0
        cells = self.lines_of(first, end)
        tops = {col: [p.line.number for p in pieces] for col, pieces in cells.items()}
        places = {col: (min(t) + max(t)) / 2 if mode == "middle" else float(min(t)) for col, t in tops.items()}
        figures = [c for c in cells if self.types[c] in NUMERIC]
        total = self._texts_cost(cells)
        if not figures:
            return total + NO_FIGURE
        anchors = sorted(places[c] for c in figures)
        anchor = anchors[len(anchors) // 2]
        return total + sum(min(abs(p - anchor), 6.0) for p in places.values())

    def partial_price(self, first: int, end: int) -> float:
        """The cost of strips being a row's part beside a page break."""
        cells = self.lines_of(first, end)
        total = (0.2 if self.unended and first == 0 else 1.0) + 0.1 * (end - first)
        figures = [c for c in cells if self.types[c] in NUMERIC]
        whole = sum(self._fit(c, cells[c]) is not None for c in figures)
        broken = sum(INVALID * len(p) for c, p in cells.items() if self._is_broken(c, p))
        return total + 0.8 * whole + broken

    def _is_broken(self, col: int, pieces: Sequence[Segment]) -> bool:
        """Whether pieces beside a page break cannot be the part of one cell that they would have to be."""
        if self.types[col] == UNBOUND or len(pieces) < 2 or self._fit(col, pieces) is not None:
            return False
        return self.types[col] in NUMERIC or any(p.is_figure for p in pieces)

    def _fit(self, col: int, pieces: Sequence[Segment]) -> float | None:
        """The cost of pieces being one cell: a figure is parted only where its cell has no more room."""
        parts = [normal(p.text) for p in pieces]
        fit = cost(self.types[col], "".join(parts))
        if fit is None or len(parts) < 2 or self.types[col] not in NUMERIC:
            return fit
        if never_one(parts):
            return None
        roomy = any(p.x1 - p.x0 < self._widest[col] - 1 for p in pieces[:-1])
        whole = all(cost(self.types[col], normal(p.text)) is not None for p in pieces)
        return fit + (INVALID if roomy and whole else 0.5 if whole else 0.0)

    def _texts_cost(self, cells: Mapping[int, Sequence[Segment]]) -> float:
        total = 0.0
        for col, pieces in cells.items():
            if self.types[col] == UNBOUND:
                continue
            fit = self._fit(col, pieces)
            # For each line: or several rows in one would be cheaper than each of them alone.
            total += INVALID * len(pieces) if fit is None else fit
            if self.types[col] == ITEM:
                label = _NUMBER_OF_ROW.sub("", normal("".join(p.text for p in pieces)))
                total += UNKNOWN_ITEM * (not is_item(label)) + OPEN_BRACKET * (label.count("(") != label.count(")"))
            if self.types[col] == "name":
                text = normal(join_lines([p.text for p in pieces]))
                total += 3.0 * (text.count("(") != text.count(")")) + 2.0 * bool(never_first().match(text))
        if self._labels.isdisjoint(cells):
            total += 3.0
        return total

    def _lone(self, at: int) -> str:
        """The text of a strip that is one piece."""
        pieces = [p for some in self.strips[at].cells.values() for p in some]
        return pieces[0].text if len(pieces) == 1 else ""
