"""Ruling lines from PDFium's path objects."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from kunlun_cli.pages.page import Rule
from kunlun_cli.pages.pdfium_api import (
    bounds,
    count_segments,
    draw_mode,
    object_matrix,
    pdfium,
    segment,
    segment_closes,
    segment_point,
    segment_type,
    told,
)
from kunlun_cli.pages.pdfium_layout import (
    IDENTITY,
    Matrix,
    Point,
    boxes_on_page,
    move,
    multiply,
    rules_of_path,
    thin_rule,
)


def matrix_of(at: int) -> Matrix:
    """The matrix of a page object."""
    m = pdfium.FS_MATRIX()
    if not object_matrix(at, ctypes.addressof(m)):
        return IDENTITY
    return m.a, m.b, m.c, m.d, m.e, m.f


def bounds_of(at: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of a page object, in the space of what holds it."""
    sides = (ctypes.c_float * 4)()
    base = ctypes.addressof(sides)
    bounds(at, base, base + 4, base + 8, base + 12)
    left, bottom, right, top = sides
    return left, bottom, right, top


class Painted(NamedTuple):
    """What an object draws: ruling lines, drawn by its stroke or filled; and whether it fills an area.

    `box` is its own on the page. `shape` says that it has as many sides as letters drawn as their outlines, `sign`
    that it is as small as a letter is, and neither a line nor a box; `lettering`, that it draws strokes of letters.
    """

    box: tuple[float, float, float, float]
    rules: Sequence[Rule] = ()
    stroked: bool = False
    area: bool = False
    shape: bool = False
    sign: bool = False
    lettering: bool = False


SIGN = (2.0, 40.0)
"""Points between which an arrow beside a figure is wide and high: lines are thinner, and type is no larger."""
SPECK = 0.4
"""Points from which on, and up to those of a sign, a decimal point is wide and high."""
STROKE = 25.0
"""Points that the strokes of letters in a table are shorter than; the sides of cells are longer."""
SIDES = 20
"""The fewest sides of a letter's outline that is taken for one: a 1 has 37, a box 5."""


def painted(objects: Sequence[int], matrix: Matrix) -> Iterator[tuple[int, Painted | Rule]]:
    """What path objects draw, those left out that draw nothing; of one that draws a line and nothing else, the line."""
    modes, sides = told(draw_mode, objects, 2, ctypes.c_int), told(bounds, objects, 4, ctypes.c_float)
    boxes = boxes_on_page(matrix, sides)
    counts = map(count_segments, objects)
    least = SIGN[0]
    for at, fill, stroke, count, box in zip(objects, modes[::2], modes[1::2], counts, boxes, strict=True):
        if not fill and not stroke:
            continue
        x0, top, x1, bottom = box
        wide, high = x1 - x0, bottom - top
        if not stroke and count <= 5:
            # The line as which a small filled shape is drawn, from its bounds alone: most are such, and a page has
            # hundreds, so that what `thin_rule` says of them is written out.
            if high <= least < wide:
                yield at, Rule(x0, (top + bottom) / 2, x1, (top + bottom) / 2)
                continue
            if wide <= least < high:
                yield at, Rule((x0 + x1) / 2, top, (x0 + x1) / 2, bottom)
                continue
            rules, shape, lettering = thin_rule(*box), False, False
        else:
            subpaths = list(_subpaths(at, count, multiply(matrix_of(at), matrix)))
            rules = list(rules_of_path(subpaths, stroke=bool(stroke)))
            shape = count >= SIDES and _is_lettering(rules)
            # The strokes of bold letters are no ruling lines: no line of a table bends.
            lettering = shape and bool(rules) and _bends(subpaths)
            rules = [] if lettering else rules
        area = bool(fill and (stroke or not rules))
        small = least < wide < SIGN[1] and least < high < SIGN[1]
        sign = (small and not _is_box(at, count)) or (SPECK < wide <= least and SPECK < high <= least)
        yield at, Painted(box, rules, bool(stroke), area, shape, sign, lettering)


def _is_box(at: int, count: int) -> bool:
    """Whether the sides of a path are level and upright, as shading is drawn."""
    places = [point for subpath in _subpaths(at, count, IDENTITY) for point, _ in subpath]
    return all(a == c or b == d for (a, b), (c, d) in pairwise(places))


def _is_lettering(rules: Sequence[Rule]) -> bool:
    """Whether the lines among what a path draws are none longer than a letter's strokes."""
    return all(rule.x1 - rule.x0 + rule.bottom - rule.top < STROKE for rule in rules)


def _bends(subpaths: Iterable[Sequence[tuple[Point, bool]]]) -> bool:
    """Whether a path has curves."""
    return any(not straight for subpath in subpaths for _, straight in subpath[1:])


def _subpaths(at: int, count: int, matrix: Matrix) -> Iterator[Sequence[tuple[Point, bool]]]:
    """The subpaths of a path on the page: points, each with whether a straight line leads to it."""
    x, y = ctypes.c_float(), ctypes.c_float()
    x_at, y_at = ctypes.addressof(x), ctypes.addressof(y)
    current: list[tuple[Point, bool]] = []
    bends = 0
    for i in range(count):
        piece = segment(at, i)
        kind = segment_type(piece)
        segment_point(piece, x_at, y_at)
        point = move(matrix, x.value, y.value)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if current:
                yield current
            current, bends = [(point, False)], 0
        elif kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            bends += 1  # three points a curve: two that bend it, and its end
            if bends % 3 == 0:
                current.append((point, False))
        else:
            current.append((point, True))
        if segment_closes(piece) and current and current[-1][0] != current[0][0]:
            current.append((current[0][0], True))
    if current:
        yield current
