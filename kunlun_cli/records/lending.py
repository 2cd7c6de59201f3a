"""Shares lent under refinancing (转融通业务出借股份), after the exchanges' guides of November 2023."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from kunlun_cli.records.filing import Problem
from kunlun_cli.records.frameable import Frameable
from kunlun_cli.records.part import RECORDS, Disclosure, Part, fields, union
from kunlun_cli.records.source import Source

LendingTable = Literal["participation", "changes"]
Turn = Literal["entered", "exited"]


@dataclass(frozen=True, slots=True)
class LendingApplicable:
    """The ticks: true 适用, false 不适用, `None` where the form has no such disclosure."""

    participation: bool | None = None
    changes: bool | None = None


@dataclass(frozen=True, slots=True)
class LendingRecord:
    """A row of the participation table or of the table of changes; the other's fields are `None`."""

    table: LendingTable
    name: str
    opening_shares: Decimal | None = None
    opening_pct: Decimal | None = None
    opening_lent_shares: Decimal | None = None
    opening_lent_pct: Decimal | None = None
    closing_shares: Decimal | None = None
    closing_pct: Decimal | None = None
    change: Turn | None = None
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


_LENDING = {
    "participation": fields(
        "~table name opening_shares:shares opening_pct:percent opening_lent_shares:shares opening_lent_pct:percent "
        "closing_shares:shares closing_pct:percent closing_lent_shares:shares closing_lent_pct:percent"
    ),
    "changes": fields(
        "~table name change closing_lent_shares:shares closing_lent_pct:percent closing_total_shares:shares "
        "closing_total_pct:percent"
    ),
}
LENDING = Disclosure(
    Lending,
    (
        Part(
            RECORDS, "records", LendingRecord, union(_LENDING), "shares lent (转融通业务出借股份)", variants=_LENDING,
        ),
    ),
    "this filing has no disclosure of shares lent (转融通业务出借股份), which forms have since late 2023",
)  # fmt: skip
