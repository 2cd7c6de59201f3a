"""The command as a process of its own: pipes, a full disk, other locales."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

KUNLUN = f"{sys.executable} -m kunlun_cli"
SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "sz_halfyear_summary.pdf"


def _shell(command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **variables}
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, encoding="utf-8", env=environment, check=False
    )


def test_the_command_alone_is_a_request_for_help() -> None:
    done = _shell(KUNLUN)
    assert (done.returncode, done.stdout[:6], done.stderr) == (0, "Usage:", "")


def test_a_process_that_ends_does_not_look_through_its_memory_first() -> None:
    code = "import atexit, gc, kunlun_cli.cli as c; atexit.register(lambda: print(gc.get_freeze_count() > 1000));"
    assert _shell(f"{sys.executable} -c '{code} c.main([\"--version\"])'").stdout.endswith("True\n")


def test_a_reader_that_goes_away_is_no_error() -> None:
    done = _shell(f"{KUNLUN} schema holders | head -n 1")
    assert (done.returncode, done.stdout, done.stderr) == (0, "{\n", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_under_stdout_is_one_sentence() -> None:
    done = _shell(f"{KUNLUN} schema holders > /dev/full")
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "no space left" in done.stderr


def test_output_to_a_pipe_is_utf8_whatever_the_locale() -> None:
    done = _shell(f"{KUNLUN} schema lending", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 0
    assert "适用 ticked" in done.stdout


def test_a_filing_from_standard_input_is_the_filing_from_its_file() -> None:
    by_name = _shell(f"{KUNLUN} lending {SAMPLE}")
    by_stream = _shell(f"{KUNLUN} lending - < {SAMPLE}")
    assert by_name.returncode == by_stream.returncode == 0
    assert by_name.stdout.replace(str(SAMPLE), "'-") == by_stream.stdout
    assert by_name.stdout.startswith("code,short_name,period,table,name")


def test_an_unwritable_folder_is_one_sentence(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    tmp_path.chmod(0o500)
    done = _shell(f"{KUNLUN} schema lending -o {tmp_path}/out.json")
    assert done.returncode == 3
    assert "Choose a folder that you may write to" in done.stderr
