"""What the marks around a page's content say of it in PDFium: layers, and other text than is drawn."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

from kunlun_cli.pages.pdfium_api import count_marks, mark_name, mark_of, mark_says


def in_layers(objects: Sequence[int]) -> set[int]:
    """Objects that stand in a layer."""
    counts = list(map(count_marks, objects))
    if not any(counts):
        return set()
    return {at for at, count in zip(objects, counts, strict=True) if any(_is_layer(at, i) for i in range(count))}


def _is_layer(at: int, number: int) -> bool:
    name, size = (ctypes.c_ushort * 4)(), ctypes.c_ulong()
    mark_name(mark_of(at, number), ctypes.addressof(name), ctypes.sizeof(name), ctypes.addressof(size))
    return name[0] == ord("O") and name[1] == ord("C") and not name[2]


def retold(objects: Sequence[int]) -> set[int]:
    """Those of some text objects of which a mark says which letters they draw."""
    counts = zip(objects, map(count_marks, objects), strict=True)
    marks = ((at, mark_of(at, i)) for at, count in counts for i in range(count))
    return {at for at, mark in marks if mark_says(mark, b"ActualText")}
