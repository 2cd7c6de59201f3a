"""Cells to the figures of a record, and what could not be read of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Generic, NamedTuple, TypeVar

from kunlun_cli.figures.numbers import (
    BLANK,
    Printed,
    Reading,
    decimals,
    read_count,
    read_number,
    read_signed_count,
    scaled,
)
from kunlun_cli.figures.units import ONE, Unit, own_unit, stated_unit
from kunlun_cli.forms import load, matches
from kunlun_cli.records import Problem, Source
from kunlun_cli.tables.table import Cell

R = TypeVar("R")
# The decimals of an amount in yuan, and the length of a currency's code.
_FEN = 2
_CURRENCY = 3
NOTES = 2
"""So many lines below a table are a note to it."""


class Records(NamedTuple, Generic[R]):
    """The records of a disclosure in printed order, and what of it could not be read."""

    records: tuple[R, ...] = ()
    problems: tuple[Problem, ...] = ()


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
            self.problems.append(unreadable(what, name, cell))
        elif reading.value is not None:
            self.values[name] = reading.value
        return reading

    def into(self, record: R) -> R:
        """A record with the values, whose names are fields of it, and with where each of them is printed."""
        return replace(record, cells=self.sources, **self.values)  # type: ignore[type-var]


def unreadable(what: str, name: str, cell: Cell) -> Problem:
    """The problem that a cell says nothing that its column may say."""
    return Problem("unreadable-cell", f"{what}: {name} is printed as {cell.text!r}", cell.page)


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


_IN_HEADING = re.compile(r"\(([^()]*股)\)")
_UNREADABLE = Reading(Printed.UNREADABLE)


def stated_factor(texts: Iterable[str]) -> Decimal | None:
    """The factor to one share of the last unit of shares stated in some lines, or `None`."""
    units = [u for u in map(stated_unit, texts) if u is not None and u.code == "shares"]
    return units[-1].factor if units else None


def heading_factor(path: str) -> Decimal | None:
    """The factor to one share that a column's heading states (`持股数量（万股）`), or `None`."""
    return stated_factor(_IN_HEADING.findall(path))


def unit_in_note(text: str, page: int, factor: Decimal) -> list[Problem]:
    """The problem that a note below a table states another unit of shares than its figures were read in, if it does."""
    noted = matches([load("units")["stated"]["below"]], text)
    if not noted or stated_factor([text]) in {None, factor}:
        return []
    message = f"a note below the table states another unit of shares than its figures were read in: {text[:40]}"
    return [Problem("unaccounted", message, page)]


def read_shares(text: str, factor: Decimal, *, signed: bool = False) -> Reading:
    """A number of shares as a whole count; one that is no whole number of shares is unreadable."""
    if factor == 1:
        return read_signed_count(text) if signed else read_count(text)
    reading = read_number(re.sub(r"股\s*$", "", text.strip()))
    if reading.value is None:
        return reading
    whole = scaled(reading.value, factor)
    if reading.unit is not None or (whole < 0 and not signed) or whole != whole.to_integral_value():
        return _UNREADABLE
    return Reading(Printed.NUMBER, Decimal(int(whole)))
