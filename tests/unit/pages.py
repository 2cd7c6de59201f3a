"""Made pages: glyphs and ruling lines from rows of texts, as a PDF reader would give them.

`report(…)` sets lines of text, grids and page breaks one below the other; what is too wide for its
cell wraps, as in a printed table.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kunlun_cli.extract.financials import read_financials
from kunlun_cli.extract.holders import read_holders
from kunlun_cli.extract.lending import read_lending
from kunlun_cli.outline.stream import Stream
from kunlun_cli.pages import document as documents
from kunlun_cli.pages.page import Page, Rule, Word
from kunlun_cli.records import Financials, Holders, Lending
from kunlun_cli.tables.blocks import Block, blocks

SIZE = 9.0
LEADING = 13.0
PADDING = 4.0
WIDTH, HEIGHT = 595.0, 842.0
LEFT, TOP = 60.0, 110.0
FULL = WIDTH - 2 * LEFT
"""The width between the page's margins, over which a grid's columns are spread."""


@dataclass(frozen=True)
class Wide:
    """A cell over several columns or rows."""

    text: str
    cols: int = 1
    rows: int = 1


Given = str | Wide


@dataclass(frozen=True)
class Grid:
    """A table: rows of cells, the columns' widths in parts, and which lines are drawn.

    `rules`: `all` sides of all cells, `rows` horizontal lines only, `three` the three lines of a
    book's table (above, below the heading's last row, below), `open` all but the outer verticals, `none`.
    `centred` sets the `head` rows in the middle of their cells.
    """

    rows: Sequence[Sequence[Given]]
    widths: Sequence[float] = ()
    rules: str = "all"
    head: int = 1
    centred: bool = False


class Break:
    """A page break."""


BREAK = Break()
Item = str | Grid | Break


def grid(*rows: Sequence[Given], widths: Sequence[float] = (), rules: str = "all", head: int = 1) -> Grid:
    """A table of some rows."""
    return Grid(rows, widths, rules, head)


def advance(char: str) -> float:
    """How wide a character is set."""
    return SIZE if unicodedata.east_asian_width(char) in "WFA" else SIZE / 2


def wrapped(text: str, width: float) -> list[str]:
    """The lines in which a text stands in a cell; breaks anywhere, as Chinese text does."""
    out: list[str] = []
    for part in text.split("\n"):
        line, used = "", 0.0
        for char in part:
            if used + advance(char) > width and line:
                out.append(line)
                line, used = "", 0.0
            line += char
            used += advance(char)
        out.append(line)
    return out


def set_line(text: str, x: float, top: float) -> list[Word]:
    """The glyphs of one line."""
    out = []
    for char in text:
        out.append(Word(char, x, top, x + advance(char), top + SIZE, SIZE, "SimSun"))
        x += advance(char)
    return out


class _Paper:
    def __init__(self, header: str, footer: bool) -> None:
        self.header, self.footer = header, footer
        self.pages: list[Page] = []
        self._new()

    def _new(self) -> None:
        self.glyphs: list[Word] = []
        self.rules: list[Rule] = []
        self.y = TOP if not self.pages else 80.0

    def end_page(self) -> None:
        number = len(self.pages) + 1
        # What is set on one page stands on one page, however long it gets.
        height = max(HEIGHT, (self.y + 20.0) / 0.88)
        if self.header:
            self.glyphs += set_line(self.header, LEFT, 45.0)
        if self.footer:
            self.glyphs += set_line(f"{number} / 9", WIDTH / 2, height - 52.0)
        self.pages.append(Page(number, WIDTH, height, tuple(self.glyphs), tuple(self.rules)))
        self._new()

    def text(self, text: str) -> None:
        for line in wrapped(text, FULL):
            self.glyphs += set_line(line, LEFT, self.y)
            self.y += LEADING + 3

    def grid(self, table: Grid) -> None:
        n = max(sum(_cols(c) for c in row) for row in table.rows[:1])
        parts = table.widths or [1.0] * n
        unit = FULL / sum(parts)
        xs = [LEFT + unit * sum(parts[:i]) for i in range(len(parts) + 1)]
        placed = _placed(table.rows, len(parts))
        ys = [self.y]
        for r in range(len(table.rows)):
            tall = [
                len(wrapped(_text(c), xs[col + _cols(c)] - xs[col] - 2 * PADDING))
                for row, col, c in placed
                if row == r and _rows(c) == 1
            ]
            ys.append(ys[-1] + LEADING * max(tall, default=1) + 4)
        for row, col, cell in placed:
            x0, x1, y0, y1 = xs[col], xs[col + _cols(cell)], ys[row], ys[row + _rows(cell)]
            lines = wrapped(_text(cell), x1 - x0 - 2 * PADDING)
            top = (y0 + y1) / 2 - LEADING * len(lines) / 2 + 2
            for line in lines:
                # Figures are set to the right, as in print.
                free = x1 - x0 - 2 * PADDING - sum(map(advance, line))
                shift = free if line[:1] in "-+(/0123456789" and col else 0.0
                if table.centred and row < table.head:
                    shift = free / 2
                self.glyphs += set_line(line, x0 + PADDING + shift, top)
                top += LEADING
            self._rules(table, (x0, y0, x1, y1), xs)
        if table.rules == "three":
            self.rules += [Rule(xs[0], y, xs[-1], y) for y in (ys[0], ys[table.head], ys[-1])]
        if table.rules == "rows":
            self.rules += [Rule(xs[0], y, xs[-1], y) for y in ys]
        self.y = ys[-1] + 8

    def _rules(self, table: Grid, box: tuple[float, float, float, float], xs: Sequence[float]) -> None:
        x0, y0, x1, y1 = box
        if table.rules in {"all", "open"}:
            self.rules += [Rule(x0, y0, x1, y0), Rule(x0, y1, x1, y1)]
            self.rules += [Rule(x, y0, x, y1) for x in (x0, x1) if table.rules == "all" or x not in (xs[0], xs[-1])]


def _text(cell: Given) -> str:
    return cell if isinstance(cell, str) else cell.text


def _cols(cell: Given) -> int:
    return 1 if isinstance(cell, str) else cell.cols


def _rows(cell: Given) -> int:
    return 1 if isinstance(cell, str) else cell.rows


def _placed(rows: Sequence[Sequence[Given]], n: int) -> list[tuple[int, int, Given]]:
    held: set[tuple[int, int]] = set()
    out: list[tuple[int, int, Given]] = []
    for r, row in enumerate(rows):
        col = 0
        for cell in row:
            while (r, col) in held:
                col += 1
            if col + _cols(cell) > n:
                raise ValueError(f"row {r} has more cells than columns: {row}")
            held |= {(r + i, col + j) for i in range(_rows(cell)) for j in range(_cols(cell))}
            out.append((r, col, cell))
            col += _cols(cell)
    return out


def report(*items: Item, header: str = "某某股份有限公司2023年年度报告", footer: bool = True) -> list[Page]:
    """The pages on which some lines, grids and breaks stand."""
    paper = _Paper(header, footer)
    for item in items:
        if isinstance(item, Break):
            paper.end_page()
        elif isinstance(item, Grid):
            paper.grid(item)
        else:
            paper.text(item)
    paper.end_page()
    return paper.pages


class Document(documents.Document):
    """Made pages as a PDF document."""

    format = "pdf"
    as_printed = True

    def __init__(self, pages: Sequence[Page]) -> None:
        self.pages = pages
        self.n_pages = len(pages)

    def text(self, number: int) -> str:
        return "\n".join(line.text for line in self.pages[number - 1].lines)

    def page(self, number: int) -> Page:
        return self.pages[number - 1]


def stream(pages: Sequence[Page], form: str) -> Iterable[Block]:
    """The blocks in which a form's disclosure is looked for."""
    return [b for run in Stream(Document(pages)).located(form) for b in run]


def financials(*items: Item, **more: object) -> Financials:
    """The key figures read from made pages."""
    return read_financials(stream(report(*items, **more), "financials"))  # type: ignore[arg-type]


def holders(*items: Item, **more: object) -> Holders:
    """The holders read from made pages."""
    return read_holders(stream(report(*items, **more), "holders"))  # type: ignore[arg-type]


def lending(*items: Item, **more: object) -> Lending:
    """The lending disclosures read from made pages."""
    return read_lending(stream(report(*items, **more), "lending"))  # type: ignore[arg-type]


def all_blocks(*items: Item, **more: object) -> list[Block]:
    """All blocks of made pages."""
    return blocks(report(*items, **more))  # type: ignore[arg-type]
