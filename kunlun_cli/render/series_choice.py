"""What of a series is shown: which rows, over which spans, in which unit."""

from __future__ import annotations

from dataclasses import dataclass

from kunlun_cli.compare.series_model import Row
from kunlun_cli.forms import normal
from kunlun_cli.records.period import Period

SPANS = {
    "year_to_date": "Year to date",
    "quarter": "Single quarters",
    "ttm": "Trailing twelve months",
    "point_in_time": "At the period's end",
}
SCALES = {"元": 1, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
USUAL = (
    ("revenue", "year_to_date"),
    ("net_profit_parent", "year_to_date"),
    ("net_profit_parent_excl_nonrecurring", "year_to_date"),
    ("operating_cash_flow", "year_to_date"),
    ("revenue", "quarter"),
    ("net_profit_parent", "quarter"),
    ("total_assets", "point_in_time"),
    ("net_assets_parent", "point_in_time"),
    ("eps_basic", "year_to_date"),
    ("roe_weighted", "year_to_date"),
    ("net_margin", "year_to_date"),
    ("holders", "point_in_time"),
)
"""A dozen rows that every report has and that fit a screen: what is shown where nothing is asked for."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a series to show: rows, and whether with growth and with holders.

    `items` are codes or labels as printed, `sections` whole parts; with neither, and not `everything`, the
    usual rows. `of` is the item whose shares are shown instead of amounts. `scale` is the unit in which
    readers' formats show amounts of money, `None` for one that fits a screen; exact formats know yuan only.
    """

    spans: tuple[str, ...] = tuple(SPANS)
    items: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    of: str | None = None
    everything: bool = True
    growth: bool = False
    holders: bool = False
    scale: str | None = "元"

    @property
    def usual(self) -> bool:
        """Whether nothing was asked for but the usual rows."""
        return not (self.everything or self.items or self.sections or self.of)

    def has(self, row: Row) -> bool:
        """Whether a row is among those chosen."""
        if row.span not in self.spans:
            return False
        if self.usual:
            return (row.item, row.span) in USUAL
        item, _, base = row.item.partition("/")
        if (base or None) != self.of and not (row.item == self.of and not self.items):
            return False
        asked = not (self.items or self.sections) or row.section in self.sections
        return asked or item in self.items or normal(row.label.partition(" / ")[0]) in self.items


def name_of_period(period: str, span: str) -> str:
    """The heading of a column: `2024 Q2` for single quarters, else `2024H1`."""
    parsed = Period.parse(period)
    return parsed.quarter if parsed and span == "quarter" else period
