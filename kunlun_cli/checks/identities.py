"""What the official statements say must hold: each identity in one period, where the other period confirms it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Finding, Said, Severity
from kunlun_cli.checks.matching import accused, disagreement
from kunlun_cli.figures.figure import Figure, figure
from kunlun_cli.figures.interval import Interval, total
from kunlun_cli.forms import load
from kunlun_cli.records import StatementRecord
from kunlun_cli.records.statements import SCOPES

PERIODS = ("value", "prior")
TELLING = 10_000
"""A figure of fewer steps of its last place may be equal to another by chance."""


class Term(NamedTuple):
    """A line of a statement with its sign in a sum."""

    record: StatementRecord
    sign: int


@dataclass(frozen=True, slots=True)
class Identity:
    """A line and every way in which the form lets others make it."""

    whole: StatementRecord
    ways: tuple[tuple[Term, ...], ...]
    unknown: tuple[StatementRecord, ...] = ()
    """The lines of its statement that are not understood: one of them may be among those that make it."""


def identities(facts: Facts) -> Iterator[Identity]:
    """The identities of the statements of a filing, the group's and the parent's, that have all their lines."""
    for scope in SCOPES:
        records = [r for r in facts.statements.records if r.scope == scope]
        income = _lines(records, "income_statement")
        found = [_simple(_lines(records, form["statement"]), form) for form in load("statements")["identities"]]
        found += [_simple(_lines(records, form["statement"]), form) for form in load("relations")["identities"]]
        found += [_chain(income, form) for form in load("relations")["chains"]]
        for identity in filter(None, found):
            own = (r for r in records if r.statement == identity.whole.statement)
            yield replace(identity, unknown=tuple(r for r in own if r.item is None))


def _lines(records: Sequence[StatementRecord], statement: str) -> dict[str, StatementRecord]:
    return {r.item: r for r in reversed(records) if r.item and r.statement == statement}


def _simple(lines: Mapping[str, StatementRecord], form: Mapping[str, Any]) -> Identity | None:
    whole = lines.get(form["total"])
    optional = form.get("optional", ())
    if whole is None or any(part.removeprefix("-") not in lines for part in form["parts"] if part not in optional):
        return None
    terms = tuple(_terms(lines, form["parts"]))
    return Identity(whole, (terms,)) if terms else None


def _terms(lines: Mapping[str, StatementRecord], parts: Sequence[str]) -> Iterator[Term]:
    for part in parts:
        item = part.removeprefix("-")
        if item in lines:
            yield Term(lines[item], -1 if part != item else 1)


def _chain(lines: Mapping[str, StatementRecord], form: Mapping[str, Any]) -> Identity | None:
    whole, first = lines.get(form["total"]), next((item for item in form["first"] if item in lines), None)
    if whole is None or first is None or any(item not in lines for item in form["needs"]):
        return None
    fixed = (Term(lines[first], 1), *_terms(lines, form["parts"]))
    free = [lines[item] for item in form["either"] if item in lines]
    ways = (
        (*fixed, *(Term(record, sign) for record, sign in zip(free, signs, strict=True) if sign))
        for signs in product((1, -1, 0), repeat=len(free))
    )
    return Identity(whole, tuple(ways))


def judge(identity: Identity) -> Said:
    """Says in which period an identity holds, and accuses the other one only then."""
    holding = {p: [way for way in identity.ways if _holds(identity.whole, way, p)] for p in PERIODS}
    for period, other in (PERIODS, PERIODS[::-1]):
        if figure(identity.whole, period) is None:
            continue
        if holding[period]:
            yield Evidence.STRONG
        else:
            yield _accusation(identity, holding[other][0], period, other) if holding[other] else Evidence.UNTOLD


def _figures(way: Sequence[Term], period: str) -> list[Figure]:
    found = ((figure(term.record, period), term.sign) for term in way)
    return [f if sign > 0 else f.with_value(-f.value) for f, sign in found if f is not None]


def _computed(way: Sequence[Term], period: str) -> Interval:
    return total(f.interval for f in _figures(way, period))


def _holds(whole: StatementRecord, way: Sequence[Term], period: str) -> bool:
    printed = figure(whole, period)
    return printed is not None and printed.interval.meets(_computed(way, period))


def _accusation(identity: Identity, way: Sequence[Term], period: str, other: str) -> Finding | Evidence:
    """The finding on a period, where the other one is evidence enough for it."""
    if not _accuses(identity, way, period, other):
        return Evidence.UNTOLD
    finding = _finding(identity.whole, way, period)
    # One figure printed twice says that a line is made of one other there; only a slip says that it is so here too.
    return finding if finding.slip or _tells(identity.whole, way, other) else Evidence.UNTOLD


def _accuses(identity: Identity, way: Sequence[Term], period: str, other: str) -> bool:
    """Whether it holds in the other period and tells something there, and here there is something to add up.

    What is missing here may be a line that is not understood, as where its label ran into those below it, or one
    that is printed and withheld.
    """
    if any(_is_withheld(term.record) for term in way):
        return False
    told = _tells(identity.whole, way, other) or _repeats(identity.whole, way, other)
    return (
        told
        and bool(_figures(way, period))
        and not any(_holds(identity.whole, more, period) for more in _with_unknown(identity, way))
    )


def _is_withheld(record: StatementRecord) -> bool:
    """Whether a figure of a line is doubted: in which column it stands, or what it is, is not known."""
    return any(place.doubt for place in record.cells.values())


def _with_unknown(identity: Identity, way: Sequence[Term]) -> Iterator[Sequence[Term]]:
    """A way with each line that is not understood, added and taken away."""
    for record, sign in product(identity.unknown, (1, -1)):
        yield (*way, Term(record, sign))


def _tells(whole: StatementRecord, way: Sequence[Term], period: str) -> bool:
    """Whether it holds there by more than one figure printed twice."""
    printed = figure(whole, period)
    parts = [f for f in _figures(way, period) if f.value]
    return printed is not None and bool(printed.value) and (len(parts) > 1 or len(way) == 1)


def _repeats(whole: StatementRecord, way: Sequence[Term], period: str) -> bool:
    """Whether it holds there by one figure printed twice, of more digits than two figures share by chance."""
    printed = figure(whole, period)
    return (
        printed is not None and abs(Fraction(printed.value)) >= TELLING * printed.unit and bool(_figures(way, period))
    )


def _finding(whole: StatementRecord, way: Sequence[Term], period: str) -> Finding:
    printed = figure(whole, period)
    if printed is None:
        raise ValueError("only a printed figure is judged")
    others = _figures(way, period)
    # A line that is blank in both periods is one of the form that the company does not have.
    blank = [t.record for t in way if getattr(t.record, period) is None]
    missing = [r.label for r in blank if any(getattr(r, p) is not None for p in PERIODS)]
    names = " ".join(f"{'+' if t.sign > 0 else '-'} {t.record.label}" for t in way).removeprefix("+ ")
    column = "this period" if period == "value" else "the period before"
    severity: Severity = "warning" if missing else "error"
    gap = f"; nothing is printed for {'、'.join(missing)}" if missing else ""
    message = (
        f"{whole.label} of {column} ({whole.scope}) printed {{printed}}, but {names} is {{expected}}{gap}; "
        "in the other column it holds"
    )
    return disagreement(whole.label, message, printed, _computed(way, period), *others, severity=severity)


def mended_by(identity: Identity, record: StatementRecord, period: str, right: Figure) -> bool:
    """Whether an identity that fails in a period holds with another figure for one of its lines."""
    own = [(term.sign, way) for way in identity.ways for term in way if term.record is record]
    printed, given = figure(identity.whole, period), figure(record, period)
    if not own or printed is None or given is None or any(_holds(identity.whole, w, period) for w in identity.ways):
        return False
    for sign, way in own:
        rest = _computed([term for term in way if term.record is not record], period)
        meant = right if sign > 0 else right.with_value(-right.value)
        if printed.interval.meets(rest + meant.interval):
            return True
    return False


def _minority(facts: Facts) -> Iterator[Finding]:
    """The owners' figure printed again as that of minority interests, or for the total that is blank."""
    lines = _lines([r for r in facts.statements.records if r.scope == "consolidated"], "income_statement")
    for name in ("net_profit", "comprehensive_income"):
        parent, minority = lines.get(f"{name}_parent"), lines.get(f"{name}_minority")
        whole = lines.get(name)
        one, other = (figure(r, "value") if r else None for r in (parent, minority))
        if one is None or other is None or minority is None or not one.value or one.value != other.value:
            continue
        printed = figure(whole, "value") if whole else None
        if printed is not None and printed.interval.meets(one.interval + other.interval):
            continue
        yield accused(
            minority.label,
            f"{minority.label} is printed {other.text}, the very figure of the owners of the parent company; "
            f"{'the total is blank' if printed is None else f'the total is {printed.text}'}",
            other,
            one,
            printed,
            slip="column",
        )


def judge_identities(facts: Facts) -> Said:
    """All identities of the statements of a filing."""
    for identity in identities(facts):
        yield from judge(identity)
    yield from _minority(facts)


MOST_ROUND = 1000
"""A flow in such units may well be the same in two years: a fixed fee, a grant taken to income in equal parts."""


NO_FLOWS = frozenset({"opening_cash", "closing_cash", "dividends_and_interest_paid", "dividends_paid_minority"})
"""Balances, and payments that a company without loans makes at the same rate on the same shares every year."""


def judge_repeated(facts: Facts) -> Said:
    """Flows that are the same to the cent in both periods: one column repeats the other. One finding a statement."""
    repeated: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for record in facts.statements.records:
        value, prior = figure(record, "value"), figure(record, "prior")
        if record.statement == "balance_sheet" or record.unit != "CNY" or value is None or prior is None:
            continue
        if not value.value or abs(value.value) < MOST_ROUND or record.item in NO_FLOWS:
            continue
        if value.value != prior.value or not value.value % MOST_ROUND:
            yield Evidence.WEAK
            continue
        message = f"{record.label} ({record.scope}) is printed {value.text} for both periods"
        found = accused(record.label, message, value, prior, severity="warning", slip="column")
        repeated[record.statement, record.scope].append(found)
    yield from (_one_of(found) for found in repeated.values())


def _one_of(found: Sequence[Finding]) -> Finding:
    """The lines of one statement that repeat a column, which are copied together: one finding, that names all."""
    first, *others = found
    more = "、".join(f"{f.subject} {f.printed}" for f in others)
    places = tuple(place for f in found for place in f.sources)
    return replace(first, message=f"{first.message}; as is {more}", sources=places) if others else first
