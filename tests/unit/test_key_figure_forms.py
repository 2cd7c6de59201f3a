"""Key figures of further forms: banks, insurers, brokers, reports of 2006 and 2007; made-up figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kunlun_cli.extract.doubted import withheld
from kunlun_cli.extract.labels import item_of
from kunlun_cli.extract.latest import with_latest
from kunlun_cli.records import FinancialRecord, Financials, Source
from tests.unit.pages import Wide, financials, grid
from tests.unit.test_financials import codes, five, only

D = Decimal
FLOWS = grid(
    ["项目", "2023年1-3月", "2022年1-3月", "本报告期较上年同期增减(%)"],
    ["归属于本行股东的净利润", "110", "100", "10.00"],
    ["基本每股收益(元)", "0.11", "0.10", "10.00"],
    ["经营活动产生的现金流量净额", "5", "(4)", "上年同期为负"],
)


def labelled(found: Financials, label: str) -> FinancialRecord:
    (record,) = [r for r in found.records if r.label == label]
    return record


class TestYears:
    def found(self, *years: str) -> Financials:
        figures = ("1,000.00", "900.00", "800.00")[: len(years)]
        labels = ("营业收入（元）", "归属于上市公司股东的净利润（元）", "总资产（元）", "基本每股收益（元/股）")
        return financials("主要会计数据和财务指标", grid(["", *years], *([label, *figures] for label in labels)))

    @pytest.mark.parametrize(("heading", "prior"), [("202\ufffd年", None), ("2022年", D(900))])
    def test_a_year_that_cannot_be_read_has_no_other_in_its_place(self, heading: str, prior: Decimal | None):
        found = self.found("2023年", heading, "2021年")
        assert only(found, "revenue").prior == prior
        assert only(found, "revenue").two_years_ago == D(800)
        assert bool(found.problems) == (prior is None)

    def test_the_year_after_one_that_is_left_out_is_not_taken_for_it(self):
        revenue = only(self.found("2023年", "2021年"), "revenue")
        assert (revenue.prior, revenue.two_years_ago) == (None, D(900))


def test_a_figure_in_the_cell_of_its_label_is_named():
    """No line parts the two: the line's value would be null without a word."""
    rows = [
        ["营业收入（元）", "1,000.00", "900.00"],
        ["总资产（元）", "10.00", "9.00"],
        ["归属于上市公司股东的净利润（元）", "5.00", "4.00"],
    ]
    merged = [Wide("基本每股收益（元/股）0.40", 2), "0.34"]
    found = financials("主要会计数据和财务指标", grid(["", "2023年", "2022年"], *rows, merged))
    assert codes(found) == ["unaccounted"]


@pytest.mark.parametrize(
    ("above", "label", "named"),
    [
        ("项目基本每股收", "益（元/股）", ["missing-row"]),
        ("项目", "基本每股", ["missing-row"]),
        ("项目", "研发投入占营业收入的比例", []),
    ],
)
def test_a_label_of_which_a_part_stands_in_the_next_cell_is_named(above, label, named):
    rows = [[label, "0.40", "0.34"], ["收益总资产" if "每股" in label else "总资产", "5.00", "4.00"]]
    more = [["营业收入", "1,000.00", "900.00"], ["归属于上市公司股东的净利润", "5.00", "4.00"]]
    found = financials("主要会计数据和财务指标", "单位：元", grid([above, "2023年", "2022年"], *rows, *more))
    assert [c for c in codes(found) if c == "missing-row"][:1] == named


def test_a_table_of_the_parent_company_before_that_of_the_group_is_not_taken_for_it():
    """Without a title between them the second was passed over, and the first was given without a word."""
    heading = ["项目", "2023年", "2022年"]
    rows = [
        ["总资产", "5.00", "4.00"],
        ["营业收入", "1,000.00", "900.00"],
        ["归属于上市公司股东的净利润", "5.00", "4.00"],
    ]
    more = ["基本每股收益（元/股）", "0.40", "0.34"]
    others = [[label, "7.00", "6.00"] for label, *_ in rows]
    tables = (grid(heading, *rows, more), grid(heading, *others, more))
    found = financials("主要会计数据和财务指标", "单位：元", "母公司", *tables)
    assert {r.value for r in found.records if r.item != "eps_basic"} == {None}
    assert set(codes(found)) == {"two-candidates"}


def test_a_label_with_the_boxes_of_another_line_is_named():
    """Where a page is printed upon another, their lines run together; the row had been given as none of the form's."""
    rows = [["总资产", "5.00", "4.00"], ["□适用√不适用营业收入", "1,000.00", "900.00"], ["净利润", "5.00", "4.00"]]
    table = grid(["项目", "2023年", "2022年"], *rows, ["基本每股收益（元/股）", "0.40", "0.34"])
    (problem,) = (
        p for p in financials("主要会计数据和财务指标", "单位：元", table).problems if p.code == "name-doubtful"
    )
    assert "□适用√不适用营业收入" in problem.message


def test_a_table_elsewhere_in_the_place_of_the_key_figures_is_named():
    """They were a picture below their title; the income statement's lines were given in their place."""
    titles = ("第二节 主要会计数据和财务指标", "第三节 财务报告", "单位：元")
    heading = ["项目", "2023年", "2022年"]
    rows = [
        ["营业收入", "1,000.00", "900.00"],
        ["归属于上市公司股东的净利润", "5.00", "4.00"],
        ["总资产", "7.00", "6.00"],
    ]
    found = financials(*titles, grid(heading, *rows, ["基本每股收益（元/股）", "0.40", "0.34"]))
    assert "table-not-read" in codes(found)


@pytest.mark.parametrize(("below", "named"), [("业收入的比例（%）", ["missing-row"]), ("2.3 前10名股东", [])])
def test_a_label_whose_rest_hangs_below_the_last_line_of_the_table_is_named(below: str, named: list[str]):
    """It had been given as a line of the filer's own, in yuan where the rest says per cent."""
    rows = [["总资产", "5.00", "4.00"], ["营业收入", "1,000.00", "900.00"], ["净利润", "5.00", "4.00"]]
    more = [["基本每股收益（元/股）", "0.40", "0.34"], ["研发投入占营", "31.46", "24.80"]]
    table = grid(["项目", "2023年", "2022年"], *rows, *more)
    assert codes(financials("主要会计数据和财务指标", "单位：元", table, below)) == named


@pytest.mark.parametrize(
    ("heads", "given"),
    [
        (("2023年（万元）", "2022年"), None),
        (("2023年（万元）", "2022年（元）"), None),
        (("2023年（万元）", "2022年（万元）"), D(10_000_000)),
        (("2023年（元）", "2022年"), D(1000)),
    ],
)
def test_a_heading_in_several_units_scales_nothing(heads, given):
    """The unit of one column was taken for that of all."""
    labels = ("营业收入", "归属于上市公司股东的净利润", "总资产", "基本每股收益")
    rows = [[label, "1,000.00", "900.00"] for label in labels]
    found = financials("主要会计数据和财务指标", "单位：元", grid(["项目", *heads], *rows))
    revenue = only(found, "revenue")
    assert (bool(revenue.cells["value"].doubt), revenue.value) == (given is None, given or D(1000))


class TestBalancesAtDates:
    def found(self, *rows: list[str], heads: tuple[str, ...] = ("2023年3月31日", "2022年12月31日")) -> Financials:
        return financials(
            "（一）主要会计数据和财务指标",
            "单位：除特别注明外，为人民币百万元",
            FLOWS,
            "单位：人民币百万元",
            grid(["项目", *heads, "本报告期末较上年度期末增减(%)"], *rows),
        )

    def test_ratios_and_their_changes_are_one_line_at_the_date(self):
        found = self.found(["总资产", "9", "8", "12.50"], ["不良贷款率(%)", "1.09", "1.10", "下降0.01个百分点"])
        ratio = labelled(found, "不良贷款率")
        assert (ratio.span, ratio.value, ratio.prior) == ("point_in_time", D("1.09"), D("1.10"))
        assert (ratio.change, ratio.change_unit) == (D("-0.01"), "pp")
        assert only(found, "total_assets").value == D(9_000_000)
        assert not found.problems

    def test_words_in_place_of_a_change_are_none_and_no_problem(self):
        found = self.found(["总资产", "9", "8", "12.50"], ["不良贷款率(%)", "1.09", "1.09", "持平"])
        assert labelled(found, "不良贷款率").change is None
        assert only(found, "operating_cash_flow").change is None
        assert not found.problems

    def test_other_words_in_place_of_a_change_are_a_problem(self):
        found = self.found(["总资产", "9", "8", "约一成"])
        assert "unreadable-cell" in codes(found)

    def test_what_no_form_knows_is_at_the_date_above_it(self):
        found = self.found(["总资产", "9", "8", "12.50"], ["同业拆入", "3", "2", "50.00"])
        assert labelled(found, "同业拆入").span == "point_in_time"
        assert labelled(found, "同业拆入").value == D(3_000_000)

    def test_of_two_dates_in_a_year_the_year_end_is_compared_with(self):
        heads = ("2023年3月31日", "2022年12月31日", "2022年3月31日")
        found = self.found(["总资产", "9", "8", "7", "12.50"], heads=heads)
        assert five(only(found, "total_assets"))[:2] == [D(9_000_000), D(8_000_000)]
        assert not found.problems

    def test_equity_of_the_parents_shareholders_goes_before_that_of_its_ordinary_ones(self):
        rows = (["归属于母公司普通股股东的所有者权益", "6", "5", "20.00"], ["归属于母公司股东权益", "7", "6", "16.67"])
        found = self.found(["总资产", "9", "8", "12.50"], *rows)
        assert only(found, "net_assets_parent").label == "归属于母公司股东权益"
        assert labelled(found, "归属于母公司普通股股东的所有者权益").item is None
        assert not found.problems

    def test_a_ratio_not_said_to_be_in_per_cent_has_no_unit(self):
        found = self.found(["总资产", "9", "8", "12.50"], ["流动性缺口率", "0.74", "0.70", "0.04"])
        ratio = labelled(found, "流动性缺口率")
        assert (ratio.unit, ratio.value, ratio.change, ratio.change_unit) == (None, D("0.74"), D("0.04"), "pp")


class TestPartsUnderOneHeading:
    WIDE = "八、公司主要会计数据和财务指标"
    HEAD = ("项目", "2023年12月31日", "2022年12月31日")

    def test_a_banks_further_parts_are_taken_to_the_next_heading_of_the_same_depth(self):
        found = financials(
            self.WIDE,
            "（一）主要会计数据和财务指标",
            "单位：人民币百万元",
            FLOWS,
            "（二）补充财务数据",
            "单位：人民币百万元",
            grid(self.HEAD, ["总负债", "6", "5"], ["其中：公司存款", "2", "1"]),
            "（三）资本充足率",
            "单位：人民币百万元",
            grid(
                [Wide("项目", 1, 2), Wide(self.HEAD[1], 2), Wide(self.HEAD[2], 2)],
                ["集团", "银行", "集团", "银行"],
                ["资本净额", "9", "8", "7", "6"],
            ),
            "（四）补充财务指标",
            "单位：%",
            grid(
                ["主要指标", "标准值", *self.HEAD[1:]],
                ["流动性比例", "≥25", "64", "56"],
                ["存贷款比例", "75", "9", "8"],
            ),
            "（五）股东权益变动情况",
            grid(["项目", "上年末数", "本期增加", "年末数"], ["股本", "1", "2", "3"]),
            "九、其他补充财务数据",
            grid(self.HEAD, ["存放同业", "6", "5"]),
        )
        assert [r.label for r in found.records[-6:]] == [
            "经营活动产生的现金流量净额", "总负债", "其中：公司存款", "资本净额", "流动性比例", "存贷款比例",
        ]  # fmt: skip
        assert five(labelled(found, "资本净额"))[:2] == [D(9_000_000), D(7_000_000)]
        assert (labelled(found, "存贷款比例").unit, labelled(found, "存贷款比例").value) == ("%", D(9))

    def test_per_cent_over_the_labels_is_that_of_all_rows_below(self):
        ratios = grid(
            ["财务指标（%）", *self.HEAD[1:]], ["不良贷款率", "0.80", "0.90"], ["最大客户占比", "115.73", "1"]
        )
        title = "（一）主要会计数据和财务指标"
        found = financials(self.WIDE, title, "单位：人民币千元", FLOWS, "（二）补充财务数据", ratios, "九、其他")
        assert [(r.label, r.unit, r.value) for r in found.records[-2:]] == [
            ("不良贷款率", "%", D("0.80")), ("最大客户占比", "%", D("115.73")),
        ]  # fmt: skip

    def test_they_are_none_beside_the_heading_of_the_key_figures(self):
        found = financials(
            "（一）主要会计数据和财务指标",
            "单位：人民币百万元",
            FLOWS,
            "（三）补充财务数据",
            grid(self.HEAD, ["总负债", "6", "5"]),
        )
        assert [r.label for r in found.records][-1] == "经营活动产生的现金流量净额"

    def test_a_line_in_two_tables_is_one_with_the_columns_of_both(self):
        found = financials(
            "二、会计数据和财务指标",
            "单位：人民币百万元",
            grid(
                ["关键指标", "2023年", "2022年"],
                ["营业收入", "33", "32"],
                ["归属于本行股东的净利润", "10", "9"],
                ["每股收益（元）", "1.00", "0.90"],
                ["总资产", "99", "88"],
            ),
            "单位：人民币元",
            grid(
                ["项目", "2023年", "2022年", "同比增减", "2021年"],
                ["营业收入", "33,000,000", "31,999,600", "3.13%", "31,000,000"],
                ["归属于本行股东的净利润", "10,000,000", "9,000,000", "11.11%", "8,000,000"],
            ),
        )
        assert five(only(found, "revenue")) == [D(33_000_000), D(32_000_000), None, D(31_000_000), None]
        assert only(found, "revenue").change == D("3.13")
        assert not found.problems

    def test_two_tables_that_differ_are_named(self):
        rows = (["总资产", "7", "6"], ["每股收益", "1.00", "0.90"])
        tables = [grid(["项目", "2023年", "2022年"], ["归属于本行股东的净利润", x, "9"], *rows) for x in "12"]
        found = financials("二、会计数据和财务指标", "单位：元", tables[0], "其他", tables[1])
        assert codes(found) == ["two-candidates"]

    def test_two_lines_that_could_be_the_same_item_are_named(self):
        rows = (
            ["归属于母公司股东的净资产", "3", "2"],
            ["归属于本行股东的净资产", "4", "3"],
            ["归属于本行股东的净利润", "1", "1"],
            ["总资产", "9", "8"],
            ["每股收益", "1.00", "0.90"],
        )
        found = financials("会计数据和财务指标", "单位：元", grid(["项目", "2023年", "2022年"], *rows))
        assert "net_assets_parent" not in {r.item for r in found.records}
        assert codes(found) == ["two-candidates"]


def test_an_insurer():
    found = financials(
        "主要会计数据和财务指标",
        "单位：人民币百万元",
        grid(
            ["主要会计数据", "2023年", "2022年", "增减变动（%）"],
            ["保险业务收入", "165,851", "163,099", "1.7"],
            ["已赚保费", "163,000", "160,000", "1.9"],
            ["归属于母公司股东的净利润", "8,712", "9,822", "-11.3"],
            ["基本加权平均每股收益（人民币元）", "2.79", "3.15", "-11.4"],
            ["总资产", "9", "8", "12.5"],
        ),
        "单位：人民币百万元",
        grid(["指标", "2023年12月31日", "2022年12月31日", "增减变动"], ["内含价值", "250,510", "255,582", "-2.0%"]),
    )
    assert labelled(found, "保险业务收入").value == D(165_851_000_000)
    assert labelled(found, "内含价值").span == "point_in_time"
    assert labelled(found, "基本加权平均每股收益").unit == "CNY/share"
    assert not found.problems


def test_a_broker():
    found = financials(
        "三、主要会计数据和财务指标",
        "（一）主要会计数据",
        "单位：元 币种：人民币",
        grid(
            ["主要会计数据", "2023年", "2022年", "本期比上年同期增减（%）", "2021年"],
            ["营业收入", "100.00", "90.00", "11.11", "80.00"],
            ["归属于母公司股东的净利润", "10.00", "9.00", "11.11", "8.00"],
            ["其他综合收益的税后净额", "1.00", "-2.00", "不适用", "3.00"],
        ),
        grid(
            ["", "2023年末", "2022年末", "本期末比上年同期末增减（%）", "2021年末"],
            ["资产总额", "1,000.00", "900.00", "11.11", "800.00"],
            ["归属于母公司股东的权益", "300.00", "270.00", "11.11", "240.00"],
            ["所有者权益总额", "310.00", "280.00", "10.71", "250.00"],
        ),
        "（三）母公司的净资本及风险控制指标",
        "单位：元 币种：人民币",
        grid(
            ["项目", "本报告期末", "上年度末"],
            ["净资本", "200.00", "180.00"],
            ["风险覆盖率（%）", "250.10", "240.20"],
            ["净资本/净资产（%）", "66.60", "66.10"],
        ),
    )
    assert only(found, "net_assets_parent").value == D("300.00")
    assert (labelled(found, "净资本").value, labelled(found, "净资本").prior) == (D("200.00"), D("180.00"))
    assert (labelled(found, "风险覆盖率").unit, labelled(found, "风险覆盖率").span) == ("%", "point_in_time")
    assert not found.problems


def test_balances_of_a_brokers_parent_company_in_a_table_of_their_own():
    flows, dates = (
        ["项目", "2019年", "2018年", "本年比上年增减(%)"],
        ["项目", "2019年末", "2018年末", "本年末比上年末增减(%)"],
    )
    found = financials(
        "第二节 公司简介和主要财务指标",
        "六、主要会计数据和财务指标",
        "单位：元",
        "合并",
        grid(
            flows,
            ["营业收入", "300.00", "250.00", "20.00"],
            ["归属于上市公司股东的净利润", "30.00", "25.00", "20.00"],
            ["基本每股收益（元/股）", "0.30", "0.25", "20.00"],
        ),
        grid(
            dates, ["资产总额", "900.00", "800.00", "12.50"], ["归属于上市公司股东的净资产", "400.00", "400.00", "0.00"]
        ),
        "母公司",
        grid(flows, ["营业收入", "280.00", "230.00", "21.74"], ["净利润", "28.00", "23.00", "21.74"]),
        grid(dates, ["资产总额", "880.00", "780.00", "12.82"], ["所有者权益总额", "390.00", "390.00", "0.00"]),
    )
    assert [r.value for r in found.records] == [D(300), D(30), D("0.30"), D(900), D(400)]
    assert only(found, "total_assets").change == D("12.50")
    assert not found.problems


def test_a_report_of_2007():
    found = financials(
        "三、主要会计数据和财务指标",
        "单位：元",
        grid(
            [
                Wide("主要会计数据", 1, 2),
                Wide("2007年", 1, 2),
                Wide("2006年", 2),
                Wide("本年比上年增减(%)", 1, 2),
                Wide("2005年", 2),
            ],
            ["调整后", "调整前", "调整后", "调整前"],
            ["营业收入", "100.00", "90.00", "91.00", "11.11", "80.00", "81.00"],
            ["归属于上市公司股东的净利润", "10.00", "9.00", "9.10", "11.11", "8.00", "8.10"],
            ["基本每股收益", "0.10", "0.09", "0.091", "11.11", "0.08", "0.081"],
            ["全面摊薄净资产收益率(%)", "9.00", "8.00", "8.10", "1.00", "7.00", "7.10"],
            ["加权平均净资产收益率(%)", "9.50", "8.50", "8.60", "1.00", "7.50", "7.60"],
            ["扣除非经常性损益后的加权平均净资产收益率(%)", "9.10", "8.10", "8.20", "1.00", "7.10", "7.20"],
            ["总资产", "900.00", "800.00", "801.00", "12.50", "700.00", "701.00"],
            ["所有者权益（或股东权益）", "300.00", "270.00", "271.00", "11.11", "240.00", "241.00"],
        ),
    )
    assert five(only(found, "revenue")) == [D(100), D(90), D(91), D(80), D(81)]
    assert only(found, "roe_weighted").value == D("9.50")
    assert only(found, "roe_weighted_excl_nonrecurring").value == D("9.10")
    assert labelled(found, "全面摊薄净资产收益率").item is None
    assert only(found, "net_assets_parent").value == D(300)
    assert not found.problems


def test_a_report_of_2006():
    found = financials(
        "二、主要财务数据和指标",
        "单位：元",
        grid(
            ["项目", "2006年", "2005年", "本年比上年增减(%)", "2004年"],
            ["主营业务收入", "100.00", "90.00", "11.11", "80.00"],
            ["净利润", "10.00", "9.00", "11.11", "8.00"],
            ["总资产", "90.00", "80.00", "12.50", "70.00"],
            ["股东权益（不含少数股东权益）", "30.00", "27.00", "11.11", "24.00"],
            ["每股净资产", "1.00", "0.90", "11.11", "0.80"],
        ),
    )
    assert only(found, "revenue").value == D(100)
    assert only(found, "net_assets_parent").value == D(30)
    assert not found.problems


@pytest.mark.parametrize(
    ("label", "item"),
    [
        ("归属于本行普通股股东的基本每股收益", "eps_basic"),
        ("归属于本行普通股股东的稀释每股收益", "eps_diluted"),
        ("归属于母公司普通股股东的扣除非经常性损益后的基本每股收益", "eps_basic_excl_nonrecurring"),
        ("净资产收益率（加权平均）", "roe_weighted"),
        ("扣除非经常性损益后的净资产收益率（加权平均）", "roe_weighted_excl_nonrecurring"),
        ("全面摊薄净资产收益率", None),
        ("归属于本行股东的权益合计", "net_assets_parent"),
        ("主营业务收入", "revenue"),
        ("每股收益（基本与稀释）", "eps_basic"),
        ("股东权益注1", "net_assets_parent"),
        ("扣除非经常性损益的净利润注", "net_profit_parent_excl_nonrecurring"),
        ("归属母公司净利润", "net_profit_parent"),
        ("归属于上市公司股东的扣非净利润", "net_profit_parent_excl_nonrecurring"),
        ("归属于母公司的股东权益", "net_assets_parent"),
        ("除税前利润", "profit_before_tax"),
        ("经营活动产生的净现金流量", "operating_cash_flow"),
        ("每股经营活动产生的现金流量净额", None),
        ("每股基本收益", "eps_basic"),
        ("每股收益（稀释）", "eps_diluted"),
        ("加权平均净资产回报率", "roe_weighted"),
        ("归属于母公司股东的综合收益总额", None),
        ("净利润", None),
    ],
)
def test_labels(label, item):
    from kunlun_cli.extract.labels import item_of

    assert item_of(label).item == item


def test_the_ratio_that_a_label_states_is_at_the_date_above_it():
    """Brokers' 净资本/各项风险准备之和（%）is none of the words for ratios, and had been taken for a flow."""
    found = financials(
        "主要会计数据和财务指标",
        grid(
            ["项目", "本报告期末", "上年度末", "变动比率（%）"],
            ["归属于上市公司股东的净资产（元）", "600", "500", "20.00"],
            ["净资本/各项风险准备之和（%）", "300.00", "250.00", "20.00"],
        ),
        FLOWS,
    )
    ratio = next(r for r in found.records if r.label.startswith("净资本"))
    assert (ratio.span, ratio.value, ratio.change) == ("point_in_time", D("300.00"), D("20.00"))


@pytest.mark.parametrize(
    ("current", "change"), [("1-6月", "增幅（%）"), ("本期金额", "变动率（%）"), ("2024年上半年", "增长率（%）")]
)
def test_further_words_for_the_period_and_its_change(current: str, change: str):
    found = financials(
        "主要会计数据和财务指标",
        grid(["项目", current, "2023年1-6月", change], ["归属于上市公司股东的净利润（元）", "110", "100", "10.00"]),
        grid(
            ["项目", "2024年6月30日", "2023年12月31日", "增减"],
            ["总资产（元）", "900", "800", "12.50"],
            ["每股净资产", "9", "8", ""],
        ),
    )
    assert (found.records[0].value, found.records[0].prior, found.records[0].change) == (D(110), D(100), D("10.00"))


def test_a_year_beside_a_column_that_may_be_of_the_period_itself_is_not_taken_for_it():
    """The year before had come out as the period's own figure."""
    found = financials(
        "主要会计数据和财务指标",
        grid(["项目", "六个月", "2023年1-6月", "增减"], ["归属于上市公司股东的净利润（元）", "110", "100", "10.00"]),
        grid(
            ["项目", "2024年6月30日", "2023年12月31日", "增减"],
            ["总资产（元）", "900", "800", "12.50"],
            ["每股净资产", "9", "8", ""],
        ),
    )
    assert all(D(100) not in {r.value, r.prior} for r in found.records)
    assert {"unknown-column"} <= {p.code for p in found.problems}


@pytest.mark.parametrize(
    ("quarter", "year"),
    [("本报告期", "2023年1-9月"), ("2023年7-9月", "年初至报告期末"), ("第三季度", "前三季度"), ("7-9月", "1-9月")],
)
def test_quarter_and_year_to_date_of_which_one_is_told_by_the_calendar(quarter: str, year: str):
    """The year beside 本报告期 had been taken for the year before, and its figures for those compared with."""
    found = financials(
        "主要会计数据和财务指标",
        grid(
            ["项目", quarter, "比上年同期增减（%）", year, "比上年同期增减（%）"],
            ["归属于上市公司股东的净利润（元）", "110", "10.00", "300", "20.00"],
            ["基本每股收益（元/股）", "0.11", "10.00", "0.30", "20.00"],
        ),
        grid(["项目", "本报告期末", "2022年12月31日", "增减"], ["总资产（元）", "900", "800", "12.50"]),
        header="某某股份有限公司2023年第三季度报告",
    )
    profits = [(r.span, r.value, r.prior, r.change) for r in found.records if r.item == "net_profit_parent"]
    assert profits == [("quarter", D(110), None, D("10.00")), ("year_to_date", D(300), None, D("20.00"))]
    assert [r.prior for r in found.records if r.item == "total_assets"] == [D(800)]


@pytest.mark.parametrize(
    ("before", "after"), [("调整前", "调整后"), ("更正前", "更正后"), ("追溯重述前", "追溯重述后")]
)
def test_years_without_a_word_over_what_was_restated(before: str, after: str):
    """2022 over 调整前 is a year as 2023 is: reading had ended with an error."""
    found = financials(
        "主要会计数据和财务指标",
        grid(
            [Wide("", 1, 2), Wide("2023", 1, 2), Wide("2022", 2), Wide("增减", 1, 2)],
            [before, after],
            ["归属于上市公司股东的净利润（元）", "110", "99", "100", "10.00"],
            ["基本每股收益（元/股）", "0.11", "0.09", "0.10", "10.00"],
            ["总资产（元）", "900", "799", "800", "12.50"],
            widths=[2, 1, 1, 1, 1],
        ),
    )
    first = found.records[0]
    assert (first.value, first.prior, first.prior_before_restatement) == (D(110), D(100), D(99))


def test_of_two_columns_that_give_the_same_neither_is_taken():
    """The first had come out, though nothing tells which is right."""
    found = financials(
        "主要会计数据和财务指标",
        grid(
            ["项目", "本年", "上年", "2021年", "增减"],
            ["归属于上市公司股东的净利润（元）", "110", "100", "90", "10.00"],
            ["基本每股收益（元/股）", "0.11", "0.10", "0.09", "10.00"],
            ["总资产（元）", "900", "800", "700", "12.50"],
        ),
    )
    assert (found.records[0].value, found.records[0].prior, found.records[0].two_years_ago) == (D(110), None, None)
    assert {"two-candidates"} <= {p.code for p in found.problems}


def test_a_table_whose_latest_year_is_not_that_of_the_others_is_doubted():
    """Its column of the report's year was left out, and the year before was given as the report's."""
    rows = (["归属于上市公司股东的净利润", "110", "100"], ["总资产", "900", "800"])
    found = financials(
        "主要会计数据和财务指标",
        "单位：元",
        grid(["主要会计数据", "2024年", "2023年"], *rows),
        "（二）主要财务指标",
        grid(["主要财务指标", "2023年", "2022年"], ["基本每股收益（元/股）", "0.10", "0.09"]),
    )
    doubted = {r.item for r in found.records if any(cell.doubt for cell in r.cells.values())}
    assert doubted == {"eps_basic"}


def test_years_of_a_table_that_was_not_taken_are_not_the_reports():
    """A forecast of the years to come, outside the section, had all key figures withheld."""
    own, forecast = (
        FinancialRecord("revenue", "营业收入", "CNY", "year_to_date", value=D(1), cells={"value": Source(1)})
        for _ in range(2)
    )
    assert with_latest([own], [(own, 2024), (forecast, 2026)]) == [own]


def test_a_table_without_the_column_of_the_reports_own_year_is_doubted() -> None:
    """That of the year before came out as the current one, where no other table told the year."""
    given = FinancialRecord("revenue", "营业收入", "CNY", "year_to_date", value=D(1), cells={"value": Source(page=1)})
    (doubted,) = with_latest([given], [(given, 2023)], 2024)
    assert doubted.cells["value"].doubt
    assert with_latest([given], [(given, 2023)], 2023) == [given]


def test_a_table_of_a_year_after_the_reports_own_is_doubted_and_no_other() -> None:
    """Either year was misread: it came out as the report's own."""
    later, own = (
        FinancialRecord(item, item, "CNY", "year_to_date", value=D(1), cells={"value": Source(page=1)})
        for item in ("revenue", "total_assets")
    )
    given = with_latest([later, own], [(later, 2025), (own, 2024)], 2024)
    assert given[0].cells["value"].doubt
    assert given[1] == own


@pytest.mark.parametrize(
    ("note", "item"), [("注：以归属于本公司股东的数据填列。", "net_profit_parent"), ("注：未经审计。", None)]
)
def test_a_net_profit_that_a_note_below_says_is_the_shareholders(note: str, item: str | None) -> None:
    found = financials(
        "会计数据和财务指标",
        "单位：人民币百万元",
        grid(
            ["主要会计数据", "2024年", "2023年", "同比(%)"],
            ["营业总收入", "404,089", "323,945", "24.7"],
            ["净利润注", "44,960", "27,257", "64.9"],
            ["总资产", "2,834,907", "2,343,962", "20.9"],
            ["基本每股收益注", "4.67", "2.83", "64.9"],
        ),
        note,
    )
    assert labelled(found, "净利润注").item == item


@pytest.mark.parametrize(
    ("quarter", "year"),
    [
        ("截至9月30日止3个月期间", "截至9月30日止9个月期间"),
        ("截至9月30日止三个月期间", "截至9月30日止九个月期间"),
        ("7-9月", "1-9月"),
    ],
)
def test_the_quarter_and_the_nine_months_of_an_insurer_above_their_years(quarter: str, year: str) -> None:
    """The unit stands left of the years, below the months: it heads the labels."""
    found = financials(
        "2.1 主要会计数据及财务指标",
        grid(
            ["", Wide(quarter, 3), Wide(year, 3)],
            ["（人民币百万元）", "2025年", "2024年", "变动(%)", "2025年", "2024年", "变动(%)"],
            ["营业收入", "332,862", "281,468", "18.3", "832,940", "775,383", "7.4"],
            ["归属于母公司股东的净利润", "64,809", "44,563", "45.4", "132,856", "119,182", "11.5"],
            ["基本每股收益（元）", "3.70", "2.52", "46.8", "7.57", "6.73", "12.5"],
            ["总资产", "9", "8", "12.5", "9", "8", "12.5"],
            widths=[2.4, 1.2, 1.2, 1.3, 1.2, 1.2, 1.3],
        ),
        header="某某保险（集团）股份有限公司2025年第三季度报告",
    )
    told = {r.span: (r.value, r.prior, r.change) for r in found.records if r.item == "revenue"}
    assert told == {
        "quarter": (D(332_862_000_000), D(281_468_000_000), D("18.3")),
        "year_to_date": (D(832_940_000_000), D(775_383_000_000), D("7.4")),
    }


def test_the_quarter_of_a_table_whose_year_to_date_stands_without_labels_is_not_given_as_that():
    """A sheet too wide goes on below with its last columns; those of the quarter were taken for the year to date."""
    labels = [
        "营业收入",
        "归属于上市公司股东的净利润",
        "经营活动产生的现金流量净额",
        "基本每股收益（元/股）",
        "稀释每股收益（元/股）",
    ]
    first = grid(["项目", "本报告期", "增减"], *[[label, "10.00", "1.00%"] for label in [*labels, "总资产"]])
    rest = grid(["年初至报告期末", "年初至报告期末比上年同期增减"], *[["30.00", "2.00%"]] * 6)
    found = withheld(financials("主要会计数据和财务指标", "单位：元", first, rest))
    flows = [r for r in found.records if r.span == "year_to_date"]
    assert flows
    assert {(r.value, r.change) for r in flows} == {(None, None)}


def test_key_figures_whose_labels_stand_in_the_last_column_are_named():
    """Beside another table of them they were passed over, and one problem said that the profit was missing."""
    head = ["2023年", "2022年", "主要会计数据"]
    rows = [
        ["1,000.00", "900.00", "营业收入"],
        ["5.00", "4.00", "归属于上市公司股东的净利润"],
        ["8.00", "7.00", "总资产"],
    ]
    more = grid(["项目", "2023年", "2022年"], ["基本每股收益（元/股）", "0.40", "0.34"])
    found = financials("主要会计数据和财务指标", "单位：元", grid(head, *rows), "主要财务指标", more)
    assert codes(found).count("row-without-label") == 3


def test_labels_with_their_english_behind_them_name_their_items():
    """总资产 was given as a line of none of the form's items."""
    rows = [["总资产 Total assets", "5.00", "4.00"], ["营业收入Operating revenue", "1,000.00", "900.00"]]
    more = [["净利润 / Net profit", "5.00", "4.00"], ["基本每股收益（元/股）", "0.40", "0.34"]]
    found = financials("主要会计数据和财务指标", "单位：元", grid(["项目", "2023年", "2022年"], *rows, *more))
    assert {r.item for r in found.records} >= {"total_assets", "revenue", "eps_basic"}


def test_key_figures_behind_the_numbers_of_a_sheet_s_rows_are_named():
    """The letters of its columns stood above their heading, and their table was passed over."""
    labels = ["营业收入", "归属于上市公司股东的净利润", "总资产"]
    rows = [[str(3 + i), label, "8.00", "7.00"] for i, label in enumerate(labels)]
    table = grid(["", "A", "B", "C"], ["2", "主要会计数据", "2023年", "2022年"], *rows)
    more = grid(["项目", "2023年", "2022年"], ["基本每股收益（元/股）", "0.40", "0.34"])
    assert "no-heading" in codes(financials("主要会计数据和财务指标", "单位：元", table, "主要财务指标", more))


@pytest.mark.parametrize("date", ["2024-06-30", "2024年6月30日", "2024.6.30"])
def test_a_date_between_the_labels_and_their_figures_is_no_label(date: str):
    """All rows of the period were lost, their labels being dates."""
    heading = ["", "基准日", "本报告期", "上年同期", "本报告期比上年同期增减"]
    labels = ("营业收入（元）", "归属于上市公司股东的净利润（元）", "总资产（元）", "基本每股收益（元/股）")
    rows = ([label, date, "1,100.00", "1,000.00", "10.00%"] for label in labels)
    found = financials("主要会计数据和财务指标", grid(heading, *rows))
    assert [r.label for r in found.records] == [label.split("（")[0] for label in labels]
    assert (only(found, "revenue").value, only(found, "revenue").prior) == (D(1100), D(1000))


@pytest.mark.parametrize(
    ("label", "item"),
    [
        ("加权平均净资产收益率（%）(5)扣除非经常性损益后的加权平均净资产收益率", None),
        ("基本每股收益（元/股）稀释每股收益（元/股）", None),
        ("总资产(2)归属于上市公司股东的净资产", None),
        ("(5)扣除非经常性损益后的加权平均净资产收益率（%）", "roe_weighted_excl_nonrecurring"),
        ("扣除非经常性损益后的基本每股收益（元/股）", "eps_basic_excl_nonrecurring"),
        ("归属于上市公司股东的净利润（元）", "net_profit_parent"),
    ],
)
def test_a_label_that_holds_those_of_two_lines_is_of_neither(label: str, item: str | None) -> None:
    assert item_of(label).item == item


def test_the_figures_beside_a_label_with_the_beginning_of_the_next_are_not_the_next_line_s() -> None:
    """6.72 was given as the return without non-recurring items, which is 6.22."""
    found = financials(
        "主要会计数据和财务指标",
        "单位：元",
        grid(
            ["主要会计数据", "2024年", "2023年", "同比(%)"],
            ["营业收入", "1,000.00", "900.00", "11.11"],
            ["归属于上市公司股东的净利润", "100.00", "90.00", "11.11"],
            ["总资产", "100.00", "90.00", "11.11"],
            ["基本每股收益（元／股）", "0.39", "0.55", "-29.09"],
            ["(4)加权平均净资产收益率（%）(5)扣除非经常性损益后的加", "6.72", "9.95", "减少3.23个百分点"],
            ["权平均净资产收益率（%）", "6.22", "9.60", "减少3.38个百分点"],
        ),
    )
    returns = {r.item for r in found.records if r.value in {Decimal("6.72"), Decimal("6.22")}}
    assert returns <= {None}
    assert any("(4)加权平均净资产收益率" in p.message for p in found.problems)
