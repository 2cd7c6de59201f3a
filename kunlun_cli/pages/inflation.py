"""How large a PDF's compressed streams are, found out before any library unpacks them whole.

A few kilobytes can claim gigabytes. Every stream is unpacked here piece by piece and thrown away, and
the first that exceeds the limits ends the reading. What is encrypted cannot be looked into; neither is
what other filters than Deflate pack, which shrink far less.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from kunlun_cli.limits import Limits, exceeded

_STREAM = re.compile(rb"stream\r?\n")
_DEFLATE = re.compile(rb"/Fl(?:ateDecode)?\b")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b|/ImageMask\b")
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_DICTIONARY_REACH = 2000
"""How far in front of its stream a dictionary is looked for."""
# What follows a stream in the piece that ends it is copied: the pieces are small.
_PIECE_IN = 1 << 16
_PIECE = 1 << 20
_MAX_LAYERS = 4


def has_forms(data: bytes) -> bool:
    """Whether a PDF has forms, as few reports do."""
    return bool(_FORM.search(data))


def _streams(data: bytes) -> Iterator[re.Match[bytes]]:
    """Where streams begin. A look back in the pattern would keep `re` from leaping to the word itself."""
    return (found for found in _STREAM.finditer(data) if data[found.start() - 3 : found.start()] != b"end")


def check_streams(data: bytes, limits: Limits, name: str) -> None:
    """Refuse a PDF whose streams grow beyond the limits.

    Args:
        data: the file's bytes.
        limits: `stream_bytes`, `picture_bytes` and `total_bytes` count.
        name: the file as the user named it, for messages.

    Raises:
        LimitError: one stream, or all together, exceed them.
    """
    total = 0
    for number, found in enumerate(_streams(data)):
        if number >= limits.streams:
            raise exceeded(f"it has more than {limits.streams} streams", "streams", name)
        before = data[max(found.start() - _DICTIONARY_REACH, 0) : found.start()]
        dictionary = before[before.rfind(b"obj") :]
        layers = len(_DEFLATE.findall(dictionary))
        if not layers:
            continue
        limit = limits.picture_bytes if _PICTURE.search(dictionary) else limits.stream_bytes
        size = _unpacked(data, found.end(), min(layers, _MAX_LAYERS), limit)
        if size > limit:
            at_most = "picture_bytes" if limit == limits.picture_bytes else "stream_bytes"
            raise exceeded(f"a stream in it unpacks to more than {limit // 1_000_000} MB", at_most, name)
        total += size
        if total > limits.total_bytes:
            raise exceeded(f"its streams unpack to more than {limits.total_bytes // 1_000_000} MB", "total_bytes", name)


def _unpacked(data: bytes, start: int, layers: int, limit: int) -> int:
    """The size of what a stream holds, in any of its layers the largest; counting ends above the limit."""
    size = 0
    inner = _Layer(layers - 1, limit) if layers > 1 else None
    unpack = zlib.decompressobj()
    rest = memoryview(data)[start:]
    at = 0
    try:
        while not unpack.eof and size <= limit:
            piece = unpack.unconsumed_tail or rest[at : at + _PIECE_IN]
            at += 0 if unpack.unconsumed_tail else len(piece)
            if not len(piece):
                break
            out = unpack.decompress(piece, _PIECE)
            size += len(out)
            if inner is not None and inner.feed(out) > limit:
                return inner.size
    except zlib.error:
        return size  # damaged, or not what its dictionary says: the libraries get no further either
    return max(size, inner.size if inner else 0)


class _Layer:
    """A packed stream inside another."""

    def __init__(self, below: int, limit: int) -> None:
        self.size = 0
        self._limit = limit
        self._unpack = zlib.decompressobj()
        self._inner = _Layer(below - 1, limit) if below > 1 else None
        self._broken = False

    def feed(self, data: bytes) -> int:
        """Unpack some more; the size of this layer so far, or of one inside that is larger."""
        piece = data
        while piece and not self._broken and self.size <= self._limit:
            try:
                out = self._unpack.decompress(piece, _PIECE)
            except zlib.error:
                self._broken = True
                break
            self.size += len(out)
            if self._inner is not None:
                self.size = max(self.size, self._inner.feed(out))
            piece = self._unpack.unconsumed_tail
        return self.size
