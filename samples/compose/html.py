"""Blocks → HTML as finance portals publish filings: tables as `<table>`, or all the text in `<pre>`."""

from __future__ import annotations

from html import escape

from compose import text
from compose.layout import lay_out
from compose.model import ROOT, TICK, Block, Document, Line, Table

TABLES = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}_公告正文</title>
<style>table {{ border-collapse: collapse }} td {{ border: 1px solid #999 }}</style>
<script>var channel = "公告";</script></head>
<body><div class="nav"><a href="/">首页</a> &gt; <a href="/list">公司公告</a></div>
<h1>{title}</h1><div id="content">
{body}
</div><div class="footer">网站声明&nbsp;|&nbsp;联系我们</div></body></html>
"""
PLAIN = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{title}</title></head>
<body><div class="nav"><a href="/">首页</a> &gt; 公告</div><h3>{title}</h3>
<pre>
{body}</pre><div class="footer">网站声明</div></body></html>
"""


def with_tables(document: Document) -> str:
    """The filing with its tables as tables and every paragraph in `<p>`."""
    body = "\n".join(part for block in document.blocks if (part := _block(block)))
    return TABLES.format(title=escape(document.header), body=body.replace(TICK, ROOT))


def _block(block: Block) -> str:
    if isinstance(block, Line):
        inner = escape(block.text)
        return f"<p><strong>{inner}</strong></p>" if block.bold else f"<p>{inner}</p>"
    return _table(block) if isinstance(block, Table) else ""


def _table(block: Table) -> str:
    rows = []
    for cells in block.rows:
        inner = ""
        for cell in cells:
            spans = f' colspan="{cell.span}"' if cell.span > 1 else ""
            spans += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
            inner += f"<td{spans}>{escape(cell.text) or '&nbsp;'}</td>"
        rows.append(f"<tr>{inner}</tr>")
    return "<table>\n" + "\n".join(rows) + "\n</table>"


def preformatted(document: Document) -> str:
    """The filing's text row by row in one `<pre>`."""
    body = escape(text.by_rows(document, lay_out(document), ROOT))
    return PLAIN.format(title=escape(document.header), body=body)
