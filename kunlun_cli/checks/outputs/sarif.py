"""Reports as SARIF 2.1.0, with the rules' documentation, and fingerprints that stay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from kunlun_cli.checks.expectations.expectation import CODE, NAME
from kunlun_cli.checks.finding import Finding, Report
from kunlun_cli.checks.outputs.document import coverage_document, first_page, part_told
from kunlun_cli.checks.rule import Rule
from kunlun_cli.records import Problem

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_FINGERPRINT = "kunlunFinding/v1"


def sarif(reports: Sequence[Report], rules: Iterable[Rule], version: str) -> dict[str, Any]:
    """One run over all reports. `version` is kunlun's own."""
    described = [*map(_rule, rules), _expectation()]
    index = {rule["id"]: number for number, rule in enumerate(described)}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "kunlun",
                        "semanticVersion": version,
                        "rules": described,
                    }
                },
                "properties": {"coverage": [coverage_document(report) for report in reports]},
                "columnKind": "unicodeCodePoints",
                "artifacts": [_artifact(report) for report in reports],
                "results": [
                    _result(finding, report, number, index)
                    for number, report in enumerate(reports)
                    for finding in report.findings
                ],
                "invocations": [
                    {
                        "executionSuccessful": all(report.unread is None for report in reports),
                        "toolExecutionNotifications": [
                            *(_unread(report, number) for number, report in enumerate(reports) if report.unread),
                            *(
                                _notification(problem, report, number)
                                for number, report in enumerate(reports)
                                for problem in report.problems
                            ),
                        ],
                    }
                ],
            }
        ],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    text = f"{rule.checks} {rule.why} {rule.formula}."
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in re.findall(r"\w+", rule.name)),
        "shortDescription": {"text": rule.name},
        "fullDescription": {"text": rule.checks},
        "help": {"text": text, "markdown": f"{rule.checks}\n\n{rule.why}\n\n`{rule.formula}`"},
        "defaultConfiguration": {"level": rule.severity},
    }


def _expectation() -> dict[str, Any]:
    return {
        "id": CODE,
        "name": NAME.capitalize(),
        "shortDescription": {"text": "an expectation of the user"},
        "fullDescription": {"text": "An expression given with --expect or in the settings does not hold."},
        "defaultConfiguration": {"level": "error"},
    }


def _artifact(report: Report) -> dict[str, Any]:
    hashes = {} if report.unread else {"hashes": {"sha-256": report.info.sha256}}
    return {"location": {"uri": _uri(report.info.source)}, **hashes}


def _result(finding: Finding, report: Report, number: int, index: dict[str, int]) -> dict[str, Any]:
    odd, *others = finding.sources or (None,)
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": finding.severity,
        "message": {"text": f"{finding.subject}: {finding.message}"},
        "locations": [_location(report, number, odd.page if odd else None)],
        "partialFingerprints": {_FINGERPRINT: finding.fingerprint(report.info)},
        "properties": {
            "place": part_told(finding),
            "subject": finding.subject,
            "printed": finding.printed,
            "expected": finding.expected,
            "slip": finding.slip,
            "places": [
                {"page": p.page, "bbox": list(p.bbox) if p.bbox else None, "text": p.text} for p in finding.sources
            ],
        },
    }
    pages = {place.page for place in others if place is not None and place.page is not None} - {first_page(finding)}
    if pages:
        result["relatedLocations"] = [
            {"id": i, **_location(report, number, page)} for i, page in enumerate(sorted(pages), 1)
        ]
    return result


def _location(report: Report, number: int, page: int | None) -> dict[str, Any]:
    # SARIF's regions are of text; a page of a PDF is a logical location, and the boxes are properties.
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": _uri(report.info.source), "index": number}}
    }
    if page is not None:
        location["logicalLocations"] = [{"name": f"page {page}", "kind": "page"}]
        location["properties"] = {"page": page}
    return location


def _unread(report: Report, number: int) -> dict[str, Any]:
    return {
        "level": "error",
        "descriptor": {"id": "unread"},
        "message": {"text": report.unread},
        "locations": [_location(report, number, None)],
    }


def _notification(problem: Problem, report: Report, number: int) -> dict[str, Any]:
    return {
        "level": "warning",
        "descriptor": {"id": problem.code},
        "message": {"text": problem.message},
        "locations": [_location(report, number, problem.page)],
    }


def _uri(path: str) -> str:
    return "stdin" if path == "-" else quote(path.replace("\\", "/"), safe="/.-_~")
