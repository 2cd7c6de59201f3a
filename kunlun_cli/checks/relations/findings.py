"""Broken relations in words: which figures disagree and what confirms them, and the wrong one where a slip says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from kunlun_cli.checks.finding import Finding, Severity
from kunlun_cli.checks.matching import places
from kunlun_cli.checks.relations.verdict import Broken
from kunlun_cli.checks.relations.worksheet import Entry, Worksheet
from kunlun_cli.figures.figure import Figure, show
from kunlun_cli.figures.slips import TELLING, Slip, corrections, likely_slip

MOST_PLACES = 40
"""Places of figures that a finding shows; a total of more rows is found by its first ones."""
LONG = 5
"""A gap of so many digits, zeros at its ends left out, is one of ten thousands; a lost digit explains a hundred."""
_TELLING_OF_LONG: frozenset[Slip] = frozenset({*TELLING, "digit_lost"})


def _nowhere(_value: Decimal) -> int:
    return 0


def told(
    sheet: Worksheet, broken: Iterable[Broken], standing: Callable[[Decimal], int] = _nowhere
) -> Iterator[Finding]:
    """The findings of one table; those that are off by no more than roundings are one note.

    `standing` says how often a figure stands in the report: of two that should be one the rarer is the odd one.
    """
    roundings: list[Broken] = []
    causes: dict[tuple[object, ...], list[Finding]] = {}
    for each in broken:
        if each.excused:
            continue
        if _is_rounding(sheet, each):
            roundings.append(each)
            continue
        finding = _finding(sheet, each, standing)
        if finding is not None:
            causes.setdefault(_cause(each), []).append(finding)
    yield from map(_as_one, causes.values())
    if roundings:
        yield _gathered(sheet, roundings)


def _cause(broken: Broken) -> tuple[object, ...]:
    """What findings of one cause have in common: a total is off by as much in the columns that are made of it."""
    if broken.kind == "sum":
        return (broken.line.index, abs(broken.gap))
    return (broken.line.index, broken.kind, broken.column)


def _as_one(findings: Sequence[Finding]) -> Finding:
    """The findings of one cause as one, that of the figure which a slip explains."""
    first = next((finding for finding in findings if finding.slip), findings[0])
    others = [finding for finding in findings if finding is not first]
    if not others:
        return first
    more = "、".join(finding.printed or "" for finding in others)
    places = tuple(dict.fromkeys((*first.sources, *(place for each in others for place in each.sources))))
    return replace(first, message=f"{first.message}; {more} beside it is off by as much", sources=places)


def _entry(broken: Broken) -> Entry:
    return broken.line.entries[broken.column]


def _is_rounding(sheet: Worksheet, broken: Broken) -> bool:
    """Whether a gap is no more than the last places of all figures can make, exact as they should be."""
    figures = [_entry(broken), *broken.others]
    halves = sum(sheet.scale // (2 * 10 ** (e.cell.places or 0)) for e in figures)
    return broken.moved is None and abs(_entry(broken).value - broken.computed) <= halves


def _gathered(sheet: Worksheet, roundings: Sequence[Broken]) -> Finding:
    first = roundings[0]
    printed = sheet.figure(_entry(first))
    expected = show(sheet.fraction(first.computed), printed.unit)
    more = f", as {len(roundings) - 1} more figures of this table" if len(roundings) > 1 else ""
    return Finding(
        severity="note",
        subject=first.line.row.label,
        message=f"{_column(sheet, first)}the last place of {printed.text} is off: its parts make {expected}{more}",
        printed=printed.text,
        expected=expected,
        sources=places(*(sheet.figure(_entry(each)) for each in roundings)),
    )


def _finding(sheet: Worksheet, broken: Broken, standing: Callable[[Decimal], int]) -> Finding | None:
    printed = sheet.figure(_entry(broken))
    slip = _slip(sheet, broken, printed) or _repeated(broken)
    other = _crossing(sheet, broken)
    if other is None:
        other = _rarer(sheet, broken, standing) if slip else _slipped_part(sheet, broken)
    if broken.needs_slip and slip is None and other is None and broken.moved is None:
        return None
    expected = show(sheet.fraction(broken.computed), printed.unit)
    message = _message(sheet, broken, printed.text, expected)
    odd = printed
    if other is not None:
        slip, odd, right = other
        message += f"; {odd.text} is likely to stand for {show(Fraction(right.value), right.unit)}"
        expected = show(Fraction(right.value), right.unit)
    figures = [odd, *(f for e in (_entry(broken), *broken.others) if (f := sheet.figure(e)).source != odd.source)]
    return Finding(
        severity=_severity(broken, slip),
        subject=(broken.crossed[0] if broken.crossed else broken.line).row.label,
        message=message,
        printed=odd.text,
        expected=None if broken.moved else expected,
        slip="column" if broken.moved else slip,
        sources=places(*figures[:MOST_PLACES]),
        missing=None if broken.moved else show(abs(sheet.fraction(broken.gap)), printed.unit),
    )


def _severity(broken: Broken, slip: Slip | None) -> Severity:
    """An error; a warning where the table can be read otherwise, or a blank cell may hold what is missing."""
    told = slip or broken.left_out or broken.crossed
    if broken.disputed or (broken.blank and not told):
        return "warning"
    return "error"


def _slip(sheet: Worksheet, broken: Broken, printed: Figure) -> Slip | None:
    low, high = (sheet.fraction(broken.computed + side * broken.half) for side in (-1, 1))
    return likely_slip(printed, lambda figure: low <= Fraction(figure.value) <= high)


def _repeated(broken: Broken) -> Slip | None:
    """The figure of the column beside it, printed again though something was to be added or taken away."""
    repeats = broken.kind == "column" and len(broken.terms) == 2
    return "column" if repeats and any(e.value == _entry(broken).value for e in broken.others) else None


def _slipped_part(sheet: Worksheet, broken: Broken) -> tuple[Slip, Figure, Figure] | None:
    """The one part of which a telling slip explains the gap, as it should be; `None` where several would."""
    gap = sheet.fraction(_entry(broken).value - broken.computed)
    half = sheet.fraction(broken.half)
    found: list[tuple[Slip, Figure, Figure]] = []
    telling = _TELLING_OF_LONG if _is_long(sheet, broken) else TELLING
    for entry, sign in _signed(broken):
        figure = sheet.figure(entry)
        needed = Fraction(figure.value) + sign * gap
        for slip, right in corrections(figure, telling):
            if abs(Fraction(right.value) - needed) <= half:
                found.append((slip, figure, right))
                break
    return found[0] if len(found) == 1 else None


def _crossing(sheet: Worksheet, broken: Broken) -> tuple[Slip | None, Figure, Figure] | None:
    """The part with which another relation fails as well, and as both of them make it."""
    if broken.crossed is None:
        return None
    line, right = broken.crossed
    odd = sheet.figure(line.entries[broken.column])
    made = sheet.fraction(right)
    value = Decimal(made.numerator) / Decimal(made.denominator)
    return likely_slip(odd, lambda figure: figure.value == value), odd, odd.with_value(value)


def _is_long(sheet: Worksheet, broken: Broken) -> bool:
    """Whether a gap has so many digits that a digit lost somewhere does not explain it by chance."""
    printed = sheet.figure(_entry(broken))
    steps = abs(sheet.fraction(broken.gap)) / printed.unit
    return not broken.half and len(str(int(steps)).strip("0")) >= LONG


def _rarer(sheet: Worksheet, broken: Broken, standing: Callable[[Decimal], int]) -> tuple[Slip, Figure, Figure] | None:
    """The only part of a figure that should be the same, where that one stands less often in the report."""
    parts = [(entry, sign) for entry, sign in _signed(broken) if entry.value]
    printed = sheet.figure(_entry(broken))
    if broken.kind != "column" or broken.moved is not None or len(parts) != 1 or parts[0][1] < 0:
        return None
    part = sheet.figure(parts[0][0])
    slip = likely_slip(part, lambda figure: figure.value == printed.value)
    if slip is None or standing(part.value) >= standing(printed.value):
        return None
    return slip, part, printed


def _signed(broken: Broken) -> Iterator[tuple[Entry, int]]:
    if broken.kind == "column":
        cells = broken.line.entries
        yield from ((cells[c], sign) for c, sign in broken.terms if c in cells)
    else:
        yield from ((row.entries[broken.column], s) for row, s in broken.parts if broken.column in row.entries)


def _column(sheet: Worksheet, broken: Broken) -> str:
    name = sheet.names[broken.column]
    return f"{name}: " if name else ""


def _message(sheet: Worksheet, broken: Broken, printed: str, expected: str) -> str:
    if broken.moved is not None and broken.column in broken.moved.entries:
        other = sheet.figure(broken.moved.entries[broken.column]).text
        return (
            f"{_column(sheet, broken)}with {printed} this row does not add up, nor does {broken.moved.row.label} "
            f"on page {broken.moved.row.page} with {other}: the two figures are exchanged"
        )
    if broken.moved is not None:
        return (
            f"{_column(sheet, broken)}with {printed} this row does not add up and {broken.moved.row.label} "
            f"on page {broken.moved.row.page} lacks it: the figure stands in the wrong row"
        )
    if broken.kind == "column":
        terms = " ".join(f"{'+' if s > 0 else '-'} {sheet.names[c]}" for c, s in broken.terms).removeprefix("+ ")
        return (
            f"{_column(sheet, broken)}{terms} is {expected}, but {printed} is printed; "
            f"{broken.follow} other rows follow"
        )
    names = "、".join(filter(None, (sheet.names[c] for c in broken.confirmed)))
    out = f"{_column(sheet, broken)}the rows add up to {expected}, but the total is printed {printed}; "
    out += f"in {len(broken.confirmed)} other column{'s' * (len(broken.confirmed) > 1)} ({names}) they add up"
    if broken.left_out is not None and broken.column in broken.left_out.entries:
        entry = broken.left_out.entries[broken.column]
        out += f"; {broken.left_out.row.label} ({sheet.figure(entry).text}) is missing from it"
    if broken.blank:
        labels = "、".join(row.row.label for row in broken.blank[:3])
        out += f"; nothing is printed for {labels}" + (" and others" if len(broken.blank) > 3 else "")
    return out
