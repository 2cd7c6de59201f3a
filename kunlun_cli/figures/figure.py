"""A printed figure: its value, the worth of its last printed place, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from kunlun_cli.figures.interval import Interval, exactly, rounded, truncated
from kunlun_cli.figures.numbers import decimals, is_nothing
from kunlun_cli.forms import normal
from kunlun_cli.records import Source

# The largest totals of banks in fen have sixteen.
_MOST_DIGITS = 24
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")


class Row(Protocol):
    """What the rules need of any record: a place for the row and one for each of its cells."""

    @property
    def source(self) -> Source:
        """The row's place."""

    @property
    def cells(self) -> Mapping[str, Source]:
        """The place of each field's cell."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as printed.

    `value` is in the base unit, `unit` the worth of the last printed place in the same unit. For a
    figure that is not rounded, as a count of shares, `unit` is still that of the last place, and
    `is_count` says that the figure stands for itself alone.
    """

    value: Decimal
    unit: Fraction
    field: str
    source: Source
    is_count: bool = False

    @property
    def interval(self) -> Interval:
        """What the figure stands for when it is rounded; itself when it is a count."""
        return exactly(self.value) if self.is_count else rounded(self.value, self.unit)

    @property
    def if_truncated(self) -> Interval:
        """What the figure stands for when its further decimals were cut off."""
        return exactly(self.value) if self.is_count else truncated(self.value, self.unit)

    @property
    def within_one_unit(self) -> Interval:
        """What the figure stands for when its last place is off by one."""
        return rounded(self.value, 3 * self.unit)

    @property
    def text(self) -> str:
        """The number as printed, with its sign but without a unit or words around it."""
        for token in _NUMBER.findall(normal(self.source.text or "")):
            if _scale(abs(self.value), Decimal(token.replace(",", ""))) is not None:
                return f"-{token}" if self.value < 0 else token
        return f"{self.value:,f}"

    @property
    def factor(self) -> Fraction:
        """What takes the printed number to the value: 10,000 for a figure printed in 万元."""
        tokens = (Decimal(token.replace(",", "")) for token in _NUMBER.findall(normal(self.source.text or "")))
        return next((scale for token in tokens if (scale := _scale(abs(self.value), token)) is not None), Fraction(1))

    def with_value(self, value: Decimal, unit: Fraction | None = None) -> Figure:
        """The same cell with another value."""
        return replace(self, value=value, unit=self.unit if unit is None else unit)


def figure(row: Row, field: str) -> Figure | None:
    """The figure in a field of a record, or `None` where the field holds no number.

    Numbers of shares whose last printed place is a whole share are counts; all else is rounded.
    """
    value = getattr(row, field)
    if not isinstance(value, Decimal) or not is_of_a_filing(value):
        return None
    # Without a place of its own the figure has its row's page; the row's box and text are not its own.
    source = row.cells.get(field) or Source(row.source.page)
    unit = last_place(value, source.text)
    is_count = "shares" in field or (field == "change" and hasattr(row, "shares"))
    return Figure(value, unit, field, source, is_count and unit <= 1)


def counts_as_zero(row: Row, field: str) -> bool:
    """Whether a cell without a number holds nothing at all, a dash or 不适用; anything else may be a figure unread."""
    cell = row.cells.get(field)
    return cell is None or is_nothing(cell.text or "")


def is_of_a_filing(value: Decimal) -> bool:
    """Whether a number has no more digits than a filing can print; others only cost time."""
    return value.is_finite() and value.adjusted() <= _MOST_DIGITS and decimals(value) <= _MOST_DIGITS


def column(rows: Iterable[Row], field: str) -> list[Figure | None]:
    """The figures of one column, row by row.

    Where every one of at least three ends in 0, as in 5.40, -10.70, 44.00, the last place was only
    filled up and counts for nothing.
    """
    figures = [figure(row, field) for row in rows]
    known = [f for f in figures if f is not None and f.value]
    padded = 0
    while len(known) >= 3 and padded < 2 and all(Fraction(f.value) % (f.unit * 10 ** (padded + 1)) == 0 for f in known):
        padded += 1
    return [f if f is None or f.is_count else f.with_value(f.value, f.unit * 10**padded) for f in figures]


def last_place(value: Decimal, text: str | None) -> Fraction:
    """The worth of the last printed place of a value, in the value's own unit.

    `text` is what was printed: 2.50 (亿元) read as 250000000 gives 1000000. The number in the text is
    the one that differs from the value by a power of ten; without such a number the value's own
    exponent counts.
    """
    place = printed_place(value, text)
    return Fraction(10) ** -decimals(value) if place is None else place


def printed_place(value: Decimal, text: str | None) -> Fraction | None:
    """The worth of the last place of the number in a text that stands for a value; `None` where none does."""
    for token in _NUMBER.findall(normal(text or "")):
        printed = Decimal(token.replace(",", ""))
        scale = _scale(abs(value), printed)
        if scale is not None:
            return scale * Fraction(10) ** -decimals(printed)
    return None


def show(number: Fraction, unit: Fraction) -> str:
    """A computed number with as many decimals as the printed one has, halves away from zero."""
    if not unit:
        return f"{Decimal(number.numerator) / Decimal(number.denominator):,f}"
    steps = abs(number) / unit
    whole = (2 * steps.numerator + steps.denominator) // (2 * steps.denominator)
    value = whole * unit * (-1 if number < 0 else 1)
    decimals = max(0, len(str(unit.denominator)) - 1)
    scaled = value * 10**decimals
    return f"{Decimal(scaled.numerator).scaleb(-decimals):,f}"


def _scale(value: Decimal, printed: Decimal) -> Fraction | None:
    if printed == value:
        return Fraction(1)
    if printed == 0 or value == 0:
        return None
    ratio = Fraction(value) / Fraction(printed)
    if ratio.denominator == 1 and re.fullmatch("10*", str(ratio.numerator)):
        return ratio
    return None
