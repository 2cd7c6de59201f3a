"""KL202: equal counts have equal per cents, and smaller ones no larger per cent."""

from __future__ import annotations

from itertools import pairwise

from kunlun_cli.checks.cases import holder, holders
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.matching import accused
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.checks.shareholding import Stake, fit, holders_rows


def _apply(facts: Facts) -> Said:
    rows = holders_rows(facts)
    found = fit(rows)
    # Where the rows imply a total, the rule on it names the odd row already.
    if found is None or (found.odd and found.clear and len(found.members) >= 2):
        return
    for larger, smaller in pairwise(sorted(rows, key=lambda row: -row.shares.value)):
        yield _judge(larger, smaller)


def _judge(larger: Stake, smaller: Stake) -> Finding | Evidence:
    equal = larger.shares.value == smaller.shares.value
    decimals_differ = larger.pct.unit != smaller.pct.unit
    if smaller.pct.value <= larger.pct.value and not (equal and smaller.pct.value != larger.pct.value):
        return Evidence.STRONG
    if decimals_differ and larger.pct.interval.meets(smaller.pct.interval):
        return Evidence.WEAK
    one_unit = larger.pct.within_one_unit.meets(smaller.pct.interval)
    return accused(
        smaller.subject,
        f"{smaller.shares.text} shares are printed as {smaller.pct.text}%, but {larger.shares.text} shares "
        f"({larger.subject}) as {larger.pct.text}%",
        smaller.pct,
        smaller.shares,
        larger.pct,
        larger.shares,
        severity="warning" if one_unit else "error",
        expected=larger.pct.text if equal else f"at most {larger.pct.text}",
    )


RULE = Rule(
    code="KL202",
    name="per cents in the order of the counts",
    checks="Holders with equal numbers of shares have equal per cents, and fewer shares never a larger per cent.",
    why="All per cents are of the same total. The rule speaks where the rows are too few for an implied total.",
    formula="n1 = n2 ⇒ p1 = p2; n1 > n2 ⇒ p1 ≥ p2",
    trips=Case(
        "5,000,000 shares are 2.50%, 4,000,000 shares are 3.00%",
        holders(holder("甲某", "5,000,000", "2.50"), holder("乙某", "4,000,000", "3.00", rank=2)),
    ),
    holds=Case(
        "5,000,000 shares are 2.50%, 4,000,000 shares are 2.00%",
        holders(holder("甲某", "5,000,000", "2.50"), holder("乙某", "4,000,000", "2.00", rank=2)),
    ),
    apply=_apply,
)
