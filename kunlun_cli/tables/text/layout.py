"""A laid-out text: its lines cut into pieces, which of them part tables, and where headings begin."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kunlun_cli.forms import load, matches, normal
from kunlun_cli.pages.page import Page
from kunlun_cli.tables.text.blockrows import Strip
from kunlun_cli.tables.text.build import Place, Text
from kunlun_cli.tables.text.segments import Segment, at_spaces, placed, segments, width_of_wide
from kunlun_cli.tables.text.stacked import Headed, understood
from kunlun_cli.tables.text.stream import RawLine, stream
from kunlun_cli.tables.text.values import part_of_nature

# No heading of the forms has more lines.
HEADING = 16
# The cells of a line that a space may part.
NAME_AND_NATURE = 2


class Layout:
    """The lines of a laid-out text with their pieces."""

    def __init__(self, pages: Sequence[Page]) -> None:
        """Cut all lines of the pages."""
        self.lines = stream(pages)
        self.wide = width_of_wide(self.lines)
        self.pieces = [segments(line, self.wide) for line in self.lines]
        ends = load("flow")["ends"]
        self._stops = [*ends["titles"], *ends["ticks"], *ends["laid_out"]]
        self.barrier = [self._is_barrier(i) for i in range(len(self.lines))]

    def figures(self, i: int) -> int:
        """How many figures a line holds."""
        return sum(p.is_figure for p in self.pieces[i])

    def _is_barrier(self, i: int) -> bool:
        """Whether a line parts tables: a title, a tick, a unit, running text."""
        text = self.lines[i].text
        if self.figures(i) > 1:
            return False
        if matches(self._stops, text):
            return True
        if len(self.pieces[i]) == 1 and len(text) > 34 and not self.pieces[i][0].is_figure:
            return True
        return bool(re.search("。$|；$", text)) and len(self.pieces[i]) == 1


def _starts_heading(layout: Layout, i: int) -> bool:
    """Whether a heading may begin at a line: text without figures that begins or ends a heading word."""
    return not (layout.barrier[i] or layout.figures(i))


def heading_from(layout: Layout, first: int) -> tuple[Headed, int, int] | None:
    """The heading that begins at a line: the run of lines that a form's words cover best."""
    if not _starts_heading(layout, first):
        return None
    if not any(_begins_word(p.text) for p in layout.pieces[first]):
        return None
    best: tuple[Headed, int] | None = None
    for end in range(first + 1, min(first + HEADING, len(layout.lines)) + 1):
        i = end - 1
        if layout.barrier[i] or layout.figures(i):
            break
        headed = understood(layout.pieces[first:end])
        if headed and (best is None or (-headed.unknown, headed.known) >= (-best[0].unknown, best[0].known)):
            best = (headed, end)
    return (best[0], first, _below(layout, best[1])) if best else None


def _below(layout: Layout, end: int) -> int:
    """Where a heading ends: below the months in brackets of quarters that say enough without them."""
    months = load("flow")["heading_pieces"]["months"]
    return end + 1 if end < len(layout.lines) and matches(months, layout.lines[end].text) else end


def _begins_word(text: str) -> bool:
    """Whether a piece may be a heading cell's first line."""
    return matches(load("flow")["heading_pieces"]["patterns"], text)


def strips_of(
    lines: Sequence[RawLine], pieces: Sequence[Sequence[Segment]], sides: Sequence[tuple[int, int]]
) -> list[Strip]:
    """The lines with their pieces by column."""
    out = []
    for line, given in zip(lines, pieces, strict=True):
        some = _with_nature_apart(given, sides)
        cells: dict[int, list[Segment]] = {}
        wide: list[Segment] = []
        for piece, col in zip(some, placed(some, sides), strict=True):
            if col is None:
                wide.append(piece)
            else:
                cells.setdefault(col, []).append(piece)
        out.append(Strip(line.number, {c: tuple(p) for c, p in cells.items()}, tuple(wide)))
    return out


def _with_nature_apart(pieces: Sequence[Segment], sides: Sequence[tuple[int, int]]) -> Sequence[Segment]:
    """A line of a name and a nature that one space alone parts, which is no line across the columns."""
    parts = at_spaces(pieces[0]) if len(pieces) == 1 else []
    two = len(parts) == NAME_AND_NATURE and part_of_nature(normal(parts[1].text))
    return parts if two and placed(pieces, sides) == [None] else pieces


def text_of(pieces: Sequence[Segment]) -> Text:
    """The text of a cell from its pieces, line by line."""
    lines = list(dict.fromkeys(p.line for p in pieces))
    parts = tuple(" ".join(p.text for p in pieces if p.line is line) for line in lines)
    return Text(parts, Place.of(lines)) if parts else Text()
