"""No command but fetch opens a socket: a hook in every process of a run would see it, and end it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kunlun_cli.cli.app import _COMMANDS

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
MISPRINTS, OLD, NEW = (str(SAMPLES / name) for name in ("misprints.pdf", "series_a_2023A.pdf", "series_a_2024A.pdf"))
# Loaded by every Python that starts, so by children that read, too.
HOOK = """
import os, sys
def hook(event, args):
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto", "socket.gethostbyname"):
        with open(os.environ["SEEN"], "a") as seen:
            seen.write(f"{event} {sys.argv}\\n")
        raise RuntimeError("this test forbids the network")
sys.addaudithook(hook)
"""
RUNS = {
    "financials": ["financials", MISPRINTS],
    "holders": ["holders", MISPRINTS, "--isolate"],
    "lending": ["lending", MISPRINTS],
    "segments": ["segments", MISPRINTS],
    "statements": ["statements", str(SAMPLES / "sz_annual_restated.pdf")],
    "tables": ["tables", MISPRINTS],
    "check": ["check", MISPRINTS, "--cross-read"],
    "rule": ["rule", "KL101"],
    "diff": ["diff", OLD, NEW],
    "series": ["series", OLD, NEW],
    "batch": ["batch", OLD, NEW, "--out", "dataset"],
    "query": ["query", "SELECT code FROM filings", "--dataset", "dataset"],
    "cache": ["cache", "info"],
    "where": ["where", NEW, "revenue", "-o", "place.png"],
    "report": ["report", MISPRINTS, "-o", "report.html"],
    "schema": ["schema", "holders"],
    "mcp": ["mcp", str(SAMPLES)],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("network")
    (found / "sitecustomize.py").write_text(HOOK)
    return found


def run(folder: Path, words: list[str]) -> tuple[int, str]:
    """A command's status, and the sockets that were seen."""
    seen = folder / "seen"
    seen.unlink(missing_ok=True)
    where = {"PYTHONPATH": str(folder), "SEEN": str(seen), "KUNLUN_CACHE_DIR": str(folder / "cache")}
    done = subprocess.run(
        [sys.executable, "-m", "kunlun_cli", *words],
        env={**os.environ, **where},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return done.returncode, seen.read_text() if seen.exists() else ""


def test_every_command_is_among_the_runs() -> None:
    assert set(_COMMANDS) - {"fetch"} == set(RUNS)


@pytest.mark.parametrize("name", RUNS)
def test_no_socket_is_opened(folder: Path, name: str) -> None:
    if name == "query":
        run(folder, RUNS["batch"])
    status, seen = run(folder, RUNS[name])
    assert seen == ""
    assert status in {0, 1, 4}


def test_the_hook_sees_fetch(folder: Path) -> None:
    words = ["fetch", "301996", "--period", "2024A", "--list", "--address", "http://127.0.0.1:9", "--pace", "0"]
    status, seen = run(folder, words)
    assert "socket." in seen
    assert status != 0
