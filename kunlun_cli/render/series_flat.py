"""Series as flat sheets: one row a figure, or items by periods, for machines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kunlun_cli.compare.series_model import HolderRow, Point, Ref, Row, Series, Stake
from kunlun_cli.records.period import Period
from kunlun_cli.render import sheet as sheets
from kunlun_cli.render.compare import number
from kunlun_cli.render.series_choice import Choice, name_of_period
from kunlun_cli.render.sheet import Column, Kind, Sheet, Value

_KEYS = ("code", "short_name", "section", "item", "label", "unit", "span")
_LONG = (
    *(Column(key, key) for key in _KEYS),
    Column("period", "period"),
    Column("value", "value", Kind.AMOUNT),
    Column("origin", "origin"),
    *Kind.CHANGE.columns("yoy", "qoq"),
    *Kind.TEXT.columns(
        growth_unit="growth unit", restated="restated", formula="formula", reason="reason", source="source"
    ),
)
STAKES = ("rank", "shares", "pct", "restricted_shares", "pledged_shares", "lent_shares", "change")


def where_text(ref: Ref) -> str:
    """A place as a reader is told it: the file and the page."""
    return f"{ref.file} p.{ref.page}" if ref.page else ref.file


def long_sheet(found: Iterable[Series], choice: Choice) -> Sheet:
    """One row a point, holders' stakes among them: what `--long` and CSV of several companies write."""
    rows = [row for series in found for row in _long_rows(series, choice)]
    return Sheet("series", "Series", _LONG, tuple(rows))


def _long_rows(series: Series, choice: Choice) -> Iterator[sheets.Row]:
    head: dict[str, Value] = {"code": series.code, "short_name": series.name}
    for row in series.rows:
        if not choice.has(row):
            continue
        said = {**head, **{key: getattr(row, key) for key in _KEYS[2:]}}
        for point in row.points:
            yield sheets.Row({**said, **_long_point(row, point)})
    for holder in series.holders if choice.holders else ():
        for stake in holder.stakes:
            yield from _long_stakes(head, holder, stake)


def _long_point(row: Row, point: Point) -> dict[str, Value]:
    growth = next((g for g in (point.yoy, point.qoq) if g), None)
    return {
        "period": name_of_period(point.period, row.span),
        "value": number(point.value, row.unit),
        "origin": point.origin,
        "yoy": point.yoy.value if point.yoy else None,
        "qoq": point.qoq.value if point.qoq else None,
        "growth_unit": growth.unit if growth else None,
        "restated": point.restated,
        "formula": point.formula,
        "reason": point.reason,
        "source": "; ".join(map(where_text, point.sources)) or None,
    }


def _long_stakes(head: dict[str, Value], holder: HolderRow, stake: Stake) -> Iterator[sheets.Row]:
    for field in STAKES:
        value = getattr(stake, field)
        if value is None:
            continue
        unit = {"rank": None, "pct": "%"}.get(field, "shares")
        yield sheets.Row(
            {
                **head,
                "section": "stakes",
                "item": field,
                "label": holder.name,
                "unit": unit,
                "span": "point_in_time",
                "period": stake.period,
                "value": number(value, unit),
                "origin": "derived" if field == "change" else "printed",
                "source": where_text(stake.source) if stake.source else None,
            }
        )


def wide_sheet(found: Sequence[Series], choice: Choice) -> Sheet:
    """One row an item, one column a period: what CSV writes."""
    periods = sorted({p for s in found for p in s.periods}, key=lambda p: Period.parse(p) or Period(0, 3))
    columns = (*(Column(key, key) for key in _KEYS), *(Column(p, p, Kind.AMOUNT) for p in periods))
    rows = []
    for series in found:
        head: dict[str, Value] = {"code": series.code, "short_name": series.name}
        for row in series.rows:
            if choice.has(row):
                said = {**head, **{key: getattr(row, key) for key in _KEYS[2:]}}
                rows.append(sheets.Row({**said, **{p.period: number(p.value, row.unit) for p in row.points}}))
        for holder in series.holders if choice.holders else ():
            for field, unit in (("shares", "shares"), ("pct", "%")):
                said = {**head, "section": "stakes", "item": field, "label": holder.name, "unit": unit}
                said["span"] = "point_in_time"
                stakes = {s.period: number(getattr(s, field), unit) for s in holder.stakes}
                rows.append(sheets.Row({**said, **stakes}))
    return Sheet("series", "Series", columns, tuple(rows))
