"""What a made-up filing says: the figures from which both its pages and its expected answers are written."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from compose.entries import Note, Statement

CENT = Decimal("0.01")

# item: (label as the form prints it, kind)
ITEMS = {
    "revenue": ("营业收入", "flow"),
    "revenue_excl_unrelated": ("扣除与主营业务无关的业务收入和不具备商业实质的收入后的营业收入", "flow"),
    "profit_before_tax": ("利润总额", "flow"),
    "net_profit_parent": ("归属于上市公司股东的净利润", "flow"),
    "net_profit_parent_excl_nonrecurring": ("归属于上市公司股东的扣除非经常性损益的净利润", "flow"),
    "operating_cash_flow": ("经营活动产生的现金流量净额", "flow"),
    "eps_basic": ("基本每股收益", "per_share"),
    "eps_diluted": ("稀释每股收益", "per_share"),
    "roe_weighted": ("加权平均净资产收益率", "ratio"),
    "eps_basic_excl_nonrecurring": ("扣除非经常性损益后的基本每股收益", "per_share"),
    "roe_weighted_excl_nonrecurring": ("扣除非经常性损益后的加权平均净资产收益率", "ratio"),
    "rd_to_revenue": ("研发投入占营业收入的比例", "ratio"),
    "total_assets": ("总资产", "balance"),
    "net_assets_parent": ("归属于上市公司股东的净资产", "balance"),
}
UNITS = {"flow": "CNY", "balance": "CNY", "per_share": "CNY/share", "ratio": "%"}


def number(text: str | int | None) -> Decimal | None:
    """A Decimal from digits with or without separators; `None` stays."""
    return None if text is None else Decimal(str(text).replace(",", ""))


def rounded(value: Decimal, step: Decimal = CENT) -> Decimal:
    """Half up, as the forms round."""
    return value.quantize(step, rounding=ROUND_HALF_UP)


def percent(part: int, whole: int, step: Decimal = CENT) -> Decimal:
    """`part` in per cent of `whole`."""
    return rounded(Decimal(part) / Decimal(whole) * 100, step)


@dataclass(frozen=True)
class Company:
    """A made-up issuer."""

    code: str
    short: str
    name: str
    exchange: Literal["SZSE", "SSE"]
    board: Literal["main", "ChiNext", "STAR"]
    city: str = "宁川市"


@dataclass(frozen=True)
class Figure:
    """A line of the table of key figures; `values` are current, prior and, in annual reports, the year before.

    `before` holds the figures before restatement of prior and the year before. `printed` replaces the change
    that the figures give: a planted misprint. `basis` is a comparison figure that the form does not print.
    """

    item: str
    values: tuple[str | None, ...]
    before: tuple[str | None, ...] = ()
    span: str | None = None
    printed: str | None = None
    label: str | None = None
    basis: str | None = None

    @property
    def name(self) -> str:
        """The label without its unit."""
        return self.label or ITEMS[self.item][0]

    @property
    def kind(self) -> str:
        """flow, balance, per_share or ratio."""
        return ITEMS[self.item][1]

    def value(self, place: int) -> Decimal | None:
        """The figure at `place`, or `None` where the form prints none."""
        return number(self.values[place]) if place < len(self.values) else None

    def change(self, *, negative_base: bool) -> Decimal | None:
        """The change that the form prints; Shanghai prints none against a negative base."""
        current, prior = self.value(0), number(self.basis) if self.basis else self.value(1)
        if self.printed is not None:
            return Decimal(self.printed)
        if current is None or not prior:
            return None
        if self.kind == "ratio":
            return current - prior
        return rounded((current - prior) / abs(prior) * 100) if prior > 0 or negative_base else None


@dataclass(frozen=True)
class Holder:
    """A row of the top ten. `mark` prints # before the name; `pct` replaces the computed one: a planted misprint."""

    name: str
    nature: str
    shares: int
    restricted: int | None = 0
    pledges: tuple[tuple[str, int], ...] = ()
    margin: int | None = None
    mark: bool = False
    note: str | None = None
    change: int | str | None = None
    pct: str | None = None
    unrestricted: int | None = None
    share_class: str = "人民币普通股"
    lent: int = 0


@dataclass(frozen=True)
class Lent:
    """A row of the lending tables' participation: opening own and lent, closing own and lent."""

    name: str
    opening: int
    opening_lent: int
    closing: int
    closing_lent: int
    pct: tuple[str | None, str | None, str | None, str | None] = (None, None, None, None)


@dataclass(frozen=True)
class Moved:
    """A row of the lending tables' changes."""

    name: str
    change: Literal["entered", "exited"]
    lent: int
    total: int
    pct: str | None = None


@dataclass(frozen=True)
class Holdings:
    """The holders of one filing, with the total of shares that the percentages rest on."""

    total: int
    counts: dict[str, int | None]
    top: tuple[Holder, ...]
    unrestricted: tuple[Holder, ...] = ()
    concert: str | None = None
    margin: str | None = None
    margin_on_unrestricted: bool = False
    digits: Decimal = CENT


@dataclass(frozen=True)
class Lending:
    """The lending disclosures; `None` where the form has none of them."""

    participation: bool | None = None
    changes: bool | None = None
    rows: tuple[Lent, ...] = ()
    moved: tuple[Moved, ...] = ()
    opening_total: int = 0
    closing_total: int = 0
    digits: Decimal = CENT


@dataclass(frozen=True)
class Business:
    """A line of business: revenue of both years and, where the form prints it, cost of both."""

    name: str
    revenue: str
    prior: str
    cost: str | None = None
    prior_cost: str | None = None

    def margin(self) -> Decimal:
        """Gross margin in per cent."""
        return self._margin(self.revenue, self.cost)

    def margin_change(self) -> Decimal:
        """The change of the gross margin as printed: of the two rounded margins, in points."""
        return self.margin() - self._margin(self.prior, self.prior_cost)

    @staticmethod
    def _margin(revenue: str, cost: str | None) -> Decimal:
        return rounded((Decimal(revenue) - Decimal(cost or 0)) / Decimal(revenue) * 100)


@dataclass(frozen=True)
class Breakdown:
    """Revenue by one dimension, as one of the two tables of segments prints it."""

    table: Literal["composition", "major"]
    dimension: str
    label: str
    rows: tuple[Business, ...]


@dataclass(frozen=True)
class Partners:
    """The five largest customers or suppliers: amount and share in per cent."""

    side: Literal["customers", "suppliers"]
    amount: str
    share: str
    related: str = "0.00"


def growth(current: str, prior: str) -> Decimal:
    """The change in per cent."""
    return rounded((Decimal(current) - Decimal(prior)) / abs(Decimal(prior)) * 100)


def share_of(part: str, whole: str) -> Decimal:
    """The share in per cent."""
    return rounded(Decimal(part) / Decimal(whole) * 100)


def per_share(profit: str, shares: int, step: Decimal = CENT) -> str:
    """Earnings per share."""
    return str(rounded(Decimal(profit) / shares, step))


def last_quarter(year: str, *quarters: str) -> tuple[str, str, str, str]:
    """Three quarters and what is left of the year."""
    rest = Decimal(year) - sum(Decimal(quarter) for quarter in quarters)
    first, second, third = quarters
    return first, second, third, str(rest)


def return_on_equity(profit: str, opening: str, other: str = "0") -> str:
    """Weighted return on equity in per cent; `other` is the weighted effect of dividends and issues."""
    return str(rounded(Decimal(profit) / (Decimal(opening) + Decimal(profit) / 2 + Decimal(other)) * 100))


@dataclass(frozen=True)
class Filing:
    """Everything that one sample says."""

    company: Company
    kind: Literal["annual", "half-year", "q1", "q3"]
    form: Literal["summary", "full"]
    period: str
    figures: tuple[Figure, ...]
    holdings: Holdings
    lending: Lending = field(default_factory=Lending)
    quarterly: tuple[tuple[str, str, tuple[str, str, str, str]], ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
    partners: tuple[Partners, ...] = ()
    outline: tuple[tuple[str, str], ...] = ()
    metrics: tuple[dict[str, object], ...] = ()
    statements: tuple[Statement, ...] = ()
    notes: tuple[Note, ...] = ()

    full_text: bool = False  # the running header of a full Shenzhen report ends with 全文

    @property
    def year(self) -> int:
        """The year of the period."""
        return int(self.period[:4])

    @property
    def title(self) -> str:
        """The report's title."""
        name = {"annual": "年年度报告", "half-year": "年半年度报告", "q1": "年第一季度报告", "q3": "年第三季度报告"}
        return f"{self.year} {name[self.kind]}" + (
            "摘要" if self.form == "summary" else "全文" if self.full_text else ""
        )

    @property
    def period_end(self) -> str:
        """The last day of the period."""
        return f"{self.year}-" + {"annual": "12-31", "half-year": "06-30", "q1": "03-31", "q3": "09-30"}[self.kind]
