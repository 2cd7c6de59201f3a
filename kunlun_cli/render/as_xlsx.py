"""An Excel workbook of sheets: the only importer of openpyxl, which is an extra."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from kunlun_cli.figures.numbers import decimals
from kunlun_cli.render.clean import clean, spreadsheet
from kunlun_cli.render.format import Format, require_for
from kunlun_cli.render.sheet import Column, Kind, Row, Sheet

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
# What Excel allows.
_LONGEST_TITLE = 31
_DIGITS = 15
"""Significant digits that a cell of a workbook holds; a longer number is written as text, not rounded."""
# A column that is wider pushes the figures off the screen.
_WIDEST = 60
_LONGEST_TEXT = 32767
"""Characters that a cell holds."""


def xlsx_bytes(sheets: Sequence[Sheet]) -> bytes:
    """A workbook with a worksheet for each sheet; numbers as numbers, text never as a formula.

    Raises:
        OutputError: openpyxl is not installed.
    """
    require_for(Format.XLSX)
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    pages = {}
    for sheet in sheets:
        pages[sheet.key] = page = book.create_sheet(_title(sheet, book.sheetnames))
        _fill(page, sheet)
    for sheet in sheets:
        for down, row in enumerate(sheet.rows, 2):
            if row.link in pages:
                _lead(pages[sheet.key].cell(down, 1), pages[row.link].title)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _lead(cell: Cell, title: str) -> None:
    """Let a cell lead to the first cell of the sheet with this title, in the book itself and to no file outside."""
    from openpyxl.worksheet.hyperlink import Hyperlink

    quoted = title.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!A1")
    cell.style = "Hyperlink"


def _title(sheet: Sheet, taken: Sequence[str]) -> str:
    # Excel allows an apostrophe in a name, but not at its ends.
    name = _FORBIDDEN.sub(" ", sheet.title)[:_LONGEST_TITLE].strip("'") or sheet.key
    number = 2
    unique = name
    while unique in taken:
        unique = f"{name[: _LONGEST_TITLE - 3]} {number}"
        number += 1
    return unique


def _fill(page: Worksheet, sheet: Sheet) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for at, column in enumerate(sheet.columns, 1):
        page.cell(1, at, clean(column.heading)).font = Font(bold=True)
        longest = max((len(str(r.values.get(column.key) or "")) for r in sheet.rows), default=0)
        page.column_dimensions[get_column_letter(at)].width = min(_WIDEST, max(10, longest + 4, len(column.heading)))
    for down, row in enumerate(sheet.rows, 2):
        for at, column in enumerate(sheet.columns, 1):
            _write(page, down, at, column, row)
    page.freeze_panes = "B2" if sheet.columns else None
    if sheet.rows:
        page.auto_filter.ref = page.dimensions
    below = len(sheet.rows) + 3 if sheet.columns else 1
    for offset, note in enumerate(sheet.notes):
        _write_text(page.cell(below + offset, 1), note)


def _write(page: Worksheet, down: int, at: int, column: Column, row: Row) -> None:
    value = row.values.get(column.key)
    if value is None:
        return
    cell = page.cell(down, at)
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        number = Decimal(value)
        if len(number.normalize().as_tuple().digits) > _DIGITS:
            _write_text(cell, format(number, "f"))
            return
        unit = _unit(column, row)
        cell.value = number.scaleb(-2) if unit == "%" else value
        cell.number_format = _format(column, number, unit, row.prefixes.get(column.key, ""))
        return
    _write_text(cell, str(value))


def _write_text(cell: Cell, text: str) -> None:
    """Text as text, whatever it starts with: the prefix keeps it text when somebody edits the cell."""
    shown = clean(text)
    cell.value = shown if len(shown) <= _LONGEST_TEXT else shown[: _LONGEST_TEXT - 1] + "…"
    cell.data_type = "s"
    if shown != spreadsheet(text):
        cell.quotePrefix = True


def _unit(column: Column, row: Row) -> str:
    """What stands behind a number; `%` makes a real per cent of it."""
    by_row = column.kind is Kind.AMOUNT and row.values.get("unit") == "%"
    return row.suffixes.get(column.key, "") or ("%" if column.kind is Kind.PERCENT or by_row else "")


def _format(column: Column, value: Decimal, unit: str, prefix: str) -> str:
    """The number's format: as many decimals as printed; a real per cent for per cents, points in words."""
    zeros = "." + "0" * decimals(value) if decimals(value) > 0 else ""
    after = "%" if unit == "%" else f'"{unit}"' if unit else ""
    shown = (f'"{prefix}"' if prefix else "") + f"#,##0{zeros}{after}"
    return shown if column.kind is not Kind.CHANGE else f"+{shown};-{shown};0{zeros}{after}"
