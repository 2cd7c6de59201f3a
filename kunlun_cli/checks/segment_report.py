"""The segment report: its totals are lines of the statements, and what the segments make after what goes between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.identities import PERIODS
from kunlun_cli.checks.matching import accused, disagreement
from kunlun_cli.checks.relations.columns import is_between
from kunlun_cli.checks.relations.judge import place_of
from kunlun_cli.checks.relations.worksheet import Line, Worksheet, untimed
from kunlun_cli.checks.sums import Sum, slipped_part
from kunlun_cli.checks.ties import Lines, in_base_unit
from kunlun_cli.figures.figure import Figure, figure
from kunlun_cli.figures.interval import Interval, total
from kunlun_cli.forms import load, matches
from kunlun_cli.forms.lines import plain_label
from kunlun_cli.records import StatementRecord

SEGMENTS = 2
"""Fewer columns beside the total and what goes between are no report of segments."""


class Segments(NamedTuple):
    """A row of a segment report: its total, and the segments with what goes between them, as they are added."""

    label: str
    total: Figure
    parts: tuple[Figure, ...]

    @property
    def made(self) -> Interval:
        """What the segments make."""
        return total(part.interval for part in self.parts)

    @property
    def adds_up(self) -> bool:
        """Whether they make the total."""
        return self.total.interval.meets(self.made)


def judge_segment_report(facts: Facts) -> Said:
    """The totals of assets, liabilities and profit of the segments against the consolidated statements."""
    lines = Lines(facts, "consolidated")
    known: dict[str, str] = load("relations")["segment_report"]["lines"]
    for sheet in facts.tables:
        for row in _rows(sheet):
            item = next((item for name, item in known.items() if matches([name], plain_label(row.label))), None)
            record = lines.of_item(item) if item else None
            if record is not None:
                said = _judged(row, record)
                yield replace(said, place=place_of(sheet)) if isinstance(said, Finding) else said


def _rows(sheet: Worksheet) -> Iterator[Segments]:
    """The rows of a segment report, each with the sign of what goes between that most of its rows follow."""
    form = load("relations")["segment_report"]
    totals = [c for c in sheet.additive if matches(form["total"], untimed(sheet.names[c]))]
    between = [c for c in sheet.additive if is_between(sheet, c)]
    segments = [c for c in sheet.additive if c not in totals and c not in between]
    if len(totals) != 1 or len(between) != 1 or len(segments) < SEGMENTS:
        return
    columns = {*totals, *between, *segments}
    # Of assets that belong to no segment banks print the total alone.
    lines = [line for line in sheet.lines if totals[0] in line.entries and len(line.entries.keys() & {*segments}) > 1]
    lines = [line for line in lines if line.doubted.isdisjoint(columns)]
    added, taken = ([_row(sheet, line, totals[0], between[0], segments, sign) for line in lines] for sign in (1, -1))
    follow = [sum(row.adds_up for row in rows) for rows in (added, taken)]
    if any(follow):
        yield from added if follow[0] >= follow[1] else taken


def _row(sheet: Worksheet, line: Line, whole: int, between: int, segments: list[int], sign: int) -> Segments:
    figures = {c: in_base_unit(sheet, entry) for c, entry in line.entries.items() if c in {whole, between, *segments}}
    if between in figures:
        figures[between] = figures[between].with_value(sign * figures[between].value)
    return Segments(line.row.label, figures.pop(whole), tuple(figures.values()))


def _judged(row: Segments, record: StatementRecord) -> Finding | Evidence:
    """One total against its line of the statements, in whichever of the two periods it may be."""
    theirs = [there for period in PERIODS if (there := figure(record, period)) is not None]
    same = next((there for there in theirs if there.interval.meets(row.total.interval)), None)
    if row.adds_up:
        # Filers may leave out of the segments what belongs to none of them: two notions of one name.
        return Evidence.STRONG if same else Evidence.WEAK
    if same is not None:
        return _odd_part(row, same)
    made = next((there for there in theirs if there.interval.meets(row.made)), None)
    if made is not None:
        message = (
            f"{row.label} of the segments is printed {{printed}} in total, but they make {{expected}}, as the "
            f"statements print it (page {made.source.page})"
        )
        return disagreement(row.label, message, row.total, row.made, *row.parts, made)
    other = theirs[0] if theirs else None
    if other is None:
        return Evidence.UNTOLD
    message = (
        f"{row.label} of the segments is printed {{printed}} in total, but they make {{expected}}, and the "
        f"statements print {other.text} (page {other.source.page})"
    )
    return disagreement(row.label, message, row.total, row.made, *row.parts, other, severity="warning")


def _odd_part(row: Segments, line: Figure) -> Finding:
    """The segment that a slip explains where the total is that of the statements; else all of them."""
    message = (
        f"{row.label} of the segments does not add up to {row.total.text}, which the statements print too "
        f"(page {line.source.page})"
    )
    found = slipped_part(Sum(row.label, row.total, row.parts, message))
    if found is None:
        return accused(row.label, message, row.total, *row.parts, line, severity="warning")
    odd, right = found
    return disagreement(row.label, message, odd, right.interval, row.total, *row.parts, line)
