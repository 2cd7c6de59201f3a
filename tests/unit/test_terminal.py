"""What a person at a terminal meets: pager, quiet and verbose, corrections, encodings, codes with their exchange."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kunlun_cli.cli.environment import Environment
from kunlun_cli.cli.files import decoded
from kunlun_cli.errors import installing
from kunlun_cli.records import FilingInfo
from tests.unit.made import MadeFiling, Process, with_problem

KUNLUN = "import sys; from kunlun_cli.cli import main; sys.exit(main(sys.argv[1:]))"
SAMPLE = Path(__file__).parents[2] / "samples" / "sz_annual_restated.pdf"


def _shell(*words: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "KUNLUN_CACHE_DIR": "", **variables}
    return subprocess.run([sys.executable, "-c", KUNLUN, *words], env=environment, capture_output=True, check=False)


def _environment(pager: tuple[str, ...], height: int, out: io.StringIO) -> Environment:
    return Environment(io.BytesIO(), out, io.StringIO(), terminal=True, pager=pager, height=height)


@pytest.mark.parametrize(("rows", "paged"), [(3, False), (30, True)])
def test_a_pager_shows_what_is_longer_than_the_screen(tmp_path: Path, rows: int, paged: bool) -> None:
    seen, out = tmp_path / "seen", io.StringIO()
    script = f"import sys; open({str(seen)!r}, 'w').write(sys.stdin.read())"
    text = "a row\n" * rows
    _environment((sys.executable, "-c", script), 10, out).show(text)
    assert (out.getvalue() == text) is not paged
    assert seen.exists() is paged
    assert not paged or seen.read_text() == text


def test_a_pager_that_cannot_be_started_loses_nothing() -> None:
    out = io.StringIO()
    _environment(("no-such-pager",), 1, out).show("a\nb\n")
    assert out.getvalue() == "a\nb\n"


def test_quiet_tells_errors_only() -> None:
    process = Process(files={"report.pdf": with_problem()})
    assert "problem" in process.run("holders", "report.pdf").err
    told = process.run("holders", "report.pdf", "none.pdf", "--quiet")
    assert (told.status, told.err.count("\n")) == (3, 1)
    assert "there is no such file" in told.err


def test_verbose_says_how_long_each_file_took() -> None:
    assert " took " in Process().run("holders", "report.pdf", "--verbose").err
    assert " took " not in Process().run("holders", "report.pdf").err


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("holders", "report.pdf", "--columns", "nme,pct"), "Did you mean name?"),
        (("holders", "report.pdf", "--format", "jsonl", "--columns", "nme"), "Did you mean name?"),
        (("holders", "report.pdf", "--table", "top1"), "Did you mean top10?"),
        (("holders", "--tabel", "top10"), "No such option: --tabel. Did you mean --table? See kunlun holders --help"),
        (("holders", "--tabel", "top10"), "See kunlun holders --help"),
        (("holders", "report.pdf", "-o"), "See kunlun holders --help"),
        (("holder", "report.pdf"), "Did you mean 'holders'? See kunlun --help"),
        (("series", "report.pdf", "--item", "reveneu"), "Did you mean revenue?"),
    ],
)
def test_a_mistyped_name_is_met_with_the_nearest(words: tuple[str, ...], hint: str) -> None:
    told = Process().run(*words)
    assert told.status == 2
    assert hint in told.err


def test_one_table_of_the_holders() -> None:
    rows = (
        Process().run("holders", "report.pdf", "--table", "top10", "--columns", "table", "-f", "csv").out.splitlines()
    )
    assert set(rows[1:]) == {"top10"}
    both = Process().run("holders", "report.pdf", "--table", "top10", "--counts")
    assert both.status == 2


@pytest.mark.parametrize(("exchange", "code"), [("SZSE", "300418.SZ"), ("SSE", "300418.SH"), ("BSE", "300418.BJ")])
def test_codes_may_have_their_exchange(exchange: str, code: str) -> None:
    made = MadeFiling()
    info: FilingInfo = replace(made.info, exchange=exchange, code="300418")  # type: ignore[arg-type]
    process = Process(files={"report.pdf": replace(made, info=info)})
    words = ("holders", "report.pdf", "-f", "csv", "--columns", "code")
    assert process.run(*words, "--code-suffix").out.splitlines()[1] == code
    assert process.run(*words).out.splitlines()[1] == "300418"


def test_csv_in_gbk_is_what_older_spreadsheets_read(tmp_path: Path) -> None:
    words = ("holders", str(SAMPLE), "-f", "csv")
    plain, gbk = _shell(*words).stdout, _shell(*words, "--encoding", "gbk").stdout
    assert gbk.decode("gbk") == plain.decode()
    target = tmp_path / "out.csv"
    assert _shell(*words, "--encoding", "gbk", "-o", str(target)).returncode == 0
    assert target.read_bytes() == gbk
    assert _shell(*words, "--encoding", "gbk", "--bom").returncode == 2
    assert _shell(*words, "--encoding", "klingon").returncode == 2


def test_what_a_format_needs_is_asked_before_anything_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    for words in (("holders", "-o", "out.xlsx"), ("series", "-o", "out.svg"), ("series", "-o", "out.png")):
        process = Process()
        told = process.run(words[0], "report.pdf", "-o", str(tmp_path / words[2]))
        assert told.status == 3
        assert "Install it with: " in told.err
        assert not process.asked


@pytest.mark.parametrize(
    ("mark", "command"),
    [
        (None, "pip install openpyxl"),
        ("pipx_metadata.json", "pipx inject kunlun-cli openpyxl"),
        ("uv-receipt.toml", f"uv pip install --python {sys.executable} openpyxl"),
    ],
)
def test_what_installs_a_library_fits_how_kunlun_was_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mark: str | None, command: str
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    if mark:
        (tmp_path / mark).touch()
    assert installing("openpyxl") == command


def test_a_page_is_not_poured_into_a_terminal() -> None:
    told = Process(terminal=True).run("report", "report.pdf")
    assert (told.status, told.out) == (2, "")
    assert "-o report.html" in told.err


def test_the_tables_of_segments_come_before_the_narrative() -> None:
    shown = Process().run("segments", "report.pdf", "-f", "table").out
    assert shown.index("revenue") < shown.index("Narrative")


def test_the_version_has_a_short_option() -> None:
    assert _shell("-V").stdout == _shell("--version").stdout


def test_the_language_may_stand_in_the_environment() -> None:
    told = _shell("holders", "none.pdf", KUNLUN_LANG="zh").stderr.decode()
    assert "没有这个文件" in told
    assert "there is no such file" in _shell("holders", "none.pdf").stderr.decode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_settings_name_the_language_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "kunlun.toml").write_bytes('# 语言\n[show]\nlang = "zh"\n'.encode(encoding))
    environment = {name: value for name, value in os.environ.items() if name != "KUNLUN_LANG"}
    words = [sys.executable, "-c", KUNLUN, "holders", "none.pdf"]
    told = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, check=False).stderr.decode()
    assert "没有这个文件" in told
    (tmp_path / "kunlun.toml").write_text('[show]\nlang = "fr"\n')
    assert subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, check=False).returncode == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_lists_may_be_written_on_any_system(encoding: str) -> None:
    assert decoded("报告/年报.pdf\n".encode(encoding)) == "报告/年报.pdf\n"


@pytest.mark.parametrize(("line", "found"), [("kunlun rule KL60", "KL601"), ("kunlun where a.pdf revenu", "revenue")])
def test_a_word_is_completed(line: str, found: str) -> None:
    words = str(len(line.split()) - 1)
    told = _shell(_KUNLUN_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=words).stdout.decode()
    assert found in told.split()
