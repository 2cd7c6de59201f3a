"""An Excel workbook of sheets: the only importer of openpyxl, which is an extra."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from kunlun_cli.errors import OutputError
from kunlun_cli.render.clean import clean
from kunlun_cli.render.sheet import Column, Kind, Sheet

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TITLE = 31
_DIGITS = 15
"""Significant digits that a cell of a workbook holds; a longer number is written as text, not rounded."""
_WIDEST = 60


def xlsx_bytes(sheets: Sequence[Sheet]) -> bytes:
    """A workbook with a worksheet for each sheet; numbers as numbers, text never as a formula.

    Raises:
        OutputError: openpyxl is not installed.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise OutputError(
            "writing xlsx needs openpyxl", hint='Install it with: pip install "kunlun-cli[xlsx]"'
        ) from error
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(_title(sheet, book.sheetnames))
        _fill(page, sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _title(sheet: Sheet, taken: Sequence[str]) -> str:
    name = _FORBIDDEN.sub(" ", sheet.title)[:_LONGEST_TITLE] or sheet.key
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
            _write(page, down, at, column, row.values.get(column.key))
    page.freeze_panes = "B2"
    below = len(sheet.rows) + 3
    for offset, note in enumerate(sheet.notes):
        _write_text(page.cell(below + offset, 1), note)


def _write(page: Worksheet, down: int, at: int, column: Column, value: object) -> None:
    if value is None:
        return
    cell = page.cell(down, at)
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        number = Decimal(value)
        if len(number.normalize().as_tuple().digits) > _DIGITS:
            _write_text(cell, format(number, "f"))
            return
        cell.value = value
        cell.number_format = _format(column, number)
        return
    _write_text(cell, str(value))


def _write_text(cell: Cell, text: str) -> None:
    """Text as text, whatever it starts with."""
    cell.value = clean(text)
    cell.data_type = "s"


def _format(column: Column, value: Decimal) -> str:
    exponent = value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    decimals = "." + "0" * places if places else ""
    return f"#,##0{decimals}" if column.kind is not Kind.CHANGE else f"+#,##0{decimals};-#,##0{decimals};0{decimals}"
