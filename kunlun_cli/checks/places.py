"""Every figure of a filing with its name and the place where it is printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from kunlun_cli.records import FinancialRecord, HolderCounts, QuarterlyRecord, Source, StatementRecord
from kunlun_cli.records.catalogue import DISCLOSURES, Result, part_of_record
from kunlun_cli.records.catalogue import name_of as name_of_result
from kunlun_cli.records.source import Box, around

Scalar = Decimal | int | str | bool | None
_LABELS = ("label", "name", "side", "title", "metric")


@dataclass(frozen=True, slots=True)
class Place:
    """A figure, or another cell of a table, and where it is printed.

    `item` is its name for `kunlun where`: `revenue.prior`, `holders[3].shares`. `table` is the
    disclosure's part, `row` the label or name of its row as printed, `unit` that of the value.
    """

    item: str
    table: str
    row: str
    field: str
    value: Scalar
    unit: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class Group:
    """Records of one kind under the name that they are counted by."""

    name: str
    records: tuple[Any, ...]


def groups(result: Result) -> list[Group]:
    """The parts of a disclosure, each with its records in printed order."""
    return [Group(part.group, part.records(result)) for part in DISCLOSURES[name_of_result(result)].parts]


def places(result: Result) -> Iterator[Place]:
    """All cells of a disclosure that have a value or a place."""
    for group in groups(result):
        for index, record in enumerate(group.records, 1):
            yield from row_places(group, record, index)


def row_places(group: Group, record: Any, index: int) -> Iterator[Place]:  # noqa: ANN401 - a record of any kind
    """The cells of one record; `index` is its number in its group, from 1."""
    cells, part = getattr(record, "cells", {}), part_of_record(record)
    label = next((str(getattr(record, name)) for name in _LABELS if getattr(record, name, None)), group.name)
    for field in (f.name for f in fields(record) if f.name in part.printed):
        value, source = getattr(record, field), cells.get(field)
        if value is None and source is None:
            continue
        if isinstance(value, tuple):
            value = "; ".join(f"{pledge.state} {pledge.shares}" for pledge in value) or None
        if source is None:
            source = _row_place(record, field)
            if value is None or source is None:
                continue
        yield Place(
            name_of(group, record, index, field), group.name, label, field, value, part.unit(record, field), source
        )


def place_of(record: Any, field: str) -> Source | None:  # noqa: ANN401 - a record of any kind
    """Where a field of a record is printed: its cell, or its row where no cell is known."""
    found = getattr(record, "cells", {}).get(field)
    return found if isinstance(found, Source) else _row_place(record, field)


def _row_place(record: Any, field: str) -> Source | None:  # noqa: ANN401 - a record of any kind
    """The place of a cell without one of its own: that of its row, or of a stated figure its clause."""
    if hasattr(record, "source"):
        return Source(record.source.page, _row_box(record)) if record.source.page else None
    page = getattr(record, "page", None)
    text = record.quote if hasattr(record, "quote") else getattr(record, "title", None)
    return None if page is None or field not in ("value", "change", "title") else Source(page, None, text)


def _row_box(record: Any) -> Box | None:  # noqa: ANN401 - a record of any kind
    """The box around all cells of a row that stand on its first page."""
    known = (record.source, *record.cells.values())
    boxes = [place.bbox for place in known if place.page == record.source.page and place.bbox]
    return around(boxes) if boxes else None


def name_of(group: Group, record: Any, index: int, field: str) -> str:  # noqa: ANN401 - a record of any kind
    """What a cell is called."""
    if isinstance(record, HolderCounts):
        return f"holders.counts.{field}"
    if isinstance(record, FinancialRecord | QuarterlyRecord) and record.item:
        span = ".quarter" if isinstance(record, FinancialRecord) and record.span == "quarter" else ""
        return f"{record.item}{span}" if field == "value" else f"{record.item}{span}.{field}"
    if isinstance(record, StatementRecord) and record.item:
        scope = "" if record.scope == "consolidated" else f".{record.scope}"
        name = f"{record.statement}{scope}.{record.item}"
        return name if field == "value" else f"{name}.{field}"
    return f"{group.name}[{index}].{field}"


def matching(records: Sequence[Any], key: str) -> list[tuple[int, Any]]:
    """Records by their number from 1, or by a part of their label or name."""
    if key.isdigit():
        number = int(key) if len(key) < 9 else 0
        return [(number, records[number - 1])] if 1 <= number <= len(records) else []
    named = [(i, r) for i, r in enumerate(records, 1) if any(key in str(getattr(r, n, "")) for n in _LABELS)]
    exact = [(i, r) for i, r in named if any(key == getattr(r, n, None) for n in _LABELS)]
    return exact or named
