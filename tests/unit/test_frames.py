"""Records as frames: exact, with stable columns."""

from __future__ import annotations

from decimal import Decimal

from kunlun_cli.frames import frame
from kunlun_cli.records import Financials
from tests.unit.made import FINANCIALS, HOLDERS, INFO, LENDING, SEGMENTS


def test_decimals_stay_exact_and_nulls_none() -> None:
    made = frame(FINANCIALS)
    assert made["value"][0] == Decimal("2501811162.32")
    assert isinstance(made["value"][0], Decimal)
    assert made["two_years_ago"][0] is None
    assert made["page"].tolist() == [2] * 5


def test_identity_comes_first_where_the_filing_is_given() -> None:
    made = frame(HOLDERS, INFO)
    assert list(made.columns[:4]) == ["code", "short_name", "period", "table"]
    assert made["shares"][0] == 189744943
    assert made["pledge_states"].tolist() == ["质押;冻结", "质押", None, None]


def test_every_part_is_a_frame() -> None:
    assert frame(FINANCIALS, part="quarterly")["q3"][0] == Decimal("-3.30")
    assert frame(HOLDERS, part="counts")["holders"][0] == 138696
    assert frame(LENDING)["closing_lent_shares"].tolist() == [1284700, 0]
    for part in ("metrics", "outline", "customers_suppliers", "production", "research"):
        made = frame(SEGMENTS, INFO, part=part)
        assert len(made)
        assert made.columns.is_unique


def test_an_empty_disclosure_has_the_same_columns() -> None:
    assert list(frame(Financials()).columns) == list(frame(FINANCIALS).columns)
