from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kunlun_cli.extract.names import split_name


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
