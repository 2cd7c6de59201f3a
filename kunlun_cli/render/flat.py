"""Flat sheets for CSV and JSON Lines: one row a record, the filing's identity in front."""

from __future__ import annotations

from collections.abc import Iterator

from kunlun_cli import frames
from kunlun_cli.frames import COUNTS, IDENTITY, SHARE_COUNTS, Result
from kunlun_cli.records import FilingInfo, Financials, HolderCounts, Holders, Lending, Segments, Statements
from kunlun_cli.render.document import Json, record
from kunlun_cli.render.sheet import Column, Kind, Row, Sheet

_PERCENT = frozenset({"pct", "revenue_share", "prior_share", "gross_margin", "share", "related_share"})
_WHOLE = frozenset({"rank", "level", "page", "pledge_shares", *COUNTS, *SHARE_COUNTS})
_AMOUNT = frozenset(
    {
        *("value", "prior", "prior_before_restatement", "two_years_ago", "two_years_ago_before_restatement"),
        *("q1", "q2", "q3", "q4", "revenue", "prior_revenue", "cost", "amount", "related_amount"),
    }
)


def kind_of(disclosure: str, field: str) -> Kind:
    """How values of a field are aligned and written."""
    if field in _WHOLE or (disclosure == "holders" and field == "change"):
        return Kind.COUNT
    if field in _AMOUNT:
        return Kind.AMOUNT
    if field in _PERCENT or field.endswith("_pct"):
        return Kind.PERCENT
    if field.endswith("change") and disclosure != "lending":
        return Kind.CHANGE
    return Kind.TEXT


def flat_sheet(
    info: FilingInfo,
    result: Result,
    *,
    part: str | None = None,
    provenance: bool = False,
) -> Sheet:
    """One part of a disclosure as a flat sheet; its columns do not depend on the filing.

    Args:
        info: the filing's identity, repeated in each row.
        result: the disclosure.
        part: which of `frames.PARTS`; the first by default.
        provenance: add a column `where` with the page, `p.5`.
    """
    disclosure = frames.name_of(result)
    chosen = frames.part_of(disclosure, part)
    names = [*IDENTITY, *frames.columns(chosen)]
    columns = [Column(key, key, Kind.TEXT if key in IDENTITY else kind_of(disclosure, key)) for key in names]
    if provenance:
        columns.append(Column("where", "where"))
    identity = {key: getattr(info, key) for key in IDENTITY}
    rows = tuple(
        Row({**identity, **row, "where": None if row["page"] is None else f"p.{row['page']}"})
        for row in frames.rows(result, chosen)
    )
    return Sheet(disclosure, disclosure, tuple(columns), rows)


def json_rows(
    info: FilingInfo,
    result: Result,
    *,
    part: str | None = None,
    provenance: bool = False,
) -> Iterator[dict[str, Json]]:
    """The rows of one part as flat JSON objects: the identity, then the record as in the contract."""
    chosen = frames.part_of(frames.name_of(result), part)
    given = getattr(result, chosen.attribute)
    identity: dict[str, Json] = {key: getattr(info, key) for key in IDENTITY}
    if isinstance(given, HolderCounts):
        yield {**identity, **{key: getattr(given, key) for key in COUNTS}}
        return
    for each in given:
        own = record(each, provenance=provenance)
        yield {**identity, **{f"stated_{key}" if key in IDENTITY else key: value for key, value in own.items()}}


def is_absent(result: Result, part: str | None = None) -> bool:
    """Whether the filing has no such disclosure, or with `part` not that part of it.

    A lending disclosure that is ticked 不适用 is there, and says that nothing was lent.
    """
    if part is not None:
        given = getattr(result, frames.part_of(frames.name_of(result), part).attribute)
        return not given if isinstance(given, tuple) else all(getattr(given, key) is None for key in COUNTS)
    match result:
        case Financials():
            return not result.records
        case Holders():
            return not result.records and is_absent(result, "counts")
        case Lending():
            ticks = result.applicable
            return not result.records and ticks.participation is None and ticks.changes is None
        case Segments():
            return not any(getattr(result, each.attribute) for each in frames.PARTS["segments"])
        case Statements():
            return not result.records and not result.equity
