"""A page's lines cut into pieces: what stands together in a line, and which of it is a figure."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from kunlun_cli.forms import load, matches
from kunlun_cli.pages.assemble import Word, cluster_lines, doubt_of, squeeze

# A gap wider than this part of the font's size parts a figure from what stands beside it,
FIGURE_GAP = 0.5
# and one wider than this two texts: justified lines spread their characters by less.
TEXT_GAP = 1.1
SPACE_GAP = 0.2
# A numbering stands so near before its text.
NUMBER_GAP = 2.5
# Lines that share so much of their height are one, if no ink of one stands above that of the other.
SHARED = 0.4
_FIGURE = re.compile(
    r"^[-+−–—－]?[(（]?[-+−－]?\d[\d,]*(\.\d+)?%?\s*[)）]?%?$|^[-−–—－]{1,2}$|^不适用$"
    # Insurers print figures per share with their unit.
    r"|^人民币\d[\d,]*(\.\d+)?元$"
    # Rates are printed as ranges: 3.23% - 5.00%, 5%或15%. Ranges of years are labels as well: 1-2年.
    r"|^\d[\d.]*%\s*[-−–—－~～至或]\s*\d[\d.]*%$"
)
_IDLE = "不适用"
_AMOUNT = re.compile(r"\d{1,3}(,\d{3})+|\d\.\d|\d{4,}|^[-−–—－]{1,2}$|^[(（]")
_NOTE = re.compile(
    r"^(附注)?[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．(（]?\s*\d{0,3}[)）]?([(（.．]\d{1,2}[)）]?)*$|^\d{1,2}([.．]\d{1,3})+$"
    # Of insurers and brokers: 59(1), 51、52, 8/54(1), of the group's notes and of the company's.
    r"|^\d{1,2}[(（]\d{1,2}[)）]([/、／]\d{1,2}([(（]\d{1,2}[)）])?)*$|^\d{1,2}([/、／]\d{1,2}([(（]\d{1,2}[)）])?)+$"
)
_YEAR = re.compile(r"^(19|20)\d\d$")
_NUMBERING = re.compile(r"^[(（]?\d{1,2}[)）.．、]$")
_CLOSING = re.compile(r"^[)）%]{1,2}$")
# A sentence, or a line as long as one, is no part of a table.
PROSE = 40
_SENTENCE = re.compile(r"[。；]")


def is_note(text: str) -> bool:
    """Whether a text is the number of a note: 七、1; （五）2; 11.7.1."""
    return bool(_NOTE.match(text))


class Piece(NamedTuple):
    """Some characters of a line without a wide gap between them, with the box of their ink."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    doubt: str = ""

    @property
    def is_figure(self) -> bool:
        """Whether it is a figure and nothing else."""
        return bool(_FIGURE.match(self.text))

    @property
    def is_amount(self) -> bool:
        """Whether it is a figure such as only a table's columns hold (no bare year, no number of a note)."""
        return self.is_figure and bool(_AMOUNT.search(self.text)) and not self.is_year

    @property
    def is_note(self) -> bool:
        """Whether it is the number of a note: 七、1; （五）2; 11.7.1."""
        return is_note(self.text)

    @property
    def is_year(self) -> bool:
        """Whether it is a bare year."""
        return bool(_YEAR.match(self.text))

    @property
    def cx(self) -> float:
        """Horizontal middle."""
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True)
class Strip:
    """A line of the page as its pieces, from left to right."""

    pieces: tuple[Piece, ...]

    @cached_property
    def top(self) -> float:
        """Upper side of its ink."""
        return min(p.top for p in self.pieces)

    @cached_property
    def bottom(self) -> float:
        """Lower side of its ink."""
        return max(p.bottom for p in self.pieces)

    @cached_property
    def size(self) -> float:
        """Its largest font, in points."""
        return max(p.size for p in self.pieces)

    @cached_property
    def is_body(self) -> bool:
        """Whether it is one of a table's rows: it has an amount, and something before it or further figures.

        What stands before a text is the number of a section: 15.4 待处理抵债资产. Small figures, in 百万元, are amounts
        where a label stands before two of them and nothing else but the number of a note, or two stand alone. What
        does not apply is said in rows alone.
        """
        figures = [p for p in self.pieces if p.is_figure]
        numbered = figures[:1] == [self.pieces[0]] and len(figures) == 1
        label, *others = self.pieces
        small = len(figures) > 1 and not label.is_figure and all(p.is_figure or p.is_note for p in others)
        alone = len(figures) > 1 and len(figures) == len(self.pieces) and not self._counts
        small = (small or alone) and not any(p.is_year for p in figures)
        idle = sum(p.text == _IDLE for p in others) > 1
        amounts = small or idle or any(p.is_amount for p in figures)
        return amounts and len(self.pieces) > 1 and not numbered and not self.is_prose

    @cached_property
    def _counts(self) -> bool:
        """Whether it is the numbers of columns: 1 2 3 4."""
        return [p.text for p in self.pieces] == [str(n) for n in range(1, len(self.pieces) + 1)]

    @cached_property
    def is_prose(self) -> bool:
        """Whether it is running text."""
        longest = max((p.text for p in self.pieces), key=len)
        return len(longest) > PROSE or (bool(_SENTENCE.search(longest)) and len(longest) > PROSE / 4)


def strips_of(words: Iterable[Word]) -> list[Strip]:
    """The lines that some words of a page form, from top to bottom, each in pieces."""
    return strips_in(cluster_lines(words))


def strips_in(rows: Iterable[Sequence[Word]]) -> list[Strip]:
    """The lines that rows of words of a page are, each in pieces."""
    out: list[Strip] = []
    inked = [[w for w in row if not w.text.isspace()] for row in rows]
    for row in chain.from_iterable(map(untangled, filter(None, inked))):
        strip = Strip(tuple(_pieces(row)))
        if out and _level(out[-1], strip):
            both = sorted((*out.pop().pieces, *strip.pieces), key=lambda p: p.x0)
            strip = Strip(tuple(_whole(both)))
        out.append(strip)
    return out


def untangled(row: list[Word]) -> list[list[Word]]:
    """A line, or the lines of which it is made: figures in the middle of a label of two lines touch both of them."""
    if len({word.top + word.bottom for word in row}) == 1:
        return [row]
    parts: list[list[Word]] = []
    end = -math.inf
    for word in sorted(row, key=attrgetter("x0")):
        if word.x0 - end <= TEXT_GAP * word.size:
            parts[-1].append(word)
            end = max(end, word.x1)
        else:
            parts.append([word])
            end = word.x1
    lines = [cluster_lines(part) for part in parts]
    if all(len(own) == 1 for own in lines):
        return [row]
    return sorted(chain.from_iterable(lines), key=lambda line: min(w.top for w in line))


def _level(a: Strip, b: Strip) -> bool:
    """Whether two lines are one whose figures are set a little higher or lower: no ink of one is above the other's."""
    shared = min(a.bottom, b.bottom) - max(a.top, b.top)
    if shared < SHARED * min(a.bottom - a.top, b.bottom - b.top):
        return False
    return not any((p.x0 < q.x1 and q.x0 < p.x1) or _are_steps(p, q) for p in a.pieces for q in b.pieces)


def _are_steps(p: Piece, q: Piece) -> bool:
    """Whether two pieces next to each other are of two lines of one cell, the rest of a label below its first line."""
    touching = max(p.x0 - q.x1, q.x0 - p.x1) < FIGURE_GAP * p.size
    return touching and min(p.bottom, q.bottom) - max(p.top, q.top) < SHARED * p.size


def _pieces(row: Sequence[Word]) -> list[Piece]:
    atoms: list[Piece] = []
    for word in row:
        atom = Piece(word.text, word.x0, word.top, word.x1, word.bottom, word.size, word.doubt)
        last = atoms[-1] if atoms else None
        if last is None or atom.x0 - last.x1 > FIGURE_GAP * max(atom.size, last.size):
            atoms.append(atom)
        else:
            atoms[-1] = _joined(last, atom)
    return _whole(atoms)


def _whole(atoms: Sequence[Piece]) -> list[Piece]:
    out: list[Piece] = []
    for atom in atoms:
        last = out[-1] if out else None
        if last is not None and _together(last, atom):
            out[-1] = _joined(last, atom)
        else:
            out.append(atom)
    return [p if p.text == (text := squeeze(p.text)) else p._replace(text=text) for p in out]


def _together(left: Piece, right: Piece) -> bool:
    """Whether two atoms are one piece: a figure with its closing bracket, or texts less than a gap apart."""
    gap, size = right.x0 - left.x1, max(left.size, right.size)
    if _CLOSING.match(right.text):
        return gap < (2 if left.text[:1] in "(（-" else TEXT_GAP) * size
    if _NUMBERING.match(left.text) and not right.is_figure:
        return gap < NUMBER_GAP * size
    return gap <= TEXT_GAP * size and not (left.is_figure or right.is_figure or are_times(left.text, right.text))


def are_times(left: str, right: str) -> bool:
    """Whether two texts are of two times: centred headings of columns beside each other stand nearer than others."""
    words = load("unruled")["apart"]
    return matches(words["begins"], right) and matches(words["ends"], left)


def _joined(left: Piece, right: Piece) -> Piece:
    gap, size = right.x0 - left.x1, max(left.size, right.size)
    between = " " if gap > SPACE_GAP * size and not _CLOSING.match(right.text) else ""
    return Piece(
        left.text + between + right.text,
        min(left.x0, right.x0),
        min(left.top, right.top),
        max(left.x1, right.x1),
        max(left.bottom, right.bottom),
        size,
        doubt_of((left, right)),
    )
