"""KL616: figures that follow from a formula that their table prints."""

from __future__ import annotations

from kunlun_cli.checks.cases import table
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.formulas import judge_formulas
from kunlun_cli.checks.rule import Case, Rule


def _example(balance: str) -> Facts:
    return table(
        ("项目", "金额"),
        ("报告期内对外担保实际发生额合计（A2）", "54,463.16"),
        ("报告期末实际对外担保余额合计（A4）", "60,463.16"),
        ("报告期内对子公司担保实际发生额合计（B2）", "83,527.37"),
        ("报告期末对子公司实际担保余额合计（B4）", "194,833.65"),
        ("报告期内担保实际发生额合计（A2+B2）", "137,990.53"),
        ("报告期末实际担保余额合计（A4+B4）", balance),
    )


RULE = Rule(
    code="KL616",
    name="printed formulas",
    severity="error",
    checks="Where a heading or a label prints what its figures are made of, as (3)=(2)/(1) and (A4+B4+C4), they follow "
    "from the figures so named in the same table; the share of the guarantees in the net assets follows from both.",
    why="格式准则第2号: 募集资金, 重大担保, 利润分配. An error where two others of the table follow, or a telling slip "
    "explains it; else a warning. Progress beyond 100% may be told as 100%, and guarantees of two sorts once.",
    formula="the one that is printed",
    trips=Case("60,463.16 and 194,833.65 make 255,296.81, printed 252,596.81", _example("252,596.81")),
    holds=Case("60,463.16 and 194,833.65 make 255,296.81", _example("255,296.81")),
    apply=judge_formulas,
    since="0.2",
    preview=True,
    tables=True,
    kind="formulas",
)
