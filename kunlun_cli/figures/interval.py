"""Intervals of exact numbers: what a printed figure can stand for, and what formulas make of it.

A figure printed with d decimals stands for x ± ½·10⁻ᵈ. Bounds are fractions, because the quotient of
two decimals is seldom a decimal; nothing is ever rounded here and there is no epsilon. A bound is
`None` where the interval goes on without end, and open where the end itself does not belong to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

Exact = int | Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers between two bounds. An interval that holds no number cannot be made."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    def __post_init__(self) -> None:
        """Refuses an interval that holds no number."""
        if self.low is None or self.high is None:
            return
        if self.low > self.high or (self.low == self.high and (self.low_open or self.high_open)):
            raise ValueError(f"no number lies between {self.low} and {self.high}")

    @property
    def is_open(self) -> bool:
        """Whether one of its ends does not belong to it."""
        return self.low_open or self.high_open

    @property
    def width(self) -> Fraction | None:
        """The distance of the bounds, `None` where the interval goes on without end."""
        return None if self.low is None or self.high is None else self.high - self.low

    @property
    def middle(self) -> Fraction | None:
        """The number in the middle, `None` where the interval goes on without end."""
        return None if self.low is None or self.high is None else (self.low + self.high) / 2

    def __contains__(self, number: Exact) -> bool:
        """Whether a number lies in the interval."""
        x = Fraction(number)
        above = self.low is None or x > self.low or (x == self.low and not self.low_open)
        return above and (self.high is None or x < self.high or (x == self.high and not self.high_open))

    def meets(self, other: Interval) -> bool:
        """Whether some number lies in both."""
        return self.common(other) is not None

    def common(self, other: Interval) -> Interval | None:
        """The numbers that lie in both, or `None` where there is none."""
        low, low_open = _tighter_low(self, other)
        high, high_open = _tighter_high(self, other)
        try:
            return Interval(low, high, low_open, high_open)
        except ValueError:
            return None

    def __neg__(self) -> Interval:
        """The negatives of all its numbers."""
        low = None if self.high is None else -self.high
        high = None if self.low is None else -self.low
        return Interval(low, high, self.high_open, self.low_open)

    def __add__(self, other: Interval | Exact) -> Interval:
        """The sums of a number of each."""
        that = other if isinstance(other, Interval) else exactly(other)
        low = None if self.low is None or that.low is None else self.low + that.low
        high = None if self.high is None or that.high is None else self.high + that.high
        return Interval(low, high, self.low_open or that.low_open, self.high_open or that.high_open)

    def __sub__(self, other: Interval | Exact) -> Interval:
        """The differences of a number of each."""
        that = other if isinstance(other, Interval) else exactly(other)
        return self + -that

    def __mul__(self, other: Interval | Exact) -> Interval:
        """The products of a number of each."""
        that = other if isinstance(other, Interval) else exactly(other)
        a, b, c, d = self.low, self.high, that.low, that.high
        if a is not None and b is not None and c is not None and d is not None and not self.is_open | that.is_open:
            # Most are so, and checks of a whole report make some hundred thousand: four products, or two.
            corners = (a * c, b * d) if a >= 0 <= c else (a * c, a * d, b * c, b * d)
            return Interval(min(corners), max(corners))
        return _hull([_times(x, y) for x in _bounds(self) for y in _bounds(that)])

    def __truediv__(self, other: Interval | Exact) -> Interval:
        """The quotients. A divisor that reaches over zero gives every number, one that touches it an endless side."""
        that = other if isinstance(other, Interval) else exactly(other)
        return self * _inverse(that)

    def __abs__(self) -> Interval:
        """The sizes of all its numbers."""
        if self.low is not None and self.low >= 0:
            return self
        if self.high is not None and self.high <= 0:
            return -self
        if self.low is None or self.high is None:
            return Interval(Fraction(0), None)
        high = max(-self.low, self.high)
        at_end = [o for bound, o in ((-self.low, self.low_open), (self.high, self.high_open)) if bound == high]
        return Interval(Fraction(0), high, high_open=all(at_end))


EVERYTHING = Interval(None, None)


def exactly(number: Exact) -> Interval:
    """The interval that holds this one number."""
    return Interval(Fraction(number), Fraction(number))


def rounded(value: Decimal, unit: Fraction) -> Interval:
    """What a figure rounded to multiples of `unit` stands for: half a unit to either side, both ends included.

    Both ends belong to it because filers round halves up and to even alike.
    """
    return Interval(Fraction(value) - unit / 2, Fraction(value) + unit / 2)


def truncated(value: Decimal, unit: Fraction) -> Interval:
    """What a figure cut off after its last place stands for: from itself to one unit further from zero."""
    x = Fraction(value)
    if not unit:
        return exactly(x)
    if x > 0:
        return Interval(x, x + unit, high_open=True)
    if x < 0:
        return Interval(x - unit, x, low_open=True)
    return Interval(-unit, unit, low_open=True, high_open=True)


def total(intervals: Iterable[Interval]) -> Interval:
    """The sum; zero where there is nothing to add."""
    result = exactly(0)
    for interval in intervals:
        result = result + interval
    return result


def relative_change(current: Interval, base: Interval) -> Interval:
    """(current - base) / |base| in per cent. Each operand is used once, so that the result is as narrow as can be."""
    if base.low is not None and base.low > 0:
        return (current / base - 1) * 100
    if base.high is not None and base.high < 0:
        return (current / -base + 1) * 100
    return EVERYTHING


@dataclass(frozen=True, slots=True)
class _Bound:
    """A bound during multiplication: `infinite` is -1, 0 or 1."""

    value: Fraction
    open: bool
    infinite: int = 0

    @property
    def sign(self) -> int:
        return self.infinite or (self.value > 0) - (self.value < 0)


def _bounds(interval: Interval) -> tuple[_Bound, _Bound]:
    zero = Fraction(0)
    low = _Bound(zero, True, -1) if interval.low is None else _Bound(interval.low, interval.low_open)
    high = _Bound(zero, True, 1) if interval.high is None else _Bound(interval.high, interval.high_open)
    return low, high


def _times(a: _Bound, b: _Bound) -> _Bound:
    if a.infinite or b.infinite:
        sign = a.sign * b.sign
        # Zero times an endless side stays zero: no number of the product lies beyond it.
        return _Bound(Fraction(0), True, sign) if sign else _Bound(Fraction(0), False)
    closed_zero = (a.value == 0 and not a.open) or (b.value == 0 and not b.open)
    return _Bound(a.value * b.value, not closed_zero and (a.open or b.open))


def _hull(corners: list[_Bound]) -> Interval:
    finite = [c for c in corners if not c.infinite]
    low = high = None
    low_open = high_open = False
    if all(c.infinite >= 0 for c in corners):
        low = min(c.value for c in finite)
        low_open = all(c.open for c in finite if c.value == low)
    if all(c.infinite <= 0 for c in corners):
        high = max(c.value for c in finite)
        high_open = all(c.open for c in finite if c.value == high)
    return Interval(low, high, low_open, high_open)


def _inverse(interval: Interval) -> Interval:
    low, high = interval.low, interval.high
    if low is not None and low >= 0 and high != 0:
        top = 1 / low if low else None
        bottom = Fraction(0) if high is None else 1 / high
        return Interval(bottom, top, high is None or interval.high_open, low != 0 and interval.low_open)
    if high is not None and high <= 0 and low != 0:
        return -_inverse(-interval)
    return EVERYTHING


def _tighter_low(a: Interval, b: Interval) -> tuple[Fraction | None, bool]:
    if a.low is None:
        return b.low, b.low_open
    if b.low is None or a.low > b.low:
        return a.low, a.low_open
    if a.low < b.low:
        return b.low, b.low_open
    return a.low, a.low_open or b.low_open


def _tighter_high(a: Interval, b: Interval) -> tuple[Fraction | None, bool]:
    if a.high is None:
        return b.high, b.high_open
    if b.high is None or a.high < b.high:
        return a.high, a.high_open
    if a.high > b.high:
        return b.high, b.high_open
    return a.high, a.high_open or b.high_open
