"""Headings inside tables, and rows that only look like one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from kunlun_cli.schedules.reader import schedules_of
from kunlun_cli.schedules.schedule import Schedule
from kunlun_cli.tables.table import Table
from tests.unit.test_schedules import table

# In `drawn`, a cell that the one at its left spans.
OVER = "<"


def drawn(rows: Sequence[Sequence[str]], *, breaks: Sequence[int] = ()) -> Table:
    """A table in which a cell with `OVER` is part of the one before it."""
    made = table(rows, breaks=breaks)
    out = []
    for row in made.rows:
        cells = list(row.cells[:1])
        for cell in row.cells[1:]:
            if cell.text == OVER:
                x0, top, _, bottom = cells[-1].bbox
                cells[-1] = cells[-1]._replace(colspan=cells[-1].colspan + 1, bbox=(x0, top, cell.x1, bottom))
            else:
                cells.append(cell)
        out.append(replace(row, cells=tuple(cells)))
    return Table(tuple(out))


def parts(rows: Sequence[Sequence[str]], *, breaks: Sequence[int] = ()) -> list[Schedule]:
    return list(schedules_of([drawn(rows, breaks=breaks)]))


def headings(schedule: Schedule) -> list[str]:
    return ["/".join(column.heading) for column in schedule.columns]


def texts(schedule: Schedule) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in schedule.rows]


def test_the_heading_of_holders_below_their_count_is_one_and_each_part_has_its_own_columns() -> None:
    counted, ten, free = parts(
        [
            ["报告期末股东总数", "44,934", OVER, "上一月末股东总数", "41,403"],
            ["前10名股东持股情况", OVER, OVER, OVER, OVER],
            ["股东名称", "股东性质", "持股比例", "质押情况", OVER],
            ["", "", "", "股份状态", "数量"],
            ["甲公司", "国有法人", "54.93%", "质押", "1,245"],
            ["前10名无限售条件股东持股情况", OVER, OVER, OVER, OVER],
            ["股东名称", "持有无限售条件股份数量", OVER, "股份种类", OVER],
            ["", "", "", "股份种类", "数量"],
            ["甲公司", "9,245", OVER, "人民币普通股", "9,245"],
        ]
    )
    assert texts(counted) == [["报告期末股东总数", "44,934", "上一月末股东总数", "41,403"]]
    assert (ten.title, free.title) == ("前10名股东持股情况", "前10名无限售条件股东持股情况")
    assert headings(ten) == ["股东名称", "股东性质", "持股比例", "质押情况/股份状态", "质押情况/数量"]
    assert texts(ten) == [["甲公司", "国有法人", "54.93%", "质押", "1,245"]]
    assert headings(free) == ["股东名称", "持有无限售条件股份数量", "股份种类", "股份种类/数量"]
    assert texts(free) == [["甲公司", "9,245", "人民币普通股", "9,245"]]


def test_a_heading_that_differs_in_its_corner_alone_heads_a_further_part() -> None:
    industry, product = parts(
        [
            ["分行业", "营业收入", "营业成本"],
            ["工业", "3.00", "2.00"],
            ["分产品", "营业收入", "营业成本"],
            ["药品", "3.00", "2.00"],
        ]
    )
    assert (headings(industry)[0], headings(product)[0]) == ("分行业", "分产品")
    assert texts(product) == [["药品", "3.00", "2.00"]]


def test_a_further_heading_cut_by_the_page_is_one() -> None:
    _, product = parts(
        [
            ["分行业", "营业收入（元）", "营业成本（元）"],
            ["工业", "3.00", "2.00"],
            ["分产品", "营业收入", "营业成本"],
            ["", "（元）", "（元）"],
            ["药品", "3.00", "2.00"],
        ],
        breaks=[3],
    )
    assert headings(product) == ["分产品", "营业收入（元）", "营业成本（元）"]
    assert texts(product) == [["药品", "3.00", "2.00"]]


def test_the_rest_of_a_table_below_its_heading_overleaf_is_no_further_part() -> None:
    (whole,) = parts(
        [["项目", "房屋", "合计"], ["一、原值", "3.00", "3.00"], ["四、账面价值", "", ""], ["项目", "房屋", "合计"]],
        breaks=[3],
    )
    assert [row.label for row in whole.rows] == ["一、原值", "四、账面价值"]


def test_a_corner_cut_by_the_page_is_one_with_its_rest() -> None:
    (whole,) = parts(
        [
            ["合营企业或联营企", "累积未确认前期累计", "本期末累积未确认的"],
            ["业名称", "的损失", "损失"],
            ["甲公司", "1.00", "2.00"],
        ],
        breaks=[1],
    )
    assert headings(whole) == ["合营企业或联营企业名称", "累积未确认前期累计的损失", "本期末累积未确认的损失"]
    assert texts(whole) == [["甲公司", "1.00", "2.00"]]


def test_staff_by_kinds_are_parts_with_headings_of_their_own() -> None:
    total, kinds, schooling = parts(
        [
            ["在职员工的数量合计", "1,274"],
            ["专业构成", OVER],
            ["专业构成类别", "专业构成人数"],
            ["生产人员", "500"],
            ["教育程度", OVER],
            ["教育程度类别", "数量（人）"],
            ["博士", "7"],
        ]
    )
    assert [texts(part) for part in (total, kinds, schooling)] == [
        [["在职员工的数量合计", "1,274"]],
        [["生产人员", "500"]],
        [["博士", "7"]],
    ]
    assert (kinds.title, headings(kinds)) == ("专业构成", ["专业构成类别", "专业构成人数"])


def test_a_blank_corner_heads_a_further_part_where_a_heading_stands_again() -> None:
    assets, debts = parts(
        [
            ["项目", "平均余额", "平均收益率（%）"],
            ["贷款", "300", "4.81"],
            ["", "平均余额", "平均成本率（%）"],
            ["存款", "200", "2.26"],
        ]
    )
    assert headings(debts) == ["", "平均余额", "平均成本率（%）"]
    assert texts(debts) == [["存款", "200", "2.26"]]
    assert headings(assets)[2] == "平均收益率（%）"


@pytest.mark.parametrize("first", [["会计师事务所报酬", "75"], ["购买成本", OVER]])
def test_one_cell_over_the_only_column_beside_the_labels_is_its_heading(first: list[str]) -> None:
    (made,) = parts([["", "现聘任"], first, ["连续年限", "6"]])
    assert headings(made) == ["", "现聘任"]
    assert len(made.rows) == 2


def test_a_unit_in_the_corner_is_no_heading() -> None:
    (made,) = parts([["", "单位：元"], ["存货", "75.00"]])
    assert headings(made) == ["", ""]


@pytest.mark.parametrize(
    "rows",
    [
        [["公司、本公司", "指", "某某股份有限公司"], ["中国证监会", "指", "中国证券监督管理委员会"]],
        [["名称", "某某集团有限公司"], ["单位负责人或法定代表人", "甲某"]],
        [["董事报酬的确定依据", "依公司规定确定。"], ["实际支付情况", "已支付。"]],
        [["是否建立相关机制", "是"], ["投入资金", "12.00"]],
        [["公司聘请的会计师事务所（境内）", "名称", "某某会计师事务所"], ["", "办公地址", "某市某路"]],
    ],
)
def test_a_row_that_says_something_of_its_label_is_no_heading(rows: list[list[str]]) -> None:
    (made,) = parts(rows)
    assert not any(headings(made))
    assert texts(made) == rows


def test_terms_below_their_heading_keep_it() -> None:
    (made,) = parts([["释义项", "指", "释义内容"], ["本公司", "指", "某某股份有限公司"]])
    assert headings(made) == ["释义项", "指", "释义内容"]


def test_a_sentence_below_a_wide_heading_is_what_stands_under_it() -> None:
    (made,) = parts([["关键审计事项", "如何应对", OVER], ["", "检查了管理层的分析。", "询问了管理层。"]])
    assert headings(made) == ["关键审计事项", "如何应对", "如何应对"]
    assert len(made.rows) == 1


def test_a_sentence_over_all_columns_is_said_in_the_table_and_no_title_of_it() -> None:
    (made,) = parts(
        [["审计报告中的审议意见段", OVER], ["某某会计师事务所认为控制有效。", OVER], ["审计报告披露情况", "披露"]]
    )
    assert made.title == "审计报告中的审议意见段"
    assert [row.label for row in made.rows] == ["某某会计师事务所认为控制有效。", "审计报告披露情况"]


def test_what_heads_labels_at_the_head_of_a_page_begins_a_further_part() -> None:
    people, careers = parts(
        [
            ["姓名", "职务", "年龄", "持股数（股）"],
            ["甲某", "董事", "56", "300"],
            ["合计", "/", "/", "300"],
            ["姓名", "主要工作经历", OVER, OVER],
            ["甲某", "历任某某公司经理，现任某某公司董事。", OVER, OVER],
        ],
        breaks=[3],
    )
    assert [row.label for row in people.rows] == ["甲某", "合计"]
    assert headings(careers) == ["姓名", "主要工作经历"]
    assert texts(careers) == [["甲某", "历任某某公司经理，现任某某公司董事。"]]


def test_a_row_that_looks_like_a_heading_and_is_a_fact_stays_a_row() -> None:
    (made,) = parts(
        [
            ["项目", "期末余额"],
            ["存货", "1.00"],
            ["股东名称", "数量与比例"],
            ["国籍", "中国"],
        ]
    )
    assert [row.label for row in made.rows] == ["存货", "股东名称", "国籍"]


def test_a_repeated_line_of_a_heading_above_another_is_of_that_one() -> None:
    """A bank's debts stand below its assets: the years again, and 平均成本率 for 平均收益率."""
    rows = [
        ["项目", "2022年", "<", "2021年", "<"],
        ["", "平均余额", "平均收益率（%）", "平均余额", "平均收益率（%）"],
        ["贷款", "4,591,659", "4.26", "4,100,923", "4.22"],
        ["项目", "2022年", "<", "2021年", "<"],
        ["", "平均余额", "平均成本率（%）", "平均余额", "平均成本率（%）"],
        ["存款", "3,696,632", "2.27", "3,369,962", "2.22"],
    ]
    years = [f"{year}年/平均余额" for year in (2022, 2021)]
    for breaks in ((), (3,)):
        assets, debts = parts(rows, breaks=breaks)
        assert [headings(assets)[i] for i in (1, 3)] == [headings(debts)[i] for i in (1, 3)] == years
        assert headings(debts)[2] == "2022年/平均成本率（%）"
        assert texts(debts) == [rows[-1]]
