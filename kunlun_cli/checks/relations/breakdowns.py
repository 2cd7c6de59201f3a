"""One whole broken down several times in one column: the staff by profession and by education."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kunlun_cli.checks.matching import disagreement
from kunlun_cli.checks.relations.verdict import Held, Verdict
from kunlun_cli.checks.relations.worksheet import Line, Worksheet
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
