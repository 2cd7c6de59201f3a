"""All statements of one company's filings, by what they are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from kunlun_cli.compare.model import Restatement, Statement
from kunlun_cli.compare.period import Period
from kunlun_cli.compare.series_model import Basis, Origin, Ref
from kunlun_cli.compare.statements import Key, is_figure, order_of, restatement, same, statements
from kunlun_cli.records.reading import FilingLike

_NOT_THERE = "not in the filing"


class Figure(NamedTuple):
    """A value with how it was come by; `formula` for derived ones."""

    value: Decimal
    origin: Origin
    sources: tuple[Ref, ...]
    formula: str | None = None


class Book:
    """What the filings say, ready to be asked by item, span and period."""

    def __init__(self, filings: Sequence[FilingLike], basis: Basis = "first") -> None:
        """Read the statements of filings in order of their periods."""
        self.basis = basis
        self.everything: list[Statement] = []
        self._figures: dict[tuple[str, str, Period], list[Statement]] = defaultdict(list)
        self._tables: dict[tuple[str, Period], list[Statement]] = defaultdict(list)
        self._first: dict[Key, Statement] = {}
        for filing in sorted(filings, key=lambda f: order_of(f.info)):
            for statement in statements(filing):
                self._add(statement)
        self.restatements = tuple(self._restated())
        self._changed = {(r.new.item, r.new.span, r.new.period) for r in self.restatements if r.verdict != "equal"}

    def _add(self, statement: Statement) -> None:
        self.everything.append(statement)
        if statement.column == "quarterly":
            self._tables[(statement.item, statement.period)].append(statement)
        elif is_figure(statement):
            self._figures[(statement.item, statement.span, statement.period)].append(statement)
            self._first.setdefault((statement.item, statement.span), statement)

    def all_keys(self) -> Iterator[Key]:
        """Items and spans in the order in which they were first met."""
        yield from self._first

    def sample(self, key: Key) -> Statement:
        """The first statement of a key: its label and unit."""
        return self._first[key]

    def own(self, key: Key, period: Period) -> Statement | None:
        """What the filing of the period itself says."""
        found = self._figures.get((*key, period), ())
        return next((s for s in found if s.column == "value" and not self._twice(s, found)), None)

    def _twice(self, statement: Statement, among: Iterable[Statement]) -> bool:
        """Whether one filing gives the figure twice and differently: then neither is taken."""
        return any(
            s.filing == statement.filing and s.column == statement.column and s.value != statement.value for s in among
        )

    def figure(self, key: Key, period: Period) -> Figure | None:
        """The figure of a period: from its own filing, else from a later one's comparison column.

        With the basis `latest`, what the latest filing says of it.
        """
        found = [s for s in self._figures.get((*key, period), ()) if not self._twice(s, self._figures[(*key, period)])]
        own = next((s for s in found if s.column == "value"), None)
        chosen = own if own and self.basis == "first" else None
        if chosen is None and found:
            chosen = found[-1] if self.basis == "latest" else found[0]
        if chosen is None:
            return None
        return Figure(chosen.value, "printed" if chosen.column == "value" else "comparative", (ref(chosen),))

    def why_not(self, key: Key, period: Period) -> str:
        """Why there is no figure: nothing is printed, or one filing prints two."""
        return "printed more than once, with different values" if self._figures.get((*key, period)) else _NOT_THERE

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
            known = found[0]
            for statement in found[1:]:
                if statement.unit != known.unit or same(known, statement):
                    continue
                yield restatement(known, statement, self.everything)
                known = statement


def ref(statement: Statement) -> Ref:
    """Where a statement stands."""
    return Ref(statement.filing.source, statement.source.page, statement.column)
