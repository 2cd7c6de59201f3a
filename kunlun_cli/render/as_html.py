"""One HTML page of sheets, complete in itself: no script, no font, no picture from anywhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kunlun_cli.render.layout import without_bars
from kunlun_cli.render.markup import safe, table_html
from kunlun_cli.render.sheet import Sheet

_STYLE = """
body{font:14px/1.5 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;margin:2em;color:#1a1a1a}
h1{font-size:1.3em}h2{font-size:1.05em;margin-top:1.6em}
.wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:.25em .7em;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}
th{border-bottom:2px solid #888;white-space:nowrap}
td.n,th.n{text-align:right;white-space:nowrap}td.minus{color:#a11d26}
tr.entered>*{background:#eef7ee}tr.left>*{background:#f9eeee}
tr.section th{font-weight:normal;font-style:italic;color:#555;border:0;padding-top:.8em}
tbody th{font-weight:normal;border-bottom:1px solid #ddd;white-space:normal}
.d1{padding-left:2em}.d2{padding-left:3em}.d3{padding-left:4em}.d4{padding-left:5em}
p.note{max-width:60em;color:#444;margin:.3em 0}
@media (prefers-color-scheme:dark){body{background:#161616;color:#ddd}th,td{border-color:#444}
tr.entered>*{background:#182a18}tr.left>*{background:#2e1a1a}p.note,tr.section th{color:#aaa}td.minus{color:#ff9a9a}}
""".strip()


def html_text(parts: Sequence[tuple[str, Sequence[Sheet]]]) -> str:
    """Captions, each with its sheets, as one page; text from filings is escaped, and numbers are grouped."""
    body = "\n".join(f"<h1>{safe(caption)}</h1>\n" + "\n".join(map(_section, sheets)) for caption, sheets in parts)
    title = safe(parts[0][0] if parts else "kunlun")
    head = f"<meta charset=utf-8><title>{title}</title><style>{_STYLE}</style>"
    return f'<!doctype html>\n<html lang="zh-CN"><head>{head}</head><body>\n{body}\n</body></html>\n'


def tables_html(sheets: Sequence[Sheet], link: str | None = None) -> str:
    """Sheets without a page around them, for a notebook; with `link` their pages lead to it, with the number put in."""
    found = "\n".join(map(_section, sheets))
    for name, style in _INLINE.items():
        found = found.replace(f'class="{name}"', f'style="{style}"')
    return found if link is None else _PAGE.sub(lambda page: _linked(page[1], link), found)


def _linked(page: str, link: str) -> str:
    return f'<a href="{safe(link.format(page))}">p.{page}</a></td>'


_INLINE = {"n": "text-align:right", "n minus": "text-align:right;color:#c0392b"}
"""Looks of cells without a page around them, whose styles they would have; the red is seen on black and on white."""
_PAGE = re.compile(r"(?<=>)p\.(\d+)</td>")


def _section(sheet: Sheet) -> str:
    parts = [f"<h2>{safe(sheet.title)}</h2>"]
    if sheet.rows:
        parts.append(table_html(without_bars(sheet), lambda shown, place, key: shown))  # noqa: ARG005
    parts += [f'<p class="note">{safe(note)}</p>' for note in sheet.notes]
    return "\n".join(parts)
