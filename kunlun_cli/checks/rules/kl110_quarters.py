"""KL110: the quarters of a year."""

from __future__ import annotations

from kunlun_cli.checks.cases import line, quarters
from kunlun_cli.checks.facts import Facts, find
from kunlun_cli.checks.finding import Said
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.checks.sums import Sum, judge_sum
from kunlun_cli.figures.figure import figure


def _apply(facts: Facts) -> Said:
    for record in facts.financials.quarterly:
        year = find(facts, record.item, "year_to_date") if record.item else None
        whole = figure(year, "value") if year else None
        parts = [f for name in ("q1", "q2", "q3", "q4") if (f := figure(record, name)) is not None]
        if whole is None or len(parts) < 4:
            continue
        message = "the year is printed as {printed}, but its quarters add up to {expected}"
        yield judge_sum(Sum(record.label, whole, parts, message))


_YEAR = line("revenue", "营业收入", "100,000,000.00")

RULE = Rule(
    code="KL110",
    name="quarters against the year",
    checks="The four quarters of an annual report add up to the year, for each line of 分季度主要会计数据.",
    why="格式准则第2号: the quarters are those of the same year and scope of consolidation.",
    formula="Q1 + Q2 + Q3 + Q4 = year, each figure within ½ of its last printed place",
    trips=Case(
        "营业收入 100,000,000.00, quarters 21, 24, 26 and 28.99 million",
        quarters(_YEAR, "21,000,000.00", "24,000,000.00", "26,000,000.00", "28,990,000.00"),
    ),
    holds=Case(
        "营业收入 100,000,000.00, quarters 21, 24, 26 and 29 million",
        quarters(_YEAR, "21,000,000.00", "24,000,000.00", "26,000,000.00", "29,000,000.00"),
    ),
    apply=_apply,
)
