"""The words of a page in PDFium.

Many writers set every character as a text object of its own, and a report has tens of thousands of them:
PDFium's functions are called over all characters, or all objects, at once (`map`), without a step of
Python between two calls. What Python does for each character is in `PageWords._level` and `_words`.
"""

from __future__ import annotations

import collections
import ctypes
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, repeat

from kunlun_cli.pages.assemble import GAP_OF_SIZE, SPACES, Word
from kunlun_cli.pages.glyphs import LAP, tick_of
from kunlun_cli.pages.pdfium_api import (
    Handle,
    address,
    char_matrix,
    font_of,
    font_size,
    loose_box,
    pdfium,
    text_object,
)
from kunlun_cli.pages.pdfium_layout import SQUARE, Matrix, is_upright, move, multiply, scales

Inks = dict[str, dict[str, tuple[float, float]]]
"""For each font of a document by its name, how far its characters' ink stands out; see `_Font`."""


@dataclass(slots=True)
class _Font:
    """What the reader needs of a font: `descent` in parts of the size, below zero."""

    handle: Handle
    name: str
    descent: float
    symbols: bool
    ink: dict[str, tuple[float, float]]
    """For each character, by how much of the size its ink stands out of its advance, left and right."""


@dataclass(slots=True, eq=False)
class Style:
    """How some text objects are set: their font, its size on the page in points, their matrix.

    `plain` are those neither skewed nor on a turned page: PDFium's boxes need no more than to be moved.
    """

    font: _Font
    size: float
    matrix: Matrix
    points: float
    plain: bool


@dataclass(slots=True)
class Ended:
    """A text object after which PDFium put a space or line end of its own: where its last character ends."""

    x1: float
    top: float
    bottom: float
    style: Style


class PageWords:
    """Reads the words of one page.

    PDFium may reuse the address of a font once the page is closed: fonts are known for one page.

    Args:
        text_page: PDFium's text of the page.
        on_page: the matrix from PDFium's coordinates to the page's.
        inks: shared by the pages of a document.
    """

    def __init__(self, text_page: Handle, on_page: Matrix, inks: Inks) -> None:
        """Read nothing yet."""
        self._text_page = text_page
        self._at = address(text_page)
        self._on_page = on_page
        self._inks = inks
        self._fonts: dict[int, _Font] = {}
        self.objects: dict[int, tuple[Style | None, float]] = {}
        """The text objects that have characters, by their addresses: how they are set, and their baseline.

        No style where one does not stand level: stamps and watermarks are never cells.
        """
        self.ended: dict[int, Ended] = {}

    def read(self, chars: Sequence[str], shown: Sequence[str]) -> list[Word]:
        """The page's level words, the spaces and line ends of PDFium's own left out.

        Args:
            chars: the page's characters in the order of PDFium's numbers.
            shown: what is to be read in their place.
        """
        objects = list(map(text_object, repeat(self._at), range(len(chars))))
        self._set_objects(objects)
        turned: list[Word] = []
        return [*self._words(self._level(chars, shown, objects, turned)), *turned]

    def _level(
        self, chars: Sequence[str], shown: Sequence[str], objects: Sequence[int | None], turned: list[Word]
    ) -> Iterator[tuple[str, float, float, Style, float]]:
        """The characters set plainly: what is read, left and right side, style and baseline.

        Those set level in other ways are put to `turned`; the text objects that end are noted in `ended`.
        """
        dx, known, ended = self._on_page[4], self.objects, self.ended
        private = max(shown, default="") >= "\uf000"
        boxes = self._asked(loose_box, range(len(chars)), 4)
        # The text object that is being read, and where its last character ended.
        current: int | None = None
        style: Style | None = None
        base = size = end = 0.0
        ink: dict[str, tuple[float, float]] = {}
        for i, char, letter, at, left, right in zip(
            count(), chars, shown, objects, boxes[0::4], boxes[2::4], strict=False
        ):
            if at != current:
                if not at:  # PDFium's own
                    if current and style is not None and style.plain:
                        ended[current] = Ended(end, *self._height(style, base), style)
                    current = None
                    continue
                current = at
                if at in ended:
                    del ended[at]
                found, base = known[at]
                if found is not style:
                    style = found
                    if style is not None:
                        size, ink = style.size, style.font.ink
            if style is None or not current:
                continue
            seen = letter
            if private or style.font.symbols:
                seen = tick_of(letter, style.font.name) or letter
            if not style.plain:
                turned.append(Word(seen, *self._turned_box(i, char, style), size, style.font.name))
                continue
            before, after = ink.get(char) or self._ink(i, char, style, left, right)
            x0, end = left + before * size + dx, right - after * size + dx
            if end > x0 or char not in SPACES:  # else PDFium's own too
                yield seen, x0, end, style, base

    def _words(self, letters: Iterable[tuple[str, float, float, Style, float]]) -> Iterator[Word]:
        """The words that characters form."""
        text: list[str] = []
        sides: list[float] = []
        style: Style | None = None
        base = pen = gap = lap = 0.0
        for letter, x0, x1, its, its_base in letters:
            if its is style and its_base == base and lap <= x0 - pen <= gap and x1 >= pen and letter not in SPACES:
                text.append(letter)
                sides += x0, x1
                pen = x1
                continue
            if style is not None:
                yield self._word(text, sides, style, base)
            text, sides, style, base, pen = [letter], [x0, x1], its, its_base, x1
            gap, lap = GAP_OF_SIZE * its.size, -LAP * its.size
            if letter in SPACES:
                pen = math.inf  # nothing goes on from there
        if style is not None:
            yield self._word(text, sides, style, base)

    def _word(self, text: Sequence[str], sides: Sequence[float], style: Style, base: float) -> Word:
        several = tuple(sides) if len(text) > 1 else ()
        top, bottom = self._height(style, base)
        return Word("".join(text), sides[0], top, sides[-1], bottom, style.size, style.font.name, several)

    def _height(self, style: Style, base: float) -> tuple[float, float]:
        """Top and bottom of what is set plainly on a baseline."""
        bottom = self._on_page[5] - base - style.font.descent * style.size
        return bottom - style.size, bottom

    def _set_objects(self, objects: Sequence[int | None]) -> None:
        """Note how the text objects of the page's characters are set."""
        # The first character of each: of equal keys the last stays.
        first = dict(zip(reversed(objects), range(len(objects) - 1, -1, -1), strict=True))
        first.pop(None, None)
        indices = list(first.values())
        matrices = self._asked(char_matrix, indices, 6)
        points = map(font_size, repeat(self._at), indices)
        keys = list(zip(map(font_of, first), points, *(matrices[k::6] for k in range(4)), strict=True))
        styles = {key: self._style(*key) for key in set(keys)}
        self.objects = dict(zip(first, zip(map(styles.__getitem__, keys), matrices[5::6], strict=True), strict=True))

    def _asked(self, function: Callable[..., object], indices: Sequence[int], width: int) -> list[float]:
        """What a function of PDFium writes for each of some characters: `width` numbers in single precision."""
        written = (ctypes.c_float * (width * len(indices)))()
        start, size = ctypes.addressof(written), width * ctypes.sizeof(ctypes.c_float)
        places = range(start, start + size * len(indices), size)
        collections.deque(map(function, repeat(self._at), indices, places), maxlen=0)
        return memoryview(written).cast("B").cast("f").tolist()

    def _style(self, font_at: int | None, points: float, a: float, b: float, c: float, d: float) -> Style | None:
        """How text objects of a font, a size before and a matrix are set; `None` where not level."""
        font, on_page = self._font(font_at or 0), self._on_page
        if on_page[0] == 1.0 and b == 0.0 == c and a > 0.0 < d and points > 0.0:
            return Style(font, points * d, (a, 0.0, 0.0, -d, 0.0, 0.0), points, True)
        matrix = multiply((a, b, c, d, 0.0, 0.0), (*on_page[:4], 0.0, 0.0))
        if not is_upright(matrix):
            return None
        return Style(font, abs(points) * scales(matrix)[1], matrix, points, False)

    def _font(self, at: int) -> _Font:
        font = self._fonts.get(at)
        if font is None:
            handle = ctypes.cast(at, pdfium.FPDF_FONT)
            descent = ctypes.c_float()
            pdfium.FPDFFont_GetDescent(handle, 1.0, descent)
            buffer = ctypes.create_string_buffer(256)
            fits = pdfium.FPDFFont_GetBaseFontName(handle, buffer, 256) <= 256
            name = buffer.value.decode("utf-8", errors="replace") if fits else ""
            # A font without a name may be any; one with a name is drawn alike on all pages.
            ink = self._inks.setdefault(name, {}) if name else {}
            font = self._fonts[at] = _Font(handle, name, descent.value, "wingdings" in name.lower(), ink)
        return font

    def _ink(self, index: int, char: str, style: Style, box_left: float, box_right: float) -> tuple[float, float]:
        """By how much, in parts of the size, a character's ink stands out of its advance on either side.

        PDFium's box is the advance made larger by the ink; what stands out would close narrow gaps
        between words. Found once for each character of a font.
        """
        x, y, advance = ctypes.c_double(), ctypes.c_double(), ctypes.c_float()
        inner_left, inner_right, low, high = (ctypes.c_double() for _ in range(4))
        pdfium.FPDFText_GetCharOrigin(self._text_page, index, x, y)
        pdfium.FPDFText_GetCharBox(self._text_page, index, inner_left, inner_right, low, high)
        pdfium.FPDFFont_GetGlyphWidth(style.font.handle, ord(char), abs(style.points), advance)
        left = max(x.value - box_left, 0.0)
        right = box_right - x.value - advance.value * scales(style.matrix)[0]
        # Only a box that ends with the ink can have been made larger by it.
        if not (abs(box_right - inner_right.value) < SQUARE and 0 < right < style.size / 2 and advance.value > 0):
            right = 0.0
        style.font.ink[char] = (left / style.size, right / style.size)
        return style.font.ink[char]

    def _turned_box(self, index: int, char: str, style: Style) -> tuple[float, float, float, float]:
        """The box of a character on a turned page or in slanted type, from its advance and its font."""
        x, y, advance = ctypes.c_double(), ctypes.c_double(), ctypes.c_float()
        pdfium.FPDFText_GetCharOrigin(self._text_page, index, x, y)
        pdfium.FPDFFont_GetGlyphWidth(style.font.handle, ord(char), abs(style.points), advance)
        left, baseline = move(self._on_page, x.value, y.value)
        matrix: Matrix = (*style.matrix[:4], left, baseline)
        low = style.font.descent * abs(style.points)
        corners = [move(matrix, u, v) for u in (0.0, advance.value) for v in (low, low + abs(style.points))]
        xs, ys = [p[0] for p in corners], [p[1] for p in corners]
        return min(xs), min(ys), max(xs), max(ys)
