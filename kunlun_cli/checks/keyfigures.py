"""Finding one's way in the key figures: which line is which, and of what sort."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from kunlun_cli.checks.facts import Facts
from kunlun_cli.figures.figure import Figure, figure
from kunlun_cli.records import FinancialRecord
from kunlun_cli.records.financials import Span

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
