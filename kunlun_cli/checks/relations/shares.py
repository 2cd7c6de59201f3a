"""Columns of shares: each row's amount in per cent of one base, printed in the table or implied by its rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from kunlun_cli.checks.finding import Finding
from kunlun_cli.checks.matching import Match, accused, disagreement, match
from kunlun_cli.checks.relations.verdict import Held, Verdict
from kunlun_cli.checks.relations.worksheet import Line, Worksheet, untimed
from kunlun_cli.figures.figure import Figure
from kunlun_cli.figures.interval import Interval, total
from kunlun_cli.forms import load, matches

ENOUGH = 3
"""Rows that confirm the base of a column's shares."""
SIX = 6
"""Rows that confirm a base that is printed nowhere."""
# Per cent.
WHOLE = 100
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
    in_table: bool = False
    """Whether the whole stands in the table itself, in a row of 100 per cent."""
    summed: bool = False
    """Whether the whole is printed nowhere, and all rows together are it."""
    kin: int = 0
    """Telling rows of the same two headings that have their base: in other parts of the table, of the other period."""

    @property
    def telling(self) -> int:
        """Rows that have the base and whose share is long enough to tell something."""
        return sum(_tells(row) for row in self.members)

    @property
    def cut_off(self) -> tuple[Row, ...]:
        """Rows whose share was cut off, in a column whose shares are rounded: of a whole that the table prints."""
        if self.printed is None or not self.in_table:
            return ()
        computed = [(row, row.amount.interval / self.base * 100) for row in self.members]
        cut = tuple(row for row, share in computed if match(row.share, share) is Match.TRUNCATED)
        rounded = sum(not row.share.if_truncated.meets(share) for row, share in computed)
        return cut if rounded >= ENOUGH * max(len(cut), 1) else ()

    @property
    def is_confirmed(self) -> bool:
        """Whether enough rows have the base, and few do not."""
        slips = len(self.odd) - len(self.exchanged)
        return slips <= self.telling and self.telling + self.kin >= ENOUGH * max(slips, 1)

    @property
    def exchanged(self) -> list[tuple[Row, Row]]:
        """Pairs of rows of which each has the share of the other, and with it the base."""
        return list(_exchanged(self.odd, self.base))


def _tells(row: Row) -> bool:
    return row.share.value >= 10 * row.share.unit


def judge_shares(sheet: Worksheet, known: Sequence[Known] = ()) -> Iterator[Verdict]:
    """Says of every column of shares which rows do not have its base.

    `known` are figures printed elsewhere, in the unit of the table, that may be that base.
    """
    form = load("relations")["columns"]
    columns = [c for c in sheet.per_cent if matches(form["share"], sheet.names[c])]
    columns = [c for c in columns if not matches(form["per_cent_change"], sheet.names[c])]
    tried = [(c, fits) for c in columns for block in _blocks(sheet) for fits in _tried(sheet, c, block, known)]
    kin = Counter[tuple[str, str]]()
    for column, fits in tried:
        kin.update({_names(sheet, column, fit): fit.telling for fit in fits if fit.printed is not None})
    for column, fits in tried:
        fit = _best(sheet, column, fits, kin)
        if fit is not None:
            cells = ((row.line.index, c) for row in fit.members for c in (column, fit.amounts))
            yield Held("share", len(fit.members), frozenset(cells))
            yield from _odd(sheet, column, fit)


def _names(sheet: Worksheet, column: int, fit: Fit) -> tuple[str, str]:
    """The headings of a share and of what it is of, without their time."""
    return untimed(sheet.names[column]), untimed(sheet.names[fit.amounts])


def _odd(sheet: Worksheet, column: int, fit: Fit) -> Iterator[Finding]:
    pairs = fit.exchanged
    yield from (_of_pair(sheet, column, *pair) for pair in pairs)
    told = {row.line.index for pair in pairs for row in pair}
    rows = (row for row in (*fit.odd, *fit.cut_off) if row.line.index not in told)
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
    return accused(
        first.line.row.label,
        f"{name} printed {first.share.text}, and {second.share.text} for {second.line.row.label}: "
        "the two figures are exchanged",
        first.share,
        second.share,
        first.amount,
        second.amount,
        expected=second.share.text,
        slip="column",
    )


def _blocks(sheet: Worksheet) -> list[Sequence[Line]]:
    """A table in parts, at the rows of words alone; 其中 begins none."""
    bare = (line for line in sheet.lines if not line.entries and line.row.heading)
    ends = [line.index for line in bare if line.part != "of_which"]
    return [sheet.lines[a:b] for a, b in zip([0, *ends], [*ends, len(sheet.lines)], strict=True) if b - a > 1]


def _tried(sheet: Worksheet, column: int, lines: Sequence[Line], known: Sequence[Known]) -> list[list[Fit]]:
    """What the shares of a part of a table may be of: for each whole that is printed in it every column of amounts."""
    out: dict[int, list[Fit]] = defaultdict(list)
    for amounts in sheet.additive:
        for i, rows in enumerate(_parts(_rows(sheet, column, amounts, lines))):
            fit = _fit(amounts, rows, known)
            if fit is not None:
                out[i].append(fit)
    return list(out.values())


def _rows(sheet: Worksheet, column: int, amounts: int, lines: Sequence[Line]) -> list[Row]:
    found = []
    for line in lines:
        amount, share = line.entries.get(amounts), line.entries.get(column)
        if amount and share and amount.cell.value and share.cell.value and not {amounts, column} & line.doubted:
            found.append(Row(line, sheet.figure(amount), sheet.figure(share)))
    return found


def _parts(rows: list[Row]) -> Iterator[list[Row]]:
    """Rows with one whole each: a product's materials, wages and their total of 100 per cent, and the next one's."""
    wholes = [i for i, row in enumerate(rows) if row.share.value == WHOLE]
    if len({rows[i].amount.value for i in wholes}) <= 1:
        yield rows
        return
    ends = [i + 1 for i in wholes] if wholes[-1] == len(rows) - 1 else [*wholes[1:], len(rows)]
    yield from (rows[a:b] for a, b in pairwise([0, *ends]))


def _best(sheet: Worksheet, column: int, fits: Sequence[Fit], kin: Mapping[tuple[str, str], int]) -> Fit | None:
    sure = []
    for fit in fits:
        beside = kin[_names(sheet, column, fit)] - fit.telling if fit.printed is not None else 0
        sure.append(replace(fit, kin=max(beside, 0)))
    return max(
        (fit for fit in sure if fit.is_confirmed),
        key=lambda fit: (len(fit.members), fit.printed is not None, -abs(fit.amounts - column)),
        default=None,
    )


def _fit(amounts: int, rows: Sequence[Row], known: Sequence[Known]) -> Fit | None:
    wholes = [row for row in rows if row.share.value == WHOLE]
    if wholes:
        fit = _with_base(amounts, rows, wholes[0].amount.interval, wholes[0].amount)
        return replace(fit, in_table=True) if fit else None
    return _implied(amounts, rows, known)


def _with_base(amounts: int, rows: Sequence[Row], base: Interval, printed: Figure | None) -> Fit | None:
    parts = [row for row in rows if row.share.value != WHOLE or printed is None or row.amount.value != printed.value]
    members = tuple(row for row in parts if _has(row, base))
    return Fit(amounts, base, printed, members, tuple(row for row in parts if row not in members)) if members else None


def _has(row: Row, base: Interval) -> bool:
    """Whether a row's share, rounded or cut off, is its amount in per cent of a base; exactly only where it is near."""
    if base.middle and base.width is not None:
        amount, whole = float(row.amount.value), float(base.middle)
        rough = WHOLE * amount / whole
        loose = float(row.amount.unit) / abs(amount) + float(base.width) / abs(whole)
        if loose < 1 / ENOUGH and abs(rough - float(row.share.value)) > 3 * (
            float(row.share.unit) + abs(rough) * loose
        ):
            return False
    computed = row.amount.interval / base * 100
    return match(row.share, computed) <= Match.TRUNCATED


def _implied(amounts: int, rows: Sequence[Row], known: Sequence[Known]) -> Fit | None:
    """The base that most rows have in common, that of the narrowest row first; printed elsewhere or of six rows."""
    positive = [(row, row.base) for row in rows if row.amount.value > 0 and row.share.value > 0]
    for _, own in sorted(positive, key=lambda pair: pair[0].share.unit / Fraction(pair[0].share.value))[:ENOUGH]:
        base, members = own, []
        for other, its in positive:
            common = base.common(its)
            if common is not None:
                base = common
                members.append(other)
        printed, summed = _printed(base, known), _sum(rows)
        if printed is not None:
            fit = _with_base(amounts, rows, printed.interval, printed)
        elif len(members) >= ENOUGH and summed.meets(base):
            fit = _with_base(amounts, rows, summed, None)
            fit = replace(fit, summed=True) if fit else None
        else:
            fit = _with_base(amounts, rows, base, None)
        if fit is not None and fit.is_confirmed and (printed or fit.summed or _is_of_many(fit, rows)):
            return fit
    return None


def _sum(rows: Sequence[Row]) -> Interval:
    """What the rows of a table without a total make together."""
    return total(row.amount.interval for row in rows if row.line.part not in {"total", "subtotal", "of_which"})


def _is_of_many(fit: Fit, rows: Sequence[Row]) -> bool:
    """Whether so many rows have one whole that it needs to be printed nowhere; two that are exchanged have it too."""
    return len(rows) >= SIX and len(fit.members) + 2 * len(fit.exchanged) >= SIX - 1


def _printed(base: Interval, known: Sequence[Known]) -> Figure | None:
    """The figure printed elsewhere that is the whole that rows imply."""
    if base.low is None or base.high is None:
        return None
    low, high = float(base.low) * (1 - 1e-9), float(base.high) * (1 + 1e-9)
    return next((k.figure for k in known if low <= k.about <= high and k.figure.interval.meets(base)), None)


def _is_plugged(fit: Fit) -> bool:
    """Whether the shares add up to 100 as printed, which roundings seldom do: one was made to fit."""
    rows = [*fit.members, *fit.odd]
    known = fit.printed is not None or fit.summed
    return known and len(fit.odd + fit.cut_off) == 1 and sum(row.share.value for row in rows) == WHOLE


def _gathered(found: Sequence[Finding], plugged: bool) -> Iterator[Finding]:
    """What is off by one unit in one column, as one finding."""
    if not found:
        return
    count = len(found) - 1
    more = ("", "; so is 1 more row of the column", f"; so are {count} more rows of the column")[min(count, 2)]
    yield replace(
        found[0],
        severity="note" if plugged else "warning",
        message=found[0].message + more + ("; the shares add up to 100 so" if plugged else ""),
        sources=tuple(dict.fromkeys(place for each in found for place in each.sources)),
    )


def _judged(sheet: Worksheet, column: int, fit: Fit, row: Row) -> Finding | None:
    computed = row.amount.interval / fit.base * 100
    found = match(row.share, computed)
    if fit.printed is None and not fit.summed:
        middle = computed.middle
        if middle is None or abs(middle - row.share.interval.middle) < LARGE * row.share.unit:  # type: ignore[operator]
            return None
    whole = f"the whole that {len(fit.members)} other rows imply"
    if fit.printed or fit.summed:
        whole = f"the whole of {fit.printed.text}" if fit.printed else "the whole that all rows make"
    message = f"{sheet.names[column]} printed {{printed}}, but {row.amount.text} of {whole} is {{expected}}"
    return disagreement(
        row.line.row.label,
        message,
        row.share,
        computed,
        row.amount,
        *((fit.printed,) if fit.printed else ()),
        *(r.share for r in fit.members[:ENOUGH]),
        severity="error" if (fit.printed or fit.summed) and found is Match.APART else "warning",
    )
