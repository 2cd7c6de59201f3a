"""The cells of tables as long rows: one a printed cell, with all that says what it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from kunlun_cli.schedules.scale import figure
from kunlun_cli.schedules.schedule import Schedule

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
