"""What the rules look at: the disclosures of one filing, those that could not be had being `None`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from kunlun_cli.checks.relations.worksheet import Worksheet, worksheets
from kunlun_cli.errors import NotInFilingError
from kunlun_cli.figures.figure import Figure, figure
from kunlun_cli.forms import normal
from kunlun_cli.records import (
    FilingInfo,
    FinancialRecord,
    Financials,
    Holders,
    Lending,
    Problem,
    SegmentRecord,
    Segments,
    Statements,
)
from kunlun_cli.records.financials import Span
from kunlun_cli.records.reading import FilingLike
from kunlun_cli.records.segments import Dimension


@dataclass(frozen=True, slots=True)
class Facts:
    """The disclosures of one filing. `problems` are those that came up while they were read."""

    info: FilingInfo
    financials: Financials = field(default_factory=Financials)
    holders: Holders = field(default_factory=Holders)
    lending: Lending = field(default_factory=Lending)
    segments: Segments = field(default_factory=Segments)
    problems: tuple[Problem, ...] = ()
    statements: Statements = field(default_factory=Statements)
    tables: tuple[Worksheet, ...] = ()
    """All tables of the report, where rules ask for them."""
    against: tuple[Facts, ...] = ()
    """Other filings of the company, which it is held against."""


def gather(filing: FilingLike, *, tables: bool = False, statements: bool = False) -> Facts:
    """Reads all disclosures of a filing, with `statements` these too, and with `tables` every table of it.

    One that the filing does not have is empty, and the rules on it are not applicable. Errors that
    concern the whole file go up to the caller.
    """
    # First, as it reads every page: what looks for its pages after it finds their texts there. A filing that a child
    # process reads sends records alone: its tables are not checked.
    facts = Facts(filing.info, tables=tuple(worksheets(getattr(filing, "schedules", ()))) if tables else ())
    readers: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("financials", lambda: filing.financials),
        ("holders", lambda: filing.holders),
        ("lending", lambda: filing.lending),
        ("segments", lambda: filing.segments),
        *(
            (("statements", lambda: filing.statements),)
            if (tables or statements) and hasattr(filing, "statements")
            else ()
        ),
    )
    for name, read in readers:
        try:
            disclosure = read()
        except NotInFilingError:
            continue
        else:
            facts = replace(facts, **{name: disclosure}, problems=(*facts.problems, *disclosure.problems))
    return facts


Sort = Literal["amount", "per_share", "ratio"]


def sort_of(record: FinancialRecord) -> Sort:
    """Whether a line is an amount, a figure per share, or a ratio."""
    unit = record.unit or ""
    if unit.endswith("/share"):
        return "per_share"
    return "ratio" if unit in {"%", "times"} else "amount"


def of_sort(facts: Facts, sort: Sort) -> Iterator[FinancialRecord]:
    """The lines of one sort, in printed order."""
    return (record for record in facts.financials.records if sort_of(record) == sort)


def find(facts: Facts, item: str, span: Span | None = None) -> FinancialRecord | None:
    """The only line of this item (and span), or `None` where there is none or more than one."""
    matching = [r for r in facts.financials.records if r.item == item and span in {None, r.span}]
    return matching[0] if len(matching) == 1 else None


def pairs(facts: Facts, first: str, second: str, field: str) -> Iterator[tuple[Figure, Figure]]:
    """The figures of two items in the same column, for each span in which both have one."""
    for span in ("year_to_date", "quarter", "point_in_time"):
        one, other = find(facts, first, span), find(facts, second, span)
        a = figure(one, field) if one else None
        b = figure(other, field) if other else None
        if a is not None and b is not None:
            yield a, b


COLUMNS = ("value", "prior", "two_years_ago")
"""The columns of one accounting basis each: this period, the one before, the one before that."""


_TOTAL = re.compile(r"^(营业(总)?收入|主营业务(收入)?)?(合计|小计|总计|总额)(数)?$")

_MOST_ROWS = 200
"""No filing has more; each odd row takes time to explain."""


def rows_of(facts: Facts, table: str) -> list[SegmentRecord]:
    """The rows of `composition` or `major`, in printed order."""
    return [row for row in facts.segments.records if row.table == table][:_MOST_ROWS]


def is_total(row: SegmentRecord) -> bool:
    """Whether a row is a sum of others."""
    return row.dimension == "total" or bool(_TOTAL.match(normal(row.name)))


def parts(rows: list[SegmentRecord]) -> Iterator[tuple[tuple[Dimension, str | None], list[SegmentRecord]]]:
    """The rows of each dimension that add up: without totals and without rows that stand under another one."""
    groups: dict[tuple[Dimension, str | None], list[SegmentRecord]] = {}
    for row in rows:
        if not is_total(row) and row.parent is None and not normal(row.name).startswith("其中"):
            groups.setdefault((row.dimension, row.dimension_label), []).append(row)
    yield from groups.items()


def total_row(rows: list[SegmentRecord]) -> SegmentRecord | None:
    """The only row of the total, or `None`."""
    totals = [row for row in rows if row.dimension == "total"]
    return totals[0] if len(totals) == 1 else None
