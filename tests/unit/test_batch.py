"""Many filings: bad ones are ended and named, what is done stays done, however a run ends."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kunlun_cli import read
from kunlun_cli.cli import main
from kunlun_cli.cli.environment import Environment
from kunlun_cli.dataset import batch as module
from kunlun_cli.dataset import store as module_of_store
from kunlun_cli.dataset.batch import Summary, expand, plan, tidy
from kunlun_cli.dataset.entry import READ, Entry, Task, content_mark, entry_path
from kunlun_cli.dataset.pool import Limits, Pool
from kunlun_cli.dataset.query import ask
from kunlun_cli.dataset.store import open_store
from kunlun_cli.dataset.whole import manifest
from kunlun_cli.engines import DEFAULT_ENGINE
from kunlun_cli.errors import DamagedError, OutputError, ProcessError
from kunlun_cli.schedules.long import long_rows

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
SAMPLE = SAMPLES / "kunlun_facts_halfyear_summary.pdf"

ODD_READER = """
import os, sys, time
from kunlun_cli.dataset.rows import Rows
from kunlun_cli.reading.served import serve

def rows(served, question):
    name = os.path.basename(served.opening.name)
    if name == "hangs":
        time.sleep(600)
    if name == "grows":
        kept = [bytearray(b"x" * 10_000_000) for _ in range(60)]
        time.sleep(600)
    if name == "dies":
        os._exit(9)
    print("noise of a library")
    return Rows("300999", "2024A", (), 0, {}).dumps()

serve({"rows": rows})
"""


def _pool(size: int = 2, reader: str = ODD_READER, **limits: float) -> Pool:
    return Pool(size, Limits(**limits), (sys.executable, "-c", reader))  # type: ignore[arg-type]


def _tasks(tmp_path: Path, *names: str) -> list[Task]:
    """Tasks of files that say nothing; their reader goes by their names."""
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    return [Task(str(tmp_path / name), str(tmp_path / "dataset")) for name in names]


def test_a_filing_that_grows_or_dies_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    tasks = _tasks(tmp_path, "a", "b", "grows", "c", "dies", "d", "e")
    # Time enough for a machine with other things to do: what ends them here is never the clock.
    entries = {entry.source: entry for entry in _pool(seconds=600, memory_mb=300).run(tasks)}
    expected = {**dict.fromkeys("abcde", "ok"), "grows": "memory", "dies": "crashed"}
    assert {Path(name).name: entry.status for name, entry in entries.items()} == expected
    assert set(manifest(open_store(tasks[0].target)).entries.values()) == set(entries.values())


def test_a_filing_that_hangs_is_named_and_the_next_gets_its_turn(tmp_path: Path) -> None:
    tasks = _tasks(tmp_path, "0/hangs", "1/hangs")
    entries = list(_pool(size=1, seconds=0.5).run(tasks))
    assert [(entry.source, entry.status) for entry in entries] == [(task.source, "timeout") for task in tasks]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_file_that_never_comes_is_named_and_the_next_gets_its_turn(tmp_path: Path) -> None:
    tasks = _tasks(tmp_path, "waits", "a")
    Path(tasks[0].source).unlink()
    os.mkfifo(tasks[0].source)
    entries = list(_pool(size=1, seconds=2).run(tasks))
    assert [entry.status for entry in entries] == ["timeout", "ok"]


def test_limits_of_the_settings_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kunlun.toml").write_text("[read.limits]\nglyphs = 20\n")
    monkeypatch.chdir(tmp_path)
    status, err = _run(str(SAMPLE), "--out", str(tmp_path / "dataset"), "-j", "1")
    assert (status, "more than 20 characters" in err) == (3, True)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's barriers are Linux's")
@pytest.mark.parametrize(
    ("act", "told"),
    [
        ("open('{out}', 'w')", "PermissionError"),
        ("open('{dataset}/x', 'w')", "PermissionError"),
        ("open('{dataset}/x')", "PermissionError|cannot be loaded"),
        ("open(served.opening.name)", "PermissionError|cannot be loaded"),
        ("open('/etc/passwd')", "PermissionError|cannot be loaded"),
        ("os.rename('{dataset}/x', '{out}')", "PermissionError"),
        ("import socket; socket.socket()", "PermissionError"),
        ("os.execv('/bin/true', ['true'])", "PermissionError"),
        ("os.environ['SECRET']", "KeyError"),
        ("raise ValueError", "ValueError"),
    ],
)
def test_what_reads_for_a_dataset_can_do_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str, told: str
) -> None:
    monkeypatch.setenv("SECRET", "mine")
    dataset = tmp_path / "dataset"
    dataset.mkdir()
    (dataset / "x").write_text("")
    act = act.format(out=tmp_path / "out", dataset=dataset)
    serve = "from kunlun_cli.reading.served import serve"
    reader = f"import os\n{serve}\ndef rows(served, _):\n    {act}\nserve({{'rows': rows}})"
    (entry,) = _pool(reader=reader).run([Task(str(SAMPLE), str(dataset))])
    assert re.search(told, entry.message)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("each", "processes"), [(1, 3), (2, 2), (300, 1)])
def test_filings_may_have_a_process_of_its_own(tmp_path: Path, each: int, processes: int) -> None:
    serve = "from kunlun_cli.dataset.rows import Rows\nfrom kunlun_cli.reading.served import serve\nimport os"
    reader = f"{serve}\nserve({{'rows': lambda *_: Rows(None, None, (f'of{{os.getpid()}}',), 0, {{}}).dumps()}})"
    entries = list(_pool(size=1, reader=reader, filings=each).run(_tasks(tmp_path, "a", "b", "c")))
    assert len({entry.problems for entry in entries}) == processes


def test_the_option_to_isolate_reaches_the_pool(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given: list[Limits] = []

    def run(self: Pool, _: object) -> list[Entry]:
        given.append(self._limits)
        return []

    monkeypatch.setattr(Pool, "run", run)
    monkeypatch.chdir(tmp_path)
    words = (str(SAMPLE), "--out", str(tmp_path / "dataset"))
    _run(*words)
    _run(*words, "--isolate")
    (tmp_path / "kunlun.toml").write_text("[read]\nisolate = true\n")
    _run(*words)
    assert [limits.filings for limits in given] == [300, 1, 1]


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "[",
        "7",
        '["300999","2024A",[],0,{"%":[["none",[]]]}]',
        '["300999","2024A",[],0,{"%":[["filings",[[1]]]]}]',
        '["../../x","2024A",[],0,{"%":[["filings",[]]]}]',
        '["300999",{"~":"1"},[],0,{"%":[]}]',
        '["300999","2024A",[],"0",{"%":[]}]',
    ],
)
def test_what_makes_no_sense_is_not_written(tmp_path: Path, answer: str) -> None:
    reader = f"from kunlun_cli.reading.served import serve; serve({{'rows': lambda *_: {answer!r}}})"
    (entry, after) = _pool(size=1, reader=reader).run(_tasks(tmp_path, "a", "b"))
    assert entry.status == after.status == "crashed"
    assert not list(tmp_path.rglob("*.parquet"))


def test_a_worker_that_cannot_be_started_is_told() -> None:
    with pytest.raises(ProcessError, match=r"no process can be started.*--jobs"):
        list(Pool(2, Limits(), ("/none",)).run([Task("a", "dataset")]))


def test_no_room_for_more_workers_is_room_for_fewer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pool, start, started = _pool(size=4), subprocess.Popen, []

    def one(*words: object, **more: object) -> object:
        if started:
            raise OSError(errno.EMFILE, "Too many open files")
        started.append(True)
        return start(*words, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", one)
    entries = list(pool.run(_tasks(tmp_path, *"abcd")))
    assert sorted(Path(entry.source).name for entry in entries) == list("abcd")


def test_a_full_disk_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="no space left"):
        list(_pool().run(_tasks(tmp_path, "full")))


def test_workers_are_used_again_and_gone_at_the_end(tmp_path: Path) -> None:
    pool = _pool(size=1)
    entries = list(pool.run(_tasks(tmp_path, *(f"f{n}" for n in range(20)))))
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


def _dataset(tmp_path: Path, *names: str) -> tuple[Path, Path]:
    """A folder of copies of one sample, and the dataset of it."""
    reports, dataset = tmp_path / "reports", tmp_path / "dataset"
    reports.mkdir()
    for name in names or ("a.pdf",):
        (reports / name).write_bytes(SAMPLE.read_bytes())
    assert _again(reports, dataset)[0] == 0
    return reports, dataset


def _again(reports: Path, dataset: Path) -> tuple[int, str]:
    return _run(str(reports), "--out", str(dataset), "-j", "1", "--lenient")


def _rows(dataset: Path) -> int:
    import pandas as pd

    return len(pd.read_parquet(dataset / "filings"))


def test_what_another_file_says_as_well_stays(tmp_path: Path) -> None:
    reports, dataset = _dataset(tmp_path, "a.pdf", "b.pdf")
    before = set(dataset.rglob("*.parquet"))
    (reports / "a.pdf").write_bytes((SAMPLES / "misprints.pdf").read_bytes())
    _again(reports, dataset)
    assert before < set(dataset.rglob("*.parquet"))
    assert _rows(dataset) == 2


def test_two_copies_that_are_both_replaced_leave_nothing(tmp_path: Path) -> None:
    reports, dataset = _dataset(tmp_path, "a.pdf", "b.pdf")
    before = set(dataset.rglob("*.parquet"))
    for name in ("a.pdf", "b.pdf"):
        (reports / name).write_bytes((SAMPLES / "misprints.pdf").read_bytes())
    _again(reports, dataset)
    assert not before & set(dataset.rglob("*.parquet"))
    assert _rows(dataset) == 1


def test_a_copy_that_is_replaced_leaves_the_other_whole(tmp_path: Path) -> None:
    """The row of both named the copy: it is no harm until the next run, which names the one that is left."""
    reports, dataset = _dataset(tmp_path, "a.pdf")
    (reports / "b.pdf").write_bytes(SAMPLE.read_bytes())
    assert "1 of 1 filings read, 1 were there already" in _again(reports, dataset)[1]
    (reports / "b.pdf").write_bytes((SAMPLES / "misprints.pdf").read_bytes())
    (entry,) = Pool(1, Limits()).run(_plan_of(dataset, reports / "b.pdf").tasks)
    assert entry.status == "ok"
    assert _sources(dataset) == {"b.pdf"}
    status, err = _again(reports, dataset)
    assert (status, "damaged" in err, "1 of 1 filings read" in err) == (0, False, True)
    assert set(ask(dataset, "SELECT source FROM filings").rows) == {
        (str(reports / name),) for name in ("a.pdf", "b.pdf")
    }
    assert _again(reports, dataset)[1].startswith("kunlun: 0 of 0 filings read")


def test_copies_are_read_again_together_where_one_is_replaced(tmp_path: Path) -> None:
    reports, dataset = _dataset(tmp_path, "a.pdf", "b.pdf")
    (reports / "b.pdf").write_bytes((SAMPLES / "misprints.pdf").read_bytes())
    status, err = _again(reports, dataset)
    assert (status, "damaged" in err) == (0, False)
    assert set(ask(dataset, "SELECT source FROM filings").rows) == {
        (str(reports / name),) for name in ("a.pdf", "b.pdf")
    }


def _sources(dataset: Path) -> set[str]:
    """The names of the files that the dataset's filings were read from."""
    return {Path(str(source)).name for (source,) in ask(dataset, "SELECT source FROM filings").rows}


def _plan_of(dataset: Path, *sources: Path) -> module.Plan:
    return plan(open_store(str(dataset)), str(dataset), list(map(str, sources)), engine=DEFAULT_ENGINE, force=False)


def test_what_an_ended_run_had_not_removed_the_next_removes(tmp_path: Path) -> None:
    _, dataset = _dataset(tmp_path)
    store = open_store(str(dataset))
    left = "holders/period=2019A/300999-00ff.parquet"
    store.write(left, b"old")
    (entry,) = manifest(store).entries.values()
    store.write(entry.path, replace(entry, old=(left, *entry.outputs)).dumps().encode())
    tidy(store)
    assert store.read(left) is None
    assert all(store.read(path) for path in entry.outputs)


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(path.read_bytes()[:-20]),
        lambda path: path.write_bytes(b"PAR1" + bytes(path.stat().st_size - 4)),
    ],
    ids=["deleted", "cut", "overwritten"],
)
def test_a_file_that_is_not_as_it_was_written_is_named_and_made_again(
    tmp_path: Path, harm: Callable[[Path], object]
) -> None:
    reports, dataset = _dataset(tmp_path)
    file = next(dataset.glob("holders/*/*.parquet"))
    content = file.read_bytes()
    harm(file)
    with pytest.raises(DamagedError, match=f"{file}: this file .*kunlun batch {reports}/a.pdf --out {dataset}"):
        ask(dataset, "SELECT * FROM Holders")
    status, err = _again(reports, dataset)
    assert (status, "holders/" in err, "1 of 1 filings read" in err) == (0, True, True)
    assert content_mark(file.read_bytes()) == content_mark(content)
    assert any(ask(dataset, "SELECT * FROM holders").rows)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff\x00noise",
        b"[" * 100_000,
        b"7",
        b'{"source": "x", "status": "ok", "parser": "p", "engine": "e", "outputs": 7}',
        b'{"source": "x", "status": "ok", "parser": "p", "engine": "e", "sha256": {"a": 1}}',
        b'{"source": "x", "status": "fine", "parser": "p", "engine": "e"}',
        b'{"source": "x", "status": "ok", "parser": "p", "engine": "e", "rows": true}',
        b'{"source": "another", "status": "ok", "parser": "p", "engine": "e"}',
        b'{"source": "x", "status": "ok", "parser": "p", "engine": "e", "rows": ' + b"9" * 5000 + b"}",
    ],
)
def test_an_entry_may_be_noise(tmp_path: Path, text: bytes) -> None:
    store = open_store(str(tmp_path))
    path = entry_path("x")
    store.write(path, text)
    assert manifest(store).damaged == (path,)


def test_an_entry_that_says_nothing_is_told_and_made_again(tmp_path: Path) -> None:
    reports, dataset = _dataset(tmp_path, "a.pdf", "b.pdf")
    entry = dataset / entry_path(str(reports / "a.pdf"))
    entry.write_bytes(b"[" * 100_000)
    with pytest.raises(DamagedError, match=rf"{entry}: this entry .*kunlun batch.*--out {dataset}"):
        ask(dataset, "SELECT 1")
    status, err = _again(reports, dataset)
    assert (status, entry.name in err, "1 of 1 filings read" in err) == (0, True, True)
    assert "1 were there already" in err
    assert _again(reports, dataset)[1].startswith("kunlun: 0 of 0 filings read")


@pytest.mark.parametrize("key", ["outputs", "old"])
@pytest.mark.parametrize(
    "path", ["../victim.txt", "{victim}", "holders/period=2024A/../../../victim.txt", "_manifest/../../victim.txt"]
)
def test_no_entry_leads_out_of_the_dataset(tmp_path: Path, path: str, key: str) -> None:
    victim, dataset = tmp_path / "victim.txt", tmp_path / "dataset"
    victim.write_text("mine")
    store = open_store(str(dataset))
    given = json.loads(Entry(str(SAMPLE), "ok", "old", DEFAULT_ENGINE).dumps())
    given |= {key: [path.format(victim=victim)], "marks": ["1-a"] if key == "outputs" else []}
    store.write(entry_path(str(SAMPLE)), json.dumps(given).encode())
    assert len(manifest(store).damaged) == 1
    todo = plan(store, str(dataset), [str(SAMPLE)], engine=DEFAULT_ENGINE, force=False)
    assert [task.old for task in todo.tasks] == [()]
    tidy(store)
    store.remove("../victim.txt")
    assert victim.read_text() == "mine"


def test_no_link_leads_out_of_the_dataset(tmp_path: Path) -> None:
    reports, dataset = _dataset(tmp_path)
    outside = tmp_path / "outside"
    (dataset / "holders").rename(outside)
    (dataset / "holders").symlink_to(outside)
    before = {path: path.read_bytes() for path in outside.rglob("*") if path.is_file()}
    (reports / "a.pdf").write_bytes((SAMPLES / "misprints.pdf").read_bytes())
    status, err = _again(reports, dataset)
    assert (status, "leads out of the dataset" in err) == (3, True)
    assert {path: path.read_bytes() for path in outside.rglob("*") if path.is_file()} == before


def test_what_a_killed_writer_left_is_not_read_and_goes_with_the_next_run(tmp_path: Path) -> None:
    """Killed at one of its renames: pandas and DuckDB count every filing once, whatever is left."""
    script = (
        "import os, pathlib, signal, sys; from kunlun_cli.dataset.pool import Limits, Pool; from "
        "kunlun_cli.dataset.entry import Task\nrename, left = pathlib.Path.replace, [int(sys.argv[3])]\n"
        "def replace(self, target):\n    left[0] -= 1\n    left[0] or os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return rename(self, target)\n"
        "pathlib.Path.replace = replace\nlist(Pool(1, Limits()).run([Task(sys.argv[1], sys.argv[2])]))"
    )
    reports, dataset = _dataset(tmp_path)
    (reports / "b.pdf").write_bytes((SAMPLES / "misprints.pdf").read_bytes())
    for renames in (1, 3, 99):
        command = [sys.executable, "-c", script, str(reports / "b.pdf"), str(dataset), str(renames)]
        status = subprocess.run(command, check=False).returncode
        left = list(dataset.rglob(".*.part"))
        assert (len(left) > 0) == (status != 0)
        assert sorted(ask(dataset, "SELECT count(*) FROM filings").rows) == [(1 + (status == 0),)]
        tidy(open_store(str(dataset)))
        assert not list(dataset.rglob(".*.part"))
    assert status == 0
    _again(reports, dataset)
    assert _rows(dataset) == 2


def test_a_run_killed_while_it_writes_over_a_file_damages_nothing(tmp_path: Path) -> None:
    """A copy under another name: its row of `filings` takes the place of the first one's."""
    reports, dataset = _dataset(tmp_path)
    (reports / "b.pdf").write_bytes(SAMPLE.read_bytes())
    script = (
        "import os, pathlib, signal, sys; from kunlun_cli.dataset.pool import Limits, Pool; from "
        "kunlun_cli.dataset.entry import Task, entry_path\nrename, said = pathlib.Path.replace, []\n"
        "def replace(self, target):\n    last = target.name in entry_path(sys.argv[1])\n"
        "    said and last and os.kill(os.getpid(), signal.SIGKILL)\n    said.extend([1] * last)\n"
        "    return rename(self, target)\n"
        "pathlib.Path.replace = replace\nlist(Pool(1, Limits()).run([Task(sys.argv[1], sys.argv[2])]))"
    )
    command = [sys.executable, "-c", script, str(reports / "b.pdf"), str(dataset)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert _sources(dataset) == {"b.pdf"}
    assert _again(reports, dataset)[1].startswith("kunlun: 2 of 2 filings read;")
    assert not any(entry.coming for entry in manifest(open_store(str(dataset))).entries.values())


def test_what_was_written_of_a_filing_that_never_came_to_its_entry_goes(tmp_path: Path) -> None:
    """A run killed before the entry, and the file replaced: nobody would ever name these rows again."""
    _, dataset = _dataset(tmp_path)
    store = open_store(str(dataset))
    left, foreign = "holders/period=2019A/300999-00ff.parquet", "holders/notes.parquet"
    for path in (left, foreign):
        store.write(path, b"old")
    tidy(store)
    assert store.read(left)  # by another run, perhaps, which is about to name it
    for path in store.sizes():
        os.utime(dataset / path, (0, 0))
    noise = entry_path("x")
    store.write(noise, b"noise")
    tidy(store)
    assert store.read(left)
    store.remove(noise)
    tidy(store)
    assert store.read(left) is None
    assert store.read(foreign)
    assert _rows(dataset) == 1


def test_what_another_writer_has_not_finished_stays(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    store.write("x/a", b"")
    running = tmp_path / "x" / f".b.{module_of_store._host()}-{os.getppid()}-0a0b0c0d.part"
    elsewhere = tmp_path / "x" / ".c.00000000-1-0a0b0c0d.part"
    for path in (running, elsewhere):
        path.write_bytes(b"")
    store.sweep()
    assert set(store.sizes()) == {"x/a"}
    assert running.exists()
    assert elsewhere.exists()
    os.utime(elsewhere, (0, 0))
    store.sweep()
    assert not elsewhere.exists()


def test_only_what_may_go_better_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "dataset_version", lambda: "this")
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
    for name in ("x/b.pdf", "x/y/a.PDF", "x/notes.csv", "c.dat"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    found, nothing = expand(
        [str(tmp_path / "x"), str(tmp_path / "x" / "*.pdf"), str(tmp_path / "c.dat"), "http://host/d.pdf"]
    )
    assert [name.replace(f"{tmp_path}/", "") for name in found] == [
        "x/b.pdf",
        "x/y/a.PDF",
        "c.dat",
        "http://host/d.pdf",
    ]
    assert nothing == []
    pattern = str(tmp_path / "none" / "*.pdf")
    assert expand([pattern]) == ([], [pattern])


def test_a_missing_path_is_one_failed_filing(tmp_path: Path) -> None:
    reports, dataset = _dataset(tmp_path)
    listed = f"{tmp_path}/none.pdf\n{reports}/a.pdf\n{reports}/b.pdf\n"
    (reports / "b.pdf").write_bytes(SAMPLE.read_bytes())
    status, err = _run("-", "--out", str(dataset), "-j", "1", stdin=listed.encode())
    assert status == 3
    assert f"unreadable: {tmp_path}/none.pdf: there is no such file" in err
    assert "1 of 2 filings read" in err
    assert "1 were there already" in err


def test_an_interrupted_run_loses_nothing_that_was_done(tmp_path: Path) -> None:
    reports, dataset = tmp_path / "reports", tmp_path / "dataset"
    reports.mkdir()
    for number in range(30):
        (reports / f"{number:02}.pdf").write_bytes(SAMPLE.read_bytes() + b"\n%%%d" % number)
    command = [sys.executable, "-m", "kunlun_cli", "batch", str(reports), "--out", str(dataset), "-j", "1"]
    run = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    deadline = time.monotonic() + 60
    while len(list(dataset.glob("_manifest/*/*.json"))) < 4 and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    done = [entry for entry in manifest(open_store(str(dataset))).entries.values() if entry.status in READ]
    assert len(done) < 30
    for entry in done:
        assert all((dataset / path).exists() for path in entry.outputs)
    todo = plan(open_store(str(dataset)), str(dataset), expand([str(reports)])[0], engine=DEFAULT_ENGINE, force=False)
    assert len(todo.tasks) == 30 - len(done)


def test_a_summary_counts() -> None:
    summary = Summary()
    for status in ("ok", "incomplete", "timeout"):
        summary.add(Entry("a", status, "", "", rows=2, peak_mb=100))  # type: ignore[arg-type]
    assert (summary.rows, summary.peak_mb, len(summary.failures)) == (6, 100, 1)


def test_the_cells_of_all_tables_are_stored_where_they_are_asked_for(tmp_path: Path) -> None:
    sample, target = SAMPLES / "kunlun_facts_halfyear_summary.pdf", tmp_path / "dataset"
    _run(str(sample), "--out", str(target), "--jobs", "1", "--lenient")
    assert not (target / "tables").exists()
    assert _run(str(sample), "--out", str(target), "--jobs", "1", "--lenient", "--tables")[0] == 0
    found = ask(target, 'SELECT "table", label, text, value FROM tables ORDER BY ALL')
    printed = sum(len(list(long_rows(each))) for each in read(sample).schedules)
    assert len(list(found.rows)) == printed > 0
    # One that has them needs no new reading for a run that asks for less.
    assert "were there already" in _run(str(sample), "--out", str(target), "--jobs", "1", "--lenient")[1]
