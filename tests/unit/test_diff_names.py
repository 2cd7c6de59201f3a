"""Which holders are the same: rules with a reason, never likeness alone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kunlun_cli.compare import Party, diff, match
from kunlun_cli.records import Pledge
from tests.unit.periods import holder, made

D = Decimal


def party(name: str, shares: int | None = None, kind: str | None = None) -> Party:
    return Party(name, None if shares is None else D(shares), kind)


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("新余盈瑞世纪软件研发中心（有限合伙）", "新余盈瑞世纪软件研发中心(有限合伙)", "width"),
        ("HKSCC NOMINEES LIMITED", "HKSCC NOMINEESLIMITED", "white space"),
        ("中国工商银行股份有限公司－某医药基金", "中国工商银行股份有限公司—某医药基金", "dash"),
        ("中国工商银行股份有限公司-某医药基金", "中国工商银行-某医药基金", "custodian"),
        ("#叶某", "叶某", "#"),
        ("香港中央结算有限公司（注3）", "香港中央结算有限公司", "footnote"),
        ("HKSCC NOMINEES LIMITED 注【1】", "HKSCC NOMINEES LIMITED", "footnote"),
        ("ASYMCHEM LABORATORIES, INCORPORATED", "ASYMCHEMLABORATORIES INCORPORATED", "commas"),
        ("天津某某咨询合伙企业（有限合伙）", "天津某某咨询合伙企业", "有限合伙"),
        ("某控股有限责任公司", "某控股有限公司", "有限责任公司"),
        ("某基金“一号”", "某基金一号", "quotation"),
    ],
)
def test_differently_printed_names_are_held_for_one_with_the_reason(old: str, new: str, word: str) -> None:
    for sides in ((old, new), (new, old)):
        found = match([party(sides[0])], [party(sides[1])])
        assert [word in (pair.reason or "") for pair in found.pairs] == [True]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("某保险－传统－普通保险产品－005L－CT001沪", "某保险－传统－普通保险产品－005L－CT001深"),
        ("全国社保基金一零六组合", "全国社保基金一零九组合"),
        ("某公司－第一期员工持股计划", "某公司－第二期员工持股计划"),
        ("某基金管理有限公司－稳健1号", "某基金管理有限公司－稳健2号"),
        ("南方医药基金", "南方医疗基金"),
    ],
)
def test_names_that_are_only_alike_stay_apart_even_with_equal_round_holdings(old: str, new: str) -> None:
    found = match([party(old, 2_000_000)], [party(new, 2_000_000)])
    assert (found.pairs, found.left, found.entered) == ((), (0,), (0,))


def test_numbered_siblings_stay_apart_even_with_the_same_odd_number_of_shares() -> None:
    found = match([party("某公司－第一期员工持股计划", 1_234_567)], [party("某公司－第二期员工持股计划", 1_234_567)])
    assert not found.pairs
    assert found.hints


def test_a_former_name_that_the_filing_prints_is_evidence() -> None:
    old = [party("上海百普企业管理咨询合伙企业（有限合伙）", 10)]
    new = [party("安义百普企业管理咨询合伙企业（有限合伙）【曾用名：上海百普企业管理咨询合伙企业（有限合伙）】", 20)]
    assert "曾用名" in (match(old, new).pairs[0].reason or "")


def test_a_renamed_holder_needs_its_shares_to_the_last_one_and_a_part_of_its_name() -> None:
    old, new = party("天津百普赛斯咨询合伙企业", 5_432_101), party("上海百普赛斯管理合伙企业", 5_432_101)
    assert "renamed" in (match([old], [new]).pairs[0].reason or "")
    assert not match([old], [party("上海百普赛斯管理合伙企业", 5_432_102)]).pairs
    assert not match([old], [party("北京其他管理合伙企业", 5_432_101)]).pairs
    twins = [party("天津百普赛斯咨询合伙企业", 5_432_101), party("天津百普嘉乐咨询合伙企业", 5_432_101)]
    assert not match(twins, [new]).pairs


def test_a_bonus_issue_multiplies_all_and_a_renamed_holder_with_them() -> None:
    old = [party("甲", 200), party("乙", 400), party("天津百普赛斯咨询", 5_432_102)]
    new = [party("甲", 300), party("乙", 600), party("安义百普赛斯咨询", 8_148_153)]
    found = match(old, new)
    assert "same factor" in (found.pairs[2].reason or "")
    assert len(match(new, old).pairs) == 3


def test_a_short_name_needs_the_same_shares_and_is_else_only_a_hint() -> None:
    long, short = party("天津百普赛斯企业管理咨询合伙企业", 2_000_000), party("天津百普赛斯", 2_000_000)
    assert "short form" in (match([long], [short]).pairs[0].reason or "")
    found = match([long], [party("天津百普赛斯", 1)])
    assert not found.pairs
    assert "short form" in found.hints[0][2]


def test_one_name_on_two_lines_is_told_apart_by_share_class_then_by_size() -> None:
    old = [party("甲", 5, "人民币普通股"), party("甲", 9, "境外上市外资股")]
    new = [party("甲", 9, "境外上市外资股"), party("甲", 6, "人民币普通股")]
    assert [(p.old, p.new) for p in match(old, new).pairs] == [(1, 0), (0, 1)]
    found = match([party("甲", 5), party("甲", 9)], [party("甲", 10), party("甲", 4)])
    assert [(p.old, p.new) for p in found.pairs] == [(1, 0), (0, 1)]


@given(
    st.lists(
        st.sampled_from(["甲公司", "甲公司（注1）", "#甲公司", "乙", "乙（有限合伙）", "丙－1", "丙-1"]), max_size=6
    )
)
def test_every_holder_is_in_a_pair_or_on_one_side_once(names: list[str]) -> None:
    old, new = [party(n, 7) for n in names], [party(n, 7) for n in reversed(names)]
    found = match(old, new)
    assert sorted([p.old for p in found.pairs] + list(found.left)) == list(range(len(old)))
    assert sorted([p.new for p in found.pairs] + list(found.entered)) == list(range(len(new)))
    assert not found.left


def test_holders_entered_left_changed_with_rank_points_pledges_and_restricted() -> None:
    pledge = (Pledge("质押", D(50)),)
    kept = holder(1, "甲", 100, "10.00", restricted_shares=D(100), pledges=())
    old = made("2023A", holders=[kept, holder(2, "乙", 60, "6.00")])
    moved = holder(2, "甲", 90, "9.00", restricted_shares=D(0), pledges=pledge, change=D(-10))
    new = made("2024H1", holders=[holder(1, "丙", 120, "12.00"), moved])
    found = diff(old, new)
    marks = {e.label: e.mark for e in found.entries if e.key[0] == "top10"}
    assert marks == {"甲": "changed", "乙": "left", "丙": "entered"}
    kept = next(e for e in found.entries if e.label == "甲")
    amounts = {c.field: c.amount for c in kept.changes}
    assert amounts == {
        "rank": D(1),
        "shares": D(-10),
        "pct": D("-1.00"),
        "restricted_shares": D(-100),
        "pledged:质押": D(50),
    }
    assert kept.agrees is True


def test_a_printed_change_that_is_not_the_difference_is_said() -> None:
    old = made("2023A", holders=[holder(1, "甲", 100)])
    new = made("2024A", holders=[holder(1, "甲", 90, change=D(-9))])
    (found,) = diff(old, new).entries
    assert found.agrees is False
    assert "printed -9" in (found.note or "")
    # A third-quarter comparison covers another span than 报告期内增减 and says nothing about it.
    (other,) = diff(made("2024Q1", holders=[holder(1, "甲", 100)]), new).entries
    assert other.agrees is None
