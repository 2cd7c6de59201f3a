from __future__ import annotations

from decimal import Decimal

from kunlun_cli.extract.doubted import withheld
from kunlun_cli.extract.segments import segment_tables
from kunlun_cli.records import Segments
from kunlun_cli.tables.blocks import Block
from tests.unit.drawn import drawn, line


def read(*stream: Block) -> Segments:
    return segment_tables([list(stream)])


class TestCounterparties:
    def test_tables_of_labels_and_values(self):
        customers = drawn(
            [
                ["前五名客户合计销售金额（元）", "864,536,279.47"],
                ["前五名客户合计销售金额占年度销售总额比例", "42.38%"],
                ["前五名客户销售额中关联方销售额占年度销售总额比例（%）", "0.00"],
            ],
            breaks=(1,),
        )
        suppliers = drawn(
            [
                ["前五名供应商合计采购金额（万元）", "23,901.70"],
                ["前五名供应商合计采购金额占年度采购总额比例", "16.11%"],
                ["前五名供应商采购额中关联方采购额占年度采购总额比例（%）", "不适用"],
            ]
        )
        found = read(line("公司主要销售客户情况"), customers, line("公司主要供应商情况"), suppliers).counterparties
        assert [(c.side, c.amount, c.share, c.related_share) for c in found] == [
            ("customers", Decimal("864536279.47"), Decimal("42.38"), Decimal("0.00")),
            ("suppliers", Decimal(239017000), Decimal("16.11"), None),
        ]

    def test_both_sides_in_one_table(self):
        table = drawn(
            [
                ["前五名客户合计销售金额（元）", "8.00"],
                ["前五名客户合计销售金额占年度销售总额比例", "42.38%"],
                ["前五名供应商合计采购金额（元）", "6.00"],
                ["前五名供应商合计采购金额占年度采购总额比例", "16.11%"],
            ]
        )
        assert [(c.side, c.amount) for c in read(table).counterparties] == [
            ("customers", Decimal("8.00")),
            ("suppliers", Decimal("6.00")),
        ]

    def test_the_sentence_of_the_shanghai_form_over_lines(self):
        found = read(
            line("前五名客户销售额 754,491.02 万元，占年度销售总额 68.77%；其中前五名客户销售额中关联"),
            line("方销售额 578,141.83 万元，占年度销售总额 52.69 %。"),
            line("前五名供应商采购额 3,554.09 万元，占年度采购总额 48.40%；其中前五名供应商采购额中关联方采购额 0 万"),
            line("元，占年度采购总额 0。"),
        ).counterparties
        assert [(c.side, c.amount, c.share, c.related_amount, c.related_share) for c in found] == [
            ("customers", Decimal(7544910200), Decimal("68.77"), Decimal(5781418300), Decimal("52.69")),
            ("suppliers", Decimal(35540900), Decimal("48.40"), Decimal(0), Decimal(0)),
        ]
        assert "关联方销售额" in (found[0].source.text or "")

    def test_the_rows_of_the_table_in_text_without_lines(self):
        found = read(
            line("前五名客户合计销售金额（元） 41,405,756.60"),
            line("前五名客户合计销售金额占年度销售总额比例 11.33%"),
            line("前五名客户销售额中关联方销售额占年度销售总额比例 0.00%"),
            line("1 福建风车有限公司 20,401,291.04 5.58%"),
        ).counterparties
        assert [(c.side, c.amount, c.share, c.related_share) for c in found] == [
            ("customers", Decimal("41405756.60"), Decimal("11.33"), Decimal("0.00"))
        ]

    def test_other_sentences_on_customers_state_nothing(self):
        assert read(line("前五名客户与公司不存在关联关系，占比2%。")).counterparties == ()

    def test_two_different_statements_are_a_problem_that_names_both(self):
        first = line("前五名客户销售额 100.00 万元，占年度销售总额 10%；")
        second = line("前五名客户销售额 200.00 万元，占年度销售总额 20%；", page=9)
        found = read(first, drawn([["a"]]), second)
        assert (found.counterparties[0].amount, found.counterparties[0].share) == (None, None)
        assert [p.code for p in found.problems] == ["two-candidates"]


class TestVolumes:
    def test_a_row_an_item_under_a_name_over_several_rows(self):
        table = drawn(
            [
                ["行业分类", "项目", "单位", "2031年", "2030年", "同比增减"],
                [("风车", 1, 3), "销售量", "台", "536,932", "556,443", "-3.51%"],
                ["生产量", "台", "519,339", "562,223", "-7.63%"],
                ["库存量", "台", "48,003", "", ""],
                ["水车", "销售量", "吨", "1.50", "1.00", "50.00%"],
            ]
        )
        found = read(table).volumes
        assert [(v.name, v.item, v.unit, v.value, v.prior, v.change) for v in found] == [
            ("风车", "sales", "台", Decimal(536932), Decimal(556443), Decimal("-3.51")),
            ("风车", "production", "台", Decimal(519339), Decimal(562223), Decimal("-7.63")),
            ("风车", "stock", "台", Decimal(48003), None, None),
            ("水车", "sales", "吨", Decimal("1.50"), Decimal("1.00"), Decimal("50.00")),
        ]

    def test_a_name_cut_from_its_rows_by_the_page(self):
        table = drawn(
            [
                ["行业分类", "项目", "单位", "2031年", "2030年", "同比增减"],
                ["医药行业", "销售量", "千克", "1,495,834.8", "1,352,154.98", "10.63%"],
                [("", 1, 2), "生产量", "千克", "1,578,601.92", "1,380,545.9", "14.35%"],
                ["库存量", "千克", "415,819.13", "333,052.01", "24.85%"],
            ],
            breaks=(2,),
        )
        assert [(v.name, v.item) for v in read(table).volumes] == [
            ("医药行业", "sales"),
            ("医药行业", "production"),
            ("医药行业", "stock"),
        ]

    def test_a_column_an_item_with_its_change(self):
        heading = ["主要产品", "单位", "生产量", "销售量", "库存量"]
        changes = ["生产量比上年增减（%）", "销售量比上年增减（%）", "库存量比上年增减（%）"]
        table = drawn([[*heading, *changes], ["风车", "万台", "8.13", "6.90", "4.55", "28.06", "2.35", "-44.65"]])
        found = read(table).volumes
        assert [(v.item, v.label, v.unit, v.value, v.change) for v in found] == [
            ("production", "生产量", "万台", Decimal("8.13"), Decimal("28.06")),
            ("sales", "销售量", "万台", Decimal("6.90"), Decimal("2.35")),
            ("stock", "库存量", "万台", Decimal("4.55"), Decimal("-44.65")),
        ]

    def test_the_stock_at_the_end_of_the_period_by_its_longer_name(self):
        heading = ["主要产品", "单位", "生产量", "销售量", "期末库存量", "期末库存量比上年增减（%）"]
        found = read(drawn([heading, ["风车", "台", "9", "8", "3", "1.50"]])).volumes
        assert [(r.item, r.value, r.change) for r in found][-1] == ("stock", Decimal(3), Decimal("1.50"))

    def test_a_third_year_beside_the_two_of_the_form(self):
        heading = ["行业分类", "项目", "单位", "2031年", "2030年", "2029年"]
        found = read(drawn([heading, ["医药", "销售量", "吨", "5.00", "4.00", "3.00"]])).volumes
        assert [(r.value, r.prior, r.two_years_ago) for r in found] == [
            (Decimal("5.00"), Decimal("4.00"), Decimal("3.00"))
        ]


class TestResearch:
    def test_amounts_staff_and_points_of_the_shenzhen_form(self):
        table = drawn(
            [
                ["", "2031年", "2030年", "变动比例"],
                ["研发人员数量（人）", "360", "368", "-2.17%"],
                ["研发人员数量占比", "11.96%", "11.55%", "0.41%"],
                ["研发投入金额（元）", "66,221,376.27", "72,182,840.78", "-8.26%"],
                ["研发投入资本化的金额（元）", "0.00", "0.00", "---"],
            ]
        )
        found = read(line("公司研发投入情况"), table).research
        assert [(r.item, r.unit, r.value, r.prior, r.change, r.change_unit) for r in found] == [
            ("staff", None, Decimal(360), Decimal(368), Decimal("-2.17"), "%"),
            ("staff_share", "%", Decimal("11.96"), Decimal("11.55"), Decimal("0.41"), "pp"),
            ("amount", "CNY", Decimal("66221376.27"), Decimal("72182840.78"), Decimal("-8.26"), "%"),
            ("capitalised", "CNY", Decimal("0.00"), Decimal("0.00"), None, None),
        ]

    def test_figures_in_per_cent_are_a_ratio_whatever_ran_into_the_label(self):
        rows = [
            ["", "2031年", "2030年", "变动比例"],
            ["研发人员数量（人）", "360", "368", "-2.17%"],
            ["研发人员数量占比研发人员学历结构", "22.17%", "19.23%", "2.94%"],
        ]
        assert [(r.unit, r.change_unit) for r in read(drawn(rows)).research] == [(None, "%"), ("%", "pp")]

    def test_an_amount_in_a_row_s_name_takes_the_row_s_figures_with_it(self):
        rows = [
            ["分地区", "营业收入", "营业成本", "毛利率"],
            ["境内397,875,535.30", "280,783,134.51", "29.43", "-1.72%"],
            ["境外", "737,763,832.75", "601,896,081.32", "18.42%"],
        ]
        found = withheld(read(line("主营业务分行业、分产品、分地区情况"), line("单位：元"), drawn(rows)))
        assert [(r.revenue, r.cost, r.gross_margin) for r in found.records] == [
            (None, None, None),
            (Decimal("737763832.75"), Decimal("601896081.32"), Decimal("18.42")),
        ]
        assert "doubted-cell" in {p.code for p in found.problems}

    def test_three_years_of_the_growth_board(self):
        table = drawn([["", "2031年", "2030年", "2029年"], ["研发投入金额（元）", "3.00", "2.00", "1.00"]])
        found = read(line("近三年公司研发投入金额及占营业收入的比例"), table).research
        assert (found[0].value, found[0].prior, found[0].two_years_ago) == (
            Decimal("3.00"),
            Decimal("2.00"),
            Decimal("1.00"),
        )

    def test_staff_by_schooling_keeps_the_title_it_stands_under(self):
        table = drawn(
            [
                ["", "2031年", "2030年", "变动比例"],
                ["研发人员数量（人）", "100", "80", "25%"],
                [("研发人员学历结构", 4)],
                ["本科", "60", "50", "20%"],
            ]
        )
        found = read(table).research
        assert [(r.item, r.group, r.label, r.value) for r in found] == [
            ("staff", None, "研发人员数量", Decimal(100)),
            (None, "研发人员学历结构", "本科", Decimal(60)),
        ]

    def test_labels_and_values_of_the_shanghai_form(self):
        table = drawn(
            [
                ["本期费用化研发投入", "150.00"],
                ["本期资本化研发投入", ""],
                ["研发投入合计", "150.00"],
                ["研发投入总额占营业收入比例（%）", "13.09"],
                ["研发投入资本化的比重（%）", "-"],
            ]
        )
        found = read(line("研发投入情况表"), line("单位：万元"), table).research
        assert [(r.item, r.unit, r.value) for r in found] == [
            ("expensed", "CNY", Decimal(1500000)),
            ("capitalised", "CNY", None),
            ("amount", "CNY", Decimal(1500000)),
            ("revenue_share", "%", Decimal("13.09")),
            ("capitalised_share", "%", None),
        ]

    def test_points_in_words_of_the_science_board(self):
        table = drawn(
            [
                ["", "本期数", "上年同期数", "变化幅度（%）"],
                ["研发投入总额占营业收入比例（%）", "13.83", "17.51", "减少3.68个百分点"],
            ]
        )
        found = read(line("研发投入情况表"), table).research
        assert (found[0].change, found[0].change_unit) == (Decimal("-3.68"), "pp")

    def test_key_figures_with_a_line_on_research_are_not_taken(self):
        table = drawn(
            [
                ["主要财务指标", "2031年", "2030年", "增减(%)"],
                ["基本每股收益（元／股）", "0.56", "1.21", "-53.72"],
                ["研发投入占营业收入的比例（%）", "12.70", "10.89", "增加1.81个百分点"],
            ]
        )
        assert read(table).research == ()

    def test_the_half_years_table_of_changes_gives_the_amount_where_nothing_else_does(self):
        overview = drawn(
            [
                ["", "本报告期", "上年同期", "同比增减", "变动原因"],
                ["营业收入", "9,000.00", "8,000.00", "12.50%", ""],
                ["研发投入", "300.00", "200.00", "50.00%", "项目增加"],
            ]
        )
        titles = [line("主要财务数据同比变动情况"), line("单位：千元")]
        found = read(*titles, overview).research
        assert [(r.item, r.value, r.prior, r.change) for r in found] == [
            ("amount", Decimal(300000), Decimal(200000), Decimal("50.00"))
        ]
        own = drawn([["研发投入合计", "301.00"], ["研发投入总额占营业收入比例（%）", "3.3"]])
        assert [r.item for r in read(*titles, overview, own).research] == ["amount", "revenue_share"]
