"""The rows of an unruled table: which lines of labels go with which line of figures.

Nothing drawn says where a row ends. What says it: how near lines stand, what a label's first line and its
rest look like (a numbering, a hanging indent, a bracket left open, a line filled to the column's end), and
where in the row this table sets its figures: at the label's first line, its last, or in the middle.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from kunlun_cli.forms import load, matches
from kunlun_cli.forms.lines import is_known
from kunlun_cli.tables.unruled.pieces import Strip

MODES = ("bottom", "top", "middle")
# A label of more lines is none, and one of the forms' has no more than these.
MOST, FULL = 7, 3
# What the rest of a label never begins with.
_FIRST = re.compile(
    r"^(其中|加|减)[:：]|^[(（]?[一二三四五六七八九十]{1,2}[)）、.．]|^[(（]?\d{1,2}[)）.．、](?!\d)|^[①-⑳△]"
)
_SECTION = re.compile(r"^[(（]?[一二三四五六七八九十]{1,2}[)）、.．]")
_TITLE = re.compile(r"[:：]$|[(（]续[)）]$")
# Costs: a step back of the indent, a gap wider than the lines of one label have, a first line not filled, …
BREAK, BACK, WIDE, NUMBERED, SHORT, UNTITLED, NUMBERED_TITLE, NAMELESS = 6.0, 2.0, 3.0, 8.0, 0.15, 1.0, 0.3, 1.5
# … and what speaks for it: a rest that hangs, or begins as no label does.
HANGING, REST = 0.5, 1.0
# Both parts of a label that is cut have an odd bracket: either costs less than a line that cannot be of its row.
CUT = 2.0
# Lines that are one of the forms' together are one label, however they look: for each more than what it may cost by
# how it is set (a short first line, a step back, a little apart). One alone may be the end of a label that no form has.
KNOWN = 4.0
# What makes one reading surely better than another.
SURE = 0.5
# What makes the other tables' say clear.
TOLD = 2.0


class Label(NamedTuple):
    """A line as the rows see it: the text before its figures, where it stands, and whether it has figures."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    figures: bool

    @property
    def cy(self) -> float:
        """Vertical middle."""
        return (self.top + self.bottom) / 2


class Grouped(NamedTuple):
    """The lines of each row, as spans, and those rows that might be read otherwise as well as so."""

    spans: tuple[tuple[int, int], ...]
    unsure: tuple[int, ...]


class Ways(NamedTuple):
    """What a table's lines cost, grouped to rows, under each place where it might set its figures."""

    costs: tuple[float, ...]
    spans: tuple[tuple[tuple[int, int], ...], ...]

    def chosen(self, others: Sequence[Ways]) -> Grouped:
        """The cheapest; where two are as cheap, the one that the document's other tables agree with."""
        least = min(self.costs)
        near = [i for i, cost in enumerate(self.costs) if cost - least < SURE]
        told = {i: sum(w.costs[i] - min(w.costs) for w in others) for i in near}
        best = min(near, key=lambda i: (told[i], self.costs[i]))
        rivals = [i for i in near if told[i] - told[best] < TOLD]
        unsure = {n for i in rivals for n, span in enumerate(self.spans[best]) if span not in self.spans[i]}
        return Grouped(self.spans[best], tuple(sorted(unsure)))


def label_of(strip: Strip, right: float) -> Label:
    """A line's label: its pieces before the first column of figures, which begins at `right`."""
    before = [p for p in strip.pieces if p.x1 <= right + p.size or (not p.is_figure and p.x0 < right)]
    before = [p for p in before if not p.is_figure or p.x1 <= right]
    figures = any(p.is_figure and p.x1 > right for p in strip.pieces)
    x0, x1 = (before[0].x0, before[-1].x1) if before else (0.0, 0.0)
    text = "".join(p.text for p in before)
    return Label(text, x0, x1, strip.top, strip.bottom, strip.size, figures)


def ways(labels: Sequence[Label], breaks: Sequence[float] = ()) -> Ways:
    """The cheapest way to group lines to rows, under each place of the figures in their rows.

    Args:
        labels: the lines of the table's body, from top to bottom.
        breaks: heights at which a rule runs under the labels: no row goes over it.
    """
    found = [_cheapest(labels, mode, breaks) for mode in MODES]
    return Ways(tuple(cost for cost, _ in found), tuple(tuple(spans) for _, spans in found))


def _cheapest(labels: Sequence[Label], mode: str, breaks: Sequence[float]) -> tuple[float, list[tuple[int, int]]]:
    width = max((line.x1 for line in labels), default=0.0)
    pitch = _pitch(labels)
    best: list[tuple[float, list[tuple[int, int]]]] = [(0.0, [])]
    for end in range(1, len(labels) + 1):
        options = []
        for first in range(max(0, end - MOST), end):
            own = _cost(labels[first:end], labels[end : end + FULL - 1], mode, width, pitch, breaks)
            if own is not None:
                options.append((best[first][0] + own, [*best[first][1], (first, end)]))
        best.append(min(options, key=lambda o: o[0]))
    return best[-1]


def _pitch(labels: Sequence[Label]) -> float:
    """The distance of two lines of one label: among the smallest there are.

    Figures in the middle of a label of two lines stand between them, at half that distance.
    """
    lines = [line for line in labels if line.text or not line.figures]
    steps = sorted(b.cy - a.cy for a, b in pairwise(lines) if b.top > a.top)
    return steps[len(steps) // 10] if steps else 0.0


def _cost(
    lines: Sequence[Label], below: Sequence[Label], mode: str, width: float, pitch: float, breaks: Sequence[float]
) -> float | None:
    """What it costs to take some lines for one row; `None` where they are none."""
    at = [i for i, line in enumerate(lines) if line.figures]
    if len(at) > 1 or (len(lines) > 1 and any(lines[0].cy < y < lines[-1].cy for y in breaks)):
        return None
    # Figures above a label, or below it, may be a sum without one.
    ends = bool(lines[0].text and lines[-1].text)
    known = ends and is_known("".join(line.text for line in lines))
    own = (CUT if _is_cut(lines) else 0.0) - (KNOWN * (len(lines) - 1) if known else 0.0)
    if len(lines) == 1:
        return own + (_title(lines[0], next(iter(below), None)) if not at else 0.0 if lines[0].text else NAMELESS)
    cost = own + min(_misplaced(lines, at, mode), SURE if known else BREAK)
    for before, line in pairwise(lines):
        cost += _join(before, line, lines[0], width, pitch)
    return cost + (BREAK if _are_two(lines, below) else 0.0)


def _is_cut(lines: Sequence[Label]) -> bool:
    """Whether the label of some lines has a bracket that it does not open or close."""
    text = "".join(line.text for line in lines)
    return sum(map(text.count, "(（")) != sum(map(text.count, ")）"))


def _is_title(line: Label, below: Label | None) -> bool:
    """Whether a line is a title by its words, and the line below does not begin as the rest of a label does."""
    words = load("unruled")
    return matches(words["titles"], line.text) and not (below and matches(words["rests"], below.text))


def _goes_on(line: Label, below: Label) -> bool:
    """Whether a line that is one of the forms' goes on below all the same: 归属于母公司所有者权益 合计."""
    return is_known(line.text + below.text) or matches(load("unruled")["rests"], below.text)


def _title(line: Label, below: Label | None) -> float:
    """What it costs to take a line without figures for a title of the rows below it."""
    if _TITLE.search(line.text) or _is_title(line, below):
        return 0.0
    if _SECTION.search(line.text):
        return NUMBERED_TITLE
    if below and is_known(line.text) and not _goes_on(line, below):
        return UNTITLED / 2  # a line of the form that is left blank
    if below is None or below.x0 <= line.x0 + 0.4 * line.size:
        return 1.5 * UNTITLED
    return UNTITLED / 2 if _FIRST.search(below.text) else UNTITLED


def _misplaced(lines: Sequence[Label], at: Sequence[int], mode: str) -> float:
    if not at:
        # A title of several lines, or a line of the form that is left blank.
        if is_known("".join(line.text for line in lines)):
            return UNTITLED / 2
        return UNTITLED if _TITLE.search(lines[-1].text) else 3 * UNTITLED
    last = len(lines) - 1
    if mode == "bottom":
        return 0.0 if at[0] == last else BREAK
    if mode == "top":
        return 0.0 if at[0] == 0 else BREAK
    middle = (lines[0].top + lines[-1].bottom) / 2
    return 0.0 if abs(lines[at[0]].cy - middle) < lines[0].size * 0.6 else BREAK


def _are_two(lines: Sequence[Label], below: Sequence[Label]) -> bool:
    """Whether lines next to each other are two of the forms', and not one together: either is left blank.

    The second may end on the lines below.
    """
    texts = [line.text for line in (*lines, *below)]
    return any(
        is_known("".join(texts[i:j])) and is_known("".join(texts[j:k])) and not is_known("".join(texts[i:k]))
        for i, j, k in combinations(range(len(texts) + 1), 3)
        if k - j <= FULL and j - i <= FULL and j < len(lines)
    )


def is_more(lines: Sequence[Label]) -> bool:
    """Whether the first or the last lines of a label are one of the forms', and the whole is none: two may be in it."""
    texts = [line.text for line in lines if line.text]
    cut = range(1, len(texts))
    parts = (is_known("".join(texts[:i])) or is_known("".join(texts[i:])) for i in cut)
    return any(parts) and not is_known("".join(texts))


def _join(before: Label, line: Label, first: Label, width: float, pitch: float) -> float:
    """What it costs that a line goes on with the label of the line before."""
    cost = 0.0
    if line.cy - before.cy > 1.35 * pitch + 0.5:
        cost += WIDE
    if not line.text or not before.text:
        return cost
    if _FIRST.search(line.text):
        cost += NUMBERED
    if _TITLE.search(before.text) or _is_title(before, line) or matches(load("unruled")["ends"], before.text):
        cost += BREAK
    if line.x0 < first.x0 - 0.4 * line.size:
        cost += BACK
    open_bracket = sum(map(before.text.count, "(（")) > sum(map(before.text.count, ")）"))
    if not open_bracket:
        cost += min(SHORT * max(width - before.x1, 0.0) / line.size, 2.0)
        # The rest of a label is often indented; below a title (一、 …) its rows are as well.
        hanging = line.x0 > first.x0 + 0.4 * line.size and not _SECTION.search(first.text)
        cost -= HANGING if hanging else 0.0
    return cost - (REST if matches(load("unruled")["rests"], line.text) else 0.0)
