"""Segments that a company calls otherwise from some year on, found by the revenue of one period under both names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kunlun_cli.compare.model import Statement

_MEASURES = ("segment_revenue_main: ", "segment_revenue: ", "segment_gross_margin_main: ", "segment_gross_margin: ")


def with_one_name(said: Iterable[Statement]) -> tuple[list[Statement], tuple[str, ...]]:
    """What filings say, each segment under its latest name, and what was put together, in words.

    A later filing that has a segment of another name with exactly the revenue that the earlier one has of the year
    before has renamed it, if neither filing has the other name, and no other segment the same revenue.
    """
    everything = list(said)
    new_names: dict[str, tuple[str, str]] = {}
    notes: dict[str, str] = {}
    for old, new in _pairs([s for s in everything if s.home == "segments" and _measure(s)]):
        first, last = _name(old.item), _name(new.item)
        if first in new_names or last in new_names:
            continue
        new_names[first] = (last, new.label)
        notes[first] = (
            f"{old.label} is called {new.label} from {new.filing.period} on: the revenue of {old.period} is the same"
        )
        # What was renamed before is called by the last name too.
        new_names |= {name: new_names[first] for name, (other, _) in new_names.items() if other == first}
    return [_called(s, new_names) for s in everything], tuple(notes.values())


def _measure(statement: Statement) -> str | None:
    return next((m for m in _MEASURES if statement.item.startswith(m)), None)


def _name(item: str) -> str:
    return next((item.removeprefix(m) for m in _MEASURES if item.startswith(m)), item)


def _called(statement: Statement, names: dict[str, tuple[str, str]]) -> Statement:
    measure = _measure(statement)
    if statement.home != "segments" or measure is None or _name(statement.item) not in names:
        return statement
    name, label = names[_name(statement.item)]
    label += "毛利率" if "margin" in measure else ""
    return replace(statement, item=measure + name, label=label)


def _pairs(said: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Figures of one period: of an earlier filing under the old name, and of a later one under the new."""
    revenue = [s for s in said if "margin" not in s.item and s.value]
    own: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    names: dict[str, set[str]] = defaultdict(set)
    for s in revenue:
        names[s.filing.sha256].add(s.item)
        if s.column == "value":
            own[_place(s)].append(s)
    for new in (s for s in revenue if s.column == "prior"):
        found = own.get(_place(new), [])
        old = found[0] if len({s.item for s in found}) == 1 else None
        if old is None or old.item == new.item:
            continue
        apart = old.item not in names[new.filing.sha256] and new.item not in names[old.filing.sha256]
        if apart:
            yield old, new


def _place(statement: Statement) -> tuple[object, ...]:
    """Measure, breakdown and period of a figure, and the figure."""
    measure = _measure(statement) or ""
    breakdown = _name(statement.item).partition(":")[0]
    return measure, breakdown, statement.period, statement.unit, statement.value
