"""The files that a command is given: patterns become names, and nothing that is read is ever written to."""

from __future__ import annotations

import enum
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from kunlun_cli.errors import MissingFileError, UsageError

STDIN = "-"


class Role(enum.Enum):
    """What a command does with the file that a parameter names; stands in the parameter's annotation."""

    READS = "reads"
    FILING = "filing"
    """It is read, and may be given as a pattern or as `-`."""
    WRITES = "writes"


def by_role(roles: Mapping[str, Role], given: Mapping[str, Any]) -> dict[Role, list[str]]:
    """The names that were given, by what is done with them."""
    out: dict[Role, list[str]] = {role: [] for role in Role}
    for name, role in roles.items():
        value = given.get(name)
        names = value if isinstance(value, list | tuple) else [] if value is None else [value]
        out[role] += map(str, names)
    return out


def expanded(value: str | list[str] | None) -> str | list[str] | None:
    """Filings as they were given, with the names of the files for each pattern that the shell left alone.

    A pattern that no file matches stays: reading it says so, and other filings go on.

    Raises:
        UsageError: one file is wanted, and several match it.
    """
    if isinstance(value, list):
        return [name for each in value for name in _matching(each)]
    found = [] if value is None else _matching(value)
    if len(found) > 1:
        raise UsageError(f"{value} matches {len(found)} files", hint="Name one of them")
    return found[0] if found else None


def is_pattern(name: str) -> bool:
    """Whether a name is a pattern: it has signs of one, and no file is called so."""
    return any(sign in name for sign in "*?[") and "://" not in name and not os.path.lexists(name)


def _matching(name: str) -> list[str]:
    return [each for found in _of_pattern(name) for each in _packed(found)]


def _packed(name: str) -> list[str]:
    """The reports in an archive of several, as `archive.zip!member`; any other file by itself."""
    if not name.lower().endswith(".zip"):
        return [name]
    from kunlun_cli.pages.archive import SEPARATOR, members

    try:
        found = members(Path(name).read_bytes())
    except (OSError, ValueError):
        return [name]
    return [f"{name}{SEPARATOR}{each}" for each in found] if len(found) > 1 else [name]


def _of_pattern(name: str) -> list[str]:
    if not is_pattern(name):
        return [name]
    import glob

    return sorted(each for each in glob.glob(name, recursive=True) if Path(each).is_file()) or [name]  # noqa: PTH207


def decoded(data: bytes) -> str:
    """A list or settings as text: UTF-8, with or without a byte order mark, else GB18030, as Chinese Windows writes."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "surrogateescape")


def refuse_unreadable(name: str) -> None:
    """Say what to do with a name that is none of a file.

    Raises:
        MissingFileError: it is an address, or a pattern that nothing matches.
    """
    if "://" in name:
        raise MissingFileError("kunlun reads files", file=name, hint="Download it first, or let kunlun batch read it")
    if is_pattern(name):
        raise MissingFileError("no file matches it", file=name, hint="Check the folder and the pattern")


def keep_inputs(names: Mapping[Role, Iterable[str]], stdin: BinaryIO) -> None:
    """Make sure that no output is an input, nor two outputs one file, whatever the names are.

    Raises:
        UsageError: standard input is given twice, or writing would destroy what is read.
    """
    filings = list(names[Role.FILING])
    if filings.count(STDIN) > 1:
        raise UsageError("standard input can be read once only", hint="Give - once")
    read = [name for name in (*filings, *names[Role.READS]) if name != STDIN]
    inputs = [status for status in (*map(_status, read), _status_of(stdin)) if status is not None]
    folders = [Path(name).resolve() for name in read if Path(name).is_dir()]
    known: list[os.stat_result] = []
    for name in names[Role.WRITES]:
        status = None if name == STDIN else _status(name)
        if status is None:
            continue
        if _is_among(status, inputs) or any(folder in Path(name).resolve().parents for folder in folders):
            raise UsageError(f"{name} is one of the files to be read; it was left as it is", hint="Name another output")
        if _is_among(status, known):
            raise UsageError(f"{name} is named twice as output", hint="Name two files")
        known.append(status)


def _is_among(status: os.stat_result, others: Iterable[os.stat_result]) -> bool:
    return any(os.path.samestat(status, other) for other in others)


def _status(name: str) -> os.stat_result | None:
    """What the system says of a file; `None` where there is none, or no file that could be destroyed."""
    try:
        found = Path(name).stat()
    except (OSError, ValueError):
        return None
    return found if stat.S_ISREG(found.st_mode) else None


def _status_of(stream: BinaryIO) -> os.stat_result | None:
    try:
        found = os.fstat(stream.fileno())
    except (OSError, ValueError, AttributeError):
        return None
    return found if stat.S_ISREG(found.st_mode) else None


def roles_of(annotations: Mapping[str, Any]) -> Iterator[tuple[str, Role]]:
    """The parameters that name files, by their annotations."""
    for name, annotation in annotations.items():
        for given in getattr(annotation, "__metadata__", ()):
            if isinstance(given, Role):
                yield name, given
