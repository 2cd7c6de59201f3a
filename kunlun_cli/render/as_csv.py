"""CSV: one header, English column names, plain numbers, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from kunlun_cli.render.clean import spreadsheet
from kunlun_cli.render.numbers import plain
from kunlun_cli.render.sheet import Kind, Sheet, Value


def csv_text(sheet: Sheet, *, header: bool = True) -> str:
    """The sheet as CSV lines ending in a line feed; `header` for the first of several sheets."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    if header:
        writer.writerow([spreadsheet(column.key) for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([cell(row.values.get(column.key), column.kind) for column in sheet.columns])
    return stream.getvalue()


def cell(value: Value, kind: Kind) -> str:
    """One value as a CSV cell; empty for null."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal() | int():
            return plain(value, kind)
        case str():
            return spreadsheet(value)
