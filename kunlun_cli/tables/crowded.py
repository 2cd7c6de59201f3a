"""Lines of text that are printed over each other in a cell: one of them belongs to the row above or below."""

from __future__ import annotations

from collections.abc import Sequence

from kunlun_cli.pages.assemble import Word

CROWDED = "two lines of text are printed over each other in it"
NEAR = (0.25, 0.75)
"""Parts of the size by which one line's top is below another's where they stand over each other: pieces of one line
differ by less, lines set below each other by more than the whole size."""
ALIKE = 0.85
"""The part of a line's size that the other's has at least: smaller type is raised or lowered, a mark."""
OVER = 0.3
"""Parts of the size by which words of the two cover each other at least."""


def crowded(words: Sequence[Word]) -> str:
    """Why a cell's words are doubted where two lines of them stand over each other; empty where none do."""
    if len(words) < 2 or max(w.top for w in words) - min(w.top for w in words) < NEAR[0] * words[0].size:
        return ""
    inked = sorted((w for w in words if not w.text.isspace()), key=lambda w: w.top)
    for i, word in enumerate(inked):
        for other in inked[i + 1 :]:
            apart = other.top - word.top
            if apart > NEAR[1] * word.size:
                break
            alike = ALIKE * word.size <= other.size <= word.size / ALIKE
            if apart >= NEAR[0] * word.size and alike and _lap(word, other) >= OVER * word.size:
                return CROWDED
    return ""


def _lap(word: Word, other: Word) -> float:
    return min(word.x1, other.x1) - max(word.x0, other.x0)
