from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kunlun_cli.extract.names import mixed_names, odd_name, split_name
from kunlun_cli.records import LendingRecord, Source
from kunlun_cli.tables.crowded import CROWDED


@pytest.mark.parametrize(
    ("printed", "name", "note"),
    [
        ("香港中央结算有限公司（注3）", "香港中央结算有限公司", "注3"),
        ("香港中央结算有限公司注1", "香港中央结算有限公司", "注1"),
        ("HKSCC NOMINEES LIMITED 注【1】", "HKSCC NOMINEES LIMITED", "注【1】"),
        ("某某集团有限公司[注2]", "某某集团有限公司", "注2"),
        ("某某集团有限公司（注）", "某某集团有限公司", "注"),
        ("某某投资合伙企业（有限合伙）", "某某投资合伙企业（有限合伙）", None),
        ("某某二期基金（1）", "某某二期基金（1）", None),
        ("某某资产－组合（注册于开曼）", "某某资产－组合（注册于开曼）", None),
    ],
)
def test_notes_are_told_from_names(printed, name, note):
    found = split_name(printed)
    assert (found.text, found.note) == (name, note)


def test_the_mark_of_a_margin_account():
    assert split_name("#张三").margin
    assert split_name("＃ 张三").text == "张三"
    assert not split_name("张三").margin


@given(st.text(alphabet="甲乙丙丁公司有限（）银行ABC ", min_size=1, max_size=20).map(str.strip).filter(bool))
def test_a_name_without_marks_stays_as_printed(name):
    assert split_name(name).text == name


@pytest.mark.parametrize(
    ("above", "name", "named"),
    [
        ("甲银行－远帆主题指数证券投", "资基金乙银行－拓界指数证券投资基金", True),
        ("丙股份有限", "公司丁集团有限公司", True),
        ("宁川投资（有限合", "伙）戊某", True),
        ("香港中央结算", "有限公司甲银行－某某证券投资基金", True),
        ("丙股份有限公司", "公司丁集团有限公司", False),
        ("甲银行－远帆主题指数证券投资基金", "资基金乙银行", False),
    ],
)
def test_a_name_with_the_end_of_the_one_above_it_is_doubted(above: str, name: str, named: bool):
    """The row above alone was named, where a line between two rows runs through the last line of its name."""
    rows = [LendingRecord("participation", n) for n in (above, name)]
    assert bool(list(mixed_names(rows))) == named


def test_a_name_with_a_glyph_that_has_no_character_is_doubted():
    """One engine gave it as it was: a fund of �0�3 for one of 2023."""
    assert list(odd_name("某某股份有限公司－\ufffd0\ufffd3年员工持股计划"))
    assert list(odd_name("华泰柏瑞沪深\ue01200交易型开放式指数证券投资基金"))
    assert not list(odd_name("某某股份有限公司－2023年员工持股计划"))


def test_a_word_before_a_figure_is_no_end_of_a_name():
    """Out of a text 即墨衍 境内自然人 / 约 / 11.00 the name was given as 即墨衍约, in silence."""
    assert list(odd_name("即墨衍约"))
    assert list(odd_name("某某有限公司不超过"))
    assert not list(odd_name("王守约"))


def test_the_name_above_one_with_lines_over_each_other_is_doubted():
    """A label hung into the row below: 英俊上海浦东发展银行 was named, and 毛 given without a word."""
    over = Source(3, text="英俊甲银行", doubt=CROWDED)
    rows = [LendingRecord("participation", "毛"), LendingRecord("participation", "英俊甲银行", source=over)]
    (problem,) = mixed_names(rows)
    assert problem.message.startswith("毛: its end may stand in the name below it")
