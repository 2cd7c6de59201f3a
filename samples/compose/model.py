"""The composed document: blocks in reading order, before anything is measured or drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

Align = Literal["left", "center", "right"]

TICK = "\uf052"  # the ticked box of Wingdings 2, as Shenzhen's forms print it
ROOT = "√"  # as Shanghai's forms print it
BOX = "□"


@dataclass(frozen=True)
class Cell:
    """A cell of a table with its spans to the right and downwards."""

    text: str = ""
    span: int = 1
    rows: int = 1
    align: Align = "left"
    shade: bool = False


@dataclass(frozen=True)
class Table:
    """A ruled table. `widths` are shares of the table's full width; spanned places are left out of `rows`.

    `split` lets a row break over the page as Word does; `repeat` heading rows are printed again there.
    """

    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    size: float = 9
    split: bool = False
    repeat: int = 0


@dataclass(frozen=True)
class Line:
    """A paragraph, wrapped to the page's width."""

    text: str
    size: float = 9
    bold: bool = False
    align: Align = "left"
    indent: bool = False
    before: float = 0
    leading: float = 1.6


@dataclass(frozen=True)
class Gap:
    """Empty room of so many points."""

    height: float


@dataclass(frozen=True)
class Break:
    """The end of a page."""


Block = Line | Table | Gap | Break


@dataclass(frozen=True)
class Style:
    """How a form's pages look: margins in points, how rules are drawn, where header and number stand."""

    left: float
    right: float
    table_left: float
    table_right: float
    rules: Literal["rects", "strokes"]
    header_align: Literal["center", "right", "none"]
    numbering: Literal["n", "n / N", "none"]
    top: float = 74
    bottom: float = 772


SHENZHEN = Style(57, 538, 51.2, 533.3, "rects", "right", "n")
SHANGHAI = Style(90, 531, 84.4, 537.2, "strokes", "center", "n / N")
STAR = Style(78, 520, 76, 522, "strokes", "none", "n")


@dataclass(frozen=True)
class Document:
    """A whole filing, ready to be laid out."""

    header: str
    style: Style
    blocks: tuple[Block, ...] = field(default=())


def row(*texts: str | Cell, align: Align = "left", shade: bool = False) -> tuple[Cell, ...]:
    """A row of cells; plain text takes the row's alignment and shading."""
    return tuple(t if isinstance(t, Cell) else Cell(t, align=align, shade=shade) for t in texts)


def table(widths: Sequence[float], rows: Iterable[Sequence[Cell]], **options: object) -> Table:
    """A table from any sequences."""
    return Table(tuple(widths), tuple(tuple(r) for r in rows), **options)  # type: ignore[arg-type]


def tick(chosen: bool, mark: str = TICK, yes: str = "适用", no: str = "不适用") -> Line:
    """The line `□适用 √不适用`, with the chosen side marked."""
    on, off = (mark, BOX) if chosen else (BOX, mark)
    return Line(f"{on}{yes} {off}{no}")
