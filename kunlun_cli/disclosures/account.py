"""The account of a table: what is printed in it and went into no record, column or heading, is named."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from kunlun_cli.disclosures.bind import Bound, BoundRow, is_number
from kunlun_cli.forms import load, matches, normal
from kunlun_cli.records import Problem
from kunlun_cli.tables.table import Cell

# What says that nothing is there.
_NOTHING = re.compile(r"^(不适用|无|[-—–―－─/\\]*)$")
_SHOWN = 3


def account(
    bound: Bound, *, several: Collection[str] = (), apart: Collection[str] = (), first: int = 0
) -> list[Problem]:
    """What a bound table prints and no record can have.

    Args:
        bound: the heading with its rows.
        several: roles of columns in which more than one cell of a row is taken.
        apart: roles of columns whose cells may cover several rows, as names do.
        first: the first column of figures that is known; words before it are labels, whatever their heading.
    """
    rows = [row for row in bound.rows if not _is_remark(row)]
    return [*_unknown(bound, rows, first), *_loose(bound, rows, several), *_covered(bound, rows, apart)]


def _is_inked(cell: Cell) -> bool:
    return not _NOTHING.match(normal(cell.text))


def _is_remark(row: BoundRow) -> bool:
    """Whether a row is text across the table: a title, or a note."""
    inked = [c for c in row.row.cells if c.text]
    return len(inked) == 1 and (inked[0] in row.spanning or len(row.row.cells) == 1) and not is_number(inked[0].text)


def _unknown(bound: Bound, rows: Sequence[BoundRow], first: int) -> Iterator[Problem]:
    """Columns with cells under a heading that answers nothing the form asks for."""
    for i, column in enumerate(bound.heading.columns):
        if column.role is not None or matches(load("account")["passed"]["columns"], column.path):
            continue
        cells = [c for row in rows for c in row.cells.get(i, ()) if _is_inked(c) and c not in row.spanning]
        labels = i < first or matches(load("account")["passed"]["words"], column.path)
        words = labels and not any(is_number(c.text) for c in cells)
        if cells and not words:
            shown = ", ".join(c.text for c in cells[:_SHOWN])
            what = (
                f"the column {column.path!r} has a heading that is not known"
                if column.path
                else "a column has no heading"
            )
            yield Problem("unknown-column", f"{what}; its cells ({shown}) are in no record", cells[0].page)


def _loose(bound: Bound, rows: Sequence[BoundRow], several: Collection[str]) -> Iterator[Problem]:
    """Cells below no heading, and second cells below one."""
    out: list[Cell] = []
    for row in rows:
        placed = {id(c) for cells in row.cells.values() for c in cells}
        out += [c for c in row.row.cells if id(c) not in placed and _is_inked(c)]
        for i, cells in row.cells.items():
            column = bound.heading.columns[i]
            if column.role is not None and column.role not in several and sum(map(_is_inked, cells)) > 1:
                out += [c for c in cells[1:] if _is_inked(c)]
    if out:
        shown = ", ".join(repr(c.text) for c in out[: 2 * _SHOWN])
        yield Problem("unaccounted", f"{len(out)} cells of the table went into no record: {shown}", out[0].page)


def _covered(bound: Bound, rows: Sequence[BoundRow], apart: Collection[str]) -> Iterator[Problem]:
    """Figures over several rows that have labels of their own: whose they are, is not printed."""
    for row in rows:
        label = next((c for c in row.row.cells if c.text), None)
        roles = {bound.heading.columns[i].role for i in row.covered}
        hidden = sorted(r for r in roles if r and r not in apart)
        if label is not None and hidden and not (roles & set(apart)):
            message = f"{label.text}: the cell above covers {', '.join(hidden)} of this row, which are not given"
            yield Problem("unaccounted", message, label.page)
