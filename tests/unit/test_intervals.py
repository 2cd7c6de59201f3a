"""Intervals: exact, and each operation holds what its operands hold."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kunlun_cli.figures.figure import Figure, last_place, show
from kunlun_cli.figures.interval import EVERYTHING, Interval, exactly, relative_change, rounded, total, truncated
from kunlun_cli.records import Source

numbers = st.fractions(min_value=-1000, max_value=1000, max_denominator=1000)
cents = st.decimals(min_value=-10_000, max_value=10_000, places=2)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, high = sorted((draw(numbers), draw(numbers)))
    if low == high:
        return Interval(low, high)
    return Interval(low, high, draw(st.booleans()), draw(st.booleans()))


@st.composite
def with_member(draw: st.DrawFn) -> tuple[Interval, Fraction]:
    interval = draw(intervals())
    assert interval.low is not None
    assert interval.high is not None
    share = draw(st.fractions(min_value=Fraction(1, 100), max_value=Fraction(99, 100)))
    return interval, interval.low + (interval.high - interval.low) * share


@given(with_member(), with_member())
def test_operations_hold_the_results_of_members(a: tuple[Interval, Fraction], b: tuple[Interval, Fraction]) -> None:
    (one, x), (other, y) = a, b
    assert x + y in one + other
    assert x - y in one - other
    assert x * y in one * other
    assert -x in -one
    assert abs(x) in abs(one)
    if y:
        assert x / y in one / other


@given(intervals(), intervals())
def test_meeting_is_mutual_and_has_a_witness(a: Interval, b: Interval) -> None:
    assert a.meets(b) == b.meets(a)
    common = a.common(b)
    if common is not None:
        assert common.middle in a
        assert common.middle in b


@given(cents, cents)
def test_a_change_rounded_as_filers_do_always_meets(current: Decimal, base: Decimal) -> None:
    if abs(base) < 1:
        return
    exact = (Fraction(current) - Fraction(base)) / abs(Fraction(base)) * 100
    steps = round(exact * 100)
    printed = rounded(Decimal(steps).scaleb(-2), Fraction(1, 100))
    assert printed.meets(relative_change(exactly(current), exactly(base)))
    hundredth = Fraction(1, 100)
    assert printed.meets(relative_change(rounded(current, hundredth), rounded(base, hundredth)))


def test_open_ends_do_not_belong() -> None:
    half_open = Interval(Fraction(1), Fraction(2), high_open=True)
    assert 1 in half_open
    assert 2 not in half_open
    assert not half_open.meets(exactly(2))
    assert half_open.meets(exactly(Fraction(19999, 10000)))


def test_an_interval_holds_a_number() -> None:
    with pytest.raises(ValueError, match="no number"):
        Interval(Fraction(2), Fraction(1))
    with pytest.raises(ValueError, match="no number"):
        Interval(Fraction(1), Fraction(1), low_open=True)


def test_division_by_what_touches_zero_is_endless() -> None:
    quotient = exactly(100) / Interval(Fraction(0), Fraction(1, 2), low_open=True)
    assert quotient.low == 200
    assert quotient.high is None
    assert exactly(1) / Interval(Fraction(-1), Fraction(1)) == EVERYTHING
    assert relative_change(exactly(1), Interval(Fraction(-1), Fraction(1))) == EVERYTHING


def test_rounding_and_cutting_off() -> None:
    place = Fraction(1, 100)
    assert Fraction("4.345") in rounded(Decimal("4.34"), place)
    assert Fraction("4.349") in truncated(Decimal("4.34"), place)
    assert Fraction("4.35") not in truncated(Decimal("4.34"), place)
    assert Fraction("-4.349") in truncated(Decimal("-4.34"), place)
    assert Fraction("-0.009") in truncated(Decimal("0.00"), place)


def test_the_sum_of_nothing_is_zero() -> None:
    assert total([]) == exactly(0)


@pytest.mark.parametrize(
    ("value", "text", "place"),
    [
        ("250000000", "2.50亿元", "1000000"),
        ("2501811162.32", "2,501,811,162.32", "0.01"),
        ("2501811000", "2,501,811", "1000"),
        ("4.30", "增加4.30个百分点", "0.01"),
        ("-5.32", "-5.32%", "0.01"),
        ("164438933", "164,438,93\n3", "1"),
        ("0.25", "０.25（注1）", "0.01"),
        ("0.250", None, "0.001"),
        ("0.00", "0.00%", "0.01"),
        ("12", "12.00", "0.01"),
    ],
)
def test_the_last_printed_place_comes_from_the_text(value: str, text: str | None, place: str) -> None:
    assert last_place(Decimal(value), text) == Fraction(place)


@pytest.mark.parametrize(
    ("number", "place", "text"),
    [
        (Fraction(96199, 1000), "0.01", "96.20"),
        (Fraction(-1, 8), "0.01", "-0.13"),
        (Fraction(65984823), "1", "65,984,823"),
        (Fraction(1234567), "1000", "1,235,000"),
    ],
)
def test_numbers_are_shown_with_the_printed_places(number: Fraction, place: str, text: str) -> None:
    assert show(number, Fraction(place)) == text


def test_a_count_stands_for_itself() -> None:
    count = Figure(Decimal(5), Fraction(1), "shares", Source(), is_count=True)
    assert count.interval == exactly(5)
