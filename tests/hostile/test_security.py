"""Each sentence of SECURITY.md on what is held has its tests: those named here, some of which stand here."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kunlun_cli.dataset.entry import Entry, Task
from kunlun_cli.dataset.rows import Rows
from kunlun_cli.dataset.tables import columns
from kunlun_cli.dataset.work import process
from tests.hostile import model
from tests.hostile.pdf import filing

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
SAMPLE = SAMPLES / "misprints.pdf"

HERE = "hostile/test_security.py"
TESTS = {
    "Nothing in a file is run": {HERE: "nothing_in_a_file_is_run", "unit/test_html.py": ""},
    "Records are stored and passed": {HERE: "nothing_is_pickled", "unit/test_cache.py": "records_come_back"},
    "What comes back is looked at": {
        "unit/test_cache.py": "record_of_other_types",
        "unit/test_batch.py": "what_makes_no_sense_is_not_written",
        "unit/test_isolate.py": "answer_that_makes_no_sense",
    },
    "No network is used": {
        HERE: "uses_no_network_and_writes_what_is_named",
        "unit/test_no_network.py": "no_socket_is_opened",
    },
    "`kunlun fetch` follows": {"unit/test_fetch.py": "leads_elsewhere_is_not_followed"},
    "Answers have bounds": {"unit/test_fetch.py": "answer_without_end_is_cut"},
    "What comes is read in a process": {"unit/test_fetch.py": "what_comes_is_read_by_a_process_of_its_own"},
    "`kunlun mcp` reads files": {"unit/test_mcp.py": "nothing_outside_the_folders_can_be_read"},
    "What `-o` names is written whole": {
        "hostile/test_interruptions.py": "disk_that_fills_while_writing",
        "unit/test_files.py": "no_command_writes_to_its_input",
    },
    "Nothing else is written": {HERE: "uses_no_network_and_writes_what_is_named"},
    "Temporary files stand beside": {"hostile/test_interruptions.py": "interrupt_at_any_time"},
    "Those of a killed `batch`": {"unit/test_batch.py": "what_a_killed_writer_left"},
    "A dataset is taken for": {"unit/test_batch.py": "entry_may_be_noise"},
    "No path in its manifest": {"unit/test_batch.py": "leads_out_of_the_dataset"},
    "An entry of noise is told": {"unit/test_batch.py": "entry_that_says_nothing"},
    "A file that is missing, cut": {"unit/test_batch.py": "not_as_it_was_written"},
    "A filing is done when": {HERE: "a_filing_is_done_when_it_is_on_the_disk"},
    "A `batch` killed at any moment": {"unit/test_batch.py": "killed", "unit/test_cluster.py": "lost_worker"},
    "`kunlun query` gives DuckDB": {"unit/test_dataset.py": "reads_the_dataset_and_nothing_else"},
    "One statement that begins": {"unit/test_dataset.py": "reads_the_dataset_and_nothing_else"},
    "`--memory` bounds": {"unit/test_dataset.py": "answer_takes_no_more"},
    "What is printed is made harmless": {
        "unit/test_render.py": "hostile_text",
        "unit/test_report.py": "text_of_a_filing_is_never_markup",
    },
    "The names of a question's columns": {"unit/test_dataset.py": "names_of_columns"},
    "Each limit of": {"unit/test_limits.py": "each_limit_is_held"},
    "Streams are unpacked piece": {"hostile/test_hostile.py": "", "unit/test_limits.py": "measured_through_all"},
    "The limits of `kunlun.toml`": {"unit/test_batch.py": "limits_of_the_settings"},
    "`--isolate` reads each file": {"unit/test_isolate.py": "nothing_of_an_isolated_file_is_opened_here"},
    "That process gets": {"unit/test_isolate.py": "none_of_the_users_secrets"},
    "The system bounds": {"unit/test_isolate.py": "memory_is_bounded"},
    "On Linux the kernel": {"unit/test_isolate.py": "kernel_holds"},
    "Elsewhere only Python's": {HERE: "another_system", "unit/test_isolate.py": "neither_write_nor_start"},
    "Whatever becomes of it": {"unit/test_isolate.py": "death_is_an_error"},
    "`kunlun batch` always reads": {"unit/test_batch.py": "reads_for_a_dataset_can_do_nothing_else"},
    "They get bytes": {"unit/test_batch.py": "what_makes_no_sense_is_not_written"},
    "A process that takes too long": {"unit/test_batch.py": "grows_or_dies"},
    "With `--isolate` each filing": {"unit/test_batch.py": "process_of_its_own"},
}
"""By the beginning of the sentence: files of tests, and a part of the tests' names."""


def _sentences() -> list[str]:
    text = (ROOT / ".github" / "SECURITY.md").read_text(encoding="utf-8")
    held = text.split("## What is held\n")[1].split("## What is not\n")[0]
    held = re.sub(r"```.*?```", "", held, flags=re.DOTALL)
    points = [" ".join(point.split()) for point in held.split("\n- ")[1:]]
    return [each for point in points for each in re.split(r"(?<=[a-z.:)])(?<!e\.g)[.:]? (?=[A-Z`])(?<=\. )", point)]


def test_each_sentence_has_its_tests() -> None:
    sentences = _sentences()
    assert len(sentences) == len(TESTS)
    for sentence, (beginning, tests) in zip(sentences, TESTS.items(), strict=True):
        assert sentence.startswith(beginning)
        for file, part in tests.items():
            source = (ROOT / "tests" / file).read_text(encoding="utf-8")
            assert re.search(rf"^def test_\w*{part}", source, re.MULTILINE), (sentence, file)


# Events of the interpreter, as a process tells them that does what a command does.
_WATCHED = """
import json, os, sys
seen = []
def heard(event, about):
    if event == "open" and isinstance(about[0], (str, bytes)):
        seen.append([event, os.fsdecode(about[0]), about[2] if isinstance(about[2], int) else 0])
    elif event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "urllib.")):
        seen.append([event, str(about)[:200], 0])
sys.addaudithook(heard)
from kunlun_cli.cli import main
for words in json.loads(sys.argv[1]):
    seen.append(["status", " ".join(words), main(words)])
sys.stderr.write(json.dumps(seen))
"""
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def _watched(folder: Path, *commands: list[str]) -> list[tuple[str, str, int]]:
    variables = {**os.environ, "KUNLUN_CACHE_DIR": str(folder / "cache")}
    run = [sys.executable, "-B", "-c", _WATCHED, json.dumps(commands)]
    done = subprocess.run(run, capture_output=True, text=True, cwd=folder, env=variables, check=False)
    return [tuple(each) for each in json.loads(done.stderr[done.stderr.index("[[") :])]


_ACTIONS = (
    b"/OpenAction << /S /Launch /F (/bin/true) >> "
    b"/AA << /WC << /S /JavaScript /JS (app.launchURL\\('http://127.0.0.1'\\)) >> >>"
)
_PAGE = """<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY % y SYSTEM "http://127.0.0.1/y">%y;]>
<html><head><meta charset="utf-8"><script src="http://127.0.0.1/a.js">import('/etc/passwd')</script>
<link rel="stylesheet" href="file:///etc/group"><style>@import url(file:///etc/hosts);</style></head>
<body onload="fetch('/etc/shadow')"><iframe src="file:///etc/passwd"></iframe><object data="/etc/fstab"></object>
<p>&x;</p>TEXT</body></html>"""


def test_nothing_in_a_file_is_run(tmp_path: Path) -> None:
    sound = filing([model.cover() + model.figures(), model.holders()])
    acting = sound.replace(b"/Type /Catalog", b"/Type /Catalog " + _ACTIONS)
    assert acting != sound
    (tmp_path / "acts.pdf").write_bytes(acting)
    (tmp_path / "acts.html").write_text(_PAGE.replace("TEXT", model.TEXT.replace("\n", "<br>")), encoding="utf-8")
    read = [
        ["holders", f"acts.{kind}", "--engine", engine] for kind in ("pdf", "html") for engine in ("pdfium", "pdfminer")
    ]
    seen = _watched(tmp_path, *read)
    assert {status for event, _, status in seen if event == "status"} <= {0, 4}
    assert {event for event, _, _ in seen} == {"open", "status"}
    foreign = {name for _, name, _ in seen if name.startswith("/etc/")}
    assert not foreign & {f"/etc/{name}" for name in ("passwd", "group", "hosts", "shadow", "fstab")}


def test_a_command_uses_no_network_and_writes_what_is_named(tmp_path: Path) -> None:
    pair = [str(SAMPLES / f"series_a_{year}A.pdf") for year in (2023, 2024)]
    seen = _watched(
        tmp_path,
        *([name, str(SAMPLE)] for name in ("financials", "holders", "lending", "segments", "statements")),
        *([name, str(SAMPLE)] for name in ("tables", "check")),
        ["diff", *pair],
        ["series", *pair],
        ["where", str(SAMPLE), "KL101", "-o", "where.png"],
        ["report", str(SAMPLE), "-o", "report.html"],
        ["holders", str(SAMPLE), "-o", "holders.csv"],
        ["schema", "holders"],
        ["rule", "KL101"],
    )
    assert {status for event, _, status in seen if event == "status"} <= {0, 1, 2, 4}
    assert {event for event, _, _ in seen} == {"open", "status"}
    written = {Path(name) for event, name, flags in seen if event == "open" and flags & _WRITING} - {Path(os.devnull)}
    assert written
    assert all(path.is_relative_to(tmp_path / "cache") for path in written if path.parent not in {Path(), tmp_path})
    found = {path.name for path in tmp_path.iterdir()}
    assert found == {"cache", "where.png", "report.html", "holders.csv"}


def test_nothing_is_pickled() -> None:
    for path in (ROOT / "kunlun_cli").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            assert not {"pickle", "marshal", "shelve", "dill", "cloudpickle"} & set(names), path


class _Reader:
    """What gives one row a table without reading."""

    def rows(self, _task: Task, _data: bytes) -> Rows:
        return Rows(
            "300999", "2024A", (), 0, {table: [dict.fromkeys(columns(table))] for table in ("holders", "filings")}
        )

    def wanted(self) -> bool:
        return True

    def peak_mb(self) -> int:
        return 0


@pytest.mark.skipif(os.name == "nt", reason="folders cannot be synced there")
def test_a_filing_is_done_when_it_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file is on the disk before it has its name, the name before the next file; the entry begins and ends."""
    told: list[tuple[str, int]] = []
    sync, rename = os.fsync, Path.replace

    def synced(descriptor: int) -> None:
        sync(descriptor)
        told.append(("sync", os.fstat(descriptor).st_ino))

    def renamed(self: Path, target: Path) -> Path:
        made = rename(self, target)
        told.append((target.relative_to(tmp_path / "dataset").parts[0], target.stat().st_ino))
        return made

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", renamed)
    entry = process(Task(str(SAMPLE), str(tmp_path / "dataset")), _Reader())
    assert isinstance(entry, Entry)
    assert entry.status == "ok"
    renames = [index for index, (what, _) in enumerate(told) if what != "sync"]
    assert [told[index][0] for index in renames] == ["_manifest", "holders", "filings", "_manifest"]
    for index in renames:
        assert ("sync", told[index][1]) in told[:index]  # its content
    folders = [tmp_path / "dataset" / path for path in (entry.path, *entry.outputs, entry.path)]
    for path, index in zip(folders, renames, strict=True):
        assert told[index + 1] == ("sync", path.parent.stat().st_ino)  # its name
        for folder in [each for each in path.parents if each.is_relative_to(tmp_path)][:-1]:
            assert ("sync", folder.parent.stat().st_ino) in told[:index]  # its folders' names


def test_on_another_system_pythons_barrier_stands(tmp_path: Path) -> None:
    code = (
        "import sys; sys.platform = 'darwin'\nfrom kunlun_cli.confinement import confined, readable\n"
        "assert confined(readable()) == ()\nfrom kunlun_cli.limits import Limits\n"
        f"from kunlun_cli.reading.served import confine; confine(Limits())\nopen({str(tmp_path / 'out')!r}, 'w')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "PermissionError: an isolated reader opened" in done.stderr
    assert not list(tmp_path.iterdir())
