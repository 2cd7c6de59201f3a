"""The columns of an unruled table: bands of ink that its figures share, and which of them a heading stands over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from kunlun_cli.forms import load, matches
from kunlun_cli.pages.assemble import squeeze
from kunlun_cli.pages.page import Rule, Word
from kunlun_cli.tables.unruled.pieces import FIGURE_GAP, Piece, Strip

# Right sides this near each other, in parts of the font's size, are one column's.
ALIGNED = 0.8
# A rule so near below a heading, in parts of the font's size, is its underline.
UNDERLINE = 0.8
# Pieces of one rule are nearer to each other, in points.
SAME = 1.0
# A line of a heading with so many pieces names columns.
MANY = 2
# Labels are indented by no more, in parts of the font's size; what stands further right is no label.
INDENTED = 4.0
# Such a part of the rows fill all columns at least where their order tells the columns: blank cells are fewer.
FULL = 0.5


# The heading of the notes' numbers.
_NOTES = re.compile(r"^\s*(附\s*注|注\s*释|注)[一二三四五六七八九十编号、\s]*$")
# They stand within so many characters of their heading. Fewer may be numbers in labels, if labels reach so far.
NOTE_REACH, FEWEST_NOTES = 2.0, 3


class Band(NamedTuple):
    """The ink of a column."""

    x0: float
    x1: float

    @property
    def cx(self) -> float:
        """Horizontal middle."""
        return (self.x0 + self.x1) / 2


_Figure = tuple[Piece, int]
_Sides = Callable[[Piece], tuple[float, float]]


def bands_of(body: Sequence[Strip]) -> list[Band] | None:
    """The bands of the figures in a table's rows, from left to right; `None` where they cannot be told apart.

    Figures whose ink lies over each other are one column's. Where two of one line fall into the same column,
    the right sides part them, since figures are set flush right.
    """
    figures = [(p, i) for i, s in enumerate(body) for p in s.pieces if p.is_figure]
    groups = _groups(figures, lambda p: (p.x0, p.x1))
    if any(map(_doubled, groups)):
        reach = ALIGNED / 2 * max(s.size for s in body)
        groups = _groups(figures, lambda p: (p.x1 - reach, p.x1 + reach))
        most = max(Counter(line for _, line in figures).values())
        if len(groups) > most and (told := _by_order(figures, most)):
            return told
        if any(map(_doubled, groups)):
            return None
    return [Band(min(p.x0 for p, _ in g), max(p.x1 for p, _ in g)) for g in groups]


def _by_order(figures: Sequence[_Figure], most: int) -> list[Band]:
    """The bands of the rows that fill all columns, in their order, where most rows do; else none.

    Figures of a laid-out text are set apart by spaces, and stand a little to the right of longer ones before them.
    """
    rows: dict[int, list[Piece]] = {}
    for piece, line in figures:
        rows.setdefault(line, []).append(piece)
    full = [sorted(row, key=lambda p: p.x0) for row in rows.values() if len(row) == most]
    if len(full) < FULL * len(rows):
        return []
    bands = [Band(median(p.x0 for p in column), median(p.x1 for p in column)) for column in zip(*full, strict=True)]
    return bands if all(a.x1 <= b.x0 for a, b in pairwise(bands)) else []


def _groups(figures: Sequence[_Figure], sides: _Sides) -> list[list[_Figure]]:
    out: list[list[_Figure]] = []
    end = 0.0
    for figure in sorted(figures, key=lambda f: sides(f[0])):
        x0, x1 = sides(figure[0])
        if out and x0 <= end:
            out[-1].append(figure)
            end = max(end, x1)
        else:
            out.append([figure])
            end = x1
    return out


def _doubled(group: Sequence[_Figure]) -> bool:
    lines = [line for _, line in group]
    return len(set(lines)) < len(lines)


def completed(bands: Sequence[Band], heading: Sequence[Strip], right: float) -> list[Band]:
    """The bands, and those of columns without a figure: what stands beside all others in a heading's lowest line.

    Args:
        bands: of the figures.
        heading: the heading's lines.
        right: where the labels end.
    """
    for strip in reversed(heading):
        own = [p for i, p in enumerate(strip.pieces) if p.x0 > right and (i or not heads_labels(p))]
        if len(own) < len(bands) or len(own) < MANY:
            continue
        lone = [Band(p.x0, p.x1) for p in own if not any(_touches(p, b) for b in bands)]
        beside = [p for p in own if any(_touches(p, b) for b in bands)]
        return sorted([*bands, *lone]) if len(beside) == len(bands) else list(bands)
    return list(bands)


def with_words(bands: Sequence[Band], heading: Sequence[Strip], body: Sequence[Strip]) -> list[Band]:
    """The bands, and those of columns of words: 业务性质, 发行日.

    Below one piece of the heading stand words in half the rows at least, beside the labels and all figures.
    """
    left = min(s.pieces[0].x0 for s in body)
    labels = [s.pieces[0] for s in body if s.pieces[0].x0 < left + INDENTED * s.size and not s.pieces[0].is_figure]
    words = [(p, i) for i, s in enumerate(body) for p in s.pieces if not (p.is_figure or p.is_note or p in labels)]
    taken = [*bands, *(Band(p.x0, p.x1) for p in labels)]
    for over in (p for s in heading for p in s.pieces if not (heads_labels(p) or heads_notes(p.text))):
        own = [(p, i) for p, i in words if p.x0 < over.x1 and over.x0 < p.x1]
        ink = Band(min([over.x0, *(p.x0 for p, _ in own)]), max([over.x1, *(p.x1 for p, _ in own)]))
        apart = not any(b.x0 < ink.x1 and ink.x0 < b.x1 for b in taken)
        if apart and not _doubled(own) and len(own) >= FULL * sum(s.is_body for s in body):
            taken.append(ink)
    return sorted([*bands, *taken[len(bands) + len(labels) :]])


def note_band(heading: Sequence[Strip], body: Sequence[Strip]) -> Band | None:
    """The band of the notes' numbers (七、1; （五）2; 11.7.1), which are no figures, below a heading that says 附注.

    On a further page without a heading they are told by standing below each other; few of them also by standing
    right of all that is no figure.
    """
    over = next((p for s in heading for p in s.pieces if heads_notes(p.text)), None)
    # Beside figures between the lines of a label its number stands first.
    below = [p for s in body for p in s.pieces[not (s.is_body and s.pieces[0].is_note) :] if p.is_note]
    if over is not None:
        reach = NOTE_REACH * over.size
        below = [p for p in below if over.x0 - reach <= p.cx <= over.x1 + reach]
    else:
        below = [p for p in below if not (heading or p.is_figure)]
    if not below or (over is None and max(p.x0 for p in below) >= min(p.x1 for p in below)):
        return None
    band = Band(min(p.x0 for p in below), max(p.x1 for p in below))
    # A stroke in a column is no label: the company's share of what is the group's alone.
    labels = (p for s in body for p in s.pieces if not (p.is_figure or p.is_note) and any(map(str.isalnum, p.text)))
    return band if len(below) >= FEWEST_NOTES or all(p.x1 <= band.x0 for p in labels) else None


def with_notes(bands: Sequence[Band], notes: Band, heading: Sequence[Strip]) -> list[Band]:
    """The bands of figures with that of the notes' numbers.

    Below 附注 some of the numbers may be figures, and some none (15, 8/54(1)): they are one column's.
    """
    own = [b for b in bands if notes.x0 < b.x1 and b.x0 < notes.x1]
    heads = [p for s in heading for p in s.pieces if heads_notes(p.text)]
    if own and (own != [bands[0]] or not any(_touches(p, own[0]) for p in heads)):
        return list(bands)
    whole = Band(min(b.x0 for b in (notes, *own)), max(b.x1 for b in (notes, *own)))
    return sorted([whole, *bands[len(own) :]])


def heads_notes(text: str) -> bool:
    """Whether a text is the heading of the column of notes' numbers: 附注, 注释号."""
    return bool(_NOTES.match(text))


def heads_labels(piece: Piece) -> bool:
    """Whether it is the heading of the labels: 项目."""
    return matches(load("schedules")["again"]["first"], piece.text)


def in_order(heading: Sequence[Strip], bands: Sequence[Band]) -> tuple[Strip, ...]:
    """A heading's lines, where one has a cell for each column behind that of the labels these set above them.

    In a laid-out text they stand beside their columns.
    """
    most = max((len(_columns(strip)) for strip in heading), default=0)
    if most != len(bands) or not any(heads_labels(strip.pieces[0]) for strip in heading):
        return tuple(heading)
    return tuple(_set_above(strip, bands) if len(_columns(strip)) == most else strip for strip in heading)


def _columns(strip: Strip) -> list[Piece]:
    """The cells of a heading's line over columns of figures."""
    return [p for p in strip.pieces if not (heads_labels(p) or heads_notes(p.text))]


def _set_above(strip: Strip, bands: Sequence[Band]) -> Strip:
    moved = {id(p): p._replace(x0=b.x0, x1=b.x1) for p, b in zip(_columns(strip), bands, strict=True)}
    return Strip(tuple(moved.get(id(p), p) for p in strip.pieces))


def parted(heading: Sequence[Strip], bands: Sequence[Band], words: Sequence[Word]) -> list[Strip]:
    """A heading's lines, the names of two columns in them that stand as near as words of one parted.

    The first ends where the figures of its column do, and the second so too: 账面余额 beside 占比(%).
    """
    return [Strip(tuple(p for piece in s.pieces for p in _names(piece, bands, words))) for s in heading]


def _names(piece: Piece, bands: Sequence[Band], words: Sequence[Word]) -> list[Piece]:
    near = ALIGNED / 2 * piece.size
    ends = [b.x1 for b in bands if piece.x0 < b.x1 < piece.x1 - near]
    if not ends or not any(abs(piece.x1 - b.x1) < near for b in bands):
        return [piece]
    own = [w for w in words if piece.x0 <= w.cx <= piece.x1 and piece.top <= w.cy <= piece.bottom and w.text.strip()]
    own.sort(key=lambda w: w.x0)
    for i, (a, b) in enumerate(pairwise(own), 1):
        if b.x0 - a.x1 > FIGURE_GAP * piece.size and any(abs(a.x1 - end) < near for end in ends):
            first, rest = ("".join(w.text for w in part) for part in (own[:i], own[i:]))
            left = piece._replace(text=squeeze(first), x1=a.x1)
            return [left, *_names(piece._replace(text=squeeze(rest), x0=b.x0), bands, words)]
    return [piece]


def headed(bands: Sequence[Band], heading: Sequence[Strip]) -> list[Band]:
    """The bands with the ink of the headings that stand above one of them each: the lines with the most pieces."""
    out = list(bands)
    over = [[p for p in strip.pieces if p.x1 > bands[0].x0] for strip in heading]
    most = max(map(len, over), default=0)
    for own in over:
        nearest = [_between(p, bands) for p in own]
        if len(own) < max(most, MANY) or len(set(nearest)) < len(own):
            continue
        for piece, i in zip(own, nearest, strict=True):
            out[i] = Band(min(out[i].x0, piece.x0), max(out[i].x1, piece.x1))
    return list(bands) if any(a.x1 > b.x0 for a, b in pairwise(out)) else out


def under(piece: Piece, line: Strip, bands: Sequence[Band], rules: Sequence[Rule]) -> tuple[int, ...]:
    """The columns over which a piece of a heading stands, by their numbers.

    Those above its underline; else those below its ink, and of the columns beside them that no other piece of
    its line stands over as many as bring it into their middle.
    """
    drawn = above_rule(piece, line, bands, rules)
    if drawn:
        return drawn
    taken = {i for other in line.pieces if other is not piece for i in _below(other, bands)}
    over = [i for i, b in enumerate(bands) if b.x0 < piece.x1 and piece.x0 < b.x1]
    if not over:
        near = [_between(piece, bands)] if _lone(piece, bands) else list(_around(piece, bands))
        # Above a gap it is of the side that no other stands over: figures set flush right are narrower than headings.
        over = [i for i in near if i not in taken] or near
    return tuple(_centred(piece, over, bands, taken))


def whole_rules(rules: Sequence[Rule]) -> list[Rule]:
    """The level rules, those made one that follow each other without a gap: a line drawn cell by cell."""
    out: list[Rule] = []
    for rule in sorted((r for r in rules if r.top == r.bottom), key=lambda r: (round(r.top, 1), r.x0)):
        last = out[-1] if out else None
        if last is not None and abs(rule.top - last.top) < SAME and rule.x0 <= last.x1 + SAME:
            out[-1] = last._replace(x1=max(last.x1, rule.x1))
        else:
            out.append(rule)
    return out


def _below(piece: Piece, bands: Sequence[Band]) -> list[int]:
    """The columns with ink below a piece; the nearest where there are none, as of notes' numbers set flush right."""
    return [i for i, b in enumerate(bands) if _touches(piece, b)] or [_between(piece, bands)]


def _touches(piece: Piece, band: Band) -> bool:
    return band.x0 < piece.x1 and piece.x0 < band.x1


def above_rule(piece: Piece, line: Strip, bands: Sequence[Band], rules: Sequence[Rule]) -> tuple[int, ...]:
    """The columns over which the underline of a piece of a heading runs; none where it has none of its own."""
    for rule in rules:
        near = rule.top == rule.bottom and 0 <= rule.top - piece.bottom + 1 <= UNDERLINE * piece.size + 1
        # One under several pieces is the line between heading and rows.
        if near and [p for p in line.pieces if rule.x0 <= p.cx <= rule.x1] == [piece]:
            return tuple(i for i, b in enumerate(bands) if rule.x0 <= b.cx <= rule.x1)
    return ()


def _lone(piece: Piece, bands: Sequence[Band]) -> bool:
    return piece.x1 <= bands[0].x0 or piece.x0 >= bands[-1].x1


def _between(piece: Piece, bands: Sequence[Band]) -> int:
    return min(range(len(bands)), key=lambda i: abs(bands[i].cx - piece.cx))


def _around(piece: Piece, bands: Sequence[Band]) -> tuple[int, ...]:
    right = next(i for i, b in enumerate(bands) if b.x0 >= piece.x1)
    near = (piece.x0 - bands[right - 1].x1, bands[right].x0 - piece.x1)
    # In the middle of a gap it stands over both sides; else over the nearer one.
    if min(near) > 0.5 * max(near):
        return (right - 1, right)
    return (right - 1,) if near[0] < near[1] else (right,)


def _centred(piece: Piece, over: list[int], bands: Sequence[Band], taken: set[int]) -> list[int]:
    best = over
    while True:
        wider = [w for w in (best[:1] and [best[0] - 1, *best], [*best, best[-1] + 1]) if _free(w, over, bands, taken)]
        better = [w for w in wider if _off(piece, w, bands) + piece.size / 2 < _off(piece, best, bands)]
        if not better:
            return best
        best = min(better, key=lambda w: _off(piece, w, bands))


def _free(wider: Sequence[int], over: Sequence[int], bands: Sequence[Band], taken: set[int]) -> bool:
    return all(0 <= i < len(bands) and (i in over or i not in taken) for i in wider)


def _off(piece: Piece, over: Sequence[int], bands: Sequence[Band]) -> float:
    return abs(piece.cx - (bands[over[0]].x0 + bands[over[-1]].x1) / 2)
