"""What a filing has, said once: its disclosures, their parts, and the fields of each with what they hold.

Schema, flat rows, frames, the dataset's tables, readers' options and the names of `kunlun where` all follow
from here: a new part of a disclosure is a record and an entry below.
"""

from __future__ import annotations

import enum
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from kunlun_cli.records.financials import (
    DistributionRecord,
    FinancialRecord,
    Financials,
    NonRecurringRecord,
    QuarterlyRecord,
)
from kunlun_cli.records.holders import Holder, HolderCounts, Holders
from kunlun_cli.records.lending import Lending, LendingRecord
from kunlun_cli.records.segments import (
    CounterpartyConcentration,
    Metric,
    OutlineEntry,
    ResearchRecord,
    SegmentRecord,
    Segments,
    VolumeRecord,
)
from kunlun_cli.records.statements import EquityRecord, StatementRecord, Statements

Result = Financials | Holders | Lending | Segments | Statements
"""A disclosure as it was read."""
Declared = tuple[type[Any] | None, tuple[object, ...], bool]
"""What a field may be.

Its type without `None`, where it is no table itself; the words that it may have, if they are few; whether it may
be `None`.
"""
RECORDS = "records"
"""The name of each disclosure's first part, which is given where no other is asked for."""


class Holds(enum.Enum):
    """What a field holds, which says how it is written, and in which unit."""

    TEXT = "text"
    FLAG = "flag"
    COUNT = "count"
    """A whole number of things, without a unit."""
    SHARES = "shares"
    """A number of shares, which has no fraction."""
    RATE = "rate"
    """Shares for each ten that are held, with the digits printed."""
    AMOUNT = "amount"
    """A number in the unit of its record."""
    MONEY = "money"
    """An amount in yuan."""
    PERCENT = "percent"
    CHANGE = "change"
    """A change in per cent, or in the `change_unit` of its record."""
    POINTS = "points"
    """A change in percentage points."""


_UNITS = {Holds.SHARES: "shares", Holds.RATE: "shares", Holds.MONEY: "CNY", Holds.PERCENT: "%", Holds.POINTS: "pp"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record; an `optional` one is left out of JSON where it is `None`.

    One that is not `printed` has no place of its own on the page: it tells its row from others.
    """

    name: str
    holds: Holds = Holds.TEXT
    optional: bool = False
    printed: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """A table that a disclosure has.

    Args:
        name: its key in JSON, and what it is asked for by.
        attribute: the disclosure's attribute with its records.
        record: their class.
        fields: their keys in the contract's order, without `source` and `cells`.
        called: what it is, for a filing that has none.
        variants: the fields of each kind of record, by their `table`, where they have not all the same.
        about: of some fields, what they mean.
        option: the option that asks for it, if it has one, with its help.
        disclosure: the disclosure that it belongs to; filled in by `DISCLOSURES`.
    """

    name: str
    attribute: str
    record: type[Any]
    fields: tuple[Field, ...]
    called: str
    variants: Mapping[str, tuple[Field, ...]] = field(default_factory=dict, repr=False)
    about: Mapping[str, str] = field(default_factory=dict, repr=False)
    option: tuple[str, str] | None = None
    disclosure: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the fields."""
        return tuple(each.name for each in self.fields)

    @property
    def printed(self) -> tuple[str, ...]:
        """The names of the fields that have places on the page."""
        return tuple(each.name for each in self.fields if each.printed)

    @property
    def group(self) -> str:
        """The name by which `kunlun where` and the dataset know it."""
        if self.name == RECORDS:
            return self.disclosure
        return "holders.counts" if self.record is HolderCounts else self.name

    def of(self, record: Any) -> tuple[Field, ...]:  # noqa: ANN401 - a record of this part
        """The fields of one record."""
        return self.variants.get(getattr(record, "table", ""), self.fields)

    def records(self, result: Result) -> tuple[Any, ...]:
        """The records of this part."""
        given = getattr(result, self.attribute)
        return given if isinstance(given, tuple) else (given,)

    def holds(self, name: str) -> Holds:
        """What the field of this name holds."""
        return next((each.holds for each in self.fields if each.name == name), Holds.TEXT)

    def unit(self, record: Any, name: str) -> str | None:  # noqa: ANN401 - a record of this part
        """The unit of a field's value: ISO code, `%`, `pp`, `shares`; `None` where it has none."""
        holds = self.holds(name)
        if holds is Holds.AMOUNT:
            return getattr(record, "unit", None)
        if holds is Holds.CHANGE:
            return getattr(record, "change_unit", "%")
        return _UNITS.get(holds)


def _fields(text: str) -> tuple[Field, ...]:
    """Fields written as `name:what it holds`, text where it is not said.

    `?` ends an optional one, `~` begins one without a place of its own on the page.
    """
    out = []
    for word in text.split():
        name, _, holds = word.strip("~?").partition(":")
        out.append(Field(name, Holds(holds or "text"), word.endswith("?"), not word.startswith("~")))
    return tuple(out)


def _union(variants: Mapping[str, tuple[Field, ...]]) -> tuple[Field, ...]:
    return tuple({each.name: each for fields in variants.values() for each in fields}.values())


_HOLDER = _fields(
    "~table ~rank:count name name_note? nature pct:percent shares:shares share_class restricted_shares:shares "
    "restricted_shares_incl_lent:shares? change:shares change_note? pledges margin_account_shares:shares"
)
_TOP_TEN = tuple(each for each in _HOLDER if each.name != "share_class")
_LENDING = {
    "participation": _fields(
        "~table name opening_shares:shares opening_pct:percent opening_lent_shares:shares opening_lent_pct:percent "
        "closing_shares:shares closing_pct:percent closing_lent_shares:shares closing_lent_pct:percent"
    ),
    "changes": _fields(
        "~table name change closing_lent_shares:shares closing_lent_pct:percent closing_total_shares:shares "
        "closing_total_pct:percent"
    ),
}
_SEGMENTS = {
    "composition": _fields(
        "~table ~dimension dimension_label name parent? revenue:money revenue_share:percent prior_revenue:money "
        "prior_share:percent revenue_change:change ~basis"
    ),
    "major": _fields(
        "~table ~dimension dimension_label name parent? revenue:money cost:money gross_margin:percent "
        "revenue_change:change cost_change:change gross_margin_change:points ~basis"
    ),
}
_FINANCIALS = (
    Part(
        RECORDS, "records", FinancialRecord,
        _fields(
            "~item label ~unit ~span value:amount prior:amount prior_before_restatement:amount two_years_ago:amount "
            "two_years_ago_before_restatement:amount change:change ~change_unit"
        ),
        "key figures (主要会计数据和财务指标)",
    ),
    Part(
        "quarterly", "quarterly", QuarterlyRecord,
        _fields("~item label ~unit q1:amount q2:amount q3:amount q4:amount"),
        "table of quarters (分季度主要会计数据), which annual reports have,",
        option=("--quarterly", "The annual report's table of quarters only."),
    ),
    Part(
        "non_recurring", "non_recurring", NonRecurringRecord,
        _fields("~role label ~unit ~span ~deducted:flag ~within:flag value:amount prior:amount two_years_ago:amount"),
        "table of non-recurring items (非经常性损益项目及金额)",
        option=("--non-recurring", "The table of non-recurring items (非经常性损益) only."),
    ),
    Part(
        "distribution", "distribution", DistributionRecord,
        _fields(
            "~form cash_per_ten:money bonus_per_ten:rate transfer_per_ten:rate base_shares:shares cash:money "
            "other_cash:money total_cash:money payout:percent ~interim:flag"
        ),
        "plan of profit distribution (利润分配预案)",
        about={"interim": "an interim dividend is told of beside it, which the cash may hold as well"},
        option=("--distribution", "Plans of profit distribution (利润分配) only."),
    ),
)  # fmt: skip
_HOLDERS = (
    Part(
        "counts", "counts", HolderCounts,
        _fields(
            "holders:count holders_prior_month_end:count preferred_holders:count "
            "preferred_holders_prior_month_end:count special_voting_holders:count"
        ),
        "number of shareholders (股东总数)",
        option=("--counts", "The numbers of shareholders only."),
    ),
    Part(
        RECORDS, "records", Holder, _HOLDER,
        "shareholders' table (前10名股东持股情况)",
        variants={"top10": _TOP_TEN, "top10_unrestricted": _HOLDER},
        about={"change_note": "a word printed in the column of changes: 新进, 未变"},
    ),
)  # fmt: skip
_SEGMENT_PARTS = (
    Part(
        RECORDS, "records", SegmentRecord, _union(_SEGMENTS),
        "tables of revenue (营业收入构成, 主营业务分行业)",
        variants=_SEGMENTS,
        about={
            "parent": "the row under which a row marked 其中 stands",
            "basis": "main: the table breaks down the revenue of the main business (主营业务收入)",
        },
        option=("--tables", "The tables of revenue only."),
    ),
    Part(
        "outline", "outline", OutlineEntry, _fields("number title ~level:count page:count"),
        "numbered headings of the business narrative",
        option=("--outline", "The headings of the narrative only."),
    ),
    Part(
        "metrics", "metrics", Metric,
        _fields(
            "section subject metric value:amount ~unit change:change ~change_unit bound quote page:count comparator "
            "period forecast:flag"
        ),
        "figures stated in the text",
        about={
            "unit": "an ISO currency, %, times, or null for a plain count",
            "quote": "the clause as printed, without line breaks",
            "comparator": "what the change is measured against, as printed: 同比, 较上年末",
            "period": "the time that the text names for the figure",
            "forecast": "whether the figure is foretold: a market's size in a year that is not over",
        },
        option=("--metrics", "The figures stated in the text only."),
    ),
    Part(
        "customers_suppliers", "counterparties", CounterpartyConcentration,
        _fields("side amount:money share:percent related_amount:money related_share:percent"),
        "sales to the five largest customers (前五名客户) or purchases from the five largest suppliers",
        option=("--customers-suppliers", "The five largest customers and suppliers (前五名客户、供应商) only."),
    ),
    Part(
        "production", "volumes", VolumeRecord,
        _fields("name ~item label ~unit value:amount prior:amount two_years_ago:amount change:change"),
        "table of production, sales and stock (产销量情况)",
        option=("--production", "Production, sales and stock of products (产销量) only."),
    ),
    Part(
        "research", "research", ResearchRecord,
        _fields("group ~item label ~unit value:amount prior:amount two_years_ago:amount change:change ~change_unit"),
        "table of research and development (研发投入)",
        option=("--research", "Research and development (研发投入) only."),
    ),
)  # fmt: skip
_STATEMENTS = (
    Part(
        RECORDS, "records", StatementRecord,
        _fields(
            "~statement ~scope ~item label ~note ~level:count ~part ~unit value:amount prior:amount "
            "prior_before_restatement:amount"
        ),
        "financial statements (资产负债表, 利润表, 现金流量表)",
        about={"note": "the number in the column 附注, as printed"},
    ),
    Part(
        "equity", "equity", EquityRecord,
        _fields("~scope ~span ~item label column column_label ~unit value:amount"),
        "statement of changes in equity (所有者权益变动表)",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One section of the forms: its name, the class of what is read, and its parts in the order of JSON."""

    name: str
    result: type[Result]
    parts: tuple[Part, ...]
    absent: str
    """What is said where a filing has none."""


def _disclosure(result: type[Result], parts: tuple[Part, ...], absent: str) -> Disclosure:
    from dataclasses import replace

    name = result.__name__.lower()
    return Disclosure(name, result, tuple(replace(part, disclosure=name) for part in parts), absent)


DISCLOSURES: Mapping[str, Disclosure] = {
    each.name: each
    for each in (
        _disclosure(
            Financials, _FINANCIALS, "no key figures (主要会计数据和财务指标) were found in this filing"
        ),
        _disclosure(
            Holders, _HOLDERS, "no shareholders' table (前10名股东持股情况) was found in this filing"
        ),
        _disclosure(
            Lending,
            (
                Part(
                    RECORDS, "records", LendingRecord, _union(_LENDING),
                    "shares lent (转融通业务出借股份)", variants=_LENDING,
                ),
            ),
            "this filing has no disclosure of shares lent (转融通业务出借股份), which forms have since late 2023",
        ),
        _disclosure(
            Segments,
            _SEGMENT_PARTS,
            "no business segments were found in this filing; summaries seldom have them, full reports do",
        ),
        _disclosure(
            Statements,
            _STATEMENTS,
            "no financial statements (资产负债表, 利润表, 现金流量表) were found; summaries have none",
        ),
    )
}  # fmt: skip
"""All that a filing has, by name."""
PARTS: tuple[Part, ...] = tuple(part for each in DISCLOSURES.values() for part in each.parts)
_OF_RECORD = {part.record: part for part in PARTS}


def name_of(result: Result) -> str:
    """The name of the disclosure."""
    return type(result).__name__.lower()


def part_of(disclosure: str, name: str | None = None) -> Part:
    """The part of a disclosure of that name; its records where it is none."""
    parts = {part.name: part for part in DISCLOSURES[disclosure].parts}
    return parts.get(name or RECORDS, parts[RECORDS])


def part_of_record(record: object) -> Part:
    """The part whose records are of this one's class."""
    return _OF_RECORD[type(record)]


def declared(record: type[Any]) -> Mapping[str, Declared]:
    """What each field of a record's class may be."""
    hints = typing.get_type_hints(record)
    return {name: _declared(hint) for name, hint in hints.items()}


def _declared(hint: Any) -> Declared:  # noqa: ANN401 - any annotation
    several = typing.get_origin(hint) in {typing.Union, types.UnionType}
    kinds = [kind for kind in (typing.get_args(hint) if several else (hint,)) if kind is not type(None)]
    words = typing.get_args(kinds[0]) if typing.get_origin(kinds[0]) is Literal else ()
    kind = str if words else kinds[0] if kinds[0] in {str, bool, int, Decimal} else None
    return kind, words, several and type(None) in typing.get_args(hint)
