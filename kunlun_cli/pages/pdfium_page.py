"""One page in PDFium: its text, words, ruling lines and picture."""

from __future__ import annotations

import ctypes
import functools
import itertools
import math
import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple, Self

from kunlun_cli.errors import DamagedError, LimitError
from kunlun_cli.pages.assemble import LOST, Word
from kunlun_cli.pages.glyphs import tidied
from kunlun_cli.pages.page import Page
from kunlun_cli.pages.pdfium_annotations import drawn_into
from kunlun_cli.pages.pdfium_api import (
    Handle,
    address,
    character,
    embedded,
    form_object,
    object_type,
    page_object,
    pdfium,
    text_objects,
    text_of,
)
from kunlun_cli.pages.pdfium_cut import cut_through, partly_hidden
from kunlun_cli.pages.pdfium_digits import drawn_otherwise, high_hyphens
from kunlun_cli.pages.pdfium_drawn import Drawn
from kunlun_cli.pages.pdfium_layout import IDENTITY, SQUARE, Matrix, box_on_page, move, multiply, page_matrix
from kunlun_cli.pages.pdfium_lost import but_doubles, inked, letters_of, printed_again, unread
from kunlun_cli.pages.pdfium_marked import retold
from kunlun_cli.pages.pdfium_over import printed_over
from kunlun_cli.pages.pdfium_paths import matrix_of
from kunlun_cli.pages.pdfium_sight import SCALE, Unseen, barred, unseen
from kunlun_cli.pages.pdfium_signs import bare_pictures, red_figures, unread_ink
from kunlun_cli.pages.pdfium_words import Inks, PageWords
from kunlun_cli.pages.raster import Raster
from kunlun_cli.pages.sight import (
    BARRED,
    BESIDE,
    COLOURED,
    CUT,
    FAINT,
    NO_HYPHEN,
    NO_SPACE,
    OF_ANOTHER_FONT,
    REDDENED,
    Places,
    Sight,
    is_shown,
    within,
)
from kunlun_cli.records.source import Box

MAX_CHARS = 400_000
"""Characters of one page; the densest printed page has some 10,000."""
MAX_OBJECTS = 400_000
"""Drawn objects of one page, those in forms (groups drawn as one) included."""
# Writers nest forms two or three deep; stamps of seals add two.
MAX_FORM_DEPTH = 8
# A poster at print resolution; a page asks for a hundredth of it.
MAX_PIXELS = 100_000_000
MOST_LOOKED_AT = 32_000_000
"""Pixels of a page that is looked at for what cannot be seen: a poster of a square metre."""

# PDFium marks a hyphen that ends a line with one of these; they are hyphens as printed.
_ODD = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_TWO_UNITS = re.compile("[\U00010000-\U0010ffff]")
_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-", "\x00": None})
_HYPHENED = tuple(map(chr, _HYPHENS))


class _Inside(NamedTuple):
    """What the page, or a form in it, draws itself: the matrix to the page, and its texts, paths and pictures.

    Shadings are among the pictures.
    """

    on_page: Matrix
    texts: Sequence[int]
    paths: Sequence[int]
    pictures: Sequence[int]


_TOLD_APART = {pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_FORM}


class LoadedPage:
    """A page and its text layer while they are open in PDFium.

    Raises:
        DamagedError: the page, or its text, cannot be loaded, or there is no such page.
        LimitError: it has more than `MAX_CHARS` characters.
    """

    def __init__(
        self,
        document: Handle,
        number: int,
        name: str | None,
        inks: Inks | None = None,
        *,
        kinds: dict[tuple[str, float, float], bool] | None = None,
        layers: bool | None = False,
        turn: int = 0,
    ) -> None:
        """Load the page `number` (from 1) of an open document; `inks` and `kinds` are shared by its pages.

        `layers` says that the document has layers, which may be switched off; `turn` is how the page has been
        found turned.
        """
        self.turn = turn
        """Quarter turns clockwise by which the page is turned to be read, its own rotation aside."""
        self._inks: Inks = {} if inks is None else inks
        self._kinds: dict[tuple[str, float, float], bool] = {} if kinds is None else kinds
        self._layers = layers
        self._unseen = Unseen()
        self.sight = Sight()
        """What of the page is not as it is drawn, once it has been read."""
        self.name = name
        self.number = number
        self.page = pdfium.FPDF_LoadPage(document, number - 1)
        self._own = math.inf
        """How many objects of the page are its own: those that follow were written onto it."""
        if self.page:
            own = pdfium.FPDFPage_CountObjects(self.page)
            if drawn_into(self.page):
                self._own = max(own, 0)
                pdfium.FPDF_ClosePage(self.page)
                self.page = pdfium.FPDF_LoadPage(document, number - 1)
        self.text_page = pdfium.FPDFText_LoadPage(self.page) if self.page else None
        if not self.text_page:
            self.close()
            raise DamagedError("the page cannot be read", file=name, page=number, hint="Download the file again")
        self.n_chars: int = max(pdfium.FPDFText_CountChars(self.text_page), 0)
        if self.n_chars > MAX_CHARS:
            self.close()
            raise LimitError(f"the page has more than {MAX_CHARS} characters", file=name, page=number)

    def __enter__(self) -> Self:
        """The open page."""
        return self

    def __exit__(self, *_: object) -> None:
        """Free the page."""
        self.close()

    def close(self) -> None:
        """Free the page: its text first, as PDFium asks."""
        if self.text_page:
            pdfium.FPDFText_ClosePage(self.text_page)
        if self.page:
            pdfium.FPDF_ClosePage(self.page)
        self.text_page = self.page = None

    @functools.cached_property
    def _text_objects(self) -> list[int | None]:
        """The address of the text object of each of its characters."""
        return text_objects(self.text_page, self.n_chars)

    @functools.cached_property
    def _printed(self) -> str:
        """The text in PDFium's order, as PDFium marks it."""
        if not self.n_chars:
            return ""
        # A character can take two units of UTF-16; one more ends the string.
        buffer = (ctypes.c_ushort * (2 * self.n_chars + 1))()
        units = pdfium.FPDFText_GetText(self.text_page, 0, self.n_chars, buffer)
        raw = bytes(memoryview(buffer).cast("B")[: max(units - 1, 0) * 2])
        return raw.decode("utf-16-le", errors="replace")

    def text(self) -> str:
        """The text in PDFium's order, lines ended by a line feed."""
        text = self._printed
        text = text.translate(_HYPHENS) if any(odd in text for odd in _HYPHENED) else text
        return text.replace("\r\n", "\n")

    def read(self) -> Page:
        """The whole page."""
        chars = self._chars()
        shown = self._letters(chars)
        matrix, width, height = self._matrix()
        reader = PageWords(self.text_page, matrix, chars, self._text_objects, self._inks)
        if reader.turn:
            self.turn = reader.turn
            matrix, width, height = self._matrix()
            reader = PageWords(self.text_page, matrix, chars, self._text_objects, self._inks)
        ended = reader.ended()
        lost: list[Word] = []
        drawn = Drawn()
        for inside in self._objects(matrix, reader.different - ended.keys(), drawn):
            lost.extend(unread(inside.texts, inside.on_page, ended))
            drawn.note(inside.on_page, inside.paths, inside.pictures)
        marks = self._see(reader, shown, drawn, matrix, lost)
        if any(word.doubt for word in lost):
            lost = but_doubles(lost, reader.chars())
        words = tidied((*reader.read(shown), *lost, *marks))
        rules = [rule for i, rule in enumerate(drawn.rules) if i not in self._unseen.rules]
        area = self.sight.shown
        seen = tuple(within(rules, area) if area else rules)
        return Page(self.number, width, height, words, seen, shown=area, pictures=self.sight.pictures)

    def _matrix(self) -> tuple[Matrix, float, float]:
        """The matrix from PDFium's coordinates to the page as it is read, and that page's size."""
        return page_matrix(self._box(), pdfium.FPDFPage_GetRotation(self.page) + self.turn)

    def _see(
        self, reader: PageWords, letters: Sequence[str], drawn: Drawn, matrix: Matrix, lost: Sequence[Word]
    ) -> Sequence[Word]:
        """Tell what cannot be seen, leave it out, and note it for the other engine.

        Returns:
            Marks where something is to be read and is no text.
        """
        chars = reader.chars()
        self._unseen = found = unseen(chars, drawn, self._picture, layers=self._layers)
        area = self._shown(matrix, reader)
        if area is not None:
            own = [i for i, at in enumerate(chars.objects) if at]
            middles = zip(own, chars.middles(own), strict=True)
            found.hidden |= {i for i, middle in middles if not is_shown(*middle, area)}
        cut = partly_hidden(letters, chars, found, drawn.order) if found.hidden else set()
        cut |= cut_through(letters, chars, found, self._picture)
        barring = barred(chars, found, self._picture) if found.hidden else ()
        over = printed_over(chars, found, drawn.rules)
        found.hidden |= over.marks
        found.faint -= over.marks
        doubts = {
            **dict.fromkeys(over.doubted, COLOURED),
            **dict.fromkeys(red_figures(letters, chars, found.inks) - over.marks, REDDENED),
            **dict.fromkeys(inked(reader.odd_spaces(), self._kinds, self._picture), NO_SPACE),
            **dict.fromkeys(high_hyphens(letters, reader), NO_HYPHEN),
            **dict.fromkeys(drawn_otherwise(letters, reader), OF_ANOTHER_FONT),
            **dict.fromkeys(found.faint, FAINT),
            **dict.fromkeys(cut, CUT),
        }
        written = {at for start, _, stack in drawn.stacks if start >= self._own for at in stack}
        added = {i for i, at in enumerate(chars.objects) if at in written} if written else set()
        outlined = but_doubles(letters_of(drawn), chars, found.hidden)
        again = printed_again(lost, letters, chars, found.hidden, over.marks, self._picture) if found.hidden else ()
        bars = (Word(LOST, *box, box[3] - box[1], "", (), BARRED) for box in barring)
        pictures = bare_pictures(chars, drawn.areas, found.hidden)
        marks = (*outlined, *again, *bars, *unread_ink(letters, chars, drawn, pictures, found))
        differs = found.hidden or doubts or found.rules or area or added or marks or drawn.lettering or pictures
        if not (differs or self.turn):
            return marks
        reader.without(found.hidden, doubts)
        hidden = [Word(letters[i], *chars.boxes(i), 0.0) for i in sorted(found.hidden)]
        near = Places(hidden)
        twins = (i for i in near.like(letters) if i not in found.hidden and chars.objects[i])
        twin_words = (Word(letters[i], *chars.boxes(i), chars.sizes[i]) for i in twins)
        self.sight = Sight(
            tuple(hidden),
            tuple(word for word in twin_words if near.at(word, BESIDE)),
            tuple(Word(letters[i], *chars.boxes(i), 0.0, "", (), doubts[i]) for i in sorted(doubts)),
            (*(reader.read(letters, added) if added else ()), *marks),
            tuple(drawn.rules[i] for i in sorted(found.rules)),
            area,
            self.turn,
            tuple(drawn.lettering),
            pictures,
        )
        return marks

    def _shown(self, matrix: Matrix, reader: PageWords) -> Box | None:
        """The part of the page that is shown, where it is not the whole, or not all of the text is on it."""
        rect = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(self.page, rect)
        box = self._box()
        shown = (rect.left, rect.bottom, rect.right, rect.top)
        whole = all(abs(a - b) < SQUARE for a, b in zip(box, shown, strict=True))
        if whole and reader.within(box):
            return None
        return box_on_page(matrix, shown)

    def _picture(self, scale: float = SCALE) -> Raster:
        """The page as it is looked at, so many pixels a point."""
        size = pdfium.FPDF_GetPageWidthF(self.page) * pdfium.FPDF_GetPageHeightF(self.page)
        return self.raster(min(scale, math.sqrt(MOST_LOOKED_AT / max(size, 1.0))), grey=True)

    def loses_text(self) -> bool:
        """Whether text is missing of a page shown turned, for want of its font.

        PDFium leaves out text without width in the page's own coordinates. A line along the page's height
        has its width from its font's bounding box; a font neither in the file nor on the machine has none.
        """
        if not pdfium.FPDFPage_GetRotation(self.page) % 2:
            return False
        inside = self._objects(IDENTITY, set(self._text_objects), Drawn())
        return any(not embedded(at) for each in inside for at in each.texts)

    def retells(self) -> bool:
        """Whether marks say of letters which they are: PDFium gives what they say, and not what is drawn."""
        told = retold([at for at in set(self._text_objects) if at])
        return bool(told) and any(
            at in told and not char.isspace() for at, char in zip(self._text_objects, self._chars(), strict=True)
        )

    def _box(self) -> Box:
        """The page's own media box, else the box PDFium shows: left, bottom, right, top."""
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if pdfium.FPDFPage_GetMediaBox(self.page, left, bottom, right, top):
            xs, ys = sorted((left.value, right.value)), sorted((bottom.value, top.value))
            return xs[0], ys[0], xs[1], ys[1]
        rect = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(self.page, rect)
        return rect.left, rect.bottom, rect.right, rect.top

    def _chars(self) -> Sequence[str]:
        """The page's characters in the order of PDFium's numbers."""
        text = self._printed
        if len(text) == self.n_chars and not _TWO_UNITS.search(text):
            return text  # one call for all of them, where its units and the characters agree
        return [character(pdfium.FPDFText_GetUnicode(self.text_page, i)) for i in range(self.n_chars)]

    def _letters(self, chars: Sequence[str]) -> Sequence[str]:
        """What is to be read in the place of the characters: PDFium marks hyphens, and what has no character."""
        if not _ODD.search(text_of(chars)):
            return chars
        return [c if " " <= c < "\ufffe" else self._letter(i, c) for i, c in enumerate(chars)]

    def _letter(self, index: int, char: str) -> str:
        plain = char.translate(_HYPHENS) or LOST
        # The mark of a hyphen is also PDFium's for a glyph that its font maps to no character.
        return plain if plain != "-" or pdfium.FPDFText_IsHyphen(self.text_page, index) == 1 else LOST

    def _objects(self, on_page: Matrix, known: AbstractSet[int | None], drawn: Drawn) -> Iterator[_Inside]:
        """What the page and each of the forms in it draw.

        Text objects that are `known` already are left out; `drawn` notes the order of all.
        """
        page, budget = ctypes.c_void_p(address(self.page)), MAX_OBJECTS
        # Containers still to read: how to get at an object, how many, the matrix to the page, the depth.
        count = max(pdfium.FPDFPage_CountObjects(self.page), 0)
        todo: list[tuple[Any, Any, int, Matrix, int, float, float]] = [(page_object, page, count, on_page, 0, 0.0, 1.0)]
        while todo:
            get, container, count, matrix, depth, start, step = todo.pop()
            budget -= count
            if budget < 0:
                raise LimitError(
                    f"the page has more than {MAX_OBJECTS} drawn objects", file=self.name, page=self.number
                )
            every = list(map(get, itertools.repeat(container), range(count)))
            drawn.stacks.append((start, step, every))
            others = [at for at in every if at and at not in known]
            kinds = dict(zip(others, map(object_type, others), strict=True))
            yield _Inside(
                matrix,
                [at for at, kind in kinds.items() if kind == pdfium.FPDF_PAGEOBJ_TEXT],
                [at for at, kind in kinds.items() if kind == pdfium.FPDF_PAGEOBJ_PATH],
                [at for at, kind in kinds.items() if kind not in _TOLD_APART],
            )
            forms = (at for at, kind in kinds.items() if kind == pdfium.FPDF_PAGEOBJ_FORM)
            for at in forms if depth < MAX_FORM_DEPTH else ():
                form = ctypes.cast(at, pdfium.FPDF_PAGEOBJECT)
                inside = max(pdfium.FPDFFormObj_CountObjects(form), 0)
                within = multiply(matrix_of(at), matrix)
                # What a form draws is painted in its own place among the others.
                first = start + step * every.index(at)
                todo.append((form_object, at, inside, within, depth + 1, first, step / (inside + 1)))

    def raster(self, scale: float, *, grey: bool = False) -> Raster:
        """The page as pixels, `scale` of them a point, with the place of its corner on the page."""
        sides = [pdfium.FPDF_GetPageWidthF(self.page), pdfium.FPDF_GetPageHeightF(self.page)]
        width, height = (max(1, round(side * scale)) for side in (sides[::-1] if self.turn % 2 else sides))
        if width * height > MAX_PIXELS:
            raise LimitError(
                f"the picture would have {width} by {height} pixels",
                file=self.name,
                page=self.number,
                hint="Ask for a smaller scale",
            )
        kind, channels = (pdfium.FPDFBitmap_Gray, 1) if grey else (pdfium.FPDFBitmap_BGR, 3)
        bitmap = pdfium.FPDFBitmap_CreateEx(width, height, kind, None, 0)
        if not bitmap:
            raise LimitError("there is not enough memory for the picture", file=self.name, page=self.number)
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
            flags = pdfium.FPDF_ANNOT | (pdfium.FPDF_GRAYSCALE if grey else pdfium.FPDF_REVERSE_BYTE_ORDER)
            pdfium.FPDF_RenderPageBitmap(bitmap, self.page, 0, 0, width, height, self.turn, flags)
            stride = pdfium.FPDFBitmap_GetStride(bitmap)
            pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
        if stride != width * channels:
            pixels = b"".join(pixels[y * stride : y * stride + width * channels] for y in range(height))
        return Raster(width, height, channels, pixels, scale, *self._corner())

    def _corner(self) -> tuple[float, float]:
        """The page's coordinates of the picture's corner: a page may be shown in part, by its crop box."""
        matrix, _, _ = self._matrix()
        shown = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(self.page, shown)
        corners = [move(matrix, x, y) for x in (shown.left, shown.right) for y in (shown.bottom, shown.top)]
        return min(x for x, _ in corners), min(y for _, y in corners)
