"""A comparison as sheets whose figures know their places in both filings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kunlun_cli.checks.places import groups, place_of
from kunlun_cli.compare.model import Change, Diff, Entry
from kunlun_cli.records import Source
from kunlun_cli.records.catalogue import Result
from kunlun_cli.render.compare import number
from kunlun_cli.render.sheet import Column, Kind, Row, Sheet, Value
from kunlun_cli.render.view_rows import SPANS, STATEMENTS

_TITLES = {
    "financials": "Key figures",
    "statements": "Statements",
    "holders": "Shareholders",
    "lending": "Shares lent",
    "segments": "Business segments",
}
_MARKS = {"entered": "only new", "left": "only old"}
_TABLES = {
    "top10": "Top ten shareholders",
    "top10_unrestricted": "Top ten holders of unrestricted shares",
    "participation": "Holders that lent shares",
    "changes": "Changes of the top ten through lending",
    "composition": "Revenue by segment",
    "major": "Main segments: revenue, cost and margin",
    "counts": "Number of shareholders",
    **STATEMENTS,
}
_VERDICTS = {
    "declared": "restated, declared",
    "declared_otherwise": "restated, declared with another figure",
    "reclassified": "moved between lines of one sum",
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
    for section, title in _TITLES.items():
        entries = [entry for entry in diff.entries if entry.section == section]
        shown = () if diff.mode == "consistency" else _WIDE.get(section, ())
        wide = [e for e in entries if shown and e.key[0] in _TABLES and e.key[0] != "counts"]
        rows = tuple(_wide_row(entry, known) for entry in wide)
        if rows:
            yield Sheet(f"diff-{section}", title, _wide_columns(shown, *_named(diff)), rows).without_empty()
        rest = tuple(row for entry in entries for row in _rows(entry, known, shown if entry in wide else ()))
        if rest:
            also = f"{title}: other changes" if rows else title
            yield Sheet(f"diff-{section}-more", also, _columns(*_named(diff)), rest).without_empty()
    yield from _restated(diff)


def _named(diff: Diff) -> tuple[str, str]:
    """What the two filings are called in headings: no two columns have one name."""
    old, new = diff.old.period or "old", diff.new.period or "new"
    return (old, new) if old != new else (f"{old} (old)", f"{new} (new)")


def _columns(old: str, new: str) -> tuple[Column, ...]:
    return (
        Column("label", "item"),
        Column("mark", "mark"),
        Column("field", "figure"),
        Column("old", old, Kind.AMOUNT),
        Column("new", new, Kind.AMOUNT),
        Column("change", "change", Kind.CHANGE),
        Column("percent", "%", Kind.CHANGE),
    )


_WIDE: Mapping[str, tuple[str, ...]] = {
    "holders": ("shares", "pct"),
    "lending": ("closing_shares", "closing_lent_shares"),
    "segments": ("revenue", "gross_margin"),
}
"""Fields that have columns of their own, so that a name has one row."""
_HEADS = {"shares": "shares", "pct": "%", "closing_shares": "held", "closing_lent_shares": "lent"}
_HEADS |= {"revenue": "revenue", "gross_margin": "margin %"}


def _wide_columns(fields: Sequence[str], old: str, new: str) -> tuple[Column, ...]:
    out = [Column("label", "holder" if "shares" in fields[0] else "item"), Column("mark", "mark")]
    for field in fields:
        kind = Kind.COUNT if "shares" in field else Kind.AMOUNT
        out.append(Column(f"{field}_old", f"{_HEADS[field]} {old}", kind))
        out.append(Column(f"{field}_new", f"{_HEADS[field]} {new}", kind))
        out.append(Column(f"{field}_change", "change", Kind.CHANGE))
    return tuple(out)


def _wide_row(entry: Entry, known: tuple[Mapping[Source, Any], Mapping[Source, Any]]) -> Row:
    values: dict[str, Value] = {"label": entry.label, "mark": _MARKS.get(entry.mark)}
    places: dict[str, Source] = {}
    suffixes: dict[str, str] = {}
    for change in entry.changes:
        name = change.field
        values |= {f"{name}_old": number(change.old, change.unit), f"{name}_new": number(change.new, change.unit)}
        values[f"{name}_change"] = number(change.amount, change.unit)
        suffixes[f"{name}_change"] = " pp" if change.unit in ("%", "pp") else ""
        places[f"{name}_old"] = _place(known[0], entry.old_source, change)
        places[f"{name}_new"] = _place(known[1], entry.new_source, change)
    return Row(values, section=_TABLES.get(entry.key[0]), suffixes=suffixes, places=places)


def _by_place(results: Sequence[Result]) -> Mapping[Source, Any]:
    records = [r for result in results for group in groups(result) for r in group.records]
    return {r.source: r for r in records if hasattr(r, "source")}


def _rows(
    entry: Entry, known: tuple[Mapping[Source, Any], Mapping[Source, Any]], shown: Sequence[str]
) -> Iterator[Row]:
    name = SPANS.get(entry.key[1] if len(entry.key) > 1 else "") if entry.section == "financials" else None
    section = name or _TABLES.get(entry.key[0])
    for change in entry.changes:
        if change.field in shown or (shown and not _is_figure(change)):
            continue
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
            "item": entry.key[entry.section == "statements"],
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


def _is_figure(change: Change) -> bool:
    """Whether the change is one of numbers, and not of a rank, which follows from them."""
    numbers = [value for value in (change.old, change.new) if isinstance(value, Decimal | int)]
    return bool(numbers) and change.field != "rank"


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
