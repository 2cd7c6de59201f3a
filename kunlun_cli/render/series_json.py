"""A series as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from kunlun_cli.compare.series_model import Growth, HolderRow, Identity, Point, Ref, Row, Series
from kunlun_cli.records import Problem
from kunlun_cli.render import document
from kunlun_cli.render.compare import number
from kunlun_cli.render.compare_json import restatement_json, statement_json
from kunlun_cli.render.document import Json
from kunlun_cli.render.series_choice import Choice
from kunlun_cli.render.series_flat import STAKES


def series_json(series: Series, choice: Choice, problems: Iterable[Problem] = ()) -> dict[str, Json]:
    """A company's series as `kunlun/series@1`."""
    return {
        "schema": "kunlun/series@1",
        "code": series.code,
        "short_name": series.name,
        "periods": list(series.periods),
        "filings": [document.filing(info) for info in series.filings],
        "rows": [_row_json(row) for row in series.rows if choice.has(row)],
        "holders": [_holder_json(row) for row in series.holders],
        "restatements": [restatement_json(r) for r in series.restatements],
        "identities": [_identity_json(i) for i in series.identities],
        "notes": list(series.notes),
        "problems": [document.problem(p) for p in problems],
    }


def _row_json(row: Row) -> dict[str, Json]:
    return {
        "section": row.section,
        "item": row.item,
        "label": row.label,
        "unit": row.unit,
        "span": row.span,
        "points": [_point_json(row, point) for point in row.points],
    }


def _point_json(row: Row, point: Point) -> dict[str, Json]:
    return {
        "period": point.period,
        "value": number(point.value, row.unit),
        "origin": point.origin,
        "formula": point.formula,
        "reason": point.reason,
        "restated": point.restated,
        "yoy": _growth_json(point.yoy),
        "qoq": _growth_json(point.qoq),
        "sources": [_ref_json(ref) for ref in point.sources],
    }


def _growth_json(growth: Growth | None) -> Json:
    if growth is None:
        return None
    return {"value": growth.value, "unit": growth.unit, "base": growth.base, "reason": growth.reason}


def _ref_json(ref: Ref) -> dict[str, Json]:
    return {"file": ref.file, "page": ref.page, "column": ref.column}


def _holder_json(row: HolderRow) -> dict[str, Json]:
    stakes: list[Json] = []
    for stake in row.stakes:
        values: dict[str, Json] = {"period": stake.period}
        for field in STAKES:
            value: Decimal | int | None = getattr(stake, field)
            values[field] = number(value, "%" if field == "pct" else "shares")
        values["source"] = _ref_json(stake.source) if stake.source else None
        stakes.append(values)
    return {"name": row.name, "names": list(row.names), "reasons": list(row.reasons), "stakes": stakes}


def _identity_json(given: Identity) -> dict[str, Json]:
    return {
        "item": given.item,
        "label": given.label,
        "unit": given.unit,
        "period": given.period,
        "printed": statement_json(given.printed),
        "derived": given.derived,
        "formula": given.formula,
        "difference": given.difference,
        "agrees": given.agrees,
    }
