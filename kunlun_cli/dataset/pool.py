"""Workers that can be ended: each reads one filing at a time, within a time and a memory limit."""

from __future__ import annotations

import contextlib
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kunlun_cli.confinement import environment
from kunlun_cli.dataset.entry import Entry, Status, Task
from kunlun_cli.dataset.store import open_store
from kunlun_cli.dataset.work import failed, finish
from kunlun_cli.errors import OutputError, ProcessError

# -P: nothing in the folder in which the command runs is imported.
COMMAND = (sys.executable, "-P", "-m", "kunlun_cli.dataset.worker")
_LOOK_SECONDS = 0.2
# A worker is replaced after this many filings, whatever it may have kept of them.
_TASKS = 300


@dataclass(frozen=True, slots=True)
class Limits:
    """What one filing may take."""

    seconds: float = 120.0
    memory_mb: int = 1024


class _Worker:
    """A process with at most one task; its answers come through a shared queue."""

    def __init__(
        self, answers: queue.SimpleQueue[tuple[_Worker, str | None]], command: Sequence[str], folder: str | None
    ) -> None:
        self.task: Task | None = None
        self.folder = folder
        self.begun = 0.0
        self.tasks = 0
        self._process = subprocess.Popen(  # noqa: S603 - our own module, by this interpreter
            command if folder is None else [*command, folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=None if folder is None else environment(),
        )
        threading.Thread(target=self._listen, args=(answers,), daemon=True).start()

    def _listen(self, answers: queue.SimpleQueue[tuple[_Worker, str | None]]) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            answers.put((self, line.decode("utf-8", "surrogateescape")))
        answers.put((self, None))

    def give(self, task: Task) -> None:
        """Begin with a task."""
        assert self._process.stdin is not None
        self.task, self.begun, self.tasks = task, time.monotonic(), self.tasks + 1
        with contextlib.suppress(OSError):  # a dead worker is noticed by the end of its answers
            self._process.stdin.write(task.dumps().encode("utf-8", "surrogateescape") + b"\n")
            self._process.stdin.flush()

    def memory_mb(self) -> int:
        """What the process has in memory now; 0 where the system does not say."""
        try:
            fields = Path(f"/proc/{self._process.pid}/statm").read_text(encoding="ascii").split()
        except OSError:
            return 0
        return int(fields[1]) * 4096 >> 20

    def retire(self) -> None:
        """Let the process end by itself."""
        with contextlib.suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.close()

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()
        self._process.wait()


class Pool:
    """Some workers on this machine.

    Args:
        size: how many.
        limits: what each filing may take.
        command: what starts a worker that speaks as `kunlun_cli.dataset.worker` does.
    """

    def __init__(self, size: int, limits: Limits, command: Sequence[str] = COMMAND) -> None:
        self._limits = limits
        self._command = command
        self._answers: queue.SimpleQueue[tuple[_Worker, str | None]] = queue.SimpleQueue()
        self._size = size
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._looked = time.monotonic()

    def run(self, tasks: Iterable[Task]) -> Iterator[Entry]:
        """The entries of all tasks, as they are done; each is in the manifest when it is given.

        Raises:
            ProcessError: not even one worker can be started.
            OutputError: the dataset cannot be written.
        """
        waiting = deque(tasks)
        try:
            while self._fill(waiting) or self._busy:
                entry = self._next()
                if entry is not None:
                    yield entry
        finally:
            self.close()

    def one(self, task: Task) -> Entry:
        """The entry of one task; the worker stays for the next.

        Raises:
            OutputError: the dataset cannot be written.
        """
        self._fill(deque((task,)))
        while True:
            entry = self._next()
            if entry is not None:
                return entry

    def close(self) -> None:
        """End all workers."""
        for worker in (*self._idle, *self._busy):
            worker.kill()
        self._idle.clear()
        self._busy.clear()

    def _fill(self, waiting: deque[Task]) -> bool:
        """Give tasks to workers that have none; whether any has been given."""
        given = False
        while waiting and len(self._busy) < self._size:
            folder = waiting[0].folder
            idle = next((each for each in self._idle if each.folder == folder), None)
            if idle is not None:
                self._idle.remove(idle)
            worker = idle or self._started(folder)
            if worker is None:
                break
            worker.give(waiting.popleft())
            self._busy.add(worker)
            given = True
        return given

    def _started(self, folder: str | None) -> _Worker | None:
        """Another worker; `None` where the system has no room for one beside those that are at work."""
        try:
            return _Worker(self._answers, self._command, folder)
        except (OSError, RuntimeError) as error:  # of the process, or of the thread that hears it
            if not self._busy:
                hint = "Give fewer --jobs, or raise the system's limits (ulimit)"
                raise ProcessError(f"no process can be started to read with ({error})", hint=hint) from error
            self._size = len(self._busy)
            return None

    def _next(self) -> Entry | None:
        """An entry, if there is one soon."""
        if time.monotonic() - self._looked > _LOOK_SECONDS:
            overdue = self._overdue()
            if overdue is not None:
                return overdue
            self._looked = time.monotonic()
        try:
            worker, line = self._answers.get(timeout=_LOOK_SECONDS)
        except queue.Empty:
            return None
        if worker not in self._busy:
            return None  # the last word of one that was ended or has retired
        assert worker.task is not None
        self._busy.discard(worker)
        if line is None:
            return _lost(worker.task, "crashed", "the worker ended unexpectedly")
        if worker.tasks >= _TASKS:
            worker.retire()
        else:
            self._idle.append(worker)
        if line.startswith("!"):
            raise OutputError(line[1:].strip())
        return Entry.loads(line)

    def _overdue(self) -> Entry | None:
        """End the first worker that takes too long or too much, and give its filing's entry."""
        for worker in self._busy:
            assert worker.task is not None
            spent = time.monotonic() - worker.begun
            memory = worker.memory_mb()
            status: Status
            if spent > self._limits.seconds:
                status, why = "timeout", f"not read within {self._limits.seconds:g} seconds"
            elif memory > self._limits.memory_mb:
                status, why = "memory", f"reading it took more than {self._limits.memory_mb} MB"
            else:
                continue
            worker.kill()
            self._busy.discard(worker)
            return _lost(worker.task, status, why)
        return None


def _lost(task: Task, status: Status, message: str) -> Entry:
    """The entry of a filing whose worker has been lost, written here."""
    return finish(open_store(task.target), task, failed(task, status, message))
