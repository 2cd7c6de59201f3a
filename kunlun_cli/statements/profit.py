"""Whether the lines of an income statement make its operating profit: a line that was lost shows there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kunlun_cli.forms import load
from kunlun_cli.records.statements import StatementRecord
from kunlun_cli.statements.sums import PARTS, Relation, is_withheld, summed, tolerance

# Of more ways to add lines up, nothing is said: with so many one would fit by chance.
MOST = 20_000


def profits(records: Sequence[StatementRecord]) -> list[Relation]:
    """The sums of the income statements down to the operating profit, in either period, with the lines of each."""
    out: list[Relation] = []
    for scope in ("consolidated", "parent"):
        lines = [r for r in records if (r.statement, r.scope) == ("income_statement", scope)]
        for total, parts in _sums(lines):
            for name in ("value", "prior"):
                out += _relation(total, parts, name)
    return out


_Signed = list[tuple[StatementRecord, int]]
"""Lines with their signs in a sum."""


def _sums(lines: Sequence[StatementRecord]) -> Iterator[tuple[StatementRecord, _Signed]]:
    """Each sum with the lines below it that make it, and the operating profit with what it is made of."""
    form = load("statements")["profit"]
    at = {line.item: i for i, line in reversed(list(enumerate(lines))) if line.item}
    first = next((at[item] for item in form["first"] if item in at), None)
    last = at.get("operating_profit")
    if first is None or last is None or last < first:
        return
    costs = next((at[item] for item in form["costs"] if item in at), None)
    gains = next((i for i in range(first, last) if lines[i].item in form["gains"] and i > (costs or first)), last)
    if costs is None:
        begin = next((i for i in range(first + 1, gains) if lines[i].item in form["cost"]), gains)
        spent: _Signed = [(line, -1) for line in lines[begin:gains]]
    else:
        # Banks in the form of Hong Kong print either sum below its lines.
        earned, spending = (
            (lines[:first], lines[first + 1 : costs]) if first else (lines[1:costs], lines[costs + 1 : gains])
        )
        yield lines[first], [(line, 1) for line in earned]
        # What reinsurers bear of an insurer's costs is deducted among them.
        yield lines[costs], [(line, -1 if _recovered(line) else 1) for line in spending]
        spent = [(lines[costs], -1)]
    yield lines[last], [(lines[first], 1), *spent, *((line, 1) for line in lines[gains:last])]


def _recovered(line: StatementRecord) -> bool:
    """Whether a line among the costs is deducted from them; 减： before a cost itself says that of the revenue."""
    return line.part == "less" and line.item not in load("statements")["profit"]["cost"]


def _relation(total: StatementRecord, parts: _Signed, name: str) -> Iterator[Relation]:
    printed = getattr(total, name)
    if printed is None or not parts or any(is_withheld(line, name) for line, _ in parts):
        return
    form, lines = load("statements")["profit"], [line for line, _ in parts]
    near = tolerance(printed, lines, name)
    # Banks print what is deducted in brackets.
    for bracketed in (False, True):
        sums, since = {Decimal(0)}, PARTS + 1
        for line, sign in parts:
            since = 0 if line.part == "of_which" else since + 1
            value = getattr(line, name)
            if value is not None:
                taken = value if bracketed else sign * value
                sums = {s + more for s in sums for more in _ways(line, taken, since, form)}
            if len(sums) > MOST:
                return
        if any(abs(printed - s) <= near for s in sums):
            yield summed(total, lines, name, None)
            return
    made = sum(((getattr(line, name) or Decimal(0)) * sign for line, sign in parts), Decimal(0))
    yield summed(total, lines, name, made)


def _ways(line: StatementRecord, value: Decimal, since: int, form: Mapping[str, Any]) -> set[Decimal]:
    """What a line may add to its sum: nothing as a part of another, and losses either way, as the forms changed."""
    if line.item is None or line.item in form["either"]:
        return {value, -value, Decimal(0)}
    return {value, Decimal(0)} if since <= PARTS or line.item in form["parts"] else {value}
