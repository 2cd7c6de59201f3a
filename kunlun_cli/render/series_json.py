"""A series as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from kunlun_cli.compare.series_model import Origin, RowSection, Series
from kunlun_cli.records import Problem
from kunlun_cli.records.financials import ChangeUnit
from kunlun_cli.render.compare import number
from kunlun_cli.render.compare_json import RESTATEMENT, SPAN, STATEMENT
from kunlun_cli.render.document import REPORT, enveloped
from kunlun_cli.render.series_choice import Choice
from kunlun_cli.render.shape import (
    COUNT,
    EXACT,
    FLAG,
    NUMBER,
    STRING,
    TEXT,
    Json,
    Shape,
    among,
    many,
    maybe,
    one,
)  # fmt: skip

_REF = Shape(file=STRING, page=COUNT, column=TEXT)
_GROWTH = Shape(value=NUMBER, unit=among(ChangeUnit), base=TEXT, reason=TEXT)
_POINT = Shape(
    period=STRING,
    value=NUMBER,
    origin=among(Origin),
    formula=TEXT,
    reason=TEXT,
    restated=FLAG,
    yoy=maybe(_GROWTH),
    qoq=maybe(_GROWTH),
    sources=many(_REF),
)
_ROW = Shape(
    section=among(RowSection),
    item=STRING,
    label=STRING,
    unit=TEXT,
    span=SPAN,
    points=many(_POINT).at(lambda row: [replace(each, value=number(each.value, row.unit)) for each in row.points]),
)


def _shares(name: str) -> Callable[[Any], Any]:
    return lambda stake: number(getattr(stake, name), "shares")


_STAKE = Shape(
    period=STRING,
    rank=COUNT,
    shares=NUMBER.at(_shares("shares")),
    pct=NUMBER,
    restricted_shares=NUMBER.at(_shares("restricted_shares")),
    pledged_shares=NUMBER.at(_shares("pledged_shares")),
    lent_shares=NUMBER.at(_shares("lent_shares")),
    change=NUMBER.at(_shares("change")),
    source=maybe(_REF),
)
_IDENTITY = Shape(
    item=STRING,
    label=STRING,
    unit=TEXT,
    period=STRING,
    printed=one(STATEMENT),
    derived=EXACT,
    formula=STRING,
    difference=EXACT,
    agrees=FLAG,
)
SERIES = Shape(
    code=TEXT,
    short_name=TEXT.at("name"),
    periods=many(STRING),
    filings=many(REPORT),
    rows=many(_ROW),
    holders=many(Shape(name=STRING, names=many(STRING), reasons=many(STRING), stakes=many(_STAKE))),
    restatements=many(RESTATEMENT),
    identities=many(_IDENTITY),
    notes=many(STRING),
)


def series_json(series: Series, choice: Choice, problems: Iterable[Problem] = ()) -> dict[str, Json]:
    """What was chosen of a company's series as `kunlun/series@1`."""
    chosen = replace(series, rows=tuple(filter(choice.has, series.rows)))
    return enveloped("series", SERIES.document(chosen), problems)
