from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from kunlun_cli.extract.cells import heading_factor, read_shares, stated_factor
from kunlun_cli.extract.proven import with_proven_unit
from kunlun_cli.figures.numbers import Printed
from kunlun_cli.figures.units import NOT_STATED, money, own_unit, split_label, stated_unit, unit_above
from kunlun_cli.records import FinancialRecord, Financials, Holders, Source
from tests.unit.pages import Wide, financials, grid
from tests.unit.test_financials import only

MILLION = 1_000_000


@pytest.mark.parametrize(
    ("text", "factor", "code"),
    [
        ("单位：元 币种：人民币", 1, "CNY"),
        ("单位: 千元", 1000, "CNY"),
        ("金额单位：人民币百万元", MILLION, "CNY"),
        ("单位：亿元", 10**8, "CNY"),
        ("（人民币百万元，特别注明除外）", MILLION, "CNY"),
        ("(除特别注明外，人民币千元)", 1000, "CNY"),
        ("除特别注明外，金额单位均为人民币百万元", MILLION, "CNY"),
        ("（除另有标明外，以人民币百万元列示）", MILLION, "CNY"),
        ("人民币百万元", MILLION, "CNY"),
        ("单位：千元 币种：美元", 1000, "USD"),
        ("单位：万美元", 10_000, "USD"),
        ("单位：人民币仟元", 1000, "CNY"),
        ("（金额：万元）", 10_000, "CNY"),
        ("单位：除特别注明外，为人民币百万元", MILLION, "CNY"),
        ("金额均以人民币千元列示", 1000, "CNY"),
        ("单位：（万元）", 10_000, "CNY"),
        ("单位:(人民币)千元", 1000, "CNY"),
        ("单位：人民币（万元）", 10_000, "CNY"),
        ("人民币（百万元）", MILLION, "CNY"),
        ("本报告除特别注明外，金额币种为人民币，单位为百万元。", MILLION, "CNY"),
        ("RMB'000", 1000, "CNY"),
        ("(HK$ million)", MILLION, "HKD"),
        ("单位：人民币", 1, "CNY"),
        ("单位：股", 1, "shares"),
        ("单位：万股", 10_000, "shares"),
    ],
)
def test_units_stated_above_a_table(text, factor, code):
    unit = stated_unit(text)
    assert unit is not None
    assert (unit.factor, unit.code) == (Decimal(factor), code)


@pytest.mark.parametrize(
    "text",
    [
        "本集团实现净利润人民币100百万元",
        "单位负责人",
        "主要会计数据",
        "人民币普通股",
        "编制单位：某某公司",
        "以人民币列示。",
    ],
)
def test_lines_that_state_no_unit(text):
    assert stated_unit(text) is None


def test_a_unit_that_is_not_understood_is_no_yuan():
    unit = unit_above(["单位：元", "单位：吊"])
    assert unit is not None
    assert "单位：吊" in unit.doubt


@pytest.mark.parametrize(
    ("text", "code", "number", "factor"),
    [
        ("5,344.72万元", "CNY", "5,344.72", 10_000),
        ("￥1,350.93", "CNY", "1,350.93", 1),
        ("RMB879.41", "CNY", "879.41", 1),
        ("2,044.71万", "CNY", "2,044.71", 10_000),
        ("(14.02亿元)", "CNY", "(14.02)", 10**8),
        ("0.22元/股", "CNY/share", "0.22", 1),
        ("0.22元", "CNY/share", "0.22", 1),
    ],
)
def test_a_unit_in_the_cell(text, code, number, factor):
    assert own_unit(text, code) == (number, Decimal(factor))


@pytest.mark.parametrize("text", ["548.92", "12.5%", "5美元", "0.22元/股", "约5万元", "5万元左右"])
def test_no_unit_of_this_row_in_the_cell(text):
    assert own_unit(text, "CNY") is None


def test_the_nearest_unit_above_holds():
    unit = unit_above(["单位：万元", "（二）主要财务指标", "单位：元"])
    assert unit is not None
    assert unit.factor == 1


@pytest.mark.parametrize(
    ("label", "plain", "unit"),
    [
        ("营业收入（元）", "营业收入", "元"),
        ("基本每股收益（元／股）", "基本每股收益", "元/股"),
        ("加权平均净资产收益率（%）", "加权平均净资产收益率", "%"),
        ("所有者权益（不含少数股东权益）", "所有者权益（不含少数股东权益）", None),
        ("平均月活（DAU）", "平均月活（DAU）", None),
        ("项目（人民币百万元）", "项目", "人民币百万元"),
    ],
)
def test_units_in_a_label(label, plain, unit):
    assert split_label(label) == (plain, unit)


def test_money_of_a_bracket():
    unit = money("人民币百万元")
    assert unit is not None
    assert unit.factor == MILLION
    assert money("%") is None


class TestShares:
    def test_a_column_may_state_its_own_unit(self):
        assert heading_factor("期末持股数量(万股)") == 10_000
        assert heading_factor("期末持股数量(股)") == 1
        assert heading_factor("期末持股数量") is None

    def test_money_is_no_unit_of_shares(self):
        assert stated_factor(["单位：万元", "前十名股东"]) is None
        assert stated_factor(["单位：万股"]) == 10_000

    def test_ten_thousands_become_whole_shares(self):
        assert read_shares("1,234.5678", Decimal(10_000)).value == 12_345_678

    @pytest.mark.parametrize("text", ["1.23456", "12%"])
    def test_parts_of_a_share_and_per_cents_are_unreadable(self, text):
        assert read_shares(text, Decimal(10_000)).kind is Printed.UNREADABLE


KEY = "主要会计数据和财务指标"
HEADING = ["主要会计数据", "2024年", "2023年"]
REVENUE = ["营业收入", "1,000.00", "900.00"]
ROWS = (
    ["归属于上市公司股东的净利润", "100.00", "90.00"],
    ["总资产", "5,000.00", "4,000.00"],
    ["基本每股收益（元/股）", "0.50", "0.45"],
)


@pytest.mark.parametrize(
    "items",
    [
        (f"{KEY}（万元）", grid(HEADING, REVENUE, *ROWS)),
        (KEY, grid(HEADING, REVENUE, *ROWS), "注：上表金额单位为万元。"),
        (KEY, grid(HEADING, REVENUE, *ROWS), "以上金额以万元为单位"),
        (KEY, grid(HEADING, [Wide("单位：万元", 3)], REVENUE, *ROWS)),
        (KEY, grid(["（单位：万元）", "2024年", "2023年"], *ROWS, ["", "2024年度", "2023年度"], REVENUE)),
        (KEY, grid(HEADING, [Wide("（单位：万元）", 3)], *ROWS, ["", "2024年度", "2023年度"], REVENUE)),
    ],
    ids=["title", "note below", "sentence below", "row", "corner of the heading above", "row below that heading"],
)
def test_units_that_do_not_stand_above_the_table(items):
    """They were passed over, and the number of shares seemed to prove that the amounts were yuan."""
    assert only(financials(*items), "revenue").value == 10_000_000


@pytest.mark.parametrize("note", ["注：每股收益的单位为元/股", "单位：万元", "截至年末单位数为5"])
def test_what_stands_below_a_table_and_states_no_unit_of_it(note):
    """A unit for figures per share, and that of the next table."""
    found = financials(KEY, grid(HEADING, REVENUE, *ROWS), note)
    assert only(found, "revenue").cells["value"].doubt == NOT_STATED.doubt


@pytest.mark.parametrize(("unit", "sure"), [("万元", False), ("元", True)])
def test_a_unit_stated_of_the_whole_report_is_not_disproved_by_the_number_of_shares(unit, sure):
    profit = FinancialRecord("net_profit_parent", "净利润", "CNY", "year_to_date", value=Decimal(10**12))
    doubted = Source(1, (0.0, 0.0, 1.0, 1.0), "1,000,000,000,000", NOT_STATED.doubt)
    per_share = FinancialRecord("eps_basic", "基本每股收益", "CNY/share", "year_to_date", value=Decimal("0.50"))
    found = Financials((replace(profit, cells={"value": doubted}), per_share))
    told = f"除特别注明外，本报告中的金额均以\n{unit}为单位。"
    proven = with_proven_unit(found, Holders, lambda: ["", told])
    assert (proven.records[0].cells["value"].doubt is None) is sure
