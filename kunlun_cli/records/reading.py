"""A filing as those see it who use what was read of it."""

from __future__ import annotations

import functools
from abc import abstractmethod
from dataclasses import dataclass
from typing import Protocol, Self, TypedDict, TypeVar

from kunlun_cli.engines import DEFAULT_ENGINE, Engine
from kunlun_cli.limits import DEFAULT, Limits
from kunlun_cli.records.filing import FilingInfo, Problem
from kunlun_cli.records.financials import Financials
from kunlun_cli.records.holders import Holders
from kunlun_cli.records.lending import Lending
from kunlun_cli.records.segments import Segments
from kunlun_cli.records.statements import Statements

T = TypeVar("T")


class Said(TypedDict, total=False):
    """What may be said of a file, beside what to call it."""

    period: str | None
    password: str | None
    engine: Engine
    limits: Limits
    jobs: int


@dataclass(frozen=True, slots=True)
class Opening:
    """How a file is opened.

    `name` is what it is called in messages, `period` the user's word where the filing does not say it, `password`
    that of an encrypted PDF, `engine` the library that reads a PDF's pages; `limits` are how large it may be, and
    how long reading it may take; `jobs` processes at most read the pages of one PDF.
    """

    name: str
    period: str | None = None
    password: str | None = None
    engine: Engine = DEFAULT_ENGINE
    limits: Limits = DEFAULT
    jobs: int = 1

    @classmethod
    def of(cls, source: object, name: str | None, said: Said) -> Self:
        """The opening of a path, or of bytes, which have no name of their own."""
        return cls(name or ("-" if isinstance(source, bytes) else str(source)), **said)


class FilingLike(Protocol):
    """What commands, checks and comparisons need of a filing; each disclosure is read when asked for."""

    info: FilingInfo
    """What the filing is, as it says itself; the user's word on its code where it says none."""

    @property
    def financials(self) -> Financials:
        """The key figures."""

    @property
    def holders(self) -> Holders:
        """The shareholders."""

    @property
    def lending(self) -> Lending:
        """The shares lent."""

    @property
    def segments(self) -> Segments:
        """The business segments."""

    @property
    def statements(self) -> Statements:
        """The financial statements."""


class Parts:
    """A filing that something else has read, or reads when it is asked: each part is asked for once."""

    info: FilingInfo
    """What the filing is."""

    @abstractmethod
    def part(self, name: str, kind: type[T]) -> T:
        """A part of the filing by its name, which is of this class.

        Raises:
            KunlunError: it cannot be read.
        """

    @functools.cached_property
    def financials(self) -> Financials:
        """Key accounting data and financial indicators."""
        return self.part("financials", Financials)

    @functools.cached_property
    def holders(self) -> Holders:
        """Numbers of shareholders and the top ten tables."""
        return self.part("holders", Holders)

    @functools.cached_property
    def lending(self) -> Lending:
        """Shares lent under refinancing."""
        return self.part("lending", Lending)

    @functools.cached_property
    def segment_tables(self) -> Segments:
        """The tables of `segments` alone."""
        return self.part("segment_tables", Segments)

    @functools.cached_property
    def segments(self) -> Segments:
        """Revenue by segment, the narrative's outline and the figures stated in it."""
        return self.part("segments", Segments)

    @functools.cached_property
    def statements(self) -> Statements:
        """The financial statements."""
        return self.part("statements", Statements)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems of the four disclosures."""
        parts = (self.financials, self.holders, self.lending, self.segments)
        return tuple(problem for part in parts for problem in part.problems)
