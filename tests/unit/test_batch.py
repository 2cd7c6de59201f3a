"""Many filings: bad ones are ended and named, what is done stays done, however a run ends."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kunlun_cli.cli import main
from kunlun_cli.cli.environment import Environment
from kunlun_cli.dataset import batch as module
from kunlun_cli.dataset.batch import Summary, expand, manifest, plan
from kunlun_cli.dataset.entry import Entry, Task, entry_path
from kunlun_cli.dataset.pool import Limits, Pool
from kunlun_cli.dataset.store import open_store
from kunlun_cli.engines import DEFAULT_ENGINE
from kunlun_cli.errors import MissingFileError, OutputError

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
SAMPLE = SAMPLES / "kunlun_facts_halfyear_summary.pdf"

ODD_WORKER = """
import os, sys, time
from kunlun_cli.dataset import work, worker
from kunlun_cli.dataset.entry import Entry

def process(task):
    name = os.path.basename(task.source)
    if name == "hangs":
        time.sleep(600)
    if name == "grows":
        kept = [bytearray(b"x" * 10_000_000) for _ in range(60)]
        time.sleep(600)
    if name == "dies":
        os._exit(9)
    if name == "full":
        from kunlun_cli.errors import OutputError
        raise OutputError("cannot be written (no space left on device)")
    print("noise of a library")
    return work.finish(work.open_store(task.target), task, Entry(task.source, "ok", work.parser_version(), task.engine))

worker.process = process
sys.exit(worker.main())
"""


def _pool(tmp_path: Path, size: int = 2, **limits: float) -> Pool:
    script = tmp_path / "odd_worker.py"
    script.write_text(ODD_WORKER)
    return Pool(size, Limits(**limits), (sys.executable, str(script)))  # type: ignore[arg-type]


def test_a_filing_that_grows_or_dies_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    target = tmp_path / "dataset"
    names = ["a", "b", "grows", "c", "dies", "d", "e"]
    tasks = [Task(name, str(target)) for name in names]
    # Time enough for a machine with other things to do: what ends them here is never the clock.
    entries = {entry.source: entry for entry in _pool(tmp_path, seconds=600, memory_mb=300).run(tasks)}
    expected = {**dict.fromkeys("abcde", "ok"), "grows": "memory", "dies": "crashed"}
    assert {name: entry.status for name, entry in entries.items()} == expected
    assert set(manifest(open_store(str(target))).values()) == set(entries.values())


def test_a_filing_that_hangs_is_named_and_the_next_gets_its_turn(tmp_path: Path) -> None:
    tasks = [Task(f"{n}/hangs", str(tmp_path / "dataset")) for n in range(2)]
    entries = list(_pool(tmp_path, size=1, seconds=0.5).run(tasks))
    assert [(entry.source, entry.status) for entry in entries] == [("0/hangs", "timeout"), ("1/hangs", "timeout")]


def test_a_full_disk_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no space left"):
        list(_pool(tmp_path).run([Task("full", str(tmp_path / "dataset"))]))


def test_workers_are_used_again_and_gone_at_the_end(tmp_path: Path) -> None:
    pool = _pool(tmp_path, size=1)
    entries = list(pool.run([Task(f"f{n}", str(tmp_path / "dataset")) for n in range(20)]))
    assert len(entries) == 20
    assert not pool._idle
    assert not pool._busy


def _run(*words: str, stdin: bytes = b"") -> tuple[int, str]:
    err = io.StringIO()
    env = Environment(stdin=io.BytesIO(stdin), stdout=io.StringIO(), stderr=err)
    return main(["batch", *words], env), err.getvalue()


def test_a_run_does_what_is_missing_and_force_does_all(tmp_path: Path) -> None:
    reports, dataset = tmp_path / "reports", tmp_path / "dataset"
    reports.mkdir()
    (reports / "a.pdf").write_bytes(SAMPLE.read_bytes())
    (reports / "bad.pdf").write_bytes(b"%PDF-1.4 nothing")
    words = (str(reports), "--out", str(dataset), "--jobs", "1", "--lenient")
    status, err = _run(*words)
    assert status == 3
    assert "bad.pdf: the PDF is damaged" in err
    assert "1 of 2 filings read" in err
    files = sorted(path for path in dataset.rglob("*") if path.is_file())
    status, err = _run(*words)
    assert status == 3
    assert "0 of 0 filings read" in err
    assert "2 were there already" in err
    (reports / "bad.pdf").write_bytes(SAMPLE.read_bytes())  # mended, and the same as the other
    status, err = _run(*words)
    assert (status, "1 of 1 filings read" in err) == (0, True)
    assert sorted(path for path in dataset.rglob("*.parquet")) == [f for f in files if f.suffix == ".parquet"]
    status, err = _run(*words, "--force")
    assert "2 of 2 filings read" in err


def test_what_a_file_said_before_it_changed_is_removed(tmp_path: Path) -> None:
    others = sorted(path for path in SAMPLES.glob("*.pdf") if path != SAMPLE)
    report, dataset = tmp_path / "a.pdf", tmp_path / "dataset"
    report.write_bytes(SAMPLE.read_bytes())
    _run(str(report), "--out", str(dataset), "-j", "1")
    before = set(dataset.rglob("*.parquet"))
    report.write_bytes(others[0].read_bytes())
    _run(str(report), "--out", str(dataset), "-j", "1")
    after = set(dataset.rglob("*.parquet"))
    assert after
    assert not before & after


def test_what_another_file_says_as_well_stays(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    for source in ("a", "b"):
        entry = Entry(source, "ok", "old", "pdfminer", sha256="same", outputs=("x.parquet",))
        store.write(entry.path, entry.dumps().encode())
    for source, removed in (("a", ()), ("c", ())):
        todo = plan(store, str(tmp_path), [source], engine="pdfminer", force=False)
        assert [task.remove for task in todo.tasks] == [removed]
    store.remove(entry_path("b"))
    todo = plan(store, str(tmp_path), ["a"], engine="pdfminer", force=False)
    assert [task.remove for task in todo.tasks] == [("x.parquet",)]


def test_only_what_may_go_better_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "parser_version", lambda: "this")
    report = tmp_path / "a.pdf"
    report.write_bytes(b"x")
    store = open_store(str(tmp_path / "dataset"))

    def again(status: str, parser: str = "this", engine: str = "pdfminer") -> bool:
        entry = Entry(str(report), status, parser, engine, modified=module.mark(str(report)))  # type: ignore[arg-type]
        store.write(entry.path, entry.dumps().encode())
        return bool(plan(store, "", [str(report)], engine="pdfminer", force=False).tasks)

    assert [again(s) for s in ("ok", "incomplete", "unreadable")] == [False] * 3
    assert [again(s) for s in ("timeout", "memory", "crashed", "defect")] == [True] * 4
    assert again("ok", parser="other")
    assert again("ok", engine="pdfium")


def test_sources_are_folders_patterns_files_and_a_list(tmp_path: Path) -> None:
    for name in ("x/b.pdf", "x/y/a.PDF", "x/notes.docx", "c.dat"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    found = expand([str(tmp_path / "x"), str(tmp_path / "x" / "*.pdf"), str(tmp_path / "c.dat"), "http://host/d.pdf"])
    assert [name.replace(f"{tmp_path}/", "") for name in found] == [
        "x/b.pdf",
        "x/y/a.PDF",
        "c.dat",
        "http://host/d.pdf",
    ]
    with pytest.raises(MissingFileError):
        expand([str(tmp_path / "none" / "*.pdf")])
    status, err = _run("-", "--out", str(tmp_path / "dataset"), stdin=f"{tmp_path}/none.pdf\n".encode())
    assert status == 3
    assert "none.pdf" in err


def test_an_interrupted_run_loses_nothing_that_was_done(tmp_path: Path) -> None:
    reports, dataset = tmp_path / "reports", tmp_path / "dataset"
    reports.mkdir()
    for number in range(30):
        (reports / f"{number:02}.pdf").write_bytes(SAMPLE.read_bytes() + b"\n%%%d" % number)
    command = [sys.executable, "-m", "kunlun_cli", "batch", str(reports), "--out", str(dataset), "-j", "1"]
    run = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    deadline = time.monotonic() + 60
    while len(list(dataset.glob("_manifest/*/*.json"))) < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    done = manifest(open_store(str(dataset)))
    assert 3 <= len(done) < 30
    for entry in done.values():
        assert all((dataset / path).exists() for path in entry.outputs)
    todo = plan(open_store(str(dataset)), str(dataset), expand([str(reports)]), engine=DEFAULT_ENGINE, force=False)
    assert len(todo.tasks) == 30 - len(done)


def test_a_summary_counts() -> None:
    summary = Summary()
    for status in ("ok", "incomplete", "timeout"):
        summary.add(Entry("a", status, "", "", rows=2, peak_mb=100))  # type: ignore[arg-type]
    assert (summary.rows, summary.peak_mb, len(summary.failures)) == (6, 100, 1)
