"""KL605: points that stand for commas, in every table."""

from __future__ import annotations

from kunlun_cli.checks.cases import table
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.relations.judge import over_tables
from kunlun_cli.checks.relations.separators import judge_separators
from kunlun_cli.checks.rule import Case, Rule


def _example(count: str) -> Facts:
    rows = (("甲", "12,500"), ("乙", "7,300"), ("丙", "25,000"), ("丁", count))
    return table(("姓名", "期末持股数"), *rows)


RULE = Rule(
    code="KL605",
    name="points for commas",
    checks="In a column of whole numbers with commas no figure has a point where its thousands end.",
    why="60.000 among 12,500 and 7,300 stands for 60,000; read as sixty it is a thousandth of it.",
    formula="a point before groups of three digits, where three others have commas and none has decimals",
    trips=Case("60.000 among 12,500, 7,300 and 25,000", _example("60.000")),
    holds=Case("60,000 among 12,500, 7,300 and 25,000", _example("60,000")),
    apply=over_tables(judge_separators),
    since="0.2",
    tables=True,
    kind="separators",
)
