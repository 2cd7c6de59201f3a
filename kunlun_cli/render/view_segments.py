"""Sheets of the segments for readers: outline, stated figures, tables of revenue, and the rest."""

from __future__ import annotations

from dataclasses import replace

from kunlun_cli.records import Metric, OutlineEntry, Segments, Source
from kunlun_cli.render.sheet import Column, Kind, Row, Sheet, Value
from kunlun_cli.render.view_rows import PAGE, change_suffix, sheet_of


def narrative_sheet(given: Segments) -> Sheet:
    """The outline as a tree with the figures that each section states under its heading."""
    stated: dict[str | None, list[Row]] = {}
    known = {entry.number for entry in given.outline}
    for metric in given.metrics:
        section = metric.section if metric.section in known else None
        stated.setdefault(section, []).append(_stated_row(metric))
    rows = stated.pop(None, [])
    for entry in given.outline:
        depth = max(0, entry.level - 1)
        rows.append(_heading_row(entry, strong=True))
        rows += [replace(row, depth=depth + 1) for row in stated.pop(entry.number, [])]
    columns = (
        Column("title", "section, figure"),
        Column("value", "value", Kind.AMOUNT),
        Column("unit", "unit"),
        Column("change", "change", Kind.CHANGE),
        PAGE,
    )
    return Sheet("narrative", "Narrative and the figures stated in it", columns, tuple(rows))


def _heading_row(entry: OutlineEntry, *, strong: bool = False) -> Row:
    """A heading with the last part of its number: the tree shows the parts before it."""
    number = entry.number.rsplit("/", 1)[-1].split("#", 1)[0]
    where = None if entry.page is None else f"p.{entry.page}"
    title = f"{number} {entry.title}".strip()
    return Row({"title": title, "where": where}, entry.page, depth=max(0, entry.level - 1), strong=strong)


def _stated_row(metric: Metric) -> Row:
    mark = " (预测)" if metric.forecast else ""
    values: dict[str, Value] = {
        "title": f"{metric.subject}: {metric.metric}{mark}",
        "section": metric.section,
        "subject": metric.subject,
        "metric": f"{metric.metric}{mark}",
        "value": metric.value,
        "unit": metric.unit,
        "change": metric.change,
        "quote": metric.quote,
        "where": None if metric.page is None else f"p.{metric.page}",
    }
    prefixes = {"value": _BOUNDS[metric.bound]} if metric.bound else {}
    place = Source(metric.page, None, metric.quote)
    places = {key: metric.cells.get(key, place) for key in ("value", "change") if values[key] is not None}
    return Row(values, metric.page, suffixes=change_suffix(metric.change_unit), prefixes=prefixes, places=places)


_BOUNDS = {"at_least": "≥", "at_most": "≤", "about": "≈"}


def segment_sheets(given: Segments) -> dict[str, list[Sheet]]:
    """The sheets of each part of the segments."""
    return {
        "outline": [_outline(given)],
        "metrics": [_metrics(given)],
        "records": [_segment_table(given, "composition"), _segment_table(given, "major")],
        "customers_suppliers": [_counterparties(given)],
        "production": [_volumes(given)],
        "research": [_research(given)],
    }


def _outline(given: Segments) -> Sheet:
    rows = tuple(map(_heading_row, given.outline))
    return Sheet("outline", "Outline of the narrative", (Column("title", "section"), PAGE), rows)


def _metrics(given: Segments) -> Sheet:
    columns = (
        *Kind.TEXT.columns("section", "subject", metric="figure"),
        Column("value", "value", Kind.AMOUNT),
        Column("unit", "unit"),
        Column("change", "change", Kind.CHANGE),
        PAGE,
    )
    rows = tuple(map(_stated_row, given.metrics))
    return Sheet("metrics", "Figures stated in the narrative", columns, rows)


_SEGMENT_COLUMNS = {
    "composition": (
        Column("name", "CNY"),
        Column("revenue", "revenue", Kind.AMOUNT),
        Column("revenue_share", "share %", Kind.PERCENT),
        Column("bar", "", Kind.BAR),
        Column("revenue_change", "change", Kind.CHANGE),
        Column("prior_revenue", "comparison", Kind.AMOUNT, band=1),
        Column("prior_share", "share %", Kind.PERCENT, band=1),
        PAGE,
    ),
    "major": (
        Column("name", "CNY"),
        *Kind.AMOUNT.columns("revenue", "cost"),
        Column("gross_margin", "margin %", Kind.PERCENT),
        *Kind.CHANGE.columns(
            revenue_change="revenue change", cost_change="cost change", gross_margin_change="margin change", band=1
        ),
        PAGE,
    ),
}
_SEGMENT_TITLES = {"composition": "Revenue by segment", "major": "Main segments: revenue, cost and margin"}
_DIMENSIONS = {"total": None, "industry": "By industry", "product": "By product", "region": "By region"}
_DIMENSIONS |= {"sales_model": "By sales model", "other": "Other breakdown"}


_CHANGES = {"revenue_change": "%", "cost_change": "%", "gross_margin_change": " pp"}


def _segment_table(given: Segments, table: str) -> Sheet:
    records = [record for record in given.records if record.table == table]
    sheet = sheet_of(
        table,
        _SEGMENT_TITLES[table],
        _SEGMENT_COLUMNS[table],
        records,
        section=lambda record: record.dimension_label or _DIMENSIONS[record.dimension],
        suffixes=lambda _: _CHANGES,
        also=lambda record: {"bar": record.revenue_share},
    )
    below = zip(sheet.rows, records, strict=True)
    return replace(sheet, rows=tuple(replace(row, depth=int(bool(record.parent))) for row, record in below))


def _counterparties(given: Segments) -> Sheet:
    columns = (
        Column("side", "CNY, top five"),
        Column("amount", "amount", Kind.AMOUNT),
        Column("share", "share %", Kind.PERCENT),
        Column("related_amount", "related parties", Kind.AMOUNT),
        Column("related_share", "share %", Kind.PERCENT),
        PAGE,
    )
    return sheet_of("customers_suppliers", "Customers and suppliers", columns, given.counterparties)


_COMPARED = (
    *Kind.TEXT.columns(label="item", unit="unit"),
    *Kind.AMOUNT.columns("value", prior="comparison"),
    Column("change", "change", Kind.CHANGE),
    Column("two_years_ago", "two years before", Kind.AMOUNT, band=1),
    PAGE,
)


def _volumes(given: Segments) -> Sheet:
    columns = (Column("name", "product"), *_COMPARED)
    changes = {"change": "%"}
    return sheet_of("production", "Production, sales and stock", columns, given.volumes, suffixes=lambda _: changes)


def _research(given: Segments) -> Sheet:
    return sheet_of(
        "research",
        "Research and development",
        _COMPARED,
        given.research,
        section=lambda record: record.group,
        suffixes=lambda record: change_suffix(record.change_unit),
    )
