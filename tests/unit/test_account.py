"""Figures of a disclosure that no record cites are named, in whichever table they stand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kunlun_cli.extract.distribution import read_distribution
from kunlun_cli.extract.nonrecurring import read_non_recurring
from kunlun_cli.extract.segments import segment_tables
from kunlun_cli.tables.table import Table
from tests.unit.drawn import drawn, line

ITEMS = [["政府补助", "9.00", "30.00"], ["减：所得税影响额", "1.00", "5.00"], ["少数股东权益影响额", "", "0.50"]]
HEADING = ["非经常性损益项目", "本期金额", "年初至报告期末金额"]
VOLUMES = ["行业分类", "项目", "单位", "2031年", "2030年"]


def items(heading: list[str], *rows: list[str]) -> tuple[list[tuple[str, Decimal | None]], list[str]]:
    found = read_non_recurring([[line("非经常性损益项目及金额"), line("单位：元"), drawn([heading, *rows])]])
    return [(r.span, r.value) for r in found.records], [p.code for p in found.problems]


def beside(title: str, table: Table) -> list[str]:
    return [p.code for p in segment_tables([[line(title), table]]).problems]


def test_the_quarter_beside_the_year_to_date_in_the_shanghai_form():
    values, problems = items(HEADING, *ITEMS, ["合计", "8.00", "24.50"])
    assert values[:2] == [("quarter", Decimal("9.00")), ("year_to_date", Decimal("30.00"))]
    assert not problems


@pytest.mark.parametrize(
    ("heading", "more"),
    [
        ([*HEADING, "2029年", "2028年", "2027年", "2026年"], ["1.00", "2.00", "3.00", "4.00"]),
        ([*HEADING, "所占份额"], ["77.00"]),
    ],
)
def test_columns_of_non_recurring_items_that_no_record_has(heading: list[str], more: list[str]):
    _, problems = items(heading, *([*row, *more] for row in ITEMS), ["合计", "8.00", "24.50", *more])
    assert set(problems) & {"unaccounted", "unknown-column"}


def test_figures_of_non_recurring_items_beside_no_label():
    _, problems = items(HEADING, ITEMS[0], ["", "4.00", "6.00"], *ITEMS[1:], ["合计", "8.00", "24.50"])
    assert problems == ["unaccounted"]


def test_a_year_of_volumes_that_no_record_has():
    row = ["医药", "销售量", "吨", "5.00", "4.00"]
    assert not beside("产销量情况", drawn([VOLUMES, row]))
    assert not beside("产销量情况", drawn([[*VOLUMES, "2029年"], [*row, "3.00"]]))
    assert beside("产销量情况", drawn([[*VOLUMES, "2029年", "2028年"], [*row, "3.00", "2.00"]])) == ["unaccounted"]


def test_a_column_of_research_that_is_not_known():
    rows = [["", "2031年", "2030年", "变动比例", "计划数"], ["研发人员数量（人）", "360", "368", "-2.17%", "400"]]
    assert beside("公司研发投入情况", drawn(rows)) == ["unknown-column"]


def test_a_second_figure_of_the_largest_customers():
    rows = [["前五名客户合计销售金额（元）", "8.00", "7.00"], ["前五名客户合计销售金额占年度销售总额比例", "42.38%"]]
    assert beside("公司主要销售客户情况", drawn(rows)) == ["unaccounted"]


def test_cash_of_a_plan_in_no_unit_that_is_known():
    rows = [["每10股派息数（元）", "1.00"], ["分配预案的股本基数（股）", "100"], ["现金分红金额", "10.00"]]
    _, problems = read_distribution([[line("本次利润分配预案"), drawn(rows)]])
    assert [p.code for p in problems] == ["unaccounted"]


@pytest.mark.parametrize(
    ("label", "named"), [("政府补助9.00", ["unaccounted"]), ("政府补助（注1）", []), ("政府补助", [])]
)
def test_a_figure_that_no_line_parts_from_its_label(label: str, named: list[str]):
    rows = [HEADING, [(label, 2), "30.00"], *ITEMS[1:], ["合计", "8.00", "24.50"]]
    found = read_non_recurring([[line("非经常性损益项目及金额"), line("单位：元"), drawn(rows)]])
    assert [p.code for p in found.problems] == named


def test_cells_that_went_into_no_record_name_their_rows():
    """Which rows had lost a figure, no problem told: 减少1.10个百分点 stood in the place of the change of cost."""
    heading = ["分地区", "营业收入", "营业成本", "毛利率（%）", "营业收入比上年增减（%）", "营业成本比上年增减（%）"]
    rows = [["国内", "20.00", "10.00", "50.00", "1.00", "2.00"], ["国外", "8.00", "4.00", "50.00", "3.00", "4.00"]]
    crowded = drawn([[*heading, ""], [*rows[0], "5.10"], [*rows[1], "5.20"]])
    found = segment_tables([[line("主营业务分行业情况"), line("单位：元"), crowded]]).problems
    (problem,) = [p for p in found if "5.10" in p.message]
    assert problem.message.endswith("; they stand in the rows 国内, 国外")


HEAD_OF_SEGMENTS = ["分地区", "营业收入", "营业成本", "毛利率（%）"]


def segments(*rows: list[str | tuple[str, int]]) -> list[tuple[str, str, Decimal | None]]:
    found = segment_tables([[line("主营业务分地区情况"), line("单位：元"), drawn(rows)]])
    return [(r.dimension, r.name, r.revenue) for r in found.records]


def test_a_date_beside_the_name_of_a_segment_is_not_its_name():
    """统计日期 stood between 分地区 and 营业收入, and the days were given as names, in silence."""
    head = [HEAD_OF_SEGMENTS[0], "统计日期", *HEAD_OF_SEGMENTS[1:]]
    for day in ("2024-06-30", "2024年6月30日", "20240630"):
        assert segments(head, ["国内", day, "20.00", "10.00", "50.00"]) == [("region", "国内", Decimal("20.00"))]


def test_a_name_in_a_row_above_its_figures_is_no_title_of_a_breakdown():
    """境内 stood across the table above its figures, and 境外 below was given as of no region."""
    rows = [("境内", 4)], ["", "20.00", "10.00", "50.00"], ["境外", "8.00", "4.00", "50.00"]
    expected = [("region", "境内", Decimal("20.00")), ("region", "境外", Decimal("8.00"))]
    assert segments(HEAD_OF_SEGMENTS, *rows) == expected


def test_a_segment_with_a_glyph_that_has_no_character_is_doubted():
    found = segment_tables([[line("单位：元"), drawn([HEAD_OF_SEGMENTS, ["第\ue012区", "20.00", "10.00", "50.00"]])]])
    assert "name-doubtful" in [p.code for p in found.problems]
