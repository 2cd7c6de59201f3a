"""What the names in an expectation stand for: values and columns of the records."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, get_args

from kunlun_cli.checks.facts import Facts
from kunlun_cli.figures.figure import Row
from kunlun_cli.records import (
    FilingInfo,
    FinancialRecord,
    Holder,
    HolderCounts,
    LendingRecord,
    QuarterlyRecord,
    SegmentRecord,
    Source,
)
from kunlun_cli.records.holders import HolderTable
from kunlun_cli.records.lending import LendingTable
from kunlun_cli.records.segments import SegmentTable

Scalar = Decimal | str | bool | None

_HIDDEN = {"source", "cells"}
ITEMS = (
    "revenue", "total_revenue", "revenue_excl_unrelated", "profit_before_tax", "net_profit_parent",
    "net_profit_parent_excl_nonrecurring", "operating_cash_flow", "eps_basic", "eps_diluted",
    "eps_basic_excl_nonrecurring", "roe_weighted", "roe_weighted_excl_nonrecurring", "rd_to_revenue",
    "total_assets", "net_assets_parent", "share_capital", "nav_per_share",
)  # fmt: skip
"""The key figures that have a name."""
TABLES: Mapping[str, tuple[str, ...]] = {
    "holders": get_args(HolderTable),
    "lending": get_args(LendingTable),
    "segments": get_args(SegmentTable),
}
_ROWS: Mapping[str, type[Any]] = {"holders": Holder, "lending": LendingRecord, "segments": SegmentRecord}


class UnknownNameError(Exception):
    """A name that stands for nothing; `choices` are those that would."""

    def __init__(self, name: str, choices: Iterable[str]) -> None:
        """The unknown name, and the known ones."""
        super().__init__(name)
        self.name = name
        self.choices = sorted(choices)

    @property
    def hint(self) -> str:
        """The nearest name, or all there are."""
        near = difflib.get_close_matches(self.name, self.choices, 1)
        return f"Did you mean {near[0]}?" if near else f"There is {', '.join(self.choices)}"


@dataclass(frozen=True, slots=True)
class Value:
    """One value and where it stands."""

    value: Scalar
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """The values of one field of a table's rows, without those that are null."""

    values: tuple[Scalar, ...]
    sources: tuple[Source, ...] = ()


def resolve(facts: Facts, names: Sequence[str]) -> Value | Column:
    """What a dotted name stands for in a filing.

    A key figure: `revenue` (its value), `revenue.prior`, `revenue.quarter` (of the third quarter),
    `revenue.q1` (of the table of quarters). A table's column: `holders.top10.pct`,
    `lending.participation.closing_lent_shares`, `segments.major.gross_margin`. Counts:
    `holders.counts.holders`. The filing itself: `filing.period`.

    Raises:
        UnknownNameError: there is no such name.
    """
    first, *rest = names
    if first == "filing":
        return _filing(facts, rest)
    if first == "holders" and rest[:1] == ["counts"]:
        return _counts(facts, rest[1:])
    if first in TABLES:
        return _column(facts, first, rest)
    if first in ITEMS:
        return _figure(facts, first, rest)
    raise UnknownNameError(first, ("filing", *TABLES, *ITEMS))


def _filing(facts: Facts, rest: Sequence[str]) -> Value:
    known = [f.name for f in fields(FilingInfo)]
    if len(rest) != 1 or rest[0] not in known:
        raise UnknownNameError(".".join(rest), known)
    value = getattr(facts.info, rest[0])
    return Value(value.isoformat() if isinstance(value, dt.date) else value)


def _counts(facts: Facts, rest: Sequence[str]) -> Value:
    known = [f.name for f in fields(HolderCounts) if f.name not in _HIDDEN]
    if len(rest) != 1 or rest[0] not in known:
        raise UnknownNameError(".".join(rest), known)
    counts = facts.holders.counts
    value = getattr(counts, rest[0])
    place = counts.cells.get(rest[0])
    return Value(None if value is None else Decimal(value), () if place is None else (place,))


def _column(facts: Facts, disclosure: str, rest: Sequence[str]) -> Column:
    if not rest or rest[0] not in TABLES[disclosure]:
        raise UnknownNameError(".".join(rest[:1]), TABLES[disclosure])
    known = [f.name for f in fields(_ROWS[disclosure]) if f.name not in {*_HIDDEN, "pledges"}]
    if len(rest) != 2 or rest[1] not in known:
        raise UnknownNameError(".".join(rest[1:]), known)
    rows = [row for row in getattr(facts, disclosure).records if row.table == rest[0]]
    values = [(_scalar(getattr(row, rest[1])), row) for row in rows]
    present = [(value, row) for value, row in values if value is not None]
    return Column(tuple(v for v, _ in present), tuple(_place(row, rest[1]) for _, row in present))


def _figure(facts: Facts, item: str, rest: Sequence[str]) -> Value:
    span, names = ("quarter", rest[1:]) if rest[:1] == ["quarter"] else (None, rest)
    quarters = {f.name for f in fields(QuarterlyRecord) if f.name.startswith("q")}
    known = {f.name for f in fields(FinancialRecord)} - _HIDDEN - {"item"}
    field = names[0] if names else "value"
    if len(names) > 1 or field not in known | quarters:
        raise UnknownNameError(".".join(names), known | quarters | {"quarter"})
    rows: Sequence[Any] = facts.financials.quarterly if field in quarters else facts.financials.records
    chosen = [r for r in rows if r.item == item]
    if field not in quarters:
        chosen = [r for r in chosen if (r.span == "quarter") == (span == "quarter")]
    if len(chosen) != 1:
        return Value(None)
    return Value(_scalar(getattr(chosen[0], field)), (_place(chosen[0], field),))


def _scalar(value: object) -> Scalar:
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return value if isinstance(value, Decimal | str | bool) else None


def _place(row: Row, field: str) -> Source:
    return row.cells.get(field) or Source(row.source.page)
