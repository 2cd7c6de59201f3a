"""A rule: its code, its documentation, its two cases, and the function that applies it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Finding, Outcome, RuleResult, Severity, Status, Verified


@dataclass(frozen=True, slots=True)
class Case:
    """An example: what is printed, in words, and as the records that kunlun makes of it."""

    text: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `severity` is the gravest that its findings can have.

    `apply` yields a finding for each relation that fails, and evidence for each that holds; nothing
    at all where the filing has no data for the rule.
    """

    code: str
    name: str
    checks: str
    why: str
    formula: str
    trips: Case
    holds: Case
    apply: Callable[[Facts], Iterator[Finding | Evidence | Verified]]
    severity: Severity = "error"
    since: str = "0.1"
    """The version that had it first."""
    preview: bool = False
    """Whether it is run only when asked for, until it has raised no false error on filings not used to build it."""
    tables: bool = False
    """Whether it looks at all tables of a report."""
    kind: str = ""
    """What its relations are called together where they are counted with those of others: sums, identities."""

    def run(self, facts: Facts) -> tuple[RuleResult, tuple[Finding, ...]]:
        """Applies the rule: how it came out, and the findings with the rule's code and name."""
        said: list[Finding | Evidence] = []
        tables: list[Verified] = []
        for each in self.apply(facts):
            if isinstance(each, Verified):
                tables.append(each)
            else:
                said.append(each)
        untold = said.count(Evidence.UNTOLD)
        # A row that stands in two breakdowns is one misprint, with one fingerprint.
        once = {(f.subject, f.printed, f.expected): f for f in reversed(said) if isinstance(f, Finding)}
        findings = tuple(self._named(f) for f in reversed(once.values()))
        weak = sum(1 for s in said if s is Evidence.WEAK)
        result = self._result(len(said) - untold, len(findings), weak, untold)
        return replace(result, tables=tuple(tables)), findings

    def _result(self, relations: int, findings: int, weak: int, untold: int) -> RuleResult:
        outcome, held = _outcome(relations, findings, weak), max(relations - findings, 0)
        status: Status = "preview" if self.preview else "stable"
        return RuleResult(self.code, outcome, relations, weak, None, untold, self.kind, held, status)

    def _named(self, finding: Finding) -> Finding:
        # A per cent is printed with or without its sign, so a message may come to have it twice.
        return replace(finding, code=self.code, name=self.name, message=finding.message.replace("%%", "%"))


def _outcome(relations: int, findings: int, weak: int) -> Outcome:
    if findings:
        return "fail"
    if not relations:
        return "not_applicable"
    return "weak" if weak else "pass"
