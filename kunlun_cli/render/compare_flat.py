"""A comparison of two filings as one flat sheet: what CSV writes."""

from __future__ import annotations

from collections.abc import Iterator

from kunlun_cli.compare.model import Diff, Entry, Restatement
from kunlun_cli.render.compare import number, title
from kunlun_cli.render.numbers import grouped
from kunlun_cli.render.sheet import Kind, Row, Sheet, Value

_FLAT = (
    *Kind.TEXT.columns("section", "key", "label", new_label="label in the newer filing", mark="mark", field="field"),
    *Kind.AMOUNT.columns("old", "new"),
    *Kind.CHANGE.columns("change", percent="%"),
    *Kind.TEXT.columns("unit", "reason", "note"),
    *Kind.COUNT.columns(old_page="page in the older filing", new_page="page in the newer filing"),
)


def flat_diff(diff: Diff) -> Sheet:
    """One row a change, then one a restatement: what CSV writes."""
    rows = [row for entry in diff.entries for row in _flat_rows(entry)]
    rows += [_flat_restatement(r) for r in diff.restatements if r.verdict != "equal"]
    return Sheet("diff", title(diff), _FLAT, tuple(rows))


def _flat_rows(entry: Entry) -> Iterator[Row]:
    said: dict[str, Value] = {
        "section": entry.section,
        "key": "/".join(part for part in entry.key if part),
        "label": entry.label,
        "new_label": entry.new_label if entry.new_label != entry.label else None,
        "mark": entry.mark,
        "reason": entry.reason,
        "note": entry.note,
        "old_page": entry.old_source.page,
        "new_page": entry.new_source.page,
    }
    if not entry.changes:
        yield Row(said)
    for change in entry.changes:
        yield Row(
            {
                **said,
                # A line that differs is shown with its rank, shares and per cent though those may be equal.
                "mark": "equal" if entry.mark == "changed" and change.old == change.new else entry.mark,
                "field": change.field,
                "old": number(change.old, change.unit),
                "new": number(change.new, change.unit),
                "change": number(change.amount, change.unit),
                "percent": change.percent,
                "unit": change.unit,
            }
        )


def _flat_restatement(given: Restatement) -> Row:
    old, new = given.old, given.new
    before = f"调整前 {grouped(given.before.value)}" if given.before else None
    said = "; ".join(part for part in (before, given.explanation) if part) or None
    return Row(
        {
            "section": "restatements",
            "key": f"{new.item}/{new.span}/{new.period}",
            "label": old.label,
            "new_label": new.label if new.label != old.label else None,
            "mark": given.verdict,
            "field": f"{old.column} → {new.column}",
            "old": old.value,
            "new": new.value,
            "change": given.difference,
            "unit": new.unit,
            "note": said,
            "old_page": old.source.page,
            "new_page": new.source.page,
        }
    )
