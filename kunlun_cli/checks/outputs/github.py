"""Reports as GitHub workflow commands, which become annotations on a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kunlun_cli.checks.finding import Report
from kunlun_cli.checks.outputs.document import first_page

PER_LEVEL = 10
"""GitHub shows ten annotations of each level for a step and drops the others."""
_LEVEL = {"error": "error", "warning": "warning", "note": "notice"}
# An annotation is shown in a box beside the line; more of it is cut there anyway.
_LONGEST = 1000


def github(reports: Sequence[Report]) -> str:
    """One command a line: files that could not be read, findings, then what could not be read safely.

    Where there is more of a level than GitHub shows, the last line says how much.
    """
    lines: list[str] = []
    annotations = [*_unread(reports), *_findings(reports), *_problems(reports)]
    for level in _LEVEL.values():
        found = [command for of, command in annotations if of == level]
        shown = found if len(found) <= PER_LEVEL else found[: PER_LEVEL - 1]
        lines += shown
        if len(shown) < len(found):
            rest = len(found) - len(shown)
            lines.append(
                f"::{level} title=kunlun::{_data(f'{rest} further annotations of this level are not shown here')}"
            )
    return "".join(f"{line}\n" for line in lines)


def _unread(reports: Sequence[Report]) -> Iterator[tuple[str, str]]:
    for report in reports:
        if report.unread is not None:
            yield "error", _command("error", report, "could not be read", None, report.unread)


def _findings(reports: Sequence[Report]) -> Iterator[tuple[str, str]]:
    for report in reports:
        for finding in report.findings:
            level = _LEVEL[finding.severity]
            message = f"{finding.subject}: {finding.message}"
            yield level, _command(level, report, f"{finding.code} {finding.name}", first_page(finding), message)


def _problems(reports: Sequence[Report]) -> Iterator[tuple[str, str]]:
    for report in reports:
        for problem in report.problems:
            yield (
                "warning",
                _command("warning", report, f"not read safely: {problem.code}", problem.page, problem.message),
            )


def _command(level: str, report: Report, title: str, page: int | None, message: str) -> str:
    where = f"page {page}, " if page is not None else ""
    file = _property(report.info.source.replace("\\", "/"))
    return f"::{level} file={file},title={_property(title)}::{_data(f'{where}{message}'[:_LONGEST])}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
