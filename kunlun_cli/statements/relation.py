"""What must hold between cells of a statement, whether it does, and which cells are doubted where it does not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from kunlun_cli.records import Problem
from kunlun_cli.records.statements import StatementRecord


class Relation(NamedTuple):
    """Lines whose amounts of one period, `value` or `prior`, make another's, or should."""

    name: str
    lines: tuple[StatementRecord, ...]
    problem: Problem | None
    """What is said where it does not hold; `None` where it does."""
    few: bool = True
    """Whether it is between a few sums of the form, and not between a sum and lines of which one may be lost."""


def doubted(records: Sequence[StatementRecord], relations: Iterable[Relation]) -> list[StatementRecord]:
    """The records, with a doubt on each amount that makes sums of the form not add up and is borne out by no other.

    One that two sums bear out and a third does not is a misprint of the filing, and given as printed.
    """
    known = list(relations)
    borne = {(id(line), r.name) for r in known if r.problem is None for line in r.lines}
    broken = {(id(line), r.name) for r in known if r.problem is not None and r.few for line in r.lines}
    odd = broken - borne
    names = ("value", "prior")
    return [_doubting(record, [name for name in names if (id(record), name) in odd]) for record in records]


def _doubting(record: StatementRecord, names: Sequence[str]) -> StatementRecord:
    why = "the sums of the form that it stands in do not add up"
    cells = {
        name: replace(place, doubt=place.doubt or why) if name in names else place
        for name, place in record.cells.items()
    }
    return replace(record, cells=cells) if names else record
