"""Rows of the ten largest holders that contradict themselves are named."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from kunlun_cli.extract.holder_guards import row_problems
from kunlun_cli.extract.holder_rows import state_in
from kunlun_cli.records import Holder, Pledge

TEN = [
    Holder("top10", i, f"某某{name}有限公司", nature="国有法人", shares=1000 - i)
    for i, name in enumerate("甲乙丙丁戊己庚辛壬癸", 1)
]


def test_ten_holders_of_their_own_say_nothing() -> None:
    assert not row_problems({"top10": TEN}, None)


def test_two_holders_of_one_name_are_named() -> None:
    """The second had lost the end of its name (（QFII）), or had got that of another row."""
    twice = [*TEN[:9], replace(TEN[9], name=TEN[1].name)]
    (problem,) = row_problems({"top10": twice}, None)
    assert (problem.code, TEN[1].name in problem.message) == ("name-doubtful", True)


def test_a_holder_of_two_kinds_of_shares_stands_twice_among_those_of_unrestricted_ones() -> None:
    twice = [replace(holder, table="top10_unrestricted") for holder in [*TEN[:9], TEN[1]]]
    assert not row_problems({"top10_unrestricted": twice}, None)


def test_names_that_are_numbered_in_a_way_that_is_not_known_are_named() -> None:
    lettered = [replace(h, name=f"{chr(64 + h.rank)}. {h.name}") for h in TEN]
    assert [p.code for p in row_problems({"top10": lettered}, None)] == ["name-doubtful"]


def test_two_natures_in_one_cell_are_named() -> None:
    joined = [*TEN[:9], replace(TEN[9], nature="国有法人国有法人")]
    (problem,) = row_problems({"top10": joined}, None)
    assert "two natures" in problem.message


@pytest.mark.parametrize(
    ("nature", "named"), [("国有法人人民币", 1), ("国有法人股", 0), ("国有法人（本公司）", 0), ("外资", 0)]
)
def test_a_nature_with_a_word_of_the_next_cell_is_named(nature: str, named: int) -> None:
    rows = [*TEN[:9], replace(TEN[9], nature=nature)]
    assert len(row_problems({"top10": rows}, None)) == named


@pytest.mark.parametrize("name", ["股份状态数量某某投资有限公司", "股东性质甲某", "甲某1"])
def test_a_name_with_words_of_the_heading_or_a_mark_is_named(name: str) -> None:
    rows = [replace(TEN[0], name=name, nature="境内自然人" if name == "甲某1" else "国有法人"), *TEN[1:]]
    assert [p.code for p in row_problems({"top10": rows}, None)] == ["name-doubtful"]


@pytest.mark.parametrize("name", ["天津某某咨询有限", "某某企业（有限合", "某某银行－混合型证券", "2022年员工持股计"])
def test_a_name_without_its_end_is_named(name: str) -> None:
    """Programs that make Markdown or Word of a PDF leave the rest of a row overleaf in a table of its own."""
    rows = [replace(TEN[0], name=name), *TEN[1:]]
    assert [p.code for p in row_problems({"top10": rows}, None)] == ["name-doubtful"]


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("香港中央结算有限公司某某银行股份有限公司－远帆软件与", 1),
        ("某某有限公司香港中央结算", 1),
        ("某某集团公司企业年金计划－某某银行股份有限公司", 0),
        ("某某证券股份有限公司客户信用交易担保证券账户", 0),
    ],
)
def test_two_names_in_one_are_named(name: str, named: int) -> None:
    """The line between two rows stood within the second: a part of its name went to the first, the rest stood alone."""
    assert [p.code for p in row_problems({"top10": [replace(TEN[0], name=name), *TEN[1:]]}, None)].count(
        "name-doubtful"
    ) == named


@pytest.mark.parametrize(
    ("heading", "state"), [("质押或冻结的股份数量", "质押或冻结"), ("冻结|数量", "冻结"), ("记或冻结情况|数量", None)]
)
def test_the_end_of_a_heading_says_no_state(heading: str, state: str | None) -> None:
    """质押、标 stood over the states, 记或冻结情况 over the numbers: shares that were pledged came out as frozen."""
    assert state_in(heading) == state


def test_a_row_with_a_mark_alone_in_the_place_of_its_name_is_named() -> None:
    rows = [*TEN[:9], replace(TEN[9], name="")]
    assert [p.code for p in row_problems({"top10": rows}, None)] == ["row-without-name"]


@pytest.mark.parametrize("word", ["境", "人", "内自然人其他"])
def test_a_nature_with_a_part_of_another_row_s_is_named(word: str) -> None:
    rows = [*TEN[:9], replace(TEN[9], nature=word)]
    assert {p.code for p in row_problems({"top10": rows}, None)} == {"name-doubtful"}


@pytest.mark.parametrize(
    ("word", "named"),
    [
        ("人民币", 1),
        ("币普通股", 1),
        ("人民币普通股人民", 1),
        ("普通股人民币普通股", 1),
        ("普通股", 1),  # an end of the other rows' 人民币普通股
        ("存托凭证", 0),
    ],
)
def test_a_class_of_shares_with_a_part_of_another_row_s_is_named(word: str, named: int) -> None:
    rows = [replace(h, table="top10_unrestricted", share_class="人民币普通股") for h in TEN]
    rows[4] = replace(rows[4], share_class=word)
    assert [p.code for p in row_problems({"top10_unrestricted": rows}, None)] == ["name-doubtful"] * named


@pytest.mark.parametrize(("state", "named"), [("人民币", 1), ("轮候冻结", 0), ("司法标记", 0)])
def test_a_word_in_the_place_of_a_state_is_named(state: str, named: int) -> None:
    rows = [*TEN[:9], replace(TEN[9], pledges=(Pledge(state, Decimal(5)),))]
    assert [p.code for p in row_problems({"top10": rows}, None)] == ["unclear-state"] * named


def test_a_figure_in_the_cell_of_a_name_or_of_a_class_of_shares_is_named() -> None:
    """No line parted the cell from the next one, and the class was 人民币普通股12,000,000."""
    rows = [replace(h, table="top10_unrestricted", share_class="人民币普通股") for h in TEN]
    assert not row_problems({"top10_unrestricted": rows}, None)
    joined = [
        *rows[:8],
        replace(rows[8], name="某某2,206,900有限公司"),
        replace(rows[9], share_class="人民币普通股12,000,000"),
    ]
    assert [p.code for p in row_problems({"top10_unrestricted": joined}, None)] == ["name-doubtful"] * 2


@pytest.mark.parametrize("name", ["某某甲有限公司0 (0)", "某某甲有限公司1,000"])
def test_a_name_with_figures_of_the_next_cells_is_named(name: str) -> None:
    """A text's row began 某某甲有限公司 0 (0) 80,000: a change with that of the year before."""
    assert [p.code for p in row_problems({"top10": [replace(TEN[0], name=name), *TEN[1:]]}, None)] == ["name-doubtful"]
