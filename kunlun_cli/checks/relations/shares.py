"""Columns of shares: each row's amount in per cent of one base, printed in the table or implied by its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from kunlun_cli.checks.finding import Finding
from kunlun_cli.checks.matching import Match, disagreement, match, places
from kunlun_cli.checks.relations.verdict import Held, Verdict
from kunlun_cli.checks.relations.worksheet import Line, Worksheet
from kunlun_cli.figures.figure import Figure
from kunlun_cli.figures.interval import Interval
from kunlun_cli.forms import load, matches

ENOUGH = 3
"""Rows that confirm the base of a column's shares."""
SIX = 6
"""Rows that confirm a base that is printed nowhere."""
LARGE = 5
"""Units of the last place by which a share of such a base has to be off to be told."""


class Known(NamedTuple):
    """A figure printed elsewhere that may be a whole, with about what it is, by which it is looked for."""

    about: float
    figure: Figure


class Row(NamedTuple):
    """A row with its amount and its share."""

    line: Line
    amount: Figure
    share: Figure

    @property
    def base(self) -> Interval:
        """What the whole must be for the share to be right."""
        return self.amount.interval * 100 / self.share.interval


@dataclass(frozen=True, slots=True)
class Fit:
    """A column of amounts, the base of the shares, and the rows that have it and do not."""

    amounts: int
    base: Interval
    printed: Figure | None
    members: tuple[Row, ...]
    odd: tuple[Row, ...]


def judge_shares(sheet: Worksheet, known: Sequence[Known] = ()) -> Iterator[Verdict]:
    """Says of every column of shares which rows do not have its base.

    `known` are figures printed elsewhere, in the unit of the table, that may be that base.
    """
    form = load("relations")["columns"]
    for column in sheet.per_cent:
        if not matches(form["share"], sheet.names[column]) or matches(form["per_cent_change"], sheet.names[column]):
            continue
        for begin, end in _blocks(sheet):
            fit = _best(sheet, column, sheet.lines[begin:end], known)
            if fit is not None:
                cells = ((row.line.index, c) for row in fit.members for c in (column, fit.amounts))
                yield Held("share", len(fit.members), frozenset(cells))
                yield from _odd(sheet, column, fit)


def _odd(sheet: Worksheet, column: int, fit: Fit) -> Iterator[Finding]:
    pairs = list(_exchanged(fit.odd, fit.base))
    yield from (_of_pair(sheet, column, *pair) for pair in pairs)
    told = {row.line.index for pair in pairs for row in pair}
    rows = (row for row in fit.odd if row.line.index not in told)
    said = [found for row in rows if (found := _judged(sheet, column, fit, row)) is not None]
    plugged = _is_plugged(fit)
    yield from (found for found in said if found.severity == "error" and not plugged)
    yield from _gathered([found for found in said if found.severity != "error" or plugged], plugged)


def _exchanged(odd: Sequence[Row], base: Interval) -> Iterator[tuple[Row, Row]]:
    """Two rows, one below the other, of which each has the share of the other."""
    for first, second in pairwise(odd):
        turned = first._replace(share=second.share), second._replace(share=first.share)
        if second.line.index - first.line.index == 1 and all(_has(row, base) for row in turned):
            yield first, second


def _of_pair(sheet: Worksheet, column: int, first: Row, second: Row) -> Finding:
    name = sheet.names[column]
    return Finding(
        severity="error",
        subject=first.line.row.label,
        message=f"{name} printed {first.share.text}, and {second.share.text} for {second.line.row.label}: "
        "the two figures are exchanged",
        printed=first.share.text,
        expected=second.share.text,
        slip="column",
        sources=places(first.share, second.share, first.amount, second.amount),
    )


def _blocks(sheet: Worksheet) -> list[tuple[int, int]]:
    """A table in parts, at the rows of words alone."""
    ends = [line.index for line in sheet.lines if not line.entries and line.row.heading]
    return [(a, b) for a, b in zip([0, *ends], [*ends, len(sheet.lines)], strict=True) if b - a > ENOUGH]


def _best(sheet: Worksheet, column: int, lines: Sequence[Line], known: Sequence[Known]) -> Fit | None:
    fits = [fit for amounts in sheet.additive if (fit := _fit(sheet, column, amounts, lines, known)) is not None]
    return max(
        fits, key=lambda fit: (len(fit.members), fit.printed is not None, -abs(fit.amounts - column)), default=None
    )


def _fit(sheet: Worksheet, column: int, amounts: int, lines: Sequence[Line], known: Sequence[Known]) -> Fit | None:
    rows = [
        Row(line, sheet.figure(line.entries[amounts]), sheet.figure(line.entries[column]))
        for line in lines
        if amounts in line.entries and column in line.entries and not {amounts, column} & line.doubted
    ]
    rows = [row for row in rows if row.amount.value and row.share.value]
    wholes = [row for row in rows if row.share.value == 100]
    if len(wholes) == 1:
        return _with_base(amounts, rows, wholes[0].amount.interval, wholes[0].amount)
    return None if wholes else _implied(amounts, rows, known)


def _with_base(amounts: int, rows: Sequence[Row], base: Interval, printed: Figure | None) -> Fit | None:
    members = [row for row in rows if row.amount is not printed and _has(row, base)]
    odd = [row for row in rows if row.amount is not printed and not _has(row, base)]
    telling = [row for row in members if row.share.value >= 10 * row.share.unit]
    slips = len(odd) - len(list(_exchanged(odd, base)))
    if len(telling) < ENOUGH or slips * ENOUGH > len(telling):
        return None
    return Fit(amounts, base, printed, tuple(members), tuple(odd))


def _has(row: Row, base: Interval) -> bool:
    computed = row.amount.interval / base * 100
    return match(row.share, computed) <= Match.TRUNCATED


def _implied(amounts: int, rows: Sequence[Row], known: Sequence[Known]) -> Fit | None:
    """The base that most rows have in common, that of the narrowest row first; printed elsewhere or of six rows."""
    positive = [row for row in rows if row.amount.value > 0 and row.share.value > 0]
    for row in sorted(positive, key=lambda r: r.share.unit / Fraction(r.share.value))[:ENOUGH]:
        base = row.base
        members = []
        for other in positive:
            common = base.common(other.base)
            if common is not None:
                base = common
                members.append(other)
        printed = _printed(base, known)
        fit = _with_base(amounts, rows, printed.interval if printed else base, printed)
        if fit is not None and (printed or (len(rows) >= SIX and len(fit.members) >= SIX - 1)):
            return fit
    return None


def _printed(base: Interval, known: Sequence[Known]) -> Figure | None:
    """The figure printed elsewhere that is the whole that rows imply."""
    if base.low is None or base.high is None:
        return None
    low, high = float(base.low) * (1 - 1e-9), float(base.high) * (1 + 1e-9)
    return next((k.figure for k in known if low <= k.about <= high and k.figure.interval.meets(base)), None)


def _is_plugged(fit: Fit) -> bool:
    """Whether the shares add up to 100 as printed, which roundings seldom do: one was made to fit."""
    rows = [*fit.members, *fit.odd]
    return fit.printed is not None and len(fit.odd) == 1 and sum(row.share.value for row in rows) == 100


def _gathered(found: Sequence[Finding], plugged: bool) -> Iterator[Finding]:
    """What is off by one unit in one column, as one finding."""
    if not found:
        return
    more = f"; so are {len(found) - 1} more rows of the column" if len(found) > 1 else ""
    yield replace(
        found[0],
        severity="note" if plugged else "warning",
        message=found[0].message + more + ("; the shares add up to 100 so" if plugged else ""),
        sources=tuple(dict.fromkeys(place for each in found for place in each.sources)),
    )


def _judged(sheet: Worksheet, column: int, fit: Fit, row: Row) -> Finding | None:
    computed = row.amount.interval / fit.base * 100
    found = match(row.share, computed)
    if fit.printed is None:
        middle = computed.middle
        if middle is None or abs(middle - row.share.interval.middle) < LARGE * row.share.unit:  # type: ignore[operator]
            return None
    whole = f"the whole of {fit.printed.text}" if fit.printed else f"the whole that {len(fit.members)} other rows imply"
    return disagreement(
        row.share,
        computed,
        severity="warning" if fit.printed is None or found is Match.ONE_UNIT else "error",
        subject=row.line.row.label,
        message=f"{sheet.names[column]} printed {{printed}}, but {row.amount.text} of {whole} is {{expected}}",
        others=(row.amount, *((fit.printed,) if fit.printed else ()), *(r.share for r in fit.members[:ENOUGH])),
    )
