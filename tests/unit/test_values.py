"""Options are converted without pydantic where their values are plain, and refused as before where they are not."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.unit.made import Process

_LOADS = "import sys; from kunlun_cli.cli import main; main(sys.argv[1:]); print('pydantic' in sys.modules)"


@pytest.mark.parametrize("words", [["--no-cache"], ["--format", "csv", "--code", "300418"], ["--columns", "item"]])
def test_plain_values_load_no_pydantic(words: list[str]) -> None:
    line = [sys.executable, "-P", "-c", _LOADS, "financials", "missing.pdf", "--quiet", *words]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--jobs", "0"], "--jobs"),
        (["--engine", "odd"], "pdfium"),
        (["--format", "odd"], "Choose one of"),
        ([], "FILE"),
    ],
)
def test_wrong_values_are_named(words: list[str], said: str) -> None:
    done = Process().run("financials", *(["report.pdf"] if words else []), *words)
    assert done.status == 2
    assert said in done.err


def test_given_values_are_what_is_declared() -> None:
    done = Process().run(
        "financials", "report.pdf", "--jobs", "2", "--engine", "pdfminer", "--lang", "zh", "-f", "json"
    )
    assert done.status == 0, done.err
