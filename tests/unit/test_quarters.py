"""Which of several tables of quarters is the year's."""

from __future__ import annotations

from decimal import Decimal

from kunlun_cli.extract.quarters import Quarters, the_years
from kunlun_cli.records import FinancialRecord, QuarterlyRecord

YEAR = FinancialRecord("revenue", "营业收入", "CNY", "year_to_date", Decimal(100))


def table(*quarters: int) -> Quarters:
    return Quarters((QuarterlyRecord("revenue", "营业收入", "CNY", *map(Decimal, quarters)),))


def test_the_table_whose_quarters_add_up_to_the_year_is_taken_wherever_it_stands() -> None:
    """The first was taken, also where it was another year's."""
    ours, another = table(10, 20, 30, 40), table(1, 2, 3, 4)
    for tables in ([ours, another], [another, ours]):
        assert the_years(tables, [YEAR]) == ours


def test_where_the_year_does_not_tell_the_doubt_is_named() -> None:
    found = the_years([table(1, 2, 3, 4), table(5, 6, 7, 8)], [YEAR])
    assert [problem.code for problem in found.problems] == ["two-candidates"]
    assert [(line.q1, line.q4) for line in found.records] == [(None, None)]


def test_one_table_printed_twice_is_no_doubt() -> None:
    assert not the_years([table(1, 2, 3, 4), table(1, 2, 3, 4)], [YEAR]).problems


def test_lines_below_a_heading_printed_again_are_of_the_same_table() -> None:
    """The table that made the year was taken, and the lines above the heading that was printed again were lost."""
    rest = Quarters((QuarterlyRecord("net_profit_parent", "净利润", "CNY", *map(Decimal, (1, 1, 1, 1))),))
    found = the_years([table(10, 20, 30, 40), rest], [YEAR])
    assert [line.item for line in found.records] == ["revenue", "net_profit_parent"]
    assert not found.problems


def test_of_a_line_that_one_table_has_twice_neither_is_given() -> None:
    """A row below the table, of other figures under the same label, was given beside the right one."""
    both = Quarters((*table(10, 20, 30, 40).records, *table(1, 2, 3, 4).records))
    found = the_years([both], [YEAR])
    assert [problem.code for problem in found.problems] == ["two-candidates"]
    assert [line.q1 for line in found.records] == [None]
    again = Quarters((*table(10, 20, 30, 40).records, *table(10, 20, 30, 40).records))
    found = the_years([again], [YEAR])
    assert [line.q1 for line in found.records] == [Decimal(10)]
    assert not found.problems
