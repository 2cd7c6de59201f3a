"""Bounds inside pdfminer.six, which has none of its own: operators, characters, fonts and time of a page."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTPage
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdftypes import PDFException, PDFStream, resolve1
from pdfminer.psexceptions import PSException

from kunlun_cli.errors import LimitError
from kunlun_cli.limits import Clock, Limits, exceeded

# What pdfminer raises on damaged files beside its own exceptions.
BROKEN = (
    PDFException, PSException, struct.error, ValueError, TypeError, KeyError, IndexError, AttributeError,
    AssertionError, RecursionError, ArithmeticError, NotImplementedError, OSError,
)  # fmt: skip

MAX_CODES = 500_000
"""Codes that one font may map or give widths; there are some 65,000 in the largest real one."""
_STREAM_COST = 100
"""Bytes that running a stream counts as at least, so that forms that only draw one another cost something."""
_CHECK_EVERY = 500
_HINT = "The file may be damaged or made to harm; try another copy of it"
_COMMENT = re.compile(rb"%[^\r\n]*")
_BEGIN = re.compile(rb"begin(?:bf|cid|notdef)(?:range|char)")
_END = re.compile(rb"end(?:bf|cid)range")
_RANGE = re.compile(rb"<([0-9A-Fa-f\s]*)>\s*<([0-9A-Fa-f\s]*)>\s*[<\[\d]")


class Keeper(PDFLayoutAnalyzer):
    """Keeps the last page's layout objects, without layout analysis, and counts what a page costs."""

    page: LTPage | None = None

    def __init__(self, manager: PDFResourceManager, limits: Limits, clock: Clock, name: str) -> None:
        super().__init__(manager, laparams=None)
        self._limits = limits
        self._clock = clock
        self._name = name
        self.begin(0)

    def begin(self, number: int) -> None:
        """Count anew, for the page of that number."""
        self._number = number
        self._bytes = self._glyphs = self._paths = 0

    def spend(self, size: int) -> None:
        """Count operators about to be run.

        Raises:
            LimitError: the page has too many, or the time has run out.
        """
        self._bytes += max(size, _STREAM_COST)
        if self._bytes > self._limits.content_bytes:
            most = self._limits.content_bytes // 1_000_000
            what = f"the page's drawing has more than {most} MB"
            raise exceeded(what, "content_bytes", self._name, self._number)
        self._clock.check(self._number)

    def receive_layout(self, ltpage: LTPage) -> None:
        """Keep the page."""
        self.page = ltpage

    def render_char(self, *args: Any, **kwargs: Any) -> float:  # noqa: ANN401  # as pdfminer declares it
        """Count a character."""
        self._glyphs += 1
        if self._glyphs > self._limits.glyphs:
            what = f"the page has more than {self._limits.glyphs} characters"
            raise exceeded(what, "glyphs", self._name, self._number)
        if self._glyphs % _CHECK_EVERY == 0:
            self._clock.check(self._number)
        return float(super().render_char(*args, **kwargs))

    def paint_path(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Count a path; each of its parts comes here too."""
        self._paths += 1
        if self._paths > 2 * self._limits.rules:
            what = f"the page has more than {self._limits.rules} ruling lines"
            raise exceeded(what, "rules", self._name, self._number)
        if self._paths % _CHECK_EVERY == 0:
            self._clock.check(self._number)
        super().paint_path(*args, **kwargs)


class Interpreter(PDFPageInterpreter):
    """Runs a page's operators, those of forms included, as long as the keeper lets it."""

    def execute(self, streams: Sequence[object]) -> None:
        """Count the streams, then run them."""
        for each in streams:
            stream = resolve1(each)
            if isinstance(stream, PDFStream):
                cast("Keeper", self.device).spend(len(stream.get_data()))
        super().execute(streams)


class Fonts(PDFResourceManager):
    """Makes fonts, unless their tables would never end."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        """The font.

        Raises:
            LimitError: it maps more than `MAX_CODES` codes, or gives so many widths.
        """
        codes = sum(_widths(spec.get(key), size) for key, size in (("W", 3), ("W2", 5)))
        for key in ("ToUnicode", "Encoding"):
            cmap = resolve1(spec.get(key))
            if isinstance(cmap, PDFStream):
                codes += _mapped(cmap.get_data())
        if codes > MAX_CODES:
            raise LimitError(f"a font in it maps more than {MAX_CODES} codes", file=self._name, hint=_HINT)
        return super().get_font(objid, spec)


def _widths(given: object, size: int) -> int:
    """How many codes a font's table of widths gives: ranges as so many numbers, or lists."""
    table = resolve1(given)
    total = 0
    row: list[float] = []
    for each in table if isinstance(table, Iterable) and not isinstance(table, str | bytes) else ():
        value = resolve1(each)
        if isinstance(value, list):
            total += len(value)
            row = []
        elif isinstance(value, int | float):
            row.append(value)
            if len(row) == size:
                total += max(int(row[1] - row[0]), 0) if abs(row[0]) + abs(row[1]) < 2**40 else MAX_CODES + 1
                row = []
    return total


def _mapped(cmap: bytes) -> int:
    """How many codes a CMap maps in its ranges."""
    total = 0
    for part in _END.split(_COMMENT.sub(b"", cmap))[:-1]:
        for start, end in _RANGE.findall(_BEGIN.split(part)[-1]):
            first, last = (int(b"".join(digits.split()) or b"0", 16) for digits in (start, end))
            total += max(last - first, 0)
    return total
