"""Perturbations of how makers of PDFs write a page: tags, layers, printers, sheets, and readers with a pen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pikepdf
from compose import font
from compose.pdf import HEIGHT, WIDTH, _cell_edges, inked

from tests.property.ink import stroke
from tests.property.letters import _strokes, instead_of_one, is_figure
from tests.property.work import (
    Cell,
    Choice,
    Line,
    NotHere,
    Page,
    Painter,
    PlacedCell,
    PlacedRow,
    Table,
    Work,
    can_show,
    figures_of,
    first_figures,
    of,
    slots,
)

_OTHER = str.maketrans("123456789", "912345678")


def _marked(painter: Painter, mark: str, cell: PlacedCell, line: str | None = None) -> None:
    (x, top, own), *_ = inked(cell)
    painter.canvas._code.append(mark)
    painter.text(x, top, own if line is None else line, cell.size)
    painter.canvas._code.append("EMC")


def said_otherwise(work: Work, choice: Choice) -> None:
    """The tag around a figure says that its text is another, or none, as programs that tag leave it."""
    how = choice.integer(0, 2)

    def draw(painter: Painter, cell: PlacedCell) -> None:
        line = cell.lines[0]
        said = (line.translate(_OTHER), "", line)[how]
        _marked(painter, f"/Span <</ActualText ({said})>> BDC", cell)

    instead_of_one(work, choice, draw, is_figure)


def layer_switched_off(work: Work, choice: Choice) -> None:
    """Another figure lies in a layer that is switched off, over the right one."""
    nested = choice.integer(0, 1)

    def draw(painter: Painter, cell: PlacedCell) -> None:
        mark = "/OC /Hid BDC" + (" /Span <</MCID 1>> BDC" if nested else "")
        _marked(painter, mark, cell, cell.lines[0].translate(_OTHER))
        painter.canvas._code += ["EMC"] * nested
        (x, top, line), *_ = inked(cell)
        painter.text(x, top, line, cell.size)

    def off(opened: pikepdf.Pdf) -> None:
        layer = opened.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("old")))
        shown = pikepdf.Dictionary(OFF=pikepdf.Array([layer]), Order=pikepdf.Array([layer]))
        opened.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([layer]), D=shown)
        for page in opened.pages:
            page.obj.Resources.Properties = pikepdf.Dictionary(Hid=layer)

    instead_of_one(work, choice, draw, is_figure)
    work.finish.insert(0, off)


def letters_in_another_mode(work: Work, choice: Choice) -> None:
    """A figure is stroked, filled and stroked, or no more than a clip, as headings and bold letters are made."""
    mode = of(choice, (1, 2, 5, 7))

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (x, top, line), *_ = inked(cell)
        canvas = painter.canvas
        canvas.saveState()
        canvas.setLineWidth(0.2)
        pen = canvas.beginText(x, HEIGHT - top - 0.92 * cell.size)
        pen.setFont(font.TEXT, cell.size)
        pen.setTextRenderMode(mode)
        pen.textOut(line.translate(_OTHER) if mode == 7 else line)
        pen.setTextRenderMode(0)
        canvas.drawText(pen)
        canvas.restoreState()
        if mode == 7:
            painter.text(x, top, line, cell.size)

    instead_of_one(work, choice, draw, is_figure)


def brackets_at_the_edge(work: Work, choice: Choice) -> None:
    """A negative figure in brackets, the first of them at the left side of its cell, as sheets set accounts."""
    half = choice.integer(0, 1)

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (x, top, line), *_ = inked(cell)
        wide = painter.canvas.stringWidth("-", font.TEXT, cell.size)
        painter.text(cell.x0 + 2 if not half else (cell.x0 + x) / 2, top, "(", cell.size)
        painter.text(x, top, line[1:] + ")", cell.size)
        del wide

    instead_of_one(work, choice, draw, lambda t: t.startswith("-") and is_figure(t))


def bold_by_printing_again(work: Work, choice: Choice) -> None:
    """Cells are printed two to four times, a little aside, to be bold: words too."""
    times, aside = choice.integer(2, 4), of(choice, (0.0, 0.1, 0.25, 0.4))
    number = choice.integer(1, 3)

    def again(painter: Painter, n: int, page: Page) -> None:
        cells = [c for item in page.items if isinstance(item, PlacedRow) for c in item.cells]
        for cell in cells if n == number else ():
            for i in range(1, times):
                for x, top, line in inked(cell):
                    painter.text(x + i * aside, top, line, cell.size)

    work.over.append(again)


def columns_overleaf(work: Work, choice: Choice) -> None:
    """A sheet too wide for the paper: its last columns stand by themselves below, or overleaf."""
    tables = [(place, t) for place, t in work.tables() if len(t.widths) > 3]
    if not tables:
        raise NotHere
    place, table = of(choice, tables)
    cuts = [
        at for at in range(2, len(table.widths)) if not any(c < at < c + cell.span for _, c, _, cell in slots(table))
    ]
    if not cuts:
        raise NotHere
    at = of(choice, cuts)
    work.put(place, _columns(table, 0, at), Line(""), _columns(table, at, len(table.widths)))


def _columns(table: Table, first: int, end: int) -> Table:
    rows: list[list[Cell]] = [[] for _ in table.rows]
    for number, column, _, cell in slots(table):
        if first <= column < end:
            rows[number].append(cell)
    if not all(rows) and any(cell.rows > 1 for r in rows for cell in r):
        raise NotHere  # a row that is left out would be one of those that a cell covers
    shown = tuple(tuple(r) for r in rows if r)
    return replace(table, widths=table.widths[first:end], rows=shown)


def rules_as_pictures(work: Work, choice: Choice) -> None:
    """Ruling lines are pictures of a dot, stretched."""
    wide = of(choice, (0.5, 0.75))

    def draw(painter: Painter, cells: list[PlacedCell]) -> None:
        import io

        from reportlab.lib.utils import ImageReader

        dot = ImageReader(io.BytesIO(b"P5 1 1 255\n\0"))
        for x0, y0, x1, y1 in _cell_edges(cells):
            painter.canvas.drawImage(dot, x0, HEIGHT - y1, max(x1 - x0, wide), max(y1 - y0, wide))

    work.ruling.append(draw)


def cells_as_panels(work: Work, choice: Choice) -> None:
    """Each cell is a grey panel; white gaps between them are all that parts them."""
    gray, gap = of(choice, (0.85, 0.93)), of(choice, (0.5, 1.0))

    def draw(painter: Painter, cells: list[PlacedCell]) -> None:
        for c in cells:
            painter.rect(c.x0 + gap, c.y0 + gap, c.x1 - gap, c.y1 - gap, gray)

    work.ruling.append(draw)


def _annotated(work: Work, choice: Choice, make: Callable[[pikepdf.Pdf, pikepdf.Array], pikepdf.Dictionary]) -> None:
    """Lay an annotation over one figure, which `make` makes for its rectangle."""
    spot: list[tuple[int, list[float]]] = []
    first, which = choice.integer(1, 3), choice.integer(0, 9_999)

    def at(painter: Painter, number: int, page: Page) -> None:
        cells = figures_of(page)
        if not spot and number >= first and cells:
            c = cells[which % len(cells)]
            spot.append((number, [c.x0 + 1, HEIGHT - c.y1 + 1, c.x1 - 1, HEIGHT - c.y0 - 1]))
        del painter

    def put(opened: pikepdf.Pdf) -> None:
        for number, box in spot:
            page = opened.pages[number - 1]
            note = opened.make_indirect(make(opened, pikepdf.Array(box)))
            page.Annots = pikepdf.Array([*page.get("/Annots", []), note])

    work.over.append(at)
    work.finish.insert(0, put)


def _appearance(opened: pikepdf.Pdf, box: pikepdf.Array, content: str) -> pikepdf.Dictionary:
    x0, y0, x1, y1 = (float(v) for v in box)
    stream = opened.make_stream(content.format(w=x1 - x0, h=y1 - y0).encode())
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    stream.BBox = [0, 0, x1 - x0, y1 - y0]
    return pikepdf.Dictionary(N=stream)


def stamp_over(work: Work, choice: Choice) -> None:
    """A stamp, or a square filled by a reader, covers a figure: nobody can read it."""
    kind, colour = of(choice, ("Stamp", "Square", "Redact")), of(choice, ("0 g", "0.8 0 0 rg", "1 1 0.6 rg"))

    def make(opened: pikepdf.Pdf, box: pikepdf.Array) -> pikepdf.Dictionary:
        shown = _appearance(opened, box, f"{colour} 0 0 {{w}} {{h}} re f")
        return pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name("/" + kind), Rect=box, F=4, AP=shown, IC=[0, 0, 0]
        )

    _annotated(work, choice, make)


def font_without_a_map(work: Work, choice: Choice) -> None:
    """A font says of none of its glyphs which characters they are."""
    every = choice.integer(0, 1)

    def strip(opened: pikepdf.Pdf) -> None:
        fonts = [o for o in opened.objects if isinstance(o, pikepdf.Dictionary) and "/ToUnicode" in o]
        for one in fonts if every else fonts[:1]:
            del one.ToUnicode

    work.finish.append(strip)


def printers_marks(work: Work, choice: Choice) -> None:
    """Marks of the printer at the page's sides: the file's name, the date, colours with their shares."""
    low = choice.integer(0, 1)

    def draw(painter: Painter, number: int, _page: Page) -> None:
        y = 828 if low else 12
        painter.text(60, y, f"2024_ar.indd {number}", 6)
        painter.text(430, y, "2025/3/28 10:22:13", 6)
        for i, share in enumerate(("100", "50", "25", "C", "M", "Y")):
            painter.text(12, 300 + 12 * i, share, 6)
        for x, z in ((20, 20), (WIDTH - 20, 20), (20, HEIGHT - 20), (WIDTH - 20, HEIGHT - 20)):
            stroke(painter, x - 12, z, x + 12, z, 0, 0.25)
            stroke(painter, x, z - 12, x, z + 12, 0, 0.25)

    work.over.append(draw)


def pages_overprinted(work: Work, choice: Choice) -> None:
    """A page is printed upon another, as a printer does that takes a sheet twice."""
    which = choice.integer(1, 3)

    def put(opened: pikepdf.Pdf) -> None:
        if len(opened.pages) > which + 1:
            opened.pages[which].add_overlay(opened.pages[which + 1])

    work.finish.insert(0, put)


def table_as_a_picture(work: Work, choice: Choice) -> None:
    """The tables of one page are pictures."""
    number = choice.integer(1, 4)
    cells: set[int] = set()

    def under(painter: Painter, n: int, page: Page) -> None:
        from reportlab.lib.utils import ImageReader

        cells.clear()
        here = [c for item in page.items if isinstance(item, PlacedRow) for c in item.cells]
        if n == number and here:
            cells.update(map(id, here))
            x0, y0 = min(c.x0 for c in here), min(c.y0 for c in here)
            x1, y1 = max(c.x1 for c in here), max(c.y1 for c in here)
            painter.canvas.drawImage(ImageReader(_strokes()), x0, HEIGHT - y1, x1 - x0, y1 - y0)

    def rules(painter: Painter, placed: list[PlacedCell]) -> None:
        for x0, y0, x1, y1 in _cell_edges([c for c in placed if id(c) not in cells]):
            stroke(painter, x0, y0, x1, y1, 0, 0.5)

    work.under.append(under)
    work.instead.append(lambda _painter, cell: id(cell) in cells)
    work.ruling.append(rules)


def slanted_heading(work: Work, choice: Choice) -> None:
    """A slanted line parts the first cell of a heading into that of its columns and that of its rows."""
    words = of(choice, ("年度", "期间", "数额"))
    tables = work.tables()
    if not tables or not can_show(words):
        raise NotHere
    place, table = of(choice, tables)
    head = next((i for i in range(first_figures(table)) if len(table.rows[i]) > 1), None)
    if head is None:
        raise NotHere
    first = table.rows[head][0]
    label = replace(first, text=f"{words} {first.text}")
    rows = (*table.rows[:head], (label, *table.rows[head][1:]), *table.rows[head + 1 :])
    work.put(place, replace(table, rows=rows))

    def slant(painter: Painter, _number: int, page: Page) -> None:
        for item in page.items:
            for c in item.cells if isinstance(item, PlacedRow) else ():
                if c.cell is label:
                    stroke(painter, c.x0, c.y0, c.x1, c.y1, 0, 0.5)

    work.over.append(slant)


def sheet_headings(work: Work, choice: Choice) -> None:
    """The letters and numbers of a sheet's columns and rows are printed with its cells."""
    place, table = of(choice, work.tables() or [(0, None)])
    if table is None:
        raise NotHere
    letters = tuple(Cell("ABCDEFGHIJKLMNOP"[i], align="center", shade=True) for i in range(len(table.widths)))
    begin = choice.integer(1, 40)
    rows = [(Cell(""), *letters)]
    rows += [(Cell(str(begin + i), align="right"), *cells) for i, cells in enumerate(table.rows)]
    work.put(place, replace(table, widths=(min(table.widths) * 0.4, *table.widths), rows=tuple(rows)))


KINDS: tuple[Callable[[Work, Choice], None], ...] = (
    said_otherwise,
    layer_switched_off,
    letters_in_another_mode,
    brackets_at_the_edge,
    bold_by_printing_again,
    columns_overleaf,
    rules_as_pictures,
    cells_as_panels,
    stamp_over,
    font_without_a_map,
    printers_marks,
    pages_overprinted,
    table_as_a_picture,
    slanted_heading,
    sheet_headings,
)
