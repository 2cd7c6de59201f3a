"""A schedule: any table of a report as figures, the currency of all that comes after it.

Nothing in it is scaled or summed: a cell's value is the figure as printed, and `Schedule.factor` says what
it takes to the base unit, where that is sure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from kunlun_cli.forms import normal
from kunlun_cli.records.filing import Layout, Problem
from kunlun_cli.records.frameable import Frameable
from kunlun_cli.records.source import Box, Source
from kunlun_cli.records.statements import Scope, StatementPart

Period = Literal["closing", "opening", "current", "prior"] | dt.date
"""What a column's figures are of: the period's end or beginning, the period or the one before, as the heading
words it; or the last day of a period, or the day of a balance, that the heading names (2024年度, 2024年6月30日)."""
ColumnKind = Literal["label", "amount", "count", "per_cent", "note", "text"]


@dataclass(frozen=True, slots=True)
class ScheduleColumn:
    """A column: the texts of the heading cells above it, the widest first, and what they say of it.

    `restated` is False for a comparison column headed 调整前, True for one headed 调整后, else `None`.
    """

    heading: tuple[str, ...] = ()
    kind: ColumnKind = "text"
    period: Period | None = None
    scope: Scope | None = None
    restated: bool | None = None


NO_FIGURE = "it is no figure that can be read"
"""The doubt of a cell with a text in a column of figures."""


@dataclass(frozen=True, slots=True)
class ScheduleCell:
    """What is printed in one column of one row.

    `value` is the figure as printed, not scaled, a bracketed one negative; `places` the number of its decimals.
    Both are `None` where no figure is printed. `doubt` says why the cell may not be what is printed.
    """

    text: str = ""
    value: Decimal | None = None
    places: int | None = None
    doubt: str | None = None
    source: Source = field(default_factory=Source)

    @property
    def plain(self) -> str:
        """Its text as the forms' patterns expect it."""
        return normal(self.text)

    @property
    def sure(self) -> Decimal | None:
        """Its figure as printed, if nothing is doubtful of it."""
        return None if self.doubt or self.source.doubt else self.value


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """A row: its label as printed, how deep it stands (from 1), what part it is, and a cell for each column.

    A `heading` row has a label and nothing else (流动资产：). The cells of label columns have the label's text.
    """

    label: str
    cells: tuple[ScheduleCell, ...]
    page: int
    level: int = 1
    part: StatementPart | None = None
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Schedule:
    """A table. `number` counts from 1 in printed order; `page` and `last_page` from 1.

    `section` is its place in the outline, the widest first; `title` the line above that names it, `lines` all
    lines between it and the table before. `unit` is what its amounts are in as printed (元, 千元), `factor` what
    takes them to the base unit, `None` where the unit is not sure; `unit_doubt` says why one that is stated is not.
    `bbox` is its box on its first page.
    """

    number: int
    title: str | None
    section: tuple[str, ...]
    lines: tuple[str, ...]
    unit: str | None
    factor: Decimal | None
    columns: tuple[ScheduleColumn, ...]
    rows: tuple[ScheduleRow, ...]
    page: int
    last_page: int
    bbox: Box | None = None
    layout: Layout = "ruled"
    problems: tuple[Problem, ...] = ()
    unit_doubt: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Tables(Frameable):
    """All tables of one report, in printed order. `to_frame()` has a row for each of their cells."""

    records: tuple[Schedule, ...] = ()
    odd: tuple[Problem, ...] = ()
    """What of the file is left out as a whole."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What of them could not be told safely."""
        return (*self.odd, *problems_of(self.records))


def problems_of(schedules: Iterable[Schedule]) -> tuple[Problem, ...]:
    """What of some tables could not be told safely, each once: of a table, and of cells whose figures are not given."""
    return tuple(dict.fromkeys(p for each in schedules for p in (*each.problems, *_not_given(each))))


def _not_given(schedule: Schedule) -> Iterator[Problem]:
    """The cells with digits that are not given as a figure since they may say something else; no plain text is one."""
    from kunlun_cli.pages.assemble import LOST  # what comes from the cache needs no pages

    for row in schedule.rows:
        for column, cell in zip(schedule.columns, row.cells, strict=True):
            doubt = cell.doubt or cell.source.doubt
            if not doubt or not any(map(str.isdigit, cell.text)) or (doubt == NO_FIGURE and LOST not in cell.text):
                continue
            name = " / ".join(column.heading) or column.kind
            what = f"{row.label}: {name}" if row.label and row.label != cell.text else name
            code, but = ("unreadable-cell", "") if doubt == NO_FIGURE else ("doubted-cell", f", but {doubt}")
            yield Problem(code, f"{what} is printed as {cell.text!r}{but}", cell.source.page or row.page)
