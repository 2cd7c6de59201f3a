"""Formulas that a table prints, and the non-recurring items in their two places."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kunlun_cli.checks import Facts, rule
from kunlun_cli.checks.cases import line, non_recurring, non_recurring_line, table
from kunlun_cli.checks.finding import Finding

GUARANTEES = (
    ("报告期内对外担保实际发生额合计（A2）", "54,463.16"),
    ("报告期末实际对外担保余额合计（A4）", "60,463.16"),
    ("报告期内对子公司担保实际发生额合计（B2）", "83,527.37"),
    ("报告期末对子公司实际担保余额合计（B4）", "194,833.65"),
    ("报告期内担保实际发生额合计（A2+B2）", "137,990.53"),
    ("报告期末实际担保余额合计（A4+B4）", "255,296.81"),
    ("实际担保总额（即A4+B4）占公司净资产的比例", "18.43%"),
    ("为股东、实际控制人及其关联方提供担保的余额（D）", "19,190.76"),
    ("为资产负债率超过70%的被担保对象提供的担保余额（E）", "199,033.55"),
    ("上述三项担保金额合计（D+E）", "218,224.31"),
)


def found(code: str, facts: Facts) -> list[tuple[str, str | None, str | None]]:
    return [(f.severity, f.printed, f.expected) for f in rule(code).run(facts)[1] if isinstance(f, Finding)]


def guarantees(*, key: str = "1,385,200.00", **changed: str) -> Facts:
    rows = [(label, changed.get(f"row{i}", text)) for i, (label, text) in enumerate(GUARANTEES)]
    net = line("net_assets_parent", "净资产", key, span="point_in_time")
    made = table(("项目", "金额"), *rows)
    return replace(made, financials=replace(made.financials, records=(net,)))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, []),
        ({"row5": "252,596.81"}, [("error", "252,596.81", "255,296.81")]),
        ({"row2": "38,527.37"}, [("error", "38,527.37", "83,527.37")]),
        # A guarantee of both sorts is counted once, but no sum is larger than its parts.
        ({"row9": "205,000.00"}, []),
        ({"row9": "281,224.31"}, [("error", "281,224.31", "218,224.31")]),
        # Of the share the base may be of another day; a telling slip alone is told.
        ({"row6": "25.00%"}, []),
        ({"row6": "14.83%"}, [("warning", "14.83", "18.43")]),
        ({"row6": "0.1843"}, [("warning", "0.1843", "18.43")]),
    ],
)
def test_sums_of_rows_follow_from_the_names_in_their_labels(
    changed: dict[str, str], said: list[tuple[str, str, str]]
) -> None:
    assert found("KL616", guarantees(**changed)) == said


def test_a_row_has_two_labels_each_with_its_figure() -> None:
    made = table(
        ("担保对象", "担保额度", "类型", "实际担保金额"),
        ("额度合计（A1）", "26,017.00", "发生额合计（A2）", "54,463.16"),
        ("额度合计（B1）", "63,298.00", "发生额合计（B2）", "83,527.37"),
        ("额度合计（A1+B1）", "89,315.00", "发生额合计（A2+B2）", "137,909.53"),
    )
    assert found("KL616", made) == [("error", "137,909.53", "137,990.53")]


def progress(*rows: tuple[str, str, str]) -> Facts:
    heads = ("项目", "调整后投资总额(1)", "累计投入金额（2）", "投资进度(%)(3)＝(2)/(1)")
    return table(heads, *((f"项目{i}", *row) for i, row in enumerate(rows)))


@pytest.mark.parametrize(
    ("third", "said"),
    [
        (("24,864.00", "8,383.69", "33.72"), []),
        (("24,864.00", "8,383.69", "37.32"), [("error", "37.32", "33.72")]),
        (("24,864.00", "8,383.69", "33.73"), [("note", "33.73", "33.72")]),
        (("22,000.00", "22,480.00", "100.00"), []),
        (("22,000.00", "0.00", "5.00"), [("error", "5.00", "0.00")]),
    ],
)
def test_columns_follow_from_the_names_in_their_headings(
    third: tuple[str, str, str], said: list[tuple[str, str, str]]
) -> None:
    others = ("46,851.00", "12,796.74", "27.31"), ("28,440.36", "28,796.95", "101.25")
    assert found("KL616", progress(*others, third)) == said


def test_a_formula_that_no_other_figure_follows_is_doubted_only() -> None:
    assert found("KL616", progress(("24,864.00", "8,383.69", "41.00"))) == [("warning", "41.00", "33.72")]


def items(supplement: tuple[tuple[str, str], ...], *, total: str = "4,982,896.15") -> Facts:
    front = non_recurring(
        non_recurring_line("item", "非流动性资产处置损益（包括已计提资产减值准备的冲销部分）", "-2,106,750.41"),
        non_recurring_line("item", "计入当期损益的政府补助", "5,806,746.44"),
        non_recurring_line("item", "委托他人投资或管理资产的损益", "1,785,129.36"),
        non_recurring_line("tax", "减：所得税影响额", "502,229.24", deducted=True),
        non_recurring_line("total", "合计", total),
    )
    section = ("二十、补充资料", "1、当期非经常性损益明细表")
    return replace(front, tables=table(("项目", "金额"), *supplement, section=section).tables)


SUPPLEMENT = (
    ("非流动性资产处置损益", "-2,106,750.41"),
    ("计入当期损益的政府补助", "5,806,746.44"),
    ("委托他人投资或管理资产的损益", "1,785,129.36"),
    ("减：所得税影响额", "-502,229.24"),
    ("合计", "4,982,896.15"),
)


def test_the_supplement_has_the_items_of_the_front_with_either_sign_of_what_is_deducted() -> None:
    assert not found("KL617", items(SUPPLEMENT))


@pytest.mark.parametrize("printed", ["5,806,764.44", "9,131,004.05"])
def test_the_only_item_that_differs_is_wrong_in_one_place_whatever_explains_it(printed: str) -> None:
    odd = tuple((label, printed if "补助" in label else text) for label, text in SUPPLEMENT)
    assert found("KL617", items(odd)) == [("error", printed, "5,806,746.44")]


def test_where_the_front_does_not_add_up_it_is_accused() -> None:
    assert found("KL617", items(SUPPLEMENT, total="4,892,896.15")) == [("error", "4,892,896.15", "4,982,896.15")]


def test_several_that_differ_without_a_slip_may_be_other_items() -> None:
    odd = tuple((label, "9,131,004.05" if "损益" in label else text) for label, text in SUPPLEMENT)
    assert not found("KL617", items(odd))
