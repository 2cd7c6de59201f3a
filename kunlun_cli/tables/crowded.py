"""What in the setting of a cell's text speaks against it: lines printed over each other, and figures with a hole.

Of two lines over each other one belongs to the row above or below; where a figure has a hole, a digit was lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kunlun_cli.pages.assemble import Word

CROWDED = "two lines of text are printed over each other in it"
TORN = "there is room for a digit in it where none is read"
SPACED = "there is a space within its digits"
HOLE = 0.35
"""Parts of the size that the hole of a digit is wide at least: room between thousands has a quarter, a digit half."""
SPACE = 0.2
"""Parts of the size from which on room is that of a space, the narrowest of which has a quarter, and what stands before
it is another figure, or a mark: in no figure of 139 reports is so much anywhere but between thousands."""
_THOUSANDS = 3
_OF_FIGURES = frozenset("0123456789.,")
NEAR = (0.25, 0.75)
"""Parts of the size by which one line's top is below another's where they stand over each other: pieces of one line
differ by less, lines set below each other by more than the whole size."""
ALIKE = 0.85
"""The part of a line's size that the other's has at least: smaller type is raised or lowered, a mark."""
OVER = 0.3
"""Parts of the size by which words of the two cover each other at least."""


def crowded(words: Sequence[Word]) -> str:
    """Why a cell's words are doubted where two lines of them stand over each other; empty where none do."""
    if len(words) < 2:
        return ""
    tops = [word.top for word in words]
    if max(tops) - min(tops) < NEAR[0] * words[0].size:
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


def torn(words: Sequence[Word]) -> str:
    """Why a cell's figure is doubted where some of its characters stand apart and others do not; empty if none do.

    Names are set with room between their letters and their digits.
    """
    if len(words) < 2 or any(map(str.isalpha, "".join([word.text for word in words]))):
        return ""
    some = [w for w in words if not w.text.isspace()]
    if len(some) < 2:
        return ""
    some.sort(key=lambda w: (round(w.cy / w.size) if w.size else 0, w.x0))
    pairs = [(a, b) for a, b in pairwise(some) if a.text[-1] in _OF_FIGURES and b.text[0] in _OF_FIGURES]
    rooms = [(b.x0 - a.x1, a, b) for a, b in pairs if abs(a.cy - b.cy) < NEAR[0] * a.size]
    least = 0.0 if any(len(w.text) > 1 for w in some) else min((room for room, *_ in rooms), default=0.0)
    figure = "".join([w.text for w in some])
    for room, a, b in rooms:
        if room - least > SPACE * a.size and room <= a.size:
            after = "".join([w.text for w in some[some.index(b) :]])
            thousands = "," not in figure and _digits(after) == _THOUSANDS
            if room - least > HOLE * a.size:
                return TORN
            if not thousands:
                return SPACED
    return ""


def _digits(text: str) -> int:
    """How many digits a text begins with."""
    return len(text) - len(text.lstrip("0123456789"))


def odd(words: Sequence[Word]) -> str:
    """Why what a cell says is doubted by how it is set; empty where nothing is odd."""
    return crowded(words) or torn(words)
