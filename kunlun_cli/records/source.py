"""Where a value stands in the document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Box = tuple[float, float, float, float]
"""Left, top, right, bottom: points from a page's top left corner."""


def around(boxes: Iterable[Box]) -> Box:
    """The box around some boxes, of which there is at least one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


@dataclass(frozen=True, slots=True)
class Source:
    """The place of a value: page, box and the text as printed.

    `page` counts from 1; text without page breaks has page 1. `bbox` is (x0, top, x1, bottom) in PDF
    points from the page's top left corner; for text it is (column, line, column, line). Either is
    `None` where the document gives no place. `doubt` says why the text may not be what a person sees
    there; a value with such a source is withheld, and a problem names it.
    """

    page: int | None = None
    bbox: Box | None = None
    text: str | None = None
    doubt: str | None = None

    def __repr__(self) -> str:
        """Its page and text alone: records are read where they are printed, and have several sources."""
        return f"<p. {self.page}: {self.text!r}>"
