import pytest

from kunlun_cli.extract.counts import count_of
from kunlun_cli.pages.encoding import decode
from kunlun_cli.pages.markdown import sniff_markdown
from kunlun_cli.pages.text import TextDocument
from kunlun_cli.tables.table import Table
from kunlun_cli.tables.text_blocks import text_blocks


def tables(text):
    document = TextDocument(decode(text.encode(), "x"), "x")
    stream, problems = text_blocks([document.page(n) for n in range(1, document.n_pages + 1)])
    rows = [[[c.text for c in row.cells] for row in block.rows] for block in stream if isinstance(block, Table)]
    return rows, problems


def test_row_by_row_cells_of_several_lines_and_blank_cells_shown_by_spaces():
    text = (
        "前 10 名股东持股情况 \n股东名称 股东性质 \n持股比¶\n例 \n报告期末持¶\n股数量 \n报告期内增¶\n减变动情况 \n"
        "持有有限售¶\n条件的股份¶\n数量 \n质押或冻结情况 \n股份状态 数量 \n"
        "甲乙控股集¶\n团有限公司 \n境内非国有¶\n法人 \n13.51% 110,744,600  79,350,000   \n"
        "王小明 境内自然人 3.38% 27,713,874  27,713,874 质押 27,713,874 \n"
        "丙丁投资有限公司 国有法人 1.84% 15,110,828 1,000  无  \n上述股东关联关系或一致行动的说明 \n未知。 \n"
    ).replace("¶", "")
    (table,), problems = tables(text)
    assert ["甲乙控股集团有限公司", "境内非国有法人", "13.51%", "110,744,600", "", "79,350,000", "", ""] in table
    assert ["王小明", "境内自然人", "3.38%", "27,713,874", "", "27,713,874", "质押", "27,713,874"] in table
    assert ["丙丁投资有限公司", "国有法人", "1.84%", "15,110,828", "1,000", "", "无", ""] in table
    assert table[-1] == ["上述股东关联关系或一致行动的说明", "未知。"]
    assert problems == []


def test_row_by_row_a_page_header_inside_a_name_is_left_out():
    header = "某某公司 2024 年年度报告 \n"
    text = (
        f"{header}1 \n正文的公司内容 \n{header}2 \n"
        "股东名称 报告期末持有无限售条件股份数量 \n股份种类 \n股份种类 数量 \n"
        "#甲乙投资有限公司－梧桐山 9 8,188,743 人民币普通股 8,188,743 \n"
        f"{header}3 \n号私募基金 \n王小明 7,660,700 人民币普通股 7,660,700 \n{header}4 \n完 \n"
    )
    (table,), _ = tables(text)
    assert table[2:] == [
        ["#甲乙投资有限公司－梧桐山9号私募基金", "8,188,743", "人民币普通股", "8,188,743"],
        ["王小明", "7,660,700", "人民币普通股", "7,660,700"],
    ]


@pytest.mark.parametrize("number", ["", "\n{} \n\n"])
def test_the_report_s_title_that_comes_back_on_each_page_is_no_part_of_a_name(number):
    """Programs that convert PDF leave no form feed: the title stood in front of the first name overleaf."""
    header = "\n某某股份有限公司 2024 年年度报告摘要 \n" + number
    text = (
        f"{header.format(1)}正文的公司内容 \n{header.format(2)}"
        "前 10 名股东持股情况 \n股东名称 报告期末持有无限售条件股份数量 \n股份种类 \n股份种类 数量 \n"
        f"王小明 8,188,743 人民币普通股 8,188,743 \n{header.format(3)}"
        f"甲乙投资有限公司 7,660,700 人民币普通股 7,660,700 \n{header.format(4)}完 \n"
    )
    (table,), _ = tables(text)
    assert [row[0] for row in table[2:]] == ["王小明", "甲乙投资有限公司"]
    assert "年度报告摘要" in TextDocument(text, "x").text(1)


def test_row_by_row_a_figure_behind_the_last_row_is_rather_one_of_it_than_a_cell_of_it_blank():
    """Two figures of one line had two spaces between them: q2 came out blank, q3 and q4 were those before."""
    text = (
        "单位：元 \n第一季度 \n（1-3 月份） \n第二季度 \n（4-6 月份） \n第三季度 \n（7-9 月份） \n"
        "第四季度 \n（10-12 月份） \n营业收入 \n8,963,607.53  9,907,890.09 \n10,670,635.96 \n10,799,743.46 \n"
        "经营活动产生的现金流量净额 \n3,027,258.18  2,570,475.97 \n4,718,125.42 \n3,070,919.20 \n"
        "季度数据与已披露定期报告数据差异说明 \n□适用 √不适用 \n"
    )
    (table,), problems = tables(text)
    assert table[-1] == ["经营活动产生的现金流量净额", "3,027,258.18", "2,570,475.97", "4,718,125.42", "3,070,919.20"]
    assert problems == []


def test_row_by_row_a_digit_of_an_amount_in_a_line_of_its_own_is_none_of_the_per_cent_below():
    """A converter sets each line of a cell in its own: 11.39 % of the revenue came out as 311.39 %."""
    text = (
        "营业收入构成 \n单位：元 \n2025 年 \n2024 年 \n同比增减 \n金额 \n占营业收入比重 \n金额 \n占营业收入比重 \n"
        "营业收入合计\n27,305,760,344.\n59\n100%\n30,093,871,084.\n44\n100%\n-9.26%\n分行业\n"
        "煤炭行业\n3,110,940,532.7\n3\n11.39%\n5,540,953,244.1\n6\n18.41%\n-43.86%\n"
        "运输行业\n409,086,516.86\n1.50%\n435,302,966.26\n1.45%\n-6.02%\n"
    )
    (table,), _ = tables(text)
    row = next(row for row in table if row[0] == "煤炭行业")
    assert row == ["煤炭行业", "3,110,940,532.73", "11.39%", "5,540,953,244.16", "18.41%", "-43.86%"]


def test_row_by_row_a_funds_kind_on_a_line_of_its_own_ends_the_name_above():
    """It had begun the name of the next holder, and was lost from its own."""
    header = "某某公司 2024 年年度报告 \n"
    text = (
        f"{header}1 \n正文的公司内容 \n{header}2 \n"
        "股东名称 报告期末持有无限售条件股份数量 \n股份种类 \n股份种类 数量 \n"
        "甲乙银行股份有限公司－青山灵活配置混合型证 8,188,743 人民币普通股 8,188,743 \n"
        f"{header}3 \n券投资基金 \n(LOF) \n全国社保基金一一八组合 7,660,700 人民币普通股 7,660,700 \n{header}4 \n完 \n"
    )
    (table,), _ = tables(text)
    assert [row[0] for row in table[2:]] == [
        "甲乙银行股份有限公司－青山灵活配置混合型证券投资基金(LOF)", "全国社保基金一一八组合",
    ]  # fmt: skip


COLUMNS = """3、公司股东数量及持股情况
单位：股

报告期末普通股股东
总数

前10名股东持股情况

股东名称

甲乙丙丁世纪软件研发
中心（有限合伙）

王小明

中国某某银行股份有限
公司－华夏中证动漫游
戏交易型开放式指数证

券投资基金

香港中央结算有限公司

中国工某银行股份有限
公司－易方达创业板交
易型开放式指数证券投
资基金

上述股东关联关系或一致行动的说明

138,696

股东性质

境内非国有法
人

境内自然人

其他

境外法人

其他

持股比例

15.41%
11.76%
1.92%
1.78%
1.31%

无一致行动关系。

持股数量

189,744,943
144,844,325
23,633,346
21,908,784
16,116,955

质押、标记或冻结情况

股份状态

不适用
质押
不适用
不适用
不适用

数量

0
200,000
0
0
0

公司是否具有表决权差异安排
"""


def test_column_by_column_names_of_several_lines_meet_their_numbers():
    (table,), problems = tables(COLUMNS)
    assert problems == []
    assert ["报告期末普通股股东总数", "138,696"] in table
    names = [row[0] for row in table if len(row) == 6 and row[2].endswith("%")]
    assert names == [
        "甲乙丙丁世纪软件研发中心（有限合伙）",
        "王小明",
        "中国某某银行股份有限公司－华夏中证动漫游戏交易型开放式指数证券投资基金",
        "香港中央结算有限公司",
        "中国工某银行股份有限公司－易方达创业板交易型开放式指数证券投资基金",
    ]
    assert ["王小明", "境内自然人", "11.76%", "144,844,325", "质押", "200,000"] in table
    assert table[-1] == ["上述股东关联关系或一致行动的说明", "无一致行动关系。"]


def test_column_by_column_a_value_too_few_blanks_the_column_and_is_named():
    (table,), problems = tables(COLUMNS.replace("0\n200,000\n0\n0\n0\n", "200,000\n1,000\n"))
    assert any("2 values for 5 rows" in p.message for p in problems)
    assert ["王小明", "境内自然人", "11.76%", "144,844,325", "质押", ""] in table


def test_column_by_column_names_that_can_be_cut_two_ways_are_blank_and_named():
    text = COLUMNS.replace("王小明\n\n", "").replace("香港中央结算有限公司", "甲某某某某某某某某某")
    text = text.replace("境内自然人", "其他").replace("境外法人", "其他")
    (table,), problems = tables(text)
    assert problems
    assert "" in [row[0] for row in table if len(row) == 6 and row[2].endswith("%")]


KEY = """2、主要会计数据和财务指标
公司是否需追溯调整或重述以前年度会计数据
□是R否

营业收入（元）

归属于上市公司股东的扣除非经常性损益的
净利润（元）

总资产（元）

本报告期

2,501.32
-407.63

本报告期末

21,039.60

上年同期

2,425.83
311.00

上年度末

21,484.21

本报告期比上年同期
增减

3.11%
-231.07%

本报告期末比上年度
末增减

-2.07%

3、公司股东数量及持股情况
"""


def test_column_by_column_key_figures_under_two_headings():
    (table,), problems = tables(KEY)
    assert problems == []
    assert table == [
        ["", "本报告期", "上年同期", "本报告期比上年同期增减"],
        ["营业收入（元）", "2,501.32", "2,425.83", "3.11%"],
        ["归属于上市公司股东的扣除非经常性损益的净利润（元）", "-407.63", "311.00", "-231.07%"],
        ["", "本报告期末", "上年度末", "本报告期末比上年度末增减"],
        ["总资产（元）", "21,039.60", "21,484.21", "-2.07%"],
    ]


LAID_OUT = """
                    前 10 名股东持股情况（不含通过转融通出借股份）
                                                        持有有限售        质押、标记或冻结
                                                                            情况
       股东名称             股东性质         持股比例        持股数量     条件的股份
                                                          数量         股份状
                                                                                 数量
                                                                      态
甲乙医药控股有限公司            国有法人          63.02%    809,340,522          0   不适用              0
中国某某银行股份有限公司
                      境内非国有
－中欧医疗健康混合型证券                          2.84%     36,511,581          0   不适用              0
                      法人
投资基金
                      境内非国有
全国社保基金一零六组合                           0.38%      4,921,61          0     质押        200,000
                      法人                               8
上述股东关联关系或一致行动的说明                   无
"""


def test_laid_out_rows_are_found_by_their_middles_and_headings_by_their_words():
    (table,), problems = tables(LAID_OUT)
    assert problems == []
    assert [row[0] for row in table[3:6]] == [
        "甲乙医药控股有限公司",
        "中国某某银行股份有限公司－中欧医疗健康混合型证券投资基金",
        "全国社保基金一零六组合",
    ]
    assert table[1] == [
        "股东名称",
        "股东性质",
        "持股比例",
        "持股数量",
        "持有有限售条件的股份数量",
        "质押、标记或冻结情况",
    ]
    assert table[5] == ["全国社保基金一零六组合", "境内非国有法人", "0.38%", "4,921,618", "0", "质押", "200,000"]


def test_laid_out_restated_years_stand_under_their_own_year():
    text = """
                                2023 年末                     本年末比上        2022 年末
              2024 年末                                       年末增减
                            调整前             调整后           调整后        调整前        调整后

总资产        40,081.77      40,148.08       40,148.10       -0.17%    27,122.22    27,122.23

归属于上市
公司股东的     19,903.64      18,967.14       18,967.15        4.93%    17,009.53    17,009.54
净资产
"""
    (table,), problems = tables(text)
    assert problems == []
    assert table[0] == ["", "2024年末", "2023年末", "本年末比上年末增减", "2022年末"]
    assert table[1] == ["调整前", "调整后", "调整后", "调整前", "调整后"]
    assert table[3][0] == "归属于上市公司股东的净资产"
    assert table[3][1:] == ["19,903.64", "18,967.14", "18,967.15", "4.93%", "17,009.53", "17,009.54"]


HEADING = (
    "股东名称 股东性质 \n持股比\n例 \n持股数量 \n持有有限售条\n件的股份数量 \n质押、标记或冻结情况\n股份状态 数量\n"
)


def test_reading_order_rows_with_most_cells_blank_are_rows():
    """A row whose blank cells cost more than its figures are worth had ended the table before it began."""
    rows = (
        "甲乙控股集团有限公司 境内非国有法人 20.00% 200,000,000\n"
        "王小明 境内自然人 10.00% 100,000,000 75,000,000\n"
        "丙丁投资有限公司 国有法人 5.00% 50,000,000\n"
    )
    (table,), problems = tables(f"前10名股东持股情况\n{HEADING}{rows}上述股东关联关系\n")
    assert [row[:5] for row in table[2:5]] == [
        ["甲乙控股集团有限公司", "境内非国有法人", "20.00%", "200,000,000", ""],
        ["王小明", "境内自然人", "10.00%", "100,000,000", "75,000,000"],
        ["丙丁投资有限公司", "国有法人", "5.00%", "50,000,000", ""],
    ]
    assert not problems


def test_reading_order_a_page_break_gives_a_cut_name_its_rest_and_nothing_of_the_next():
    header = "某某股份有限公司 2024 年年度报告\n"
    text = (
        f"{header}1\n正文\n{header}2\n前10名股东持股情况\n{HEADING}"
        "甲乙证券资管－丙丁银行－员工持股集合资产管理 其他 20.00% 200,000,000 0 无 0\n"
        f"{header}3\n计划\n戊己私募基金管理（广东）\n有限公司－庚辛一号证券投资基金 其他 10.00% 100,000,000 0 无 0\n"
        f"王小明 境内自然人 5.00% 50,000,000 0 无 0\n{header}4\n完\n"
    )
    (table,), _ = tables(text)
    assert [row[0] for row in table[2:]] == [
        "甲乙证券资管－丙丁银行－员工持股集合资产管理计划",
        "戊己私募基金管理（广东）有限公司－庚辛一号证券投资基金",
        "王小明",
    ]


def test_reading_order_halves_of_a_nature_stay_out_of_the_names():
    text = (
        f"前10名股东持股情况\n{HEADING}甲乙健康产业股权投资中心（有限合伙）\n境内非国\n有法人\n"
        f"20.00% 200,000,000 0 无 0\n王小明 境内自\n然人\n5.00% 50,000,000 0 无 0\n"
    )
    (table,), _ = tables(text)
    assert [row[:2] for row in table[2:]] == [
        ["甲乙健康产业股权投资中心（有限合伙）", "境内非国有法人"],
        ["王小明", "境内自然人"],
    ]


def test_reading_order_names_set_to_the_width_of_their_cell_are_words():
    text = (
        f"前10名股东持股情况\n{HEADING}全 国 社 保 基\n金 一 一 八 组\n"
        f"合 其他 20.00% 200,000,000 0 无 0\n王小明 境内自然人 5.00% 50,000,000 0 无 0\n"
    )
    (table,), _ = tables(text)
    assert [row[0] for row in table[2:]] == ["全国社保基金一一八组合", "王小明"]


def test_reading_order_counts_below_a_title_of_their_own():
    text = (
        "正文\n(一) 股东总数\n截至报告期末普通股股东总数(户) 13,484\n"
        "年度报告披露日前上一月末的普通股股东总\n数(户)\n13,447\n(二) 前十名股东\n"
    )
    (table,), _ = tables(text)
    assert table == [
        ["截至报告期末普通股股东总数(户)", "13,484"],
        ["年度报告披露日前上一月末的普通股股东总数(户)", "13,447"],
    ]


def test_reading_order_headings_of_banks_and_of_the_kind_of_shares_in_two_words():
    bank = (
        "前10名普通股股东持股情况\n股东名称\n股东\n性质\n股份\n类别\n比上年末\n股份增减\n变动\n"
        "期末持股\n数量\n持股\n比例\n（%）\n质押/冻结/\n标记的股份\n数量\n"
        "甲乙投资有限责任公司 国家 A 股 - 123,717,852,951 34.71 无\n"
        "丙丁结算有限公司 境外法人 H 股 2,061,692 86,147,398,053 24.17 未知\n"
    )
    (table,), _ = tables(bank)
    assert table[1][:5] == ["甲乙投资有限责任公司", "国家", "A股", "-", "123,717,852,951"]
    free = (
        "股东名称 持有无限售条件股份数量\n股份种类及数量\n股份种类 数量\n"
        "甲乙有限公司 42,063,791 人民币普通股 42,063,791\n"
    )
    (table,), _ = tables(free)
    assert table[-1] == ["甲乙有限公司", "42,063,791", "人民币普通股", "42,063,791"]


def test_reading_order_a_heading_whose_second_lines_stand_below_all_the_first():
    text = (
        "前10名股东持股情况\n股东名 股东性 持股比 持股数量 持有有限售条件的 质押、标记或冻结情况\n"
        "称 质 例 股份数量 股份状态 数量\n"
        "王小明 境内自然人 20.49% 177,239,541.00 132,929,656.00 不适用 0.00\n"
        "曹小春 境内自然人 5.97% 51,661,774.00 38,746,330.00 质押 12,000,000.00\n"
    )
    (table,), _ = tables(text)
    assert table[0][:5] == ["股东名称", "股东性质", "持股比例", "持股数量", "持有有限售条件的股份数量"]
    assert table[-1] == ["曹小春", "境内自然人", "5.97%", "51,661,774.00", "38,746,330.00", "质押", "12,000,000.00"]


def test_reading_order_restated_years_of_which_the_change_is_against_the_restated():
    """The first year had been given two columns and the change none."""
    text = (
        "2023年\n2022年 本年比上年增减 2021年\n调整前 调整后 调整后 调整前 调整后\n"
        "营业收入（元）\n27,866,767,1\n23.95\n"
        "24,275,609,352.76 25,739,795,118.93 8.26% 21,032,266,848.21 22,877,521,222.56\n"
        "基本每股收益（元/股） 0.63 0.19 0.22 186.36% -0.59 -0.56\n"
    )
    (table,), _ = tables(text)
    assert table[0] == ["", "2023年", "2022年", "本年比上年增减", "2021年"]
    assert table[2][:3] == ["营业收入（元）", "27,866,767,123.95", "24,275,609,352.76"]


def test_reading_order_banks_ratios_stand_beside_the_supervisors_limits_and_what_has_fallen_in_brackets():
    text = (
        "主要指标 标准值 2022 年 12 月 31 日 2021 年 12 月 31 日\n流动性比例 ≥25 64.45 56.26\n"
        "存贷款比例 - 96.21 95.60\n"
    )
    (table,), _ = tables(text)
    assert table[-2:] == [["流动性比例", "≥25", "64.45", "56.26"], ["存贷款比例", "-", "96.21", "95.60"]]
    fallen = (
        "项目 2023 年 1 至 3 月 2022 年 1 至 3 月 比上年增减（％）\n营业收入 55,410 59,403 (6.72)\n"
        "净利润 1 2 上年同期为负\n"
    )
    (table,), _ = tables(fallen)
    assert [row[-1] for row in table] == ["比上年增减(%)", "(6.72)", "上年同期为负"]


def test_reading_order_a_lone_figure_of_a_row_of_key_figures_is_doubted():
    """It is that of the last year: the earlier ones are blank, and nothing shows it."""
    text = "项目 2020年 2019年 2018年\n基本每股收益 0.36 0.20 0.67\n稀释每股收益 0.66\n总资产 8.37 4.49 15.56\n"
    stream, _ = text_blocks([TextDocument(decode(text.encode(), "x"), "x").page(1)])
    (table,) = [block for block in stream if isinstance(block, Table)]
    assert [c.text for row in table.rows for c in row.cells if c.doubt] == ["0.66"]


def test_reading_order_a_title_inside_the_key_figures_is_no_part_of_a_label():
    """经营业绩营业收入 was no item that the form knows."""
    text = "项目 2025年 2024年 增减(%)\n经营业绩\n营业收入 337,532 337,488 0.01\n利润总额 178,993 178,652 0.19\n"
    (table,), _ = tables(text)
    assert [row[0] for row in table[1:]] == ["经营业绩", "营业收入", "利润总额"]


@pytest.mark.parametrize(
    "page",
    [
        "--- Page {} ---\n公司本年度经营情况的正文{}\n",
        "公司本年度经营情况的正文{1}\n[第 {0} 页]\n",
        "==========\nPAGE {}\n==========\n公司本年度经营情况的正文{}\n",
        "<!-- page: {} -->\n公司本年度经营情况的正文{}\n",
        "<!-- page: {0} -->\n# Page {0}\n\n公司本年度经营情况的正文{1}\n",
        "# Page {}\n\n公司本年度经营情况的正文{}\n",
    ],
)
def test_marks_of_pages_part_a_text_and_are_no_words_of_it(page):
    """Sources name the page that the mark names; those that an extraction leaves out are empty."""
    document = TextDocument(decode("".join(page.format(n, n) for n in (2, 3, 5, 6)).encode(), "x"), "x")
    found = [document.text(n).strip()[-3:] for n in range(1, document.n_pages + 1)]
    assert found == ["", "正文2", "正文3", "", "正文5", "正文6"]


def test_titles_that_number_pages_make_no_markdown():
    """A row cut by the page had got the mark as part of its name: #Page18小计."""
    assert not sniff_markdown("".join(f"# Page {n}\n\n营业收入\n1,162.64\n" for n in (1, 2, 3)))


def test_ticks_at_the_foot_of_many_pages_are_no_running_line():
    """The answer to the last title of a page had gone, and the disclosure looked as if the form had none."""
    text = "\f".join(f"第{n}页的正文\n股东参与转融通业务出借股份情况{n}\n□适用√不适用\n" for n in range(1, 5))
    document = TextDocument(decode(text.encode(), "x"), "x")
    assert not any(document.page(n).running for n in range(1, document.n_pages + 1))


def test_numbers_that_fall_mark_no_pages():
    text = "".join(f"--- Page {n} ---\n公司本年度经营情况的正文\n" for n in (3, 2, 1, 4))
    document = TextDocument(decode(text.encode(), "x"), "x")
    assert document.n_pages == 1
    assert "Page" not in document.text(1)


@pytest.mark.parametrize("mark", ["--- Page 84 ---", "<!-- page: 78 -->"])
def test_one_mark_of_a_page_is_no_word_either(mark):
    """An excerpt has one or two: the mark had become the end of the label above it."""
    document = TextDocument(decode(f"加权平均净资产收益率\n{mark}\n4.00\n".encode(), "x"), "x")
    assert document.text(1).split() == ["加权平均净资产收益率", "4.00"]


CENTRED = """2024年 2023年 本年比上年增减 2022年
营业收入（千元） 407,149,600 372,037,280 9.44% 343,917,531
归属于上市公司股东的扣除非经常性损
35,741,418 32,974,908 8.39% 28,607,973
益的净利润（千元）
经营活动产生的现金
60,511,572 57,902,611 4.51% 34,657,828
流量净额（千元）
上述财务指标或其加总数是否存在重大差异
"""


def test_reading_order_figures_at_the_middle_of_their_label_part_it():
    """The label's rest had opened the next row, and the next row's label was no item."""
    (table,), problems = tables(CENTRED)
    assert [row[0] for row in table[1:]] == [
        "营业收入（千元）",
        "归属于上市公司股东的扣除非经常性损益的净利润（千元）",
        "经营活动产生的现金流量净额（千元）",
    ]
    assert not problems


def test_reading_order_labels_whose_bracket_does_not_close_are_named():
    text = "项目 2024年 2023年 2022年\n基本每股收益（元/ 0.25 0.24 0.23\n总资产 9 8 7\n净资产 6 5 4\n"
    _, problems = tables(text)
    assert ["基本每股收益（元/" in p.message for p in problems] == [True]


def test_reading_order_an_amount_of_nine_digits_is_no_change():
    """Under a heading whose words were scrambled, the year before the last had been the change."""
    text = "项目 2024年末 2023年末 2022年末 增减\n总资产 604,351,853 486,038,184 24.34% 422,555,267\n"
    found, _ = tables(text)
    assert not any("422,555,267" in row[-1:] for table in found for row in table)


HOLDERS = (
    "单位：股 \n报告期末普通股股东总数 {} \n持有特别表决权股份的股东总数（如有） \n前 10 名股东持股情况 \n"
    "股东名称 股东性质 \n持股比例 持股数量 \n持有有限售条件的股份数量 \n质押、标记或冻结情况 \n股份状态 数量 \n"
    "甲乙控股集团有限公司 国有法人 13.51% 110,744,600 0 质押 100 \n"
    "王小明 境内自然人 3.38% 27,713,874 27,713,874 质押 27,713,874 \n"
    "{}上述股东关联关系或一致行动的说明 \n未知。 \n"
)


@pytest.mark.parametrize("number", ["21,847美元", "12,945(1)"])
def test_the_number_in_a_title_is_no_number_of_shareholders(number):
    (table, *_), problems = tables(HOLDERS.format(number, ""))
    assert ["报告期末普通股股东总数", number] in table
    assert ["持有特别表决权股份的股东总数（如有）", ""] in table
    assert problems == []


def test_numbers_of_shareholders_without_a_label_are_named():
    _, problems = tables(HOLDERS.format("12,945 7", ""))
    assert [(p.code, p.message.split(" ")[0]) for p in problems] == [("no-label", "'7'")]


@pytest.mark.parametrize(
    "number", ["12 ,945", "12\u3000,945户", "12 .5", "12 , 945", "12 ,\n945", "12\n,945", "1 2 ,945"]
)
def test_a_number_of_shareholders_with_a_space_before_its_separator_is_not_its_first_digits(number):
    """The rest of it went into the next label, and 12 shareholders were given."""
    (table, *_), problems = tables(HOLDERS.format(number, ""))
    (printed,) = [row[1] for row in table if row[0] == "报告期末普通股股东总数"]
    assert count_of(printed) is None or problems


def test_of_two_numbers_of_shareholders_the_second_is_not_its_first_digits():
    counts = "年度报告披露日前上一月末普通股股东总数 12,945 11 ,870"
    (table, *_), _ = tables(HOLDERS.format(counts, ""))
    assert [row for row in table if len(row) == 2][:2] == [
        ["报告期末普通股股东总数", "12,945"],
        ["年度报告披露日前上一月末普通股股东总数", "11 ,870"],
    ]


def test_a_number_of_shareholders_in_front_of_the_next_label_is_named():
    """Pieces of labels side by side, as a page break cuts them: the number before the report was given as not there."""
    counts = "12,945 年度报告 \n披露日前 \n11,870 报告期末 \n表决权恢"
    _, problems = tables(HOLDERS.format(counts, ""))
    assert ("no-label", "'11,870'") in [(p.code, p.message.split(" ")[0]) for p in problems]


@pytest.mark.parametrize("number", ["l2,945", "I2,945", "O", "约2,945"])
def test_a_number_of_shareholders_with_a_letter_for_a_digit_is_named(number):
    """It was a part of the next label, and the count was given as not there."""
    counts = "12,945 报告期末表决权恢复的优先股股东总数 {} 年度报告披露日前一个月末普通股股东总数 11,870"
    assert tables(HOLDERS.format(counts.format(number), ""))[1]
    assert not tables(HOLDERS.format(counts.format("2,945"), ""))[1]


def test_rows_below_the_last_that_could_be_read_are_named():
    _, problems = tables(HOLDERS.format("12,945", "说明：见下文 \n丙丁公司 其他 1’000,5 7·5% \n"))
    assert {p.code for p in problems} == {"unaccounted"}


_BY_PRODUCT = (
    "分产品 营业收入 营业成本 \n毛利率\n（%） \n营业收入\n比上年增\n减（%） \n营业成本\n比上年增\n减（%） \n"
    "毛利率比上\n年增减\n（%） \n仪器 680,881,882.06 420,552,876.14 38.23 7.92 6.44 \n增加 0.86 个\n百分点 \n"
)


@pytest.mark.parametrize(
    ("whole", "printed"),
    [
        ("680,881,882.06", "680, 881,882.06"),
        ("680,881,882.06", "6 80,881,882.06"),
        ("680,881,882.06", "680,88 1,882.06"),
        *(("38.23", printed) for printed in ("3 8.23", "38.2 3")),
        *(("7.92 6.44", printed) for printed in ("7.9 2 6.44", "7.92 6.4 4")),
    ],
)
def test_a_space_in_a_figure_moves_no_figure_into_the_next_column_in_silence(whole, printed):
    """The name had the figure's beginning, or each figure behind it stood a column further."""
    assert tables(_BY_PRODUCT)[1] == []
    found, problems = tables(_BY_PRODUCT.replace(whole, printed))
    assert problems or not found


@pytest.mark.parametrize("printed", ["8 5,310,000.00", "85, 310,000.00", "85,31 0,000.00"])
def test_the_beginning_of_a_figure_is_no_part_of_a_key_figures_label(printed):
    """The first amount of the row was given without its first digits."""
    text = (
        "主要会计数据\n项目 2023年 2022年 本期比上年同期增减（%） 2021年\n"
        "营业收入 940,226,118.43 862,118,306.20 9.06 790,118,306.44\n"
        "经营活动产生的现金流量净额 {} 107,779,654.96 -20.85 96,118,306.44\n"
    )
    assert tables(text.format("85,310,000.00"))[1] == []
    assert tables(text.format(printed))[1]


def test_a_figure_grouped_by_points_is_no_part_of_a_label_in_silence():
    """It went into the label, and the figures behind it into columns one to the left of their own."""
    row = "电子元件 330.447.118,42 210,447,220.16 36.31 10.11 10.69 \n减少 0.34 个\n百分点 \n"
    text = "主营业务分行业、分产品情况\n单位：元\n" + _BY_PRODUCT + row + "完。\n"
    _, (problem,) = tables(text)
    assert problem.message == "a figure stands in a label: 电子元件330.447.118,42"
    stated = text_blocks([TextDocument(decode(text.encode(), "x"), "x").page(1)])[0]
    rows = next(block.rows for block in stated if isinstance(block, Table))
    assert all(cell.doubt for cell in rows[-1].cells[1:])
    assert not any(cell.doubt for cell in rows[-2].cells)


def test_rows_above_the_heading_of_the_next_table_are_named():
    """The rows of a table without its heading were lost without a word."""
    row = "电子元件 330,447,118.42 210,447,220.16 36.31 10.11 10.69 \n减少 0.34 个\n百分点 \n"
    _, (problem,) = tables("主营业务分行业、分产品情况\n单位：元\n" + row + _BY_PRODUCT + "完。\n")
    assert "330,447,118.42" in problem.message


def test_a_heading_printed_again_overleaf_parts_no_table_of_holders():
    """The rows below it were a table of their own, which no disclosure took."""
    head = "股东名称 报告期末持有无限售条件股份数量 \n股份种类 \n股份种类 数量 \n"
    rows = ("甲乙投资有限公司 8,188,743 人民币普通股 8,188,743 \n", "王小明 7,660,700 人民币普通股 7,660,700 \n")
    (table,), problems = tables(head + rows[0] + "\f" + head + rows[1] + "完 \n")
    assert [row[0] for row in table[2:]] == ["甲乙投资有限公司", "王小明"]
    assert not problems


def test_a_page_s_number_behind_a_row_pushes_no_figure_into_its_label_in_silence():
    """The loss a share went into the label, the comparison was given as the loss, and the change as the comparison."""
    text = (
        "主要会计数据 本报告期 上年同期 \n本报告期比上年同期\n增减(%) \n"
        "营业收入 402,336,718.20 455,120,904.66 -11.60 \n"
        "归属于上市公司股东的净利润 -38,224,106.51 21,870,335.18 -274.78 \n"
        "基本每股收益（元／股） -0.09 0.05 -280.00 \n \n7 \n稀释每股收益（元／股） -0.09 0.05 -280.00 \n"
    )
    _, problems = tables(text)
    assert any("基本每股收益" in problem.message for problem in problems)


_KEY = (
    "主要会计数据 2024年 2023年 \n本期比上年\n同期增减(%) \n2022年 \n"
    "营业收入 402,336,718.20 455,120,904.66 -11.60 400,336,718.20 \n"
    "总资产 802,336,718.20 755,120,904.66 6.25 700,336,718.20 \n{}"
    "基本每股收益（元／股） 0.36 0.05 620.00 0.31 \n{}"
)


@pytest.mark.parametrize(
    ("inside", "below"),
    [
        ("加权平均净资产收益率（%） 8.11 -2·00 \n增加10.11个\n百分点 \n7.13 \n", ""),
        ("加权平均净资产收益率（%） 8.11 -2.00 \n增加10.11个\n百分点 \n7.1S \n", ""),
        ("加权平均净资产收益率（%） 8.11 -2.00bp \n增加10.11个\n百分点 \n7.13 \n", ""),
        ("加权平均净资产收益率（%） 6.72 9.95 \n减少3.23个百\n分点 \n9.25（注） \n", ""),
        ("加权平均净资产收益率（%） 8.11 -2.00 \n增加10.11个\n百分点 \n近7.13 \n", ""),
        ("经营活动产生的现金流量净额 402 771 356.90 318,662,074.15 26.39 355,190,448.22 \n", ""),
        ("", "加权平均净资产收益率（%） 8.11 2.00 \n增加6.11个\n百分点 \n7,13 \n完 \n"),
        ("", "加权平均净资产收益率（%） 8.11 2.00 \n增加6.11个\n百分点 \n7.x13 \n完 \n"),
        ("", "加权平均净资产收益率（%） 8.11 2.00 \n增加6.11个\n百分点 \n约7.13 \n完 \n"),
        ("", "总资产 802,336,718.20 755,120,904.66 6.25 \n75,468.386912万\n元 \n完 \n"),
    ],
)
def test_a_figure_written_oddly_is_no_part_of_a_label_and_no_title_in_silence(inside, below):
    """It went into the label with those before it, was taken for a title, or ended the table above it."""
    _, problems = tables(_KEY.format(inside, below))
    assert problems
    assert not tables(_KEY.format("", "3 \n完 \n"))[1]


def test_a_figure_of_which_the_page_s_end_may_cut_a_digit_is_doubted():
    """6,120,337,402.18 was given as 6,120,337,402.1: below the page's header stood the 8."""
    text = (
        _KEY.format("", "")
        + "归属于上市公司股东的净资产 655,785,307.56 612,337,402.1 7.13 600,785,307.56 \n{}3 \n元） 8 \n完\n"
    )

    def doubted(between: str) -> list[str]:
        document = TextDocument(decode(text.format(between).encode(), "x"), "x")
        found = text_blocks([document.page(n) for n in range(1, document.n_pages + 1)])[0]
        rows = next(block.rows for block in found if isinstance(block, Table))
        return [c.text for row in rows for c in row.cells if c.doubt]

    assert doubted("\f") == ["612,337,402.1"]


def test_a_chinese_full_stop_for_a_point_pushes_no_figure_into_its_label_in_silence():
    """4。80% went into the label, and the ratio before was given as the period's."""
    text = (
        "主要会计数据 本报告期 上年同期 \n本报告期比上年同期\n增减 \n"
        "营业收入 402,336,718.20 455,120,904.66 -11.60% \n加权平均净资产收益率 4。80% 4.49% 0.31% \n"
    )
    assert tables(text)[1]
    assert not tables(text.replace("。", "."))[1]


@pytest.mark.parametrize("before", ["（注）", "续表", "（续）", "接上表"])
def test_a_remark_in_front_of_a_name_is_named(before):
    head = "股东名称 报告期末持有无限售条件股份数量 \n股份种类 \n股份种类 数量 \n"
    rows = "王小明 7,660,700 人民币普通股 7,660,700 \n{}甲乙银行股份有限公司 6,660,700 人民币普通股 6,660,700 \n"
    assert not tables(head + rows.format("") + "三、其他\n")[1]
    assert tables(head + rows.format(before) + "三、其他\n")[1]


_CHANGES = (
    "股东名称（全称） \n本报告期新\n增/退出 \n期末转融通出借股份且尚未归还\n数量 \n"
    "期末股东普通账户、信用账户持股\n及转融通出借股份且尚未归还的股\n份数量 \n"
    "数量合计 \n占总股本的比\n例 \n数量合计 \n占总股本的比\n例 \n"
    "甲银行股份有限公司－\n乙证券投资基金 \n退出 0 0.00%{}6,710,695 0.54% \n"
    "丙银行股份有限公司－\n丁证券投资基金 \n退出 0 0.00% 0 0.00% \n"
    "戊银行股份有限公\n司－己证券投资基金 \n新增 1,284,700 0.10% 8,527,683 0.69% \n公司是否具有表决权差异安排 \n"
)


def test_figures_of_a_row_in_the_name_of_the_next_are_named():
    """Two figures without a space between them fitted no column, and their row went into the name below."""
    assert not tables(_CHANGES.format(" "))[1]
    assert tables(_CHANGES.format(""))[1]


def test_the_end_of_a_name_overleaf_over_three_lines_is_named():
    """The last line alone did not look like the end of a name, and the half of it was given."""
    head = "股东名称 报告期末持有无限售条件股份数量 \n股份种类 \n股份种类 数量 \n"
    rows = "王小明 7,660,700 人民币普通股 7,660,700 \n甲乙银行股份有限公司 6,660,700 人民币普通股 6,660,700 \n"
    (table,), problems = tables(head + rows + "\f－丙丁交易型\n开放式指数证券投资基\n金 \n三、其他\n")
    whole = "甲乙银行股份有限公司－丙丁交易型开放式指数证券投资基金"
    assert problems or table[-1][0] == whole


def test_figures_of_segments_beside_a_blank_cell_that_nothing_shows_are_doubted():
    """The margin was taken for blank, and each figure behind it for the one of the next column."""
    row = "国内 931,005,671.28 585,226,770.94 37.14 9.19 7.76 \n增加 \n0.83 个 \n百分点 \n"
    text = "主营业务分行业、分产品情况\n单位：元\n" + _BY_PRODUCT.partition("仪器")[0] + row + "(7). 其他 \n"
    stated = text_blocks([TextDocument(decode(text.encode(), "x"), "x").page(1)])[0]
    last = next(block.rows for block in stated if isinstance(block, Table))[-1]
    told = dict(enumerate(c.text for c in last.cells))
    assert told[3] == "37.14" or all(c.doubt for c in last.cells[4:] if c.text)


def test_the_change_of_a_last_row_of_segments_that_is_one_column_off_is_named():
    """Two spaces between two figures were a blank cell, and what was left over below the row went nowhere."""
    row = "国内 931,005,671.28 585,226,770.94  37.14 9.19 7.76 \n增加 0.83 个\n百分点 \n"
    _, problems = tables(
        "主营业务分行业、分产品情况\n单位：元\n" + _BY_PRODUCT.partition("仪器")[0] + row + "(7). 其他 \n"
    )
    assert problems


@pytest.mark.parametrize(("title", "named"), [("母公司利润表", 0), ("主要会计数据", 1)])
def test_what_is_doubtful_in_a_statement_is_no_doubt_of_the_key_figures(title, named):
    """Its lines have their words, 营业收入 and 净利润, and so a clean text was not."""
    from kunlun_cli.outline.stream import Stream
    from kunlun_cli.records import Problem
    from tests.unit.drawn import drawn

    doubt = Problem("ambiguous-alignment", "cells that stand below no heading: 1.00", 2)
    table = drawn([["项目", "2023年"], ["营业收入", "1.00"], ["净利润", "1.00"]])
    stream = Stream(TextDocument(decode("某某公司的年度报告".encode(), "x"), "x"))
    stream.aligned = [table._replace(doubts=(doubt,), title_lines=(title, "2023年1—3月", "编制单位：甲", "单位：元"))]
    assert len(stream.doubts("financials")) == named


def test_an_amount_and_its_part_of_the_whole_stand_together_where_the_change_is_blank():
    """Which cell was blank was open: with the sign of per cent where other rows have it, and in pairs, it is not."""
    head = "2018 年 2017 年 \n同比增减 \n金额 占营业收入比重 金额 占营业收入比重 \n"
    rows = (
        "营业收入合计 46,126,797,341.33 100% 31,227,763,249.71 100% 47.71% \n分行业 \n"
        "电子行业 13,170,227,703.47 28.55% 16,148,586,075.45 51.71% -18.44% \n"
        "环保行业 3,020,514,260.13 6.55% 0.00 0.00%\n其他行业 1,587,237,934.84 3.44% 1,426,664,519.51 4.57% 11.26% \n"
    )
    text = "营业收入构成\n单位：元\n" + head + rows + "（2）完\n"
    stated = text_blocks([TextDocument(decode(text.encode(), "x"), "x").page(1)])[0]
    table = next(block for block in stated if isinstance(block, Table))
    row = next(row for row in table.rows if row.cells[0].text == "环保行业")
    assert [(c.text, c.doubt) for c in row.cells[1:5]] == [
        (t, "") for t in ("3,020,514,260.13", "6.55%", "0.00", "0.00%")
    ]


@pytest.mark.parametrize(("bracket", "doubts"), [("（万元）", ["unaccounted"]), ("（元）", []), ("", [])])
def test_a_unit_in_a_heading_right_above_the_one_that_is_read_is_named(bracket, doubts):
    """Of two tables side by side both headings come first: the amounts of one column, in 万元, were given as yuan."""
    text = (
        "(一) 主要会计数据 \n单位：元  币种：人民币 \n主要会计数据 2024年 2023年 \n本期比上\n年同期增\n减(%) \n"
        f"2022年{bracket[:2]}\n{bracket[2:]} \n主要会计数据 2024年 2023年 \n本期比上\n年同期增\n减(%) \n2022年 \n"
        "营业收入 2,240,118,306.42 2,418,336,720.15 -7.37 2,105,220,947.88 \n"
        "归属于上市公司股东的净利润 118,402,617.33 164,220,385.91 -27.90 141,338,206.54 \n"
    )
    rows, problems = tables(text)
    assert rows[0][1][-1] == "2,105,220,947.88"
    assert [problem.code for problem in problems] == doubts


def test_a_unit_between_a_heading_and_the_first_name_is_no_part_of_it():
    text = (
        "股东名称 报告期末持有无限售条件股份数量 \n股份种类 \n股份种类 数量 \n单位：万股 \n"
        "甲乙投资有限公司 8,188,743 人民币普通股 8,188,743 \n王小明 7,660,700 人民币普通股 7,660,700 \n"
    )
    (rows,), problems = tables(text)
    assert rows[0] == ["单位：万股"]
    assert rows[3] == ["甲乙投资有限公司", "8,188,743", "人民币普通股", "8,188,743"]
    assert not problems


@pytest.mark.parametrize("mark", ["（续）", "续表", "（接上表）"])
def test_a_line_that_says_that_a_table_goes_on_is_no_part_of_a_cell(mark):
    """The nature above it was 境内自然人（续）."""
    text = (
        "前十名股东持股情况 \n股东名称 \n报告期内增减 \n期末持股数量 \n比例(%) \n持有有限\n售条件的\n股份数量 \n"
        "质押、标记或冻结情况 \n股东性\n质 \n股份\n状态 \n数量 \n甲乙集团有限公司 0 120,000,000 40.00 0 无 \n"
        "境内非\n国有法\n人 \n"
        f"濮阳芷 2,400,160 2,400,160 0.80 0 无 \n境内自\n然人 \n{mark} \n申屠朗 0 2,130,000 0.71 0 无 \n境内自\n然人 \n"
        "丙丁投资有限公司 0 1,800,000 0.60 0 无 其他 \n上述股东关联关系或一致行动的说明 \n未知。 \n"
    )
    cells = [cell for table in tables(text)[0] for row in table for cell in row]
    assert cells.count("境内自然人") == 2
    assert not [cell for cell in cells if mark in cell]


def test_a_note_on_the_unit_between_the_last_holder_and_the_notes_with_a_label_is_kept():
    """It was passed over, though it states the unit of what stands above it."""
    text = (
        "股东名称 报告期末持有无限售条件股份数量 \n股份种类 \n股份种类 数量 \n"
        "甲乙投资有限公司 8,188,743 人民币普通股 8,188,743 \n王小明 7,660,700 人民币普通股 7,660,700 \n"
        "注：单位：万股 \n上述股东关联关系或一致行动的说明 \n公司不掌握。 \n"
    )
    (rows,), _ = tables(text)
    assert ["注：单位：万股"] in rows
