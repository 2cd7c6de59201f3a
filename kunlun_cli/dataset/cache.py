"""Results that are kept: what was read of a file once is not read again by the same parser.

One small file a disclosure, named by the hash of the filing's bytes and of the parser, so that neither
another file nor another parser is ever answered with it. Files are written whole beside their place
and moved there; one that is damaged in any way is as good as absent.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from kunlun_cli.dataset.version import parser_version
from kunlun_cli.errors import OutputError, UsageError
from kunlun_cli.records.codec import CodecError, decode, encode

T = TypeVar("T")

FOLDER_VARIABLE = "KUNLUN_CACHE_DIR"
SIZE_VARIABLE = "KUNLUN_CACHE_MB"
# The records of thousands of filings.
DEFAULT_MB = 512
_MAGIC = "kunlun-cache 1 "
_SUFFIX = ".json"
_UNFINISHED = ".part"
# A write takes milliseconds: what is unfinished after an hour was left by a process that died.
_STALE_SECONDS = 3600
# The size is looked at with a process's first entry and then every so many; a folder may exceed it by these.
_LOOK_EVERY = 64
# After an eviction this part of the limit is used, so that the next entry does not evict again.
_KEEP = 0.8


@dataclass(frozen=True, slots=True)
class Usage:
    """What a cache holds: entries, their bytes, and the bytes that they may have."""

    folder: Path
    entries: int
    size: int
    limit: int


class Cache:
    """A folder of results, safe against other writers and against being cut off anywhere.

    The folder is made when the first entry is written; of more bytes than `limit` the entries used longest ago go
    first.
    """

    def __init__(self, folder: Path, limit: int = DEFAULT_MB << 20) -> None:
        self.folder = folder
        self.limit = limit
        self._written = 0

    @classmethod
    def of_user(cls, variables: Mapping[str, str]) -> Cache:
        """The user's own cache, or the folder in `KUNLUN_CACHE_DIR`; its size in `KUNLUN_CACHE_MB`.

        Raises:
            UsageError: the size is no number.
        """
        given = variables.get(FOLDER_VARIABLE)
        size = variables.get(SIZE_VARIABLE) or str(DEFAULT_MB)
        if not size.isdecimal():
            raise UsageError(f"{SIZE_VARIABLE} is {size}", hint="Write a number of megabytes, such as 512")
        if given:
            return cls(Path(given), int(size) << 20)
        import platformdirs

        return cls(platformdirs.user_cache_path("kunlun", appauthor=False), int(size) << 20)

    def get(self, key: str, kind: type[T], part: str = "") -> T | None:
        """The record of a class kept under a key; `None` where there is none that can be trusted.

        `part` tells records of the same class and key apart.
        """
        path = self._path(key, kind, part)
        try:
            text = path.read_bytes()
        except OSError:
            return None
        head, _, payload = text.partition(b"\n")
        if head.decode("ascii", "replace") == _MAGIC + hashlib.sha256(payload).hexdigest():
            with contextlib.suppress(CodecError, UnicodeDecodeError):
                value = decode(payload.decode())
                if isinstance(value, kind):
                    with contextlib.suppress(OSError):
                        os.utime(path)  # used now: the last to be evicted
                    return value
        with contextlib.suppress(OSError):
            path.unlink()
        return None

    def put(self, key: str, value: object, part: str = "") -> None:
        """Keep a record under a key; without effect where the folder cannot be written."""
        payload = encode(value).encode()
        path = self._path(key, type(value), part)
        unfinished = path.with_name(f"{path.name}.{os.getpid()}-{secrets.token_hex(4)}{_UNFINISHED}")
        head = _MAGIC + hashlib.sha256(payload).hexdigest()
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            unfinished.write_bytes(head.encode() + b"\n" + payload)
            unfinished.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                unfinished.unlink()
            return
        if self._written % _LOOK_EVERY == 0:
            self.trim()
        self._written += 1

    def usage(self) -> Usage:
        """What is in the folder now."""
        sizes = [size for path, size, _ in self._files() if path.name.endswith(_SUFFIX)]
        return Usage(self.folder, len(sizes), sum(sizes), self.limit)

    def trim(self) -> None:
        """Remove what is too much, used longest ago first, and what dead processes have left."""
        files = sorted(self._files(), key=lambda each: each[2])
        total = sum(size for _, size, _ in files)
        too_much = total > self.limit
        for path, size, used in files:
            left = path.name.endswith(_UNFINISHED) and time.time() - used > _STALE_SECONDS
            if left or (too_much and total > self.limit * _KEEP and path.name.endswith(_SUFFIX)):
                total -= size
                with contextlib.suppress(OSError):
                    path.unlink()

    def clear(self) -> Usage:
        """Remove all entries, and give what was there.

        Raises:
            OutputError: one cannot be removed.
        """
        before = self.usage()
        for path, _, _ in list(self._files()):
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise OutputError(f"cannot be removed ({error.strerror})", file=str(path)) from error
        return before

    def _path(self, key: str, kind: type, part: str) -> Path:
        return self.folder / key[:2] / f"{key}.{part}{kind.__name__.lower()}{_SUFFIX}"

    def _files(self) -> Iterator[tuple[Path, int, float]]:
        """Our files in the folder, with size and time of the last use; nothing else is ever touched."""
        for path in self.folder.glob("??/*"):
            if path.name.endswith((_SUFFIX, _UNFINISHED)):
                with contextlib.suppress(OSError):  # another process has removed it
                    found = path.stat()
                    yield path, found.st_size, found.st_mtime


def key_of(sha256: str, *, engine: str, period: str | None) -> str:
    """The name of a filing's results: its content, this parser, and what it was told."""
    told = f"{sha256}\0{parser_version()}\0{engine}\0{period or ''}"
    return hashlib.sha256(told.encode()).hexdigest()[:40]
