"""A page as every later step sees it: glyphs in boxes, ruling lines, lines of text.

PDF, HTML and text meet here; nothing after asks which it was. Coordinates are points from the top
left corner, `top` < `bottom`. Text without geometry uses one unit a column (two for a full-width
character) and one unit a line; `Page.reading` says how far positions may be trusted.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from kunlun_cli.pages.assemble import Glyph, assemble_line, cluster_lines

__all__ = ["Glyph", "Line", "Page", "Reading", "Rule"]


class Reading(enum.Enum):
    """What the positions on a page mean."""

    SPATIAL = "spatial"
    """Positions are those of the printed page (PDF, HTML tables, laid-out text)."""
    FLOW = "flow"
    """Only the order of lines, and of words in a line, is known (extracted text)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling line; horizontal where `top == bottom`, vertical where `x0 == x1`."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text. `text` has white space only where the document shows a gap or a space."""

    text: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    size: float = 0.0
    bold: bool = False


@dataclass(frozen=True)
class Page:
    """One page. `number` counts from 1; `glyphs` in no particular order."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...] = ()
    reading: Reading = Reading.SPATIAL
    given_lines: tuple[Line, ...] | None = field(default=None, repr=False)

    @cached_property
    def made(self) -> dict[str, object]:
        """What later steps have made of this page, by their names, so that it is made once."""
        return {}

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Lines of text from top to bottom, table cells included."""
        if self.given_lines is not None:
            return self.given_lines
        return tuple(lines_of(self.glyphs, self.number))


def lines_of(glyphs: Iterable[Glyph], page: int) -> list[Line]:
    """Lines of text that some glyphs of one page form, from top to bottom."""
    out = []
    for row in cluster_lines(glyphs):
        text = assemble_line(row)
        if not text:
            continue
        inked = [g for g in row if not g.text.isspace()]
        bold = sum("bold" in g.font.lower() or "hei" in g.font.lower() for g in inked) * 2 > len(inked)
        out.append(
            Line(
                text,
                page,
                min(g.x0 for g in inked),
                min(g.top for g in inked),
                max(g.x1 for g in inked),
                max(g.bottom for g in inked),
                max(g.size for g in inked),
                bold,
            )
        )
    return out
