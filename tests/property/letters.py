"""Perturbations of how a PDF draws its letters: in pieces, turned, mirrored, as lines, in another colour or place."""

from __future__ import annotations

import re
from collections.abc import Callable

import pikepdf
from compose import font
from compose.pdf import HEIGHT, inked

from tests.property.work import Choice, NotHere, Painter, PlacedCell, Work, figure, of


def instead_of_one(
    work: Work, choice: Choice, draw: Callable[[Painter, PlacedCell], None], fits: Callable[[str], bool]
) -> None:
    """Draw one of the cells whose text fits in another way: the n-th that is drawn."""
    texts = [c.text for _, table in work.tables() for r in table.rows for c in r if fits(c.text)]
    if not texts:
        raise NotHere
    left = [choice.integer(0, len(texts) - 1)]

    def instead(painter: Painter, cell: PlacedCell) -> bool:
        if len(cell.lines) != 1 or not fits(cell.lines[0]) or not left:
            return False
        left[0] -= 1
        if left[0] >= 0:
            return False
        left.clear()
        draw(painter, cell)
        return True

    work.instead.append(instead)


def is_figure(text: str) -> bool:
    """Whether a text is a figure of more than two characters."""
    return figure(text) is not None and len(text) > 2


def figure_in_pieces(work: Work, choice: Choice) -> None:
    """A figure set by several text objects, a little nearer or further than one would set it."""
    part, gap = choice.integer(20, 80) / 100, of(choice, (-0.4, 0.0, 0.5, 1.2))

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (x, top, line), *_ = inked(cell)
        cut = max(1, int(part * len(line)))
        painter.text(x - gap, top, line[:cut], cell.size)
        painter.text(x + painter.canvas.stringWidth(line[:cut], font.TEXT, cell.size), top, line[cut:], cell.size)

    instead_of_one(work, choice, draw, is_figure)


def figure_letter_by_letter(work: Work, choice: Choice) -> None:
    """A figure whose characters are set one by one, from the last to the first."""

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (x, top, line), *_ = inked(cell)
        for i in reversed(range(len(line))):
            painter.text(x + painter.canvas.stringWidth(line[:i], font.TEXT, cell.size), top, line[i], cell.size)

    instead_of_one(work, choice, draw, is_figure)


def figure_on_two_lines(work: Work, choice: Choice) -> None:
    """A figure broken over two lines, as narrow cells break it."""
    part = choice.integer(30, 80) / 100

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (x, top, line), *_ = inked(cell)
        cut = max(1, int(part * len(line)))
        small = min(cell.size, (cell.y1 - cell.y0) / 2.2)
        painter.text(x, cell.y0 + 0.5, line[:cut], small)
        painter.text(x, cell.y0 + 0.5 + 1.05 * small, line[cut:], small)
        del top

    instead_of_one(work, choice, draw, is_figure)


def minus_as_a_line(work: Work, choice: Choice) -> None:
    """The minus before a figure is a short line and no character."""
    filled = choice.integer(0, 1)

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (x, top, line), *_ = inked(cell)
        wide = painter.canvas.stringWidth("-", font.TEXT, cell.size)
        y = top + 0.58 * cell.size
        if filled:
            painter.rect(x + 0.1 * wide, y, x + 0.9 * wide, y + 0.5)
        else:
            painter.canvas.setLineWidth(0.5)
            painter.canvas.line(x + 0.1 * wide, HEIGHT - y, x + 0.9 * wide, HEIGHT - y)
        painter.text(x + wide, top, line[1:], cell.size)

    instead_of_one(work, choice, draw, lambda t: t.startswith("-") and figure(t) is not None)


def negative_in_red(work: Work, choice: Choice) -> None:
    """A negative figure without its sign, in red."""

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (x, top, line), *_ = inked(cell)
        painter.canvas.setFillColorRGB(0.9, 0, 0)
        painter.text(x, top, line[1:], cell.size)
        painter.canvas.setFillGray(0)

    instead_of_one(work, choice, draw, lambda t: t.startswith("-") and figure(t) is not None)


def figure_turned(work: Work, choice: Choice) -> None:
    """A figure that stands upright in its cell."""
    angle = of(choice, (90, -90, 180))

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (_, _, line), *_ = inked(cell)
        canvas = painter.canvas
        canvas.saveState()
        canvas.translate((cell.x0 + cell.x1) / 2, HEIGHT - (cell.y0 + cell.y1) / 2)
        canvas.rotate(angle)
        canvas.setFont(font.TEXT, cell.size)
        canvas.drawCentredString(0, -0.35 * cell.size, line)
        canvas.restoreState()

    instead_of_one(work, choice, draw, is_figure)


def figure_displaced(work: Work, choice: Choice) -> None:
    """A figure half a row higher or lower than its cell."""
    way = of(choice, (-1, 1))

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (x, top, line), *_ = inked(cell)
        painter.text(x, top + way * (cell.y1 - cell.y0) / 2, line, cell.size)

    instead_of_one(work, choice, draw, is_figure)


def figure_as_a_picture(work: Work, choice: Choice) -> None:
    """A figure that is a picture, its text below it hidden or not there."""
    hidden = choice.integer(0, 1)

    def draw(painter: Painter, cell: PlacedCell) -> None:
        from reportlab.lib.utils import ImageReader

        (x, top, line), *_ = inked(cell)
        if hidden:
            painter.text(x, top, line.translate(str.maketrans("123456789", "912345678")), cell.size)
        wide = painter.canvas.stringWidth(line, font.TEXT, cell.size)
        painter.canvas.drawImage(ImageReader(_strokes()), x, HEIGHT - top - cell.size, wide, cell.size)

    instead_of_one(work, choice, draw, is_figure)


def _strokes() -> object:
    """A white picture with dark strokes, as letters have them."""
    import io

    width, height = 60, 12
    rows = [bytes(0 if 2 < y < 10 and x % 6 in {1, 2} else 255 for x in range(width)) for y in range(height)]
    return io.BytesIO(b"P5 %d %d 255\n" % (width, height) + b"".join(rows))


def figure_as_outlines(work: Work, choice: Choice) -> None:
    """A figure drawn as the outlines of its letters."""

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (x, top, line), *_ = inked(cell)
        wide = painter.canvas.stringWidth("0", font.TEXT, cell.size)
        for i, char in enumerate(line):
            if char in ",.":
                continue
            middle, y = x + (i + 0.5) * wide, HEIGHT - top - 0.55 * cell.size
            path = painter.canvas.beginPath()
            for half, high in ((0.35, 0.36), (0.2, 0.24)):
                path.moveTo(middle + half * wide, y)
                for a, b in ((1, 1), (-1, 1), (-1, -1), (1, -1)):
                    for step in range(3):
                        path.curveTo(
                            middle + a * half * wide, y + b * high * cell.size * (step + 1) / 3,
                            middle + a * half * wide * 0.9, y + b * high * cell.size,
                            middle + a * half * wide * (2 - step) / 3, y + b * high * cell.size,
                        )  # fmt: skip
                path.close()
            painter.canvas.drawPath(path, stroke=0, fill=1)

    instead_of_one(work, choice, draw, is_figure)


def letters_mirrored_twice(work: Work, choice: Choice) -> None:
    """Type of a negative size under a matrix that turns it back."""
    del choice

    def turn(opened: pikepdf.Pdf) -> None:
        for page in opened.pages:
            page.contents_coalesce()
            content = page.Contents.read_bytes().decode("latin-1")
            content = re.sub(r"\b1 0 0 1 ([-\d.]+) ([-\d.]+) Tm", r"-1 0 0 -1 \1 \2 Tm", content)
            content = re.sub(r"(/F\S+) ([\d.]+) Tf", r"\1 -\2 Tf", content)
            page.Contents.write(content.encode("latin-1"))

    work.finish.append(turn)


def letters_squeezed(work: Work, choice: Choice) -> None:
    """All letters set narrower, and shifted up or down and back, by the state of the text."""
    scale = of(choice, (80, 90, 97))

    def squeeze(opened: pikepdf.Pdf) -> None:
        for page in opened.pages:
            page.contents_add(f"{scale} Tz ".encode(), prepend=True)

    work.finish.append(squeeze)


def letters_of_another_size(work: Work, choice: Choice) -> None:
    """The first digit of a figure is larger or smaller than the others."""
    factor = of(choice, (0.5, 0.7, 1.4))

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (x, top, line), *_ = inked(cell)
        wide = painter.canvas.stringWidth(line[0], font.TEXT, cell.size * factor)
        painter.text(x - wide, top + 0.92 * cell.size * (1 - factor), line[0], cell.size * factor)
        painter.text(x, top, line[1:], cell.size)

    instead_of_one(work, choice, draw, lambda t: is_figure(t) and t[0].isdigit())


KINDS: tuple[Callable[[Work, Choice], None], ...] = (
    figure_in_pieces,
    figure_letter_by_letter,
    figure_on_two_lines,
    minus_as_a_line,
    negative_in_red,
    figure_turned,
    figure_displaced,
    figure_as_a_picture,
    figure_as_outlines,
    letters_mirrored_twice,
    letters_squeezed,
    letters_of_another_size,
)
