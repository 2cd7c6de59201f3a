"""KL210: an unrestricted holder large enough for the ten largest."""

from __future__ import annotations

from kunlun_cli.checks.cases import holder, holders
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Said
from kunlun_cli.checks.lent import key_of
from kunlun_cli.checks.matching import accused
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import figure


def _apply(facts: Facts) -> Said:
    top = [row for row in facts.holders.records if row.table == "top10"]
    held = [f for row in top if (f := figure(row, "shares")) is not None]
    names, counts = {key_of(row.name) for row in top}, {f.value for f in held}
    if len(held) < 10:
        return
    smallest = min(held, key=lambda f: f.value)
    for row in facts.holders.records:
        free = figure(row, "shares")
        # The same count under another name is the same holder, named at another length.
        if row.table != "top10_unrestricted" or free is None or key_of(row.name) in names or free.value in counts:
            continue
        if free.value <= smallest.value:
            yield Evidence.WEAK
            continue
        yield accused(
            row.name,
            f"{free.text} unrestricted shares, more than the {smallest.text} of the tenth largest holder, but "
            "not among the ten largest",
            free,
            smallest,
            severity="warning",
            expected=f"at most {smallest.text}",
        )


def _example(shares: str) -> Facts:
    top = [holder(f"股东{n}", f"{n},000,000", rank=21 - n) for n in range(20, 10, -1)]
    return holders(*top, holder("甲基金", shares, table="top10_unrestricted"))


RULE = Rule(
    code="KL210",
    name="large holder missing from the ten largest",
    severity="warning",
    checks="A holder in the table of unrestricted shares who is not among the ten largest has no more shares than the "
    "tenth of them.",
    why="格式准则第2号: 前10名股东 are the largest by all shares, of which the unrestricted are a part. A digit too "
    "many in the second table shows here.",
    formula="name not in 前10名股东 ⇒ unrestricted ≤ shares of the tenth",
    trips=Case("95,000,000 unrestricted shares, the tenth holder has 11,000,000", _example("95,000,000")),
    holds=Case("9,500,000 unrestricted shares, the tenth holder has 11,000,000", _example("9,500,000")),
    apply=_apply,
)
