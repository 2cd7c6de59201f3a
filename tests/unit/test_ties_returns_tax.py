"""The reconciliation of the income tax, and earnings per share and returns in their three places."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kunlun_cli.checks import Facts, rule
from kunlun_cli.checks.cases import line, stated, statements, table
from kunlun_cli.checks.finding import Finding

PROFIT, TAX = "1,259,351,040.78", "243,944,132.50"
BRIDGE = (
    ("利润总额", PROFIT),
    ("按法定/适用税率计算的所得税费用", "314,837,760.20"),
    ("子公司适用不同税率的影响", "-44,141,181.34"),
    ("非应税收入的影响", "-861,479.42"),
    ("不可抵扣的成本、费用和损失的影响", "11,110,732.88"),
    ("使用前期未确认递延所得税资产的可抵扣亏损的影响", "-37,001,699.82"),
    ("所得税费用", TAX),
)


def found(code: str, facts: Facts) -> tuple[Finding, ...]:
    return rule(code).run(facts)[1]


def reconciled(**changed: str) -> Facts:
    rows = [(label, changed.get(f"row{i}", text)) for i, (label, text) in enumerate(BRIDGE)]
    profit = stated("profit_before_tax", "利润总额", changed.get("profit", PROFIT), "1.00")
    tax = stated("income_tax", "所得税费用", changed.get("tax", TAX), "1.00")
    return replace(table(("项目", "本期发生额"), *rows), statements=statements(profit, tax).statements)


def test_a_reconciliation_that_adds_up_is_left_alone() -> None:
    assert not found("KL615", reconciled())


@pytest.mark.parametrize(
    ("changed", "severity", "printed", "expected"),
    [
        ({"row4": "11,101,732.88"}, "error", "11,101,732.88", "11,110,732.88"),
        ({"row5": "37,001,699.82"}, "warning", "37,001,699.82", "-37,001,699.82"),
        ({"row3": "-5,861,479.42"}, "error", TAX, "238,944,132.50"),
        ({"row6": "243,944,123.50"}, "error", "243,944,123.50", TAX),
        ({"row0": "1,295,351,040.78"}, "error", "1,295,351,040.78", PROFIT),
    ],
)
def test_what_does_not_follow_is_found(changed: dict[str, str], severity: str, printed: str, expected: str) -> None:
    (finding,) = found("KL615", reconciled(**changed))
    assert (finding.severity, finding.printed, finding.expected) == (severity, printed, expected)


def test_a_reconciliation_that_nothing_stated_confirms_accuses_nobody() -> None:
    assert not found("KL615", reconciled(row3="-5,861,479.42", tax="200,000,000.00"))
    assert not found("KL615", reconciled(row0="1,295,351,040.78", row1="314,000,000.00", row4="11,948,493.08"))
    assert not found("KL615", replace(reconciled(row3="-5,861,479.42"), statements=statements().statements))


def test_deductions_behind_the_word_for_it_may_be_printed_as_amounts() -> None:
    rows = (*BRIDGE[:5], ("减：研发支出加计扣除", "37,001,699.82"), BRIDGE[6])
    facts = replace(reconciled(), tables=table(("项目", "本期发生额"), *rows).tables)
    assert not found("KL615", facts)


RETURNS = {
    "roe": "10.38",
    "basic": "0.63",
    "diluted": "0.63",
    "stated": "0.63",
    "in_table": "0.63",
    "table_roe": "10.38%",
}


def returns(**changed: str) -> Facts:
    said = RETURNS | changed
    key = (
        line("eps_basic", "基本每股收益", said["basic"], "0.22", unit="CNY/share"),
        line("eps_diluted", "稀释每股收益", said["diluted"], "0.22", unit="CNY/share"),
        line("roe_weighted", "加权平均净资产收益率", said["roe"], "3.71", unit="%"),
    )
    rows = (
        ("归属于公司普通股股东的净利润", said["table_roe"], said["in_table"], "0.63"),
        ("扣除非经常性损益后归属于公司普通股股东的净利润", "9.31%", "0.57", "0.57"),
    )
    heads = ("报告期利润", "加权平均净资产收益率", "基本每股收益", "稀释每股收益")
    shares = (
        stated("eps_basic", "基本每股收益", said["stated"], "0.22"),
        stated("eps_diluted", "稀释每股收益", "0.63", "0.22"),
    )
    return replace(
        table(heads, *rows), statements=statements(*shares).statements, financials=statements(key=key).financials
    )


@pytest.mark.parametrize(
    ("changed", "severity", "printed"),
    [
        ({"basic": "0.58"}, "error", "0.58"),
        ({"stated": "0.58"}, "error", "0.58"),
        ({"in_table": "0.58"}, "error", "0.58"),
        ({"table_roe": "10.83%"}, "error", "10.38"),
        ({"table_roe": "9.97%"}, "warning", "10.38"),
    ],
)
def test_the_odd_one_of_several_places_is_found(changed: dict[str, str], severity: str, printed: str) -> None:
    (finding,) = found("KL118", returns(**changed))
    assert (finding.severity, finding.printed) == (severity, printed)


def test_figures_that_are_one_as_far_as_they_are_printed_agree() -> None:
    assert not found("KL118", returns())
    assert not found("KL118", returns(stated="0.6293"))


def test_two_places_that_differ_accuse_nobody_where_little_else_agrees() -> None:
    facts = returns(table_roe="9.97%")
    assert not found("KL118", replace(facts, statements=statements().statements))


def test_a_second_table_of_returns_leaves_all_untold() -> None:
    facts = returns(table_roe="10.83%")
    assert not found("KL118", replace(facts, tables=facts.tables * 2))
