"""The words of a page in PDFium.

Many writers set every character as a text object of its own, and a report has tens of thousands of them:
PDFium's functions are called over all characters, or all objects, at once (`map`), without a step of
Python between two calls. What Python does for each character is in `PageWords._level` and `_words`.
"""

from __future__ import annotations

import collections
import ctypes
import math
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import compress, count, repeat
from operator import add
from typing import NamedTuple

from kunlun_cli.pages.assemble import GAP_OF_LETTERS, GAP_OF_SIZE, SPACES, Word
from kunlun_cli.pages.glyphs import LAP, reach_of, tick_of
from kunlun_cli.pages.pdfium_api import (
    Handle,
    address,
    char_matrix,
    font_of,
    font_size,
    loose_box,
    pdfium,
    text_of,
    tight_box,
    told,
)
from kunlun_cli.pages.pdfium_layout import SQUARE, Matrix, box_on_page, is_upright, move, multiply, quarter_of, scales
from kunlun_cli.pages.pdfium_sight import Chars
from kunlun_cli.records.source import Box

# The part of the private use area in which symbol fonts have their characters.
_PRIVATE = re.compile("[\uf000-\uf0ff]")
_BEFORE_PRIVATE = "\uefff"

# A space before or behind a figure, or by itself, as a nought alone in its cell is.
_SPACE_AT_FIGURE = re.compile(r"\s(?=[0-9.,%])|(?<=[0-9.,%])\s|(?<!\S)\s(?!\S)")
TURNED = 0.6
"""The part of a page's characters that are turned alike where the page is: marks in its margin stand otherwise."""

Inks = dict[str, dict[str, tuple[float, float]]]
"""For each font of a document by its name, how far its characters' ink stands out; see `_Font`."""


@dataclass(slots=True)
class _Font:
    """What the reader needs of a font: `descent` in parts of the size, below zero."""

    at: int
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


class Setting(NamedTuple):
    """How and on what baseline, in PDFium's coordinates, characters are set, and why they are doubted."""

    style: Style
    base: float
    doubt: str = ""


@dataclass(slots=True)
class Ended:
    """A text object after which PDFium put a space or line end of its own: where its last character ends."""

    x1: float
    top: float
    bottom: float
    style: Style


class PageWords:
    """The words of one page.

    PDFium may reuse the address of a font once the page is closed: fonts are known for one page.

    Args:
        text_page: PDFium's text of the page.
        on_page: the matrix from PDFium's coordinates to the page's.
        chars: the page's characters in the order of PDFium's numbers.
        objects: the addresses of their text objects.
        inks: shared by the pages of a document.
    """

    def __init__(
        self, text_page: Handle, on_page: Matrix, chars: Sequence[str], objects: Sequence[int | None], inks: Inks
    ) -> None:
        """Ask PDFium what the words are made from."""
        self._text_page = text_page
        self._at = address(text_page)
        self._on_page = on_page
        self._chars = chars
        self._inks = inks
        self._fonts: dict[int, _Font] = {}
        self._objects = objects
        boxes: list[float] = told(partial(loose_box, self._at), range(len(chars)), 4, ctypes.c_float, whole=True)
        self._lefts, tops, self._rights, bottoms = self._boxes = [boxes[k::4] for k in range(4)]
        self._last = dict(zip(objects, count()))  # of equal keys the last stays
        """For each text object the number of its last character; `None` is for PDFium's own."""
        self.different = self._last.keys()
        """The addresses of the text objects that have characters."""
        # What is set in one font, and as high, is set alike: each is asked of one character, the last.
        different, numbers = list(reversed(self._last)), list(reversed(self._last.values()))
        fonts = list(map(font_of, different))
        keys = zip(fonts, map(tops.__getitem__, numbers), map(bottoms.__getitem__, numbers), strict=True)
        last: dict[tuple[int | None, float, float], int] = {}
        alike = list(map(last.setdefault, keys, numbers))
        matrices = told(partial(char_matrix, self._at), list(last.values()), 6, ctypes.c_float, whole=True)
        points = map(font_size, repeat(self._at), last.values())
        turns: dict[int, int] = {}
        styles: dict[tuple[float, ...], tuple[Style | None, int]] = {}
        settings: dict[int, Setting | None] = {}
        for (font, _, _), i, size, k in zip(last, last.values(), points, count(0, 6), strict=False):
            a, b, c, d, _, base = matrices[k : k + 6]
            how = (font or 0, size, a, b, c, d)
            if how not in styles:
                turn = quarter_of(multiply((a, b, c, d, 0.0, 0.0), on_page))
                styles[how] = (self._style(*how), turn) if font else (None, 0)
            style, turns[i] = styles[how]
            settings[i] = Setting(style, base) if style is not None else None
        self.turn = 0
        """Quarter turns clockwise that make the page's text stand upright, where most of it does not."""
        if any(turns.values()):
            turn_of = {at: turns[i] for at, i, font in zip(different, alike, fonts, strict=True) if font}
            counts = collections.Counter(turn_of[at] for at in objects if at in turn_of)
            turn, most = counts.most_common(1)[0]
            self.turn = turn if most > TURNED * counts.total() else 0
        setting_of = dict(zip(different, map(settings.__getitem__, alike), strict=True))
        self._settings = list(map(setting_of.__getitem__, objects))
        """How each character is set.

        `None` for what does not stand level, stamps and watermarks, which are never cells, and for
        PDFium's own spaces and line ends.
        """

    def chars(self) -> Chars:
        """The text object of each character, its size and its box on the page."""
        lefts, tops, rights, bottoms = self._boxes
        sizes = [setting.style.size if setting else 0.0 for setting in self._settings]

        def box(number: int) -> Box:
            return box_on_page(self._on_page, (lefts[number], bottoms[number], rights[number], tops[number]))

        def middles(numbers: Iterable[int]) -> list[tuple[float, float]]:
            a, b, c, d, e, f = self._on_page
            if (a, b, c, d) == (1, 0, 0, -1):  # as nearly all pages are
                return [((lefts[i] + rights[i]) / 2 + e, f - (tops[i] + bottoms[i]) / 2) for i in numbers]
            places = [((lefts[i] + rights[i]) / 2, (tops[i] + bottoms[i]) / 2) for i in numbers]
            return [(a * x + c * y + e, b * x + d * y + f) for x, y in places]

        return Chars(self._objects, sizes, box, middles)

    def within(self, box: Box) -> bool:
        """Whether all that is printed stands in a box of PDFium's coordinates; its own spaces may stand anywhere."""
        lefts, tops, rights, bottoms = self._boxes
        own = self._objects
        # All characters, then the page's own, without a loop: this is asked of every page.
        if own and box[0] <= min(lefts) and box[1] <= min(bottoms) and max(rights) <= box[2] and max(tops) <= box[3]:
            return True
        if not any(own) or (
            box[0] <= min(compress(lefts, own))
            and box[1] <= min(compress(bottoms, own))
            and max(compress(rights, own)) <= box[2]
            and max(compress(tops, own)) <= box[3]
        ):
            return True
        x0, y0, x1, y1 = (2 * side for side in box)
        places = zip(self._objects, self._chars, map(add, lefts, rights), map(add, tops, bottoms), strict=False)
        return not any(at and char not in SPACES and not (x0 <= x <= x1 and y0 <= y <= y1) for at, char, x, y in places)

    def without(self, hidden: Iterable[int], doubted: Mapping[int, str]) -> None:
        """Leave some characters out of the words, and doubt others, by their numbers."""
        for i in hidden:
            self._settings[i] = None
        for i, reason in doubted.items():
            setting = self._settings[i]
            self._settings[i] = setting and setting._replace(doubt=reason)

    def settings(self, numbers: Iterable[int]) -> list[Setting | None]:
        """How some characters are set; `None` for those that do not stand level."""
        return list(map(self._settings.__getitem__, numbers))

    def beside(self, one: int, other: int, reach: float) -> bool:
        """Whether between two characters of a line there is less room than so many times the size of the first."""
        setting = self._settings[one]
        apart = max(self._lefts[one] - self._rights[other], self._lefts[other] - self._rights[one])
        return setting is not None and apart < reach * setting.style.points * scales(setting.style.matrix)[0]

    def odd_spaces(self) -> Iterator[tuple[int, tuple[str, float, float], Box]]:
        """Spaces at figures, or alone, whose glyph has an extent: number, kind of glyph, and where its ink may be."""
        found = (match.start() for match in _SPACE_AT_FIGURE.finditer(text_of(self._chars)))
        some = [i for i in found if self._settings[i] is not None and self._objects[i]]
        last = len(self._chars) - 1
        for i in some:
            left, low, right, high = self.drawn(i)
            width, height = right - left, high - low
            style = self._settings[i].style  # type: ignore[union-attr]  # those without were left out
            others = [k for k in (i - 1, i + 1) if 0 <= k <= last and not self._chars[k].isspace()]
            gaps = (self._lefts[k] - right if k > i else left - self._rights[k] for k in others)
            beside = not others or any(abs(gap) < style.size for gap in gaps)
            kind = (style.font.name, round(width / style.size, 2), round(height / style.size, 2))
            # Some programs give a space a hairline of no height for its outline.
            if kind[1] and kind[2] and beside:
                yield i, kind, box_on_page(self._on_page, (left, low, right, high))

    def drawn(self, number: int) -> Box:
        """The box of what is drawn for a character, in PDFium's coordinates."""
        left, right, low, high = sides = [ctypes.c_double() for _ in range(4)]
        tight_box(self._at, number, *map(ctypes.addressof, sides))
        return left.value, low.value, right.value, high.value

    def ended(self) -> dict[int, Ended]:
        """The text objects after which PDFium put a space or line end of its own, by their addresses."""
        out: dict[int, Ended] = {}
        for i in self._before_own():
            at, setting = self._objects[i], self._settings[i]
            if at and self._last[at] == i and setting is not None and setting.style.plain:
                out[at] = Ended(self._end(i, setting.style), *self._height(setting.style, setting.base), setting.style)
        return out

    def _before_own(self) -> Iterator[int]:
        """The numbers of the characters before PDFium's own."""
        i = -1
        for _ in range(self._objects.count(None)):
            i = self._objects.index(None, i + 1)
            if i:
                yield i - 1

    def read(self, shown: Sequence[str], numbers: Container[int] | None = None) -> list[Word]:
        """The page's level words, the spaces and line ends of PDFium's own left out.

        Args:
            shown: what is to be read in the place of the characters.
            numbers: those to read, where not all.
        """
        every = self._settings
        if numbers is not None:
            self._settings = [setting if i in numbers else None for i, setting in enumerate(every)]
        try:
            return self._words(shown)
        finally:
            self._settings = every

    def _words(self, shown: Sequence[str]) -> list[Word]:
        """The words that the characters form; those set level but not plainly, each by itself, after the others.

        One loop over all characters without a call for each: most of the time that words take is spent here.
        """
        dx = self._on_page[4]
        private = _PRIVATE.search(text_of(shown)) is not None
        out: list[Word] = []
        turned: list[Word] = []
        text: list[str] = []
        sides: list[float] = []
        setting: Setting | None = None
        of_word: Setting | None = None
        size = pen = gap = lap = reach = 0.0
        odd = False
        ink: dict[str, tuple[float, float]] = {}
        for i, char, letter, found, left, right in zip(
            count(), self._chars, shown, self._settings, self._lefts, self._rights, strict=False
        ):
            if found is None:
                continue
            if found is not setting:
                setting, style = found, found.style
                size, ink = style.size, style.font.ink
                odd = private or style.font.symbols or not style.plain
            if odd:
                if style.font.symbols or letter > _BEFORE_PRIVATE:
                    letter = tick_of(letter, style.font.name) or letter  # noqa: PLW2901
                if not style.plain:
                    box = self._turned_box(i, char, style)
                    turned.append(Word(letter, *box, size, style.font.name, (), found.doubt))
                    continue
            before, after = ink.get(char) or self._ink(i, style)
            x0, x1 = left + before * size + dx, right - after * size + dx
            if x1 <= x0 and char in SPACES:
                continue  # PDFium's own
            if (
                lap <= x0 - pen <= gap
                and (found is of_word or found == of_word)
                and x0 <= x1 >= pen
                and letter not in SPACES
                # What stands on the one before may be its double.
                and (x0 >= pen or x0 - sides[-2] >= reach)
            ):
                text.append(letter)
                sides += x0, x1
                pen = x1
                continue
            if of_word is not None:
                out.append(self._word(text, sides, of_word))
            text, sides, of_word, pen = [letter], [x0, x1], found, x1
            gap = (GAP_OF_LETTERS if "A" <= letter <= "z" else GAP_OF_SIZE) * size
            lap, reach = -LAP * size, reach_of(size)
            if letter in SPACES or x1 < x0:
                pen = math.inf  # nothing goes on from there
        if of_word is not None:
            out.append(self._word(text, sides, of_word))
        return [*out, *turned]

    def _word(self, text: Sequence[str], sides: Sequence[float], setting: Setting) -> Word:
        style, base, doubt = setting
        several = tuple(sides) if len(text) > 1 else ()
        top, bottom = self._height(style, base)
        return Word("".join(text), sides[0], top, sides[-1], bottom, style.size, style.font.name, several, doubt)

    def _height(self, style: Style, base: float) -> tuple[float, float]:
        """Top and bottom of what is set plainly on a baseline."""
        bottom = self._on_page[5] - base - style.font.descent * style.size
        return bottom - style.size, bottom

    def _end(self, index: int, style: Style) -> float:
        """The right side of a character set plainly."""
        _, after = style.font.ink.get(self._chars[index]) or self._ink(index, style)
        return self._rights[index] - after * style.size + self._on_page[4]

    def _style(self, font_at: int, points: float, a: float, b: float, c: float, d: float) -> Style | None:
        """How text objects of a font, a size before and a matrix are set; `None` where not level."""
        font, on_page = self._font(font_at), self._on_page
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
            font = self._fonts[at] = _Font(
                at, handle, name, descent.value, "wingdings" in re.sub("[ -]", "", name.lower()), ink
            )
        return font

    def _ink(self, index: int, style: Style) -> tuple[float, float]:
        """By how much, in parts of the size, a character's ink stands out of its advance on either side.

        PDFium's box is the advance made larger by the ink; what stands out would close narrow gaps
        between words. Found once for each character of a font.
        """
        char, box_left, box_right = self._chars[index], self._lefts[index], self._rights[index]
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

    def _turned_box(self, index: int, char: str, style: Style) -> Box:
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
