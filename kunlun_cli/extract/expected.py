"""What a table that was read must have: the columns of its form, and in each row the cells that its other rows have.

Whichever way a cell was lost (a stray line, a picture, a cell that runs over the next), here it is missed; what was
printed and could not be read has its place in the record, and a problem of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from kunlun_cli.extract.labels import SHOWN
from kunlun_cli.forms import load
from kunlun_cli.records import FilingInfo, Problem, Statements

T = TypeVar("T")
# Words of a row beside its name, and what stands in a note below the table, which not every row has.
_NOT_IN_EVERY_ROW = {"name", "label", "pledges", "change_note", "margin_account_shares", "margin_note", "name_note"}


def with_expected(part: T, info: FilingInfo) -> T:
    """A disclosure with a problem for each of its tables that lacks a column of the form, or cells in some rows."""
    if isinstance(part, Statements):
        return part  # its rows have other columns on every page
    problems: Sequence[Problem] = getattr(part, "problems", ())
    told = [p.message for p in problems]
    lost = [
        problem
        for name in ("records", "quarterly")
        for table, rows in _tables(name, getattr(part, name, ())).items()
        for problem in (*_columns(table, rows, info), *_cells(rows, told))
    ]
    return replace(part, problems=(*problems, *lost)) if lost else part  # type: ignore[type-var]


def _tables(name: str, records: Sequence[Any]) -> Mapping[tuple[str, str], list[Any]]:
    """Records by the table and the part of it in which they stand; lines that no form has are left out."""
    out: dict[tuple[str, str], list[Any]] = {}
    for record in records:
        if getattr(record, "item", "") is None:
            continue
        table: str = getattr(record, "table", "quarters" if name == "quarterly" else "key figures")
        group: str = getattr(record, "span", "") or getattr(record, "dimension", "")
        out.setdefault((table, group), []).append(record)
    return out


def _has(record: Any, field: str) -> bool:  # noqa: ANN401  # records of any kind
    return field in record.cells or getattr(record, field) is not None


def _printed(record: Any, field: str) -> bool:  # noqa: ANN401  # records of any kind
    """Whether something is printed for a field."""
    place = record.cells.get(field)
    return getattr(record, field) is not None or bool(place and place.text)


def _columns(table: tuple[str, str], rows: Sequence[Any], info: FilingInfo) -> Iterator[Problem]:
    """The columns that a table of this kind of report always has, and of which no row has a cell."""
    year = int((info.period or "0")[:4])
    entries = (e for e in load("absent")["columns"] if e["table"] == table[0] and e["since"] <= year)
    here = [e for e in entries if info.kind in e.get("kinds", [info.kind])]
    asked = [e for e in here if info.exchange in e.get("exchanges", [info.exchange])]
    # A cell that is blank in every row is as good as none where the form has figures in all.
    lost = [
        f for e in asked for f in e["fields"] if not any((_has if e.get("blank") else _printed)(row, f) for row in rows)
    ]
    if lost:
        message = f"the {table[0]} table has no {', '.join(lost)} from {_name(rows[0])} on; a column may be missing"
        yield Problem("missing-column", message, _page(rows))


def _cells(rows: Sequence[Any], told: Sequence[str]) -> Iterator[Problem]:
    """Cells that most rows of a table have and some have not, nor anything in their place."""
    fields = dict.fromkeys(f for row in rows for f in row.cells if f not in _NOT_IN_EVERY_ROW)
    # Where a glyph of other cells was not read, one that reads as blank may have had nothing but such.
    doubted = {f for row in rows for f, place in row.cells.items() if place.doubt}
    lost = {_name(row): [f for f in fields if not (_printed if f in doubted else _has)(row, f)] for row in rows}
    new = {n: [f for f in lacks if not any(n in t and f in t for t in told)] for n, lacks in lost.items()}
    if any(new.values()):
        shown = ", ".join(f"{name} ({' '.join(lacks)})" for name, lacks in new.items() if lacks)
        yield Problem("row-incomplete", f"rows without a cell that others of their table have: {shown}", _page(rows))


def _page(rows: Sequence[Any]) -> int | None:
    page: int | None = rows[0].source.page
    return page


def _name(record: Any) -> str:  # noqa: ANN401  # records of any kind
    name: str = getattr(record, "label", "") or getattr(record, "name", "")
    return name[:SHOWN]
