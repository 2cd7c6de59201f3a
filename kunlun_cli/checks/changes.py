"""Printed changes against the figures they are changes of, with the customs that filers follow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kunlun_cli.checks.finding import Evidence, Finding, Said, Severity
from kunlun_cli.checks.matching import (
    SEVERITY_OF,
    Match,
    accused,
    best_match,
    cuts_off,
    disagreement,
    evidence,
    match,
    severity_of,
)
from kunlun_cli.figures.figure import Figure, show
from kunlun_cli.figures.interval import Interval, relative_change
from kunlun_cli.figures.slips import Slip, corrections


@dataclass(frozen=True, slots=True)
class Custom:
    """Another way in which filers compute a change, tolerated with a note that says so.

    Without a `remark` the way is as good as the rule's own, and nothing is said.
    """

    computed: Interval
    remark: str | None = None
    severity: Severity = "note"


def against_unrestated(computed: Interval) -> Custom:
    """The change against the other of two restated figures: which of them it is of, the form's column may not say."""
    return Custom(computed)


@dataclass(frozen=True, slots=True)
class Change:
    """A printed change in per cent and the figures it is computed from."""

    subject: str
    printed: Figure
    current: Figure
    base: Figure
    what: str = "change"
    customs: tuple[Custom, ...] = ()
    cut_off: bool = True
    """Whether the filer may have cut off the further decimals."""
    columns: tuple[Figure, ...] = ()
    """Other figures of the row, from which the change may have been computed by mistake."""

    @property
    def computed(self) -> Interval:
        """(current - base) / |base| in per cent."""
        return relative_change(self.current.interval, self.base.interval)


def judge_change(change: Change) -> Finding | Evidence:
    """Says whether a printed change follows from its figures: evidence, or one finding."""
    printed, computed = change.printed, change.computed
    if change.base.value == 0:
        return _on_zero(change)
    found = match(printed, computed)
    if found is Match.MEETS:
        return evidence(printed, computed)
    tolerated = _tolerated(change)
    if tolerated is not None:
        return tolerated
    if found is not Match.APART:
        message = _message(change)
        return disagreement(
            change.subject,
            message,
            printed,
            computed,
            change.current,
            change.base,
            severity=severity_of(found, cut_off=change.cut_off),
        )
    return _apart(change)


def judge_changes(changes: Iterable[Change]) -> Said:
    """The changes of one column: if one of them can only have been rounded, none was cut off."""
    column = list(changes)
    cut = cuts_off((change.printed, change.computed) for change in column if change.base.value)
    yield from (judge_change(replace(change, cut_off=cut)) for change in column)


def judge_points(change: Change, *, relative_too: bool = False) -> Finding | Evidence:
    """Says whether a printed change is the difference of two ratios, in points.

    With `relative_too` a change in per cent is as good.
    """
    printed, current, base = change.printed, change.current.interval, change.base.interval
    points, relative = current - base, relative_change(current, base)
    found = best_match(printed, [points, relative] if relative_too else [points])
    if found is Match.MEETS:
        return evidence(printed, points)
    severity = SEVERITY_OF[found]
    of = f"{change.current.text} against {change.base.text}"
    message = f"{change.what} printed {{printed}} points, but {of} gives {{expected}}"
    for custom in (*change.customs, Custom(relative, "as a change in per cent, not in points")):
        if match(printed, custom.computed) <= Match.TRUNCATED:
            if custom.remark is None:
                return evidence(printed, custom.computed)
            message += f"; it was computed {custom.remark}"
            severity = custom.severity
            break
    return disagreement(change.subject, message, printed, points, change.current, change.base, severity=severity)


def _message(change: Change) -> str:
    of = f"{change.current.text} against {change.base.text}"
    return f"{change.what} printed {{printed}}, but {of} gives {{expected}}"


def _on_zero(change: Change) -> Finding | Evidence:
    if change.current.value == 0 and change.printed.value == 0:
        return Evidence.WEAK
    # Any per cent of nothing is wrong, but "100%" is what many print; it hides no figure.
    message = f"{change.what} printed {change.printed.text} though the base is zero"
    return accused(change.subject, message, change.printed, change.base, severity="note", expected="不适用")


def _tolerated(change: Change) -> Finding | Evidence | None:
    customs = [*change.customs, *_sign_custom(change)]
    for custom in customs:
        if match(change.printed, custom.computed) <= Match.TRUNCATED:
            if custom.remark is None:
                return evidence(change.printed, custom.computed)
            message = f"{_message(change)}; it was computed {custom.remark}"
            return disagreement(
                change.subject,
                message,
                change.printed,
                change.computed,
                change.current,
                change.base,
                severity=custom.severity,
            )
    return None


def _sign_custom(change: Change) -> Iterator[Custom]:
    if change.base.value < 0:
        yield Custom(-change.computed, "on the signed base, so that the sign is turned")


def _apart(change: Change) -> Finding:
    slip, odd, right = _odd_cell(change)
    others = [f for f in (change.printed, change.current, change.base) if f is not odd]
    finding = disagreement(
        change.subject, _message(change), change.printed, change.computed, change.current, change.base, slip=slip
    )
    if right is None:
        return finding
    expected = show(Fraction(right.value) / odd.factor, right.unit / odd.factor)
    message = finding.message + f"; {odd.text} is likely to stand for {expected}"
    return accused(change.subject, message, odd, *others, expected=expected, slip=slip)


def _odd_cell(change: Change) -> tuple[Slip | None, Figure, Figure | None]:
    """The likely slip, the cell it is in, and what that cell would have to be (for an amount)."""
    printed = change.printed
    on_change = {slip for slip, _ in _meeting(change)}
    for plain in ("hundredfold", "sign"):
        if plain in on_change:
            return plain, printed, None
    grave = _in_amounts(change, {"unit", "sign"})
    if grave is not None:
        return grave
    if _is_of_other_columns(change):
        return "column", printed, None
    for slip in ("digits_swapped", "digit_lost", "digit_changed"):
        if slip in on_change:
            return slip, printed, None
    # Among the many digits of an amount some other slip would nearly always fit; a swap seldom does.
    return _in_amounts(change, {"digits_swapped"}) or (None, printed, None)


def _in_amounts(change: Change, slips: set[Slip]) -> tuple[Slip, Figure, Figure] | None:
    """The first of these slips in one of the two amounts that explains the printed change."""
    for slip, right in corrections(change.current, slips):
        if _fits(change.printed, right, change.base):
            return slip, change.current, right
    for slip, right in corrections(change.base, slips):
        if _fits(change.printed, change.current, right):
            return slip, change.base, right
    return None


def _meeting(change: Change) -> Iterator[tuple[Slip, Figure]]:
    for slip, candidate in corrections(change.printed):
        if slip != "unit" and candidate.interval.meets(change.computed):
            yield slip, candidate


def _fits(printed: Figure, current: Figure, base: Figure) -> bool:
    return printed.interval.meets(relative_change(current.interval, base.interval))


def _is_of_other_columns(change: Change) -> bool:
    figures: Sequence[Figure] = (change.current, change.base, *change.columns)
    return any(
        _fits(change.printed, a, b)
        for a in figures
        for b in figures
        if a is not b and (a, b) != (change.current, change.base)
    )
