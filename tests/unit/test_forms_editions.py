"""Forms of other exchanges, years and trades as they are laid out, with made-up figures: nothing is lost in silence."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kunlun_cli.extract.onelines import of_first_quarter
from kunlun_cli.extract.segments import segment_tables
from kunlun_cli.outline.stream import Stream
from kunlun_cli.records import FinancialRecord, Financials, Holders
from tests.unit.pages import BREAK, Document, Grid, Wide, financials, grid, holders, report
from tests.unit.test_holders import company

D = Decimal
ROE = "加权平均净资产收益率%（依据归属于上市公司股东的净利润计算）"
ROE_EXCL = "加权平均净资产收益率%（依据归属于上市公司股东的扣除非经常性损益后的净利润计算）"


def wide(*rows: list[str | Wide]) -> Grid:
    """A table whose labels have twice the width of a figure."""
    columns = sum(1 if isinstance(c, str) else c.cols for c in rows[0])
    return grid(*rows, widths=[2.0, *[1.0] * (columns - 1)])


BALANCES = wide(
    ["", "本报告期末", "上年度末", "本报告期末比上年度末增减（%）"],
    ["总资产", "900", "800", "12.50"],
    ["归属于上市公司股东的每股净资产（元/股）", "9.00", "8.00", "12.50"],
)
"""What stands on the pages of every form's key figures."""


def told(found: Financials, item: str, span: str) -> FinancialRecord:
    (record,) = [r for r in found.records if r.item == item and r.span == span]
    return record


class TestBeijing:
    def test_annual_report_has_four_tables_the_last_without_any_known_line(self):
        head = ["", "2023年", "2022年", "本年比上年增减%", "2021年"]
        found = financials(
            "第三节 会计数据和财务指标",
            "一、 主要会计数据和财务指标",
            "（一） 盈利能力",
            "单位：元",
            wide(
                head,
                ["营业收入", "300.00", "250.00", "20.00%", "200.00"],
                ["毛利率%", "35.10%", "33.20%", "-", "30.00%"],
                ["归属于上市公司股东的净利润", "30.00", "25.00", "20.00%", "20.00"],
                [ROE, "10.11%", "9.50%", "-", "9.00%"],
                [ROE_EXCL, "9.10%", "9.12%", "-", "8.55%"],
                ["基本每股收益", "0.30", "0.25", "20.00%", "0.20"],
            ),
            "（二） 偿债能力",
            "单位：元",
            wide(
                ["", "2023年末", "2022年末", "本年末比上年末增减%", "2021年末"],
                ["资产总计", "500.00", "400.00", "25.00%", "350.00"],
                ["归属于上市公司股东的净资产", "300.00", "270.00", "11.11%", "240.00"],
                ["归属于上市公司股东的每股净资产", "3.00", "2.70", "11.11%", "2.40"],
                ["资产负债率%（母公司）", "38.10%", "30.10%", "-", "29.10%"],
            ),
            "（三） 营运情况",
            "单位：元",
            wide(head, ["经营活动产生的现金流量净额", "40.00", "20.00", "100.00%", "10.00"]),
            "（四） 成长情况",
            wide(head, ["总资产增长率%", "25.00%", "14.29%", "-", "12.00%"]),
            "二、 与业绩预告/业绩快报中披露的财务数据差异",
        )
        assert not found.problems
        assert told(found, "roe_weighted_excl_nonrecurring", "year_to_date").two_years_ago == D("8.55")
        assert told(found, "nav_per_share", "point_in_time").unit == "CNY/share"
        assert (found.records[-1].label, found.records[-1].value) == ("总资产增长率%", D("25.00"))

    def test_third_quarter_stands_in_a_table_of_its_own(self):
        found = financials(
            "一、 主要财务数据",
            "单位：元",
            wide(
                [
                    "项目",
                    "报告期末（2023年9月30日）",
                    "上年期末（2022年12月31日）",
                    "报告期末比上年期末增减比例%",
                ],
                ["总资产", "50.00", "40.00", "25.00%"],
                ["归属于上市公司股东的净资产", "30.00", "27.00", "11.11%"],
            ),
            wide(
                [
                    "项目",
                    "年初至报告期末（2023年1-9月）",
                    "上年同期（2022年1-9月）",
                    "年初至报告期末比上年同期增减比例%",
                ],
                ["营业收入", "30.00", "25.00", "20.00%"],
                ["归属于上市公司股东的净利润", "3.00", "2.00", "50.00%"],
                ["基本每股收益（元/股）", "0.30", "0.20", "50.00%"],
            ),
            wide(
                ["项目", "本报告期（2023年7-9月）", "上年同期（2022年7-9月）", "本报告期比上年同期增减比例%"],
                ["营业收入", "10.00", "8.00", "25.00%"],
                ["归属于上市公司股东的净利润", "1.00", "0.50", "100.00%"],
            ),
            header="某某股份有限公司2023年第三季度报告",
        )
        assert not found.problems
        quarter, year = told(found, "revenue", "quarter"), told(found, "revenue", "year_to_date")
        assert (quarter.value, quarter.prior, quarter.change) == (D("10.00"), D("8.00"), D("25.00"))
        assert (year.value, year.prior, year.change) == (D("30.00"), D("25.00"), D("20.00"))

    def test_reasons_for_changes_in_a_third_quarter_are_none_of_its_key_figures(self):
        """Beijing's form asks for them between the key figures and the non-recurring items."""
        found = financials(
            "一、 主要财务数据",
            "单位：元",
            wide(
                ["项目", "年初至报告期末（2023年1-9月）", "上年同期（2022年1-9月）", "增减比例%"],
                ["营业收入", "30.00", "25.00", "20.00%"],
                ["归属于上市公司股东的净利润", "3.00", "2.00", "50.00%"],
                ["基本每股收益（元/股）", "0.30", "0.20", "50.00%"],
                ["总资产", "50.00", "40.00", "25.00%"],
            ),
            "财务数据重大变动原因：",
            "√适用 □不适用",
            wide(
                ["合并年初到报告期末利润表项目", "本年累计", "变动幅度", "变动说明"],
                ["营业收入", "30.00", "20.00%", "主要系销量增加"],
                ["财务费用", "1.00", "409.48%", "主要系汇兑损失"],
            ),
            header="某某股份有限公司2023年第三季度报告",
        )
        assert [r.label for r in found.records] == ["营业收入", "归属于上市公司股东的净利润", "基本每股收益", "总资产"]
        assert not found.problems

    def test_total_below_the_holders_is_none_and_their_relation_is_the_note(self):
        head = ["序号", "股东名称", "股东性质", "期初持股数", "持股变动", "期末持股数", "期末持股比例%"]
        rows = [[f"{i + 1}", company(i), "境内非国有法人", "900", "-100", f"{800 - i}", "8.9000%"] for i in range(10)]
        found = holders(
            "单位：股",
            grid(
                [Wide("持股5%以上的股东或前十名股东情况", 7)],
                head,
                *rows,
                ["-", "合计", "-", "9,000", "-1,000", "8,000", "89.00%"],
                [Wide("持股5%以上的股东或前十名股东间相互关系说明：", 2), Wide("公司控制乙公司。", 5)],
                widths=[0.6, 2, 1, 1, 1, 1, 1],
            ),
        )
        assert [h.shares for h in found.records] == [800 - i for i in range(10)]
        assert found.notes.concert == "公司控制乙公司。"
        assert not found.problems

    def test_research_is_called_expenditure(self):
        pages = report(
            "研发支出情况：",
            "单位：元",
            wide(
                ["项目", "本期金额/比例", "上期金额/比例"],
                ["研发支出金额", "9.00", "8.00"],
                ["研发支出占营业收入的比例", "8.57%", "8.51%"],
                ["资本化研发支出占研发支出的比例", "0%", "0%"],
            ),
        )
        found = segment_tables(Stream(Document(pages)).located("segments"))
        assert [(r.item, r.value, r.prior) for r in found.research] == [
            ("amount", D("9.00"), D("8.00")),
            ("revenue_share", D("8.57"), D("8.51")),
            ("capitalised_share", 0, 0),
        ]
        assert not found.problems

    @pytest.mark.parametrize(
        ("party", "sold", "side"), [("客户", "销售", "customers"), ("供应商", "采购", "suppliers")]
    )
    def test_largest_customers_and_suppliers_are_listed_and_added_up(self, party: str, sold: str, side: str):
        rows = [[f"{i + 1}", f"{party}{c}", f"{9 - i}.00", "5.00%", "否"] for i, c in enumerate("一二三四五")]
        pages = report(
            f"（3） 主要{party}情况",
            "单位：万元",
            grid(
                ["序号", party, f"{sold}金额", f"年度{sold}占比%", "是否存在关联关系"],
                *rows,
                ["合计", "", "35.00", "25.00%", "-"],
            ),
        )
        (found,) = segment_tables(Stream(Document(pages)).located("segments")).counterparties
        assert (found.side, found.amount, found.share) == (side, D(350_000), D("25.00"))


class TestQuarterlyReportsUntil2012:
    def test_dates_with_points_and_changes_beside_each_period(self):
        found = financials(
            "2.1 主要会计数据及财务指标",
            "单位：（人民币）元",
            wide(
                ["", "2009.9.30", Wide("2008.12.31", 2), "增减幅度（%）"],
                ["总资产（元）", "500.00", Wide("400.00", 2), "25.00%"],
                ["归属于上市公司股东的所有者权益（元）", "300.00", Wide("270.00", 2), "11.11%"],
                ["", "2009年7-9月", "比上年同期增减（%）", "2009年1-9月", "比上年同期增减（%）"],
                ["营业总收入（元）", "100.00", "5.00%", "290.00", "6.00%"],
                ["归属于上市公司股东的净利润（元）", "10.00", "7.00%", "29.00", "8.00%"],
                ["基本每股收益（元/股）", "0.10", "7.00%", "0.29", "8.00%"],
            ),
            header="某某股份有限公司2009年第三季度季度报告",
        )
        assert not found.problems
        assets = told(found, "total_assets", "point_in_time")
        assert (assets.value, assets.prior, assets.change) == (D("500.00"), D("400.00"), D("25.00"))
        assert told(found, "total_revenue", "quarter").change == D("5.00")
        assert told(found, "total_revenue", "year_to_date").change == D("6.00")


class TestBanksAndInsurers:
    def test_the_whole_year_before_beside_its_half_is_passed_over(self):
        found = financials(
            "2.1 主要会计数据和财务指标",
            "（货币单位：人民币百万元）",
            wide(
                ["项目", "2024年1-6月", "2023年1-6月", "2023年1-12月", "本期同比增减"],
                ["营业收入", "77,132", "88,610", "164,699", "(13.0%)"],
                ["归属于本公司股东的净利润", "25,879", "25,387", "46,455", "1.9%"],
                ["基本每股收益（元/股）", "1.23", "1.20", "2.25", "2.5%"],
            ),
            BALANCES,
            header="某某银行股份有限公司2024年半年度报告",
        )
        assert not found.problems
        revenue = told(found, "revenue", "year_to_date")
        assert (revenue.value, revenue.prior, revenue.two_years_ago) == (D(77_132_000_000), D(88_610_000_000), None)

    @pytest.mark.parametrize("half", ["2024年1-6月", "2024年上半年"])
    def test_whole_years_beside_a_half_without_its_own_comparison_are_no_comparison(self, half: str):
        found = financials(
            "2.1 主要会计数据和财务指标",
            "（货币单位：人民币百万元）",
            wide(
                ["项目", half, "2023年", "2022年"],
                ["营业收入", "77,132", "164,699", "160,101"],
                ["归属于本公司股东的净利润", "25,879", "46,455", "45,516"],
                ["基本每股收益（元/股）", "1.23", "2.25", "2.20"],
            ),
            BALANCES,
            header="某某银行股份有限公司2024年半年度报告",
        )
        revenue = told(found, "revenue", "year_to_date")
        assert (revenue.value, revenue.prior, revenue.two_years_ago) == (D(77_132_000_000), None, None)
        assert any("2023年" in problem.message for problem in found.problems)

    def test_an_insurers_lines_and_those_that_only_insurers_have(self):
        found = financials(
            "一、近三年主要会计数据和财务指标",
            "（一）主要会计数据",
            "单位：人民币百万元",
            wide(
                ["主要会计数据", "2023年", "2022年", "增减变动"],
                ["归属于母公司股东的净利润", "8,712", "21,500", "-59.5%"],
                ["总资产", "9,000", "8,000", "12.5%"],
            ),
            "（二）主要财务指标",
            "单位：人民币元",
            wide(
                ["主要财务指标", "2023年", "2022年", "增减变动"],
                ["归属于母公司股东的基本加权平均每股收益", "2.79", "6.89", "-59.5%"],
                ["归属于母公司股东的扣除非经常性损益后的基本加权平均每股收益", "2.82", "6.92", "-59.2%"],
                ["归属于母公司股东的加权平均净资产收益率", "8.37%", "19.91%", "-11.54pt"],
                ["归属于母公司股东的扣除非经常性损益后的加权平均净资产收益率", "8.45%", "20.00%", "-11.55pt"],
            ),
            "（三）其他主要财务及监管指标",
            "单位：人民币百万元",
            wide(
                ["指标", "2023年", "2022年", "2021年"],
                ["投资资产", "1,345", "1,150", "1,082"],
                ["总投资收益率", "1.8%", "4.3%", "5.9%"],
            ),
        )
        assert not found.problems
        items = [r.item for r in found.records]
        assert items[2:6] == [
            "eps_basic",
            "eps_basic_excl_nonrecurring",
            "roe_weighted",
            "roe_weighted_excl_nonrecurring",
        ]
        assert (found.records[4].change, found.records[4].change_unit) == (D("-11.54"), "pp")
        assert [r.value for r in found.records[6:]] == [D(1_345_000_000), D("1.8")]

    def test_returns_of_banks_for_the_whole_year(self):
        found = financials(
            "2.1 主要会计数据及财务指标",
            "（人民币百万元，特别注明除外）",
            wide(
                ["", "2024年1-3月", "2023年1-3月", "本报告期比上年同期增减(%)"],
                ["归属于本行股东的净利润", "380", "388", "-2.06"],
                ["年化后归属于本行普通股股东的加权平均净资产收益率（%）", "16.08", "18.43", "减少2.35个百分点"],
                [
                    "年化后归属于本行普通股股东的扣除非经常性损益的加权平均净资产收益率（%）",
                    "16.00",
                    "18.36",
                    "减少2.36个百分点",
                ],
            ),
            BALANCES,
            header="某某银行股份有限公司2024年第一季度报告",
        )
        assert [r.item for r in found.records][:3] == [
            "net_profit_parent",
            "roe_weighted",
            "roe_weighted_excl_nonrecurring",
        ]

    def test_a_brokers_table_of_the_company_alone_is_none_of_the_groups(self):
        head = ["项目", "2023年", "2022年", "本年比上年增减"]
        found = financials(
            "六、主要会计数据和财务指标",
            "合并",
            wide(
                head,
                ["归属于上市公司股东的净利润（元）", "10.00", "9.00", "11.11%"],
                ["基本每股收益（元/股）", "0.10", "0.09", "11.11%"],
                ["总资产（元）", "500.00", "400.00", "25.00%"],
            ),
            "母公司",
            wide(head, ["净利润（元）", "6.00", "5.00", "20.00%"], ["总资产（元）", "450.00", "350.00", "28.57%"]),
            "七、母公司净资本及有关风险控制指标",
            "单位：元",
            wide(head, ["净资本", "138.00", "107.00", "28.97%"]),
        )
        assert [r.value for r in found.records] == [D("10.00"), D("0.10"), D("500.00"), D("138.00")]
        assert not found.problems


class TestReportsOf2012To2015:
    def test_number_of_shareholders_on_a_trading_day_is_neither_of_those_asked_for(self):
        found = holders(
            "股东数量和持股情况",
            grid(["截止报告期末股东总数", "20,111", "年度报告披露日前第五个交易日末股东总数", "19,222"]),
            "前十名股东持股情况",
            grid(
                ["股东名称", "股东性质", "持股比例（%）", "持股总数"],
                *[[company(i), "境内自然人", "3.10", f"{900 - i}"] for i in range(10)],
            ),
        )
        assert (found.counts.holders, found.counts.holders_prior_month_end) == (20111, None)
        assert not found.problems

    def test_one_heading_over_the_class_and_its_number(self):
        found = holders(
            "前十名无限售条件股东持股情况",
            grid(
                ["股东名称", "持有无限售条件股份的数量", Wide("股份种类及数量", 2)],
                *[[company(i), f"{900 - i}", "人民币普通股", f"{900 - i}"] for i in range(10)],
            ),
            header="某某股份有限公司2013年第一季度报告",
        )
        assert {h.share_class for h in found.records} == {"人民币普通股"}
        assert "unknown-column" not in [p.code for p in found.problems]

    def test_unit_of_shares_behind_the_words_for_pledges(self):
        found = holders(
            "前10名普通股股东",
            grid(
                ["股东名称", "股东性质", "期末持股数（股）", "占总股本比例（%）", "质押、标记或冻结（股）"],
                *[[company(i), "国有法人", f"{900 - i}", "3.10", "-" if i else "未知"] for i in range(10)],
            ),
        )
        assert not found.problems


def test_number_of_shareholders_in_beijings_table_of_the_share_capital():
    """Beijing's form prints it pages before the holders, below the composition of the shares."""
    found = holders(
        "（一） 普通股股本结构",
        "单位：股",
        grid(
            ["股份性质", "期初数量", "期末数量"], ["总股本", "100,000", "100,000"], ["普通股股东人数", Wide("5,843", 2)]
        ),
        BREAK,
        BREAK,
        "（二） 持股5%以上的股东或前十名股东情况",
        "单位：股",
        grid(
            ["股东名称", "股东性质", "期初持股数", "持股变动", "期末持股数", "期末持股比例%", "期末持有限售股份数量"],
            *[[company(i), "境内自然人", "900", "-100", f"{800 - i}", "8.9000%", "0"] for i in range(10)],
        ),
    )
    assert found.counts.holders == 5843


class TestReportsUntil2011:
    YEARS = ("", "2008年", "2007年", "本年比上年增减（%）", "2006年")
    PROFIT = "归属于上市公司股东的净利润"

    def test_a_table_of_the_year_alone_stands_before_that_of_three_years(self):
        """Operating profit and cash flow stood in it alone, and nobody heard of them."""
        found = financials(
            "第三节 会计数据和业务数据摘要",
            "一、本报告期主要财务数据（单位：人民币元）",
            wide(
                ["项目", "本年度"],
                ["营业利润", "120.00"],
                [self.PROFIT, "100.00"],
                ["归属于上市公司股东的扣除非经常性损益后的净利润", "90.00"],
                ["经营活动产生的现金流量净额", "80.00"],
            ),
            "二、近三年主要会计数据和财务指标（单位：人民币元）",
            wide(
                [*self.YEARS],
                [self.PROFIT, "100.00", "80.00", "25.00", "70.00"],
                ["归属于上市公司股东的扣除非经常性损益的净利润", "90.00", "75.00", "20.00", "60.00"],
                ["基本每股收益（元/股）", "0.10", "0.08", "25.00", "0.07"],
            ),
            BALANCES,
        )
        assert not found.problems
        assert (found.records[0].label, found.records[0].value) == ("营业利润", D("120.00"))
        assert told(found, "operating_cash_flow", "year_to_date").value == D("80.00")
        excl = told(found, "net_profit_parent_excl_nonrecurring", "year_to_date")
        assert (excl.value, excl.prior) == (D("90.00"), D("75.00"))

    def test_quarter_and_year_to_date_of_a_first_quarter_are_one(self):
        """The change had been given to the quarter and the figure to the year to date."""
        found = financials(
            "2.1 主要会计数据及财务指标",
            "币种:人民币",
            wide(
                ["", "报告期", "年初至报告期期末", "本报告期比上年同期增减(%)"],
                ["归属于上市公司股东的净利润(元)", "100.00", "100.00", "25.00"],
                ["扣除非经常性损益后的基本每股收益(元)", "0.09", "-", "-"],
                ["基本每股收益(元)", "0.10", "0.10", "25.00"],
            ),
            BALANCES,
        )
        quarter, year = told(found, "net_profit_parent", "quarter"), told(found, "net_profit_parent", "year_to_date")
        assert (quarter.value, quarter.change, year.value) == (D("100.00"), D("25.00"), D("100.00"))
        of_first = of_first_quarter(found)
        profit = told(of_first, "net_profit_parent", "year_to_date")
        assert (profit.value, profit.change) == (D("100.00"), D("25.00"))
        assert told(of_first, "eps_basic_excl_nonrecurring", "year_to_date").value == D("0.09")
        assert {r.span for r in of_first.records} == {"year_to_date", "point_in_time"}
        assert not of_first.problems


def test_a_banks_ratios_in_a_part_of_their_own_below_the_chapter():
    """The chapter's number counts as a depth too: the next part had ended it, and its table went in silence."""
    found = financials(
        "第二节 会计数据和财务指标摘要",
        "一、主要会计数据和财务指标",
        "（货币单位：人民币百万元）",
        wide(
            ["项目", "2023年", "2022年", "本年同比增减"],
            ["归属于本公司股东的净利润", "46,455", "45,516", "2.1%"],
            ["基本每股收益（元/股）", "2.25", "2.20", "2.3%"],
        ),
        BALANCES,
        "二、补充财务比率",
        "（单位：%）",
        wide(["项目", "2023年", "2022年", "本年同比增减"], ["成本收入比", "27.90", "27.45", "+0.45个百分点"]),
        header="某某银行股份有限公司2023年年度报告",
    )
    assert (found.records[-1].label, found.records[-1].value) == ("成本收入比", D("27.90"))


def test_an_insurers_further_figures_in_a_part_of_two_numbers():
    """3.3 is no heading of an outline: the quarters above went on, and its table went in silence."""
    found = financials(
        "3 公司主要会计数据和财务指标",
        "3.1 近3年的主要会计数据和财务指标",
        "单位：百万元 币种：人民币",
        wide(
            ["", "2023年", "2022年", "本年比上年增减(%)"],
            ["归属于母公司股东的净利润", "21,110", "66,690", "-68.3"],
            ["基本每股收益（元／股）", "0.75", "2.36", "-68.3"],
        ),
        BALANCES,
        "3.2 报告期分季度的主要会计数据",
        "单位：百万元 币种：人民币",
        wide(
            ["", "第一季度", "第二季度", "第三季度", "第四季度"],
            ["归属于母公司股东的净利润", "17,900", "-1,800", "200", "4,810"],
        ),
        "3.3 其他主要指标",
        wide(["", "2023年12月31日", "2022年12月31日"], ["核心偿付能力充足率", "158.19%", "143.59%"]),
        "3.4 内含价值分析",
        wide(["", "2023年12月31日", "2022年12月31日"], ["有效业务价值", "158.19%", "143.59%"]),
        header="某某人寿保险股份有限公司2023年年度报告摘要",
    )
    assert (found.records[-1].label, found.records[-1].value) == ("核心偿付能力充足率", D("158.19"))


class TestBeijingsSharesPledgedAndFrozen:
    HEAD = ("序号", "股东名称", "期初持股数", "持股变动", "期末持股数", "期末持股比例%", "期末持有限售股份数量")
    STATES = ("期末持有的质押股份数量", "期末持有的司法冻结股份数量")
    TITLE = ("（二） 普通股前十名股东情况", "单位：股")

    def top(self, i: int) -> list[str]:
        return [str(i + 1), company(i), "900", "-100", f"{800 - i}", "8.9000%", "0"]

    def test_in_a_column_each(self):
        """What was frozen had come out as pledged."""
        rows = [[*self.top(i), "300" if i == 0 else "0", "20" if i < 2 else "0"] for i in range(10)]
        found = holders(*self.TITLE, grid([*self.HEAD, *self.STATES], *rows))
        assert [[(p.state, p.shares) for p in h.pledges or ()] for h in found.records[:3]] == [
            [("质押", 300), ("司法冻结", 20)], [("司法冻结", 20)], [],
        ]  # fmt: skip
        assert not found.problems

    def apart(self, *rows: list[str]) -> Holders:
        own = grid(["序号", "股东名称", *self.STATES], *rows, ["合计", "", "300", "20"])
        top = grid(list(self.HEAD), *map(self.top, range(10)))
        return holders(*self.TITLE, top, "是否存在质押、司法冻结股份", "√适用 □不适用", "单位：股", own)

    def test_in_a_table_of_their_own(self):
        """Nobody had heard of it."""
        found = self.apart(["1", company(0), "300", "0"], ["2", company(3), "0", "20"])
        told = {h.rank: [(p.state, p.shares) for p in h.pledges] for h in found.records if h.pledges}
        assert told == {1: [("质押", 300)], 4: [("司法冻结", 20)]}
        assert not found.problems

    @pytest.mark.parametrize("row", [["1", "另一家有限公司", "300", "20"], ["1", company(0), "3O0", "0"]])
    def test_what_is_not_certain_there_is_named(self, row: list[str]):
        found = self.apart(row)
        assert [p.code for p in found.problems] in (["unclear-state"], ["unreadable-cell"])
        assert not any(h.pledges for h in found.records)
