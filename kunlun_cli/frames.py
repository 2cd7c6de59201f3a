"""Records as flat rows, and those as pandas frames: the only importer of pandas.

One row a record, the same columns whatever the filing, the filing's identity in front, so that many
filings make one table. Values stay exact: amounts are `Decimal`, counts of shares `int`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from kunlun_cli.records import (
    CounterpartyConcentration,
    DistributionRecord,
    EquityRecord,
    FilingInfo,
    FinancialRecord,
    Financials,
    Holder,
    Holders,
    Lending,
    LendingRecord,
    Metric,
    NonRecurringRecord,
    OutlineEntry,
    Pledge,
    QuarterlyRecord,
    ResearchRecord,
    SegmentRecord,
    Segments,
    StatementRecord,
    Statements,
    VolumeRecord,
)

if TYPE_CHECKING:
    import pandas as pd

Value = str | Decimal | int | bool | None
Result = Financials | Holders | Lending | Segments | Statements
Record = (
    FinancialRecord
    | QuarterlyRecord
    | NonRecurringRecord
    | DistributionRecord
    | Holder
    | LendingRecord
    | SegmentRecord
    | OutlineEntry
    | Metric
    | CounterpartyConcentration
    | VolumeRecord
    | ResearchRecord
    | StatementRecord
    | EquityRecord
)

FINANCIAL = (
    "item",
    "label",
    "unit",
    "span",
    "value",
    "prior",
    "prior_before_restatement",
    "two_years_ago",
    "two_years_ago_before_restatement",
    "change",
    "change_unit",
)
QUARTERLY = ("item", "label", "unit", "q1", "q2", "q3", "q4")
NON_RECURRING = ("role", "label", "unit", "span", "deducted", "within", "value", "prior", "two_years_ago")
DISTRIBUTION = (
    "form",
    "cash_per_ten",
    "bonus_per_ten",
    "transfer_per_ten",
    "base_shares",
    "cash",
    "other_cash",
    "total_cash",
)
HOLDER = (
    "table",
    "rank",
    "name",
    "name_note",
    "nature",
    "pct",
    "shares",
    "share_class",
    "restricted_shares",
    "restricted_shares_incl_lent",
    "change",
    "change_note",
    "pledges",
    "margin_account_shares",
)
HOLDER_OPTIONAL = frozenset({"name_note", "restricted_shares_incl_lent", "change_note"})
PARTICIPATION = (
    "table",
    "name",
    "opening_shares",
    "opening_pct",
    "opening_lent_shares",
    "opening_lent_pct",
    "closing_shares",
    "closing_pct",
    "closing_lent_shares",
    "closing_lent_pct",
)
LENDING_CHANGES = (
    "table",
    "name",
    "change",
    "closing_lent_shares",
    "closing_lent_pct",
    "closing_total_shares",
    "closing_total_pct",
)
_SEGMENT_HEAD = ("table", "dimension", "dimension_label", "name", "parent", "revenue")
COMPOSITION = (*_SEGMENT_HEAD, "revenue_share", "prior_revenue", "prior_share", "revenue_change", "basis")
MAJOR = (*_SEGMENT_HEAD, "cost", "gross_margin", "revenue_change", "cost_change", "gross_margin_change", "basis")
OUTLINE = ("number", "title", "level", "page")
METRIC = (
    "section",
    "subject",
    "metric",
    "value",
    "unit",
    "change",
    "change_unit",
    "bound",
    "quote",
    "page",
    "comparator",
    "period",
)
COUNTERPARTY = ("side", "amount", "share", "related_amount", "related_share")
VOLUME = ("name", "item", "label", "unit", "value", "prior", "change")
RESEARCH = ("group", "item", "label", "unit", "value", "prior", "two_years_ago", "change", "change_unit")
STATEMENT = ("statement", "scope", "item", "label", "note", "level", "part", "unit", "value", "prior")
EQUITY = ("scope", "span", "item", "label", "column", "column_label", "unit", "value")
COUNTS = (
    "holders",
    "holders_prior_month_end",
    "preferred_holders",
    "preferred_holders_prior_month_end",
    "special_voting_holders",
)
SHARE_COUNTS = frozenset(
    {
        "shares",
        "restricted_shares",
        "restricted_shares_incl_lent",
        "margin_account_shares",
        "opening_shares",
        "opening_lent_shares",
        "closing_shares",
        "closing_lent_shares",
        "closing_total_shares",
    }
)
"""Fields that count shares: written without a fraction of zeros, as is a holder's `change`."""


def fields_of(record: Record) -> tuple[str, ...]:  # noqa: C901 - one case a kind of record
    """The keys of a record in the contract's order, without `source` and `cells`."""
    match record:
        case FinancialRecord():
            return FINANCIAL
        case QuarterlyRecord():
            return QUARTERLY
        case NonRecurringRecord():
            return NON_RECURRING
        case DistributionRecord():
            return DISTRIBUTION
        case Holder(table="top10_unrestricted"):
            return HOLDER
        case Holder():
            return tuple(key for key in HOLDER if key != "share_class")
        case LendingRecord(table="participation"):
            return PARTICIPATION
        case LendingRecord():
            return LENDING_CHANGES
        case SegmentRecord(table="composition"):
            return COMPOSITION
        case SegmentRecord():
            return MAJOR
        case OutlineEntry():
            return OUTLINE
        case Metric():
            return METRIC
        case CounterpartyConcentration():
            return COUNTERPARTY
        case VolumeRecord():
            return VOLUME
        case ResearchRecord():
            return RESEARCH
        case StatementRecord():
            return STATEMENT
        case EquityRecord():
            return EQUITY


def name_of(result: Result) -> str:
    """The name of the disclosure: `financials`, `holders`, `lending`, `segments` or `statements`."""
    return type(result).__name__.lower()


def count(value: Decimal | None) -> Decimal | int | None:
    """A count without a fraction of zeros: `200000.00` is 200000 shares."""
    if value is not None and value.is_finite() and value == value.to_integral_value():
        return int(value)
    return value


def all_fields(result: Result) -> tuple[str, ...]:
    """Every key that a record of this disclosure may have, in order."""
    match result:
        case Financials():
            return FINANCIAL
        case Holders():
            return HOLDER
        case Lending():
            return (*PARTICIPATION, *(key for key in LENDING_CHANGES if key not in PARTICIPATION))
        case Segments():
            return (*COMPOSITION, *(key for key in MAJOR if key not in COMPOSITION))
        case Statements():
            return STATEMENT


IDENTITY = ("code", "short_name", "period")


@dataclass(frozen=True, slots=True)
class Part:
    """A flat table that a disclosure has: its name, its columns, and the attribute with its records."""

    name: str
    fields: tuple[str, ...]
    attribute: str


PARTS: Mapping[str, tuple[Part, ...]] = {
    "financials": (
        Part("records", FINANCIAL, "records"),
        Part("quarterly", QUARTERLY, "quarterly"),
        Part("non_recurring", NON_RECURRING, "non_recurring"),
        Part("distribution", DISTRIBUTION, "distribution"),
    ),
    "holders": (
        Part("records", HOLDER, "records"),
        Part("counts", COUNTS, "counts"),
    ),
    "lending": (Part("records", all_fields(Lending()), "records"),),
    "segments": (
        Part("records", all_fields(Segments()), "records"),
        Part("metrics", METRIC, "metrics"),
        Part("outline", OUTLINE, "outline"),
        Part("customers_suppliers", COUNTERPARTY, "counterparties"),
        Part("production", VOLUME, "volumes"),
        Part("research", RESEARCH, "research"),
    ),
    "statements": (Part("records", STATEMENT, "records"), Part("equity", EQUITY, "equity")),
}
"""The first of each is what is given where nothing else is asked for."""


def part_of(disclosure: str, name: str | None) -> Part:
    """The part of that name, or the disclosure's first."""
    return next((part for part in PARTS[disclosure] if part.name == name), PARTS[disclosure][0])


def columns(part: Part) -> tuple[str, ...]:
    """The columns of a flat table after its identity.

    They are its fields, but pledges are two columns, and a field that is called as one of the
    identity (the period that a stated figure names) is `stated_period`.
    """
    return tuple(column for field in part.fields for column in _columns(field))


def _columns(field: str) -> tuple[str, ...]:
    if field == "pledges":
        return ("pledge_states", "pledge_shares")
    return (f"stated_{field}",) if field in IDENTITY else (field,)


def rows(result: Result, part: Part) -> list[dict[str, Value]]:
    """The records of one part as flat rows; `page` is where each is printed."""
    given = getattr(result, part.attribute)
    return [_row(record, part.fields) for record in (given if isinstance(given, tuple) else (given,))]


def frame(result: Result, info: FilingInfo | None = None, *, part: str | None = None) -> pd.DataFrame:
    """One part of a disclosure as a frame.

    Args:
        result: the disclosure.
        info: the filing; if given, its code, short name and period are the first columns.
        part: `quarterly`, `non_recurring` or `distribution` of financials, `counts` of holders, `metrics`, `outline`,
            `customers_suppliers`, `production` or `research` of segments; the records by default.

    Returns:
        A frame whose numeric columns hold `Decimal` or `int` objects, exact as printed, with `None`
        where the filing gives no value, and a last column `page`.
    """
    import pandas as pd

    chosen = part_of(name_of(result), part)
    identity = {} if info is None else {key: getattr(info, key) for key in IDENTITY}
    given = [{**identity, **row} for row in rows(result, chosen)]
    names = list(dict.fromkeys([*identity, *columns(chosen), "page"]))
    return pd.DataFrame([[row[name] for name in names] for row in given], columns=names, dtype=object)


def page_of(record: object) -> int | None:
    """The page on which a record is printed."""
    source = getattr(record, "source", None)
    page = getattr(record, "page", None) if source is None else source.page
    return page if isinstance(page, int) else None


def _row(record: object, fields: Sequence[str]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for key in fields:
        value = getattr(record, key, None)
        if key == "pledges":
            values |= _pledges(value)
        else:
            (column,) = _columns(key)
            values[column] = count(value) if counts_shares(record, key) and isinstance(value, Decimal) else value
    values["page"] = page_of(record)
    return values


def counts_shares(record: object, key: str) -> bool:
    """Whether a record's field is a number of shares, which has no fraction."""
    return key in SHARE_COUNTS or (isinstance(record, Holder) and key == "change")


def _pledges(pledges: tuple[Pledge, ...] | None) -> dict[str, Value]:
    """Pledges as two cells: one pledge gives a plain number, several are joined by semicolons."""
    given = pledges or ()
    states = ";".join(pledge.state for pledge in given)
    if len(given) == 1:
        return {"pledge_states": states, "pledge_shares": count(given[0].shares)}
    shares = ";".join("" if pledge.shares is None else str(count(pledge.shares)) for pledge in given)
    return {"pledge_states": states or None, "pledge_shares": shares or None}
