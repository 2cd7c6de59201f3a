"""Numbers of shares in the unit that a table states: 股, or 万股 and its like."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from kunlun_cli.figures.numbers import Printed, Reading, read_count, read_number, read_signed_count, scaled
from kunlun_cli.figures.units import stated_unit

_IN_HEADING = re.compile(r"\(([^()]*股)\)")
_UNREADABLE = Reading(Printed.UNREADABLE)


def stated_factor(texts: Iterable[str]) -> Decimal | None:
    """The factor to one share of the last unit of shares stated in some lines, or `None`."""
    units = [u for u in map(stated_unit, texts) if u is not None and u.code == "shares"]
    return units[-1].factor if units else None


def heading_factor(path: str) -> Decimal | None:
    """The factor to one share that a column's heading states (`持股数量（万股）`), or `None`."""
    return stated_factor(_IN_HEADING.findall(path))


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
