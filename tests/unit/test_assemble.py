from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kunlun_cli.pages.assemble import Word, assemble_line, cluster_lines, join_lines, squeeze
from kunlun_cli.pages.glyphs import tidied
from tests.unit.pages import set_line


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("股 东 名 称", "股东名称"),
        ("前 10 名股东", "前10名股东"),
        ("CITIC  Securities", "CITIC Securities"),
        ("香港中央结算 HKSCC NOMINEES LIMITED", "香港中央结算HKSCC NOMINEES LIMITED"),
        (" 1,234 ", "1,234"),
    ],
)
def test_spaces_stay_between_latin_words_only(printed, text):
    assert squeeze(printed) == text


@given(st.text(alphabet="甲乙丙 ABC12,。（", max_size=30))
def test_squeezing_twice_changes_nothing(text):
    assert squeeze(squeeze(text)) == squeeze(text)


def test_superscripts_join_their_line_and_the_next_line_does_not():
    up = Word("1", 30.0, 96.0, 33.0, 101.0, 5.0)
    rows = cluster_lines([*set_line("甲乙", 10.0, 100.0), up, *set_line("丙", 10.0, 114.0)])
    assert [assemble_line(r) for r in rows] == ["甲乙1", "丙"] or len(rows) == 3


def test_a_gap_between_latin_words_is_a_space():
    row = [*set_line("CITIC", 10.0, 0.0), *set_line("LTD", 40.0, 0.0)]
    assert assemble_line(row) == "CITIC LTD"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["164,438,93", "3"], "164,438,933"),
        (["归属于上市公司股", "东的净利润"], "归属于上市公司股东的净利润"),
        (["HKSCC", "NOMINEES", "LIMITED"], "HKSCC NOMINEES LIMITED"),
        (["INTERNATI\u2043", "ONAL"], "INTERNATIONAL"),
        (["2023", "年"], "2023年"),
        (["", "甲"], "甲"),
    ],
)
def test_lines_of_a_cell_joined(lines, text):
    assert join_lines(lines) == text


def test_a_word_cut_at_the_line_s_end_is_one():
    assert join_lines(["NOMIN", "EES LTD"], word_breaks=[True]) == "NOMINEES LTD"


def test_bold_imitated_by_printing_twice_is_read_once():
    once = set_line("总资产", 10.0, 10.0)
    shifted = [Word(g.text, g.x0 + 0.4, g.top, g.x1 + 0.4, g.bottom, g.size) for g in once]
    assert [g.text for g in tidied([*once, *shifted])] == ["总", "资", "产"]


def test_doubled_digits_side_by_side_stay():
    assert len(tidied(set_line("1100", 10.0, 10.0))) == 4


def test_radicals_are_the_characters_they_look_like():
    assert [g.text for g in tidied(set_line("\u2f83", 0.0, 0.0))] == ["自"]
