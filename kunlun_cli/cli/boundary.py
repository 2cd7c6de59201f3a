"""The one error boundary: errors become a sentence on stderr and an exit status."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TypeVar

from kunlun_cli.cli.environment import ClosedPipeError, Environment
from kunlun_cli.errors import ExitStatus, KunlunError, LimitError

T = TypeVar("T")

_SEVERITY = (
    ExitStatus.OK,
    ExitStatus.FINDINGS,
    ExitStatus.INCOMPLETE,
    ExitStatus.UNREADABLE,
    ExitStatus.USAGE,
    ExitStatus.DEFECT,
    ExitStatus.INTERRUPTED,
)
"""From best to worst: a file that cannot be read at all is worse than one that was read in part."""


def worst(statuses: Iterable[ExitStatus]) -> ExitStatus:
    """The status of several files together; `OK` of none."""
    return max(statuses, key=_SEVERITY.index, default=ExitStatus.OK)


def interrupt_later(unraisable: sys.UnraisableHookArgs) -> None:
    """Raise an interrupt that fell into a finalizer again, a moment later.

    Python can only print what a finalizer raises: the user would see a traceback, and the command go on.
    """
    if not issubclass(unraisable.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(unraisable)
        return
    import _thread
    import threading

    timer = threading.Timer(0.05, _thread.interrupt_main)
    timer.daemon = True
    timer.start()


def guard(env: Environment, action: Callable[[], int]) -> int:
    """Run a whole command; whatever it raises becomes a message and an exit status."""
    try:
        return _attempt(env, action, None)
    except KunlunError as error:
        env.say(f"kunlun: error: {error}")
        return error.exit_status
    except KeyboardInterrupt:
        env.say("kunlun: interrupted")
        return ExitStatus.INTERRUPTED
    except ClosedPipeError:
        return ExitStatus.OK


def attempt(env: Environment, name: str, action: Callable[[], T]) -> tuple[T | None, ExitStatus]:
    """Run what concerns one file: its result, or `None` after the error has been told.

    An interrupt and a closed pipe end the whole command and pass through.
    """
    found, error = attempted(env, name, action)
    return found, ExitStatus.OK if error is None else error.exit_status


def attempted(env: Environment, name: str, action: Callable[[], T]) -> tuple[T | None, KunlunError | None]:
    """Run what concerns one file: its result, or the error, which has been told."""
    try:
        return _attempt(env, action, name), None
    except KunlunError as error:
        if error.file is None:
            error.file = name
        env.say(f"kunlun: error: {error}")
        return None, error


class _DefectError(KunlunError):
    """Something that should not happen whatever the input."""

    exit_status = ExitStatus.DEFECT


def _attempt(env: Environment, action: Callable[[], T], name: str | None) -> T:
    try:
        return action()
    except (KunlunError, ClosedPipeError):
        raise
    except MemoryError as error:
        raise LimitError("there is not enough memory to read it", file=name, hint=_DAMAGED) from error
    except RecursionError as error:
        raise LimitError("it is nested too deeply to be read", file=name, hint=_DAMAGED) from error
    except Exception as error:  # the boundary: a defect of ours must not end the other files' work
        if env.traceback:
            import traceback

            env.say("".join(traceback.format_exception(error)))
        what = f"defect in kunlun: {type(error).__name__}: {str(error)[:200] or 'no message'}"
        raise _DefectError(what, file=name, hint=_REPORT if not env.traceback else None) from error


_DAMAGED = "The file may be damaged; try another copy of it"
_REPORT = "Please report it; --traceback shows where it happened"
