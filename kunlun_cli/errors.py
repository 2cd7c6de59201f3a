"""The one tree of errors: each says what happened, where, and what to do next.

The exit status of the command line is an attribute of the class, so that a caller of the library
and the shell see the same distinction.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable


class ExitStatus(enum.IntEnum):
    """Exit statuses of every kunlun command."""

    OK = 0
    FINDINGS = 1
    """Ran well, and the answer is findings or differences."""
    USAGE = 2
    UNREADABLE = 3
    """The input cannot be read, or the output cannot be written."""
    INCOMPLETE = 4
    """What was asked is not in the filing, or part of it could not be read safely."""
    DEFECT = 70
    INTERRUPTED = 130


def choice(given: Iterable[str], known: Iterable[str], listed: str = "Choose one of") -> str:
    """What to do about a name that is none of those known: the nearest of them, or the whole list."""
    import difflib

    names = list(known)
    near = [match for each in given for match in difflib.get_close_matches(each, names, 1, _NEAR)]
    return f"Did you mean {', '.join(near)}?" if near else f"{listed} {', '.join(names)}"


_NEAR = 0.7
"""How alike a mistyped name and its correction are: `reveneu` and `revenue` are, `cost` and `count` are not."""


class KunlunError(Exception):
    """Base of all errors that kunlun raises on purpose.

    Args:
        what: what happened, one sentence without the full stop.
        file: the file concerned, as the user named it.
        page: the page of that file, counted from 1.
        hint: what to do next.
    """

    exit_status: ExitStatus = ExitStatus.UNREADABLE

    def __init__(
        self,
        what: str,
        *,
        file: str | None = None,
        page: int | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(what)
        self.what = what
        self.file = file
        self.page = page
        self.hint = hint

    def __str__(self) -> str:
        where = self.file or ""
        if self.page is not None:
            where += f", page {self.page}" if where else f"page {self.page}"
        text = f"{where}: {self.what}" if where else self.what
        return f"{text}. {self.hint}" if self.hint else text


class UsageError(KunlunError):
    """The command was called in a way that cannot work."""

    exit_status = ExitStatus.USAGE


class InputError(KunlunError):
    """The input cannot be read."""


class MissingFileError(InputError):
    """There is no such file, or it may not be opened."""


class EmptyInputError(InputError):
    """The file has no content."""


class UnknownFormatError(InputError):
    """The bytes are neither a PDF, nor HTML, nor text."""


class UnknownEncodingError(InputError):
    """The bytes look like text but no known encoding gives Chinese text."""


class DamagedError(InputError):
    """The PDF cannot be opened, or a page of it cannot be read."""


class CrashedError(DamagedError):
    """Reading the document ended the process that read it, or made it say what makes no sense."""


class EncryptedError(InputError):
    """The PDF needs a password."""


class ScanError(InputError):
    """The PDF has pages but no text on them, or text whose fonts map to no characters."""


class NotAFilingError(InputError):
    """The document can be read but is not a periodic report of an A-share company."""


class LimitError(InputError):
    """The document exceeds one of the limits in the settings."""


class MemoryLimitError(LimitError):
    """Reading the document takes more memory than it may have."""


class SourceError(KunlunError):
    """A source of filings does not answer, or not as expected."""


class ProcessError(KunlunError):
    """A process that is to read cannot be started, or those that read cannot be reached."""


class OutputError(KunlunError):
    """The output cannot be written."""


class NotInFilingError(KunlunError):
    """The filing has no such disclosure."""

    exit_status = ExitStatus.INCOMPLETE


def require(module: str, what: str, *packages: str, kind: type[KunlunError] = UsageError) -> None:
    """Make sure that a library is installed which only some commands need.

    `what` is the sentence that says what needs it.

    Raises:
        KunlunError: it is not there; its hint is the command that installs it.
    """
    import importlib.util

    if importlib.util.find_spec(module) is None:
        raise kind(what, hint=f"Install it with: {installing(*packages)}")


def installing(*packages: str) -> str:
    """The command that installs packages beside kunlun, whose environment pip, pipx or uv has made."""
    import sys
    from pathlib import Path

    named = " ".join(packages)
    if Path(sys.prefix, "pipx_metadata.json").exists():
        return f"pipx inject kunlun-cli {named}"
    if Path(sys.prefix, "uv-receipt.toml").exists():
        return f"uv pip install --python {sys.executable} {named}"
    return f"pip install {named}"
