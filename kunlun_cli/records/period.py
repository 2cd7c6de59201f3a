"""Reporting periods: their reports, their ends, their order, and what lies before them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import get_args

from kunlun_cli.records.filing import Kind

_MONTHS: dict[str, int] = dict(zip(get_args(Kind), (12, 6, 3, 9), strict=True))
_SUFFIXES = {12: "A", 6: "H1", 3: "Q1", 9: "Q3"}
_PRINTED = re.compile(r"^((?:19|20)\d\d)(Q1|H1|Q3|A)$")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The months of a year from January up to the end of a reporting period.

    Ordered in time. `months` is 3, 6, 9 or 12. The same value names the balance-sheet day at its
    end, and, for figures of a single quarter, the quarter that ends there.
    """

    year: int
    months: int

    @classmethod
    def parse(cls, text: str | None) -> Period | None:
        """The period called `2024A`, `2024H1`, `2024Q1` or `2024Q3`; `None` for anything else."""
        found = _PRINTED.match(text or "")
        return cls(int(found[1]), next(n for n, each in _SUFFIXES.items() if each == found[2])) if found else None

    @classmethod
    def of(cls, kind: str, year: int) -> Period:
        """The period that a report of this kind is of."""
        return cls(year, _MONTHS[kind])

    def __str__(self) -> str:
        """The name the contract gives it."""
        return f"{self.year}{self.suffix}"

    @property
    def suffix(self) -> str:
        """How its name ends: `A`, `H1`, `Q1` or `Q3`."""
        return _SUFFIXES[self.months]

    @property
    def kind(self) -> Kind:
        """The kind of report that is of it."""
        return next(kind for kind in get_args(Kind) if _MONTHS[kind] == self.months)

    @property
    def end(self) -> dt.date:
        """Its last day."""
        return dt.date(self.year + self.months // 12, self.months % 12 + 1, 1) - dt.timedelta(days=1)

    @property
    def quarter(self) -> str:
        """The name of the single quarter that ends with this period: `2024 Q2`."""
        return f"{self.year} Q{self.months // 3}"

    @property
    def year_before(self) -> Period:
        """The same months of the year before."""
        return Period(self.year - 1, self.months)

    @property
    def opening(self) -> Period:
        """The end of the year before: what a balance sheet compares with."""
        return Period(self.year - 1, 12)

    @property
    def shorter(self) -> Period | None:
        """The period one quarter shorter in the same year; `None` for a first quarter."""
        return Period(self.year, self.months - 3) if self.months > 3 else None

    @property
    def quarter_before(self) -> Period:
        """The period that ends one quarter earlier."""
        return self.shorter or self.opening
