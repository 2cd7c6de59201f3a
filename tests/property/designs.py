"""Perturbations of how tables are designed, exported and annotated: by designers, spreadsheets, browsers and readers.

Those in `KINDS` change what a table says and work in every shape; those in `OF_PDF` are drawn, those in `OF_HTML`
written as markup. All keep the truth true.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pikepdf
from compose import font
from compose.pdf import HEIGHT, WIDTH, inked

from tests.property.content import _forget, _inserted, _printed, _tables, _with_cell
from tests.property.ink import at_figure, stroke
from tests.property.letters import _strokes, instead_of_one, is_figure
from tests.property.markup import _figures, _rewritten
from tests.property.work import (
    Cell,
    Choice,
    NotHere,
    Page,
    Painter,
    PlacedCell,
    Work,
    can_show,
    figure,
    first_figures,
    label_of,
    of,
    slots,
)


def _is_amount(text: str) -> bool:
    return "," in text and "." in text and figure(text) is not None


def _is_label(text: str) -> bool:
    return len(text) > 3 and figure(text) is None


def halves_side_by_side(work: Work, choice: Choice) -> None:
    """A long table as two halves beside each other, each with the heading."""
    place, table = _tables(work, choice)
    head = first_figures(table)
    body = table.rows[head:]
    plain = all(c.rows == 1 for row in body for c in row) and all(len(row) > 1 for row in body)
    if len(body) < 4 or not head or not plain or any(r < head < r + c.rows for r, _, _, c in slots(table)):
        raise NotHere
    half = (len(body) + 1) // 2
    blank = tuple(replace(c, text="") for c in body[-1])
    right = (*body[half:], *[blank] * (2 * half - len(body)))
    rows = (*((*r, *r) for r in table.rows[:head]), *((*a, *b) for a, b in zip(body[:half], right, strict=True)))
    work.put(place, replace(table, widths=(*table.widths, *table.widths), rows=tuple(rows), size=table.size * 0.6))


def column_in_ten_thousands(work: Work, choice: Choice) -> None:
    """Beside a column of yuan the same amounts in ten thousands, under the same heading with that unit."""
    place, table = _tables(work, choice)
    head = first_figures(table)
    columns = {col for r, col, _, c in slots(table) if r >= head and _is_amount(c.text) and c.span == 1}
    headings = {col: c.text for r, col, _, c in slots(table) if r == head - 1 and c.span == 1 and c.text}
    free = sorted(columns & headings.keys())
    if not free or any(len(row) == 1 for row in table.rows[head:]):
        raise NotHere
    at = of(choice, free)
    printed = {r: c.text for r, col, _, c in slots(table) if col == at}
    texts = tuple(_in_ten_thousands(printed.get(i, "")) for i in range(len(table.rows)))
    work.put(place, _inserted(table, at + choice.integer(0, 1), head, headings[at] + "（万元）", texts))


def _in_ten_thousands(text: str) -> str:
    value = figure(text)
    return f"{value / 10_000:,.2f}" if value is not None and _is_amount(text) else text


def unit_in_one_heading(work: Work, choice: Choice) -> None:
    """The unit of one column's amounts stands in its heading alone, and is another than the table's."""
    tables = [(i, t) for i, t in work.tables() if any("营业收入" in c.text for r in t.rows for c in r)]
    tables = [(i, t) for i, t in tables if not any("（元）" in c.text for r in t.rows for c in r)]
    if not tables:
        raise NotHere
    place, table = tables[0]
    head = first_figures(table)
    found = [(r, col, p, c) for r, col, p, c in slots(table) if r < head and col and c.span == 1 and r + c.rows == head]
    found = [f for f in found if sum(_is_amount(c.text) for _, col, _, c in slots(table) if col == f[1]) > 1]
    if not found:
        raise NotHere
    row, at, spot, cell = of(choice, found)
    # Below another heading inside the table the unit of the table holds again.
    below = [(r, c) for r, col, _, c in slots(table) if col == at and r >= head]
    end = next((r for r, c in below if c.text and figure(c.text) is None and "点" not in c.text), len(table.rows))
    printed = [(label_of(table, r), figure(c.text)) for r, c in below if r < end]
    _scale_cells(work, printed, Decimal(10_000))
    work.put(place, _with_cell(table, row, spot, replace(cell, text=cell.text + of(choice, ("（万元）", "(万元)")))))


def _scale_cells(work: Work, printed: list[tuple[str, Decimal | None]], factor: Decimal) -> None:
    for record in work.truth["financials"]["records"]:
        for label, value in printed:
            if record["unit"] == "CNY" and label.split("（元")[0] == record["label"]:
                names = [n for n, v in record.items() if isinstance(v, Decimal) and v == value and n != "change"]
                if len(names) > 1:
                    raise NotHere
                for name in names:
                    record[name] *= factor


def figure_as_a_sheet_shows_it(work: Work, choice: Choice) -> None:
    """A cell too narrow for its figure, as a spreadsheet prints it: ####, or rounded to a power of ten."""
    place, table = _tables(work, choice)
    row, at, cell = of(choice, _printed(table))
    value = figure(cell.text)
    if value is None or abs(value) < 10_000:
        raise NotHere
    _forget(work, table, row, cell.text)
    text = of(choice, ("########", f"{value:.2E}", f"{value:.2E}".replace("+", "+0"), "#VALUE!", "#REF!"))
    if not can_show(text):
        raise NotHere
    work.put(place, _with_cell(table, row, at, replace(cell, text=text)))


def letters_stacked(work: Work, choice: Choice) -> None:
    """A heading set downwards, a character a line."""
    place, table = _tables(work, choice)
    head = first_figures(table)
    found = [(r, p, c) for r, _, p, c in slots(table) if r < head and 2 <= len(c.text) <= 8]
    if not found:
        raise NotHere
    row, at, cell = of(choice, found)
    work.put(place, _with_cell(table, row, at, replace(cell, text="\n".join(cell.text))))


def figure_with_that_before(work: Work, choice: Choice) -> None:
    """A figure with that of the year before in brackets behind it or on a line of its own."""
    place, table = _tables(work, choice)
    row, at, cell = of(choice, _printed(table))
    other = cell.text.translate(str.maketrans("123456789", "912345678"))
    text = cell.text + of(choice, ("（{}）", "({})", " ({})", "\n（{}）", "\n({})", "/{}")).format(other)
    if not can_show(text):
        raise NotHere
    work.put(place, _with_cell(table, row, at, replace(cell, text=text)))


def rows_of_blank_cells(work: Work, choice: Choice) -> None:
    """Rows without anything in them between the others, as spreadsheets have for room."""
    place, table = _tables(work, choice)
    head = first_figures(table)
    free = [n for n in range(head, len(table.rows)) if not any(r < n < r + c.rows for r, _, _, c in slots(table))]
    blank = tuple(Cell() for _ in table.widths)
    rows: list[tuple[Cell, ...]] = []
    every = choice.integer(1, 3)
    for number, cells in enumerate(table.rows):
        rows += [blank] if number in free and number % every == 0 else []
        rows.append(cells)
    work.put(place, replace(table, rows=tuple(rows)))


def columns_of_blank_cells(work: Work, choice: Choice) -> None:
    """Columns without anything in them, not even a heading, between the others."""
    place, table = _tables(work, choice)
    work.put(place, _inserted(table, choice.integer(1, len(table.widths)), first_figures(table), "", ("",)))


def labels_at_the_right(work: Work, choice: Choice) -> None:
    """The labels stand in the last column."""
    place, table = _tables(work, choice)
    if any(c.span > 1 or c.rows > 1 for r in table.rows for c in r) or any(len(r) == 1 for r in table.rows):
        raise NotHere
    rows = tuple((*r[1:], r[0]) for r in table.rows)
    del choice
    work.put(place, replace(table, widths=(*table.widths[1:], table.widths[0]), rows=rows))


KINDS: tuple[Callable[[Work, Choice], None], ...] = (
    halves_side_by_side,
    column_in_ten_thousands,
    unit_in_one_heading,
    figure_as_a_sheet_shows_it,
    letters_stacked,
    figure_with_that_before,
    rows_of_blank_cells,
    columns_of_blank_cells,
    labels_at_the_right,
)


def thousands_parted_by_room(work: Work, choice: Choice) -> None:
    """Thousands parted by a little room and no character."""
    room = of(choice, (0.1, 0.2, 0.3))

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (_, top, line), *_ = inked(cell)
        x = cell.x1 - 5
        for part in reversed(line.split(",")):
            x -= painter.canvas.stringWidth(part, font.TEXT, cell.size)
            painter.text(x, top, part, cell.size)
            x -= room * cell.size

    instead_of_one(work, choice, draw, _is_amount)


def decimals_smaller(work: Work, choice: Choice) -> None:
    """The decimals of a figure are smaller, on its line or raised."""
    factor, raised = of(choice, (0.6, 0.75)), choice.integer(0, 1)

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (x, top, line), *_ = inked(cell)
        whole, point, rest = line.partition(".")
        painter.text(x, top, whole + point, cell.size)
        end = x + painter.canvas.stringWidth(whole + point, font.TEXT, cell.size)
        painter.text(end, top + (0.0 if raised else 0.92 * cell.size * (1 - factor)), rest, cell.size * factor)

    instead_of_one(work, choice, draw, lambda t: is_figure(t) and "." in t)


def point_lost_in_small_type(work: Work, choice: Choice) -> None:
    """The point of a figure is very small, or its line breaks behind it."""
    factor = of(choice, (0.4, 0.25))

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (x, top, line), *_ = inked(cell)
        whole, _, rest = line.partition(".")
        painter.text(x, top, whole, cell.size)
        x += painter.canvas.stringWidth(whole, font.TEXT, cell.size)
        painter.text(x, top + 0.92 * cell.size * (1 - factor), ".", cell.size * factor)
        painter.text(x + painter.canvas.stringWidth(".", font.TEXT, cell.size), top, rest, cell.size)

    instead_of_one(work, choice, draw, lambda t: is_figure(t) and "." in t)


def label_hangs_low(work: Work, choice: Choice) -> None:
    """A label of two lines whose second stands in the band of the row below, or whose first in that above."""
    down, part = choice.integer(0, 1), choice.integer(30, 70) / 100

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (x, top, line), *_ = inked(cell)
        cut = max(1, int(part * len(line)))
        step = 1.2 * cell.size
        painter.text(x, top if down else top - step, line[:cut], cell.size)
        painter.text(x, top + step if down else top, line[cut:], cell.size)

    instead_of_one(work, choice, draw, _is_label)


def minus_at_the_edge(work: Work, choice: Choice) -> None:
    """The minus of a figure stands at the left side of its cell, as accounts set it, or behind the figure."""
    behind = choice.integer(0, 1)

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (x, top, line), *_ = inked(cell)
        wide = painter.canvas.stringWidth("-", font.TEXT, cell.size)
        end = x + painter.canvas.stringWidth(line, font.TEXT, cell.size)
        painter.text(end if behind else cell.x0 + 1.5, top, "-", cell.size)
        painter.text(x + wide, top, line[1:], cell.size)

    instead_of_one(work, choice, draw, lambda t: t.startswith("-") and is_figure(t))


def per_cent_apart(work: Work, choice: Choice) -> None:
    """The sign of per cent stands apart from its figure, smaller, or on the next line."""
    how = choice.integer(0, 2)

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (x, top, line), *_ = inked(cell)
        end = x + painter.canvas.stringWidth(line[:-1], font.TEXT, cell.size)
        painter.text(x, top, line[:-1], cell.size)
        place = ((end + 4, top, 1.0), (end, top + 0.3 * cell.size, 0.7), (end - 4, top + 1.1 * cell.size, 1.0))[how]
        painter.text(place[0], place[1], "%", cell.size * place[2])

    instead_of_one(work, choice, draw, lambda t: t.endswith("%") and is_figure(t))


def form_field(work: Work, choice: Choice) -> None:
    """A figure is what a field of a form has been filled with, or another is, over the figure's own text."""
    another = choice.integer(0, 1)

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (x, top, line), *_ = inked(cell)
        if another:
            painter.text(x, top, line.translate(str.maketrans("123456789", "912345678")), cell.size)
        painter.canvas.acroForm.textfield(
            value=line, x=cell.x0 + 1, y=HEIGHT - cell.y1 + 1, width=cell.x1 - cell.x0 - 2, borderWidth=0,
            height=cell.y1 - cell.y0 - 2, fontSize=cell.size, fontName="Helvetica", forceBorder=False,
            name=f"f{choice.integer(0, 10**6)}",
        )  # fmt: skip

    instead_of_one(work, choice, draw, is_figure)


def sticky_note(work: Work, choice: Choice) -> None:
    """A reader's note with a figure of its own, closed or open, over a table."""
    words, open_ = of(choice, ("548,118.92", "应为5.43%", "见第12页", "3")), choice.integer(0, 1)
    first = choice.integer(1, 3)

    def put(opened: pikepdf.Pdf) -> None:
        page = opened.pages[min(first, len(opened.pages) - 1)]
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[300, 500, 320, 520],
            Contents=pikepdf.String(words), Open=bool(open_), F=4,
        )  # fmt: skip
        page.Annots = pikepdf.Array([*page.get("/Annots", []), opened.make_indirect(note)])

    work.finish.append(put)


def text_box_over(work: Work, choice: Choice) -> None:
    """A text box with another figure, its ground white or none, written over a figure as a reader's correction."""
    white = choice.integer(0, 1)
    spot: list[tuple[int, float, float, float, float, str]] = []

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (x, top, line), *_ = inked(cell)
        painter.text(x, top, line.translate(str.maketrans("123456789", "912345678")), cell.size)
        number = painter.canvas.getPageNumber()
        spot.append((number, cell.x0 + 1, HEIGHT - cell.y1 + 1, cell.x1 - 1, HEIGHT - cell.y0 - 1, line))

    def put(opened: pikepdf.Pdf) -> None:
        for number, x0, y0, x1, y1, line in spot:
            ground = f"1 g 0 0 {x1 - x0} {y1 - y0} re f " if white else ""
            stream = opened.make_stream(f"{ground}0 g BT /H 9 Tf 3 4 Td ({line}) Tj ET".encode())
            stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
            stream.BBox = [0, 0, x1 - x0, y1 - y0]
            face = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
            stream.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(H=face))
            box = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[x0, y0, x1, y1],
                Contents=pikepdf.String(line), F=4, DA=pikepdf.String("/H 9 Tf 0 g"),
                AP=pikepdf.Dictionary(N=stream),
            )  # fmt: skip
            page = opened.pages[number - 1]
            page.Annots = pikepdf.Array([*page.get("/Annots", []), opened.make_indirect(box)])

    instead_of_one(work, choice, draw, is_figure)
    work.finish.insert(0, put)  # before the pages are turned, or taken out


def highlighted(work: Work, choice: Choice) -> None:
    """A figure under a highlighter: yellow, a third of it opaque."""
    alpha = of(choice, (0.2, 0.4, 0.6))

    def draw(painter: Painter, cell: PlacedCell) -> None:
        painter.canvas.saveState()
        painter.canvas.setFillColorRGB(1, 1, 0)
        painter.canvas.setFillAlpha(alpha)
        painter.canvas.rect(cell.x0 + 1, HEIGHT - cell.y1 + 1, cell.x1 - cell.x0 - 2, cell.y1 - cell.y0 - 2, 0, 1)
        painter.canvas.restoreState()

    at_figure(work, choice, draw)


def light_on_dark(work: Work, choice: Choice) -> None:
    """A figure, or a heading, in white on a dark ground."""
    heading = choice.integer(0, 1)

    def draw(painter: Painter, cell: PlacedCell) -> None:
        painter.rect(cell.x0 + 0.5, cell.y0 + 0.5, cell.x1 - 0.5, cell.y1 - 0.5, 0.15)
        painter.canvas.setFillGray(1)
        for x, top, line in inked(cell):
            painter.text(x, top, line, cell.size)
        painter.canvas.setFillGray(0)

    instead_of_one(work, choice, draw, _is_label if heading else is_figure)


def printed_by_a_browser(work: Work, choice: Choice) -> None:
    """A browser's line above and below each page: the day, a title, an address, a page of so many."""
    top, bottom = of(choice, (12, 46, 58)), of(choice, (780, 800, 822))

    def draw(painter: Painter, number: int, _page: Page) -> None:
        painter.text(40, top, "2024/4/26 12:08", 7)
        painter.text(WIDTH / 2, top, "300999_2023 年度报告", 7)
        painter.text(40, bottom, "https://www.example.com/300999/1219866543.html", 7)
        painter.text(WIDTH - 70, bottom, f"{number}/12", 7)

    work.over.append(draw)


def words_as_a_picture(work: Work, choice: Choice) -> None:
    """A label or a heading is a picture."""
    del_ = choice.integer(0, 1)

    def draw(painter: Painter, cell: PlacedCell) -> None:
        from reportlab.lib.utils import ImageReader

        (x, top, line), *_ = inked(cell)
        wide = painter.canvas.stringWidth(line, font.TEXT, cell.size)
        painter.canvas.drawImage(ImageReader(_strokes()), x, HEIGHT - top - cell.size, wide, cell.size)

    instead_of_one(work, choice, draw, _is_label if del_ else lambda t: t.endswith(("年", "末", "期", "数量", "比例")))


def arrow_beside(work: Work, choice: Choice) -> None:
    """An arrow drawn beside a figure shows that it falls: its minus is not printed."""
    filled = choice.integer(0, 1)

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (x, top, line), *_ = inked(cell)
        painter.text(x, top, line[1:], cell.size)
        path = painter.canvas.beginPath()
        y = HEIGHT - top - 0.3 * cell.size
        path.moveTo(x - 8, y)
        path.lineTo(x - 2, y)
        path.lineTo(x - 5, y - 6)
        path.close()
        painter.canvas.drawPath(path, stroke=1 - filled, fill=filled)

    instead_of_one(work, choice, draw, lambda t: t.startswith("-") and is_figure(t))


def ring_around(work: Work, choice: Choice) -> None:
    """A reader's ring around a figure, or a tick or cross on it."""
    how = choice.integer(0, 2)

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (x, top, line), *_ = inked(cell)
        wide = painter.canvas.stringWidth(line, font.TEXT, cell.size)
        painter.canvas.setStrokeColorRGB(0.9, 0, 0)
        if how == 0:
            painter.canvas.ellipse(x - 4, HEIGHT - top - cell.size - 3, x + wide + 4, HEIGHT - top + 3)
        else:
            painter.canvas.line(x, HEIGHT - top - cell.size, x + wide, HEIGHT - top)
            if how == 2:
                painter.canvas.line(x, HEIGHT - top, x + wide, HEIGHT - top - cell.size)
        painter.canvas.setStrokeGray(0)

    at_figure(work, choice, draw)


def rules_through_text(work: Work, choice: Choice) -> None:
    """The upright rules of one column boundary are drawn a little aside, through the figures beside them."""
    aside, which = of(choice, (-9.0, -5.0, 5.0, 9.0)), choice.integer(0, 99)

    def draw(painter: Painter, cells: list[PlacedCell]) -> None:
        from compose.pdf import _cell_edges

        xs = sorted({round(c.x0, 2) for c in cells})
        moved = xs[which % len(xs)]
        for x0, y0, x1, y1 in _cell_edges(cells):
            shift = aside if x0 == x1 == moved else 0.0
            stroke(painter, x0 + shift, y0, x1 + shift, y1, 0, 0.5)

    work.ruling.append(draw)


OF_PDF: tuple[Callable[[Work, Choice], None], ...] = (
    thousands_parted_by_room,
    decimals_smaller,
    point_lost_in_small_type,
    label_hangs_low,
    minus_at_the_edge,
    per_cent_apart,
    form_field,
    sticky_note,
    text_box_over,
    highlighted,
    light_on_dark,
    printed_by_a_browser,
    words_as_a_picture,
    arrow_beside,
    ring_around,
    rules_through_text,
)


def hidden_by_class(work: Work, choice: Choice) -> None:
    """A wrong figure before the right one that a style sheet hides."""
    rule = of(choice, ("display:none", "visibility:hidden", "font-size:0", "text-decoration:line-through"))
    style = f"<style>.old {{ {rule} }}</style></head>"
    work.markup.append(lambda page: page.replace("</head>", style, 1))
    tag = of(choice, ("span", "b", "i"))
    _rewritten(work, choice, lambda t: f"<{tag} class='old'>9</{tag}>{t}", bool)


def minus_by_style(work: Work, choice: Choice) -> None:
    """The minus of a figure is put there by a style sheet, or the figure is in the colour of losses."""
    rule = of(choice, (".neg::before { content: '-' }", ".neg:before { content: '(' } .neg:after { content: ')' }"))
    work.markup.append(lambda page: page.replace("</head>", f"<style>{rule}</style></head>", 1))
    _rewritten(work, choice, lambda t: f"<span class='neg'>{t[1:]}</span>", lambda t: t.startswith("-"))


def figure_in_a_control(work: Work, choice: Choice) -> None:
    """A figure is what an input, an output or a list of choices shows."""
    frame = of(
        choice,
        (
            '<input value="{}">', '<input type="text" value="{}" readonly>', "<textarea>{}</textarea>",
            "<output>{}</output>", "<button>{}</button>",
            "<select><option>9</option><option selected>{}</option></select>",
            '<meter value="0.5">{}</meter>', '<img src="a.png" alt="{}">', "<label>{}</label>",
        ),
    )  # fmt: skip
    _rewritten(work, choice, frame.format, bool)


def foot_first(work: Work, choice: Choice) -> None:
    """The last row of a table stands first in the file, as its foot."""
    printed = of(choice, _figures(work))

    def move(page: str) -> str:
        for table in re.findall(r"<table>.*?</table>", page, re.DOTALL):
            rows = re.findall(r"<tr>.*?</tr>", table, re.DOTALL)
            if printed in table and len(rows) > 3 and "rowspan" not in table:
                foot = f"<tfoot>{rows[-1]}</tfoot>"
                return page.replace(table, f"<table>{foot}<tbody>{''.join(rows[:-1])}</tbody></table>")
        return page

    work.markup.append(move)


def tags_left_open(work: Work, choice: Choice) -> None:
    """Cells and rows that are not closed, or closed twice."""
    how = of(choice, (("</td>", ""), ("</tr>", ""), ("</td>", "</td></td>"), ("</td></tr>", "</tr>")))
    work.markup.append(lambda page: page.replace(*how))


def shown_elsewhere(work: Work, choice: Choice) -> None:
    """Two cells of a row change places on the screen by a style."""
    printed = of(choice, _figures(work))
    cell = re.compile(rf"<td>([^<]*)</td><td>({re.escape(printed)})</td>")
    style = of(choice, ("float:right", "order:-1", "direction:rtl"))
    frame = rf'<td><div style="display:flex;{style}">\1</div></td><td>\2</td>'
    work.markup.append(lambda page: cell.sub(frame, page, count=1))


def table_in_a_cell(work: Work, choice: Choice) -> None:
    """A figure stands in a table of its own within its cell."""
    frame = of(
        choice, ("<table><tr><td>{}</td></tr></table>", "<div><div>{}</div></div>", "<p>{}</p>", "<ul><li>{}</li></ul>")
    )
    _rewritten(work, choice, frame.format, bool)


OF_HTML: tuple[Callable[[Work, Choice], None], ...] = (
    hidden_by_class,
    minus_by_style,
    figure_in_a_control,
    foot_first,
    tags_left_open,
    shown_elsewhere,
    table_in_a_cell,
)
