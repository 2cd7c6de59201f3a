"""The report as the document of the public JSON contract, and as flat rows."""

from __future__ import annotations

from typing import Any

from kunlun_cli.checks.finding import Finding, Report
from kunlun_cli.records import Source

COLUMNS = (
    "code", "period", "rule", "name", "severity", "place", "subject", "printed", "expected", "slip", "page",
    "message", "fingerprint", "file",
)  # fmt: skip
"""Columns of a flat row; `code` is the company's, `rule` the rule's."""
_PARTS = {
    "KL1": "Key figures",
    "KL2": "Shareholders",
    "KL3": "Shares lent",
    "KL4": "Business segments",
    "KL6": "Financial statements",
}
"""Where rules that are about records look, by the beginning of their codes."""


def part_told(finding: Finding) -> str:
    """Where in the report a finding is: the headings above its table, or the part that its rule looks at."""
    return finding.place or _PARTS.get(finding.code[:3], "The filing")


def finding_document(finding: Finding, report: Report) -> dict[str, Any]:
    """One finding as the contract has it, with its fingerprint."""
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "place": part_told(finding),
        "subject": finding.subject,
        "message": finding.message,
        "printed": finding.printed,
        "expected": finding.expected,
        "slip": finding.slip,
        "fingerprint": finding.fingerprint(report.info),
        **({"also": list(finding.also)} if finding.also else {}),
        "sources": [source_document(place) for place in finding.sources],
    }


def source_document(place: Source) -> dict[str, Any]:
    """A place with its text; coordinates are left as they are."""
    return {"page": place.page, "bbox": None if place.bbox is None else list(place.bbox), "text": place.text}


def rules_document(report: Report) -> list[dict[str, Any]]:
    """How each rule came out."""
    return [
        {
            "code": r.code,
            "outcome": r.outcome,
            "status": r.status,
            "relations": r.relations,
            "weak": r.weak,
            **({"about": r.about} if r.about else {}),
            **({"unchecked": r.untold} if r.untold else {}),
        }
        for r in report.rules
    ]


def coverage_document(report: Report) -> dict[str, Any]:
    """How much was verified: relations that hold, by kind, and the totals that could not be checked."""
    coverage = report.coverage
    return {"held": dict(coverage.held), "unchecked": coverage.untold}


def flat_rows(report: Report) -> list[dict[str, str | int | None]]:
    """One row for each finding."""
    return [
        {
            "code": report.info.code,
            "period": report.info.period,
            "rule": finding.code,
            "name": finding.name,
            "severity": finding.severity,
            "place": part_told(finding),
            "subject": finding.subject,
            "printed": finding.printed,
            "expected": finding.expected,
            "slip": finding.slip,
            "page": first_page(finding),
            "message": finding.message,
            "fingerprint": finding.fingerprint(report.info),
            "file": report.info.source,
        }
        for finding in report.findings
    ]


def first_page(finding: Finding) -> int | None:
    """The page of the odd figure."""
    return next((place.page for place in finding.sources if place.page is not None), None)
