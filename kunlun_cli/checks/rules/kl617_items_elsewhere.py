"""KL617: the non-recurring items in the supplement."""

from __future__ import annotations

from dataclasses import replace

from kunlun_cli.checks.cases import non_recurring, non_recurring_line, table
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.checks.supplement import judge_supplement


def _example(subsidies: str) -> Facts:
    front = non_recurring(
        non_recurring_line("item", "非流动性资产处置损益（包括已计提资产减值准备的冲销部分）", "-2,106,750.41"),
        non_recurring_line("item", "计入当期损益的政府补助", "2,306,746.44"),
        non_recurring_line("item", "委托他人投资或管理资产的损益", "1,785,129.36"),
        non_recurring_line("total", "合计", "1,985,125.39"),
    )
    supplement = table(
        ("项目", "金额"),
        ("非流动性资产处置损益", "-2,106,750.41"),
        ("计入当期损益的政府补助", subsidies),
        ("委托他人投资或管理资产的损益", "1,785,129.36"),
        ("合计", "1,985,125.39"),
        section=("二十、补充资料", "1、当期非经常性损益明细表"),
    )
    return replace(front, tables=supplement.tables)


RULE = Rule(
    code="KL617",
    name="non-recurring items elsewhere",
    severity="error",
    checks="The items and the total of 当期非经常性损益明细表 in the supplement are those of the table beside the key "
    "figures.",
    why="公告第1号 and 编报规则第9号 have the same table in both places. The only figure that differs is wrong in one; "
    "of several each is told that a slip of the pen explains.",
    formula="item here = item there",
    trips=Case("2,306,746.44 printed as 2,360,746.44 in the supplement", _example("2,360,746.44")),
    holds=Case("2,306,746.44 in both places", _example("2,306,746.44")),
    apply=judge_supplement,
    since="0.2",
    preview=True,
    tables=True,
    kind="ties",
)
