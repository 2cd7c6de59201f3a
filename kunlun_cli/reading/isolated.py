"""A filing read in a process of its own, with limits, whose death is an error message."""

from __future__ import annotations

import base64
import functools
import json
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, Unpack

from kunlun_cli.limits import SPARE_SECONDS
from kunlun_cli.reading.child import Child
from kunlun_cli.records import FilingInfo
from kunlun_cli.records.reading import Opening, Parts, Said
from kunlun_cli.records.source import Box

if TYPE_CHECKING:
    from kunlun_cli.pages.raster import Raster

T = TypeVar("T")


class IsolatedFiling(Parts):
    """What `kunlun_cli.Filing` is, read by a child process that lives as long as this object.

    Raises:
        KunlunError: it cannot be read, or is not a periodic report, or reading it ended the child.
    """

    def __init__(self, data: bytes, opening: Opening) -> None:
        """Start the child and let it open the file; use `read_isolated` instead."""
        self.name = opening.name
        self.data = data
        # Wall time: a child that waits for the processor on a busy machine is not to be ended for it.
        self._seconds = 3 * (opening.limits.seconds + SPARE_SECONDS)
        self._child = Child()
        self._child.open(data, opening)
        self.info: FilingInfo = self.part("info", FilingInfo)

    def second(self) -> IsolatedFiling:
        """What reads a cell again: the child, for `kunlun_cli.checks.second_reader`."""
        return self

    def pictures(self) -> IsolatedFiling:
        """What draws the pages: the child too."""
        return self

    def text_in_box(self, number: int, bbox: Box) -> str | None:
        """What the other engine reads in a box of a page: the second reading of a cell, in the child too."""
        answer = self._told("text", page=number, box=list(bbox))
        return answer if isinstance(answer, str) else None

    def stands(self, number: int, text: str) -> bool | None:
        """Whether a figure stands on a page as it was read, looked at again in the child."""
        found = self._told("stands", page=number, text=text)
        return found if isinstance(found, bool) else None

    @functools.cached_property
    def n_pages(self) -> int:
        """How many pages it has to draw."""
        found = self._told("pages")
        if not isinstance(found, int):
            raise self._child.nonsense()
        return found

    def raster(self, number: int, scale: float = 1.0, *, grey: bool = False) -> Raster:
        """A page as pixels, drawn in the child."""
        from kunlun_cli.pages.raster import Raster

        fields = self._told("raster", page=number, scale=scale, grey=grey)
        try:
            pixels = zlib.decompress(base64.b64decode(fields.pop("pixels")))
            return Raster(pixels=pixels, **fields)
        except (AttributeError, KeyError, TypeError, ValueError, zlib.error) as error:
            raise self._child.nonsense() from error

    def boxes_of(self, number: int, quote: str) -> list[Box]:
        """Where a piece of running text stands on a page."""
        try:
            found = self._told("boxes", page=number, quote=quote)
            return [(float(x0), float(top), float(x1), float(bottom)) for x0, top, x1, bottom in found]
        except (TypeError, ValueError) as error:
            raise self._child.nonsense() from error

    def close(self) -> None:
        """End the child."""
        self._child.kill()

    def part(self, name: str, kind: type[T]) -> T:
        """A part as the child has read it."""
        from kunlun_cli.records.codec import CodecError, decode

        try:
            found = decode(self._child.ask({"ask": "part", "part": name}, within=self._seconds))
        except CodecError as error:
            raise self._child.nonsense() from error
        if not isinstance(found, kind):
            raise self._child.nonsense()
        return found

    def _told(self, ask: str, **about: object) -> Any:  # noqa: ANN401  # what the question asks for
        try:
            return json.loads(self._child.ask({"ask": ask, **about}, within=self._seconds))
        except (ValueError, RecursionError) as error:
            raise self._child.nonsense() from error


def read_isolated(source: str | Path | bytes, *, name: str | None = None, **said: Unpack[Said]) -> IsolatedFiling:
    """Like `kunlun_cli.read`, in a limited child process.

    Raises:
        KunlunError: it cannot be read, exceeds the limits, or is not a periodic report.
    """
    from kunlun_cli.pages.open import read_bytes

    opening = Opening.of(source, name, said)
    return IsolatedFiling(source if isinstance(source, bytes) else read_bytes(Path(source), opening.limits), opening)
