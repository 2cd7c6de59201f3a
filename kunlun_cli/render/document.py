"""Results as documents of the public JSON contract: keys in its order, values still Decimal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kunlun_cli.errors import UsageError, choice
from kunlun_cli.frames import count
from kunlun_cli.records import FilingInfo, Holders, Lending, Problem, Source, filing
from kunlun_cli.records.catalogue import DISCLOSURES, Result, name_of, part_of, part_of_record
from kunlun_cli.records.part import RECORDS, Holds
from kunlun_cli.render.shape import COUNT, STRING, TEXT, Json, Key, Shape, among


def document(
    info: FilingInfo,
    result: Result,
    problems: Iterable[Problem],
    *,
    provenance: bool = False,
    columns: Sequence[str] | None = None,
) -> dict[str, Json]:
    """The document for one filing and one disclosure.

    With `provenance` each record has `cells`: page, box and text as printed of every value. Only the keys in `columns`
    of records are kept.

    Raises:
        UsageError: one of `columns` is not a key of this disclosure's records.
    """
    out: dict[str, Json] = {}
    if isinstance(result, Lending):
        ticks = result.applicable
        out["applicable"] = {"participation": ticks.participation, "changes": ticks.changes}
    for part in DISCLOSURES[name_of(result)].parts:
        records: list[Json] = [record(each, provenance=provenance) for each in part.records(result)]
        out[part.name] = records[0] if part.lone else records
        if part.lone and provenance:
            out[f"{part.name}_cells"] = _cells(part.records(result)[0].cells)
    if isinstance(result, Holders):
        out["notes"] = {"concert": result.notes.concert, "margin": result.notes.margin}
    if columns:
        out[RECORDS] = _narrowed(result, out[RECORDS], columns)
    return enveloped(name_of(result), out, problems, info)


BOX = Key({"$ref": "#/$defs/bbox"}, made=lambda box: [_coordinate(value) for value in box])
FILING = Shape(
    source=STRING,
    sha256=Key({"type": "string", "pattern": "^[0-9a-f]{64}$"}),
    format=among(filing.Format),
    code=TEXT,
    short_name=TEXT,
    company=TEXT,
    exchange=among(filing.Exchange, None),
    board=among(filing.Board, None),
    kind=among(filing.Kind, None),
    form=among(filing.Form, None),
    period=Key({"type": ["string", "null"], "pattern": "^[0-9]{4}(A|H1|Q1|Q3)$"}),
    period_end=Key({"type": ["string", "null"], "format": "date"}, made=dt.date.isoformat),
    currency=TEXT,
    period_inferred=Key({"const": True}).about("the period is not printed but follows from the text").optional(),
    revision=Key({"const": True}).about("the title says so: 更正后, 修订版, 修订稿, 更新后").optional(),
)
"""The envelope's `filing`."""
PROBLEM = Shape(code=STRING, message=STRING, page=COUNT)
"""One of the envelope's `problems`."""
SOURCE = Shape(page=COUNT, bbox=BOX)
"""The place of a record."""
CELL = Shape(page=COUNT, bbox=BOX, text=TEXT.about("as printed"))
"""The place of a single value with its text."""
PLACE = Key({"$ref": "#/$defs/source"}, made=SOURCE.document)
REPORT = Key({"$ref": "#/$defs/filing"}, made=FILING.document)


def enveloped(
    name: str, parts: Mapping[str, Json], problems: Iterable[Problem], info: FilingInfo | None = None
) -> dict[str, Json]:
    """What an output says, between its schema with the filing that it is of and the problems."""
    head: dict[str, Json] = {"schema": f"kunlun/{name}@1"}
    if info is not None:
        head["filing"] = FILING.document(info)
    return {**head, **parts, "problems": [PROBLEM.document(each) for each in problems]}


def record(given: Any, *, provenance: bool = False) -> dict[str, Json]:  # noqa: ANN401 - a record of any part
    """A record as the contract has it."""
    out: dict[str, Json] = {}
    part, cells = part_of_record(given), getattr(given, "cells", {})
    for field in part.of(given):
        value = getattr(given, field.name)
        if value is not None or not field.optional:
            out[field.name] = _value(value, shares=field.holds is Holds.SHARES)
    if hasattr(given, "source"):
        out["source"] = SOURCE.document(given.source)
    # A stated figure has its page; a cell only where its change stands on another one.
    if provenance and not part.lone and (hasattr(given, "source") or cells):
        out["cells"] = _cells(cells)
    return out


def _cells(cells: Mapping[str, Source]) -> dict[str, Json]:
    return {key: CELL.document(place) for key, place in cells.items()}


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
