"""All tables of a report, in printed order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kunlun_cli.figures.units import Unit, scale_of, stated_unit, unit_above
from kunlun_cli.forms import load, matches, normal
from kunlun_cli.forms.lines import numbered
from kunlun_cli.outline.framed import MAX_TITLE, Framed, framed
from kunlun_cli.outline.headings import Outline
from kunlun_cli.outline.stream import Stream
from kunlun_cli.records.filing import Problem
from kunlun_cli.records.source import Box, around
from kunlun_cli.schedules.headings import columns
from kunlun_cli.schedules.matrix import matrix
from kunlun_cli.schedules.panels import Panel, panels
from kunlun_cli.schedules.rows import schedule_row, whole_rows, width
from kunlun_cli.schedules.schedule import Schedule
from kunlun_cli.tables.blocks import Block
from kunlun_cli.tables.table import Row

# A line of text so long, in half characters, has reached the page's edge: A4 has room for 69 in type of 12 points.
_FULL = 64


def schedules(stream: Stream) -> Iterator[Schedule]:
    """The tables of a whole report, in printed order, with and without ruling lines."""
    return schedules_of(stream.every())


def schedules_of(stream: Iterable[Block]) -> Iterator[Schedule]:
    """The tables among some blocks, each with the lines between it and the table before."""
    outline, number = Outline(), 0
    standing: Unit | None = None
    last: Schedule | None = None
    for piece in framed(stream):
        for line in piece.above:
            outline.read(line)
            standing = _standing(line) or standing
        for made in _panels(piece, outline.path, standing):
            number += 1
            # Right below another table, with no line between, stands its other year or its other half.
            beside = last if last and not made.lines and made.section == last.section else made
            last = replace(made, number=number, layout=piece.table.layout, title=beside.title)
            if made.factor is None and not made.unit_doubt and _same_columns(beside, made):
                last = replace(last, unit=beside.unit, factor=beside.factor, unit_doubt=beside.unit_doubt)
            yield last


def _same_columns(one: Schedule, other: Schedule) -> bool:
    """Whether two tables have the same headings apart from the years and days that these name."""
    heads = [[re.sub(r"\d", "", " ".join(column.heading)) for column in each.columns] for each in (one, other)]
    return heads[0] == heads[1] and any(heads[0])


def _standing(text: str) -> Unit | None:
    """The unit of amounts that a line states for all tables after it; shares are counted in some of them only."""
    unit = stated_unit(text) if matches(load("schedules")["unit"]["all"], text) else None
    return unit if unit and unit.code != "shares" else None


def _panels(piece: Framed, section: tuple[str, ...], standing: Unit | None) -> Iterator[Schedule]:
    whole = matrix(piece.table)
    if not whole.width:
        return  # a frame too narrow to hold a column
    lines, unit = piece.lines, piece.unit
    found = panels(whole.rows, whole.width)
    for index, panel in enumerate(found):
        if not panel.body and index + 1 < len(found):
            # What stands in one row above the heading: the preparer, the date, the unit.
            lines = (*lines, *panel.titles, *(t for row in panel.heading for t in row.texts))
            unit = unit_above(lines) or unit
            continue
        if not panel.body and not panel.heading:
            continue
        unit = unit_above(panel.titles) or _headed_unit(panel) or unit
        yield _schedule(panel, (*lines, *panel.titles), section, unit or standing, piece.table.doubts)
        lines = ()


def _headed_unit(panel: Panel) -> Unit | None:
    """The unit that the heading states for the whole table.

    Cells that differ, or say a currency alone, tell columns apart: 人民币, 美元, 折人民币.
    """
    cells = [t for row in panel.heading for t in row.texts]
    texts = [t for t in (*cells, *_below_each(panel)) if not matches(load("schedules")["unit"]["currency"], t)]
    return unit_above(texts) if len({u for t in texts if (u := stated_unit(t)) is not None}) <= 1 else None


def _below_each(panel: Panel) -> list[str]:
    """The unit that stands on a line of its own below each date: banks print 人民币百万元 so.

    One below some columns alone is theirs.
    """
    cells = [p.cell for row in panel.heading[-1:] for p in row.cells]
    last = [c.lines[-1] for c in cells if len(c.lines) > 1]
    units = [line for line in last if matches(load("schedules")["unit"]["line"], line)]
    # Labels and notes have none.
    return units if len(units) > 1 and len(units) >= len(cells) - 2 else []


def _schedule(
    panel: Panel,
    lines: tuple[str, ...],
    section: tuple[str, ...],
    unit: Unit | None,
    doubts: tuple[Problem, ...],
) -> Schedule:
    heads = columns(panel)
    sure = unit if unit and not unit.doubt else None
    rows = [row.row for row in (*panel.heading, *panel.body)]
    return Schedule(
        number=0,
        title=_title(lines) or (section[-1] if section else None),
        section=section,
        lines=lines,
        unit=printed_unit(sure) if sure else None,
        factor=sure.factor if sure else None,
        columns=heads,
        rows=tuple(schedule_row(row, heads) for row in whole_rows(panel.body, heads)),
        page=rows[0].page,
        last_page=rows[-1].page,
        bbox=_box(rows),
        problems=doubts,
        unit_doubt=unit.doubt if unit else "",
    )


def printed_unit(unit: Unit) -> str:
    """A unit as the forms print it: 元, 千元, 万股."""
    return scale_of(unit.factor) + str(load("units")["printed"].get(unit.code, unit.code))


def money_unit(schedule: Schedule) -> Unit | None:
    """The unit of a table's amounts; `None` where it states none, or counts shares."""
    if schedule.factor is None or schedule.unit is None:
        return None
    noun = schedule.unit.removeprefix(scale_of(schedule.factor))
    code = next((code for code, name in load("units")["printed"].items() if name == noun), None)
    return Unit(schedule.factor, code) if code not in (None, "shares") else None


def _title(lines: Sequence[str]) -> str | None:
    """The last line that can be a title: no unit, no tick, no question, no sentence but one that leads to the table.

    One that says no more than whose figures these are, 本集团, stands behind the one above it.
    """
    whose: list[str] = []
    for line in reversed(_unbroken(lines)):
        target = normal(line)
        longest = 2 * MAX_TITLE if target.endswith(":") else MAX_TITLE
        if 0 < len(target) <= longest and not target.rstrip(")").endswith(("。", ";", ",")) and not _is_beside(line):
            if whose or not matches(load("schedules")["untitled"]["whose"], target):
                return " ".join([line, *whose])
            whose.append(line)
    return whose[0] if whose else None


def _is_beside(line: str) -> bool:
    return stated_unit(line) is not None or matches(load("schedules")["untitled"]["lines"], line)


def _unbroken(lines: Sequence[str]) -> list[str]:
    """Some lines, each that goes on in the next with it; of one that ends a sentence and begins another, the other."""
    out: list[str] = []
    full = False
    for line in lines:
        beside = _is_beside(line)
        if full and not beside and not numbered(line):
            out[-1] = re.split("(?<=[。；;])(?=\\w)", out[-1] + line)[-1]
        else:
            out.append(line)
        full = not beside and width(line) >= _FULL and not normal(line).endswith(("。", ";", ":"))
    return out


def _box(rows: Sequence[Row]) -> Box | None:
    """The box of a table's rows on their first page."""
    cells = [c for row in rows if row.page == rows[0].page for c in row.cells]
    return tuple(round(v, 2) for v in around(c.bbox for c in cells))  # type: ignore[return-value]
