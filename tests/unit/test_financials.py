"""Key figures on made pages: the official forms' variants, with made-up companies and figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kunlun_cli.extract.doubted import withheld
from kunlun_cli.extract.financials import read_financials
from kunlun_cli.extract.labels import item_of
from kunlun_cli.figures.units import split_label
from kunlun_cli.records import FinancialRecord, Financials
from tests.unit import drawn as made
from tests.unit.pages import BREAK, Grid, Wide, all_blocks, financials, grid

D = Decimal


def only(found: Financials, item: str, span: str | None = None) -> FinancialRecord:
    (record,) = [r for r in found.records if r.item == item and span in {None, r.span}]
    return record


def codes(found: Financials) -> list[str]:
    return [p.code for p in found.problems]


def five(record: FinancialRecord) -> list[D | None]:
    return [
        record.value,
        record.prior,
        record.prior_before_restatement,
        record.two_years_ago,
        record.two_years_ago_before_restatement,
    ]


class TestAnnual:
    def test_shenzhen_restated_in_both_years(self):
        found = financials(
            "六、主要会计数据和财务指标",
            "公司是否需追溯调整或重述以前年度会计数据",
            "☑是 □否",
            grid(
                [Wide("", 1, 2), Wide("2023年"), Wide("2022年", 2), "本年比上年增减", Wide("2021年", 2)],
                ["", "调整前", "调整后", "调整后", "调整前", "调整后"],
                ["营业收入（元）", "1,000.00", "900.00", "910.00", "9.89%", "800.00", "805.00"],
                ["归属于上市公司股东的净利润（元）", "100.00", "90.00", "91.00", "9.89%", "80.00", "80.50"],
                ["基本每股收益（元/股）", "0.10", "0.09", "0.091", "9.89%", "0.08", "0.0805"],
                ["加权平均净资产收益率", "4.95%", "5.00%", "5.10%", "-0.15%", "6.00%", "6.10%"],
                [Wide("", 1, 2), Wide("2023年末"), Wide("2022年末", 2), "本年末比上年末增减", Wide("2021年末", 2)],
                ["", "调整前", "调整后", "调整后", "调整前", "调整后"],
                ["总资产（元）", "5,000.00", "4,000.00", "4,100.00", "21.95%", "3,000.00", "3,100.00"],
            ),
        )
        assert five(only(found, "revenue")) == [D(1000), D(910), D(900), D(805), D(800)]
        assert five(only(found, "total_assets")) == [D(5000), D(4100), D(4000), D(3100), D(3000)]
        assert (only(found, "roe_weighted").change, only(found, "roe_weighted").change_unit) == (D("-0.15"), "pp")
        assert only(found, "revenue").source.text == "营业收入（元）"
        assert not found.problems

    def test_shanghai_restated_in_one_year(self):
        found = financials(
            "七、近三年主要会计数据和财务指标",
            "(一) 主要会计数据",
            "单位：千元 币种：人民币",
            grid(
                [
                    Wide("主要会计数据", 1, 2),
                    Wide("2023年", 1, 2),
                    Wide("2022年", 2),
                    "本期比上年同期增减(%)",
                    "2021年",
                ],
                ["调整后", "调整前", "", ""],
                ["营业收入", "1,000", "910", "900", "9.89", "800"],
                ["归属于上市公司股东的净利润", "100", "91", "90", "9.89", "80"],
                ["总资产", "5,000", "4,100", "4,000", "21.95", "3,000"],
            ),
            "(二) 主要财务指标",
            grid(
                ["主要财务指标", "2023年", "2022年", "本期比上年同期增减(%)", "2021年"],
                ["基本每股收益（元／股）", "0.1", "0.09", "11.11", "0.08"],
                ["研发投入占营业收入的比例（%）", "5.1", "5.0", "增加0.1个百分点", "4.9"],
            ),
        )
        assert five(only(found, "revenue")) == [D(1_000_000), D(910_000), D(900_000), D(800_000), None]
        assert only(found, "eps_basic").value == D("0.1")
        assert (only(found, "rd_to_revenue").unit, only(found, "rd_to_revenue").change_unit) == ("%", "pp")

    def test_years_are_ranked_by_time_and_not_by_place(self):
        found = financials(
            "主要会计数据和财务指标",
            grid(
                ["", "2021年", "2022年", "2023年", "2023年比2022年增减"],
                ["营业收入（元）", "1", "2", "3", "50%"],
                ["归属于上市公司股东的净利润（元）", "1", "2", "3", "50%"],
                ["每股收益", "1", "2", "3", "50%"],
                ["总资产（元）", "1", "2", "3", "50%"],
            ),
        )
        assert five(only(found, "revenue")) == [D(3), D(2), None, D(1), None]

    @pytest.mark.parametrize(
        "heading",
        [
            ["项目", "2023", "2022", "增减(%)"],
            ["项目", "2023年度", "2022年度", "增减(%)"],
            ["项目", "本期", "上期", "本期比上期增减（%）"],
            ["项目", "本报告期", "2022年", "同比（%）"],
            ["", "2023年1-12月", "2022年1-12月", "变动幅度"],
            ["", "2023年", "2022年", "本年比"],  # what a page's edge leaves of 本年比上年增减
            ["", "2023年", "2022年", "本年比上年"],
        ],
    )
    def test_headings(self, heading):
        found = financials(
            "主要会计数据和财务指标",
            grid(
                heading,
                ["归属于上市公司股东的净利润", "10", "9", "11.11"],
                ["总资产", "5", "4", "25"],
                ["每股收益", *"110"],
            ),
        )
        profit = only(found, "net_profit_parent")
        assert (profit.value, profit.prior, profit.change) == (10, 9, D("11.11"))
        assert not found.problems

    def test_quarters_in_ten_thousands(self):
        found = financials(
            "2023年分季度主要财务数据",
            "单位：万元 币种：人民币",
            grid(
                [
                    "",
                    "第一季度\n（1-3月份）",
                    "第二季度\n（4-6月份）",
                    "第三季度\n（7-9月份）",
                    "第四季度\n（10-12月份）",
                ],
                ["营业收入", "1", "2", "3", "4.55"],
                ["经营活动产生的现金流量净额", "-1", "-", "3", "4"],
            ),
        )
        revenue, cash = found.quarterly
        assert (revenue.q1, revenue.q4) == (D(10000), D(45500))
        assert (cash.q1, cash.q2) == (D(-10000), None)

    def test_quarters_named_by_year(self):
        found = financials(
            "分季度主要会计数据",
            grid(
                ["", "2023年第一季度", "2023年第二季度", "2023年第三季度", "2023年第四季度"],
                ["营业收入（元）", "1", "2", "3", "4"],
            ),
        )
        assert [found.quarterly[0].q1, found.quarterly[0].q4] == [1, 4]


class TestBanksAndInsurers:
    FOUND = (
        "第二节 会计数据和财务指标",
        "2.1 主要会计数据和财务指标",
        "（人民币百万元，特别注明除外）",
        grid(
            ["项目", "2023年", "2022年", "本年比上年增减（%）", "2021年"],
            [Wide("经营业绩", 5)],
            ["营业净收入", "33,000", "32,000", "3.13", "31,000"],
            ["归属于本行股东的净利润", "10,000", "9,000", "11.11", "8,000"],
            ["归属于本行股东的扣除非经常性损益的净利润", "9,900", "8,900", "11.24", "7,900"],
            ["经营活动（使用）/产生的现金流量净额", "(1,234)", "4,321", "不适用", "5,000"],
            [Wide("每股计（人民币元）", 5)],
            ["基本每股收益", "1.23", "1.10", "11.82", "1.00"],
            ["归属于本行普通股股东的每股净资产", "10.23", "9.10", "12.42", "8.00"],
            ["每股股利", "0.33", "0.30", "10.00", "0.28"],
            [Wide("规模指标", 5)],
            ["总资产", "1,234,567", "1,134,567", "8.81", "1,034,567"],
            ["归属于本行股东的净资产", "123,456", "113,456", "8.81", "103,456"],
            [Wide("盈利能力指标（%）", 5)],
            ["归属于公司普通股股东的加权平均净资产收益率", "12.34", "12.00", "增加0.34个百分点", "11.00"],
            ["净息差", "1.80", "1.90", "减少0.10个百分点", "2.00"],
            ["手续费占比", "20.10", "21.00", "-0.90", "20.00"],
        ),
    )

    def test_a_unit_for_the_whole_section(self):
        found = financials(*self.FOUND)
        assert only(found, "total_assets").value == D(1234567000000)
        assert only(found, "operating_cash_flow").value == D(-1234000000)
        assert only(found, "net_assets_parent").value == D(123456000000)
        assert not found.problems

    def test_group_rows_state_the_unit_of_the_rows_below(self):
        found = financials(*self.FOUND)
        by_label = {r.label: r for r in found.records}
        assert (by_label["每股股利"].unit, by_label["每股股利"].value) == ("CNY/share", D("0.33"))
        assert (by_label["手续费占比"].unit, by_label["手续费占比"].value) == ("%", D("20.10"))
        assert (by_label["净息差"].change, by_label["净息差"].change_unit) == (D("-0.10"), "pp")
        assert only(found, "nav_per_share").unit == "CNY/share"
        assert only(found, "roe_weighted").value == D("12.34")

    def test_the_group_s_figures_beside_the_bank_s_own(self):
        found = financials(
            "主要会计数据和财务指标",
            grid(
                [Wide("项目", 1, 2), Wide("本集团", 2), Wide("本行", 2)],
                ["2023年", "2022年", "2023年", "2022年"],
                ["归属于本行股东的净利润", "10", "9", "8", "7"],
                ["总资产", "5", "4", "3", "2"],
                ["每股收益", "1", "1", "1", "1"],
            ),
        )
        assert five(only(found, "net_profit_parent"))[:2] == [10, 9]
        assert not found.problems

    def test_a_unit_in_the_heading(self):
        found = financials(
            "会计数据和财务指标摘要",
            grid(
                ["项目（人民币千元）", "2024年1-6月", "2023年1-6月", "增减（%）"],
                ["营业收入", "2,000", "1,000", "100.00"],
                ["归属于母公司股东的净利润", "200", "100", "100.00"],
                ["总资产", "9", "8", "12.50"],
                ["每股净资产（元）", "2.5", "2.4", "4.17"],
            ),
        )
        assert only(found, "revenue").value == D(2_000_000)
        assert only(found, "nav_per_share").value == D("2.5")


class TestThirdQuarter:
    def test_shenzhen_with_restated_quarters(self):
        found = financials(
            "（一）主要会计数据和财务指标",
            grid(
                [
                    Wide("", 1, 2), Wide("本报告期", 1, 2), Wide("上年同期", 2), "本报告期比上年同期增减",
                    Wide("年初至报告期末", 1, 2), Wide("上年同期", 2), "年初至报告期末比上年同期增减",
                ],
                ["调整前", "调整后", "调整后", "调整前", "调整后", "调整后"],
                ["营业收入（元）", "300.00", "250.00", "260.00", "15.38%", "1,000.00", "800.00", "810.00", "23.46%"],
                ["归属于上市公司股东的净利润（元）", "30", "25", "26", "15.38%", "100", "80", "81", "23.46%"],
                ["基本每股收益（元/股）", "0.03", "0.02", "0.02", "50%", "0.10", "0.08", "0.08", "25%"],
                ["", "本报告期末", Wide("上年度末", 4), Wide("本报告期末比上年度末增减", 3)],
                ["总资产（元）", "5,000.00", Wide("4,000.00", 4), Wide("25.00%", 3)],
            ),
            header="2023年第三季度报告",
        )  # fmt: skip
        assert five(only(found, "revenue", "quarter"))[:3] == [D(300), D(260), D(250)]
        assert five(only(found, "revenue", "year_to_date"))[:3] == [D(1000), D(810), D(800)]
        assert five(only(found, "total_assets"))[:3] == [D(5000), D(4000), None]
        assert not found.problems

    def test_shenzhen_before_2021_prints_no_comparison_figures(self):
        found = financials(
            "一、主要会计数据和财务指标",
            grid(
                ["", Wide("本报告期末", 2), "上年度末", "本报告期末比上年度末增减"],
                ["总资产（元）", Wide("5,000.00", 2), "4,000.00", "25.00%"],
                ["", "本报告期", "本报告期比上年同期增减", "年初至报告期末", "年初至报告期末比上年同期增减"],
                ["归属于上市公司股东的净利润（元）", "30.00", "10.00%", "100.00", "11.11%"],
                ["经营活动产生的现金流量净额（元）", "--", "--", "50.00", "-5.00%"],
                ["基本每股收益（元/股）", "0.03", "10.00%", "0.10", "11.11%"],
                ["加权平均净资产收益率", "1.00%", "-0.10%", "4.95%", "0.15%"],
            ),
            header="2018年第三季度报告",
        )
        assert five(only(found, "net_profit_parent", "quarter"))[:2] == [D(30), None]
        assert only(found, "net_profit_parent", "year_to_date").change == D("11.11")
        assert five(only(found, "operating_cash_flow", "quarter"))[0] is None
        assert only(found, "roe_weighted", "quarter").change_unit == "pp"

    def test_shanghai_2016_to_2020(self):
        months = ["", "年初至报告期末（1-9月）", "上年初至上年报告期末（1-9月）", "比上年同期增减（%）"]
        found = financials(
            "2.1 主要财务数据",
            "单位：元 币种：人民币",
            grid(
                ["", "本报告期末", "上年度末", "本报告期末比上年度末增减(%)"],
                ["总资产", "5,000.00", "4,000.00", "25.00"],
                ["归属于上市公司股东的净资产", "2,000.00", "1,000.00", "100.00"],
                months,
                ["经营活动产生的现金流量净额", "50.00", "-40.00", "不适用"],
                months,
                ["营业收入", "1,000.00", "900.00", "11.11"],
                ["归属于上市公司股东的净利润", "100.00", "90.00", "11.11"],
                ["加权平均净资产收益率（%）", "4.95", "5.05", "减少0.10个百分点"],
                ["基本每股收益（元/股）", "0.10", "0.09", "11.11"],
            ),
            "非经常性损益项目和金额",
            "√适用 □不适用",
            grid(
                ["项目", "本期金额（7－9月）", "年初至报告期末金额（1－9月）", "说明"],
                ["非流动资产处置损益", "1.00", "2.00", ""],
                ["所得税影响额", "1.00", "2.00", ""],
            ),
            header="2018年第三季度报告",
        )
        assert {r.span for r in found.records} == {"point_in_time", "year_to_date"}
        assert five(only(found, "revenue"))[:2] == [D(1000), D(900)]
        assert only(found, "operating_cash_flow").change is None
        assert len(found.records) == 7
        assert not found.problems

    def test_shanghai_before_2012(self):
        found = financials(
            "2.1 主要会计数据及财务指标",
            "币种:人民币",
            grid(
                ["", "本报告期末", "上年度期末", "本报告期末比上年度期末增减(%)"],
                ["总资产(元)", "5,000.00", "4,000.00", "25.00"],
                ["所有者权益(或股东权益)(元)", "2,000.00", "1,000.00", "100.00"],
                ["归属于上市公司股东的每股净资产(元)", "2.00", "1.00", "100.00"],
                ["", Wide("年初至报告期期末\n(1－9月)", 2), "比上年同期增减(%)"],
                ["经营活动产生的现金流量净额(元)", Wide("50.00", 2), "5.00"],
                ["", "报告期\n(7－9月)", "年初至报告期期末\n(1－9月)", "本报告期比上年同期增减(%)"],
                ["归属于上市公司股东的净利润(元)", "30.00", "100.00", "11.00"],
                ["基本每股收益(元)", "0.03", "0.10", "11.00"],
                ["扣除非经常性损益后的基本每股收益(元)", "", "0.09", ""],
                ["全面摊薄净资产收益率(%)", "1.00", "4.95", "增加0.1个百分点"],
            ),
            header="2008年第三季度报告",
        )
        assert only(found, "net_profit_parent", "quarter").change == D(11)
        assert only(found, "net_profit_parent", "year_to_date").change is None
        assert only(found, "eps_basic_excl_nonrecurring", "year_to_date").value == D("0.09")
        assert only(found, "operating_cash_flow").span == "year_to_date"
        assert only(found, "net_assets_parent").value == D(2000)
        assert not found.problems


class TestBeijing:
    def test_three_tables_and_ratios(self):
        years = ["", "2023年", "2022年", "本年比上年增减%", "2021年"]
        ends = ["", "2023年末", "2022年末", "本年末比上年末增减%", "2021年末"]
        found = financials(
            "第三节 会计数据和财务指标",
            "一、盈利能力",
            "单位：元",
            grid(
                years,
                ["营业收入", "1,000.00", "900.00", "11.11%", "800.00"],
                ["毛利率%", "20.50%", "21.00%", "-", "22.00%"],
                ["归属于上市公司股东的净利润", "100.00", "90.00", "11.11%", "80"],
                ["加权平均净资产收益率%（依据归属于上市公司股东的净利润计算）", "4.95%", "5.00%", "-", "6.00%"],
                [
                    "加权平均净资产收益率%（依据归属于上市公司股东的扣除非经常性损益后的净利润计算）",
                    "4.85%",
                    "4.90%",
                    "-",
                    "5%",
                ],
                ["基本每股收益", "0.10", "0.09", "11.11%", "0.08"],
            ),
            "二、偿债能力",
            "单位：元",
            grid(
                ends,
                ["资产总计", "5", "4", "25%", "3"],
                ["归属于上市公司股东的净资产", "2", "1", "100%", "1"],
                ["资产负债率%（母公司）", "50.00%", "51.00%", "-", "52.00%"],
                ["流动比率", "1.25", "1.20", "-", "1.10"],
                years,
                ["利息保障倍数", "12.30", "11.00", "-", "10.00"],
            ),
            "三、营运情况",
            grid(years, ["经营活动产生的现金流量净额", "5", "4", "25%", "3"], ["存货周转率", "5.1", "4", "-", "3"]),
        )
        by_label = {r.label: r for r in found.records}
        assert only(found, "roe_weighted").value == D("4.95")
        assert only(found, "roe_weighted_excl_nonrecurring").value == D("4.85")
        assert (by_label["流动比率"].unit, by_label["流动比率"].span) == ("times", "point_in_time")
        assert by_label["资产负债率%（母公司）"].unit == "%"
        assert by_label["毛利率%"].unit == "%"
        assert by_label["利息保障倍数"].value == D("12.30")
        assert only(found, "operating_cash_flow").prior == D(4)
        assert not found.problems


class TestOtherTables:
    """Tables with the same words that are other disclosures."""

    KEY = (
        "主要会计数据和财务指标",
        "单位：元",
        grid(
            ["主要会计数据", "2023年", "2022年", "本期比上年同期增减(%)"],
            ["营业收入", "1,000.00", "900.00", "11.11"],
            ["归属于上市公司股东的净利润", "100.00", "90.00", "11.11"],
            ["总资产", "5,000.00", "4,000.00", "25.00"],
            ["基本每股收益（元／股）", "0.10", "0.09", "11.11"],
        ),
    )

    @pytest.mark.parametrize(
        "other",
        [
            (
                "二、主要财务数据同比变动情况",
                grid(
                    ["", "本报告期", "上年同期", "同比增减", "变动原因"],
                    ["营业收入", "2,000.00", "900.00", "11.11%", "增长"],
                    ["营业成本", "100.00", "90.00", "11.11%", "增长"],
                ),
            ),
            (
                "截至报告期末公司近2年的主要会计数据和财务指标",
                grid(
                    ["主要指标", "2023年", "2022年", "本期比上年同期增减（%）"],
                    ["扣除非经常性损益后净利润", "7.00", "8.00", "-12.5"],
                    ["流动比率", "1.2", "1.1", "9"],
                ),
            ),
            (
                "公司主要会计数据和财务指标",
                grid(
                    ["主要指标", "2023年", "2022年", "本期比上年同期增减（%）"],
                    ["扣除非经常性损益后净利润", "7.00", "8.00", "-12.5"],
                    ["EBITDA全部债务比", "1.2", "1.1", "9"],
                ),
            ),
            (
                "单位：元",
                grid(
                    ["项目", "2023年3月31日", "2022年12月31日"],
                    ["资产：现金及存放中央银行款项", "50.00", "40.00"],
                    ["贵金属", "60.00", "50.00"],
                    ["资产总计", "110.00", "90.00"],
                ),
            ),
            (
                "会计政策变更的影响如下：",
                grid(
                    ["受影响的报表项目", "调整前", "调整数", "调整后"],
                    ["归属于母公司所有者的净利润", "1", "2", "3"],
                    ["基本每股收益", "1", "2", "3"],
                    ["总资产", "1", "2", "3"],
                ),
            ),
        ],
    )
    def test_they_are_not_taken(self, other):
        found = financials(*self.KEY, *other)
        assert [r.item for r in found.records] == ["revenue", "net_profit_parent", "total_assets", "eps_basic"]
        assert only(found, "revenue").value == D(1000)
        assert not found.problems


class TestPages:
    HEAD = ("主要会计数据", "本报告期", "上年同期", "本报告期比上年同期增减(%)")
    FIRST = ("营业收入", "1,000.00", "900.00", "11.11")
    REST = (
        ["归属于上市公司股东的净利润", "100.00", "90.00", "11.11"],
        ["总资产", "5,000.00", "4,000.00", "25.00"],
        ["基本每股收益（元／股）", "0.10", "0.09", "11.11"],
    )

    @pytest.mark.parametrize("rules", ["all", "open"])
    def test_a_table_goes_on_over_the_page(self, rules):
        found = financials(
            "主要会计数据和财务指标", grid(self.HEAD, self.FIRST, rules=rules), BREAK, grid(*self.REST, rules=rules)
        )
        assert [r.item for r in found.records] == ["revenue", "net_profit_parent", "total_assets", "eps_basic"]
        assert only(found, "total_assets").source.page == 2

    def test_the_heading_is_repeated_with_other_widths(self):
        found = financials(
            "主要会计数据和财务指标",
            grid(self.HEAD, self.FIRST),
            BREAK,
            grid(self.HEAD, *self.REST, widths=[3, 1, 1, 2]),
        )
        assert len(found.records) == 4
        assert only(found, "net_profit_parent").change == D("11.11")

    def test_a_row_is_cut_by_the_page(self):
        found = financials(
            "主要会计数据和财务指标",
            grid(self.HEAD, self.FIRST, ["归属于上市公司股", "100,000,00", "90.00", "11.11"]),
            BREAK,
            grid(["东的净利润", "0.00", "", ""], *self.REST[1:]),
        )
        profit = only(found, "net_profit_parent")
        assert (profit.label, profit.value, profit.prior) == ("归属于上市公司股东的净利润", D(100_000_000), D(90))

    def test_the_rest_of_a_label_states_the_unit(self):
        found = financials(
            "主要会计数据和财务指标",
            grid(self.HEAD, self.FIRST, ["归属于上市公司股东的扣除非经常性损益的净", "100.00", "90.00", "11.11"]),
            BREAK,
            grid(["利润（元）", "", "", ""], *self.REST[1:]),
        )
        assert only(found, "net_profit_parent_excl_nonrecurring").value == D(100)

    def test_digits_wrap_in_a_narrow_cell(self):
        found = financials(
            "主要会计数据和财务指标",
            grid(
                self.HEAD,
                ["营业收入", "12,345,678,901.23", "9,000,000,000.00", "37.17"],
                *self.REST,
                widths=[3, 1, 1, 1],
            ),
        )
        assert five(only(found, "revenue"))[:2] == [D("12345678901.23"), D(9_000_000_000)]

    def test_a_label_over_two_columns_and_a_unit_in_a_cell_of_its_own(self):
        found = financials(
            "主要会计数据和财务指标",
            grid(
                [Wide("项目", 2), "本报告期", "上年同期", "增减(%)"],
                [Wide("盈利", 1, 2), "营业收入", "1,000.00", "900.00", "11.11"],
                ["归属于上市公司股东的净利润", "100.00", "90.00", "11.11"],
                ["总资产", "（元）", "5,000.00", "4,000.00", "25.00"],
                ["基本每股收益", "（元/股）", "0.10", "0.09", "11.11"],
            ),
        )
        assert only(found, "eps_basic").unit == "CNY/share"
        assert only(found, "total_assets").label == "总资产"
        assert only(found, "revenue").value == D(1000)

    @pytest.mark.parametrize("rules", ["three", "rows", "none"])
    def test_without_vertical_lines_nothing_is_taken_from_ruled_tables(self, rules):
        assert not financials("主要会计数据和财务指标", Grid([self.HEAD, self.FIRST, *self.REST], rules=rules)).records


class TestNothingIsLostInSilence:
    HEAD = ("", "本报告期", "上年同期", "增减(%)")
    ROWS = (
        ["归属于上市公司股东的净利润", "100", "90", "11.11"],
        ["总资产", "5", "4", "25"],
        ["每股收益", "1", "1", "0"],
    )

    def test_an_unknown_column_of_figures(self):
        rows = [[*r, "7.00"] for r in self.ROWS]
        found = financials("主要会计数据和财务指标", grid([*self.HEAD, "计划完成数"], *rows))
        assert codes(found) == ["unknown-column"]

    def test_a_figure_that_a_line_cuts_off_its_row_is_no_title_of_the_heading_below(self):
        cut = [Wide("净资产收益率", rows=2), Wide("6.10", rows=2), "", Wide("0.67", rows=2)]
        ends = ["", "本报告期末", "上年度末", "增减(%)"]
        found = financials(
            "主要会计数据和财务指标",
            grid(self.HEAD, self.ROWS[0], self.ROWS[2], cut, ["5.43"], ends, ["总资产", "5", "4", "25"]),
        )
        assert codes(found) == ["row-without-label"]

    def test_a_column_of_reasons_is_none_of_figures(self):
        rows = [[*r, "增长"] for r in self.ROWS]
        assert not financials("主要会计数据和财务指标", grid([*self.HEAD, "原因"], *rows)).problems

    def test_a_cell_that_cannot_be_read(self):
        found = financials("主要会计数据和财务指标", grid(self.HEAD, ["营业收入", "1,00.0", "900", "1"], *self.ROWS))
        assert only(found, "revenue").value is None
        assert codes(found) == ["unreadable-cell"]

    def test_figures_without_a_label(self):
        found = financials("主要会计数据和财务指标", grid(self.HEAD, *self.ROWS, ["", "8", "9", "1"]))
        assert codes(found) == ["row-without-label"]

    def test_figures_beside_no_more_of_their_label_than_its_unit(self):
        """A line through the row left the item blank, and its figures stood in a record that nothing named."""
        cut = [["基本每股收益", "", "", ""], ["（元/股）", "0.67", "0.60", "11.67%"]]
        found = financials("主要会计数据和财务指标", grid(self.HEAD, *self.ROWS, *cut))
        assert codes(found) == ["row-without-label"]
        assert all(r.label for r in found.records)

    def test_a_table_whose_heading_is_unknown(self):
        found = financials(
            "主要会计数据和财务指标", grid(self.HEAD, *self.ROWS), "续表", grid(["营业收入", "5", "4", "25"])
        )
        assert codes(found) == ["no-heading"]

    def test_the_rest_of_a_table_under_a_title_of_a_further_part(self):
        titles = ("七、近三年主要会计数据和财务指标", "（一）主要会计数据")
        found = financials(
            *titles, grid(self.HEAD, *self.ROWS), "（二）主要财务指标", grid(self.HEAD, ["毛利率", "5", "4", "25"]),
            "续表", grid(["加权平均净资产收益率（%）", "6.22", "9.60", "减少3.38个百分点"]),
        )  # fmt: skip
        assert codes(found) == ["no-heading"]

    def test_a_label_with_a_word_behind_it_whose_line_is_missing_is_named(self):
        """A word of the figure's cell (合计) had got into the label, and no line of sales was given."""
        rows = [["营业收入（元）合计", "5", "4", "25"], ["净资产收益率增长率", "5", "4", "25"], *self.ROWS]
        found = financials("主要会计数据和财务指标", grid(self.HEAD, *rows))
        assert codes(found) == ["missing-row"]

    def test_a_label_with_lines_of_the_change_beside_it_is_named(self):
        """Without ruling lines those of three columns were one label: 研发投入占营业收入增加1.84个百的比例（%）分点."""
        rows = [*self.ROWS, ["研发投入占营业收入增加1.84个百的比例（%）分点", "7.60", "5.76", ""]]
        found = financials("主要会计数据和财务指标", grid(self.HEAD, *rows))
        assert codes(found) == ["name-doubtful"]

    def test_two_lines_that_differ(self):
        found = financials(
            "主要会计数据和财务指标", grid(self.HEAD, *self.ROWS), "续", grid(self.HEAD, ["总资产", "6", "4", "50"])
        )
        total = only(found, "total_assets")
        assert (total.value, total.prior, total.change, total.change_unit) == (None, 4, None, None)
        assert codes(found) == ["two-candidates"] * 2

    @pytest.mark.parametrize("right", [0, 1])
    def test_of_two_lines_that_differ_the_one_whose_change_follows_is_taken(self, right):
        rows = ["总资产", "5", "4", "25"], ["总资产", "6", "4", "25"]
        first, second = rows[right], rows[1 - right]
        tables = (grid(self.HEAD, first, *(r for r in self.ROWS if r[0] != "总资产")), "续", grid(self.HEAD, second))
        found = financials("主要会计数据和财务指标", *tables)
        assert only(found, "total_assets").value == 5
        assert codes(found) == ["two-candidates"]

    def test_an_amount_printed_in_per_cent(self):
        found = financials("主要会计数据和财务指标", grid(self.HEAD, *self.ROWS, ["营业收入", "5%", "4%", "25"]))
        assert codes(found) == ["unit-against-item"]

    def test_a_change_in_multiples(self):
        found = financials("主要会计数据和财务指标", grid(self.HEAD, *self.ROWS, ["营业收入", "9", "3", "增长2倍"]))
        assert only(found, "revenue").change is None
        assert codes(found) == ["unreadable-cell"]


@pytest.mark.parametrize(
    ("label", "item"),
    [
        ("归属于本公司普通股股东的净利润", "net_profit_parent"),
        ("归属于母公司所有者的净利润（亏损以“－”号填列）", "net_profit_parent"),
        ("归属于公司普通股股东的扣除非经常性损益的净利润", "net_profit_parent_excl_nonrecurring"),
        ("扣除非经常性损益后归属于母公司股东的净利润", "net_profit_parent_excl_nonrecurring"),
        ("经营活动使用的现金流量净额", "operating_cash_flow"),
        ("经营活动产生/（使用）的现金流量净额", "operating_cash_flow"),
        ("年化加权平均净资产收益率（%）", "roe_weighted"),
        ("扣除非经常性损益后归属于公司普通股股东的加权平均净资产收益率", "roe_weighted_excl_nonrecurring"),
        ("归属于上市公司股东的所有者权益（或股东权益）", "net_assets_parent"),
        ("扣除与主营业务无关的业务收入和不具备商业实质的收入后的营业收入", "revenue_excl_unrelated"),
        ("营业总收入", "total_revenue"),
        ("净利润", None),
        ("归属于少数股东的净利润", None),
    ],
)
def test_labels(label, item):
    assert item_of(split_label(label)[0]).item == item


def test_the_last_columns_of_a_wide_sheet_below_the_others_are_named():
    """2022年 stood below the table, its figures without labels: its two years ago were given as not there."""
    items = ("归属于上市公司股东的净利润", "总资产", "每股收益")
    table = grid(["", "本报告期", "上年同期", "增减(%)"], *([item, "2.00", "1.00", "100.00"] for item in items))
    rest = grid(["2021年"], *(["4.00"] for _ in items))
    assert codes(financials("主要会计数据和财务指标", table)) == []
    assert codes(financials("主要会计数据和财务指标", table, "续表", rest)) == ["no-heading"]


def test_changes_in_words_below_a_table_are_named_as_its_last_column():
    """The changes alone stood below, one of them run over by a heading: they were given as not there."""
    items = ("归属于上市公司股东的净利润", "总资产", "每股收益", "研发投入占营业收入的比例")
    table = grid(["", "本报告期", "上年同期"], *([item, "2.00", "1.00"] for item in items))
    rest = grid(
        ["本报告期比上年同期增减(%)"], ["-1.79"], ["本报告期比上1.06"], ["减少1.68个百分点"], ["增加6.66个百分点"]
    )
    assert codes(financials("主要会计数据和财务指标", table, "续表", rest)) == ["no-heading"]


def test_of_two_columns_that_no_line_parts_in_the_heading_neither_is_taken():
    """A line was missing between two headings, and the amount of the year before was given as the change."""
    found = financials(
        "主要会计数据和财务指标",
        "单位：元",
        grid(
            ["", "2024年", Wide("本期比上年同2023年期增减(%)", 2), "2022年"],
            ["营业收入", "1,021,447,306.92", "940,226,118.43", "8.64", "862,118,306.20"],
            ["归属于上市公司股东的净利润", "112,767,185.14", "99,226,895.09", "13.65", "84,878,329.58"],
            ["基本每股收益（元/股）", "0.56", "0.50", "12.00", "0.42"],
            ["总资产", "990,858,766.13", "942,584,393.60", "5.12", "913,930,200.39"],
        ),
    )
    assert {(r.prior, r.change) for r in found.records} == {(None, None)}
    assert "two-candidates" in {p.code for p in found.problems}


def test_labels_numbered_without_a_sign():
    """1 营业收入 was no line of the form, and the first tables of the key figures were lost with all such labels."""
    assert [item_of(f"{n} {label}").item for n, label in enumerate(("营业收入", "总资产"), 1)] == [
        "revenue",
        "total_assets",
    ]
    assert item_of("12月31日总资产").item is None


def with_titles(table: Grid) -> Financials:
    return read_financials(all_blocks("财务报表", "单位：元", table))


def test_a_statement_is_no_table_of_key_figures():
    """Of a report whose key figures are a picture the balance sheet was given as them, with a line of capital."""
    lines = [[f"应付款项{n}", "5.00", "4.00"] for n in "甲乙丙丁戊己庚辛壬癸"]
    core = [[label, "50.00", "40.00"] for label in ("总资产", "股本", "归属于上市公司股东的净资产")]
    heading = ["项目", "2024年末", "2023年末"]
    table = grid(heading, *lines, *core), grid(heading, *lines[:2], *core)
    whole, few = (with_titles(part) for part in table)
    assert not whole.records
    assert len(few.records) == len(core) + 2


def test_a_unit_of_shares_is_not_that_of_key_figures():
    """Of two pages printed upon each other 单位：股 stood above them, and revenue was given in shares."""
    items = ("营业收入", "归属于上市公司股东的净利润", "总资产")
    table = grid(["", "本报告期", "上年同期", "增减(%)"], *([item, "50.00", "40.00", "25.00"] for item in items))
    for unit in ("单位：股", "单位：万股"):
        found = read_financials(all_blocks("主要会计数据和财务指标", unit, table))
        assert {(r.unit, r.value) for r in map(withheld_of, found.records) if r.item} == {("CNY", None)}


def withheld_of(record: FinancialRecord) -> FinancialRecord:
    return withheld(Financials((record,))).records[0]


def test_figures_of_a_text_whose_row_goes_on_below_their_table_are_doubted():
    """合计 stood before 本报告期, so that a column was lost: the quarter's revenue was given as the year to date's."""
    heading = ["", "本报告期比上年同期增减", "年初至报告期末", "年初至报告期末比上年同期增减"]
    table = made.drawn([heading, ["营业收入（元）", "2", "1,803,117,450.62", "6.68%"]])._replace(layout="aligned")
    for below, doubts in (("5,412,880,316.", 1), ("12", 0), ("注：含税 5.00", 0)):
        lines = [made.line("主要会计数据和财务指标"), made.line("单位：元"), table, made.line(below)]
        records = withheld(read_financials(lines)).records
        assert [r.value is None for r in records if r.span == "year_to_date"] == [bool(doubts)]


def test_a_unit_that_hangs_from_the_label_of_a_row_is_not_of_the_table_below():
    """In a text 净利润 / （单位：百万元） stood in no table, and the balances below were a million times too high."""
    table = made.drawn([["", "2024年末", "2023年末"], ["总资产", "990,858,766.13", "942,584,393.60"]])
    lines = ["主要会计数据和财务指标", "单位：元", "归属于上市公司股东的净利润", "（单位：百万元）"]
    for titles in ((), tuple(lines)):
        found = read_financials([*map(made.line, lines), table._replace(layout="aligned", title_lines=titles)])
        assert [r.value for r in found.records] == [D("990858766.13")]
