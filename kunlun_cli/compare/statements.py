"""Filings → statements: each figure with the item, the span and the period it belongs to.

The comparison columns of a filing are statements about earlier periods, so that figures of the same
period from different filings meet here under one key.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kunlun_cli.compare.changes import grouped
from kunlun_cli.compare.figures import agree, quantum
from kunlun_cli.compare.model import Column, Place, Restatement, Statement, Verdict
from kunlun_cli.forms import normal
from kunlun_cli.records import FilingInfo, FinancialRecord, QuarterlyRecord, StatementRecord
from kunlun_cli.records.period import Period
from kunlun_cli.records.reading import FilingLike
from kunlun_cli.records.statements import Scope

Key = tuple[str, str]
"""Item and span: what a line is matched by, never its place in the table."""

_COLUMNS: tuple[Column, ...] = (
    "value",
    "prior",
    "prior_before_restatement",
    "two_years_ago",
    "two_years_ago_before_restatement",
)
_BEFORE: dict[str, Column] = {"prior": "prior_before_restatement", "two_years_ago": "two_years_ago_before_restatement"}


def item_of(record: FinancialRecord | QuarterlyRecord) -> str:
    """The contract's code, or for another line its label without white space, width and numbering."""
    if record.item:
        return record.item
    return re.sub(r"^(其中:|[一二三四五六七八九十]+、|\d+[.、])", "", normal(record.label))


def key_of(record: FinancialRecord) -> Key:
    """What a line of key figures is matched by."""
    return (item_of(record), record.span)


def period_of(record: FinancialRecord, column: Column, period: Period) -> Period:
    """The period that a column of a filing for `period` speaks of."""
    if column == "value":
        return period
    two = column.startswith("two_years_ago")
    if record.span == "point_in_time":
        return Period(period.year - 2, 12) if two else period.opening
    return Period(period.year - 2, period.months) if two else period.year_before


def statements(filing: FilingLike, *, scope: Scope | None = None, segments: bool = False) -> Iterator[Statement]:
    """Every figure of the key data and of the table of quarters; none where the period is unknown.

    With `scope` also the lines of the group's statements, or the parent company's and then nothing else; with
    `segments` also the rows of revenue by segment.
    """
    period = Period.parse(filing.info.period)
    if period is None:
        return
    if scope != "parent":
        yield from _key_figures(filing, period)
        yield from _quarters(filing, period)
    if scope is not None:
        yield from of_lines(filing, period, scope)
    if segments:
        yield from _of_segments(filing, period)


def _key_figures(filing: FilingLike, period: Period) -> Iterator[Statement]:
    for record in filing.financials.records:
        about = {"item": item_of(record), "label": record.label, "unit": record.unit, "span": record.span}
        for column in _COLUMNS:
            yield from _said(filing, record, column, period=period_of(record, column, period), column=column, **about)


def _quarters(filing: FilingLike, period: Period) -> Iterator[Statement]:
    for record in filing.financials.quarterly:
        about = {"item": item_of(record), "label": record.label, "unit": record.unit, "span": "quarter"}
        for number in range(1, 5):
            end = Period(period.year, 3 * number)
            yield from _said(filing, record, f"q{number}", period=end, column="quarterly", **about)


def _said(filing: FilingLike, record: Any, field: str, **about: Any) -> Iterator[Statement]:  # noqa: ANN401 - any record
    """The figure in a field of a record, where there is one, with what it is `about`."""
    value = getattr(record, field, None)
    if value is not None:
        source = record.cells.get(field, record.source)
        yield Statement(value=value, filing=filing.info, source=source, quantum=quantum(value, source), **about)


def of_lines(filing: FilingLike, period: Period, scope: Scope) -> Iterator[Statement]:
    """The lines of a filing's statements; of those that no form knows, what a statement has once.

    The cash at the beginning is that of the end of the year before.
    """
    records = [r for r in filing.statements.records if r.scope == scope]
    known = Counter((r.statement, line_item(r)) for r in records if r.item is None)
    for record in records:
        if known[(record.statement, line_item(record))] > 1:
            continue
        about = {
            "item": "closing_cash" if record.item == "opening_cash" else line_item(record),
            "label": record.label,
            "unit": record.unit,
            "span": "point_in_time" if is_balance(record) else "year_to_date",
            "home": record.statement,
        }
        for column, when in _when(record, period).items():
            field = "value" if column == "opening" else column
            yield from _said(filing, record, field, period=when, column=column, **about)


def line_item(record: StatementRecord) -> str:
    """A line's code, or for a line that no form has its label."""
    return record.item or normal(record.label)


def is_balance(record: StatementRecord) -> bool:
    """Whether a line is a balance at a date, as the cash at both ends of a cash flow statement is."""
    return record.statement == "balance_sheet" or record.item in ("opening_cash", "closing_cash")


def _when(record: StatementRecord, period: Period) -> dict[Column, Period]:
    """The columns of a line, with the period of which each speaks."""
    if record.item == "opening_cash":
        return {"opening": period.opening}
    before = period.opening if record.statement == "balance_sheet" else period.year_before
    return {"value": period, "prior": before, "prior_before_restatement": before}


def _of_segments(filing: FilingLike, period: Period) -> Iterator[Statement]:
    """Revenue and gross margin of each segment, under its breakdown and name; changes as printed are not series."""
    # The tables alone are quicker to have than the narrative with them.
    found = getattr(filing, "segment_tables", None) or filing.segments
    for record in found.records:
        breakdown = record.dimension_label or record.dimension
        name = ": ".join(filter(None, (breakdown, record.parent, record.name.removeprefix("其中："))))
        basis = "_main" if record.basis == "main" else ""
        for measure, unit in (("revenue", "CNY"), ("gross_margin", "%")):
            item, label = f"segment_{measure}{basis}: {normal(name)}", f"{name}{'毛利率' if unit == '%' else ''}"
            about = {"item": item, "label": label, "unit": unit, "span": "year_to_date", "home": "segments"}
            yield from _said(filing, record, measure, period=period, column="value", **about)
            yield from _said(filing, record, f"prior_{measure}", period=period.year_before, column="prior", **about)


def before_of(statement: Statement, among: Iterable[Statement]) -> Statement | None:
    """The same filing's 调整前 figure beside this one, if it prints one."""
    wanted = (_BEFORE.get(statement.column), statement.filing, statement.place)
    return next((other for other in among if (other.column, other.filing, other.place) == wanted), None)


def same(a: Statement, b: Statement) -> bool:
    """Whether two statements print the same figure, to the coarser of their precisions."""
    return agree(a.value, b.value, a.quantum, b.quantum)


def verdict(old: Statement, new: Statement, before: Statement | None) -> Verdict:
    """How a later figure stands to an earlier one of the same item, span and period."""
    if same(old, new):
        return "equal"
    if before is None:
        return "silent"
    return "declared" if same(old, before) else "declared_otherwise"


def restatement(old: Statement, new: Statement, among: Sequence[Statement]) -> Restatement:
    """The pair with its verdict; `among` are statements of both filings."""
    before = before_of(new, among)
    found = verdict(old, new, before)
    explanation = None if found in ("equal", "declared") else _explanation(old, new, among)
    return Restatement(old=old, new=new, verdict=found, before=before, explanation=explanation)


def _explanation(old: Statement, new: Statement, among: Sequence[Statement]) -> str | None:
    """A figure per share changes with the number of shares although the profit stays as it was."""
    if not (new.unit or "").endswith("/share"):
        return None
    profits = [_profit_beside(statement, among) for statement in (old, new)]
    if profits[0] is None or profits[1] is None or not same(profits[0], profits[1]):
        return None
    return "per share only: both filings give the same net profit, so the number of shares counted has changed"


def _profit_beside(statement: Statement, among: Iterable[Statement]) -> Statement | None:
    """The net profit in the same column of the same filing."""
    wanted = (statement.filing, statement.column, ("net_profit_parent", *statement.place[1:]))
    return next((other for other in among if (other.filing, other.column, other.place) == wanted), None)


def is_figure(statement: Statement) -> bool:
    """Whether the statement gives a figure as the filing now holds it, not one before restatement."""
    return not statement.column.endswith("before_restatement")


def figures_of(among: Iterable[Statement]) -> dict[Place, list[Statement]]:
    """Those that are figures, by what they are of."""
    return grouped(filter(is_figure, among), lambda statement: statement.place)


def order_of(info: FilingInfo) -> tuple[Period, int, str]:
    """How filings are sorted: by period, a full report before its summary, then by name."""
    period = Period.parse(info.period) or Period(0, 3)
    return (period, 0 if info.form == "full" else 1, info.source)
