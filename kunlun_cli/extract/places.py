"""Per cents with more places than all others of their column: digits of something else may stand behind them.

A filer prints a column's shares with the same places. One with more is believed where the number of shares beside it,
with the number of all shares that the other rows imply, says the same and would not without the last of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from typing import TypeVar

from kunlun_cli.extract.arithmetic import AMOUNTS
from kunlun_cli.figures.numbers import decimals, last_unit
from kunlun_cli.records import FinancialRecord, Holder, LendingRecord, SegmentRecord

R = TypeVar("R", Holder, LendingRecord)
T = TypeVar("T", Holder, LendingRecord, FinancialRecord, SegmentRecord)
Place = tuple[int, str]
"""The number of a record, and the field of it."""
DOUBT = "it has more places than all others of its column"
# So many others show what a column's places are.
_OTHERS = 2
_PAIRS = (
    ("pct", "shares"), ("opening_pct", "opening_shares"), ("opening_lent_pct", "opening_lent_shares"),
    ("closing_pct", "closing_shares"), ("closing_lent_pct", "closing_lent_shares"),
    ("closing_total_pct", "closing_total_shares"),
)  # fmt: skip
_RATIOS = (
    "revenue_share", "prior_share", "gross_margin", "revenue_change", "cost_change", "gross_margin_change",
)  # fmt: skip


def with_places(records: Sequence[R]) -> list[R]:
    """The rows of a table of holders; the one per cent that has more places than all others is doubted."""
    pairs = {
        (i, name): (value, getattr(r, counted))
        for i, r in enumerate(records)
        for name, counted in _PAIRS
        if (value := getattr(r, name, None)) is not None
    }
    found = _finer({place: value for place, (value, _) in pairs.items()})
    if found is None:
        return list(records)
    at, places = found
    short = {**pairs, at: (_without_last(pairs[at][0], places), pairs[at][1])}
    return list(records) if _is_told(at, pairs) and not _is_told(at, short) else _with_doubt(records, at)


def with_segment_places(records: Sequence[SegmentRecord]) -> list[SegmentRecord]:
    """The rows of a table of revenue; the one ratio that has more places than all others is doubted.

    A margin is believed to the places to which it is that of the row's revenue and cost.
    """
    ratios = {(i, n): value for i, r in enumerate(records) for n in _RATIOS if (value := getattr(r, n)) is not None}
    found = _finer(ratios)
    return (
        list(records)
        if found is None or _is_margin(records[found[0][0]], found[0][1])
        else _with_doubt(records, found[0])
    )


def _is_margin(record: SegmentRecord, name: str) -> bool:
    if name != "gross_margin" or not record.revenue or record.cost is None or record.gross_margin is None:
        return False
    computed = (record.revenue - record.cost) / record.revenue * 100
    return abs(computed - record.gross_margin) <= last_unit(record.gross_margin)


def with_changes(records: Sequence[FinancialRecord]) -> list[FinancialRecord]:
    """Key figures; a change with more places than all others is doubted where it follows without the last of them.

    One that does not follow either way is the filer's own, a ratio for a per cent, say.
    """
    out = list(records)
    found = _finer({(i, "change"): r.change for i, r in enumerate(out) if r.change is not None})
    if found is not None and _is_longer(out[found[0][0]], found[1]):
        out = _with_doubt(out, found[0])
    for shares in (True, False):
        some = [(i, r) for i, r in enumerate(out) if (r.unit or "").endswith("/share" if shares else "%")]
        # A summary has one ratio, and of two figures the one that has more places is told by the third, their change.
        fields = AMOUNTS if shares else (*AMOUNTS, "change")
        found = _finer(
            {(i, name): value for i, r in some for name in fields if (value := getattr(r, name)) is not None}
        )
        out = _with_doubt(out, found[0]) if found and found[0][1] != "change" else out
    return out


def _with_doubt(records: Sequence[T], at: tuple[int, str]) -> list[T]:
    """The records, one figure of them doubted."""
    i, name = at
    cells = {**records[i].cells, name: replace(records[i].cells[name], doubt=DOUBT)}
    out = list(records)
    out[i] = replace(records[i], cells=cells)
    return out


def _finer(shown: Mapping[Place, Decimal]) -> tuple[Place, int] | None:
    """The key of the one figure that has more places than all others, which have the same, and how many these are."""
    # Whole per cents (100%) are printed without any.
    places = {key: n for key, value in shown.items() if (n := decimals(value))}
    most = max(places.values(), default=0)
    finer = [key for key, n in places.items() if n == most]
    others = {n for n in places.values() if n != most}
    told = len(finer) == 1 == len(others) and len(places) > _OTHERS
    return (finer[0], min(others)) if told else None


def _is_longer(record: FinancialRecord, places: int) -> bool:
    """Whether a change without its last places is that of the two figures beside it, and with them is not."""
    assert record.change is not None
    if record.value is None or not record.prior:
        return record.value is not None and decimals(record.value) <= places
    by = record.value - record.prior
    computed = by if record.change_unit == "pp" else by / abs(record.prior) * 100
    short = _without_last(record.change, places)
    return abs(computed - short) <= last_unit(short) and abs(computed - record.change) > last_unit(record.change)


def _without_last(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_DOWN)


def _is_told(at: Place, printed: Mapping[Place, tuple[Decimal, Decimal | None]]) -> bool:
    """Whether the number of shares beside a per cent says the same, by the number of all that other rows imply."""
    value, shares = printed[at]
    wholes = [_whole(n, part) for key, (part, n) in printed.items() if key != at and n]
    if not shares or not wholes:
        return False
    low, high = max(low for low, _ in wholes), min(high for _, high in wholes)
    own = _whole(shares, value)
    return low <= own[1] and own[0] <= high


def _whole(shares: Decimal, part: Decimal) -> tuple[Decimal, Decimal]:
    """The fewest and the most shares of which some are a part, in per cent, rounded as it is printed."""
    half = last_unit(part) / 2
    return shares * 100 / (part + half), shares * 100 / max(part - half, Decimal("1e-9"))
