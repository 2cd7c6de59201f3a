"""Bounds inside pdfminer.six, which has none of its own: operators, characters, fonts and time of a page."""

from __future__ import annotations

import contextlib
import functools
import io
import math
import re
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTPage
from pdfminer.lzw import LZWDecoder
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdftypes import (
    LITERALS_ASCII85_DECODE,
    LITERALS_ASCIIHEX_DECODE,
    LITERALS_FLATE_DECODE,
    LITERALS_LZW_DECODE,
    LITERALS_RUNLENGTH_DECODE,
    PDFException,
    PDFStream,
    resolve1,
)
from pdfminer.psexceptions import PSException
from pdfminer.psparser import PSLiteral

from kunlun_cli.errors import LimitError
from kunlun_cli.limits import DEFAULT, Clock, Limits, exceeded
from kunlun_cli.pages.text_alone import Operation, operations

# What pdfminer raises on damaged files beside its own exceptions.
BROKEN = (
    PDFException, PSException, struct.error, ValueError, TypeError, KeyError, IndexError, AttributeError,
    AssertionError, RecursionError, ArithmeticError, NotImplementedError, OSError,
)  # fmt: skip

_PIECE = 1 << 20
MAX_CODES = 500_000
"""Codes that one font may map or give widths; there are some 65,000 in the largest real one."""
_STREAM_COST = 100
"""Bytes that running a stream counts as at least, so that forms that only draw one another cost something."""
# The clock is looked at so rarely that it costs nothing, and still many times a second.
_CHECK_EVERY = 500
_HINT = "The file may be damaged or made to harm; try another copy of it"
_COMMENT = re.compile(rb"%[^\r\n]*")
_BEGIN = re.compile(rb"begin(?:bf|cid|notdef)(?:range|char)")
_END = re.compile(rb"end(?:bf|cid)range")
_RANGE = re.compile(rb"<([0-9A-Fa-f\s]*)>\s*<([0-9A-Fa-f\s]*)>\s*[<\[\d]")


_bounds: tuple[Limits, str | None] = (DEFAULT, None)
_decode = PDFStream.decode


def bounded_by(limits: Limits, file: str) -> None:
    """Let no stream that pdfminer unpacks from now on exceed the limits; messages name the file."""
    global _bounds  # noqa: PLW0603 - pdfminer unpacks in the midst of parsing, where nothing of ours is handed on
    _bounds = limits, file
    PDFStream.decode = _bounded_decode  # type: ignore[assignment,method-assign]


def _bounded_decode(stream: PDFStream) -> None:
    unpacked_size(stream)
    _decode(stream)


def unpacked_size(stream: PDFStream) -> int:
    """What a stream grows to in the largest of its layers, unpacked piece by piece.

    Raises:
        LimitError: it grows beyond the limits, or asks for rows beyond them.
    """
    kind = resolve1(stream.attrs.get("Subtype"))
    picture = isinstance(kind, PSLiteral) and kind.name == "Image"
    limits, file = _bounds
    name, most = ("picture_bytes", limits.picture_bytes) if picture else ("stream_bytes", limits.stream_bytes)
    data = stream.rawdata
    if data is None:
        return len(stream.data or b"")
    if stream.decipher and stream.objid is not None and stream.genno is not None:
        data = stream.decipher(stream.objid, stream.genno, data, stream.attrs)
    size = len(data)
    for filter_, given in stream.get_filters():
        unpack = next((unpack for names, unpack in _UNPACK if filter_ in names), None)
        if unpack is None:
            break  # a picture's, which nothing here unpacks
        pieces: list[bytes] = []
        layer = 0
        for piece in unpack(data):
            pieces.append(piece)
            layer += len(piece)
            if layer > most:
                raise exceeded(f"a stream in it unpacks to more than {most // 1_000_000} MB", name, file)
        data = b"".join(pieces)
        size = max(size, layer)
        if _row(given) > most:
            raise exceeded(f"a stream in it has rows of more than {most // 1_000_000} MB", name, file)
    return size


def _row(given: object) -> int:
    """Bytes of a row, as a predictor or a fax is told them."""
    if not isinstance(given, Mapping):
        return 0
    sizes = [resolve1(given.get(key, 1)) for key in ("Columns", "Colors", "BitsPerComponent")]
    return math.prod(size for size in sizes if isinstance(size, int))


def _inflated(data: bytes) -> Iterator[bytes]:
    unpack = zlib.decompressobj()
    piece = data
    with contextlib.suppress(zlib.error):
        while piece and not unpack.eof:
            yield unpack.decompress(piece, _PIECE)
            piece = unpack.unconsumed_tail


def _runs(data: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(data) and data[at] != 128:
        length = data[at]
        yield data[at + 1 : at + 2 + length] if length < 128 else data[at + 1 : at + 2] * (257 - length)
        at += 2 + length if length < 128 else 2


_UNPACK: Sequence[tuple[Sequence[object], Callable[[bytes], Iterator[bytes]]]] = (
    (LITERALS_FLATE_DECODE, _inflated),
    (LITERALS_LZW_DECODE, lambda data: LZWDecoder(io.BytesIO(data)).run()),
    (LITERALS_RUNLENGTH_DECODE, _runs),
    (LITERALS_ASCII85_DECODE, lambda data: iter((ascii85decode(data),))),
    (LITERALS_ASCIIHEX_DECODE, lambda data: iter((asciihexdecode(data),))),
)
"""What each filter makes of data, piece by piece; the two of text make at most four times as much of it."""


class Keeper(PDFLayoutAnalyzer):
    """Keeps the last page's layout objects, without layout analysis, and counts what a page costs."""

    page: LTPage | None = None
    text_alone = False
    """Whether what lays no text may be passed over."""

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
        """Count the streams, then run them, or what lays text in them where no more is wanted."""
        keeper = cast("Keeper", self.device)
        found = [stream for stream in map(resolve1, streams) if isinstance(stream, PDFStream)]
        for stream in found:
            keeper.spend(len(stream.get_data()))
        plain = self._plain(found) if keeper.text_alone else None
        if plain is None:
            super().execute(streams)
            return
        self.stream_ids = {cast("int", stream.objid) for stream in found}
        for name, given in plain:
            run: Callable[..., None] = getattr(self, _method(name))
            run(*given)

    def _plain(self, streams: Sequence[PDFStream]) -> list[Operation] | None:
        """What lays text in the streams; `None` where pdfminer has to read them, or to tell that one draws itself."""
        if any(stream.objid is None or stream.objid in self.parent_stream_ids for stream in streams):
            return None
        return operations(b" ".join(stream.get_data() for stream in streams))


@functools.cache
def _method(operator: str) -> str:
    """What pdfminer calls an operator."""
    return "do_" + operator.replace("*", "_a").replace("'", "_q").replace('"', "_w")


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
        font = super().get_font(objid, spec)
        if not isinstance(font.fontname, str):  # a string for a name: what a file says, but no writer of names
            name = font.fontname
            font.fontname = name.decode("latin-1") if isinstance(name, bytes) else str(name)
        return font


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
