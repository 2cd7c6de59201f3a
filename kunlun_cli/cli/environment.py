"""The world around a command, passed in: streams, terminal, width, and the reader of filings."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, TextIO, cast

from kunlun_cli.errors import InputError, OutputError
from kunlun_cli.limits import DEFAULT, exceeded
from kunlun_cli.render.clean import clean

if TYPE_CHECKING:  # records take their time to load
    from kunlun_cli.records.reading import FilingLike

# Where no terminal says its width: wide enough for a name and five figures.
DEFAULT_WIDTH = 100


class Reader(Protocol):
    """A function like `kunlun_cli.read`."""

    def __call__(
        self,
        source: str | Path | bytes,
        *,
        name: str | None = None,
        period: str | None = None,
        password: str | None = None,
    ) -> FilingLike:
        """Read one filing."""


class ClosedPipeError(Exception):
    """The reader of stdout has gone. No `OSError`, because Typer would end the process on that."""


@dataclass(frozen=True)
class Environment:
    """Everything that a command takes from its process.

    `terminal` says whether stdout is a person's screen, `colour` whether escape sequences may be
    written to it, `width` its columns.
    """

    stdin: BinaryIO
    stdout: TextIO
    stderr: TextIO
    terminal: bool = False
    colour: bool = False
    width: int = DEFAULT_WIDTH
    traceback: bool = False
    lang: str | None = None
    """The language in which people are told what happened; English where it is none of `zh`."""
    quiet: bool = False
    """Whether people are told errors only."""
    verbose: bool = False
    pager: Sequence[str] = ()
    """The command that shows what is longer than the screen, and its arguments; none where nobody turns pages."""
    height: int = 0
    """Rows of the screen."""
    variables: Mapping[str, str] = field(default_factory=dict)
    read: Reader | None = None
    """Whoever runs kunlun inside another program may give one; else it is made as options and settings say."""
    file_bytes: int = DEFAULT.file_bytes
    """How much standard input may hold."""

    @classmethod
    def of_process(cls, arguments: Sequence[str] | None = None) -> Environment:
        """The environment of this process; makes its output UTF-8 wherever it is not a terminal."""
        words = sys.argv[1:] if arguments is None else arguments
        _occupy_closed_streams()
        # Without a console, under a scheduler or `>&-`, Python has no stream here, whatever its types say.
        stdin, stdout, stderr = (cast("TextIO | None", stream) for stream in (sys.stdin, sys.stdout, sys.stderr))
        terminal = stdout is not None and stdout.isatty()
        for stream in (stdout, stderr):
            _prepare(stream)
        return cls(
            stdin=stdin.buffer if stdin is not None else _Closed(),
            stdout=stdout or io.TextIOWrapper(_Closed(), encoding="utf-8"),
            stderr=stderr or io.StringIO(),
            terminal=terminal,
            colour=_colour(terminal, os.environ),
            width=(screen := shutil.get_terminal_size((DEFAULT_WIDTH, 24))).columns,
            height=screen.lines,
            pager=_pager(os.environ) if terminal else (),
            traceback="--traceback" in words,
            lang=_lang(words, os.environ),
            variables=os.environ,
        )

    @property
    def reader(self) -> Reader:
        """The reader, given or made."""
        assert self.read is not None  # commands that read have options, and so a reader
        return self.read

    def piped(self) -> bytes:
        """All of standard input.

        Raises:
            LimitError: there is more of it than a file may have.
            InputError: it cannot be read.
        """
        try:
            data = self.stdin.read(self.file_bytes + 1)
        except OSError as error:
            why = (error.strerror or "the system does not say why").lower()
            raise InputError(f"standard input cannot be read ({why})", hint="Name a file") from error
        if len(data) > self.file_bytes:
            raise exceeded(f"it has more than {self.file_bytes // 1_000_000} MB", "file_bytes", "-")
        return data

    def write(self, text: str) -> None:
        """Write data to stdout.

        Raises:
            OutputError: the disk is full, or the stream cannot be written.
            ClosedPipeError: the reader of a pipe has gone.
        """
        try:
            self.stdout.write(text)
            self.stdout.flush()
        except BrokenPipeError as error:
            self._silence()
            raise ClosedPipeError from error
        except OSError as error:
            self._silence()
            raise output_error("standard output", error) from error

    def say(self, text: str) -> None:
        """Write one line for people to stderr, in their language; controls in it become harmless."""
        if self.quiet and text.startswith("kunlun: ") and not text.startswith("kunlun: error"):
            return
        if self.lang is not None:
            from kunlun_cli.render.messages import line

            text = line(text, self.lang)
        try:
            lines = "\n".join(clean(line) for line in text.splitlines())
            self.stderr.write(f"{_CLEAR if self._person() else ''}{lines}\n")
            self.stderr.flush()
        except OSError:
            return  # nobody is left to be told

    def progress(self, text: str = "") -> None:
        """Say what is being done on a line that the next one takes away; nothing where nobody looks at stderr."""
        if not self.quiet and self._person():
            with contextlib.suppress(OSError):
                self.stderr.write(_CLEAR + clean(text)[: self.width - 1])
                self.stderr.flush()

    def _person(self) -> bool:
        return self.stderr.isatty() and self.variables.get("TERM") != "dumb"

    def show(self, text: str) -> None:
        """Write text to the screen, by way of the pager where it is longer than that.

        Raises:
            OutputError, ClosedPipeError: as `write`.
        """
        if not self.pager or text.count("\n") < self.height:
            self.write(text)
            return
        import signal
        import subprocess

        # As git does: less ends by itself, shows colours, and leaves what it has shown.
        variables = {"LESS": "FRX", "LV": "-c", **self.variables}
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the pager's own
        try:
            # The user's own choice of a pager, from the environment as git takes it; no shell.
            subprocess.run(self.pager, input=text.encode(), env=variables, check=False)  # noqa: S603
        except OSError:
            self.write(text)
        finally:
            signal.signal(signal.SIGINT, before)

    def _silence(self) -> None:
        """Let the interpreter close stdout without complaint when it could not be written."""
        try:
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, self.stdout.fileno())
            os.close(null)
        except (OSError, ValueError, AttributeError):
            return  # a stream without a descriptor has nothing to complain about


def _pager(variables: Mapping[str, str]) -> Sequence[str]:
    """The pager that the user has chosen, as git finds it: `KUNLUN_PAGER`, `PAGER`, else `less` where it is there."""
    import shlex

    chosen = variables.get("KUNLUN_PAGER", variables.get("PAGER"))
    if chosen is None:
        return ("less",) if shutil.which("less") and variables.get("TERM") != "dumb" else ()
    try:
        words = shlex.split(chosen)
    except ValueError:  # an open quote
        return ()
    return words if words and words[0] != "cat" and shutil.which(words[0]) else ()


_CLEAR = "\r\x1b[2K"
"""Back to the first column, and the line away: what `progress` has written."""


def _lang(words: Sequence[str], variables: Mapping[str, str]) -> str | None:
    """The language asked for, known before options are parsed: what is wrong with them is told in it too."""
    for word, after in zip_longest(words, words[1:], fillvalue=""):
        if word == "--lang" or word.startswith("--lang="):
            return after if word == "--lang" else word.removeprefix("--lang=")
    return variables.get("KUNLUN_LANG")


class _Closed(io.BytesIO):
    """The standard input or output of a process that has none."""

    def read(self, _size: int | None = -1, /) -> bytes:
        raise OSError(errno.EBADF, "it is closed")

    def write(self, _data: object, /) -> int:
        raise OSError(errno.EBADF, "it is closed")


def _occupy_closed_streams() -> None:
    """Open nothing in the place of streams that are closed, so that no file is opened there and written to."""
    with contextlib.suppress(OSError):
        while (descriptor := os.open(os.devnull, os.O_RDWR)) < 3:
            pass
        os.close(descriptor)


def output_error(name: str, error: OSError) -> OutputError:
    """The sentence for output that cannot be written, with what to do next."""
    hints = {
        errno.ENOSPC: "Free some space, or write to another disk with -o",
        errno.EDQUOT: "Free some of your quota, or write to another disk with -o",
        errno.EACCES: "Choose a folder that you may write to",
        errno.EPERM: "Choose a folder that you may write to",
        errno.EROFS: "Choose a folder that you may write to",
        errno.ENOENT: "Make the folder first",
        errno.ENOTDIR: "Choose a file in an existing folder",
        errno.EISDIR: "Give the name of a file, not of a folder",
    }
    why = error.strerror or type(error).__name__
    hint = hints.get(error.errno or 0, "Write somewhere else with -o")
    return OutputError(f"cannot be written ({why.lower()})", file=name, hint=hint)


def _prepare(stream: TextIO | None) -> None:
    """UTF-8 for pipes and files; a terminal keeps its own encoding but must not fail on a character."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is None or stream is None:
        return
    if stream.isatty():
        reconfigure(errors="replace")
    else:
        reconfigure(encoding="utf-8", errors="replace", newline="\n")


def _colour(terminal: bool, variables: Mapping[str, str]) -> bool:
    if variables.get("NO_COLOR") or variables.get("TERM") == "dumb":
        return False
    return terminal or bool(variables.get("FORCE_COLOR"))
