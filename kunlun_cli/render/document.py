"""Results as documents of the public JSON contract: keys in its order, values still Decimal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from kunlun_cli.errors import UsageError
from kunlun_cli.records import (
    CounterpartyConcentration,
    FilingInfo,
    FinancialRecord,
    Financials,
    Holder,
    Holders,
    Lending,
    LendingRecord,
    Metric,
    OutlineEntry,
    Problem,
    QuarterlyRecord,
    ResearchRecord,
    SegmentRecord,
    Segments,
    Source,
    VolumeRecord,
)

Json = None | bool | int | Decimal | str | Sequence["Json"] | Mapping[str, "Json"]
Result = Financials | Holders | Lending | Segments
Record = (
    FinancialRecord
    | QuarterlyRecord
    | Holder
    | LendingRecord
    | SegmentRecord
    | OutlineEntry
    | Metric
    | CounterpartyConcentration
    | VolumeRecord
    | ResearchRecord
)

FINANCIAL = (
    "item",
    "label",
    "unit",
    "span",
    "value",
    "prior",
    "prior_before_restatement",
    "two_years_ago",
    "two_years_ago_before_restatement",
    "change",
    "change_unit",
)
QUARTERLY = ("item", "label", "unit", "q1", "q2", "q3", "q4")
HOLDER = (
    "table",
    "rank",
    "name",
    "name_note",
    "nature",
    "pct",
    "shares",
    "share_class",
    "restricted_shares",
    "restricted_shares_incl_lent",
    "change",
    "change_note",
    "pledges",
    "margin_account_shares",
)
_HOLDER_OPTIONAL = frozenset({"name_note", "restricted_shares_incl_lent", "change_note"})
PARTICIPATION = (
    "table",
    "name",
    "opening_shares",
    "opening_pct",
    "opening_lent_shares",
    "opening_lent_pct",
    "closing_shares",
    "closing_pct",
    "closing_lent_shares",
    "closing_lent_pct",
)
LENDING_CHANGES = (
    "table",
    "name",
    "change",
    "closing_lent_shares",
    "closing_lent_pct",
    "closing_total_shares",
    "closing_total_pct",
)
_SEGMENT_HEAD = ("table", "dimension", "dimension_label", "name", "parent", "revenue")
COMPOSITION = (*_SEGMENT_HEAD, "revenue_share", "prior_revenue", "prior_share", "revenue_change")
MAJOR = (*_SEGMENT_HEAD, "cost", "gross_margin", "revenue_change", "cost_change", "gross_margin_change")
OUTLINE = ("number", "title", "level", "page")
METRIC = (
    "section",
    "subject",
    "metric",
    "value",
    "unit",
    "change",
    "change_unit",
    "bound",
    "quote",
    "page",
)
COUNTERPARTY = ("side", "amount", "share", "related_share")
VOLUME = ("name", "item", "label", "unit", "value", "prior", "change")
RESEARCH = ("item", "label", "unit", "value", "prior", "change", "change_unit")
COUNTS = (
    "holders",
    "holders_prior_month_end",
    "preferred_holders",
    "preferred_holders_prior_month_end",
    "special_voting_holders",
)
SHARE_COUNTS = frozenset(
    {
        "shares",
        "restricted_shares",
        "restricted_shares_incl_lent",
        "margin_account_shares",
        "opening_shares",
        "opening_lent_shares",
        "closing_shares",
        "closing_lent_shares",
        "closing_total_shares",
    }
)
"""Fields that count shares: written without a fraction of zeros, as is a holder's `change`."""


def fields_of(record: Record) -> tuple[str, ...]:
    """The keys of a record in the contract's order, without `source` and `cells`."""
    match record:
        case FinancialRecord():
            return FINANCIAL
        case QuarterlyRecord():
            return QUARTERLY
        case Holder(table="top10_unrestricted"):
            return HOLDER
        case Holder():
            return tuple(key for key in HOLDER if key != "share_class")
        case LendingRecord(table="participation"):
            return PARTICIPATION
        case LendingRecord():
            return LENDING_CHANGES
        case SegmentRecord(table="composition"):
            return COMPOSITION
        case SegmentRecord():
            return MAJOR
        case OutlineEntry():
            return OUTLINE
        case Metric():
            return METRIC
        case CounterpartyConcentration():
            return COUNTERPARTY
        case VolumeRecord():
            return VOLUME
        case ResearchRecord():
            return RESEARCH


def document(
    info: FilingInfo,
    result: Result,
    problems: Iterable[Problem],
    *,
    provenance: bool = False,
    columns: Sequence[str] | None = None,
) -> dict[str, Json]:
    """The document for one filing and one disclosure.

    Args:
        info: the filing's identity.
        result: the disclosure.
        problems: what could not be read safely.
        provenance: add `cells` to each record: page, box and text as printed of every value.
        columns: keep these keys of `records` only.

    Raises:
        UsageError: one of `columns` is not a key of this disclosure's records.
    """
    out: dict[str, Json] = {"schema": f"kunlun/{name_of(result)}@1", "filing": filing(info)}
    match result:
        case Financials():
            out["records"] = _records(result.records, provenance)
            out["quarterly"] = _records(result.quarterly, provenance)
        case Holders():
            out["counts"] = {key: getattr(result.counts, key) for key in COUNTS}
            if provenance:
                out["counts_cells"] = _cells(result.counts.cells)
            out["records"] = _records(result.records, provenance)
            out["notes"] = {"concert": result.notes.concert, "margin": result.notes.margin}
        case Lending():
            ticks = result.applicable
            out["applicable"] = {"participation": ticks.participation, "changes": ticks.changes}
            out["records"] = _records(result.records, provenance)
        case Segments():
            out["records"] = _records(result.records, provenance)
            out["outline"] = _records(result.outline, provenance)
            out["metrics"] = _records(result.metrics, provenance)
            out["customers_suppliers"] = _records(result.counterparties, provenance)
            out["production"] = _records(result.volumes, provenance)
            out["research"] = _records(result.research, provenance)
    if columns:
        out["records"] = _narrowed(result, out["records"], columns)
    out["problems"] = [problem(p) for p in problems]
    return out


def name_of(result: Result) -> str:
    """The name of the disclosure: `financials`, `holders`, `lending` or `segments`."""
    return type(result).__name__.lower()


def filing(info: FilingInfo) -> dict[str, Json]:
    """The envelope's `filing`."""
    out: dict[str, Json] = {
        "source": info.source,
        "sha256": info.sha256,
        "format": info.format,
        "code": info.code,
        "short_name": info.short_name,
        "company": info.company,
        "exchange": info.exchange,
        "board": info.board,
        "kind": info.kind,
        "form": info.form,
        "period": info.period,
        "period_end": info.period_end.isoformat() if isinstance(info.period_end, dt.date) else None,
        "currency": info.currency,
    }
    if info.period_inferred:
        out["period_inferred"] = True
    return out


def problem(given: Problem) -> dict[str, Json]:
    """One of the envelope's `problems`."""
    return {"code": given.code, "message": given.message, "page": given.page}


def source(given: Source, *, text: bool = False) -> dict[str, Json]:
    """The place of a record, or with `text` that of a single value with its text as printed."""
    out: dict[str, Json] = {
        "page": given.page,
        "bbox": None if given.bbox is None else [_coordinate(value) for value in given.bbox],
    }
    if text:
        out["text"] = given.text
    return out


def record(given: Record, *, provenance: bool = False) -> dict[str, Json]:
    """A record as the contract has it."""
    out: dict[str, Json] = {}
    for key in fields_of(given):
        value = getattr(given, key)
        if value is None and (key == "parent" or key in _HOLDER_OPTIONAL):
            continue
        out[key] = _value(key, value, isinstance(given, Holder))
    if isinstance(given, OutlineEntry | Metric):
        return out
    out["source"] = source(given.source)
    if provenance:
        out["cells"] = _cells(given.cells)
    return out


def _records(given: Iterable[Record], provenance: bool) -> list[Json]:
    return [record(each, provenance=provenance) for each in given]


def _cells(cells: Mapping[str, Source]) -> dict[str, Json]:
    return {key: source(place, text=True) for key, place in cells.items()}


def _value(key: str, value: object, holder: bool) -> Json:
    if key == "pledges" and isinstance(value, tuple):
        return [{"state": pledge.state, "shares": count(pledge.shares)} for pledge in value]
    if isinstance(value, Decimal) and (key in SHARE_COUNTS or (holder and key == "change")):
        return count(value)
    assert value is None or isinstance(value, str | bool | int | Decimal)
    return value


def count(value: Decimal | None) -> Decimal | int | None:
    """A count without a fraction of zeros: `200000.00` is 200000 shares."""
    if value is not None and value.is_finite() and value == value.to_integral_value():
        return int(value)
    return value


def _coordinate(value: float) -> Decimal:
    """Coordinates in hundredths of a point, without the noise of binary fractions."""
    shown = Decimal(repr(float(value))).quantize(Decimal("0.01"))
    return shown.to_integral_value() if shown == shown.to_integral_value() else shown


def _narrowed(result: Result, records: Json, columns: Sequence[str]) -> Json:
    known = {"code", "short_name", "period", "source", "cells", *all_fields(result)}
    unknown = [key for key in columns if key not in known]
    if unknown:
        raise UsageError(
            f"there is no column {', '.join(unknown)} in {name_of(result)}",
            hint=f"Columns are {', '.join(all_fields(result))}",
        )
    assert isinstance(records, list)
    return [{key: each[key] for key in columns if key in each} for each in records]


def all_fields(result: Result) -> tuple[str, ...]:
    """Every key that a record of this disclosure may have, in order."""
    match result:
        case Financials():
            return FINANCIAL
        case Holders():
            return HOLDER
        case Lending():
            return (*PARTICIPATION, *(key for key in LENDING_CHANGES if key not in PARTICIPATION))
        case Segments():
            return (*COMPOSITION, *(key for key in MAJOR if key not in COMPOSITION))
