"""Texts of further forms: periods in brackets, numbers of shareholders with their parts, titles close below a table."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kunlun_cli import read

D = Decimal
FRONT = "某某股份有限公司2023年第三季度报告\n证券代码：600999 证券简称：某某股份\n第一节 重要提示\n"


def text(*lines: str, front: str = FRONT):
    return read((front + "\n".join(lines) + "\n").encode(), name="report.txt")


def test_periods_in_brackets_and_a_title_close_below_the_last_row():
    """The title had become a part of the last label, whose item nobody could tell."""
    found = text(
        "一、主要财务数据",
        "单位：元",
        "项目                     报告期末（2023年9月30日）   上年期末（2022年12月31日）   报告期末比上年期末增减比例%",
        "总资产                            500,000,000.00           400,000,000.00           25.00%",
        "归属于上市公司股东的净资产        300,000,000.00           270,000,000.00           11.11%",
        "项目            年初至报告期末（2023年1-9月）   上年同期（2022年1-9月）   年初至报告期末比上年同期增减比例%",
        "营业收入                          300,000,000.00           250,000,000.00           20.00%",
        "归属于上市公司股东的净利润         30,000,000.00            20,000,000.00           50.00%",
        "归属于上市公司股东的扣除非经常性损益的净利润   27,000,000.00   24,000,000.00         12.50%",
        "经营活动产生的现金流量净额         40,000,000.00            20,000,000.00          100.00%",
        "基本每股收益（元/股）                       0.30                     0.20           50.00%",
        "加权平均净资产收益率%                     10.11%                    9.50%           -",
        "财务数据重大变动原因：",
    ).financials
    first, *_, last = found.records
    assert (first.item, first.prior) == ("total_assets", D("400000000.00"))
    assert (last.item, last.value) == ("roe_weighted", D("10.11"))


ROWS = [f"某某{c}  境内自然人  {9 - i}.00  {9 - i}00,000  0  无  0" for i, c in enumerate("甲乙丙丁戊己庚辛壬")]


@pytest.mark.parametrize("gap", ["    ", " "])
def test_a_number_of_shareholders_with_its_parts_is_that_number(gap: str):
    """In companies with B or H shares it had been left out without a word."""
    found = text(
        "二、股东信息",
        "单位：股",
        f"报告期末普通股股东总数{gap}41,222（其中A股30,111，B股11,111）{gap}报告期末表决权恢复的优先股股东总数（如有）{gap}0",
        "前10名股东持股情况",
        gap.join(["股东名称", "股东性质", "持股比例（%）", "持股数量", "持有有限售条件的股份数量", "股份状态", "数量"]),
        *(row.replace("  ", gap) for row in ROWS),
    ).holders
    assert found.counts.holders == 41222


def test_months_below_the_quarters_are_no_part_of_the_first_label():
    """One space alone between two of them had kept their line out of the heading."""
    quarterly = text(
        "（二）2022 年分季度主要财务数据",
        "                                                    单位：人民币百万元",
        "                   第一季度              第二季度          第三季度     第四季度",
        "         项目",
        "                   （1-3 月）           （4-6 月）       （7-9 月） （10-12 月）",
        "营业收入                        59,403      56,450          55,001      51,520",
        "",
        "归属于上市公司股东的净利润               27,578      17,309          26,921      19,569",
        "",
        "归属于上市公司股东的扣除非经",
        "                            27,525      17,200          26,873      19,398",
        "常性损益后的净利润",
        "",
        "经营活动产生的现金流量净额         (249,754)       (144,263)         64,400    (14,970)",
        front=FRONT.replace("2023年第三季度", "2022年年度"),
    ).financials.quarterly
    assert [r.item for r in quarterly] == [
        *("revenue", "net_profit_parent", "net_profit_parent_excl_nonrecurring", "operating_cash_flow")
    ]
    assert (quarterly[0].label, quarterly[0].q4) == ("营业收入", D("51520000000"))


def test_beijings_holders_with_what_each_held_before():
    """None of its words for a column was known: the table was said to be lost."""
    kinds = (
        "序号",
        "股东名称",
        "股东性质",
        "期初持股数",
        "持股变动",
        "期末持股数",
        "期末持股比例%",
        "期末持有限售股份数量",
    )
    rows = [
        f"{i:<6}股东某{i}        境内自然人   {9 - i},000,000   -100,000   {8 - i},900,000   {8.9 - i:.2f}%   0"
        for i in range(1, 8)
    ]
    found = text("普通股股东总数", "（二） 持股5%以上的股东或前十名股东情况", "单位：股", "   ".join(kinds), *rows)
    first = found.holders.records[0]
    assert (first.name, first.pct, first.shares, first.change) == ("股东某1", D("7.90"), D(7900000), D(-100000))
    assert [h.name for h in found.holders.records] == [f"股东某{i}" for i in range(1, 8)]
