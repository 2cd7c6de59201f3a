"""A printed figure against a computed one: whether they meet, how far apart they are, how surely."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from kunlun_cli.checks.finding import Evidence, Finding, Severity
from kunlun_cli.figures.figure import Figure, show
from kunlun_cli.figures.interval import Interval
from kunlun_cli.figures.slips import Slip, likely_slip
from kunlun_cli.records import Source

COARSE = 100
"""A computed interval wider than this many units of the printed figure's last place is weak evidence:
the last two places, and with them most slips of one digit, could be anything."""


class Match(enum.IntEnum):
    """How a printed figure stands to the computed one, from agreement to disagreement."""

    MEETS = 0
    TRUNCATED = 1
    """It would meet if its further decimals had been cut off instead of rounded."""
    ONE_UNIT = 2
    """It would meet if its last place were one more or less."""
    APART = 3


SEVERITY_OF: dict[Match, Severity] = {
    Match.TRUNCATED: "note",
    Match.ONE_UNIT: "warning",
    Match.APART: "error",
}
"""Only what no rounding explains is proven; a last place cut off is a custom, one off by one a blemish."""


def match(printed: Figure, computed: Interval) -> Match:
    """How a printed figure stands to the interval of a formula."""
    if printed.interval.meets(computed):
        return Match.MEETS
    if printed.if_truncated.meets(computed):
        return Match.TRUNCATED
    if printed.within_one_unit.meets(computed):
        return Match.ONE_UNIT
    return Match.APART


def best_match(printed: Figure, computed: Iterable[Interval]) -> Match:
    """The best of several customs."""
    return min((match(printed, interval) for interval in computed), default=Match.MEETS)


def is_coarse(printed: Figure, computed: Interval) -> bool:
    """Whether the formula's operands are so coarse that almost any figure would meet it."""
    return computed.width is None or computed.width > COARSE * printed.unit


def cuts_off(column: Iterable[tuple[Figure, Interval]]) -> bool:
    """Whether the figures of a column, against what they should be, can all have been cut off.

    If one of them can only have been rounded, so were the others.
    """
    return all(printed.if_truncated.meets(computed) for printed, computed in column)


def severity_of(found: Match, *, cut_off: bool = True) -> Severity:
    """How grave a match is. Where the filer rounds, a figure cut off is one whose last place is off by one."""
    return SEVERITY_OF[found if cut_off else max(found, Match.ONE_UNIT)]


def evidence(printed: Figure, computed: Interval) -> Evidence:
    """What an agreement is worth."""
    return Evidence.WEAK if is_coarse(printed, computed) else Evidence.STRONG


def expected_text(printed: Figure, computed: Interval, *, unit: Fraction | None = None, nominal: bool = True) -> str:
    """What the figure would have to be, in the unit it is printed in: one number, or the bounds of the interval.

    With `nominal` the middle of an interval of a few units is given, which is what the operands give
    when they are taken for exact. Not so where the interval is one of equally good numbers.
    """
    if computed.low is None or computed.high is None:
        return "unknown"
    factor = printed.factor
    place = (printed.unit if unit is None else unit) / factor
    bounds = computed.low / factor, computed.high / factor
    low, high = (show(bound, place) for bound in bounds)
    if low != high and nominal and bounds[1] - bounds[0] < 10 * place:
        return show((bounds[0] + bounds[1]) / 2, place)
    return low if low == high else f"{low} to {high}"


def disagreement(
    subject: str,
    message: str,
    printed: Figure,
    computed: Interval,
    *others: Figure,
    severity: Severity = "error",
    unit: Fraction | None = None,
    slip: Slip | None = None,
) -> Finding:
    """A finding on one printed figure, with the likely slip in that figure.

    `message` may use `{printed}` and `{expected}`; `unit` is the last place of the expected figure
    where the printed one's cannot be it (a fraction printed as per cent).
    """
    if slip is None and severity == "error":
        slip = likely_slip(printed, lambda figure: figure.interval.meets(computed))
    place = unit
    if place is None and slip == "hundredfold" and abs(printed.value) < 1 and printed.unit < Fraction(1, 100):
        # 0.9620 stands for 96.20: the per cent has two places less than the fraction.
        place = printed.unit * 100
    expected = expected_text(printed, computed, unit=place)
    message = filled(message, printed.text, expected)
    return accused(subject, message, printed, *others, severity=severity, expected=expected, slip=slip)


def accused(
    subject: str,
    message: str,
    odd: Figure,
    *others: Figure | None,
    severity: Severity = "error",
    expected: str | None = None,
    slip: Slip | None = None,
) -> Finding:
    """A finding on one printed figure, `odd`, that contradicts others; all are shown."""
    return Finding(severity, subject, message, odd.text, expected, slip, places(odd, *others))


def gathered(said: Iterable[Finding | Evidence], what: str) -> Iterator[Finding | Evidence]:
    """Findings on most rows of a column as one: a custom of the filer, or a slip that went through all of it.

    It stays an error where one and the same slip explains every row. `what` names the column.
    """
    said = list(said)
    findings = [s for s in said if isinstance(s, Finding) and s.severity != "note"]
    if len(findings) < 3 or len(findings) * 2 <= len(said):
        yield from said
        return
    yield from (s for s in said if s not in findings)
    slips = {f.slip for f in findings}
    names = "、".join(dict.fromkeys(f.subject for f in findings))
    yield replace(
        findings[0],
        severity="error" if len(slips) == 1 and slips <= {"hundredfold", "unit", "sign"} else "warning",
        slip=findings[0].slip if len(slips) == 1 else None,
        message=f"{what} is odd in most rows, as in the first: {findings[0].message} ({names})",
        sources=tuple(dict.fromkeys(place for f in findings for place in f.sources)),
    )


def filled(message: str, printed: str, expected: str) -> str:
    """A message with the figures in their places; braces elsewhere in it, as in a name, stay."""
    return message.replace("{printed}", printed).replace("{expected}", expected)


def places(*figures: Figure | None) -> tuple[Source, ...]:
    """The places of the figures, the first one first, each with its text."""
    return tuple(Source(f.source.page, f.source.bbox, f.source.text or f.text) for f in figures if f is not None)
