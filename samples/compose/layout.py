"""Blocks → pages of placed lines and rows: wrapping, row heights, page breaks. Lengths in points from the top."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from reportlab.pdfbase import pdfmetrics

from compose import font
from compose.model import Block, Break, Cell, Document, Gap, Line, Style, Table

PAD_X, PAD_Y = 5.2, 2.0
CELL_LEADING = 1.34
TOKEN = re.compile(r"[!-~]+|.")
NOT_AT_START = set("，。、；：）”》％%！？·)")
NOT_AT_END = set("（“《(")


@dataclass(frozen=True)
class PlacedLine:
    """A line of text; `y` is its top, `end` whether its paragraph ends with it."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    end: bool = True


@dataclass(frozen=True)
class PlacedCell:
    """A cell, or the part of one that stands on this page."""

    cell: Cell
    x0: float
    y0: float
    x1: float
    y1: float
    lines: tuple[str, ...]
    size: float
    cut: bool = False


@dataclass(frozen=True)
class PlacedRow:
    """The cells that begin in one row of a table; `first` marks the table's first row."""

    cells: tuple[PlacedCell, ...]
    table: int


@dataclass
class Page:
    """What stands on one page."""

    items: list[PlacedLine | PlacedRow] = field(default_factory=list)


def width(text: str, size: float) -> float:
    """The width of `text` without the space at its end; the tick has a font of its own."""
    parts = runs(text.rstrip(" ") or text)
    return sum(pdfmetrics.stringWidth(run, font.TICK if tick else font.TEXT, size) for run, tick in parts)


def runs(text: str) -> Iterator[tuple[str, bool]]:
    """`text` in runs of one font, each with whether it is of the tick font."""
    for part in re.findall("[\uf000-\uf0ff]+|[^\uf000-\uf0ff]+", text):
        yield part, "\uf000" <= part[0] <= "\uf0ff"


def _pieces(text: str, room: float, size: float) -> Iterator[str]:
    for token in TOKEN.findall(text):
        if len(token) > 1 and width(token, size) > room:
            yield from token
        else:
            yield token


def wrap(text: str, room: float, size: float, first_indent: float = 0) -> list[str]:
    """Break `text` into lines of at most `room`; Latin words and numbers only where one is too long."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        parts: list[str] = []
        free = room - first_indent
        used = 0.0
        for piece in _pieces(paragraph, room, size):
            wide = width(piece, size)
            if parts and used + (wide if piece != " " else 0) > free:
                carry = _carry(parts, piece)
                # A space at the break stays at the end of its line, as Word keeps it.
                line = "".join(parts) + (" " if piece == " " else "")
                lines.append(line)
                parts, free = carry, room
                used = sum(width(p, size) for p in parts)
                if piece == " " and not parts:
                    continue
            parts.append(piece)
            used += wide
        lines.append("".join(parts).rstrip(" "))
    return lines


def _carry(parts: list[str], piece: str) -> list[str]:
    """What has to go to the next line with `piece`: no closing mark begins a line, no opening one ends it."""
    carry: list[str] = []
    if piece[0] in NOT_AT_START and len(parts) > 1:
        carry.insert(0, parts.pop())
    while len(parts) > 1 and parts[-1] in NOT_AT_END:
        carry.insert(0, parts.pop())
    return carry


@dataclass(frozen=True)
class _Slot:
    """A cell with its place in the grid, its box's width and its lines."""

    cell: Cell
    row: int
    column: int
    lines: tuple[str, ...]


class _Flow:
    """Puts blocks one below the other and turns the page."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.pages = [Page()]
        self.y = style.top
        self.tables = 0
        self.under_table = False

    def turn(self) -> None:
        self.pages.append(Page())
        self.y = self.style.top

    def room(self) -> float:
        return self.style.bottom - self.y

    def put(self, block: Block) -> None:
        if isinstance(block, Break):
            self.turn()
        elif isinstance(block, Gap):
            self.y += block.height
        elif isinstance(block, Line):
            self.put_line(block)
        else:
            self.put_table(block)
        self.under_table = isinstance(block, Table)

    def put_line(self, block: Line) -> None:
        indent = 2 * block.size if block.indent else 0
        wide = self.style.right - self.style.left
        lines = wrap(block.text, wide, block.size, indent)
        step = block.size * block.leading
        if self.y > self.style.top:
            self.y += block.before + (4 if self.under_table else 0)
        for number, text in enumerate(lines):
            if self.room() < step:
                self.turn()
            slack = wide - width(text, block.size)
            x = self.style.left + {"left": 0.0, "center": slack / 2, "right": slack}[block.align]
            x += indent if number == 0 else 0
            last = number == len(lines) - 1
            self.pages[-1].items.append(PlacedLine(x, self.y, text, block.size, block.bold, last))
            self.y += step

    def put_table(self, block: Table) -> None:
        self.tables += 1
        edges = self.edges(block)
        slots = list(self.slots(block, edges))
        heights = self.heights(block, slots)
        for first, last in self.groups(block, slots):
            group = [s for s in slots if first <= s.row < last]
            need = sum(heights[first:last])
            if need > self.room():
                if block.split and last - first == 1 and self.fits(block) >= 1:
                    self.cut_row(block, group, edges)
                    continue
                self.turn()
                if block.repeat and first >= block.repeat:
                    head = [s for s in slots if s.row < block.repeat]
                    self.put_rows(block, head, heights, edges, 0, block.repeat)
            self.put_rows(block, group, heights, edges, first, last)

    def edges(self, block: Table) -> list[float]:
        full = self.style.table_right - self.style.table_left
        edges, total = [self.style.table_left], sum(block.widths)
        for share in block.widths:
            edges.append(edges[-1] + full * share / total)
        return edges

    def slots(self, block: Table, edges: list[float]) -> Iterator[_Slot]:
        taken: set[tuple[int, int]] = set()
        for number, cells in enumerate(block.rows):
            column = 0
            for cell in cells:
                while (number, column) in taken:
                    column += 1
                taken |= {(number + r, column + c) for r in range(cell.rows) for c in range(cell.span)}
                room = edges[column + cell.span] - edges[column] - 2 * PAD_X
                yield _Slot(cell, number, column, tuple(wrap(cell.text, room, block.size)))
                column += cell.span
            if column > len(block.widths):
                raise ValueError(f"row {number} has more cells than columns: {[c.text for c in cells]}")

    def heights(self, block: Table, slots: list[_Slot]) -> list[float]:
        step = block.size * CELL_LEADING
        heights = [step + 2 * PAD_Y] * len(block.rows)
        for slot in sorted(slots, key=lambda s: s.cell.rows):
            need = len(slot.lines) * step + 2 * PAD_Y
            last = slot.row + slot.cell.rows
            heights[last - 1] += max(0.0, need - sum(heights[slot.row : last]))
        return heights

    def groups(self, block: Table, slots: list[_Slot]) -> Iterator[tuple[int, int]]:
        """Runs of rows that spanning cells hold together."""
        first = 0
        while first < len(block.rows):
            last = first + 1
            number = first
            while number < last:
                last = max([last, *(s.row + s.cell.rows for s in slots if s.row == number)])
                number += 1
            yield first, last
            first = last

    def put_rows(
        self, block: Table, slots: list[_Slot], heights: list[float], edges: list[float], first: int, last: int
    ) -> None:
        tops = [self.y]
        for height in heights[first:last]:
            tops.append(tops[-1] + height)
        for number in range(first, last):
            cells = tuple(
                PlacedCell(
                    s.cell, edges[s.column], tops[number - first], edges[s.column + s.cell.span],
                    tops[number - first + s.cell.rows], s.lines, block.size,
                )
                for s in slots
                if s.row == number
            )  # fmt: skip
            self.pages[-1].items.append(PlacedRow(cells, self.tables))
        self.y = tops[-1]

    def fits(self, block: Table) -> int:
        return int((self.room() - 2 * PAD_Y) // (block.size * CELL_LEADING))

    def cut_row(self, block: Table, group: list[_Slot], edges: list[float]) -> None:
        """Break one row over the page: as many lines of each cell as fit here, the rest overleaf."""
        count = self.fits(block)
        for part, turn in ((slice(0, count), True), (slice(count, None), False)):
            lines = [s.lines[part] for s in group]
            bottom = self.y + max(map(len, lines)) * block.size * CELL_LEADING + 2 * PAD_Y
            bottom = self.style.bottom if turn else bottom
            cells = [
                PlacedCell(s.cell, edges[s.column], self.y, edges[s.column + s.cell.span], bottom, text, block.size)
                for s, text in zip(group, lines, strict=True)
            ]
            placed = tuple(replace(c, cut=True) for c in cells)
            self.pages[-1].items.append(PlacedRow(placed, self.tables))
            self.y = bottom
            if turn:
                self.turn()


def lay_out(document: Document) -> list[Page]:
    """Place every block of the document."""
    flow = _Flow(document.style)
    for block in document.blocks:
        flow.put(block)
    return flow.pages
