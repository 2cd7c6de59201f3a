"""KL205: restricted shares are part of those held."""

from __future__ import annotations

from dataclasses import replace

from kunlun_cli.checks.cases import holder, holders
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.matching import accused
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import figure
from kunlun_cli.figures.slips import likely_slip


def _apply(facts: Facts) -> Said:
    said = list(_each(facts))
    negative = [s for s in said if isinstance(s, Finding) and (s.printed or "").startswith("-")]
    yield from (s for s in said if s not in negative)
    if negative:
        yield _changes(negative)


def _changes(findings: list[Finding]) -> Finding:
    """Restricted shares below zero: the column holds the changes, one finding for all of it."""
    names = "、".join(f.subject for f in findings)
    message = f"fewer than no restricted shares, so that the column seems to hold the changes: {names}"
    return replace(findings[0], message=message, slip="column", sources=tuple(p for f in findings for p in f.sources))


def _each(facts: Facts) -> Said:
    for row in facts.holders.records:
        part, whole = figure(row, "restricted_shares"), figure(row, "shares")
        if row.table != "top10" or part is None or whole is None:
            continue
        held = whole.value
        if 0 <= part.value <= held:
            yield Evidence.STRONG
            continue
        slip = likely_slip(part, lambda f, held=held: f.value == held)  # type: ignore[misc]
        message = f"{part.text} restricted shares of {whole.text} held"
        yield accused(row.name, message, part, whole, expected=f"at most {whole.text}", slip=slip)


RULE = Rule(
    code="KL205",
    name="restricted shares above those held",
    checks="A holder's restricted shares are not more than the shares held.",
    why="格式准则第2号, 第3号: 持有有限售条件股份数量 is the restricted part of 持股数量.",
    formula="0 ≤ restricted ≤ held",
    trips=Case(
        "1,290,000 restricted of 1,200,000 held", holders(holder("甲某", "1,200,000", restricted_shares="1,290,000"))
    ),
    holds=Case(
        "900,000 restricted of 1,200,000 held", holders(holder("甲某", "1,200,000", restricted_shares="900,000"))
    ),
    apply=_apply,
)
