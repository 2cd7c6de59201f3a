"""KL303: the closing figures of the lending table against the holders' table."""

from __future__ import annotations

from kunlun_cli.checks.cases import holder, lending, lent
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.lent import holder_named
from kunlun_cli.checks.matching import accused
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import figure
from kunlun_cli.figures.slips import likely_slip
from kunlun_cli.records import Holder, LendingRecord


def _apply(facts: Facts) -> Said:
    for row in facts.lending.records:
        holding = holder_named(facts, row.name)
        if row.table != "participation" or holding is None:
            continue
        said = [_judge(row, holding, field) for field in ("shares", "pct")]
        findings = [s for s in said if isinstance(s, Finding)]
        # Of a row that differs altogether one finding is enough.
        yield from findings[:1] if findings else (s for s in said if s is not None)


def _judge(row: LendingRecord, holding: Holder, field: str) -> Finding | Evidence | None:
    printed, held = figure(row, f"closing_{field}"), figure(holding, field)
    if printed is None or held is None:
        return None
    if printed.interval.meets(held.interval):
        return Evidence.STRONG
    message = f"{printed.text} at the end in the lending table, {held.text} in the holders' table"
    return accused(
        row.name, message, printed, held, expected=held.text, slip=likely_slip(printed, lambda f: f.value == held.value)
    )


def _example(shares: str) -> Facts:
    return lending(
        lent("participation", "丙基金", closing_shares=shares, closing_pct="1.63"),
        holding=(holder("丙基金", "14,118,309", "1.63"),),
    )


RULE = Rule(
    code="KL303",
    name="lending table against the holders' table",
    checks="What a holder has at the end on ordinary and margin accounts is the same in the lending table and in the "
    "holders' table.",
    why="The exchanges' guides of November 2023: the holders' table leaves shares lent out.",
    formula="closing own shares = shares held; closing own per cent = per cent held",
    trips=Case("14,118,309 shares held, 14,181,309 in the lending table", _example("14,181,309")),
    holds=Case("14,118,309 shares held and in the lending table", _example("14,118,309")),
    apply=_apply,
)
