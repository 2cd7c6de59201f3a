"""Where a dataset is: a local folder, or any target of fsspec. Every file is there whole or not at all."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import platform
import re
import secrets
import stat
import time
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from kunlun_cli.errors import MissingFileError, OutputError, UsageError, installing
from kunlun_cli.limits import DEFAULT, Limits

# Stores in which an object appears when all of it has been sent.
_WHOLE = {"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "oss", "memory"}
# Names with a point in front are passed over by all that read folders of Parquet files.
_UNFINISHED = re.compile(r"\.(?P<name>.+)\.(?P<host>[0-9a-f]{8})-(?P<process>\d+)-[0-9a-f]{8}\.part")
# A write takes seconds: what another machine has not finished after an hour, it never will.
_STALE_SECONDS = 3600


class Store(Protocol):
    """A place for files, named by paths relative to it."""

    near: bool
    """Whether files can be read again just to be sure of them."""

    def write(self, path: str, data: bytes) -> None:
        """Write a file, so that others see the old one or the new one."""

    def read(self, path: str) -> bytes | None:
        """A file's content, `None` where there is none."""

    def remove(self, path: str) -> None:
        """Remove a file; none is no error."""

    def sizes(self, folder: str = "") -> Mapping[str, int]:
        """The files in a folder and below, by path, with their sizes; unfinished ones are not among them."""

    def stale(self) -> Collection[str]:
        """Files so old that whoever wrote them has written their filing's entry, or never will; none of a URL."""

    def sweep(self) -> None:
        """Remove what writers that have ended left unfinished."""


def open_store(target: str) -> Store:
    """The store at a path or URL.

    Raises:
        UsageError: its kind needs a library that is not installed.
    """
    return _Remote(target) if is_url(target) else _Local(Path(target))


def is_url(name: str) -> bool:
    """Whether a source or target is a URL and no path."""
    return "://" in name


def filesystem(url: str) -> tuple[Any, str]:
    """The file system that fsspec has for a URL, and the path in it.

    Raises:
        UsageError: fsspec or what it needs for this kind of URL is not installed.
    """
    try:
        from fsspec.core import url_to_fs

        fs, path = url_to_fs(url)
    except ImportError as error:
        raise UsageError(
            f"{url} cannot be opened ({error})", hint=f"Install it with: {installing('fsspec')}"
        ) from error
    except ValueError as error:
        raise UsageError(f"{url} cannot be opened ({error})", hint="Give a path or a URL that fsspec knows") from error
    return fs, path


def fetch(source: str, limits: Limits = DEFAULT) -> tuple[bytes, str]:
    """The content of a path or URL, and a mark that changes when the file does.

    Raises:
        LimitError: there is more of it than the limits allow.
        MissingFileError: it cannot be opened.
        UsageError: the kind of URL needs a library that is not installed.
    """
    from kunlun_cli.pages.open import bounded, read_bytes

    if not is_url(source):
        return read_bytes(Path(source), limits), mark(source)
    fs, path = filesystem(source)
    try:
        with fs.open(path, "rb") as stream:
            return bounded(stream, limits, source), mark(source)
    except (OSError, ValueError) as error:
        raise MissingFileError(f"it cannot be fetched ({error})", file=source, hint="Check the URL") from error


def mark(source: str) -> str:
    """Size and time of a source, or its tag; empty where it cannot be had without reading it."""
    if not is_url(source):
        try:
            found = Path(source).stat()
        except OSError:
            return ""
        return f"{found.st_size}-{found.st_mtime_ns}"
    fs, path = filesystem(source)
    try:
        info = fs.info(path)
    except (OSError, ValueError):
        return ""
    keys = ("size", "ETag", "etag", "mtime", "LastModified", "last_modified", "updated", "created")
    return "-".join(str(info[key]) for key in keys if info.get(key) is not None)


def _unfinished(name: str) -> str:
    """A name for a file while it is written, which tells who writes it."""
    return f".{name}.{_host()}-{os.getpid()}-{secrets.token_hex(4)}.part"


def _abandoned(name: str) -> bool | None:
    """Whether the writer of an unfinished file has ended; `None` of other files, and where that cannot be known."""
    found = _UNFINISHED.fullmatch(name)
    if found is None or found["host"] != _host() or os.name == "nt":  # where a signal of 0 would end the process
        return None
    try:
        os.kill(int(found["process"]), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return None
    return int(found["process"]) == os.getpid() or None


def _is_stale(found: os.stat_result) -> bool:
    return time.time() - found.st_mtime > _STALE_SECONDS


@functools.cache
def _host() -> str:
    return hashlib.sha256(platform.node().encode("utf-8", "surrogateescape")).hexdigest()[:8]


def _synced(folder: Path) -> None:
    """See that a folder's names are on the disk, where the system can do that."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


class _Local:
    near = True

    def __init__(self, root: Path) -> None:
        self._root = root

    def write(self, path: str, data: bytes) -> None:
        target = self._root / path
        unfinished = target.with_name(_unfinished(target.name))
        try:
            self._make(target.parent)
            with unfinished.open("xb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            unfinished.replace(target)
            _synced(target.parent)
        except OSError as error:
            with contextlib.suppress(OSError):
                unfinished.unlink()
            raise OutputError(f"cannot be written ({error.strerror})", file=str(target)) from error

    def _make(self, folder: Path) -> None:
        """Make a folder of the dataset; its name and those of its parents are on the disk."""
        if not folder.resolve().is_relative_to(self._root.resolve()):
            raise OutputError("this folder leads out of the dataset", file=str(folder), hint="Remove the link")
        missing = [each for each in (folder, *folder.parents) if not each.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        for each in missing:
            _synced(each.parent)

    def read(self, path: str) -> bytes | None:
        try:
            return (self._root / path).read_bytes()
        except OSError:
            return None

    def remove(self, path: str) -> None:
        target = self._root / path
        with contextlib.suppress(OSError):
            if target.parent.resolve().is_relative_to(self._root.resolve()):
                target.unlink()

    def sizes(self, folder: str = "") -> Mapping[str, int]:
        return {
            place.relative_to(self._root).as_posix(): found.st_size
            for place, found in self._files(folder)
            if not _UNFINISHED.fullmatch(place.name)
        }

    def stale(self) -> Collection[str]:
        return [place.relative_to(self._root).as_posix() for place, found in self._files() if _is_stale(found)]

    def sweep(self) -> None:
        for place, found in self._files():
            ended = _abandoned(place.name)
            old = _UNFINISHED.fullmatch(place.name) and _is_stale(found)
            if ended or (ended is None and old):
                with contextlib.suppress(OSError):
                    place.unlink()

    def _files(self, folder: str = "") -> Iterator[tuple[Path, os.stat_result]]:
        """Regular files; nothing behind a link, and no pipe that would be waited for."""
        for where, _, names in os.walk(self._root / folder):
            for name in names:
                place = Path(where, name)
                with contextlib.suppress(OSError):  # gone in the meantime
                    found = place.lstat()
                    if stat.S_ISREG(found.st_mode):
                        yield place, found


class _Remote:
    near = False

    def __init__(self, url: str) -> None:
        self._fs, self._root = filesystem(url.rstrip("/"))
        protocol = self._fs.protocol
        self._whole = bool(_WHOLE & {protocol, *()} if isinstance(protocol, str) else _WHOLE & set(protocol))

    def write(self, path: str, data: bytes) -> None:
        target = f"{self._root}/{path}"
        try:
            if self._whole:
                self._fs.pipe_file(target, data)
                return
            folder, name = target.rsplit("/", 1)
            self._fs.makedirs(folder, exist_ok=True)
            unfinished = f"{folder}/{_unfinished(name)}"
            self._fs.pipe_file(unfinished, data)
            self._fs.mv(unfinished, target)
        except OSError as error:
            raise OutputError(f"cannot be written ({error})", file=target) from error

    def read(self, path: str) -> bytes | None:
        try:
            return bytes(self._fs.cat_file(f"{self._root}/{path}"))
        except OSError:
            return None

    def remove(self, path: str) -> None:
        with contextlib.suppress(OSError):
            self._fs.rm_file(f"{self._root}/{path}")

    def sizes(self, folder: str = "") -> Mapping[str, int]:
        found = self._found(folder)
        return {path: size for path, size in found.items() if not _UNFINISHED.fullmatch(path.rsplit("/", 1)[-1])}

    def stale(self) -> Collection[str]:
        return ()

    def sweep(self) -> None:
        for path in self._found():
            if _abandoned(path.rsplit("/", 1)[-1]):
                self.remove(path)

    def _found(self, folder: str = "") -> dict[str, int]:
        base = self._root.rstrip("/")
        found = self._fs.find(f"{base}/{folder}".rstrip("/"), detail=True)
        below = {
            path[len(base) + 1 :] if path.startswith(f"{base}/") else path.split(f"{base.strip('/')}/", 1)[-1]: info
            for path, info in found.items()
        }
        return {path: int(info.get("size") or 0) for path, info in below.items()}
