"""All statements of one company's filings, by what they are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from kunlun_cli.compare.model import Restatement, Statement
from kunlun_cli.compare.series_model import Basis, Origin, Ref
from kunlun_cli.compare.statements import Key, is_figure, restatement, same
from kunlun_cli.forms import load
from kunlun_cli.records.period import Period

_NOT_THERE = "not in the filing"


class Figure(NamedTuple):
    """A value with how it was come by; `formula` for derived ones."""

    value: Decimal
    origin: Origin
    sources: tuple[Ref, ...]
    formula: str | None = None


class Book:
    """What the filings say, ready to be asked by item, span and period."""

    def __init__(self, said: Iterable[Statement], basis: Basis = "first") -> None:
        """Take up statements of filings in order of their periods."""
        self.basis = basis
        self.everything: list[Statement] = []
        self._figures: dict[tuple[str, str, Period], list[Statement]] = defaultdict(list)
        self._tables: dict[tuple[str, Period], list[Statement]] = defaultdict(list)
        self._first: dict[Key, Statement] = {}
        self._forms: dict[Period, str | None] = {}
        self._lines: set[Key] = set()
        """What is a line of the statements in some filing."""
        for statement in said:
            self._add(statement)
        self._given_up: set[tuple[str, str, Period]] = set()
        self.doubts = tuple(self._doubtful())
        for pair in self.doubts:
            self._give_up(pair)
        self.restatements = tuple(self._restated())
        self._changed = {(r.new.item, r.new.span, r.new.period) for r in self.restatements if r.verdict != "equal"}

    def _add(self, statement: Statement) -> None:
        self.everything.append(statement)
        if statement.column == "value":
            self._forms[statement.period] = statement.filing.form
        if statement.column == "quarterly":
            self._tables[(statement.item, statement.period)].append(statement)
        elif is_figure(statement):
            self._figures[(statement.item, statement.span, statement.period)].append(statement)
            key = (statement.item, statement.span)
            if statement.home not in ("financials", "segments"):
                self._lines.add(key)
            first = self._first.setdefault(key, statement)
            # A row is called as key figures call it, and never as the balance at the other end of the year.
            better = first.home != "financials" and statement.home == "financials"
            if better or (first.column == "opening" and statement.column == "value"):
                self._first[key] = statement

    def _doubtful(self) -> Iterator[tuple[Statement, Statement]]:
        """Figures of one item, period and column that one filing gives twice and differently."""
        for found in self._figures.values():
            by_place: dict[tuple[str, str], Statement] = {}
            for statement in found:
                place = (statement.filing.sha256, statement.column)
                other = by_place.setdefault(place, statement)
                if other.unit == statement.unit and not same(other, statement):
                    yield other, statement

    def _give_up(self, pair: tuple[Statement, Statement]) -> None:
        """Take neither of two figures that contradict each other within one filing."""
        key = (pair[0].item, pair[0].span, pair[0].period)
        self._figures[key] = [s for s in self._figures[key] if (s.filing, s.column) != (pair[0].filing, pair[0].column)]
        self._given_up.add(key)

    def all_keys(self) -> Iterator[Key]:
        """Items and spans in the order in which they were first met."""
        yield from self._first

    def sample(self, key: Key) -> Statement:
        """The first statement of a key: its label and unit."""
        return self._first[key]

    def own(self, key: Key, period: Period) -> Statement | None:
        """What the filing of the period itself says; of a rounded figure and a finer one the finer."""
        found = [s for s in self._known(key, period) if s.column == "value"]
        return min(found, key=lambda s: s.quantum or Decimal(0), default=None)

    def _known(self, key: Key, period: Period) -> list[Statement]:
        """What is said of a period, in the unit that the row has."""
        unit = self._first[key].unit if key in self._first else None
        return [s for s in self._figures.get((*key, period), ()) if s.unit == unit]

    def figure(self, key: Key, period: Period) -> Figure | None:
        """The figure of a period: from its own filing, else from a later one's comparison column.

        With the basis `latest`, what the latest filing says of it.
        """
        found = self._known(key, period)
        chosen = self.own(key, period) if self.basis == "first" else None
        if chosen is None and found:
            chosen = found[-1] if self.basis == "latest" else found[0]
        if chosen is None:
            return None
        return Figure(chosen.value, "printed" if chosen.column == "value" else "comparative", (ref(chosen),))

    def why_not(self, key: Key, period: Period) -> str:
        """Why there is no figure: nothing is printed, one filing prints two, or it is in another unit."""
        if (*key, period) in self._given_up:
            return "printed more than once, with different values"
        if self._figures.get((*key, period)):
            return "printed in another unit"
        # 利润总额 is a line of the statements that forms of 2025 print among the key figures as well.
        lines = key in self._lines and not any(key[0] in line["items"] for line in load("absent")["lines"])
        summary = self._forms.get(period) == "summary" and lines
        return "the filing is a summary, which has no statements" if summary else _NOT_THERE

    def comparative(self, key: Key, period: Period) -> Statement | None:
        """The comparison figure that the filing of a period prints beside its own (its `prior`)."""
        own = self.own(key, period)
        if own is None:
            return None
        target = period.opening if key[1] == "point_in_time" else period.year_before
        found = self._figures.get((*key, target), ())
        return next((s for s in found if s.column == "prior" and s.filing == own.filing), None)

    def tabled(self, item: str, period: Period) -> tuple[Statement, ...]:
        """What annual reports' tables of quarters say of the quarter that ends with the period."""
        return tuple(self._tables.get((item, period), ()))

    def tabled_items(self) -> Iterator[tuple[str, Period]]:
        """Item and quarter of everything in tables of quarters."""
        yield from self._tables

    def is_restated(self, key: Key, period: Period) -> bool:
        """Whether filings give this figure differently."""
        return (*key, period) in self._changed

    def _restated(self) -> Iterator[Restatement]:
        """Each place where a filing gives a figure other than the one known before it."""
        for found in self._figures.values():
            for at, statement in enumerate(found):
                if not at:
                    known = statement
                # What one filing gives twice is a rounding of the other, or has been given up as a doubt.
                if statement.unit != known.unit or statement.filing == known.filing or same(known, statement):
                    continue
                yield restatement(known, statement, self.everything)
                known = statement


def ref(statement: Statement) -> Ref:
    """Where a statement stands."""
    return Ref(statement.filing.source, statement.source.page, statement.column)
