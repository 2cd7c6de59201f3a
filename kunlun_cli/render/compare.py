"""A comparison of two filings as sheets, as one flat sheet, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from kunlun_cli.compare.model import Change, Diff, Entry, Scalar
from kunlun_cli.frames import count
from kunlun_cli.records import FilingInfo, Source
from kunlun_cli.render.numbers import grouped
from kunlun_cli.render.restated import WHERE, page_pair, restated_sheets
from kunlun_cli.render.sheet import Column, Kind, Row, Sheet, Value
from kunlun_cli.render.view_rows import SPANS, STATEMENTS, common_unit, label_of

_COUNTS = ("shares", "holders")
_FIELDS = {
    "value": "figure",
    "prior": "a year before",
    "prior_before_restatement": "a year before, 调整前",
    "two_years_ago": "two years before",
    "two_years_ago_before_restatement": "two years before, 调整前",
    "change": "change printed",
    "pct": "%",
    "restricted_shares": "restricted",
    "restricted_shares_incl_lent": "restricted incl. lent",
    "margin_account_shares": "margin account",
    "closing_shares": "held, closing",
    "closing_pct": "held, closing, %",
    "closing_lent_shares": "lent, closing",
    "closing_lent_pct": "lent, closing, %",
    "closing_own_and_lent_shares": "held and lent, closing",
    "closing_total_shares": "held and lent, closing",
    "closing_total_pct": "held and lent, closing, %",
    "revenue_share": "share of revenue, %",
    "gross_margin": "gross margin, %",
}
"""Fields of records in words for people; others are words already."""
_MARKS = {"changed": None, "entered": "entered", "left": "left", "equal": "equal"}
_ONLY = {"changed": None, "entered": "only new", "left": "only old", "equal": "equal"}
_TITLES = {
    "top10": "Top ten shareholders",
    "top10_unrestricted": "Top ten holders of unrestricted shares",
    "participation": "Shares lent",
    "changes": "Changes of the top ten through lending",
    "composition": "Composition of revenue",
    "major": "Revenue, cost and margin",
}


def number(value: Scalar | None, unit: str | None = None) -> Value:
    """A value for a sheet or for JSON: counts as whole numbers, everything else as it is."""
    return count(value) if isinstance(value, Decimal) and unit in _COUNTS else value


def title(diff: Diff) -> str:
    """What is compared with what, on one line."""
    old, new = (_name(info) for info in (diff.old, diff.new))
    company = diff.new.short_name or diff.new.company or diff.new.code or ""
    if diff.old.code and diff.new.code and diff.old.code != diff.new.code:
        company = " / ".join(info.short_name or info.code or info.source for info in (diff.old, diff.new))
    what = "consistency of" if diff.mode == "consistency" else ""
    joint = "and" if diff.mode == "consistency" else "→"
    return " ".join(part for part in (company, what, old, joint, new) if part)


def _name(info: FilingInfo) -> str:
    return " ".join(part for part in (info.period or info.source, "summary" if info.form == "summary" else "") if part)


def diff_sheets(diff: Diff, *, where: bool = True) -> list[Sheet]:
    """The comparison for a reader: a sheet for each disclosure, then restatements, then what was left out."""
    sheets = [*_sections(diff), *restated_sheets(diff), *_remarks(diff)]
    if not diff.differs:
        sheets.insert(0, Sheet("none", "No differences", (), ()))
    return [sheet if where else sheet.without_pages() for sheet in sheets]


def _sections(diff: Diff) -> Iterator[Sheet]:
    entries = diff.entries
    if diff.mode == "consistency":
        if entries:
            yield _long("consistency", "Printed differently", diff, entries)
        return
    financials = [e for e in entries if e.section == "financials"]
    if financials:
        yield _figures(diff, "financials", "Key figures", financials)
    for kind, name in STATEMENTS.items():
        for whose, words in (((), ""), (("parent",), ", parent company")):
            lines = [e for e in entries if e.section == "statements" and (e.key[0], *e.key[2:]) == (kind, *whose)]
            if lines:
                yield _figures(diff, "_".join((kind, *whose)), name + words, lines)
    others = [e for e in entries if e.section not in ("financials", "statements")]
    plain = [e for e in others if e.key[0] in ("counts", "applicable")]
    if plain:
        yield _long("counts", "Counts and ticks", diff, plain)
    for table in _TITLES:
        found = [e for e in others if e.key[0] == table]
        if not found:
            continue
        made = {"holders": _holders, "lending": _lending}.get(found[0].section, _segments)
        yield made(diff, table, found)


def _periods(diff: Diff) -> tuple[str, str]:
    names = (_name(diff.old), _name(diff.new))
    return names if names[0] != names[1] else (f"{names[0]} (first)", f"{names[1]} (second)")


def _pages(entry: Entry) -> str | None:
    return page_pair(entry.old_source.page, entry.new_source.page)


def _figures(diff: Diff, key: str, name: str, entries: Sequence[Entry]) -> Sheet:
    """Figures of both reports beside each other, with the report's own reason for a change."""
    common = common_unit(change.unit for entry in entries for change in entry.changes)
    old, new = _periods(diff)
    columns = (
        *Kind.TEXT.columns(label=common or "item", mark="mark"),
        *Kind.AMOUNT.columns(old=old, new=new),
        *Kind.CHANGE.columns("change", percent="%"),
        Column("reason", "reason given", secondary=True),
        WHERE,
    )
    spans = list(dict.fromkeys(_span(entry) for entry in entries))
    ordered = sorted(entries, key=lambda entry: spans.index(_span(entry)))
    rows = tuple(row for entry in ordered for row in _figure_rows(entry, common))
    return Sheet(key, name, columns, rows, _notes(entries)).without_empty()


def _span(entry: Entry) -> str | None:
    """The span of a key figure; of lines of the statements, which have one, it is not told."""
    return SPANS[entry.key[1]] if entry.section == "financials" else None


def _figure_rows(entry: Entry, common: str | None) -> Iterator[Row]:
    for change in entry.changes or (Change("value", None, None),):
        values: dict[str, Value] = {**_values(change), "label": label_of(entry.label, change.unit, common)}
        values |= {"mark": _ONLY[entry.mark], "item": entry.key[entry.section == "statements"]}
        values |= {"reason": entry.note if entry.agrees is None else None, "where": _pages(entry)}
        suffixes = {"change": " pp"} if change.unit == "%" else {}
        yield Row(values, section=_span(entry), suffixes=suffixes, places=_places(entry, change))


def _places(entry: Entry, change: Change) -> dict[str, Source]:
    """Where both sides of a change are printed: their cells, else their rows."""
    old, new = change.cells
    return {"old": old or entry.old_source, "new": new or entry.new_source}


def _values(change: Change) -> dict[str, Value]:
    return {
        "old": number(change.old, change.unit),
        "new": number(change.new, change.unit),
        "change": number(change.amount, change.unit),
        "percent": change.percent,
    }


def _long(key: str, name: str, diff: Diff, entries: Sequence[Entry]) -> Sheet:
    old, new = _periods(diff)
    columns = (
        *Kind.TEXT.columns(label="line", field="field"),
        *Kind.AMOUNT.columns(old=old, new=new),
        Column("change", "change", Kind.CHANGE),
        WHERE,
    )
    gathered: dict[str, list[Row]] = {}
    for entry in entries:
        label = _named(entry)
        for change in entry.changes or (Change(entry.mark, None, None),):
            # The lines shown for context say nothing between two printings of one period.
            if change.old == change.new and entry.mark == "changed":
                continue
            field = _word(change.field)
            field = field if entry.mark == "changed" else f"{_ONLY[entry.mark]}: {field}"
            values = {**_values(change), "label": label, "field": field, "where": _pages(entry)}
            gathered.setdefault(label, []).append(Row(values, places=_places(entry, change)))
    # What is said of one holder in several tables stands together.
    rows = tuple(row for found in gathered.values() for row in found)
    return Sheet(key, name, columns, rows, _notes(entries))


def _named(entry: Entry) -> str:
    """What a line is called: a holder or an item as printed, a tick by the table that it is of."""
    if entry.key[0] == "applicable":
        return _TITLES.get(entry.key[-1], entry.label)
    return entry.label if entry.label != entry.key[-1] else entry.label.replace("_", " ")


def _word(field: str) -> str:
    """The name of a field in words."""
    return _FIELDS.get(field, field.removeprefix("pledged:").replace("_", " "))


def _holders(diff: Diff, table: str, entries: Sequence[Entry]) -> Sheet:
    columns = (
        *Kind.TEXT.columns("mark", "rank"),
        *_both(diff, Kind.COUNT, shares="shares"),
        Column("shares_change", "change", Kind.CHANGE),
        *_both(diff, Kind.PERCENT, pct="%"),
        Column("pct_change", "points", Kind.CHANGE),
        Column("also", "also", secondary=True),
    )
    rows = [_wide(entry, ("shares", "pct")) for entry in entries]
    return _paired(table, "holder", columns, rows, _notes(entries))


def _both(diff: Diff, kind: Kind, **headings: str) -> Iterator[Column]:
    """For each field a column of either filing, headed by its period."""
    for field, heading in headings.items():
        for end, period in zip(("old", "new"), _periods(diff), strict=True):
            yield Column(f"{field}_{end}", f"{heading} {period}", kind)


def _paired(table: str, name: str, columns: Iterable[Column], rows: Iterable[Row], notes: tuple[str, ...]) -> Sheet:
    """A table of entries, one a row, between what each is called and its pages."""
    return Sheet(table, _TITLES[table], (Column("name", name), *columns, WHERE), tuple(rows), notes).without_empty()


def _wide(entry: Entry, fields: Iterable[str]) -> Row:
    """One row an entry: some fields in columns of their own, the others in words."""
    changes = {c.field: c for c in entry.changes}
    values: dict[str, Value] = {
        "name": entry.label,
        "mark": _MARKS[entry.mark],
        "where": _pages(entry),
        "note": entry.note,
    }
    shown = {"rank", *fields}
    places: dict[str, Source] = {}
    for field in fields:
        if field in changes:
            values |= {f"{field}_{key}": value for key, value in _values(changes[field]).items()}
            places |= {f"{field}_{key}": place for key, place in _places(entry, changes[field]).items()}
    if "rank" in changes:
        values["rank"] = _arrow(changes["rank"])
    rest = [_said(c) for c in entry.changes if c.field not in shown and (c.old != c.new) and c.field != "nature"]
    if entry.new_label and entry.new_label != entry.label:
        rest.append(f"now printed {entry.new_label}")
    values["also"] = "; ".join(part for part in (*rest, entry.note) if part) or None
    return Row(values, places=places)


def _arrow(change: Change) -> str:
    old, new = (_text(value, change.unit) for value in (change.old, change.new))
    if change.old == change.new:
        return new
    return new if change.old is None else old if change.new is None else f"{old} → {new}"


def _said(change: Change) -> str:
    return f"{_word(change.field)} {_arrow(change)}"


def _text(value: Scalar | None, unit: str | None = None) -> str:
    shown = number(value, unit)
    if isinstance(shown, bool):
        return "yes" if shown else "no"
    return grouped(shown) if isinstance(shown, Decimal | int) else str(shown or "")


def _lending(diff: Diff, table: str, entries: Sequence[Entry]) -> Sheet:
    mark = Column("mark", "mark")
    columns: tuple[Column, ...]
    if table == "changes":
        columns = (
            mark,
            *_both(diff, Kind.TEXT, change="change printed"),
            *_both(diff, Kind.COUNT, closing_total_shares="held and lent"),
            Column("closing_total_shares_change", "change", Kind.CHANGE),
            *_both(diff, Kind.PERCENT, closing_total_pct="%"),
            *_both(diff, Kind.COUNT, closing_lent_shares="lent"),
        )
        fields = ("change", "closing_total_shares", "closing_total_pct", "closing_lent_shares")
        return _paired(table, "holder", columns, [_wide(entry, fields) for entry in entries], _notes(entries))
    columns = (
        mark,
        *_both(diff, Kind.COUNT, closing_shares="held", closing_lent_shares="lent"),
        Column("closing_own_and_lent_shares_change", "held and lent: change", Kind.CHANGE),
        Column("note", "lent, returned", secondary=True),
    )
    idle = {mark: [e.label for e in entries if e.mark == mark and _nothing_lent(e)] for mark in ("entered", "left")}
    words = {"entered": "newly listed, with nothing lent", "left": "no longer listed, had nothing lent"}
    notes = tuple(f"{words[mark]}: {'、'.join(names)}" for mark, names in idle.items() if names)
    shown = [e for e in entries if e.mark not in idle or not _nothing_lent(e)]
    rows = [_wide(e, ("closing_shares", "closing_lent_shares", "closing_own_and_lent_shares")) for e in shown]
    return _paired(table, "holder", columns, rows, (*_notes(entries), *notes))


def _nothing_lent(entry: Entry) -> bool:
    lent = [c for c in entry.changes if c.field == "closing_lent_shares"]
    return all(not c.old and not c.new for c in lent)


def _segments(diff: Diff, table: str, entries: Sequence[Entry]) -> Sheet:
    columns = (
        Column("mark", "mark"),
        *_both(diff, Kind.AMOUNT, revenue="revenue"),
        Column("revenue_percent", "%", Kind.CHANGE),
        *_both(diff, Kind.PERCENT, revenue_share="share", gross_margin="margin"),
        Column("gross_margin_change", "points", Kind.CHANGE),
        Column("note", "note", secondary=True),
    )
    fields = ("revenue", "revenue_share", "gross_margin")
    rows = [replace(_wide(entry, fields), section=entry.key[1].replace("_", " ")) for entry in entries]
    return _paired(table, "segment", columns, rows, _notes(entries))


def _notes(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Why differently printed names are held for one, and where printed changes do not agree."""
    found = []
    for entry in entries:
        if entry.reason:
            printed = f" = {entry.new_label}" if entry.new_label and entry.new_label != entry.label else ""
            found.append(f"{entry.label}{printed}: {entry.reason}")
        if entry.agrees is False and entry.note:
            found.append(f"{entry.label}: {entry.note}")
    return tuple(found)


def _remarks(diff: Diff) -> Iterator[Sheet]:
    for key, name, notes in (("skipped", "Not compared", not_compared(diff)), ("hints", "Worth a look", diff.hints)):
        if notes:
            yield Sheet(key, name, (), (), notes)


def not_compared(diff: Diff) -> tuple[str, ...]:
    """What was not compared, one line a reason."""
    reasons: dict[str, list[str]] = {}
    for skipped in diff.skipped:
        reasons.setdefault(f"{skipped.section}: {skipped.reason}", []).append(skipped.label)
    return tuple(f"{reason} ({', '.join(dict.fromkeys(labels))})" for reason, labels in reasons.items())
