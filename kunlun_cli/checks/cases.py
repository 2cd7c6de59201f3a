"""Short ways to write down records by hand, for the cases in the rules' documentation and for tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Literal

from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.relations.worksheet import worksheet
from kunlun_cli.figures.numbers import read_number
from kunlun_cli.records import (
    DistributionRecord,
    EquityRecord,
    FilingInfo,
    FinancialRecord,
    Financials,
    Holder,
    Holders,
    Lending,
    LendingApplicable,
    LendingRecord,
    NonRecurringRecord,
    Pledge,
    QuarterlyRecord,
    SegmentRecord,
    Segments,
    Source,
    StatementRecord,
    Statements,
)
from kunlun_cli.records.financials import NonRecurringRole, PlanForm, Span
from kunlun_cli.records.holders import HolderTable
from kunlun_cli.records.lending import LendingTable, Turn
from kunlun_cli.records.segments import Dimension, SegmentTable
from kunlun_cli.records.statements import Scope, Statement
from kunlun_cli.schedules.rows import level_of, part_of
from kunlun_cli.schedules.schedule import ColumnKind, Schedule, ScheduleCell, ScheduleColumn, ScheduleRow

INFO = FilingInfo(
    source="example.pdf",
    sha256="0" * 64,
    format="pdf",
    code="000000",
    short_name="示例股份",
    exchange="SZSE",
    board="main",
    kind="half-year",
    form="summary",
    period="2024H1",
    period_end=dt.date(2024, 6, 30),
)


def number(text: str | None) -> Decimal | None:
    """`9,907,416,557.97` as a number that keeps its decimals; `None` stays."""
    return None if text is None else Decimal(text.replace(",", ""))


def line(
    item: str | None,
    label: str,
    value: str | None,
    prior: str | None = None,
    change: str | None = None,
    *,
    unit: str = "CNY",
    span: Span = "year_to_date",
    **more: str,
) -> FinancialRecord:
    """A line of the key figures. A per cent's change is in points, any other's in per cent."""
    further: dict[str, Any] = {name: number(text) for name, text in more.items()}
    return FinancialRecord(
        item=item,
        label=label,
        unit=unit,
        span=span,
        value=number(value),
        prior=number(prior),
        change=number(change),
        change_unit=None if change is None else "pp" if unit == "%" else "%",
        **further,
    )


def non_recurring_line(
    role: NonRecurringRole, label: str, value: str, prior: str | None = None, *, deducted: bool = False
) -> NonRecurringRecord:
    """A line of the table of non-recurring items."""
    return NonRecurringRecord(role, label, "year_to_date", deducted=deducted, value=number(value), prior=number(prior))


def non_recurring(*lines: NonRecurringRecord) -> Facts:
    """A filing that has these non-recurring items and nothing else."""
    return Facts(INFO, financials=Financials(non_recurring=lines))


def distribution(form: PlanForm = "table", **figures: str) -> Facts:
    """A filing that has this plan of profit distribution and nothing else."""
    values: dict[str, Any] = {name: number(text) for name, text in figures.items()}
    return Facts(INFO, financials=Financials(distribution=(DistributionRecord(form, **values),)))


def key_figures(*records: FinancialRecord, info: FilingInfo = INFO) -> Facts:
    """A filing with these key figures and nothing else."""
    return Facts(info, financials=Financials(records=records))


def quarters(record: FinancialRecord, *printed: str) -> Facts:
    """A filing with one line of the year and its four quarters."""
    q1, q2, q3, q4 = (number(p) for p in printed)
    line_of_quarters = QuarterlyRecord(record.item, record.label, record.unit, q1, q2, q3, q4)
    return Facts(INFO, financials=Financials(records=(record,), quarterly=(line_of_quarters,)))


def holder(
    name: str,
    shares: str | None,
    pct: str | None = None,
    *,
    rank: int = 1,
    table: HolderTable = "top10",
    pledged: str | None = None,
    **more: str,
) -> Holder:
    """A row of a holders' table."""
    pledges = () if pledged is None else (Pledge("质押", number(pledged)),)
    counts: dict[str, Any] = {key: number(text) for key, text in more.items()}
    return Holder(table, rank, name, shares=number(shares), pct=number(pct), pledges=pledges, **counts)


def holders(*rows: Holder, info: FilingInfo = INFO) -> Facts:
    """A filing with these holders and nothing else."""
    return Facts(info, holders=Holders(records=rows))


def lent(
    table: LendingTable,
    name: str,
    change: Turn | None = None,
    **printed: str,
) -> LendingRecord:
    """A row of a lending table."""
    figures: dict[str, Any] = {key: number(text) for key, text in printed.items()}
    return LendingRecord(table, name, change=change, **figures)


def lending(
    *rows: LendingRecord,
    holding: tuple[Holder, ...] = (),
    applicable: LendingApplicable | None = None,
    info: FilingInfo = INFO,
) -> Facts:
    """A filing with these lending rows, and holders where given."""
    ticks = LendingApplicable(True, True) if applicable is None else applicable
    return Facts(info, holders=Holders(records=holding), lending=Lending(ticks, rows))


def stated(
    item: str,
    label: str,
    value: str,
    prior: str,
    *,
    of: Statement = "income_statement",
    scope: Scope = "consolidated",
) -> StatementRecord:
    """A line of a statement."""
    return StatementRecord(of, scope, item, label, value=number(value), prior=number(prior))


def statements(
    *records: StatementRecord, key: tuple[FinancialRecord, ...] = (), equity: tuple[EquityRecord, ...] = ()
) -> Facts:
    """A filing with these lines of its statements, and key figures and changes in equity where given."""
    return Facts(INFO, financials=Financials(records=key), statements=Statements(records, equity))


def moved(
    item: str,
    label: str,
    *,
    scope: Scope = "consolidated",
    span: Literal["current", "prior"] = "current",
    **printed: str,
) -> tuple[EquityRecord, ...]:
    """A line of the statement of changes in equity: its figures by the columns' codes."""
    return tuple(
        EquityRecord(scope, span, item, label, column, column, value=number(text), source=Source(1, text=text))
        for column, text in printed.items()
    )


def table(heads: Sequence[str], *rows: Sequence[str], title: str = "", section: tuple[str, ...] = ()) -> Facts:
    """A filing with one table of figures in yuan and nothing else; the first column holds the labels."""
    columns = tuple(ScheduleColumn((head,), _kind_of(i, head), _period_of(head)) for i, head in enumerate(heads))
    lines = (title,) if title else ()
    made = Schedule(1, title, section, lines, "元", Decimal(1), columns, tuple(map(_table_row, rows)), 1, 1)
    return Facts(INFO, tables=(worksheet(made),))


def _kind_of(column: int, head: str) -> ColumnKind:
    if not column:
        return "label"
    return "per_cent" if "%" in head or "增减" in head else "count" if head.endswith("股数") else "amount"


def _period_of(head: str) -> Literal["closing", "opening", "current", "prior"] | None:
    words: dict[str, Literal["closing", "opening", "current", "prior"]] = {
        "期末": "closing",
        "期初": "opening",
        "本期": "current",
        "上期": "prior",
    }
    return words.get(head[:2])


def _table_row(texts: Sequence[str]) -> ScheduleRow:
    cells = tuple(_table_cell(i, text) for i, text in enumerate(texts))
    return ScheduleRow(texts[0], cells, 1, level_of(texts[0]), part_of(texts[0]))


def _table_cell(column: int, text: str) -> ScheduleCell:
    value = read_number(text).value if column else None
    places = None if value is None else len(text.partition(".")[2].rstrip("%"))
    return ScheduleCell(text, value, places, source=Source(1, text=text))


def segment(
    name: str,
    *,
    table: SegmentTable = "composition",
    dimension: Dimension = "product",
    parent: str | None = None,
    **printed: str,
) -> SegmentRecord:
    """A row of a revenue table."""
    label = {"industry": "分行业", "product": "分产品", "region": "分地区", "sales_model": "分销售模式"}.get(dimension)
    figures: dict[str, Any] = {key: number(text) for key, text in printed.items()}
    return SegmentRecord(table, dimension, label, name, parent, **figures)


def segments(*rows: SegmentRecord, key: tuple[FinancialRecord, ...] = (), info: FilingInfo = INFO) -> Facts:
    """A filing with these segments, and key figures where given."""
    return Facts(info, financials=Financials(records=key), segments=Segments(records=rows))
