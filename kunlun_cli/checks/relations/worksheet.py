"""A table as exact whole numbers, with what its columns and rows can be parts of."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from kunlun_cli.figures.figure import Figure, is_of_a_filing
from kunlun_cli.figures.numbers import holds_long_amount
from kunlun_cli.forms import load, matches, normal
from kunlun_cli.schedules.schedule import Schedule, ScheduleCell, ScheduleColumn, ScheduleRow

MOST_PLACES = 8
"""No figure of a filing has more decimals (rates of exchange have six); others only cost time."""
MANY = 3
"""Figures with the usual decimals, for each with others, that make a custom of a column."""
THOUSAND = 1000
MOST_FRACTION = 10
"""No per cent that was printed as a fraction is as large as this."""
LARGE = 10_000
"""Changes of so many per cent are the exception in any column, as after a purchase from next to nothing."""
CENTS = 2
"""Yuan printed to this place are exact: accounts are kept in them."""


class Entry(NamedTuple):
    """A figure in steps: twice the last place of the finest figure of its table, so that halves are whole.

    `half` is half of its own last place; 0 for a count. `exact` says that the figure is not rounded at all.
    """

    value: int
    half: int
    exact: bool
    cell: ScheduleCell


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its figures by column, the columns in which nothing stands, and those whose text is doubtful."""

    index: int
    row: ScheduleRow
    label: str
    part: str | None
    entries: dict[int, Entry]
    blank: frozenset[int]
    doubted: frozenset[int]


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Worksheet:
    """A table's rows with figures. `additive` and `per_cent` are columns by what they hold; `names` what heads them."""

    schedule: Schedule
    lines: tuple[Line, ...]
    additive: tuple[int, ...]
    per_cent: tuple[int, ...]
    names: tuple[str, ...]
    scale: int
    """Steps in one."""
    continues: bool = False
    """Whether it goes on from the page before under the same headings, so that its first rows may be parts of more."""

    def adds_up(self, line: Line) -> bool:
        """Whether a row's figures are amounts or counts, not per cents in columns of amounts."""
        if not line.entries or matches(load("relations")["rows"]["per_cent"], line.label):
            return False
        return not any("%" in line.row.cells[c].plain for c in self.additive)

    @property
    def is_excerpt(self) -> bool:
        """Whether the table shows only what changed much."""
        form = load("relations")["excerpt"]
        if any(matches(form["words"], head) for column in self.schedule.columns for head in column.heading):
            return True
        return any(matches(form["titles"], text) for text in (*self.schedule.section[-2:], *self.schedule.lines[-3:]))

    def figure(self, entry: Entry) -> Figure:
        """An entry as a printed figure."""
        value, places = entry.cell.value, entry.cell.places
        if value is None or places is None:
            raise ValueError("an entry always has a figure")
        return Figure(value, _unit(places), "value", entry.cell.source, entry.exact)

    def fraction(self, steps: int) -> Fraction:
        """A number of steps as printed."""
        return Fraction(steps, self.scale)


@functools.cache
def _unit(places: int) -> Fraction:
    """The worth of the last of so many decimals."""
    return Fraction(1, 10**places)


def worksheets(schedules: Iterable[Schedule]) -> Iterator[Worksheet]:
    """All tables of a report, each told whether it goes on from the one before."""
    before: Worksheet | None = None
    for schedule in schedules:
        sheet = worksheet(schedule)
        if before is not None and sheet.names == before.names and not schedule.lines:
            sheet = replace(sheet, continues=schedule.page == before.schedule.last_page + 1)
        yield sheet
        before = sheet


def worksheet(schedule: Schedule) -> Worksheet:
    """A schedule as whole numbers; rows that are headings keep their place and have no figures."""
    places = [c.places for row in schedule.rows for c in row.cells if c.places is not None and c.places <= MOST_PLACES]
    scale = 2 * 10 ** max(places, default=0)
    names = tuple("".join(map(normal, column.heading)) for column in schedule.columns)
    kinds = [_kind(schedule, i, name) for i, name in enumerate(names)]
    exact = [kind == "additive" and _is_exact(schedule, i) for i, kind in enumerate(kinds)]
    usual = [_usual(schedule, i) for i in range(len(schedule.columns))]
    parted = frozenset(i for i in range(len(schedule.columns)) if _is_parted(schedule, i))
    lines = tuple(_line(i, row, schedule.columns, scale, exact) for i, row in enumerate(schedule.rows))
    lines = tuple(replace(line, doubted=line.doubted | _odd(lines, line, usual, parted)) for line in lines)
    if any(map(_is_misheaded, kinds, names)) or _is_unparted(schedule):
        lines = tuple(replace(line, doubted=frozenset(range(len(kinds)))) for line in lines)
    additive = tuple(i for i, kind in enumerate(kinds) if kind == "additive")
    per_cent = tuple(i for i, kind in enumerate(kinds) if kind == "per_cent")
    return Worksheet(schedule, lines, additive, per_cent, names, scale)


def _is_exact(schedule: Schedule, column: int) -> bool:
    """Whether a column's figures stand for themselves: counts, and yuan to the cent."""
    if schedule.columns[column].kind == "count":
        cells = [row.cells[column] for row in schedule.rows]
        return all(c.value is None or c.value == c.value.to_integral_value() for c in cells)
    if schedule.factor not in {None, 1}:
        return False
    printed = [c.places for row in schedule.rows if (c := row.cells[column]).places is not None and c.value]
    return bool(printed) and max(printed) == CENTS


def _usual(schedule: Schedule, column: int) -> int | None:
    """The decimals of all figures of a column but a few, or `None` where they have no custom."""
    places = [c.places for row in schedule.rows if (c := row.cells[column]).value]
    most = max(set(places), key=places.count, default=None)
    return most if most and places.count(most) >= MANY * (len(places) - places.count(most)) else None


def _is_parted(schedule: Schedule, column: int) -> bool:
    """Whether a column's figures have commas, all but a few of those that can."""
    long = [c.plain for row in schedule.rows if _is_long(c := row.cells[column])]
    with_commas = sum("," in text for text in long)
    return with_commas >= MANY * max(len(long) - with_commas, 1)


def _is_long(cell: ScheduleCell) -> bool:
    return cell.value is not None and abs(cell.value) >= THOUSAND


def _is_small(cell: ScheduleCell) -> bool:
    return cell.value is not None and 0 < abs(cell.value) < THOUSAND


def _odd(lines: Sequence[Line], line: Line, usual: Sequence[int | None], parted: frozenset[int]) -> frozenset[int]:
    """The columns in which a row's figures may be parts of figures, or of other columns."""
    if _is_shifted(lines, line):
        return frozenset(line.entries)
    # A rate may be printed as a fraction; an amount with more decimals than the others is two figures in one.
    joined = {c for c, e in line.entries.items() if usual[c] == CENTS < (e.cell.places or 0) and _is_large(e)}
    # A small whole number among yuan and cents is the rest of a figure that was cut, or the mark of a note.
    joined |= {
        c
        for c, e in line.entries.items()
        if c in parted and not e.cell.places and _is_small(e.cell) and usual[c] == CENTS
    }
    # 14161 among 1,259 and 1,274 is 14 and 161, in two lines of a cell.
    joined |= {c for c, e in line.entries.items() if c in parted and _is_long(e.cell) and "," not in e.cell.plain}
    headless = {c for c, e in line.entries.items() if e.cell.plain.lstrip("-(").startswith(".")}
    return _cut(lines, line, usual) | joined | headless


def _is_large(entry: Entry) -> bool:
    return entry.cell.value is not None and abs(entry.cell.value) >= MOST_FRACTION


def _is_shifted(lines: Sequence[Line], line: Line) -> bool:
    """Whether a row without one of its cells has the figures of the columns beside: per cents among amounts."""
    if matches(load("relations")["rows"]["per_cent"], line.label):
        return False
    marked = {c: "%" in e.cell.text for c, e in line.entries.items()}
    others = [other for other in lines if other is not line]
    unlike = {
        mark
        for c, mark in marked.items()
        if (same := [("%" in other.entries[c].cell.text) == mark for other in others if c in other.entries])
        and same.count(True) * MANY < len(same)
    }
    return len(unlike) > 1


def _is_misheaded(kind: str, name: str) -> bool:
    """Whether per cents stand under a heading of amounts: the table's columns are not where its headings are."""
    form = load("relations")["columns"]
    return kind == "per_cent" and matches(form["amounts"], name) and not matches(form["not_amounts"], name)


def _cut(lines: Sequence[Line], line: Line, usual: Sequence[int | None]) -> frozenset[int]:
    """The columns in which a row at a page's end or beginning may have lost the rest of its digits."""
    at = line.index
    beside = [other for other in lines[max(at - 1, 0) : at + 2] if other.row.page != line.row.page]
    if not beside:
        return frozenset()
    odd = {c for c, e in line.entries.items() if usual[c] is not None and e.value and e.cell.places != usual[c]}
    return frozenset(odd | {c for other in beside for c in other.doubted})


_TIME = re.compile(
    r"年初至报告期(期)?末|[本上]?报告期期?[末初]?|[本上][年期]年?度?期?[末初]?|[期年][末初]|去年|同期|余额|发生额|金额|数$"
    r"|\d{4}年?(度|末|初|半年度?|1-\d{1,2}月|\d{1,2}月(\d{1,2}日)?)?"
)


@functools.cache
def untimed(name: str) -> str:
    """What a heading says besides the time: 账面 of 期末账面余额 and of 2023年12月31日账面余额."""
    return _TIME.sub("", name)


@functools.cache
def never_adds(name: str) -> bool:
    """Whether a column's heading says that its figures never add up."""
    return matches(load("relations")["columns"]["never"], name)


def _kind(schedule: Schedule, column: int, name: str) -> str:
    kind = schedule.columns[column].kind
    if kind == "per_cent":
        return "per_cent"
    if kind not in {"amount", "count"}:
        return "other"
    if re.search("%|率|比例|占比|幅度|百分", name):
        return "per_cent" if not re.search("额|数|股", name) else "additive"
    if matches(load("relations")["columns"]["per_cent_change"], name):
        # 本次变动增减(+,-)小计 and 公允价值变动损益 are shares and yuan; 变动 and 增减 alone are per cents.
        return "additive" if re.search("额|数|股", name) or _holds_amounts(schedule, column) else "per_cent"
    return "other" if never_adds(name) else "additive"


def _is_unparted(schedule: Schedule) -> bool:
    """Whether labels of a table without ruling lines have amounts in them: then its columns were not parted rightly."""
    return schedule.layout != "ruled" and any(holds_long_amount(normal(row.label)) for row in schedule.rows)


def _holds_amounts(schedule: Schedule, column: int) -> bool:
    """Whether most figures of a column are far too large for changes in per cent, and none is marked as one."""
    cells = [row.cells[column] for row in schedule.rows if row.cells[column].value]
    large = [cell for cell in cells if cell.value is not None and abs(cell.value) >= LARGE]
    return len(large) * 2 > len(cells) and not any("%" in cell.plain for cell in cells)


def _line(index: int, row: ScheduleRow, columns: tuple[ScheduleColumn, ...], scale: int, exact: list[bool]) -> Line:
    entries, blank, doubted = {}, set(), set()
    for i, cell in enumerate(row.cells):
        if cell.doubt or cell.source.doubt or (cell.value is not None and not is_of_a_filing(cell.value)):
            doubted.add(i)
        elif cell.value is not None and cell.places is not None and cell.places <= MOST_PLACES:
            value = cell.value * scale
            entries[i] = Entry(int(value), 0 if exact[i] else scale // (2 * 10**cell.places), exact[i], cell)
        elif columns[i].kind in {"amount", "count", "per_cent"}:
            blank.add(i)
            if any(map(str.isdigit, cell.text)):
                doubted.add(i)
    part: str | None = row.part
    if part is None and matches(load("relations")["rows"]["total"], normal(row.label)):
        part = "subtotal"
    if part is None and matches(load("relations")["columns"]["less"], normal(row.label)):
        part = "less"
    return Line(index, row, normal(row.label), part, entries, frozenset(blank), frozenset(doubted))
