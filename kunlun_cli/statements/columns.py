"""Which columns of a statement's table are the report's own period, and which the comparison period."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from kunlun_cli.forms import load, matches, normal
from kunlun_cli.records.statements import Scope
from kunlun_cli.schedules.schedule import Period, Schedule, ScheduleColumn

_NOTE = re.compile(r"^\d{1,3}(\.\d{1,3}){0,2}$")


class Side(NamedTuple):
    """A statement's columns in a table: of labels, of notes, and of one scope's two periods.

    A two-sided balance sheet has several of the same scope, left to right. `sure` is False where the
    headings do not say which period is which.
    """

    scope: Scope | None
    label: int
    note: int | None
    value: int | None
    prior: int | None
    sure: bool = True
    before: int | None = None
    """The comparison period before its restatement, where it stands beside it."""
    others: tuple[int, ...] = ()
    """Columns with figures that no record takes: of the quarter alone, of an earlier year."""


def sides(schedule: Schedule, end: dt.date | None) -> list[Side]:
    """The sides of a statement's table, the group's before the parent's, left before right."""
    out: list[Side] = []
    for first, last in _halves(schedule.columns):
        label, note = _label(schedule.columns, first, last)
        amounts = [i for i in range(first, last) if schedule.columns[i].kind in {"amount", "count"} and i != label]
        columns = _scoped(schedule.columns, amounts)
        scopes = list(dict.fromkeys(columns[i].scope for i in amounts))
        for scope in scopes:
            of_scope = [i for i in amounts if columns[i].scope == scope]
            side = _side(columns, of_scope, scope, label, note, end)
            # Beside columns that say whose they are, one that does not may be of either.
            out.append(side._replace(sure=side.sure and (None not in scopes or len(scopes) == 1)))
    return sorted(out, key=lambda side: side.scope == "parent")


def _scoped(columns: Sequence[ScheduleColumn], amounts: Sequence[int]) -> Sequence[ScheduleColumn]:
    """The columns, those after one that says whose it is being of the same scope, where the periods bear that out.

    Without ruling lines 本集团, set over two years, may have been read as the heading of the first of them.
    """
    if None not in {columns[i].scope for i in amounts} or not amounts or columns[amounts[0]].scope is None:
        return columns
    out, periods, scope = list(columns), dict[Scope | None, list[Period | None]](), columns[amounts[0]].scope
    for i in amounts:
        scope = columns[i].scope or scope
        out[i] = replace(columns[i], scope=scope)
        periods.setdefault(scope, []).append(columns[i].period)
    alike = len({tuple(each) for each in periods.values()}) == 1
    told = all(None not in each and len(set(each)) == len(each) for each in periods.values())
    return out if len(periods) > 1 and alike and told else columns


def _halves(columns: Sequence[ScheduleColumn]) -> list[tuple[int, int]]:
    """The columns of a table from each column of labels that follows amounts to the next."""
    starts = [0]
    for i, column in enumerate(columns):
        amounts = any(c.kind == "amount" for c in columns[starts[-1] : i])
        if column.kind in {"label", "text"} and amounts and any(c.kind == "amount" for c in columns[i:]):
            starts.append(i)
    return list(zip(starts, [*starts[1:], len(columns)], strict=True))


def _label(columns: Sequence[ScheduleColumn], first: int, last: int) -> tuple[int, int | None]:
    label = next((i for i in range(first, last) if columns[i].kind == "label"), first)
    # Beside the notes' numbers some forms number the lines: 行次.
    notes = (i for i in range(first, last) if columns[i].kind == "note")
    return label, next((i for i in notes if matches(load("statements")["columns"]["note"], _path(columns[i]))), None)


def continued(schedule: Schedule, parts: Sequence[Side], before: Sequence[Side]) -> list[Side]:
    """The sides of a further page without headings, its columns being those of the page before, from left to right.

    `parts` are its sides by what stands in it alone.
    """
    here, there = _of_all(parts, _amounts), _of_all(before, _amounts)
    noted = len(here) > len(there) and any(side.note is not None for side in before)
    notes = [i for i in here if noted and _are_notes(schedule, i)]
    here = [i for i in here if i not in notes]
    own, known = _of_all(parts, _label_of), _of_all(before, _label_of)
    if len(here) != len(there) or len(own) != len(known):
        return [part._replace(sure=False) for part in parts]
    labels = dict(zip(known, own, strict=True))
    notes += [part.note for part in parts if part.note is not None]
    index = dict(zip(there, here, strict=True))
    return [_continued(side, labels[side.label], notes, index) for side in before]


def _continued(known: Side, label: int, notes: Sequence[int], index: Mapping[int, int]) -> Side:
    value, prior, before = (None if i is None else index[i] for i in (known.value, known.prior, known.before))
    others = tuple(index[i] for i in known.others)
    note = next((i for i in notes if i > label), None)
    return Side(known.scope, label, note, value, prior, known.sure, before, others)


def _are_notes(schedule: Schedule, column: int) -> bool:
    """Whether a column holds the numbers of notes, which are figures: beside amounts no such column is of amounts."""
    texts = [row.cells[column].text for row in schedule.rows if row.cells[column].text]
    return all(_NOTE.match(text) for text in texts)


def _of_all(sides_: Sequence[Side], of: Callable[[Side], Iterable[int]]) -> list[int]:
    return sorted({i for side in sides_ for i in of(side)})


def _label_of(side: Side) -> tuple[int]:
    return (side.label,)


def _amounts(side: Side) -> list[int]:
    return sorted({i for i in (side.value, side.prior, side.before, *side.others) if i is not None})


def _side(
    columns: Sequence[ScheduleColumn],
    amounts: Sequence[int],
    scope: Scope | None,
    label: int,
    note: int | None,
    end: dt.date | None,
) -> Side:
    form = load("statements")["columns"]
    usable = [i for i in amounts if not matches(form["passed"], _path(columns[i]))]
    # A comparison column before restatement stands beside the restated one.
    if any(columns[i].restated for i in usable):
        usable = [i for i in usable if columns[i].restated is not False]
    to_date = [i for i in usable if matches(form["year_to_date"], _path(columns[i]))]
    quarters = [i for i in amounts if matches(form["quarter"], _path(columns[i])) and i not in to_date]
    if 1 < len(to_date) < len(usable):
        usable = to_date
    elif to_date and len(to_date) < len(usable):
        usable = [i for i in usable if i not in quarters]
    value, prior, sure = _periods(columns, usable, end)
    before = _before(columns, [i for i in amounts if i not in quarters] if to_date else amounts, prior)
    others = tuple(i for i in amounts if i not in {value, prior, before})
    return Side(scope, label, note, value, prior, sure, before, others)


def _before(columns: Sequence[ScheduleColumn], amounts: Sequence[int], prior: int | None) -> int | None:
    """The column of the comparison period before its restatement: 调整前, or 上年年末余额 beside 年初余额."""
    if prior is None:
        return None
    same = [i for i in amounts if i != prior and columns[i].period == columns[prior].period]
    if columns[prior].restated:
        found = [i for i in same if columns[i].restated is False]
    elif _is_new_year(columns[prior]):
        eve = columns[prior].period - dt.timedelta(days=1)  # type: ignore[operator]
        found = [i for i in amounts if columns[i].period == eve]
    else:
        opening = load("statements")["columns"]["opening"]
        found = [i for i in same if matches(opening, _path(columns[prior])) and not matches(opening, _path(columns[i]))]
    return found[0] if len(found) == 1 else None


def _path(column: ScheduleColumn) -> str:
    return normal("|".join(column.heading))


def _periods(
    columns: Sequence[ScheduleColumn], usable: Sequence[int], end: dt.date | None
) -> tuple[int | None, int | None, bool]:
    """The columns of the own and the comparison period, and whether the headings say so."""
    own = [i for i in usable if columns[i].period in {"closing", "current"}]
    other = [i for i in usable if columns[i].period in {"opening", "prior"}]
    dated = sorted(
        (i for i in usable if isinstance(columns[i].period, dt.date)),
        key=lambda i: columns[i].period or 0,
        reverse=True,
    )
    if not own and dated:
        own = [i for i in dated if columns[i].period == columns[dated[0]].period]
        dated = [i for i in dated if i not in own]
    if not other and dated:
        year = _year_of(columns, own, end)
        begun = [i for i in dated if _is_new_year(columns[i]) and year in {None, _year_of(columns, [i], None)}]
        opening = begun or dated
        other = [i for i in opening if columns[i].period == columns[opening[0]].period]
    if len(other) > 1:
        # 上年年末余额 beside 年初余额, which changes of policy have restated.
        other = [i for i in other if matches(load("statements")["columns"]["opening"], _path(columns[i]))] or other
    value, prior = next(iter(own), None), next(iter(other), None)
    told = len(usable) == (value is not None) + (prior is not None) or bool(own and other)
    sure = told and len(own) <= 1 and len(other) <= 1
    if end is not None and value is not None and isinstance(columns[value].period, dt.date):
        sure = sure and columns[value].period == end
    if value is None and len(usable) in {1, 2}:
        value = next((i for i in usable if i != prior), None)
        return value, prior or next((i for i in usable if i != value), None), False
    return value, prior, sure


def _year_of(columns: Sequence[ScheduleColumn], own: Sequence[int], end: dt.date | None) -> int | None:
    """The year of the first of some columns that is headed by a day, else that of the report.

    The first of January is compared with as the beginning of that year; that of the year before, which a sheet
    restated by a new standard adds, is not.
    """
    dates = [period for i in own if isinstance(period := columns[i].period, dt.date)]
    day = next(iter(dates), end)
    return day.year if day else None


def _is_new_year(column: ScheduleColumn) -> bool:
    return isinstance(column.period, dt.date) and (column.period.month, column.period.day) == (1, 1)
