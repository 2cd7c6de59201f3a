"""The second reading of HTML and text: whether a figure stands in them as it was read, tables left aside."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from html.parser import HTMLParser

from kunlun_cli.forms import normal
from kunlun_cli.pages.encoding import decode
from kunlun_cli.pages.html import decode_html
from kunlun_cli.records.source import Box

_FIGURE = re.compile(r"[-+(]?\d[\d,]*(?:\.\d+)?[%)]?")
_NOT_BEFORE = r"(?<![\d.,+-])"
_NOT_AFTER = r"(?!\d|[.,]\d)"
_IN_LINE = frozenset(
    {"a", "abbr", "b", "big", "em", "font", "i", "ins", "label", "mark", "s", "small", "span", "strong", "sub", "sup"}
    | {"tt", "u"}
)
_UNSEEN = frozenset({"head", "script", "style", "template", "title"})


class SecondText:
    """Text, or HTML taken apart by the standard library's parser instead of lxml.

    Args:
        data: the file's bytes.
        name: the file as the user named it, for messages.
        html: whether the bytes are HTML.

    Raises:
        InputError: the bytes are no text.
    """

    def __init__(self, data: bytes, name: str, *, html: bool) -> None:
        """Read it; see the class."""
        text = _text_of(decode_html(data, name)) if html else decode(data, name)
        self._text = unicodedata.normalize("NFKC", text).translate({0x2212: "-", 0x2013: "-", 0x2014: "-"})

    def text_in_box(self, number: int, bbox: Box) -> None:
        """Nothing: a text has no boxes of its own."""

    def stands(self, number: int, text: str) -> bool | None:  # noqa: ARG002  # pages are not told apart
        """Whether a figure stands in the file as it was read; pages are not told apart.

        `False` where it stands there only as a part of a longer one, with another sign, or in two pieces
        on one line. `None` for words, and for a figure that is nowhere: its lines may have been joined.

        Args:
            number: the page, counted from 1.
            text: the figure as it was read.
        """
        figure = normal(text)
        if not _FIGURE.fullmatch(figure):
            return None
        plain = re.escape(figure)
        if re.search(f"{_NOT_BEFORE}{plain}{_NOT_AFTER}", self._text):
            return True
        pieces = r"[ \t]*".join(map(re.escape, figure))
        return False if re.search(pieces, self._text) else None


class _Text(HTMLParser):
    """The text of HTML, what stands in different blocks or cells parted by line ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # the parser gives them
        self._unseen += tag in _UNSEEN
        if tag not in _IN_LINE:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(self._unseen - (tag in _UNSEEN), 0)
        if tag not in _IN_LINE:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(data)


def _text_of(html: str) -> str:
    parser = _Text()
    # The library's parser gives up on some malformed declarations; what stands before them has been read.
    with contextlib.suppress(AssertionError):
        parser.feed(html)
        parser.close()
    return "".join(parser.pieces)
