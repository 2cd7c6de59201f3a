"""Whether a statement's lines make its subtotals: a line that was lost, or read into another, shows there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from kunlun_cli.figures.numbers import last_unit
from kunlun_cli.forms import load
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


# So many lines after one that says 其中 may be parts of the same line: 优先股 and 永续债, 利息费用 and 利息收入.
PARTS = 4
# Lines that may be part of the sum or of another line are tried either way; of more, nothing is said.
MOST = 12
# A line has no more parts than this.
MOST_PARTS = 7
# Units, in yuan: what all amounts of a sum without decimals are multiples of.
STEPS = tuple(map(Decimal, ("1", "1000", "10000", "1000000")))


def subtotals(records: Sequence[StatementRecord]) -> list[Relation]:
    """The subtotals, in either period, with the lines above them that make them."""
    out: list[Relation] = []
    for _, group in groupby(records, lambda r: (r.statement, r.scope)):
        lines = list(group)
        for total, parts in _sums(lines):
            for name in ("value", "prior"):
                out += _relation(total, parts, name)
    return out


def _sums(lines: Sequence[StatementRecord]) -> Iterator[tuple[StatementRecord, list[StatementRecord]]]:
    """Each subtotal with the lines above it, from the sum before."""
    form = load("statements")["sums"]
    above: list[StatementRecord] = []
    before: str | None = None
    for line in lines:
        # The parent's equity has one sum, the group's one of its shareholders' before that with the minority's; assets
        # and liabilities of banks and insurers are not parted by time.
        whole = line.item in form["alone"] and before not in form["alone"][line.item]
        if above and (line.item in form["of"] or whole):
            yield line, above
        if line.item in form["ends"]:
            above, before = [], line.item
        else:
            above.append(line)


def _relation(total: StatementRecord, lines: Sequence[StatementRecord], name: str) -> Iterator[Relation]:
    printed = getattr(total, name)
    if printed is None:
        return
    sure, open_ = Decimal(0), list[Decimal]()
    since, members = PARTS + 1, _members(lines, name)
    for i, line in enumerate(lines):
        since = 0 if line.part == "of_which" else since + 1
        value = getattr(line, name)
        if value is None:
            if is_withheld(line, name):
                return
            continue
        value = -value if line.part == "less" and value > 0 else value
        if i in members or since <= PARTS or line.item in load("statements")["sums"]["parts"]:
            open_.append(value)
        else:
            sure += value
    if len(open_) <= MOST:
        near = tolerance(printed, lines, name)
        made = any(abs(printed - sure - more) <= near for more in _all_sums(open_))
        yield summed(total, lines, name, None if made else sure)


def _members(lines: Sequence[StatementRecord], name: str) -> set[int]:
    """The lines that add up to the one before them: what banks' investments are made of follows without 其中."""
    out: set[int] = set()
    values = [getattr(line, name) for line in lines]
    for i, whole in enumerate(values):
        for end in range(i + 3, min(i + 2 + MOST_PARTS, len(values) + 1)):
            own = values[i + 1 : end]
            if whole and sum(v or 0 for v in own) == whole and sum(v is not None for v in own) > 1:
                out.update(range(i + 1, end))
    return out


def is_withheld(line: StatementRecord, name: str) -> bool:
    """Whether a line's amount is printed, not given, and named already."""
    return getattr(line, name) is None and name in line.cells and bool(line.cells[name].doubt)


def tolerance(printed: Decimal, lines: Sequence[StatementRecord], name: str) -> Decimal:
    """How far a printed sum may be from what its lines make, as nearly as all of them are printed.

    Each amount is exact to half of its last place: a fen, or one of 千元 or 百万元, of which all are multiples.
    """
    values = [v for v in (printed, *(getattr(line, name) for line in lines)) if v is not None]
    finest = min(map(last_unit, values))
    step = finest if finest < 1 else max(s for s in STEPS if all(v % s == 0 for v in values))
    return step * (len(lines) + 1) / 2


def summed(total: StatementRecord, lines: Sequence[StatementRecord], name: str, made: Decimal | None) -> Relation:
    """A sum and its lines; `made` is what these make where that is something else."""
    if made is None:
        return Relation(name, (total, *lines), None, few=False)
    message = (
        f"the lines of {total.label} ({total.scope}, {name}) make {made}, and it is read as {getattr(total, name)}: "
        "a line may be lost or read wrongly, or the filing does not add up"
    )
    problem = Problem("does-not-add-up", message, total.cells.get(name, total.source).page)
    return Relation(name, (total, *lines), problem, few=False)


def _all_sums(values: Sequence[Decimal]) -> set[Decimal]:
    out = {Decimal(0)}
    for value in values:
        out |= {total + value for total in out}
    return out
