"""Every code of a problem that is raised has its meaning in the one table."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kunlun_cli.records.problems import PROBLEMS
from tests.unit.made import Process

PACKAGE = Path(__file__).resolve().parents[2] / "kunlun_cli"
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


def _constants(tree: ast.Module) -> dict[str, str]:
    """The texts to which a module gives a name, and those that it imports by name."""
    out: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            out |= {target.id: node.value.value for target in node.targets if isinstance(target, ast.Name)}
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("kunlun_cli."):
            path = PACKAGE.parent / (str(node.module).replace(".", "/") + ".py")
            if path in TREES and path != PACKAGE:
                theirs = _constants(TREES[path]) if any(alias.name.isupper() for alias in node.names) else {}
                out |= {alias.asname or alias.name: theirs[alias.name] for alias in node.names if alias.name in theirs}
    return out


def _code(call: ast.Call) -> ast.expr | None:
    """The code that a call raises: of a problem itself, or of `nameless`, which passes it on."""
    name = getattr(call.func, "id", "")
    if name == "nameless":
        return call.args[1]
    if name != "Problem" or not (call.args or call.keywords):
        return None
    code = call.args[0] if call.args else next(k.value for k in call.keywords if k.arg == "code")
    return None if isinstance(code, ast.Name) and code.id == "code" else code


def _raised() -> Iterator[tuple[str, str]]:
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and (code := _code(node)) is not None:
                for each in (code.body, code.orelse) if isinstance(code, ast.IfExp) else (code,):
                    name = each.value if isinstance(each, ast.Constant) else _constants(tree).get(ast.unparse(each))
                    yield str(name or ast.unparse(each)), f"{path.name}:{node.lineno}"


def test_no_code_is_raised_that_is_not_in_the_table() -> None:
    unknown = {code: where for code, where in _raised() if code not in PROBLEMS}
    assert not unknown, "say what it means in records/problems.py"


@pytest.mark.parametrize("code", PROBLEMS)
def test_a_meaning_is_told(code: str) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
    meaning = PROBLEMS[code]
    assert meaning.what.endswith(".")
    assert meaning.becomes.endswith(".")
    outcome = Process().run("rule", code)
    assert (outcome.status, outcome.err) == (0, "")
    assert meaning.what in outcome.out


def test_all_of_them_are_told() -> None:
    for words in (("--problems",), ("--problems", "--format", "md")):
        outcome = Process().run("rule", *words)
        assert outcome.status == 0
        assert all(code in outcome.out for code in PROBLEMS)
    assert Process().run("rule", "--problems", "--all").status == 2
    assert Process().run("rule", "no-such-code").status == 2
