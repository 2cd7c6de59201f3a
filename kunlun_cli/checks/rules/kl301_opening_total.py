"""KL301: the opening figures of shares lent."""

from __future__ import annotations

from kunlun_cli.checks.cases import lending, lent
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.lent import judge_opening
from kunlun_cli.checks.rule import Case, Rule


def _example(pct: str) -> Facts:
    return lending(
        lent("participation", "甲基金", opening_shares="10,000,000", opening_pct="1.16"),
        lent("participation", "乙基金", opening_shares="9,237,436", opening_pct="1.07", opening_lent_shares="2,040,500",
             opening_lent_pct="0.24"),
        lent("participation", "丙基金", opening_shares="6,544,832", opening_pct=pct),
    )  # fmt: skip


RULE = Rule(
    code="KL301",
    name="opening total implied by the lending table",
    checks="The opening numbers and per cents of 参与转融通业务出借股份情况, own and lent, imply one opening total.",
    why="The exchanges' guides of November 2023. The opening total need not be the closing one: shares may have been "
    "issued or cancelled since. A row that is off by one in the last place is a warning.",
    formula="n / (p + h) ≤ opening total ≤ n / (p - h); all rows' intervals meet",
    trips=Case("6,544,832 shares printed as 0.67%, where the other rows make them 0.76%", _example("0.67")),
    holds=Case("6,544,832 shares printed as 0.76%, as the other rows make them", _example("0.76")),
    apply=judge_opening,
)
