"""What is printed over a page in PDFium and is no part of its text: watermarks and seals, by size and colour.

Letters set at an angle are never read. These are the ones that stand level.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kunlun_cli.pages.page import Rule
from kunlun_cli.pages.pdfium_sight import Chars, Colour, Unseen

LARGE = 1.5
"""Letters so many times as large as the page's text stand over it where they cross it; titles cross nothing."""
MOST = 0.6
"""The part of a page's characters that its text's colour has at least; else it has none."""
OTHER = 60
"""Steps, of 255, in a channel by which a colour is another one, even where a printer prints it grey."""
TURNED = 3
"""So many turned letters of a colour make the level ones of that colour part of a seal."""
BESIDE = 2.0
"""Sizes of type within which letters of another colour may be of one text with those beside, to their middles: digits
that are one apart are taken for those of one figure."""
INSIDE = 0.15
"""The part of a large letter's box, above and below, in which others may stand: its neighbours' lines."""


class Over(NamedTuple):
    """The numbers of characters of watermarks and seals, and of those that may be."""

    marks: set[int]
    doubted: set[int]


def printed_over(chars: Chars, found: Unseen, rules: Sequence[Rule]) -> Over:
    """What is printed over a page.

    Args:
        chars: its characters.
        found: what of it cannot be seen, or hardly, and the colours of its text objects.
        rules: its ruling lines.
    """
    marks, doubted, inks = _large(chars, found.hidden | found.faint, rules), set[int](), found.inks
    if len(set(inks.values())) > 1:
        odd = _coloured(chars, inks)
        turned = Counter(inks[chars.objects[i] or 0] for i in odd if not chars.sizes[i])
        for i in odd:
            if not chars.sizes[i] or i in marks:
                continue
            if turned[inks[chars.objects[i] or 0]] >= TURNED:
                marks.add(i)
            else:
                doubted.add(i)
        doubted = _beside(chars, doubted, marks | odd)
    return Over(marks, doubted)


def _coloured(chars: Chars, inks: Mapping[int, Colour]) -> set[int]:
    """Characters in another colour than most of the page."""
    counts = Counter(inks[at] for at in chars.objects if at)
    main, count = counts.most_common(1)[0]
    if count < MOST * counts.total():
        return set()
    other = {ink for ink in counts if max(abs(a - b) for a, b in zip(ink, main, strict=True)) > OTHER}
    return {i for i, at in enumerate(chars.objects) if at and inks[at] in other}


class Middles:
    """The middles of some characters, by their height on the page."""

    def __init__(self, chars: Chars, numbers: Sequence[int]) -> None:
        self._all = sorted([(y, x, i) for i, (x, y) in zip(numbers, chars.middles(numbers), strict=True)])
        self._heights = [y for y, _, _ in self._all]

    def within(self, x0: float, top: float, x1: float, bottom: float) -> bool:
        """Whether one of them lies in a box."""
        some = self._all[bisect_left(self._heights, top) : bisect_right(self._heights, bottom)]
        return any(x0 <= x <= x1 for _, x, _ in some)


def _large(chars: Chars, faint: set[int], rules: Sequence[Rule]) -> set[int]:
    """Large letters that are faint, or cross the text or the ruling lines, with all that are set so on their line."""
    counts = Counter(size for i, size in enumerate(chars.sizes) if i not in faint) if faint else Counter(chars.sizes)
    counts.pop(0.0, None)
    if not counts:
        return set()
    main = counts.most_common(1)[0][0]
    if max(chars.sizes) < LARGE * main:
        return set()
    large = [i for i, size in enumerate(chars.sizes) if size >= LARGE * main]
    middles = Middles(chars, [i for i, size in enumerate(chars.sizes) if 0 < size < LARGE * main])
    lines: dict[tuple[float, int], list[int]] = {}
    for i, (_, y) in zip(large, chars.middles(large), strict=True):
        lines.setdefault((chars.sizes[i], round(y)), []).append(i)
    return {
        i
        for line in lines.values()
        if any(j in faint or _crosses(chars, j, middles, rules) for j in line)
        for i in line
    }


def _crosses(chars: Chars, number: int, middles: Middles, rules: Sequence[Rule]) -> bool:
    x0, top, x1, bottom = chars.boxes(number)
    room = INSIDE * (bottom - top)
    top, bottom = top + room, bottom - room
    return middles.within(x0, top, x1, bottom) or any(
        rule.x0 < x1 and x0 < rule.x1 and rule.top < bottom and top < rule.bottom for rule in rules
    )


def _beside(chars: Chars, some: set[int], others: set[int]) -> set[int]:
    """Those characters that stand beside, or on, one that is not of the others."""
    if not some:
        return some
    middles = Middles(chars, [i for i, size in enumerate(chars.sizes) if size and i not in others])
    out = set()
    for i in some:
        x0, top, x1, bottom = chars.boxes(i)
        room = BESIDE * chars.sizes[i]
        if middles.within(x0 - room, top, x1 + room, bottom):
            out.add(i)
    return out
