"""Rows of the ten largest holders that contradict themselves are named."""

from __future__ import annotations

from dataclasses import replace

from kunlun_cli.extract.holder_guards import row_problems
from kunlun_cli.records import Holder

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


def test_two_natures_in_one_cell_are_named() -> None:
    joined = [*TEN[:9], replace(TEN[9], nature="国有法人国有法人")]
    (problem,) = row_problems({"top10": joined}, None)
    assert "two natures" in problem.message
