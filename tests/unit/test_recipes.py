"""The recipes of CONTRIBUTING.md hold: what each says is enough is enough."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from kunlun_cli.disclosures import walk
from kunlun_cli.forms import load
from kunlun_cli.render import publication
from kunlun_cli.render.format import Format
from kunlun_cli.render.publication import Publication, Setting, published
from kunlun_cli.render.sheet import Column, Row, Sheet
from tests.unit.pages import grid, holders

TEN = ("股东名称", "股东性质", "持股比例", "持股数量")


def test_a_heading_in_other_words_is_a_pattern_of_its_form(monkeypatch: pytest.MonkeyPatch) -> None:
    def read() -> list[str]:
        walk.roles.cache_clear()
        made = grid(["持有者称谓", *TEN[1:]], ["山海集团有限公司", "境内非国有法人", "30.00%", "3,000,000"])
        return [h.name for h in holders("前10名股东持股情况", made).records]

    assert read() == []
    name = load("holders")["tables"]["top10"]["columns"][0]
    monkeypatch.setitem(name, "patterns", [*name["patterns"], "^持有者称谓$"])
    assert read() == ["山海集团有限公司"]
    walk.roles.cache_clear()


def test_a_format_is_a_name_and_an_emitter(monkeypatch: pytest.MonkeyPatch) -> None:
    def tabs(what: Publication[str, None], answers: Iterable[str], options: None, _: Setting) -> Iterator[str]:
        assert what.flat is not None
        for answer in answers:
            sheet = what.flat(answer, options)
            yield from ("\t".join(str(row.values[c.key]) for c in sheet.columns) + "\n" for row in sheet.rows)

    def flat(answer: str, _: None) -> Sheet:
        return Sheet("answers", "Answers", (Column("a", "A"), Column("b", "B")), (Row({"a": answer, "b": 2}),))

    has_rows, has_none = Publication[str, None](flat=flat), Publication[str, None]()
    assert Format.TEXT not in has_rows.formats
    emitters = {**publication._EMITTERS, Format.TEXT: publication._Emitter(tabs, ("flat",))}
    monkeypatch.setattr(publication, "_EMITTERS", emitters)
    assert Format.TEXT in has_rows.formats
    assert Format.TEXT not in has_none.formats
    assert "".join(map(str, published(has_rows, ["x", "y"], None, Format.TEXT, Setting()))) == "x\t2\ny\t2\n"
