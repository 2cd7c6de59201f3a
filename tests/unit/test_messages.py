"""What is said to people, in Chinese: every sentence that the code writes has its Chinese."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kunlun_cli.checks.registry import rules
from kunlun_cli.checks.rule import Rule
from kunlun_cli.forms import load
from kunlun_cli.records.problems import PROBLEMS
from kunlun_cli.render.messages import line, message
from kunlun_cli.render.wrap import columns
from tests.unit.made import Process

PACKAGE = Path(__file__).parents[2] / "kunlun_cli"
SPEAKERS = re.compile(r"(Problem|Finding|say|.*Error|.*_error|Custom)\Z")
SAYS = re.compile(r"message|said|told|doubt")
CODE = re.compile(r"[a-z]+(-[a-z]+)+\Z")
WORD = re.compile(r"(?<![A-Za-z._\[-])[a-z]{3,}(?![A-Za-z._\[])")
OWN = re.compile(r"[A-Za-z]{2,}")
_ENDS = re.compile(r"; |(?<!e\.g)\. ")
# The rooms in which cells are read and doubted, and what a regular expression or a name space has.
READING = ("pages", "tables", "figures", "schedules", "statements", "extract")
_PATTERN = re.compile(r"[\\|^$\[]|http")
UNSEEN = {
    "an isolated reader called {}",
    "an isolated reader opened {} for writing",
    "a number that no filing can print",
    "a value that no {} has",
    "an object with several keys",
    "frames are made by kunlun_cli.frames: import it first",
}
"""What no user is shown: refused inside the child process, in a damaged cache, or by a programmer's mistake."""
MADE = {
    "in {} other column{} ({}) they add up": "in 2 other columns (a, b) they add up",
    "{} printed {printed}, but {} in {} ({}{})": "a printed 1, but 2 in b.pdf (2023A, page 3)",
    "{} unrestricted shares, but {} held{}": "3 unrestricted shares, but 4 held and 2 restricted",
}
"""Sentences whose words change with what is put in, and one that comes of it."""
INTERNAL = (
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    StopIteration,
    FileNotFoundError,
    OSError,
    LookupError,
)
"""Errors that no user sees."""


def shape(sentence: str) -> str:
    """A sentence with its blanks left empty, by which it is known whatever they are called."""
    return re.sub(r"\{[^{}]*\}", "{}", sentence)


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _sentences(node: ast.expr, known: dict[str, list[ast.expr]]) -> Iterator[str]:
    """What an expression may say, with its blanks empty: of both arms, and of what is put in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values)
        for value in node.values:
            if isinstance(value, ast.FormattedValue) and isinstance(value.value, ast.IfExp):
                yield from _sentences(value.value, known)
    elif isinstance(node, ast.IfExp):
        yield from _sentences(node.body, known)
        yield from _sentences(node.orelse, known)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from _sentences(node.left, known)
        yield from _sentences(node.right, known)
    elif isinstance(node, ast.Name):
        for value in known.pop(node.id, []):  # once: a name may be made of itself
            yield from _sentences(value, known)


def _assigned(scope: ast.AST) -> dict[str, list[ast.expr]]:
    out: dict[str, list[ast.expr]] = {}
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign | ast.AugAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    out.setdefault(target.id, []).append(node.value)
    return out


def _of_call(call: ast.Call, scope: ast.AST) -> Iterator[str]:
    for keyword in call.keywords:
        if keyword.arg == "message":
            yield from _sentences(keyword.value, _assigned(scope))
    if SPEAKERS.match(_name(call.func)) and _name(call.func) not in {kind.__name__ for kind in INTERNAL}:
        words = [k.value for k in call.keywords if k.arg in {"message", "what", "hint"}]
        for argument in (*call.args, *words):
            yield from _sentences(argument, _assigned(scope))


def _said_in(path: Path) -> Iterator[str]:
    for scope in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(scope, ast.FunctionDef):
            for node in ast.walk(scope):
                if isinstance(node, ast.Call):
                    yield from _of_call(node, scope)
                elif isinstance(node, ast.Assign) and any(_name(target) == "message" for target in node.targets):
                    yield from _sentences(node.value, {})
                elif isinstance(node, ast.Return) and node.value is not None and SAYS.search(scope.name):
                    yield from _sentences(node.value, _assigned(scope))


def _doubts_in(path: Path) -> Iterator[str]:
    """Why cells are doubted: a module's constants that are sentences, and what is given as a `doubt`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    given = [node.value for node in tree.body if isinstance(node, ast.Assign)]
    given += [node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "doubt"]
    yield from (each for node in given for each in _sentences(node, {}) if not _PATTERN.search(each))


def _clauses() -> set[str]:
    said = {each for path in PACKAGE.rglob("*.py") for each in _said_in(path)}
    said |= {each for room in READING for path in (PACKAGE / room).rglob("*.py") for each in _doubts_in(path)}
    bare = {re.sub(r"^kunlun: (\w+: )?", "", each).strip(" .;:") for text in said for each in _ENDS.split(text)}
    return {each for each in bare if len(OWN.findall(each)) >= 3 and not CODE.match(each)}


def _known(clause: str) -> bool:
    """Whether the table has a clause: with what an f-string puts before or behind it, or told as a line of its own."""
    said = {shape(each) for part in ("said", "values") for each in load("messages")[part]}
    bare = shape(clause)
    tried = {bare, re.sub(r"^\{\}|\{\}$", "", bare), re.sub(r"^\{\}:? ?", "", bare)}
    told = bare.replace("{}", "甲")
    return bool(tried & said) or (message(told) != told and not _english(message(told)))


def _english(told: str) -> set[str]:
    """English words that a blank has swallowed: those that no Chinese sentence writes itself."""
    return {word for word in WORD.findall(told) if word not in _latin()}


@functools.cache
def _latin() -> set[str]:
    said = (*load("messages")["said"].values(), *load("messages")["values"].values())
    return {word for sentence in said for word in WORD.findall(sentence)}


def test_every_sentence_has_its_chinese() -> None:
    missing = sorted(each for each in _clauses() - UNSEEN if not _known(MADE.get(each, each)))
    assert not missing, "\n".join(["give these their Chinese in forms/messages.toml:", *missing])


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_findings_are_wholly_chinese(rule: Rule) -> None:
    """What is put into a sentence may be English too: the year, weighted shares."""
    for finding in rule.run(rule.trips.facts)[1]:
        assert not _english(message(finding.message)), message(finding.message)


def test_every_rule_has_its_chinese_name() -> None:
    assert {rule.code for rule in rules()} <= load("messages")["rules"].keys()


def test_every_rule_has_its_chinese_text() -> None:
    told = load("rules")
    assert told.keys() - {"words", "KL900"} == {rule.code for rule in rules()}
    for code in told.keys() - {"words", "KL900"}:
        assert told[code].keys() == {"checks", "why", "formula", "trips", "holds"}, code
        assert all(re.search("[一-鿿]", told[code][field]) for field in ("checks", "why", "trips", "holds")), code


def test_the_numbers_of_a_rule_are_the_same_in_both_languages() -> None:
    """Long numbers of the cases: a Chinese text that was not changed with its rule would have others."""
    long = re.compile(r"\d[\d,]{6,}\d(?:\.\d+)?")
    for rule in rules():
        for english, field in ((rule.trips.text, "trips"), (rule.holds.text, "holds")):
            assert sorted(set(long.findall(english))) == sorted(set(long.findall(load("rules")[rule.code][field])))


def test_a_rule_is_explained_in_chinese() -> None:
    told = Process().run("rule", "KL201", "--lang", "zh").out
    assert told.startswith("KL201 持股比例推得的总股数（错误；正式，自0.1版）")
    assert "股东表各行推得的总股数相同" in told
    assert "使用者的预期" in Process().run("rule", "KL900", "--lang", "zh").out
    assert "## KL101\n\n**金额的增减**" in Process().run("rule", "--all", "--lang", "zh", "-f", "md").out
    assert "错误" in Process().run("rule", "--all", "--lang", "zh").out


def test_a_rule_fits_the_screen() -> None:
    for lang in ("zh", "en"):
        shown = Process(terminal=True, width=60).run("rule", "KL602", "--lang", lang).out
        assert max(map(columns, shown.splitlines())) <= 60
        piped = Process().run("rule", "KL602", "--lang", lang).out
        assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", piped)


def test_every_code_of_a_problem_has_its_chinese_meaning() -> None:
    assert load("messages")["problems"].keys() == PROBLEMS.keys()


@pytest.mark.parametrize("part", ["said", "values"])
def test_blanks_are_those_of_the_english(part: str) -> None:
    for english, chinese in load("messages")[part].items():
        blanks = re.findall(r"\{\d+\}", english)
        assert blanks == [f"{{{n + 1}}}" for n in range(len(blanks))]
        assert set(re.findall(r"\{\d+\}", chinese)) == set(blanks), english


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            "kunlun: error: a.pdf: there is no such file. Check the path",
            "kunlun: 错误：a.pdf：没有这个文件。请检查路径",
        ),
        (
            "kunlun: problem: a.pdf, page 3: 张三: shares is printed as '1,2' [unreadable-cell]",
            "kunlun: 问题：a.pdf，第3页：张三：持股数量印为“1,2”，不能读作数字 [unreadable-cell]",
        ),
        (
            "kunlun: problem: a.pdf, pages 3-5, 9: 张三: shares is printed as '1,2' [unreadable-cell]",
            "kunlun: 问题：a.pdf，第3-5、9页：张三：持股数量印为“1,2”，不能读作数字 [unreadable-cell]",
        ),
        ("kunlun: error: No such option: --x. See kunlun --help", "kunlun: 错误：没有选项--x。参见 kunlun --help"),
        (
            "kunlun: error: No such option: --x. Did you mean --y? See kunlun holders --help",
            "kunlun: 错误：没有选项--x。是否指--y？参见 kunlun holders --help",
        ),
        (
            "kunlun: error: Invalid value for '--jobs' / '-j': Input should be greater than or equal to 1",
            "kunlun: 错误：“--jobs”（“-j”）的值不对：应不小于1",
        ),
        (
            "kunlun: error: Invalid value for '--lang' (env var: 'L'): 'fr' is not one of 'zh', 'en'. See a --help",
            "kunlun: 错误：“--lang”（环境变量“L”）的值不对：“fr”不在可选值“zh”、“en”之中。参见 a --help",
        ),
        ("kunlun: something: quite new; the first was taken", "kunlun: something：quite new；取前者"),
    ],
)
def test_a_line_is_told_in_chinese(english: str, chinese: str) -> None:
    assert line(english, "zh") == chinese
    assert line(english, "en") == english


def test_a_sentence_that_fits_by_chance_gives_way() -> None:
    """Of more letters, {1} printed {2}, but {3} of {4} is {5} fitted too, and left half of it English."""
    english = (
        "应收票据: value is printed as '1.00', but a cell of its row is blank, and nothing in the text tells which"
    )
    assert "所在行有单元格为空白" in message(english)


def test_a_blank_does_not_swallow_a_clause() -> None:
    text = "27 rules run: 21 passed, 5 weak, 1 failed; 32 not applicable. 2 warnings."
    assert message(text) == "运行27条规则：通过21，弱通过5，未通过1；不适用32。警告2项。"


@pytest.mark.parametrize("kind", sorted({rule.kind for rule in rules() if rule.kind}))
def test_what_was_verified_is_told_in_chinese(kind: str) -> None:
    assert not OWN.search(message(f"Verified: 2 sums, 3 {kind} hold; 4 totals could not be checked."))
    assert kind in load("labels")["relations"]
