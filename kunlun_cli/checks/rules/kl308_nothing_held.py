"""KL308: shares that are none or fewer than none."""

from __future__ import annotations

from kunlun_cli.checks.cases import lending, lent
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Said
from kunlun_cli.checks.matching import accused
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import Figure, figure

_FIELDS = ("opening", "opening_lent", "closing", "closing_lent", "closing_total")


def _apply(facts: Facts) -> Said:
    for row in facts.lending.records:
        for field in _FIELDS:
            yield from _judge(row.name, figure(row, f"{field}_shares"), figure(row, f"{field}_pct"))
    for holder in facts.holders.records:
        yield from _judge(holder.name, figure(holder, "shares"), figure(holder, "pct"))


def _judge(name: str, shares: Figure | None, pct: Figure | None) -> Said:
    for cell in (shares, pct):
        if cell is not None and cell.value < 0:
            yield accused(
                name, f"{cell.text} printed, fewer than none", cell, expected=f"{-cell.value:,f}", slip="sign"
            )
    if shares is None or pct is None:
        return
    if shares.value or pct.value <= 0:
        yield Evidence.STRONG
        return
    yield accused(name, f"no shares, but {pct.text}%", pct, shares, expected="0")


def _example(pct: str) -> Facts:
    return lending(lent("participation", "甲基金", closing_lent_shares="0", closing_lent_pct=pct))


RULE = Rule(
    code="KL308",
    name="fewer than no shares",
    checks="No number of shares and no per cent is negative, and where there are no shares the per cent is zero.",
    why="Shares are counted.",
    formula="n ≥ 0, p ≥ 0; n = 0 ⇒ p = 0",
    trips=Case("0 shares lent printed as 0.23%", _example("0.23")),
    holds=Case("0 shares lent printed as 0.00%", _example("0.00")),
    apply=_apply,
)
