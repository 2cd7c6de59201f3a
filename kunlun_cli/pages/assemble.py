"""From words to text: rows of words by their height on the page, and spaces by rule.

White space is kept between Latin words only: Chinese text is set without spaces, and justified or
spread lines would otherwise scatter them (`股 东 名 称`).
"""

from __future__ import annotations

import functools
import itertools
import operator
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

_left = operator.attrgetter("x0")
# A gap of more than a fifth of the font's size between two Latin glyphs is a space: Times' own is a quarter.
GAP_OF_SIZE = 0.2
# Between two letters a smaller one is: before A, and behind R, the space is set narrower (BAYER AG: 0.187). Of letters
# that were set apart inside words the widest of 200 reports' gaps is 0.11.
GAP_OF_LETTERS = 0.15
SPACES = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000").union(
    map(chr, range(0x2000, 0x200B))
)
"""The characters that are white space to `str.isspace`."""
LOST = "\ufffd"
"""What is printed and could not be read: a digit, a part of a name, a picture."""


class Word(NamedTuple):
    """Characters set one after the other without a gap, in one font and size on one line, with their box.

    `size` is the font's, in points. `sides` are the left and the right side of each character in turn;
    they may be left out of a single one. White space always stands alone. `doubt` says why what is read
    may not be what a person sees there; it goes with the cell that the word is in.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    font: str = ""
    sides: tuple[float, ...] = ()
    doubt: str = ""

    @property
    def cx(self) -> float:
        """Horizontal middle."""
        return (self.x0 + self.x1) / 2

    @property
    def cy(self) -> float:
        """Vertical middle."""
        return (self.top + self.bottom) / 2

    @property
    def last(self) -> float:
        """The left side of its last character."""
        return self.sides[-2] if self.sides else self.x0


def glyphs_of(words: Iterable[Word]) -> list[Word]:
    """The characters of words, each a word by itself."""
    out: list[Word] = []
    for word in words:
        if not word.sides:
            out.append(word)
            continue
        _, _, top, _, bottom, size, font, sides, doubt = word
        for char, x0, x1 in zip(word.text, sides[::2], sides[1::2], strict=True):
            out.append(Word(char, x0, top, x1, bottom, size, font, (), doubt))
    return out


class Doubted(Protocol):
    """What may bear a doubt: a word, or a piece of a line."""

    @property
    def doubt(self) -> str:
        """Why what it says is doubted; empty where nothing is."""


def doubt_of(words: Iterable[Doubted]) -> str:
    """Why what some words say is doubted, each reason once; empty where nothing is."""
    doubts = [word.doubt for word in words if word.doubt]
    return "; ".join(dict.fromkeys(doubts)) if doubts else ""


# First and last characters of the blocks in which Chinese text, its punctuation and its marks stand.
_CJK = (
    *(("\u2e80", "\u303f"), ("\u3040", "\u30ff"), ("\u3400", "\u9fff"), ("\uf900", "\ufaff"), ("\uff00", "\uff05")),
    *(("\uff07", "\uffef"), ("\u2018", "\u201d"), ("\u2014", "\u2014"), ("\u2026", "\u2026"), ("\u00b7", "\u00b7")),
    *(("\u25a0", "\u25ff"), ("\u2610", "\u2612"), ("\u221a", "\u221a")),
)
_LATIN_END = re.compile(r"[A-Za-z.,&＆;:'’)\d]$")
_LATIN_START = re.compile(r"^[A-Za-z(&＆]")


@functools.lru_cache(maxsize=8192)
def _is_cjk(char: str) -> bool:
    return any(first <= char <= last for first, last in _CJK)


def squeeze(text: str) -> str:
    """Text with white space inside Chinese text removed and other runs of it made one space."""
    parts = text.split()
    if len(parts) < 2:
        return parts[0] if parts else ""
    out = [parts[0]]
    for before, after in itertools.pairwise(parts):
        if not (_is_cjk(before[-1]) or _is_cjk(after[0])):
            out.append(" ")
        out.append(after)
    return "".join(out)


def cluster_lines(words: Iterable[Word]) -> list[list[Word]]:
    """Words grouped into rows from top to bottom, each row sorted from left to right.

    A word belongs to the row whose vertical middle lies within half of the smaller height: so that
    superscripts and Latin letters with another box join their line, and the next line does not.
    """
    rows: list[list[Word]] = []
    middle = height = 0.0
    for word in sorted(words, key=lambda w: (w.top + w.bottom, w.x0)):
        top, bottom = word.top, word.bottom
        cy, tall = (top + bottom) / 2, max(bottom - top, 1e-6)
        if rows and abs(cy - middle) < 0.5 * min(height, tall) + 1e-6:
            rows[-1].append(word)
        else:
            middle, height = cy, tall
            rows.append([word])
    return [_in_order(row) for row in rows]


def drawn_text(words: Iterable[Word]) -> str:
    """The text of words as they were drawn one after the other: those level with the one before are a line.

    Like PDFium's own of a page that is not turned, it keeps the lines of a cell together.
    """
    rows: list[list[Word]] = []
    for word in words:
        last = rows[-1][-1] if rows else word
        tall = min(word.bottom - word.top, last.bottom - last.top)
        if rows and abs(word.top + word.bottom - last.top - last.bottom) < tall:
            rows[-1].append(word)
        else:
            rows.append([word])
    return "\n".join(filter(None, map(assemble_line, map(_in_order, rows))))


def _in_order(row: list[Word]) -> list[Word]:
    """A row from left to right, by characters where one word begins inside another."""
    if len(row) == 1:
        return row
    row.sort(key=_left)
    # A word of one character ends nowhere right of where the next begins.
    if any([a.sides and b.x0 < a.sides[-2] for a, b in itertools.pairwise(row)]):  # noqa: C419  # seldom many
        return sorted(glyphs_of(row), key=_left)
    return row


def _gap(left: Word, right: Word) -> bool:
    """Whether the distance of two words is a space.

    Between two digits it takes a wider one: justified lines spread the digits of a number.
    """
    gap, size = right.x0 - left.x1, max(left.size, right.size)
    if gap <= GAP_OF_LETTERS * size:
        return False
    before, after = left.text[-1:], right.text[:1]
    if gap <= GAP_OF_SIZE * size:
        return before.isascii() and before.isalpha() and after.isascii() and after.isalpha()
    return gap > size or not (before.isdigit() and after.isdigit())


def assemble_line(row: Sequence[Word]) -> str:
    """The text of one row of words, with spaces where printed or where a gap shows one."""
    parts: list[str] = []
    previous: Word | None = None
    for word in row:
        if previous is not None and _gap(previous, word):
            parts.append(" ")
        parts.append(word.text)
        previous = word
    return squeeze("".join(parts))


def join_lines(texts: Sequence[str], *, word_breaks: Sequence[bool] | None = None) -> str:
    """One text from the lines of a cell or paragraph.

    Args:
        texts: the lines, without line ends.
        word_breaks: for each line but the last, whether a Latin word is cut at its end; by default
            a Latin line end is taken as the end of a word.
    """
    out = ""
    for i, text in enumerate(texts):
        if not text:
            continue
        cut = bool(word_breaks and i > 0 and word_breaks[i - 1])
        # U+2043 is the hyphen that marks a Latin word cut at the line's end.
        if out.endswith("\u2043"):
            out = out[:-1] + text
        elif (
            out
            and not cut
            and _LATIN_END.search(out)
            and _LATIN_START.search(text)
            and re.search(r"[A-Za-z]", out[-12:])
        ):
            out += " " + text
        else:
            out += text
    return squeeze(out)
