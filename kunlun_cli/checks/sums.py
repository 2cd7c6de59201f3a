"""Printed totals against their parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kunlun_cli.checks.finding import Evidence, Finding
from kunlun_cli.checks.matching import SEVERITY_OF, Match, disagreement, evidence, match, places
from kunlun_cli.figures.figure import Figure, show
from kunlun_cli.figures.interval import Interval, total
from kunlun_cli.figures.slips import TELLING, Slip, corrections

_ORDER: tuple[Slip, ...] = ("unit", "sign", "digits_swapped", "digit_changed", "digit_lost")


@dataclass(frozen=True, slots=True)
class Sum:
    """A printed total and the parts that have to make it."""

    subject: str
    whole: Figure
    parts: Sequence[Figure]
    message: str
    """May use `{printed}` and `{expected}`."""

    @property
    def computed(self) -> Interval:
        """What the parts add up to."""
        return total(part.interval for part in self.parts)


def judge_sum(summed: Sum) -> Finding | Evidence:
    """Says whether the parts make the whole: evidence, or one finding with the slip that would explain it."""
    whole, computed = summed.whole, summed.computed
    found = match(whole, computed)
    # Totals are not cut off: a unit that truncation explains is a unit off.
    if found is Match.MEETS:
        return evidence(whole, computed)
    severity = SEVERITY_OF[Match.APART if found is Match.APART else Match.ONE_UNIT]
    slip = _slip(summed) if severity == "error" else None
    said = disagreement(summed.subject, summed.message, whole, computed, *summed.parts, severity=severity, slip=slip)
    of_whole = any(right.interval.meets(computed) for _, right in corrections(whole)) if slip in TELLING else True
    part = None if of_whole else slipped_part(summed)
    if part is None:
        return said
    odd, right = part
    expected = show(Fraction(right.value) / odd.factor, odd.unit / odd.factor)
    message = f"{said.message}; {odd.text} is likely to stand for {expected}"
    figures = places(odd, whole, *(other for other in summed.parts if other is not odd))
    return replace(said, message=message, printed=odd.text, expected=expected, sources=figures)


def slipped_part(summed: Sum) -> tuple[Figure, Figure] | None:
    """The one part of which alone a telling slip explains the gap, and as it should be."""
    found: dict[int, Figure] = {}
    for i, part in enumerate(summed.parts):
        rest = total(other.interval for j, other in enumerate(summed.parts) if j != i)
        needed = summed.whole.interval - rest
        right = next((right for _, right in corrections(part, TELLING) if right.interval.meets(needed)), None)
        if right is not None:
            found[i] = right
    return next(((summed.parts[i], right) for i, right in found.items()), None) if len(found) == 1 else None


def _slip(summed: Sum) -> Slip | None:
    found = {slip for slip, fits in _trials(summed) if fits()}
    return next((slip for slip in _ORDER if slip in found), None)


def _trials(summed: Sum) -> list[tuple[Slip, Callable[[], bool]]]:
    """Every slip of the whole or of one part, with whether the sum would hold without it."""
    trials: list[tuple[Slip, Callable[[], bool]]] = [
        (slip, lambda right=right: right.interval.meets(summed.computed))  # type: ignore[misc]
        for slip, right in corrections(summed.whole)
    ]
    for i, part in enumerate(summed.parts):
        rest = total(p.interval for j, p in enumerate(summed.parts) if j != i)
        needed = summed.whole.interval - rest
        trials += [
            (slip, lambda right=right, needed=needed: right.interval.meets(needed))  # type: ignore[misc]
            for slip, right in corrections(part)
        ]
    return trials
