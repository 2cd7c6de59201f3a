"""Numbers of shares and their per cent of one total: which total they imply, and which row is odd."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Finding, Said, Severity
from kunlun_cli.checks.matching import Match, accused, expected_text, match, places, severity_of
from kunlun_cli.figures.figure import Figure, figure, show
from kunlun_cli.figures.interval import Interval
from kunlun_cli.figures.slips import Slip, corrections

_ORDER: tuple[Slip, ...] = ("hundredfold", "digits_swapped", "unit", "digit_lost", "digit_changed")
"""Slips from the most telling to the one that explains almost anything."""

MOST_ROWS = 200
"""No table of the form has more; finding the common total takes time with the square of them."""


@dataclass(frozen=True, slots=True)
class Stake:
    """A number of shares and its per cent, as printed in one row."""

    subject: str
    shares: Figure
    pct: Figure
    place: int = 0
    """Where the row stands, in a table that is ordered by size; the same for all in one that is not."""

    @property
    def total(self) -> Interval:
        """The total shares that the row implies: 100 n / p."""
        return self.total_of(self.pct.interval)

    @property
    def total_if_truncated(self) -> Interval:
        """The total that the row implies if its per cent was cut off, not rounded."""
        return self.total_of(self.pct.if_truncated)

    def total_of(self, pct: Interval) -> Interval:
        """The total for another reading of the per cent, which is never negative."""
        positive = Interval(Fraction(0), None, low_open=True).common(pct)
        return Interval(Fraction(0), None) if positive is None else self.shares.interval * 100 / positive


@dataclass(frozen=True, slots=True)
class Fit:
    """The total that most rows imply. `members` meet in `total`; `odd` are the others.

    `clear` says that no other group of rows is as large.
    """

    total: Interval
    members: tuple[Stake, ...]
    odd: tuple[Stake, ...]
    clear: bool


def stakes(rows: Sequence[tuple[str, Figure | None, Figure | None]]) -> list[Stake]:
    """Rows with both figures; a row of no shares says nothing about the total."""
    found = [
        Stake(name, n, p) for name, n, p in rows if n is not None and p is not None and n.value > 0 and p.value >= 0
    ]
    return found[:MOST_ROWS]


def fit(rows: Sequence[Stake], *, cut_off: bool = False) -> Fit | None:
    """The largest group of rows whose implied totals have a number in common.

    Returns:
        `None` where there are no rows.
    """
    if not rows:
        return None
    implied = [row.total_if_truncated if cut_off else row.total for row in rows]
    groups = {tuple(i for i, t in enumerate(implied) if point in t) for point in _points(implied)}
    size = max(len(group) for group in groups)
    largest = sorted(group for group in groups if len(group) == size)
    best = largest[0]
    total = implied[best[0]]
    for i in best[1:]:
        total = total.common(implied[i]) or total
    members = tuple(rows[i] for i in best)
    odd = tuple(row for i, row in enumerate(rows) if i not in best)
    return Fit(total, members, odd, len(largest) == 1)


def judge_stakes(rows: Sequence[Stake], what: str) -> Said:
    """Says whether all rows imply one total; names the rows that do not. `what` names that total."""
    found = fit(rows)
    if found is None or len(rows) < 2:
        return
    if not found.odd:
        yield from (_strength(row, found) for row in rows)
        return
    cut = fit(rows, cut_off=True)
    if cut is not None and not cut.odd:
        yield _cut_off(rows, what)
        return
    if not found.clear or len(found.members) < 2 or len(found.odd) >= len(found.members):
        yield _no_total(rows, what)
        return
    yield from (_strength(row, found) for row in found.members)
    yield from judge_odd(found.odd, found, what)


def judge_odd(rows: Sequence[Stake], agreed: Fit, what: str) -> Said:
    """Rows against the total that others agree on; rows that agree on another total are one warning."""
    said = [judge_stake(row, agreed, what) for row in rows]
    errors = [row for row, s in zip(rows, said, strict=True) if isinstance(s, Finding) and s.severity == "error"]
    other = fit(errors)
    telling = other is not None and other.total.width is not None and other.total.low is not None
    if other is None or not telling or len(errors) < 2 or other.odd:
        yield from said
        return
    yield from (s for row, s in zip(rows, said, strict=True) if row not in errors)
    yield _other_total(other, agreed, what)


def judge_stake(row: Stake, agreed: Fit, what: str) -> Finding | Evidence:
    """One row against the total that others agree on."""
    expected = row.shares.interval / agreed.total * 100
    found = match(row.pct, expected)
    if found is Match.MEETS:
        return Evidence.STRONG
    # Two rows that agree may agree by chance or on another basis; three are a majority that proves.
    severity: Severity = severity_of(found, cut_off=False) if len(agreed.members) >= 3 else "warning"
    slip, odd, right = _odd_cell(row, agreed) if found is Match.APART else (None, row.pct, None)
    pct = _neighbour(row.pct, expected) if found is Match.ONE_UNIT else None
    pct = pct or expected_text(row.pct, expected, nominal=False)
    text = pct if right is None else show(Fraction(right.value), right.unit)
    basis = f"the other rows imply {what} of {_total_text(agreed.total)}, of which {row.shares.text} shares are {pct}%"
    message = f"{row.pct.text} printed, but {basis}"
    return accused(
        row.subject,
        message,
        odd,
        row.shares if odd is row.pct else row.pct,
        *(f for other in agreed.members for f in (other.shares, other.pct)),
        severity=severity,
        expected=text,
        slip=slip,
    )


def _neighbour(pct: Figure, expected: Interval) -> str | None:
    """The per cent one unit higher or lower that meets, where only one of them does."""
    values = (Fraction(pct.value) + pct.unit, Fraction(pct.value) - pct.unit)
    meeting = [v for v in values if Interval(v - pct.unit / 2, v + pct.unit / 2).meets(expected)]
    return show(meeting[0], pct.unit) if len(meeting) == 1 else None


def holders_rows(facts: Facts, table: str = "top10") -> list[Stake]:
    """The holders with their stakes."""
    rows = [r for r in facts.holders.records if r.table == table]
    found = stakes([(r.name, figure(r, "shares"), figure(r, "pct")) for r in rows])
    return [replace(stake, place=place) for place, stake in enumerate(found)]


def _points(implied: Sequence[Interval]) -> Iterator[Fraction]:
    """A number of each stretch between two bounds, and the bounds themselves."""
    bounds = sorted({b for t in implied for b in (t.low, t.high) if b is not None})
    yield from bounds
    yield from ((a + b) / 2 for a, b in pairwise(bounds))
    yield bounds[-1] + 1


def _strength(row: Stake, agreed: Fit) -> Evidence:
    # A per cent of 0.00 or 0.01 allows nearly any total.
    del agreed
    return Evidence.STRONG if row.pct.value >= 10 * row.pct.unit else Evidence.WEAK


def _other_total(other: Fit, agreed: Fit, what: str) -> Finding:
    names = "、".join(row.subject for row in other.members)
    return Finding(
        severity="warning",
        subject=other.members[0].subject,
        message=f"{names}: these rows imply {what} of {_total_text(other.total)}, "
        f"the others {_total_text(agreed.total)}",
        printed=other.members[0].pct.text,
        sources=places(*(f for row in other.members for f in (row.pct, row.shares))),
    )


def _cut_off(rows: Sequence[Stake], what: str) -> Finding:
    return Finding(
        severity="note",
        subject=rows[0].subject,
        message=f"the rows imply one number of {what} only if all per cents were cut off, not rounded",
        sources=places(*(row.pct for row in rows)),
    )


def _no_total(rows: Sequence[Stake], what: str) -> Finding:
    return Finding(
        severity="warning",
        subject=rows[0].subject,
        message=f"the rows imply no common number of {what}, and no row alone is the odd one",
        sources=places(*(f for row in rows for f in (row.pct, row.shares))),
    )


def _odd_cell(row: Stake, agreed: Fit) -> tuple[Slip | None, Figure, Figure | None]:
    """The likely slip, the cell it is in, and what that cell would have to be.

    The per cent is tried first, being short, unless the number of shares alone is out of order.
    """
    cells = (row.shares, row.pct) if _shares_out_of_order(row, agreed) else (row.pct, row.shares)
    for cell in cells:
        found: dict[Slip, Figure] = {}
        for slip, right in corrections(cell):
            meant = replace(row, shares=right) if cell is row.shares else replace(row, pct=right)
            if right.value > 0 and meant.total.meets(agreed.total):
                found.setdefault(slip, right)
        for slip in _ORDER:
            if slip in found:
                return slip, cell, found[slip]
    return None, cells[0], None


def _shares_out_of_order(row: Stake, agreed: Fit) -> bool:
    """Whether the row's shares, but not its per cent, would have to stand elsewhere in the table."""
    above = [other for other in agreed.members if other.place < row.place]
    below = [other for other in agreed.members if other.place > row.place]

    def out(shares: bool) -> bool:
        mine = row.shares.value if shares else row.pct.value
        higher = [o.shares.value if shares else o.pct.value for o in above]
        lower = [o.shares.value if shares else o.pct.value for o in below]
        return any(value < mine for value in higher) or any(value > mine for value in lower)

    return out(shares=True) and not out(shares=False)


def _total_text(total: Interval) -> str:
    low = "0" if total.low is None else show(total.low, Fraction(1))
    if total.high is None:
        return f"at least {low}"
    high = show(total.high, Fraction(1))
    return low if low == high else f"{low} to {high}"
