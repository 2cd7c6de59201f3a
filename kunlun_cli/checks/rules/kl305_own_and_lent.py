"""KL305: own shares and those lent make the total of the table of changes."""

from __future__ import annotations

from dataclasses import replace

from kunlun_cli.checks.cases import holder, lending, lent
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Finding, Said, Severity
from kunlun_cli.checks.lent import holder_named, key_of
from kunlun_cli.checks.matching import places
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import Figure, figure
from kunlun_cli.figures.slips import likely_slip
from kunlun_cli.records import LendingRecord


def _apply(facts: Facts) -> Said:
    said = list(_each(facts))
    zeros = [s for s in said if isinstance(s, Finding) and s.severity == "warning"]
    yield from (s for s in said if s not in zeros)
    if zeros:
        names = "、".join(f.subject for f in zeros)
        message = f"totals at the end printed 0 for holders that have shares: {names}"
        yield replace(zeros[0], message=message, sources=tuple(p for f in zeros for p in f.sources))


def _each(facts: Facts) -> Said:
    for row in facts.lending.records:
        lent_shares, total = figure(row, "closing_lent_shares"), figure(row, "closing_total_shares")
        if row.table != "changes" or lent_shares is None or total is None:
            continue
        own = _own(facts, row)
        if own is not None:
            yield _with_own(row, own, lent_shares, total)
        elif lent_shares.value <= total.value:
            yield Evidence.WEAK
        else:
            yield _finding(row, "error", f"at least {lent_shares.text}", (total, lent_shares))


def _own(facts: Facts, row: LendingRecord) -> Figure | None:
    others = [r for r in facts.lending.records if r.table == "participation" and key_of(r.name) == key_of(row.name)]
    if len(others) == 1 and (own := figure(others[0], "closing_shares")) is not None:
        return own
    holding = holder_named(facts, row.name)
    return figure(holding, "shares") if holding is not None else None


def _with_own(row: LendingRecord, own: Figure, lent_shares: Figure, total: Figure) -> Finding | Evidence:
    expected = own.value + lent_shares.value
    if total.value == expected:
        return Evidence.STRONG
    # Zeros all along the row mean that the filer left the table empty.
    severity: Severity = "warning" if total.value == 0 else "error"
    slip = likely_slip(total, lambda f: f.value == expected) if total.value else None
    finding = _finding(row, severity, f"{expected:,f}", (total, own, lent_shares))
    return replace(finding, slip=slip)


def _finding(row: LendingRecord, severity: Severity, expected: str, figures: tuple[Figure, ...]) -> Finding:
    total, *parts = figures
    of = " and ".join(part.text for part in parts)
    message = f"total at the end printed {total.text}, but own and lent shares of {of} make it {expected}"
    return Finding(severity, row.name, message, total.text, expected, None, places(*figures))


_HOLDING = (holder("丙基金", "14,118,309"),)


def _example(total: str) -> Facts:
    row = lent("changes", "丙基金", "entered", closing_lent_shares="1,482,500", closing_total_shares=total)
    return lending(row, holding=_HOLDING)


RULE = Rule(
    code="KL305",
    name="own and lent shares",
    checks="In the table of changes the total of a holder is what the holder has and what is lent.",
    why="The exchanges' guides of November 2023: 期末股东普通账户、信用账户持股及转融通出借股份且尚未归还的数量合计.",
    formula="own + lent = total; lent ≤ total",
    trips=Case("14,118,309 held and 1,482,500 lent, total printed 15,600,089", _example("15,600,089")),
    holds=Case("14,118,309 held and 1,482,500 lent, total printed 15,600,809", _example("15,600,809")),
    apply=_apply,
)
