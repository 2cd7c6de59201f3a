"""The financial statements: balance sheet, income statement, cash flow statement, changes in equity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, get_args

from kunlun_cli.records.filing import Problem
from kunlun_cli.records.frameable import Frameable
from kunlun_cli.records.part import RECORDS, Disclosure, Part, fields
from kunlun_cli.records.source import Source

Statement = Literal["balance_sheet", "income_statement", "cash_flow"]
Scope = Literal["consolidated", "parent"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
StatementPart = Literal["of_which", "less", "add", "subtotal", "total"]


@dataclass(frozen=True, slots=True)
class StatementRecord:
    """One printed line of a statement with an amount in at least one of its periods.

    `value` is of the report's own period (its end for a balance, the year to date for a flow), `prior` of the
    comparison period, restated where both are printed: then `prior_before_restatement` is what it was before. All
    are in the base unit of `unit`, an amount per share as printed. `item` is the line's code in
    `forms/statements.toml`, `None` where it is not one of the forms' lines. `level` is its depth from 1; `cells`
    maps the fields with amounts to where they are printed.
    """

    statement: Statement
    scope: Scope
    item: str | None
    label: str
    note: str | None = None
    level: int = 1
    part: StatementPart | None = None
    unit: str | None = "CNY"
    value: Decimal | None = None
    prior: Decimal | None = None
    prior_before_restatement: Decimal | None = None
    source: Source = field(default_factory=Source)
    cells: Mapping[str, Source] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class EquityRecord:
    """One cell of the statement of changes in equity: a line of it in one column of it.

    `span` is that of the matrix, `current` or `prior`; `item` and `column` are codes of the official form,
    `None` for a line or a column of the filer's own.
    """

    scope: Scope
    span: Literal["current", "prior"]
    item: str | None
    label: str
    column: str | None
    column_label: str
    unit: str | None = "CNY"
    value: Decimal | None = None
    source: Source = field(default_factory=Source)
    cells: Mapping[str, Source] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, repr=False)
class Statements(Frameable):
    """The statements of one filing, in printed order, the group's and the parent company's."""

    records: tuple[StatementRecord, ...] = ()
    equity: tuple[EquityRecord, ...] = ()
    problems: tuple[Problem, ...] = ()


STATEMENTS = Disclosure(
    Statements,
    (
        Part(
            RECORDS, "records", StatementRecord,
            fields(
                "~statement ~scope ~item label ~note ~level:count ~part ~unit value:amount prior:amount "
                "prior_before_restatement:amount"
            ),
            "financial statements (资产负债表, 利润表, 现金流量表)",
            about={"note": "the number in the column 附注, as printed"},
        ),
        Part(
            "equity", "equity", EquityRecord,
            fields("~scope ~span ~item label column column_label ~unit value:amount"),
            "statement of changes in equity (所有者权益变动表)",
        ),
    ),
    "no financial statements (资产负债表, 利润表, 现金流量表) were found; summaries have none",
)  # fmt: skip
