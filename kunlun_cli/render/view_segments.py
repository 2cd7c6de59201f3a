"""Sheets of the segments for readers: outline, stated figures, tables of revenue, and the rest."""

from __future__ import annotations

from kunlun_cli.records import SegmentRecord, Segments
from kunlun_cli.render.sheet import Column, Kind, Row, Sheet, Value
from kunlun_cli.render.view_rows import PAGE, change_suffix, row_of, rows_of


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
    rows = tuple(
        Row(
            {"title": f"{entry.number} {entry.title}", "where": None if entry.page is None else f"p.{entry.page}"},
            entry.page,
            depth=max(0, entry.level - 1),
        )
        for entry in given.outline
    )
    return Sheet("outline", "Outline of the narrative", (Column("title", "section"), PAGE), rows)


def _metrics(given: Segments) -> Sheet:
    bounds = {"at_least": "≥ ", "at_most": "≤ ", "about": "≈ ", None: ""}
    rows = []
    for metric in given.metrics:
        unit = "" if metric.unit is None else f" {metric.unit}"
        values: dict[str, Value] = {
            "section": metric.section,
            "subject": metric.subject,
            "metric": metric.metric,
            "value": metric.value,
            "bound": bounds.get(metric.bound, "").strip() or None,
            "unit": unit.strip() or None,
            "change": metric.change,
            "where": None if metric.page is None else f"p.{metric.page}",
        }
        rows.append(Row(values, metric.page, suffixes=change_suffix(metric.change_unit)))
    columns = (
        Column("section", "section"),
        Column("subject", "subject"),
        Column("metric", "figure"),
        Column("bound", ""),
        Column("value", "value", Kind.AMOUNT),
        Column("unit", "unit"),
        Column("change", "change", Kind.CHANGE),
        PAGE,
    )
    return Sheet("metrics", "Figures stated in the narrative", columns, tuple(rows))


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
        Column("revenue", "revenue", Kind.AMOUNT),
        Column("cost", "cost", Kind.AMOUNT),
        Column("gross_margin", "margin %", Kind.PERCENT),
        Column("revenue_change", "revenue change", Kind.CHANGE, band=1),
        Column("cost_change", "cost change", Kind.CHANGE, band=1),
        Column("gross_margin_change", "margin change", Kind.CHANGE, band=1),
        PAGE,
    ),
}
_SEGMENT_TITLES = {"composition": "Revenue by segment", "major": "Main segments: revenue, cost and margin"}
_DIMENSIONS = {"total": None, "industry": "By industry", "product": "By product", "region": "By region"}
_DIMENSIONS |= {"sales_model": "By sales model", "other": "Other breakdown"}


def _segment_table(given: Segments, table: str) -> Sheet:
    columns = _SEGMENT_COLUMNS[table]
    rows = tuple(_segment_row(record, columns) for record in given.records if record.table == table)
    return Sheet(table, _SEGMENT_TITLES[table], columns, rows)


def _segment_row(record: SegmentRecord, columns: tuple[Column, ...]) -> Row:
    values: dict[str, Value] = {c.key: getattr(record, c.key) for c in columns if c.key not in ("bar", "where")}
    values["bar"] = record.revenue_share
    section = record.dimension_label or _DIMENSIONS[record.dimension]
    suffixes = {"revenue_change": "%", "cost_change": "%", "gross_margin_change": " pp"}
    row = row_of(record, values, section, suffixes)
    return Row(row.values, row.page, row.section, row.suffixes, depth=1 if record.parent else 0)


def _counterparties(given: Segments) -> Sheet:
    columns = (
        Column("side", "CNY, top five"),
        Column("amount", "amount", Kind.AMOUNT),
        Column("share", "share %", Kind.PERCENT),
        Column("related_amount", "related parties", Kind.AMOUNT),
        Column("related_share", "share %", Kind.PERCENT),
        PAGE,
    )
    rows = rows_of(given.counterparties, ("side", "amount", "share", "related_amount", "related_share"))
    return Sheet("customers_suppliers", "Customers and suppliers", columns, rows)


def _volumes(given: Segments) -> Sheet:
    columns = (
        Column("name", "product"),
        Column("label", "item"),
        Column("unit", "unit"),
        Column("value", "value", Kind.AMOUNT),
        Column("prior", "comparison", Kind.AMOUNT),
        Column("change", "change", Kind.CHANGE),
        PAGE,
    )
    rows = tuple(
        row_of(record, {c.key: getattr(record, c.key) for c in columns[:-1]}, None, {"change": "%"})
        for record in given.volumes
    )
    return Sheet("production", "Production, sales and stock", columns, rows)


def _research(given: Segments) -> Sheet:
    columns = (
        Column("label", "item"),
        Column("unit", "unit"),
        Column("value", "value", Kind.AMOUNT),
        Column("prior", "comparison", Kind.AMOUNT),
        Column("change", "change", Kind.CHANGE),
        Column("two_years_ago", "two years before", Kind.AMOUNT, band=1),
        PAGE,
    )
    keys = [column.key for column in columns[:-1]]
    rows = tuple(
        row_of(record, {key: getattr(record, key) for key in keys}, record.group, change_suffix(record.change_unit))
        for record in given.research
    )
    return Sheet("research", "Research and development", columns, rows)
