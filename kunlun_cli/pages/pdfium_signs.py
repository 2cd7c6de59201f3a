"""What a person reads in a table's cell and no text says: turned letters, pictures, red for a minus; in PDFium."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from kunlun_cli.pages.assemble import LOST, Word
from kunlun_cli.pages.page import Rule
from kunlun_cli.pages.pdfium_api import text_of
from kunlun_cli.pages.pdfium_drawn import Area, Drawn
from kunlun_cli.pages.pdfium_lost import LETTER, in_table
from kunlun_cli.pages.pdfium_over import LARGE, Middles
from kunlun_cli.pages.pdfium_paths import SIGN
from kunlun_cli.pages.pdfium_sight import Chars, Colour, Unseen
from kunlun_cli.pages.sight import PICTURED, SIGNED, TURNED
from kunlun_cli.records.source import Box

RED = 80
"""Steps, of 255, by which red is above the other channels in what is called red."""
STEP = 18.0
"""Points from one mark to the next in a picture: columns of tables are wider, and rows as high."""
MOST = 400
"""Marks in one picture: those of the largest table of a page are fewer."""
BESIDE = 1.5
"""Heights of what is drawn within which the middle of a figure's first or last digit is beside it."""
SMALL = (12.0, 1.3)
"""Points, and sizes of a page's type if that is larger, that no arrow in a line is wide or high: cells are larger."""
POINT = (3.6, 4.6, 1.0)
"""Points from a decimal point to the middle of the digit beside it: aside, up and down. A dotted line below a figure,
or beside it at the cell's edge, is further."""
_BRACKETS = "()（）"
"""What is printed beside the middle of its own box: a bold one has its strokes drawn as a path as well."""
_UNSIGNED = re.compile(r"(?<![-－−(（\d.,])\d[\d,]*(?:\.\d+)?%?")
_WHOLE = re.compile(r"[,.%]")
_DIGIT = re.compile("[0-9%]")


def red_figures(letters: Sequence[str], chars: Chars, inks: Mapping[int, Colour]) -> set[int]:
    """The numbers of characters of figures without a sign in red, among others that are not."""
    red = {ink for ink in set(inks.values()) if ink[0] - max(ink[1:3]) > RED}
    reds = {at for at, ink in inks.items() if ink in red} if red else set()
    if not reds or len(reds) == len(inks):
        return set()
    text = "".join(letter if at in reds else " " for letter, at in zip(letters, chars.objects, strict=True))
    figures = [found for found in _UNSIGNED.finditer(text) if _WHOLE.search(found[0])]
    return {i for found in figures for i in range(*found.span()) if chars.sizes[i]}


def bare_pictures(chars: Chars, areas: Iterable[Area], hidden: Collection[int]) -> tuple[Box, ...]:
    """Where pictures stand without letters on them: those of a background have some."""
    pictures = [a.box for a in areas if not a.plain]
    large = [box for box in pictures if box[3] - box[1] > LETTER[0] < box[2] - box[0]]
    if not large:
        return ()
    middles = chars.middles(i for i, at in enumerate(chars.objects) if at and i not in hidden)
    return tuple(b for b in large if not any(b[0] <= x <= b[2] and b[1] <= y <= b[3] for x, y in middles))


def unread_ink(
    letters: Sequence[str], chars: Chars, drawn: Drawn, pictures: Iterable[Box], found: Unseen
) -> Iterator[Word]:
    """Marks, to be doubted, where a table's cells have letters that are turned, or a picture."""
    yield from _turned(letters, chars, drawn.rules, found.inks, found.hidden)
    yield from _pictured(box for box in pictures if in_table(box, drawn.rules))
    yield from _signed(letters, chars, drawn, found.hidden)


def _turned(letters: Sequence[str], chars: Chars, rules: Sequence[Rule], inks: Mapping[int, Colour],
            hidden: Collection[int]) -> Iterator[Word]:  # fmt: skip
    """Letters as large as the text and in its colour, set at an angle in a cell: others are seals and watermarks."""
    if 0.0 not in itertools.compress(chars.sizes, chars.objects):  # as on most pages
        return
    some = [
        i
        for i, at in enumerate(chars.objects)
        if at and not chars.sizes[i] and i not in hidden and letters[i].isprintable() and not letters[i].isspace()
    ]
    if not some:
        return
    main = Counter(inks.get(at) for at in chars.objects if at).most_common(1)[0][0]
    most = LARGE * _main(chars)
    for i in some:
        box = chars.boxes(i)
        small = max(box[2] - box[0], box[3] - box[1]) < most
        if small and inks.get(chars.objects[i] or 0) == main and in_table(box, rules):
            yield Word(LOST, *box, min(box[3] - box[1], LETTER[1]), "", (), TURNED)


def _main(chars: Chars) -> float:
    """The size in which most of a page is set; nought where nothing stands level."""
    sizes = Counter(size for size in chars.sizes if size)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _pictured(pictures: Iterable[Box]) -> Iterator[Word]:
    """A mark for each place of a row in pictures."""
    for x0, top, x1, bottom in pictures:
        across, down = (max(1, int(length / STEP)) for length in (x1 - x0, bottom - top))
        wide, high = (x1 - x0) / across, (bottom - top) / down
        for n in range(min(across * down, MOST)):
            x, y = x0 + n % across * wide, top + n // across * high
            yield Word(LOST, x, y, x + wide, y + high, min(high, LETTER[1]), "", (), PICTURED)


def _signed(letters: Sequence[str], chars: Chars, drawn: Drawn, hidden: Collection[int]) -> Iterator[Word]:
    """What is drawn as small as a letter beside a figure of a table, no letter on it: arrows stand for a minus.

    What is as small as a point counts where one stands: beside a digit, at its foot or in its middle.
    """
    most = max(SMALL[0], SMALL[1] * _main(chars)) if drawn.signs else 0.0
    signs = [box for box in drawn.signs if max(box[2] - box[0], box[3] - box[1]) <= most]
    if not signs:
        return
    objects, sizes = chars.objects, chars.sizes
    digits = (found.start() for found in _DIGIT.finditer(text_of(letters)))
    figures = Middles(chars, [i for i in digits if objects[i] and i not in hidden and sizes[i]])
    signs = [box for box in signs if figures.within(*_around(box))]
    if not signs:  # tables have dots in the corners of their cells
        return
    seen = [i for i, at in enumerate(objects) if at and i not in hidden and sizes[i]]
    every = Middles(chars, seen)
    brackets = [chars.boxes(i) for i in seen if letters[i] in _BRACKETS]
    for box in signs:
        x0, top, x1, bottom = box
        if not every.within(*box) and not _is_on(box, brackets) and in_table(box, drawn.rules):
            yield Word(LOST, x0, top, x1, bottom, max(bottom - top, LETTER[0]), "", (), SIGNED)


def _around(box: Box) -> Box:
    """Where the middle of a figure's digit is beside what is drawn in a box."""
    x0, top, x1, bottom = box
    reach, up, down = POINT if bottom - top <= SIGN[0] else (BESIDE * (bottom - top), 1.0, 1.0)
    return x0 - reach, top - up, x1 + reach, bottom + down


def _is_on(box: Box, others: Sequence[Box]) -> bool:
    """Whether the middle of what is drawn stands in one of some boxes."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in others)
