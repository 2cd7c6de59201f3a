"""Where a piece of running text stands on a page: a box for each of its lines."""

from __future__ import annotations

from kunlun_cli.forms import normal
from kunlun_cli.pages.assemble import Word, cluster_lines
from kunlun_cli.pages.page import Page
from kunlun_cli.records.source import Box

LEAST = 8
"""Characters of a quote that must stand on the page where it goes on over the page's end."""


def boxes_of(page: Page, quote: str) -> list[Box]:
    """The boxes of the lines that a quote covers; none where it is not on the page."""
    wanted = normal(quote)
    letters: list[tuple[str, Word, int]] = []
    for number, row in enumerate(cluster_lines(page.glyphs)):
        for glyph in sorted(row, key=lambda g: g.x0):
            letters += [(character, glyph, number) for character in normal(glyph.text)]
    text = "".join(letter[0] for letter in letters)
    start, length = text.find(wanted) if wanted else -1, len(wanted)
    while start < 0 and length > LEAST:
        length -= 1
        # The page before has its beginning, or the page after its end.
        start = max(text.find(wanted[:length]), text.find(wanted[-length:]))
    if start < 0:
        return []
    lines: dict[int, list[Word]] = {}
    for _, glyph, number in letters[start : start + length]:
        lines.setdefault(number, []).append(glyph)
    return [
        (min(g.x0 for g in row), min(g.top for g in row), max(g.x1 for g in row), max(g.bottom for g in row))
        for row in lines.values()
    ]
