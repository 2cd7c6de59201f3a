"""Workers on other machines: the same tasks through Dask, into the same dataset."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple
from typing import Any

from kunlun_cli.dataset.entry import Entry, Task
from kunlun_cli.dataset.pool import Limits, Pool
from kunlun_cli.dataset.store import open_store
from kunlun_cli.dataset.work import failed, finish
from kunlun_cli.errors import OutputError, ProcessError, UsageError, require

# Tasks that the scheduler knows of at a time, for each thread of the cluster: it stays small however many filings.
_AHEAD = 4
_LOST_WORKERS = 3
_GONE = "the scheduler has gone"
_AGAIN = "Start it again, and then this command: what is done stays"


def run_on_cluster(address: str, tasks: Iterable[Task], limits: Limits) -> Iterator[Entry]:
    """The entries of all tasks, as they are done by a cluster's workers.

    A task whose worker is lost goes to another, up to three times; a filing that ends its reader is
    reported as on one machine, because each Dask worker reads in a process of its own.

    Raises:
        UsageError: Dask is not installed, or there is no scheduler at the address.
        ProcessError: the scheduler has gone.
        OutputError: the dataset cannot be written.
    """
    require("distributed", "--cluster needs Dask", "distributed", "fsspec")
    from distributed import Client, as_completed

    try:
        client = Client(address, timeout="5s", set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise UsageError(f"there is no scheduler at {address} ({error})", hint="Start one: dask scheduler") from error
    try:
        yield from _done(client, iter(tasks), as_completed(loop=client.loop), limits)  # type: ignore[no-untyped-call]
    except OSError as error:
        raise ProcessError(_GONE, hint=_AGAIN) from error
    finally:
        _quietly(client.close)


def _done(client: Any, waiting: Iterator[Task], results: Any, limits: Limits) -> Iterator[Entry]:  # noqa: ANN401
    """The entries, as they come.

    Raises:
        ProcessError: the scheduler has gone.
        OutputError: the dataset cannot be written.
    """
    running: dict[Any, Task] = {}
    _ahead(client, waiting, running, results, limits)
    while running:
        future = next(results)
        task = running.pop(future)
        if client.status != "running" or future.cancelled():
            raise ProcessError(_GONE, hint=_AGAIN)
        yield _entry(future, task)
        _quietly(future.release)
        _ahead(client, waiting, running, results, limits)


def _quietly(action: Callable[[], object]) -> None:
    """Let go of something whose other end may have gone."""
    with contextlib.suppress(OSError, RuntimeError, TimeoutError):
        action()


def _ahead(client: Any, waiting: Iterator[Task], running: dict[Any, Task], results: Any, limits: Limits) -> None:  # noqa: ANN401
    """Submit tasks until enough are on their way."""
    wanted = _AHEAD * max(1, sum(client.nthreads().values()))
    while len(running) < wanted:
        task = next(waiting, None)
        if task is None:
            return
        future = client.submit(run_task, task.dumps(), astuple(limits), pure=False, retries=_LOST_WORKERS)
        running[future] = task
        results.add(future)


def _entry(future: Any, task: Task) -> Entry:  # noqa: ANN401
    error = future.exception()
    if error is None:
        return Entry.loads(future.result())
    if isinstance(error, OutputError):
        raise error
    message = f"lost with its workers ({type(error).__name__}: {str(error)[:200]})"
    return finish(open_store(task.target), task, failed(task, "crashed", message))


class _Reader:
    """The one process of this Dask worker that reads; PDFium allows one thread at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pools: dict[Limits, Pool] = {}

    def read(self, task: Task, limits: Limits) -> Entry:
        """Read one filing, within its limits."""
        with self._lock:
            pool = self._pools.setdefault(limits, Pool(1, limits))
            return pool.one(task)


_READER = _Reader()


def run_task(task: str, limits: tuple[float, int, int]) -> str:
    """What a Dask worker does with one filing: its entry as JSON.

    Raises:
        OutputError: the dataset cannot be written from this machine.
    """
    return _READER.read(Task.loads(task), Limits(*limits)).dumps()
