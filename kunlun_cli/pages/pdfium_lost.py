"""What PDFium gives no characters for, or other ones than it draws: spaces at the ends of words, and lost glyphs."""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from operator import mul

from kunlun_cli.pages.assemble import LOST, SPACES, Word
from kunlun_cli.pages.glyphs import DOUBLE
from kunlun_cli.pages.page import Rule
from kunlun_cli.pages.pdfium_api import bounds, object_matrix, size_of, told
from kunlun_cli.pages.pdfium_drawn import Drawn
from kunlun_cli.pages.pdfium_layout import SQUARE, Matrix, box_on_page, move, multiply, scales
from kunlun_cli.pages.pdfium_over import INSIDE, Middles
from kunlun_cli.pages.pdfium_sight import SEEN, Chars
from kunlun_cli.pages.pdfium_words import Ended
from kunlun_cli.pages.raster import Raster
from kunlun_cli.pages.sight import NO_CHARACTER, OUTLINED
from kunlun_cli.records.source import Box

GROUND = 1.5
"""Points above and below a glyph that show what it stands on: rules are further away."""
DOTTED = 4.0
"""Points between the pieces of a dotted line, at most."""
LETTER = (3.0, 20.0)
"""Points between which the height of letters in a table is."""
INK = 0.5
"""The width and height, in points, from which on what is drawn may be a glyph."""
SPACE = 0.2
"""The narrowest space that fonts have, in parts of their size."""


def unread(objects: Sequence[int], on_page: Matrix, ended: Mapping[int, Ended]) -> Iterator[Word]:
    """What PDFium leaves out of text objects: a printed space at the end of words, or all that they draw.

    Nothing is drawn for a space, so that its object has no extent, or more than its characters have.
    """
    if on_page[1]:
        return
    sides = told(bounds, objects, 4, ctypes.c_float)
    sizes = _sizes([at for at in objects if at not in ended], on_page)
    a, _, c, _, e, _ = on_page
    for at, left, low, right, high in zip(objects, sides[::4], sides[1::4], sides[2::4], sides[3::4], strict=True):
        if at in ended:
            found = _space_after((left, low, right, high), on_page, ended[at])
            if found is not None:
                yield found
            continue
        size = next(sizes)
        if right - left < SQUARE:
            # The font is not asked: nobody needs more of a space than its place in the line. Some writers print one in
            # every blank cell, so that what `move` says is written out.
            x, baseline = a * left + c * high + e, on_page[3] * high + on_page[5]
            yield Word(" ", x, baseline - 0.86 * size, x + SPACE * size, baseline + 0.14 * size, size)
        elif right - left > INK and high - low > INK:
            box = box_on_page(on_page, (left, low, right, high))
            yield Word(LOST, *box, size, "", (), NO_CHARACTER)


def _space_after(sides: Sequence[float], on_page: Matrix, ended: Ended) -> Word | None:
    """The space at the end of a text object, if one is printed there."""
    right, _ = move(on_page, sides[2], sides[3])
    style = ended.style
    if right - ended.x1 > SPACE * style.size:
        return Word(" ", ended.x1, ended.top, right, ended.bottom, style.size, style.font.name)
    return None


def _sizes(objects: Sequence[int], on_page: Matrix) -> Iterator[float]:
    """The sizes in which text objects are set."""
    points = map(abs, told(size_of, objects, 1, ctypes.c_float))
    numbers = told(object_matrix, objects, 6, ctypes.c_float, whole=True)
    kinds = list(zip(numbers[::6], numbers[1::6], numbers[2::6], numbers[3::6], strict=True))
    # A page has few kinds of type.
    across = {kind: scales(multiply((*kind, 0.0, 0.0), on_page))[1] for kind in set(kinds)}
    return map(mul, points, map(across.__getitem__, kinds))


def letters_of(drawn: Drawn) -> list[Word]:
    """Letters that are drawn as their outlines between two level rules, as in a cell: nobody can read them here."""
    return [
        Word(LOST, *box, box[3] - box[1], "", (), OUTLINED)
        for box in drawn.shapes
        if LETTER[0] < box[3] - box[1] < LETTER[1] and in_table(box, drawn.rules)
    ]


def in_table(box: Box, rules: Sequence[Rule]) -> bool:
    """Whether level rules run above and below a box."""
    x = (box[0] + box[2]) / 2
    heights = [r.top for r in rules if r.top == r.bottom and r.x0 - DOTTED <= x <= r.x1 + DOTTED]
    return bool(heights) and min(heights) <= box[1] and box[3] <= max(heights)


def but_doubles(words: Sequence[Word], chars: Chars, hidden: Container[int] = ()) -> list[Word]:
    """Words made of what PDFium gives no characters for, without those that repeat characters in their place.

    Characters that are `hidden`, or of a watermark, say nothing of what is seen there.
    """
    if not any(word.doubt for word in words):
        return list(words)
    boxes = [chars.boxes(i) for i, at in enumerate(chars.objects) if at and i not in hidden]
    return [word for word in words if not (word.doubt and any(_is_on(word, box) for box in boxes))]


def printed_again(
    lost: Sequence[Word],
    letters: Sequence[str],
    chars: Chars,
    hidden: AbstractSet[int],
    over: AbstractSet[int],
    picture: Callable[[], Raster],
) -> list[Word]:
    """Marks of what is seen in the place of hidden characters, and PDFium leaves out for their doubles.

    Args:
        lost: words made of what PDFium gives no characters for.
        letters: what the characters are read as.
        chars: the page's characters.
        hidden: the numbers of those that cannot be seen, or are left out.
        over: of these, those that are seen and left out, as watermarks are.
        picture: draws the page.
    """
    whole = functools.cache(picture)
    return [*_over_hidden(lost, chars, hidden, whole), *_in_hidden_place(letters, chars, hidden, over, whole)]


def _over_hidden(
    words: Sequence[Word], chars: Chars, hidden: Container[int], picture: Callable[[], Raster]
) -> list[Word]:
    """Words made of what PDFium gives no characters for that stand on hidden ones alone, where the picture has ink.

    PDFium leaves out a text that repeats one of the few before it, also where that one has been painted over since:
    a correction that brings back what stood there.
    """
    known = but_doubles(words, chars)
    repeated = [word for word in but_doubles(words, chars, hidden) if word not in known]
    whole = picture() if repeated else None
    return [word for word in repeated if whole and _contrast((word.x0, word.top, word.x1, word.bottom), whole) >= SEEN]


def _in_hidden_place(
    letters: Sequence[str],
    chars: Chars,
    hidden: AbstractSet[int],
    over: AbstractSet[int],
    picture: Callable[[], Raster],
) -> list[Word]:
    """Marks where a hidden character has ink in its place, no seen one stands there, and one stands beside it.

    PDFium leaves out a character, too, that stands where one of the few before it is the same in the same type: a digit
    of a correction, where the figure below has the same digit at that place.
    """
    printed = [i for i, at in enumerate(chars.objects) if at and letters[i] not in SPACES]
    seen = Middles(chars, [i for i in printed if i not in hidden])
    alone = []
    for i in (i for i in printed if i in hidden and i not in over and chars.sizes[i]):
        (x0, top, x1, bottom), size = chars.boxes(i), chars.sizes[i]
        if seen.within(x0 - size, top, x1 + size, bottom) and not seen.within(x0, top, x1, bottom):
            alone.append(Word(LOST, x0, top, x1, bottom, size, "", (), NO_CHARACTER))
    whole = picture() if alone else None
    return [word for word in alone if whole and _contrast(_within(word), whole) >= SEEN]


def _within(word: Word) -> Box:
    """A word's box without its neighbours' lines, and what `_contrast` looks at beyond."""
    room = INSIDE * (word.bottom - word.top) + GROUND
    return word.x0, word.top + room, word.x1, word.bottom - room


def _is_on(word: Word, box: Box) -> bool:
    """Whether what is drawn stands where a character does, or as near as its double."""
    return box[0] - DOUBLE <= word.cx <= box[2] + DOUBLE and box[1] <= word.cy <= box[3]


def inked(
    places: Iterable[tuple[int, tuple[str, float, float], Box]],
    known: dict[tuple[str, float, float], bool],
    picture: Callable[[], Raster],
) -> list[int]:
    """The numbers of those places that have ink in the page's picture: a font outside the file has other extents.

    Args:
        places: numbers, kinds of glyph, and where their ink may be.
        known: of the kinds of a document that were looked at already, whether they have ink.
        picture: draws the page.
    """
    out = []
    whole: Raster | None = None
    for number, kind, box in places:
        if kind not in known:
            whole = whole or picture()
            known[kind] = _contrast(box, whole) >= SEEN
        if known[kind]:
            out.append(number)
    return out


def _contrast(box: Box, whole: Raster) -> int:
    """The shades of grey between the lightest and the darkest point of a box in a picture."""
    # Not what its neighbours' ink reaches into; and a little of what it stands on.
    room = (box[2] - box[0]) / 4
    left, top, right, bottom = whole.pixel_box((box[0] + room, box[1] - GROUND, box[2] - room, box[3] + GROUND))
    rows = [whole.pixels[y * whole.width + left : y * whole.width + right] for y in range(top, bottom)]
    shades = b"".join(rows)
    return max(shades) - min(shades) if shades else 0
