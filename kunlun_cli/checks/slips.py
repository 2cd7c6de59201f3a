"""How a wrong figure is likely to have come about: the smallest slip of the pen that explains it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from kunlun_cli.checks.figures import Figure
from kunlun_cli.checks.finding import Slip

_UNITS = (3, 4, 6, 8)
"""千, 万, 百万, 亿 as powers of ten."""


def likely_slip(figure: Figure, fits: Callable[[Figure], bool]) -> Slip | None:
    """The first slip that turns the printed figure into one that fits, or `None`.

    `fits` says whether another figure in the same cell would satisfy the relations. The order is
    from the most telling slip to the one that would explain almost anything.
    """
    return next((slip for slip, candidate in _candidates(figure) if fits(candidate)), None)


def corrections(figure: Figure) -> Iterator[tuple[Slip, Figure]]:
    """Every figure that one slip could have turned into the printed one, the most telling first."""
    return _candidates(figure)


def _candidates(figure: Figure) -> Iterator[tuple[Slip, Figure]]:
    value = figure.value
    if not figure.is_count:
        yield "hundredfold", figure.with_value(value * 100, figure.unit * 100)
        yield "hundredfold", figure.with_value(value / 100, figure.unit / 100)
    if value:
        yield "sign", figure.with_value(-value)
    for exponent in (signed for power in _UNITS for signed in (power, -power)):
        other = value.scaleb(exponent)
        if not figure.is_count or other == other.to_integral_value():
            yield "unit", figure.with_value(other, figure.unit * Fraction(10) ** exponent)
    for slip, digits in _rewritten(_digits(figure)):
        yield slip, figure.with_value(_from_digits(figure, digits))


def _digits(figure: Figure) -> str:
    steps = abs(Fraction(figure.value)) / figure.unit
    return str(steps.numerator // steps.denominator)


def _from_digits(figure: Figure, digits: str) -> Decimal:
    size = int(digits) * figure.unit
    value = Decimal(size.numerator) / Decimal(size.denominator)
    return -value if figure.value < 0 else value


def _rewritten(digits: str) -> Iterator[tuple[Slip, str]]:
    places = range(len(digits))
    # Neighbours are swapped far more often than distant digits.
    for i, j in sorted(combinations(places, 2), key=lambda pair: pair[1] - pair[0]):
        if digits[i] != digits[j]:
            yield "digits_swapped", digits[:i] + digits[j] + digits[i + 1 : j] + digits[i] + digits[j + 1 :]
    for i in range(len(digits) + 1):
        for digit in "0123456789":
            yield "digit_lost", digits[:i] + digit + digits[i:]
    for i in places:
        for digit in "0123456789":
            if digit != digits[i]:
                yield "digit_changed", digits[:i] + digit + digits[i + 1 :]
