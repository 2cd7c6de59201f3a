"""The tables of a report for readers and machines: their list, single ones as sheets, all as a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from kunlun_cli.frames import identity
from kunlun_cli.records import FilingInfo, Problem, Source
from kunlun_cli.records.filing import Layout
from kunlun_cli.records.statements import Scope, StatementPart
from kunlun_cli.render.document import BOX, PLACE, enveloped
from kunlun_cli.render.shape import (
    NATURAL,
    NUMBER,
    STRING,
    TEXT,
    Json,
    Key,
    Schema,
    Shape,
    among,
    many,
    object_of,
    one_of,
)  # fmt: skip
from kunlun_cli.render.sheet import Column, Kind, Row, Sheet, Value
from kunlun_cli.schedules.long import FIELDS, figure, long_rows
from kunlun_cli.schedules.schedule import ColumnKind, Schedule, ScheduleRow

_LIST = (
    Column("number", "no.", Kind.COUNT),
    Column("title", "title"),
    Column("section", "section", secondary=True),
    Column("unit", "unit"),
    *Kind.COUNT.columns("rows", "columns"),
    Column("where", "page"),
)
_FIGURES = {"amount": Kind.AMOUNT, "count": Kind.COUNT}


@dataclass(frozen=True, slots=True)
class TablesAnswer:
    """Some tables of one filing; `whole` where they are asked for with their cells and not as a list."""

    info: FilingInfo
    schedules: tuple[Schedule, ...]
    problems: tuple[Problem, ...] = ()
    whole: bool = False


def pages_of(schedule: Schedule) -> str:
    """Its pages as they are said: `p.5`, `p.5-6`."""
    last = "" if schedule.last_page == schedule.page else f"-{schedule.last_page}"
    return f"p.{schedule.page}{last}"


def list_sheet(answer: TablesAnswer, *, brief: bool = False) -> Sheet:
    """The tables one a row: number, title, where they stand, unit, size.

    In a `brief` list a table's section is the nearest that is not its title, as a screen has no room for all.
    """
    rows = tuple(
        Row(
            {
                "number": each.number,
                "title": each.title,
                "section": _section(each, brief),
                "unit": each.unit,
                "rows": len(each.rows),
                "columns": len(each.columns),
                "where": pages_of(each),
            },
            each.page,
            link=_key(each),
        )
        for each in answer.schedules
    )
    return Sheet("tables", "Tables", _LIST, rows)


def _section(schedule: Schedule, brief: bool) -> str | None:
    if not brief:
        return " › ".join(schedule.section) or None
    return next((part for part in reversed(schedule.section) if part != schedule.title), None)


def _key(schedule: Schedule) -> str:
    return f"table_{schedule.number}"


def table_sheet(schedule: Schedule, *, printed: bool = False) -> Sheet:
    """One table: figures as numbers, in the base unit where it is sure.

    With `printed` there is beside each column of figures one with the text as printed.
    """
    names = _names(schedule)
    columns: list[Column] = []
    for name, column in zip(names, schedule.columns, strict=True):
        kind = _FIGURES.get(column.kind, Kind.TEXT)
        # Per cents are given as printed, with their sign or as points, and stand to the right as other figures do.
        columns.append(Column(name, name, Kind.AMOUNT if column.kind == "per_cent" else kind))
        if printed and kind is not Kind.TEXT:
            columns.append(Column(f"{name} (as printed)", f"{name} (as printed)"))
    columns.append(Column("page", "page"))
    title = f"{schedule.number} {schedule.title or ''}".strip()
    return Sheet(_key(schedule), title, tuple(columns), tuple(_row(schedule, names, row) for row in schedule.rows))


def _names(schedule: Schedule) -> list[str]:
    """A name for each column: its heading, numbered where another has the same or it has none."""
    out: list[str] = []
    for index, column in enumerate(schedule.columns, 1):
        name = " / ".join(column.heading) or f"column {index}"
        out.append(f"{name} ({index})" if name in (*out, "page") else name)
    return out


def _row(schedule: Schedule, names: Sequence[str], row: ScheduleRow) -> Row:
    values: dict[str, Value] = {"page": f"p.{row.page}"}
    for index, (name, column, cell) in enumerate(zip(names, schedule.columns, row.cells, strict=True)):
        number = figure(schedule, row, index) if column.kind in _FIGURES else None
        values[name] = number if number is not None else cell.text or ""
        values[f"{name} (as printed)"] = cell.text or None
    return Row(values, row.page, depth=row.level - 1, strong=row.part in ("subtotal", "total"))


def book(answers: Sequence[TablesAnswer]) -> list[Sheet]:
    """A workbook: the list, whose numbers lead to the tables, and each table in a sheet of its own."""
    out: list[Sheet] = []
    for answer in answers:
        listed = list_sheet(answer)
        problems = Sheet(
            "problems",
            "Problems",
            (Column("page", "page", Kind.COUNT), *Kind.TEXT.columns("problem", "message")),
            tuple(Row({"page": p.page, "problem": p.code, "message": p.message}) for p in answer.problems),
        )
        out += [listed, *(table_sheet(each, printed=True) for each in answer.schedules)]
        out += [problems] if problems.rows else []
    return out


def document(answer: TablesAnswer, *, provenance: bool = False) -> dict[str, Json]:
    """The document of the public contract; with `provenance` each cell says where it is printed."""
    records = [
        {**_TABLE.document(each), "rows": [_line(each, row, provenance) for row in each.rows]}
        for each in answer.schedules
    ]
    return enveloped("tables", {"records": records}, answer.problems, answer.info)


def kind_of(schedule: Schedule) -> str:
    """What part of the report it belongs to: `statement`, `notes`, or `report` for all others."""
    from kunlun_cli.statements.titles import last_title

    if last_title(schedule.lines) is not None:
        return "statement"
    return "notes" if any("附注" in part or "财务报告" in part for part in schedule.section) else "report"


def _line(schedule: Schedule, row: ScheduleRow, provenance: bool) -> dict[str, Json]:
    cells = [
        _Cell(each.text, figure(schedule, row, at), each.source if provenance else None)
        for at, each in enumerate(row.cells)
    ]
    return {**_ROW.document(row), "cells": list(map(_CELL.document, cells))}


class _Cell(NamedTuple):
    text: str
    value: Decimal | None
    source: Source | None


def _texts(description: str) -> Key:
    return many(STRING).about(description)


_CELL = Shape(text=STRING, value=NUMBER.about("in the base unit where the unit is sure"), source=PLACE.optional())
_ROW = Shape(label=STRING, level=NATURAL, part=among(StatementPart, None), page=NATURAL)
_COLUMN = Shape(
    heading=_texts("the texts of the heading cells above it, the widest first"),
    period=Key(TEXT.schema, made=str).about("closing, opening, current, prior, or the day that the heading names"),
    scope=among(Scope, None),
    kind=among(ColumnKind),
)
_TABLE = Shape(
    number=NATURAL,
    title=TEXT,
    section=_texts("its place in the outline, the widest first"),
    page=NATURAL,
    last_page=NATURAL,
    bbox=BOX,
    unit=TEXT.about("null: it states none that is sure, and values are as printed"),
    kind=one_of("statement", "notes", "report").at(kind_of),
    layout=among(Layout),
    columns=many(_COLUMN),
)


def schema() -> Schema:
    """What the schema says of the tables of a report: every one with its place, unit, columns and rows."""
    rows = many(Key(object_of({**_ROW.properties, "cells": many(_CELL).schema})))
    return {"records": many(Key(object_of({**_TABLE.properties, "rows": rows.schema}))).schema}


def flat_sheet(answer: TablesAnswer) -> Sheet:
    """The one table that was asked for, or all cells of several as long rows, or the list of them."""
    if not answer.whole:
        return replace(list_sheet(answer), key="tables")
    if len(answer.schedules) == 1:
        return table_sheet(answer.schedules[0], printed=True)
    return long_sheet(answer.info, answer.schedules)


_COUNTS = frozenset({"table", "row", "column", "page"})
_LONG = (
    *(Column(key, key) for key in ("code", "short_name", "period")),
    *(Column(k, k, Kind.COUNT if k in _COUNTS else Kind.AMOUNT if k == "value" else Kind.TEXT) for k in FIELDS),
)


def long_sheet(info: FilingInfo, schedules: Iterable[Schedule]) -> Sheet:
    """Every printed cell of some tables, one a row."""
    rows = tuple(Row({**identity(info), **values}) for schedule in schedules for values in long_rows(schedule))
    return Sheet("cells", "Cells", _LONG, rows)
