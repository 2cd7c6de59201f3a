"""Digits that a font draws as others: told where a figure is set in several fonts, by their outlines.

Which character a glyph is, the font's own map says. A map with one digit in it contradicts nothing else; but one digit
of a figure in a font of its own is rare (one of 59,832 figures on pages of published reports), and the other font
shows how digits look.
"""

from __future__ import annotations

import ctypes
import functools
import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from kunlun_cli.pages.pdfium_api import Handle, pdfium, text_of
from kunlun_cli.pages.pdfium_words import PageWords

Point = tuple[float, float]

_DIGITS = re.compile("[0-9]")
_SOFT_HYPHEN = re.compile("\u00ad")
HYPHEN = 0.3
"""The height of a hyphen or a minus in parts of its size, at most: theirs is a tenth or less, a digit's two thirds."""
REACH = 1.0
"""In parts of its size, what stands within this of a digit may be of its figure."""
LINE = 2.0
"""Points by which baselines of one line differ."""
ALIKE = 0.02
"""In parts of their height, outlines of one glyph lie less far apart; those of two digits in two typefaces by 0.03."""
CLEARLY = 1.25
"""A digit that looks so many times more like another is one: of 124 in other typefaces none did, by 1.2 four."""
MOST = 40
"""So many digits of other fonts are compared on a page; beyond that, a file means no good."""
NARROW = 0.5
"""In parts of its height, a digit less wide is not made as wide as others: a 1 without feet is a third."""
STEP = 0.08
"""In parts of a digit's height, how far the points that stand for its outline are apart."""
ROUNDED = 1e-6
"""What sums of distances may be out by: those of outlines that are alike are never taken for further."""
SIZE = 1000.0
"""In which outlines are asked for: a font's own unit is mostly a thousandth."""


def high_hyphens(letters: Sequence[str], reader: PageWords) -> list[int]:
    """The numbers of soft hyphens that are drawn too high to be any, as digits that their font calls so."""
    numbers = [found.start() for found in _SOFT_HYPHEN.finditer(text_of(letters))]
    drawn = ((i, setting, reader.drawn(i)) for i, setting in zip(numbers, reader.settings(numbers), strict=True))
    return [i for i, setting, box in drawn if setting and box[3] - box[1] > HYPHEN * setting.style.size]


def drawn_otherwise(letters: Sequence[str], reader: PageWords) -> set[int]:
    """The numbers of the digits that their font draws as the font of a digit beside them draws another.

    Args:
        letters: the page's characters as they are read.
        reader: the page's words.
    """
    digits = [found.start() for found in _DIGITS.finditer(text_of(letters))]
    settings = reader.settings(digits)
    of = {i: setting.style.font.at for i, setting in zip(digits, settings, strict=True) if setting is not None}
    fonts = Counter(of.values())
    if len(fonts) < 2:
        return set()
    (main, _), *_ = fonts.most_common(1)
    few = [i for i, font in of.items() if font != main]
    heights = {i: round(s.base / LINE) for i, s in zip(digits, settings, strict=True) if s is not None}
    near = {heights[i] + k for i in few for k in (-1, 0, 1)}
    lines: defaultdict[int, list[int]] = defaultdict(list)
    for i, height in heights.items():
        if height in near:
            lines[height].append(i)
    out: set[int] = set()
    compared: dict[tuple[str, int, int], bool] = {}
    outline = functools.cache(_outline)
    for i in few:
        for j in itertools.chain.from_iterable(lines.get(heights[i] + k, ()) for k in (-1, 0, 1)):
            key = (letters[i], of[i], of[j])
            if key[1] == key[2] or fonts[key[2]] < fonts[key[1]] or not reader.beside(i, j, REACH):
                continue
            if key not in compared:
                seen = {letters[k] for k, font in of.items() if font == key[2]}
                compared[key] = len(compared) >= MOST or _is_another(*key, seen, outline)
            if compared[key]:
                out.add(i)
    return out


def _is_another(
    digit: str, font: int, other: int, seen: AbstractSet[str], outline: Callable[[int, str], tuple[Point, ...]]
) -> bool:
    """Whether a font's digit looks more like another digit of a second font than like that digit of it."""
    own = outline(font, digit)
    if not own:
        return False
    like = outline(other, digit) if digit in seen else ()
    most = _apart(own, like) if like else math.inf
    apart = {some: _apart(own, shape, most) for some in sorted(seen) if (shape := outline(other, some))}
    best = min(apart, key=apart.__getitem__, default=digit)
    # A 1 with feet looks like none without: only the same typeface tells that it is another digit.
    clear = digit in apart and digit != "1" and apart[best] * CLEARLY < apart[digit]
    return best != digit and (clear or apart[best] < ALIKE)


@functools.lru_cache(maxsize=1024)
def _apart(one: tuple[Point, ...], other: tuple[Point, ...], most: float = math.inf) -> float:
    """How far the points of two outlines lie apart on average, in parts of their height; more than `most` where so.

    Kept, since the pages of a report are set in the same few fonts.
    """

    def way(some: Sequence[Point], others: Sequence[Point]) -> float:
        enough, length = 2 * most * len(some) + ROUNDED, 0.0
        for x, y in some:
            length += math.sqrt(min([(x - u) * (x - u) + (y - v) * (y - v) for u, v in others]))
            if length > enough:  # it looks like another already
                break
        return length

    return (way(one, other) / len(one) + way(other, one) / len(other)) / 2


def _outline(font: int, digit: str) -> tuple[Point, ...]:
    """Points along the outline by which a font draws a digit, its height one; none where it draws nothing."""
    path = pdfium.FPDFFont_GetGlyphPath(ctypes.cast(font, pdfium.FPDF_FONT), ord(digit), SIZE)
    sides = list(_sides(path)) if path else []
    if not sides:
        return ()
    xs, ys = zip(*(point for side in sides for point in (side[0], side[-1])), strict=True)
    high, middle, low = max(ys) - min(ys), (max(xs) + min(xs)) / 2, min(ys)
    if high <= 0:
        return ()
    # As wide as high, but for a 1: typefaces differ in how narrow their digits are.
    wide = max(max(xs) - min(xs), NARROW * high)
    placed = ([((x - middle) / wide, (y - low) / high) for x, y in side] for side in sides)
    return tuple(point for side in placed for point in _along(side))


def _along(side: Sequence[Point]) -> Iterator[Point]:
    """Points along a line or a curve of the third degree, a step apart."""
    steps = max(1, round(math.dist(side[0], side[-1]) / STEP))
    (x0, y0), (x1, y1), *ends = side
    for i in range(steps):
        t = i / steps
        s = 1 - t
        if not ends:
            yield s * x0 + t * x1, s * y0 + t * y1
            continue
        (x2, y2), (x3, y3) = ends
        p, q, r, u = s**3, 3 * t * s**2, 3 * t * t * s, t**3
        yield p * x0 + q * x1 + r * x2 + u * x3, p * y0 + q * y1 + r * y2 + u * y3


def _sides(path: Handle) -> Iterator[list[Point]]:
    """The sides of an outline: the ends of a line, or the four points of a curve."""
    x, y = ctypes.c_float(), ctypes.c_float()
    side: list[Point] = []
    for i in range(max(pdfium.FPDFGlyphPath_CountGlyphSegments(path), 0)):
        piece = pdfium.FPDFGlyphPath_GetGlyphPathSegment(path, i)
        pdfium.FPDFPathSegment_GetPoint(piece, x, y)
        kind, point = pdfium.FPDFPathSegment_GetType(piece), (x.value, y.value)
        side = [point] if kind == pdfium.FPDF_SEGMENT_MOVETO else [*side, point]
        if len(side) == (4 if kind == pdfium.FPDF_SEGMENT_BEZIERTO else 2):
            yield side
            side = [point]
