"""Every key of the forms is read by something: what nobody reads is no knowledge of the forms."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "kunlun_cli"
FORMS = sorted((PACKAGE / "forms").glob("*.toml"))
CODE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py")))
NAMED = set(re.findall(r"""["']([^"'\n]+)["']""", CODE))


def _keys(table: dict[str, object], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, value in table.items():
        yield (*path, key)
        if isinstance(value, dict):
            yield from _keys(value, (*path, key))
        elif isinstance(value, list):
            for each in value:
                if isinstance(each, dict):
                    yield from _keys(each, (*path, key))


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_every_key_is_read(path: Path) -> None:
    """A key is named in the code, or it is one of many of a table that is walked, which is named itself."""
    form = tomllib.loads(path.read_text(encoding="utf-8"))
    assert path.stem in NAMED
    unread = [".".join(keys) for keys in _keys(form) if not NAMED & set(keys)]
    assert not unread


ROOMS = ("figures", "tables", "outline", "schedules", "statements", "disclosures", "extract")
"""The rooms that read what filers print by what the forms say."""
NOTATION = set("〇○零一二三四五六七八九十百千万亿两年月日第节章部分页共注股元号")
"""Numerals, dates, numbering, shares and money: how anything is written, and no form's wording."""
GRAMMAR = "the grammar of sentences: particles and verbs between the words that the form names"
NUMBERING = "what leads a label: numbering, 其中： and the like, and brackets that explain its sign"
TIMES = "how days and periods are written"
GUARDS = "cheap questions before patterns are tried"
TEXTS = "how extractions cut and set the words of a table; tuned together with the costs beside them"
KNOWN = {
    "disclosures/account.py": "amounts and shares beside which 以上 or 以下 stands are of a sentence",
    "disclosures/columns.py": TIMES,
    "extract/labels.py": NUMBERING,
    "extract/metrics.py": GRAMMAR,
    "extract/nouns.py": GRAMMAR,
    "extract/outline.py": "what stands in a title's line beside it: ticks, and counters of a number",
    "extract/quantities.py": GRAMMAR,
    "extract/several.py": GUARDS,
    "extract/stated.py": GRAMMAR,
    "figures/numbers.py": GRAMMAR,
    "outline/ticks.py": "口 is what extractions make of an empty box",
    "schedules/headings.py": TIMES,
    "statements/equity.py": "the one item whose parts stand in columns of their own",
    "statements/items.py": NUMBERING,
    "statements/pages.py": GUARDS,
    "statements/titles.py": GUARDS,
    "tables/text": TEXTS,
    "tables/unruled/bands.py": NUMBERING,
    "tables/unruled/pieces.py": "不适用 in the place of a figure",
    "tables/unruled/regions.py": "what stands around any table: units, signatures, titles that go on",
    "tables/unruled/rows.py": NUMBERING,
}
"""Modules in which such words may stand, and a folder of them, each with why."""


def _wordings(path: Path) -> Iterator[str]:
    """Chinese words in a module's code; docstrings, notation and sentences for people apart."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in told:
            continue
        words = set(re.findall("[\u4e00-\u9ffe]", node.value)) - NOTATION
        if words and not re.search(r"[a-z]{2,} [a-z]{2,}|: ", node.value):
            yield node.value


def test_no_wording_of_the_forms_stands_in_code() -> None:
    """What filers print is data: a new wording is a line of a form. Each module that has words says why."""
    spoken: dict[str, list[str]] = {}
    for path in (path for room in ROOMS for path in sorted((PACKAGE / room).rglob("*.py"))):
        name = path.relative_to(PACKAGE).as_posix()
        words = list(_wordings(path))
        if words:
            spoken.setdefault(name if name in KNOWN else name.rpartition("/")[0], []).extend(words)
    assert {name: words for name, words in spoken.items() if name not in KNOWN} == {}
    assert set(KNOWN) == set(spoken), "a module that has no such words any more is not to be named"
