"""A heading's wording stands once: what a column says in full is read in drawn tables and in texts."""

from __future__ import annotations

import re

import pytest

from kunlun_cli.disclosures.walk import opened, roles
from kunlun_cli.forms import load
from kunlun_cli.tables.text.vocabulary import is_word, kind_named, kinds
from tests.unit.drawn import drawn

FORMS = ("financials", "holders", "lending", "nonrecurring", "research", "volumes")
TABLES = [(form, table) for form in FORMS for table in load(form)["tables"]]


@pytest.mark.parametrize("wording", ["年末持股总数(股)", "本期增减变动情况", "股东类别", "股份种类"])
def test_one_wording_for_drawn_tables_and_texts(wording: str):
    role = roles("holders", "top10")(wording)
    assert role is not None
    word = is_word(wording, kind_named("top10"))
    assert word is not None
    column = next(c for c in load("holders")["tables"]["top10"]["columns"] if c["role"] == role)
    assert word.type == column["type"]


@pytest.mark.parametrize(("form", "table"), TABLES)
def test_headings_ask_for_roles_that_columns_have(form: str, table: str):
    entry = load(form)["tables"][table]
    known = {c["role"] for c in entry.get("columns", ())}
    known |= {"year", "current", "prior", "change", "passed", "label"} if entry.get("timed") else set()
    asked = [e for e in load(form)["headings"] if e["table"] == table]
    assert asked
    assert {role for e in asked for role in (*e["all"], *e.get("any", ()))} <= known


def test_every_pattern_of_a_form_can_be_compiled():
    for form in FORMS:
        for table in load(form)["tables"].values():
            for column in table.get("columns", ()):
                assert all(map(re.compile, column["patterns"]))
    assert len(kinds()) == len(load("flow")["order"]["tables"])


def test_the_first_heading_that_fits_says_which_table_it_is():
    names = {
        ("股东名称", "持有无限售条件股份数量", "股份种类"): "top10_unrestricted",
        ("股东名称", "股东性质", "持股数量"): "top10",
        ("股东名称", "持股数量"): "top10_unrestricted",
    }
    for heading, name in names.items():
        found = opened("holders", drawn([heading, ["甲", *"5" * (len(heading) - 1)]]), 0)
        assert found is not None
        assert found.table == name
    assert opened("holders", drawn([("股东名称", "质押数量"), ("甲", "5")]), 0) is None
