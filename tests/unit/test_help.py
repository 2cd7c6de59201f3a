"""Help: a group a matter, in the reader's language, within the screen; every text of it has its Chinese."""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.core import TyperCommand, TyperGroup

from kunlun_cli.cli import main
from kunlun_cli.cli.app import _COMMANDS, build
from kunlun_cli.cli.completions import answer_the_first_tab
from kunlun_cli.cli.environment import Environment
from kunlun_cli.render.messages import help_text
from tests.unit.made import Process

HAN = re.compile(r"[一-鿿]")


def _texts(command: TyperCommand | TyperGroup) -> Iterator[str]:
    yield command.help or ""
    for each in command.params:
        yield getattr(each, "help", None) or ""
        yield getattr(each, "rich_help_panel", None) or ""
    for inner in getattr(command, "commands", {}).values():
        yield from _texts(inner)


def _paragraphs() -> set[str]:
    listed = build(words=["--help"])
    whole = [*_texts(typer.main.get_command(build())), *_texts(typer.main.get_command(listed))]
    groups = ["Usage", "Arguments", "Options", "Examples", "required", *(group for _, group, _ in _COMMANDS.values())]
    told = "\n\n".join(inspect.cleandoc(text) for text in (*whole, *groups))
    return {" ".join(each.split()) for each in told.split("\n\n")} - {""}


def test_every_text_of_the_help_has_its_chinese() -> None:
    missing = sorted(each for each in _paragraphs() if not HAN.search(help_text(each)) or help_text(each) == each)
    # What is a list of names in both languages reads the same but for its commas.
    missing = [each for each in missing if not re.fullmatch(r"[a-z, ]+ or [a-z]+\.", each)]
    assert not missing, "\n".join(["give these their Chinese in forms/help.toml:", *missing])


def _help(*words: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(list(words), Environment.of_process(words)) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("command", ["", *_COMMANDS])
def test_chinese_help_fits_the_screen(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = [word for word in (command, "--lang", "zh", "--help") if word]
    text = _help(*words, capsys=capsys)
    assert text.startswith("用法：kunlun ")
    examples = text.index("示例：")
    for line in text[:examples].splitlines():
        assert sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line) <= 100
    assert "Show this message" not in text


def test_options_stand_in_groups_those_of_the_command_first(capsys: pytest.CaptureFixture[str]) -> None:
    text = _help("holders", "--help", capsys=capsys)
    order = [
        "Arguments:",
        "Options:",
        "--table TABLE",
        "--help",
        "Output:",
        "--format",
        "Reading:",
        "--engine",
        "Examples:",
    ]
    places = [text.index(each) for each in order]
    assert places == sorted(places)
    assert "<" not in text


def test_a_default_a_range_and_a_variable_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    text = " ".join(_help("where", "--help", capsys=capsys).split())
    assert "--scale N Pixels a point of the picture. [default 2] [0.5 to 6]" in text
    assert "[env KUNLUN_ENGINE]" in text
    assert "[required]" in text


def test_the_language_may_stand_before_the_command() -> None:
    told = Process().run("--lang", "zh", "holders", "report.pdf", "-f", "table")
    assert told.status == 0
    assert Process().run("--lang", "klingon", "holders", "none.pdf").status == 2


def test_help_needs_no_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kunlun.toml").write_text('[show]\nlang = "klingon"\n')
    assert _help("--help", capsys=capsys).startswith("Usage: kunlun")
    (tmp_path / "kunlun.toml").write_text('[show]\nlang = "zh"\n')
    assert _help("--help", capsys=capsys).startswith("用法：kunlun")


def test_zsh_completes_at_the_first_tab_of_a_shell() -> None:
    """When it loads the script by its name, which then has to complete at once."""
    from typer._completion_shared import _completion_scripts

    answer_the_first_tab()
    answer_the_first_tab()
    names = {"prog_name": "kunlun", "complete_func": "_kunlun_completion", "autocomplete_var": "_KUNLUN_COMPLETE"}
    script = (_completion_scripts["zsh"] % names).strip()
    assert script.startswith("#compdef kunlun")
    assert script.count('= "_kunlun" ]; then\n  _kunlun_completion "$@"\nfi') == 1


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        (("where", "report.pdf", "KL10"), {f"KL10{n}" for n in range(1, 10)}),
        (("where", "report.pdf", "revenue_"), {"revenue_excl_unrelated", "revenue_growth", "revenue_per_share"}),
        (("rule", "unreadable-"), {"unreadable-cell", "unreadable-tick"}),
        (("series", "a.pdf", "--item", "roe_aver"), {"roe_average"}),
        (("series", "a.pdf", "--of", "total_rev"), {"total_revenue"}),
        (("holders", "a.pdf", "--table", "top"), {"top10", "top10_unrestricted"}),
        (("lending", "a.pdf", "--table", "p"), {"participation"}),
        (("segments", "a.pdf", "--dimension", "in"), {"industry"}),
        (("statements", "a.pdf", "--statement", "inc"), {"income"}),
        (("statements", "a.pdf", "--scope", "p"), {"parent"}),
        (("check", "a.pdf", "--select", "KL41"), {"KL410", "KL411", "KL412", "KL413"}),
        (("check", "a.pdf", "--only", "ident"), {"identities"}),
        (("schema", "hol"), {"holders"}),
        (("holders", "a.pdf", "--format", "js"), {"json", "jsonl"}),
        (("hol",), {"holders"}),
        (("holders", "a.pdf", "--lang", "z"), {"zh"}),
    ],
)
def test_the_shell_completes_what_is_known(words: tuple[str, ...], completed: set[str]) -> None:
    asked = {"_KUNLUN_COMPLETE": "complete_fish", "_TYPER_COMPLETE_ARGS": " ".join(("kunlun", *words))}
    asked |= {"_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    code = "import sys; from kunlun_cli.cli import main; sys.exit(main())"
    told = subprocess.run([sys.executable, "-c", code], env={**os.environ, **asked}, capture_output=True, check=False)
    assert {line.split("\t")[0] for line in told.stdout.decode().splitlines()} == completed, told.stderr
