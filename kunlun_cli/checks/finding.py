"""What a check says: findings, how each rule came out, and the report of a filing."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from kunlun_cli.figures.slips import Slip
from kunlun_cli.records import FilingInfo, Problem, Source

Severity = Literal["error", "warning", "note"]
Status = Literal["stable", "preview"]
Outcome = Literal["pass", "weak", "fail", "not_applicable"]

SEVERITIES: tuple[Severity, ...] = ("note", "warning", "error")
"""From the least to the gravest."""


class Evidence(enum.Enum):
    """A relation that holds: strongly, or so coarsely that almost anything would."""

    STRONG = "strong"
    WEAK = "weak"
    UNTOLD = "untold"
    """A total that could not be checked: no reading of its table explains it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One disagreement in the filing. `printed` and `expected` are of the figure found odd.

    `sources` are the places of all figures involved, the odd one first. `code`, `name` are those of
    the rule and filled in when the rule is run.
    """

    severity: Severity
    subject: str
    message: str
    printed: str | None = None
    expected: str | None = None
    slip: Slip | None = None
    sources: tuple[Source, ...] = ()
    code: str = ""
    name: str = ""
    also: tuple[str, ...] = ()
    """The codes of rules that the same figure breaks as well."""
    place: str = ""
    """The headings of the report under which its table stands; empty for what is no table of its own."""
    shared: bool = False
    """Whether all its places are odd for one cause, as where names stand a row off their figures."""
    missing: str | None = None
    """What would make the relation hold if it were one more of its figures, as it would be printed."""

    def fingerprint(self, info: FilingInfo) -> str:
        """A stable mark of this finding in this filing, for baselines: no page, no wording of the message."""
        parts = (self.code, info.code, info.period, info.form, self.subject, self.printed, self.expected)
        return hashlib.sha256("\x1f".join(p or "" for p in parts).encode()).hexdigest()[:32]


Said = Iterator[Finding | Evidence]
"""What a rule says of a filing: a finding for each relation that fails, evidence for each that holds."""


@dataclass(frozen=True, slots=True)
class Verified:
    """How much of one table was verified: its number, title and page, what holds in it, and what cannot be told."""

    table: int
    title: str
    page: int
    held: int
    untold: int


@dataclass(frozen=True, slots=True)
class RuleResult:
    """How one rule came out: the relations it tried, and how many of them were only weak evidence.

    `about` is the expectation, where it is one of several; the rules themselves are told apart by code.
    """

    code: str
    outcome: Outcome
    relations: int = 0
    weak: int = 0
    about: str | None = None
    untold: int = 0
    """Totals that could not be checked."""
    kind: str = ""
    """What its relations are called together, as `sums`; empty for rules that count for themselves alone."""
    held: int = 0
    """Relations that hold."""
    status: Status = "stable"
    tables: tuple[Verified, ...] = ()
    """For rules over all tables, what they found to hold in each."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a filing was verified: relations that hold, by kind, and totals that could not be checked."""

    held: Mapping[str, int]
    untold: int

    def __str__(self) -> str:
        """In one clause: 1,204 sums, 96 identities hold; 18 totals could not be checked."""
        held = ", ".join(f"{count:,} {kind}" for kind, count in self.held.items() if count)
        left = f"{self.untold:,} total{'s' * (self.untold != 1)} could not be checked" if self.untold else ""
        return "; ".join(filter(None, (held and f"{held} hold", left)))


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """All that was found in one filing. `accepted` counts findings that the baseline knows.

    Of a file that could not be read there is nothing but its name and `unread`, which says why.
    """

    info: FilingInfo
    findings: tuple[Finding, ...] = ()
    rules: tuple[RuleResult, ...] = ()
    problems: tuple[Problem, ...] = ()
    accepted: int = field(default=0)
    unread: str | None = None
    silent: tuple[Verified, ...] = ()
    """Tables with figures of which nothing could be verified, in the order of the report."""

    def __repr__(self) -> str:
        """One line, as of all that a person meets at a prompt: the rules alone would fill pages."""
        found = [f"{len(self.findings)} findings", str(self.coverage)]
        return f"<Report {self.info.code} {self.info.period}: {'; '.join(filter(None, found))}>"

    @property
    def coverage(self) -> Coverage:
        """How much was verified over all tables and statements."""
        held: dict[str, int] = {}
        for result in self.rules:
            if result.kind:
                held[result.kind] = held.get(result.kind, 0) + result.held
        return Coverage(held, sum(result.untold for result in self.rules))

    def count(self, outcome: Outcome) -> int:
        """The number of rules that came out so."""
        return sum(result.outcome == outcome for result in self.rules)

    def at_least(self, severity: Severity) -> int:
        """The number of findings of this severity or a graver one."""
        return sum(SEVERITIES.index(f.severity) >= SEVERITIES.index(severity) for f in self.findings)
