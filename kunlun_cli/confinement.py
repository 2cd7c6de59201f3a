"""What the system itself forbids a process that reads files: Linux's Landlock and seccomp, through their system calls.

There is no well-kept library for either (asked for in 2026: prereleases, and one untouched since 2021), and what is
needed of them is little. Everything given up here stays given up, by threads and processes begun afterwards too;
call it before any are. Where the system does not have one of them, the others hold: what does is returned.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

# Numbers of the kernel: of prctl, of Landlock's calls and rules.
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_PATH_BENEATH = 1
# Rights to files, by the version of Landlock that knows them: all up to making links, then moving between folders,
# cutting, and devices' own calls.
_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_WRITE_FILE, _READ_FILE, _READ_FOLDER = 1 << 1, 1 << 2, 1 << 3
_READ = _READ_FILE | _READ_FOLDER
# Rights that a rule on a file may name.
_OF_FILES = 1 << 0 | _WRITE_FILE | _READ_FILE | 1 << 14 | 1 << 15
_TCP, _TCP_SINCE = 0b11, 4
_SCOPE, _SCOPE_SINCE = 0b11, 6  # abstract sockets, and signals to processes outside

# By architecture: its number in a filter, and system calls that open a connection, start a program or another
# process, look into other processes, or do any of these behind a filter's back.
_MACHINES = {
    "x86_64": (0xC000003E, (41, 42, 49, 53, 57, 58, 59, 62, 101, 310, 311, 322, 425), 56),
    "aarch64": (0xC00000B7, (117, 129, 198, 199, 200, 203, 221, 270, 271, 281, 425), 220),
}
# Numbers of the kernel: of calls, of a filter's steps, of what it sees, and of its answers.
_CLONE3, _THREAD = 435, 0x10000
_FOREIGN_CALLS = 0x40000000  # x86_64's calls of 32 bits, whose numbers a filter would not know
_LOAD, _IS, _FROM, _HAS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _MACHINE_AT, _ARGUMENT_AT = 0, 4, 16
_ALLOW, _FORBID, _UNKNOWN = 0x7FFF0000, 0x00050001, 0x00050026

Step = tuple[int, int, int, int]


def confined(read: Iterable[Path], write: Iterable[Path] = (), *, alone: bool = True) -> tuple[str, ...]:
    """Give up, for good, all files but those named, and with `alone` the network and other processes.

    Args:
        read: folders and files that may be read.
        write: folders in which everything may be done.
        alone: whether the process needs no network, and starts nothing.

    Returns:
        What the system holds to: `landlock`, `seccomp`.
    """
    if sys.platform != "linux":
        return ()
    with contextlib.suppress(OSError, AttributeError):
        system = ctypes.CDLL(None, use_errno=True)
        if system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
            return ()
        held = ["landlock"] if _files(system, read, write, alone=alone) else []
        return (*held, "seccomp") if alone and _calls(system) else tuple(held)
    return ()


def _files(system: ctypes.CDLL, read: Iterable[Path], write: Iterable[Path], *, alone: bool) -> bool:
    version = system.syscall(_CREATE_RULESET, None, 0, 1)
    if version < 1:
        return False
    rights = next(_RIGHTS[since] for since in sorted(_RIGHTS, reverse=True) if since <= version)
    attributes = [rights]
    if version >= _TCP_SINCE:
        attributes.append(_TCP if alone else 0)
    if version >= _SCOPE_SINCE:
        attributes.append(_SCOPE)
    given = (ctypes.c_uint64 * len(attributes))(*attributes)
    rules = system.syscall(_CREATE_RULESET, given, ctypes.sizeof(given), 0)
    if rules < 0:
        return False
    try:
        for paths, allowed in ((read, _READ), (write, rights), ((Path(os.devnull),), _READ_FILE | _WRITE_FILE)):
            for path in paths:
                _allow(system, rules, path, allowed & rights)
        return bool(system.syscall(_RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)


def _allow(system: ctypes.CDLL, rules: int, path: Path, allowed: int) -> None:
    """Allow something of a file, or of a folder and all below it; one that is not there needs no leave."""
    with contextlib.suppress(OSError):
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not path.is_dir():
                allowed &= _OF_FILES
            beneath = allowed.to_bytes(8, sys.byteorder) + place.to_bytes(4, sys.byteorder)
            system.syscall(_ADD_RULE, rules, _PATH_BENEATH, beneath, 0)
        finally:
            os.close(place)


def _calls(system: ctypes.CDLL) -> bool:
    known = _MACHINES.get(platform.machine())
    if known is None or sys.maxsize < 2**32:
        return False
    steps = _filter(*known)
    program = b"".join(
        code.to_bytes(2, sys.byteorder) + bytes((yes, no)) + value.to_bytes(4, sys.byteorder)
        for code, yes, no, value in steps
    )

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))

    return bool(system.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(Program(len(steps), program)), 0, 0) == 0)


def _filter(machine: int, forbidden: Sequence[int], clone: int) -> list[Step]:
    """The steps of a filter: load a word, compare it and leap so many steps if so or if not, return."""
    forbid = (_RETURN, 0, 0, _FORBID)
    steps: list[Step] = [(_LOAD, 0, 0, _MACHINE_AT), (_IS, 1, 0, machine), forbid, (_LOAD, 0, 0, _NUMBER_AT)]
    steps += [(_FROM, 0, 1, _FOREIGN_CALLS), forbid]
    for number in forbidden:
        steps += [(_IS, 0, 1, number), forbid]
    # Libraries ask for threads by the older call where the newer one is not known; its flags can be read here.
    steps += [(_IS, 0, 1, _CLONE3), (_RETURN, 0, 0, _UNKNOWN)]
    steps += [(_IS, 0, 3, clone), (_LOAD, 0, 0, _ARGUMENT_AT), (_HAS, 1, 0, _THREAD), forbid]
    return [*steps, (_RETURN, 0, 0, _ALLOW)]


def readable() -> list[Path]:
    """Where this interpreter, its modules and the libraries and fonts that they load are; no one's own files."""
    package = Path(__file__).resolve().parent
    found = [package, Path(sys.prefix), Path(sys.base_prefix)]
    found += [Path(entry) for entry in sys.path if entry and Path(entry).resolve() != package.parent]
    if package.parent.name == "site-packages":
        found.append(package.parent)
    system = ("/usr", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache", "/etc/localtime", "/etc/fonts", "/proc/self")
    return [*found, *map(Path, system)]


def environment() -> dict[str, str]:
    """What an interpreter may need to start, and nothing in which a secret would be kept."""
    return {name: value for name, value in os.environ.items() if name.upper() in _NEEDED}


_NEEDED = frozenset(
    {"PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME", "PYTHONUTF8"}
    | {"SYSTEMROOT", "WINDIR", "VIRTUAL_ENV", "PYTHONPATH"}
)
