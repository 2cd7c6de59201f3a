"""Reporting periods: their order, and what lies before them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTHS = {"Q1": 3, "H1": 6, "Q3": 9, "A": 12}
_KINDS = {months: kind for kind, months in _MONTHS.items()}
_PRINTED = re.compile(r"^(\d{4})(Q1|H1|Q3|A)$")


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
        return cls(int(found[1]), _MONTHS[found[2]]) if found else None

    def __str__(self) -> str:
        """The name the contract gives it."""
        return f"{self.year}{_KINDS[self.months]}"

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
