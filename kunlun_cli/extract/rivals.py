"""What a form prints once and a filing prints twice, with other figures: neither figure is given."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any, TypeVar

from kunlun_cli.records import CounterpartyConcentration, Holder, LendingRecord, SegmentRecord

R = TypeVar("R", Holder, LendingRecord, SegmentRecord, CounterpartyConcentration)
H = TypeVar("H", Holder, LendingRecord)


def disputed(record: R, other: R) -> frozenset[str]:
    """The fields in which both have a figure, and not the same."""
    pairs = {f.name: (getattr(record, f.name), getattr(other, f.name)) for f in fields(record)}
    return frozenset(n for n, (a, b) in pairs.items() if isinstance(a, Decimal) and b is not None and a != b)


def without(record: R, names: Collection[str]) -> R:
    """A record without some of its figures."""
    none: dict[str, Any] = dict.fromkeys(names)
    return replace(record, **none) if none else record


def undisputed(records: Sequence[H], others: Sequence[H]) -> list[H]:
    """The rows of a table without the figures that another table about the same holders gives otherwise."""
    again = {other.name: other for other in others}
    return [without(r, disputed(r, again[r.name])) if r.name in again else r for r in records]
