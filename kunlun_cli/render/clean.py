"""Text from a filing made harmless: no control or invisible formatting character leaves as one.

A terminal obeys escape sequences, an editor reorders text by bidirectional controls, and zero-width
characters make two names look alike. Each becomes U+FFFD, which a reader can see.
"""

from __future__ import annotations

import functools
import re
import unicodedata

REPLACEMENT = "\ufffd"
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Cn"})
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?\Z")


@functools.lru_cache(maxsize=4096)
def _character(character: str) -> str:
    if character in "\n\r\t":
        return " "
    return REPLACEMENT if unicodedata.category(character) in _UNSAFE else character


def clean(text: str) -> str:
    """The text on one line, safe to print: white space as spaces, other controls as U+FFFD."""
    if text.isprintable():
        return text
    return "".join(map(_character, text))


def spreadsheet(text: str) -> str:
    """The text for a cell of a sheet: cleaned, and never taken for a formula.

    A cell that starts with `= + - @` (or their full-width forms) and is not a number gets a leading
    apostrophe, with which Excel and LibreOffice show it as text.
    """
    shown = clean(text)
    start = shown.lstrip()
    if start.startswith(_FORMULA) and not _NUMBER.match(shown):
        return f"'{shown}"
    return shown


def json_string(text: str) -> str:
    """The text for JSON: nothing is lost but lone surrogates; unsafe characters are escaped by number."""
    import json

    quoted = json.dumps(text, ensure_ascii=False)
    if quoted.isprintable():
        return quoted
    return "".join(map(_escaped, quoted))


@functools.lru_cache(maxsize=4096)
def _escaped(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cs":
        return REPLACEMENT
    if category not in _UNSAFE:
        return character
    code = ord(character)
    if code <= 0xFFFF:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
