"""Placed pages → PDF. The same document gives the same bytes on each run."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from compose import font
from compose.layout import CELL_LEADING, PAD_X, Page, PlacedCell, PlacedLine, PlacedRow, runs, width
from compose.model import Document

WIDTH, HEIGHT = 595.2, 842.04
RULE = 0.48
SHADE = 0.827


class Painter:
    """Draws pages on one canvas; lengths come in from the top and are turned over here."""

    def __init__(self, document: Document) -> None:
        """Begin the document."""
        self.document = document
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=(WIDTH, HEIGHT), invariant=1, initialFontName=font.TEXT)
        self.canvas.setTitle(document.header)
        self.canvas.setAuthor("kunlun samples")
        self.canvas.setSubject("A made-up filing for tests and demonstrations")

    def text(self, x: float, top: float, text: str, size: float, *, bold: bool = False) -> None:
        """Draw one line whose box begins at `top`; bold is the same face with its outline stroked."""
        pen = self.canvas.beginText(x, HEIGHT - top - 0.92 * size)
        if bold:
            self.canvas.setLineWidth(size / 28)
            pen.setTextRenderMode(2)
        for part, tick in runs(text):
            pen.setFont(font.TICK if tick else font.TEXT, size)
            pen.textOut(part)
        if bold:
            pen.setTextRenderMode(0)
        self.canvas.drawText(pen)

    def rect(self, x0: float, y0: float, x1: float, y1: float, gray: float = 0) -> None:
        """A filled rectangle, which is how Word draws rules and shading."""
        self.canvas.setFillGray(gray)
        self.canvas.rect(x0, HEIGHT - y1, x1 - x0, y1 - y0, stroke=0, fill=1)
        self.canvas.setFillGray(0)

    def page(self, page: Page, number: int, total: int) -> None:
        """Draw one page with its running header and number."""
        self.frame(number, total)
        cells = [cell for item in page.items if isinstance(item, PlacedRow) for cell in item.cells]
        for cell in cells:
            if cell.cell.shade:
                self.rect(cell.x0, cell.y0, cell.x1, cell.y1, SHADE)
        self.rules(cells)
        for item in page.items:
            if isinstance(item, PlacedLine):
                self.text(item.x, item.y, item.text, item.size, bold=item.bold)
            else:
                for cell in item.cells:
                    self.cell(cell)
        self.canvas.showPage()

    def frame(self, number: int, total: int) -> None:
        """Draw the running header with its rule, and the page's number."""
        style, header = self.document.style, self.document.header
        if style.header_align != "none":
            slack = style.right - style.left - width(header, 9)
            self.text(style.left + slack * (1 if style.header_align == "right" else 0.5), 42, header, 9)
            self.rect(style.left - 2, 55.2, style.right + 2, 55.92)
        if style.numbering != "none":
            label = str(number) if style.numbering == "n" else f"{number} / {total}"
            self.text((WIDTH - width(label, 9)) / 2, 792, label, 9)

    def cell(self, cell: PlacedCell) -> None:
        """Draw a cell's text."""
        for x, top, line in inked(cell):
            self.text(x, top, line, cell.size)

    def rules(self, cells: list[PlacedCell]) -> None:
        """Draw the ruling lines as the form's program does: thin filled rectangles, or strokes."""
        if self.document.style.rules == "rects":
            for x0, y0, x1, y1 in _cell_edges(cells):
                half = RULE / 2
                self.rect(x0 - half, y0 - half, x1 + half, y1 + half)
            return
        self.canvas.setLineWidth(RULE)
        for x0, y0, x1, y1 in _merged(_cell_edges(cells)):
            self.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)


def inked(cell: PlacedCell) -> Iterator[tuple[float, float, str]]:
    """Where a cell's lines stand: centred in its height, or from the top where the page cuts it."""
    step = cell.size * CELL_LEADING
    slack = cell.y1 - cell.y0 - step * len(cell.lines)
    top = cell.y0 + (2.0 if cell.cut else slack / 2) + (step - cell.size) / 2
    for line in cell.lines:
        room = cell.x1 - cell.x0 - 2 * PAD_X - width(line, cell.size)
        yield cell.x0 + PAD_X + {"left": 0.0, "center": room / 2, "right": room}[cell.cell.align], top, line
        top += step


def _cell_edges(cells: Iterable[PlacedCell]) -> list[tuple[float, float, float, float]]:
    """The four sides of every cell, once each."""
    sides: dict[tuple[float, float, float, float], None] = {}
    for c in cells:
        x0, y0, x1, y1 = (round(v, 2) for v in (c.x0, c.y0, c.x1, c.y1))
        for side in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            sides[side] = None
    return list(sides)


def _merged(sides: list[tuple[float, float, float, float]]) -> list[tuple[float, float, float, float]]:
    """Join sides on one straight line that touch, as a form drawn with long strokes has them."""
    lines: dict[tuple[bool, float], list[tuple[float, float]]] = defaultdict(list)
    for x0, y0, x1, y1 in sides:
        flat = y0 == y1
        lines[flat, y0 if flat else x0].append((x0, x1) if flat else (y0, y1))
    out = []
    for (flat, at), spans in sorted(lines.items()):
        joined: list[tuple[float, float]] = []
        for low, high in sorted(spans):
            if joined and low <= joined[-1][1] + 0.02:
                joined[-1] = (joined[-1][0], max(joined[-1][1], high))
            else:
                joined.append((low, high))
        out += [(low, at, high, at) if flat else (at, low, at, high) for low, high in joined]
    return out


def paint(document: Document, pages: list[Page]) -> bytes:
    """The document as PDF."""
    pdfmetrics.getFont(font.TEXT)
    painter = Painter(document)
    for number, page in enumerate(pages, 1):
        painter.page(page, number, len(pages))
    painter.canvas.save()
    return painter.buffer.getvalue()
