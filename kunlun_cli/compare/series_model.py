"""What a series gives back: rows over periods, each point with how it was come by."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from kunlun_cli.compare.model import Column, Restatement, Statement
from kunlun_cli.records import FilingInfo, Problem
from kunlun_cli.records.financials import ChangeUnit

Origin = Literal["printed", "comparative", "derived", "missing"]
RowSection = Literal[
    "financials", "balance_sheet", "income_statement", "cash_flow", "segments", "holders", "lending", "ratios"
]
RowSpan = Literal["year_to_date", "quarter", "ttm", "point_in_time"]
Basis = Literal["first", "latest"]


@dataclass(frozen=True, slots=True)
class Ref:
    """A figure in a filing: the file, the page, the column it stands in."""

    file: str
    page: int | None
    column: Column | Literal["count", "row"] = "value"


@dataclass(frozen=True, slots=True)
class Growth:
    """Growth against an earlier point: per cent, or points for rows in per cent; exact to two places.

    `base` says which figure it is against, `before` is that figure. `value` is `None` with a `reason`.
    """

    value: Decimal | None
    unit: ChangeUnit
    base: str | None = None
    reason: str | None = None
    before: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a row.

    `origin`: `printed` in the filing of its period; `comparative`, printed as a comparison figure of
    another one; `derived` by `formula`, exactly; `missing` with a `reason`. `restated` is set where
    another filing gives the figure differently.
    """

    period: str
    value: Decimal | None
    origin: Origin
    formula: str | None = None
    reason: str | None = None
    sources: tuple[Ref, ...] = ()
    yoy: Growth | None = None
    qoq: Growth | None = None
    restated: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One item over all periods; `points` has one for each period of the series, in order."""

    section: RowSection
    item: str
    label: str
    unit: str | None
    span: RowSpan
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Stake:
    """A holder in one period. All `None` where it is not among the holders printed."""

    period: str
    rank: int | None = None
    shares: Decimal | None = None
    pct: Decimal | None = None
    restricted_shares: Decimal | None = None
    pledged_shares: Decimal | None = None
    lent_shares: Decimal | None = None
    change: Decimal | None = None
    source: Ref | None = None


@dataclass(frozen=True, slots=True)
class HolderRow:
    """One holder over all periods; `names` are the printings, `reasons` why they are held for one."""

    name: str
    names: tuple[str, ...]
    reasons: tuple[str, ...]
    stakes: tuple[Stake, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """A figure of a single quarter or of a year that is printed and also follows from others.

    `agrees`: equal to within the printed precision. `difference` is printed less derived, exact.
    """

    item: str
    label: str
    unit: str | None
    period: str
    printed: Statement
    derived: Decimal
    formula: str
    agrees: bool

    @property
    def difference(self) -> Decimal:
        """The printed figure less the derived one."""
        return self.printed.value - self.derived


@dataclass(frozen=True, slots=True, repr=False)
class Series:
    """The filings of one company, sorted by period."""

    code: str | None
    name: str | None
    periods: tuple[str, ...]
    filings: tuple[FilingInfo, ...]
    rows: tuple[Row, ...] = ()
    holders: tuple[HolderRow, ...] = ()
    restatements: tuple[Restatement, ...] = ()
    identities: tuple[Identity, ...] = ()
    notes: tuple[str, ...] = field(default=())
    problems: tuple[Problem, ...] = ()
    """Figures that one filing gives twice and differently: none of them was taken."""

    def __repr__(self) -> str:
        periods = f"{self.periods[0]} to {self.periods[-1]}" if self.periods else "no period"
        return f"<Series {self.code} {self.name}: {periods}, {len(self.rows)} rows, {len(self.problems)} problems>"
