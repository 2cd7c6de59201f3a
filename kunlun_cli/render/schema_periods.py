"""JSON Schemas of `diff`, `series` and `ratios`."""

from __future__ import annotations

from kunlun_cli.render.document import Json

Schema = dict[str, Json]

_TEXT: Schema = {"type": ["string", "null"]}
_NUMBER: Schema = {"type": ["number", "null"]}
_COUNT: Schema = {"type": ["integer", "null"]}
_SCALAR: Schema = {"type": ["number", "string", "boolean", "null"]}
_FLAG: Schema = {"type": "boolean"}
_SOURCE: Schema = {"$ref": "#/$defs/source"}


def _object(**properties: Json) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(items: Json) -> Schema:
    return {"type": "array", "items": items}


def _one_of(*values: str | None) -> Schema:
    return {"enum": list(values)}


_SPAN = _one_of("year_to_date", "quarter", "ttm", "point_in_time")
_STATEMENT = _object(
    value={"type": "number"}, file={"type": "string"}, filing_period=_TEXT, column=_TEXT, source=_SOURCE
)
_RESTATEMENT = _object(
    item={"type": "string"},
    label={"type": "string"},
    unit=_TEXT,
    span=_SPAN,
    period={"type": "string"},
    verdict=_one_of("equal", "declared", "declared_otherwise", "reclassified", "silent"),
    difference={"type": "number"},
    explanation=_TEXT,
    old=_STATEMENT,
    new=_STATEMENT,
    before={"oneOf": [_STATEMENT, {"type": "null"}]},
)
_GROWTH: Schema = {
    "oneOf": [
        _object(value=_NUMBER, unit=_one_of("%", "pp"), base=_TEXT, reason=_TEXT),
        {"type": "null"},
    ]
}
_REF = _object(file={"type": "string"}, page=_COUNT, column=_TEXT)


def diff_parts() -> Schema:
    """The keys of a comparison beside `schema` and `problems`."""
    change = _object(field={"type": "string"}, old=_SCALAR, new=_SCALAR, change=_NUMBER, percent=_NUMBER, unit=_TEXT)
    entry = _object(
        section=_one_of("financials", "statements", "holders", "lending", "segments"),
        key=_list({"type": "string"}),
        label={"type": "string"},
        new_label=_TEXT,
        mark=_one_of("changed", "entered", "left", "equal"),
        changes=_list(change),
        reason=_TEXT,
        note=_TEXT,
        agrees={"type": ["boolean", "null"]},
        old_source=_SOURCE,
        new_source=_SOURCE,
    )
    return {
        "old": {"$ref": "#/$defs/filing"},
        "new": {"$ref": "#/$defs/filing"},
        "mode": _one_of("periods", "consistency"),
        "differs": _FLAG,
        "entries": _list(entry),
        "restatements": _list(_RESTATEMENT),
        "skipped": _list(_object(section=_TEXT, label=_TEXT, reason=_TEXT)),
        "hints": _list({"type": "string"}),
    }


def series_parts() -> Schema:
    """The keys of a series beside `schema` and `problems`."""
    point = _object(
        period={"type": "string"},
        value=_NUMBER,
        origin=_one_of("printed", "comparative", "derived", "missing"),
        formula=_TEXT,
        reason=_TEXT,
        restated=_FLAG,
        yoy=_GROWTH,
        qoq=_GROWTH,
        sources=_list(_REF),
    )
    row = _object(
        section=_one_of(
            "financials", "balance_sheet", "income_statement", "cash_flow", "segments", "holders", "lending", "ratios"
        ),
        item={"type": "string"},
        label={"type": "string"},
        unit=_TEXT,
        span=_SPAN,
        points=_list(point),
    )
    identity = _object(
        item={"type": "string"},
        label={"type": "string"},
        unit=_TEXT,
        period={"type": "string"},
        printed=_STATEMENT,
        derived={"type": "number"},
        formula={"type": "string"},
        difference={"type": "number"},
        agrees=_FLAG,
    )
    return {
        "code": _TEXT,
        "short_name": _TEXT,
        "periods": _list({"type": "string"}),
        "filings": _list({"$ref": "#/$defs/filing"}),
        "rows": _list(row),
        "holders": _list(_holder()),
        "restatements": _list(_RESTATEMENT),
        "identities": _list(identity),
        "notes": _list({"type": "string"}),
    }


def _holder() -> Schema:
    stake = _object(
        period={"type": "string"},
        rank=_COUNT,
        shares=_NUMBER,
        pct=_NUMBER,
        restricted_shares=_NUMBER,
        pledged_shares=_NUMBER,
        lent_shares=_NUMBER,
        change=_NUMBER,
        source={"oneOf": [_REF, {"type": "null"}]},
    )
    texts = _list({"type": "string"})
    return _object(name={"type": "string"}, names=texts, reasons=texts, stakes=_list(stake))


def ratios_parts() -> Schema:
    """The keys of the ratios of a filing beside `schema` and `problems`."""
    found = _object(
        name={"type": "string"},
        label={"type": "string"},
        value={"type": "number"},
        unit=_TEXT,
        column=_TEXT,
        source=_SOURCE,
    )
    ratio = _object(
        ratio={"type": "string"},
        label={"type": "string"},
        label_en={"type": "string"},
        group={"type": "string"},
        definition=_TEXT,
        subject=_TEXT,
        span=_SPAN,
        value=_NUMBER,
        unit=_TEXT,
        approximate=_FLAG,
        formula={"type": "string"},
        inputs=_list(found),
        printed={"oneOf": [found, {"type": "null"}]},
        agrees={"type": ["boolean", "null"]},
        reason=_TEXT,
    )
    return {"records": _list(ratio)}
