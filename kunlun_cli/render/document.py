"""Results as documents of the public JSON contract: keys in its order, values still Decimal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from kunlun_cli.errors import UsageError
from kunlun_cli.frames import (
    COUNTS,
    HOLDER_OPTIONAL,
    Record,
    Result,
    all_fields,
    count,
    counts_shares,
    fields_of,
    name_of,
)
from kunlun_cli.records import (
    FilingInfo,
    Financials,
    Holders,
    Lending,
    Metric,
    OutlineEntry,
    Problem,
    Segments,
    Source,
    Statements,
)

Json = None | bool | int | Decimal | str | Sequence["Json"] | Mapping[str, "Json"]


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
            out["non_recurring"] = _records(result.non_recurring, provenance)
            out["distribution"] = _records(result.distribution, provenance)
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
        case Statements():
            out["records"] = _records(result.records, provenance)
            out["equity"] = _records(result.equity, provenance)
    if columns:
        out["records"] = _narrowed(result, out["records"], columns)
    out["problems"] = [problem(p) for p in problems]
    return out


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
        if value is None and (key == "parent" or key in HOLDER_OPTIONAL):
            continue
        out[key] = _value(key, value, shares=counts_shares(given, key))
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


def _value(key: str, value: object, *, shares: bool) -> Json:
    if key == "pledges" and isinstance(value, tuple):
        return [{"state": pledge.state, "shares": count(pledge.shares)} for pledge in value]
    if isinstance(value, Decimal) and shares:
        return count(value)
    assert value is None or isinstance(value, str | bool | int | Decimal)
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
