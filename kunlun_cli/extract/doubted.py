"""Figures whose cells are doubted, withheld and named: the last word before records are given out.

The pages say of a word why what was read there may not be what a person sees; its cell and its source
carry that on. What is read of such a cell in whichever way is given up here, in one place for all records.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from typing import Any, TypeVar

from kunlun_cli.pages.assemble import LOST
from kunlun_cli.records import CounterpartyConcentration, Holder, LendingRecord, Problem, SegmentRecord, Source

CODE = "doubted-cell"
# What has no character is unreadable to every reader of figures, and named by it; not to those of names.
_NAMES = {"name", "label"}

T = TypeVar("T")


def withheld(part: T) -> T:
    """A disclosure without the figures of doubted cells, each named by a problem; names and words are given."""
    problems: list[Problem] = []
    changed = {f.name: _sound(value, problems) for f in fields(part) if _may_doubt(value := getattr(part, f.name))}  # type: ignore[arg-type]
    if not problems:
        return part
    return replace(part, **changed, problems=(*part.problems, *problems))  # type: ignore[type-var,attr-defined]


def _may_doubt(value: object) -> bool:
    return hasattr(value, "cells") or (isinstance(value, tuple) and bool(value) and hasattr(value[0], "cells"))


def _sound(value: Any, problems: list[Problem]) -> Any:  # noqa: ANN401  # records of any kind
    if isinstance(value, tuple):
        return tuple(_record(each, problems) for each in value)
    return _record(value, problems)


def _record(record: Any, problems: list[Problem]) -> Any:  # noqa: ANN401  # records of any kind
    """A record without the figures of its doubted cells."""
    if not is_dataclass(record) or isinstance(record, type):
        return record
    lost: dict[str, Any] = {}
    what = _name_of(record)
    for name, place in _doubted(record):
        value = getattr(record, name, None)
        figure = isinstance(value, Decimal | int)
        if figure:
            lost[name] = None
        elif isinstance(value, tuple):  # pledges: each has a figure of its own
            lost[name] = ()
        if figure or name in _NAMES or LOST not in (place.text or ""):
            problems.append(Problem(CODE, f"{what}{name} is printed as {place.text!r}, but {place.doubt}", place.page))
    if "change" in lost and hasattr(record, "change_unit"):
        lost["change_unit"] = None
    return replace(record, **lost) if lost else record


def _doubted(record: Any) -> Iterator[tuple[str, Source]]:  # noqa: ANN401  # records of any kind
    cells: Mapping[str, Source] = record.cells
    yield from ((name, place) for name, place in cells.items() if place.doubt)
    label = getattr(record, "source", None)
    if isinstance(label, Source) and label.doubt and label not in cells.values():
        yield "label", label


def _name_of(record: object) -> str:
    """How a record is called in a problem."""
    name = getattr(record, "label", None) or getattr(record, "name", None)
    return f"{name}: " if name else ""


R = TypeVar("R", Holder, LendingRecord, SegmentRecord, CounterpartyConcentration)
H = TypeVar("H", Holder, LendingRecord)


def disputed(record: R, other: R) -> frozenset[str]:
    """The fields in which both have a figure, and not the same."""
    pairs = {f.name: (getattr(record, f.name), getattr(other, f.name)) for f in fields(record)}
    return frozenset(n for n, (a, b) in pairs.items() if isinstance(a, Decimal) and b is not None and a != b)


def without(record: R, names: Collection[str]) -> R:
    """A record without some of its figures."""
    none: dict[str, Any] = dict.fromkeys(names)
    return replace(record, **none) if none else record


def undisputed(records: Sequence[H], others: Sequence[H]) -> list[H]:
    """The rows of a table without the figures that another table about the same holders gives otherwise."""
    again = {other.name: other for other in others}
    return [without(r, disputed(r, again[r.name])) if r.name in again else r for r in records]
