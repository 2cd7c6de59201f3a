"""What of a page in PDFium cannot be seen: suspected from cheap signs, told from the page's picture.

Most pages have nothing suspicious, and every object of every page is looked at: only what PDFium says in
one call each. Where something is suspected, the page is drawn with it and without it. What makes no
difference to the picture, no person sees: text in the background's colour or without ink, covered,
clipped away or in a layer switched off.
"""

from __future__ import annotations

import ctypes
import math
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kunlun_cli.pages.page import Rule
from kunlun_cli.pages.pdfium_api import (
    fill_colour,
    render_mode,
    set_active,
    stroke_colour,
    told,
)
from kunlun_cli.pages.pdfium_clips import clipped
from kunlun_cli.pages.pdfium_drawn import Area, Drawn
from kunlun_cli.pages.pdfium_marked import in_layers
from kunlun_cli.pages.raster import Raster
from kunlun_cli.pages.unseen_rules import gaps, is_level, parting
from kunlun_cli.records.source import Box

Colour = tuple[int, int, int, int]

# What ink is where nothing says another colour.
BLACK: Colour = (0, 0, 0, 255)
# Modes in which text lays no ink: 3 invisible, 7 only a path to clip by.
_NO_INK = {3, 7}
_OUTLINED = {1, 5}
NEAR = 96
"""Colours of which no channel differs by more may be told apart badly; the picture says whether they are."""
SEEN = 40
"""Shades of grey, of 255, that ink must differ from what it stands on to be read in print."""
DARK = 96
"""Shades of grey, of 255, up to which a bar that hides text is black, and not the paper of a correction."""
_PAPER = 250
"""Shades of grey from which on an area is as light as paper: the lightest yellow of a marker has 243."""
UNSEEN = 10
"""Shades of grey that no eye tells apart."""
SCALE = 1.5
"""Pixels a point: a decimal point in small type still has a pixel of its own."""
EDGE = 6.0
"""Points from an area's edge within which the middle of a digit that it cuts stands: half the width of the widest."""
WITHIN = 3.0
"""Points by which an area must reach beyond a rule to hide it: the shading of cells ends on their rules."""
MOST_STEPS = 10
"""Places at which a rule is looked at, at most."""
PART_SEEN = 0.2
"""A rule is seen where this part of its length is: lines are dashed, and crossed by others."""
BORDER = 0.8
"""Two shades border on each other along this part of a rule at least; beside letters that it crosses they do not."""


class Chars(NamedTuple):
    """The characters of a page: the text object of each, its size (0 of those not set level), and its box."""

    objects: Sequence[int | None]
    sizes: Sequence[float]
    boxes: Callable[[int], Box]
    middles: Callable[[Iterable[int]], list[tuple[float, float]]]
    """The middles of the boxes of some, by their numbers."""


class Covered(NamedTuple):
    """What areas painted later hide, or cut."""

    texts: Mapping[int, float]
    """Text objects over a character of which such an area is painted, and when the last one is."""
    edges: Sequence[tuple[int, Box]]
    """Characters near the edge of such an area, and the area."""


@dataclass(slots=True)
class Unseen:
    """The numbers of characters that cannot be seen, or hardly, and of rules that cannot."""

    hidden: set[int] = field(default_factory=set)
    faint: set[int] = field(default_factory=set)
    inks: dict[int, Colour] = field(default_factory=dict)
    """The colours of the page's text objects."""
    rules: set[int] = field(default_factory=set)
    covered: Covered = field(default_factory=lambda: Covered({}, ()))


def unseen(chars: Chars, drawn: Drawn, picture: Callable[[float], Raster], *, layers: bool | None) -> Unseen:
    """What of a page cannot be seen.

    Args:
        chars: its characters.
        drawn: what else it draws.
        picture: draws it as it stands, so many pixels a point, in grey.
        layers: whether the file has layers, which may be switched off; `None` where that is not known.
    """
    out = Unseen()
    texts = [at for at in dict.fromkeys(chars.objects) if at]
    order = drawn.order() if drawn.areas else {}
    shades = _shades(drawn.areas)
    out.inks = dict(zip(texts, colours(fill_colour, texts), strict=True))
    modes = list(map(render_mode, texts))
    # Text that lays no ink, by its mode or for a clip.
    inkless = {at for at, mode in zip(texts, modes, strict=True) if mode in _NO_INK} | clipped(texts)
    out.covered = _covered(chars, drawn.areas, order)
    suspects = (_suspect_texts(out.inks, modes, shades) | out.covered.texts.keys()) - inkless
    lines = set(drawn.owners) if layers else _suspect_rules(drawn, shades) | _covered_rules(drawn, order)
    if layers is None:
        suspects |= in_layers(texts)
        lines |= in_layers(list(dict.fromkeys(drawn.owners)))
    # The ink of a neighbour reaches into the box of one that has none, and is missing with it where both are looked for
    # at once, as where a bar has the text's colour: each kind by itself.
    kinds = [kind for kind in (set(texts) if layers else set(), suspects, inkless) if kind]
    if not kinds and not lines:
        return out
    if kinds:
        whole = picture(SCALE)
        for kind in kinds:
            _tell_texts(out, chars, kind, whole, without(kind, lambda: picture(SCALE)))
    if lines:
        # Rules are longer than they are thin: a coarser picture shows them.
        whole, bare = picture(1.0), without(lines, lambda: picture(1.0))
        shades_of = {
            i: _rule_shade(rule, whole, bare)
            for i, (at, rule) in enumerate(zip(drawn.owners, drawn.rules, strict=True))
            if at in lines
        }
        gone = {i for i, shade in shades_of.items() if not shade}
        light = {i for i, shade in shades_of.items() if shade > 0}
        out.rules = parting(drawn.rules, gone) | gaps(drawn.rules, gone, light)
    return out


def without(objects: Iterable[int], picture: Callable[[], Raster]) -> Raster:
    """The page's picture without some objects."""
    for at in objects:
        set_active(at, 0)
    try:
        return picture()
    finally:
        for at in objects:
            set_active(at, 1)


def colours(function: Callable[..., object], objects: Sequence[int]) -> list[Colour]:
    """What a function of PDFium says of the colour of each of some objects: red, green, blue, alpha."""
    flat = told(function, objects, 4, ctypes.c_uint)
    return list(zip(flat[::4], flat[1::4], flat[2::4], flat[3::4], strict=True))


def _shades(areas: Sequence[Area]) -> set[Colour]:
    """The colours on which text may stand: the paper's, and those of areas. Pictures have none that is known."""
    return {(255, 255, 255, 255), *colours(fill_colour, [a.at for a in areas if a.plain])}


def _near(colour: Colour, shades: Iterable[Colour]) -> bool:
    """Whether a colour is hard to tell from one on which it may stand, or lets what is below shine through."""
    return colour[3] < 255 - NEAR or any(
        max(abs(a - b) for a, b in zip(colour[:3], shade[:3], strict=True)) <= NEAR for shade in shades
    )


def _suspect_texts(inks: Mapping[int, Colour], modes: Sequence[int], shades: Collection[Colour]) -> set[int]:
    """Text objects that may not be seen for their colour; `modes` are theirs."""
    odd = {ink for ink in set(inks.values()) if _near(ink, shades)}
    out = {at for at, ink in inks.items() if ink in odd} if odd else set()
    if not _OUTLINED.isdisjoint(modes):
        outlined = [at for at, mode in zip(inks, modes, strict=True) if mode in _OUTLINED]
        lines = colours(stroke_colour, outlined)
        out -= set(outlined)
        out |= {at for at, ink in zip(outlined, lines, strict=True) if _near(ink, shades)}
    return out


def _suspect_rules(drawn: Drawn, shades: Collection[Colour]) -> set[int]:
    """Objects that draw rules in a colour that may not be seen, clipped away, or in a layer."""
    owners = list(dict.fromkeys(drawn.owners))
    out = clipped(owners)
    for function, some in (
        (fill_colour, [at for at in owners if at not in drawn.stroked]),
        (stroke_colour, [at for at in owners if at in drawn.stroked]),
    ):
        inks = colours(function, some)
        odd = {ink for ink in set(inks) if _near(ink, shades)}
        out |= {at for at, ink in zip(some, inks, strict=True) if ink in odd}
    return out


def _covered(chars: Chars, areas: Sequence[Area], order: Mapping[int, float]) -> Covered:
    """Text objects over which an area is painted later, at a character at least, and characters at its edges."""
    painted = {at: when for at in set(chars.objects) if at and (when := order.get(at)) is not None}
    begin = min(painted.values(), default=math.inf)
    later = sorted([(when, a.box) for a in areas if (when := order.get(a.at, 0.0)) > begin])
    if not later:
        return Covered({}, ())
    numbers = [i for i, at in enumerate(chars.objects) if at in painted and painted[at] < later[-1][0]]
    places = zip(numbers, chars.middles(numbers), strict=True)
    queue = sorted([(painted[at], y, x, i) for i, (x, y) in places if (at := chars.objects[i])], reverse=True)
    # By their heights, the characters that stand on the page when an area is painted: those of a cell come after it.
    lines: dict[float, list[tuple[float, int]]] = {}
    heights: list[float] = []
    texts: dict[int, float] = {}
    edges: list[tuple[int, Box]] = []
    for when, box in later:
        x0, top, x1, bottom = box
        while queue and queue[-1][0] < when:
            _, y, x, i = queue.pop()
            if y not in lines:
                insort(heights, y)
            insort(lines.setdefault(y, []), (x, i))
        for y in heights[bisect_left(heights, top - EDGE) : bisect_right(heights, bottom + EDGE)]:
            line = lines[y]
            for x, i in line[bisect_left(line, (x0 - EDGE, 0)) : bisect_right(line, (x1 + EDGE, math.inf))]:
                if x0 <= x <= x1 and top <= y <= bottom and (at := chars.objects[i]):
                    texts[at] = when
                if min(abs(x - x0), abs(x1 - x), abs(y - top), abs(bottom - y)) < EDGE:
                    edges.append((i, box))
    return Covered(texts, edges)


def _covered_rules(drawn: Drawn, order: Mapping[int, float]) -> set[int]:
    """Objects that draw a rule well inside an area painted later."""
    if not drawn.areas or not drawn.owners:
        return set()
    begin = min(order.get(at, 0.0) for at in drawn.owners)
    later = [(when, a.box) for a in drawn.areas if (when := order.get(a.at, 0.0)) > begin]
    by_height = sorted((r.top + r.bottom, i) for i, r in enumerate(drawn.rules)) if later else []
    out = set()
    for when, box in later:
        first = bisect_left(by_height, (2 * box[1], -1))
        for _, i in by_height[first : bisect_right(by_height, (2 * box[3], -1))]:
            if order.get(drawn.owners[i], when) < when and _is_within(drawn.rules[i], box):
                out.add(drawn.owners[i])
    return out


def _is_within(rule: Rule, box: Box) -> bool:
    """Whether a rule lies in an area with room on both of its sides."""
    across, along = (WITHIN, 0.0) if is_level(rule) else (0.0, WITHIN)
    return (
        box[0] + along <= rule.x0
        and rule.x1 <= box[2] - along
        and box[1] + across <= rule.top
        and rule.bottom <= box[3] - across
    )


def _tell_texts(out: Unseen, chars: Chars, suspects: Collection[int], whole: Raster, bare: Raster) -> None:
    """Which characters of suspected text objects the picture shows."""
    for i, at in enumerate(chars.objects):
        if at in suspects:
            shade = abs(difference(chars.boxes(i), whole, bare))
            if shade <= UNSEEN:
                out.hidden.add(i)
            elif shade < SEEN:
                out.faint.add(i)


def barred(chars: Chars, found: Unseen, picture: Callable[[float], Raster]) -> list[Box]:
    """The boxes of hidden characters below an area that is painted later, a bar or stamp through which nobody reads.

    It is dark, or of one colour that is not the paper's: a correction stands on white, or on the shading of its cell.
    """
    boxes = [chars.boxes(i) for i in found.hidden if chars.objects[i] in found.covered.texts]
    if not boxes:
        return []
    whole = picture(SCALE)
    return [box for box in boxes if _is_bar(box, whole)]


def _is_bar(box: Box, whole: Raster) -> bool:
    # Half of its height: a bar as high as the digits leaves the paper above them in the box of the tallest letter.
    part = (box[3] - box[1]) / 4
    left, top, right, bottom = whole.pixel_box((box[0], box[1] + part, box[2], box[3] - part))
    rows = (whole.pixels[y * whole.width + left : y * whole.width + right] for y in range(top, bottom))
    shades = b"".join(rows) or b"\xff"
    return max(shades) <= DARK or (max(shades) == min(shades) < _PAPER)


def difference(box: Box, one: Raster, other: Raster) -> int:
    """By how many shades of grey at most one picture is lighter, or darker (below 0), than another in a box."""
    left, top, right, bottom = one.pixel_box(box)
    most = 0
    for y in range(top, bottom):
        first, end = y * one.width + left, y * one.width + right
        a, b = one.pixels[first:end], other.pixels[first:end]
        if a != b:
            most = max(most, *(p - q for p, q in zip(a, b, strict=True)), key=abs)
    return most


def _rule_shade(rule: Rule, whole: Raster, bare: Raster) -> int:
    """How the picture shows a rule along enough of its length: 1 lighter than what it is on, -1 darker, 0 not.

    A rule that is covered and ends the shading of a cell is seen as the border of two shades.
    """
    left, top, right, bottom = whole.pixel_box(rule)
    level = is_level(rule)
    length, along, across = (right - left, 1, whole.width) if level else (bottom - top, whole.width, 1)
    start = top * whole.width + left
    steps = min(max(length, 1), MOST_STEPS)
    lighter = darker = rising = falling = 0
    shown, bared = whole.pixels, bare.pixels
    last = len(shown) - 1
    for k in range(steps):
        at = start + along * int((k + 0.5) * length / steps)
        # The rule is no thicker than two points; the pixel before it may have a part of it.
        first, end = at - across, at + 2 * across
        if first < 0 or end > last:
            first, end = max(first, 0), min(end, last)
        if shown[first : end + 1 : across] == bared[first : end + 1 : across]:
            # Grounds end a point beyond the rules that they are to meet.
            step = shown[end] - shown[max(first - across, 0)]
            rising, falling = rising + (step > SEEN), falling + (step < -SEEN)
            continue
        shade = max((shown[n] - bared[n] for n in range(first, end + 1, across)), key=abs)
        lighter += shade > UNSEEN
        darker += shade < -UNSEEN
    if max(lighter, darker) < PART_SEEN * steps:
        return -1 if max(rising, falling) > BORDER * steps else 0
    return 1 if lighter > darker else -1
