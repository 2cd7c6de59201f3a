"""A process that reads files given to it, seen from outside: asked and answered a line at a time.

It is given bytes, not paths, and answers with JSON; nothing of what it sends is run. It has none of the user's
variables. What it gives up is said in `kunlun_cli.reading.served`; whatever becomes of it is an error in words.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import weakref
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kunlun_cli import errors
from kunlun_cli.confinement import environment
from kunlun_cli.errors import CrashedError, KunlunError, LimitError, ProcessError
from kunlun_cli.limits import DEFAULT, SPARE_SECONDS
from kunlun_cli.records.reading import Opening

HINT = "The file may be damaged or made to harm; try another copy of it"
# -P: nothing in the folder in which the command runs is imported. -B: it may not write what it compiles.
COMMAND = (sys.executable, "-P", "-B", "-c", "from kunlun_cli.reading.served import serve; serve()")
# Bytes: the rows of all tables of a report of 342 pages are 3 million, a hundredth of this.
_MAX_ANSWER = 300_000_000
_BAD_ANSWER = "the process that read it sent no answer that makes sense"


class Child:
    """A process that reads one file after another; it ends with this object at the latest.

    `command` starts a process that serves as `kunlun_cli.reading.served` does.

    Raises:
        ProcessError: the system has no room for it.
    """

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self.process = _started(command)
        self.kill = weakref.finalize(self, _kill, self.process)
        self._name = ""
        self._limits = DEFAULT

    def open(self, data: bytes, opening: Opening) -> None:
        """Give it a file, about which the next questions are. What is wrong with the file, their answers tell."""
        self._name, self._limits = opening.name, opening.limits
        self._send(json.dumps({"open": asdict(opening), "size": len(data)}).encode() + b"\n")
        self._send(data)

    def ask(self, question: dict[str, Any], *, within: float | None = None) -> str:
        """The answer to a question, as JSON.

        The process is ended after `within` seconds.

        Raises:
            KunlunError: what the process says, or how it ended.
        """
        assert self.process.stdout is not None
        if self.process.stdout.closed:
            raise self._death()
        timer = threading.Timer(within or 0, self.process.kill)
        timer.daemon = True  # an interrupt right here must not leave a thread that the process waits for
        try:
            if within is not None:
                timer.start()
            self._send(json.dumps(question).encode() + b"\n")
            line = self.process.stdout.readline(_MAX_ANSWER)
        except BaseException:
            self.kill()
            raise
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            raise self._death()
        return self._meant(line)

    def nonsense(self) -> CrashedError:
        """The error for an answer that is none; a process that gives one is ended."""
        self.kill()
        return CrashedError(_BAD_ANSWER, file=self._name, hint=HINT)

    def memory_mb(self, *, peak: bool = False) -> int:
        """What the process has in memory now, or had at most; 0 where the system does not say."""
        try:
            said = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii", errors="replace")
            return int(said.split("VmHWM:" if peak else "VmRSS:")[1].split()[0]) >> 10
        except (OSError, IndexError, ValueError):
            return 0

    def _send(self, data: bytes) -> None:
        assert self.process.stdin is not None
        with contextlib.suppress(OSError, ValueError):  # a dead child is noticed by the end of its answers
            self.process.stdin.write(data)
            self.process.stdin.flush()

    def _meant(self, line: bytes) -> str:
        """The answer in a line; an error in it is raised."""
        try:
            answer = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise self.nonsense() from error
        if isinstance(answer, dict) and "error" in answer:
            raise _error(answer)
        if isinstance(answer, dict) and isinstance(answer.get("answer"), str):
            return str(answer["answer"])
        raise self.nonsense()

    def _death(self) -> KunlunError:
        """The error that says how the process ended."""
        self.process.kill()  # it may only have closed its output
        status = self.process.wait()
        if status == -getattr(signal, "SIGXCPU", 0):
            most = self._limits.seconds + SPARE_SECONDS
            what = f"reading it took more than {most} seconds of processor time"
            return LimitError(what, file=self._name, hint=HINT)
        how = signal.Signals(-status).name if -status in set(signal.Signals) else f"status {status}"
        return CrashedError(f"reading it ended the process that read it ({how})", file=self._name, hint=HINT)


def _started(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """The process; it looks for modules where this one has found them."""
    home = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
    try:
        return subprocess.Popen(  # noqa: S603 - our own module, by this interpreter
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**environment(), "PYTHONPATH": path},
        )
    except OSError as error:
        hint = "Raise the system's limits (ulimit), or read without --isolate"
        raise ProcessError(f"no process can be started to read with ({error})", hint=hint) from error


def _kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()


def _error(answer: dict[str, Any]) -> Exception:
    """The error that the process reports, as the same class; a defect of ours stays one."""
    what, page, hint = (answer.get(key) for key in ("what", "page", "hint"))
    kind = getattr(errors, str(answer["error"]), None)
    if not (isinstance(kind, type) and issubclass(kind, KunlunError)):
        return RuntimeError(str(what)[:500])
    return kind(
        str(what)[:2000],
        file=str(answer["file"]) if answer.get("file") is not None else None,
        page=page if isinstance(page, int) else None,
        hint=str(hint)[:2000] if hint is not None else None,
    )
