"""Which columns of a statement's table are the report's own period, and which the comparison period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from kunlun_cli.forms import load, matches, normal
from kunlun_cli.schedules.schedule import Schedule, ScheduleColumn, Scope


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
    others: tuple[int, ...] = ()
    """Columns with figures that no record takes: restated away, of the quarter alone, of an earlier year."""


def sides(schedule: Schedule, end: dt.date | None) -> list[Side]:
    """The sides of a statement's table, the group's before the parent's, left before right."""
    out: list[Side] = []
    for first, last in _halves(schedule.columns):
        label, note = _label(schedule.columns, first, last)
        amounts = [i for i in range(first, last) if schedule.columns[i].kind in {"amount", "count"} and i != label]
        for scope in _scopes(schedule.columns, amounts):
            of_scope = [i for i in amounts if schedule.columns[i].scope == scope]
            out.append(_side(schedule.columns, of_scope, scope, label, note, end))
    return sorted(out, key=lambda side: side.scope == "parent")


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
    return label, next((i for i in range(first, last) if columns[i].kind == "note"), None)


def _scopes(columns: Sequence[ScheduleColumn], amounts: Sequence[int]) -> list[Scope | None]:
    return list(dict.fromkeys(columns[i].scope for i in amounts))


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
    if 1 < len(to_date) < len(usable):
        usable = to_date
    elif to_date and len(to_date) < len(usable):
        quarters = [i for i in usable if matches(form["quarter"], _path(columns[i])) and i not in to_date]
        usable = [i for i in usable if i not in quarters]
    value, prior, sure = _periods(columns, usable, end)
    others = tuple(i for i in amounts if i not in {value, prior})
    return Side(scope, label, note, value, prior, sure, others)


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
        own, dated = dated[:1], dated[1:]
    if not other and dated:
        opening = [i for i in dated if _is_new_year(columns[i])]
        other = opening or dated
    value, prior = next(iter(own), None), next(iter(other), None)
    sure = len(usable) == (value is not None) + (prior is not None) or bool(own and other)
    if value is None and prior is None and len(usable) in {1, 2}:
        return usable[0], usable[1] if len(usable) > 1 else None, False
    if value is None and prior is not None and len(usable) == 2:
        return next(i for i in usable if i != prior), prior, False
    if end is not None and value is not None and isinstance(columns[value].period, dt.date):
        sure = sure and columns[value].period == end
    return value, prior, sure


def _is_new_year(column: ScheduleColumn) -> bool:
    return isinstance(column.period, dt.date) and (column.period.month, column.period.day) == (1, 1)
