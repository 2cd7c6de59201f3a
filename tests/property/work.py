"""A made filing on its way to the page, and what may still be done to it."""

from __future__ import annotations

import copy
import io
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol, TypeVar

import pikepdf

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
sys.path.insert(0, str(SAMPLES))

from compose import font, html, layout, pdf, text, truth  # noqa: E402
from compose.catalogue import SAMPLES as CATALOGUE  # noqa: E402
from compose.catalogue import Sample  # noqa: E402
from compose.layout import Page, PlacedCell, PlacedLine, PlacedRow  # noqa: E402
from compose.model import ROOT, Block, Cell, Document, Line, Table  # noqa: E402

__all__ = ["Cell", "Line", "PlacedCell", "Table"]

T = TypeVar("T")
font.register()
GLYPHS = font.covered()
# The filings that say what they mean: those with planted misprints are for `check`.
FILINGS = tuple(s for s in CATALOGUE if s.stem != "misprints")


class Choice(Protocol):
    """Where a perturbation's decisions come from: Hypothesis, or a seeded generator."""

    def integer(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        ...


class Seeded:
    """Decisions of a seeded generator."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311

    def integer(self, low: int, high: int) -> int:
        return self._random.randint(low, high)


def of(choice: Choice, options: Sequence[T]) -> T:
    """One of some options."""
    return options[choice.integer(0, len(options) - 1)]


class NotHere(Exception):  # noqa: N818 - no error: the perturbation has nothing to work on
    """A perturbation that this filing has no place for."""


Drawing = Callable[["Painter", int, Page], None]
Instead = Callable[["Painter", PlacedCell], bool]
"""Draws a cell in its own way, and says whether it did."""
Ruling = Callable[["Painter", list[PlacedCell]], None]
"""Draws the ruling lines of a page's cells in its own way."""


@dataclass
class Work:
    """A filing's document and truth; what is done to its pages, drawn under and over them, and done to the PDF."""

    sample: Sample
    document: Document
    truth: dict[str, Any]
    laid: list[Callable[[list[Page]], None]] = field(default_factory=list)
    under: list[Drawing] = field(default_factory=list)
    over: list[Drawing] = field(default_factory=list)
    instead: list[Instead] = field(default_factory=list)
    ruling: list[Ruling] = field(default_factory=list)
    finish: list[Callable[[pikepdf.Pdf], None]] = field(default_factory=list)
    last: list[Callable[[bytes], bytes]] = field(default_factory=list)
    markup: list[Callable[[str], str]] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, sample: Sample) -> Work:
        """A filing as it was composed."""
        return cls(sample, sample.document(), copy.deepcopy(truth.answers(sample.facts)))

    def tables(self) -> list[tuple[int, Table]]:
        """The tables with figures, with their places among the document's blocks."""
        blocks = enumerate(self.document.blocks)
        return [(i, b) for i, b in blocks if isinstance(b, Table) and any(figure(c.text) for r in b.rows for c in r)]

    def put(self, place: int, *blocks: Block) -> None:
        """Put blocks in the place of one."""
        old = self.document.blocks
        self.document = replace(self.document, blocks=(*old[:place], *blocks, *old[place + 1 :]))

    def style(self, **changes: object) -> None:
        """Change how the pages look."""
        self.document = replace(self.document, style=replace(self.document.style, **changes))

    def pdf(self) -> bytes:
        """The filing as PDF."""
        pages = self._pages()
        painter = Painter(self.document, self.under, self.over, self.instead)
        painter.ruling = self.ruling
        for number, page in enumerate(pages, 1):
            painter.page(page, number, len(pages))
        painter.canvas.save()
        data = self._finished(painter.buffer.getvalue())
        for change in self.last:
            data = change(data)
        return data

    def _pages(self) -> list[Page]:
        pages = layout.lay_out(self.document)
        for change in self.laid:
            change(pages)
        return pages

    def _finished(self, data: bytes) -> bytes:
        if not self.finish:
            return data
        with pikepdf.open(io.BytesIO(data)) as opened:
            for change in self.finish:
                change(opened)
            out = io.BytesIO()
            opened.save(out, deterministic_id=True)
        return out.getvalue()

    def html(self) -> bytes:
        """The filing as a page with tables."""
        page = html.with_tables(self.document)
        for change in self.markup:
            page = change(page)
        return page.encode("utf-8")

    def text(self) -> bytes:
        """The filing's text row by row."""
        page = text.by_rows(self.document, self._pages(), ROOT)
        for change in self.markup:
            page = change(page)
        return page.encode("utf-8")


class Painter(pdf.Painter):
    """Draws pages with what perturbations add below and above them."""

    def __init__(
        self, document: Document, under: Sequence[Drawing], over: Sequence[Drawing], instead: Sequence[Instead] = ()
    ) -> None:
        super().__init__(document)
        self.under, self.over, self.instead = under, over, instead
        self.ruling: Sequence[Ruling] = ()

    def cell(self, cell: PlacedCell) -> None:
        """Draw a cell's text, in its own way where there is one."""
        if not any(draw(self, cell) for draw in self.instead):
            super().cell(cell)

    def rules(self, cells: list[PlacedCell]) -> None:
        """Draw the ruling lines, in another way where there is one."""
        for draw in self.ruling:
            if cells:
                draw(self, cells)
        if not self.ruling:
            super().rules(cells)

    def page(self, page: Page, number: int, total: int) -> None:
        """Draw a page; its last step is the canvas's, so what lies over it is drawn just before."""
        for draw in self.under:
            draw(self, number, page)
        show, self.canvas.showPage = self.canvas.showPage, lambda: None
        try:
            super().page(page, number, total)
        finally:
            self.canvas.showPage = show
        for draw in self.over:
            draw(self, number, page)
        show()


def figure(text: str) -> Decimal | None:
    """The figure that a cell prints, without separators and per cent; `None` where it prints none."""
    bare = text.strip().replace(",", "").removesuffix("%")
    try:
        return Decimal(bare) if bare and bare[-1].isdigit() else None
    except ArithmeticError:
        return None


def figures_of(page: Page) -> list[PlacedCell]:
    """The cells of a page that print a figure on one line."""
    cells = [c for item in page.items if isinstance(item, PlacedRow) for c in item.cells]
    return [c for c in cells if len(c.lines) == 1 and figure(c.lines[0]) is not None]


def can_show(text: str) -> bool:
    """Whether the samples' font has every character of a text."""
    return set(text) <= GLYPHS


def slots(table: Table) -> Iterator[tuple[int, int, int, Cell]]:
    """The cells of a table: row, column, place in its row, cell."""
    taken: set[tuple[int, int]] = set()
    for number, cells in enumerate(table.rows):
        column = 0
        for place, cell in enumerate(cells):
            while (number, column) in taken:
                column += 1
            taken |= {(number + r, column + c) for r in range(cell.rows) for c in range(cell.span)}
            yield number, column, place, cell
            column += cell.span


def first_figures(table: Table) -> int:
    """The first row with a figure: those above are headings."""
    return next(i for i, r in enumerate(table.rows) if any(figure(c.text) is not None for c in r))


def label_of(table: Table, number: int) -> str:
    """What a row is called: its first cell that is no figure, or that of the row in which it began."""
    while number >= 0:
        words = [c.text for c in table.rows[number] if c.text and figure(c.text) is None]
        if words and len(table.rows[number]) > 1:
            return words[0]
        number -= 1
    return ""


__all__ += ["FILINGS", "Choice", "NotHere", "Page", "Painter", "PlacedLine", "PlacedRow", "Sample", "Seeded", "Work"]
