"""A filing whose records come from the cache where they are there, and from the parser otherwise."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, Unpack, cast

from kunlun_cli.dataset.cache import Cache, key_of
from kunlun_cli.limits import Limits
from kunlun_cli.records import FilingInfo
from kunlun_cli.records.reading import Opening, Parts, Said

if TYPE_CHECKING:  # the parser is loaded only where something must be read
    from kunlun_cli.filing import Filing
    from kunlun_cli.pages.document import Document
    from kunlun_cli.pages.raster import Pictures
    from kunlun_cli.schedules.schedule import Schedule

T = TypeVar("T")


class CachedFiling(Parts):
    """What `Filing` is, read only where the cache does not know it.

    What needed a password is not kept. With `isolated` a limited child process reads it.

    Raises:
        KunlunError: it cannot be read, or is not a periodic report.
    """

    def __init__(self, data: bytes, opening: Opening, cache: Cache, *, isolated: bool = False) -> None:
        self.data = data
        self.name = opening.name
        self.opening = opening
        self._isolated = isolated
        # What could only be read with a password must not be readable without it afterwards.
        self._cache = None if opening.password is not None and b"/Encrypt" in data else cache
        sha256 = hashlib.sha256(data).hexdigest()
        self._key = key_of(sha256, engine=opening.engine, period=opening.period)
        self.info: FilingInfo = replace(self.part("info", FilingInfo), source=opening.name)

    @functools.cached_property
    def filing(self) -> Filing:
        """The filing itself, opened when first needed."""
        from kunlun_cli.filing import Filing
        from kunlun_cli.reading.isolated import IsolatedFiling

        # Both give the same records; what else a filing has, its pages above all, stays in the child.
        opened = IsolatedFiling if self._isolated else Filing
        return cast("Filing", opened(self.data, self.opening))

    @property
    def document(self) -> Document:
        """The filing's pages."""
        return self.filing.document

    @property
    def schedules(self) -> tuple[Schedule, ...]:
        """Every table of the report; none where a child process reads it, which sends records alone."""
        return getattr(self.filing, "schedules", ())

    def second(self) -> object:
        """What reads a cell again: the child where there is one; a filing that is not open is not opened itself."""
        from kunlun_cli.pages.second import second_reading

        if self._isolated or "filing" in vars(self):
            return self.filing.second()
        return second_reading(self.data, self.opening, self.info.format)

    def pictures(self) -> Pictures:
        """What draws the pages: the child where there is one, and otherwise without opening the filing itself."""
        from kunlun_cli.pages.pdfium_reader import PdfiumFile

        if self._isolated:
            return self.filing.pictures()
        return PdfiumFile(self.data, name=self.name, password=self.opening.password)

    def part(self, name: str, kind: type[T]) -> T:
        """A part from the cache; else as read, and kept."""
        if self._cache is None:
            return cast("T", getattr(self.filing, name))
        # Two parts are of the same class.
        apart = "tables-" if name == "segment_tables" else ""
        found = self._cache.get(self._key, kind, apart)
        if found is None:
            found = cast("T", getattr(self.filing, name))
            self._cache.put(self._key, found, apart)
        return found


def read_cached(
    source: str | Path | bytes, cache: Cache, *, name: str | None = None, isolated: bool = False, **said: Unpack[Said]
) -> CachedFiling:
    """Like `kunlun_cli.read`, with a cache of results.

    Raises:
        KunlunError: it cannot be read, or is not a periodic report.
    """
    opening = Opening.of(source, name, said)
    data = source if isinstance(source, bytes) else _content(Path(source), opening.limits)
    return CachedFiling(data, opening, cache, isolated=isolated)


def _content(path: Path, limits: Limits) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(limits.file_bytes + 1)
    except (OSError, ValueError):
        data = None
    if data is not None and len(data) <= limits.file_bytes:
        return data
    # The parser's modules, which take their time to load, say what is wrong.
    from kunlun_cli.pages.open import read_bytes

    return read_bytes(path, limits)
