"""Guards between a table and its records: each with the wrong figure that would have come out without it."""

from __future__ import annotations

from decimal import Decimal

from kunlun_cli.extract.doubted import withheld
from tests.unit.pages import Item, financials, grid, lending

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


class TestAccount:
    ROWS = (
        ("营业收入", "1,000.50", "900.20", "11.14"),
        ("归属于上市公司股东的净利润", "91.20", "90.10", "1.22"),
        ("总资产", "5,000.00", "4,000.00", "25.00"),
        ("基本每股收益（元/股）", "0.45", "0.44", "2.27"),
    )

    def codes(self, heading: list[str], rows: list[list[str]]) -> list[str]:
        return [p.code for p in financials(TITLE, "单位：元", grid(heading, *rows)).problems]

    def test_a_column_of_the_period_under_a_heading_of_the_filers_own(self):
        assert "unknown-column" in self.codes(["项目", "今年数", *HEADING[2:]], [list(r) for r in self.ROWS])

    def test_figures_in_a_column_without_a_heading(self):
        assert "unknown-column" in self.codes([*HEADING, ""], [[*r, "7.00"] for r in self.ROWS])

    def test_a_blank_column_of_the_period_beside_a_filled_one(self):
        assert "column-lost" in self.codes(HEADING, [[r[0], "", *r[2:]] for r in self.ROWS])

    def test_words_of_reasons_are_passed_over(self):
        assert not self.codes([*HEADING, "变动原因"], [[*r, "销量增加"] for r in self.ROWS])

    def test_a_column_before_the_figures_does_not_become_the_label(self):
        found = financials(
            TITLE, "单位：元", grid(["项目", "序列", *HEADING[1:]], *([r[0], "-", *r[1:]] for r in self.ROWS))
        )
        assert [r.item for r in found.records] == ["revenue", "net_profit_parent", "total_assets", "eps_basic"]

    def test_a_title_of_quarters_without_its_table(self):
        key = grid(HEADING, *self.ROWS)
        quarters = grid(["项目", "第一季", "第二季", "第三季", "第四季"], ["营业收入", "1.00", "2.00", "3.00", "4.00"])
        found = financials(TITLE, "单位：元", key, "（二）分季度主要财务数据", quarters)
        assert not found.quarterly
        assert "missing-table" in [p.code for p in found.problems]


def test_a_second_lending_table_about_the_same_holders_is_another():
    head = [
        "股东名称",
        *(f"{when}|{what}" for when in ("期初普通账户", "期末普通账户") for what in ("数量合计", "比例")),
    ]
    title = "持股5%以上股东参与转融通业务出借股份情况"
    found = lending(
        title,
        "√适用 □不适用",
        grid(head, ["山海投资有限公司", "100", "1.00%", "90", "0.90%"]),
        "上年同期",
        grid(head, ["山海投资有限公司", "300", "3.00%", "200", "2.00%"]),
    )
    assert [r.opening_shares for r in found.records] == [None]
    assert "two-candidates" in [p.code for p in found.problems]


def test_one_lending_table_without_the_other():
    title = "持股5%以上股东参与转融通业务出借股份情况"
    found = lending(title, "□适用 √不适用")
    assert "missing-table" in [p.code for p in found.problems]
    both = lending(title, "□适用 √不适用", "前10名股东较上期因转融通出借/归还原因导致较上期发生变化", "□适用 √不适用")
    assert not both.problems


def test_an_amount_with_places_below_one_fen_has_digits_of_something_else():
    rows = [["营业收入", "1,000.5012", "900.20", "11.14"], *map(list, TestAccount.ROWS[1:])]
    found = financials(TITLE, "单位：元", grid(HEADING, *rows))
    assert found.records[0].value is None
    assert any("1,000.5012" in p.message for p in found.problems)
