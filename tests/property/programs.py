"""Perturbations of how programs write a page: designers' tools, word processors and spreadsheets, scanners.

Ruling lines drawn in other ways or not at all, rows set in one go, letters apart, figures cut by their cell,
struck and written anew, and what else such programs put on a page.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pikepdf
from compose import font
from compose.pdf import HEIGHT, RULE, WIDTH, _cell_edges, inked

from tests.property.ink import at_figure, stroke
from tests.property.letters import instead_of_one, is_figure
from tests.property.work import Choice, NotHere, Page, Painter, PlacedCell, PlacedRow, Work, figure, figures_of, of

Side = tuple[float, float, float, float]


def _ruled(work: Work, draw: Callable[[Painter, list[Side]], None]) -> None:
    work.ruling.append(lambda painter, cells: draw(painter, _cell_edges(cells)))


def rules_apart(work: Work, choice: Choice) -> None:
    """Each side of each cell is a line of its own that does not reach the corner."""
    gap = of(choice, (0.3, 0.6, 1.0, 1.5))

    def draw(painter: Painter, sides: list[Side]) -> None:
        for x0, y0, x1, y1 in sides:
            along, across = (gap, 0.0) if y0 == y1 else (0.0, gap)
            stroke(painter, x0 + along, y0 + across, x1 - along, y1 - across, 0, RULE)

    _ruled(work, draw)


def rules_double(work: Work, choice: Choice) -> None:
    """Each ruling line is two, close beside each other."""
    gap = of(choice, (0.8, 1.5, 2.2))

    def draw(painter: Painter, sides: list[Side]) -> None:
        for x0, y0, x1, y1 in sides:
            for half in (-gap / 2, gap / 2):
                across, along = (half, 0.0) if y0 == y1 else (0.0, half)
                stroke(painter, x0 + along, y0 + across, x1 + along, y1 + across, 0, 0.3)

    _ruled(work, draw)


def rules_dashed(work: Work, choice: Choice) -> None:
    """Dashed or dotted ruling lines."""
    on, off = of(choice, ((3, 2), (1, 1), (0.5, 1.5)))

    def draw(painter: Painter, sides: list[Side]) -> None:
        painter.canvas.saveState()
        painter.canvas.setDash(on, off)
        for x0, y0, x1, y1 in sides:
            painter.canvas.setLineWidth(RULE)
            painter.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)
        painter.canvas.restoreState()

    _ruled(work, draw)


def rules_of_dashes(work: Work, choice: Choice) -> None:
    """Ruling lines of many short pieces, each an object of its own."""
    on, off = of(choice, ((3.0, 1.5), (1.0, 1.0)))

    def draw(painter: Painter, sides: list[Side]) -> None:
        for x0, y0, x1, y1 in sides:
            level, at = y0 == y1, 0.0
            length = (x1 - x0) + (y1 - y0)
            while at < length:
                end = min(at + on, length)
                if level:
                    stroke(painter, x0 + at, y0, x0 + end, y1, 0, RULE)
                else:
                    stroke(painter, x0, y0 + at, x1, y0 + end, 0, RULE)
                at += on + off

    _ruled(work, draw)


def rules_level_alone(work: Work, choice: Choice) -> None:
    """No upright ruling lines, or none at the sides of tables."""
    open_ = choice.integer(0, 1)

    def draw(painter: Painter, sides: list[Side]) -> None:
        xs = [x for x0, _, x1, _ in sides for x in (x0, x1)]
        for x0, y0, x1, y1 in sides:
            if y0 == y1 or (open_ and x0 not in {min(xs), max(xs)}):
                stroke(painter, x0, y0, x1, y1, 0, RULE)

    _ruled(work, draw)


def rules_left_out(work: Work, choice: Choice) -> None:
    """No ruling lines, or the shading of cells in their place."""
    shaded = choice.integer(0, 1)

    def draw(painter: Painter, cells: list[PlacedCell]) -> None:
        rows = sorted({c.y0 for c in cells})
        for cell in cells if shaded else ():
            if rows.index(cell.y0) % 2:
                painter.rect(cell.x0, cell.y0, cell.x1, cell.y1, 0.92)

    work.ruling.append(draw)


def rule_missing(work: Work, choice: Choice) -> None:
    """One side of one cell has no line."""
    which = choice.integer(0, 99_999)

    def draw(painter: Painter, sides: list[Side]) -> None:
        for i, (x0, y0, x1, y1) in enumerate(sides):
            if i != which % len(sides):
                stroke(painter, x0, y0, x1, y1, 0, RULE)

    _ruled(work, draw)


def frames_of_cells(work: Work, choice: Choice) -> None:
    """Each cell has a frame of its own, a little within its sides."""
    within = of(choice, (0.0, 0.4, 1.0))

    def draw(painter: Painter, cells: list[PlacedCell]) -> None:
        painter.canvas.setLineWidth(0.4)
        for c in cells:
            width, height = c.x1 - c.x0 - 2 * within, c.y1 - c.y0 - 2 * within
            painter.canvas.rect(c.x0 + within, HEIGHT - c.y1 + within, width, height)

    work.ruling.append(draw)


def _rows(page: Page) -> list[PlacedRow]:
    return [item for item in page.items if isinstance(item, PlacedRow) and len(item.cells) > 2]


def rows_in_one_go(work: Work, choice: Choice) -> None:
    """The figures of a row are set as one run of text with spaces, or steps, between them."""
    spaces = choice.integer(0, 1)
    done: set[int] = set()

    def instead(painter: Painter, cell: PlacedCell) -> bool:
        if id(cell) in done:
            return True
        row = next((r for r in rows if any(c is cell for c in r.cells)), None)
        run = [c for c in row.cells if len(c.lines) == 1 and figure(c.lines[0]) is not None] if row else []
        if len(run) < 2 or run[0] is not cell or len({round(next(inked(c))[1], 1) for c in run}) > 1:
            return False
        done.update(map(id, run))
        _in_one(painter, run, spaces=bool(spaces))
        return True

    rows: list[PlacedRow] = []

    def under(_painter: Painter, _number: int, page: Page) -> None:
        rows[:] = _rows(page)

    work.under.append(under)
    work.instead.append(instead)


def _in_one(painter: Painter, run: Sequence[PlacedCell], *, spaces: bool) -> None:
    size = run[0].size
    x, top, _ = next(inked(run[0]))
    canvas = painter.canvas
    pen = canvas.beginText(x, HEIGHT - top - 0.92 * size)
    pen.setFont(font.TEXT, size)
    for cell in run:
        start, _, line = next(inked(cell))
        if spaces:
            space = canvas.stringWidth(" ", font.TEXT, size)
            while pen.getX() + space < start:
                pen.textOut(" ")
        if start > pen.getX():
            pen.moveCursor(start - pen.getX(), 0)
        pen.textOut(line)
    canvas.drawText(pen)


def figure_tracked(work: Work, choice: Choice) -> None:
    """A figure whose characters stand apart."""
    apart = of(choice, (0.6, 1.2, 2.0, 3.5))

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (x, top, line), *_ = inked(cell)
        pen = painter.canvas.beginText(x - apart * (len(line) - 1), HEIGHT - top - 0.92 * cell.size)
        pen.setFont(font.TEXT, cell.size)
        pen.setCharSpace(apart)
        pen.textOut(line)
        pen.setCharSpace(0)
        painter.canvas.drawText(pen)

    instead_of_one(work, choice, draw, is_figure)


def figure_clipped(work: Work, choice: Choice) -> None:
    """A figure that its cell cuts off, at the left or the right, as spreadsheets print it: nobody can read it."""
    right, part = choice.integer(0, 1), of(choice, (0.5, 1.0, 1.5, 3.0))

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (x, top, line), *_ = inked(cell)
        canvas = painter.canvas
        digit = canvas.stringWidth("0", font.TEXT, cell.size)
        end = x + canvas.stringWidth(line, font.TEXT, cell.size)
        x0, x1 = (cell.x0, end - part * digit) if right else (x + part * digit, cell.x1)
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(x0, HEIGHT - cell.y1, x1 - x0, cell.y1 - cell.y0)
        canvas.clipPath(path, stroke=0, fill=0)
        painter.text(x, top, line, cell.size)
        canvas.restoreState()

    instead_of_one(work, choice, draw, is_figure)


def figure_overhanging(work: Work, choice: Choice) -> None:
    """A figure that reaches over the side of its cell."""
    over = of(choice, (-12.0, -7.0, 4.0, 7.0, 12.0))

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (_, top, line), *_ = inked(cell)
        wide = painter.canvas.stringWidth(line, font.TEXT, cell.size)
        painter.text(cell.x1 + over - wide if over > 0 else cell.x0 + over, top, line, cell.size)

    instead_of_one(work, choice, draw, is_figure)


def figure_struck_and_anew(work: Work, choice: Choice) -> None:
    """A wrong figure, struck out, above or before the right one, as tracked changes are printed."""
    beside, red = choice.integer(0, 1), choice.integer(0, 1)

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (x, top, line), *_ = inked(cell)
        wrong = line.translate(str.maketrans("123456789", "912345678"))
        wide = painter.canvas.stringWidth(line, font.TEXT, cell.size)
        x0, y0 = (x - wide - 2, top) if beside else (x, top - 1.1 * cell.size)
        if red:
            painter.canvas.setFillColorRGB(0.9, 0, 0)
        painter.text(x0, y0, wrong, cell.size)
        painter.canvas.setFillGray(0)
        stroke(painter, x0, y0 + 0.55 * cell.size, x0 + wide, y0 + 0.55 * cell.size, 0, 0.6)
        painter.text(x, top, line, cell.size)

    instead_of_one(work, choice, draw, is_figure)


def figure_behind_leaders(work: Work, choice: Choice) -> None:
    """Dots lead to a figure."""
    dots = of(choice, ("....", "……", ". . . ", "· · · ", "________", "-----"))

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (x, top, line), *_ = inked(cell)
        painter.text(x - painter.canvas.stringWidth(dots, font.TEXT, cell.size), top, dots, cell.size)
        painter.text(x, top, line, cell.size)

    instead_of_one(work, choice, draw, is_figure)


def figure_blacked_out(work: Work, choice: Choice) -> None:
    """A figure below a black bar: nobody can read it."""
    at_figure(work, choice, lambda p, c: p.rect(c.x0 + 2, c.y0 + 2, c.x1 - 2, c.y1 - 2, 0))


def lines_numbered(work: Work, choice: Choice) -> None:
    """Numbers of lines in the margin."""
    left, step = choice.integer(0, 1), of(choice, (1, 5))

    def draw(painter: Painter, _number: int, _page: Page) -> None:
        for i, y in enumerate(range(70, 780, 16), 1):
            if i % step == 0:
                painter.text(30 if left else WIDTH - 40, y, str(i), 8)

    work.over.append(draw)


def comment_in_the_margin(work: Work, choice: Choice) -> None:
    """A reader's comment with a figure of its own beside a table, in a frame, a line leading to it."""
    words = of(choice, ("548,118.92", "应为5.43%", "见第12页", "3"))

    def draw(painter: Painter, cell: PlacedCell) -> None:
        x, y = WIDTH - 58, cell.y0
        painter.canvas.setLineWidth(0.4)
        painter.canvas.rect(x, HEIGHT - y - 14, 54, 14)
        painter.text(x + 2, y + 3, words, 8)
        stroke(painter, cell.x1, (cell.y0 + cell.y1) / 2, x, y + 7, 0.5, 0.3)

    at_figure(work, choice, draw)


def older_version_below(work: Work, choice: Choice) -> None:
    """An older version of the page lies under a white ground, its figures others."""
    del choice

    def draw(painter: Painter, _number: int, page: Page) -> None:
        for cell in figures_of(page):
            for x, top, line in inked(cell):
                painter.text(x, top, line.translate(str.maketrans("123456789", "912345678")), cell.size)
        painter.rect(0, 0, WIDTH, HEIGHT, 1)

    work.under.append(draw)


def title_in_the_margin(work: Work, choice: Choice) -> None:
    """The report's title stands turned at the side of every page."""
    angle = of(choice, (90, -90))

    def draw(painter: Painter, _number: int, _page: Page) -> None:
        canvas = painter.canvas
        canvas.saveState()
        canvas.translate(WIDTH - 20 if angle < 0 else 20, HEIGHT / 2)
        canvas.rotate(angle)
        canvas.setFont(font.TEXT, 9)
        canvas.drawCentredString(0, 0, "2024 年年度报告 12")
        canvas.restoreState()

    work.over.append(draw)


def page_twice(work: Work, choice: Choice) -> None:
    """A page stands twice in the file."""
    which, apart = choice.integer(1, 4), choice.integer(0, 1)

    def copy(opened: pikepdf.Pdf) -> None:
        if len(opened.pages) > which:
            opened.pages.insert(len(opened.pages) if apart else which, opened.pages[which])

    work.finish.append(copy)


def blank_page_between(work: Work, choice: Choice) -> None:
    """A page without anything between two others."""
    which = choice.integer(1, 4)

    def put(opened: pikepdf.Pdf) -> None:
        blank = opened.add_blank_page(page_size=(WIDTH, HEIGHT))
        opened.pages.insert(min(which, len(opened.pages) - 1), blank)
        del opened.pages[-1]

    work.finish.append(put)


def scanned(work: Work, choice: Choice) -> None:
    """Pages are pictures, the text that a program read in them below, not painted."""
    every, wrong = choice.integer(0, 1), choice.integer(0, 1)

    def scan(data: bytes) -> bytes:
        import pypdfium2

        shown = pypdfium2.PdfDocument(data)
        with pikepdf.open(io.BytesIO(data)) as opened:
            for i, page in enumerate(opened.pages):
                if every or i == 1:
                    picture = shown[i].render(scale=1.0, grayscale=True).to_pil()
                    _as_picture(opened, page, picture.size, picture.tobytes(), wrong=bool(wrong))
            out = io.BytesIO()
            opened.save(out, deterministic_id=True)
        return out.getvalue()

    work.last.append(scan)


def _as_picture(opened: pikepdf.Pdf, page: pikepdf.Page, size: tuple[int, int], pixels: bytes, *, wrong: bool) -> None:
    image = opened.make_stream(pixels)
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height = size
    image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceGray, 8
    name = page.add_resource(image, pikepdf.Name.XObject)
    x0, y0, x1, y1 = (float(v) for v in page.mediabox)
    page.contents_coalesce()
    content = page.Contents.read_bytes()
    if wrong:
        content = content.replace(b"8", b"3")
    content = content.replace(b"BT", b"BT 3 Tr ")
    page.Contents.write(content + f" q {x1 - x0} 0 0 {y1 - y0} {x0} {y0} cm {name} Do Q".encode("latin-1"))


def figure_with_currency(work: Work, choice: Choice) -> None:
    """A figure with the sign of its currency before it, near it or at the cell's other side."""
    sign, apart = of(choice, ("¥", "￥", "RMB", "$", "元")), choice.integer(0, 1)
    if not any(font.covered() & {c} for c in sign):
        raise NotHere

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (x, top, line), *_ = inked(cell)
        wide = painter.canvas.stringWidth(sign, font.TEXT, cell.size)
        painter.text(cell.x0 + 2 if apart else x - wide, top, sign, cell.size)
        painter.text(x, top, line, cell.size)

    instead_of_one(work, choice, draw, lambda t: "," in t and "." in t)


KINDS: tuple[Callable[[Work, Choice], None], ...] = (
    rules_apart,
    rules_double,
    rules_dashed,
    rules_of_dashes,
    rules_level_alone,
    rules_left_out,
    rule_missing,
    frames_of_cells,
    rows_in_one_go,
    figure_tracked,
    figure_clipped,
    figure_overhanging,
    figure_struck_and_anew,
    figure_behind_leaders,
    figure_blacked_out,
    figure_with_currency,
    lines_numbered,
    comment_in_the_margin,
    older_version_below,
    title_in_the_margin,
    page_twice,
    blank_page_between,
    scanned,
)
