"""Pages of forms that filers use, on which nothing is wrong though much does not add up at first sight."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kunlun_cli.checks import Facts, Plan, check_facts, rules
from kunlun_cli.checks.cases import key_figures, line, number, stated, statements, table
from kunlun_cli.checks.finding import Finding
from kunlun_cli.checks.relations.worksheet import worksheet
from kunlun_cli.records import Source, StatementRecord

NOTES = ("七、合并财务报表项目注释",)
FRONT = ("第三节管理层讨论与分析",)


def grouped(heads: tuple[tuple[str, ...], ...], *rows: tuple[str, ...], section: tuple[str, ...] = ()) -> Facts:
    """A table with headings of several levels."""
    facts = table([head[-1] for head in heads], *rows, section=section)
    (sheet,) = facts.tables
    columns = tuple(replace(c, heading=h) for c, h in zip(sheet.schedule.columns, heads, strict=True))
    return replace(facts, tables=(worksheet(replace(sheet.schedule, columns=columns)),))


def restated() -> Facts:
    """The change is against the figure after a restatement, which stands behind the one before it."""
    revenue = line("revenue", "营业收入", "1,541,215,508.36", "1,399,808,311.93", "10.10")
    profit = line("net_profit_parent", "归属于上市公司股东的净利润", "326,607,817.72", "281,970,252.06", "15.83")
    before = (number("1,341,117,004.88"), number("274,331,905.17"))
    both = (replace(r, prior_before_restatement=b) for r, b in zip((revenue, profit), before, strict=True))
    lines = (
        stated("revenue", "营业收入", "1,541,215,508.36", "1,399,808,311.93"),
        stated("net_profit_parent", "归属于母公司股东的净利润", "326,607,817.72", "281,970,252.06"),
    )
    return replace(key_figures(*both), statements=statements(*lines).statements)


def unruled(facts: Facts) -> Facts:
    """The same table without ruling lines."""
    (sheet,) = facts.tables
    return replace(facts, tables=(worksheet(replace(sheet.schedule, layout="aligned")),))


def total_one_column_off() -> Facts:
    """A total without ruling lines of which the second figure stands under the third heading."""
    return unruled(
        table(
            ("项目", "期末本集团", "期初本集团", "期末本银行"),
            ("债券", "342,528", "237,375", "323,917"),
            ("票据", "19,864", "32,416", "19,864"),
            ("合计", "362,392", "", "269,791"),
        )
    )


def amounts_in_labels() -> Facts:
    """The first column of figures has run into the labels, so that shares stand under the heading of amounts."""
    return unruled(
        table(
            ("项目", "上期金额", "本期金额"),
            ("原材料126,354,830.71", "74.76", "178,963,039.38"),
            ("职工薪酬4,309,855.78", "25.24", "4,113,300.47"),
            ("小计", "100.00", "183,076,393.85"),
        )
    )


def overlapping() -> Facts:
    """Two lines behind 其中 that have something in common, and more than their whole together."""
    return table(
        ("项目", "期末余额", "期初余额"),
        ("应收账款", "84,210,006.30", "71,044,918.22"),
        ("其中：关联方", "61,300,417.55", "50,918,300.07"),
        ("其中：一年以内", "70,118,206.41", "66,204,118.90"),
        ("其他应收款", "3,118,402.16", "2,960,771.03"),
        ("合计", "87,328,408.46", "74,005,689.25"),
    )


def two_units() -> Facts:
    """The analysis in 万元 and rounded, the statements in yuan."""
    lines = (
        stated("selling_expenses", "销售费用", "59,623,024.88", "43,781,054.42"),
        stated("administrative_expenses", "管理费用", "386,185,538.84", "349,284,396.57"),
    )
    rows = (("销售费用", "5,962.30", "4,378.11", "36.18"), ("管理费用", "38,618.55", "34,928.44", "10.56"))
    front = table(("项目", "本期", "上期", "同比增减(%)"), *rows, section=(*FRONT, "3、费用"))
    return replace(statements(*lines), tables=front.tables)


def rounded() -> Facts:
    """Parts in 万元 that are each rounded: the total is one unit more, and so are the per cents."""
    return table(
        ("项目", "金额（万元）", "占比（%）", "上年金额（万元）"),
        ("甲", "3,333.33", "33.33", "1,204.17"),
        ("乙", "3,333.33", "33.33", "2,118.46"),
        ("丙", "3,333.33", "33.33", "3,004.91"),
        ("合计", "10,000.00", "100.00", "6,327.55"),
    )


def other_bases() -> Facts:
    """Shares of which some are of the revenue and some of the business that stands above them."""
    return table(
        ("项目", "营业收入", "占比（%）"),
        ("一、医药", "62,500,000.00", "62.50"),
        ("制剂", "41,300,000.00", "66.08"),
        ("原料药", "21,200,000.00", "33.92"),
        ("二、化工", "37,500,000.00", "37.50"),
        ("染料", "30,100,000.00", "80.27"),
        ("中间体", "7,400,000.00", "19.73"),
        ("合计", "100,000,000.00", "100.00"),
    )


def minority() -> Facts:
    """Movements in equity of which some concern the minority alone, and a subtotal of the owners."""
    heads = (
        ("项目",),
        ("归属于母公司所有者权益", "股本"),
        ("归属于母公司所有者权益", "资本公积"),
        ("归属于母公司所有者权益", "减：库存股"),
        ("归属于母公司所有者权益", "未分配利润"),
        ("归属于母公司所有者权益", "小计"),
        ("少数股东权益",),
        ("所有者权益合计",),
    )
    rows = (
        (
            "一、上年年末余额",
            "1,599,442.00",
            "6,186,879.60",
            "2,000.50",
            "4,881,340.61",
            "12,665,661.71",
            "558,516.98",
            "13,224,178.69",
        ),
        ("（一）综合收益总额", "", "", "", "992,955.15", "992,955.15", "56,020.54", "1,048,975.69"),
        ("1．所有者投入的普通股", "", "-227,128.73", "", "", "-227,128.73", "-77,812.56", "-304,941.29"),
        ("2．回购", "", "", "1,204.33", "", "-1,204.33", "", "-1,204.33"),
        ("（三）利润分配", "", "", "", "-399,860.25", "-399,860.25", "-12,793.34", "-412,653.59"),
        (
            "四、本期期末余额",
            "1,599,442.00",
            "5,959,750.87",
            "3,204.83",
            "5,474,435.51",
            "13,030,423.55",
            "523,931.62",
            "13,554,355.17",
        ),
    )
    return grouped(heads, *rows)


def footnoted() -> Facts:
    """Rows below the total that say of what it is, and a note with a figure of its own."""
    return table(
        ("项目", "期末余额", "期初余额"),
        ("银行存款", "64,300,118.27", "51,207,330.90"),
        ("其他货币资金", "8,120,440.11", "9,004,118.36"),
        ("合计", "72,420,558.38", "60,211,449.26"),
        ("其中：存放在境外的款项总额", "1,204,331.90", "988,210.04"),
        ("注1：其中受限资金", "7,990,120.00", "8,750,000.00"),
    )


def half_beside_year() -> Facts:
    """Half a year beside the whole one before it, and changes against the same half."""
    return table(
        ("项目", "2024年1-6月", "2023年度", "同比增减"),
        ("营业收入", "59,623,024.88", "143,781,054.42", "6.18%"),
        ("营业成本", "38,618,553.84", "94,928,439.57", "4.90%"),
        ("销售费用", "12,254,822.53", "21,130,466.07", "10.10%"),
        ("管理费用", "3,118,402.16", "7,960,771.03", "-2.31%"),
    )


def bracketed() -> Facts:
    """Costs in brackets in a statement, and without them in the note."""
    lines = (
        stated("administrative_expenses", "管理费用", "-6,023,833.19", "-5,285,809.85"),
        stated("selling_expenses", "销售费用", "-1,204,331.90", "-988,210.04"),
    )
    rows = (("职工薪酬", "5,541,932.52", "4,725,665.91"), ("其他", "481,900.67", "560,143.94"))
    section = (*NOTES, "38、管理费用")
    note = table(("项目", "本期发生额", "上期发生额"), *rows, ("合计", "6,023,833.19", "5,285,809.85"), section=section)
    return replace(statements(*lines), tables=note.tables)


def stages() -> Facts:
    """Allowances in three stages, with transfers between them and a movement of which no row is printed."""
    heads = ("坏账准备", "第一阶段", "第二阶段", "第三阶段", "合计")
    return table(
        heads,
        ("期初余额", "1,204,331.90", "338,506.59", "8,536,276.60", "10,079,115.09"),
        ("--转入第二阶段", "-48,693.51", "48,693.51", "", ""),
        ("--转入第三阶段", "", "-20,118.40", "20,118.40", ""),
        ("本期计提", "229,669.10", "318,506.59", "902,784.05", "1,450,959.74"),
        ("本期核销", "", "", "-66,641.13", "-66,641.13"),
        ("期末余额", "1,385,307.49", "685,588.29", "10,092,537.92", "12,163,433.70"),
        ("其他说明", "", "", "", ""),
    )


def moved_between_rows() -> Facts:
    """A round sum that was reclassified from one row to the other, in no column of the table."""
    heads = ("项目", "期初余额", "本期增加", "本期减少", "期末余额")
    return table(
        heads,
        ("土地使用权", "50,118,206.41", "2,000,000.00", "", "49,118,206.41"),
        ("软件", "3,118,402.16", "120,440.11", "", "6,238,842.27"),
        ("专利权", "8,204,118.90", "", "1,204,331.90", "6,999,787.00"),
        ("商标权", "700,000.00", "", "70,000.00", "630,000.00"),
        ("其他", "411,090.75", "55,102.20", "12,450.00", "453,742.95"),
    )


def subtotal_of_some() -> Facts:
    """A column 小计 under the heading of a group, of which one column is told of and not counted."""
    heads = (
        ("股东",),
        ("本期增减", "送股"),
        ("本期增减", "其他"),
        ("本期增减", "其中：限售"),
        ("本期增减", "小计"),
    )
    rows = (
        ("甲", "2,100,300", "-539,930", "1,204,331", "1,560,370"),
        ("乙", "517,950", "688,010", "988,210", "1,205,960"),
    )
    return grouped(heads, *rows, ("丙", "310,440", "20,118", "66,641", "330,558"))


def owners_with_treasury_shares() -> Facts:
    """Treasury shares that one row of two takes away from the owners' part."""
    owners = "归属于母公司所有者权益"
    heads = (("项目",), (owners, "股本"), (owners, "资本公积"), (owners, "减：库存股"), (owners, "小计"))
    opening = ("一、上年年末余额", "1,599,442.00", "6,186,879.60", "", "7,786,321.60")
    return grouped(heads, opening, ("1．回购", "-1,200.00", "-31,004.16", "88,204.33", "-120,408.49"))


def part_of_a_column() -> Facts:
    """A column 其中 that is blank in all rows but one, and no part of the total beside it."""
    rows = (
        ("甲", "41,300", "", "3,118", "21,207", "65,625"),
        ("乙", "30,118", "", "2,960", "7,402", "40,480"),
        ("丙", "18,406", "", "1,204", "9,551", "29,161"),
        ("丁", "27,311", "4,480", "988", "8,206", "36,505"),
    )
    return table(("类别", "国内", "其中：关联方", "港澳台", "国外", "合计"), *rows)


PAGES = (
    restated,
    overlapping,
    total_one_column_off,
    amounts_in_labels,
    two_units,
    rounded,
    other_bases,
    minority,
    footnoted,
    half_beside_year,
    bracketed,
    stages,
    moved_between_rows,
    subtotal_of_some,
    owners_with_treasury_shares,
    part_of_a_column,
)


@pytest.mark.parametrize(("adjusted", "said"), [("1,313,224.19", 0), ("1,313,224.91", 1)])
def test_an_opening_balance_that_a_new_standard_adjusts_is_no_finding(adjusted: str, said: int) -> None:
    """The statements open with the adjusted balance, the key figures print last year's, the note the difference."""
    key = line("total_assets", "总资产", "5,488,411,303.99", "5,238,415,577.39", span="point_in_time")
    total = stated("total_assets", "资产总计", "5,488,411,303.99", "5,239,728,801.58", of="balance_sheet")
    note = table(("项目", "2022年12月31日", "2023年1月1日", "调整数"), ("递延所得税资产", "1", "2", adjusted))
    found = check_facts(replace(statements(total, key=(key,)), tables=note.tables), Plan(rules=tuple(rules()))).findings
    assert len([f for f in found if f.code == "KL611"]) == said


@pytest.mark.parametrize("doubt", [None, "a cell of its row is blank, and nothing in the text tells which"])
def test_a_line_that_is_withheld_is_not_missing_from_a_sum(doubt: str | None) -> None:
    """What the text prints for 研发费用, in one of two columns, is what the chain would else miss."""
    lines = (
        stated("revenue", "营业收入", "345,410,350.35", "303,512,990.71"),
        stated("operating_cost", "营业成本", "300,410,350.35", "253,512,990.71"),
        stated("administrative_expenses", "管理费用", "20,000,000.00", "30,000,000.00"),
        stated("operating_profit", "营业利润", "22,944,284.03", "20,000,000.00"),
    )
    printed = Source(1, text="2,055,715.97", doubt=doubt)
    rd = StatementRecord("income_statement", "consolidated", "rd_expenses", "研发费用", cells={"value": printed})
    found = check_facts(statements(*lines, rd), Plan(rules=tuple(rules()))).findings
    assert [f.severity for f in found if f.code == "KL610"] == ([] if doubt else ["error"])


def accused(facts: Facts) -> list[Finding]:
    return [f for f in check_facts(facts, Plan(rules=tuple(rules()))).findings if f.severity == "error"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_nobody_is_accused(page: object) -> None:
    assert callable(page)
    assert not accused(page())


def test_what_adds_up_is_counted() -> None:
    """The pages are not silent because nothing on them is understood."""
    report = [check_facts(page(), Plan(rules=tuple(rules()))) for page in PAGES]
    assert sum(sum(each.coverage.held.values()) for each in report) >= 40


@pytest.mark.parametrize(
    ("value", "prior", "codes"),
    [
        ("3,000,000.00", "2,000,000.00", []),
        ("30,000,000,000.00", "20,000,000,000.00", ["unit-doubtful"]),
        ("2,000,000.00", "1,000,000.00", ["columns-doubtful"]),
    ],
)
def test_a_key_figure_in_another_unit_or_column_than_the_statements_is_misread(
    value: str, prior: str, codes: list[str]
) -> None:
    """Ten thousands were taken for yuan, or a column for its neighbour, and nobody was told."""
    key = line("revenue", "营业收入", value, prior)
    facts = statements(stated("revenue", "其中：营业收入", "3,000,000.00", "2,000,000.00"), key=(key,))
    report = check_facts(facts, Plan())
    assert ([p.code for p in report.problems], list(report.findings)) == (codes, [])
