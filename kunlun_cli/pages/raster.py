"""A page, or a part of it, as pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Protocol

from kunlun_cli.records.source import Box


class Pictures(Protocol):
    """A document whose pages can be drawn."""

    @property
    def n_pages(self) -> int:
        """How many pages it has."""

    def raster(self, number: int, scale: float = 1.0, *, grey: bool = False) -> Raster:
        """A page, counted from 1, as pixels."""

    def boxes_of(self, number: int, quote: str) -> list[Box]:
        """Where a piece of running text stands on a page."""


@dataclass(frozen=True, slots=True)
class Raster:
    """Pixels, row by row from the top left, of one byte (grey) or three (red, green, blue) each.

    `scale` is pixels a point; `left` and `top` are the page's coordinates of the corner, in points.
    """

    width: int
    height: int
    channels: int
    pixels: bytes
    scale: float = 1.0
    left: float = 0.0
    top: float = 0.0

    def rows(self) -> list[bytes]:
        """The pixels of each row."""
        stride = self.width * self.channels
        return [self.pixels[y * stride : (y + 1) * stride] for y in range(self.height)]

    def pixel_box(self, box: Box) -> tuple[int, int, int, int]:
        """A box on the page in pixels, cut off at the edges: left, top, right, bottom."""
        x0, y0 = (box[0] - self.left) * self.scale, (box[1] - self.top) * self.scale
        x1, y1 = (box[2] - self.left) * self.scale, (box[3] - self.top) * self.scale
        return (
            min(max(math.floor(x0), 0), self.width),
            min(max(math.floor(y0), 0), self.height),
            min(max(math.ceil(x1), 0), self.width),
            min(max(math.ceil(y1), 0), self.height),
        )

    def crop(self, box: Box) -> Raster:
        """The part inside a box on the page, at least one pixel."""
        x0, y0, x1, y1 = self.pixel_box(box)
        x0, y0 = min(x0, self.width - 1), min(y0, self.height - 1)
        x1, y1 = max(x1, x0 + 1), max(y1, y0 + 1)
        n, stride = self.channels, self.width * self.channels
        pixels = b"".join(self.pixels[y * stride + x0 * n : y * stride + x1 * n] for y in range(y0, y1))
        left, top = self.left + x0 / self.scale, self.top + y0 / self.scale
        return replace(self, width=x1 - x0, height=y1 - y0, pixels=pixels, left=left, top=top)
