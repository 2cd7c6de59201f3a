"""`--scope` is one option: the same words, meant alike, wherever the statements of a report are asked for."""

from __future__ import annotations

import csv
import dataclasses
import inspect
import io

import pytest

from kunlun_cli.cli.declared import Scope
from kunlun_cli.cli.diff import diff
from kunlun_cli.cli.series import SeriesOptions
from kunlun_cli.cli.statements import statements
from kunlun_cli.errors import ExitStatus
from kunlun_cli.records.statements import SCOPES
from tests.unit.made import Process
from tests.unit.periods import line, made

_GROUP, _PARENT = line("revenue", "300", label="营业收入"), line("revenue", "200", label="营业收入")
_LINES = [_GROUP, dataclasses.replace(_PARENT, scope="parent")]
_CHANGED = [dataclasses.replace(each, value=each.value and each.value + 1) for each in _LINES]
FILES = {
    "a.pdf": made("2023A", statements=_LINES, form="full"),
    "b.pdf": made("2024A", statements=_CHANGED, form="full"),
}
_ASKED = {
    "statements": ("statements", "a.pdf"),
    "diff": ("diff", "a.pdf", "b.pdf", "--only", "statements"),
    "series": ("series", "a.pdf", "b.pdf", "--item", "营业收入", "--span", "ytd"),
}


def test_the_option_is_declared_once() -> None:
    declared = [
        inspect.signature(statements, eval_str=True).parameters["scope"].annotation,
        inspect.signature(diff, eval_str=True).parameters["scope"].annotation,
        inspect.get_annotations(SeriesOptions, eval_str=True)["scope"],
    ]
    assert declared[0] == declared[1] == declared[2]
    assert Scope.ALL.scopes == SCOPES
    assert [(s,) for s in SCOPES] == [Scope.GROUP.scopes, Scope.PARENT.scopes]


@pytest.mark.parametrize("command", _ASKED)
def test_a_scope_is_told_by_the_same_words_everywhere(command: str) -> None:
    process = Process(FILES)
    shown = {scope: process.run(*_ASKED[command], "--scope", scope, "-f", "csv").out for scope in (*SCOPES, "all")}
    figures = {
        scope: {t for t in ("300", "200") if any(t in r.values() for r in rows(shown[scope]))} for scope in shown
    }
    both = {"300", "200"} if command != "series" else set()
    assert figures == {"consolidated": {"300"}, "parent": {"200"}, "all": both}
    wrong = process.run(*_ASKED[command], "--scope", "group")
    assert wrong.status == ExitStatus.USAGE
    assert "'consolidated', 'parent', 'all'" in wrong.err


def test_a_series_shows_one_scope_and_says_so() -> None:
    refused = Process(FILES).run(*_ASKED["series"], "--scope", "all")
    assert (refused.status, refused.out) == (ExitStatus.USAGE, "")
    assert "Choose consolidated or parent" in refused.err


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))
