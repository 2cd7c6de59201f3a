"""Where data goes: stdout as it comes, or a file that is there whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from kunlun_cli.cli.environment import Environment, output_error
from kunlun_cli.cli.options import OutputOptions
from kunlun_cli.render.format import BINARY, Format
from kunlun_cli.render.publication import published

BOM = "\ufeff"


def emit(
    env: Environment, pieces: Iterable[str], path: Path | None, *, bom: bool = False, encoding: str | None = None
) -> None:
    """Write text, piece by piece, to stdout or whole to a file.

    The text is made while it is written; where there is none, nothing is written anywhere. `encoding` is another than
    UTF-8.

    Raises:
        OutputError: it cannot be written; a file that was there before is unchanged.
        ClosedPipeError: the reader of stdout has gone.
    """
    if path is None or str(path) == "-":
        if encoding is not None and (reconfigure := getattr(env.stdout, "reconfigure", None)) is not None:
            reconfigure(encoding=encoding, errors="replace")
        for index, piece in enumerate(pieces):
            env.write(BOM + piece if bom and index == 0 else piece)
        return
    text = "".join(pieces)
    if text:
        write_atomically(path, ((BOM if bom else "") + text).encode(encoding or "utf-8", "replace"))


def publish(env: Environment, options: OutputOptions, answers: Iterable[Any], *, many: bool = False) -> None:
    """Write the answers of a command in the format that its options ask for.

    They may be made while they are written; where there is none, no file is written. Of `many` JSON is an array.

    Raises:
        OutputError: it cannot be written; a file that was there before is unchanged.
        ClosedPipeError: the reader of stdout has gone.
    """
    form = options.chosen_format(env)
    pieces = published(options.publication, answers, options, form, options.setting(env, many=many))
    if form not in BINARY:
        texts = cast("Iterable[str]", pieces)
        if form is Format.TABLE and env.terminal and env.pager and options.to_stdout:
            env.show("".join(texts))
        else:
            csv = form is Format.CSV
            emit(env, texts, options.output, bom=options.bom and csv, encoding=options.codec if csv else None)
        return
    for data in cast("Iterable[bytes]", pieces):
        assert options.output is not None  # the options have been validated
        write_atomically(options.output, data)


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that a reader finds the old one or the new one, never a part.

    A device or named pipe is written to directly; a link is followed.

    Raises:
        OutputError: it cannot be written.
    """
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            target.write_bytes(data)
        else:
            _replace(target, data)
    except OSError as error:
        raise output_error(str(path), error) from error


def _replace(target: Path, data: bytes) -> None:
    import tempfile

    descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", suffix=".part", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(_mode(target))
        temporary.replace(target)
    except BaseException:  # also on an interrupt nothing half-written may stay behind
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _mode(target: Path) -> int:
    """The permissions of the file that is replaced, or those a new file would have."""
    try:
        return target.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
