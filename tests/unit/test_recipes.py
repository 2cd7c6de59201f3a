"""The recipes of CONTRIBUTING.md hold: what each says is enough is enough."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from kunlun_cli.disclosures import walk
from kunlun_cli.forms import load
from kunlun_cli.records import FilingInfo, Segments, VolumeRecord
from kunlun_cli.records.catalogue import DISCLOSURES, part_of
from kunlun_cli.records.part import Part
from kunlun_cli.render import publication
from kunlun_cli.render.format import Format
from kunlun_cli.render.labels import Labels
from kunlun_cli.render.messages import help_text
from kunlun_cli.render.publication import Publication, Setting, published
from kunlun_cli.render.sheet import Column, Row, Sheet
from kunlun_cli.render.views import views
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


def test_a_part_without_a_view_of_its_own_is_shown_with_its_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    known = DISCLOSURES["segments"]
    again = replace(part_of("segments", "production"), name="again", called="stock once more")
    monkeypatch.setitem(DISCLOSURES, "segments", replace(known, parts=(*known.parts, again)))  # type: ignore[arg-type]
    given = Segments(volumes=(VolumeRecord("水", "stock", "库存量", "吨", Decimal(7), Decimal(5)),))
    (shown,) = views(FilingInfo("a.pdf", "", "pdf"), given, "again")
    assert (shown.title, [column.key for column in shown.columns][-3:]) == (
        "stock once more",
        ["unit", "value", "prior"],
    )
    assert [row.values["value"] for row in shown.rows] == [7]
    assert shown in views(FilingInfo("a.pdf", "", "pdf"), given)


def test_the_option_of_a_part_and_its_help_in_both_languages_follow_from_what_it_is_called() -> None:
    part = Part("opinion_of_auditors", "opinions", VolumeRecord, (), "auditors' opinion (审计意见)")
    assert part.asked == ("--opinion-of-auditors", "Auditors' opinion (审计意见) only.")
    assert help_text(part.asked[1]) == "只输出审计意见。"
    assert Labels("zh").term(part.called) == "审计意见"
    assert Labels("en").term(part.called) == part.called
    assert replace(part, name="records").asked is None
