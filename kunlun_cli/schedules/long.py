"""The cells of tables as long rows: one a printed cell, with all that says what it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from kunlun_cli.figures.numbers import scaled
from kunlun_cli.figures.units import money, split_label
from kunlun_cli.forms import load, matches
from kunlun_cli.schedules.schedule import Schedule, ScheduleColumn, ScheduleRow

_ONE = Decimal(1)


def factor(schedule: Schedule, row: ScheduleRow, column: ScheduleColumn) -> Decimal | None:
    """What takes a figure to the base unit: 1 for what has a unit of its own, `None` where it is not sure."""
    if column.kind not in {"amount", "count"}:
        return _ONE
    own = next((bracket for text in (row.label, *reversed(column.heading)) if (bracket := split_label(text)[1])), None)
    if own is not None:
        stated = money(own)
        return stated.factor if stated is not None and "/" not in stated.code else _ONE
    form = load("schedules")["unscaled"]
    if matches(form["rows"], row.label) or any(matches(form["columns"], text) for text in column.heading):
        return _ONE
    shares = schedule.unit is not None and schedule.unit.endswith("股")
    if column.kind == "count" and not shares:
        return _ONE
    return schedule.factor


def figure(schedule: Schedule, row: ScheduleRow, index: int) -> Decimal | None:
    """The figure in a column of a row: in the base unit where the unit is sure, else as printed.

    `None` where no figure is printed, or its cell is doubted.
    """
    cell = row.cells[index]
    if cell.sure is None:
        return None
    by = factor(schedule, row, schedule.columns[index])
    return cell.sure if by is None else scaled(cell.sure, by)


FIELDS = (
    *("table", "title", "section", "row", "label", "part", "column", "heading", "of", "scope", "text", "value", "unit"),
    "page",
)
"""The keys of a row; `of` is the time that its column is of, `value` the figure in the base unit where it is sure."""


def long_rows(schedule: Schedule) -> Iterator[dict[str, str | int | Decimal | None]]:
    """The printed cells of a table that are no labels, row by row."""
    for number, row in enumerate(schedule.rows, 1):
        for index, (column, cell) in enumerate(zip(schedule.columns, row.cells, strict=True)):
            if not cell.text or (column.kind == "label" and len(schedule.columns) > 1):
                continue
            period = column.period.isoformat() if isinstance(column.period, dt.date) else column.period
            yield {
                "table": schedule.number,
                "title": schedule.title,
                "section": " › ".join(schedule.section) or None,
                "row": number,
                "label": row.label or None,
                "part": row.part,
                "column": index + 1,
                "heading": " / ".join(column.heading) or None,
                "of": period,
                "scope": column.scope,
                "text": cell.text,
                "value": figure(schedule, row, index),
                "unit": schedule.unit if column.kind == "amount" else None,
                "page": row.page,
            }
