"""What streams, and forms (groups drawn as one), make of a page, reckoned before any library draws them.

A form may draw others, each any number of times, so that a file of a kilobyte asks for more operators than
there are seconds. Here every stream is looked at once, and its cost added up; nothing is drawn.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, cast

from pdfminer.pdfdocument import PDFBaseXRef, PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import PSLiteral, literal_name

from kunlun_cli.errors import DamagedError, LimitError
from kunlun_cli.limits import Clock, Limits, exceeded
from kunlun_cli.pages.pdfminer_guard import BROKEN, bounded_by, unpacked_size

_DRAWN = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")
# Writers nest forms two or three deep.
_MAX_DEPTH = 50
_FULL_PAGES = 10
"""All pages together may draw as much as so many of the largest: ten times what the largest report has in all."""
_FORM_COST = 1000
"""Bytes of operators that take about as long as drawing a form that is empty."""
_HINT = "The file may be damaged or made to harm; try another copy of it"


def check_closely(data: bytes, limits: Limits, name: str, password: str | None, clock: Clock) -> None:
    """Refuse a PDF in which a stream unpacks to more, or a page draws more than the limits allow.

    Args:
        data: the file's bytes.
        limits: `content_bytes`, those of streams and `total_bytes` count.
        name: the file as the user named it, for messages.
        password: of an encrypted file.
        clock: what it may take.

    Raises:
        LimitError: a stream or page is too large, a form draws itself, or the time has run out.
        DamagedError: the pages' drawing cannot be found out.
    """
    bounded_by(limits, name)
    try:
        given = (password or "").encode("utf-8", "ignore").decode("utf-8")
        document = PDFDocument(PDFParser(io.BytesIO(data)), password=given)
        _check_streams(document, limits, name, clock)
        _check_pages(document, _Costs(limits, name, clock), limits, name)
    except PDFPasswordIncorrect:
        return  # PDFium says so
    except BROKEN as error:
        raise DamagedError(
            "the PDF's groups of drawings cannot be read", file=name, hint="Download it again"
        ) from error


def _check_streams(document: PDFDocument, limits: Limits, name: str, clock: Clock) -> None:
    """See that no stream is too large, nor all together; those packed with Deflate alone have been seen before."""
    total = 0
    for number in {
        number for table in document.xrefs for number in table.get_objids() if _may_be_stream(table, number)
    }:
        clock.check()
        try:
            found = document.getobj(number)
        except BROKEN:
            continue  # the libraries get no further either
        if isinstance(found, PDFStream):
            total += unpacked_size(found)
            if total > limits.total_bytes:
                most = limits.total_bytes // 1_000_000
                raise exceeded(f"its streams unpack to more than {most} MB", "total_bytes", name)


def _may_be_stream(table: PDFBaseXRef, number: int) -> bool:
    """Whether an object stands in the file itself: those in a stream of objects are none, by ISO 32000-1, 7.5.7.

    There may be fifty times as many of these, which would all have to be parsed.
    """
    try:
        return table.get_pos(number)[0] is None
    except BROKEN:
        return True


def _check_pages(document: PDFDocument, costs: _Costs, limits: Limits, name: str) -> None:
    total = 0
    for number, page in enumerate(PDFPage.create_pages(document), 1):
        cost = costs.of_page(page, number)
        total += cost
        if cost > limits.content_bytes:
            most = limits.content_bytes // 1_000_000
            raise exceeded(f"the page's drawing has more than {most} MB", "content_bytes", name, number)
        if total > _FULL_PAGES * limits.content_bytes:
            most = _FULL_PAGES * limits.content_bytes // 1_000_000
            raise exceeded(f"its pages' drawing has more than {most} MB", "content_bytes", name)


class _Costs:
    """What forms cost, each reckoned once."""

    def __init__(self, limits: Limits, name: str, clock: Clock) -> None:
        self._limits = limits
        self._name = name
        self._clock = clock
        self._known: dict[int, int] = {}
        self._open: set[int] = set()

    def of_page(self, page: PDFPage, number: int) -> int:
        """Bytes of operators of a page, as far as they may be."""
        pieces: list[bytes] = []
        size = 0
        for each in page.contents:
            self._clock.check(number)
            stream = resolve1(each)
            if isinstance(stream, PDFStream):
                pieces.append(stream.get_data())
                size += len(pieces[-1]) + 1
                if size > self._limits.content_bytes:
                    return size
        return self.of_content(b"\n".join(pieces), cast("Mapping[str, Any]", page.resources), 0)

    def of_content(self, content: bytes, resources: Mapping[str, Any], depth: int) -> int:
        """Bytes of operators, those of the forms that they draw included."""
        self._clock.check()
        drawn = Counter(_DRAWN.findall(content))
        forms = _forms(drawn, resources)
        return len(content) + sum(times * (self._of_form(form, resources, depth) + _FORM_COST) for form, times in forms)

    def _of_form(self, reference: PDFObjRef, outer: Mapping[str, Any], depth: int) -> int:
        number = reference.objid
        if number in self._open or depth > _MAX_DEPTH:
            raise LimitError("a group of drawings in it draws itself", file=self._name, hint=_HINT)
        if number not in self._known:
            self._open.add(number)
            form = resolve1(reference)
            own = resolve1(form.get("Resources"))
            inside = self.of_content(form.get_data(), own if isinstance(own, dict) else outer, depth + 1)
            self._known[number] = min(inside, 2 * self._limits.content_bytes)
            self._open.discard(number)
        return self._known[number]


def _forms(drawn: Mapping[bytes, int], resources: Mapping[str, Any]) -> Iterable[tuple[PDFObjRef, int]]:
    """Those of the names that are forms, with how often each is drawn."""
    objects = resolve1(resources.get("XObject"))
    for name, times in drawn.items() if isinstance(objects, dict) else ():
        reference = objects.get(name.decode("latin-1"))
        form = resolve1(reference)
        if isinstance(reference, PDFObjRef) and isinstance(form, PDFStream):
            kind = form.get("Subtype")
            if isinstance(kind, PSLiteral) and literal_name(kind) == "Form":
                yield reference, times
