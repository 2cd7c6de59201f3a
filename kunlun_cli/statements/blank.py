"""Amounts of rows with a blank cell, in texts that have lost their columns: the sums of the form place them.

A text in reading order leaves out what is blank: of two periods, one amount may be of either. Where one way alone
of placing such amounts makes a sum of the form hold in both periods, it is the one that is printed; what no sum
tells stays in doubt, and is withheld.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, product

from kunlun_cli.records.statements import StatementRecord
from kunlun_cli.statements.identities import identities
from kunlun_cli.statements.profit import profits
from kunlun_cli.statements.sums import Relation, subtotals
from kunlun_cli.tables.text.blanks import DOUBT

NAMES = ("value", "prior")
# Of more amounts in doubt in one sum some way of placing them would fit by chance.
MOST = 10
# An amount of so many digits that is printed right below another one is the same one: a sum, or a part that is all.
DIGITS = 5
# What one sum tells, the next builds on: lines, subtotals, net amounts.
ROUNDS = 4


def placed(records: Sequence[StatementRecord]) -> list[StatementRecord]:
    """The records, amounts in doubt between two periods set in the one that the sums tell, and no longer in doubt."""
    if not any(map(_is_open, records)):
        return list(records)
    return [line for _, own in groupby(records, lambda r: (r.statement, r.scope)) for line in _settled(list(own))]


def _is_open(line: StatementRecord) -> bool:
    """Whether one amount of a row is given, and nothing in the text tells its period."""
    amounts = [name for name in NAMES if getattr(line, name) is not None]
    return len(amounts) == 1 and line.cells[amounts[0]].doubt == DOUBT


def _settled(lines: list[StatementRecord]) -> list[StatementRecord]:
    for _ in range(ROUNDS):
        told = dict(_found(lines))
        if not told:
            break
        lines = [_set(line, told[i]) if i in told else line for i, line in enumerate(lines)]
    return lines


def _found(lines: Sequence[StatementRecord]) -> Iterator[tuple[int, str]]:
    """The rows in doubt, by index, of which one sum or the line above tells the period."""
    places = {id(line): i for i, line in enumerate(lines)}
    for relation in relations(lines):
        own = sorted(places[id(line)] for line in relation.lines)
        yield from _told(lines, own, places[id(relation.lines[0])])
    for i, (above, line) in enumerate(pairwise(lines), 1):
        side = _side(above)
        if side and _is_open(line) and _amount(line) == _amount(above) and _tells(above, side):
            yield i, side


def relations(lines: Sequence[StatementRecord]) -> list[Relation]:
    """What the forms say must hold between lines of statements, in either period."""
    return [*identities(lines), *subtotals(lines), *profits(lines)]


def _told(lines: Sequence[StatementRecord], own: Sequence[int], total: int) -> Iterator[tuple[int, str]]:
    """The rows of one sum in doubt whose period is the same in all ways in which it holds."""
    open_ = [i for i in own if _is_open(lines[i])]
    if not 0 < len(open_) <= MOST:
        return
    ways = []
    for names in product(NAMES, repeat=len(open_)):
        way = dict(zip(open_, names, strict=True))
        if _holds([_set(lines[i], way[i]) if i in way else lines[i] for i in own], own.index(total)):
            ways.append(way)
    for i in open_ if ways else ():
        if len({way[i] for way in ways}) == 1:
            yield i, ways[0][i]


def _holds(lines: Sequence[StatementRecord], total: int) -> bool:
    """Whether a sum of some lines holds in both periods; in one without a total, there is nothing to add up."""
    whole = lines[total]
    told = {r.name: r.problem is None for r in relations(lines) if r.lines[0] is whole}
    blank = [n for n in NAMES if getattr(whole, n) is None and all(getattr(line, n) is None for line in lines)]
    return all(told.get(name, name in blank) for name in NAMES)


def _set(line: StatementRecord, name: str) -> StatementRecord:
    """A row with its one amount in the period `name`, and not in doubt."""
    amount, cell = next((getattr(line, n), line.cells[n]) for n in NAMES if getattr(line, n) is not None)
    rest = {k: v for k, v in line.cells.items() if k not in NAMES}
    value, prior = (amount if n == name else None for n in NAMES)
    return replace(line, value=value, prior=prior, cells={**rest, name: replace(cell, doubt=None)})


def _amount(line: StatementRecord) -> object:
    return next((getattr(line, n) for n in NAMES if getattr(line, n) is not None), None)


def _tells(line: StatementRecord, name: str) -> bool:
    """Whether an amount is printed with so many digits that another is not equal to it by chance; nil never is."""
    return sum(map(str.isdigit, line.cells[name].text or "")) >= DIGITS


def _side(line: StatementRecord) -> str | None:
    """The one period of which a row has an amount for sure; `None` where it has both or neither, or is in doubt."""
    names = [name for name in NAMES if getattr(line, name) is not None]
    return names[0] if len(names) == 1 and not _is_open(line) else None
