"""A page's text objects in PDFium: their fonts, sizes and baselines."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

from kunlun_cli.pages.pdfium_api import Handle, char_matrix, char_origin, font_of, font_size, pdfium
from kunlun_cli.pages.pdfium_layout import Matrix, is_upright, move, multiply, scales

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


@dataclass(slots=True)
class Run:
    """A text object: one font, one size, one baseline.

    `top` and `bottom` hold for all its characters where it is `plain`, that is neither skewed nor
    on a turned page; `dx` moves PDFium's x to the page's.
    """

    font: _Font
    size: float
    matrix: Matrix
    points: float
    plain: bool
    top: float
    bottom: float
    dx: float
    symbols: bool
    x1: float = 0.0
    """Where the last of its characters read so far ends, if it is `plain`."""
    ended: bool = True
    """Whether PDFium put a space or line end of its own after that."""


class Runs:
    """What is known of a page's text objects and fonts, each asked for once.

    PDFium may reuse the address of a font once the page is closed: the fonts are known for one page.
    """

    def __init__(self, text_page: int, on_page: Matrix, inks: Inks) -> None:
        self._text_page = text_page
        self._on_page = on_page
        self._fonts: dict[int, _Font] = {}
        self._inks = inks
        # What PDFium writes into, made once for all objects.
        self._matrix = pdfium.FS_MATRIX()
        self._origin = (ctypes.c_double * 2)()
        self._matrix_at = ctypes.addressof(self._matrix)
        self._x_at = ctypes.addressof(self._origin)
        self._y_at = self._x_at + ctypes.sizeof(ctypes.c_double)

    def begun(self, at: int, index: int) -> Run | None:
        """The text object at an address, whose first character has that index.

        `None` where it does not stand level: stamps and watermarks are never cells.
        """
        char_matrix(self._text_page, index, self._matrix_at)
        char_origin(self._text_page, index, self._x_at, self._y_at)
        m, on_page = self._matrix, self._on_page
        a, b, c, d = m.a, m.b, m.c, m.d
        points = font_size(self._text_page, index)
        x, y = self._origin
        font = self._font(at)
        if on_page[0] == 1.0 and b == 0.0 == c and a > 0.0 < d and points > 0.0:
            size = points * d
            bottom = on_page[5] - y - font.descent * size
            matrix = (a, 0.0, 0.0, -d, 0.0, 0.0)
            return Run(font, size, matrix, points, True, bottom - size, bottom, on_page[4], font.symbols)
        matrix = multiply((a, b, c, d, 0.0, 0.0), (*on_page[:4], 0.0, 0.0))
        if not is_upright(matrix):
            return None
        size = abs(points) * scales(matrix)[1]
        bottom = move(on_page, x, y)[1] - font.descent * size
        return Run(font, size, matrix, points, False, bottom - size, bottom, on_page[4], font.symbols)

    def _font(self, text_object_at: int) -> _Font:
        at = font_of(text_object_at) or 0
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
