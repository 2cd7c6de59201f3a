"""Reports as JUnit XML: a suite for each filing, a case for each rule."""

from __future__ import annotations

import xml.etree.ElementTree as ET  # only written, nothing is parsed
from collections.abc import Iterable

from kunlun_cli.checks.finding import SEVERITIES, Finding, Report, RuleResult, Severity


def junit(reports: Iterable[Report], names: dict[str, str], *, fail_on: Severity = "error") -> str:
    """The XML. A finding below `fail_on` does not fail its case; it is told in the case's output.

    `names` are the rules' names by code.
    """
    root = ET.Element("testsuites", name="kunlun check")
    for report in reports:
        _suite(root, report, names, fail_on)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def _suite(root: ET.Element, report: Report, names: dict[str, str], fail_on: Severity) -> None:
    info = report.info
    if report.unread is not None:
        suite = ET.SubElement(
            root, "testsuite", name=_safe(info.source), tests="1", failures="0", errors="1", skipped="0"
        )
        case = ET.SubElement(suite, "testcase", classname=_safe(info.source), name="reading", time="0")
        ET.SubElement(case, "error", message=_safe(report.unread), type="unread")
        return
    suite = ET.SubElement(root, "testsuite", name=_safe(f"{info.code or ''} {info.period or ''} {info.source}".strip()))
    counts = {"failures": 0, "skipped": 0}
    for result in report.rules:
        found = [f for f in report.findings if f.code == result.code and result.about in {None, f.subject}]
        name = f"{result.code} {result.about or names.get(result.code, '')}".strip()
        case = ET.SubElement(suite, "testcase", classname=_safe(info.source), name=_safe(name), time="0")
        _fill(case, result, found, fail_on, counts)
    suite.set("tests", str(len(report.rules)))
    suite.set("failures", str(counts["failures"]))
    suite.set("errors", "0")
    suite.set("skipped", str(counts["skipped"]))
    if report.problems:
        ET.SubElement(suite, "system-err").text = _safe("\n".join(p.message for p in report.problems))


def _fill(
    case: ET.Element, result: RuleResult, found: list[Finding], fail_on: Severity, counts: dict[str, int]
) -> None:
    if result.outcome == "not_applicable":
        counts["skipped"] += 1
        ET.SubElement(case, "skipped", message="the filing has no data for this rule")
        return
    grave = [f for f in found if SEVERITIES.index(f.severity) >= SEVERITIES.index(fail_on)]
    if grave:
        counts["failures"] += 1
        text = "\n".join(_line(f) for f in grave)
        message = _safe(f"{grave[0].subject}: {grave[0].message}")
        ET.SubElement(case, "failure", message=message, type=grave[0].severity).text = _safe(text)
    rest = [f for f in found if f not in grave]
    if rest or result.outcome == "weak":
        lines = [_line(f) for f in rest] or ["weak evidence: the figures are too coarse to say more"]
        ET.SubElement(case, "system-out").text = _safe("\n".join(lines))


def _line(finding: Finding) -> str:
    pages = sorted({place.page for place in finding.sources if place.page is not None})
    where = f" (page {', '.join(map(str, pages))})" if pages else ""
    return f"{finding.severity}: {finding.subject}: {finding.message}{where}"


def _safe(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return "".join(
        c if c in "\t\n" or (ord(c) >= 32 and not 0xD800 <= ord(c) <= 0xDFFF and c not in "\ufffe\uffff") else "\ufffd"
        for c in text
    )
