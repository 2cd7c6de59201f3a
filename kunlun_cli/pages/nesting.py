"""What forms (groups drawn as one) make of a page, reckoned before any library draws them.

A form may draw others, each any number of times, so that a file of a kilobyte asks for more operators than
there are seconds. Here every stream is looked at once, and its cost added up; nothing is drawn.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, cast

from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import PSLiteral, literal_name

from kunlun_cli.errors import DamagedError, LimitError
from kunlun_cli.limits import Limits, exceeded
from kunlun_cli.pages.pdfminer_guard import BROKEN

_DRAWN = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")
_MAX_DEPTH = 50
_FORM_COST = 1000
"""Bytes of operators that take about as long as drawing a form that is empty."""
_HINT = "The file may be damaged or made to harm; try another copy of it"


def check_forms(data: bytes, limits: Limits, name: str, password: str | None) -> None:
    """Refuse a PDF with a page on which forms draw more than the limits allow.

    Args:
        data: the file's bytes.
        limits: `content_bytes` counts.
        name: the file as the user named it, for messages.
        password: of an encrypted file.

    Raises:
        LimitError: a page draws too much, or a form draws itself.
        DamagedError: the forms cannot be found out.
    """
    try:
        given = (password or "").encode("utf-8", "ignore").decode("utf-8")
        document = PDFDocument(PDFParser(io.BytesIO(data)), password=given)
        costs = _Costs(limits, name)
        for number, page in enumerate(PDFPage.create_pages(document), 1):
            streams = [resolve1(each) for each in page.contents]
            content = b"\n".join(each.get_data() for each in streams if isinstance(each, PDFStream))
            cost = costs.of_content(content, cast("Mapping[str, Any]", page.resources), 0)
            if cost > limits.content_bytes:
                most = limits.content_bytes // 1_000_000
                raise exceeded(f"the page's drawing has more than {most} MB", "content_bytes", name, number)
    except PDFPasswordIncorrect:
        return  # PDFium says so
    except BROKEN as error:
        raise DamagedError(
            "the PDF's groups of drawings cannot be read", file=name, hint="Download it again"
        ) from error


class _Costs:
    """What forms cost, each reckoned once."""

    def __init__(self, limits: Limits, name: str) -> None:
        self._limits = limits
        self._name = name
        self._known: dict[int, int] = {}
        self._open: set[int] = set()

    def of_content(self, content: bytes, resources: Mapping[str, Any], depth: int) -> int:
        """Bytes of operators, those of the forms that they draw included."""
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
