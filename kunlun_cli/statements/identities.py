"""What the forms say must hold in a statement: where it does not, the reading is in doubt first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from kunlun_cli.forms import load
from kunlun_cli.records import Problem
from kunlun_cli.records.statements import StatementRecord
from kunlun_cli.statements.sums import Relation, tolerance

# More lines of a filer's own between those of an identity are its parts' parts.
MOST_OTHERS = 4


def identities(records: Sequence[StatementRecord]) -> list[Relation]:
    """The identities of the forms between the figures as read."""
    out: list[Relation] = []
    for identity in load("statements")["identities"]:
        for scope in ("consolidated", "parent"):
            lines = [r for r in records if (r.statement, r.scope) == (identity["statement"], scope)]
            out += [r for r in (_relation(identity, lines, name) for name in ("value", "prior")) if r is not None]
    return out


def _relation(identity: Mapping[str, Any], lines: Sequence[StatementRecord], name: str) -> Relation | None:
    by_item = {line.item: line for line in reversed(lines) if line.item}
    total = by_item.get(identity["total"])
    printed = getattr(total, name) if total else None
    if total is None or printed is None:
        return None
    parts: list[tuple[StatementRecord, int]] = []
    for part in identity["parts"]:
        line = by_item.get(part.removeprefix("-"))
        if line is not None and getattr(line, name) is not None:
            parts.append((line, -1 if part.startswith("-") else 1))
        elif part not in identity.get("optional", ()):
            return None
    made = sum((sign * getattr(line, name) for line, sign in parts), Decimal(0))
    # Banks print what is deducted in brackets.
    bracketed = sum((getattr(line, name) for line, _ in parts), Decimal(0))
    own = [line for line, _ in parts]
    others = _others(lines, (total, *own), name)
    near = tolerance(printed, own, name)
    if any(abs(printed - sum_ - more) <= near for sum_ in (made, bracketed) for more in others):
        return Relation(name, (total, *own), None)
    message = (
        f"{total.label} ({total.scope}, {name}) is read as {printed}, and its parts as {made}: "
        "one of them may be read wrongly, or the filing does not add up"
    )
    place = total.cells.get(name, total.source)
    return Relation(name, (total, *own), Problem("does-not-add-up", message, place.page))


def _others(lines: Sequence[StatementRecord], own: Sequence[StatementRecord], name: str) -> set[Decimal]:
    """What lines of the filer's own between those of an identity may add to it: 加：合并范围变更增加的现金."""
    places = [i for i, line in enumerate(lines) if any(line is o for o in own)]
    between = [line for line in lines[min(places) : max(places)] if line.item is None and getattr(line, name)]
    out = {Decimal(0)}
    for line in between[:MOST_OTHERS]:
        out |= {s + sign * getattr(line, name) for s in out for sign in (1, -1)}
    return out


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
