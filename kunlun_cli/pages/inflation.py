"""How large a PDF's compressed streams are, found out before any library unpacks them whole.

A few kilobytes can claim gigabytes. Whatever follows the word `stream` and looks packed is unpacked here piece by
piece and thrown away, whatever its dictionary says of it; the first that exceeds the limits ends the reading. Where
a file has what this cannot look into (encryption, other filters than Deflate, names written with escapes), or what
libraries multiply (groups of drawings, contents that share streams), `check_streams` says so.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from kunlun_cli.limits import Limits, exceeded
from kunlun_cli.pages.charmaps import BEGIN, misleads

# A reader passes over whatever else stands in the word's line.
_STREAM = re.compile(rb"stream[^\r\n]*(?:\r\n?|\n)")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b|/ImageMask\b")
# Groups of drawings; encryption; filters other than those of pictures, also by the short names that readers take;
# remarks behind references. Each stands in few reports, and then all is looked at as libraries do it.
_CLOSER = re.compile(
    rb"/(?:Subtype\s*/Form|Encrypt|ASCIIHexDecode|AHx|ASCII85Decode|A85|LZWDecode|LZW|RunLengthDecode|RL)\b"
)
_REMARK = re.compile(rb"R\s*%")
"""What may be a remark behind a reference. Patterns that begin with a letter of their own leap from one to the next."""
_REMARK_BEHIND = re.compile(rb"\d\s+R\s*%")
_WRITTEN_BY_NUMBER = re.compile(rb"/\w*#[4-7][0-9A-Fa-f]")
_OBJECT = re.compile(rb"(\d+)\s+\d+\s+obj\b")
_DEFLATED = re.compile(rb"/Filter\s*\[?\s*/(?:FlateDecode|Fl)\b")
_ANY = re.compile(b"")
_MAP = b"/CIDInit"
"""How maps of characters begin."""
_OBJECTS, _LAYERS = b"/ObjStm", b"/OCProperties"
"""What a stream of objects is called, and what the catalogue of a file with layers has."""
_RETOLD = b"/ActualText"
"""What says of letters that they are others (ISO 32000-1, 14.9.4): among operators, PDFium gives what it says. Among
objects it speaks to who reads the structure of a tagged file, and most files have it there."""
_REFERENCE = re.compile(rb"(\d+) \d+(?: R)?$")
_ARRAY = re.compile(rb"\[[^\[\]/<>()%]{3000,}")
"""An array with room for so many references, and nothing else in it."""
_MANY = 500
"""References in a row, most of them to the same few objects, from which on contents may be a stream again and again."""
_FIRST = re.compile(rb"/First\s+(\d+)")
"""Where in a stream of objects the first of them begins, behind their numbers and places."""
_LARGE = 2_000_000
"""What no stream of operators unpacks to: the largest measured is 0.45 MB, a font 1.5 MB. With fewer references
than `_MANY` to smaller ones, a page has less than a gigabyte to draw."""
_DICTIONARY_REACH = 2000
"""How far in front of its stream a dictionary is looked for."""
# What follows a stream in the piece that ends it is copied: the pieces are small.
_PIECE_IN = 1 << 16
_PIECE = 1 << 20
_MAX_LAYERS = 4
_TEXT_HEAD = 64
"""Bytes by which text, objects and operators among it, is told from pictures and fonts."""


class Looked(NamedTuple):
    """What a look at a PDF's streams tells: whether it must be looked at more closely, and the numbers of odd objects.

    `layers` says that it has some, which may be switched off; `None` where that cannot be told: what is packed may be
    encrypted. `damaged` do not unpack: Deflate carries a sum of what was packed, so that one bit that was lost anywhere
    tells; libraries read on without a word. `misleading` are fonts' maps of characters that cannot be right. `retold`
    says that marks among operators may give other letters than are drawn.
    """

    closer: bool
    damaged: frozenset[int]
    misleading: frozenset[int]
    layers: bool | None
    retold: bool = False


def check_streams(data: bytes, limits: Limits, name: str) -> Looked:
    """Refuse a PDF whose streams grow beyond the limits.

    Args:
        data: the file's bytes.
        limits: `stream_bytes`, `picture_bytes` and `total_bytes` count.
        name: the file as the user named it, for messages.

    Returns:
        Whether it must be looked at more closely, as this look cannot tell what libraries would make of it, what of
        it is damaged, pictures aside, or misleads, and whether it has layers, or letters told otherwise.

    Raises:
        LimitError: one stream, or all together, exceed them.
    """
    total, closer, outside = 0, False, 0
    damaged, misleading, again = set[int](), set[int](), set[int]()
    layers, retold = _LAYERS in data, False
    for number, (start, end) in enumerate(_streams(data)):
        if number >= limits.streams:
            raise exceeded(f"it has more than {limits.streams} streams", "streams", name)
        before = data[outside:start]
        closer = closer or _is_closer(before) or data.find(b" obj", start, end) >= 0
        again |= _named_again(before)
        outside = end
        picture = _PICTURE.search(before[-_DICTIONARY_REACH:])
        limit = limits.picture_bytes if picture else limits.stream_bytes
        layer = _unpacked(data, start, limit, objects=_OBJECTS in before[-_DICTIONARY_REACH:])
        layers, retold = layers or layer.layers, retold or layer.retold
        retold = retold or not (picture or layer.begun or data.find(_RETOLD, start, end) < 0)
        if layer.size > limit:
            at_most = "picture_bytes" if picture else "stream_bytes"
            raise exceeded(f"a stream in it unpacks to more than {limit // 1_000_000} MB", at_most, name)
        if not picture and (layer.broken or (end - start > 1 and not layer.begun)):
            damaged |= _object_of(before, _DEFLATED)
        if layer.misleading or (not layer.begun and data.startswith(_MAP, start) and misleads(data[start:end])):
            misleading |= _object_of(before)
        closer = closer or layer.closer or (not picture and layer.size > _LARGE)
        again |= layer.again
        total += layer.size
        if total > limits.total_bytes:
            raise exceeded(f"its streams unpack to more than {limits.total_bytes // 1_000_000} MB", "total_bytes", name)
    closer = closer or _is_closer(data[outside:]) or total > limits.picture_bytes
    again |= _named_again(data[outside:])
    closer = closer or (bool(again) and _may_be_streams(data, again, limits.stream_bytes))
    secret = b"/Encrypt" in data
    unsure = secret and not layers and _OBJECTS in data
    known = frozenset() if secret else frozenset(damaged)
    return Looked(closer, known, frozenset(misleading), None if unsure else layers, secret or closer or retold)


def _object_of(before: bytes, said: re.Pattern[bytes] = _ANY) -> set[int]:
    """The number of the object whose stream follows, if its dictionary says something."""
    near = before[-_DICTIONARY_REACH:]
    begun = list(_OBJECT.finditer(near))
    return {int(begun[-1][1])} if begun and said.search(near, begun[-1].end()) else set()


def _streams(data: bytes) -> Iterator[tuple[int, int]]:
    """Where streams begin and end. A look back in the pattern would keep `re` from leaping to the word itself."""
    for found in _STREAM.finditer(data):
        if data[found.start() - 3 : found.start()] != b"end":
            end = data.find(b"endstream", found.end())
            yield found.end(), end if end >= 0 else len(data)


def _is_closer(text: bytes) -> bool:
    if _CLOSER.search(text) or (b"#" in text and _WRITTEN_BY_NUMBER.search(text)):
        return True
    return bool(b"%" in text and _REMARK.search(text) and _REMARK_BEHIND.search(text))


def _named_again(text: bytes) -> set[int]:
    """The numbers of objects that an array names again and again, as contents may do that are drawn as often."""
    if text.count(b"R") < _MANY:
        return set()
    rows = (_references(found[0]) for found in _ARRAY.finditer(text))
    many = (row for row in rows if row.total() >= _MANY and 2 * len(row) < row.total())
    again = (reference for row in many for reference, times in row.items() if times > 1)
    return {int(found[1]) for found in map(_REFERENCE.search, again) if found}


def _references(array: bytes) -> Counter[bytes]:
    """How often an array names each object, by the words before `R`: a pattern takes thrice as long."""
    return Counter(b" ".join(array[1:].replace(b"R", b" R ").split()).split(b" R "))


def _may_be_streams(data: bytes, numbers: set[int], limit: int) -> bool:
    """Whether any of some objects may be a stream, or lead to one.

    Arrays that name objects again and again are mostly those that lead from marks in the text to the structure of a
    tagged file. What is a dictionary within a stream of objects is no stream, by ISO 32000-1, 7.5.7.
    """
    dictionaries, others = set[int](), set[int]()
    outside = 0
    for start, end in _streams(data):
        near = data[max(outside, start - _DICTIONARY_REACH) : start]
        outside = end
        begun = list(_OBJECT.finditer(near))
        own = near[begun[-1].end() :] if begun else b""
        if not begun or b"obj" in own or int(begun[-1][1]) in numbers:
            return True
        if _OBJECTS in own:
            for number, is_dictionary in _objects_in(memoryview(data)[start:], own, limit, numbers):
                (dictionaries if is_dictionary else others).add(number)
    return not numbers <= dictionaries - others


def _objects_in(packed: memoryview, own: bytes, limit: int, wanted: set[int]) -> Iterator[tuple[int, bool]]:
    """Those of some numbers that are of objects in a stream of them, each with whether it is a dictionary.

    Few streams have any: the numbers, which come first, are unpacked before the objects.
    """
    first = _FIRST.search(own)
    if first is None or not 0 < (begin := int(first[1])) <= limit:
        return
    unpack = zlib.decompressobj()
    try:
        head = unpack.decompress(packed[: begin + _PIECE_IN], begin)
        numbers = list(map(int, filter(bytes.isdigit, head.split())))
        pairs = [pair for pair in zip(numbers[::2], numbers[1::2], strict=False) if pair[0] in wanted]
        if not pairs:
            return
        text = zlib.decompressobj().decompress(packed, limit)
    except zlib.error:
        return
    if b"stream" in text:
        return
    for number, offset in pairs:
        yield number, text.startswith(b"<<", begin + offset)


def _packed(head: bytes) -> bool:
    """Whether bytes begin as Deflate does, with the two bytes that libraries ask for."""
    return len(head) > 1 and head[0] & 15 == 8 and (head[0] * 256 + head[1]) % 31 == 0


def _unpacked(data: bytes, start: int, limit: int, *, objects: bool) -> _Layer:
    """What a stream holds, objects perhaps, in any of its layers the largest; counting ends above the limit."""
    layer = _Layer(_MAX_LAYERS, limit, objects=objects)
    if not _packed(data[start : start + 2]):
        return layer
    layer.begun = True
    rest = memoryview(data)[start:]
    at = 0
    while at < len(rest) and not layer.ended and layer.size <= limit:
        layer.feed(rest[at : at + _PIECE_IN])
        at += _PIECE_IN
    layer.broken = layer.broken or not (layer.ended or layer.size > limit)
    layer.finish()
    return layer


class _Layer:
    """A packed stream, perhaps inside another."""

    def __init__(self, most: int, limit: int, *, objects: bool = False) -> None:
        self.size = 0
        self.closer = False
        self.ended = False
        self.begun = False
        """Whether it begins as Deflate does."""
        self.broken = False
        self.misleading = False
        self.layers = self.retold = False
        self.again = set[int]()
        self._most = most
        self._limit = limit
        self._objects = objects
        self._unpack = zlib.decompressobj()
        self._inner: _Layer | None = None
        self._begun = False
        self._text: list[bytes] | None = [] if objects else None

    def feed(self, data: bytes | memoryview) -> None:
        """Unpack some more; the size is that of this layer so far, or of one inside that is larger."""
        piece: bytes | memoryview = data
        while len(piece) and not self.ended and self.size <= self._limit:
            try:
                out = self._unpack.decompress(piece, _PIECE)
            except zlib.error:
                # Damaged, or not what its dictionary says: the libraries get no further either.
                self.ended = self.broken = True
                return
            self._take(out)
            piece = self._unpack.unconsumed_tail
            self.ended = self._unpack.eof

    def _take(self, out: bytes) -> None:
        self.size += len(out)
        if out and not self._begun:
            self._begun = True
            if _packed(out):
                self._inner = self._inside() if self._most > 1 else None
                self.closer = self._inner is None
            elif out[:_TEXT_HEAD].isascii():
                self._text = []
        if self._text is not None:
            self._text.append(out)
        if self._inner is not None:
            self._inner.feed(out)
            self.size = max(self.size, self._inner.size)

    def _inside(self) -> _Layer:
        return _Layer(self._most - 1, self._limit, objects=self._objects)

    def finish(self) -> None:
        """Look at what it holds, if that is text: objects may be packed in it."""
        if self._inner is not None:
            self._inner.finish()
            self.closer = self.closer or self._inner.closer
            self.layers, self.retold = self._inner.layers, self._inner.retold
            self.again = self._inner.again
        if self._text:
            text = b"".join(self._text)
            self.closer = self.closer or _is_closer(text)
            self.again = _named_again(text)
            self.misleading = BEGIN in text and misleads(text)
            self.layers, self.retold = self._objects and _LAYERS in text, not self._objects and _RETOLD in text
            self._text = None
