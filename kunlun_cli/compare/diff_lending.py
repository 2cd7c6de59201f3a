"""Shares lent, in two filings: lent and returned, and the net change of own and lent together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from kunlun_cli.compare.changes import Context, Field, Found, change, fields_of, lone, mark_of, with_shown
from kunlun_cli.compare.match import Party, match
from kunlun_cli.compare.model import Change, Entry, Mark, Skipped
from kunlun_cli.records import Lending, LendingRecord, Source
from kunlun_cli.records.reading import FilingLike

TABLES = ("participation", "changes")
_FIELDS: dict[str, tuple[Field, ...]] = {
    "participation": (
        Field("closing_shares", "shares", always=True, shown=True),
        Field("closing_pct", "%"),
        Field("closing_lent_shares", "shares", always=True, shown=True),
        Field("closing_lent_pct", "%"),
        Field("closing_own_and_lent_shares", "shares", shown=True),
    ),
    "changes": (
        Field("change", None, always=True),
        Field("closing_lent_shares", "shares", always=True),
        Field("closing_lent_pct", "%"),
        Field("closing_total_shares", "shares", always=True),
        Field("closing_total_pct", "%"),
    ),
}
_OPENING = tuple(
    Field(name, unit)
    for name, unit in (
        ("opening_shares", "shares"),
        ("opening_pct", "%"),
        ("opening_lent_shares", "shares"),
        ("opening_lent_pct", "%"),
    )
)


@dataclass(frozen=True, slots=True)
class _Row:
    """A lending record with what follows from it."""

    record: LendingRecord

    @property
    def closing_own_and_lent_shares(self) -> Decimal | None:
        """Own and lent shares at the end together; `None` where one of them is not given."""
        own, lent = self.record.closing_shares, self.record.closing_lent_shares
        return None if own is None or lent is None else own + lent

    def __getattr__(self, name: str) -> object:
        return getattr(self.record, name)


def compare_lending(old: FilingLike, new: FilingLike, context: Context) -> Found:
    """The ticks and the rows of both tables, matched by name."""
    entries = list(_ticks(old.lending, new.lending, context))
    skipped: list[Skipped] = []
    hints: list[str] = []
    for table in TABLES:
        if not _comparable(old.lending, new.lending, table):
            if rows(old.lending, table) or rows(new.lending, table):
                skipped.append(Skipped("lending", table, "one of the filings has no such disclosure"))
            continue
        found = _table(table, rows(old.lending, table), rows(new.lending, table), context)
        entries.extend(found.entries)
        hints.extend(found.hints)
    return Found(tuple(entries), tuple(skipped), tuple(hints))


def rows(lending: Lending, table: str) -> list[LendingRecord]:
    """The rows of one of the tables."""
    return [record for record in lending.records if record.table == table]


def _comparable(old: Lending, new: Lending, table: str) -> bool:
    """Whether both filings have the disclosure; 不适用 is one, a form without it is none."""
    return getattr(old.applicable, table) is not None and getattr(new.applicable, table) is not None


def _ticks(old: Lending, new: Lending, context: Context) -> Iterator[Entry]:
    for table in TABLES:
        pair = (getattr(old.applicable, table), getattr(new.applicable, table))
        if None in pair:
            continue
        found = change(Field("applicable", None), *pair, context)
        if found:
            yield Entry("lending", ("applicable", table), table, mark_of((found,)), (found,))


def _table(table: str, ours: list[LendingRecord], theirs: list[LendingRecord], context: Context) -> Found:
    fields = _FIELDS[table]
    if context.consistency and table == "participation":
        fields += _OPENING
    matching = match(_parties(ours), _parties(theirs))
    entries = []
    for pair in matching.pairs:
        old, new = ours[pair.old], theirs[pair.new]
        changes = tuple(fields_of(fields, _Row(old), _Row(new), context))
        if changes or context.keep_equal:
            mark = mark_of(changes)
            shown = with_shown(fields, _Row(old), _Row(new), changes)
            entries.append(_entry(table, old, new, (mark, shown, pair.reason)))
    entries += [_lone(table, fields, theirs[j], entered=True) for j in matching.entered]
    entries += [_lone(table, fields, ours[i], entered=False) for i in matching.left]
    hints = tuple(f"{table}: {ours[i].name} / {theirs[j].name}: {why}; not merged" for i, j, why in matching.hints)
    return Found(tuple(entries), hints=hints)


def _parties(records: Iterable[LendingRecord]) -> list[Party]:
    return [Party(r.name, r.closing_shares if r.table == "participation" else r.closing_total_shares) for r in records]


def _entry(
    table: str, old: LendingRecord, new: LendingRecord, found: tuple[Mark, tuple[Change, ...], str | None]
) -> Entry:
    mark, changes, reason = found
    return Entry(
        "lending",
        (table, old.name),
        old.name,
        mark,
        changes,
        new_label=new.name,
        reason=reason,
        note=movement(old, new),
        old_source=old.source,
        new_source=new.source,
    )


def movement(old: LendingRecord, new: LendingRecord) -> str | None:
    """Lent or returned since the older filing, in words; `None` where nothing moved or is not known."""
    before, after = old.closing_lent_shares, new.closing_lent_shares
    if old.table != "participation" or before is None or after is None or before == after:
        return None
    word = "lent" if after > before else "returned"
    return f"{word} {abs(after - before):,f}"


def _lone(table: str, fields: tuple[Field, ...], record: LendingRecord, *, entered: bool) -> Entry:
    changes = lone(fields, _Row(record), entered=entered)
    key = (table, record.name)
    source: Source = record.source
    if entered:
        return Entry("lending", key, record.name, "entered", changes, new_source=source)
    return Entry("lending", key, record.name, "left", changes, old_source=source)
