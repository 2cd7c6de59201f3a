"""The statement of changes in equity: against the other statements, and what only moves within the equity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.matching import disagreement
from kunlun_cli.figures.figure import Figure, figure, show
from kunlun_cli.figures.interval import exactly, total
from kunlun_cli.forms import load
from kunlun_cli.forms.lines import plain_label
from kunlun_cli.records import EquityRecord

Field = Literal["value", "prior"]
TOTALS = frozenset({"subtotal", "total_equity"})
SEVERAL = frozenset({"", "other"})
"""Columns that may stand several times: the filer's own, and 其他 of 其他权益工具 and beside it."""
ENOUGH = 2
"""Other figures of a line that agree with the statements, so that one which does not is a misprint."""
PAIR = 2
"""Columns between which an amount moves, or which lack the same one."""
TELLING = 10_000
"""A figure of fewer steps of its last place may be equal to another by chance."""
YEAR = 12
"""The month of the end of a period whose comparison ends where that of the balance sheet does."""


@dataclass(frozen=True, slots=True)
class Movement:
    """A line of the statement in one period: its figures by column, and those of columns that stand several times."""

    item: str
    label: str
    scope: str
    period: Field
    figures: Mapping[str, Figure]
    others: tuple[Figure, ...] = ()
    doubted: bool = False
    """Whether a figure could not be read, or stands in a column that is there twice."""

    @property
    def parts(self) -> tuple[Figure, ...]:
        """What its total is made of. Own shares are taken away, with whatever sign they are printed."""
        own = {column: f for column, f in self.figures.items() if column not in TOTALS}
        less = own.pop("treasury_shares", None)
        return (*own.values(), *self.others, *((less.with_value(-abs(less.value)),) if less else ()))

    def adds_up(self) -> bool:
        """Whether its columns make the total of all of them."""
        whole = self.figures.get("total_equity")
        return not self.doubted and whole is not None and whole.interval.meets(total(f.interval for f in self.parts))

    def with_figure(self, column: str, other: Figure) -> Movement:
        """The line with another figure in one column."""
        return replace(self, figures={**self.figures, column: other})


def movements(facts: Facts) -> Iterator[Movement]:
    """The lines of the statement that the form knows, of the group and of the parent company, in both periods."""
    rows: dict[tuple[str, str, str], list[EquityRecord]] = defaultdict(list)
    for record in facts.statements.equity:
        if record.item:
            rows[record.scope, record.span, record.item].append(record)
    for (scope, span, item), records in rows.items():
        found: dict[str, list[Figure]] = defaultdict(list)
        for record in records:
            printed = figure(record, "value")
            if printed is not None:
                found[record.column or ""].append(printed)
        once = {column: figures[0] for column, figures in found.items() if column not in SEVERAL}
        others = tuple(f for column in SEVERAL for f in found.get(column, ()))
        doubted = any(r.value is None or r.source.doubt for r in records) or len(once) + len(others) < len(records)
        period: Field = "value" if span == "current" else "prior"
        yield Movement(item, records[0].label, scope, period, once, others, doubted)


class Twin(NamedTuple):
    """A figure of a line of the statement, and the same in another statement."""

    column: str
    name: str
    """What the other statement calls it."""
    here: Figure
    there: Figure

    @property
    def agrees(self) -> bool:
        """Whether they are one figure; of own shares some print the one with a minus."""
        return self.here.within_one_unit.meets(self.there.interval) or self.here.value == -self.there.value

    @property
    def tells(self) -> bool:
        """Whether they are too long to be equal by chance."""
        return abs(Fraction(self.here.value)) >= TELLING * self.here.unit

    @property
    def gap(self) -> Fraction:
        """By how much the other statement has more."""
        return Fraction(self.there.value) - Fraction(self.here.value)


def judge_again(facts: Facts) -> Said:
    """Its balances and the comprehensive income in it, against the balance sheet and the income statement."""
    lines = list(movements(facts))
    for form in load("relations")["equity"]["again"]:
        for scope in ("consolidated", "parent"):
            for period, at in _periods(facts, form):
                found = [m for m in lines if m.item in form["items"] and (m.scope, m.period) == (scope, period)]
                by_line = [list(_twins(facts, movement, form, at)) for movement in found]
                if not _is_restated(found):
                    for movement, twins in zip(found, by_line, strict=True):
                        yield from _judged(movement, twins, form["statement"])
                    continue
                # A year opens with what the one before closed with, or with that as it was restated.
                best = max(range(len(found)), key=lambda i: sum(t.agrees for t in by_line[i]))
                yield from _judged(found[best], _unless(by_line[best], by_line), form["statement"])


def _is_restated(lines: Sequence[Movement]) -> bool:
    """Whether two lines differ in several columns: what is restated changes a part of the equity and its total."""
    columns = {column for line in lines for column in line.figures}
    printed = [[f.value if (f := line.figures.get(column)) else 0 for line in lines] for column in columns]
    return sum(len(set(values)) > 1 for values in printed) >= PAIR


def _periods(facts: Facts, form: Mapping[str, Any]) -> Iterator[tuple[str, Field]]:
    end = facts.info.period_end
    yield from form["period"].items()
    if end is not None and end.month == YEAR:
        yield from form.get("of_a_year", {}).items()


def _twins(facts: Facts, movement: Movement, form: Mapping[str, Any], at: Field) -> Iterator[Twin]:
    for column, item in load("relations")["equity"][form["of"]][movement.scope].items():
        found = [
            r
            for r in facts.statements.records
            if (r.statement, r.scope, r.item) == (form["statement"], movement.scope, item)
        ]
        here, there = movement.figures.get(column), figure(found[0], at) if len(found) == 1 else None
        if here is not None and there is not None and (here.value or there.value):
            yield Twin(column, plain_label(found[0].label), here, there)


def _unless(twins: Sequence[Twin], others: Sequence[Sequence[Twin]]) -> list[Twin]:
    """The twins of a line without those that do not agree here, and do in the line beside it."""
    agreeing = {twin.column for line in others for twin in line if twin.agrees}
    return [twin for twin in twins if twin.agrees or twin.column not in agreeing]


def _judged(movement: Movement, twins: Sequence[Twin], statement: str) -> Said:
    agreeing = [twin for twin in twins if twin.agrees]
    odd = [twin for twin in twins if not twin.agrees]
    yield from (Evidence.STRONG if twin.tells else Evidence.WEAK for twin in agreeing)
    enough = sum(twin.tells for twin in agreeing) >= ENOUGH and not movement.doubted
    if enough and len(odd) == 1:
        yield _single(movement, odd[0], statement, len(agreeing))
    elif enough and len(odd) == PAIR and len({abs(twin.gap) for twin in odd}) == 1:
        yield _both(movement, odd, statement, len(agreeing))
    else:
        yield from (Evidence.UNTOLD for _ in odd)


def _message(movement: Movement, twin: Twin, statement: str, agreeing: int) -> str:
    place = "the balance sheet" if statement == "balance_sheet" else "the income statement"
    return (
        f"{twin.name} of {movement.label} ({movement.scope}) is printed {twin.here.text} in the statement of changes "
        f"in equity and {twin.there.text} in {place} (page {twin.there.source.page}); {agreeing} other columns agree"
    )


def _subject(movement: Movement, twin: Twin) -> str:
    return f"{movement.label} · {twin.name}"


def _single(movement: Movement, twin: Twin, statement: str, agreeing: int) -> Finding:
    """One figure that is another one there; the line's own sum, or a slip, says which is the odd one."""
    mended = movement.with_figure(twin.column, twin.there)
    here, there = movement.adds_up(), mended.adds_up()
    odd, other = (twin.there, twin.here) if here and not there else (twin.here, twin.there)
    message = _message(movement, twin, statement, agreeing)
    if here != there:
        message += f"; the columns add up with {other.text}"
    finding = disagreement(_subject(movement, twin), message, odd, other.interval, other)
    # What neither a sum nor a slip says may be two notions of one name.
    sure = finding.slip is not None or (there and not here)
    return finding if sure else replace(finding, severity="warning")


def _both(movement: Movement, odd: Sequence[Twin], statement: str, agreeing: int) -> Finding:
    """Two figures that lack the same amount: a movement between them was left out, or the one is part of the other."""
    first, second = odd
    message = f"{_message(movement, first, statement, agreeing)}; {second.here.text} beside it is off by as much"
    others = (first.there, second.here, second.there)
    finding = disagreement(_subject(movement, first), message, first.here, first.there.interval, *others)
    return finding if first.gap == -second.gap else replace(finding, severity="warning")


def judge_moves(facts: Facts) -> Said:
    """Lines that only move an amount from one column to another: their figures make nothing, or the printed total."""
    moves = load("relations")["equity"]["moves"]["items"]
    lines = [m for m in movements(facts) if m.item in moves and not m.doubted]
    lines = [m for m in lines if sum(bool(f.value) for f in m.parts) >= PAIR]
    held = [m for m in lines if _is_even(m)]
    yield from (Evidence.STRONG for _ in held)
    for movement in lines:
        if movement in held:
            continue
        yield _uneven(movement, held) if held else Evidence.UNTOLD


def _is_even(movement: Movement) -> bool:
    whole = movement.figures.get("total_equity") or movement.figures.get("subtotal")
    return total(f.interval for f in movement.parts).meets(whole.interval if whole else exactly(0))


def _uneven(movement: Movement, held: Sequence[Movement]) -> Finding:
    """A line whose figures do not cancel; the group and the parent company print most of them alike."""
    printed = [f for f in movement.parts if f.value]
    alike = {abs(f.value) for m in held if (m.item, m.period) == (movement.item, movement.period) for f in m.parts}
    odd = next((f for f in printed if alike and abs(f.value) not in alike), printed[-1])
    rest = total(f.interval for f in printed if f is not odd)
    amounts = "、".join(f.text for f in printed)
    made = show(sum((Fraction(f.value) for f in printed), Fraction(0)), odd.unit)
    message = (
        f"{movement.label} ({movement.scope}) moves an amount within the equity, but {amounts} make {made}; "
        f"{len(held)} other such lines add up"
    )
    others = (f for f in printed if f is not odd)
    finding = disagreement(movement.label, message, odd, -rest, *others)
    return finding if alike or finding.slip else replace(finding, expected=None)
