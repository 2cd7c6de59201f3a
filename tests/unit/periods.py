"""Made-up filings of several periods, for tests of comparison and series."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from kunlun_cli.compare import Period
from kunlun_cli.forms import load
from kunlun_cli.records import (
    FinancialRecord,
    Financials,
    Holder,
    HolderCounts,
    Holders,
    Lending,
    Segments,
    Source,
    StatementRecord,
    Statements,
)
from tests.unit.made import INFO, MadeFiling

_KINDS = {3: "q1", 6: "half-year", 9: "q3", 12: "annual"}
_DAYS = {3: 31, 6: 30, 9: 30, 12: 31}


def info_of(period: str, **given):
    parsed = Period.parse(period)
    end = dt.date(parsed.year, parsed.months, _DAYS[parsed.months])
    form = "full" if parsed.months in (3, 9) else "summary"
    base = replace(
        INFO,
        source=f"{period}.pdf",
        sha256=hashlib.sha256(period.encode()).hexdigest(),
        kind=_KINDS[parsed.months],
        form=form,
    )
    return replace(base, period=period, period_end=end, **given)


def figure(item: str, value: str | None, prior: str | None = None, **given) -> FinancialRecord:
    """A line of key figures; amounts in yuan unless a unit is given."""
    given.setdefault("unit", "CNY")
    given.setdefault("span", "year_to_date")
    given.setdefault("source", Source(page=2))
    numbers = {name: Decimal(text) for name, text in (("value", value), ("prior", prior)) if text is not None}
    before = given.pop("before", None)
    if before is not None:
        numbers["prior_before_restatement"] = Decimal(before)
    return FinancialRecord(item=item, label=given.pop("label", item), **numbers, **given)


_STATEMENTS = load("statements")["items"]


def line(item: str | None, value: str | None, prior: str | None = None, **given) -> StatementRecord:
    """A line of the statement that has the item, the group's unless a scope is given."""
    kind = next((kind for kind, items in _STATEMENTS.items() if item in items), "balance_sheet")
    amounts = {name: None if text is None else Decimal(text) for name, text in (("value", value), ("prior", prior))}
    cells = {name: Source(page=7, text=text) for name, text in (("value", value), ("prior", prior)) if text}
    place = {"source": Source(page=7), "cells": cells}
    given = {"statement": kind, "scope": "consolidated", "label": item or "其他", **place, **amounts, **given}
    return StatementRecord(item=item, **given)


def holder(rank: int, name: str, shares: int | None, pct: str | None = None, **given) -> Holder:
    return Holder(
        table=given.pop("table", "top10"),
        rank=rank,
        name=name,
        shares=None if shares is None else Decimal(shares),
        pct=None if pct is None else Decimal(pct),
        source=Source(page=4),
        **given,
    )


def made(
    period: str,
    figures: Iterable[FinancialRecord] = (),
    holders: Iterable[Holder] = (),
    *,
    quarterly=(),
    count: int | None = None,
    lending: Lending | None = None,
    segments: Segments | None = None,
    statements: Iterable[StatementRecord] = (),
    **info,
) -> MadeFiling:
    """A filing of that period with these lines."""
    return MadeFiling(
        info=info_of(period, **info),
        financials=Financials(tuple(figures), tuple(quarterly)),
        holders=Holders(HolderCounts(holders=count), tuple(holders)),
        lending=lending or Lending(),
        segments=segments or Segments(),
        statements=Statements(tuple(statements)),
    )
