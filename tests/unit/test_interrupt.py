"""An interrupt that falls where Python treats it in its own way: a finalizer, code made from a string."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from kunlun_cli.cli.boundary import interrupt_later


def test_an_interrupt_in_a_finalizer_comes_again(capsys: pytest.CaptureFixture[str]) -> None:
    interrupt_later(SimpleNamespace(exc_type=KeyboardInterrupt))  # type: ignore[arg-type]
    with pytest.raises(KeyboardInterrupt):
        time.sleep(2)
    assert capsys.readouterr().err == ""


def test_an_interrupt_in_code_made_from_a_string_is_130_as_elsewhere(tmp_path: Path) -> None:
    """CPython would end `python -m` by the signal: -2 for a caller that reads the status."""
    (tmp_path / "sitecustomize.py").write_text(
        "import os, signal\nfrom kunlun_cli import cli\n"
        "cli._run = lambda *_: exec('os.kill(os.getpid(), signal.SIGINT); [0 for _ in range(10**9)]')\n",
        encoding="utf-8",
    )
    variables = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-m", "kunlun_cli"]
    ran = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (130, "kunlun: interrupted\n")
