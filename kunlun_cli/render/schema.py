"""JSON Schemas (draft 2020-12) of the outputs, composed from the fields that the outputs have.

New keys may be added without a new version, so the schemas do not forbid further ones.
"""

from __future__ import annotations

from collections.abc import Iterable

from kunlun_cli.checks.expectations.names import ITEMS
from kunlun_cli.records import FinancialRecord, HolderCounts, QuarterlyRecord
from kunlun_cli.records.catalogue import DISCLOSURES, Declared, Field, Holds, Part, declared
from kunlun_cli.render import schema_periods as periods
from kunlun_cli.render.document import Json
from kunlun_cli.render.schema_tables import tables_parts

Schema = dict[str, Json]

_OTHERS = ("tables", "check", "ratios", "diff", "series")
NAMES = (*DISCLOSURES, *_OTHERS)
"""The outputs that have a schema."""


def schema_of(name: str) -> Schema:
    """The schema of one output.

    Raises:
        KeyError: there is no such output.
    """
    others = {
        "tables": tables_parts,
        "check": _check,
        "ratios": periods.ratios_parts,
        "diff": periods.diff_parts,
        "series": periods.series_parts,
    }
    parts = others[name]() if name in others else _disclosure(name)
    body: Schema = {
        "schema": {"const": f"kunlun/{name}@1"},
        **({} if name in ("diff", "series") else {"filing": {"$ref": "#/$defs/filing"}}),
        **parts,
        "problems": {"type": "array", "items": {"$ref": "#/$defs/problem"}},
    }
    one = _object(body)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"kunlun {name}, version 1: one filing, or an array of several",
        "oneOf": [{"$ref": "#/$defs/document"}, {"type": "array", "items": {"$ref": "#/$defs/document"}}],
        "$defs": {"document": one, **_common()},
    }


def _object(properties: Schema, optional: Iterable[str] = ()) -> Schema:
    left_out = set(optional)
    return {
        "type": "object",
        "required": [key for key in properties if key not in left_out],
        "properties": properties,
    }


def _nullable(kind: str, description: str | None = None) -> Schema:
    out: Schema = {"type": [kind, "null"]}
    return {**out, "description": description} if description else out


def _choice(*values: str | None) -> Schema:
    return {"enum": list(values)}


def _array(item: Schema) -> Schema:
    return {"type": "array", "items": item}


_NUMBER = _nullable("number")
_COUNT: Schema = {"type": ["integer", "null"], "minimum": 0}
_SHARES: Schema = {"type": ["integer", "null"], "description": "as printed, although a misprint may be below 0"}
_TEXT = _nullable("string")
_STRING: Schema = {"type": "string"}


def _common() -> Schema:
    return {
        "filing": _filing(),
        "problem": _object({"code": _STRING, "message": _STRING, "page": _nullable("integer")}),
        "bbox": {
            "description": "x0, top, x1, bottom in PDF points from the page's top left corner; "
            "in text the columns and lines",
            "oneOf": [
                {"type": "null"},
                {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4},
            ],
        },
        "source": _object({"page": _nullable("integer"), "bbox": {"$ref": "#/$defs/bbox"}}),
        "cell": _object(
            {
                "page": _nullable("integer"),
                "bbox": {"$ref": "#/$defs/bbox"},
                "text": _nullable("string", "as printed"),
            }
        ),
        "cells": {
            "description": "with --provenance: where each field's value is printed",
            "type": "object",
            "additionalProperties": {"$ref": "#/$defs/cell"},
        },
    }


def _filing() -> Schema:
    return _object(
        {
            "source": _STRING,
            "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "format": _choice("pdf", "text", "html", "markdown", "docx"),
            "code": _TEXT,
            "short_name": _TEXT,
            "company": _TEXT,
            "exchange": _choice("SZSE", "SSE", "BSE", None),
            "board": _choice("main", "ChiNext", "STAR", "BSE", None),
            "kind": _choice("annual", "half-year", "q1", "q3", None),
            "form": _choice("summary", "full", None),
            "period": {"type": ["string", "null"], "pattern": "^[0-9]{4}(A|H1|Q1|Q3)$"},
            "period_end": {"type": ["string", "null"], "format": "date"},
            "currency": _TEXT,
            "period_inferred": {"const": True, "description": "the period is not printed but follows from the text"},
            "revision": {"const": True, "description": "the title says so: 更正后, 修订版, 修订稿, 更新后"},
        },
        optional=("period_inferred", "revision"),
    )


def _disclosure(name: str) -> Schema:
    """The parts of a disclosure, from the catalogue, and what it says beside them."""
    parts: Schema = {part.name: _part(part) for part in DISCLOSURES[name].parts}
    if name == "lending":
        ticks: Schema = {
            "type": ["boolean", "null"],
            "description": "适用 ticked, 不适用 ticked, or null: the form has no such disclosure",
        }
        return {"applicable": _object({"participation": ticks, "changes": ticks}), **parts}
    return {**parts, "notes": _object({"concert": _TEXT, "margin": _TEXT})} if name == "holders" else parts


def _part(part: Part) -> Schema:
    if part.record is HolderCounts:
        return _object(dict.fromkeys(part.names, _COUNT))
    kinds: list[Json] = [_record(part, fields, table) for table, fields in part.variants.items()]
    return {"description": part.called.rstrip(","), **_array({"oneOf": kinds} if kinds else _record(part, part.fields))}


def _record(part: Part, fields: Iterable[Field], table: str | None = None) -> Schema:
    known = declared(part.record)
    properties: Schema = {field.name: _field(part, field, known[field.name]) for field in fields}
    if table is not None:
        properties["table"] = {"const": table}
    optional = [field.name for field in fields if field.optional]
    if "source" not in known:
        return _object(properties, optional)
    properties |= {"source": {"$ref": "#/$defs/source"}, "cells": {"$ref": "#/$defs/cells"}}
    return _object(properties, (*optional, "cells"))


def _field(part: Part, field: Field, known: Declared) -> Schema:
    """What a field may be, as its record declares it."""
    kind, words, nullable = known
    nullable = nullable and not field.optional
    if field.name == "pledges":
        return {"type": ["array", "null"], "items": _object({"state": _STRING, "shares": _COUNT})}
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


def _check() -> Schema:
    slips = ("digits_swapped", "digit_changed", "digit_lost", "hundredfold", "unit", "sign", "column", None)
    finding: Schema = {
        "code": {"type": "string", "pattern": "^KL[0-9]{3}$"},
        "name": _STRING,
        "severity": _choice("error", "warning", "note"),
        "subject": _TEXT,
        "message": _STRING,
        "printed": _TEXT,
        "expected": _TEXT,
        "slip": _choice(*slips),
        "sources": _array({"$ref": "#/$defs/cell"}),
    }
    rule: Schema = {
        "code": _STRING,
        "outcome": _choice("pass", "weak", "fail", "not_applicable"),
        "status": _choice("stable", "preview"),
    }
    coverage: Schema = {"held": {"type": "object", "additionalProperties": _COUNT}, "unchecked": _COUNT}
    return {"findings": _array(_object(finding)), "rules": _array(_object(rule)), "coverage": _object(coverage)}
