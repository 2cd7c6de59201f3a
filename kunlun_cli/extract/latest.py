"""The latest year that a table of key figures has: one of a year that is not the report's gives none of its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kunlun_cli.disclosures.account import holds_amount
from kunlun_cli.disclosures.bind import Heading
from kunlun_cli.disclosures.columns import meanings
from kunlun_cli.figures.numbers import is_number
from kunlun_cli.records import FinancialRecord
from kunlun_cli.tables.table import Table

ELSEWHERE = "the columns of the year to date stand in a table without labels, and its own may be of the quarter"


def latest_year(heading: Heading) -> int:
    """The year of the column that is taken for the report's period; 0 where the heading says it without a year."""
    return max((m.year or 0 for m in meanings(heading.columns) if m and m.field == "value"), default=0)


def with_latest(
    records: Sequence[FinancialRecord], latest: Sequence[tuple[FinancialRecord, int]], report: int = 0
) -> list[FinancialRecord]:
    """Records; the figures of those whose table's latest year is not the report's, else the latest of all, are doubted.

    `latest` are the records as they were read, each with the latest year of its table; of forecasts and others too.
    """
    years = {id(r): year for r, year in latest}
    report = report or max((years.get(id(r), 0) for r in records), default=0)
    return [_doubted(r, year, report) if (year := years.get(id(r), 0)) not in {0, report} else r for r in records]


def _doubted(record: FinancialRecord, year: int, report: int) -> FinancialRecord:
    return doubted(record, f"the latest year of its heading is {year}, and the report or another table is of {report}")


def if_whole(records: Sequence[FinancialRecord], table: Table, below: Sequence[str]) -> list[FinancialRecord]:
    """The records of a table; those of a text are doubted where the first line `below` it is an amount alone.

    It is of the table's last row, which has more figures than columns were told: none is known to be in its own.
    """
    first = below[0].rstrip(".") if below and table.layout == "aligned" else ""
    cut = is_number(first) and holds_amount(first)
    return [doubted(r, f"its row goes on below the table: {first}") if cut else r for r in records]


def doubted(record: FinancialRecord, doubt: str) -> FinancialRecord:
    """A record all of whose figures are doubted for one reason."""
    return replace(record, cells={name: replace(cell, doubt=doubt) for name, cell in record.cells.items()})
