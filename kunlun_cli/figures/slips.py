"""How a wrong figure is likely to have come about: the smallest slip of the pen that explains it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Literal

from kunlun_cli.figures.figure import Figure

Slip = Literal["digits_swapped", "digit_changed", "digit_lost", "hundredfold", "unit", "sign", "column"]

TELLING: frozenset[Slip] = frozenset({"hundredfold", "sign", "digits_swapped"})
"""Slips that explain a gap by chance so seldom that they name the figure among several."""
_UNITS = (3, 4, 6, 8)
"""千, 万, 百万, 亿 as powers of ten."""


def likely_slip(figure: Figure, fits: Callable[[Figure], bool]) -> Slip | None:
    """The first slip that turns the printed figure into one that fits, or `None`.

    `fits` says whether another figure in the same cell would satisfy the relations. The order is
    from the most telling slip to the one that would explain almost anything.
    """
    return next((slip for slip, candidate in corrections(figure) if fits(candidate)), None)


def corrections(figure: Figure, wanted: Collection[Slip] | None = None) -> Iterator[tuple[Slip, Figure]]:
    """Every figure that one slip could have turned into the printed one, the most telling first.

    With `wanted` of these slips only.
    """
    value = figure.value
    if not figure.is_count and (wanted is None or "hundredfold" in wanted):
        yield "hundredfold", figure.with_value(value * 100, figure.unit * 100)
        yield "hundredfold", figure.with_value(value / 100, figure.unit / 100)
    if value and (wanted is None or "sign" in wanted):
        yield "sign", figure.with_value(-value)
    if wanted is None or "unit" in wanted:
        yield from _in_units(figure)
    kinds = [kind for kind in (_swapped, _lost, _changed, _gained) if wanted is None or _SLIP_OF[kind] in wanted]
    digits = _digits(figure)
    for kind in kinds:
        for other in kind(digits):
            yield _SLIP_OF[kind], figure.with_value(_from_digits(figure, other))


def _in_units(figure: Figure) -> Iterator[tuple[Slip, Figure]]:
    for exponent in (signed for power in _UNITS for signed in (power, -power)):
        other = figure.value.scaleb(exponent)
        if not figure.is_count or other == other.to_integral_value():
            yield "unit", figure.with_value(other, figure.unit * Fraction(10) ** exponent)


def _digits(figure: Figure) -> str:
    steps = abs(Fraction(figure.value)) / figure.unit
    return str(steps.numerator // steps.denominator)


def _from_digits(figure: Figure, digits: str) -> Decimal:
    size = int(digits) * figure.unit
    value = Decimal(size.numerator) / Decimal(size.denominator)
    return -value if figure.value < 0 else value


def _swapped(digits: str) -> Iterator[str]:
    # Neighbours are swapped far more often than distant digits.
    for i, j in sorted(combinations(range(len(digits)), 2), key=lambda pair: pair[1] - pair[0]):
        if digits[i] != digits[j]:
            yield digits[:i] + digits[j] + digits[i + 1 : j] + digits[i] + digits[j + 1 :]


def _lost(digits: str) -> Iterator[str]:
    for i in range(len(digits) + 1):
        for digit in "0123456789":
            yield digits[:i] + digit + digits[i:]


def _changed(digits: str) -> Iterator[str]:
    for i in range(len(digits)):
        for digit in "0123456789":
            if digit != digits[i]:
                yield digits[:i] + digit + digits[i + 1 :]


LONG = 6
"""Of so many digits one too many explains something; of fewer it would explain almost anything."""


def _gained(digits: str) -> Iterator[str]:
    for i in range(len(digits) if len(digits) >= LONG else 0):
        yield digits[:i] + digits[i + 1 :]


_SLIP_OF: Mapping[Callable[[str], Iterator[str]], Slip] = {
    _swapped: "digits_swapped",
    _lost: "digit_lost",
    _changed: "digit_changed",
    _gained: "digit_changed",
}
