"""What a comparison gives back: finished values, exact, each with the places it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, get_args

from kunlun_cli.records import FilingInfo, Source
from kunlun_cli.records.financials import Span
from kunlun_cli.records.period import Period

Section = Literal["financials", "statements", "holders", "lending", "segments"]
SECTIONS: tuple[Section, ...] = get_args(Section)
Mark = Literal["changed", "entered", "left", "equal"]
Verdict = Literal["equal", "declared", "declared_otherwise", "reclassified", "silent"]
Column = Literal[
    "value",
    "prior",
    "prior_before_restatement",
    "two_years_ago",
    "two_years_ago_before_restatement",
    "quarterly",
    "opening",
]
Home = Literal["financials", "balance_sheet", "income_statement", "cash_flow", "segments"]
"""Where a filing prints a figure: among the key figures, in a statement, in a table of segments."""
Scalar = Decimal | int | str | bool
Place = tuple[str, Span, Period]
"""Item, span and period of a figure."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One figure as one filing prints it, with the period it belongs to.

    `item` is the contract's code, or the normalised label of a line that has none. `quantum` is the
    value of one unit in the last printed place, `None` where the printed text is not known.
    """

    item: str
    label: str
    unit: str | None
    span: Span
    period: Period
    value: Decimal
    column: Column
    filing: FilingInfo
    source: Source = field(default_factory=Source)
    quantum: Decimal | None = None
    home: Home = "financials"

    @property
    def place(self) -> Place:
        """What the figure is of, which no filing prints twice in one column."""
        return self.item, self.span, self.period


@dataclass(frozen=True, slots=True)
class Restatement:
    """The same figure of the same period in two filings.

    `old` is what the earlier filing says, `new` what the later one says, `before` the later one's
    column before restatement (调整前) where it prints one. `explanation` names what else the filings say
    that would explain a change which is not declared.

    `verdict`: `equal` (to the coarser printed precision); `declared` (the later filing prints the
    old figure as 调整前); `declared_otherwise` (it prints a 调整前, but another figure); `reclassified` (moved between
    lines of one sum, which is unchanged); `silent`.
    """

    old: Statement
    new: Statement
    verdict: Verdict
    before: Statement | None = None
    explanation: str | None = None

    @property
    def difference(self) -> Decimal:
        """The later figure less the earlier one, exact."""
        return self.new.value - self.old.value


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a matched pair. `None` on a side: the filing does not give it.

    `amount` is new less old, exact (points where `unit` is `%`). `percent` is the amount in per cent
    of the old value, rounded to two places; `None` for ratios and where the old value is not positive.
    """

    field: str
    old: Scalar | None
    new: Scalar | None
    amount: Decimal | None = None
    percent: Decimal | None = None
    unit: str | None = None
    cells: tuple[Source | None, Source | None] = (None, None)
    """Where each side is printed; `None` where no place but its row's is known."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a comparison: a pair matched by key, or what only one of the filings has.

    An entry that differs also gives the fields that a reader needs to see (a holder's rank, shares and
    per cent), with an amount of 0 where they are equal. `reason` says why the two sides are held for
    the same where they are printed differently. `agrees` tells whether a change that the newer filing
    prints itself is the one found here; `None` where it prints none or covers another span of time.
    """

    section: Section
    key: tuple[str, ...]
    label: str
    mark: Mark
    changes: tuple[Change, ...] = ()
    new_label: str | None = None
    reason: str | None = None
    note: str | None = None
    agrees: bool | None = None
    old_source: Source = field(default_factory=Source)
    new_source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that both or one of the filings have and that was not compared, and why."""

    section: Section
    label: str
    reason: str


@dataclass(frozen=True, slots=True, repr=False)
class Diff:
    """The comparison of two filings.

    `mode` is `periods`, or `consistency` for two filings of the same period, where everything printed
    in both must be the same. `hints` name what a reader may want to look at but nothing was built on.
    """

    old: FilingInfo
    new: FilingInfo
    mode: Literal["periods", "consistency"]
    entries: tuple[Entry, ...] = ()
    restatements: tuple[Restatement, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    hints: tuple[str, ...] = ()

    def __repr__(self) -> str:
        between = f"{self.old.code} {self.old.period} and {self.new.code} {self.new.period}"
        changed = sum(entry.mark != "equal" for entry in self.entries)
        restated = sum(restatement.verdict != "equal" for restatement in self.restatements)
        return f"<Diff of {between}: {changed} of {len(self.entries)} entries differ, {restated} restatements>"

    @property
    def differs(self) -> bool:
        """Whether anything compared is not equal."""
        return any(e.mark != "equal" for e in self.entries) or any(r.verdict != "equal" for r in self.restatements)
