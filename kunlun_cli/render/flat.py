"""Flat sheets: one row a record, the filing's identity in front, so that many filings make one table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kunlun_cli.records import FilingInfo, Financials, Holder, HolderCounts, Holders, Lending, Pledge, Segments
from kunlun_cli.render import document as doc
from kunlun_cli.render.sheet import Column, Kind, Row, Sheet, Value

IDENTITY = ("code", "short_name", "period")


@dataclass(frozen=True, slots=True)
class Part:
    """A flat table that a disclosure has; `name` is what the option that chooses it is called."""

    name: str
    fields: tuple[str, ...]
    attribute: str


PARTS: Mapping[str, tuple[Part, ...]] = {
    "financials": (
        Part("records", doc.FINANCIAL, "records"),
        Part("quarterly", doc.QUARTERLY, "quarterly"),
    ),
    "holders": (
        Part("records", doc.HOLDER, "records"),
        Part("counts", doc.COUNTS, "counts"),
    ),
    "lending": (Part("records", doc.all_fields(Lending()), "records"),),
    "segments": (
        Part("records", doc.all_fields(Segments()), "records"),
        Part("metrics", doc.METRIC, "metrics"),
        Part("outline", doc.OUTLINE, "outline"),
        Part("customers_suppliers", doc.COUNTERPARTY, "counterparties"),
        Part("production", doc.VOLUME, "volumes"),
        Part("research", doc.RESEARCH, "research"),
    ),
}
"""The first of each is what a command gives where nothing else is asked for."""

_PERCENT = frozenset({"pct", "revenue_share", "prior_share", "gross_margin", "share", "related_share"})
_WHOLE = frozenset({"rank", "level", "page", *doc.COUNTS, *doc.SHARE_COUNTS})
_AMOUNT = frozenset(
    {
        *("value", "prior", "prior_before_restatement", "two_years_ago", "two_years_ago_before_restatement"),
        *("q1", "q2", "q3", "q4", "revenue", "prior_revenue", "cost", "amount"),
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


def part_of(disclosure: str, name: str | None) -> Part:
    """The part of that name, or the disclosure's first."""
    return next((part for part in PARTS[disclosure] if part.name == name), PARTS[disclosure][0])


def flat_sheet(
    info: FilingInfo,
    result: doc.Result,
    *,
    part: str | None = None,
    provenance: bool = False,
) -> Sheet:
    """One part of a disclosure as a flat sheet; its columns do not depend on the filing.

    Args:
        info: the filing's identity, repeated in each row.
        result: the disclosure.
        part: which of `PARTS`; the first by default.
        provenance: add a column `where` with the page, `p.5`.
    """
    disclosure = doc.name_of(result)
    chosen = part_of(disclosure, part)
    given = getattr(result, chosen.attribute)
    records = given if isinstance(given, tuple) else (given,)
    columns = [Column(key, key) for key in IDENTITY] + _columns(disclosure, chosen.fields)
    if provenance:
        columns.append(Column("where", "where"))
    identity: dict[str, Value] = {key: getattr(info, key) for key in IDENTITY}
    rows = tuple(_row(record, chosen.fields, identity) for record in records)
    return Sheet(disclosure, disclosure, tuple(columns), rows)


def json_rows(
    info: FilingInfo,
    result: doc.Result,
    *,
    part: str | None = None,
    provenance: bool = False,
) -> Iterator[dict[str, doc.Json]]:
    """The rows of one part as flat JSON objects: the identity, then the record as in the contract."""
    chosen = part_of(doc.name_of(result), part)
    given = getattr(result, chosen.attribute)
    identity: dict[str, doc.Json] = {key: getattr(info, key) for key in IDENTITY}
    if isinstance(given, HolderCounts):
        yield {**identity, **{key: getattr(given, key) for key in doc.COUNTS}}
        return
    for record in given:
        yield {**identity, **doc.record(record, provenance=provenance)}


def is_absent(result: doc.Result, part: str | None = None) -> bool:
    """Whether the filing has no such disclosure, or with `part` not that part of it.

    A lending disclosure that is ticked 不适用 is there, and says that nothing was lent.
    """
    if part is not None:
        given = getattr(result, part_of(doc.name_of(result), part).attribute)
        return not given if isinstance(given, tuple) else all(getattr(given, key) is None for key in doc.COUNTS)
    match result:
        case Financials():
            return not result.records
        case Holders():
            return not result.records and is_absent(result, "counts")
        case Lending():
            ticks = result.applicable
            return not result.records and ticks.participation is None and ticks.changes is None
        case Segments():
            return not any(getattr(result, each.attribute) for each in PARTS["segments"])


def _columns(disclosure: str, fields: Sequence[str]) -> list[Column]:
    out = []
    for key in fields:
        if key == "pledges":
            out += [Column("pledge_states", "pledge_states"), Column("pledge_shares", "pledge_shares")]
        else:
            out.append(Column(key, key, kind_of(disclosure, key)))
    return out


def _row(record: object, fields: Sequence[str], identity: Mapping[str, Value]) -> Row:
    values: dict[str, Value] = dict(identity)
    for key in fields:
        value = getattr(record, key, None)
        if key == "pledges":
            values |= pledge_values(value)
        else:
            values[key] = doc.count(value) if _counts(record, key) and isinstance(value, Decimal) else value
    page = page_of(record)
    values["where"] = None if page is None else f"p.{page}"
    return Row(values, page)


def _counts(record: object, key: str) -> bool:
    return key in doc.SHARE_COUNTS or (isinstance(record, Holder) and key == "change")


def page_of(record: object) -> int | None:
    """The page on which a record is printed."""
    source = getattr(record, "source", None)
    page = getattr(record, "page", None) if source is None else source.page
    return page if isinstance(page, int) else None


def pledge_values(pledges: tuple[Pledge, ...] | None) -> dict[str, Value]:
    """Pledges as two cells: one pledge gives a plain number, several are joined by semicolons."""
    given = pledges or ()
    states = ";".join(pledge.state for pledge in given)
    if len(given) == 1:
        return {"pledge_states": states, "pledge_shares": doc.count(given[0].shares)}
    shares = ";".join("" if pledge.shares is None else str(doc.count(pledge.shares)) for pledge in given)
    return {"pledge_states": states or None, "pledge_shares": shares or None}
