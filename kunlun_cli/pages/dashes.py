"""Level lines before and through figures: a minus that is drawn and has no character, and figures between two rows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from kunlun_cli.pages.assemble import LOST
from kunlun_cli.pages.page import Page, Rule, Word
from kunlun_cli.pages.sight import BETWEEN, DASHED, UPRIGHT

WIDE = (0.25, 1.1)
"""Parts of the size that a minus is long: a hyphen has a third, a full-width dash all of it."""
HIGH = (0.3, 0.8)
"""Parts of the size from the top at which it stands: lower is an underline, higher the side of a cell."""
APART = 0.7
"""Parts of the size by which it ends before its figure at most."""
TALL = (3.0, 12.0)
"""Points between which a 1 is high in a table."""
BESIDE = 0.5
"""Parts of the size from a 1 that is a line to the digit beside it: half of a digit's width, and some room."""
LONGEST = 24.0
"""Points: in larger type nobody sets tables."""
ALONE = 4.0
"""Points within which the ends of other lines make it a piece of a ruling line that is drawn in pieces."""


MIDDLE = 0.25
"""Parts of a figure's height from its top and its foot between which a line runs through it: none of some million
printed figures has one there but those that are struck out or stand half in another row."""
_FIGURES = frozenset("0123456789.,%-()")


def with_lines_doubted(page: Page) -> Page:
    """The page, figures doubted before which a short line stands that may be their minus, or through which one runs.

    A figure that stands between two rows is doubted in both.
    """
    page = _with_uprights(_dashed(page))
    levels = sorted((rule.top, rule.x0, rule.x1) for rule in page.rules if rule.top == rule.bottom)
    heights = [top for top, _, _ in levels]
    crossed: dict[int, float] = {}
    for i, word in enumerate(page.words):
        if word.doubt or not _FIGURES.issuperset(word.text):
            continue
        room = MIDDLE * (word.bottom - word.top)
        first, last = bisect_left(heights, word.top + room), bisect_left(heights, word.bottom - room)
        if first < last:
            across = [top for top, x0, x1 in levels[first:last] if x0 <= word.x0 + 1 and word.x1 - 1 <= x1]
            if across:
                crossed[i] = across[0]
    return replace(page, words=tuple(_parted(page.words, crossed))) if crossed else page


def _parted(words: Sequence[Word], crossed: Mapping[int, float]) -> Iterator[Word]:
    """Words, those that are crossed doubted, with a mark on the other side of what crosses them."""
    for i, word in enumerate(words):
        if i not in crossed:
            yield word
            continue
        yield word._replace(doubt=BETWEEN)
        top, bottom = (crossed[i], word.bottom) if word.cy < crossed[i] else (word.top, crossed[i])
        yield Word(LOST, word.x0, top, word.x1, bottom, bottom - top, word.font, (), BETWEEN)


def _dashed(page: Page) -> Page:
    levels = [rule for rule in page.rules if rule.top == rule.bottom]
    short = [rule for rule in levels if 1.0 < rule.x1 - rule.x0 < LONGEST]
    near = _by_height(levels if short else ())
    alone = [rule for rule in short if not _is_piece(rule, near(rule.top - 1, rule.top + 1))]
    if not alone:
        return page
    words = tuple(word._replace(doubt=DASHED) if _is_after(word, alone) else word for word in page.words)
    return replace(page, words=words)


def _with_uprights(page: Page) -> Page:
    """The page, figures doubted beside which a short upright line stands alone, as high as a 1."""
    short = [r for r in page.rules if r.x0 == r.x1 and TALL[0] < r.bottom - r.top < TALL[1]]
    if not short:
        return page
    near = _by_height([*(rule for rule in page.rules if rule.top == rule.bottom), *short])
    # The tops of what touches one are no higher above it than a short one is high.
    around = ((r, near(r.top - ALONE - TALL[1], r.bottom + ALONE)) for r in short)
    alone = [r for r, others in around if not any(_meets(r, other) for other in others if other is not r)]
    words = tuple(word._replace(doubt=UPRIGHT) if _is_beside(word, alone) else word for word in page.words)
    return replace(page, words=words) if alone else page


def _by_height(rules: Iterable[Rule]) -> Callable[[float, float], Sequence[Rule]]:
    """What tells those of some rules whose tops are between two heights."""
    placed = sorted(rules, key=attrgetter("top"))
    tops = [rule.top for rule in placed]
    return lambda top, bottom: placed[bisect_left(tops, top) : bisect_right(tops, bottom)]


def _meets(rule: Rule, other: Rule) -> bool:
    """Whether another line touches an upright one: both are of a table's cells."""
    return other.x0 - 1 < rule.x0 < other.x1 + 1 and other.top - ALONE < rule.bottom and rule.top < other.bottom + ALONE


def _is_beside(word: Word, rules: Iterable[Rule]) -> bool:
    """Whether a word is a figure, not doubted yet, beside one of some upright lines and as high."""
    if word.doubt or not _FIGURES.issuperset(word.text) or not any(map(str.isdigit, word.text)):
        return False
    size = word.size or word.bottom - word.top
    return any(
        WIDE[0] * size <= rule.bottom - rule.top <= size
        and word.top - 0.1 * size <= rule.top
        and rule.bottom <= word.bottom + 0.1 * size
        and max(word.x0 - rule.x0, rule.x0 - word.x1) <= BESIDE * size
        for rule in rules
    )


def _is_piece(rule: Rule, levels: Sequence[Rule]) -> bool:
    """Whether another line goes on where this one ends."""
    return any(
        other is not rule
        and abs(other.top - rule.top) < 1
        and other.x0 - ALONE < rule.x1
        and rule.x0 < other.x1 + ALONE
        for other in levels
    )


def _is_after(word: Word, rules: Iterable[Rule]) -> bool:
    """Whether a word is a figure, not doubted yet, behind one of some lines."""
    if word.doubt or not word.text[:1].isdigit():
        return False
    size = word.size or word.bottom - word.top
    return any(
        WIDE[0] * size <= rule.x1 - rule.x0 <= WIDE[1] * size
        and -0.15 * size <= word.x0 - rule.x1 <= APART * size
        and word.top + HIGH[0] * size <= rule.top <= word.top + HIGH[1] * size
        for rule in rules
    )
