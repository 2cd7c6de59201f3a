"""What a command reads it never writes to; a name that is none of a file is told what to do with."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from kunlun_cli.cli import main
from kunlun_cli.cli.environment import Environment
from kunlun_cli.errors import ExitStatus
from kunlun_cli.render.format import Format, named
from tests.unit.made import MadeFiling, Process
from tests.unit.test_cli_process import KUNLUN, SAMPLE, _shell

COMMANDS = (
    "financials A", "financials --ratios A", "holders A", "lending B A", "segments A", "check A", "diff A B",
    "diff B A", "series A B", "where A revenue", "report A", "report B --against A", "query -d A SELECT",
)  # fmt: skip


class Refused(Process):
    def read(self, *_args: object, **_options: object) -> MadeFiling:
        raise AssertionError("something was read before the output was refused")


@pytest.mark.parametrize("how", ["name", "other name", "symbolic link", "hard link"])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_writes_to_its_input(command: str, how: str, tmp_path: Path) -> None:
    given = tmp_path / "a.html"  # an ending that every command has, so that only the file itself speaks against it
    other = tmp_path / "b.html"
    given.write_bytes(b"%PDF")
    other.write_bytes(b"%PDF")
    link = tmp_path / "link.html"
    if how == "symbolic link":
        link.symlink_to(given)
    elif how == "hard link":
        link.hardlink_to(given)
    output = {"name": given, "other name": tmp_path / ".." / tmp_path.name / "a.html"}.get(how, link)
    words = [{"A": str(given), "B": str(other)}.get(word, word) for word in command.split()]
    outcome = Refused().run(*words, "-o", str(output))
    assert outcome.status == ExitStatus.USAGE
    assert "was left as it is" in outcome.err
    assert given.read_bytes() == other.read_bytes() == b"%PDF"


@pytest.mark.parametrize("words", [("--write-baseline", "A"), ("--baseline", "B", "-o", "B")])
def test_other_files_of_a_check_are_kept_too(words: tuple[str, ...], tmp_path: Path) -> None:
    files = {name: tmp_path / f"{name}.json" for name in "AB"}
    for path in files.values():
        path.write_bytes(b"kept")
    outcome = Refused().run("check", str(files["A"]), *(str(files.get(word, word)) for word in words))
    assert outcome.status == ExitStatus.USAGE
    assert "was left as it is" in outcome.err
    assert [path.read_bytes() for path in files.values()] == [b"kept"] * 2


def test_the_file_behind_standard_input_is_an_input(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"%PDF")
    with path.open("rb") as stream:
        env = Environment(stdin=stream, stdout=io.StringIO(), stderr=io.StringIO())
        assert main(["financials", "-", "-o", str(path)], env) == ExitStatus.USAGE
    assert path.read_bytes() == b"%PDF"


@pytest.mark.parametrize("name", ["b.pdf", "out.xls", "out.tsv", "out.parquet", "out.dat", "OUT.PDF"])
@pytest.mark.parametrize("command", ["financials", "check", "series", "report"])
def test_a_name_that_ends_like_no_format_is_refused_with_the_list(command: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"kept")
    outcome = Refused().run(command, "report.pdf", "-o", str(path))
    assert outcome.status == ExitStatus.USAGE
    assert ".html" in outcome.err
    assert path.read_bytes() == b"kept"


def test_a_format_is_chosen_by_name_or_by_ending() -> None:
    formats = (Format.TABLE, Format.CSV, Format.JSON, Format.SARIF, Format.JUNIT)
    assert named(Path("a.XML"), None, formats) is Format.JUNIT
    assert named(Path("a.json"), None, formats) is Format.JSON
    assert named(Path("a.json"), Format.SARIF, formats) is Format.SARIF
    assert named(Path("a.dat"), Format.CSV, formats) is Format.CSV
    assert named(Path("a.txt"), Format.CSV, formats) is Format.CSV
    assert named(Path("a"), None, formats) is named(Path("-"), None, formats) is named(None, None, formats) is None


def test_a_format_and_a_name_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    """`--format csv -o *.pdf`, where a shell put the first filing behind -o."""
    first = tmp_path / "first.pdf"
    first.write_bytes(b"%PDF")
    outcome = Refused().run("financials", "--format", "csv", "-o", str(first), "report.pdf")
    assert (outcome.status, first.read_bytes()) == (ExitStatus.USAGE, b"%PDF")


def test_a_format_that_a_command_does_not_have_is_refused_with_the_list() -> None:
    outcome = Refused().run("financials", "report.pdf", "--format", "sarif")
    assert outcome.status == ExitStatus.USAGE
    assert "there is no format sarif here. Choose one of table, csv, json" in outcome.err


@pytest.mark.parametrize("command", ["financials", "holders", "check", "series"])
def test_patterns_that_the_shell_left_alone_are_expanded(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "年报 2024"
    folder.mkdir()
    for name in ("b.pdf", "a.pdf", "[c].pdf"):
        (folder / name).touch()
    monkeypatch.chdir(tmp_path)
    names = [f"年报 2024/{name}" for name in ("[c].pdf", "a.pdf", "b.pdf")]
    process = Process(files=dict.fromkeys(names, MadeFiling()))
    process.run(command, "年报 2024/*.pdf")
    assert [asked["name"] for asked in process.asked] == names
    process.asked.clear()
    process.run(command, names[0])
    assert [asked["name"] for asked in process.asked] == names[:1]


def test_what_is_no_name_of_a_file_is_one_bad_file_among_several() -> None:
    process = Process()
    outcome = process.run("financials", "https://example.org/a.pdf", "no/*.pdf", "report.pdf")
    assert outcome.status == ExitStatus.UNREADABLE
    assert "https://example.org/a.pdf: kunlun reads files. Download it first" in outcome.err
    assert "no/*.pdf: no file matches it" in outcome.err
    assert "300999" in outcome.out


def test_a_pattern_that_matches_several_files_is_not_one_file(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).touch()
    outcome = Refused().run("where", str(tmp_path / "*.pdf"), "revenue")
    assert outcome.status == ExitStatus.USAGE
    assert "matches 2 files" in outcome.err


@pytest.mark.skipif(os.name != "posix", reason="closes descriptors as a POSIX shell does")
def test_without_standard_output_the_error_is_a_sentence_and_files_are_written(tmp_path: Path) -> None:
    done = _shell(f"{KUNLUN} lending {SAMPLE} >&-")
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert "standard output: cannot be written" in done.stderr
    target = tmp_path / "out.csv"
    done = _shell(f"{KUNLUN} lending {SAMPLE} -o {target} <&- >&-")
    assert (done.returncode, done.stderr) == (0, "")
    assert target.read_text(encoding="utf-8").startswith("code,")
    assert _shell(f"{KUNLUN} lending {SAMPLE} -o {target} >&- 2>&-").returncode == 0
    done = _shell(f"{KUNLUN} lending - <&-")
    assert (done.returncode, done.stdout) == (3, "")
    assert "standard input cannot be read" in done.stderr
