"""Breakdowns of one whole in tables of one column, as of the staff: one that adds up confirms another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from kunlun_cli.checks.matching import disagreement
from kunlun_cli.checks.relations.verdict import Held, Verdict
from kunlun_cli.checks.relations.worksheet import Line, Worksheet
from kunlun_cli.figures.interval import total
from kunlun_cli.forms import load, matches

ENOUGH = 2
"""Rows of a breakdown."""


class Breakdown(NamedTuple):
    """A total and the rows above it, back to the one before or to a row of words; amounts as printed."""

    sheet: Worksheet
    whole: Line
    parts: tuple[Line, ...]
    printed: Fraction
    made: Fraction


def beside(sheets: Sequence[Worksheet]) -> Mapping[Worksheet, tuple[Worksheet, ...]]:
    """Of each table of one column those that follow each other under its heading, itself among them.

    A heading inside a table (专业构成, 教育程度) begins a table of its own.
    """
    out: dict[Worksheet, tuple[Worksheet, ...]] = {}
    of_figures = (sheet for sheet in sheets if sheet.additive)
    for (section, columns), group in groupby(of_figures, lambda sheet: (sheet.schedule.section, len(sheet.additive))):
        found = tuple(group)
        if columns == 1:
            out |= {sheet: found if section else (sheet,) for sheet in found}
    return out


def judge_breakdowns(sheet: Worksheet, group: Sequence[Worksheet]) -> Iterator[Verdict]:
    """Says which breakdowns of a table do not add up, where another one beside them adds up to the same whole."""
    sure = [other for each in group for other in _breakdowns(each) if other.printed == other.made]
    for each in _breakdowns(sheet):
        (column,) = sheet.additive
        if each.printed == each.made:
            cells = ((line.index, column) for line in (each.whole, *each.parts))
            yield Held("sum", 1, frozenset(cells))
            continue
        same = next((other for other in sure if other.printed in {each.printed, each.made}), None)
        if same is not None:
            parts = [sheet.figure(line.entries[column]) for line in each.parts]
            confirmed = same.sheet.figure(same.whole.entries[same.sheet.additive[0]])
            message = (
                "the rows add up to {expected}, but the total is printed {printed}; "
                f"another breakdown of this table adds up to {confirmed.text}"
            )
            printed, made = sheet.figure(each.whole.entries[column]), total(part.interval for part in parts)
            yield disagreement(each.whole.row.label, message, printed, made, *parts)


def _breakdowns(sheet: Worksheet) -> Iterator[Breakdown]:
    (column,) = sheet.additive
    parts: list[Line] = []
    for line in sheet.lines:
        if column not in line.entries:
            parts = []
        elif not _is_whole(line):
            parts.append(line)
        else:
            values = [part.entries[column].value for part in parts]
            doubted = any(column in each.doubted or each.part == "of_which" for each in (line, *parts))
            if len([value for value in values if value]) >= ENOUGH and not doubted:
                figures = sheet.fraction(line.entries[column].value), sheet.fraction(sum(values))
                yield Breakdown(sheet, line, tuple(parts), *figures)
            parts = []


def _is_whole(line: Line) -> bool:
    return line.part in {"total", "subtotal"} or matches(load("relations")["rows"]["whole"], line.label)
