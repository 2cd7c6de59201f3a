"""Amounts of which no unit is stated, proven to be yuan by the filing's own number of shares.

Extractions lose the line above a table that states its unit, and some filers never print it. Profit over earnings per
share is the weighted number of shares; the holders' table says what that number is. In thousands, the least of the
units that forms know beside yuan, the two would be a thousandfold apart; and of a large company that number of shares
would be beyond any, whatever the holders' table says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from kunlun_cli.extract.arithmetic import CLOSE, R, implied_wholes
from kunlun_cli.extract.quarters import adds_up
from kunlun_cli.figures.units import NOT_STATED, stated_unit
from kunlun_cli.forms import load, normal
from kunlun_cli.records import FinancialRecord, Financials, Holder, Holders, QuarterlyRecord

# Shares issued and bought back within a period move the weighted number, never by as much as a unit does.
_APART = 4
# A share of less than this, in per cent, is rounded too coarsely to say what the whole is.
_LARGE = 1
# More shares than any listed company has: Industrial and Commercial Bank of China has 356 billion.
_MOST = 500_000_000_000
# So many holders say the same of the whole.
_SOME = 3


def with_proven_unit(
    found: Financials, holders: Callable[[], Holders], texts: Callable[[], Sequence[str]]
) -> Financials:
    """Key figures without the doubt that no unit is stated, where the number of shares proves that it is yuan.

    Doubted amounts were read as if in yuan. `holders` reads the shareholders, `texts` gives what is printed on each
    page; they are asked only if there is such a doubt. It stays where a sentence states another unit of the whole
    report.
    """
    records, doubted = found.records, any(map(_is_doubted, found.records))
    if not doubted and not any(map(_is_doubted, found.quarterly)):
        return found
    if any(map(_states_another, texts())):
        return found
    if doubted:
        whole = _whole(holders().records)
        if not (_agrees(records, whole) if whole is not None else _beyond_any(records)):
            return found
        records = tuple(map(_sure, records))
    quarterly = found.quarterly
    years = {r.item: r.value for r in records if r.item and r.span == "year_to_date" and r.value}
    if any(map(_is_doubted, quarterly)) and any(adds_up(line, years, CLOSE) for line in quarterly):
        quarterly = tuple(map(_sure, quarterly))
    return replace(found, records=records, quarterly=quarterly)


def _states_another(text: str) -> bool:
    sentences = re.findall(load("units")["stated"]["report"], normal(text.replace("\n", "")))
    return any((unit := stated_unit(sentence)) and unit.factor != 1 for sentence in sentences)


def _is_doubted(record: FinancialRecord | QuarterlyRecord) -> bool:
    return any(place.doubt == NOT_STATED.doubt for place in record.cells.values())


def _sure(record: R) -> R:
    cells: Any = {
        name: replace(place, doubt=None) if place.doubt == NOT_STATED.doubt else place
        for name, place in record.cells.items()
    }
    return replace(record, cells=cells)


def _whole(holders: Sequence[Holder]) -> Decimal | None:
    """The company's number of shares, by the largest holders' numbers and shares of it."""
    wholes = [Decimal(h.shares) * 100 / h.pct for h in holders if h.shares and h.pct and h.pct >= _LARGE]
    if len(wholes) < _SOME or max(wholes) > min(wholes) * _APART:
        return None
    from statistics import median

    return median(wholes)


def _agrees(records: Sequence[FinancialRecord], whole: Decimal) -> bool:
    """Whether profit over earnings per share is near the whole in every period that prints both."""
    implied = implied_wholes(records)
    return bool(implied) and all(low * _APART > whole and high < whole * _APART for low, high in implied)


def _beyond_any(records: Sequence[FinancialRecord]) -> bool:
    """Whether in thousands, or a larger unit, profit over earnings per share were more shares than any company has."""
    implied = implied_wholes(records)
    return bool(implied) and all(low * 1000 > _MOST for low, _ in implied)
