"""KL614: rows of the report's tables against the statements."""

from __future__ import annotations

from dataclasses import replace

from kunlun_cli.checks.cases import stated, statements, table
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Said
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.checks.stated_changes import judge_stated_changes
from kunlun_cli.checks.ties import judge_rows


def _example(value: str) -> Facts:
    rows = (("销售费用", "59,623,024.88", "43,781,054.42"), ("管理费用", value, "349,284,396.57"))
    expenses = table(("项目", "本期金额", "上期金额"), *rows, section=("第三节管理层讨论与分析", "3、费用"))
    lines = (
        stated("selling_expenses", "销售费用", "59,623,024.88", "43,781,054.42"),
        stated("administrative_expenses", "管理费用", "386,185,538.84", "349,284,396.57"),
    )
    return replace(statements(*lines), tables=expenses.tables)


def _apply(facts: Facts) -> Said:
    yield from judge_rows(facts)
    yield from judge_stated_changes(facts)


RULE = Rule(
    code="KL614",
    name="rows of tables against the statements",
    checks="A row that has the name of a line of the group's statements, in the tables on expenses, cash flow, assets "
    "and liabilities or large changes, is that line, in both periods; so are the net profit and the operating cash "
    "flow in the supplement of the cash flow statement. A change printed without what it is a change of follows from "
    "the statements.",
    why="格式准则第2号: the analysis repeats the statements. One period is accused where the other one agrees and the "
    "figure is printed nowhere else: an error where a slip of the pen explains it, else a warning.",
    formula="row of a table = line of the statement, in each period",
    trips=Case("管理费用 386,158,538.84, in the income statement 386,185,538.84", _example("386,158,538.84")),
    holds=Case("管理费用 386,185,538.84 in both places", _example("386,185,538.84")),
    apply=_apply,
    since="0.2",
    tables=True,
    kind="ties",
)
