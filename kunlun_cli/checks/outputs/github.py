"""Reports as GitHub workflow commands, which become annotations on a pull request."""

from __future__ import annotations

from collections.abc import Sequence

from kunlun_cli.checks.finding import Finding, Report
from kunlun_cli.checks.outputs.document import first_page

PER_LEVEL = 10
"""GitHub shows ten annotations of each level for a step and drops the others."""
_LEVEL = {"error": "error", "warning": "warning", "note": "notice"}
_LONGEST = 1000


def github(reports: Sequence[Report]) -> str:
    """One command a line. Where there are more findings of a level than GitHub shows, the last line says how many."""
    lines: list[str] = []
    for severity, level in _LEVEL.items():
        found = [(report, f) for report in reports for f in report.findings if f.severity == severity]
        shown = found if len(found) <= PER_LEVEL else found[: PER_LEVEL - 1]
        lines += [_command(level, finding, report) for report, finding in shown]
        if len(shown) < len(found):
            rest = len(found) - len(shown)
            lines.append(
                f"::{level} title=kunlun::{_data(f'{rest} further findings of this level are not shown here')}"
            )
    return "".join(f"{line}\n" for line in lines)


def _command(level: str, finding: Finding, report: Report) -> str:
    page = first_page(finding)
    where = f"page {page}, " if page is not None else ""
    title = f"{finding.code} {finding.name}"
    message = f"{where}{finding.subject}: {finding.message}"[:_LONGEST]
    file = _property(report.info.source.replace("\\", "/"))
    return f"::{level} file={file},title={_property(title)}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
