"""JSON Schemas (draft 2020-12) of the outputs, composed from the fields that the outputs have.

New keys may be added without a new version, so the schemas do not forbid further ones.
"""

from __future__ import annotations

from collections.abc import Iterable

from kunlun_cli import frames
from kunlun_cli.render import schema_periods as periods
from kunlun_cli.render.document import Json

Schema = dict[str, Json]

NAMES = ("financials", "holders", "lending", "segments", "statements", "check", "ratios", "diff", "series")

ITEMS = (
    "revenue",
    "total_revenue",
    "revenue_excl_unrelated",
    "profit_before_tax",
    "net_profit_parent",
    "net_profit_parent_excl_nonrecurring",
    "operating_cash_flow",
    "eps_basic",
    "eps_diluted",
    "eps_basic_excl_nonrecurring",
    "roe_weighted",
    "roe_weighted_excl_nonrecurring",
    "rd_to_revenue",
    "total_assets",
    "net_assets_parent",
    "share_capital",
    "nav_per_share",
)


def schema_of(name: str) -> Schema:
    """The schema of one output.

    Raises:
        KeyError: there is no such output.
    """
    parts = {
        "financials": _financials,
        "holders": _holders,
        "lending": _lending,
        "segments": _segments,
        "statements": _statements,
        "check": _check,
        "ratios": periods.ratios_parts,
        "diff": periods.diff_parts,
        "series": periods.series_parts,
    }[name]()
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
            "format": _choice("pdf", "text", "html"),
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
        },
        optional=("period_inferred",),
    )


def _record(fields: Iterable[str], given: Schema, optional: Iterable[str] = (), *, placed: bool = True) -> Schema:
    """A record of these fields: described in `given`, else a number or null."""
    properties: Schema = {key: given.get(key, _NUMBER) for key in fields}
    if not placed:
        return _object(properties, optional)
    properties |= {"source": {"$ref": "#/$defs/source"}, "cells": {"$ref": "#/$defs/cells"}}
    return _object(properties, (*optional, "cells"))


def _line() -> Schema:
    return {"item": _choice(*ITEMS, None), "label": _STRING, "unit": _TEXT, "change_unit": _choice("%", "pp", None)}


def _financials() -> Schema:
    span = _choice("year_to_date", "quarter", "point_in_time")
    items: Schema = {
        "role": _choice("item", "tax", "minority", "subtotal", "total", "parent"),
        "label": _STRING,
        "unit": _TEXT,
        "span": span,
        "deducted": {"type": "boolean"},
        "within": {"type": "boolean"},
    }
    return {
        "records": _array(_record(frames.FINANCIAL, {**_line(), "span": span})),
        "quarterly": _array(_record(frames.QUARTERLY, _line())),
        "non_recurring": _array(_record(frames.NON_RECURRING, items)),
        "distribution": _array(_record(frames.DISTRIBUTION, {"form": _choice("table", "sentence")})),
    }


def _holders() -> Schema:
    shares = dict.fromkeys(frames.SHARE_COUNTS, _SHARES)
    given: Schema = {
        **shares,
        "table": _choice("top10", "top10_unrestricted"),
        "rank": {"type": "integer", "minimum": 1},
        "name": _STRING,
        "name_note": _STRING,
        "nature": _TEXT,
        "share_class": _TEXT,
        "change": _nullable("integer"),
        "change_note": _nullable("string", "a word printed in the column of changes: 新进, 未变"),
        "pledges": {"type": ["array", "null"], "items": _object({"state": _STRING, "shares": _COUNT})},
    }
    optional = ("name_note", "share_class", "restricted_shares_incl_lent", "change_note")
    return {
        "counts": _object(dict.fromkeys(frames.COUNTS, _COUNT)),
        "records": _array(_record(frames.HOLDER, given, optional)),
        "notes": _object({"concert": _TEXT, "margin": _TEXT}),
    }


def _lending() -> Schema:
    shares = dict.fromkeys(frames.SHARE_COUNTS, _SHARES)
    participation = _record(frames.PARTICIPATION, {**shares, "table": {"const": "participation"}, "name": _STRING})
    given: Schema = {
        **shares,
        "table": {"const": "changes"},
        "name": _STRING,
        "change": _choice("entered", "exited", None),
    }
    ticks: Schema = {
        "type": ["boolean", "null"],
        "description": "适用 ticked, 不适用 ticked, or null: the form has no such disclosure",
    }
    return {
        "applicable": _object({"participation": ticks, "changes": ticks}),
        "records": _array({"oneOf": [participation, _record(frames.LENDING_CHANGES, given)]}),
    }


def _segments() -> Schema:
    given: Schema = {
        "dimension": _choice("total", "industry", "product", "region", "sales_model", "other"),
        "dimension_label": _TEXT,
        "name": _STRING,
        "parent": _nullable("string", "the row under which a row marked 其中 stands"),
        "basis": {
            "enum": ["revenue", "main"],
            "description": "main: the table breaks down the revenue of the main business (主营业务收入)",
        },
    }
    tables: Json = [
        _record(fields, {**given, "table": {"const": table}}, ("parent",))
        for table, fields in (("composition", frames.COMPOSITION), ("major", frames.MAJOR))
    ]
    page = _nullable("integer")
    outline: Schema = {"number": _STRING, "title": _STRING, "level": {"type": "integer", "minimum": 1}, "page": page}
    metric: Schema = {
        "section": _TEXT,
        "subject": _STRING,
        "metric": _STRING,
        "unit": _nullable("string", "an ISO currency, %, times, or null for a plain count"),
        "change_unit": _choice("%", "pp", "times", None),
        "bound": _choice("at_least", "at_most", "about", None),
        "quote": _nullable("string", "the clause as printed, without line breaks"),
        "page": page,
        "comparator": _nullable("string", "what the change is measured against, as printed: 同比, 较上年末"),
        "period": _nullable("string", "the time that the text names for the figure"),
    }
    side: Schema = {"side": _choice("customers", "suppliers")}
    volume: Schema = {
        "name": _STRING,
        "item": _choice("production", "sales", "stock", "other"),
        "label": _STRING,
        "unit": _TEXT,
    }
    research: Schema = {
        "group": _TEXT,
        "item": _TEXT,
        "label": _STRING,
        "unit": _TEXT,
        "change_unit": _choice("%", "pp", None),
    }
    return {
        "records": _array({"oneOf": tables}),
        "outline": _array(_record(frames.OUTLINE, outline, placed=False)),
        "metrics": _array(_record(frames.METRIC, metric, placed=False)),
        "customers_suppliers": {
            "description": "top five customers or suppliers: amount in yuan, share of the total and of related parties",
            **_array(_record(frames.COUNTERPARTY, side)),
        },
        "production": {
            "description": "产销量情况: production, sales and stock of each product in the unit printed; change in %",
            **_array(_record(frames.VOLUME, volume)),
        },
        "research": {
            "description": "研发投入: amounts, shares in per cent, staff",
            **_array(_record(frames.RESEARCH, research)),
        },
    }


def _statements() -> Schema:
    scope = _choice("consolidated", "parent")
    line: Schema = {
        "statement": _choice("balance_sheet", "income_statement", "cash_flow"),
        "scope": scope,
        "item": _TEXT,
        "label": _STRING,
        "note": _nullable("string", "the number in the column 附注, as printed"),
        "level": {"type": "integer", "minimum": 1},
        "part": _choice("of_which", "less", "add", "subtotal", "total", None),
        "unit": _TEXT,
    }
    cell: Schema = {
        "scope": scope,
        "span": _choice("current", "prior"),
        "item": _TEXT,
        "label": _STRING,
        "column": _TEXT,
        "column_label": _STRING,
        "unit": _TEXT,
    }
    return {
        "records": _array(_record(frames.STATEMENT, line)),
        "equity": {
            "description": "the statement of changes in equity, cell by cell",
            **_array(_record(frames.EQUITY, cell)),
        },
    }


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
    rule: Schema = {"code": _STRING, "outcome": _choice("pass", "weak", "fail", "not_applicable")}
    return {"findings": _array(_object(finding)), "rules": _array(_object(rule))}
