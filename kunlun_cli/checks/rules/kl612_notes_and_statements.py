"""KL612: the totals of notes against the statements."""

from __future__ import annotations

from dataclasses import replace

from kunlun_cli.checks.cases import stated, statements, table
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.checks.ties import judge_notes


def _example(total: str) -> Facts:
    section = ("七、合并财务报表项目注释", "38、管理费用")
    rows = (("职工薪酬", "5,541,932.52", "4,725,665.91"), ("其他", "481,900.67", "560,143.94"))
    note = table(("项目", "本期发生额", "上期发生额"), *rows, ("合计", total, "5,285,809.85"), section=section)
    line = stated("administrative_expenses", "管理费用", "6,023,833.19", "5,285,809.85")
    return replace(statements(line), tables=note.tables)


RULE = Rule(
    code="KL612",
    name="notes against the statements",
    checks="The total of a note whose heading is a line of the statements is that line, in both periods.",
    why="A note breaks the line down. One period is accused where the other one agrees, or both places where "
    "the chain of the income statement agrees with the note; an error where a slip or the chain explains "
    "it, else a warning.",
    formula="total of the note = line of the statement, in each period",
    trips=Case("管理费用 6,023,833.19, in its note 6,032,833.19", _example("6,032,833.19")),
    holds=Case("管理费用 6,023,833.19 in both places", _example("6,023,833.19")),
    apply=judge_notes,
    since="0.2",
    tables=True,
    kind="ties",
)
