"""Geometry for the PDFium reader: matrices of the page, and ruling lines from painted paths.

Plain numbers in and out; what is a ruling line is decided as in the pdfminer reader, so that both
give the same table.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence

from kunlun_cli.pages.page import Rule

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

# Leaves every point where it is.
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
THIN = 2.5
"""Points: filled shapes thinner than this are drawn as lines by word processors."""
STRAIGHT = THIN / 2
"""Points by which the ends of one line may differ across its direction."""
LEVEL = 0.1
"""Rise of a line of text for its length: more is a stamp or watermark set across the page."""
SQUARE = 0.01
"""Points by which the corners of a rectangle may miss each other: PDFium computes in single precision."""


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies `first` and `then` in that order."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def move(matrix: Matrix, x: float, y: float) -> Point:
    """Where a matrix puts a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def page_matrix(box: tuple[float, float, float, float], rotation: int) -> tuple[Matrix, float, float]:
    """The matrix from user space to a page with its origin at the top left, and that page's size.

    Args:
        box: left, bottom, right and top of the page in user space.
        rotation: quarter turns clockwise by which the page is shown.
    """
    x0, y0, x1, y1 = box
    width, height = abs(x1 - x0), abs(y1 - y0)
    turns: tuple[Matrix, ...] = (
        (1, 0, 0, -1, -x0, y1),
        (0, 1, 1, 0, -y0, -x0),
        (-1, 0, 0, 1, x1, -y0),
        (0, -1, -1, 0, y1, x1),
    )
    rotation %= 4
    return turns[rotation], *((height, width) if rotation % 2 else (width, height))


def is_upright(matrix: Matrix) -> bool:
    """Whether characters drawn with this matrix (origin at the top left) stand upright and level; they may slant."""
    a, b, c, d, _, _ = matrix
    return a > 0 > d and b * c >= 0 and abs(b) < LEVEL * abs(a)


def quarter_of(matrix: Matrix) -> int:
    """Quarter turns clockwise that make characters drawn with this matrix (origin at the top left) stand upright."""
    a, b, *_ = matrix
    if abs(b) > abs(a):
        return 1 if b < 0 else 3
    return 0 if a >= 0 else 2


def box_on_page(matrix: Matrix, sides: Sequence[float]) -> tuple[float, float, float, float]:
    """A box in PDFium's coordinates (left, bottom, right, top) on the page: left, top, right, bottom.

    Asked for all that a page draws: what `move` says is written out.
    """
    a, b, c, d, e, f = matrix
    left, bottom, right, top = sides
    x0, y0 = a * left + c * bottom + e, b * left + d * bottom + f
    x1, y1 = a * right + c * top + e, b * right + d * top + f
    x0, x1 = (x1, x0) if x1 < x0 else (x0, x1)
    y0, y1 = (y1, y0) if y1 < y0 else (y0, y1)
    return x0, y0, x1, y1


def boxes_on_page(matrix: Matrix, sides: Sequence[float]) -> list[tuple[float, float, float, float]]:
    """The boxes whose left, bottom, right and top follow one another, on the page."""
    each = zip(sides[::4], sides[1::4], sides[2::4], sides[3::4], strict=True)
    if matrix[:4] != (1, 0, 0, -1):
        return [box_on_page(matrix, box) for box in each]
    *_, e, f = matrix
    # PDFium's boxes have their sides in order.
    return [(left + e, f - top, right + e, f - bottom) for left, bottom, right, top in each]


def scales(matrix: Matrix) -> tuple[float, float]:
    """By how much a matrix stretches along a line of text and across it."""
    a, b, c, d, _, _ = matrix
    return math.hypot(a, b), math.hypot(c, d)


def rules_of_path(subpaths: Iterable[Sequence[tuple[Point, bool]]], *, stroke: bool) -> Iterator[Rule]:
    """The ruling lines that one painted path draws.

    Args:
        subpaths: for each subpath its points on the page (origin at the top left) from the first
            on, each with whether a straight line leads to it; a closed one returns to its start.
        stroke: whether the path's outline is drawn; where not, it is filled.
    """
    for subpath in subpaths:
        if len(subpath) > 1:
            yield from _rules_of_subpath(subpath, stroke=stroke)


def _rules_of_subpath(subpath: Sequence[tuple[Point, bool]], *, stroke: bool) -> Iterator[Rule]:
    xs = [x for (x, _), _ in subpath]
    ys = [y for (_, y), _ in subpath]
    x0, x1, top, bottom = min(xs), max(xs), min(ys), max(ys)
    if x1 - x0 < THIN or bottom - top < THIN:
        yield from thin_rule(x0, top, x1, bottom)
    elif not stroke or len(subpath) == 2:
        return
    elif _is_rectangle(subpath):
        yield Rule(x0, top, x1, top)
        yield Rule(x0, bottom, x1, bottom)
        yield Rule(x0, top, x0, bottom)
        yield Rule(x1, top, x1, bottom)
    else:
        yield from _straight_pieces(subpath)


def thin_rule(x0: float, top: float, x1: float, bottom: float) -> Sequence[Rule]:
    """The line along the middle of a thin shape; nothing for a shape that is not thin."""
    width, height = x1 - x0, bottom - top
    if height <= width and height < THIN:
        middle = (top + bottom) / 2
        return (Rule(x0, middle, x1, middle),)
    if width < THIN:
        middle = (x0 + x1) / 2
        return (Rule(middle, top, middle, bottom),)
    return ()


def _is_rectangle(subpath: Sequence[tuple[Point, bool]]) -> bool:
    """Whether a subpath returns to its start over four straight edges along the axes."""
    if len(subpath) != 5 or not all(straight for _, straight in subpath[1:]):
        return False
    points = [point for point, _ in subpath]
    (ax, ay), (bx, by), (cx, cy), (dx, dy), (ex, ey) = points

    def same(*pairs: tuple[float, float]) -> bool:
        return all(abs(u - v) < SQUARE for u, v in pairs)

    return same((ax, ex), (ay, ey)) and (
        same((ax, bx), (by, cy), (cx, dx), (dy, ay)) or same((ay, by), (bx, cx), (cy, dy), (dx, ax))
    )


def _straight_pieces(subpath: Sequence[tuple[Point, bool]]) -> Iterator[Rule]:
    """The pieces along the axes of a stroked path that draws several lines at once."""
    for ((ax, ay), _), ((bx, by), straight) in itertools.pairwise(subpath):
        if not straight:
            continue
        if abs(ay - by) < STRAIGHT and abs(ax - bx) > THIN:
            middle = (ay + by) / 2
            yield Rule(min(ax, bx), middle, max(ax, bx), middle)
        elif abs(ax - bx) < STRAIGHT and abs(ay - by) > THIN:
            middle = (ax + bx) / 2
            yield Rule(middle, min(ay, by), middle, max(ay, by))
