"""Where a dataset is: a local folder, or any target of fsspec. Every file is there whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from kunlun_cli.errors import MissingFileError, OutputError, UsageError

# Stores in which an object appears when all of it has been sent.
_WHOLE = {"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "oss", "memory"}
_UNFINISHED = ".part"


class Store(Protocol):
    """A place for files, named by paths relative to it."""

    def write(self, path: str, data: bytes) -> None:
        """Write a file, so that others see the old one or the new one."""
        ...

    def read(self, path: str) -> bytes | None:
        """A file's content, `None` where there is none."""
        ...

    def remove(self, path: str) -> None:
        """Remove a file; none is no error."""
        ...

    def under(self, folder: str) -> Iterator[str]:
        """Paths of all files in a folder and below."""
        ...


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
        raise UsageError(f"{url} cannot be opened ({error})", hint='Install "kunlun-cli[cluster]"') from error
    except ValueError as error:
        raise UsageError(f"{url} cannot be opened ({error})", hint="Give a path or a URL that fsspec knows") from error
    return fs, path


def fetch(source: str) -> tuple[bytes, str]:
    """The content of a path or URL, and a mark that changes when the file does.

    Raises:
        MissingFileError: it cannot be opened.
        UsageError: the kind of URL needs a library that is not installed.
    """
    if not is_url(source):
        from kunlun_cli.pages.open import read_bytes

        return read_bytes(Path(source)), mark(source)
    fs, path = filesystem(source)
    try:
        return bytes(fs.cat_file(path)), mark(source)
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


class _Local:
    def __init__(self, root: Path) -> None:
        self._root = root

    def write(self, path: str, data: bytes) -> None:
        target = self._root / path
        unfinished = target.with_name(f"{target.name}.{os.getpid()}-{secrets.token_hex(4)}{_UNFINISHED}")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(data)
            unfinished.replace(target)
        except OSError as error:
            with contextlib.suppress(OSError):
                unfinished.unlink()
            raise OutputError(f"cannot be written ({error.strerror})", file=str(target)) from error

    def read(self, path: str) -> bytes | None:
        try:
            return (self._root / path).read_bytes()
        except OSError:
            return None

    def remove(self, path: str) -> None:
        with contextlib.suppress(OSError):
            (self._root / path).unlink()

    def under(self, folder: str) -> Iterator[str]:
        for where, _, names in os.walk(self._root / folder):
            for name in names:
                if not name.endswith(_UNFINISHED):
                    yield Path(where, name).relative_to(self._root).as_posix()


class _Remote:
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
            self._fs.makedirs(target.rsplit("/", 1)[0], exist_ok=True)
            unfinished = f"{target}.{os.getpid()}-{secrets.token_hex(4)}{_UNFINISHED}"
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

    def under(self, folder: str) -> Iterator[str]:
        base = self._root.rstrip("/")
        for path in self._fs.find(f"{base}/{folder}"):
            if not path.endswith(_UNFINISHED):
                yield path[len(base) + 1 :] if path.startswith(f"{base}/") else path.split(f"{base.strip('/')}/", 1)[-1]
