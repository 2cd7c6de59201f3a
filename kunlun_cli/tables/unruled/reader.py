"""Pages to blocks where tables are drawn without lines, or with some of them only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from kunlun_cli.forms.lines import is_known
from kunlun_cli.pages.page import Page, lines_in
from kunlun_cli.records.filing import Problem
from kunlun_cli.tables.blocks import Block, running_lines
from kunlun_cli.tables.table import Cell, Table
from kunlun_cli.tables.unruled.bands import (
    Band,
    bands_of,
    completed,
    headed,
    in_order,
    note_band,
    parted,
    whole_rules,
    with_notes,
    with_words,
)
from kunlun_cli.tables.unruled.cells import inside, row_of
from kunlun_cli.tables.unruled.changes import Found, changes, untaken
from kunlun_cli.tables.unruled.drawings import drawn_tables, loose, loose_strips, without_last
from kunlun_cli.tables.unruled.halves import beside_none, half, parted_pages, side_by_side
from kunlun_cli.tables.unruled.heading import heading_rows
from kunlun_cli.tables.unruled.pieces import Piece, Strip, strips_of
from kunlun_cli.tables.unruled.regions import (
    NAMED,
    Region,
    end_of,
    in_line_of_form,
    line_of_form,
    names_columns,
    of_form,
    parts,
    regions,
)
from kunlun_cli.tables.unruled.rows import Label, Ways, is_more, label_of, ways

# So many lines above a table are kept as its titles.
TITLES = 6
# A rule that begins so near the labels' left side, in points, runs under them.
INSET = 20.0
# Labels have no more lines than this on either side of a page's end.
CUT = 3


@dataclass(frozen=True)
class _Draft:
    """A table whose columns are known and whose rows are not: where they end is told with the document's others."""

    page: Page
    titles: tuple[str, ...]
    heading: tuple[Strip, ...]
    body: tuple[Strip, ...]
    bands: tuple[Band, ...]
    labels: tuple[Label, ...]
    ways: Ways
    doubts: tuple[Problem, ...] = ()
    rest: tuple[Cell, ...] = ()
    """Lines of its last label, where they stand at the head of the next page."""
    begun: int | None = None
    """The page at whose foot its heading stands, where that is the one before, and the `blank` lines below it."""
    blank: tuple[Strip, ...] = ()

    @property
    def box(self) -> tuple[float, float]:
        """Its upper and its lower side on its page."""
        return (self.body if self.begun else self.heading or self.body)[0].top, self.body[-1].bottom

    def without(self, count: int) -> _Draft:
        """It without its first lines, which are another's."""
        labels = self.labels[count:]
        told = ways(labels, _breaks(self.page, labels, self.bands))
        return replace(self, body=self.body[count:], labels=labels, ways=told)

    def named(self, doubts: Sequence[Problem]) -> _Draft:
        """It with further doubts."""
        return replace(self, doubts=(*self.doubts, *doubts))


def unruled_pages(pages: Sequence[Page]) -> list[list[Block]]:
    """The lines and tables of each page from top to bottom, tables without ruling lines among them.

    Tables that are drawn are read as drawn. Columns are told by the ink of the figures, rows by how labels are
    set; a table's `doubts` name the rows that could be put together otherwise as well, and where the columns
    cannot be told apart the lines stay lines. Running headers are in no table, and among the lines: what every
    page of a statement repeats may be its title.
    """
    running = running_lines(pages)
    lines = {page.number: [top for number, top, _ in running if number == page.number] for page in pages}
    strips = [_strips(page, lines[page.number]) for page in pages]
    equity = changes(pages, lines)
    strips = [untaken(equity, page.number, own) for page, own in zip(pages, strips, strict=True)]
    for i, (page, overleaf) in enumerate(pairwise(pages)):
        if overleaf.number == page.number + 1 and _heads_overleaf(page, strips[i], overleaf, strips[i + 1]):
            pages = [*pages[:i], without_last(page), *pages[i + 1 :]]
            strips[i] = _strips(pages[i], lines[page.number])
    parted = parted_pages([(page.number, own) for page, own in zip(pages, strips, strict=True)])
    before = [None, *(own.middle for own in parted[:-1])]
    heads = [_head(page, lines[page.number]) for page in pages]
    tops = [own.tops for own in parted]
    left, right = (
        _read(
            pages,
            [own.right if beside else own.left for own in parted],
            [half(head, middle, right=beside) for head, middle in zip(heads, before, strict=True)],
            tops,
        )
        for beside in (False, True)
    )
    every = [d.ways for side in (left, right) for page in side for d in page]
    left = [
        [d.named(beside_none(side.right, d.box, [other.box for other in others], d.page.number)) for d in own]
        for side, own, others in zip(parted, left, right, strict=True)
    ]
    further = [[*_begun(a), *_begun(b)] for a, b in zip(left[1:], right[1:], strict=True)]
    return [_blocks(*each, every, equity) for each in zip(pages, left, right, [*further, []], strict=True)]


def _begun(drafts: Sequence[_Draft]) -> tuple[Strip, ...]:
    """The lines of a page's foot that head the first table of the next."""
    return (*drafts[0].heading, *drafts[0].blank) if drafts and drafts[0].begun else ()


def _read(
    pages: Sequence[Page],
    strips: Sequence[Sequence[Strip]],
    heads: Sequence[Sequence[Strip]],
    tops: Sequence[Sequence[float]],
) -> list[list[_Draft]]:
    """The tables among the lines of each page.

    Args:
        pages: the pages.
        strips: the lines of each, on both sides or on one.
        heads: those at the head of each, running lines left out and headings passed over.
        tops: where sheets of two sides begin on each.
    """
    drafts = [_drafts(*each) for each in zip(pages, strips, tops, strict=True)]
    for i, page in enumerate(pages[1:], 1):
        last = drafts[i - 1][-1] if drafts[i - 1] and page.number == pages[i - 1].number + 1 else None
        if last is not None and strips[i - 1][-1].bottom <= last.box[1]:
            drafts[i][:1] = [_as_before(draft, last, strips[i]) for draft in drafts[i][:1]]
            alone, doubts = _alone(page, strips[i], drafts[i], last)
            drafts[i][:0] = alone
            drafts[i - 1][-1], drafts[i] = _with_rest(replace(last, doubts=doubts), heads[i], drafts[i])
        elif page.number == pages[i - 1].number + 1:
            drafts[i][:1] = [_headed_before(draft, strips[i], strips[i - 1]) for draft in drafts[i][:1]]
    return drafts


def _headed_before(draft: _Draft, strips: Sequence[Strip], before: Sequence[Strip]) -> _Draft:
    """A table at the head of a page, with the heading that stands alone at the foot of the page before."""
    bare = list(takewhile(_is_blank, reversed(before)))[::-1]
    over = list(takewhile(names_columns, reversed(before[: len(before) - len(bare)])))[::-1]
    if not over or draft.heading or draft.body[0] is not strips[0]:
        return draft
    right = max((line.x1 for line in draft.labels if line.figures), default=draft.bands[0].x0)
    notes = note_band((), draft.body)
    above = in_order(over, [band for band in draft.bands if band != notes])
    bands = tuple(completed(draft.bands, above, right))
    return replace(draft, heading=above, blank=tuple(bare), bands=bands, begun=draft.page.number - 1)


def _as_before(draft: _Draft, last: _Draft, strips: Sequence[Strip]) -> _Draft:
    """A table at the head of a page, without a heading, with the columns of the page before that are blank on its own.

    Its figures stand in one each of those; where they do not, nothing tells its columns.
    """
    places = [[i for i, b in enumerate(last.bands) if a.x0 < b.x1 and b.x0 < a.x1] for a in draft.bands]
    told = len({i for own in places for i in own}) == len(draft.bands) < len(last.bands)
    if draft.heading or draft.body[0] is not strips[0] or not told or any(len(own) != 1 for own in places):
        return draft
    bands = list(last.bands)
    for band, (i,) in zip(draft.bands, places, strict=True):
        bands[i] = Band(min(band.x0, bands[i].x0), max(band.x1, bands[i].x1))
    if any(a.x1 > b.x0 for a, b in pairwise(bands)):
        return draft
    labels = tuple(label_of(s, bands[0].x0) for s in draft.body)
    told_ways = ways(labels, _breaks(draft.page, labels, bands))
    return replace(draft, bands=tuple(bands), labels=labels, ways=told_ways)


def _heads_overleaf(page: Page, strips: Sequence[Strip], overleaf: Page, rows: Sequence[Strip]) -> bool:
    """Whether the last drawing of a page is a framed heading whose rows stand at the head of the next without any."""
    drawn = drawn_tables(page)
    if not drawn or not rows or not (rows[0].is_body or line_of_form(rows)):
        return False
    box = drawn[-1][1]
    if (strips and strips[-1].top > box[1]) or any(other[1] < rows[0].top for _, other in drawn_tables(overleaf)):
        return False
    inside = strips_of(word for word in page.words if box[0] <= word.cx <= box[2] and box[1] <= word.cy <= box[3])
    return bool(inside) and names_columns(inside[0]) and all(names_columns(s) or _is_blank(s) for s in inside)


def _is_blank(strip: Strip) -> bool:
    """Whether a line is one of the forms' that is left blank: 流动资产：."""
    return len(strip.pieces) == 1 and is_known(strip.pieces[0].text)


def _strips(page: Page, running: Sequence[float]) -> list[Strip]:
    """A page's lines outside drawn tables, running ones and its number left out.

    A heading, or a line of the form, at the head of several pages at the same height is none; nor is a line that
    is in so many pieces that it can only name columns.
    """
    found = page.once(loose_strips)
    return [
        strip
        for i, strip in enumerate(found)
        if not _is_running(strip.top, running)
        or names_columns(strip)
        or len(strip.pieces) >= NAMED
        or in_line_of_form(found, i)
    ]


def _head(page: Page, running: Sequence[float]) -> list[Strip]:
    """A page's lines below its running header and a heading, those that another page has as well among them."""
    found = page.once(loose_strips)
    header = 1 if found and _is_running(found[0].top, running) else 0
    return [s for s in found[header:] if not names_columns(s)]


def _drafts(page: Page, strips: Sequence[Strip], tops: Sequence[float]) -> list[_Draft]:
    """The tables among a page's lines; at `tops` sheets of two sides begin."""
    found, before = [], 0
    for region in regions(strips, [*tops, *(box[1] for _, box in drawn_tables(page))], beside=bool(tops)):
        titles = tuple(" ".join(p.text for p in s.pieces) for s in strips[before : region.first][-TITLES:])
        found.append(_draft(page, strips, region, titles))
        before = region.end
    return [d for d in found if d is not None]


def _is_running(top: float, running: Sequence[float]) -> bool:
    return any(abs(top - other) < 1 for other in running)


def _draft(page: Page, strips: Sequence[Strip], region: Region, titles: tuple[str, ...]) -> _Draft | None:
    first, body, end = region
    told = bands_of([s for s in strips[body:end] if s.is_body])
    if not told:
        return None
    start = _first_row(strips, first, body, told)
    heading = in_order(parted(strips[first:start], told, page.words), told)
    rows = tuple(strips[start:end])
    notes = note_band(heading, rows)
    if notes is not None:
        told = with_notes(told, notes, heading)
    told = with_words(told, heading, rows)
    labels = tuple(label_of(s, told[0].x0) for s in rows)
    bands = completed(told, heading, max((line.x1 for line in labels if line.figures), default=told[0].x0))
    return _Draft(page, titles, heading, rows, tuple(bands), labels, ways(labels, _breaks(page, labels, bands)))


def _alone(
    page: Page, strips: Sequence[Strip], drafts: Sequence[_Draft], last: _Draft
) -> tuple[list[_Draft], tuple[Problem, ...]]:
    """The last row of a table, alone at the head of the next page: its figures stand in the table's columns.

    Where they do not, nothing tells what they are, and the table's doubts name the row.
    """
    first = next((i for i, s in enumerate(strips) if s.is_body), len(strips))
    body = tuple(strips[: end_of(strips, first)]) if first < len(strips) else ()
    parted = any(parts(strip, of_form(last.body)) for strip in body[:first])
    own = bool(body) and (not drafts or body[-1].bottom < drafts[0].box[0]) and not parted
    labels = [p for s in body for p in s.pieces if not (p.is_figure or p.is_note)]
    figures = [p for s in body for p in s.pieces if p.is_figure]
    if not own or not labels or any(p.x1 > last.bands[0].x0 for p in labels):
        return [], ()
    if not all(any(p.x0 < b.x1 and b.x0 < p.x1 for b in last.bands) for p in figures):
        text = " ".join(p.text for s in body for p in s.pieces)
        message = (
            f"a row at the head of the next page, whose figures stand in no column, may be this table's last: {text}"
        )
        return [], (Problem("unaccounted", message, page.number),) if len(figures) <= len(last.bands) else ()
    told = tuple(label_of(s, last.bands[0].x0) for s in body)
    return [_Draft(page, (), (), body, last.bands, told, ways(told, []))], ()


def _with_rest(last: _Draft, head: Sequence[Strip], following: list[_Draft]) -> tuple[_Draft, list[_Draft]]:
    """A table with the end of its last label, where it stands at the head of the next page, and the tables there."""
    for count in range(1, min(CUT, len(head)) + 1):
        rest = head[:count]
        if any(len(strip.pieces) > 1 for strip in rest):
            break
        if _is_cut(last.labels, "".join(strip.pieces[0].text for strip in rest)):
            own = following[:1]
            if own and own[0].body[: len(rest)] == tuple(rest):
                own = [own[0].without(count)]
            page = last.page.number + 1
            cells = tuple(row_of(0, [s], [s.pieces], (s.pieces[0].x0, s.pieces[0].x1), page).cells[0] for s in rest)
            return replace(last, rest=cells), [*own, *following[1:]]
    return last, following


def _is_cut(labels: Sequence[Label], rest: str) -> bool:
    """Whether the last lines of a page are a line of the form with those at the head of the next, and not two alone."""
    ends = ("".join(line.text for line in labels[-n:]) for n in range(1, CUT + 1))
    return any(is_known(end + rest) and not (is_known(end) and is_known(rest)) for end in ends)


def _first_row(strips: Sequence[Strip], first: int, body: int, bands: Sequence[Band]) -> int:
    """The first line of the rows: labels alone right above the first figures are theirs and not the heading's."""
    while body > first and all(_is_label(p, bands) for p in strips[body - 1].pieces):
        body -= 1
    return body


def _is_label(piece: Piece, bands: Sequence[Band]) -> bool:
    """Whether a piece is left of all figures, or heads rows on the right side of a sheet of two: 流动负债：."""
    beside = piece.text.endswith((":", "：")) and not any(b.x0 < piece.x1 and piece.x0 < b.x1 for b in bands)
    return piece.x1 <= bands[0].x0 or (beside and piece.x1 <= bands[-1].x0)


def _breaks(page: Page, labels: Sequence[Label], bands: Sequence[Band]) -> list[float]:
    """Rules that run under labels and figures both: rows end there."""
    left = min((line.x0 for line in labels if line.text), default=0.0)
    return [r.top for r in page.rules if r.top == r.bottom and r.x0 <= left + INSET and r.x1 >= bands[0].x1]


def _blocks(
    page: Page,
    left: Sequence[_Draft],
    right: Sequence[_Draft],
    further: Sequence[Strip],
    every: Sequence[Ways],
    equity: Sequence[Found],
) -> list[Block]:
    """The lines and tables of a page; `further` are lines of it that head a table on the next."""
    drawn = drawn_tables(page)
    placed: list[tuple[float, Block]] = [(box[1], table) for table, box in drawn]
    placed += _tables(left, right, every)
    placed += [(found.boxes[page.number][0], found.table) for found in equity if found.table.page == page.number]
    boxes = [*(d.box for d in (*left, *right)), *((strip.top, strip.bottom) for strip in further)]
    for line in untaken(equity, page.number, lines_in(page.once(loose), page.number)):
        middle = (line.top + line.bottom) / 2
        if not any(a <= middle <= b for a, b in boxes):
            placed.append((line.top, line))
    return [block for _, block in sorted(placed, key=lambda p: p[0])]


def _tables(left: Sequence[_Draft], right: Sequence[_Draft], every: Sequence[Ways]) -> Iterator[tuple[float, Table]]:
    """The tables, each with its top; those on the right side of a sheet together with those beside them."""
    alone = list(right)
    for draft in left:
        table, heads = _table(draft, every)
        for other in [d for d in alone if d.box[0] < draft.box[1] and draft.box[0] < d.box[1]]:
            alone.remove(other)
            table = side_by_side((table, heads), _table(other, every))
        yield draft.box[0], table
    yield from ((draft.box[0], _table(draft, every)[0]) for draft in alone)


def _table(draft: _Draft, every: Sequence[Ways]) -> tuple[Table, int]:
    """A table, and how many rows its heading has."""
    number = draft.page.number
    groups = draft.ways.chosen([w for w in every if w is not draft.ways])
    left = min((line.x0 for line in draft.labels if line.text), default=draft.bands[0].x0 - 1)
    right = max((line.x1 for line in draft.labels if line.figures and line.text), default=left)
    names = Band(left, min(right, draft.bands[0].x0 - 1))
    edges = [left, *((a.x1 + b.x0) / 2 for a, b in pairwise([names, *draft.bands])), draft.bands[-1].x1]
    begun, rules = (draft.begun, []) if draft.begun else (number, whole_rules(draft.page.rules))
    rows = heading_rows(draft.heading, [names, *headed(draft.bands, draft.heading)], edges, rules, begun)
    heads = len(rows)
    rows += [row_of(i, [s], inside([s], draft.bands), edges, begun) for i, s in enumerate(draft.blank, len(rows))]
    doubts = [*draft.doubts]
    for i, (a, b) in enumerate(groups.spans):
        columns = inside(draft.body[a:b], draft.bands)
        rows.append(row_of(len(rows), draft.body[a:b], columns, edges, number))
        # Words above a figure in its column head the rows below, and are no part of it.
        mixed = any(len({piece.is_figure for piece in pieces}) > 1 for pieces in columns[1:])
        if i in groups.unsure or mixed or is_more(draft.labels[a:b]):
            text = f"the lines of the row {rows[-1].cells[0].text!r} may not all be its own"
            doubts.append(Problem("unruled-table", text, number))
    for cell in draft.rest:
        label, *cells = rows[-1].cells
        rows[-1] = replace(rows[-1], cells=(label.joined(cell), *cells))
    return Table(tuple(rows), draft.titles, tuple(doubts), "aligned"), heads
