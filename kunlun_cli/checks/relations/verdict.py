"""What the engine says of a relation: that it holds, that it is broken in one cell, or that it cannot be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kunlun_cli.checks.finding import Finding
from kunlun_cli.checks.relations.worksheet import Entry, Line

Kind = Literal["sum", "column", "growth", "share", "separator"]


@dataclass(frozen=True, slots=True)
class Held:
    """Relations that hold, and how many. `cells` are the figures that stand in them, by row and column."""

    kind: Kind
    count: int = 1
    cells: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Unsure:
    """A total that no reading of its table explains."""

    kind: Kind
    line: Line


@dataclass(frozen=True, slots=True)
class Broken:
    """A relation that holds elsewhere in the table and not in this cell.

    `computed` and `half` are what the others make of it, in steps, and the half of what roundings leave open.
    `confirmed` are the columns, or the number of rows, in which it holds.
    """

    kind: Kind
    line: Line
    column: int
    computed: int
    half: int
    others: tuple[Entry, ...]
    confirmed: tuple[int, ...] = ()
    left_out: Line | None = None
    blank: tuple[Line, ...] = ()
    parts: tuple[tuple[Line, int], ...] = ()
    terms: tuple[tuple[int, int], ...] = ()
    follow: int = 0
    """How many rows follow the relation, those in which only one figure is carried over among them."""
    needs_slip: bool = False
    disputed: bool = False
    """Whether another reading of the table fits this cell, and fewer others."""
    moved: Line | None = None
    """The row in which the figure belongs, where it stands one row off."""
    excused: bool = False
    """Whether another relation vouches for the figure, so that it is broken by another one of its row, if at all."""
    crossed: tuple[Line, int] | None = None
    """The row of the part that breaks a relation of that row as well, and what both of them make of it, in steps."""

    @property
    def gap(self) -> int:
        """How much more is printed than the others make, in steps."""
        return self.line.entries[self.column].value - self.computed

    @property
    def signs(self) -> dict[tuple[int, int], int]:
        """What a step more in each figure of the relation does to the gap, by row and column."""
        parts = {(row.index, self.column): -sign for row, sign in self.parts if self.column in row.entries}
        terms = {(self.line.index, c): -sign for c, sign in self.terms if c in self.line.entries}
        return {**parts, **terms, (self.line.index, self.column): 1}


Verdict = Held | Unsure | Broken | Finding
