"""Plain command lines are understood without Typer, and mean the same."""

from __future__ import annotations

import pytest

from kunlun_cli.cli import app
from kunlun_cli.cli.quick import quick
from tests.unit.made import Process


@pytest.mark.parametrize("command", ["financials", "holders", "lending", "segments"])
@pytest.mark.parametrize("more", [[], ["-f", "json"], ["--format", "md"], ["missing.pdf"]])
@pytest.mark.parametrize("terminal", [True, False])
def test_both_ways_print_the_same(
    command: str, more: list[str], terminal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = Process(terminal=terminal).run(command, "report.pdf", *more)
    monkeypatch.setattr("kunlun_cli.cli.quick.quick", lambda *_: None)
    long = Process(terminal=terminal).run(command, "report.pdf", *more)
    assert (short.status, short.out, short.err) == (long.status, long.out, long.err)


@pytest.mark.parametrize(
    "words",
    [[], ["holders"], ["holders", "--help"], ["holders", "a", "-f"], ["holders", "a", "-f", "odd"], ["check", "a"],
     ["holders", "a", "--counts"], ["holders", "-fjson", "a"], ["--version"]],
)  # fmt: skip
def test_everything_else_is_left_to_typer(words: list[str]) -> None:
    assert quick(_environment(), words) is None


@pytest.mark.parametrize("name", ["KUNLUN_PASSWORD", "KUNLUN_ENGINE", "_KUNLUN_COMPLETE"])
def test_variables_that_typer_reads_are_left_to_it(name: str) -> None:
    assert quick(_environment(**{name: "x"}), ["holders", "a"]) is None
    assert quick(_environment(), ["holders", "a"]) is not None
    assert "holders" in app._COMMANDS


def _environment(**variables: str):
    import io

    from kunlun_cli.cli.environment import Environment

    return Environment(stdin=io.BytesIO(), stdout=io.StringIO(), stderr=io.StringIO(), variables=variables)
