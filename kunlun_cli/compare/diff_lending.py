"""Shares lent, in two filings: lent and returned, and the net change of own and lent together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import get_args

from kunlun_cli.compare.changes import (
    Context,
    Field,
    Found,
    alone,
    change,
    fields_of,
    lone,
    mark_of,
    paired,
    with_shown,
)
from kunlun_cli.compare.match import Party, by_name, rows
from kunlun_cli.compare.model import Entry, Skipped
from kunlun_cli.records import Lending, LendingRecord
from kunlun_cli.records.lending import LendingTable
from kunlun_cli.records.reading import FilingLike

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
_OPENING = (
    *(Field("opening_shares", "shares"), Field("opening_pct", "%")),
    *(Field("opening_lent_shares", "shares"), Field("opening_lent_pct", "%")),
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
    for table in get_args(LendingTable):
        if not _comparable(old.lending, new.lending, table):
            if rows(old.lending.records, table) or rows(new.lending.records, table):
                skipped.append(Skipped("lending", table, "one of the filings has no such disclosure"))
            continue
        found = _table(table, rows(old.lending.records, table), rows(new.lending.records, table), context)
        entries.extend(found.entries)
        hints.extend(found.hints)
    return Found(tuple(entries), tuple(skipped), tuple(hints))


def _comparable(old: Lending, new: Lending, table: str) -> bool:
    """Whether both filings have the disclosure; 不适用 is one, a form without it is none."""
    return getattr(old.applicable, table) is not None and getattr(new.applicable, table) is not None


def _ticks(old: Lending, new: Lending, context: Context) -> Iterator[Entry]:
    for table in get_args(LendingTable):
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
    return by_name(
        table, (ours, theirs), _parties,
        lambda old, new, reason: _pair(fields, old, new, reason, context),
        lambda record, *, entered: _lone(fields, record, entered=entered),
    )  # fmt: skip


def _parties(records: Iterable[LendingRecord]) -> list[Party]:
    return [Party(r.name, r.closing_shares if r.table == "participation" else r.closing_total_shares) for r in records]


def _pair(
    fields: tuple[Field, ...], old: LendingRecord, new: LendingRecord, reason: str | None, context: Context
) -> Entry | None:
    changes = tuple(fields_of(fields, _Row(old), _Row(new), context))
    if not changes and not context.keep_equal:
        return None
    said = {"mark": mark_of(changes), "reason": reason, "note": movement(old, new)}
    shown = with_shown(fields, _Row(old), _Row(new), changes)
    return paired("lending", (new.table, old.name), old, new, shown, **said)


def movement(old: LendingRecord, new: LendingRecord) -> str | None:
    """Lent or returned since the older filing, in words; `None` where nothing moved or is not known."""
    before, after = old.closing_lent_shares, new.closing_lent_shares
    if old.table != "participation" or before is None or after is None or before == after:
        return None
    word = "lent" if after > before else "returned"
    return f"{word} {abs(after - before):,f}"


def _lone(fields: tuple[Field, ...], record: LendingRecord, *, entered: bool) -> Entry:
    changes = lone(fields, _Row(record), entered=entered)
    return alone("lending", (record.table, record.name), record, changes, entered=entered)
