"""Reports as GitLab's code quality report: the subset of Code Climate's format that GitLab reads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from kunlun_cli.checks.finding import Report
from kunlun_cli.checks.outputs.document import first_page

_SEVERITY = {"error": "major", "warning": "minor", "note": "info"}


def gitlab(reports: Sequence[Report]) -> list[dict[str, Any]]:
    """One entry for each file that could not be read, each finding, and each place that could not be read safely.

    GitLab knows lines only; the number of the page stands in their place, and in the words. Two entries of one
    fingerprint would be one to it.
    """
    entries = (entry for report in reports for entry in (*_unread(report), *_findings(report), *_problems(report)))
    return list({entry["fingerprint"]: entry for entry in entries}.values())


def _unread(report: Report) -> Iterator[dict[str, Any]]:
    if report.unread is not None:
        yield _entry(report, "unread", "critical", None, report.unread, _mark(report, "unread"))


def _findings(report: Report) -> Iterator[dict[str, Any]]:
    for finding in report.findings:
        message = f"{finding.subject}: {finding.message}"
        mark, severity = finding.fingerprint(report.info), _SEVERITY[finding.severity]
        yield _entry(report, finding.code, severity, first_page(finding), message, mark)


def _problems(report: Report) -> Iterator[dict[str, Any]]:
    for problem in report.problems:
        mark = _mark(report, problem.code, problem.message, str(problem.page))
        yield _entry(report, problem.code, "minor", problem.page, problem.message, mark)


def _entry(
    report: Report, name: str, severity: str, page: int | None, message: str, fingerprint: str
) -> dict[str, Any]:
    where = f"page {page}, " if page is not None else ""
    return {
        "description": f"{where}{message}",
        "check_name": name,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": report.info.source.replace("\\", "/").removeprefix("./"), "lines": {"begin": page or 1}},
    }


def _mark(report: Report, *parts: str) -> str:
    return hashlib.sha256("\x1f".join((report.info.source, *parts)).encode("utf-8", "replace")).hexdigest()[:32]
