"""Whether a PDF has layers, which may be switched off: told from its catalogue, packed or not."""

from __future__ import annotations

import contextlib
import re
import zlib

_PACKED = re.compile(rb"/ObjStm\b[^>]*>>\s*stream[^\r\n]*(?:\r\n?|\n)")
MOST = 1 << 24
"""Bytes that are unpacked of one stream of objects at most; the largest measured has less than one million."""
MOST_STREAMS = 5000


def has_layers(data: bytes) -> bool | None:
    """Whether a PDF has layers; `None` where that cannot be told: what is packed may be encrypted."""
    if b"/OCProperties" in data:
        return True
    if b"/ObjStm" not in data:
        return False
    if b"/Encrypt" in data:
        return None
    for number, found in enumerate(_PACKED.finditer(data)):
        if number >= MOST_STREAMS:
            return None
        with contextlib.suppress(zlib.error):
            if b"/OCProperties" in zlib.decompressobj().decompress(memoryview(data)[found.end() :], MOST):
                return True
    return False
