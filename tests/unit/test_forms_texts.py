"""Texts of further forms: periods in brackets, numbers of shareholders with their parts, titles close below a table."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kunlun_cli import read
from kunlun_cli.pages.text import TextDocument
from kunlun_cli.tables.text.stream import stream

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
        f"{i:<6}甲乙{i}公司      境内自然人   {9 - i},000,000   -100,000   {8 - i},900,000   {8.9 - i:.2f}%   0"
        for i in range(1, 8)
    ]
    found = text("普通股股东总数", "（二） 持股5%以上的股东或前十名股东情况", "单位：股", "   ".join(kinds), *rows)
    first = found.holders.records[0]
    assert (first.name, first.pct, first.shares, first.change) == ("甲乙1公司", D("7.90"), D(7900000), D(-100000))
    assert [h.name for h in found.holders.records] == [f"甲乙{i}公司" for i in range(1, 8)]


ANNUAL = FRONT.replace("2023年第三季度", "2023年年度") + "股东总数见第七节。\n"
GAPS = pytest.mark.parametrize("gap", ["     ", " ", "\n"], ids=["laid out", "rows", "cells"])


def front_of(gap: str) -> str:
    """The first lines of a report; so many of them with wide gaps that a text with such gaps is one laid out."""
    return ANNUAL + "办公地址     某某市\n" * (5 if gap.isspace() and len(gap) > 1 else 0)


def rows_of(gap: str, *rows: str) -> list[str]:
    """Rows of a table whose cells two spaces part, with what parts them in some order of text."""
    return [gap.join(row.split("  ")) for row in rows]


@GAPS
def test_the_number_of_shareholders_in_beijings_table_of_shares(gap):
    """The last row of a table that no form reads: it had been left out without a word."""
    capital = rows_of(gap, "股份性质  期末数量", "总股本  100,000,000", "普通股股东人数  5,843")
    found = text("一、普通股股本情况", "单位：股", *capital, "股本结构变动情况：", front=front_of(gap)).holders
    assert found.counts.holders == 5843


@GAPS
def test_segments_whose_headings_print_per_cent_without_brackets(gap):
    """毛利率%: Beijing's tables were lost in every order, and the first row of cells had become a key figure."""
    found = text(
        "按产品分类分析：",
        "单位：元",
        *rows_of(
            gap,
            "分产品  营业收入  营业成本  毛利率%  营业收入比上年增减%  营业成本比上年增减%  毛利率比上年增减",
            "轴承  120,000.00  80,000.00  33.33%  20.00%  18.00%  增加1.13个百分点",
            "齿轮  70,000.00  45,000.00  35.71%  34.62%  35.00%  减少0.18个百分点",
        ),
        "收入构成变动的原因：",
        front=front_of(gap),
    )
    assert [(r.name, r.dimension, r.revenue, r.gross_margin_change) for r in found.segments.records] == [
        ("轴承", "product", D("120000.00"), D("1.13")),
        ("齿轮", "product", D("70000.00"), D("-0.18")),
    ]
    assert not found.financials.records


@GAPS
def test_segments_until_2008(gap):
    """Rows that are 行业 alone were segments without figures, 营业利润率 no known word, 地区 lost in silence."""
    heading = "分行业或分产品  营业收入  营业成本  营业利润率（%）  "
    heading += "营业收入比上年增减（%）  营业成本比上年增减（%）  营业利润率比上年增减（%）"
    found = text(
        "1、主营业务分行业、产品情况表",
        "单位：（人民币）万元",
        "主营业务分行业情况",
        *rows_of(gap, heading, "行业", "机械制造业  30,000.00  22,500.00  25.00%  19.20%  17.30%  1.20%"),
        "主营业务分产品情况",
        *rows_of(gap, "产品", "轴承  20,000.00  15,000.00  25.00%  20.00%  18.00%  1.20%"),
        *rows_of(gap, "齿轮  10,000.00  7,500.00  25.00%  30.00%  28.00%  1.10%"),
        "2、主营业务分地区情况",
        "单位：（人民币）万元",
        *rows_of(gap, "地区  营业收入  营业收入比上年增减（%）", "西南  20,000.00  20.00%", "华东  10,000.00  30.00%"),
        front=front_of(gap),
    ).segments
    assert [(r.name, r.dimension, r.revenue) for r in found.records] == [
        ("机械制造业", "industry", D(300000000)),
        *(("轴承", "product", D(200000000)), ("齿轮", "product", D(100000000))),
        *(("西南", "region", D(200000000)), ("华东", "region", D(100000000))),
    ]


@GAPS
def test_profit_of_the_year_until_2008(gap):
    """本年度利润总额及构成 has the year's column alone: in texts it was passed over without a word."""
    profit = rows_of(gap, "项目  金额", "营业利润  30,000.00", "利润总额  31,000.00")
    found = text(
        "第三节 会计数据和业务数据摘要", "一、本年度主要利润指标", "单位：元", *profit, "二、其他", front=front_of(gap)
    )
    assert [(r.label, r.value) for r in found.financials.records] == [
        *(("营业利润", D("30000.00")), ("利润总额", D("31000.00")))
    ]


def test_a_label_ends_where_its_bracket_closes():
    """The end of one label and the beginning of the next had changed places, without a word."""
    found = text(
        "一、盈利能力",
        "单位：元",
        "                           2023年           2022年           本年比上年增减%",
        "营业收入                   200,000,000.00   160,000,000.00            25.00%",
        "加权平均净资产收益率%（",
        "依据归属于上市公司股东的            8.00%            7.50%   -",
        "净利润计算）",
        "加权平均净资产收益率%（",
        "依据归属于上市公司股东的            6.55%            5.60%   -",
        "扣除非经常性损益后的净利",
        "润计算）",
        "基本每股收益                         0.22             0.20            10.00%",
        front=ANNUAL + "第三节 会计数据和财务指标\n",
    ).financials
    assert [(r.item, r.value) for r in found.records[1:3]] == [
        *(("roe_weighted", D("8.00")), ("roe_weighted_excl_nonrecurring", D("6.55")))
    ]


def test_a_title_with_a_number_alone_is_no_part_of_the_last_row():
    """Shanghai's summaries number parts so: 4 股东情况 had become the end of the label above."""
    quarters = ("第一季度（1-3月份）", "第二季度（4-6月份）", "第三季度（7-9月份）", "第四季度（10-12月份）")
    found = text(
        "3.2 报告期分季度的主要会计数据",
        "单位：百万元  币种：人民币",
        " " * 30 + "   ".join(quarters),
        *("营业收入" + " " * 26 + "    120,000    110,000    190,000    100,000",),
        "归属于母公司股东的净利润" + " " * 10 + "    20,000    18,000    60,000    2,000",
        "归属于母公司股东的扣除非经常性损益后的净利润  20,100    18,100    60,000    2,100",
        "经营活动产生的现金流量净额" + " " * 8 + "    150,000    80,000    70,000    80,000",
        "4 股东情况",
        front=ANNUAL,
    ).financials
    assert found.quarterly[-1].label == "经营活动产生的现金流量净额"


def test_a_figure_does_not_go_on_behind_a_zero():
    """One cell a line: 0 shares under restriction and the number without were made one figure, 0300,000."""
    heading = ["股东名称", "股东性质", "持股比例（%）", "持股数量", "持有有限售条件股份数量", "持有无限售条件股份数量"]
    rows = [c for i in range(1, 8) for c in (f"某某{i}有限公司", "国有法人", f"{9 - i}.00", "300,000", "0", "300,000")]
    found = text("前10名股东持股情况", "单位：股", *heading, *rows, front=ANNUAL).holders
    assert [r.restricted_shares for r in found.records] == [0] * 7


@GAPS
def test_the_numbers_of_rows_are_no_part_of_names(gap):
    """Beijing's: row by row the holders were lost, one cell a line the number was the beginning of the name."""
    heading = "序号  股东名称  股东性质  期初持股数  持股变动  期末持股数  期末持股比例%  期末持有限售股份数量"
    rows = [
        f"{i}  某某{i}有限公司  国有法人  {9 - i},000,000  100,000  {9 - i},100,000  {9.1 - i:.2f}%  0"
        for i in range(1, 8)
    ]
    total = "合计  -  35,000,000  700,000  35,700,000  35.70%  0"
    lines = rows_of(gap, heading, *rows, total)
    found = text("（二） 持股5%以上的股东或前十名股东情况", "单位：股", *lines, front=front_of(gap)).holders
    assert [(r.name, r.shares) for r in found.records] == [
        (f"某某{i}有限公司", D((9 - i) * 1000000 + 100000)) for i in range(1, 8)
    ]
    assert not any("row" in p.message and "its own" in p.message for p in found.problems)


def test_a_row_is_no_part_of_the_titles_around_it():
    """A title above a row and one below are as even about its figures as a name of three lines is."""
    heading = (
        "营业收入",
        "营业成本",
        "毛利率",
        "营业收入比上年同期增减",
        "营业成本比上年同期增减",
        "毛利率比上年同期增减",
    )
    rows = (
        "700,000.00   350,000.00   50.00%   9.38%   8.00%   0.64%",
        "500,000.00   230,000.00   54.00%   9.38%   8.00%   0.64%",
    )
    found = text(
        "占公司营业收入或营业利润10%以上的行业、产品或地区情况",
        "单位：元",
        " " * 10 + "   ".join(heading),
        *(
            "分行业",
            f"医药制造业   {rows[0]}",
            "分产品",
            f"中药制剂     {rows[1]}",
            "分地区",
            f"境内         {rows[0]}",
        ),
        front=front_of("     "),
    ).segments
    assert [(r.dimension, r.name) for r in found.records] == [
        *(("industry", "医药制造业"), ("product", "中药制剂"), ("region", "境内"))
    ]


def test_numbers_of_shareholders_beside_the_first_lines_of_their_labels():
    """The first label's second line had become the beginning of the second label, and both were lost."""
    found = text(
        "(一) 股东总数：",
        "截至报告期末普通股股东总   198,765",
        "数(户)",
        "截至报告期末表决权恢复的         0",
        "优先股股东总数（户）",
        "(二) 其他",
        front=front_of("     "),
    ).holders
    assert (found.counts.holders, found.counts.preferred_holders) == (198765, 0)


def test_a_heading_with_a_line_pushed_beside_another_and_one_holder_whose_shares_are_pledged():
    """No column was told of such a heading, and the first holder had lost half of its row."""
    found = text(
        "二、公司股东数量及持股情况",
        "单位：股",
        "报告期末普通股股东总数    12,763    报告期末表决权恢复的优先股股东总数（如有）    0",
        "                 前 10 名普通股股东持股情况",
        "                                                         持有有限                     质押或冻结情况",
        "                           报告期末持                                持有无限售条",
        "                                         报告期内增减 售条件的",
        " 股东名称     股东性质   持股比例      有的普通股                                件的普通股数",
        "                                          变动情况           普通股数                  股份状态   数量",
        "                             数量                                    量",
        "                                                          量",
        "",
        "某某市云岭投 境内非国有",
        "                  57.60%   910,589,359               -           910,589,359 质押        65,819,000",
        "资有限公司     法人",
        "",
        "某某中央结算",
        "          境外法人    3.17%     50,043,840     9,842,624             50,043,840",
        "有限公司",
        "",
        *(
            f"某某{c}{c}\n          其他      1.6{i}%     25,996,936     -7,742,282            25,996,936\n有限公司\n"
            for i, c in enumerate("甲乙丙丁")
        ),
        front=front_of("     "),
    ).holders
    assert found.counts.holders == 12763
    first, second = found.records[:2]
    assert (first.name, first.nature, first.shares, first.change) == (
        "某某市云岭投资有限公司",
        "境内非国有法人",
        910589359,
        None,
    )
    assert [(p.state, p.shares) for p in first.pledges] == [("质押", 65819000)]
    assert (second.name, second.change, second.pledges) == ("某某中央结算有限公司", 9842624, ())


def test_a_number_of_shareholders_that_was_not_read_is_named_by_itself():
    """That the table of holders was lost had been all that was said."""
    found = text("二、股东信息", "股东持股的情况见附件", front=ANNUAL).holders
    assert any("the number of shareholders" in p.message for p in found.problems)


@GAPS
def test_periods_and_indicators_that_insurers_and_beijings_halves_print(gap):
    """本期期末 was 本期 and a rest, 2024年12月31日/2024年 no period: the tables were lost, or became a label above."""
    found = text(
        "第三节 会计数据和财务指标",
        "一、盈利能力",
        "单位：元",
        *rows_of(gap, "项目  本期  上年同期  增减比例%", "营业收入  200,000.00  160,000.00  25.00%"),
        *rows_of(gap, "归属于上市公司股东的净利润  22,000.00  20,000.00  10.00%"),
        "二、偿债能力",
        "单位：元",
        *rows_of(gap, "项目  本期期末  上年期末  增减比例%", "资产总计  400,000.00  320,000.00  25.00%"),
        "3.1.1 其他主要财务及监管指标",
        "单位：元",
        *rows_of(gap, "指标  2023年12月31日/2023年  2022年12月31日/2022年  本年比上年增减(%)"),
        *rows_of(gap, "内含价值  140,000.00  126,000.00  11.1"),
        "三、其他",
        front=front_of(gap).replace("年度报告", "半年度报告"),
    ).financials
    assert [(r.label, r.value, r.prior) for r in found.records] == [
        ("营业收入", D("200000.00"), D("160000.00")),
        ("归属于上市公司股东的净利润", D("22000.00"), D("20000.00")),
        ("资产总计", D("400000.00"), D("320000.00")),
        ("内含价值", D("140000.00"), D("126000.00")),
    ]


def test_tables_of_the_next_chapter_are_no_key_figures():
    """Beijing's 收入构成 stands below a title that ends the key figures for the reader alone."""
    lines = ("(2) 收入构成", "单位：元", "项目 2023年 2022年 变动比例%", "主营业务收入 190,000.00 152,000.00 25.00%")
    found = text(
        "第三节 会计数据和财务指标",
        "单位：元",
        "项目 2023年 2022年 本年比上年增减%",
        "营业收入 200,000.00 160,000.00 25.00%",
        "第四节 管理层讨论与分析",
        *lines,
        front=ANNUAL,
    ).financials
    assert [r.label for r in found.records] == ["营业收入"]


@pytest.mark.parametrize("gap", [" ", "\n", " | "], ids=["rows", "cells", "Markdown"])
def test_segments_below_a_heading_with_an_unknown_word_are_named(gap):
    """One word of the heading was no form's: the table was passed over, where another of its kind had been read."""
    table = rows_of(
        gap,
        "分产品  某某  营业成本  毛利率%  营业成本比上年增减%",
        "轴承  120,000.00  80,000.00  33.33%  18.00%",
        "齿轮  70,000.00  45,000.00  35.71%  35.00%",
    )
    lines = [f"| {row} |" for row in table] if "|" in gap else table
    lines = [lines[0], "|---|---|---|---|---|", *lines[1:]] if "|" in gap else lines
    body = "\n".join((ANNUAL, "按产品分类分析：", "", *lines, "", "收入构成变动的原因：")) + "\n"
    found = read(body.encode(), name="report.md" if "|" in gap else "report.txt").segments
    assert {"unaccounted"} <= {p.code for p in found.problems}


def test_the_number_of_a_row_on_the_line_of_its_figures_is_none_of_its_cells():
    """It stands between the two lines of the name, with a gap before the first figure."""
    rows = [f"  某某{i}投资有\n {i}                {9 - i},000,000   {9 - i}.00%\n   限公司" for i in range(1, 6)]
    document = TextDocument("\n".join(("序号   股东名称       持股数量   持股比例", *rows)), "a.txt")
    lines = [line.raw.split() for line in stream([document.page(1)])]
    assert lines[0] == ["股东名称", "持股数量", "持股比例"]
    assert lines[2] == ["8,000,000", "8.00%"]


PARTS = (
    ("三、营运情况", "项目  本期  上年同期  增减比例%", "存货周转率  4.71  3.34  -", "应收账款周转率  2.10  2.04  -"),
    (
        "四、成长情况",
        "项目  本期  上年同期  增减%",
        "总资产增长率%  24.61%  20.67%  -",
        "净利润增长率%  7.10%  9.20%  -",
    ),
    (
        "三、补充财务数据",
        "项目  期末  期初  增减%",
        "内含价值  240.00  200.00  20.00%",
        "核心资本  90.00  80.00  12.50%",
    ),
)


@pytest.mark.parametrize("word", [1, 2, 3])
@pytest.mark.parametrize("gap", ["     ", " ", "\n", " | "], ids=["laid out", "rows", "cells", "Markdown"])
@pytest.mark.parametrize("part", PARTS, ids=["turnover", "growth", "further"])
def test_a_part_of_the_key_figures_with_an_unknown_word_in_its_heading_is_named(part, gap, word):
    """None of its items is one of every form's: its rows were lost without a word, or had labels of two cells."""
    title, heading, *rows = part
    cells = heading.split("  ")
    cells[word] = "某某栏"
    first = rows_of(
        gap,
        "项目  本期  上年同期  增减比例%",
        *("营业收入  200,000.00  160,000.00  25.00%", "净利润  20,000.00  16,000.00  25.00%"),
        *("基本每股收益  0.25  0.20  25.00%", "总资产  400,000.00  320,000.00  25.00%"),
    )
    tables = [first, rows_of(gap, "  ".join(cells), *rows)]
    if "|" in gap:
        tables = [[f"| {line} |" for line in (some[0], "--- | --- | --- | ---", *some[1:])] for some in tables]
        tables = [["", *some, ""] for some in tables]
    above = ("第三节 会计数据和财务指标", "一、盈利能力", "单位：元")
    body = "\n".join((front_of(gap), *above, *tables[0], title, "单位：元", *tables[1], "五、其他")) + "\n"
    found = read(body.encode(), name="report.md" if "|" in gap else "report.txt").financials
    given = {r.label: (r.value, r.prior, r.change) for r in found.records}
    told = " ".join(p.message for p in found.problems if p.code != "missing-row")
    assert given["营业收入"] == (D("200000.00"), D("160000.00"), D("25.00"))
    assert told


@GAPS
def test_a_change_in_words_is_no_part_of_a_segments_name(gap):
    """The last word of the heading was no form's: each change stood in the name of the row below it."""
    found = text(
        "按产品分类分析：",
        "单位：元",
        *rows_of(
            gap,
            "分产品  营业收入  营业成本  毛利率%  营业收入比上年增减%  营业成本比上年增减%  某某栏",
            "轴承  120,000.00  80,000.00  33.33%  20.00%  18.00%  增加1.13个百分点",
            "齿轮  70,000.00  45,000.00  35.71%  34.62%  35.00%  减少0.18个百分点",
        ),
        "收入构成变动的原因：",
        front=front_of(gap),
    ).segments
    assert found.problems


@GAPS
def test_segments_of_brokers_whose_costs_are_expenditure(gap):
    """营业支出: pages gave the table, texts but the sentence that none could be read."""
    words = "分行业  营业收入  营业支出  毛利率（%）  营业收入比上年增减（%）  营业支出比上年增减（%）"
    found = text(
        "主营业务分行业、分产品、分地区情况",
        "单位：元",
        *rows_of(gap, words, "财富管理业务  120,000.00  80,000.00  33.33  20.00  18.00"),
        *rows_of(gap, "投资银行业务  70,000.00  45,000.00  35.71  34.62  35.00"),
        "第四节 公司治理",
        front=front_of(gap),
    ).segments
    assert [(r.name, r.cost, r.cost_change) for r in found.records] == [
        ("财富管理业务", D("80000.00"), D("18.00")),
        ("投资银行业务", D("45000.00"), D("35.00")),
    ]


def test_words_of_a_second_heading_in_the_last_label_above_it_are_named():
    """One word of that heading was no form's: its others became the end of a label, without a word."""
    found = text(
        "一、主要会计数据和财务指标",
        "单位：元",
        "                              2023年         2022年      本年比上年增减（%）",
        "归属于母公司股东的净利润        20,000.00      16,000.00        25.00",
        "其他综合收益                     2,000.00       1,600.00        25.00",
        "                              某某栏         2022年末    本期末比上年同期末增减（%）",
        "总资产                         400,000.00     320,000.00        25.00",
        "二、其他",
        front=front_of("     "),
    ).financials
    assert all(r.label != "其他综合收益" or r.value == D("2000.00") for r in found.records)
    assert found.problems


@pytest.mark.parametrize("word", [1, 2, 3])
@GAPS
def test_a_second_table_of_key_figures_with_an_unknown_word_in_its_heading_is_named(gap, word):
    """Beijing's third quarter has three tables: of the last all rows were lost without a word."""
    heading = ["项目", "年初至报告期末（2023年1-9月）", "上年同期（2022年1-9月）", "年初至报告期末比上年同期增减比例%"]
    heading[word] = "某某栏"
    found = text(
        "一、主要财务数据",
        "单位：元",
        *rows_of(
            gap,
            "项目  报告期末（2023年9月30日）  上年期末（2022年12月31日）  报告期末比上年期末增减比例%",
            "资产总计  500,000,000.00  400,000,000.00  25.00%",
            "资产负债率%（合并）  23.29%  27.48%  -",
            "  ".join(heading),
            "营业收入  300,000,000.00  250,000,000.00  20.00%",
            "归属于上市公司股东的净利润  30,000,000.00  20,000,000.00  50.00%",
        ),
        "财务数据重大变动原因：",
        front=front_of(gap).replace("年度报告", "第三季度报告"),
    ).financials
    right = {("营业收入", D("300000000.00"), D("250000000.00"), D("20.00"))}
    assert right <= {(r.label, r.value, r.prior, r.change) for r in found.records} or {
        *("no-heading", "no-label", "unaccounted", "unknown-column", "ambiguous-alignment")
    } & {p.code for p in found.problems}


def test_whole_rows_of_unrestricted_shares_set_at_places_of_their_own():
    """One figure a row was too few to tell the columns by order: all rows became one."""
    rows = [f"{name}{' ' * (44 - 3 * i)}{90 - i},000,000 人民币普通股" for i, name in enumerate(NAMES)]
    found = text(
        "前十名无限售条件股东持股情况",
        "单位：股",
        "          股东名称               持有无限售条件股份数量               股份种类",
        *rows,
        "上述股东关联关系或一致行动的说明：未知。",
        front=front_of("     "),
    ).holders
    assert [(h.name, h.shares) for h in found.records] == [(n, D(90 - i) * 10**6) for i, n in enumerate(NAMES)]


NAMES = [f"{c}海投资有限公司" for c in "甲乙丙丁戊己"]


def test_a_number_of_shareholders_of_2007_with_an_unknown_label_is_named():
    """Every edition of the forms asks for it: before 2014 it was missed without a word."""
    rows = [f"{name}     境内自然人     {9 - i}.00     {9 - i},000,000     0     0" for i, name in enumerate(NAMES)]
    heading = "股东名称     股东性质     持股比例（%）     持股总数     持有有限售条件股份数量     质押或冻结的股份数量"
    lines = ("某某栏     35,211", "前十名股东持股情况", heading, *rows, "前十名无限售条件股东持股情况")
    found = text("单位：股", *lines, front=front_of("     ").replace("2023", "2007")).holders
    assert "missing-row" in {p.code for p in found.problems}


@pytest.mark.parametrize(("cut", "named"), [("不超过\n1.80% ", 2), ("1.80% ", 0)])
def test_a_row_of_shares_lent_that_lacks_figures_in_a_text_is_named(cut: str, named: int):
    """A word before one of them began a row of its own: what followed it was given as that row's, and here as blank."""
    share = "数量合计 \n占总股\n本的比\n例 "
    found = text(
        "一、主要财务数据 \n二、股东信息 \n前10名股东持股情况 \n三、其他重要事项 ",
        "持股5%以上股东、前10名股东及前10名无限售流通股股东参与转融通业务出借股份情况 \n√适用 □不适用 \n单位：股 ",
        "股东名称（全称） \n期初普通账户、信用\n账户持股 \n期初转融通出借股\n份且尚未归还 ",
        "期末普通账户、信用\n账户持股 \n期末转融通出借股\n份且尚未归还 ",
        *[share] * 4,
        "甲乙银行股份有限公司\n－青山交易型开放式指数证券投\n资基金 ",
        f"3,116,200 1.30% 0 0.00% 4,318,600 \n{cut}\n402,300 0.17% ",
        "丙丁银行股份有限公司\n－绿水指数证券投资基\n金 \n0 0.00% 0 0.00% 2,206,900 0.92% 310,800 0.13% ",
        "前10名股东及前10名无限售流通股股东因转融通出借/归还原因导致较上期发生变化 \n□适用 √不适用 ",
    ).lending
    assert [p.code for p in found.problems].count("row-incomplete") == named


def test_figures_of_a_text_that_are_in_no_record_are_named_with_their_row():
    """The figures alone were told; of a row of noughts they say nothing."""
    found = text(
        "一、主要财务数据 \n二、股东信息 \n前10名股东持股情况 \n三、其他重要事项 ",
        "前10名股东及前10名无限售流通股股东因转融通出借/归还原因导致较上期发生变化情况 \n√适用 □不适用 \n单位：股 ",
        "股东名称（全称） \n本报告期新\n增/退出 \n期末转融通出借股份且尚未归还\n数量 ",
        "期末股东普通账户、信用账户持股\n及转融通出借股份且尚未归还的股\n份数量 ",
        *["数量合计 \n占总股本的比\n例 "] * 2,
        "甲乙银行股份有限公司\n－青山交易型开放式指数证券投\n资基金 \n退出 0 0.00% 6,710,695 0.54% ",
        "丙丁银行股份有限公司\n－绿水指数证券投资基\n金 \n退出 0 0.00%/0.00% 0 0.00% ",
    ).lending
    (problem,) = (p for p in found.problems if p.code == "unaccounted")
    assert "丙丁银行股份有限公司-绿水指数证券投资基金" in problem.message


@pytest.mark.parametrize("unit", ["（单位：百股）", "数量单位：百股"])
def test_a_unit_of_shares_between_heading_and_rows_of_a_text_is_no_part_of_a_name(unit: str):
    """It stood in the first name, and all shares were given a hundred times too small."""
    names = [f"甲乙{i}集团有限公司" for i in range(10)]
    found = text(
        "一、主要财务数据 \n二、股东信息 \n前10名股东持股情况 \n三、其他重要事项 ",
        "前 10 名股东持股情况 \n股东名称 股东性质 持股比例 持股数量 \n持有有限售条\n件的股份数量 ",
        "质押、标记或冻结情况 \n股份状态 数量 ",
        unit + " ",
        *(f"{name} 境内非国有法人 {9.5 - i / 2:.2f}% {95 - 5 * i},000,000 0 不适用 0 " for i, name in enumerate(names)),
    ).holders
    assert [(h.name, h.shares) for h in found.records[:2]] == [(names[0], 9_500_000_000), (names[1], 9_000_000_000)]


def test_a_figure_with_a_letter_in_a_label_of_key_figures_is_named():
    """A letter stood for a digit of its first figure; the second was given in the first column without a word."""
    rows = ["基本每股收益（元/股） 0.37 0.33 12.12% ", "加权平均净资产收益率 4.B0% 4.49% 0.31% "]
    found = text(
        "一、主要财务数据 \n（一）主要会计数据和财务指标 \n本报告期 上年同期 本报告期比上年同期增减 ",
        "营业收入（元） 1,000.50 900.20 11.14% ",
        "归属于上市公司股东的净利润（元） 91.20 90.10 1.22% \n总资产（元） 5,000.00 4,000.00 25.00% ",
        *rows,
    ).financials
    assert any("4.B0%" in p.message for p in found.problems)
    assert {r.value for r in found.records if r.item == "roe_weighted"} == {None}
