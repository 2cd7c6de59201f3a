"""Changes in equity whose figures stand under other headings than in the balance sheet: their columns were misread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from kunlun_cli.forms import load
from kunlun_cli.records import Problem
from kunlun_cli.records.statements import EquityRecord, StatementRecord

PAIR = 2
"""One figure under another heading may be the filer's own slip, two in a row are the reader's."""
TELLING = 10_000
"""Figures that are as long are not equal by chance."""


def well_placed(
    records: Sequence[StatementRecord], equity: Sequence[EquityRecord], problems: list[Problem]
) -> tuple[EquityRecord, ...]:
    """The changes in equity without those of a scope whose columns were misread; these are added to `problems`."""
    out = tuple(equity)
    for scope in dict.fromkeys(r.scope for r in equity):
        own = [r for r in equity if r.scope == scope]
        for record in _misplaced([r for r in records if r.scope == scope], own):
            message = (
                f"the balances of the changes in equity ({scope}) stand under other headings than in the balance "
                "sheet; none was taken"
            )
            problems.append(Problem("columns-doubtful", message, record.source.page))
            out = tuple(r for r in out if r.scope != scope)
            break
    return out


def _misplaced(records: Sequence[StatementRecord], equity: Sequence[EquityRecord]) -> Iterator[EquityRecord]:
    """The rows, by a record each, of which several figures are what the balance sheet prints for other columns."""
    form = load("relations")["equity"]
    balances = {r.item: r for r in records if r.statement == "balance_sheet" and r.item}
    for again in (each for each in form["again"] if each["statement"] == "balance_sheet"):
        items: Mapping[str, str] = form[again["of"]][equity[0].scope]
        for period in again["period"].values():
            known = {c: getattr(balances[i], period) for c, i in items.items() if i in balances}
            for item in again["items"]:
                row = [r for r in equity if (r.item, r.span) == (item, "current") and r.value]
                # A row of which the columns cannot be told is withheld by itself, and says nothing of the others.
                row = [r for r in row if not r.source.doubt]
                if sum(_is_of_another(r, row, known) for r in row) >= PAIR:
                    yield row[0]


def _is_of_another(record: EquityRecord, row: Sequence[EquityRecord], known: Mapping[str, Decimal | None]) -> bool:
    """Whether a figure is another column's in the balance sheet, and that column prints something else or nothing."""
    value, column = record.value, record.column
    if value is None or abs(value) < TELLING or known.get(column or "") == value:
        return False
    others = {c for c, v in known.items() if v == value and c != column}
    return bool(others) and not any(r.column in others and r.value == value for r in row)
