"""The drawing of a table to its cells: a grid of boxes, joined where no line parts them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kunlun_cli.pages.assemble import Word, assemble_line, cluster_lines, doubt_of, glyphs_of, join_lines
from kunlun_cli.pages.sight import ACROSS
from kunlun_cli.records.source import Box
from kunlun_cli.tables.crowded import odd
from kunlun_cli.tables.edges import JOIN, Edge, Lattice, positions
from kunlun_cli.tables.latin import begins_word
from kunlun_cli.tables.table import Cell, Row, Table

# The usual margin between a cell's line and its text, in points.
CELL_MARGIN = 5.4
# A line that ends with more room than this before the margin was not broken for want of a letter's room.
ROOM = 14.0

TOUCHING = 0.15
"""Parts of the type's size within which two digits are of one figure: a space is wider."""
_OF_FIGURES = frozenset("0123456789.,%-")

LINES = 3
"""Level lines from which on one that runs on alone is none of the table's; of two either may be the table's own."""

Span = tuple[int, int, int, int]
"""A cell's place in the grid: first row, first column, number of rows, number of columns."""


class Grid:
    """The boxes between all edges of one drawing, and which lines part them."""

    def __init__(self, lattice: Lattice, words: Sequence[Word] = ()) -> None:
        sides = [e.at for e in lattice.vertical]
        # A table without its outer verticals is open to the ends of its horizontals.
        left, right = _ends(lattice, words)
        sides += [x for x in (left, right) if not any(abs(x - s) <= 2 * JOIN for s in sides)]
        self.xs = positions(sides)
        self.ys = positions(e.at for e in lattice.horizontal)
        tops = [e.start for e in lattice.vertical]
        bottoms = [e.end for e in lattice.vertical]
        # A table cut by the page break may lack the line at its cut.
        if min(tops) < self.ys[0] - 2 * JOIN:
            self.ys.insert(0, min(tops))
        if max(bottoms) > self.ys[-1] + 2 * JOIN:
            self.ys.append(max(bottoms))
        self._vertical = _by_position(lattice.vertical, self.xs)
        self._horizontal = _by_position(lattice.horizontal, self.ys)
        self.n_rows = len(self.ys) - 1
        """Number of rows of boxes."""
        self.n_cols = len(self.xs) - 1
        """Number of columns of boxes."""

    @property
    def bbox(self) -> Box:
        """The table's box."""
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def wall_right(self, row: int, col: int) -> bool:
        """Whether a line parts the box from the one on its right."""
        middle = (self.ys[row] + self.ys[row + 1]) / 2
        return any(e.start <= middle <= e.end for e in self._vertical[col + 1])

    def wall_below(self, row: int, col: int) -> bool:
        """Whether a line parts the box from the one below."""
        middle = (self.xs[col] + self.xs[col + 1]) / 2
        return any(e.start <= middle <= e.end for e in self._horizontal[row + 1])

    def spans(self) -> list[Span]:
        """The cells, in the order of their top left corners; rectangles by construction."""
        taken = [[False] * self.n_cols for _ in range(self.n_rows)]
        out: list[Span] = []
        for row in range(self.n_rows):
            for col in range(self.n_cols):
                if taken[row][col]:
                    continue
                span = self._grow(row, col, taken)
                for r in range(row, row + span[2]):
                    for c in range(col, col + span[3]):
                        taken[r][c] = True
                out.append(span)
        return out

    def _grow(self, row: int, col: int, taken: Sequence[Sequence[bool]]) -> Span:
        last = col
        while last + 1 < self.n_cols and not taken[row][last + 1] and not self.wall_right(row, last):
            last += 1
        cols = range(col, last + 1)
        bottom = row
        while bottom + 1 < self.n_rows:
            if any(self.wall_below(bottom, c) or taken[bottom + 1][c] for c in cols):
                break
            if any(self.wall_right(bottom + 1, c) for c in cols[:-1]):
                break
            bottom += 1
        return (row, col, bottom - row + 1, len(cols))


def _ends(lattice: Lattice, words: Sequence[Word]) -> tuple[float, float]:
    """How far a table reaches by its horizontals: not as far as a lone one that runs on where nothing is printed."""
    levels = lattice.horizontal
    (left, *lefts), (right, *rights) = sorted(e.start for e in levels), sorted((e.end for e in levels), reverse=True)
    top, bottom = min(e.at for e in levels), max(e.at for e in levels)

    def lone(x0: float, x1: float) -> bool:
        inside = (w for w in words if x0 < w.cx < x1 and top < w.cy < bottom)
        return x1 - x0 > 2 * JOIN and not any(not w.text.isspace() for w in inside)

    few = len(levels) < LINES
    return (
        left if few or not lone(left, lefts[0]) else lefts[0],
        right if few or not lone(rights[0], right) else rights[0],
    )


def _by_position(edges: Iterable[Edge], at: Sequence[float]) -> list[list[Edge]]:
    out: list[list[Edge]] = [[] for _ in at]
    for edge in edges:
        after = min(bisect_left(at, edge.at), len(at) - 1)
        before = max(after - 1, 0)
        out[before if edge.at - at[before] <= abs(at[after] - edge.at) else after].append(edge)
    return out


def cell_text(words: Sequence[Word], right: float | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of a cell joined over its lines, and the lines.

    A Latin word is taken as cut at a line's end where the line is as long as the cell's longest and
    comes near the cell's `right` edge, no space was set after it (word processors keep the space at
    which they break a line), and the next line does not begin with a word of its own.
    """
    lines: list[str] = []
    rows: list[list[Word]] = []
    for row in cluster_lines(words) if words else ():
        text = assemble_line(row)
        if text:
            lines.append(text)
            rows.append(row)
    if len(lines) < 2:
        return "".join(lines), tuple(lines)
    inked = [[g for g in row if not g.text.isspace()] for row in rows]
    ends = [max(g.x1 for g in row) for row in inked]
    edge = max(ends) if right is None else max(*ends, right - CELL_MARGIN)
    cuts = [
        not rows[i][-1].text.isspace()
        and ends[i] >= max(max(ends) - inked[i][-1].size, edge - ROOM)
        and not begins_word(lines[i], lines[i + 1 :])
        for i in range(len(lines) - 1)
    ]
    return join_lines(lines, word_breaks=cuts), tuple(lines)


def table_of(lattice: Lattice, words: Iterable[Word], page: int) -> tuple[Table, Box] | None:
    """The table that the lattice draws, filled with the page's words, and its box.

    `None` where there are no boxes, or nothing but white space stands in them.
    """
    words = tuple(words)
    grid = Grid(lattice, words)
    n_rows, n_cols = grid.n_rows, grid.n_cols
    if n_rows < 1 or n_cols < 1:
        return None
    spans = grid.spans()
    at: dict[tuple[int, int], int] = {}
    for i, (row, col, rowspan, colspan) in enumerate(spans):
        for r in range(row, row + rowspan):
            for c in range(col, col + colspan):
                at[r, c] = i
    inside = _filled(words, grid, at, len(spans))
    if not any(not g.text.isspace() for group in inside for g in group):
        return None
    cells: list[list[Cell]] = [[] for _ in range(n_rows)]
    for (row, col, rowspan, colspan), found in zip(spans, inside, strict=True):
        group = with_marks(found)
        box = (grid.xs[col], grid.ys[row], grid.xs[col + colspan], grid.ys[row + rowspan])
        text, lines = cell_text(group, box[2])
        cells[row].append(Cell(text, row, col, rowspan, colspan, page, box, lines, doubt_of(group) or odd(group)))
    rows = tuple(Row(i, tuple(c), page, grid.ys[i], grid.ys[i + 1]) for i, c in enumerate(cells))
    return Table(rows), grid.bbox


def _filled(words: Iterable[Word], grid: Grid, at: Mapping[tuple[int, int], int], count: int) -> list[list[Word]]:
    """The words in each of so many cells, of which `at` says which have a row and a column."""
    inside: list[list[Word]] = [[] for _ in range(count)]
    beyond: list[tuple[float, list[Word], Word]] = []
    before: list[Word] = []
    for row, col, word in _boxed(words, grid):
        own = inside[at[row, min(max(col, 0), grid.n_cols - 1)]]
        if not 0 <= col < grid.n_cols:
            if not word.text.isspace():
                beyond.append((max(word.x0 - grid.xs[-1], grid.xs[0] - word.x1), own, word))
            continue
        own.append(word)
        # Words across an edge come by their characters: digits that touch over it may be of one figure, or of two.
        if before and before is not own and {word.text, before[-1].text} <= _OF_FIGURES and _touch(word, before[-1]):
            before[-1], own[-1] = (g._replace(doubt=g.doubt or ACROSS) for g in (before[-1], word))
        before = own
    for _, edge, word in sorted(beyond, key=lambda b: b[0]):
        if any(_touch(word, other) for other in edge):
            edge.append(word)
    return inside


def _boxed(words: Iterable[Word], grid: Grid) -> Iterator[tuple[int, int, Word]]:
    """The words in a grid's rows, by the row and the column of the box in which their middle lies, or beside which.

    Those across a column's edge come by their characters: some writers set a row in one go.
    """
    xs, ys = grid.xs, grid.ys
    for word in words:
        _, x0, top, x1, bottom, _, _, sides, _ = word
        row = bisect_right(ys, (top + bottom) / 2) - 1
        if not 0 <= row < len(ys) - 1:
            continue
        if sides and bisect_right(xs, x0) != bisect_right(xs, x1):
            yield from _boxed(glyphs_of((word,)), grid)
            continue
        col = bisect_right(xs, (x0 + x1) / 2) - 1
        yield row, col, word


def _touch(word: Word, other: Word) -> bool:
    """Whether two characters stand beside each other in one line: a figure reaches over the table's own edge."""
    level = abs(word.cy - other.cy) < TOUCHING * word.size
    return level and max(word.x0 - other.x1, other.x0 - word.x1) < TOUCHING * word.size


SIZES = "digits of two sizes stand in it"
SMALL = 0.8
"""Marks are set in type smaller than this part of what they stand behind: two thirds, mostly."""
RAISED = 0.15
"""Parts of the size by which the foot of a mark's type stands above that of the text: a third, mostly."""
BEHIND = 0.6
"""Parts of the size within which a mark begins after its text."""
BEFORE = 0.3
"""Parts of the size by which its box may begin before the text's ends."""
# Brackets and commas of marks go with them: ⁽¹⁾ and ¹ are the same mark.
_MARKS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", "()[]（）［］,，、")


def with_marks(words: Sequence[Word]) -> Sequence[Word]:
    """A cell's words, raised digits among them by the superscript characters that they are.

    Small digits behind others on the same foot are doubted: nothing says whether they are of the number.
    """
    sizes = [word.size for word in words]
    if len(sizes) < 2 or min(sizes) >= SMALL * max(sizes):
        return words
    out: list[Word] = []
    marks: list[tuple[Word, Word]] = []
    for word in sorted(words, key=lambda w: w.x0):
        small = [w for w in words if word.size < SMALL * w.size and _follows(word, w)]
        behind = [w for w in small if w.bottom - word.bottom >= RAISED * w.size]
        behind += [text for mark, text in marks if _goes_on(word, mark)]
        if behind:
            marks.append((word, behind[0]))
            out += _marked(word, behind[0])
        elif word.text[:1].isdigit() and any(w.text[-1:].isdigit() for w in small):
            out.append(word._replace(doubt=SIZES))
        else:
            out.append(word)
    return out


def _follows(word: Word, text: Word) -> bool:
    """Whether a word stands right behind a text, in its height."""
    return (
        -BEFORE * text.size <= word.x0 - text.x1 <= BEHIND * text.size
        and text.top - text.size / 2 < word.cy < text.bottom
    )


def _goes_on(word: Word, mark: Word) -> bool:
    """Whether a word goes on with a mark."""
    same = abs(word.bottom - mark.bottom) < RAISED * mark.size and abs(word.size - mark.size) < RAISED * mark.size
    return same and abs(word.x0 - mark.x1) < BEHIND * mark.size


def _marked(word: Word, text: Word) -> Iterable[Word]:
    """A mark as it is written in one line with its text."""
    mark = word.text.translate(_MARKS)
    if mark == word.text:
        yield word
    elif mark:
        # The box of the whole word: a mark's characters are not asked for one by one.
        yield word._replace(text=mark, top=text.top, bottom=text.bottom, sides=())
