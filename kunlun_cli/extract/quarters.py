"""Which of several tables of quarters is the year's: the one whose quarters add up to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kunlun_cli.extract.cells import Records
from kunlun_cli.records import FinancialRecord, Problem, QuarterlyRecord
from kunlun_cli.records.financials import QUARTERS

# Rounding of four quarters printed in 万元 or 百万元 stays within; another year's or another company's figures do not.
_CLOSE = Decimal("0.001")


Quarters = Records[QuarterlyRecord]
"""A table of quarters, and what could not be read of it."""


def the_years(tables: Sequence[Quarters], records: Sequence[FinancialRecord]) -> Quarters:
    """The table of quarters of the year itself, with a problem where the figures do not tell which it is.

    Further ones (prior years, restated or analysed figures, the parent's) have the same lines, and those of
    another year may stand first.
    """
    tables = _whole([table for table in tables if table.records])
    if not tables:
        return Quarters()
    years = {r.item: r.value for r in records if r.item and r.span == "year_to_date" and r.value is not None}
    agreeing = [sum(adds_up(line, years, _CLOSE) for line in table.records) for table in tables]
    best = tables[agreeing.index(max(agreeing))]
    rivals = [t for t, n in zip(tables, agreeing, strict=True) if t is not best and n == max(agreeing)]
    differing = [line for t in rivals for line in t.records if _differs(line, best.records)]
    if not differing:
        return _once(best)
    line, items = differing[0], {d.item for d in differing}
    message = (
        f"{line.label} has other quarters in a second table, and the year's figure does not tell which of the two are "
        "the year's; neither was taken"
    )
    problem = Problem("two-candidates", message, line.source.page)
    return Quarters(tuple(_bare(r) if r.item in items else r for r in best.records), (*best.problems, problem))


def _once(table: Quarters) -> Quarters:
    """A table with each line of the form once; those that it has twice with other figures are named and not given."""
    twice = {line.item: line for i, line in enumerate(table.records) if _differs(line, table.records[:i])}
    problems = (
        Problem(
            "two-candidates", f"{line.label} has two lines with other quarters; neither was taken", line.source.page
        )
        for line in twice.values()
    )
    first = {line.item: line for line in reversed(table.records)}
    lines = (line for line in table.records if line.item is None or line is first[line.item])
    once = tuple(_bare(line) if line.item in twice else line for line in lines)
    return Quarters(once, (*table.problems, *problems))


def _whole(tables: Sequence[Quarters]) -> list[Quarters]:
    """The tables; one with other items than the table before is its rest, below a heading printed again."""
    out: list[Quarters] = []
    for table in tables:
        if out and not {line.item for line in table.records} & {line.item for line in out[-1].records}:
            before = out.pop()
            table = Quarters((*before.records, *table.records), (*before.problems, *table.problems))  # noqa: PLW2901
        out.append(table)
    return out


def _bare(line: QuarterlyRecord) -> QuarterlyRecord:
    return replace(line, q1=None, q2=None, q3=None, q4=None)


def adds_up(line: QuarterlyRecord, years: Mapping[str, Decimal], close: Decimal) -> bool:
    """Whether the quarters of an item add up to the year's figure, but for such a part of it."""
    quarters = [getattr(line, name) for name in QUARTERS]
    year = years.get(line.item or "")
    return year is not None and None not in quarters and abs(sum(quarters) - year) <= close * abs(year)


def _differs(line: QuarterlyRecord, lines: Sequence[QuarterlyRecord]) -> bool:
    """Whether a line that is one of the form's has other figures in another table."""
    other = next((o for o in lines if o.item == line.item), None) if line.item else None
    return other is not None and any(getattr(line, n) != getattr(other, n) for n in QUARTERS)
