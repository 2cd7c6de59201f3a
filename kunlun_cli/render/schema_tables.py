"""The JSON Schema of what `tables` prints beside what all outputs have."""

from __future__ import annotations

from typing import get_args

from kunlun_cli.records.filing import Layout
from kunlun_cli.render.document import Json
from kunlun_cli.schedules.schedule import ColumnKind, Part, Scope

Schema = dict[str, Json]

_TEXT: Schema = {"type": ["string", "null"]}
_PAGE: Schema = {"type": "integer", "minimum": 1}


def tables_parts() -> Schema:
    """The tables of a report: every one with its place, unit, columns and rows."""
    return {"records": {"type": "array", "items": _object(_table())}}


def _table() -> Schema:
    return {
        "number": {"type": "integer", "minimum": 1},
        "title": _TEXT,
        "section": _texts("its place in the outline, the widest first"),
        "page": _PAGE,
        "last_page": _PAGE,
        "bbox": {"$ref": "#/$defs/bbox"},
        "unit": {**_TEXT, "description": "null: it states none that is sure, and values are as printed"},
        "kind": {"enum": ["statement", "notes", "report"]},
        "layout": {"enum": list(get_args(Layout))},
        "columns": {"type": "array", "items": _object(_column())},
        "rows": {"type": "array", "items": _object(_row())},
    }


def _column() -> Schema:
    return {
        "heading": _texts("the texts of the heading cells above it, the widest first"),
        "period": {**_TEXT, "description": "closing, opening, current, prior, or the day that the heading names"},
        "scope": {"enum": [*get_args(Scope), None]},
        "kind": {"enum": list(get_args(ColumnKind))},
    }


def _row() -> Schema:
    source: Schema = {"$ref": "#/$defs/source"}
    cell: Schema = {
        "text": {"type": "string"},
        "value": {"type": ["number", "null"], "description": "in the base unit where the unit is sure"},
        "source": source,
    }
    return {
        "label": {"type": "string"},
        "level": {"type": "integer", "minimum": 1},
        "part": {"enum": [*get_args(Part), None]},
        "page": _PAGE,
        "cells": {"type": "array", "items": {**_object(cell), "required": ["text", "value"]}},
    }


def _texts(description: str) -> Schema:
    return {"type": "array", "items": {"type": "string"}, "description": description}


def _object(properties: Schema) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties}
