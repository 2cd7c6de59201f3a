"""A disclosure as a pandas frame, from the library alone."""

from __future__ import annotations

from decimal import Decimal

from kunlun_cli.records import FinancialRecord, Financials


def test_to_frame_keeps_decimals_exact() -> None:
    record = FinancialRecord("revenue", "营业收入", "CNY", "year_to_date", value=Decimal("2501811162.32"))
    frame = Financials((record,)).to_frame()
    assert frame.loc[0, "value"] == Decimal("2501811162.32")
