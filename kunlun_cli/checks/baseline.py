"""Baselines: findings that are known and accepted, by fingerprint."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from kunlun_cli.checks.finding import Report
from kunlun_cli.errors import UsageError

SCHEMA = "kunlun/baseline@1"


def known(text: str, name: str) -> frozenset[str]:
    """The fingerprints in a baseline.

    Raises:
        UsageError: the text is no baseline; `name` says which file.
    """
    try:
        document = json.loads(text)
        if document["schema"] != SCHEMA:
            raise UsageError(f"{name} is a {document['schema']}, not a baseline", hint=_HINT)
        return frozenset(entry["fingerprint"] for entry in document["findings"])
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{name} is not a baseline", hint=_HINT) from error


def baseline(reports: Iterable[Report]) -> dict[str, Any]:
    """The baseline that accepts every finding of these reports, ready for JSON, in a stable order."""
    entries = {
        finding.fingerprint(report.info): {
            "fingerprint": finding.fingerprint(report.info),
            "code": finding.code,
            "filing": f"{report.info.code or ''} {report.info.period or ''} {report.info.form or ''}".strip(),
            "subject": finding.subject,
            "printed": finding.printed,
            "expected": finding.expected,
        }
        for report in reports
        for finding in report.findings
    }
    return {
        "schema": SCHEMA,
        "findings": sorted(
            entries.values(), key=lambda e: (e["filing"] or "", e["code"] or "", e["fingerprint"] or "")
        ),
    }


_HINT = "Write one with --write-baseline"
