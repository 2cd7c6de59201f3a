"""KL619: what only moves within the equity."""

from __future__ import annotations

from kunlun_cli.checks.cases import moved, statements
from kunlun_cli.checks.equity import judge_moves
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.rule import Case, Rule


def _example(profit: str) -> Facts:
    item, label = "surplus_reserve_appropriation", "提取盈余公积"
    group = moved(item, label, surplus_reserve="28,872,612.71", undistributed_profit=profit)
    parent = moved(item, label, scope="parent", surplus_reserve="28,872,612.71", undistributed_profit="-28,872,612.71")
    return statements(equity=(*group, *parent))


RULE = Rule(
    code="KL619",
    name="movements within the equity",
    checks="Lines of the statement of changes in equity that only move an amount from one column to another, as "
    "提取盈余公积 or 资本公积转增股本, make nothing over all columns, or the total that is printed.",
    why="CAS 30: such a line changes no total. It is held against others of the filing that cancel; which figure is "
    "odd is told where the other statement prints the same line.",
    formula="sum of a line over all columns = its total, or nothing",
    trips=Case("28,872,612.71 taken to the reserve from -28,827,612.71", _example("-28,827,612.71")),
    holds=Case("28,872,612.71 taken to the reserve from -28,872,612.71", _example("-28,872,612.71")),
    apply=judge_moves,
    since="0.2",
    preview=True,
    tables=True,
    kind="identities",
)
