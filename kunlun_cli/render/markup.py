"""Sheets as HTML tables: text from filings always escaped, figures as links to their places."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from kunlun_cli.records import Source
from kunlun_cli.render.clean import clean
from kunlun_cli.render.layout import INDENTED, written
from kunlun_cli.render.numbers import plain
from kunlun_cli.render.sheet import Column, Kind, Row, Sheet

Link = Callable[[str, Source | None, str], str]
"""What makes a link of markup: the markup, its place, the key of its column."""

_LINKED_TEXT = frozenset({"pledges", "printed"})
"""Columns of text that hold figures."""


def safe(text: str) -> str:
    """Text for HTML: controls made harmless, then all of `& < > " '` escaped."""
    return html.escape(clean(text), quote=True)


def table_html(sheet: Sheet, link: Link) -> str:
    """A sheet's table; rows of one section are a body of their own, so that sorting keeps them together."""
    heads = "".join(_head(column) for column in sheet.columns)
    out = [f'<div class="wide"><table><thead><tr>{heads}</tr></thead>']
    for name, rows in sheet.sections():
        out.append("<tbody>")
        if name:
            out.append(
                f'<tr class="section"><th colspan="{len(sheet.columns)}" scope="rowgroup">{safe(name)}</th></tr>'
            )
        out += [_row(row, sheet, link) for row in rows]
        out.append("</tbody>")
    return "\n".join([*out, "</table></div>"])


def _head(column: Column) -> str:
    if column.kind is Kind.BAR:
        return '<th class="b"></th>'
    return f'<th scope="col"{_class(column)} data-k="{column.key}">{safe(column.heading)}</th>'


def _class(column: Column) -> str:
    return ' class="n"' if column.kind.numeric or column.key == "where" else ""


_MARKED = {"entered": "entered", "only new": "entered", "left": "left", "only old": "left"}
"""Rows of what only one of two filings has."""


def _row(row: Row, sheet: Sheet, link: Link) -> str:
    mark = _MARKED.get(str(row.values.get("mark")))
    return (
        (f'<tr class="{mark}">' if mark else "<tr>")
        + "".join(_cell(row, column, index, link) for index, column in enumerate(sheet.columns))
        + "</tr>"
    )


def _cell(row: Row, column: Column, index: int, link: Link) -> str:
    value = row.values.get(column.key)
    if column.kind is Kind.BAR:
        return f'<td class="b">{bar(value)}</td>'
    shown = "<br>".join(safe(line) for line in written(row, column).split("\n"))
    if not isinstance(value, Decimal | int) or isinstance(value, bool):
        if column.key in _LINKED_TEXT and value is not None:
            shown = link(shown, row.places.get(column.key), column.key)
        depth = f' class="d{min(row.depth, 4)}"' if row.depth and column.key in INDENTED else _class(column)
        name = "th" if index == 0 and not column.kind.numeric else "td"
        scope = ' scope="row"' if name == "th" else ""
        return f"<{name}{depth}{scope}>{shown}</{name}>"
    kind = "n minus" if value < 0 else "n"  # red, as in the terminal and in accounts
    if column.key != "rank":
        shown = link(shown, row.places.get(column.key), column.key)
    return f'<td class="{kind}" data-v="{plain(value)}">{shown}</td>'


def bar(value: object) -> str:
    """A bar for a share of 0 to 100; nothing where there is none."""
    if not isinstance(value, Decimal | int) or value <= 0:
        return ""
    width = min(Decimal(value), Decimal(100))
    return (
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{width:.2f}" height="10"/></svg>'
    )


def with_bars(sheet: Sheet, key: str) -> Sheet:
    """The sheet with bars behind a column, the longest for the largest value of each section."""
    rows: list[Row] = []
    for _, run in sheet.sections():
        values = [value for row in run if isinstance(value := row.values.get(key), Decimal | int)]
        most = max(values, default=0)
        for row in run:
            value = row.values.get(key)
            share = Decimal(value) / Decimal(most) * 100 if isinstance(value, Decimal | int) and most > 0 else None
            rows.append(replace(row, values={**row.values, "bar": share}))
    at = next((i for i, column in enumerate(sheet.columns) if column.key == key), None)
    if at is None or any(column.kind is Kind.BAR for column in sheet.columns):
        return sheet
    columns = (*sheet.columns[: at + 1], Column("bar", "", Kind.BAR), *sheet.columns[at + 1 :])
    return replace(sheet, columns=columns, rows=tuple(rows))
