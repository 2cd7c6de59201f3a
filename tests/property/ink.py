"""Perturbations of what is drawn on a PDF's pages: lines, marks, hidden text, watermarks, shadows."""

from __future__ import annotations

from collections.abc import Callable

from compose import font
from compose.pdf import HEIGHT, WIDTH, inked

from tests.property.work import Choice, Page, Painter, PlacedCell, Work, figures_of, of

Target = Callable[[Painter, PlacedCell], None]


def _on_page(work: Work, choice: Choice, draw: Callable[[Painter], None], *, under: bool = False) -> None:
    """Draw on one page, or on all."""
    every, number = choice.integer(0, 1), choice.integer(1, 3)
    (work.under if under else work.over).append(
        lambda painter, n, _page: draw(painter) if every or n == number else None
    )


def at_figure(work: Work, choice: Choice, draw: Target, *, under: bool = False) -> None:
    """Draw at one figure, on the first page from some page on that has figures."""
    first, which = choice.integer(1, 3), choice.integer(0, 9_999)
    left = [first]

    def at(painter: Painter, number: int, page: Page) -> None:
        cells = figures_of(page)
        if left and number >= left[0] and cells:
            left.clear()
            draw(painter, cells[which % len(cells)])

    (work.under if under else work.over).append(at)


def stroke(painter: Painter, x0: float, y0: float, x1: float, y1: float, gray: float, wide: float) -> None:
    """Draw a straight line."""
    painter.canvas.saveState()
    painter.canvas.setStrokeGray(gray)
    painter.canvas.setLineWidth(wide)
    painter.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)
    painter.canvas.restoreState()


def upright_line(work: Work, choice: Choice) -> None:
    """A stray line from the top to the foot of a page."""
    x, wide = choice.integer(60, 540), of(choice, (0.3, 0.5, 1.0))
    _on_page(work, choice, lambda p: stroke(p, x, 30, x, 810, 0, wide))


def level_line(work: Work, choice: Choice) -> None:
    """A stray line across a page."""
    y, wide = choice.integer(60, 780), of(choice, (0.3, 0.5, 1.0))
    _on_page(work, choice, lambda p: stroke(p, 20, y, 575, y, 0, wide))


def white_level_rule(work: Work, choice: Choice) -> None:
    """A rule that cannot be seen, across a row."""
    y = choice.integer(60, 780)
    _on_page(work, choice, lambda p: stroke(p, 51, y, 533, y, 1, 0.5), under=True)


def white_upright_rule(work: Work, choice: Choice) -> None:
    """A rule that cannot be seen, through a table."""
    x = choice.integer(60, 540)
    _on_page(work, choice, lambda p: stroke(p, x, 60, x, 780, 1, 0.5), under=True)


def line_through_figure(work: Work, choice: Choice) -> None:
    """A short line through a figure, level or upright."""
    level, part = choice.integer(0, 1), choice.integer(10, 90) / 100

    def draw(painter: Painter, cell: PlacedCell) -> None:
        if level:
            y = cell.y0 + part * (cell.y1 - cell.y0)
            stroke(painter, cell.x0, y, cell.x1, y, 0, 0.5)
        else:
            x = cell.x0 + part * (cell.x1 - cell.x0)
            stroke(painter, x, cell.y0, x, cell.y1, 0, 0.5)

    at_figure(work, choice, draw)


def _words(painter: Painter, x: float, y: float, text: str, size: float, angle: float, gray: float) -> None:
    canvas = painter.canvas
    canvas.saveState()
    canvas.translate(x, HEIGHT - y)
    canvas.rotate(angle)
    canvas.setFillGray(gray)
    canvas.setFont(font.TEXT, size)
    canvas.drawCentredString(0, 0, text)
    canvas.restoreState()


WATERMARKS = ("仅供公司", "2024", "内部报告 123", "300999", "公司股份")


def watermark_slanted(work: Work, choice: Choice) -> None:
    """Large grey words at an angle over the page."""
    text, angle, gray = of(choice, WATERMARKS), choice.integer(20, 60), of(choice, (0.6, 0.75, 0.85))
    size, y = choice.integer(30, 70), choice.integer(200, 700)
    _on_page(work, choice, lambda p: _words(p, WIDTH / 2, y, text, size, angle, gray))


def watermark_level(work: Work, choice: Choice) -> None:
    """Large grey words over the page, set level."""
    text, gray = of(choice, WATERMARKS), of(choice, (0.6, 0.75, 0.85))
    size, y = choice.integer(18, 60), choice.integer(120, 760)
    _on_page(work, choice, lambda p: _words(p, WIDTH / 2, y, text, size, 0, gray))


def small_watermark_in_cell(work: Work, choice: Choice) -> None:
    """Grey words as large as the figures, over one of them."""
    text, gray = of(choice, ("12", "仅供", "3", "公司")), of(choice, (0.6, 0.8))

    def draw(painter: Painter, cell: PlacedCell) -> None:
        _words(painter, cell.x0 + 12, (cell.y0 + cell.y1) / 2 + 3, text, cell.size, 0, gray)

    at_figure(work, choice, draw)


def seal(work: Work, choice: Choice) -> None:
    """A red seal: a ring with words around it, and a number in its middle."""
    x, y = choice.integer(120, 480), choice.integer(150, 700)

    def draw(painter: Painter) -> None:
        canvas = painter.canvas
        canvas.saveState()
        canvas.translate(x, HEIGHT - y)
        canvas.setStrokeColorRGB(0.8, 0, 0)
        canvas.setFillColorRGB(0.8, 0, 0)
        canvas.circle(0, 0, 42, stroke=1, fill=0)
        canvas.setFont(font.TEXT, 9)
        for letter in "公司股份有限公司":
            canvas.drawCentredString(0, 30, letter)
            canvas.rotate(-40)
        canvas.rotate(320)
        canvas.drawCentredString(0, -4, "3301")
        canvas.restoreState()

    _on_page(work, choice, draw)


def raised_mark(work: Work, choice: Choice) -> None:
    """A small raised digit behind a figure: the mark of a note."""
    mark, small = of(choice, ("1", "2", "(3)")), of(choice, (0.5, 0.6, 0.67))

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (x, top, line), *_ = inked(cell)
        end = x + painter.canvas.stringWidth(line, font.TEXT, cell.size)
        painter.text(end, top - 0.1 * cell.size, mark, cell.size * small)

    at_figure(work, choice, draw)


def _hidden(work: Work, choice: Choice, begin: Callable[[Painter], None], *, under: bool = False) -> None:
    """Digits before a figure that nobody sees."""
    digits = of(choice, ("9", "3", "-", "12"))

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (x, top, _), *_ = inked(cell)
        painter.canvas.saveState()
        begin(painter)
        pen = painter.canvas.beginText(x - painter.canvas.stringWidth(digits, font.TEXT, cell.size), 0)
        pen.setTextOrigin(pen.getX(), HEIGHT - top - 0.92 * cell.size)
        pen.setFont(font.TEXT, cell.size)
        pen.setTextRenderMode(3 if begin is _unpainted else 0)
        pen.textOut(digits)
        pen.setTextRenderMode(0)
        painter.canvas.drawText(pen)
        painter.canvas.restoreState()

    at_figure(work, choice, draw, under=under)


def _unpainted(_painter: Painter) -> None:
    """The text's own mode makes it invisible."""


def hidden_by_mode(work: Work, choice: Choice) -> None:
    """Text that is not painted (rendering mode 3)."""
    _hidden(work, choice, _unpainted)


def hidden_white(work: Work, choice: Choice) -> None:
    """White text."""
    _hidden(work, choice, lambda p: p.canvas.setFillGray(1))


def hidden_transparent(work: Work, choice: Choice) -> None:
    """Text without opacity."""
    _hidden(work, choice, lambda p: p.canvas.setFillAlpha(0))


def _nothing_but_a_corner(painter: Painter) -> None:
    path = painter.canvas.beginPath()
    path.rect(0, 0, 1, 1)
    painter.canvas.clipPath(path, stroke=0, fill=0)


def hidden_by_clip(work: Work, choice: Choice) -> None:
    """Text that is clipped away."""
    _hidden(work, choice, _nothing_but_a_corner)


def corrected(work: Work, choice: Choice) -> None:
    """Another figure lies under a white patch, and the right one on it."""
    wrong = of(choice, ("9,876,543.21", "12,345.60", "7.77", "88,000"))

    def draw(painter: Painter, cell: PlacedCell) -> None:
        painter.text(cell.x0 + 4, inked_top(cell), wrong, cell.size)
        painter.rect(cell.x0 + 1, cell.y0 + 1, cell.x1 - 1, cell.y1 - 1, 1)
        painter.cell(cell)

    at_figure(work, choice, draw)


def inked_top(cell: PlacedCell) -> float:
    """The top of a cell's first line."""
    return next(inked(cell))[1]


def shadow(work: Work, choice: Choice) -> None:
    """A page's text printed twice, a little aside."""
    aside = of(choice, (0.0, 0.3, 0.6, 1.2))
    number = choice.integer(1, 3)

    def again(painter: Painter, n: int, page: Page) -> None:
        if n == number:
            for cell in figures_of(page):
                for x, top, line in inked(cell):
                    painter.text(x + aside, top + aside / 2, line, cell.size)

    work.over.append(again)


def shaded(work: Work, choice: Choice) -> None:
    """A figure on a grey ground."""
    at_figure(work, choice, lambda p, c: p.rect(c.x0 + 1, c.y0 + 1, c.x1 - 1, c.y1 - 1, 0.8), under=True)


def page_framed(work: Work, choice: Choice) -> None:
    """A frame around what is printed on a page, single or double, near its edges or at the tables' sides."""
    aside, double = of(choice, (20, 36, 48)), choice.integer(0, 1)

    def draw(painter: Painter) -> None:
        for room in (aside, aside + 3) if double else (aside,):
            x0, y0, x1, y1 = room, room, WIDTH - room, HEIGHT - room
            for side in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
                stroke(painter, *side, 0, 0.5)

    _on_page(work, choice, draw)


def underlined(work: Work, choice: Choice) -> None:
    """A figure underlined once or twice."""
    twice = choice.integer(0, 1)

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (x, top, line), *_ = inked(cell)
        end = x + painter.canvas.stringWidth(line, font.TEXT, cell.size)
        for step in range(1 + twice):
            y = top + 1.08 * cell.size + step
            stroke(painter, x, y, end, y, 0, 0.4)

    at_figure(work, choice, draw)


KINDS: tuple[Callable[[Work, Choice], None], ...] = (
    upright_line,
    level_line,
    white_level_rule,
    white_upright_rule,
    line_through_figure,
    watermark_slanted,
    watermark_level,
    small_watermark_in_cell,
    seal,
    raised_mark,
    hidden_by_mode,
    hidden_white,
    hidden_transparent,
    hidden_by_clip,
    corrected,
    shadow,
    shaded,
    underlined,
    page_framed,
)
