from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kunlun_cli.extract.segment_columns import breakdown_of
from kunlun_cli.extract.segments import _to_come, read_segment_tables, segment_tables
from kunlun_cli.outline.stream import Stream
from kunlun_cli.records import Metric, SegmentRecord, Segments
from kunlun_cli.render.view_segments import segment_sheets
from kunlun_cli.tables.blocks import Block
from tests.unit.drawn import drawn, line
from tests.unit.made import INFO
from tests.unit.pages import Document, Wide, grid, report

YEARS = [("", 1, 2), ("2031年", 2), ("2030年", 2), ("同比增减", 1, 2)]
PARTS = ["金额", "占营业收入比重", "金额", "占营业收入比重"]
MAJOR = [
    "",
    "营业收入",
    "营业成本",
    "毛利率",
    "营业收入比上年同期增减",
    "营业成本比上年同期增减",
    "毛利率比上年同期增减",
]
SHANGHAI = [
    "营业收入",
    "营业成本",
    "毛利率（%）",
    "营业收入比上年增减（%）",
    "营业成本比上年增减（%）",
    "毛利率比上年增减（%）",
]
TITLE = [line("（1）营业收入构成"), line("单位：元")]
MAJOR_TITLE = [line("（2）占公司营业收入或营业利润10%以上的行业、产品、地区、销售模式的情况"), line("单位：元")]


def read(*stream: Block) -> Segments:
    return segment_tables([list(stream)])


def row(records: Segments, name: str, table: str = "composition") -> SegmentRecord:
    return next(r for r in records.records if r.name == name and r.table == table)


def composition(*rows: list, **kwargs: object) -> Segments:
    return read(*TITLE, drawn([YEARS, PARTS, *rows], **kwargs))


class TestComposition:
    def test_years_shares_and_change_are_bound_by_their_headings(self):
        found = composition(
            ["营业收入合计", "1,000.50", "100%", "800.00", "100%", "25.06%"],
            [("分产品", 6)],
            ["风车", "1,000.50", "100.00%", "800.00", "100.00%", "25.06%"],
        )
        total, mill = found.records
        assert (total.dimension, total.dimension_label, total.name) == ("total", None, "营业收入合计")
        assert (mill.dimension, mill.dimension_label) == ("product", "分产品")
        assert (mill.revenue, mill.revenue_share) == (Decimal("1000.50"), Decimal("100.00"))
        assert (mill.prior_revenue, mill.prior_share, mill.revenue_change) == (
            Decimal("800.00"),
            Decimal("100.00"),
            Decimal("25.06"),
        )
        assert found.problems == ()

    def test_the_later_year_is_the_current_one_wherever_it_stands(self):
        heading = [("项目", 1, 2), ("2030年", 2), ("2031年", 2), ("同比增减", 1, 2)]
        found = read(*TITLE, drawn([heading, PARTS, [("分地区", 6)], ["东区", "1.00", "9%", "2.00", "8%", "100%"]]))
        assert row(found, "东区").revenue == Decimal("2.00")
        assert row(found, "东区").prior_share == Decimal(9)

    def test_half_year_headings_name_periods_and_not_years(self):
        heading = [("", 1, 2), ("本报告期", 2), ("上年同期", 2), ("同比增减", 1, 2)]
        found = read(*TITLE, drawn([heading, PARTS, [("分行业", 6)], ["制造", "3.00", "60%", "2.00", "50%", "50%"]]))
        assert (row(found, "制造").revenue, row(found, "制造").prior_revenue) == (Decimal("3.00"), Decimal("2.00"))

    def test_a_breakdown_row_may_have_blank_cells_instead_of_one_wide_cell(self):
        found = composition(["分行业", "", "", "", "", ""], ["制造", "3.00", "60%", "2.00", "50%", "50%"])
        assert [(r.dimension, r.name) for r in found.records] == [("industry", "制造")]

    def test_a_title_behind_a_blank_margin_names_the_breakdown(self):
        """A line aside made a column of the room beside the table; the rows were given as of no breakdown."""
        heading = [("", 1, 2), ("", 1, 2), ("2031年", 2), ("2030年", 2), ("同比增减", 1, 2)]
        rows = [["", ("分行业", 6)], ["", "制造", "3.00", "60%", "2.00", "50%", "50%"]]
        found = read(*TITLE, drawn([heading, PARTS, *rows]))
        assert [(r.dimension, r.name) for r in found.records] == [("industry", "制造")]

    def test_rows_of_no_breakdown_are_named(self):
        found = composition(["制造", "3.00", "60%", "2.00", "50%", "50%"], ["其他", "2.00", "40%", "2.00", "50%", "0%"])
        assert [p.code for p in found.problems] == ["missing-row"]

    def test_a_breakdown_without_rows_gives_no_record(self):
        found = composition(
            [("分产品", 6)], [("分地区", 6)], ["东区", "3.00", "60%", "2.00", "50%", "50%"], [("分销售模式", 6)]
        )
        assert [(r.dimension, r.name) for r in found.records] == [("region", "东区")]

    def test_any_other_breakdown_is_kept_as_other(self):
        found = composition([("按照疾病应用领域", 6)], ["甲", "3.00", "60%", "2.00", "50%", "50%"])
        assert (found.records[0].dimension, found.records[0].dimension_label) == ("other", "按照疾病应用领域")

    def test_blank_is_null_and_zero_is_zero(self):
        found = composition(
            [("分产品", 6)], ["新品", "3.00", "60%", "", "", "--"], ["旧品", "0.00", "0.00%", "2.00", "9%", ""]
        )
        assert (row(found, "新品").prior_revenue, row(found, "新品").revenue_change) == (None, None)
        assert row(found, "旧品").revenue == 0
        assert found.problems == ()

    def test_a_cell_that_cannot_be_read_is_null_and_named(self):
        found = composition([("分产品", 6)], ["风车", "1,00.5O", "60%", "2.00", "50%", "50%"])
        assert row(found, "风车").revenue is None
        assert [p.code for p in found.problems] == ["unreadable-cell"]
        assert "风车" in found.problems[0].message

    def test_an_amount_in_per_cent_is_not_taken(self):
        found = composition([("分产品", 6)], ["风车", "60%", "60%", "2.00", "50%", "50%"])
        assert row(found, "风车").revenue is None
        assert [p.code for p in found.problems] == ["unreadable-cell"]

    def test_amounts_are_scaled_by_the_unit_above(self):
        table = drawn([YEARS, PARTS, [("分产品", 6)], ["风车", "1.25", "60%", "2", "50%", "50%"]])
        found = read(line("营业收入构成"), line("单位：万元"), table)
        assert (row(found, "风车").revenue, row(found, "风车").prior_revenue) == (Decimal(12500), Decimal(20000))
        assert row(found, "风车").revenue_share == 60

    def test_a_unit_that_is_not_stated_is_a_problem(self):
        found = read(
            line("营业收入构成"), drawn([YEARS, PARTS, [("分产品", 6)], ["风车", "1.25", "60%", "2", "50%", "5%"]])
        )
        assert [p.code for p in found.problems] == ["unit-not-stated"]

    def test_costs_by_the_same_headings_are_another_table(self):
        heading = [("行业分类", 1, 2), ("项目", 1, 2), ("2031年", 2), ("2030年", 2), ("同比增减", 1, 2)]
        parts = ["金额", "占营业成本比重", "金额", "占营业成本比重"]
        costs = drawn([heading, parts, ["风车", "木材", "1.25", "60%", "2", "50%", "5%"]])
        assert read(line("（5）营业成本构成"), line("单位：元"), costs).records == ()

    def test_a_list_of_customers_is_no_composition(self):
        heading = ["客户名称", "营业收入总额", "占公司全部营业收入的比例"]
        assert read(line("单位：元"), drawn([heading, ["第一名", "3.00", "7.00"]])).records == ()

    def test_a_list_of_subsidiaries_breaks_nothing_down(self):
        heading = ["公司名称", *SHANGHAI]
        values = ["100.00", "60.00", "40.00", "5.00", "6.00", "0.10"]
        assert read(line("单位：元"), drawn([heading, ["风车公司", *values]])).records == ()

    def test_research_of_other_companies_is_no_composition(self):
        table = drawn([["同行业可比公司", "研发投入金额", "研发投入占营业收入比例（%）"], ["甲公司", "3.00", "7.00"]])
        assert read(*TITLE[1:], table).records == ()

    def test_a_restated_year_counts_as_restated(self):
        heading = [("", 1, 2), ("2031年", 2), ("2030年", 4), ("同比增减", 1, 2)]
        parts = ["金额", "占营业收入比重", "调整前金额", "调整前占营业收入比重", "调整后金额", "调整后占营业收入比重"]
        table = drawn([heading, parts, [("分产品", 8)], ["风车", "5.00", "9%", "4.00", "8%", "3.00", "7%", "66%"]])
        assert (row(read(*TITLE, table), "风车").prior_revenue, row(read(*TITLE, table), "风车").prior_share) == (3, 7)

    def test_a_breakdown_may_stand_in_a_column_beside_the_names(self):
        heading = [("项目", 2, 2), ("2031年", 2), ("2030年", 2), ("同比增减", 1, 2)]
        found = read(
            *TITLE,
            drawn(
                [
                    heading,
                    PARTS,
                    [("分产品", 1, 2), "风车", "3.00", "60%", "2.00", "50%", "50%"],
                    ["水车", "2.00", "40%", "2.00", "50%", "0%"],
                    ["分地区", "东区", "5.00", "100%", "4.00", "100%", "25%"],
                ]
            ),
        )
        assert [(r.dimension, r.name) for r in found.records] == [
            ("product", "风车"),
            ("product", "水车"),
            ("region", "东区"),
        ]

    def test_the_share_of_revenue_is_never_taken_for_revenue(self):
        table = drawn([["项目", "2031年收入金额", "营业收入占比（%）"], ["风车", "5.00", "9.00"]])
        found = row(read(*TITLE, table), "风车")
        assert (found.revenue, found.revenue_share) == (Decimal("5.00"), Decimal("9.00"))


class TestPageBreaks:
    def test_a_heading_cut_by_the_page_is_one_heading(self):
        found = read(
            *TITLE,
            drawn(
                [
                    ["", ("2031年", 2), ("2030年", 2), "同比增减"],
                    ["", *PARTS, ""],
                    ["营业收入合计", "5.00", "100%", "4.00", "100%", "25%"],
                    [("分产品", 6)],
                    ["风车", "5.00", "100%", "4.00", "100%", "25%"],
                ],
                breaks=(1,),
            ),
        )
        assert row(found, "风车").prior_revenue == Decimal("4.00")

    @pytest.mark.parametrize("title", [[("分产品", 6)], ["分产品", "", "", "", "", ""]])
    def test_a_breakdown_row_first_on_the_page_belongs_to_no_row_before(self, title):
        found = composition(
            [("分行业", 6)],
            ["制造", "5.00", "100%", "4.00", "100%", "25%"],
            title,
            ["风车", "5.00", "100%", "4.00", "100%", "25%"],
            breaks=(4,),
        )
        assert [(r.dimension, r.name) for r in found.records] == [("industry", "制造"), ("product", "风车")]

    def test_a_breakdown_row_right_below_the_heading_is_no_part_of_it(self):
        found = composition(
            ["分行业", "", "", "", "", ""], ["制造", "5.00", "100%", "4.00", "100%", "25%"], breaks=(2,)
        )
        assert row(found, "制造").dimension == "industry"

    def test_a_row_with_blanks_first_on_the_page_is_a_row_of_its_own(self):
        found = composition(
            [("分地区", 6)],
            ["东区", "5.00", "90%", "4.00", "100%", "25%"],
            ["西区", "0.50", "10%", "", "", ""],
            ["北区", "0.30", "10%", "0.20", "1%", "50%"],
            breaks=(4,),
        )
        assert [r.name for r in found.records] == ["东区", "西区", "北区"]

    def test_a_row_cut_by_the_page_is_made_whole(self):
        found = composition(
            [("分地区", 6)],
            ["东部和", "27,247,893,7", "90%", "4.00", "100%", "25%"],
            ["中部", "72.18", "", "", "", ""],
            ["北区", "0.30", "10%", "0.20", "1%", "50%"],
            breaks=(4,),
        )
        assert [r.name for r in found.records] == ["东部和中部", "北区"]
        assert row(found, "东部和中部").revenue == Decimal("27247893772.18")

    def test_the_rest_of_a_table_that_was_not_joined_is_a_problem(self):
        rest = drawn([["西区", "0.50", "10%", "", "", ""]], page=2)
        stream = [*TITLE, drawn([YEARS, PARTS, [("分地区", 6)], ["东区", "5.00", "90%", "4.00", "100%", "25%"]])]
        assert [p.code for p in read(*stream, rest).problems] == ["rest-not-read"]
        assert read(*stream, line("（2）费用"), rest).problems == ()
        # The title of a breakdown first on the page is in no drawing where the table has no outer verticals.
        assert [p.code for p in read(*stream, line("分产品", page=2), rest).problems] == ["rest-not-read"]


def shanghai(*rows: list, **kwargs: object) -> Segments:
    titles = [line("(1).主营业务分行业、分产品、分地区、分销售模式情况"), line("单位：元 币种：人民币")]
    return read(*titles, drawn(rows, **kwargs))


class TestMajor:
    def test_a_row_mixed_with_its_heading_is_named(self):
        """A figure that hung over the rule took it away, and the only row of the part was dropped without a word."""
        values = ["5.00", "3.00", "40.00", "5", "6", "0.10"]
        industry = [
            f"{head}{value}" for head, value in zip(MAJOR, ["仪器", "1,011.48", "631.30", *values[2:]], strict=True)
        ]
        found = read(*MAJOR_TITLE, drawn([industry, MAJOR, [("分产品", 7)], ["风车", *values]]))
        assert [p.code for p in found.problems] == ["unaccounted"]

    def test_each_heading_of_the_shanghai_form_has_its_own_breakdown(self):
        values = ["100.00", "60.00", "40.00", "5.00", "6.00", "减少2.07个百分点"]
        found = shanghai(
            [("主营业务分行业情况", 7)],
            ["分行业", *SHANGHAI],
            ["制造", *values],
            [("主营业务分销售模式情况", 7)],
            ["销售模式", *SHANGHAI],
            ["直销", *values],
        )
        assert [(r.table, r.dimension, r.dimension_label, r.name) for r in found.records] == [
            ("major", "industry", "分行业", "制造"),
            ("major", "sales_model", "销售模式", "直销"),
        ]
        assert found.records[0].gross_margin_change == Decimal("-2.07")
        assert found.records[0].basis == "main"

    def test_a_title_at_the_foot_of_a_page_rules_the_heading_on_the_next(self):
        values = ["100.00", "60.00", "40.00", "5.00", "6.00", "0.10"]
        found = shanghai(
            [("主营业务分行业情况", 7)],
            ["分行业", *SHANGHAI],
            ["制造", *values],
            [("主营业务分产品情况", 7)],
            ["分产品", *SHANGHAI],
            ["风车", *values],
            breaks=(4,),
        )
        assert [(r.dimension, r.name) for r in found.records] == [("industry", "制造"), ("product", "风车")]

    def test_a_repeated_heading_on_the_next_page_is_no_row(self):
        values = ["100.00", "60.00", "40.00%", "5.00%", "6.00%", "0.10%"]
        found = read(
            *MAJOR_TITLE, drawn([MAJOR, [("分产品", 7)], ["风车", *values], MAJOR, ["水车", *values]], breaks=(3,))
        )
        assert [(r.dimension, r.name) for r in found.records] == [("product", "风车"), ("product", "水车")]

    def test_products_or_services_of_the_growth_board_are_products(self):
        titles = [line("占比10%以上的产品或服务情况"), line("☑适用□不适用"), line("单位：万元")]
        values = ["1,000.50", "600.00", "40.03%", "5.00%", "6.00%", "0.10%"]
        found = read(*titles, drawn([MAJOR, [("分产品或服务", 7)], ["风车", *values]]))
        record = found.records[0]
        assert (record.dimension, record.dimension_label) == ("product", "分产品或服务")
        assert (record.revenue, record.cost) == (Decimal(10005000), Decimal(6000000))

    def test_a_unit_in_the_heading_rules_its_column(self):
        heading = ["分产品", "营业收入（百万元）", "营业成本（百万元）", *SHANGHAI[2:]]
        found = read(MAJOR_TITLE[0], drawn([heading, ["风车", "1.5", "1", "33.33", "5", "6", "0.10"]]))
        assert (found.records[0].revenue, found.problems) == (Decimal(1500000), ())

    def test_a_title_above_names_the_breakdown_where_the_table_does_not(self):
        values = ["100.00", "60.00", "40.00", "5.00", "6.00", "0.10"]
        found = read(line("主营业务分地区情况"), line("单位：元"), drawn([["项目", *SHANGHAI], ["东区", *values]]))
        assert (found.records[0].dimension, found.records[0].dimension_label) == ("region", "分地区")

    def test_regions_of_older_forms_have_revenue_and_change_alone(self):
        table = drawn([["地区", "营业收入", "营业收入比上年增减（%）"], ["东区", "100.00", "5.00"]])
        found = read(line("主营业务分地区情况表"), line("单位：元"), table)
        assert [(r.dimension, r.revenue, r.revenue_change) for r in found.records] == [("region", 100, 5)]

    def test_a_breakdown_in_a_line_of_the_next_name_holds_for_the_rows_below(self):
        """In a text a note above 分产品 made both lines of the next row, and products were given as industries."""
        values = ["100.00", "60.00", "40.00", "5.00", "6.00", "0.10"]
        rows = [["泵业", *values], ["说明：见下文\n分产品\n电机", *values], ["水泵", *values]]
        table = drawn([["分行业", *SHANGHAI], *rows])
        lined = [
            replace(r, cells=tuple(c._replace(lines=tuple(c.text.splitlines())) for c in r.cells)) for r in table.rows
        ]
        found = read(*MAJOR_TITLE, table._replace(rows=tuple(lined)))
        assert row(found, "泵业", "major").dimension == "industry"
        assert row(found, "水泵", "major").dimension == "product"

    def test_a_name_of_which_a_part_hangs_in_the_title_above_it_is_named(self):
        """分产品 with the first letter of a name was a breakdown of its own, and the name was given without it."""
        values = ["100.00", "60.00", "40.00", "5.00", "6.00", "0.10"]
        table = drawn([["分行业", *SHANGHAI], ["泵业", *values], [("分产品高", 7)], ["效电机", *values]])
        rows = list(table.rows)
        rows[2] = replace(rows[2], cells=(rows[2].cells[0]._replace(lines=("分产品", "高")),))
        found = read(*MAJOR_TITLE, table._replace(rows=tuple(rows)))
        assert row(found, "效电机", "major").dimension == "product"
        assert [p.message for p in found.problems] == ["效电机: a part of it may stand in the row above: 分产品高"]

    def test_columns_of_changes_are_told_by_the_beginning_of_their_headings(self):
        """A line through 增减 had made them columns of the year before, and their changes were not given."""
        heading = [h.replace("增减", "增\ufffd减") for h in SHANGHAI]
        table = drawn([["分地区", *heading], ["东区", "100.00", "60.00", "40.00", "5.00", "6.00", "0.10"]])
        (record,) = read(*MAJOR_TITLE, table).records
        assert (record.revenue, record.revenue_change, record.cost_change) == (100, 5, 6)

    def test_operating_profit_of_the_older_summaries_is_no_cost(self):
        titles = [line("占公司主营业务收入或主营业务利润10%以上的产品情况"), line("√适用□不适用"), line("单位：元")]
        heading = [
            "产品名称",
            "营业收入",
            "营业利润",
            "毛利率",
            *SHANGHAI[3:4],
            "营业利润比上年同期增减",
            *SHANGHAI[5:],
        ]
        found = read(
            *titles, drawn([heading, ["风车", "100.00", "7.00", "40.00%", "5.00%", "6.00%", "0.10%"]])
        ).records[0]
        assert (found.dimension, found.gross_margin, found.cost, found.cost_change) == ("product", 40, None, None)

    def test_titles_of_the_beijing_form(self):
        heading = ["类别/项目", "营业收入", "营业成本", "毛利率%", *SHANGHAI[3:]]
        table = drawn(
            [
                heading,
                ["风车", "100.00", "60.00", "40.00%", "5.00%", "6.00%", "增加0.10个百分点"],
                ["合计", "100.00", "60.00", "-", "-", "-", "-"],
            ]
        )
        found = read(line("按产品分类分析："), line("单位：元"), table)
        assert [(r.dimension, r.name) for r in found.records] == [("product", "风车"), ("product", "合计")]

    def test_last_years_figures_regrouped_are_not_this_years(self):
        titles = [line("公司最近1年按报告期末口径调整后的主营业务数据"), line("√适用□不适用"), line("单位：元")]
        values = ["100.00", "60.00", "40.00%", "5.00%", "6.00%", "0.10%"]
        table = drawn([MAJOR, [("分产品", 7)], ["风车", *values]])
        found = read(*MAJOR_TITLE, table, *titles, table)
        assert len(found.records) == 1

    def test_a_margin_of_the_whole_trade_is_not_the_companys(self):
        heading = ["治疗领域", *SHANGHAI, "同行业同领域产品毛利率情况"]
        found = read(line("单位：元"), drawn([heading, ["骨科", "100.00", "60.00", "40.00", "5", "6", "0.1", "99"]]))
        assert (found.records[0].dimension, found.records[0].gross_margin) == ("other", Decimal("40.00"))

    def test_two_columns_of_one_meaning_give_neither_and_a_problem(self):
        heading = ["分产品", "营业收入", "营业成本", "毛利率", "毛利率（含税）", *SHANGHAI[3:]]
        found = read(*MAJOR_TITLE, drawn([heading, ["风车", "100.00", "60.00", "40.00", "41.00", "5", "6", "0.1"]]))
        assert found.records[0].gross_margin is None
        assert [p.code for p in found.problems] == ["two-candidates"]

    def test_ratios_that_contradict_all_amounts_are_a_problem(self):
        values = ["60.00", "100.00", "40.00%", "5.00%", "6.00%", "0.10%"]
        found = read(*MAJOR_TITLE, drawn([MAJOR, [("分产品", 7)], ["风车", *values], ["水车", *values]]))
        assert [p.code for p in found.problems] == ["columns-doubtful"]

    def test_a_change_in_multiples_is_not_taken_for_per_cent(self):
        values = ["100.00", "60.00", "40.00%", "增长3.5倍", "6.00%", "0.10%"]
        found = read(*MAJOR_TITLE, drawn([MAJOR, [("分产品", 7)], ["风车", *values]]))
        assert found.records[0].revenue_change is None
        assert [p.code for p in found.problems] == ["unreadable-cell"]

    def test_figures_without_a_name_are_a_problem(self):
        values = ["100.00", "60.00", "40.00%", "5.00%", "6.00%", "0.10%"]
        found = read(*MAJOR_TITLE, drawn([MAJOR, [("分产品", 7)], ["", *values]]))
        assert (found.records, [p.code for p in found.problems]) == ((), ["row-without-name", "table-not-read"])

    def test_a_name_that_stands_twice_is_a_problem(self):
        values = ["100.00", "60.00", "40.00%", "5.00%", "6.00%", "0.10%"]
        found = read(*MAJOR_TITLE, drawn([MAJOR, [("分行业", 7)], ["风车", *values], ["风车", *values]]))
        assert [p.code for p in found.problems] == ["two-candidates"]

    def test_a_name_that_stands_twice_with_other_figures_gives_neither(self):
        values = ["60.00", "40.00%", "5.00%", "6.00%", "0.10%"]
        rows = [["风车", "100.00", *values], ["风车", "150.00", *values]]
        found = read(*MAJOR_TITLE, drawn([MAJOR, [("分行业", 7)], *rows]))
        assert [(r.revenue, r.cost) for r in found.records] == [(None, Decimal("60.00"))] * 2

    def test_a_fall_by_a_negative_number_is_not_guessed(self):
        values = ["100.00", "60.00", "40.00%", "5.00%", "6.00%", "减少-2.07个百分点"]
        found = read(*MAJOR_TITLE, drawn([MAJOR, [("分产品", 7)], ["风车", *values]]))
        assert found.records[0].gross_margin_change is None
        assert [p.code for p in found.problems] == ["unreadable-cell"]

    @pytest.mark.parametrize("name", ["20,416,958,4电力11.93", "苗木销售分产品", "电力 8.39"])
    def test_a_name_that_holds_other_cells_is_a_problem(self, name):
        values = ["100.00", "60.00", "40.00%", "5.00%", "6.00%", "0.10%"]
        found = read(*MAJOR_TITLE, drawn([MAJOR, [("分行业", 7)], [name, *values]]))
        assert [p.code for p in found.problems] == ["name-doubtful"]

    def test_a_cost_without_revenue_is_a_problem(self):
        found = read(*MAJOR_TITLE, drawn([MAJOR, [("分行业", 7)], ["风车", "", "60.00", "40.00%", "5%", "6%", "1%"]]))
        assert [p.code for p in found.problems] == ["row-incomplete"]

    def test_a_unit_holds_for_the_tables_of_its_part_and_no_further(self):
        table = drawn([["项目", *SHANGHAI], ["东区", "100.00", "60.00", "40.00", "5.00", "6.00", "0.10"]])
        first = [line("(1).主营业务分行业、分产品、分地区情况"), line("单位：万元"), line("主营业务分行业情况"), table]
        found = read(*first, line("主营业务分地区情况"), table, line("(2).产销量"), table)
        assert [r.revenue for r in found.records] == [1000000, 1000000, Decimal("100.00")]
        assert [p.code for p in found.problems] == ["unit-not-stated", "missing-row"]


class TestParents:
    def parents(self, *rows: tuple[str, str]) -> list[str | None]:
        lines = [[name, value, "9%", "4.00", "9%", "25%"] for name, value in rows]
        return [r.parent for r in composition([("分产品", 6)], *lines).records]

    def test_parts_that_add_up_to_the_row_above_are_under_it(self):
        rows = [("风车", "9.00"), ("其中：大风车", "6.00"), ("小风车", "3.00"), ("其他", "3.00")]
        assert self.parents(*rows) == [None, "风车", "风车", None]

    def test_only_the_marked_row_where_nothing_adds_up(self):
        assert self.parents(("风车", "9.00"), ("其中：大风车", "6.00"), ("其他", "1.00")) == [None, "风车", None]

    def test_each_row_that_is_marked(self):
        rows = [("风车", "9.00"), ("其中：大风车", "2.00"), ("其中：小风车", "1.00"), ("其他", "1.00")]
        assert self.parents(*rows) == [None, "风车", "风车", None]

    def test_a_mark_on_the_first_row_has_no_parent(self):
        assert self.parents(("其中：大风车", "2.00"), ("其他", "1.00")) == [None, None]


class TestAnnounced:
    def test_a_title_without_a_table_is_a_problem(self):
        found = read(*TITLE, line("见附注。"))
        assert [p.code for p in found.problems] == ["table-not-read"]

    def test_a_title_ticked_off_is_none(self):
        assert read(line("占比10%以上的产品或服务情况"), line("□适用√不适用")).problems == ()


class TestBreakdowns:
    @pytest.mark.parametrize(
        ("text", "dimension", "label"),
        [
            ("分行业", "industry", "分行业"),
            ("主营业务分行业情况", "industry", "分行业"),
            ("分客户所处行业", "industry", "分客户所处行业"),
            ("分产品或服务", "product", "分产品或服务"),
            ("主营业务分地区情况", "region", "分地区"),
            ("分销模式", "sales_model", "分销模式"),
            ("按业务类型", "other", "按业务类型"),
        ],
    )
    def test_known_words(self, text, dimension, label):
        found = breakdown_of(text)
        assert found is not None
        assert (found.dimension, found.label) == (dimension, label)

    @pytest.mark.parametrize("text", ["分部抵消", "其他", "营业收入合计", "", "主营业务分行业、分产品情况"])
    def test_words_that_are_none(self, text):
        assert breakdown_of(text) is None

    def test_a_plain_noun_counts_above_a_column_only(self):
        assert breakdown_of("地区") is None
        found = breakdown_of("地区", bare=True)
        assert found is not None
        assert found.dimension == "region"


@given(st.lists(st.tuples(st.integers(0, 10**15), st.integers(-(10**6), 10**6)), min_size=1, max_size=6))
def test_every_printed_amount_comes_out_digit_for_digit(rows):
    lines = []
    for i, (amount, change) in enumerate(rows):
        value, moved = Decimal(amount).scaleb(-2), Decimal(change).scaleb(-2)
        lines.append([f"产品{i}", f"{value:,.2f}", "1.00%", f"{value:,.2f}", "1.00%", f"{moved:,.2f}%"])
    found = composition([("分产品", 6)], *lines)
    assert [(r.revenue, r.revenue_change) for r in found.records] == [
        (Decimal(a).scaleb(-2), Decimal(c).scaleb(-2)) for a, c in rows
    ]
    assert found.problems == ()


@pytest.mark.parametrize(
    ("period", "end", "forecast"),
    [
        ("2030年", dt.date(2024, 12, 31), True),
        ("2024年", dt.date(2024, 6, 30), True),
        ("2024年", dt.date(2024, 12, 31), False),
        ("2023年", dt.date(2024, 6, 30), False),
        ("2024年上半年", dt.date(2024, 6, 30), False),
        (None, dt.date(2024, 6, 30), False),
    ],
)
def test_a_figure_of_a_year_that_is_not_over_is_a_forecast_and_shown_as_one(period, end, forecast: bool) -> None:
    metric = Metric(None, "中国", "市场规模", Decimal(1), "CNY", period=period)
    assert _to_come(metric, replace(INFO, period_end=end)) is forecast
    (shown,) = segment_sheets(Segments(metrics=(replace(metric, forecast=forecast),)))["metrics"][0].rows
    assert ("预测" in str(shown.values["metric"])) is forecast


def test_pages_are_found_though_the_words_of_the_heading_wrap() -> None:
    """Of a heading over two lines the lines of a page tell the halves apart; nothing had been read, nor named."""
    row = ["风车", "1,000.50", "800.40", "20.00", "1.00", "1.00", "0.00"]
    pages = report("（2）主营业务构成情况", "单位：元", grid(["", *SHANGHAI], ["分产品", *[""] * 6], row))
    assert [r.name for r in segment_tables(Stream(Document(pages)).located("segments")).records] == ["风车"]


def test_pages_are_found_by_any_word_for_a_share_of_revenue() -> None:
    """A table with 占比 over its shares had been on no page that was looked at, below its own title."""
    table = grid(
        [Wide("", 1, 2), Wide("2031年", 2), Wide("2030年", 2), Wide("同比增减", 1, 2)],
        ["金额", "占比", "金额", "占比"],
        ["营业收入合计", "1,000.50", "100%", "800.00", "100%", "25.06%"],
        [Wide("分产品", 6)],
        ["风车", "1,000.50", "100.00%", "800.00", "100.00%", "25.06%"],
        widths=[2, 1, 1, 1, 1, 1],
    )
    pages = report("营业收入构成", "单位：元", table)
    found = segment_tables(Stream(Document(pages)).located("segments")).records
    assert [(r.name, r.revenue_share) for r in found] == [("营业收入合计", 100), ("风车", 100)]


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("共计三个分部。各地区分部的营业收入和营业利润列示如下：", ["table-not-read"]),
        ("下表列示了本行营业收入按业务分部的构成情况。", ["table-not-read"]),
        ("概要经营分部信息", ["table-not-read"]),
        ("本行以内部组织结构为依据确定经营分部；营业收入增长。", []),
    ],
)
def test_revenue_by_segments_of_a_banks_own_is_named(said: str, codes: list[str]) -> None:
    """Banks' tables of revenue are none of the form's: they were neither read nor named."""
    pages = report(said, "单位：人民币百万元", grid(["分部", "营业收入", "营业利润"], ["总行", "1,000", "800"]))
    assert [p.code for p in read_segment_tables(Stream(Document(pages))).problems] == codes


def test_segments_of_ones_own_beside_the_forms_tables_are_no_problem() -> None:
    row = ["风车", "1,000.50", "800.40", "20.00", "1.00", "1.00", "0.00"]
    table = grid(["", *SHANGHAI], ["分产品", *[""] * 6], row)
    pages = report("（2）主营业务构成情况", "单位：元", table, "各地区分部的营业收入列示如下：")
    assert not read_segment_tables(Stream(Document(pages))).problems
