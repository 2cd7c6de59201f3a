"""Objects in PDFium that a clip may hide: asked of all objects of a page at once, as some writers clip every text."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from itertools import repeat

from kunlun_cli.pages.pdfium_api import (
    bounds,
    clip_of,
    clip_segment,
    count_clip_segments,
    count_clips,
    segment_point,
    told,
)
from kunlun_cli.records.source import Box

MARGIN = 0.25
"""The ink of a line stays within its type's box, which clips of lines are made to hold, but for this part of it."""


def clipped(objects: Sequence[int]) -> set[int]:
    """Those of some objects of which a clip may hide a part that matters."""
    paths = list(map(clip_of, objects))
    counts = list(map(count_clips, paths))
    if max(counts, default=0) <= 0:
        return set()
    each = [(at, path, i) for at, path, n in zip(objects, paths, counts, strict=True) for i in range(n)]
    owners = [at for at, _, _ in each]
    sides = told(bounds, owners, 4, ctypes.c_float)
    boxes = zip(sides[::4], sides[1::4], sides[2::4], sides[3::4], strict=True)
    left_open = _left_open([path for _, path, _ in each], [i for _, _, i in each])
    return {at for at, box, of in zip(owners, boxes, left_open, strict=True) if of is None or _leaves(box, of)}


def _leaves(box: Box, left_open: Box) -> bool:
    """Whether an object's box is not within what a clip leaves open but for a margin."""
    left, bottom, right, top = box
    x0, y0, x1, y1 = left_open
    margin = MARGIN * (top - bottom)
    return x0 > left + margin or x1 < right - margin or y0 > bottom + margin or y1 < top - margin


def _left_open(paths: Sequence[int], numbers: Sequence[int]) -> Iterator[Box | None]:
    """The boxes of paths to clip by, `None` where one has no points; each is some number of its object's."""
    counts = list(map(count_clip_segments, paths, numbers))
    # Of a path of four or five points, as boxes are, two opposite ones tell.
    simple = [4 <= count <= 5 for count in counts]
    some = [(path, i) for path, i, has in zip(paths, numbers, simple, strict=True) if has]
    opposite = (_points([path for path, _ in some], [i for _, i in some], k) for k in (0, 2))
    corners = zip(*opposite, strict=True)
    for path, number, count, has in zip(paths, numbers, counts, simple, strict=True):
        if has:
            (x0, y0), (x1, y1) = next(corners)
            yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
            continue
        points = _every_point(path, number, count)
        xs, ys = [x for x, _ in points], [y for _, y in points]
        yield (min(xs), min(ys), max(xs), max(ys)) if points else None


def _every_point(path: int, number: int, count: int) -> Sequence[tuple[float, float]]:
    flat = told(segment_point, [clip_segment(path, number, k) for k in range(count)], 2, ctypes.c_float)
    return list(zip(flat[::2], flat[1::2], strict=True))


def _points(paths: Sequence[int], numbers: Sequence[int], k: int) -> Iterator[tuple[float, float]]:
    """The point `k` of each of some paths."""
    flat = told(segment_point, list(map(clip_segment, paths, numbers, repeat(k))), 2, ctypes.c_float)
    return zip(flat[::2], flat[1::2], strict=True)
