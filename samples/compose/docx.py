"""Blocks → a Word document: paragraphs, tables with merged cells, a header; byte-identical, its dates fixed."""

from __future__ import annotations

import io
import zipfile
from html import escape

from compose.model import Break, Cell, Document, Line, Table

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# ZIP knows no earlier date.
_DATE = (1980, 1, 1, 0, 0, 0)
_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
    f'<Override PartName="/word/header1.xml" ContentType="{_MAIN}.header+xml"/></Types>'
)
_RELATIONS = (
    '{head}<Relationships xmlns="{package}/relationships">'
    '<Relationship Id="rId1" Type="{r}/{kind}" Target="{to}"/></Relationships>'
)
_SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rId1"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1440" w:right="1134" w:bottom="1440" w:left="1134" w:header="720" w:footer="720" w:gutter="0"/>'
    "</w:sectPr>"
)
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
# The width of the text in twentieths of a point.
_WIDTH = 9638


def document(made: Document) -> bytes:
    """The document's file."""
    body = f"<w:body>{''.join(map(_block, made.blocks))}{_SECTION}</w:body>"
    header = f'{_HEAD}<w:hdr xmlns:w="{_W}">{_paragraph(made.header)}</w:hdr>'
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relation("officeDocument", "word/document.xml"),
        "word/_rels/document.xml.rels": _relation("header", "header1.xml"),
        "word/document.xml": f'{_HEAD}<w:document xmlns:w="{_W}" xmlns:r="{_R}">{body}</w:document>',
        "word/header1.xml": header,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _DATE), text.encode())
    return out.getvalue()


def _relation(kind: str, to: str) -> str:
    return _RELATIONS.format(head=_HEAD, package=_PACKAGE, r=_R, kind=kind, to=to)


def _block(block: object) -> str:
    if isinstance(block, Line):
        return _paragraph(block.text, bold=block.bold)
    if isinstance(block, Table):
        return _table(block) + "<w:p/>"
    return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' if isinstance(block, Break) else ""


def _paragraph(text: str, *, bold: bool = False) -> str:
    return f"<w:p>{_runs(text, bold=bold)}</w:p>"


def _runs(text: str, *, bold: bool = False) -> str:
    """The text's runs; ticks of Wingdings 2 are symbols, as Word writes them."""
    properties = "<w:rPr><w:b/></w:rPr>" if bold else ""
    out = []
    for i, part in enumerate(text.split("\uf052")):
        if i:
            out.append('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>')
        if part:
            out.append(f'<w:r>{properties}<w:t xml:space="preserve">{escape(part, quote=False)}</w:t></w:r>')
    return "".join(out)


def _table(table: Table) -> str:
    total = sum(table.widths)
    widths = [round(_WIDTH * width / total) for width in table.widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_rows(table, widths))
    return (
        f"<w:tbl><w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _rows(table: Table, widths: list[int]) -> list[str]:
    """The rows; where a cell spans rows, Word has an empty cell in each of the further ones."""
    out = []
    above: dict[int, tuple[int, int]] = {}
    for index, cells in enumerate(table.rows):
        made, col, rest = [], 0, list(cells)
        while col < len(widths) and (rest or col in above):
            if col in above:
                rows, span = above.pop(col)
                made.append((col, _cell(None, sum(widths[col : col + span]), span)))
                if rows > 1:
                    above[col] = (rows - 1, span)
                made_span = span
            else:
                cell = rest.pop(0)
                made.append((col, _cell(cell, sum(widths[col : col + cell.span]), cell.span)))
                made_span = cell.span
                if cell.rows > 1:
                    above[col] = (cell.rows - 1, cell.span)
            col += made_span
        heading = "<w:trPr><w:tblHeader/></w:trPr>" if index < table.repeat else ""
        out.append(f"<w:tr>{heading}{''.join(text for _, text in made)}</w:tr>")
    return out


def _cell(cell: Cell | None, width: int, span: int) -> str:
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    properties += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    if cell is None:
        properties += "<w:vMerge/>"
    elif cell.rows > 1:
        properties += '<w:vMerge w:val="restart"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{_paragraph(cell.text if cell else '')}</w:tc>"
