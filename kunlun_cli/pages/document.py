"""A document: pages that are read only when asked for, and a quick look at all of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet

from kunlun_cli.pages.page import Page
from kunlun_cli.records.filing import Format, Problem

__all__ = ["Document", "Format"]


class Document(ABC):
    """What the parser needs of a document, whatever its format.

    `n_pages` is the number of pages; pages count from 1. Made smaller, it leaves out the last ones.
    """

    format: Format
    n_pages: int
    drawn = True
    """Whether its tables are drawn on its pages; else its columns have to be told from how words are set."""
    as_printed = False
    """Whether it has the pages that were printed; what another program made of them may have lost some."""
    problems: tuple[Problem, ...] = ()
    """What is doubtful of all that it says."""
    jobs = 1
    """How many processes read its pages at most, where many are wanted at once."""

    @abstractmethod
    def text(self, number: int) -> str:
        """The page's text, quickly and without positions: for finding pages, never for values."""

    def read_by_lines(self, wanted: bool) -> None:  # noqa: B027 - few can
        """Have texts in the order of the page's lines: a program may draw all in one font before what is in another."""

    @abstractmethod
    def page(self, number: int) -> Page:
        """The page, read in full; kept, so that nothing is read twice."""

    def prose(self, number: int) -> Page:
        """The page, read where exact places of glyphs matter less."""
        return self.page(number)

    def ahead(self, numbers: Sequence[int], prepare: Callable[[Page], object]) -> None:  # noqa: B027 - few can
        """Have pages that are wanted read by `jobs` processes, and each prepared; nothing where that gains nothing.

        Args:
            numbers: the pages.
            prepare: makes of a page what is kept with it. A function of a module, which other processes can load.
        """

    def bookmarks(self) -> Sequence[tuple[str, int | None]]:
        """The titles of its outline in order, each with its page."""
        return ()

    def attachments(self) -> Sequence[str]:
        """The names of the files attached to it, as in a portfolio."""
        return ()

    @property
    def unreadable(self) -> AbstractSet[int]:
        """The pages that were looked at and cannot be loaded."""
        return frozenset()

    def close(self) -> None:  # noqa: B027 - most keep nothing that has to be freed
        """Free what its pages take in memory; none can be asked for any more."""
