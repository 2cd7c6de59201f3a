"""KL611: the key figures against the statements."""

from __future__ import annotations

from kunlun_cli.checks.cases import line, stated, statements
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.key_figures import judge_key_figures
from kunlun_cli.checks.rule import Case, Rule


def _example(revenue: str) -> Facts:
    key = line("revenue", "营业收入", revenue, "1,800,000,000.00")
    return statements(stated("revenue", "营业收入", "2,340,000,000.00", "1,800,000,000.00"), key=(key,))


RULE = Rule(
    code="KL611",
    name="key figures against the statements",
    checks="Revenue, profits, operating cash flow, total assets, the owners' equity and earnings per share are among "
    "the key figures what they are in the consolidated statements; where these alone print the period before, as for "
    "the third quarter, the printed change follows from it.",
    why="格式准则第2号, 第3号: the key figures are taken from the statements. One period is accused where "
    "the other one agrees: an error where a slip of the pen explains it, else a warning. Without another period only "
    "a slip accuses.",
    formula="key figure = line of the statement, in each period; (current - prior) / |prior| × 100",
    trips=Case("营业收入 2,430,000,000.00, in the income statement 2,340,000,000.00", _example("2,430,000,000.00")),
    holds=Case("营业收入 2,340,000,000.00 in both places", _example("2,340,000,000.00")),
    apply=judge_key_figures,
    since="0.2",
    tables=True,
    kind="ties",
)
