"""Flat sheets for CSV and JSON Lines: one row a record, the filing's identity in front."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kunlun_cli import frames
from kunlun_cli.frames import IDENTITY
from kunlun_cli.records import FilingInfo, Financials, Lending, Problem
from kunlun_cli.records.catalogue import DISCLOSURES, Result, name_of, part_of
from kunlun_cli.records.part import Holds
from kunlun_cli.render.document import record
from kunlun_cli.render.shape import Json
from kunlun_cli.render.sheet import Column, Kind, Row, Sheet


@dataclass(frozen=True, slots=True)
class Answer:
    """A disclosure with its problems; `part` is the part of it that was asked for, `None` all of it."""

    info: FilingInfo
    result: Result
    problems: tuple[Problem, ...]
    part: str | None = None


KINDS = {
    Holds.COUNT: Kind.COUNT,
    Holds.SHARES: Kind.COUNT,
    Holds.RATE: Kind.AMOUNT,
    Holds.AMOUNT: Kind.AMOUNT,
    Holds.MONEY: Kind.AMOUNT,
    Holds.PERCENT: Kind.PERCENT,
    Holds.CHANGE: Kind.CHANGE,
    Holds.POINTS: Kind.CHANGE,
}
"""How values are aligned and written; text for all others."""


def flat_sheet(info: FilingInfo, result: Result, *, part: str | None = None, provenance: bool = False) -> Sheet:
    """One part of a disclosure as a flat sheet; its columns do not depend on the filing.

    `part` is which part of it, its records by default; `provenance` adds a column `where` with the page, `p.5`.
    """
    disclosure = name_of(result)
    chosen = part_of(disclosure, part)
    columns = [Column(key, key) for key in IDENTITY]
    columns += [Column(each.name, each.name, KINDS.get(each.holds, Kind.TEXT)) for each in frames.columns(chosen)]
    if provenance:
        columns.append(Column("where", "where"))
    # Some filings print no code: then the file alone tells the rows of several apart.
    columns.append(Column("file", "file"))
    head = {**frames.identity(info), "file": info.source}
    rows = tuple(
        Row({**head, **row, "where": None if row["page"] is None else f"p.{row['page']}"})
        for row in frames.rows(result, chosen)
    )
    return Sheet(disclosure, disclosure, tuple(columns), rows)


def json_rows(
    info: FilingInfo, result: Result, *, part: str | None = None, provenance: bool = False
) -> Iterator[dict[str, Json]]:
    """The rows of one part as flat JSON objects: the identity, then the record as in the contract."""
    chosen = part_of(name_of(result), part)
    for each in chosen.records(result):
        own = record(each, provenance=provenance)
        yield {
            **frames.identity(info),
            **{f"stated_{key}" if key in IDENTITY else key: value for key, value in own.items()},
        }


def is_absent(result: Result, part: str | None = None) -> bool:
    """Whether the filing has no such disclosure, or with `part` not that part of it.

    A lending disclosure that is ticked 不适用 is there, and says that nothing was lent.
    """
    disclosure = name_of(result)
    if part is not None:
        chosen = part_of(disclosure, part)
        records = chosen.records(result)
        if chosen.lone:
            return all(getattr(records[0], name) is None for name in chosen.names)
        return not records
    match result:
        case Financials():
            return not result.records
        case Lending():
            ticks = result.applicable
            return not result.records and ticks.participation is None and ticks.changes is None
    return all(is_absent(result, each.name) for each in DISCLOSURES[disclosure].parts)
