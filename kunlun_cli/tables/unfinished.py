"""Tables of which a page does not show all as text: their last rows are a picture, or they run over its side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kunlun_cli.pages.page import Line, Page
from kunlun_cli.records.filing import Problem
from kunlun_cli.records.source import Box
from kunlun_cli.tables.table import ALIKE, SIDE, Row, Table, sides_of


def but_pasted(here: Sequence[Line | Table], page: Page) -> list[Line | Table]:
    """A page's blocks; a table is doubted right below which a picture as wide stands, as its last rows pasted as one.

    Right below is within the height of its last row.
    """
    out = list(here)
    for i, table in enumerate(out if page.pictures else ()):
        if isinstance(table, Table):
            last = table.rows[-1]
            heads = [box for box in page.pictures if abs(box[1] - last.bottom) < last.bottom - last.top]
            if is_as_wide(heads, [row for row in table.rows if row.page == page.number]):
                message = "a picture as wide as a table stands right below it, and may be the rest of it"
                out[i] = table._replace(doubts=(*table.doubts, Problem("unaccounted", message, page.number)))
    return out


def but_cut(here: Sequence[Line | Table], page: Page) -> list[Line | Table]:
    """A page's blocks; a table is doubted whose lines run over the side of what is shown of the page.

    Over its upper or lower end too, which is a side of the sheet where pages are set turned.
    """
    if page.shown is None:
        return list(here)
    left, top, right, bottom = page.shown
    level = [r.top for r in page.rules if r.top == r.bottom and (r.x0 <= left + ALIKE or r.x1 >= right - ALIKE)]
    upright = [r for r in page.rules if r.x0 == r.x1 and (r.top <= top + ALIKE or r.bottom >= bottom - ALIKE)]
    out = list(here)
    for i, table in enumerate(out if level or upright else ()):
        if isinstance(table, Table):
            own = [row for row in table.rows if row.page == page.number]
            first, last = own[0].top - ALIKE, own[-1].bottom + ALIKE
            over = [r for r in upright if r.top <= last and r.bottom >= first]
            if over or any(first <= at <= last for at in level):
                message = "a table runs over the side of the page; what stands beyond it is not shown"
                out[i] = table._replace(doubts=(*table.doubts, Problem("unaccounted", message, page.number)))
    return out


def is_as_wide(pictures: Iterable[Box], rows: Sequence[Row]) -> bool:
    """Whether one of some pictures has the sides of some rows."""
    left, right = sides_of(rows)
    return any(abs(x0 - left) <= SIDE and abs(x1 - right) <= SIDE for x0, _, x1, _ in pictures)
