"""Tables that a person likes to read, drawn with rich: the only importer of rich.

Text from a filing is always `Text`, never markup. Numbers stand to the right and never wrap; nothing
is said by colour alone.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal

from rich.box import Box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kunlun_cli.render.clean import clean
from kunlun_cli.render.layout import BAR, GAP, INDENT, INDENTED, bands, is_fixed, widths, written
from kunlun_cli.render.sheet import Column, Kind, Row, Sheet
from kunlun_cli.render.wrap import wrap

_SCREEN = Box("    \n    \n ── \n    \n    \n ── \n    \n    \n")
_PLAIN = Box("    \n    \n -- \n    \n    \n -- \n    \n    \n", ascii=True)
_INDENT = " " * INDENT
_NARROWEST = 60
"""Narrower terminals wrap the lines themselves: figures are never cut."""
_READABLE = 100
"""Running text is not set wider than this, however wide the terminal is."""


def terminal_text(caption: str, sheets: Sequence[Sheet], *, width: int, colour: bool, screen: bool = True) -> str:
    """A filing's sheets for the terminal.

    `screen`: rules and bars may be drawn with box characters.
    """
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=max(_NARROWEST, width),
        force_terminal=colour,
        color_system="standard" if colour else None,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )
    if caption:
        console.print(_wrapped(caption, console.width, style="bold"))
    for sheet in sheets:
        console.print()
        _print_sheet(console, sheet, screen=screen)
    return "\n".join(line.rstrip() for line in stream.getvalue().split("\n"))


def _print_sheet(console: Console, sheet: Sheet, *, screen: bool) -> None:
    console.print(_wrapped(sheet.title, console.width, style="bold cyan"))
    if sheet.rows:
        for index, band in enumerate(bands(sheet, console.width, cell_len)):
            if index:
                console.print()
            console.print(_table(band, console.width, screen=screen))
    for note in sheet.notes:
        console.print(_wrapped(note, min(console.width, _READABLE)))


def _wrapped(text: str, width: int, style: str = "") -> Text:
    return Text(wrap(clean(text), width, cell_len), style=style)


def _table(sheet: Sheet, width: int, *, screen: bool) -> Table:
    box = _SCREEN if screen else _PLAIN
    table = Table(box=box, show_edge=False, pad_edge=False, padding=(0, GAP - 1, 0, 0), header_style="bold")
    sizes = widths(sheet, width, cell_len)
    for column, size in zip(sheet.columns, sizes, strict=True):
        table.add_column(
            _wrapped(column.heading, size),
            justify="right" if is_fixed(column) and column.kind is not Kind.BAR else "left",
            width=size,
            overflow="fold",
            style="dim" if column.key == "where" else "",
            vertical="top",
        )
    for name, rows in sheet.sections():
        if name:
            table.add_row(_wrapped(name, sizes[0], style="italic"), *[""] * (len(sheet.columns) - 1))
        for row in rows:
            cells = zip(sheet.columns, sizes, strict=True)
            table.add_row(*(_cell(row, column, size, screen=screen) for column, size in cells))
    return table


def _cell(row: Row, column: Column, size: int, *, screen: bool) -> Text:
    value = row.values.get(column.key)
    if column.kind is Kind.BAR:
        return Text(_bar(value) if screen else _plain_bar(value), style="cyan")
    text = written(row, column)
    if value is None:
        return Text(text, style="dim")
    style = "bold" if row.strong else "dim" if row.faint else ""
    if isinstance(value, Decimal | int):
        return Text(text, style=f"{style} red".strip() if value < 0 else style)
    indent = _INDENT * row.depth if column.key in INDENTED else ""
    head, _, rest = text.partition("\n")
    shown = _indented(head, indent, size, style=style)
    if rest:
        shown.append("\n").append_text(_indented(rest, indent + _INDENT, size, style="dim"))
    return shown


def _indented(text: str, indent: str, size: int, style: str = "") -> Text:
    lines = wrap(text, max(2, size - len(indent)), cell_len).split("\n")
    return Text("\n".join(indent + line for line in lines), style=style)


def _share(value: object) -> Decimal:
    given = Decimal(value) if isinstance(value, Decimal | int) else Decimal(0)
    return max(Decimal(0), min(Decimal(100), given))


def _bar(value: object) -> str:
    """A bar for a share of 0 to 100 per cent, in eighths of a character; a sliver for any share above 0."""
    share = _share(value)
    eighths = max(int(share * BAR * 8 / 100), 1 if share else 0)
    full, part = divmod(eighths, 8)
    return "█" * full + "▏▎▍▌▋▊▉"[part - 1 : part]


def _plain_bar(value: object) -> str:
    return "#" * int(_share(value) * BAR / 100)
