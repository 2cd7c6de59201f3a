"""What every report prints and an extraction has lost is named."""

from __future__ import annotations

from kunlun_cli import read

SQUARES = "云岭电子股份有限公司\n2024 年半年度报告摘要\n重要提示\n主要会计数据\n■\n公司股东数量及持股情况\n■\n■\n"


def test_a_newspaper_s_squares_are_the_tables_that_are_missing():
    found = read(SQUARES.encode(), name="made.txt")
    for problems in (found.financials.problems, found.holders.problems):
        assert "as newspapers print them" in problems[0].message
