"""Cells of any disclosure that hold another kind of figure than their column says: withheld and named."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kunlun_cli.extract.cells import Figures
from kunlun_cli.extract.segments import segment_tables
from kunlun_cli.figures.units import Unit
from kunlun_cli.records import Problem
from kunlun_cli.tables.table import Cell
from tests.unit.drawn import drawn, line
from tests.unit.pages import financials, grid


def taken(name: str, text: str, unit: Unit | None = None) -> tuple[Decimal | None, bool]:
    problems: list[Problem] = []
    figures = Figures(problems)
    figures.take(name, Cell(text, 0, 0, 1, 1, 1, (0.0, 0.0, 1.0, 1.0)), "a row", unit)
    return figures.values.get(name), bool(problems)


@pytest.mark.parametrize("text", ["12.30%", "增加3个百分点", "增长1.5倍", "1,000.5012"])
def test_an_amount_is_none_of_these(text: str):
    assert taken("value", text, Unit()) == (None, True)


def test_a_change_may_be_said_in_words_but_not_in_times():
    assert taken("change", "扭亏为盈") == (None, False)
    assert taken("change", "增长1.5倍") == (None, True)
    assert taken("value", "扭亏为盈") == (None, True)


def test_a_change_of_research_in_times_is_no_per_cent():
    table = drawn([["", "2031年", "2030年", "变动比例"], ["研发投入金额（元）", "250.00", "100.00", "增长1.5倍"]])
    found = segment_tables([[line("公司研发投入情况"), table]])
    assert (found.research[0].value, found.research[0].change) == (Decimal("250.00"), None)
    assert [p.code for p in found.problems] == ["unreadable-cell"]


def test_quarters_with_their_own_unit_or_in_per_cent():
    heading = ["", "第一季度", "第二季度", "第三季度", "第四季度"]
    rows = [["营业收入", "1.50万元", "2.00", "3.00", "4.00"], ["毛利率情况", "1.00%", "2.00%", "3.00%", "4.00%"]]
    found = financials("分季度主要财务指标", "单位：元", grid(heading, *rows)).quarterly
    assert [(r.unit, r.q1) for r in found] == [("CNY", Decimal(15000)), ("%", Decimal("1.00"))]
