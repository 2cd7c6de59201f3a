"""Maps from the glyphs of fonts to characters (ToUnicode) that cannot be right in their digits.

Text is read by such a map and seen by the glyphs, so that a false one gives other figures than are printed. What is
known of a true one: no two glyphs of a font are the same digit, none is several, and fonts have their digits one
behind the other. Of 539 maps in published reports every one was so, but for fonts numbered anew by use.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

BEGIN = b"begincmap"
_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[([^\]]*)\])")
_CODE = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_FIGURES = "0123456789-.,"
_MOST = 65_536
"""Codes in a range that are looked at: there are no more."""
_IN_ORDER = 7
"""So many digits one behind the other make those that are not wrong: fonts numbered by use had six at most."""


def misleads(cmap: bytes) -> bool:
    """Whether a map gives figures other characters than their glyphs are.

    Args:
        cmap: the map as it stands in the file, unpacked.
    """
    codes: dict[str, set[int]] = {}
    for code, text in _mapped(cmap):
        if len(text) == 1:
            codes.setdefault(text, set()).add(code)
        elif any(char in _FIGURES[:10] for char in text):
            return True
    if any(len(some) > 1 for some in codes.values()):
        return True
    offsets = Counter(min(some) - int(digit) for digit, some in codes.items() if digit.isdigit())
    in_order = max(offsets.values(), default=0)
    return _IN_ORDER <= in_order < offsets.total()


def _mapped(cmap: bytes) -> Iterator[tuple[int, str]]:
    """The codes whose text has a character of figures, with it."""
    for found in _SECTION.finditer(cmap):
        pairs = _pairs(found[2]) if found[1] == b"char" else _ranges(found[2])
        yield from ((code, text) for code, text in pairs if any(char in _FIGURES for char in text))


def _pairs(section: bytes) -> Iterator[tuple[int, str]]:
    for code, text in _PAIR.findall(section):
        yield int(b"".join(code.split()) or b"0", 16), _text(text)


def _ranges(section: bytes) -> Iterator[tuple[int, str]]:
    for low, high, text, texts in _RANGE.findall(section):
        first, count = int(low, 16), min(int(high, 16) - int(low, 16) + 1, _MOST)
        if texts:
            yield from ((first + i, _text(each)) for i, each in enumerate(_CODE.findall(texts)[: max(count, 0)]))
        elif len(text) <= 4:
            # Only the figures among the characters of a range matter.
            start = int(text, 16)
            for char in _FIGURES:
                if start <= ord(char) < start + count:
                    yield first + ord(char) - start, char
        else:
            yield first, _text(text)


def _text(code: bytes) -> str:
    plain = b"".join(code.split()).decode()
    return bytes.fromhex(plain + "0" * (len(plain) % 2)).decode("utf-16-be", "replace")
