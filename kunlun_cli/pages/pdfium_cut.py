"""Letters of which a part cannot be seen, and those left over of a word whose others cannot, in PDFium."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kunlun_cli.pages.pdfium_sight import SCALE, UNSEEN, Chars, Unseen, difference, without
from kunlun_cli.pages.raster import Raster
from kunlun_cli.records.source import Box

_FIGURE = frozenset("0123456789.,-()%")
# Letters of a figure stand closer than this part of their height; the space between two words is a quarter of it.
_APART = 0.2
# What of a digit's width or height a neighbour's shading may take without cutting its ink.
_LEAST = 0.25
# Points: the pictures have one and a half pixels a point.
_PIXEL = 0.67


def partly_hidden(
    letters: Sequence[str], chars: Chars, found: Unseen, order: Callable[[], Mapping[int, float]]
) -> set[int]:
    """The seen characters of words of which others are hidden: of the same text object, as where a cell cuts them off.

    Of other objects too, where an area hides the ones that was painted later than both: writers set figures letter by
    letter. What is painted after the area corrects what it hides.
    """
    out = set[int]()
    when = order() if found.covered.texts else {}
    for i in found.hidden:
        at = chars.objects[i]
        under = found.covered.texts.get(at or 0, -1.0)
        for step in (-1, 1) if at and not letters[i].isspace() else ():
            j = i + step
            while 0 <= j < len(letters) and not letters[j].isspace() and j not in found.hidden:
                other = chars.objects[j]
                as_old = other is not None and when.get(other, under) < under
                if other != at and not (as_old and _touch(chars.boxes(j - step), chars.boxes(j))):
                    break
                out.add(j)
                j += step
    return out


def _touch(one: Box, other: Box) -> bool:
    """Whether two characters stand beside each other in one line, as those of a word do."""
    height = max(one[3] - one[1], other[3] - other[1])
    gap = max(one[0], other[0]) - min(one[2], other[2])
    return gap <= _APART * height and min(one[3], other[3]) > max(one[1], other[1])


def cut_through(letters: Sequence[str], chars: Chars, found: Unseen, picture: Callable[[float], Raster]) -> set[int]:
    """The letters of figures through which the edge of an area painted later runs that hides what is below it."""
    cut = {
        i: part
        for i, area in found.covered.edges
        if letters[i] in _FIGURE and i not in found.hidden and (part := _part(chars.boxes(i), area))
    }
    if not cut:
        return set()
    whole = picture(SCALE)
    bare = without({at for i in cut if (at := chars.objects[i])}, lambda: picture(SCALE))
    return {i for i, part in cut.items() if abs(difference(part, whole, bare)) <= UNSEEN}


def _part(box: Box, area: Box) -> Box | None:
    """The part of a letter's box that an area covers, if it is enough of it to cut the letter.

    The ink of its neighbours, which stands on the paper beside it and may share a pixel with it, is left out.
    """
    x0, top, x1, bottom = max(box[0], area[0]), max(box[1], area[1]), min(box[2], area[2]), min(box[3], area[3])
    if x1 - x0 < _LEAST * (box[2] - box[0]) or bottom - top < _LEAST * (box[3] - box[1]):
        return None
    aside = min(_PIXEL, (x1 - x0) / 4)
    return x0 + aside, top, x1 - aside, bottom
