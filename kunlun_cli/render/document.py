"""Results as documents of the public JSON contract: keys in its order, values still Decimal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kunlun_cli.errors import UsageError, choice
from kunlun_cli.frames import count
from kunlun_cli.records import FilingInfo, HolderCounts, Holders, Lending, Problem, Source
from kunlun_cli.records.catalogue import DISCLOSURES, RECORDS, Holds, Result, name_of, part_of, part_of_record

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
    if isinstance(result, Lending):
        ticks = result.applicable
        out["applicable"] = {"participation": ticks.participation, "changes": ticks.changes}
    for part in DISCLOSURES[name_of(result)].parts:
        records: list[Json] = [record(each, provenance=provenance) for each in part.records(result)]
        out[part.name] = records[0] if part.record is HolderCounts else records
        if part.record is HolderCounts and provenance:
            out[f"{part.name}_cells"] = _cells(part.records(result)[0].cells)
    if isinstance(result, Holders):
        out["notes"] = {"concert": result.notes.concert, "margin": result.notes.margin}
    if columns:
        out[RECORDS] = _narrowed(result, out[RECORDS], columns)
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
    if info.revision:
        out["revision"] = True
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


def record(given: Any, *, provenance: bool = False) -> dict[str, Json]:  # noqa: ANN401 - a record of any part
    """A record as the contract has it."""
    out: dict[str, Json] = {}
    for field in part_of_record(given).of(given):
        value = getattr(given, field.name)
        if value is not None or not field.optional:
            out[field.name] = _value(value, shares=field.holds is Holds.SHARES)
    if hasattr(given, "source"):
        out["source"] = source(given.source)
        if provenance:
            out["cells"] = _cells(given.cells)
    return out


def _cells(cells: Mapping[str, Source]) -> dict[str, Json]:
    return {key: source(place, text=True) for key, place in cells.items()}


def _value(value: object, *, shares: bool) -> Json:
    if isinstance(value, tuple):
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
    names = part_of(name_of(result)).names
    unknown = [key for key in columns if key not in {"code", "short_name", "period", "source", "cells", *names}]
    if unknown:
        hint = choice(unknown, names, "Columns are")
        raise UsageError(f"there is no column {', '.join(unknown)} in {name_of(result)}", hint=hint)
    assert isinstance(records, list)
    return [{key: each[key] for key in columns if key in each} for each in records]
