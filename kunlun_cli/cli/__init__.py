"""The command line: Typer, one thin module a subcommand, shared options, one error boundary."""

from __future__ import annotations

import contextlib
import gc
import signal
import sys
from collections.abc import Sequence

try:
    from kunlun_cli.cli.boundary import guard, interrupt_later
    from kunlun_cli.cli.environment import Environment
except KeyboardInterrupt:  # while modules load there is no boundary yet that would say so
    sys.stderr.write("kunlun: interrupted\n")
    raise SystemExit(130) from None


def main(arguments: Sequence[str] | None = None, environment: Environment | None = None) -> int:
    """Run one `kunlun` command and give its exit status.

    Args:
        arguments: the words after `kunlun`; those of the process by default.
        environment: the streams and the reader to use; those of the process by default.
    """
    if environment is None:
        # What is read stays until the command ends, so that looking for garbage all the time finds next to none: 2 % of
        # the time that all tables of a report take even at 20,000 new objects, and of some 12,000 it lets go, 3 MB.
        gc.set_threshold(500_000, 50, 50)
        sys.unraisablehook = interrupt_later
        # What ends a process in good order is an interrupt: children are ended, nothing half-written stays.
        with contextlib.suppress(ValueError):  # in another thread than the main one
            signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        env = environment or Environment.of_process(arguments)
        return guard(env, lambda: _run(env, arguments))
    except KeyboardInterrupt:  # before the boundary stands, or after
        sys.stderr.write("kunlun: interrupted\n")
        return 130
    finally:
        if environment is None:
            # The process ends, and its memory with it: looking through all objects for garbage, as Python does at its
            # end three times, and letting each go, is a twentieth of the time that all tables of a report take.
            gc.freeze()


def _run(env: Environment, arguments: Sequence[str] | None) -> int:
    from kunlun_cli.cli.app import run

    return run(env, arguments)
