"""From glyphs to text: rows of glyphs by their height on the page, and spaces by rule.

White space is kept between Latin words only: Chinese text is set without spaces, and justified or
spread lines would otherwise scatter them (`股 东 名 称`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

# A gap of more than a fifth of the font's size between two Latin glyphs is a space: Times' own is a quarter.
GAP_OF_SIZE = 0.2


class Glyph(NamedTuple):
    """A character with its box, font size in points and font name."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    font: str = ""

    @property
    def cx(self) -> float:
        """Horizontal middle."""
        return (self.x0 + self.x1) / 2

    @property
    def cy(self) -> float:
        """Vertical middle."""
        return (self.top + self.bottom) / 2


_CJK = (
    r"\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff05\uff07-\uffef"
    r"\u2018-\u201d\u2014\u2026\u00b7\u25a0-\u25ff\u2610-\u2612\u221a"
)
_SPACE_BY_CJK = re.compile(rf"(?<=[{_CJK}])\s+|\s+(?=[{_CJK}])")
_LATIN_END = re.compile(r"[A-Za-z.,&＆;:'’)\d]$")
_LATIN_START = re.compile(r"^[A-Za-z(&＆]")


def squeeze(text: str) -> str:
    """Text with white space inside Chinese text removed and other runs of it made one space."""
    return re.sub(r"\s+", " ", _SPACE_BY_CJK.sub("", text)).strip()


def cluster_lines(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs grouped into rows from top to bottom, each row sorted from left to right.

    A glyph belongs to the row whose vertical middle lies within half of the smaller height: so that
    superscripts and Latin letters with another box join their line, and the next line does not.
    """
    rows: list[tuple[float, float, list[Glyph]]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.cy, g.x0)):
        if rows:
            middle, height, members = rows[-1]
            if abs(glyph.cy - middle) < 0.5 * min(height, max(glyph.bottom - glyph.top, 1e-6)) + 1e-6:
                members.append(glyph)
                continue
        rows.append((glyph.cy, max(glyph.bottom - glyph.top, 1e-6), [glyph]))
    return [sorted(members, key=lambda g: g.x0) for _, _, members in rows]


def _gap(left: Glyph, right: Glyph) -> bool:
    """Whether the distance of two glyphs is a space.

    Between two digits it takes a wider one: justified lines spread the digits of a number.
    """
    digits = left.text.isdigit() and right.text.isdigit()
    return right.x0 - left.x1 > (1.0 if digits else GAP_OF_SIZE) * max(left.size, right.size)


def assemble_line(row: Sequence[Glyph]) -> str:
    """The text of one row of glyphs, with spaces where printed or where a gap shows one."""
    parts: list[str] = []
    previous: Glyph | None = None
    for glyph in row:
        if previous is not None and _gap(previous, glyph):
            parts.append(" ")
        parts.append(glyph.text)
        previous = glyph
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
