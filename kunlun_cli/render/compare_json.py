"""A comparison of two filings as JSON."""

from __future__ import annotations

from collections.abc import Iterable

from kunlun_cli.compare.model import Diff, Entry, Restatement, Statement
from kunlun_cli.records import Problem
from kunlun_cli.render import document
from kunlun_cli.render.compare import number
from kunlun_cli.render.document import Json


def diff_json(diff: Diff, problems: Iterable[Problem] = ()) -> dict[str, Json]:
    """The comparison as `kunlun/diff@1`."""
    return {
        "schema": "kunlun/diff@1",
        "old": document.filing(diff.old),
        "new": document.filing(diff.new),
        "mode": diff.mode,
        "differs": diff.differs,
        "entries": [_entry_json(entry) for entry in diff.entries],
        "restatements": [restatement_json(r) for r in diff.restatements],
        "skipped": [{"section": s.section, "label": s.label, "reason": s.reason} for s in diff.skipped],
        "hints": list(diff.hints),
        "problems": [document.problem(p) for p in problems],
    }


def _entry_json(entry: Entry) -> dict[str, Json]:
    return {
        "section": entry.section,
        "key": list(entry.key),
        "label": entry.label,
        "new_label": entry.new_label,
        "mark": entry.mark,
        "changes": [
            {
                "field": c.field,
                "old": number(c.old, c.unit),
                "new": number(c.new, c.unit),
                "change": number(c.amount, c.unit),
                "percent": c.percent,
                "unit": c.unit,
            }
            for c in entry.changes
        ],
        "reason": entry.reason,
        "note": entry.note,
        "agrees": entry.agrees,
        "old_source": document.source(entry.old_source),
        "new_source": document.source(entry.new_source),
    }


def restatement_json(given: Restatement) -> dict[str, Json]:
    """A restatement with both of its sources."""
    return {
        "item": given.new.item,
        "label": given.old.label,
        "unit": given.new.unit,
        "span": given.new.span,
        "period": str(given.new.period),
        "verdict": given.verdict,
        "difference": given.difference,
        "explanation": given.explanation,
        "old": statement_json(given.old),
        "new": statement_json(given.new),
        "before": statement_json(given.before) if given.before else None,
    }


def statement_json(given: Statement) -> dict[str, Json]:
    """A figure with the file, the column and the place where it is printed."""
    return {
        "value": given.value,
        "file": given.filing.source,
        "filing_period": given.filing.period,
        "column": given.column,
        "source": document.source(given.source),
    }
