"""KL302: the closing figures of shares lent."""

from __future__ import annotations

from kunlun_cli.checks.cases import holder, lending, lent
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.lent import judge_closing
from kunlun_cli.checks.rule import Case, Rule

_HOLDERS = (
    holder("甲公司", "177,239,541", "20.49"),
    holder("乙公司", "123,119,179", "14.23", rank=2),
    holder("丙基金", "14,118,309", "1.63", rank=3),
)


def _example(pct: str) -> Facts:
    row = lent("participation", "丙基金", closing_lent_shares="1,482,500", closing_lent_pct=pct)
    return lending(row, holding=_HOLDERS)


RULE = Rule(
    code="KL302",
    name="closing total implied by the lending tables",
    checks="The closing numbers and per cents of both lending tables are of the total that the holders' table implies.",
    why="The exchanges' guides of November 2023: per cents are of the total shares at the period's end.",
    formula="n / (p + h) ≤ closing total ≤ n / (p - h); meets the total of the holders' rows",
    trips=Case("1,482,500 shares lent printed as 0.71%, of a total that makes them 0.17%", _example("0.71")),
    holds=Case("1,482,500 shares lent printed as 0.17%", _example("0.17")),
    apply=judge_closing,
)
