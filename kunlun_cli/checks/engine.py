"""A check of one filing: all chosen rules and expectations, then the second reading, then the baseline."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kunlun_cli.checks.expectations import Expectation
from kunlun_cli.checks.facts import Facts, gather
from kunlun_cli.checks.finding import SEVERITIES, Finding, Report, RuleResult, Severity, Verified
from kunlun_cli.checks.key_figures import misread_key_figures
from kunlun_cli.checks.registry import default_rules
from kunlun_cli.checks.rule import Rule
from kunlun_cli.checks.second_reading import SecondReader, complete, confirmed, cross_read
from kunlun_cli.records import Problem
from kunlun_cli.records.reading import FilingLike


@dataclass(frozen=True, slots=True)
class Plan:
    """What to check. `known` are fingerprints of findings that a baseline accepts."""

    rules: tuple[Rule, ...] | None = None
    """All of them that are not in preview by default."""
    expectations: tuple[Expectation, ...] = ()
    known: Collection[str] = frozenset()
    severity: Severity = "note"
    """The least severity of the findings that are told."""
    table: int | None = None
    """The number of the only table that is looked at, of all tables."""
    against: tuple[Facts, ...] = ()
    """Other filings of the company, which it is held against."""
    cross_read: bool = False
    """Read every cell a second time, not only those that a finding is about."""


def check(filing: FilingLike, plan: Plan | None = None, reader: SecondReader | None = None) -> Report:
    """Checks a filing.

    Args:
        filing: what `kunlun_cli.read` gives.
        plan: what to check; by default every rule.
        reader: the second engine. Without it findings stand on one reading.

    Raises:
        KunlunError: a disclosure cannot be read.
    """
    chosen = Plan() if plan is None else plan
    wanted = default_rules() if chosen.rules is None else chosen.rules
    tables = any(known.tables for known in wanted)
    facts = replace(gather(filing, tables=tables, statements=bool(chosen.against)), against=chosen.against)
    if chosen.table is not None:
        facts = replace(facts, tables=tuple(t for t in facts.tables if t.schedule.number == chosen.table))
    return check_facts(facts, chosen, reader)


def check_facts(facts: Facts, plan: Plan | None = None, reader: SecondReader | None = None) -> Report:
    """Checks what has been read of a filing; see `check`."""
    chosen = Plan() if plan is None else plan
    results: list[RuleResult] = []
    findings: list[Finding] = []
    problems: list[Problem] = list(facts.problems)
    for known in default_rules() if chosen.rules is None else chosen.rules:
        result, found = known.run(facts)
        # What kunlun may itself have misread is a problem of the reading, and named as one there.
        found = tuple(f for f in found if not any(place.doubt for place in f.sources))
        # A note on a table accuses nobody, and to read its page again costs as much as to read ten.
        again = tuple(f for f in found if not (known.tables and f.severity == "note"))
        sure, doubts = (found, ()) if reader is None else complete(facts, *confirmed(again, reader), reader)
        sure = tuple(f for f in found if f in sure or f not in again)
        results.append(result if len(sure) == len(found) else _without(result, sure))
        findings += sure
        problems += doubts
    problems += misread_key_figures(facts)
    for expectation in chosen.expectations:
        result, found = expectation.run(facts)
        results.append(result)
        findings += found
    if chosen.cross_read and reader is not None:
        problems += [mismatch.problem() for mismatch in cross_read(facts, reader)]
    told = one_a_cause(sorted(findings, key=lambda f: -SEVERITIES.index(f.severity)))
    told = [f for f in told if SEVERITIES.index(f.severity) >= SEVERITIES.index(chosen.severity)]
    new = [f for f in told if f.fingerprint(facts.info) not in chosen.known]
    accepted, silent = len(told) - len(new), tuple(_silent(facts, results))
    return Report(facts.info, tuple(new), tuple(results), tuple(dict.fromkeys(problems)), accepted, silent=silent)


_OVER_TABLES = frozenset({"sums", "columns", "per cents", "shares"})
"""The kinds of relations that are tried in every table."""


def _silent(facts: Facts, results: Sequence[RuleResult]) -> Iterator[Verified]:
    """The tables of figures of which no rule over all tables said anything, where all of these were run."""
    told = {verified.table for result in results for verified in result.tables}
    for sheet in facts.tables if {result.kind for result in results} >= _OVER_TABLES else ():
        schedule, adds = sheet.schedule, {*sheet.additive, *sheet.per_cent}
        if schedule.number not in told and sum(len(adds & line.entries.keys()) for line in sheet.lines) > 1:
            title = schedule.title or "".join(schedule.section[-1:])
            yield Verified(schedule.number, title, schedule.page, held=0, untold=0)


def one_a_cause(findings: Iterable[Finding]) -> list[Finding]:
    """Findings without those that only follow from another: one wrong figure breaks several relations.

    A finding that rests on the very cell that a graver or earlier one accuses is left to that one, which
    names the rules that say so too.
    """
    out: list[Finding] = []
    for finding in findings:
        cause = next((i for i, f in enumerate(out) if _follows(finding, f)), None)
        if cause is None:
            out.append(finding)
        elif finding.code != out[cause].code:
            out[cause] = replace(out[cause], also=tuple(dict.fromkeys((*out[cause].also, finding.code))))
    return out


def _follows(finding: Finding, cause: Finding) -> bool:
    if cause.shared and finding.severity != "error":
        return any(place in cause.sources for place in finding.sources)
    if cause.severity != "error" or cause.printed is None or not cause.sources:
        return False
    accused = cause.sources[0]
    return accused.bbox is not None and accused in finding.sources


def _without(result: RuleResult, sure: tuple[Finding, ...]) -> RuleResult:
    """A rule of which findings were withdrawn: what is left of it is weak at best."""
    return result if sure else replace(result, outcome="weak")
