"""KL601: totals of rows, in every table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from kunlun_cli.checks.cases import table
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.matching import disagreement
from kunlun_cli.checks.relations.causes import totals
from kunlun_cli.checks.relations.judge import over_tables
from kunlun_cli.checks.relations.verdict import Held, Verdict
from kunlun_cli.checks.relations.worksheet import Line, Worksheet
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.interval import total

ENOUGH = 2
"""Rows of a breakdown."""


class Breakdown(NamedTuple):
    """A total and the rows above it, back to the one before or to a row of words."""

    whole: Line
    parts: tuple[Line, ...]
    printed: int
    made: int


def judge_breakdowns(sheet: Worksheet) -> Iterator[Verdict]:
    """Says which breakdowns do not add up, where another one of the table adds up to the same whole."""
    if len(sheet.additive) != 1:
        return
    column = sheet.additive[0]
    found = list(_breakdowns(sheet.lines, column))
    for each in found:
        if each.printed == each.made:
            cells = ((line.index, column) for line in (each.whole, *each.parts))
            yield Held("sum", 1, frozenset(cells))
            continue
        sure = (other for other in found if other.printed == other.made)
        same = next((other for other in sure if other.printed in {each.printed, each.made}), None)
        if same is not None:
            parts = [sheet.figure(line.entries[column]) for line in each.parts]
            confirmed = sheet.figure(same.whole.entries[column]).text
            message = (
                "the rows add up to {expected}, but the total is printed {printed}; "
                f"another breakdown of this table adds up to {confirmed}"
            )
            yield disagreement(
                each.whole.row.label,
                message,
                sheet.figure(each.whole.entries[column]),
                total(part.interval for part in parts),
                *parts,
            )


def _breakdowns(lines: Sequence[Line], column: int) -> Iterator[Breakdown]:
    parts: list[Line] = []
    for line in lines:
        if column not in line.entries:
            parts = []
        elif line.part not in {"total", "subtotal"}:
            parts.append(line)
        else:
            values = [part.entries[column].value for part in parts]
            doubted = any(column in each.doubted or each.part == "of_which" for each in (line, *parts))
            if len([value for value in values if value]) >= ENOUGH and not doubted:
                yield Breakdown(line, tuple(parts), line.entries[column].value, sum(values))
            parts = []


def _example(total: str) -> Facts:
    heads = ("项目", "期末余额", "期初余额")
    return table(heads, ("甲", "4,100.00", "9,100.00"), ("乙", "7,700.00", "8,200.00"), ("合计", "11,800.00", total))


RULE = Rule(
    code="KL601",
    name="totals of rows",
    checks="In every table of the report a total, a subtotal or a closing balance is the sum of its rows, as in the "
    "table's other columns; so are rows that a form makes of others, as the operating cash flow of the net profit. At "
    "most the last places may differ by what roundings make.",
    why="Whoever signs the report re-adds its tables. A total is accused only where another column of the same rows "
    "adds up and no reading of the table that fits there fits here; 其中 and 减 are read every way. In a table of one "
    "column, as of the staff, another breakdown of the same whole confirms.",
    formula="Σ rows = total, with the rows that make the total of another column",
    trips=Case(
        "9,100.00 and 8,200.00 make 17,300.00, 17,030.00 is printed; the other column adds up", _example("17,030.00")
    ),
    holds=Case("9,100.00 and 8,200.00 make 17,300.00, as printed", _example("17,300.00")),
    apply=over_tables(lambda sheet: chain(totals(sheet), judge_breakdowns(sheet))),
    since="0.2",
    tables=True,
    kind="sums",
)
