"""Perturbations of how leaves are bound and printed: rows repeated overleaf, sheets askew or trimmed, other type.

Those in `KINDS` work in every shape, those in `OF_TEXT` where there are pages, those in `OF_PDF` are drawn. All keep
the truth true.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import pikepdf
from compose import font
from compose.pdf import HEIGHT, inked
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from tests.property.letters import _strokes, instead_of_one, is_figure
from tests.property.rows import _one, _with_rows
from tests.property.sheets import _wrapped
from tests.property.work import (
    Cell,
    Choice,
    Line,
    NotHere,
    Page,
    Painter,
    PlacedCell,
    PlacedLine,
    PlacedRow,
    Table,
    Work,
    can_show,
    figure,
    first_figures,
    of,
    slots,
)

Item = PlacedLine | PlacedRow


def per_cents_in_the_heading(work: Work, choice: Choice) -> None:
    """A column's sign of per cent stands in its heading alone, or one of its figures has it all the same."""
    found = list(_columns_of_per_cents(work))
    if not found:
        raise NotHere
    place, table, column = of(choice, found)
    head = first_figures(table)
    keep = choice.integer(0, 3)  # 0: one figure keeps its sign
    kept = of(choice, [r for r, c, _, cell in slots(table) if c == column and r >= head and cell.text.endswith("%")])
    sign = of(choice, ("（%）", "(%)", "%"))
    rows = [list(r) for r in table.rows]
    heading = max(r for r, c, _, cell in slots(table) if c == column and r < head and cell.text)
    for r, c, at, cell in slots(table):
        if c == column and r == heading:
            rows[r][at] = replace(cell, text=cell.text.replace("（%）", "") + sign)
        elif c == column and r >= head and (keep or r != kept):
            rows[r][at] = replace(cell, text=cell.text.removesuffix("%"))
    work.put(place, replace(table, rows=tuple(map(tuple, rows))))


def _columns_of_per_cents(work: Work) -> Iterator[tuple[int, Table, int]]:
    """The columns whose figures all have a sign of per cent, below a heading of their own."""
    for place, table in work.tables():
        head = first_figures(table)
        for column in range(1, len(table.widths)):
            cells = [(r, c) for r, at, _, c in slots(table) if at == column]
            below = [c.text for r, c in cells if r >= head and c.text]
            headed = any(r < head and c.text and c.span == 1 for r, c in cells)
            if headed and len(below) > 1 and all(t.endswith("%") for t in below):
                yield place, table, column


def room_in_a_figure(work: Work, choice: Choice) -> None:
    """A space stands in a figure: behind a separator, before its point, or between two digits."""
    spaces, part = of(choice, (" ", "  ", "\u3000")), choice.integer(0, 99)

    def write(text: str) -> str:
        at = 1 + part % (len(text) - 1)
        return text[:at] + spaces + text[at:]

    _one(work, choice, write, lambda t: len(t) > 3)


def holders_in_ten_thousands(work: Work, choice: Choice) -> None:
    """The shares held are in ten thousands or hundreds, as the line above, a heading, a row or a note says."""
    holders = [
        (i, t)
        for i, t in work.tables()
        if any("持股比例" in c.text for row in t.rows[: first_figures(t)] for c in row)
        and any("股东名称" in c.text for row in t.rows[: first_figures(t)] for c in row)
    ]
    if not holders:
        raise NotHere
    place, table = holders[0]
    blocks = work.document.blocks
    if isinstance(above := blocks[place - 1], Line) and above.text == "单位：股":
        work.put(place - 1)
        place -= 1
    # Whether what is said of one table holds for another right below it, nobody could tell.
    crowded = isinstance(work.document.blocks[place + 1], Table) and "无限售" in _all(work.document.blocks[place + 1])
    unit, factor = of(choice, (("万股", 10_000), ("百股", 100), ("千股", 1_000), ("股", 1)))
    said, where = of(choice, ("单位：{}", "（单位：{}）", "数量单位：{}")).format(unit), choice.integer(0, 3)
    if not can_show(said) or (crowded and where < 3):
        raise NotHere
    head = first_figures(table)
    whole = Cell(said, span=len(table.widths), align="right")
    if where == 0:
        work.put(place, Line(said, align="right"), table)
    elif where == 1:
        work.put(place, table, Line("注：" + said))
    elif where == 2:
        work.put(place, _with_rows(table, head, head, (whole,)))
    elif any("增减" in c.text for row in table.rows[:head] for c in row):
        raise NotHere  # which unit the changes are in, no heading would say
    else:
        rows = [tuple(replace(c, text=_with_unit(c.text, unit)) for c in row) for row in table.rows[:head]]
        work.put(place, replace(table, rows=(*rows, *table.rows[head:])))
    # What is said of a table holds for its part on unrestricted shares too, what a heading says for its own.
    both = where < 3 and "无限售" in _all(replace(table, rows=table.rows[head:]))
    for record in work.truth["holders"]["records"]:
        if both or record["table"] == "top10":
            _scale_shares(record, factor)


def _all(table: Table) -> str:
    return "".join(c.text for row in table.rows for c in row)


def _with_unit(text: str, unit: str) -> str:
    bare = text.replace("（股）", "")
    return f"{bare}（{unit}）" if "数量" in bare and "情况" not in bare else text


def _scale_shares(record: dict[str, Any], factor: int) -> None:
    """Shares on margin accounts aside: a sentence below the table tells them."""
    for name in ("shares", "restricted_shares", "restricted_shares_incl_lent", "change"):
        if isinstance(record.get(name), int | Decimal):
            record[name] *= factor
    for pledge in record.get("pledges") or ():
        pledge["shares"] = pledge["shares"] and pledge["shares"] * factor


KINDS: tuple[Callable[[Work, Choice], None], ...] = (
    per_cents_in_the_heading,
    room_in_a_figure,
    holders_in_ten_thousands,
)


def _moved(item: Item, by: float) -> Item:
    if isinstance(item, PlacedLine):
        return replace(item, y=item.y + by)
    return replace(item, cells=tuple(replace(c, y0=c.y0 + by, y1=c.y1 + by) for c in item.cells))


def _run_over(pages: list[Page]) -> Iterator[tuple[Page, Page, PlacedRow, PlacedRow]]:
    """Two pages with a table that goes over from one to the other, its last row there and its first here."""
    for before, after in itertools.pairwise(pages):
        if before.items and after.items:
            last, first = before.items[-1], after.items[0]
            if isinstance(last, PlacedRow) and isinstance(first, PlacedRow) and last.table == first.table:
                yield before, after, last, first


def _plain(row: PlacedRow, other: PlacedRow) -> bool:
    """Whether a row's cells all begin and end with it, and none of another row reaches over it, as it is as wide."""
    closed = len({(c.y0, c.y1) for c in row.cells}) == 1 and not any(c.cut for c in row.cells)
    return closed and abs(_width(row) - _width(other)) < 1


def _width(row: PlacedRow) -> float:
    return sum(c.x1 - c.x0 for c in row.cells)


def row_again_overleaf(work: Work, choice: Choice) -> None:
    """The last row of a page stands at the head of the next again."""
    work.style(bottom=float(choice.integer(240, 760)))

    def put(pages: list[Page]) -> None:
        for _, after, last, first in _run_over(pages):
            if _plain(last, first):
                high = last.cells[0].y1 - last.cells[0].y0
                again = _moved(last, first.cells[0].y0 - last.cells[0].y0)
                after.items[:] = [again, *(_moved(item, high) for item in after.items)]

    work.laid.append(put)


def heading_at_the_foot(work: Work, choice: Choice) -> None:
    """A page ends below a table's heading; all its rows stand overleaf."""
    which = choice.integer(0, 99)

    def put(pages: list[Page]) -> None:
        heads = list(_headings(pages))
        if heads:
            page, at = heads[which % len(heads)]
            number = pages.index(page)
            rest = page.items[at:]
            up = _top(page.items[0]) - _top(rest[0])
            page.items[:] = page.items[:at]
            pages.insert(number + 1, Page([_moved(item, up) for item in rest]))

    work.laid.append(put)


def _top(item: Item) -> float:
    return item.y if isinstance(item, PlacedLine) else min(c.y0 for c in item.cells)


def _headings(pages: list[Page]) -> Iterator[tuple[Page, int]]:
    """Where on a page the first row of figures of a table stands, behind its heading."""
    seen: set[int] = set()
    for page in pages:
        for at, item in enumerate(page.items):
            if not isinstance(item, PlacedRow) or item.table in seen:
                continue
            if any(figure(c.cell.text) is not None for c in item.cells):
                seen.add(item.table)
                above = page.items[at - 1] if at else None
                crossed = isinstance(above, PlacedRow) and any(c.y1 > _top(item) + 0.1 for c in above.cells)
                if isinstance(above, PlacedRow) and above.table == item.table and not crossed:
                    yield page, at


def askew(work: Work, choice: Choice) -> None:
    """Pages stand askew by a part of a degree, as a scanner straightens them."""
    angle, one = choice.integer(-10, 10) / 10, choice.integer(0, 3)

    def turn(opened: pikepdf.Pdf) -> None:
        c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        for number, page in enumerate(opened.pages, 1):
            if one in {0, number}:
                x, y = (float(page.mediabox[2]) / 2, float(page.mediabox[3]) / 2)
                _wrapped(page, c, s, -s, c, x - c * x + s * y, y - s * x - c * y)

    work.finish.append(turn)


def trimmed(work: Work, choice: Choice) -> None:
    """Pages are trimmed at a side through a column: what stands there nobody can read."""
    left, part, masked = choice.integer(0, 1), choice.integer(10, 35) / 100, choice.integer(0, 1)

    def cut(opened: pikepdf.Pdf) -> None:
        for page in opened.pages:
            x0, y0, x1, y1 = (float(v) for v in page.mediabox)
            aside = part * (x1 - x0)
            box = [x0 + aside if left else x0, y0, x1 if left else x1 - aside, y1]
            page.cropbox = box
            if masked:
                page.mediabox = box

    work.finish.append(cut)


def picture_for_the_rest(work: Work, choice: Choice) -> None:
    """The last rows of a table are a picture right below the others."""
    which, rows = choice.integer(0, 99), choice.integer(1, 6)
    gap = of(choice, (0.0, 2.0, 6.0))
    hidden: list[PlacedRow] = []

    def put(pages: list[Page]) -> None:
        tables: dict[int, list[PlacedRow]] = {}
        for page in pages:
            here: dict[int, list[PlacedRow]] = {}
            for item in page.items:
                if isinstance(item, PlacedRow):
                    here.setdefault(item.table, []).append(item)
            tables.update(here)  # of a table on several pages, the last
        long = [t for t in tables.values() if len(t) > rows + 1]
        if long:
            table = long[which % len(long)]
            hidden.extend(table[-rows:] if _free(table[:-rows], table[-rows]) else ())

    def under(painter: Painter, _number: int, page: Page) -> None:
        from reportlab.lib.utils import ImageReader

        cells = [c for item in page.items if any(item is row for row in hidden) for c in item.cells]
        if cells:
            x0, y0 = min(c.x0 for c in cells), min(c.y0 for c in cells) + gap
            x1, y1 = max(c.x1 for c in cells), max(c.y1 for c in cells)
            painter.canvas.drawImage(ImageReader(_strokes()), x0, HEIGHT - y1, x1 - x0, y1 - y0)
        page.items[:] = [item for item in page.items if not any(item is row for row in hidden)]

    work.laid.append(put)
    work.under.append(under)


def _free(above: list[PlacedRow], first: PlacedRow) -> bool:
    """Whether no cell of the rows above reaches into a row."""
    return all(c.y1 <= _top(first) + 0.1 for row in above for c in row.cells)


@cache
def _other_face() -> str:
    """The text face once more, as a font of its own."""
    other = TTFont("KunlunSampleOther", str(font.TEXT_FILE))
    other.face.name = b"KunlunSampleOther"  # by which the maps of a document's fonts are kept apart
    pdfmetrics.registerFont(other)
    return "KunlunSampleOther"


def digit_of_a_font_of_its_own(work: Work, choice: Choice) -> None:
    """One digit of a figure is set in another font, whose map makes another digit of it."""
    wrong, places = choice.integer(0, 9), choice.integer(0, 99)
    names: list[str] = []

    def draw(painter: Painter, cell: PlacedCell) -> None:
        (x, top, line), *_ = inked(cell)
        spots = [i for i, char in enumerate(line) if char.isdigit() and char != str(wrong)]
        at = spots[places % len(spots)] if spots else -1
        for i, char in enumerate(line):
            face = _other_face() if i == at else font.TEXT
            pen = painter.canvas.beginText(
                x + painter.canvas.stringWidth(line[:i], font.TEXT, cell.size), HEIGHT - top - 0.92 * cell.size
            )
            pen.setFont(face, cell.size)
            pen.textOut(char)
            painter.canvas.drawText(pen)
        if spots:
            names.append(pdfmetrics.getFont(_other_face()).getSubsetInternalName(0, painter.canvas._doc)[1:])
            names.append(line[at])

    def damage(opened: pikepdf.Pdf) -> None:
        for page in opened.pages if names else ():
            face = page.get("/Resources", {}).get("/Font", {}).get("/" + names[0])
            if face is not None:
                # What a program keeps of a font: the one glyph that is drawn.
                one = b"begincmap 1 beginbfchar <%02X> <%04X> endbfchar endcmap" % (ord(names[1]), ord(str(wrong)))
                face.ToUnicode.write(one)

    instead_of_one(work, choice, draw, is_figure)
    work.finish.insert(0, damage)


OF_TEXT: tuple[Callable[[Work, Choice], None], ...] = (row_again_overleaf, heading_at_the_foot)
OF_PDF: tuple[Callable[[Work, Choice], None], ...] = (
    *OF_TEXT,
    askew,
    trimmed,
    picture_for_the_rest,
    digit_of_a_font_of_its_own,
)
