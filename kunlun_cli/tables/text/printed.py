"""Laid-out pages of a text as pages with words where they stand, for the reader of tables without ruling lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from kunlun_cli.pages.assemble import Word, squeeze
from kunlun_cli.pages.page import Page
from kunlun_cli.tables.text.segments import Segment, at_spaces, segments, width_of_wide
from kunlun_cli.tables.text.stream import stream
from kunlun_cli.tables.unruled.bands import heads_notes
from kunlun_cli.tables.unruled.pieces import is_note

# The font's size in columns: so that one space, where it parts two pieces, is a gap wider than it (1.1 of the size).
SIZE = 0.9
# From line to line: so near that figures beside either line of a label of two stand in its middle, up to 0.6 of the
# size off: a text has no half lines.
PITCH = 1.15 * SIZE


def printed(pages: Sequence[Page]) -> list[Page]:
    """The pages with a word for each piece of a line: as wide as its columns.

    Running headers and page numbers are left out.
    """
    lines = stream(pages)
    wide = width_of_wide(lines)
    own = {
        number: tuple(_word(p) for line in some for piece in segments(line, wide) for p in _noted(piece))
        for number, some in groupby(lines, lambda line: line.page)
    }
    return [replace(page, words=own.get(page.number, ())) for page in pages]


def _noted(piece: Segment) -> list[Segment]:
    """A piece cut before the number of a note, or the heading of such, that one space parts from its label."""
    *label, note = at_spaces(piece)
    if not label or not (heads_notes(note.text) or is_note(note.text)):
        return [piece]
    text = piece.text[: piece.text.rindex(note.text)].rstrip()
    return [replace(piece, text=text, x1=label[-1].x1), note]


def _word(piece: Segment) -> Word:
    text, top = squeeze(piece.text), piece.line.number * PITCH
    step = (piece.x1 - piece.x0) / len(text)
    sides = tuple(piece.x0 + step * i for i in range(len(text) + 1))
    return Word(text, float(piece.x0), top, float(piece.x1), top + SIZE, SIZE, sides=sides)
