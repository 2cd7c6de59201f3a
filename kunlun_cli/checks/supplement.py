"""The non-recurring items in their two places: beside the key figures, and in the supplement behind the notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Said
from kunlun_cli.checks.relations.worksheet import Worksheet
from kunlun_cli.checks.ties import in_base_unit
from kunlun_cli.checks.twice import Twice, judge_twice
from kunlun_cli.figures.figure import Figure, figure
from kunlun_cli.forms import load, matches
from kunlun_cli.forms.lines import plain_label
from kunlun_cli.records import NonRecurringRecord

HERE, THERE = "the supplement", "the table of non-recurring items"


def judge_supplement(facts: Facts) -> Said:
    """Says of every row of the supplement whether the table beside the key figures has the same figure."""
    records = [r for r in facts.financials.non_recurring if r.span == "year_to_date"]
    front = {name: r for r in records if (name := _short(r.label))}
    count = Counter(_short(r.label) for r in records)
    adds_up, pages = _adds_up(records), {r.source.page for r in records}
    for sheet in facts.tables if records else ():
        titled = any(matches(load("relations")["notes"]["items"], text) for text in sheet.schedule.section[-1:])
        if not titled or len(sheet.additive) != 1 or sheet.schedule.page in pages - {None}:
            continue
        rows = _rows(sheet, sheet.additive[0])
        both = [r for name, r in front.items() if count[name] == 1 and name in rows and r.value is not None]
        said = [twice for r in both if (twice := _twice(r, rows[_short(r.label)], here=adds_up))]
        whole = any(record.role == "total" for record in both)
        yield from judge_twice(said, THERE if adds_up else HERE, whole=whole)


def _short(label: str) -> str:
    """What an item is called, without what the form says it takes in or leaves out."""
    return re.split(r"[(,，（]", plain_label(label))[0]


def _rows(sheet: Worksheet, column: int) -> Mapping[str, Figure]:
    """The figures of a column by what their rows are called, where no other row is called so."""
    count = Counter(_short(line.row.label) for line in sheet.lines)
    lines = [line for line in sheet.lines if column in line.entries and column not in line.doubted]
    return {
        name: in_base_unit(sheet, line.entries[column])
        for line in lines
        if count[name := _short(line.row.label)] == 1 and line.entries[column].value
    }


def _twice(record: NonRecurringRecord, there: Figure, *, here: bool) -> Twice | None:
    """An item in both places, the supplement's figure first where `here`; a deduction is printed with either sign."""
    printed = figure(record, "value")
    if printed is None:
        return None
    if record.deducted and printed.value == -there.value:
        there = there.with_value(printed.value)
    return Twice(record.label, there, printed) if here else Twice(record.label, printed, there)


def _adds_up(records: list[NonRecurringRecord]) -> bool:
    """Whether the items beside the key figures make their total, so that a figure of the supplement is the odd one."""
    rows = [(r, printed) for r in records if not r.within and (printed := figure(r, "value")) is not None]
    total = [Fraction(f.value) for r, f in rows if r.role == "total"]
    parts = sum(
        -abs(Fraction(f.value)) if r.deducted else Fraction(f.value)
        for r, f in rows
        if r.role not in {"total", "subtotal"}
    )
    return len(total) != 1 or total[0] == parts
