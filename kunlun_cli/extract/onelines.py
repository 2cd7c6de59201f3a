"""Lines of the key figures that are printed in several tables, or that could be the same item: one record each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from kunlun_cli.extract.labels import rank_of
from kunlun_cli.extract.plausible import follows
from kunlun_cli.figures.numbers import last_unit
from kunlun_cli.forms import normal
from kunlun_cli.records import FinancialRecord, Financials, Problem

_FIELDS = (
    "value", "prior", "prior_before_restatement", "two_years_ago", "two_years_ago_before_restatement", "change",
)  # fmt: skip
_TAKEN = ("neither was taken", "the first was taken", "the second was taken")
"""What is done of two that differ, by how many more of their changes follow in the first: 0, 1, or -1."""


def one_each(records: Sequence[FinancialRecord]) -> tuple[list[FinancialRecord], list[Problem]]:
    """Records with each line once, with every column that any of the tables prints; no item twice in a span.

    Of several lines that could be an item the one is that its form names first (what belongs to the parent's
    shareholders goes before what belongs to its ordinary ones); the others keep their label alone. Columns in
    which two tables differ are a problem that names both, and neither is kept, unless the change that one of them
    prints tells.
    """
    out: dict[tuple[str, str], FinancialRecord] = {}
    problems: list[Problem] = []
    for record in records:
        key = (normal(record.label), record.span)
        out[key] = _merged(out[key], record, problems) if key in out else record
    return _without_rivals(list(out.values()), problems), problems


def of_first_quarter(found: Financials) -> Financials:
    """The key figures of a first quarter, in which the quarter and the year to date are one period.

    Shanghai's form until 2011 prints both, and the change beside the quarter.
    """
    if all(r.span != "quarter" for r in found.records):
        return found
    flows = [replace(r, span="year_to_date") if r.span == "quarter" else r for r in found.records]
    records, problems = one_each(flows)
    return replace(found, records=tuple(records), problems=(*found.problems, *problems))


def _merged(first: FinancialRecord, more: FinancialRecord, problems: list[Problem]) -> FinancialRecord:
    values: dict[str, Any] = {}
    told = (follows(first) or False) - (follows(more) or False)
    for name in _FIELDS:
        known, printed = getattr(first, name), getattr(more, name)
        if known is None and printed is not None:
            values[name] = printed
        elif printed is not None and not _agree(known, printed):
            values[name] = (None, known, printed)[told]
            message = (
                f"{more.label} is given twice: {name} is {known} on page {first.source.page} and "
                f"{printed} on page {more.source.page}; {_TAKEN[told]}"
            )
            problems.append(Problem("two-candidates", message, more.source.page))
    second = [name for name, value in values.items() if value is not None and value == getattr(more, name)]
    cells = {**first.cells, **{name: more.cells[name] for name in second if name in more.cells}}
    if "change" in values:
        values["change_unit"] = None if values["change"] is None else (first, more)["change" in second].change_unit
    return replace(first, cells=cells, **values)


def _agree(a: Decimal, b: Decimal) -> bool:
    """Whether two figures are the same, one of them printed in a larger unit or with fewer decimals."""
    return abs(a - b) <= max(_last_place(a), _last_place(b)) / 2


def _last_place(value: Decimal) -> Decimal:
    """The worth of the last digit that is not an added zero."""
    return last_unit(value.normalize())


def _without_rivals(records: list[FinancialRecord], problems: list[Problem]) -> list[FinancialRecord]:
    out = list(records)
    best: dict[tuple[str, str], int] = {}
    gone: set[int] = set()
    for i, record in enumerate(records):
        if record.item is None:
            continue
        key = (record.item, record.span)
        rival = best.setdefault(key, i)
        if rival == i:
            continue
        mine, other = rank_of(record.label), rank_of(records[rival].label)
        if mine == other and _are_one(record, records[rival]):
            shorter, longer = sorted((i, rival), key=lambda n: len(records[n].cells))
            gone.add(shorter)
            best[key] = longer
            continue
        if mine == other:
            message = (
                f"{record.label} on page {record.source.page} and {records[rival].label} on page "
                f"{records[rival].source.page} are both {record.item}; neither was taken for it"
            )
            problems.append(Problem("two-candidates", message, record.source.page))
            out[rival] = replace(out[rival], item=None)
        loser = rival if mine < other else i
        best[key] = i if mine < other else rival
        out[loser] = replace(out[loser], item=None)
    return [r for i, r in enumerate(out) if i not in gone]


def _are_one(a: FinancialRecord, b: FinancialRecord) -> bool:
    """Whether two lines of an item are one line in two tables: every column of the one stands in the other too."""
    shorter, longer = sorted((a, b), key=lambda r: len(r.cells))
    columns = [(getattr(shorter, name), getattr(longer, name)) for name in _FIELDS]
    printed = [(x, y) for x, y in columns if x is not None]
    return bool(printed) and all(y is not None and _agree(x, y) for x, y in printed)
