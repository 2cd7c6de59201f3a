"""Findings as sheets and as JSON; the formats that others have defined come from `checks`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kunlun_cli.checks.finding import Finding, Report
from kunlun_cli.checks.outputs import document
from kunlun_cli.render import as_json
from kunlun_cli.render.document import CELL, enveloped
from kunlun_cli.render.sheet import Column, Kind, Row, Sheet

_SLIPS = {
    "digits_swapped": "two digits swapped",
    "digit_changed": "one digit wrong",
    "digit_lost": "a digit lost",
    "hundredfold": "off by a factor of 100",
    "unit": "another unit",
    "sign": "the sign",
    "column": "another column",
}
_COLUMNS = (
    *Kind.TEXT.columns(finding="Finding", printed="Printed", expected="Expected", slip="Likely slip", where="Page"),
)


def flat_findings(report: Report) -> Sheet:
    """One row for each finding."""
    columns = tuple(Column(key, key, Kind.COUNT if key == "page" else Kind.TEXT) for key in document.COLUMNS)
    return Sheet("findings", "Findings", columns, tuple(Row(row) for row in document.flat_rows(report)))


def report_document(report: Report) -> dict[str, Any]:
    """The document of one filing."""
    findings = [
        {**document.finding_document(finding, report), "sources": list(map(CELL.document, finding.sources))}
        for finding in report.findings
    ]
    rules, coverage = document.rules_document(report), document.coverage_document(report)
    return enveloped(
        "check", {"findings": findings, "rules": rules, "coverage": coverage}, report.problems, report.info
    )


def slip_words(slip: object) -> str | None:
    """The likely slip in words, for readers; `None` where none is likely."""
    return _SLIPS.get(str(slip))


def plain_json(value: object) -> str:
    """Any of the documents that `checks` builds, such as SARIF, as JSON text."""
    return as_json.dumps(_exact(value)) + "\n"


def summary(report: Report) -> str:
    """How many rules ran and how they came out, in one line."""
    ran = len(report.rules) - report.count("not_applicable")
    counts = [f"{n} {name}{'' if n == 1 else 's'}" for name in ("error", "warning", "note") if (n := _of(report, name))]
    accepted = f"; {report.accepted} known from the baseline" if report.accepted else ""
    found = ", ".join(counts) or "no findings"
    return (
        f"{ran} rules run: {report.count('pass')} passed, {report.count('weak')} weak, {report.count('fail')} failed; "
        f"{report.count('not_applicable')} not applicable. {found[0].upper()}{found[1:]}{accepted}."
    )


def _of(report: Report, severity: str) -> int:
    return sum(finding.severity == severity for finding in report.findings)


def finding_sheets(report: Report) -> list[Sheet]:
    """The findings for a reader, by place in the report and there the gravest first, with a summary line."""
    places: dict[str, list[Finding]] = {}
    for finding in sorted(report.findings, key=_first_page):
        places.setdefault(document.part_told(finding), []).append(finding)
    ranks = {id(finding): rank for rank, finding in enumerate(report.findings)}
    rows = tuple(
        _row(finding, place)
        for place, found in places.items()
        for finding in sorted(found, key=lambda finding: ranks[id(finding)])
    )
    title = "Findings" if rows else "No findings"
    return [Sheet("findings", title, _COLUMNS, rows, closing(report)).without_empty()]


def closing(report: Report) -> tuple[str, ...]:
    """What is told below the findings: how the rules came out, how much was verified, and what could not be."""
    verified, count = str(report.coverage), len(report.silent)
    silent = f"Of {count} more table{'s' * (count > 1)} nothing could be verified." if count else ""
    return tuple(filter(None, (summary(report), verified and f"Verified: {verified}.", silent)))


def _first_page(finding: Finding) -> int:
    return min((place.page for place in finding.sources if place.page is not None), default=0)


def _row(finding: Finding, place: str) -> Row:
    pages = sorted({place.page for place in finding.sources if place.page is not None})
    values = {
        "finding": f"{finding.code} {finding.severity}: {finding.subject}\n{finding.message}",
        "printed": finding.printed,
        "expected": finding.expected,
        "slip": _SLIPS.get(finding.slip or ""),
        "where": ", ".join(map(str, pages)) or None,
    }
    return Row(values, section=place)


def _exact(value: object) -> Any:  # noqa: ANN401 - JSON of any shape
    """Floats, which only boxes have, in hundredths of a point."""
    match value:
        case dict():
            return {key: _exact(item) for key, item in value.items()}
        case list() | tuple():
            return [_exact(item) for item in value]
        case float():
            return Decimal(repr(value)).quantize(Decimal("0.01"))
    return value
