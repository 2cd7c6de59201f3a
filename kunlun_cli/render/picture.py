"""Pictures of pages with figures marked on them: as PNG, and for terminals that can show them.

Drawn on the pixels themselves; no library of pictures is needed. What is asked for has a thick red
frame on yellow, what it is derived from or checked against a thin dashed blue one: told apart without
colour too.
"""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kunlun_cli.pages.raster import Raster
from kunlun_cli.records.source import Box

Protocol = Literal["kitty", "iterm2", "sixel"]
Colour = tuple[int, int, int]

# Told apart by readers who see no red or green, and from black ink.
_RED: Colour = (208, 16, 32)
_BLUE: Colour = (16, 72, 200)
_MARGIN = (-1.5, 0.5)
"""Points by which frames stand out of their cells, an input's and that of what was asked for."""
# Pixels of a dash: told from a line at any scale that is drawn.
_DASH = 8
_YELLOW = bytes(value * 5 // 8 for value in range(256))
"""What becomes of blue under the marker's yellow."""
_CONTEXT = 48.0
"""Points above and below a mark that a terminal shows with it."""
_GAP = 12
"""Grey rows between two pages in one picture."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A box on a page, in points; `main` for what was asked for, else an input of it."""

    box: Box
    main: bool = True


def marked(raster: Raster, marks: Iterable[Mark]) -> Raster:
    """The picture in colours with the marks on it; marks that are asked for lie on top."""
    if raster.channels == 1:
        raster = replace(raster, channels=3, pixels=bytes(v for v in raster.pixels for _ in range(3)))
    canvas = _Canvas(raster)
    for mark in sorted(marks, key=lambda mark: mark.main):
        x0, top, x1, bottom = mark.box
        margin = _MARGIN[mark.main]
        box = raster.pixel_box((x0 - margin, top - margin, x1 + margin, bottom + margin))
        if mark.main:
            canvas.tint(box)
        thick = max(1, round(raster.scale * (1.4 if mark.main else 0.8)))
        canvas.frame(box, _RED if mark.main else _BLUE, thick, dashed=not mark.main)
    return replace(raster, pixels=bytes(canvas.pixels))


class _Canvas:
    """Pixels that can be drawn on."""

    def __init__(self, raster: Raster) -> None:
        self.pixels = bytearray(raster.pixels)
        self._width, self._height = raster.width, raster.height

    def tint(self, box: tuple[int, int, int, int]) -> None:
        """Yellow over a box, as a marker pen leaves it: black stays black."""
        x0, y0, x1, y1 = box
        for y in range(y0, y1):
            blue = slice((y * self._width + x0) * 3 + 2, (y * self._width + x1) * 3, 3)
            self.pixels[blue] = self.pixels[blue].translate(_YELLOW)

    def frame(self, box: tuple[int, int, int, int], colour: Colour, thick: int, *, dashed: bool) -> None:
        """A frame around a box, drawn to the outside."""
        x0, y0, x1, y1 = box[0] - thick, box[1] - thick, box[2] + thick, box[3] + thick
        for offset in range(thick):
            for y in (y0 + offset, y1 - 1 - offset):
                self._line(range(x0, x1), y, colour, dashed=dashed)
        for y in range(y0, y1):
            if not dashed or (y - y0) // _DASH % 2 == 0:
                self._line(range(x0, x0 + thick), y, colour)
                self._line(range(x1 - thick, x1), y, colour)

    def _line(self, xs: range, y: int, colour: Colour, *, dashed: bool = False) -> None:
        if not 0 <= y < self._height:
            return
        for x in xs:
            if 0 <= x < self._width and (not dashed or (x - xs.start) // _DASH % 2 == 0):
                at = (y * self._width + x) * 3
                self.pixels[at : at + 3] = bytes(colour)


def stacked(rasters: Sequence[Raster]) -> Raster:
    """Pictures of one number of channels under each other, on one page's place: that of the first.

    Raises:
        ValueError: there are none.
    """
    if not rasters:
        raise ValueError("there is no picture")
    if len(rasters) == 1:
        return rasters[0]
    width, n = max(r.width for r in rasters), rasters[0].channels
    pieces = []
    for index, raster in enumerate(rasters):
        if index:
            pieces.append(b"\x80" * (width * n * _GAP))
        fill = b"\xff" * ((width - raster.width) * n)
        pieces += [row + fill for row in raster.rows()]
    height = sum(r.height for r in rasters) + _GAP * (len(rasters) - 1)
    return replace(rasters[0], width=width, height=height, pixels=b"".join(pieces))


def around(raster: Raster, boxes: Iterable[Box]) -> Raster:
    """The picture's rows around some boxes, with what stands above and below."""
    given = list(boxes)
    if not given:
        return raster
    right = raster.left + raster.width / raster.scale
    top, bottom = min(b[1] for b in given) - _CONTEXT, max(b[3] for b in given) + _CONTEXT
    return raster.crop((raster.left, top, right, bottom))


def png(raster: Raster) -> bytes:
    """The picture as a PNG with all its colours or greys."""
    kind = 2 if raster.channels == 3 else 0
    return _png(raster, 8, kind, raster.rows())


def small_png(raster: Raster) -> bytes:
    """A grey picture as a PNG of sixteen greys: print stays sharp at a third of the size."""
    rows = []
    for row in raster.rows():
        even, odd = row[0::2], row[1::2]
        high = int.from_bytes(even.translate(_HIGH), "big")
        low = int.from_bytes(odd.translate(_LOW).ljust(len(even), b"\x00"), "big")
        rows.append((high | low).to_bytes(len(even), "big"))
    return _png(raster, 4, 0, rows)


_LOW = bytes(min(15, (value * 15 + 127) // 255) for value in range(256))
_HIGH = bytes(value << 4 for value in _LOW)


def _png(raster: Raster, depth: int, kind: int, rows: Sequence[bytes]) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", raster.width, raster.height, depth, kind, 0, 0, 0)
    resolution = struct.pack(">IIB", *[round(raster.scale * 72 / 0.0254)] * 2, 1)
    body = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    parts = (chunk(b"IHDR", header), chunk(b"pHYs", resolution), chunk(b"IDAT", body), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def protocol_of(variables: Mapping[str, str]) -> Protocol | None:
    """How the terminal shows pictures, as far as its environment tells; `None` where it does not.

    `KUNLUN_PICTURES` names one of `kitty`, `iterm2`, `sixel`, or `none`.
    """
    term, program = variables.get("TERM", ""), variables.get("TERM_PROGRAM", "")
    asked = variables.get("KUNLUN_PICTURES", "").lower()
    known: dict[str, Protocol] = {"kitty": "kitty", "iterm2": "iterm2", "sixel": "sixel"}
    if asked:
        return known.get(asked)
    if variables.get("TMUX") or term.startswith(("screen", "tmux")):
        return None  # what is between us and the terminal lets no picture through
    if "kitty" in term or variables.get("KITTY_WINDOW_ID") or "ghostty" in (term + program).lower():
        return "kitty"
    if program in {"iTerm.app", "WezTerm"} or variables.get("LC_TERMINAL") == "iTerm2":
        return "iterm2"
    if term.startswith(("foot", "mlterm", "contour", "yaft")) or "sixel" in term:
        return "sixel"
    return None


def escape(raster: Raster, protocol: Protocol) -> str:
    """The escape sequence with which a terminal shows the picture."""
    if protocol == "sixel":
        return _sixel(raster)
    data = base64.b64encode(png(raster)).decode()
    if protocol == "iterm2":
        return f"\x1b]1337;File=inline=1;preserveAspectRatio=1;size={len(data) * 3 // 4}:{data}\x07\n"
    pieces = [data[at : at + 4096] for at in range(0, len(data), 4096)]
    out = []
    for index, piece in enumerate(pieces):
        more = int(index < len(pieces) - 1)
        head = f"a=T,f=100,q=2,m={more}" if not index else f"m={more}"
        out.append(f"\x1b_G{head};{piece}\x1b\\")
    return "".join(out) + "\n"


def _sixel(raster: Raster) -> str:
    """The picture in 64 colours, six rows at a time."""
    palette = [(r, g, b) for r in range(4) for g in range(4) for b in range(4)]
    out = ["\x1bPq", f'"1;1;{raster.width};{raster.height}']
    out += [f"#{i};2;{r * 33};{g * 33};{b * 33}" for i, (r, g, b) in enumerate(palette)]
    to4 = bytes(min(3, (value + 42) // 85) for value in range(256))
    rows = []
    for row in raster.rows():
        red, green, blue = (row[at::3].translate(to4) for at in range(3))
        rows.append(bytes(r * 16 + g * 4 + b for r, g, b in zip(red, green, blue, strict=True)))
    for top in range(0, len(rows), 6):
        out.append(_sixel_band(rows[top : top + 6]))
    return "".join(out) + "\x1b\\\n"


def _sixel_band(rows: Sequence[bytes]) -> str:
    lines = []
    for colour in sorted(set().union(*rows)):
        bits = [0] * len(rows[0])
        for bit, row in enumerate(rows):
            for x, value in enumerate(row):
                if value == colour:
                    bits[x] |= 1 << bit
        lines.append(f"#{colour}" + "".join(chr(63 + value) for value in bits))
    return "$".join(lines) + "-"
