"""The operators of a drawing that lay text, without paths, colours and marks: a parser reads all at one price."""

from __future__ import annotations

import re
from binascii import unhexlify
from collections.abc import Callable

from pdfminer.psparser import LIT

_ENDS = rb"(?![^\s/\[\]()<>])"
_NUMBER = rb"[-+]?(?:\d{1,20}+\.?\d{0,20}+|\.\d{1,20}+)"
"""Possessive and of few digits, so that no run of digits is gone through twice."""
_NUMBERS = rb"(?:" + _NUMBER + rb"\s++){0,6}"
"""What stands before an operator that draws or sets; a curve has the most, six."""
_NAME = rb"/[^\s/\[\]()<>{}%#\x80-\xff]*"
_MARK = rb"<<(?:[^<>()%]|\([^()\\]*\)|<[^<>]*>)*+>>"
"""What a mark says of itself: its number, its language, what it stands for."""
_LAYS_NONE = (
    _NUMBERS + rb"(?:re|rg|RG|cs|CS|sc|SC|scn|SCN|[fBb]\*?|W\*?|[mlcvyhSsnFgGkKwJjMi])",
    _NUMBERS + _NAME + rb"\s+(?:gs|cs|CS|scn|SCN|ri|sh|BMC|MP)",
    rb"\[[\d.\s]*\]\s*" + _NUMBERS + rb"d",
    _NAME + rb"\s*(?:" + _MARK + rb"|" + _NAME + rb"\s)\s*(?:BDC|DP)",
    rb"EMC",
)
_TOKEN = re.compile(
    rb"(?P<none>(?:(?:" + rb"|".join(_LAYS_NONE) + rb")" + _ENDS + rb"\s*)+)"
    rb"|(?P<number>" + _NUMBER + rb")" + _ENDS + rb"\s*"
    rb"|/(?P<name>" + _NAME[1:] + rb")\s*"
    rb"|\((?P<text>[^()\\]*)\)\s*"
    rb"|\((?P<escaped>(?:[^()\\]|\\[nrtbf()\\]|\\[0-7]{3})*+)\)\s*"
    rb"|<(?P<hex>(?:[0-9A-Fa-f]{2})*)>\s*"
    rb"|(?P<open>\[)\s*|(?P<close>\])\s*"
    rb"|(?P<operator>T[*A-Za-z]|BT|ET|[qQ]|cm|Do|['\"])" + _ENDS + rb"\s*",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\([nrtbf()\\]|[0-7]{3})")
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}

_TAKES = {
    "q": 0, "Q": 0, "cm": 6, "Do": 1, "BT": 0, "ET": 0, "Tc": 1, "Tw": 1, "Tz": 1, "TL": 1, "Tf": 2, "Tr": 1, "Ts": 1,
    "Td": 2, "TD": 2, "Tm": 6, "T*": 0, "Tj": 1, "TJ": 1, "'": 1, '"': 3,
}  # fmt: skip
"""How much stands before each operator (ISO 32000-1, annex A)."""

Operation = tuple[str, list[object]]


def operations(drawing: bytes) -> list[Operation] | None:
    """What lays text in a drawing, and what says where and how: each operator with what stands before it.

    `None` where anything in it is not of the plain grammar that programs write (a comment, a picture between its
    operators, brackets in a string without an escape): what looks like an operator may be none there.
    """
    out: list[Operation] = []
    given: list[object] = []
    array: list[object] | None = None
    end = 0
    for token in _TOKEN.finditer(drawing.lstrip()):
        if token.start() != end:
            return None
        end = token.end()
        kind = token.lastgroup or ""
        if kind == "none":
            given.clear()
        elif kind == "operator":
            name = token["operator"].decode("ascii")
            if array is not None or _TAKES.get(name) != len(given):
                return None
            out.append((name, given))
            given = []
        elif kind == "open" and array is None:
            array, given = given, []
        elif kind == "close" and array is not None:
            given, array = [*array, given], None
        elif kind in {"open", "close"}:
            return None
        else:
            given.append(_VALUES[kind](token[kind]))
    return out if end == len(drawing.lstrip()) else None


def _unescaped(text: bytes) -> bytes:
    return _ESCAPE.sub(lambda m: _ESCAPED.get(m[1]) or (bytes([int(m[1], 8) & 255]) if m[1].isdigit() else m[1]), text)


def _number(text: bytes) -> object:
    return float(text) if b"." in text else int(text)


_VALUES: dict[str, Callable[[bytes], object]] = {
    "number": _number,
    "name": lambda text: LIT(text.decode("utf-8", "surrogateescape")),
    "text": bytes,
    "escaped": _unescaped,
    "hex": unhexlify,
}
