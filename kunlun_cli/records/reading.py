"""A filing as those see it who use what was read of it."""

from __future__ import annotations

from typing import Protocol

from kunlun_cli.records.filing import FilingInfo
from kunlun_cli.records.financials import Financials
from kunlun_cli.records.holders import Holders
from kunlun_cli.records.lending import Lending
from kunlun_cli.records.segments import Segments
from kunlun_cli.records.statements import Statements


class FilingLike(Protocol):
    """What commands, checks and comparisons need of a filing; each disclosure is read when asked for."""

    info: FilingInfo
    """What the filing is, as it says itself; the user's word on its code where it says none."""

    @property
    def financials(self) -> Financials:
        """The key figures."""
        ...

    @property
    def holders(self) -> Holders:
        """The shareholders."""
        ...

    @property
    def lending(self) -> Lending:
        """The shares lent."""
        ...

    @property
    def segments(self) -> Segments:
        """The business segments."""
        ...

    @property
    def statements(self) -> Statements:
        """The financial statements."""
        ...
