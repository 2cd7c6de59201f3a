"""A disclosure as a pandas frame, from the library alone."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from kunlun_cli.filing import read
from kunlun_cli.records import FinancialRecord, Financials

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "sz_halfyear_summary.pdf"


def test_a_disclosure_of_a_filing_is_a_frame() -> None:
    assert len(read(SAMPLE).holders.to_frame(part="counts")) == 1


def test_to_frame_keeps_decimals_exact() -> None:
    record = FinancialRecord("revenue", "营业收入", "CNY", "year_to_date", value=Decimal("2501811162.32"))
    frame = Financials((record,)).to_frame()
    assert frame.loc[0, "value"] == Decimal("2501811162.32")
