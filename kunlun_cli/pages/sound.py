"""A page made safe for every later step: only what can be seen on it, and not more than the limits allow.

Positions come from the file. Far outside the page, or infinite, or in type too small for any eye, they
would make later steps set out columns by the million, for text that no reader of the page can find.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import le

from kunlun_cli.limits import Limits, exceeded
from kunlun_cli.pages.page import Page, Rule, Word

MAX_SIDE = 14_400.0
"""The largest page that PDF knows, in points."""
MIN_SIZE = 0.5
"""Type below this size, in points, cannot be read in print at all."""
MIN_SHARE = 1 / 5000
"""Type below this share of the page's longer side cannot be read on a page of any size."""
# Larger than any sheet: such type or such a frame is no part of a page.
MAX_SIZE = 2000.0

Area = tuple[float, float, float, float]


def sound(page: Page, limits: Limits, name: str | None) -> Page:
    """The page without what cannot be seen.

    Glyphs may hang over the page's sides by as much as the page is wide or high: some writers state the
    page's box wrongly.

    Raises:
        LimitError: it has more glyphs, ruling lines or boxes between them than `limits` allow.
    """
    if sum([len(word.sides) // 2 or 1 for word in page.words]) > limits.glyphs:
        raise exceeded(f"the page has more than {limits.glyphs} characters", "glyphs", name, page.number)
    width, height = _side(page.width), _side(page.height)
    area = (-width, -height, 2 * width, 2 * height)
    least = max(MIN_SIZE, MIN_SHARE * max(width, height))
    if not (_are_all_seen(page.words, area, least) or all(_is_seen(word, area, least) for word in page.words)):
        page = replace(page, words=tuple(glyph for glyph in page.glyphs if _is_seen(glyph, area, least)))
    if not _are_all_within(page.rules, area):
        page = replace(page, rules=tuple(_clipped(page.rules, area)))
    if (width, height) != (page.width, page.height):
        page = replace(page, width=width, height=height)
    _check_rules(page, limits, name)
    return page


def doubted(page: Page, doubt: str) -> Page:
    """The page with all that is read on it doubted for a reason, unless there is another already."""
    return replace(page, words=tuple(word if word.doubt else word._replace(doubt=doubt) for word in page.words))


def _side(length: float) -> float:
    return length if 0.0 < length <= MAX_SIDE else MAX_SIDE  # also where it is no number


def _is_seen(word: Word, area: Area, least: float) -> bool:
    _, x0, top, x1, bottom, size, *_ = word
    return (
        area[0] <= x0 <= x1 + MAX_SIZE
        and x1 <= area[2]
        and area[1] <= top <= bottom <= area[3]
        and least <= size <= MAX_SIZE
    )


def _are_all_seen(words: Sequence[Word], area: Area, least: float) -> bool:
    """Whether all words are seen, told by their sides in turn without a call for each; some that are may be missed."""
    if not words:
        return True
    _, x0s, tops, x1s, bottoms, sizes, *_ = zip(*words, strict=True)
    large = all(map(least.__le__, sizes)) and max(sizes) <= MAX_SIZE
    return large and _lie_within((x0s, tops, x1s, bottoms), area)


def _are_all_within(rules: Sequence[Rule], area: Area) -> bool:
    return not rules or _lie_within(tuple(zip(*rules, strict=True)), area)


def _lie_within(sides: Sequence[Sequence[float]], area: Area) -> bool:
    """Whether some boxes, by their left sides, tops, right sides and bottoms, lie in an area."""
    x0s, tops, x1s, bottoms = sides
    # Compared one by one first: false for what is no number.
    boxes = all(map(le, x0s, x1s)) and all(map(le, tops, bottoms))
    return boxes and area[0] <= min(x0s) and area[1] <= min(tops) and max(x1s) <= area[2] and max(bottoms) <= area[3]


def _clipped(rules: Iterable[Rule], area: Area) -> Iterable[Rule]:
    """The parts of ruling lines that lie in an area; those that are no lines at all are left out."""
    left, top, right, bottom = area
    for rule in rules:
        if rule.x0 <= rule.x1 and rule.top <= rule.bottom:  # false for what is no number
            part = Rule(max(rule.x0, left), max(rule.top, top), min(rule.x1, right), min(rule.bottom, bottom))
            if part.x0 <= part.x1 and part.top <= part.bottom:
                yield part


def _check_rules(page: Page, limits: Limits, name: str | None) -> None:
    if len(page.rules) > limits.rules:
        raise exceeded(f"the page has more than {limits.rules} ruling lines", "rules", name, page.number)
    # Each pair of positions is a corner of a box at most; lines closer than a point are one.
    rows = len({int(rule.top) for rule in page.rules if rule.top == rule.bottom})
    columns = len({int(rule.x0) for rule in page.rules if rule.x0 == rule.x1})
    if rows * columns > limits.cells:
        raise exceeded(f"the page's ruling lines part more than {limits.cells} boxes", "cells", name, page.number)
