"""Shareholders (股东总数、前十名股东持股情况)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from kunlun_cli.records.filing import Problem
from kunlun_cli.records.frameable import Frameable
from kunlun_cli.records.part import RECORDS, Disclosure, Part, fields
from kunlun_cli.records.source import Source

HolderTable = Literal["top10", "top10_unrestricted"]


@dataclass(frozen=True, slots=True)
class HolderCounts:
    """Numbers of shareholders; `None` where the form has no such row or prints nothing."""

    holders: int | None = None
    holders_prior_month_end: int | None = None
    preferred_holders: int | None = None
    preferred_holders_prior_month_end: int | None = None
    special_voting_holders: int | None = None
    cells: Mapping[str, Source] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Pledge:
    """Shares pledged, marked or frozen: the state as printed (质押, 标记, 冻结) and their number."""

    state: str
    shares: Decimal | None


@dataclass(frozen=True, slots=True)
class Holder:
    """One row of a holders' table. Shares are counts, `pct` per cent of the total share capital."""

    table: HolderTable
    rank: int
    name: str
    name_note: str | None = None
    nature: str | None = None
    pct: Decimal | None = None
    shares: Decimal | None = None
    restricted_shares: Decimal | None = None
    restricted_shares_incl_lent: Decimal | None = None
    change: Decimal | None = None
    change_note: str | None = None
    pledges: tuple[Pledge, ...] | None = None
    margin_account_shares: Decimal | None = None
    share_class: str | None = None
    source: Source = field(default_factory=Source)
    cells: Mapping[str, Source] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class HolderNotes:
    """The texts under the tables: acting in concert (一致行动), margin trading (融资融券)."""

    concert: str | None = None
    margin: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Holders(Frameable):
    """The shareholders of one filing."""

    counts: HolderCounts = field(default_factory=HolderCounts)
    records: tuple[Holder, ...] = ()
    notes: HolderNotes = field(default_factory=HolderNotes)
    problems: tuple[Problem, ...] = ()


_HOLDER = fields(
    "~table ~rank:count name name_note? nature pct:percent shares:shares share_class restricted_shares:shares "
    "restricted_shares_incl_lent:shares? change:shares change_note? pledges margin_account_shares:shares"
)
_TOP_TEN = tuple(each for each in _HOLDER if each.name != "share_class")
HOLDERS = Disclosure(
    Holders,
    (
        Part(
            "counts", "counts", HolderCounts,
            fields(
                "holders:count holders_prior_month_end:count preferred_holders:count "
                "preferred_holders_prior_month_end:count special_voting_holders:count"
            ),
            "number of shareholders (股东总数)",
            option=("--counts", "The numbers of shareholders only."),
            lone=True,
        ),
        Part(
            RECORDS, "records", Holder, _HOLDER,
            "shareholders' table (前10名股东持股情况)",
            variants={"top10": _TOP_TEN, "top10_unrestricted": _HOLDER},
            about={"change_note": "a word printed in the column of changes: 新进, 未变"},
        ),
    ),
    "no shareholders' table (前10名股东持股情况) was found in this filing",
)  # fmt: skip
