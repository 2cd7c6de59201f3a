"""KL615: the reconciliation of the income tax."""

from __future__ import annotations

from dataclasses import replace

from kunlun_cli.checks.cases import stated, statements, table
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.checks.tax import judge_tax


def _example(deduction: str) -> Facts:
    bridge = table(
        ("项目", "本期发生额"),
        ("利润总额", "505,146,227.42"),
        ("按法定/适用税率计算的所得税费用", "75,771,934.11"),
        ("子公司适用不同税率的影响", "1,191,073.20"),
        ("调整以前期间所得税的影响", "-6,992,137.79"),
        ("研发支出加计扣除", deduction),
        ("所得税费用", "43,305,164.82"),
    )
    profit = stated("profit_before_tax", "利润总额", "505,146,227.42", "438,201,332.10")
    tax = stated("income_tax", "所得税费用", "43,305,164.82", "51,088,917.33")
    return replace(bridge, statements=statements(profit, tax).statements)


RULE = Rule(
    code="KL615",
    name="tax reconciliation",
    severity="error",
    checks="The tax at the statutory rate and what moves it add up to the income tax, which is that of the income "
    "statement, as the profit above is.",
    why="CAS 18, 编报规则第15号: 会计利润与所得税费用调整过程. The rows are accused where the tax below them is stated "
    "too, the tax where they add up to the stated one, the profit where a rate makes the first row of the stated one.",
    formula="profit × rate + Σ adjustments = income tax",
    trips=Case("the deduction -26,665,704.70 printed as -26,656,704.70", _example("-26,656,704.70")),
    holds=Case("the deduction is -26,665,704.70, and the rows make 43,305,164.82", _example("-26,665,704.70")),
    apply=judge_tax,
    since="0.2",
    tables=True,
    kind="ties",
)
