"""Sheets for readers: each disclosure as titled tables, with units in headings and no empty columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from kunlun_cli.frames import count
from kunlun_cli.records import (
    FilingInfo,
    FinancialRecord,
    Financials,
    Holder,
    Holders,
    Lending,
    NonRecurringRecord,
    Segments,
    Statements,
)
from kunlun_cli.records.catalogue import DISCLOSURES, Result, name_of
from kunlun_cli.records.part import Part
from kunlun_cli.render.flat import KINDS, flat_sheet
from kunlun_cli.render.sheet import Column, Kind, Row, Sheet, Value
from kunlun_cli.render.view_rows import LABEL, PAGE, SPANS, change_suffix, sheet_of
from kunlun_cli.render.view_segments import narrative_sheet, segment_sheets
from kunlun_cli.render.view_statements import statement_sheets

R = TypeVar("R", FinancialRecord, NonRecurringRecord)
_KINDS = {"annual": "annual report", "half-year": "half-year report", "q1": "first-quarter report"}
_KINDS["q3"] = "third-quarter report"


def caption(info: FilingInfo) -> str:
    """Company, code, period and kind of a filing on one line; the file's name where it says none."""
    company = info.company or info.short_name or info.source
    code = " ".join(part for part in (info.code, info.short_name if info.company else None) if part)
    kind = _KINDS.get(info.kind or "", "")
    if info.form == "summary":
        kind = f"summary of the {kind}" if kind else "summary"
    if info.revision:
        kind = f"{kind}, revised" if kind else "revised"
    market = " ".join(part for part in (info.exchange, info.board if info.board != "BSE" else None) if part)
    period = f"{info.period} (inferred)" if info.period and info.period_inferred else info.period
    head = f"{company} ({code})" if code else company
    return " · ".join(part for part in (head, market, period, kind) if part)


def sheets_for(
    info: FilingInfo,
    result: Result,
    part: str | None = None,
    *,
    columns: Sequence[str] | None = None,
    where: bool = True,
) -> list[Sheet]:
    """What a table format draws of one disclosure.

    `columns` are some of the flat sheet instead of the titled tables; `where` says the page of each row.

    Raises:
        UsageError: there is no such column.
    """
    if columns:
        flat = flat_sheet(info, result, part=part, provenance=True)
        wanted = [*columns, "where"] if where and "where" not in columns else columns
        return [replace(flat.select(wanted), title=flat.title)]
    sheets = views(info, result, part)
    return sheets if where else [sheet.without_pages() for sheet in sheets]


def views(info: FilingInfo, result: Result, part: str | None = None) -> list[Sheet]:
    """The sheets of one disclosure, in printed order; `part` narrows them to one part of it."""
    sheets = _views(info, result)
    for each in DISCLOSURES[name_of(result)].parts:
        sheets.setdefault(each.name, [_plain(each, result)])
    if part is None:
        if isinstance(result, Segments):
            # What was asked for first: the tables; the narrative, which is long, after them.
            told = {name: sheets.pop(name) for name in ("outline", "metrics")}
            sheets |= {"outline": [narrative_sheet(result)]} if result.outline else told
        chosen = [sheet for name, group in sheets.items() if name not in _ASKED for sheet in group]
    else:
        chosen = sheets.get(part, [])
    return [sheet.without_empty() for sheet in chosen if sheet.rows or sheet.notes]


_ASKED = frozenset({"non_recurring", "distribution", "equity"})
"""Parts that are shown only where they are asked for."""


def _views(info: FilingInfo, result: Result) -> dict[str, list[Sheet]]:
    """The views that parts have of their own."""
    match result:
        case Financials():
            return {
                "records": [_financials(info, result)],
                "quarterly": [_quarterly(result)],
                "non_recurring": [_non_recurring(info, result)],
                "distribution": [_distribution(result)],
            }
        case Holders():
            return {"counts": [_counts(result)], "records": _holders(result)}
        case Lending():
            return {"records": _lending(result)}
        case Segments():
            return segment_sheets(result)
        case Statements():
            return statement_sheets(info, result)


def _plain(part: Part, result: Result) -> Sheet:
    """The view of a part that has none of its own: its fields as the catalogue has them."""
    columns = [Column(each.name, each.name.replace("_", " "), KINDS.get(each.holds, Kind.TEXT)) for each in part.fields]
    return sheet_of(part.name, part.called, (*columns, PAGE), part.records(result))


def _financials(info: FilingInfo, given: Financials) -> Sheet:
    columns = (
        LABEL,
        *Kind.AMOUNT.columns(
            value=info.period or "value", prior="year before" if info.kind == "annual" else "comparison"
        ),
        Column("change", "change", Kind.CHANGE),
        *Kind.AMOUNT.columns(
            prior_before_restatement="the same before restatement",
            two_years_ago="two years before",
            two_years_ago_before_restatement="the same before restatement",
            band=1,
        ),
        PAGE,
    )
    return sheet_of(
        "financials",
        "Key figures",
        columns,
        _by_span(given.records),
        section=_span,
        suffixes=lambda record: change_suffix(record.change_unit),
    )


def _span(record: FinancialRecord | NonRecurringRecord) -> str:
    return SPANS[record.span]


def _by_span(records: tuple[R, ...]) -> list[R]:
    """Printed order within each span; the spans in the order in which they first appear."""
    order = list(dict.fromkeys(record.span for record in records))
    return sorted(records, key=lambda record: order.index(record.span))


def _quarterly(given: Financials) -> Sheet:
    quarters = (Column(f"q{n}", f"Q{n}", Kind.AMOUNT, band=(n - 1) // 2) for n in range(1, 5))
    return sheet_of("quarterly", "Quarters", (LABEL, *quarters, PAGE), given.quarterly)


def _non_recurring(info: FilingInfo, given: Financials) -> Sheet:
    columns = (
        LABEL,
        *Kind.AMOUNT.columns(value=info.period or "value", prior="year before", two_years_ago="two years before"),
        PAGE,
    )
    return sheet_of("non_recurring", "Non-recurring items", columns, _by_span(given.non_recurring), section=_span)


def _distribution(given: Financials) -> Sheet:
    columns = (
        Column("form", "from a"),
        *Kind.AMOUNT.columns(
            cash_per_ten="cash on ten shares",
            bonus_per_ten="bonus shares on ten",
            transfer_per_ten="transferred on ten",
            base_shares="shares reckoned on",
            cash="cash dividend",
        ),
        *Kind.AMOUNT.columns(other_cash="in other ways", total_cash="together", band=1),
        Column("payout", "share %", Kind.PERCENT, band=1),
        PAGE,
    )
    return sheet_of("distribution", "Profit distribution", columns, given.distribution)


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
            places = {"value": place} if place else {}
            rows.append(
                Row({"label": label, "value": value, "where": f"p.{page}" if page else None}, page, places=places)
            )
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
        *Kind.COUNT.columns(restricted_shares="restricted", restricted_shares_incl_lent="restricted incl. lent"),
        Column("change", "change in period", Kind.CHANGE),
        Column("pledges", "pledged, frozen, marked", secondary=True),
        Column("margin_account_shares", "in margin account", Kind.COUNT),
        PAGE,
    )
    sheets = [
        sheet_of(table, title, columns, [r for r in given.records if r.table == table], also=_said_of_holder)
        for table, title in titles.items()
    ]
    notes = tuple(text for text in (given.notes.concert, given.notes.margin) if text)
    return [*sheets, Sheet("notes", "Notes", (), (), notes)] if notes else sheets


def _said_of_holder(record: Holder) -> dict[str, Value]:
    """Its name with a note, its change in words where it is no number, its pledges."""
    pledges = [f"{pledge.state} {_count_text(pledge.shares)}" for pledge in record.pledges or ()]
    return {
        "name": f"{record.name} [{record.name_note}]" if record.name_note else record.name,
        "change": record.change_note if record.change is None else count(record.change),
        "pledges": "; ".join(pledges) or None,
    }


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
        Column("closing_shares", "held, closing", Kind.COUNT, band=1),
        Column("closing_pct", "%", Kind.PERCENT, band=1),
        Column("closing_lent_shares", "lent, closing", Kind.COUNT, band=1),
        Column("closing_lent_pct", "%", Kind.PERCENT, band=1),
        PAGE,
    )
    changes = (
        *Kind.TEXT.columns(name="holder", change="change"),
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
    sheet = sheet_of(table, f"{title}: {_TICKS[tick]}", columns, [r for r in given.records if r.table == table])
    return sheet if sheet.rows or tick is None else replace(sheet, notes=(_NONE[tick],))
