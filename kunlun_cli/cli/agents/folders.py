"""What agents may read: the files in folders that were named at the start, wherever links lead."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from kunlun_cli.errors import MissingFileError, UsageError
from kunlun_cli.limits import DEFAULT, exceeded

ENDINGS = (".pdf", ".docx", ".html", ".htm", ".md", ".txt")
"""Files that may be reports."""
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)  # a pipe in the folder must not be waited for


class Folders:
    """Folders with reports. Names are relative to one of them; of several folders the first that has it counts."""

    def __init__(self, given: Sequence[Path]) -> None:
        """Look where they really are.

        Raises:
            UsageError: one is no folder.
        """
        for each in given:
            if not each.is_dir():
                raise UsageError(f"{each} is not a folder", hint="Name folders with reports")
        self._roots = [each.resolve() for each in given]

    def names(self) -> Iterator[tuple[str, int]]:
        """The files that may be reports, with their sizes; links that lead outside are not among them."""
        for root in self._roots:
            for where, folders, files in os.walk(root):
                folders[:] = sorted(each for each in folders if not each.startswith("."))
                for name in sorted(files):
                    path = Path(where, name)
                    if name.lower().endswith(ENDINGS) and self._inside(path.resolve()) and path.is_file():
                        yield path.relative_to(root).as_posix(), path.stat().st_size

    def read(self, name: str) -> bytes:
        """The content of a file by its name.

        Raises:
            MissingFileError: there is no such file in the folders. One outside them is answered in the same words,
                so that nobody learns what there is.
            LimitError: it is too large.
        """
        for root in self._roots:
            data = self._content(root, name)
            if data is not None:
                if len(data) > DEFAULT.file_bytes:
                    raise exceeded(f"it has more than {DEFAULT.file_bytes // 1_000_000} MB", "file_bytes", name)
                return data
        raise MissingFileError("there is no such file in the folders of this server", file=name, hint="Call list_files")

    def _content(self, root: Path, name: str) -> bytes | None:
        try:
            path = (root / name).resolve(strict=True)
            if not self._inside(path):
                return None
            # What is opened is looked at again: a folder on the way may have become a link in between.
            descriptor = os.open(path, os.O_RDONLY | _NO_LINK | _NO_WAIT | getattr(os, "O_BINARY", 0))
            with os.fdopen(descriptor, "rb") as stream:
                opened = os.fstat(descriptor)
                again = path.resolve(strict=True)
                if not self._inside(again) or not os.path.samestat(opened, again.stat()):
                    return None
                return stream.read(DEFAULT.file_bytes + 1) if stat.S_ISREG(opened.st_mode) else None
        except (OSError, ValueError, RuntimeError):
            return None

    def _inside(self, path: Path) -> bool:
        return any(path.is_relative_to(root) for root in self._roots)
