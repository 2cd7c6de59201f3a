"""The rows of a table whose labels and figures are both broken over lines: what is level with a label is beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from kunlun_cli.forms import load, matches
from kunlun_cli.forms.lines import is_known, numbered, plain_label
from kunlun_cli.pages.assemble import doubt_of, join_lines
from kunlun_cli.records.filing import Problem
from kunlun_cli.tables.table import Cell, Row, Table
from kunlun_cli.tables.unruled.bands import heads_notes
from kunlun_cli.tables.unruled.broken import Column, Figure, Ink, Line, is_exact, place, whole
from kunlun_cli.tables.unruled.pieces import is_note

# A label has no more lines, with two characters on each: 三、本期增减变动金额（减少以“－”号填列）.
LINES = 12
# What it costs to take some lines for a row: one that no form has, each line that is joined to such, and one that
# stands further below the line above than lines of a label do.
STRANGE, JOINED, WIDE = 1.0, 0.2, 3.0
# Lines of a label are no further apart than this, in parts of what the nearest are.
STEP = 1.35
# What is level with a row is so near it, in parts of the font's size.
LEVEL = 0.6

# The columns of other equity instruments.
_KINDS = ("preferred_shares", "perpetual_bonds", "other")

_Way = Callable[[float, float], float]
_WAYS: tuple[_Way, ...] = (lambda a, b: (a + b) / 2, lambda a, _: a, lambda _, b: b)
_TWICE = "two figures stand beside its row in one column"


class OfPage(Protocol):
    """What a page has of a table: the lines of its rows, whose columns stand further right than on the first page."""

    @property
    def rows(self) -> Sequence[Line]:
        """The lines."""

    @property
    def shift(self) -> float:
        """How much further right, in points."""


@dataclass(slots=True)
class _Row:
    """The lines of a row's label, and the figures beside it by their columns."""

    lines: tuple[Ink, ...]
    figures: dict[int, list[Figure]] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """The page on which its label begins."""
        return self.lines[0].page

    @property
    def last(self) -> int:
        """The page on which its label ends."""
        return self.lines[-1].page

    def height(self, page: int, way: _Way) -> float | None:
        """Where its label stands on a page; `None` where it is not there."""
        own = [line for line in self.lines if line.page == page]
        return way(own[0].top, own[-1].bottom) if own else None


def put_together(corner: Sequence[Ink], over: Sequence[Ink], own: Sequence[Column], parts: Sequence[OfPage]) -> Table:
    """The table of the lines of some pages; its doubts say what stands in none of its rows and columns.

    Args:
        corner: the heading of the labels.
        over: what of the heading stands over several columns.
        own: the columns, with their headings.
        parts: what each page has.
    """
    labels, inside, lost = _sorted(own, parts)
    rows = [_Row(lines) for lines in _labels(labels)]
    notes = next((i for i, column in enumerate(own) if heads_notes(column.name)), None)
    exact = is_exact([ink for i, column in enumerate(inside) if i != notes for ink in column])
    tops = {part.rows[0][0].page: min(ink.top for line in part.rows for ink in line) for part in parts}
    figures = [
        (figure, i)
        for i, (column, among) in enumerate(zip(own, inside, strict=True))
        for figure in whole(among, column.x1 - column.x0, tops, exact=exact and i != notes)
    ]
    lost += [figure.parts[0] for figure in _beside(rows, figures)]
    left = min(ink.x0 for ink in (*labels, *corner))
    edges = [left, own[0].x0, *((a.x1 + b.x0) / 2 for a, b in pairwise(own)), own[-1].x1]
    shifts = {ink.page: part.shift for part in parts for line in part.rows for ink in line}
    heads = list(_heads(corner, over, own, edges))
    body = [_row(n, row, edges, shifts) for n, row in enumerate(rows, len(heads))]
    doubts = (
        Problem("unaccounted", f"what stands in no row or column of the changes in equity: {ink.text}", ink.page)
        for ink in lost
    )
    return Table((*heads, *body), (), tuple(doubts), "aligned")


def _sorted(own: Sequence[Column], parts: Sequence[OfPage]) -> tuple[list[Ink], list[list[Ink]], list[Ink]]:
    """The lines of the labels, the parts of figures by their columns, and what is in none."""
    labels: list[Ink] = []
    inside: list[list[Ink]] = [[] for _ in own]
    lost: list[tuple[Ink, float]] = []
    for part in parts:
        for line in part.rows:
            label = [ink for ink in line if _is_label(ink, own, part.shift)]
            labels += [_one(label)] if label else []
            for ink in (i for i in line if i not in label):
                at = place(ink, own, part.shift) if ink.is_part or is_note(ink.text) else None
                if at is None:
                    lost.append((ink, part.shift))
                else:
                    inside[at].append(ink)
    # What is wider than all above it in its column shows where this is.
    wider = [Column(*_width(column, parts, among)) for column, among in zip(own, inside, strict=True)]
    if any(a.x1 > b.x0 for a, b in pairwise(wider)):
        return labels, inside, [ink for ink, _ in lost]
    rest: list[Ink] = []
    for ink, shift in lost:
        at = place(ink, wider, shift) if ink.is_part else None
        (rest if at is None else inside[at]).append(ink)
    return labels, inside, rest


def _is_label(ink: Ink, own: Sequence[Column], shift: float) -> bool:
    """Whether some ink is of a label: words that begin left of all figures, and numbers that stand there."""
    if ink.is_part:
        return ink.x1 <= own[0].x0 + shift + 1 and place(ink, own, shift) is None
    return ink.x0 < own[0].x0 + shift


def _width(column: Column, parts: Sequence[OfPage], inside: Sequence[Ink]) -> tuple[float, float]:
    shifts = {ink.page: part.shift for part in parts for line in part.rows for ink in line}
    sides = [(ink.x0 - shifts[ink.page], ink.x1 - shifts[ink.page]) for ink in inside]
    return min([column.x0, *(a for a, _ in sides)]), max([column.x1, *(b for _, b in sides)])


def _one(inks: Sequence[Ink]) -> Ink:
    """What stands on one line as one."""
    own = sorted(inks, key=lambda i: i.x0)
    top, bottom = min(i.top for i in own), max(i.bottom for i in own)
    return own[0]._replace(text="".join(i.text for i in own), x1=own[-1].x1, top=top, bottom=bottom)


def _labels(lines: Sequence[Ink]) -> list[tuple[Ink, ...]]:
    """The lines of each row's label: those of the form, as far as they are."""
    steps = sorted(b.top - a.top for a, b in pairwise(lines) if b.page == a.page and b.top > a.top)
    step = steps[len(steps) // 10] if steps else 0.0
    best: list[tuple[float, list[tuple[Ink, ...]]]] = [(0.0, [])]
    for end in range(1, len(lines) + 1):
        ways = []
        for first in range(max(0, end - LINES), end):
            own = tuple(lines[first:end])
            if not any(numbered(line.text) for line in own[1:]):
                ways.append((best[first][0] + _cost(own, step), [*best[first][1], own]))
        best.append(min(ways, key=lambda way: way[0]))
    return best[-1][1]


def _cost(lines: Sequence[Ink], step: float) -> float:
    """What it costs to take some lines for the label of one row."""
    text = "".join(line.text for line in lines)
    known = is_known(text) or plain_label(text) in _words("cut")
    wide = sum(b.page == a.page and b.top - a.top > STEP * step for a, b in pairwise(lines))
    return JOINED / 2 if known else STRANGE + JOINED * (len(lines) - 1) + WIDE * wide


def _beside(rows: Sequence[_Row], figures: Sequence[tuple[Figure, int]]) -> Iterator[Figure]:
    """Sets each figure beside its row; those that are level with none come back."""
    on_one = [figure for figure, _ in figures if figure.pages[0] == figure.pages[1]]
    way = min(_WAYS, key=lambda w: sum(min(_off(row, f, w) for row in rows) for f in on_one))
    cut = {figure.pages[0] for figure, _ in figures if figure.pages[0] < figure.pages[1]}
    cut |= {row.first for row in rows if row.first < row.last}
    for figure, column in figures:
        row = _level(rows, figure, way) or _cut(rows, figure, cut)
        if row is None:
            yield figure
        else:
            row.figures.setdefault(column, []).append(figure)


def _off(row: _Row, figure: Figure, way: _Way) -> float:
    """How far a figure is from being level with a row, up to the font's size."""
    page, last = figure.pages
    size = figure.parts[0].size
    height = row.height(page, way) if page == last and row.first == row.last else None
    return size if height is None else min(abs(way(figure.parts[0].top, figure.parts[-1].bottom) - height), size)


def _level(rows: Sequence[_Row], figure: Figure, way: _Way) -> _Row | None:
    """The row that a figure is level with."""
    best = min(rows, key=lambda row: _off(row, figure, way))
    return best if _off(best, figure, way) < LEVEL * figure.parts[0].size else None


def _cut(rows: Sequence[_Row], figure: Figure, cut: set[int]) -> _Row | None:
    """The row that a page's end cuts, if a figure is in it: cut as well, or beside the label's part on either page."""
    first, last = figure.pages
    for page in sorted({first, first - 1} & cut):
        row = next((r for r in rows if r.first == page < r.last), None)
        row = row or next((r for r in reversed(rows) if r.last == page), None)
        if row is None or (first < last and page != first):
            continue
        own = [line for line in row.lines if line.page == first]
        top, bottom = figure.parts[0].top, figure.parts[-1].bottom
        after = min((r.lines[0].top for r in rows if r.first == first > page), default=float("inf"))
        if first < last or (page == first and top >= own[0].top - own[0].size) or (page < first and bottom <= after):
            return row
    return None


def _heads(corner: Sequence[Ink], over: Sequence[Ink], own: Sequence[Column], edges: Sequence[float]) -> Iterator[Row]:
    """The rows of the heading: the widest first, the columns' own last."""
    spans: dict[tuple[int, int], list[Ink]] = {}
    for ink in sorted(over, key=lambda i: (i.page, i.top)):
        spans.setdefault(_under(ink, own), []).append(ink)
    wide = sorted(spans, key=lambda span: min((i.page, i.top) for i in spans[span]))
    page = min(ink.page for column in own for ink in column.heading)
    here = [ink for column in own for ink in column.heading if ink.page == page]
    tops, bottom = [ink.top for ink in here], max(ink.bottom for ink in here)
    text = join_lines([ink.text for ink in corner])
    first = min([*tops, *(ink.top for ink in over)])
    label = Cell(text, 0, 0, len(wide) + 1, 1, page, (edges[0], first, edges[1], bottom), (text,), doubt_of(corner))
    for n, (begin, end) in enumerate(wide):
        inks = spans[begin, end]
        box = (edges[begin + 1], inks[0].top, edges[end + 2], inks[-1].bottom)
        cell = _cell(inks, n, begin + 1, box)._replace(colspan=end - begin + 1)
        yield Row(n, (label, cell) if n == 0 else (cell,), page, box[1], box[3])
    cells = [
        _cell(column.heading, len(wide), i, (edges[i], min(tops), edges[i + 1], bottom))
        for i, column in enumerate(own, 1)
        if column.heading
    ]
    yield Row(len(wide), tuple(cells if wide else [label, *cells]), page, min(tops), bottom)


def _under(ink: Ink, own: Sequence[Column]) -> tuple[int, int]:
    """The first and the last of the columns that a heading stands over, as the form has them.

    A time stands over all, 归属于母公司所有者权益 over all but those of others and of both, 其他权益工具 over three.
    """
    below = [i for i, c in enumerate(own) if ink.shares(c.x0, c.x1) > 0]
    first, last = below[0], below[-1]
    columns = load("statements")["equity_columns"]
    names = [plain_label(column.name) for column in own]
    amounts = [i for i, column in enumerate(own) if not heads_notes(column.name)]
    if matches(load("schedules")["again"]["times"], ink.text):
        return amounts[0], amounts[-1]
    if matches(_words("parents"), ink.text):
        whole = next((i for i, name in enumerate(names) if name in columns["subtotal"]), None)
        others = (i - 1 for i in amounts if i > last and matches(_words("others"), names[i]))
        return amounts[0], next(others, last) if whole is None else whole
    if plain_label(ink.text) in columns["other_equity_instruments"]:
        kinds = [name in [n for code in _KINDS for n in columns[code]] for name in names]
        while first and kinds[first - 1]:
            first -= 1
        while last + 1 < len(own) and kinds[last + 1]:
            last += 1
    return first, last


def _words(what: str) -> Sequence[str]:
    words: Sequence[str] = load("statements")["equity_words"][what]
    return words


def _cell(inks: Sequence[Ink], row: int, column: int, box: tuple[float, float, float, float]) -> Cell:
    texts = tuple(ink.text for ink in inks)
    return Cell(join_lines(texts), row, column, 1, 1, inks[0].page, box, texts, doubt_of(inks))


def _row(index: int, row: _Row, edges: Sequence[float], shifts: dict[int, float]) -> Row:
    """A row with its cells, where it begins."""
    shift = shifts[row.first]
    top, bottom = row.lines[0].top, max(line.bottom for line in row.lines if line.page == row.first)
    cells = [_cell(row.lines, index, 0, (edges[0] + shift, top, edges[1] + shift, bottom))]
    for i in range(len(edges) - 2):
        sides = edges[i + 1], edges[i + 2]
        found = row.figures.get(i, [])
        if not found:
            cells.append(Cell("", index, i + 1, 1, 1, row.first, (sides[0] + shift, top, sides[1] + shift, bottom)))
            continue
        inks = [ink for figure in found for ink in figure.parts]
        here = [ink for ink in inks if ink.page == inks[0].page]
        off = shifts[inks[0].page]
        box = (sides[0] + off, min(k.top for k in here), sides[1] + off, max(k.bottom for k in here))
        cell = _cell(inks, index, i + 1, box)
        doubts = [*(figure.doubt for figure in found), _TWICE if len(found) > 1 else ""]
        cells.append(cell._replace(text="".join(k.text for k in inks), doubt="; ".join(filter(None, doubts))))
    return Row(index, tuple(cells), row.first, top, bottom)
