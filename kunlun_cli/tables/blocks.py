"""A filing's pages as one stream of lines and tables in reading order, tables stitched over pages."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from kunlun_cli.figures.numbers import is_number
from kunlun_cli.forms.lines import is_known
from kunlun_cli.pages.assemble import Word, cluster_lines, glyphs_of
from kunlun_cli.pages.page import Line, Page, lines_in, lines_of
from kunlun_cli.records.filing import Problem
from kunlun_cli.records.source import Box
from kunlun_cli.tables.grid import table_of
from kunlun_cli.tables.stray import drawings
from kunlun_cli.tables.table import ALIKE, SIDE, Row, Table, sides_of
from kunlun_cli.tables.unfinished import but_cut, but_pasted, is_as_wide

Block = Line | Table

# The part of the page's height in which running headers and footers stand, at either end.
MARGIN = 0.12
# Of what is printed, from its upper or lower end: two lines, or one and the space below it.
EDGE = 0.06
# Less of the sheet is not all that pages hold: they end where their text does.
FILLED = 1 / 3
# No line is higher than this, in points: words so near the margins may be of a line in them.
BEYOND = 40.0
_RUNNING = 3
"""So many lines at most are a page's running ones: a footer, and a header of company and report."""
_BLANK = 2
"""So many cells of half a row are blank: a heading may have one above the labels."""
_PAGE_NUMBER = re.compile(r"^[-–—~·\s]*(第?\s*\d{1,4}\s*页?)?\s*([/／,，]?\s*共?\s*\d{0,4}\s*页?)?[-–—~·\s]*$")
_ROMAN = re.compile(r"^[IVXLC]{1,6}$")
_AMOUNT = re.compile(r"\d,\d{3}(?!\d)")
# What is left of figures without their digits.
_SIGNS = ",.-−–—()（） "


def page_tables(page: Page) -> list[tuple[Table, Box]]:
    """The ruled tables of a page from top to bottom; a frame around others is not a table."""
    return list(page.once(_tables))


def _tables(page: Page) -> tuple[tuple[Table, Box], ...]:
    drawn = (table_of(lattice, page.words, page.number) for lattice in drawings(page.rules, page.words))
    found = [table for table in drawn if table is not None and not _borders(page, table)]
    return tuple(
        (t[0]._replace(layout=page.layout), t[1]) for t in found if not any(_frames(t, other) for other in found)
    )


def _borders(page: Page, drawn: tuple[Table, Box]) -> bool:
    """Whether a drawing is one box around all that its page prints, the running lines too: a border of the page."""
    table, box = drawn
    if sum(len(row.cells) for row in table.rows) > 1:
        return False
    whole = box[1] <= _from_top(page, MARGIN) and box[3] >= _from_top(page, 1 - MARGIN)
    return whole and all(word.text.isspace() for word in outside(page.words, [box]))


def _frames(outer: tuple[Table, Box], inner: tuple[Table, Box]) -> bool:
    a, b = outer[1], inner[1]
    if outer is inner:
        return False
    encloses = a[0] <= b[0] and a[1] <= b[1] and a[2] >= b[2] and a[3] >= b[3]
    return encloses and sum(len(r.cells) for r in outer[0].rows) <= sum(len(r.cells) for r in inner[0].rows)


def outside(words: Iterable[Word], boxes: Sequence[Box]) -> list[Word]:
    """The words whose middle is in none of the boxes; those across a box's side by their characters."""
    out: list[Word] = []
    for word in words:
        _, left, top, right, bottom, *_ = word
        cy = (top + bottom) / 2
        level = []
        for box in boxes:
            if box[1] <= cy <= box[3]:
                if box[0] <= left and right <= box[2]:
                    break
                level.append(box)
        else:
            if not level:
                out.append(word)
            elif word.sides and any(b[0] <= right and left <= b[2] for b in level):
                out += outside(glyphs_of((word,)), level)
            elif not any(b[0] <= word.cx <= b[2] for b in level):
                out.append(word)
    return out


def rows_outside(page: Page) -> tuple[list[Word], ...]:
    """The rows of words of a page that are in none of its drawn tables, from top to bottom."""
    return page.once(_rows_outside)


def _rows_outside(page: Page) -> tuple[list[Word], ...]:
    return tuple(cluster_lines(outside(page.words, [box for _, box in page_tables(page)])))


def page_blocks(page: Page) -> list[Block]:
    """Lines outside tables, and tables, from top to bottom."""
    return list(page.once(_page_blocks))


def _page_blocks(page: Page) -> tuple[Block, ...]:
    tables = page_tables(page)
    lines = page.given_lines if page.given_lines is not None else lines_in(rows_outside(page), page.number)
    placed: list[tuple[float, Block]] = [(line.top, line) for line in lines]
    placed += [(box[1], table) for table, box in tables]
    placed.sort(key=lambda p: p[0])
    return tuple(block for _, block in placed)


def _signature(line: Line) -> str:
    """A line's text apart from digits, which tell pages apart; those of a table's row tell it from another's.

    The sheets of group and company go on at the head of their second page with the same line.
    """
    bare = re.sub(r"[\d\s]+", "", line.text)
    return line.text if _AMOUNT.search(line.text) or is_known(bare.rstrip(_SIGNS)) else bare


def _from_top(page: Page, part: float) -> float:
    """How far down a part of the page's height ends; of what is shown of it, as printers' sheets are cropped."""
    top, bottom = (page.shown[1], page.shown[3]) if page.shown else (0.0, page.height)
    return top + part * (bottom - top)


@dataclass(frozen=True)
class _Margins:
    """Where on a page running lines stand: above `low`, below `high`; a number at its head above `head`."""

    head: float
    low: float
    high: float

    def __call__(self, page: Page) -> tuple[Line, ...]:
        """The lines in the page's margins, table cells included; the rest of it is not put into lines for them."""
        lines = page.given_lines
        if lines is None:
            near = [w for w in page.words if w.top <= self.low + BEYOND or w.bottom >= self.high - BEYOND]
            lines = tuple(lines_of(near, page.number))
        return tuple(line for line in lines if line.top <= self.low or line.bottom >= self.high)


def _margins(page: Page, inks: Sequence[tuple[float, float]]) -> _Margins:
    """The margins of a page, told by where the words of all pages of its size stand.

    Where none of several prints anything in a margin, the sheet is larger than what was meant for it: running lines
    are then the outermost of all.
    """
    head, low, high = (_from_top(page, part) for part in (MARGIN / 2, MARGIN, 1 - MARGIN))
    top, bottom = min((ink[0] for ink in inks), default=0.0), max((ink[1] for ink in inks), default=0.0)
    if len(inks) > 1 and bottom - top > FILLED * page.height:
        edge = EDGE * (bottom - top)
        head, low = (top + edge / 2, top + edge) if top > low else (head, low)
        high = bottom - edge if bottom < high else high
    return _Margins(head, low, high)


def _ink(page: Page) -> list[tuple[float, float]]:
    """From where to where a page's words stand; nothing for a blank page."""
    words = [word for word in page.words if not word.text.isspace()]
    return [(min(word.top for word in words), max(word.bottom for word in words))] if words else []


def running_lines(pages: Sequence[Page]) -> set[tuple[int, float, str]]:
    """The running headers, footers and page numbers, as (page, top, text).

    A line in the margin is one if it is a page number, or if another page has the same text, apart
    from digits, at the same height, and no line of the page's own stands above it.
    """
    seen: Counter[tuple[str, int]] = Counter()
    candidates: list[tuple[Line, tuple[str, int]]] = []
    running: set[tuple[int, float, str]] = set()
    heads: list[list[Line]] = []
    inks: defaultdict[tuple[float, float], list[tuple[float, float]]] = defaultdict(list)
    for page in pages:
        inks[page.width, page.height] += page.once(_ink)
    for page in pages:
        margins = _margins(page, inks[page.width, page.height])
        lines = page.once(margins)
        heads.append([line for line in lines if line.top <= margins.low])
        for line in lines:
            if _PAGE_NUMBER.match(line.text) or _ROMAN.match(line.text):
                if line.bottom >= margins.high or line.top < margins.head:
                    running.add((page.number, line.top, line.text))
                continue
            key = (_signature(line), round(line.top / 4))
            candidates.append((line, key))
            for near in (-1, 0, 1):
                seen[key[0], key[1] + near] += 1
    running |= {(line.page, line.top, line.text) for line, key in candidates if key[0] and seen[key] > 1}
    return running.difference(*(_below_own(head, running) for head in heads))


def _below_own(head: Sequence[Line], running: AbstractSet[tuple[int, float, str]]) -> list[tuple[int, float, str]]:
    """Lines at a page's head that stand below one of its own: a unit, a tick, set as high on two pages by chance."""
    keys = [(line.page, line.top, line.text) for line in head]
    others = (line for line, key in zip(head, keys, strict=True) if key not in running)
    own = min((line.top for line in others if not _PAGE_NUMBER.match(line.text)), default=math.inf)
    return [key for line, key in zip(head, keys, strict=True) if line.top > own]


def blocks(pages: Sequence[Page]) -> list[Block]:
    """All blocks of the pages in order, running lines left out, tables stitched over page breaks.

    A table at a page's end and one at the next page's beginning are one table if nothing but running
    lines stands between and their outer sides agree: every form sets a title between two tables.
    """
    return stitched(pages, [page_blocks(page) for page in pages])


def stitched(
    pages: Sequence[Page], given: Sequence[Sequence[Block]], kept: Callable[[str], bool] = lambda _: False
) -> list[Block]:
    """The blocks of some pages as one stream: running lines left out, drawn tables stitched over page breaks.

    Args:
        pages: the pages, in order.
        given: the blocks of each.
        kept: tells running lines that stay all the same, such as the title that each page of a statement repeats.
    """
    running = running_lines(pages)
    out: list[Block] = []
    previous_page = None
    for page, own in zip(pages, given, strict=True):
        here = [b for b in own if isinstance(b, Table) or (b.page, b.top, b.text) not in running or kept(b.text)]
        here = but_cut(but_pasted(_with_rests(here), page), page)
        if previous_page == page.number - 1:
            _doubt_pictured(out, here, page)
            _doubt_half(out, here)
            here = _but_rest(out, here)
        out.extend(here)
        previous_page = page.number
    return out


def _with_rests(here: Sequence[Block]) -> list[Block]:
    """A page's blocks; a table is doubted where rows as its own, below a line (续表) but no heading, are a table."""
    out = list(here)
    for i, (first, between, second) in enumerate(zip(out, out[1:], out[2:], strict=False)):
        if not (isinstance(first, Table) and isinstance(between, Line) and isinstance(second, Table)):
            continue
        if _alike(first.rows[-1], second.rows[0]) and _begins_with_figures(second):
            out[i] = first._replace(doubts=(*first.doubts, _below(between.text, second)))
    return out


def _alike(above: Row, below: Row) -> bool:
    """Whether two rows have as many cells between the same sides."""
    if not above.cells or len(above.cells) != len(below.cells):
        return False
    return all(abs(a - b) <= ALIKE for a, b in zip(sides_of([above]), sides_of([below]), strict=True))


def _doubt_half(out: list[Block], here: Sequence[Block]) -> None:
    """Doubt the last table of the page before in `out` where half a row overleaf is its rest and lines stand between.

    A running line further from the page's edge than others have it is not told from a title: a name was given without
    its end.
    """
    last_at = next((i for i in reversed(range(len(out))) if isinstance(out[i], Table)), None)
    first_at = next((i for i, block in enumerate(here) if isinstance(block, Table)), None)
    if last_at is None or first_at is None:
        return
    last, first = out[last_at], here[first_at]
    loose = (b for b in (*out[last_at + 1 :], *here[:first_at]) if isinstance(b, Line))
    between = [line.text for line in loose if _has_words(line)]
    if not (isinstance(last, Table) and isinstance(first, Table)) or not 0 < len(between) <= _RUNNING:
        return
    if last.rows[-1].page == first.page - 1 and _alike(last.rows[-1], first.rows[0]) and _is_half(first.rows[0]):
        out[last_at] = last._replace(doubts=(*last.doubts, _below(between[-1], first)))


def _doubt_pictured(out: list[Block], here: Sequence[Block], page: Page) -> None:
    """Doubt the table that ends the page before, the last in `out`, where a picture as wide heads the page.

    Its rest was pasted as one: those who lend shares were given without the last of them.
    """
    last = out[-1] if out else None
    if not page.pictures or not isinstance(last, Table) or last.rows[-1].page != page.number - 1:
        return
    text = min((b.top if isinstance(b, Line) else b.rows[0].top for b in here), default=page.height)
    heads = [box for box in page.pictures if _from_top(page, MARGIN / 2) < box[3] <= text + ALIKE]
    if is_as_wide(heads, [row for row in last.rows if row.page == page.number - 1]):
        message = "a picture as wide as a table heads the next page, and may be the rest of it"
        out[-1] = last._replace(doubts=(*last.doubts, Problem("unaccounted", message, page.number)))


def _is_half(row: Row) -> bool:
    """Whether a row has words and no figure, and blank cells: half of one, or a title."""
    texts = [cell.text for cell in row.cells]
    return bool(texts[0]) and texts.count("") >= _BLANK and not any(map(is_number, texts))


def _below(title: str, second: Table) -> Problem:
    texts = " ".join(cell.text for cell in second.rows[0].cells if cell.text)
    message = (
        f"rows without a heading below the line {title[:20]!r} may be the rest of the table above it: {texts[:40]}"
    )
    return Problem("unaccounted", message, second.page)


def _but_rest(out: list[Block], here: Sequence[Block]) -> list[Block]:
    """The blocks of a page without the rest of the last table of the page before, which is joined to it in `out`."""
    last_at = next((i for i in reversed(range(len(out))) if _has_words(out[i])), None)
    first_at = next((i for i, block in enumerate(here) if _has_words(block)), None)
    last = out[last_at] if last_at is not None else None
    first = here[first_at] if first_at is not None else None
    if last_at is None or not isinstance(last, Table):
        return list(here)
    if not isinstance(first, Table):
        # A figure across the first rule of the rest overleaf: it is struck out, and no table is left.
        lost = [b.text for b in here[:first_at] if isinstance(b, Line) and not _PAGE_NUMBER.match(b.text)]
        out[last_at] = last._replace(doubts=(*last.doubts, _beside(lost, here[0].page))) if lost else last
        return list(here)
    between = [block.text for block in (*out[last_at + 1 :], *here[:first_at]) if isinstance(block, Line)]
    loose = (_beside(between, first.page),) if between else ()
    if _continues(last, first):
        out[last_at] = _stitched(last, first)._replace(doubts=(*last.doubts, *first.doubts, *loose))
        return [block for block in here if block is not first]
    if "aligned" not in {last.layout, first.layout} and _begins_with_figures(first):
        out[last_at] = last._replace(doubts=(*last.doubts, _perhaps_its_rest(first)))
    return list(here)


def _has_words(block: Block) -> bool:
    """Whether a block is a table, or a line that may be a title: others are figures displaced out of their rows."""
    return isinstance(block, Table) or any(map(str.isalpha, block.text))


def _beside(between: Sequence[str], page: int) -> Problem:
    message = f"what stands between the rows of a table at the page's end went into no record: {' '.join(between)[:40]}"
    return Problem("unaccounted", message, page)


def _continues(last: Table, first: Table) -> bool:
    if "aligned" in {last.layout, first.layout}:
        return False
    page = last.rows[-1].page
    a = sides_of(r for r in last.rows if r.page == page)
    b = sides_of(first.rows)
    same_sides = abs(a[0] - b[0]) <= SIDE and abs(a[1] - b[1]) <= SIDE
    # A stray rule across the page makes empty cells beside some of the rows: the others have the sides of the table.
    above, below = (
        [sides_of([r]) for r in t.rows if r.page == p and r.cells] for t, p in ((last, page), (first, first.page))
    )
    same_sides |= any(abs(r[0] - q[0]) <= ALIKE and abs(r[1] - q[1]) <= ALIKE for r in above for q in below)
    # Odd and even pages may have mirrored margins: then only the width stays.
    return same_sides or abs((a[1] - a[0]) - (b[1] - b[0])) <= SIDE / 2


def _begins_with_figures(table: Table) -> bool:
    """Whether a table begins with a row of figures and no heading, as the rest of one does; a cut row has one text."""
    texts = ([cell.text for cell in row.cells if cell.text] for row in table.rows)
    return sum(map(is_number, next((row for row in texts if len(row) > 1), []))) > 1


def _perhaps_its_rest(first: Table) -> Problem:
    """That a table overleaf, with no title between, may be the rest of one though its sides are others."""
    texts = " ".join(cell.text for row in first.rows for cell in row.cells if cell.text)
    message = f"a table with other sides at the head of the next page may be the rest of this one: {texts[:40]}"
    return Problem("unaccounted", message, first.page)


def _stitched(last: Table, first: Table) -> Table:
    shift = len(last.rows)
    rows = [
        replace(
            row,
            index=row.index + shift,
            cells=tuple(c._replace(row=c.row + shift) for c in row.cells),
            after_break=i == 0,
        )
        for i, row in enumerate(first.rows)
    ]
    return last._replace(rows=(*last.rows, *rows))
