"""Key accounting data and financial indicators (主要会计数据和财务指标)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from kunlun_cli.records.filing import Problem
from kunlun_cli.records.frameable import Frameable
from kunlun_cli.records.part import RECORDS, Disclosure, Part, fields
from kunlun_cli.records.source import Source

Span = Literal["year_to_date", "quarter", "point_in_time"]
ChangeUnit = Literal["%", "pp"]
PlanForm = Literal["table", "sentence"]
QUARTERS = ("q1", "q2", "q3", "q4")
NonRecurringRole = Literal["item", "tax", "minority", "subtotal", "total", "parent"]


@dataclass(frozen=True, slots=True)
class FinancialRecord:
    """One line of the table. `cells` maps a field's name to where its value is printed.

    Fields and units are those of contract.md: amounts in the base unit, percentages in per cent.
    """

    item: str | None
    label: str
    unit: str | None
    span: Span
    value: Decimal | None = None
    prior: Decimal | None = None
    prior_before_restatement: Decimal | None = None
    two_years_ago: Decimal | None = None
    two_years_ago_before_restatement: Decimal | None = None
    change: Decimal | None = None
    change_unit: ChangeUnit | None = None
    source: Source = field(default_factory=Source)
    cells: Mapping[str, Source] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class QuarterlyRecord:
    """One line of the annual report's table of quarters (分季度主要会计数据)."""

    item: str | None
    label: str
    unit: str | None
    q1: Decimal | None = None
    q2: Decimal | None = None
    q3: Decimal | None = None
    q4: Decimal | None = None
    source: Source = field(default_factory=Source)
    cells: Mapping[str, Source] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class NonRecurringRecord:
    """One line of the table of non-recurring items (非经常性损益项目及金额).

    `role` is `item`, `tax` (所得税影响额), `minority` (少数股东权益影响额), `subtotal`, `total`, or below the
    total `parent`, the share in it of the company's own shareholders. A `deducted` line is printed to be
    subtracted (减：), one `within` another is a part of a line above (其中：). `unit` is `None` where the
    table states none; its amounts are then as printed.
    """

    role: NonRecurringRole
    label: str
    span: Span
    unit: str | None = "CNY"
    deducted: bool = False
    within: bool = False
    value: Decimal | None = None
    prior: Decimal | None = None
    two_years_ago: Decimal | None = None
    source: Source = field(default_factory=Source)
    cells: Mapping[str, Source] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class DistributionRecord:
    """A plan of profit distribution (利润分配预案), from its table or from a sentence.

    Cash, shares issued as a bonus and shares transferred from reserves are those for each ten shares, cash
    before tax and in yuan; `base_shares` is what they are reckoned on, which need not be the shares in issue.
    `payout` is the total in per cent of the profit that is distributed (占利润分配总额的比例).
    `interim` says that an interim dividend (中期分红) is told of beside it, which the cash may hold as well.
    """

    form: PlanForm
    cash_per_ten: Decimal | None = None
    bonus_per_ten: Decimal | None = None
    transfer_per_ten: Decimal | None = None
    base_shares: Decimal | None = None
    cash: Decimal | None = None
    other_cash: Decimal | None = None
    total_cash: Decimal | None = None
    payout: Decimal | None = None
    interim: bool = False
    source: Source = field(default_factory=Source)
    cells: Mapping[str, Source] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, repr=False)
class Financials(Frameable):
    """The key figures of one filing and what they hang on, in printed order."""

    records: tuple[FinancialRecord, ...] = ()
    quarterly: tuple[QuarterlyRecord, ...] = ()
    non_recurring: tuple[NonRecurringRecord, ...] = ()
    distribution: tuple[DistributionRecord, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __getitem__(self, item: str) -> FinancialRecord:
        """The record of a key figure, of the year to date where a quarter stands beside it.

        Raises:
            KeyError: the filing has no such item.
        """
        found = [record for record in self.records if record.item == item]
        if not found:
            known = ", ".join(dict.fromkeys(record.item for record in self.records if record.item))
            raise KeyError(f"there is no {item} in this filing; it has {known}")
        return next((record for record in found if record.span != "quarter"), found[0])


FINANCIALS = Disclosure(
    Financials,
    (
        Part(
            RECORDS, "records", FinancialRecord,
            fields(
                "~item label ~unit ~span value:amount prior:amount prior_before_restatement:amount "
                "two_years_ago:amount two_years_ago_before_restatement:amount change:change ~change_unit"
            ),
            "key figures (主要会计数据和财务指标)",
        ),
        Part(
            "quarterly", "quarterly", QuarterlyRecord,
            fields("~item label ~unit q1:amount q2:amount q3:amount q4:amount"),
            "table of quarters (分季度主要会计数据), which annual reports have,",
            option=("--quarterly", "The annual report's table of quarters only."),
        ),
        Part(
            "non_recurring", "non_recurring", NonRecurringRecord,
            fields(
                "~role label ~unit ~span ~deducted:flag ~within:flag value:amount prior:amount two_years_ago:amount"
            ),
            "table of non-recurring items (非经常性损益项目及金额)",
            option=("--non-recurring", "The table of non-recurring items (非经常性损益) only."),
        ),
        Part(
            "distribution", "distribution", DistributionRecord,
            fields(
                "~form cash_per_ten:money bonus_per_ten:rate transfer_per_ten:rate base_shares:shares cash:money "
                "other_cash:money total_cash:money payout:percent ~interim:flag"
            ),
            "plan of profit distribution (利润分配预案)",
            about={"interim": "an interim dividend is told of beside it, which the cash may hold as well"},
            option=("--distribution", "Plans of profit distribution (利润分配) only."),
        ),
    ),
    "no key figures (主要会计数据和财务指标) were found in this filing",
)  # fmt: skip
