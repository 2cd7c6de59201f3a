"""Decimals as text, exactly: nothing is rounded, and nothing is written with an exponent."""

from __future__ import annotations

from decimal import Decimal

from kunlun_cli.render.sheet import Kind


def plain(value: Decimal | int, kind: Kind = Kind.AMOUNT) -> str:
    """The number digit for digit, without separators; counts without a fraction of zeros.

    Raises:
        ValueError: the value is infinite or not a number, which no filing can print.
    """
    return _written(value, kind, "f")


def grouped(value: Decimal | int, kind: Kind = Kind.AMOUNT) -> str:
    """The number for a reader: as `plain`, with separators between thousands, `+` before a rise."""
    sign = "+" if kind is Kind.CHANGE and value > 0 else ""
    return sign + _written(value, kind, ",f")


def _written(value: Decimal | int, kind: Kind, spec: str) -> str:
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError(f"{value} is not a number that a filing can print")
    if kind is Kind.COUNT and number == number.to_integral_value():
        number = number.quantize(Decimal(1)) if number.adjusted() < 27 else Decimal(int(number))
    return format(number, spec)
