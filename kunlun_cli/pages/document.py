"""A document: pages that are read only when asked for, and a quick look at all of them."""

from __future__ import annotations

from typing import Protocol

from kunlun_cli.pages.page import Page
from kunlun_cli.records.filing import Format

__all__ = ["Document", "Format"]


class Document(Protocol):
    """What the parser needs of a document, whatever its format.

    `n_pages` is the number of pages; pages count from 1. Made smaller, it leaves out the last ones.
    """

    format: Format
    n_pages: int

    def __hash__(self) -> int:
        """By identity: what was read of a document is kept beside it."""
        ...

    def text(self, number: int) -> str:
        """The page's text, quickly and without positions: for finding pages, never for values."""
        ...

    def page(self, number: int) -> Page:
        """The page, read in full; kept, so that nothing is read twice."""
        ...
