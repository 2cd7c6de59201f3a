"""Cells to the figures of a record, and what could not be read of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Generic, NamedTuple, TypeVar

from kunlun_cli.figures.numbers import BLANK, Printed, Reading, decimals, read_number, scaled
from kunlun_cli.figures.units import ONE, Unit, own_unit
from kunlun_cli.forms import load, matches
from kunlun_cli.records import Problem, Source
from kunlun_cli.tables.table import Cell

R = TypeVar("R")
# The decimals of an amount in yuan, and the length of a currency's code.
_FEN = 2
_CURRENCY = 3


class Records(NamedTuple, Generic[R]):
    """The records of a disclosure in printed order, and what of it could not be read."""

    records: tuple[R, ...]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class Figures:
    """Reads a record's cells and keeps what they give: values, sources, and what could not be read."""

    problems: list[Problem]
    values: dict[str, Decimal] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)

    def take(self, name: str, cell: Cell, what: str, unit: Unit | None = None) -> Reading:
        """The number in a cell, kept as `name`; one that is none is a problem.

        An amount is scaled by its `unit`, or by that which the cell itself prints; one whose unit is not
        known is withheld. An amount in per cent, or with places below one fen, is not what its column says;
        a change may be said in words (扭亏为盈) and is none then.
        """
        reading, factor = read_number(cell.text), unit.factor if unit else ONE
        own = own_unit(cell.text, unit.code) if unit and not reading.readable else None
        if own is not None:
            reading, factor = read_number(own.number), own.factor
        if reading.unit == "times" or (unit and (reading.unit or _is_too_fine(reading, unit.code, factor))):
            reading = Reading(Printed.UNREADABLE)
        if name.endswith("change") and not reading.readable and matches(_words(), cell.text):
            reading = BLANK
        if reading.value is not None:
            reading = reading._replace(value=scaled(reading.value, factor))
        return self.keep(name, cell, what, reading, unit.doubt if unit and own is None else "")

    def keep(self, name: str, cell: Cell, what: str, reading: Reading, doubt: str = "") -> Reading:
        """What was read of a cell, kept as `name`; what could not be read is a problem."""
        self.sources[name] = cell.source(doubt)
        if not reading.readable:
            self.problems.append(Problem("unreadable-cell", f"{what}: {name} is printed as {cell.text!r}", cell.page))
        elif reading.value is not None:
            self.values[name] = reading.value
        return reading


def _words() -> Sequence[str]:
    words: Sequence[str] = load("financials")["columns"]["words"]
    return words


def _is_too_fine(reading: Reading, code: str, factor: Decimal) -> bool:
    """Whether an amount has places below one fen: then digits of something else stand behind it."""
    if reading.value is None or len(code) != _CURRENCY:
        return False
    return decimals(reading.value) > _FEN + factor.adjusted()


def inked(cells: Sequence[Cell]) -> list[Cell]:
    """The cells with text."""
    return [c for c in cells if c.text]
