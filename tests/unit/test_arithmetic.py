"""What a filing prints twice guards the reading: a factor of a thousand or more is a unit read wrongly."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from kunlun_cli.extract.arithmetic import sound_figures, sound_shares
from kunlun_cli.records import FinancialRecord, Financials, Holder, Holders, QuarterlyRecord

D = Decimal
PROFIT, EPS, ONE = D("125000000.00"), D("1.25"), D(1)


def figures(factor: Decimal = ONE, quarters: Decimal = ONE) -> Financials:
    profit = FinancialRecord(
        "net_profit_parent", "净利润", "CNY", "year_to_date", PROFIT * factor, PROFIT * factor * D("0.9")
    )
    eps = FinancialRecord("eps_basic", "每股收益", "CNY/share", "year_to_date", EPS, EPS * D("0.9"))
    parts = [PROFIT * factor * quarters * D(part) for part in ("0.1", "0.2", "0.3", "0.4")]
    return Financials((profit, eps), (QuarterlyRecord("net_profit_parent", "净利润", "CNY", *parts),))


def test_figures_that_agree_stay() -> None:
    assert sound_figures(figures()) == figures()


@pytest.mark.parametrize("factor", [D("0.001"), D("0.0001"), D(10) ** 5])
def test_amounts_of_another_unit_are_withheld(factor: Decimal) -> None:
    found = sound_figures(figures(factor))
    assert [p.code for p in found.problems] == ["unit-doubtful"]
    assert [found.records[0].value, found.records[0].prior, found.quarterly[0].q1] == [None, None, None]
    assert found.records[1].value == EPS


@pytest.mark.parametrize("factor", [D("0.001"), D(10_000)])
def test_quarters_of_another_unit_are_withheld(factor: Decimal) -> None:
    found = sound_figures(figures(quarters=factor))
    assert [p.code for p in found.problems] == ["unit-doubtful"]
    assert found.records == figures().records
    assert found.quarterly[0].q4 is None


@pytest.mark.parametrize(("factor", "told"), [(ONE, False), (D(1_000), True), (D(10) ** 6, True)])
def test_balances_of_another_unit_are_withheld(factor: Decimal, told: bool) -> None:
    """A text set the unit of the row above them, 百万元, over the balances."""
    assets = FinancialRecord("net_assets_parent", "净资产", "CNY", "point_in_time", D("1806220714.05") * factor)
    whole = replace(assets, item="total_assets", label="总资产", value=D("3102446718.90") * factor)
    given = figures()
    found = sound_figures(replace(given, records=(*given.records, assets, whole)))
    assert [p.code for p in found.problems] == ["unit-doubtful"] * told
    assert [r.value is None for r in found.records] == [False, False, told, told]


def fallen(change: str, count: int = 2) -> Financials:
    row = FinancialRecord("revenue", "", "CNY", "year_to_date", D(60), D(80), change=D(change), change_unit="%")
    items = ("revenue", "net_profit_parent")[:count]
    quarters = QuarterlyRecord("revenue", "营业收入", "CNY", D(1), D(2), D(3), D(4))
    return Financials(tuple(replace(row, item=item, label=item) for item in items), (quarters,))


def test_figures_of_a_file_that_has_lost_its_minus_signs_are_withheld() -> None:
    """A converter to Word leaves out every minus: a fall of 25 % came out as growth, a loss as a profit."""
    found = sound_figures(fallen("25.00"))
    assert [p.code for p in found.problems] == ["signs-lost"]
    assert {(r.value, r.prior, r.change, r.change_unit) for r in found.records} == {(None, None, None, None)}
    assert found.quarterly[0].q1 is None


@pytest.mark.parametrize("figures_", [fallen("-25.00"), fallen("25.00", 1), fallen("24.90")])
def test_figures_with_a_sign_or_one_slip_stay(figures_: Financials) -> None:
    assert sound_figures(figures_) == figures_


def test_quarters_that_add_up_to_something_else_are_for_check() -> None:
    assert not sound_figures(figures(quarters=D(2))).problems


def holders(factor: int) -> Holders:
    rows = tuple(Holder("top10", n, f"股东{n}", shares=20_000 * n * factor, pct=D(n)) for n in (5, 4, 3))
    return Holders(records=rows)


def test_shares_in_ten_thousands_taken_for_shares_are_withheld() -> None:
    found = sound_shares(holders(1))
    assert [p.code for p in found.problems] == ["unit-doubtful"]
    assert all(h.shares is None and h.pct for h in found.records)


def test_shares_stay_where_they_are_a_company_s() -> None:
    assert sound_shares(holders(10_000)) == holders(10_000)


def test_one_row_of_three_is_a_slip() -> None:
    found = holders(10_000)
    first = replace(found.records[0], shares=10)
    assert not sound_shares(replace(found, records=(first, *found.records[1:]))).problems
