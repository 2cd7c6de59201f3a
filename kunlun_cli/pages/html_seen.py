"""What a browser shows of HTML: not what is hidden, struck out, or in the colour of what it stands on."""

from __future__ import annotations

import re
from math import inf
from typing import Any

DOUBTED = "unseen?"
"""The font of text of which cannot be told whether it is seen, or how: its ground is another file's affair."""

# What shows text of its own, not the page's, in a browser.
_SHOWING = frozenset(("select", "button", "textarea", "object", "iframe", "svg", "canvas", "meter", "progress"))
# Kinds of input that show none.
_NO_TEXT = frozenset(("hidden", "checkbox", "radio", "image", "range", "color", "file"))
_ROOM = 3
"""Pixels that pictures which only make room are wide or high at most."""
_PIXELS = re.compile(r"\s*(\d{1,6})")
# What a browser does not show, or shows as struck out and so as not meant.
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*(?:0?\.0+|0)\s*(?:%|;|!|$)"
    r"|text-decoration[a-z-]*\s*:[^;]*line-through|content-visibility\s*:\s*hidden|filter\s*:\s*opacity\(0%?\)"
    # Moved off the page, wider than any is; cut away; shrunk to nothing; without ink.
    r"|(?<!-)\b(?:left|right|top|bottom|text-indent)\s*:\s*-(?:999|\d{4,})(?:\.\d+)?(?:px|pt)"
    r"|(?<!-)\bmargin[a-z-]*\s*:[^;]*-(?:999|\d{4,})(?:\.\d+)?(?:px|pt)"
    r"|transform\s*:[^;]*\btranslate\w*\([^)]*-(?:999|\d{4,})(?:\.\d+)?(?:px|pt)"
    r"|(?<!-)\b(?:left|right|top|bottom|text-indent|margin(?:-left|-right|-top)?)\s*:\s*-\d{3,}(?:\.\d+)?(?:r?em|%|vw|vh)"
    r"|\bclip\s*:\s*rect\(\s*[01](?:px)?\s*,?\s*[01](?:px)?\s*,?\s*[01](?:px)?\s*,?\s*[01](?:px)?\s*\)"
    r"|clip-path\s*:\s*(?:inset\(\s*(?:50|100)%|circle\(0)|transform\s*:[^;]*\bscale[xy]?\(\s*0\s*[,)]"
    r"|(?<![-\w])color\s*:\s*(?:transparent|(?:rgb|hsl)a?\([^)/]*"
    r"(?:,[^,)]*,[^,)]*,|/)\s*(?:0|0?\.0+)%?\s*\)|#(?:[0-9a-f]{6}00|[0-9a-f]{3}0)\b)",
    re.IGNORECASE,
)
# A box of no size that shows nothing beyond it.
_NO_BOX = re.compile(r"(?<![-\w])(?:max-)?(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|!|$)", re.IGNORECASE)
_CUT_OFF = re.compile(r"overflow(?:-[xy])?\s*:\s*(?:hidden|clip)", re.IGNORECASE)
_NO_SIZE = re.compile(r"font-size\s*:\s*0+(?:\.0+)?\s*(?:[a-z%]+)?\s*(?:;|!|$)", re.IGNORECASE)
# Characters in another order than that of the file.
_BACKWARDS = re.compile(r"unicode-bidi\s*:\s*[a-z-]*override", re.IGNORECASE)
_STRUCK = frozenset({"s", "del", "strike"})
_INK = re.compile(r"(?<![-\w])color\s*:\s*([^;!]+)", re.IGNORECASE)
_GROUND = re.compile(r"background(?:-color)?\s*:\s*(#[0-9a-f]{3,6}\b|[a-z]+\b(?!\()|rgb\([^)]*\))", re.IGNORECASE)
_RGB = re.compile(r"rgba?\((\d{1,3}),(\d{1,3}),(\d{1,3})(?:,[\d.]+)?\)")
# The paper.
_WHITE = (255, 255, 255)
_NAMED = {"white": _WHITE, "black": (0, 0, 0)}
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
# A sheet for what is printed hides there what the screen shows.
_PRINTED = re.compile(r"@media[^{]*\bprint\b[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.IGNORECASE)
_CLASS = re.compile(r"\.([\w-]+)(?:::?(before|after))?\s*$", re.IGNORECASE)
# What a sheet puts before or behind text, where it may be of a figure: a sign, a bracket, a digit.
_PUT = re.compile(r"(?<![-\w])content\s*:[^;]*['\"][^'\"]*[-−–(（)）\d%.△▲▼↓][^'\"]*['\"]")
_ALIKE = 24
"""Steps, of 255, by which a colour must differ from what it is on to be seen."""


class Styles:
    """The styles of a document's elements: their own, and those that its sheets give to classes.

    Args:
        root: the document's element.
    """

    def __init__(self, root: Any) -> None:  # noqa: ANN401  # lxml has no types
        """Read the sheets."""
        self._classes: dict[str, str] = {}
        self._put: set[str] = set()
        for sheet in root.iter("style"):
            for selectors, body in _RULE.findall(_PRINTED.sub("", sheet.text or "")):
                for selector in selectors.split(","):
                    self._rule(selector, body)
        # Another file may give a dark ground to text that is white.
        self._whole = not any("stylesheet" in (e.get("rel") or "").lower() for e in root.iter("link"))

    def _rule(self, selector: str, body: str) -> None:
        found = _CLASS.search(selector)
        if found and not found[2]:
            self._classes[found[1]] = f"{self._classes.get(found[1], '')};{body}"
        elif found and _PUT.search(body):
            self._put.add(found[1])

    def is_hidden(self, element: Any) -> bool:  # noqa: ANN401
        """Whether an element's text is not shown, or shown as struck out."""
        if element.get("hidden") is not None or element.tag in _STRUCK:
            return True
        style = self._style(element)
        if not style and element.get("color") is None:
            return False
        if _HIDDEN.search(style) or (_NO_BOX.search(style) and _CUT_OFF.search(style)):
            return True
        if _NO_SIZE.search(style) and not self._sized_inside(element):
            return True
        return self._whole and self._is_faint(element, style)

    def is_doubted(self, element: Any) -> bool:  # noqa: ANN401
        """Whether an element's text may be in the colour of what it stands on, and nothing here tells, or backwards.

        Or a sheet puts a sign before or behind it.
        """
        if self._put and not self._put.isdisjoint((element.get("class") or "").split()):
            return True
        style = self._style(element)
        backwards = element.tag == "bdo" or _BACKWARDS.search(style) is not None
        return backwards or (not self._whole and self._is_faint(element, style))

    def _sized_inside(self, element: Any) -> bool:  # noqa: ANN401
        """Whether something in an element has a size of its own: so some pages set boxes side by side."""
        return any("font-size" in self._style(e) for e in element.iterdescendants() if isinstance(e.tag, str))

    def _style(self, element: Any) -> str:  # noqa: ANN401
        own = element.get("style") or ""
        named = element.get("class")
        if not named or not self._classes:
            return str(own)
        return ";".join([*(self._classes.get(name, "") for name in named.split()), own])

    def _is_faint(self, element: Any, style: str) -> bool:  # noqa: ANN401
        inks = _INK.findall(style)
        ink = _colour(inks[-1] if inks else element.get("color"))
        if ink is None:
            return False
        return max(abs(a - b) for a, b in zip(ink, self._ground(element), strict=True)) < _ALIKE

    def _ground(self, element: Any) -> tuple[int, ...]:  # noqa: ANN401
        """The colour on which an element's text stands."""
        while element is not None:
            grounds = _GROUND.findall(self._style(element))
            found = _colour(grounds[-1] if grounds else element.get("bgcolor"))
            if found is not None:
                return found
            element = element.getparent()
        return _WHITE


def is_control(element: Any) -> bool:  # noqa: ANN401
    """Whether an element is a field, a list or a drawing, whose text is no text of the page's."""
    if element.tag == "input":
        return bool(element.get("value")) and (element.get("type") or "").lower() not in _NO_TEXT
    return element.tag in _SHOWING


def has_picture(cell: Any) -> bool:  # noqa: ANN401
    """Whether a cell has a picture that does more than make room."""
    return any(min(_size(image, "width"), _size(image, "height")) > _ROOM for image in cell.iter("img"))


def _size(image: Any, key: str) -> float:  # noqa: ANN401
    digits = _PIXELS.match(image.get(key) or "")
    return float(digits[1]) if digits else inf


def _colour(told: str | None) -> tuple[int, ...] | None:
    """A colour as red, green and blue, where it is told in one of the usual ways."""
    word = "".join((told or "").split()).lower()
    if word in _NAMED:
        return _NAMED[word]
    parts = _RGB.fullmatch(word)
    if parts:
        return tuple(min(int(part), 255) for part in parts.groups())
    digits = word.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    return tuple(bytes.fromhex(digits)) if re.fullmatch("[0-9a-f]{6}", digits) else None
