"""KL623: an allowance in two tables of its note."""

from __future__ import annotations

from dataclasses import replace

from kunlun_cli.checks.allowances import judge_allowances
from kunlun_cli.checks.cases import table
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.rule import Case, Rule

_NOTE = ("七、合并财务报表项目注释", "5、应收账款")


def _example(closing: str) -> Facts:
    kinds = table(
        ("类别", "期末余额坏账准备", "期初余额坏账准备"),
        ("按组合计提坏账准备", "66,173,203.58", "60,360,976.16"),
        ("合计", "66,173,203.58", "60,360,976.16"),
        section=_NOTE,
    )
    changes = table(
        ("类别", "期初余额", "本期变动金额计提", "期末余额"),
        ("合计", "60,360,976.16", "5,812,227.42", closing),
        section=_NOTE,
    )
    return replace(kinds, tables=(*kinds.tables, *changes.tables))


RULE = Rule(
    code="KL623",
    name="allowances",
    checks="The balances at both ends of the table of changes in an allowance, for bad debts or for inventories, are "
    "those of the table by kind in the same note: where one end agrees, the other one does too.",
    why="编报规则第15号: the notes on receivables and inventories show the allowance by kind, and its changes in the "
    "period. An error where a slip of the pen explains it, else a warning.",
    formula="opening and closing balance of the table of changes = 坏账准备 or 跌价准备 of 合计 in the table by kind",
    trips=Case("closing 66,713,203.58 in the table of changes, 66,173,203.58 by kind", _example("66,713,203.58")),
    holds=Case("closing 66,173,203.58 in both tables", _example("66,173,203.58")),
    apply=judge_allowances,
    since="0.2",
    preview=True,
    tables=True,
    kind="ties",
)
