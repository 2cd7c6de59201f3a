"""What happens around a run: interrupts, full disks, closed pipes, folders that cannot be written, two runs at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
SAMPLE = SAMPLES / "misprints.pdf"
KUNLUN = [sys.executable, "-m", "kunlun_cli"]


def run(*words: object, cache: Path, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*KUNLUN, *map(str, words)],
        capture_output=True,
        env={**os.environ, "KUNLUN_CACHE_DIR": str(cache)},
        timeout=60,
        check=False,
        **options,  # type: ignore[call-overload]
    )


def no_traceback(stderr: bytes) -> None:
    assert b"Traceback" not in stderr, stderr.decode()
    assert b"defect" not in stderr, stderr.decode()


@pytest.mark.parametrize("isolate", [[], ["--isolate"]], ids=["in process", "isolated"])
def test_an_interrupt_at_any_time_leaves_nothing_half_written(tmp_path: Path, isolate: list[str]) -> None:
    """Ctrl-C goes to the whole group, so to a reading child too."""
    ended = set()
    for step in range(4):
        out = tmp_path / f"out{step}.csv"
        out.write_text("old")
        process = subprocess.Popen(
            [*KUNLUN, "holders", *sorted(map(str, SAMPLES.glob("*.pdf"))), "-o", str(out), *isolate],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "KUNLUN_CACHE_DIR": str(tmp_path / f"cache{step}")},
            start_new_session=True,
        )
        time.sleep(0.2 + 0.3 * step)
        os.killpg(process.pid, signal.SIGINT)
        _, stderr = process.communicate(timeout=30)
        # Before Python has got as far as the program, the interrupt is Python's own to tell.
        if process.returncode in {0, 3, 4, 130}:
            no_traceback(stderr)
        ended.add(process.returncode)
        assert out.read_text() == "old" or process.returncode in {0, 4}
        assert not list(tmp_path.glob(".*part*"))
        assert not [p for p in (tmp_path / f"cache{step}").rglob("*") if p.suffix == ".part"]
    assert ended <= {130, 0, 4, -signal.SIGINT, 1}
    assert 130 in ended


def test_a_full_disk_is_an_error_that_says_so(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    for words in (["-o", "/dev/full"], []):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [*KUNLUN, "financials", str(SAMPLE), *words],
                stdout=full,
                stderr=subprocess.PIPE,
                env={**os.environ, "KUNLUN_CACHE_DIR": str(tmp_path)},
                timeout=60,
                check=False,
            )
        assert done.returncode == 3
        assert b"no space left" in done.stderr
        no_traceback(done.stderr)


def test_a_disk_that_fills_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk: cache and output both meet it."""
    resource = pytest.importorskip("resource")
    out = tmp_path / "out.csv"
    out.write_text("old")

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))

    done = run("financials", SAMPLE, "-o", out, cache=tmp_path / "cache", preexec_fn=small)
    assert done.returncode == 3
    no_traceback(done.stderr)
    assert out.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir() if p.name != "cache"] == ["out.csv"]
    # What the cache could not keep whole must not be taken for a result afterwards.
    again = run("financials", SAMPLE, cache=tmp_path / "cache")
    fresh = run("financials", SAMPLE, cache=tmp_path / "other")
    assert again.stdout == fresh.stdout
    assert again.returncode == fresh.returncode


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    done = run("financials", SAMPLE, cache=blocked / "cache")
    no_traceback(done.stderr)
    assert done.stdout.startswith(b"code,")
    assert done.returncode in {0, 4}


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    folder.chmod(0o500)
    if os.access(folder, os.W_OK):  # the superuser may write anywhere; the system's own folders not even he
        folder = Path("/proc/self")
    done = run("financials", SAMPLE, "-o", folder / "out.csv", cache=tmp_path / "cache")
    assert done.returncode == 3
    no_traceback(done.stderr)


def test_a_pipe_closed_early_is_no_error(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*KUNLUN, "financials", str(SAMPLE), str(SAMPLE)],
        stdout=writer,
        stderr=subprocess.PIPE,
        env={**os.environ, "KUNLUN_CACHE_DIR": str(tmp_path)},
        timeout=60,
        check=False,
    )
    os.close(writer)
    assert done.returncode == 0
    no_traceback(done.stderr)
    assert b"BrokenPipe" not in done.stderr


def test_two_runs_on_one_cache_and_one_output_agree(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    words = [*KUNLUN, "holders", str(SAMPLE), "-o", str(out)]
    env = {**os.environ, "KUNLUN_CACHE_DIR": str(tmp_path / "cache")}
    both = [subprocess.Popen(words, stderr=subprocess.PIPE, env=env) for _ in range(3)]
    codes = set()
    for process in both:
        _, stderr = process.communicate(timeout=60)
        no_traceback(stderr)
        codes.add(process.returncode)
    assert len(codes) == 1
    alone = run("holders", SAMPLE, "--format", "json", cache=tmp_path / "other")
    assert out.read_bytes() == alone.stdout
    from_cache = run("holders", SAMPLE, "--format", "json", cache=tmp_path / "cache")
    assert from_cache.stdout == alone.stdout
    assert [p.name for p in tmp_path.glob("*") if p.is_file()] == ["out.json"]


def test_an_endless_device_and_an_endless_pipe_are_refused(tmp_path: Path) -> None:
    settings = tmp_path / "kunlun.toml"
    settings.write_text("[read.limits]\nfile_bytes = 1000000\n")
    done = run("holders", "/dev/zero", cache=tmp_path / "cache", cwd=tmp_path)
    assert done.returncode == 3
    assert b"more than 1 MB" in done.stderr
    with Path("/dev/zero").open("rb") as endless:
        done = run("holders", "-", cache=tmp_path / "cache", cwd=tmp_path, stdin=endless)
    assert done.returncode == 3
    assert b"more than 1 MB" in done.stderr


def test_a_request_to_end_is_an_interrupt(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("old")
    pipe = tmp_path / "waits.html"
    os.mkfifo(pipe)
    process = subprocess.Popen([*KUNLUN, "holders", str(pipe), "-o", str(out)], stderr=subprocess.PIPE)
    with pipe.open("wb"):  # the command has opened it as well, and waits for what comes
        process.send_signal(signal.SIGTERM)
        _, stderr = process.communicate(timeout=60)
    assert (process.returncode, stderr) == (130, b"kunlun: interrupted\n")
    assert [path.name for path in tmp_path.iterdir() if path != pipe] == ["out.csv"]
    assert out.read_text() == "old"


@pytest.mark.parametrize("module", ["boundary", "environment", "app"])
def test_an_interrupt_while_modules_load_is_told_in_a_word(module: str) -> None:
    script = (
        "import sys\nclass Finder:\n    def find_spec(self, name, path, target=None):\n"
        f"        if name == 'kunlun_cli.cli.{module}': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Finder())\nfrom kunlun_cli.cli import main\nsys.exit(main(['diff', '--help']))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (130, b"kunlun: interrupted\n")
