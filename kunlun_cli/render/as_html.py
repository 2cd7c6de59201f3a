"""One HTML page of sheets, complete in itself: no script, no font, no picture from anywhere."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from decimal import Decimal

from kunlun_cli.render.clean import clean
from kunlun_cli.render.numbers import grouped
from kunlun_cli.render.sheet import Column, Row, Sheet

_STYLE = """
body{font:14px/1.5 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;margin:2em;color:#1a1a1a}
h1{font-size:1.3em}h2{font-size:1.05em;margin-top:1.6em}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:.25em .7em;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}
th{border-bottom:2px solid #888;white-space:nowrap}
td.n,th.n{text-align:right;white-space:nowrap}td.minus{color:#a11d26}
tr.entered td{background:#eef7ee}tr.left td{background:#f9eeee}
tr.section td{font-style:italic;color:#555;border:0;padding-top:.8em}
p.note{max-width:60em;color:#444;margin:.3em 0}
@media (prefers-color-scheme:dark){body{background:#161616;color:#ddd}th,td{border-color:#444}
tr.entered td{background:#182a18}tr.left td{background:#2e1a1a}p.note,tr.section td{color:#aaa}td.minus{color:#ff9a9a}}
""".strip()


def html_text(parts: Sequence[tuple[str, Sequence[Sheet]]]) -> str:
    """Captions, each with its sheets, as one page; text from filings is escaped, and numbers are grouped."""
    body = "\n".join(f"<h1>{_safe(caption)}</h1>\n" + "\n".join(map(_section, sheets)) for caption, sheets in parts)
    title = _safe(parts[0][0] if parts else "kunlun")
    head = f"<meta charset=utf-8><title>{title}</title><style>{_STYLE}</style>"
    return f'<!doctype html>\n<html lang="zh-CN"><head>{head}</head><body>\n{body}\n</body></html>\n'


def tables_html(sheets: Sequence[Sheet], link: str | None = None) -> str:
    """Sheets without a page around them, for a notebook; with `link` their pages lead to it, with the number put in."""
    found = "\n".join(map(_section, sheets))
    for name, style in _INLINE.items():
        found = found.replace(f'class="{name}"', f'style="{style}"')
    return found if link is None else _PAGE.sub(lambda page: _linked(page[1], link), found)


def _linked(page: str, link: str) -> str:
    return f'<td><a href="{_safe(link.format(page))}">p.{page}</a></td>'


_INLINE = {"n": "text-align:right", "n minus": "text-align:right;color:#c0392b"}
"""Looks of cells without a page around them, whose styles they would have; the red is seen on black and on white."""
_PAGE = re.compile(r"<td>p\.(\d+)</td>")


def _safe(text: str) -> str:
    return html.escape(clean(text))


def _section(sheet: Sheet) -> str:
    parts = [f"<h2>{_safe(sheet.title)}</h2>"]
    if sheet.rows:
        parts.append(_table(sheet))
    parts += [f'<p class="note">{_safe(note)}</p>' for note in sheet.notes]
    return "\n".join(parts)


def _table(sheet: Sheet) -> str:
    heads = "".join(f"<th{_class(c)}>{_safe(c.heading)}</th>" for c in sheet.columns)
    lines = [f"<table><thead><tr>{heads}</tr></thead><tbody>"]
    for name, rows in sheet.sections():
        if name:
            lines.append(f'<tr class="section"><td colspan="{len(sheet.columns)}">{_safe(name)}</td></tr>')
        lines += [_row(sheet, row) for row in rows]
    return "\n".join([*lines, "</tbody></table>"])


def _class(column: Column, value: object = None) -> str:
    if not column.kind.numeric:
        return ""
    return ' class="n minus"' if isinstance(value, Decimal | int) and value < 0 else ' class="n"'


def _row(sheet: Sheet, row: Row) -> str:
    mark = {"entered": "entered", "only new": "entered", "left": "left", "only old": "left"}.get(
        str(row.values.get("mark"))
    )
    cells = "".join(f"<td{_class(c, row.values.get(c.key))}>{_cell(row, c)}</td>" for c in sheet.columns)
    return f'<tr class="{mark}">{cells}</tr>' if mark else f"<tr>{cells}</tr>"


def _cell(row: Row, column: Column) -> str:
    value = row.values.get(column.key)
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Decimal() | int():
            before, after = (said.get(column.key, "") for said in (row.prefixes, row.suffixes))
            return _safe(before + grouped(value, column.kind) + after)
        case str():
            return _safe(value)
