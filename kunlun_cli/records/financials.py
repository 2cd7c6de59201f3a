"""Key accounting data and financial indicators (主要会计数据和财务指标)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from kunlun_cli.records.filing import Problem
from kunlun_cli.records.frameable import Frameable
from kunlun_cli.records.source import Source

Span = Literal["year_to_date", "quarter", "point_in_time"]


@dataclass(frozen=True, slots=True)
class FinancialRecord:
    """One line of the table. `cells` maps a field's name to where its value is printed.

    Fields and units are those of contract.md: amounts in the base unit, percentages in per cent.
    """

    item: str | None
    label: str
    unit: str | None
    span: Span
    value: Decimal | None = None
    prior: Decimal | None = None
    prior_before_restatement: Decimal | None = None
    two_years_ago: Decimal | None = None
    two_years_ago_before_restatement: Decimal | None = None
    change: Decimal | None = None
    change_unit: Literal["%", "pp"] | None = None
    source: Source = field(default_factory=Source)
    cells: Mapping[str, Source] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QuarterlyRecord:
    """One line of the annual report's table of quarters (分季度主要会计数据)."""

    item: str | None
    label: str
    unit: str | None
    q1: Decimal | None = None
    q2: Decimal | None = None
    q3: Decimal | None = None
    q4: Decimal | None = None
    source: Source = field(default_factory=Source)
    cells: Mapping[str, Source] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Financials(Frameable):
    """The key figures of one filing, in printed order."""

    records: tuple[FinancialRecord, ...] = ()
    quarterly: tuple[QuarterlyRecord, ...] = ()
    problems: tuple[Problem, ...] = ()
