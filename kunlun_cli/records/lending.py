"""Shares lent under refinancing (转融通业务出借股份), after the exchanges' guides of November 2023."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from kunlun_cli.records.filing import Problem
from kunlun_cli.records.frameable import Frameable
from kunlun_cli.records.source import Source


@dataclass(frozen=True, slots=True)
class LendingApplicable:
    """The ticks: true 适用, false 不适用, `None` where the form has no such disclosure."""

    participation: bool | None = None
    changes: bool | None = None


@dataclass(frozen=True, slots=True)
class LendingRecord:
    """A row of the participation table or of the table of changes; the other's fields are `None`."""

    table: Literal["participation", "changes"]
    name: str
    opening_shares: Decimal | None = None
    opening_pct: Decimal | None = None
    opening_lent_shares: Decimal | None = None
    opening_lent_pct: Decimal | None = None
    closing_shares: Decimal | None = None
    closing_pct: Decimal | None = None
    change: Literal["entered", "exited"] | None = None
    closing_lent_shares: Decimal | None = None
    closing_lent_pct: Decimal | None = None
    closing_total_shares: Decimal | None = None
    closing_total_pct: Decimal | None = None
    source: Source = field(default_factory=Source)
    cells: Mapping[str, Source] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, repr=False)
class Lending(Frameable):
    """The lending disclosures of one filing."""

    applicable: LendingApplicable = field(default_factory=LendingApplicable)
    records: tuple[LendingRecord, ...] = ()
    problems: tuple[Problem, ...] = ()
