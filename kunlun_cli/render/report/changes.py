"""A comparison as sheets whose figures know their places in both filings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kunlun_cli.checks.places import groups, place_of
from kunlun_cli.compare.model import Change, Diff, Entry
from kunlun_cli.frames import Result
from kunlun_cli.records import Source
from kunlun_cli.render.compare import number
from kunlun_cli.render.sheet import Column, Kind, Row, Sheet

_TITLES = {
    "financials": "Key figures",
    "holders": "Shareholders",
    "lending": "Shares lent",
    "segments": "Business segments",
}
_MARKS = {"entered": "only new", "left": "only old"}
_SPANS = {"quarter": "This quarter", "year_to_date": "Year to date", "point_in_time": "At period end"}
_TABLES = {
    "top10": "Top ten shareholders",
    "top10_unrestricted": "Top ten holders of unrestricted shares",
    "participation": "Holders that lent shares",
    "changes": "Changes of the top ten through lending",
    "composition": "Revenue by segment",
    "major": "Main segments: revenue, cost and margin",
    "counts": "Number of shareholders",
}
_VERDICTS = {
    "declared": "restated, declared",
    "declared_otherwise": "restated, declared with another figure",
    "silent": "changed in silence",
}


def change_sheets(diff: Diff, old: Sequence[Result], new: Sequence[Result]) -> Iterator[Sheet]:
    """A sheet for each disclosure on which the filings differ, then the restated figures.

    Args:
        diff: the comparison.
        old: the disclosures of the older filing, for the places of its figures.
        new: those of the newer one.
    """
    known = _by_place(old), _by_place(new)
    columns = (
        Column("label", "item"),
        Column("mark", "mark"),
        Column("field", "figure"),
        Column("old", diff.old.period or "old", Kind.AMOUNT),
        Column("new", diff.new.period or "new", Kind.AMOUNT),
        Column("change", "change", Kind.CHANGE),
        Column("percent", "%", Kind.CHANGE),
    )
    for section, title in _TITLES.items():
        entries = [entry for entry in diff.entries if entry.section == section]
        rows = tuple(row for entry in entries for row in _rows(entry, known))
        if rows:
            yield Sheet(f"diff-{section}", title, columns, rows).without_empty()
    yield from _restated(diff)


def _by_place(results: Sequence[Result]) -> Mapping[Source, Any]:
    records = [r for result in results for group in groups(result) for r in group.records]
    return {r.source: r for r in records if hasattr(r, "source")}


def _rows(entry: Entry, known: tuple[Mapping[Source, Any], Mapping[Source, Any]]) -> Iterator[Row]:
    name = _SPANS.get(entry.key[1] if len(entry.key) > 1 else "") if entry.section == "financials" else None
    section = name or _TABLES.get(entry.key[0])
    for change in entry.changes:
        if change.old == change.new and entry.mark == "changed":
            continue
        values = {
            "label": entry.label,
            "mark": _MARKS.get(entry.mark),
            "field": None if change.field == "value" else change.field.replace("_", " "),
            "old": number(change.old, change.unit),
            "new": number(change.new, change.unit),
            "change": number(change.amount, change.unit),
            "percent": change.percent,
            "item": entry.key[0],
        }
        yield Row(
            values,
            section=section,
            suffixes={"change": " pp" if change.unit == "%" else "", "percent": "%"},
            places={
                "old": _place(known[0], entry.old_source, change),
                "new": _place(known[1], entry.new_source, change),
            },
        )


def _place(known: Mapping[Source, Any], row: Source, change: Change) -> Source:
    """The cell of a field where the row's record has it; else the row."""
    record = known.get(row)
    return place_of(record, change.field) or row if record is not None else row


def _restated(diff: Diff) -> Iterator[Sheet]:
    columns = (
        Column("label", "item"),
        Column("period", "period"),
        Column("verdict", "mark"),
        Column("old", diff.old.period or "old", Kind.AMOUNT),
        Column("new", diff.new.period or "new", Kind.AMOUNT),
        Column("change", "change", Kind.CHANGE),
    )
    rows = tuple(
        Row(
            {
                "label": given.old.label,
                "item": given.old.item,
                "period": str(given.new.period),
                "verdict": _VERDICTS[given.verdict],
                "old": number(given.old.value, given.old.unit),
                "new": number(given.new.value, given.new.unit),
                "change": number(given.difference, given.old.unit),
            },
            places={"old": given.old.source, "new": given.new.source},
        )
        for given in diff.restatements
        if given.verdict != "equal"
    )
    if rows:
        yield Sheet("restatements", "Restated figures", columns, rows)


def remarks(diff: Diff) -> Iterator[str]:
    """What was not compared, a line for each reason, and hints."""
    reasons: dict[str, list[str]] = {}
    for skipped in diff.skipped:
        reasons.setdefault(f"{skipped.section}: {skipped.reason}", []).append(skipped.label)
    yield from (f"{reason} ({', '.join(dict.fromkeys(labels))})" for reason, labels in reasons.items())
    yield from diff.hints
