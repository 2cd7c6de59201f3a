"""Shares of one holder in two tables: the ten largest, and the restricted shares by name or the directors' holdings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Said
from kunlun_cli.checks.lent import holder_named, key_of
from kunlun_cli.checks.relations.worksheet import Line, Worksheet
from kunlun_cli.checks.twice import Twice, judge_twice
from kunlun_cli.figures.figure import Figure, figure
from kunlun_cli.figures.interval import Interval
from kunlun_cli.forms import load, matches

THERE = "the table of the ten largest"
UNITS = (1, 10_000)
"""Shares, and 万股: tables of holdings seldom say which they print."""


def judge_named(facts: Facts, field: str) -> Said:
    """The holders whose field of the ten largest stands in another table too, each by name."""
    (form,) = (each for each in load("relations")["holdings"] if each["field"] == field)
    tables = [(sheet, column) for sheet in facts.tables if (column := _column(sheet, form)) is not None]
    for sheet, column in tables:
        yield from judge_twice(_said(facts, sheet, column, field), THERE)


def _column(sheet: Worksheet, form: Mapping[str, Any]) -> int | None:
    """The only column of closing counts of a table of this form."""
    if "label" in form and not matches(form["label"], sheet.names[0]):
        return None
    found = [i for i, name in enumerate(sheet.names) if matches(form["column"], name) and i in sheet.additive]
    return found[0] if len(found) == 1 else None


def _said(facts: Facts, sheet: Worksheet, column: int, field: str) -> list[Twice]:
    rows: dict[str, list[Line]] = defaultdict(list)
    for line in sheet.lines:
        rows[key_of(line.row.label)].append(line)
    out = []
    for lines in rows.values():
        holder = holder_named(facts, lines[0].row.label)
        there = figure(holder, field) if holder else None
        # A holder with shares of two sorts has two rows, and one who has none left is of another table.
        if holder is None or there is None or not there.value or len(lines) > 1 or column in lines[0].doubted:
            continue
        entry = lines[0].entries.get(column)
        if entry is not None and entry.value:
            said = Twice(holder.name, _in_shares(sheet.figure(entry), there.interval), there)
            if said.agrees or not said.is_round:
                out.append(said)
    return out


def _in_shares(printed: Figure, there: Interval) -> Figure:
    """A count in shares, whatever unit makes it the one that stands there."""
    units = (printed.with_value(printed.value * unit, printed.unit * unit) for unit in UNITS)
    return next((one for one in units if one.interval.meets(there)), printed)
