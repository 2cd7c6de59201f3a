"""The changes of matched fields: what differs, by how much, and whether a lone value is worth a line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from kunlun_cli.compare.figures import agree, percent, quantum
from kunlun_cli.compare.model import Change, Entry, Mark, Scalar, Section, Skipped
from kunlun_cli.forms import normal
from kunlun_cli.records import (
    FilingInfo,
    FinancialRecord,
    Holder,
    LendingRecord,
    SegmentRecord,
    Source,
    StatementRecord,
)
from kunlun_cli.records.period import Period
from kunlun_cli.records.statements import Scope

T = TypeVar("T")
K = TypeVar("K")
Key = tuple[str, ...]
Line = FinancialRecord | StatementRecord | Holder | LendingRecord | SegmentRecord
RATIO_UNITS = ("%", "pp")


class Field(NamedTuple):
    """A field of a record: its name and unit.

    `always`: every form of the disclosure prints it. `shown`: where anything else of the line differs,
    it is given too, for a reader to see what the line is about.
    """

    name: str
    unit: str | None
    always: bool = False
    shown: bool = False


class Context(NamedTuple):
    """How to compare: two periods, or two printings of one; whose statements; the newer report's own reasons."""

    consistency: bool = False
    keep_equal: bool = False
    scopes: tuple[Scope, ...] = ("consolidated",)
    why: Mapping[str, str] = {}
    force: bool = False
    """Whether flows of unlike periods are compared too."""


class Found(NamedTuple):
    """What comparing one section gives."""

    entries: tuple[Entry, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    hints: tuple[str, ...] = ()


def change(
    field: Field,
    old: Scalar | None,
    new: Scalar | None,
    context: Context,
    sources: tuple[Source | None, Source | None] = (None, None),
) -> Change | None:
    """The change of one field, or `None` where there is nothing to say.

    A value on one side only counts, except for a zero (a form without the column says nothing else),
    and, between two printings of one period, for columns that not every form has.
    """
    if old is None and new is None:
        return None
    if old is None or new is None:
        lone = old if new is None else new
        if not field.always and (context.consistency or not lone or isinstance(lone, str)):
            return None
        return Change(field.name, old, new, unit=field.unit)
    if _equal(old, new, context, sources):
        return Change(field.name, old, new, Decimal(0), None, field.unit) if context.keep_equal else None
    if isinstance(old, str | bool) or isinstance(new, str | bool):
        return Change(field.name, old, new, unit=field.unit)
    first, second = Decimal(old), Decimal(new)
    share = None if field.unit in RATIO_UNITS or field.unit is None else percent(second, first)
    return Change(field.name, old, new, second - first, share, field.unit)


def _equal(old: Scalar, new: Scalar, context: Context, sources: tuple[Source | None, Source | None]) -> bool:
    if isinstance(old, str) and isinstance(new, str):
        return normal(old) == normal(new)
    if context.consistency and isinstance(old, Decimal) and isinstance(new, Decimal):
        # A summary may round what the full report prints; that is no disagreement.
        return agree(old, new, quantum(old, sources[0]), quantum(new, sources[1]))
    return old == new


def fields_of(fields: tuple[Field, ...], old: object, new: object, context: Context) -> Iterator[Change]:
    """The changes of the named attributes of two records."""
    for field in fields:
        pair = (_cell(old, field.name), _cell(new, field.name))
        found = change(field, getattr(old, field.name), getattr(new, field.name), context, pair)
        if found:
            yield replace(found, cells=pair)


def with_shown(fields: tuple[Field, ...], old: object, new: object, changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """The changes of a line that differs, with the fields that are shown although they are equal."""
    known = {c.field for c in changes}
    equal = tuple(f for f in fields if f.shown and f.name not in known)
    return (*changes, *fields_of(equal, old, new, Context(keep_equal=True)))


def _cell(record: object, name: str) -> Source | None:
    cells = getattr(record, "cells", {})
    return cells.get(name)


def lone(fields: tuple[Field, ...], record: object, *, entered: bool) -> tuple[Change, ...]:
    """The fields of a record that only one side has."""
    values = [(field, getattr(record, field.name)) for field in fields]
    return tuple(
        Change(f.name, None, v, unit=f.unit, cells=(None, _cell(record, f.name)))
        if entered
        else Change(f.name, v, None, unit=f.unit, cells=(_cell(record, f.name), None))
        for f, v in values
        if v is not None
    )


def mark_of(changes: tuple[Change, ...]) -> Mark:
    """`changed` if any of the changes is one, else `equal`."""
    return "changed" if any(c.old != c.new for c in changes) else "equal"


def paired(section: Section, key: Key, old: Line, new: Line, changes: tuple[Change, ...], **said: Any) -> Entry:  # noqa: ANN401 - an entry's other fields
    """The entry of a line that both filings have."""
    usual = {"mark": mark_of(changes), "old_source": place_of(old), "new_source": place_of(new)}
    return Entry(section, key, name_of(old), changes=changes, new_label=name_of(new), **{**usual, **said})


def alone(
    section: Section, key: Key, record: Line, changes: tuple[Change, ...], *, entered: bool, note: str | None = None
) -> Entry:
    """The entry of a line that only one filing has: the newer one, where it has entered."""
    if entered:
        return Entry(section, key, name_of(record), "entered", changes, note=note, new_source=place_of(record))
    return Entry(section, key, name_of(record), "left", changes, note=note, old_source=place_of(record))


def name_of(record: Line) -> str:
    """What a line is called: a figure by its label, a holder or a segment by its name."""
    return record.label if isinstance(record, FinancialRecord | StatementRecord) else record.name


def place_of(record: Line) -> Source:
    """Where a line is printed: the cell of its value where it has one, else its row."""
    return record.cells.get("value", record.source)


def in_time(old: T, new: T, infos: tuple[FilingInfo, FilingInfo]) -> tuple[T, T, Period | None, Period | None]:
    """Two records in the order of their filings' periods, with these."""
    first, second = Period.parse(infos[0].period), Period.parse(infos[1].period)
    return (new, old, second, first) if first and second and second < first else (old, new, first, second)


def grouped(items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """The items under their keys, both in the order in which they come."""
    groups: dict[K, list[T]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return dict(groups)
