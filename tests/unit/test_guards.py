"""Guards between a table and its records: each with the wrong figure that would have come out without it."""

from __future__ import annotations

from decimal import Decimal

from kunlun_cli.extract.doubted import withheld
from tests.unit.pages import Item, financials, grid

D = Decimal
TITLE = "（一）主要会计数据和财务指标"
HEADING = ["项目", "本报告期", "上年同期", "本报告期比上年同期增减（%）"]


class TestUnits:
    def read(self, *above: Item, profit: str = "91.20"):
        table = grid(
            HEADING,
            ["营业收入", "1,000.50", "900.20", "11.14"],
            ["归属于上市公司股东的净利润", profit, "90.10", "1.22"],
            ["基本每股收益（元/股）", "0.45", "0.44", "2.27"],
            ["总资产", "5,000.00", "4,000.00", "25.00"],
        )
        found = withheld(financials(TITLE, *above, table))
        return {r.item: r for r in found.records}, [p.message for p in found.problems]

    def test_without_a_unit_no_amount_is_taken_for_yuan(self):
        records, messages = self.read()
        assert records["revenue"].value is None
        assert records["total_assets"].prior is None
        assert records["revenue"].change == D("11.14")
        assert records["eps_basic"].value == D("0.45")
        assert any("营业收入" in m and "no unit is stated" in m for m in messages)

    def test_a_unit_in_words_that_are_not_understood(self):
        records, messages = self.read("单位：吊")
        assert records["revenue"].value is None
        assert any("单位：吊" in m for m in messages)

    def test_a_unit_in_rarer_words(self):
        records, messages = self.read("单位：人民币仟元")
        assert records["revenue"].value == D("1000500")
        assert not messages

    def test_a_cell_with_its_own_unit(self):
        records, messages = self.read("单位：元", profit="0.91亿元")
        assert records["net_profit_parent"].value == D("91000000")
        assert not messages
