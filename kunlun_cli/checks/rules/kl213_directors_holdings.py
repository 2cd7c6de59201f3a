"""KL213: directors' holdings."""

from __future__ import annotations

from dataclasses import replace

from kunlun_cli.checks.cases import holder, holders, table
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.named import judge_named
from kunlun_cli.checks.rule import Case, Rule


def _example(held: str) -> Facts:
    top = holders(holder("甲某", "21,576,864"), holder("乙某", "3,596,144", rank=2))
    rows = (("甲某", "21,576,864", "21,576,864"), ("乙某", "3,596,144", held), ("丙某", "1,200", "1,200"))
    return replace(top, tables=table(("姓名", "期初持股数", "期末持股数"), *rows).tables)


RULE = Rule(
    code="KL213",
    name="directors' holdings",
    checks="A director's shares at the end are those that the table of the ten largest holders has under the name.",
    why="格式准则第2号: 董事、监事和高级管理人员持股变动. Told where another director's agree and a slip of the pen "
    "explains it: another person may have the name, and one who left may have sold since.",
    formula="closing shares of a director = shares among the ten largest, by name",
    trips=Case("3,569,144 at the end, 3,596,144 among the ten largest; 甲某 agrees", _example("3,569,144")),
    holds=Case("3,596,144 in both tables", _example("3,596,144")),
    apply=lambda facts: judge_named(facts, "shares"),
    since="0.2",
    tables=True,
    kind="ties",
)
