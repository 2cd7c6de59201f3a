"""Binding: which column of a table answers which question of the form, by its heading alone.

A heading may stand over several rows and columns; its *path* is the texts of all heading cells above
a column, the widest first, joined by `|`. Positions and widths decide only which cell stands below
which heading, never what a column means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from kunlun_cli.figures.numbers import have_figures, is_nothing, is_number
from kunlun_cli.figures.units import unit_above
from kunlun_cli.tables.table import Cell, Row, Table, sides_of

# Narrower strips of the heading are drawing artefacts, not columns.
MIN_WIDTH = 4.0
# The last line of a heading cell has no more characters where it stands alone.
REST = 2
# No form stacks more heading rows than this.
MAX_DEPTH = 5


RoleOf = Callable[[str], str | None]


class Column(NamedTuple):
    """A column of the heading's lowest level: its place, its path, and its role if it has one."""

    path: str
    x0: float
    x1: float
    role: str | None


class Heading(NamedTuple):
    """A block of heading rows: from `first` to before `end`, and its columns left to right."""

    first: int
    end: int
    columns: tuple[Column, ...]

    @property
    def roles(self) -> frozenset[str]:
        """All roles that are bound."""
        return frozenset(c.role for c in self.columns if c.role)

    @property
    def paths(self) -> frozenset[str]:
        """The words of all columns that have a role."""
        return frozenset(c.path for c in self.columns if c.role)

    def told(self, role_of: RoleOf) -> Heading:
        """The same heading with the roles that its paths have in another table's eyes."""
        return self._replace(columns=tuple(c._replace(role=role_in(c.path, role_of)) for c in self.columns))

    def moved(self, by: float) -> Heading:
        """The same heading with its columns so far to the right."""
        return self._replace(columns=tuple(c._replace(x0=c.x0 + by, x1=c.x1 + by) for c in self.columns))

    def column(self, role: str) -> Column | None:
        """The first column with that role."""
        return next((c for c in self.columns if c.role == role), None)


class BoundRow(NamedTuple):
    """A row below a heading: its cells by column index, and which columns a cell from above covers."""

    row: Row
    cells: dict[int, list[Cell]]
    covered: frozenset[int] = frozenset()
    spanning: tuple[Cell, ...] = ()
    """Cells that lie across several columns (titles and notes inside the table)."""

    def named(self, fields: Mapping[int, str]) -> dict[str, Cell]:
        """Its first cell in each column that gives a field, by the field."""
        return {name: self.cells[i][0] for i, name in fields.items() if self.cells.get(i)}

    def texts(self) -> list[str]:
        """The texts of all its cells, left to right."""
        return [c.text for c in self.row.cells]


@dataclass(frozen=True)
class Bound:
    """A heading with the rows below it."""

    table: Table
    heading: Heading
    rows: tuple[BoundRow, ...]
    by_role: dict[str, list[int]] = field(default_factory=dict)

    @property
    def page(self) -> int:
        """The page on which its heading begins."""
        return self.table.rows[self.heading.first].page

    def cells(self, row: BoundRow, role: str) -> list[Cell]:
        """The cells of a row in the columns with that role, left to right."""
        return [c for i in self.by_role.get(role, ()) for c in row.cells.get(i, ())]

    def cell(self, row: BoundRow, role: str) -> Cell | None:
        """The only or first cell of a row with that role."""
        found = self.cells(row, role)
        return found[0] if found else None


def _is_title(row: Row, table: Table) -> bool:
    inked = [c for c in row.cells if c.text]
    return len(inked) == 1 and len(row.cells) == 1 and len(table.rows) > 1


def _depth(table: Table, first: int) -> int:
    """How many rows the heading that begins at `first` has."""
    rows = table.rows
    depth = max((c.rowspan for c in rows[first].cells), default=1)
    while first + depth < len(rows) and depth < MAX_DEPTH:
        row = rows[first + depth]
        inked = [c for c in row.cells if c.text]
        if not inked or have_figures(c.text for c in inked):
            break
        above = [c for r in rows[first : first + depth] for c in r.cells if c.text]
        # Insurers state the unit left of the lowest row: （人民币百万元）.
        corner = inked[:1] if len(inked) > 1 and inked[0].col == 0 and unit_above([inked[0].text]) else []
        nested = all(any(_under(c, a) for a in above) for c in inked[len(corner) :])
        again = _is_title(row, table) or [c.text for c in row.cells] == [c.text for c in rows[first].cells]
        cut = row.after_break and not again and not _begins_record(row, rows, first + depth)
        if not (nested or cut):
            break
        depth += max((c.rowspan for c in row.cells), default=1)
    return min(depth, len(rows) - first)


def _under(cell: Cell, above: Cell) -> bool:
    """Whether the cell is one of several below a wider one."""
    return above.colspan > 1 and above.x0 - 2 <= cell.x0 and cell.x1 <= above.x1 + 2 and cell.colspan < above.colspan


def _begins_record(row: Row, rows: Sequence[Row], index: int) -> bool:
    """Whether a row without numbers is data, not the lower part of a heading cut by the page.

    Rows of the forms' tables hold numbers, or dashes and 不适用 in their place.
    """
    following = rows[index + 1] if index + 1 < len(rows) else None
    if following is not None and any(is_number(c.text) for c in following.cells):
        places = [c for c in row.cells if is_nothing(c.text)]
        return bool(places) and len([c for c in row.cells if c.text]) == len([c for c in following.cells if c.text])
    return following is None or len([c for c in row.cells if c.text]) == len([c for c in following.cells if c.text])


def heading_at(table: Table, first: int, role_of: RoleOf) -> Heading | None:
    """The heading that begins in row `first`, its columns bound by `role_of`; `None` if it is none.

    A heading holds no numbers and at least two cells with text.
    """
    row = table.rows[first]
    inked = [c for c in row.cells if c.text]
    if len(inked) < 2 or have_figures(c.text for c in inked) or _is_title(row, table):
        return None
    end = first + _depth(table, first)
    cells = [c for r in table.rows[first:end] for c in r.cells]
    if have_figures(c.text for c in cells):
        return None
    columns = tuple(_columns(cells, role_of))
    return Heading(first, end, columns) if columns else None


def _columns(cells: Sequence[Cell], role_of: RoleOf) -> Iterator[Column]:
    edges: list[float] = []
    for x in sorted(x for c in cells for x in (c.x0, c.x1)):
        if not edges or x - edges[-1] > MIN_WIDTH:
            edges.append(x)
    for x0, x1 in pairwise(edges):
        middle = (x0 + x1) / 2
        path = _path(sorted((c for c in cells if c.x0 <= middle <= c.x1), key=lambda c: c.row))
        yield Column(path, x0, x1, role_in(path, role_of))


def role_in(path: str, role_of: RoleOf) -> str | None:
    """The role of a path, also where an extraction set a cell's last line in a row of its own (股东 / 性质)."""
    *above, last = path.split("|")
    broken = above and len(last) <= REST
    return role_of(path) or (role_of("".join((*above, last))) if broken else None)


def _path(above: Sequence[Cell]) -> str:
    """The texts of the heading cells above a column; the halves of a cell cut by the page are one."""
    parts: list[str] = []
    previous: Cell | None = None
    for cell in above:
        text = cell.plain
        cut = previous is not None and previous.page != cell.page and _same_sides(previous, cell)
        if cut and parts:
            parts[-1] += text
        elif text and (not parts or parts[-1] != text):
            parts.append(text)
        previous = cell
    return "|".join(parts)


def _same_sides(a: Cell, b: Cell) -> bool:
    return abs(a.x0 - b.x0) <= MIN_WIDTH and abs(a.x1 - b.x1) <= MIN_WIDTH


def _overlap(cell: Cell, column: Column) -> float:
    return min(cell.x1, column.x1) - max(cell.x0, column.x0)


def _place(row: Row, columns: Sequence[Column]) -> tuple[dict[int, list[Cell]], list[Cell]] | None:
    """Cells of a row by the column below which they stand; `None` where the drawing does not say."""
    out: dict[int, list[Cell]] = {}
    spanning: list[Cell] = []
    for cell in row.cells:
        width = cell.x1 - cell.x0
        under = [
            i
            for i, c in enumerate(columns)
            if _overlap(cell, c) > 0.6 * min(c.x1 - c.x0, width) and _overlap(cell, c) > 0.3 * (c.x1 - c.x0) * 0.3
        ]
        if not under:
            continue
        if len(under) > 1:
            spanning.append(cell)
        out.setdefault(under[0], []).append(cell)
    return out, spanning


def _ordered(row: Row, columns: Sequence[Column]) -> dict[int, list[Cell]] | None:
    """Cells by order, where a row has exactly one cell for each column."""
    if len(row.cells) != len(columns):
        return None
    return {i: [c] for i, c in enumerate(row.cells)}


def bind_row(row: Row, heading: Heading, covered: frozenset[int], heading_page: int) -> BoundRow:
    """A row's cells by column.

    On a later page the drawing may have other widths; there, a row with as many cells as the heading
    has columns is taken in order if the overlap would put two cells below one heading.
    """
    placed, spanning = _place(row, heading.columns) or ({}, [])
    doubled = any(len(cells) > 1 for cells in placed.values())
    if row.page != heading_page and (doubled or spanning):
        ordered = _ordered(row, heading.columns)
        if ordered is not None:
            return BoundRow(row, ordered, covered)
    # A line within a cell makes a blank one beside what is printed.
    inked = {i: [c for c in cells if c.text] or cells[:1] for i, cells in placed.items()}
    return BoundRow(row, inked, covered, tuple(spanning))


def bind_rows(table: Table, heading: Heading, stop: Callable[[Row], bool], role_of: RoleOf) -> Bound:
    """The rows below a heading until `stop`, the next other heading, or the table's end.

    A heading repeated on a later page is skipped; one with the same roles goes on with its own columns.
    """
    out: list[BoundRow] = []
    current = heading
    index = heading.end
    page = here = table.rows[heading.first].page
    below: list[tuple[int, Cell]] = []
    while index < len(table.rows):
        row = table.rows[index]
        again = heading_at(table, index, role_of) if row.page != page else None
        # A heading with the same roles but other words (本报告期末 for 本报告期) begins another part.
        if again is not None and again.roles and again.paths == heading.paths:
            current, index, page = _reordered(again, heading), again.end, row.page
            here = page
            continue
        if stop(row):
            break
        if row.page != here:
            current, here = current.moved(_shift(table, here, row.page)), row.page
        below = [(end, cell) for end, cell in below if end > index and cell.page == row.page]
        covered = frozenset(
            i for _, cell in below for i, c in enumerate(current.columns) if _overlap(cell, c) > 0.5 * (c.x1 - c.x0)
        )
        out.append(bind_row(row, current, covered, page))
        below += [(index + c.rowspan, c) for c in row.cells if c.rowspan > 1]
        index += 1
    roles: dict[str, list[int]] = {}
    for i, column in enumerate(heading.columns):
        if column.role:
            roles.setdefault(column.role, []).append(i)
    return Bound(table, heading, tuple(out), roles)


def _shift(table: Table, page: int, other: int) -> float:
    """How far a table as wide stands to the right on another page: odd and even pages may have mirrored margins."""
    parts = [[row for row in table.rows if row.page == number and row.cells] for number in (page, other)]
    if not all(parts):
        return 0.0
    (left, right), (x0, x1) = map(sides_of, parts)
    as_wide = abs((x1 - x0) - (right - left)) <= MIN_WIDTH
    return x0 - left if as_wide and abs(x0 - left) > MIN_WIDTH else 0.0


def _reordered(again: Heading, first: Heading) -> Heading:
    """The repeated heading with its columns numbered as in the first one."""
    if [c.role for c in again.columns] == [c.role for c in first.columns]:
        return again
    rest = list(again.columns)
    columns = []
    for column in first.columns:
        match = next((c for c in rest if c.role == column.role), None)
        if match is not None:
            rest.remove(match)
        columns.append(match or Column(column.path, 0.0, 0.0, column.role))
    return Heading(again.first, again.end, tuple(columns))
