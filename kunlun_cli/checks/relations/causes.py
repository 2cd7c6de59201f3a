"""One cause, one finding: of the broken relations of a table those that another one's figure mends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from weakref import WeakKeyDictionary

from kunlun_cli.checks.relations.columns import judge_columns
from kunlun_cli.checks.relations.sums import judge_sums
from kunlun_cli.checks.relations.verdict import Broken, Verdict
from kunlun_cli.checks.relations.worksheet import Worksheet

_known: WeakKeyDictionary[Worksheet, tuple[Verdict, ...]] = WeakKeyDictionary()


def totals(sheet: Worksheet) -> Iterator[Verdict]:
    """What is to be said of the totals of a table's rows."""
    return (verdict for verdict in settled(sheet) if getattr(verdict, "kind", "sum") == "sum")


def composed(sheet: Worksheet) -> Iterator[Verdict]:
    """What is to be said of the columns of a table that are made of others."""
    return (verdict for verdict in settled(sheet) if getattr(verdict, "kind", None) == "column")


def settled(sheet: Worksheet) -> tuple[Verdict, ...]:
    """What is to be said of the totals and columns of a table, of each cause once."""
    if sheet not in _known:
        verdicts = [*judge_sums(sheet), *judge_columns(sheet)]
        causes = _without_effects(_crossed([verdict for verdict in verdicts if isinstance(verdict, Broken)]))
        _known[sheet] = (*(verdict for verdict in verdicts if not isinstance(verdict, Broken)), *causes)
    return _known[sheet]


def _crossed(broken: Sequence[Broken]) -> list[Broken]:
    """Where a total and another row fail by one figure that stands in both, the total alone, with what it should be."""
    rows = [each for each in broken if each.kind == "column" and each.moved is None]
    told: set[int] = set()
    out: list[Broken] = []
    for each in (other for other in broken if other.kind == "sum"):
        found = [row for row in rows if _mended_at(each, row)]
        cells = {row.line.index: row.line for row in found}
        if each.moved is None and len(cells) == 1:
            told |= set(map(id, found))
            (line,) = cells.values()
            right = line.entries[each.column].value - each.signs[line.index, each.column] * each.gap
            each = replace(each, crossed=(line, right), needs_slip=False)  # noqa: PLW2901 - the same total
        out.append(each)
    return [*out, *(row for row in broken if row.kind != "sum" and id(row) not in told and not row.excused)]


def _mended_at(total: Broken, row: Broken) -> bool:
    """Whether both hold with another figure in the one cell that they share, which is a part of either."""
    at = (row.line.index, total.column)
    if at not in total.signs or at not in row.signs or at[1] == row.column or at[0] == total.line.index:
        return False
    return abs(row.gap - row.signs[at] * total.signs[at] * total.gap) <= row.half + total.half


def _without_effects(broken: Sequence[Broken]) -> list[Broken]:
    """Those that no other explains; one that explains another needs no slip of the pen besides."""
    effects: set[int] = set()
    causes: set[int] = set()
    for i, cause in enumerate(broken):
        found = {j for j, other in enumerate(broken) if j != i and j not in causes and _mends(cause, other)}
        if i not in effects and found:
            effects |= found
            causes.add(i)
    kept = (i for i in range(len(broken)) if i not in effects)
    return [replace(broken[i], needs_slip=broken[i].needs_slip and i not in causes) for i in kept]


def _mends(cause: Broken, other: Broken) -> bool:
    """Whether another relation holds with the figure that the first makes of its own."""
    at = (cause.line.index, cause.column)
    if cause.moved is not None or other.moved is not None or at not in other.signs:
        return False
    if at == (other.line.index, other.column):
        return False  # two relations of one figure are told as one by whoever gathers all findings
    return abs(other.gap - other.signs[at] * cause.gap) <= other.half
