"""Which pages a damaged part of a PDF is drawn on: their contents, their fonts, groups of drawings, notes."""

from __future__ import annotations

import io
from collections.abc import Collection, Container, Iterator
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1

from kunlun_cli.pages.pdfminer_guard import BROKEN

# References that lead away from what is drawn: to the tree of pages, to what links and structures point at.
_AWAY = frozenset({"Parent", "P", "Dest", "A", "AA", "StructParent", "StructParents", "Popup", "IRT", "OC"})
_ROOTS = ("Contents", "Annots")
_MOST = 200_000
"""Objects that one page may be drawn with; the most seen has some 2,000."""


class _Every(Container[int]):
    """Every page."""

    def __contains__(self, number: object) -> bool:
        return True


def pages_with(data: bytes, password: str | None, objects: Collection[int]) -> Container[int]:
    """The numbers, from 1, of the pages that are drawn with one of some objects.

    Every page, where objects that hold others are among them, or what pages are drawn with cannot be told.

    Args:
        data: the file's bytes.
        password: of an encrypted file.
        objects: the numbers of the damaged objects.
    """
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)), password=password or "")
        if any(_holds_others(document, number) for number in objects):
            return _Every()
        pages = enumerate(PDFPage.create_pages(document), 1)
        return {number for number, page in pages if _reaches(page, objects)}
    except BROKEN:
        return _Every()


def _holds_others(document: PDFDocument, number: int) -> bool:
    """Whether an object is a stream of objects, or of their places in the file."""
    found = document.getobj(number)
    kind = resolve1(found.attrs.get("Type")) if isinstance(found, PDFStream) else None
    return getattr(kind, "name", "") in {"ObjStm", "XRef"}


def _reaches(page: PDFPage, objects: Collection[int]) -> bool:
    todo: list[Any] = [page.resources, *(page.attrs.get(root) for root in _ROOTS)]
    seen: set[int] = set()
    for _ in range(_MOST):
        if not todo:
            return False
        value = todo.pop()
        if isinstance(value, PDFObjRef):
            if value.objid in objects:
                return True
            if value.objid in seen:
                continue
            seen.add(value.objid)
            value = resolve1(value)
        todo.extend(_inside(value))
    return True


def _inside(value: object) -> Iterator[object]:
    """What an object consists of, or draws with."""
    if isinstance(value, PDFStream):
        value = value.attrs
    if isinstance(value, dict):
        yield from (each for name, each in value.items() if name not in _AWAY)
    elif isinstance(value, list):
        yield from value
