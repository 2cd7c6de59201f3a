"""Reading in a child process: the same records, and an error whatever becomes of the child."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import kunlun_cli
from kunlun_cli.cli import main
from kunlun_cli.confinement import environment
from kunlun_cli.errors import DamagedError, EmptyInputError, LimitError, NotAFilingError
from kunlun_cli.limits import Limits
from kunlun_cli.pages.pdfium_reader import PdfiumFile
from kunlun_cli.reading.isolated import IsolatedFiling, read_isolated

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "misprints.pdf"


@pytest.fixture(scope="module")
def child() -> IsolatedFiling:
    return read_isolated(SAMPLE)


def test_the_records_are_the_same(child: IsolatedFiling) -> None:
    here = kunlun_cli.read(SAMPLE)
    for part in ("info", "financials", "holders", "lending", "segments", "problems"):
        assert getattr(child, part) == getattr(here, part)


def test_a_cell_is_read_again_in_the_child(child: IsolatedFiling) -> None:
    cell = child.financials.records[0].cells["value"]
    assert cell.page is not None
    assert cell.bbox is not None
    assert child.text_in_box(cell.page, cell.bbox) == cell.text


def test_a_page_is_drawn_in_the_child_as_here(child: IsolatedFiling) -> None:
    here = PdfiumFile(SAMPLE.read_bytes())
    quote = "归属于上市公司股东的净利润"
    assert child.n_pages == here.n_pages
    assert child.raster(1, 0.5, grey=True) == here.raster(1, 0.5, grey=True)
    assert child.boxes_of(2, quote) == here.boxes_of(2, quote) != []
    with pytest.raises(LimitError, match="the picture would have"):
        child.raster(1, 1e4)


@pytest.mark.parametrize("command", [["where", "KL101", "-o", "out.png"], ["report", "-o", "out.html"]])
def test_nothing_of_an_isolated_file_is_opened_here(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("opened outside the child")

    monkeypatch.setattr(PdfiumFile, "__init__", refused)
    monkeypatch.chdir(tmp_path)
    name, *rest = command
    status = main([name, str(SAMPLE), *rest, "--isolate", "--no-cache"])
    assert capsys.readouterr().err == ""
    assert status == 0
    assert (tmp_path / rest[-1]).stat().st_size > 1000


@pytest.mark.parametrize(("data", "kind"), [(b"", EmptyInputError), (b"%PDF-1", DamagedError), (b"x", NotAFilingError)])
def test_errors_arrive_as_they_are(data: bytes, kind: type[Exception]) -> None:
    with pytest.raises(kind) as there:
        read_isolated(data, name="a.pdf")
    with pytest.raises(kind) as here:
        kunlun_cli.read(data, name="a.pdf")
    assert str(there.value) == str(here.value)


@pytest.mark.skipif(not hasattr(signal, "SIGSEGV"), reason="this system has no such signal")
def test_the_childs_death_is_an_error_in_words() -> None:
    filing = read_isolated(SAMPLE, name="a.pdf")
    os.kill(filing._child.process.pid, signal.SIGSEGV)
    with pytest.raises(DamagedError, match=r"a\.pdf: reading it ended the process that read it \(SIGSEGV\)"):
        _ = filing.holders


def test_an_answer_that_makes_no_sense_is_an_error_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    code = 'import sys; sys.stdin.buffer.readline(); print(\'{"answer": "[1"}\', flush=True); sys.stdin.read()'
    real = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda _, **more: real([sys.executable, "-c", code], **more))
    with pytest.raises(DamagedError, match="no answer that makes sense"):
        read_isolated(SAMPLE)


def test_the_child_ends_with_its_filing() -> None:
    filing = read_isolated(SAMPLE)
    process = filing._child.process
    del filing
    for _ in range(100):
        if process.poll() is not None:
            return
        time.sleep(0.05)
    pytest.fail("the child is still there")


CONFINED = """
import sys
from kunlun_cli.cli import main
from kunlun_cli.reading.served import confine
from kunlun_cli.limits import Limits
from kunlun_cli.pages.pdfium_reader import PdfiumFile
confine(Limits(memory_bytes={memory}, seconds=1))
{act}
"""


@pytest.mark.parametrize(
    "act",
    [
        "open('{out}', 'w')",
        "import socket; socket.socket()",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.remove('{out}')",
        "import os; os.open('{out}', os.O_CREAT | os.O_WRONLY)",
    ],
)
def test_the_child_may_neither_write_nor_start_nor_call(tmp_path: Path, act: str) -> None:
    code = CONFINED.format(memory=2_000_000_000, act=act.format(out=tmp_path / "out"))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "PermissionError: an isolated reader" in done.stderr
    assert not list(tmp_path.iterdir())


BEHIND_PYTHON = """
import ctypes, os, sys
from kunlun_cli.confinement import confined, readable
held = confined(readable())
system = ctypes.CDLL(None, use_errno=True)
call = lambda name, *words: getattr(system, name)(*words) >= 0
print(held, {act})
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's barriers are Linux's")
@pytest.mark.parametrize(
    ("act", "barrier"),
    [
        ("call('open', b'{own}', os.O_RDONLY)", "landlock"),
        ("call('open', b'/etc/passwd', os.O_RDONLY)", "landlock"),
        ("call('open', b'{new}', os.O_CREAT | os.O_WRONLY, 0o600)", "landlock"),
        ("call('unlink', b'{own}')", "landlock"),
        ("call('truncate', b'{own}', 0)", "landlock"),
        ("call('mkdir', b'{new}', 0o700)", "landlock"),
        ("call('socket', 2, 1, 0)", "seccomp"),
        ("call('socket', 2, 2, 0)", "seccomp"),
        ("call('socket', 1, 1, 0)", "seccomp"),
        ("call('execv', b'/bin/true', None)", "seccomp"),
        ("call('fork')", "seccomp"),
        ("call('kill', os.getppid(), 0)", "seccomp"),
    ],
)
def test_the_kernel_holds_what_python_cannot(tmp_path: Path, act: str, barrier: str) -> None:
    """The calls of the system's own library, as a flaw in a library would make them."""
    own = tmp_path / "own"
    own.write_text("mine")
    code = BEHIND_PYTHON.format(act=act.format(own=own, new=tmp_path / "new"))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    if barrier not in done.stdout:
        pytest.skip(f"this system has no {barrier}")
    assert done.stdout.endswith(" False\n"), done.stderr
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]


def test_the_child_has_none_of_the_users_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KUNLUN_PASSWORD", "AWS_SECRET_ACCESS_KEY", "HOME"):
        monkeypatch.setenv(name, "secret")
    assert "secret" not in environment().values()
    filing = read_isolated(SAMPLE)
    given = Path(f"/proc/{filing._child.process.pid}/environ")
    if given.exists():
        assert b"secret" not in given.read_bytes()
    filing.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the address space")
def test_the_childs_memory_is_bounded() -> None:
    code = CONFINED.format(memory=400_000_000, act="bytes(600_000_000)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "MemoryError" in done.stderr


@pytest.mark.parametrize("megabytes", [8, 14, 20, 26, 32])
def test_too_little_memory_is_an_error_in_words(megabytes: int) -> None:
    pytest.importorskip("resource")
    with pytest.raises((LimitError, DamagedError)):
        _ = read_isolated(SAMPLE, limits=Limits(memory_bytes=megabytes * 1_000_000)).segments
