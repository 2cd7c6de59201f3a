"""Sheets for readers: each disclosure as titled tables, with units in headings and no empty columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kunlun_cli.records import (
    FilingInfo,
    FinancialRecord,
    Financials,
    Holder,
    Holders,
    Lending,
    LendingRecord,
    QuarterlyRecord,
    SegmentRecord,
    Segments,
)
from kunlun_cli.render import document as doc
from kunlun_cli.render.flat import flat_sheet, page_of
from kunlun_cli.render.sheet import Column, Kind, Row, Sheet, Value

_KINDS = {"annual": "annual report", "half-year": "half-year report", "q1": "first-quarter report"}
_KINDS["q3"] = "third-quarter report"
_SPANS = {"quarter": "This quarter", "year_to_date": "Year to date", "point_in_time": "At period end"}
PAGE = Column("where", "page")


def caption(info: FilingInfo) -> str:
    """Company, code, period and kind of a filing on one line; the file's name where it says none."""
    company = info.company or info.short_name or info.source
    code = " ".join(part for part in (info.code, info.short_name if info.company else None) if part)
    kind = _KINDS.get(info.kind or "", "")
    if info.form == "summary":
        kind = f"summary of the {kind}" if kind else "summary"
    market = " ".join(part for part in (info.exchange, info.board if info.board != "BSE" else None) if part)
    period = f"{info.period} (inferred)" if info.period and info.period_inferred else info.period
    head = f"{company} ({code})" if code else company
    return " · ".join(part for part in (head, market, period, kind) if part)


def sheets_for(
    info: FilingInfo,
    result: doc.Result,
    part: str | None = None,
    *,
    columns: Sequence[str] | None = None,
    where: bool = True,
) -> list[Sheet]:
    """What a table format draws of one disclosure.

    Args:
        info: the filing's identity.
        result: the disclosure.
        part: which part of it; all of them by default.
        columns: these columns of the flat sheet instead of the titled tables.
        where: say the page of each row.

    Raises:
        UsageError: there is no such column.
    """
    if columns:
        flat = flat_sheet(info, result, part=part, provenance=True)
        wanted = [*columns, "where"] if where and "where" not in columns else columns
        return [replace(flat.select(wanted), title=flat.title)]
    sheets = views(info, result, part)
    return sheets if where else [_without_page(sheet) for sheet in sheets]


def _without_page(sheet: Sheet) -> Sheet:
    return replace(sheet, columns=tuple(column for column in sheet.columns if column is not PAGE))


def views(info: FilingInfo, result: doc.Result, part: str | None = None) -> list[Sheet]:
    """The sheets of one disclosure, in printed order; `part` narrows them to one part of it."""
    match result:
        case Financials():
            sheets = {"records": [_financials(info, result)], "quarterly": [_quarterly(result)]}
        case Holders():
            sheets = {"counts": [_counts(result)], "records": _holders(result)}
        case Lending():
            sheets = {"records": _lending(result)}
        case Segments():
            sheets = _segments(result)
    chosen = sheets.get(part, []) if part else [sheet for group in sheets.values() for sheet in group]
    return [sheet.without_empty() for sheet in chosen if sheet.rows or sheet.notes]


def _rows(records: Iterable[object], keys: Iterable[str]) -> tuple[Row, ...]:
    """Rows of the named fields as they are, each with the page."""
    names = tuple(keys)
    return tuple(_row(record, {key: getattr(record, key) for key in names}) for record in records)


def _row(
    record: object,
    values: Mapping[str, Value],
    section: str | None = None,
    suffixes: Mapping[str, str] | None = None,
) -> Row:
    page = page_of(record)
    where = None if page is None else f"p.{page}"
    return Row({**values, "where": where}, page, section, suffixes or {})


def _currency(units: Iterable[str | None]) -> str | None:
    """The unit that most rows have, which the heading then names."""
    counted: dict[str, int] = {}
    for unit in units:
        if unit is not None:
            counted[unit] = counted.get(unit, 0) + 1
    return max(counted, key=lambda unit: counted[unit], default=None)


def _label(label: str, unit: str | None, common: str | None) -> str:
    return label if unit in (None, common) else f"{label} ({unit})"


def _change_suffix(unit: str | None) -> dict[str, str]:
    return {"change": {"%": "%", "pp": " pp", "times": " times"}.get(unit or "", "")}


def _financials(info: FilingInfo, given: Financials) -> Sheet:
    common = _currency(record.unit for record in given.records)
    annual = info.kind == "annual"
    columns = (
        Column("label", f"{common or 'Item'}"),
        Column("value", info.period or "value", Kind.AMOUNT),
        Column("prior", "year before" if annual else "comparison", Kind.AMOUNT),
        Column("change", "change", Kind.CHANGE),
        Column("prior_before_restatement", "the same before restatement", Kind.AMOUNT),
        Column("two_years_ago", "two years before", Kind.AMOUNT),
        Column("two_years_ago_before_restatement", "the same before restatement", Kind.AMOUNT),
        PAGE,
    )
    rows = tuple(_financial_row(record, common) for record in _by_span(given.records))
    return Sheet("financials", "Key figures", columns, rows)


def _by_span(records: tuple[FinancialRecord, ...]) -> list[FinancialRecord]:
    """Printed order within each span; the spans in the order in which they first appear."""
    order = list(dict.fromkeys(record.span for record in records))
    return sorted(records, key=lambda record: order.index(record.span))


def _financial_row(record: FinancialRecord, common: str | None) -> Row:
    keys = ("value", "prior", "prior_before_restatement", "two_years_ago", "two_years_ago_before_restatement", "change")
    values: dict[str, Value] = {key: getattr(record, key) for key in keys}
    values["label"] = _label(record.label, record.unit, common)
    return _row(record, values, _SPANS[record.span], _change_suffix(record.change_unit))


def _quarterly(given: Financials) -> Sheet:
    common = _currency(record.unit for record in given.quarterly)
    columns = (
        Column("label", f"{common or 'Item'}"),
        *(Column(f"q{n}", f"Q{n}", Kind.AMOUNT) for n in range(1, 5)),
        PAGE,
    )
    rows = tuple(_quarterly_row(record, common) for record in given.quarterly)
    return Sheet("quarterly", "Quarters", columns, rows)


def _quarterly_row(record: QuarterlyRecord, common: str | None) -> Row:
    values: dict[str, Value] = {key: getattr(record, key) for key in ("q1", "q2", "q3", "q4")}
    return _row(record, {**values, "label": _label(record.label, record.unit, common)})


_COUNT_LABELS = {
    "holders": "Shareholders at the end of the period",
    "holders_prior_month_end": "Shareholders at the end of the month before publication",
    "preferred_holders": "Preferred shareholders with votes restored",
    "preferred_holders_prior_month_end": "Preferred shareholders, end of the month before publication",
    "special_voting_holders": "Holders of shares with special voting rights",
}


def _counts(given: Holders) -> Sheet:
    rows = []
    for key, label in _COUNT_LABELS.items():
        value = getattr(given.counts, key)
        if value is not None:
            place = given.counts.cells.get(key)
            page = place.page if place else None
            rows.append(Row({"label": label, "value": value, "where": f"p.{page}" if page else None}, page))
    columns = (Column("label", "holders"), Column("value", "number", Kind.COUNT), PAGE)
    return Sheet("counts", "Number of shareholders", columns, tuple(rows))


def _holders(given: Holders) -> list[Sheet]:
    titles = {"top10": "Top ten shareholders", "top10_unrestricted": "Top ten holders of unrestricted shares"}
    columns = (
        Column("rank", "#", Kind.COUNT),
        Column("name", "holder"),
        Column("nature", "nature", secondary=True),
        Column("pct", "%", Kind.PERCENT),
        Column("shares", "shares", Kind.COUNT),
        Column("share_class", "class", secondary=True),
        Column("restricted_shares", "restricted", Kind.COUNT),
        Column("restricted_shares_incl_lent", "restricted incl. lent", Kind.COUNT),
        Column("change", "change in period", Kind.CHANGE),
        Column("pledges", "pledged, frozen, marked", secondary=True),
        Column("margin_account_shares", "in margin account", Kind.COUNT),
        PAGE,
    )
    sheets = []
    for table, title in titles.items():
        rows = tuple(_holder_row(record) for record in given.records if record.table == table)
        sheets.append(Sheet(table, title, columns, rows))
    notes = tuple(text for text in (given.notes.concert, given.notes.margin) if text)
    if notes:
        sheets.append(Sheet("notes", "Notes", (), (), notes))
    return sheets


def _holder_row(record: Holder) -> Row:
    counts = ("shares", "restricted_shares", "restricted_shares_incl_lent", "margin_account_shares")
    values: dict[str, Value] = {key: doc.count(getattr(record, key)) for key in counts}
    values |= {key: getattr(record, key) for key in ("rank", "nature", "pct", "share_class")}
    values["name"] = f"{record.name} [{record.name_note}]" if record.name_note else record.name
    change = doc.count(record.change)
    values["change"] = record.change_note if change is None else change
    pledges = [f"{pledge.state} {_count_text(pledge.shares)}" for pledge in record.pledges or ()]
    values["pledges"] = "; ".join(pledges) or None
    return _row(record, values)


def _count_text(value: Decimal | None) -> str:
    from kunlun_cli.render.numbers import grouped

    return "?" if value is None else grouped(value, Kind.COUNT)


_NONE = {True: "The table has no rows.", False: "The filing says that there are none."}
_TICKS = {True: "applicable (适用)", False: "not applicable (不适用)", None: "not in this form"}


def _lending(given: Lending) -> list[Sheet]:
    participation = (
        Column("name", "holder"),
        Column("opening_shares", "held, opening", Kind.COUNT),
        Column("opening_pct", "%", Kind.PERCENT),
        Column("opening_lent_shares", "lent, opening", Kind.COUNT),
        Column("opening_lent_pct", "%", Kind.PERCENT),
        Column("closing_shares", "held, closing", Kind.COUNT),
        Column("closing_pct", "%", Kind.PERCENT),
        Column("closing_lent_shares", "lent, closing", Kind.COUNT),
        Column("closing_lent_pct", "%", Kind.PERCENT),
        PAGE,
    )
    changes = (
        Column("name", "holder"),
        Column("change", "change"),
        Column("closing_lent_shares", "lent, closing", Kind.COUNT),
        Column("closing_lent_pct", "%", Kind.PERCENT),
        Column("closing_total_shares", "held and lent, closing", Kind.COUNT),
        Column("closing_total_pct", "%", Kind.PERCENT),
        PAGE,
    )
    ticks = given.applicable
    return [
        _lending_sheet(given, "participation", "Holders that lent shares", participation, ticks.participation),
        _lending_sheet(given, "changes", "Changes of the top ten through lending", changes, ticks.changes),
    ]


def _lending_sheet(given: Lending, table: str, title: str, columns: tuple[Column, ...], tick: bool | None) -> Sheet:
    rows = tuple(_lending_row(record, columns) for record in given.records if record.table == table)
    silent = rows or tick is None
    return Sheet(table, f"{title}: {_TICKS[tick]}", columns, rows, notes=() if silent else (_NONE[tick],))


def _lending_row(record: LendingRecord, columns: tuple[Column, ...]) -> Row:
    values: dict[str, Value] = {}
    for column in columns[:-1]:
        value = getattr(record, column.key)
        values[column.key] = doc.count(value) if column.kind is Kind.COUNT else value
    return _row(record, values)


def _segments(given: Segments) -> dict[str, list[Sheet]]:
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
        rows.append(Row(values, metric.page, suffixes=_change_suffix(metric.change_unit)))
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
        Column("prior_revenue", "comparison", Kind.AMOUNT),
        Column("prior_share", "share %", Kind.PERCENT),
        PAGE,
    ),
    "major": (
        Column("name", "CNY"),
        Column("revenue", "revenue", Kind.AMOUNT),
        Column("cost", "cost", Kind.AMOUNT),
        Column("gross_margin", "margin %", Kind.PERCENT),
        Column("revenue_change", "revenue change", Kind.CHANGE),
        Column("cost_change", "cost change", Kind.CHANGE),
        Column("gross_margin_change", "margin change", Kind.CHANGE),
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
    row = _row(record, values, section, suffixes)
    return Row(row.values, row.page, row.section, row.suffixes, depth=1 if record.parent else 0)


def _counterparties(given: Segments) -> Sheet:
    columns = (
        Column("side", "CNY, top five"),
        Column("amount", "amount", Kind.AMOUNT),
        Column("share", "share %", Kind.PERCENT),
        Column("related_share", "related %", Kind.PERCENT),
        PAGE,
    )
    rows = _rows(given.counterparties, ("side", "amount", "share", "related_share"))
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
        _row(record, {c.key: getattr(record, c.key) for c in columns[:-1]}, None, {"change": "%"})
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
        PAGE,
    )
    rows = tuple(
        _row(record, {c.key: getattr(record, c.key) for c in columns[:-1]}, None, _change_suffix(record.change_unit))
        for record in given.research
    )
    return Sheet("research", "Research and development", columns, rows)
