"""Changes in equity of which the figures stand under other headings than in the balance sheet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kunlun_cli.checks.cases import moved, stated
from kunlun_cli.records import EquityRecord, Problem
from kunlun_cli.statements.equity_places import well_placed

BALANCE = (
    stated("share_capital", "股本", "567,140,242.00", "567,143,992.00", of="balance_sheet"),
    stated("capital_reserve", "资本公积", "330,325,562.76", "326,227,195.32", of="balance_sheet"),
    stated("treasury_shares", "减：库存股", "44,225,747.65", "47,401,955.65", of="balance_sheet"),
    stated("surplus_reserve", "盈余公积", "283,825,768.64", "283,825,768.64", of="balance_sheet"),
)
RIGHT = {
    "share_capital": "567,143,992.00",
    "capital_reserve": "326,227,195.32",
    "treasury_shares": "47,401,955.65",
    "surplus_reserve": "283,825,768.64",
}


def kept(**printed: str) -> tuple[tuple[EquityRecord, ...], list[Problem]]:
    problems: list[Problem] = []
    rows = moved("opening_balance_last_year", "一、上年期末余额", **printed)
    return well_placed(BALANCE, rows, problems), problems


def test_figures_in_their_columns_are_taken() -> None:
    rows, problems = kept(**RIGHT)
    assert len(rows) == len(RIGHT)
    assert not problems


def test_figures_one_column_off_are_withheld_and_named() -> None:
    shifted = {"treasury_shares": "326,227,195.32", "other_comprehensive_income": "47,401,955.65"}
    rows, (problem,) = kept(share_capital="567,143,992.00", surplus_reserve="283,825,768.64", **shifted)
    assert not rows
    assert problem.code == "columns-doubtful"


@pytest.mark.parametrize(
    "wrong",
    [
        {"capital_reserve": "326,227,159.32"},  # a slip of the pen
        {"capital_reserve": "47,401,955.65"},  # one figure in another column beside its own
        {"capital_reserve": "100.00", "surplus_reserve": "200.00"},  # another edition
    ],
)
def test_what_the_filer_may_have_printed_stays(wrong: dict[str, str]) -> None:
    rows, problems = kept(**{**RIGHT, **wrong})
    assert len(rows) == len(RIGHT)
    assert not problems


def test_a_row_that_is_doubted_itself_takes_no_other_with_it() -> None:
    shifted = {"treasury_shares": "326,227,195.32", "other_comprehensive_income": "47,401,955.65"}
    rows = moved("opening_balance_last_year", "一、上年期末余额", **shifted)
    doubted = tuple(replace(r, source=replace(r.source, doubt="its row has 15 cells")) for r in rows)
    problems: list[Problem] = []
    assert well_placed(BALANCE, doubted, problems) == doubted
    assert not problems
