"""Figures with more places than the others of their column, and names with the numbers of their rows."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kunlun_cli.extract.names import still_numbered, unnumbered
from kunlun_cli.extract.places import DOUBT, with_changes, with_places
from kunlun_cli.records import FinancialRecord, Holder, Source

D = Decimal


def holder(shares: str, pct: str) -> Holder:
    return Holder("top10", 1, "甲某", shares=D(shares), pct=D(pct), cells={"pct": Source(1)})


def line(value: str, prior: str, change: str) -> FinancialRecord:
    cells = {"change": Source(1)}
    return FinancialRecord(
        None, "营业收入", "CNY", "year_to_date", D(value), D(prior), change=D(change), change_unit="%", cells=cells
    )


@pytest.mark.parametrize(("pct", "doubted"), [("1.2112", True), ("1.2098", False), ("1.21", False)])
def test_a_per_cent_with_more_places_is_doubted_unless_the_shares_say_the_same(pct, doubted):
    """1.21 with the number of a note behind it was given as 1.2112."""
    rows = [holder("3000000", "30.00"), holder("500000", "5.00"), holder("120980", pct)]
    assert [r.cells["pct"].doubt for r in with_places(rows)] == [None, None, DOUBT if doubted else None]


def test_a_column_of_mixed_places_is_none():
    rows = [holder("3000000", "30.0"), holder("500000", "5.00"), holder("120980", "1.2112")]
    assert not any(r.cells["pct"].doubt for r in with_places(rows))


@pytest.mark.parametrize(("change", "doubted"), [("-15.5105", True), ("-15.5096", False)])
def test_a_change_with_more_places_is_doubted_unless_it_follows(change, doubted):
    rows = [line("110", "100", "10.00"), line("120", "100", "20.00"), line("844904", "1000000", change)]
    assert with_changes(rows)[2].cells["change"].doubt == (DOUBT if doubted else None)


@pytest.mark.parametrize(
    ("printed", "given"),
    [
        (["1、甲公司", "2、乙某"], ["甲公司", "乙某"]),
        (["(1)甲公司", "(2)#乙某", "（3）丙某"], ["甲公司", "乙某", "丙某"]),
        (["1 甲公司", "2 乙某"], ["甲公司", "乙某"]),
        (["甲公司", "1、乙某", "2、丙某", "3、丁某"], ["甲公司", "乙某", "丙某", "丁某"]),
        (["甲公司", "1、乙某"], ["甲公司", "1、乙某"]),
        (["2、甲公司", "3、乙某"], ["甲公司", "乙某"]),
        (["1甲公司", "2乙某"], ["甲公司", "乙某"]),
        (["3M公司", "乙某"], ["3M公司", "乙某"]),
        (["1号基金"], ["1号基金"]),
        (["1、甲", "3、丙", "2、乙"], ["甲", "丙", "乙"]),
        (["1. (1)甲公司", "2. (2)#乙某"], ["甲公司", "乙某"]),
        (["1、1. 甲公司", "2、2. 乙某"], ["甲公司", "乙某"]),
        (["①甲公司", "②乙某", "③丙某"], ["甲公司", "乙某", "丙某"]),
        (["一、甲公司", "二、乙某", "三、丙某"], ["甲公司", "乙某", "丙某"]),
        (["（一）一汽", "（二）三一", "（三）七匹狼"], ["一汽", "三一", "七匹狼"]),
        (["[1] 甲公司", "【2】乙某"], ["甲公司", "乙某"]),
        (["1)甲公司", "2)乙某"], ["甲公司", "乙某"]),
        (["No.1 甲公司", "No.2 乙某"], ["甲公司", "乙某"]),
        (["第1名：甲公司", "第2名：乙某"], ["甲公司", "乙某"]),
        (["1、1号基金", "2、2号基金", "3、3号基金"], ["1号基金", "2号基金", "3号基金"]),
        (["一汽", "二重", "三一"], ["一汽", "二重", "三一"]),
        # The rest of a table overleaf counts on.
        (["(6)甲某", "(7)乙某", "(8)丙某"], ["甲某", "乙某", "丙某"]),
        (["(10)丙某"], ["丙某"]),
        (["3M公司", "4M公司", "5M公司"], ["3M公司", "4M公司", "5M公司"]),
    ],
)
def test_the_numbers_of_rows_are_no_part_of_names(printed, given):
    assert unnumbered(printed) == given


@pytest.mark.parametrize(
    ("printed", "numbered"),
    [
        (["A. 甲公司", "B. 乙某", "C. 丙某"], True),
        (["• 甲公司", "• 乙某", "• 丙某"], True),
        (["J.P.MORGAN", "U.B.S.", "甲公司"], False),
        (["（香港）甲公司", "“乙”公司", "丙某"], False),
    ],
)
def test_what_else_numbers_rows_is_told(printed, numbered):
    assert still_numbered(unnumbered(printed)) is numbered


@pytest.mark.parametrize(("value", "doubted"), [("4.8037", True), ("4.80", False), ("4.8", False)])
def test_the_only_ratio_of_a_summary_with_digits_behind_it_is_doubted(value, doubted):
    """Two figures of one ratio showed no column's places; their change has them too."""
    cells = dict.fromkeys(("value", "prior", "change"), Source(1))
    ratio = FinancialRecord(
        "roe_weighted",
        "净资产收益率",
        "%",
        "year_to_date",
        D(value),
        D("4.49"),
        change=D("0.31"),
        change_unit="pp",
        cells=cells,
    )
    (found,) = with_changes([ratio])
    assert (found.cells["value"].doubt == DOUBT) is doubted


def test_numbers_of_rows_between_which_some_were_lost():
    """(5) had no figures and (1) other words before it: the others kept their numbers as parts of their names."""
    names = ["质押(1)甲公司", "(2)乙公司", "(3)丙公司", "(6)丁公司"]
    assert unnumbered(names) == ["质押(1)甲公司", "乙公司", "丙公司", "丁公司"]
    assert unnumbered(names[:2]) == names[:2]
