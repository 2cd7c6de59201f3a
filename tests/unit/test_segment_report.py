"""The segment report against the statements, and the sign of what goes between the segments."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kunlun_cli.checks import Facts, rule
from kunlun_cli.checks.cases import stated, statements, table
from kunlun_cli.checks.finding import Finding

ASSETS = stated("total_assets", "资产总计", "2,464,948,703.85", "2,003,117,209.41", of="balance_sheet")
HEADS = ("项目", "冷冻设备", "罐式集装箱", "分部间抵销", "合计")
COST = ("主营业务成本", "499,177,169.82", "400,000,000.00", "16,497,953.99", "882,679,215.83")
REVENUE = ("主营业务收入", "651,030,435.11", "500,000,000.00", "15,391,067.06", "1,135,639,368.05")
LIABILITIES = ("负债总额", "426,831,317.64", "300,000,000.00", "7,284,504.25", "719,546,813.39")


def found(code: str, facts: Facts) -> tuple[Finding, ...]:
    return rule(code).run(facts)[1]


def report(*assets: str, cost: tuple[str, ...] = COST) -> Facts:
    sheet = table(HEADS, REVENUE, cost, ("资产总额", *assets), LIABILITIES, title="（2）报告分部的财务信息")
    return replace(statements(ASSETS), tables=sheet.tables)


@pytest.mark.parametrize("code", ["KL602", "KL621"])
def test_what_goes_between_the_segments_is_taken_away_where_the_rows_have_it_so(code: str) -> None:
    assert not found(code, report("2,169,132,281.25", "1,000,000,000.00", "704,183,577.40", "2,464,948,703.85"))


def test_a_column_of_eliminations_printed_positive_confirms_the_totals() -> None:
    wrong = (*COST[:4], "882,697,215.83")
    facts = report("2,169,132,281.25", "1,000,000,000.00", "704,183,577.40", "2,464,948,703.85", cost=wrong)
    (finding,) = found("KL602", facts)
    assert (finding.printed, finding.expected) == ("882,697,215.83", "882,679,215.83")


def test_a_total_that_is_neither_that_of_the_segments_nor_of_the_statements() -> None:
    (finding,) = found("KL621", report("2,169,132,281.25", "1,000,000,000.00", "704,183,577.40", "2,464,984,703.85"))
    assert (finding.severity, finding.printed, finding.expected) == ("error", "2,464,984,703.85", "2,464,948,703.85")


def test_a_segment_that_a_slip_explains_where_the_total_is_that_of_the_statements() -> None:
    (finding,) = found("KL621", report("2,169,123,281.25", "1,000,000,000.00", "704,183,577.40", "2,464,948,703.85"))
    assert (finding.severity, finding.printed) == ("error", "2,169,123,281.25")


def test_segments_that_no_slip_explains_are_a_warning() -> None:
    (finding,) = found("KL621", report("2,169,132,281.25", "1,314,159,265.35", "704,183,577.40", "2,464,948,703.85"))
    assert (finding.severity, finding.printed) == ("warning", "2,464,948,703.85")


def test_assets_of_the_segments_that_leave_some_out_are_no_finding() -> None:
    assert not found("KL621", report("2,000,000,000.00", "1,000,000,000.00", "704,183,577.40", "2,295,816,422.60"))


def test_a_total_without_segments_is_no_finding() -> None:
    assert not found("KL621", report("", "", "", "2,464,948,703.85"))
