"""Rows cut in two by a page break, made whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from kunlun_cli.disclosures.bind import Bound, BoundRow
from kunlun_cli.forms import normal

_WITH_DECIMALS = re.compile(r"^-?\d{1,3}(?:,?\d{3})*\.(\d+)%?$")


def whole_rows(bound: Bound, alone: Callable[[BoundRow], bool] = lambda _: False) -> list[BoundRow]:
    """The rows below a heading, those cut by a page break joined to one.

    The first row after a break is the rest of the row before if either of the two lacks a value in a
    column that no other row leaves blank: half a row shows by what it has not. Not so where both have
    a whole number in the same column.

    `alone` tells rows that are never half of another, nor a pattern for others (titles inside the table).
    """
    out: list[BoundRow] = []
    rows = bound.rows
    for i, row in enumerate(rows):
        candidate = row.row.after_break and i > 0 and not alone(row) and not alone(rows[i - 1])
        if candidate and _is_rest(rows[i - 1], row, _patterns(rows, alone), bound):
            out[-1] = _joined(out[-1], row)
        else:
            out.append(row)
    return out


def _patterns(rows: Sequence[BoundRow], alone: Callable[[BoundRow], bool]) -> list[BoundRow]:
    """Rows that no page break touches: they show what a whole row has."""
    after = [r.row.after_break for r in rows]
    before = [*after[1:], False]
    return [r for r, a, b in zip(rows, after, before, strict=True) if not (a or b or r.spanning or alone(r))]


def _filled(row: BoundRow) -> set[int]:
    inked = {i for i, cells in row.cells.items() if any(c.text for c in cells)}
    return inked | row.covered


def _is_rest(first: BoundRow, rest: BoundRow, others: Sequence[BoundRow], bound: Bound) -> bool:
    if bool(first.spanning) != bool(rest.spanning) or not _filled(rest):
        return not _filled(rest)
    if _both_whole(first, rest):
        return False
    roles = {i for i, c in enumerate(bound.heading.columns) if c.role}
    required = roles.intersection(*(_filled(r) for r in others)) if others else roles
    return not required <= _filled(rest) or not required <= _filled(first)


def _both_whole(first: BoundRow, rest: BoundRow) -> bool:
    """Whether some column has in both rows a number of equally many decimals: neither is half of one."""
    for i, cells in first.cells.items():
        a = _decimals(cells[0].text) if cells else None
        under = rest.cells.get(i)
        b = _decimals(under[0].text) if under else None
        if a is not None and a == b:
            return True
    return False


def _decimals(text: str) -> int | None:
    found = _WITH_DECIMALS.match(normal(text))
    return len(found[1]) if found else None


def _joined(first: BoundRow, rest: BoundRow) -> BoundRow:
    if not any(first.texts()):
        # What a stray line cut off the last row is blank: what stands overleaf is all of a row.
        return rest
    cells = {i: list(c) for i, c in first.cells.items()}
    for i, more in rest.cells.items():
        if cells.get(i):
            cells[i] = [a.joined(b) for a, b in zip(cells[i], more, strict=False)] + cells[i][len(more) :]
        else:
            cells[i] = list(more)
    return first._replace(cells=cells)
