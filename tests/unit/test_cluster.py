"""Dask: a real scheduler and two worker processes on this machine, one of them killed on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kunlun_cli.dataset.batch import expand, manifest, plan
from kunlun_cli.dataset.cluster import run_on_cluster
from kunlun_cli.dataset.entry import Task
from kunlun_cli.dataset.pool import Limits
from kunlun_cli.dataset.store import open_store
from kunlun_cli.errors import ProcessError, UsageError

pytest.importorskip("distributed")

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "kunlun_facts_halfyear_summary.pdf"
FILINGS = 12


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler, and the processes of it and its workers."""
    python = [sys.executable, "-m", "distributed.cli"]
    environment = {**os.environ, "DASK_DISTRIBUTED__WORKER__MEMORY__REBALANCE__MEASURE": "managed"}
    where = tmp_path / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment, "cwd": tmp_path}
    listening = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(where)]
    started = [subprocess.Popen([*python[:-1], "distributed.cli.dask_scheduler", *listening], **quiet)]  # type: ignore[call-overload]
    try:
        _until(where.exists)
        joining = [
            "--scheduler-file",
            str(where),
            "--nthreads",
            "1",
            "--no-dashboard",
            "--no-nanny",
            "--local-directory",
        ]
        for number in range(2):
            command = [*python[:-1], "distributed.cli.dask_worker", *joining, str(tmp_path / f"worker{number}")]
            started.append(subprocess.Popen(command, **quiet))  # type: ignore[call-overload]
        import json

        yield json.loads(where.read_text())["address"], started
    finally:
        for each in reversed(started):
            each.kill()
            each.wait()


def _until(condition: object, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.05)


def test_a_lost_worker_costs_nothing_and_doubles_nothing(
    tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, (_, *workers) = cluster
    reports, target = tmp_path / "reports", f"file://{tmp_path}/dataset"
    reports.mkdir()
    for number in range(FILINGS):
        (reports / f"{number:02}.pdf").write_bytes(SAMPLE.read_bytes() + b"\n%%%d" % number)
    (reports / "bad.pdf").write_bytes(b"%PDF-1.4 nothing")
    sources = [f"file://{path}" for path in expand([str(reports)])[0]]
    store = open_store(target)
    todo = plan(store, target, sources, engine="pdfminer", force=False)
    entries = []
    for entry in run_on_cluster(address, todo.tasks, Limits()):
        entries.append(entry)
        if len(entries) == 4:
            os.kill(workers[0].pid, signal.SIGKILL)
    assert sorted(entry.source for entry in entries) == sorted(sources)
    assert [e.source.rsplit("/", 1)[1] for e in entries if e.status == "unreadable"] == ["bad.pdf"]
    assert len(manifest(store).entries) == FILINGS + 1
    assert len(list(store.sizes("filings"))) == FILINGS
    again = plan(store, target, sources, engine="pdfminer", force=False)
    assert (len(again.tasks), len(again.done)) == (0, FILINGS + 1)


def test_a_lost_scheduler_is_told(tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]) -> None:
    address, (scheduler, *_) = cluster
    tasks = [Task(f"file://{SAMPLE}", f"file://{tmp_path}/{number}") for number in range(FILINGS)]
    entries = run_on_cluster(address, tasks, Limits())
    assert next(entries).status == "ok"
    scheduler.kill()
    with pytest.raises(ProcessError, match="the scheduler has gone"):
        list(entries)


def test_no_scheduler_is_told() -> None:
    with pytest.raises(UsageError, match="no scheduler"):
        list(run_on_cluster("tcp://127.0.0.1:9", [], Limits()))
