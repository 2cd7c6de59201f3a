"""The places of figures, collected while a page is written, and drawn once at its end.

A part of a page is embedded once, however many figures stand on it; each figure's frame is drawn over
it and has an address of its own.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kunlun_cli.pages.raster import Pictures, Raster
from kunlun_cli.records import FilingInfo, Source
from kunlun_cli.records.source import Box, around
from kunlun_cli.render.labels import Labels
from kunlun_cli.render.markup import safe
from kunlun_cli.render.picture import small_png
from kunlun_cli.render.whereabouts import where

_SCALE = 1.75
"""Pixels a point: print of nine points stays easy to read."""
_SHOWN = 1.5
"""Pixels of the screen a point, where there is room."""
_COARSE = 1.3
"""The same where more than `_MANY` pages are shown."""
_MANY = 40
_ABOVE, _BELOW = 40.0, 16.0
"""Points shown above and below figures: a table's heading, the next row."""
_APART = 70.0
"""Points between figures from which on they are shown in two pictures."""
_WHITE = b"\xff"


@dataclass(frozen=True, slots=True)
class Book:
    """A filing that figures come from; without `pictures` its places are given in words."""

    info: FilingInfo
    pictures: Pictures | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with its number; `box` is `None` where it can only be told in words."""

    number: int
    source: Source
    box: Box | None


class Atlas:
    """Numbers the places of figures and draws them."""

    def __init__(self, books: Sequence[Book]) -> None:
        """`books` are the filings that figures come from; figures name them by their position."""
        self._books = books
        self._spots: dict[tuple[int, Source], Spot] = {}

    def link(self, shown: str, source: Source | None, book: int = 0) -> str:
        """Safe markup as a link to its place; as it is where the filing gives none.

        `book` is the filing that it is a place of.
        """
        if source is None or source.page is None:
            return shown
        key = (book, source)
        first = key not in self._spots
        if first:
            self._spots[key] = Spot(len(self._spots) + 1, source, self._box(source, book))
        spot = self._spots[key]
        mark = f' id="f{spot.number}"' if first else ""
        title = safe(f"p.{source.page}" if spot.box else where(self._books[book].info, source))
        return f'<a class="f"{mark} href="#c{spot.number}" data-n="{spot.number}" title="{title}">{shown}</a>'

    def _box(self, source: Source, book: int) -> Box | None:
        pictures = self._books[book].pictures
        if pictures is None or source.page is None or source.bbox:
            return None if pictures is None else source.bbox
        boxes = pictures.boxes_of(source.page, source.text) if source.text else []
        return around(boxes) if boxes else None

    def html(self, labels: Labels) -> str:
        """All places: a picture for each part of a page, those without a picture as a list."""
        out = []
        many = len(self._books) > 1
        for number, book in enumerate(self._books):
            spots = [spot for (at, _), spot in self._spots.items() if at == number]
            if not spots:
                continue
            if many:
                out.append(f"<h3>{safe(book.info.short_name or book.info.source)} {safe(book.info.period or '')}</h3>")
            out += list(_drawn(number, book, [s for s in spots if s.box]))
            out += list(_listed(book, [s for s in spots if not s.box], labels))
        return "\n".join(out)


def regions(spots: Sequence[Spot]) -> list[list[Spot]]:
    """The spots of one page in runs from top to bottom that one picture shows."""
    runs: list[list[Spot]] = []
    bottom = 0.0
    for spot in sorted(spots, key=lambda s: s.box[1] if s.box else 0):
        assert spot.box is not None
        if runs and spot.box[1] - bottom <= _APART:
            runs[-1].append(spot)
            bottom = max(bottom, spot.box[3])
        else:
            runs.append([spot])
            bottom = spot.box[3]
    return runs


def _drawn(number: int, book: Book, spots: Sequence[Spot]) -> Iterable[str]:
    pages: dict[int, list[Spot]] = {}
    for spot in spots:
        pages.setdefault(spot.source.page or 0, []).append(spot)
    scale = _SCALE if len(pages) <= _MANY else _COARSE
    for page, found in sorted(pages.items()):
        assert book.pictures is not None
        raster = book.pictures.raster(page, scale, grey=True)
        for index, run in enumerate(regions(found)):
            yield _figure(_part(raster, run), run, f"r{number}-{page}-{index}", page)


def _part(raster: Raster, run: Sequence[Spot]) -> Raster:
    _, top, _, bottom = around(spot.box for spot in run if spot.box)
    part = raster.crop((raster.left, top - _ABOVE, raster.left + raster.width / raster.scale, bottom + _BELOW))
    lefts = [part.width - len(row.lstrip(_WHITE)) for row in part.rows()]
    rights = [len(row.rstrip(_WHITE)) for row in part.rows()]
    margin = 8
    left = part.left + max(0, min(lefts) - margin) / part.scale
    right = part.left + min(part.width, max(rights) + margin) / part.scale
    return part.crop((left, part.top, right, part.top + part.height / part.scale)) if right > left else part


def _figure(part: Raster, run: Sequence[Spot], name: str, page: int) -> str:
    width, height = part.width / part.scale, part.height / part.scale
    data = base64.b64encode(small_png(part)).decode()
    head = f'<svg viewBox="0 0 {width:.1f} {height:.1f}" width="{width * _SHOWN:.0f}" role="img" aria-label="p.{page}">'
    image = f'<image id="{name}" width="{width:.2f}" height="{height:.2f}" href="data:image/png;base64,{data}"/>'
    cells = "\n".join(_cell(spot, part) for spot in run)
    return f"<figure><figcaption>p.{page}</figcaption>{head}{image}\n{cells}</svg></figure>"


def _cell(spot: Spot, part: Raster) -> str:
    assert spot.box is not None
    x0, top, x1, bottom = spot.box
    x, y = x0 - part.left, top - part.top
    text = safe(spot.source.text or "")
    size = f'x="{x:.1f}" y="{y:.1f}" width="{x1 - x0:.1f}" height="{bottom - top:.1f}"'
    rect = f'<rect id="c{spot.number}" class="c" {size}><title>{text}</title></rect>'
    return (
        f'<a href="#f{spot.number}" tabindex="-1">{rect}'
        f'<text x="{x1 - part.left:.1f}" y="{y + 5:.1f}">{spot.number}</text></a>'
    )


def _listed(book: Book, spots: Sequence[Spot], labels: Labels) -> Iterable[str]:
    if not spots:
        return
    yield '<ul class="places">'
    for spot in spots:
        printed = f": <q>{safe(spot.source.text)}</q>" if spot.source.text else ""
        back = safe(labels.term("back to the figure"))
        place = safe(where(book.info, spot.source))
        yield f'<li id="c{spot.number}">{spot.number}. {place}{printed} <a href="#f{spot.number}">{back}</a></li>'
    yield "</ul>"
