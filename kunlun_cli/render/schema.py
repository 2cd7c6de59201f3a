"""JSON Schemas (draft 2020-12) of the outputs, composed from the fields that the outputs have.

New keys may be added without a new version, so the schemas do not forbid further ones.
"""

from __future__ import annotations

from collections.abc import Iterable

from kunlun_cli.checks.expectations.names import ITEMS
from kunlun_cli.checks.finding import Outcome, Severity, Status
from kunlun_cli.figures.slips import Slip
from kunlun_cli.records import FinancialRecord, QuarterlyRecord
from kunlun_cli.records.catalogue import DISCLOSURES, Declared, declared
from kunlun_cli.records.part import Field, Holds, Part
from kunlun_cli.render.document import CELL, FILING, PROBLEM, REPORT, SOURCE
from kunlun_cli.render.shape import (
    STRING,
    TEXT,
    Json,
    Key,
    Schema,
    Shape,
    among,
    many,
    object_of,
    one,
)  # fmt: skip

_OTHERS = ("tables", "check", "ratios", "diff", "series")
NAMES = (*DISCLOSURES, *_OTHERS)
"""The outputs that have a schema."""


def schema_of(name: str) -> Schema:
    """The schema of one output.

    Raises:
        KeyError: there is no such output.
    """
    body: Schema = {
        "schema": {"const": f"kunlun/{name}@1"},
        **({} if name in ("diff", "series") else {"filing": REPORT.schema}),
        **_parts(name),
        "problems": {"type": "array", "items": {"$ref": "#/$defs/problem"}},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"kunlun {name}, version 1: one filing, or an array of several",
        "oneOf": [{"$ref": "#/$defs/document"}, {"type": "array", "items": {"$ref": "#/$defs/document"}}],
        "$defs": {"document": object_of(body), **_common()},
    }


def _parts(name: str) -> Schema:
    """What an output says between its filing and the problems."""
    match name:
        case "tables":
            from kunlun_cli.render.tables import schema

            return schema()
        case "check":
            return CHECK.properties
        case "ratios":
            from kunlun_cli.render.ratios import RATIO

            return {"records": many(RATIO).schema}
        case "diff":
            from kunlun_cli.render.compare_json import DIFF

            return DIFF.properties
        case "series":
            from kunlun_cli.render.series_json import SERIES

            return SERIES.properties
    return _disclosure(name)


_COUNT: Schema = {"type": ["integer", "null"], "minimum": 0}
_SHARES: Schema = {"type": ["integer", "null"], "description": "as printed, although a misprint may be below 0"}


def _common() -> Schema:
    return {
        "filing": FILING.schema,
        "problem": PROBLEM.schema,
        "bbox": {
            "description": "x0, top, x1, bottom in PDF points from the page's top left corner; "
            "in text the columns and lines",
            "oneOf": [{"type": "null"}, {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4}],
        },
        "source": SOURCE.schema,
        "cell": CELL.schema,
        "cells": {
            "description": "with --provenance: where each field's value is printed",
            "type": "object",
            "additionalProperties": {"$ref": "#/$defs/cell"},
        },
    }


def _disclosure(name: str) -> Schema:
    """The parts of a disclosure, from the catalogue, and what it says beside them."""
    parts: Schema = {part.name: _part(part) for part in DISCLOSURES[name].parts}
    if name == "lending":
        ticks: Schema = {
            "type": ["boolean", "null"],
            "description": "适用 ticked, 不适用 ticked, or null: the form has no such disclosure",
        }
        return {"applicable": object_of({"participation": ticks, "changes": ticks}), **parts}
    return {**parts, "notes": Shape(concert=TEXT, margin=TEXT).schema} if name == "holders" else parts


def _part(part: Part) -> Schema:
    if part.lone:
        return object_of(dict.fromkeys(part.names, _COUNT))
    kinds: list[Json] = [_record(part, fields, table) for table, fields in part.variants.items()]
    return {
        "description": part.called.rstrip(","),
        "type": "array",
        "items": {"oneOf": kinds} if kinds else _record(part, part.fields),
    }


def _record(part: Part, fields: Iterable[Field], table: str | None = None) -> Schema:
    known = declared(part.record)
    properties: Schema = {field.name: _field(part, field, known[field.name]) for field in fields}
    if table is not None:
        properties["table"] = {"const": table}
    optional = [field.name for field in fields if field.optional]
    properties |= {key: {"$ref": f"#/$defs/{key}"} for key in ("source", "cells") if key in known}
    return object_of(properties, (*optional, "cells"))


def _field(part: Part, field: Field, known: Declared) -> Schema:
    """What a field may be, as its record declares it."""
    kind, words, nullable = known
    nullable = nullable and not field.optional
    if field.name == "pledges":
        return {"type": ["array", "null"], "items": object_of({"state": STRING.schema, "shares": _COUNT})}
    if field.name == "item" and part.record in {FinancialRecord, QuarterlyRecord}:
        words = ITEMS
    about: Schema = {"description": part.about[field.name]} if field.name in part.about else {}
    if words:
        return {"enum": [*map(str, words), None] if nullable else list(map(str, words)), **about}
    if field.holds is Holds.SHARES:
        return {**_SHARES, **about}
    name = {bool: "boolean", int: "integer", str: "string"}.get(kind or object, "number")
    least: Schema = {"minimum": 1} if name == "integer" and not nullable else {}
    return {"type": [name, "null"] if nullable else name, **least, **about}


CHECK = Shape(
    findings=many(
        Shape(
            code=Key({"type": "string", "pattern": "^KL[0-9]{3}$"}),
            name=STRING,
            severity=among(Severity),
            place=STRING,
            subject=TEXT,
            message=STRING,
            printed=TEXT,
            expected=TEXT,
            slip=among(Slip, None),
            sources=many(Key({"$ref": "#/$defs/cell"})),
        )
    ),
    rules=many(Shape(code=STRING, outcome=among(Outcome), status=among(Status))),
    coverage=one(Shape(held=Key({"type": "object", "additionalProperties": _COUNT}), unchecked=Key(_COUNT))),
)
"""What `check` says of a filing, made in `checks/outputs`."""
