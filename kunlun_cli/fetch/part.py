"""A file that is on its way: what has come of it, and by what the server knows the rest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Validators:
    """By what a server knows whether something has changed since."""

    etag: str | None = None
    last_modified: str | None = None

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> Validators:
        """Those of an answer."""
        return cls(headers.get("etag"), headers.get("last-modified"))

    @property
    def strong(self) -> str | None:
        """One that stands for every byte, as resuming needs; `None` where there is none."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.last_modified

    def headers(self) -> dict[str, str]:
        """A request's headers for: only if it has changed."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


class Part:
    """Two files: the bytes so far, and the validators that were told with the first of them.

    Bytes are worth something only with their validators, which are written before them and removed after
    them: whenever a run is ended, what is left is resumed or begun again, and never taken for another file.
    """

    def __init__(self, folder: Path, name: str) -> None:
        """Look for what an earlier run has left."""
        self._bytes = folder / f"{name}.part"
        self._told = folder / f"{name}.json"

    @property
    def size(self) -> int:
        """Bytes that there are."""
        try:
            return self._bytes.stat().st_size
        except OSError:
            return 0

    @property
    def validators(self) -> Validators:
        """Those that were told when it was begun; empty ones where nobody knows."""
        try:
            return Validators(**json.loads(self._told.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return Validators()

    def begin(self, validators: Validators) -> None:
        """Drop what there is and begin with these."""
        self._told.unlink(missing_ok=True)
        self._bytes.write_bytes(b"")
        self._told.write_text(json.dumps(asdict(validators)), encoding="utf-8")

    def add(self, pieces: Iterable[bytes]) -> None:
        """Put pieces behind what there is, each at once."""
        with self._bytes.open("ab", buffering=0) as stream:
            for piece in pieces:
                stream.write(piece)

    def content(self) -> bytes:
        """All that has come."""
        return self._bytes.read_bytes()

    def clear(self) -> None:
        """Remove both."""
        self._bytes.unlink(missing_ok=True)
        self._told.unlink(missing_ok=True)
