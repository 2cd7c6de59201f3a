"""The account of a table: what is printed in it and went into no record, column or heading, is named."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from kunlun_cli.disclosures.bind import Bound, BoundRow, Column
from kunlun_cli.figures.numbers import is_nothing, is_number
from kunlun_cli.forms import load, matches
from kunlun_cli.records import Problem, Source
from kunlun_cli.records.source import Box
from kunlun_cli.tables.table import Cell

# So many cells tell a reader which column is meant.
_SHOWN = 3
# So many characters of a row's name tell which one is meant.
_NAMED = 24
# An amount, or a figure with decimals, which no heading has: dates (2024.6.30) and shares (5.00%以上) are none.
_AMOUNT = re.compile(r"(?<![\d.])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d{2,4})(?!\.?\d)%?(?!以上|以下|元)")

_ENDS_IN_FIGURE = re.compile(r"\d%?$")


class Cited(Protocol):
    """A record: it says where each of its figures is printed."""

    @property
    def source(self) -> Source:
        """Where its label is."""

    @property
    def cells(self) -> Mapping[str, Source]:
        """Where its fields are."""


def account(
    bound: Bound,
    whole: Sequence[BoundRow],
    records: Sequence[Cited],
    *,
    kept: Collection[str | int] = (),
    several: Collection[str] = (),
    apart: Collection[str] = (),
    first: int = 0,
) -> list[Problem]:
    """What a bound table prints and no record has.

    Args:
        bound: the heading with its rows.
        whole: the rows as they were read, those cut by a page break made one; rows knowingly passed over left out.
        records: what was read of them; a cell is taken where one of them cites it.
        kept: columns, or roles of columns, whose cells no record cites: words, and what no record asks for.
        several: roles of columns in which more than one cell of a row is taken.
        apart: roles of columns whose cells may cover several rows, as names do.
        first: the first column of figures that is known; words before it are labels, whatever their heading.
    """
    rows, left = ([row for row in some if not _is_remark(row)] for some in (bound.rows, whole))
    return [
        *mixed(bound),
        *_unknown(bound, rows, first),
        *named(_loose(bound, rows, several), rows),
        *named(_left(bound, left, records, {*kept, *several, *apart}, first), rows),
        *named(_crowded(bound, rows, kept), rows),
        *_covered(bound, rows, apart),
        *named(_over_columns(bound, rows)),
    ]


def named(cells: Sequence[Cell], rows: Sequence[BoundRow] = ()) -> Iterator[Problem]:
    """The problem that cells are in no record, if there are any, with what the rows are called in which they stand."""
    if cells:
        shown = ", ".join(repr(c.text) for c in cells[: 2 * _SHOWN])
        message = f"{len(cells)} cells of the table went into no record: {shown}{_in_rows(cells, rows)}"
        yield Problem("unaccounted", message, cells[0].page)


def _in_rows(cells: Sequence[Cell], rows: Sequence[BoundRow]) -> str:
    """A clause that names the rows of some cells, by the longest of their words each."""
    ids = {*map(id, cells)}
    lost = (row.row.cells for row in rows if any(id(c) in ids for c in row.row.cells))
    words = (
        max((c.text for c in cells if not is_number(c.text) and id(c) not in ids), key=len, default="")
        for cells in lost
    )
    names = dict.fromkeys(word[:_NAMED] for word in words if word)
    return f"; they stand in the rows {', '.join(names)}" if names else ""


def _left(
    bound: Bound, rows: Sequence[BoundRow], records: Sequence[Cited], kept: Collection[str | int], first: int
) -> list[Cell]:
    """Figures below headings that are known which no record cites."""
    out, cited = list[Cell](), places(records)
    for row in rows:
        roles = {i: bound.heading.columns[i].role for i in row.cells if i >= first}
        own = [row.cells[i][0] for i, role in roles.items() if role and not {i, role} & {*kept} and row.cells[i]]
        out += uncited(own, cited)
    return out


def _crowded(bound: Bound, rows: Sequence[BoundRow], kept: Collection[str | int]) -> list[Cell]:
    """Cells of columns that no record asks for with several figures: one of them is of a column that is asked for.

    Where a stray line was taken for the one that parts two columns, they are one, with the heading of both.
    """
    columns = [i for i, column in enumerate(bound.heading.columns) if {i, column.role} & {*kept}]
    cells = (c for row in rows for i in columns for c in row.cells.get(i, ()))
    return [c for c in cells if len(parts := c.text.split()) > 1 and all(map(is_number, parts))]


def places(records: Iterable[Cited]) -> set[tuple[int | None, Box | None]]:
    """The places that some records cite."""
    return {(s.page, s.bbox) for r in records for s in (r.source, *r.cells.values())}


def uncited(row: Sequence[Cell], cited: Collection[tuple[int | None, Box | None]]) -> list[Cell]:
    """The cells of a row with digits that are not cited; what a row prints twice is taken with either."""
    taken = {c.text for c in row if (s := c.source()) and (s.page, s.bbox) in cited}
    return [c for c in row if any(map(str.isdigit, c.text)) and c.text not in taken]


def nameless(row: BoundRow, code: str, label: str) -> list[Problem]:
    """The problem that figures stand in a row without its label, if some do."""
    if not any(is_number(c.text) for c in row.row.cells):
        return []
    figures = " ".join(filter(None, row.texts()))
    return [Problem(code, f"figures without {label}: {figures}", row.row.page)]


def headless(text: str, page: int) -> Problem:
    """The problem that a table with such a cell may be one of the form's, and its columns are not known."""
    return Problem(
        "no-heading", f"the table with {text!r} has no heading that is known; its figures were not taken", page
    )


def _is_inked(cell: Cell) -> bool:
    return not is_nothing(cell.text)


def _is_remark(row: BoundRow) -> bool:
    """Whether a row is text across the table: a title, or a note."""
    inked = [c for c in row.row.cells if c.text]
    return len(inked) == 1 and (inked[0] in row.spanning or len(row.row.cells) == 1) and not is_number(inked[0].text)


def holds_amount(text: str) -> bool:
    """Whether an amount, or a figure with decimals, stands in a text."""
    return _AMOUNT.search(text) is not None


def mixed(bound: Bound) -> Iterator[Problem]:
    """A heading with which a row of figures was mixed, or the one figure of its column where a line is missing."""
    columns = enumerate(bound.heading.columns)
    path = next((c.path for i, c in columns if holds_amount(c.path) or _swallowed(bound, i, c)), None)
    if path is not None:
        yield Problem("unaccounted", f"figures stand in the heading {path!r}; they went into no record", bound.page)


def _swallowed(bound: Bound, i: int, column: Column) -> bool:
    """Whether a heading ends in a figure, and its column has no cell in any row."""
    return bool(column.role and _ENDS_IN_FIGURE.search(column.path)) and not any(row.cells.get(i) for row in bound.rows)


def _unknown(bound: Bound, rows: Sequence[BoundRow], first: int) -> Iterator[Problem]:
    """Columns with cells under a heading that answers nothing the form asks for."""
    for i, column in enumerate(bound.heading.columns):
        # The names' column may have no heading, but none stands right of the figures where it is told where they begin.
        known = column.role is not None and (column.path or i <= first or not first)
        if known or matches(load("account")["passed"]["columns"], column.path):
            continue
        cells = [c for row in rows for c in row.cells.get(i, ()) if _is_inked(c) and c not in row.spanning]
        labels = i < first or column.role is not None or matches(load("account")["passed"]["words"], column.path)
        words = labels and not any(is_number(c.text) for c in cells)
        if cells and not words:
            shown = ", ".join(c.text for c in cells[:_SHOWN])
            what = (
                f"the column {column.path!r} has a heading that is not known"
                if column.path
                else "a column has no heading"
            )
            message = f"{what}; its cells ({shown}) are in no record{'' if column.path else _in_rows(cells, rows)}"
            yield Problem("unknown-column", message, cells[0].page)


def _loose(bound: Bound, rows: Sequence[BoundRow], several: Collection[str]) -> list[Cell]:
    """Cells below no heading, and second cells below one."""
    out: list[Cell] = []
    for row in rows:
        placed = {id(c) for cells in row.cells.values() for c in cells}
        out += [c for c in row.row.cells if id(c) not in placed and _is_inked(c)]
        for i, cells in row.cells.items():
            column = bound.heading.columns[i]
            if column.role is not None and column.role not in several and sum(map(_is_inked, cells)) > 1:
                out += [c for c in cells[1:] if _is_inked(c)]
    return out


def _over_columns(bound: Bound, rows: Sequence[BoundRow]) -> list[Cell]:
    """Words that end in a figure and reach over a column that is asked for: no line parts the label from it."""
    out = []
    for row in rows:
        for cell in row.spanning:
            under = [i for i, c in enumerate(bound.heading.columns) if c.role and cell.x0 < (c.x0 + c.x1) / 2 < cell.x1]
            open_ = any(not row.cells.get(i) and i not in row.covered for i in under)
            if open_ and not is_number(cell.text) and matches(load("account")["ends_in_figure"], cell.text):
                out.append(cell)
    return out


def _covered(bound: Bound, rows: Sequence[BoundRow], apart: Collection[str]) -> Iterator[Problem]:
    """Figures over several rows that have labels of their own: whose they are, is not printed."""
    for row in rows:
        label = next((c for c in row.row.cells if c.text), None)
        roles = {bound.heading.columns[i].role for i in row.covered}
        hidden = sorted(r for r in roles if r and r not in apart)
        if label is not None and hidden and not (roles & set(apart)):
            message = f"{label.text}: the cell above covers {', '.join(hidden)} of this row, which are not given"
            yield Problem("unaccounted", message, label.page)
