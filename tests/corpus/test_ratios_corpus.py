"""Ratios of six companies against what a calculator gives on figures read from their pages.

`tests/truth/ratios.csv` holds the lines of the statements as a person reads them on the page named, in yuan;
an empty cell is a line without an amount there. The arithmetic below is written out once more on purpose.
"""

from __future__ import annotations

import csv
import functools
from decimal import Decimal, localcontext
from pathlib import Path

import pytest

import kunlun_cli
from kunlun_cli.compare import compute_ratios
from tests.conftest import CORPUS

pytestmark = pytest.mark.corpus

TRUTH = Path(__file__).parents[1] / "truth" / "ratios.csv"
ROWS = list(csv.DictReader(TRUTH.read_text(encoding="utf-8").splitlines()))
FILINGS = tuple(dict.fromkeys(row["filing"] for row in ROWS))
MONTHS = {"A": 12, "H1": 6, "Q3": 9, "Q1": 3}
NONE = Decimal(0)


def lines(filing: str) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """The figures of the period and those compared with, by line."""
    own = [row for row in ROWS if row["filing"] == filing]
    return tuple({row["line"]: Decimal(row[side] or 0) for row in own} for side in ("current", "comparison"))  # type: ignore[return-value]


def expected(filing: str) -> dict[str, Decimal]:
    """The ratios as a calculator gives them, unrounded; those whose denominator is not positive are left out."""
    now, before = lines(filing)

    def mean(line: str) -> Decimal:
        return (now[line] + before[line]) / 2

    def debt(side: dict[str, Decimal]) -> Decimal:
        parts = ("short_borrowings", "due_within_year", "long_borrowings", "bonds", "leases")
        return sum((side.get(part, NONE) for part in parts), NONE)

    days = 30 * MONTHS[filing.split("_")[1][4:]]
    ebit = now["profit"] + now["interest"]
    capital = ((now["equity"] + debt(now)) + (before["equity"] + debt(before))) / 2
    quotients = {
        "gross_profit_margin": (100 * (now["revenue"] - now["cost"]), now["revenue"]),
        "operating_margin": (100 * now["operating_profit"], now["revenue"]),
        "net_profit_margin": (100 * now["net_profit"], now["revenue"]),
        "expense_ratio": (100 * (now["selling"] + now["admin"] + now["rd"] + now["finance"]), now["revenue"]),
        "roe_average": (100 * now["parent_profit"], mean("equity_parent")),
        "roe_diluted": (100 * now["parent_profit"], now["equity_parent"]),
        "return_on_assets": (100 * now["parent_profit"], mean("assets")),
        "return_on_assets_ebit": (100 * ebit, mean("assets")),
        "roic": (100 * ebit * (1 - now["tax"] / now["profit"]), capital),
        "equity_multiplier": (mean("assets"), mean("equity_parent")),
        "tax_burden": (now["parent_profit"], now["profit"]),
        "interest_burden": (now["profit"], ebit),
        "ebit_margin": (100 * ebit, now["revenue"]),
        "dupont_5": (100 * now["parent_profit"], mean("equity_parent")),
        "revenue_growth": (100 * (now["revenue"] - before["revenue"]), before["revenue"]),
        "operating_profit_growth": (
            100 * (now["operating_profit"] - before["operating_profit"]),
            before["operating_profit"],
        ),
        "net_profit_growth": (100 * (now["parent_profit"] - before["parent_profit"]), before["parent_profit"]),
        "total_assets_growth": (100 * (now["assets"] - before["assets"]), before["assets"]),
        "current_ratio": (now["current_assets"], now["current_liabilities"]),
        "quick_ratio": (now["current_assets"] - now["inventories"], now["current_liabilities"]),
        "cash_ratio": (now["cash"] + now["trading"], now["current_liabilities"]),
        "operating_cash_to_current_liabilities": (100 * now["operating_cash"], now["current_liabilities"]),
        "liabilities_to_assets": (100 * now["liabilities"], now["assets"]),
        "debt_to_equity": (100 * now["liabilities"], now["equity"]),
        "interest_bearing_debt": (debt(now), Decimal(1)),
        "net_debt": (debt(now) - now["cash"], Decimal(1)),
        "net_debt_to_equity": (100 * (debt(now) - now["cash"]), now["equity"]),
        "interest_cover": (ebit, now["interest"]),
        "asset_turnover": (now["revenue"], mean("assets")),
        "current_asset_turnover": (now["revenue"], mean("current_assets")),
        "receivables_turnover": (now["revenue"], mean("receivables")),
        "receivables_days": (days * mean("receivables"), now["revenue"]),
        "inventory_turnover": (now["cost"], mean("inventories")),
        "inventory_days": (days * mean("inventories"), now["cost"]),
        "payables_turnover": (now["cost"], mean("payables")),
        "payables_days": (days * mean("payables"), now["cost"]),
        "free_cash_flow": (now["operating_cash"] - now["capex"], Decimal(1)),
        "capex_to_revenue": (100 * now["capex"], now["revenue"]),
        "cash_to_profit": (now["operating_cash"], now["parent_profit"]),
        "rd_expense_ratio": (100 * now["rd"], now["revenue"]),
        "effective_tax_rate": (100 * now["tax"], now["profit"]),
    }
    return {code: over / under for code, (over, under) in quotients.items() if under > 0}


@functools.cache
def computed(filing: str) -> dict[str, Decimal | None]:
    found = compute_ratios(kunlun_cli.read(CORPUS / "filings" / f"{filing}.pdf"))
    return {ratio.code: ratio.value for ratio in found if ratio.subject is None and ratio.span != "quarter"}


@pytest.mark.parametrize("filing", FILINGS)
def test_ratios_are_those_of_the_pages_to_the_last_place(filing: str) -> None:
    with localcontext() as context:
        context.prec = 60
        wanted = expected(filing)
    assert len(wanted) >= 39
    wrong = {}
    for code, exact in wanted.items():
        value = computed(filing)[code]
        if value is None or exact.quantize(value) != value:
            wrong[code] = (exact, value)
    assert not wrong
