"""KL111: amounts that contain each other."""

from __future__ import annotations

from kunlun_cli.checks.cases import key_figures, line
from kunlun_cli.checks.facts import COLUMNS, Facts, find, pairs
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.matching import accused
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import Figure

_CONTAINED = (
    ("net_assets_parent", "total_assets"),
    ("revenue", "total_revenue"),
    ("revenue_excl_unrelated", "revenue"),
)
"""The first is never more than the second."""


def _apply(facts: Facts) -> Said:
    for part, whole in _CONTAINED:
        record = find(facts, part)
        label = record.label if record else part
        for field in COLUMNS:
            for a, b in pairs(facts, part, whole, field):
                yield _judge(label, a, b)


def _judge(label: str, part: Figure, whole: Figure) -> Finding | Evidence:
    low, high = part.interval.low, whole.interval.high
    if low is None or high is None or low <= high:
        return Evidence.STRONG
    message = f"{label} is printed as {part.text}, more than the {whole.text} it is a part of"
    return accused(label, message, part, whole, expected=f"at most {whole.text}")


def _example(net_assets: str) -> Facts:
    return key_figures(
        line("total_assets", "总资产", "20,000,000,000.00", span="point_in_time"),
        line("net_assets_parent", "归属于上市公司股东的净资产", net_assets, span="point_in_time"),
    )


RULE = Rule(
    code="KL111",
    name="a part above its whole",
    checks="Net assets of the parent's owners are within total assets, revenue is within total revenue, and revenue "
    "without unrelated business is within revenue.",
    why="CAS 30, 财会〔2019〕6号; for the revenue without unrelated business the exchanges' rules on delisting.",
    formula="part ≤ whole",
    trips=Case("总资产 200 亿, 净资产 printed 280 亿", _example("28,000,000,000.00")),
    holds=Case("总资产 200 亿, 净资产 printed 82 亿", _example("8,200,000,000.00")),
    apply=_apply,
)
