"""PDFium's functions. The only importer of pypdfium2, and of its bindings alone: its helpers take as long to load.

Its raw functions are called directly, and those called for every character or path without
conversion of their arguments: a page has thousands of them, and an object for each would cost more
than PDFium itself. PDFium is not thread-safe: one process reads with it in one thread.
"""

from __future__ import annotations

import collections
import ctypes
import itertools
from collections.abc import Callable, Sequence
from typing import Any

import pypdfium2_raw as pdfium

__all__ = ["Handle", "address", "pdfium"]

Handle = Any
"""A pointer of ctypes to one of PDFium's own structures."""


# As pypdfium2's helpers do it for those who load them as well: PDFium allows that it is done twice.
pdfium.FPDF_InitLibraryWithConfig(pdfium.FPDF_LIBRARY_CONFIG(version=2))


def address(pointer: Handle) -> int:
    """Where a pointer points; 0 for a null pointer."""
    return int(ctypes.cast(pointer, ctypes.c_void_p).value or 0)


def character(code: int) -> str:
    """A character from PDFium's code for it."""
    return "\ufffd" if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)


def _bare(function: Any, result: Any, *arguments: Any) -> Any:  # noqa: ANN401  # types of ctypes
    """A function of PDFium that takes addresses as plain integers: several times cheaper to call.

    None of them takes so long that another thread should run meanwhile: to let one is a tenth of the call.
    """
    return ctypes.PYFUNCTYPE(result, *arguments)(address(function))


def _numbered(function: Any) -> Callable[[ctypes.c_void_p, int], int | None]:  # noqa: ANN401  # types of ctypes
    """A function of PDFium from a pointer and a number to a pointer, called without a look at its arguments.

    That takes half the time again; a pointer has to be one of ctypes then, and the number no larger than an int.
    """
    return ctypes.PYFUNCTYPE(ctypes.c_void_p)(address(function))


def told(
    function: Callable[..., object],
    objects: Sequence[int],
    width: int,
    kind: Any,  # noqa: ANN401  # types of ctypes
    *,
    whole: bool = False,
) -> list[Any]:
    """What a function writes of each of some objects: `width` numbers of a kind of ctypes, one after the other.

    It is given the place of each number, or with `whole` that of the first alone.
    """
    size, count = ctypes.sizeof(kind), len(objects)
    written = (kind * (width * count))()
    start, step = ctypes.addressof(written), size * width
    firsts = range(start, start + (1 if whole else step), size)
    places = (range(first, first + step * count, step) for first in firsts)
    collections.deque(map(function, objects, *places), maxlen=0)
    return memoryview(written).cast("B").cast(kind._type_).tolist()


def text_of(chars: Sequence[str]) -> str:
    """Characters as one string; most pages' are one already."""
    return chars if isinstance(chars, str) else "".join(chars)


def text_objects(text_page: Handle, n_chars: int) -> list[int | None]:
    """The address of the text object of each character of a page; `None` for PDFium's own spaces and line ends."""
    return list(map(text_object, itertools.repeat(ctypes.c_void_p(address(text_page))), range(n_chars)))


_AT = ctypes.c_void_p
text_object = _numbered(pdfium.FPDFText_GetTextObject)
loose_box = _bare(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, _AT, ctypes.c_int, _AT)
tight_box = _bare(pdfium.FPDFText_GetCharBox, ctypes.c_int, _AT, ctypes.c_int, _AT, _AT, _AT, _AT)
page_object = _numbered(pdfium.FPDFPage_GetObject)
form_object = _bare(pdfium.FPDFFormObj_GetObject, _AT, _AT, ctypes.c_ulong)
object_type = _bare(pdfium.FPDFPageObj_GetType, ctypes.c_int, _AT)
object_matrix = _bare(pdfium.FPDFPageObj_GetMatrix, ctypes.c_int, _AT, _AT)
draw_mode = _bare(pdfium.FPDFPath_GetDrawMode, ctypes.c_int, _AT, _AT, _AT)
count_segments = _bare(pdfium.FPDFPath_CountSegments, ctypes.c_int, _AT)
segment = _bare(pdfium.FPDFPath_GetPathSegment, _AT, _AT, ctypes.c_int)
segment_type = _bare(pdfium.FPDFPathSegment_GetType, ctypes.c_int, _AT)
segment_point = _bare(pdfium.FPDFPathSegment_GetPoint, ctypes.c_int, _AT, _AT, _AT)
segment_closes = _bare(pdfium.FPDFPathSegment_GetClose, ctypes.c_int, _AT)
bounds = _bare(pdfium.FPDFPageObj_GetBounds, ctypes.c_int, _AT, _AT, _AT, _AT, _AT)
char_matrix = _bare(pdfium.FPDFText_GetMatrix, ctypes.c_int, _AT, ctypes.c_int, _AT)
font_size = _bare(pdfium.FPDFText_GetFontSize, ctypes.c_double, _AT, ctypes.c_int)
font_of = _bare(pdfium.FPDFTextObj_GetFont, _AT, _AT)
size_of = _bare(pdfium.FPDFTextObj_GetFontSize, ctypes.c_int, _AT, _AT)
render_mode = _bare(pdfium.FPDFTextObj_GetTextRenderMode, ctypes.c_int, _AT)
fill_colour = _bare(pdfium.FPDFPageObj_GetFillColor, ctypes.c_int, _AT, _AT, _AT, _AT, _AT)
stroke_colour = _bare(pdfium.FPDFPageObj_GetStrokeColor, ctypes.c_int, _AT, _AT, _AT, _AT, _AT)
clip_of = _bare(pdfium.FPDFPageObj_GetClipPath, _AT, _AT)
count_clips = _bare(pdfium.FPDFClipPath_CountPaths, ctypes.c_int, _AT)
count_clip_segments = _bare(pdfium.FPDFClipPath_CountPathSegments, ctypes.c_int, _AT, ctypes.c_int)
clip_segment = _bare(pdfium.FPDFClipPath_GetPathSegment, _AT, _AT, ctypes.c_int, ctypes.c_int)
count_marks = _bare(pdfium.FPDFPageObj_CountMarks, ctypes.c_int, _AT)
mark_of = _bare(pdfium.FPDFPageObj_GetMark, _AT, _AT, ctypes.c_ulong)
mark_says = _bare(pdfium.FPDFPageObjMark_GetParamValueType, ctypes.c_int, _AT, ctypes.c_char_p)
mark_name = _bare(pdfium.FPDFPageObjMark_GetName, ctypes.c_int, _AT, _AT, ctypes.c_ulong, _AT)
set_active = _bare(pdfium.FPDFPageObj_SetIsActive, ctypes.c_int, _AT, ctypes.c_int)


def embedded(at: int) -> bool:
    """Whether the font of a text object is in the file."""
    font = font_of(at)
    return not font or pdfium.FPDFFont_GetIsEmbedded(ctypes.cast(font, pdfium.FPDF_FONT)) == 1
