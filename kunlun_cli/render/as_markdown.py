"""Markdown as GitHub draws it: tables with numbers to the right, a heading for each filing."""

from __future__ import annotations

import re

from kunlun_cli.render.clean import clean
from kunlun_cli.render.layout import INDENTED, written
from kunlun_cli.render.sheet import Column, Row, Sheet

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def escape(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", clean(text)).replace("&", "&amp;")


def markdown_text(caption: str, sheets: list[Sheet]) -> str:
    """A filing's sheets, each under its title."""
    parts = [f"### {escape(caption)}"] if caption else []
    return "\n\n".join([*parts, *map(_section, sheets)]) + "\n"


def _section(sheet: Sheet) -> str:
    parts = [f"**{escape(sheet.title)}**"]
    if sheet.rows:
        parts.append(table(sheet))
    parts += [escape(note) for note in sheet.notes]
    return "\n\n".join(parts)


def table(sheet: Sheet) -> str:
    """One sheet as a table, without its title; a section's name becomes a row of its own."""
    columns = sheet.columns
    lines = [
        _line([escape(column.heading) for column in columns]),
        _line(["---:" if column.kind.numeric else "---" for column in columns]),
    ]
    for name, rows in sheet.sections():
        if name:
            lines.append(_line([f"**{escape(name)}**"] + [""] * (len(columns) - 1)))
        lines += [_line([_cell(row, column) for column in columns]) for row in rows]
    return "\n".join(lines)


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cell(row: Row, column: Column) -> str:
    value = row.values.get(column.key)
    if not isinstance(value, str):
        return "" if value is None else written(row, column)
    indent = "\u2003" * row.depth if column.key in INDENTED else ""
    return f"{indent}**{escape(value)}**" if row.strong and value else indent + escape(value)
