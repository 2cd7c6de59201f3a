"""Exact arithmetic on printed figures: agreement to the printed precision, amounts and per cents of change."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal, localcontext

from kunlun_cli.figures.figure import printed_place
from kunlun_cli.records import Source

_HUNDREDTH = Decimal("0.01")
_WIDE = 60
"""Digits of precision for quotients: far more than any amount has, so that rounding happens once, at the end."""


def quantum(value: Decimal, source: Source | None) -> Decimal | None:
    """The value of one unit in the last place printed, from the text of the cell; `None` if unknown.

    The factor of the table's unit (千元, 百万元 …) follows from the printed digits and the value.
    """
    place = printed_place(value, source.text) if source is not None and value else None
    return None if place is None else Decimal(place.numerator) / Decimal(place.denominator)


def agree(a: Decimal, b: Decimal, quantum_a: Decimal | None = None, quantum_b: Decimal | None = None) -> bool:
    """Whether two printed figures can stand for the same amount.

    They do where they are equal, or where the finer one, rounded to the coarser one's last printed
    place, gives the coarser one (its rounding interval, ends included).
    """
    if a == b:
        return True
    if quantum_a is None or quantum_b is None or quantum_a == quantum_b:
        return False
    return abs(a - b) * 2 <= max(quantum_a, quantum_b)


def percent(new: Decimal, old: Decimal) -> Decimal | None:
    """The change from `old` to `new` in per cent, two places; `None` where `old` is not positive."""
    if old <= 0:
        return None
    return rounded((new - old) * 100, old, _HUNDREDTH)


def rounded(numerator: Decimal, denominator: Decimal, place: Decimal = _HUNDREDTH) -> Decimal:
    """The quotient, rounded half-even to `place`. The denominator must not be zero."""
    with localcontext() as context:
        context.prec = _WIDE
        return (numerator / denominator).quantize(place, rounding=ROUND_HALF_EVEN)


def is_amount(unit: str | None) -> bool:
    """Whether amounts of this unit add up over time: money does, ratios and per-share figures do not."""
    return unit is not None and len(unit) == 3 and unit.isupper()
