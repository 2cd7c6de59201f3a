"""What the forms say must hold in a statement: where it does not, the reading is in doubt first."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kunlun_cli.forms import load
from kunlun_cli.records import Problem
from kunlun_cli.records.statements import StatementRecord


def broken_identities(records: Sequence[StatementRecord]) -> list[Problem]:
    """The identities of the forms that the figures as read do not hold, each with its place."""
    out: list[Problem] = []
    for identity in load("statements")["identities"]:
        for scope in ("consolidated", "parent"):
            lines = [r for r in records if (r.statement, r.scope) == (identity["statement"], scope)]
            by_item = {r.item: r for r in reversed(lines) if r.item}
            out += [p for p in (_broken(identity, by_item, name) for name in ("value", "prior")) if p is not None]
    return out


def _broken(identity: Mapping[str, Any], lines: Mapping[str, StatementRecord], name: str) -> Problem | None:
    total = lines.get(identity["total"])
    printed = getattr(total, name) if total else None
    if total is None or printed is None:
        return None
    added: list[Decimal] = []
    taken: list[Decimal] = []
    for part in identity["parts"]:
        item = part.removeprefix("-")
        value = getattr(lines[item], name) if item in lines else None
        if value is None and part not in identity.get("optional", ()):
            return None
        (added if part == item else taken).append(value or Decimal(0))
    # Banks print what is deducted in brackets.
    readings = [[*added, *map(operator.neg, taken)], [*added, *taken]]
    if any(_meet(parts, printed) for parts in readings):
        return None
    parts = readings[0]
    message = (
        f"{total.label} ({total.scope}, {name}) is read as {printed}, and its parts as {sum(parts)}: "
        "one of them may be read wrongly, or the filing does not add up"
    )
    place = total.cells.get(name, total.source)
    return Problem("does-not-add-up", message, place.page)


def _meet(parts: Iterable[Decimal], total: Decimal) -> bool:
    """Whether the parts add up to the total, each as exact as it is printed."""
    figures = [*parts, total]
    halves = sum((Decimal(5).scaleb(_exponent(v) - 1) for v in figures if v), Decimal(0))
    return abs(sum(figures[:-1], Decimal(0)) - total) <= halves


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def missing_lines(records: Sequence[StatementRecord]) -> list[Problem]:
    """Statements without a line that every form has, and statements that are missing beside others."""
    out: list[Problem] = []
    required = load("statements")["required"]
    for statement, scope in dict.fromkeys((r.statement, r.scope) for r in records):
        lines = [r for r in records if (r.statement, r.scope) == (statement, scope)]
        items = {r.item for r in lines}
        lost = [group[0] for group in required[statement] if not items.intersection(group)]
        if lost:
            what = f"the {statement.replace('_', ' ')} ({scope}) has no line of {', '.join(lost)} that was understood"
            out.append(Problem("missing-row", what, lines[-1].source.page))
    for scope in dict.fromkeys(r.scope for r in records):
        found = {r.statement for r in records if r.scope == scope}
        lacking = [name.replace("_", " ") for name in required if name not in found]
        if lacking:
            message = f"no {' and no '.join(lacking)} ({scope}) was found beside the others"
            out.append(Problem("missing-statement", message))
    return out
