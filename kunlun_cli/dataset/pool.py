"""Workers that can be ended: each has one filing at a time read, within a time and a memory limit.

A worker is a thread here, which fetches filings and writes the dataset, and a process that reads for it and can
neither: it is given bytes, and answers with rows, which are looked at before they are written.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kunlun_cli.dataset.entry import Entry, Status, Task
from kunlun_cli.dataset.rows import Rows
from kunlun_cli.dataset.store import open_store
from kunlun_cli.dataset.work import failed, finish, opening_of, process
from kunlun_cli.dataset.worker import COMMAND, ROWS
from kunlun_cli.errors import OutputError, ProcessError
from kunlun_cli.reading.child import Child

# A worker over its limits is ended within this, and looking costs nothing that is felt.
_LOOK_SECONDS = 0.2
FILINGS = 300
"""A process reads so many one after another; then another takes its place, whatever it may have kept of them."""
# What a thread that is writing may take to end when the run does; a write takes milliseconds.
_LAST_SECONDS = 10

Outcome = Entry | OutputError


@dataclass(frozen=True, slots=True)
class Limits:
    """What one filing may take, and how many a process reads."""

    seconds: float = 120.0
    memory_mb: int = 1024
    filings: int = FILINGS


class _Worker:
    """A process that reads, and the thread that works with it; its outcomes come through a shared queue."""

    def __init__(self, answers: queue.SimpleQueue[tuple[_Worker, Outcome]], command: Sequence[str]) -> None:
        self.task: Task | None = None
        self.begun = 0.0
        self.tasks = 0
        self.child = Child(command)
        self._answers = answers
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._settled = threading.Lock()
        self._thread = threading.Thread(target=self._work, daemon=True)
        try:
            self._thread.start()
        except RuntimeError:
            self.child.kill()
            raise

    def give(self, task: Task) -> None:
        """Begin with a task."""
        self.task, self.begun, self.tasks = task, time.monotonic(), self.tasks + 1
        self._settled = threading.Lock()
        self._tasks.put(task)

    def settle(self) -> bool:
        """Take it upon oneself to say what becomes of the task: the first to ask does."""
        return self._settled.acquire(blocking=False)

    def end(self) -> None:
        """End the process at once, and the thread when it has written what it is writing."""
        self._tasks.put(None)
        self.child.kill()

    def wait(self) -> None:
        """Wait until nothing is being written."""
        if not self.settle():
            self._thread.join(_LAST_SECONDS)

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            try:
                entry = process(task, _Reader(self.child, self._settled))
            except OutputError as error:
                self._answers.put((self, error))
            except Exception as error:  # noqa: BLE001 - a thread's last word is heard by nobody
                self._answers.put((self, OutputError(f"cannot be written ({type(error).__name__}: {error})")))
            else:
                if entry is not None:
                    self._answers.put((self, entry))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reading of one task by a process; whoever has the lock first says what becomes of it."""

    child: Child
    settled: threading.Lock

    def rows(self, task: Task, data: bytes) -> Rows:
        self.child.open(data, opening_of(task))
        answer = self.child.ask({**ROWS, "cells": task.cells, "code": task.code})
        try:
            return Rows.loads(answer)
        except ValueError as error:
            raise self.child.nonsense() from error

    def wanted(self) -> bool:
        return self.settled.acquire(blocking=False)

    def peak_mb(self) -> int:
        return self.child.memory_mb(peak=True)


class Pool:
    """Some workers on this machine.

    `command` starts a process that reads as `kunlun_cli.dataset.worker` does.
    """

    def __init__(self, size: int, limits: Limits, command: Sequence[str] = COMMAND) -> None:
        self._limits = limits
        self._command = command
        self._answers: queue.SimpleQueue[tuple[_Worker, Outcome]] = queue.SimpleQueue()
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
        """End all workers; what one is writing is written."""
        for worker in (*self._idle, *self._busy):
            worker.end()
        for worker in self._busy:
            worker.wait()
        self._idle.clear()
        self._busy.clear()

    def _fill(self, waiting: deque[Task]) -> bool:
        """Give tasks to workers that have none; whether any has been given."""
        given = False
        while waiting and len(self._busy) < self._size:
            worker = self._idle.pop() if self._idle else self._started()
            if worker is None:
                break
            worker.give(waiting.popleft())
            self._busy.add(worker)
            given = True
        return given

    def _started(self) -> _Worker | None:
        """Another worker; `None` where the system has no room for one beside those that are at work."""
        try:
            return _Worker(self._answers, self._command)
        except (ProcessError, RuntimeError) as error:  # of the process, or of the thread that works with it
            if not self._busy:
                hint = "Give fewer --jobs, or raise the system's limits (ulimit)"
                why = getattr(error, "what", f"no process can be started to read with ({error})")
                raise ProcessError(why, hint=hint) from error
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
            worker, outcome = self._answers.get(timeout=_LOOK_SECONDS)
        except queue.Empty:
            return None
        self._busy.discard(worker)
        if worker.tasks >= self._limits.filings or worker.child.process.poll() is not None:
            worker.end()
        else:
            self._idle.append(worker)
        if isinstance(outcome, Entry):
            return outcome
        raise outcome

    def _overdue(self) -> Entry | None:
        """End the first worker that takes too long or too much, and give its filing's entry."""
        for worker in self._busy:
            spent = time.monotonic() - worker.begun
            status: Status
            if spent > self._limits.seconds:
                status, why = "timeout", f"not read within {self._limits.seconds:g} seconds"
            elif worker.child.memory_mb() > self._limits.memory_mb:
                status, why = "memory", f"reading it took more than {self._limits.memory_mb} MB"
            else:
                continue
            if not worker.settle():
                continue  # it has been read after all, and is being written
            self._busy.discard(worker)
            worker.end()
            return _lost(worker, status, why)
        return None


def _lost(worker: _Worker, status: Status, message: str) -> Entry:
    """The entry of a filing whose worker has been ended, written here."""
    assert worker.task is not None
    return finish(open_store(worker.task.target), worker.task, failed(worker.task, status, message))
