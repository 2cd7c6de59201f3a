"""KL603: columns of per cents that are computed from two others, in every table."""

from __future__ import annotations

from kunlun_cli.checks.cases import table
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.relations.growth import judge_growth
from kunlun_cli.checks.relations.judge import over_tables
from kunlun_cli.checks.rule import Case, Rule


def _example(change: str) -> Facts:
    return table(
        ("项目", "本期", "上年同期", "同比增减"),
        ("销售费用", "59,623,024.88", "43,781,054.42", "36.18%"),
        ("管理费用", "386,185,538.84", "349,284,396.57", "10.56%"),
        ("研发费用", "122,548,224.53", "111,304,662.07", "10.10%"),
        ("财务费用", "84,200,000.00", "80,000,000.00", change),
    )


RULE = Rule(
    code="KL603",
    name="computed per cents",
    checks="In every table of the report a column of changes, ratios or margins follows in each row from the two "
    "columns from which it follows in the others.",
    why="One formula a column, the one that fits most rows, three at least. In rows of per cents the difference is as "
    "good as the change; from a negative base either sign is. One unit off is a warning, as is such a base.",
    formula="(a - b) / |b| × 100, a / b × 100, (a - b) / a × 100, or a - b",
    trips=Case("84,200,000.00 against 80,000,000.00 printed as 2.55%; three rows follow", _example("2.55%")),
    holds=Case("84,200,000.00 against 80,000,000.00 printed as 5.25%", _example("5.25%")),
    apply=over_tables(judge_growth),
    since="0.2",
    tables=True,
    kind="per cents",
)
