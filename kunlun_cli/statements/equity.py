"""The statement of changes in equity: a matrix, given cell by cell."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal

from kunlun_cli.figures.numbers import read_number, scaled
from kunlun_cli.figures.units import Unit
from kunlun_cli.forms import load, normal
from kunlun_cli.forms.lines import plain_label
from kunlun_cli.records import EquityRecord, Problem
from kunlun_cli.records.statements import Scope
from kunlun_cli.schedules.headings import date_of
from kunlun_cli.schedules.reader import money_unit
from kunlun_cli.schedules.schedule import Schedule, ScheduleCell, ScheduleColumn
from kunlun_cli.statements.items import item_of, line_label
from kunlun_cli.statements.proof import Line, proven_columns, proven_rows

Span = Literal["current", "prior"]
# A line that says of what time a table is: 2024年1月1日至2024年12月31日.
MAX_DATE = 30
# No label of the form has a figure: thousands, or two decimals that are no date's (2022.12.31余额).
_FIGURE = re.compile(r"\d[,，]\d|(?<![\d.])(?!(?:19|20)\d\d\.)\d+\.\d\d(?![\d.])")
# 其他权益工具 over 优先股, 永续债 and 其他.
_INSTRUMENTS, _INSTRUMENT = "其他权益工具", "other_equity_instruments_other"


def equity_records(
    schedules: Sequence[Schedule], scope: Scope, end: dt.date | None, unit: Unit | None, problems: list[Problem]
) -> Iterator[EquityRecord]:
    """The cells of a statement of changes in equity, of both periods, with what could not be read in it.

    `schedules` are its tables, in order: one a period, or a page. `end` is the last day of the report's period, `unit`
    that of the statement before it, for one that states none; what is doubtful is added to `problems`.
    """
    before: Sequence[ScheduleColumn] = ()
    span: Span = "current"
    seen: dict[Span, set[str]] = {"current": set(), "prior": set()}
    for schedule in schedules:
        unit = money_unit(schedule) or unit
        headed = any(c.heading for c in schedule.columns)
        columns = schedule.columns if headed or len(before) != len(schedule.columns) else before
        span = _span(columns, schedule.lines, end, span)
        problems += schedule.problems
        if not any(c.heading for c in columns):
            what = "the columns of the changes in equity have no headings that say what they are; none was taken"
            problems.append(Problem("no-heading", what, schedule.page))
            continue
        labels = {plain_label(row.label) for row in schedule.rows if row.label}
        if len(labels & seen[span]) * 2 > len(labels):
            what = "a second table of changes in equity of the same period was not taken"
            problems.append(Problem("two-candidates", what, schedule.page))
            continue
        seen[span] |= labels
        if unit is None:
            problems.append(Problem("no-unit", "the statement of changes in equity states no unit", schedule.page))
        before = columns
        proven = _proof(schedule, columns, problems) if schedule.layout == "aligned" else _as_drawn
        yield from _cells(schedule, columns, scope, span, unit, proven, problems)


def _proof(
    schedule: Schedule, columns: Sequence[ScheduleColumn], problems: list[Problem]
) -> Callable[[int, int], bool]:
    """Whether a figure, by its row and column, is proven; what is not is added to `problems`, row by row.

    Without ruling lines a figure may be set into another row or column.
    """
    codes = [column_of(column.heading)[0] for column in columns]
    places = [i for i, column in enumerate(columns) if column.kind not in {"label", "note"}]
    figures = [{i: row.cells[i].sure for i in places if _is_printed(row.cells[i])} for row in schedule.rows]
    labels = [row.label for row in schedule.rows]
    lines = [Line(label, own) for label, own in zip(labels, figures, strict=True)]
    rows = [bool(label) and proven for label, proven in zip(labels, proven_rows(lines, codes), strict=True)]
    down = proven_columns(lines, places) if _is_in_order(codes, figures) else frozenset()
    pages = [row.page for row in schedule.rows]
    if not down or not any(rows):
        what = "no line parts the changes in equity, and its rows and columns do not add up; none was taken"
        problems += (Problem("unruled-table", what, page) for page in dict.fromkeys(pages))
        return lambda *_: False
    for label, proven, own, page in zip(labels, rows, figures, pages, strict=True):
        if own and not proven:
            what = f"{line_label(label)}: no line parts its figures, and they do not make its totals; none was taken"
            problems.append(Problem("unruled-table", what, page))
    for page in dict.fromkeys(pages):
        here = [own for own, at in zip(figures, pages, strict=True) if at == page]
        if lost := [i for i in places if i not in down and any(i in own for own in here)]:
            names = "、".join(column_of(columns[i].heading)[1] or str(i + 1) for i in lost)
            what = f"{names}: no line parts their figures, and they do not add up; none of them was taken"
            problems.append(Problem("unruled-table", what, page))
    return lambda row, column: rows[row] and column in down


def _is_in_order(codes: Sequence[str | None], figures: Iterable[Iterable[int]]) -> bool:
    """Whether the columns in which something stands are in the form's order, each once.

    其他 before 资本公积 is a part of another heading, and what two columns are headed is of one of them: nothing but a
    line says how far one reaches.
    """
    given = sorted({i for own in figures for i in own})
    order = list(load("statements")["equity_columns"])
    kinds = ["perpetual_bonds" if codes[i] == _INSTRUMENT else codes[i] for i in given]
    places = [order.index(code) for code in kinds if code]
    named = [codes[i] for i in given if codes[i] not in {None, _INSTRUMENT, "other"}]
    return places == sorted(places) and len(named) == len(set(named))


def _span(columns: Iterable[ScheduleColumn], lines: Iterable[str], end: dt.date | None, before: Span) -> Span:
    """Of which period a table is: by the dates or words of its headings, the line that is a date, else as before."""
    for column in columns:
        if isinstance(column.period, dt.date):
            return "current" if end is None or column.period.year == end.year else "prior"
        if column.period in ("current", "prior"):
            return "current" if column.period == "current" else "prior"
    days = [day for line in lines if len(line) < MAX_DATE and (day := date_of(line))]
    return before if not days or end is None else "current" if days[-1].year == end.year else "prior"


def _cells(
    schedule: Schedule,
    columns: Sequence[ScheduleColumn],
    scope: Scope,
    span: Span,
    unit: Unit | None,
    proven: Callable[[int, int], bool],
    problems: list[Problem],
) -> Iterator[EquityRecord]:
    label = next((i for i, c in enumerate(columns) if c.kind == "label"), 0)
    seen: set[str] = set()
    for number, row in enumerate(schedule.rows):
        # A rule may cut the first character off a label; one that is indented may stand over its cell's right side.
        cut = [cell.text for cell in row.cells[:label] if cell.value is None]
        text = "".join([*cut, row.cells[label].text])
        over = _over(row.cells[label + 1 : label + 2], text)
        text = over + text
        if _FIGURE.search(text):
            what = f"{line_label(text)}: a figure stands in its label, of a column beside it; none was taken"
            problems.append(Problem("unaccounted", what, row.page))
            continue
        item = item_of("equity", text, seen)
        seen.add(item or "")
        for index, (column, cell) in enumerate(zip(columns, row.cells, strict=True)):
            if (
                index == label
                or (over and index == label + 1)
                or (index < label and cell.value is None)
                or column.kind == "note"
                or not (_is_printed(cell) and proven(number, index))
            ):
                continue
            if cell.value is None or (cell.doubt and not cell.source.doubt):
                what = f"{line_label(text)}: an amount is printed as {cell.text!r}"
                problems.append(Problem("unreadable-cell", what, cell.source.page))
            yield EquityRecord(
                scope,
                span,
                item,
                line_label(text),
                *column_of(column.heading),
                unit.code if unit else "CNY",
                _value(cell, unit and unit.factor),
                cell.source,
                {"value": cell.source},
            )


def _as_drawn(row: int, column: int) -> bool:
    """Whether a figure is proven where lines part rows and columns."""
    del row, column
    return True


def _is_line(label: str) -> bool:
    return item_of("equity", label, ()) is not None


def _over(after: Sequence[ScheduleCell], label: str) -> str:
    """What stands in the cell after a label, if only with it the label is a line of the form; else nothing."""
    known = load("statements")["equity_words"]["cut"]
    for cell in after:
        whole = cell.text + label
        if cell.value is None and not any(map(_is_line, (label, cell.text))):
            return cell.text if _is_line(whole) or plain_label(whole) in known else ""
    return ""


def _is_printed(cell: ScheduleCell) -> bool:
    return cell.value is not None or (bool(cell.text) and not read_number(cell.text).readable)


def _value(cell: ScheduleCell, factor: Decimal | None) -> Decimal | None:
    doubted = cell.doubt and not cell.source.doubt
    return None if cell.value is None or factor is None or doubted else scaled(cell.value, factor)


@functools.cache
def _codes() -> Mapping[str, str]:
    return {
        plain_label(label): code for code, labels in load("statements")["equity_columns"].items() for label in labels
    }


def column_of(heading: Sequence[str]) -> tuple[str | None, str]:
    """The code of a column of the official form by its heading, and its label; `None` for one of the filer's own.

    The end of a page may cut a heading in two: 资本公 and 积.
    """
    if not heading:
        return None, ""
    label = heading[-1]
    if plain_label(label) not in _codes() and plain_label("".join(heading[-2:])) in _codes():
        label = "".join(heading[-2:])
    code = _codes().get(plain_label(label))
    if code == "other" and any(normal(part) == _INSTRUMENTS for part in heading[:-1]):
        return _INSTRUMENT, label
    return code, label


def unbalanced(records: Sequence[EquityRecord]) -> list[Problem]:
    """Columns in which the opening balance and the changes do not make the closing balance."""
    out: list[Problem] = []
    for key in dict.fromkeys((r.scope, r.span, r.column, r.column_label) for r in records):
        own = [r for r in records if (r.scope, r.span, r.column, r.column_label) == key]
        by_item = {r.item: r for r in reversed(own) if r.value is not None}
        opening, changes, closing = (by_item.get(item) for item in ("opening_balance", "changes", "closing_balance"))
        if closing is None or closing.value is None or opening is None or opening.value is None:
            continue
        change = changes.value if changes is not None and changes.value is not None else Decimal(0)
        if opening.value + change != closing.value:
            message = (
                f"{closing.label}, {closing.column_label} ({closing.scope}, {closing.span}) is read as "
                f"{closing.value}, and opening and changes as {opening.value + change}"
            )
            out.append(Problem("does-not-add-up", message, closing.source.page))
    return out
