"""KL613: flows that are the same in both periods."""

from __future__ import annotations

from kunlun_cli.checks.cases import stated, statements
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.identities import judge_repeated
from kunlun_cli.checks.rule import Case, Rule


def _example(value: str) -> Facts:
    return statements(stated("interest_expenses", "利息费用", value, "2,207,430.35", scope="parent"))


RULE = Rule(
    code="KL613",
    name="flows printed for both periods",
    severity="warning",
    checks="No line of the income statement or the cash flow statement is the same to the cent in both periods.",
    why="Flows of two years are never equal; where they are printed so, one column repeats the other. Round "
    "amounts may be.",
    formula="current ≠ prior, for amounts that are not round",
    trips=Case("利息费用 2,207,430.35 in both periods", _example("2,207,430.35")),
    holds=Case("利息费用 2,418,002.17, 2,207,430.35 the year before", _example("2,418,002.17")),
    apply=judge_repeated,
    since="0.2",
    tables=True,
    kind="flows",
)
