"""Business segments: tables of revenue, the narrative's outline, and the figures stated in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from kunlun_cli.records.filing import Problem
from kunlun_cli.records.financials import ChangeUnit
from kunlun_cli.records.frameable import Frameable
from kunlun_cli.records.part import RECORDS, Disclosure, Part, fields, union
from kunlun_cli.records.source import Source

SegmentTable = Literal["composition", "major"]
Basis = Literal["revenue", "main"]
Bound = Literal["at_least", "at_most", "about"]
Side = Literal["customers", "suppliers"]
VolumeItem = Literal["production", "sales", "stock", "other"]
MetricUnit = Literal["%", "pp", "times"]
Dimension = Literal["total", "industry", "product", "region", "sales_model", "other"]


@dataclass(frozen=True, slots=True)
class SegmentRecord:
    """A row of a revenue table. Shares, margins and changes in per cent; margin change in points.

    `parent` is the name of the row under which a 其中： row stands. `basis` is `main` where the table
    breaks down the revenue of the main business (主营业务收入) and not all of it (营业收入).
    """

    table: SegmentTable
    dimension: Dimension
    dimension_label: str | None
    name: str
    parent: str | None = None
    revenue: Decimal | None = None
    revenue_share: Decimal | None = None
    prior_revenue: Decimal | None = None
    prior_share: Decimal | None = None
    cost: Decimal | None = None
    gross_margin: Decimal | None = None
    revenue_change: Decimal | None = None
    cost_change: Decimal | None = None
    gross_margin_change: Decimal | None = None
    basis: Basis = "revenue"
    source: Source = field(default_factory=Source)
    cells: Mapping[str, Source] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A numbered heading of the business narrative. `level` counts from 1."""

    number: str
    title: str
    level: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure stated in the narrative; `value` in the base unit, `quote` the clause as printed.

    `comparator` is what the change is measured against, as printed (`同比`, `较上年末`); `period` the time
    that the text names for the figure (`2023年`, `第二季度`), `None` where it names none. `forecast` says that
    the figure is foretold: the text says so (预计), or the year that it names was not over at the report's end.
    `page` is that of the figure where a page's end cuts the clause; `cells` has the place of a change that stands
    on another one.
    """

    section: str | None
    subject: str
    metric: str
    value: Decimal | None
    unit: str | None
    change: Decimal | None = None
    change_unit: MetricUnit | None = None
    bound: Bound | None = None
    quote: str = ""
    page: int | None = None
    comparator: str | None = None
    period: str | None = None
    forecast: bool = False
    cells: Mapping[str, Source] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class CounterpartyConcentration:
    """Top five customers or suppliers (前五名客户/供应商): total, share, share of related parties.

    Amounts in the base unit, shares in per cent of the year's sales or purchases.
    """

    side: Side
    amount: Decimal | None = None
    share: Decimal | None = None
    related_share: Decimal | None = None
    related_amount: Decimal | None = None
    source: Source = field(default_factory=Source)
    cells: Mapping[str, Source] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class VolumeRecord:
    """Production, sales or stock of one product (产销量情况), in the unit printed; `change` in per cent.

    `two_years_ago` is the third year of those who print three.
    """

    name: str
    item: VolumeItem
    label: str
    unit: str | None
    value: Decimal | None = None
    prior: Decimal | None = None
    change: Decimal | None = None
    two_years_ago: Decimal | None = None
    source: Source = field(default_factory=Source)
    cells: Mapping[str, Source] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class ResearchRecord:
    """A line on research and development (研发投入).

    `item` is `amount`, `expensed`, `capitalised`, `revenue_share`, `capitalised_share`,
    `capitalised_to_profit`, `staff`, `staff_share`, or `None` for any other line; then `group` is the
    title under which it stands (研发人员学历结构). `two_years_ago` is the third year of the forms that
    print three. `change` is in per cent, or in points where `change_unit` is `pp`.
    """

    item: str | None
    label: str
    unit: str | None
    value: Decimal | None = None
    prior: Decimal | None = None
    two_years_ago: Decimal | None = None
    change: Decimal | None = None
    change_unit: ChangeUnit | None = None
    group: str | None = None
    source: Source = field(default_factory=Source)
    cells: Mapping[str, Source] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, repr=False)
class Segments(Frameable):
    """The segment disclosures of one filing."""

    records: tuple[SegmentRecord, ...] = ()
    outline: tuple[OutlineEntry, ...] = ()
    metrics: tuple[Metric, ...] = ()
    counterparties: tuple[CounterpartyConcentration, ...] = ()
    volumes: tuple[VolumeRecord, ...] = ()
    research: tuple[ResearchRecord, ...] = ()
    problems: tuple[Problem, ...] = ()


_SEGMENTS = {
    "composition": fields(
        "~table ~dimension dimension_label name parent? revenue:money revenue_share:percent prior_revenue:money "
        "prior_share:percent revenue_change:change ~basis"
    ),
    "major": fields(
        "~table ~dimension dimension_label name parent? revenue:money cost:money gross_margin:percent "
        "revenue_change:change cost_change:change gross_margin_change:points ~basis"
    ),
}
SEGMENTS = Disclosure(
    Segments,
    (
        Part(
            RECORDS, "records", SegmentRecord, union(_SEGMENTS),
            "tables of revenue (营业收入构成, 主营业务分行业)",
            variants=_SEGMENTS,
            about={
                "parent": "the row under which a row marked 其中 stands",
                "basis": "main: the table breaks down the revenue of the main business (主营业务收入)",
            },
            option=("--tables", "The tables of revenue only."),
        ),
        Part(
            "outline", "outline", OutlineEntry, fields("number title ~level:count page:count"),
            "numbered headings of the business narrative",
            option=("--outline", "The headings of the narrative only."),
        ),
        Part(
            "metrics", "metrics", Metric,
            fields(
                "section subject metric value:amount ~unit change:change ~change_unit bound quote page:count "
                "comparator period forecast:flag"
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
            fields("side amount:money share:percent related_amount:money related_share:percent"),
            "sales to the five largest customers (前五名客户) or purchases from the five largest suppliers",
            option=("--customers-suppliers", "The five largest customers and suppliers (前五名客户、供应商) only."),
        ),
        Part(
            "production", "volumes", VolumeRecord,
            fields("name ~item label ~unit value:amount prior:amount two_years_ago:amount change:change"),
            "table of production, sales and stock (产销量情况)",
            option=("--production", "Production, sales and stock of products (产销量) only."),
        ),
        Part(
            "research", "research", ResearchRecord,
            fields("group ~item label ~unit value:amount prior:amount two_years_ago:amount change:change ~change_unit"),
            "table of research and development (研发投入)",
            option=("--research", "Research and development (研发投入) only."),
        ),
    ),
    "no business segments were found in this filing; summaries seldom have them, full reports do",
)  # fmt: skip
