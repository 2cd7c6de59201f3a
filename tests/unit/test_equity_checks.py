"""The statement of changes in equity against the others, and what only moves within it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kunlun_cli.checks import Facts, rule
from kunlun_cli.checks.cases import INFO, moved, stated, statements
from kunlun_cli.checks.finding import Finding
from kunlun_cli.records import EquityRecord

SHEET = {
    "share_capital": ("股本", "646,875,384.00", "646,875,384.00"),
    "capital_reserve": ("资本公积", "1,598,492,385.87", "1,598,000,000.00"),
    "treasury_shares": ("减：库存股", "11,000,000.00", "11,000,000.00"),
    "surplus_reserve": ("盈余公积", "354,236,925.34", "313,229,143.03"),
    "undistributed_profit": ("未分配利润", "1,765,715,071.50", "1,436,299,215.93"),
    "total_equity": ("所有者权益合计", "4,354,319,766.71", "3,983,403,742.96"),
}
CLOSING = {item: value for item, (_, value, _) in SHEET.items()}
OPENING = {item: prior for item, (_, _, prior) in SHEET.items()}
APPROPRIATION = ("surplus_reserve_appropriation", "提取盈余公积")


def found(code: str, facts: Facts) -> tuple[Finding, ...]:
    return rule(code).run(facts)[1]


def filing(*equity: EquityRecord, period: str = "2024A", **sheet: str) -> Facts:
    """A balance sheet and these lines of the changes in equity."""
    lines = (
        stated(item, label, sheet.get(item, value), prior, of="balance_sheet")
        for item, (label, value, prior) in SHEET.items()
    )
    end = dt.date(2024, 12, 31) if period == "2024A" else dt.date(2024, 6, 30)
    return replace(statements(*lines, equity=equity), info=replace(INFO, period=period, period_end=end))


def closing(**printed: str) -> tuple[EquityRecord, ...]:
    return moved("closing_balance", "四、本期期末余额", **{**CLOSING, **printed})


class TestBalances:
    def test_own_shares_are_taken_away_whatever_their_sign(self) -> None:
        assert not found("KL618", filing(*closing()))
        assert not found("KL618", filing(*closing(treasury_shares="-11,000,000.00")))

    def test_a_figure_with_which_the_columns_do_not_add_up(self) -> None:
        (finding,) = found("KL618", filing(*closing(surplus_reserve="321,987,654.32")))
        assert (finding.severity, finding.printed, finding.expected) == ("error", "321,987,654.32", "354,236,925.34")
        assert "the columns add up with 354,236,925.34" in finding.message

    def test_the_balance_sheet_is_odd_where_the_columns_add_up(self) -> None:
        (finding,) = found("KL618", filing(*closing(), surplus_reserve="354,263,925.34"))
        assert (finding.severity, finding.printed, finding.slip) == ("error", "354,263,925.34", "digits_swapped")

    def test_what_neither_a_sum_nor_a_slip_explains_is_a_warning(self) -> None:
        (finding,) = found("KL618", filing(*closing(), surplus_reserve="298,765,432.10"))
        assert finding.severity == "warning"

    def test_several_that_differ_are_of_another_notion(self) -> None:
        assert not found("KL618", filing(*closing(surplus_reserve="1,234,567.89", undistributed_profit="9,876,543.21")))

    def test_two_columns_that_lack_a_movement_are_one_finding(self) -> None:
        lacking = closing(surplus_reserve="313,229,143.03", undistributed_profit="1,806,722,853.81")
        (finding,) = found("KL618", filing(*lacking))
        assert (finding.severity, finding.printed, finding.expected) == ("error", "313,229,143.03", "354,236,925.34")
        assert "1,806,722,853.81 beside it is off by as much" in finding.message

    def test_a_figure_that_was_not_read_safely_accuses_nobody(self) -> None:
        records = closing(surplus_reserve="321,987,654.32")
        doubted = tuple(
            replace(r, source=replace(r.source, doubt="mark")) if r.column == "share_capital" else r for r in records
        )
        assert not found("KL618", filing(*doubted))

    def test_a_year_may_open_with_what_was_restated(self) -> None:
        before = moved("opening_balance_last_year", "一、上年期末余额", **OPENING)
        restated = {**OPENING, "undistributed_profit": "1,436,000,000.00", "total_equity": "3,983,104,527.03"}
        after = moved("opening_balance", "二、本年期初余额", **restated)
        assert not found("KL618", filing(*before, *after))
        wrong = moved("opening_balance", "二、本年期初余额", **{**OPENING, "surplus_reserve": "313,229,413.03"})
        (finding,) = found("KL618", filing(*wrong))
        assert finding.printed == "313,229,413.03"

    def test_what_differs_in_one_column_alone_was_not_restated(self) -> None:
        before = moved("opening_balance_last_year", "一、上年期末余额", **OPENING)
        wrong = moved("opening_balance", "二、本年期初余额", **{**OPENING, "surplus_reserve": "313,229,413.03"})
        (finding,) = found("KL618", filing(*before, *wrong))
        assert (finding.severity, finding.printed, finding.expected) == ("error", "313,229,413.03", "313,229,143.03")

    @pytest.mark.parametrize(("period", "told"), [("2024A", 1), ("2024H1", 0)])
    def test_the_comparison_closes_with_the_opening_balance_in_reports_of_years_alone(
        self, period: str, told: int
    ) -> None:
        prior = {**OPENING, "surplus_reserve": "313,229,413.03"}
        equity = moved("closing_balance", "四、本期期末余额", span="prior", **prior)
        assert len(found("KL618", filing(*equity, period=period))) == told


def test_the_comprehensive_income_is_that_of_the_income_statement() -> None:
    lines = (
        stated("net_profit_parent", "归属于母公司股东的净利润", "74,611,329.88", "-42,890,580.25"),
        stated("comprehensive_income_parent", "归属于母公司所有者的综合收益总额", "75,000,000.11", "-42,890,580.25"),
        stated("comprehensive_income_minority", "归属于少数股东的综合收益总额", "1,250,000.50", "-890,580.25"),
        stated("comprehensive_income", "综合收益总额", "76,250,000.61", "-43,781,160.50"),
    )
    printed = {
        "other_comprehensive_income": "388,670.23",
        "undistributed_profit": "74,611,329.88",
        "subtotal": "75,000,000.11",
        "minority_interests": "1,250,000.50",
        "total_equity": "76,250,000.61",
    }
    equity = moved("comprehensive_income", "（一）综合收益总额", **printed)
    assert not found("KL618", statements(*lines, equity=equity))
    equity = moved("comprehensive_income", "（一）综合收益总额", **{**printed, "undistributed_profit": "74,611,392.88"})
    (finding,) = found("KL618", statements(*lines, equity=equity))
    assert (finding.severity, finding.printed, finding.expected) == ("error", "74,611,392.88", "74,611,329.88")


class TestMoves:
    def test_without_another_line_that_cancels_nobody_is_accused(self) -> None:
        equity = moved(*APPROPRIATION, surplus_reserve="28,872,612.71", undistributed_profit="-28,827,612.71")
        assert not found("KL619", statements(equity=equity))

    def test_the_parents_line_says_which_figure_is_odd(self) -> None:
        parent = moved(
            *APPROPRIATION, scope="parent", surplus_reserve="28,872,612.71", undistributed_profit="-28,872,612.71"
        )
        group = moved(*APPROPRIATION, surplus_reserve="28,827,612.71", undistributed_profit="-28,872,612.71")
        (finding,) = found("KL619", statements(equity=(*group, *parent)))
        assert (finding.printed, finding.expected) == ("28,827,612.71", "28,872,612.71")

    def test_a_line_of_another_year_says_only_that_they_do_not_cancel(self) -> None:
        before = moved(*APPROPRIATION, span="prior", surplus_reserve="500.00", undistributed_profit="-500.00")
        now = moved(*APPROPRIATION, surplus_reserve="28,872,612.71", undistributed_profit="-31,415,926.53")
        (finding,) = found("KL619", statements(equity=(*before, *now)))
        assert finding.expected is None

    def test_a_line_that_has_a_total_makes_it(self) -> None:
        before = moved(*APPROPRIATION, span="prior", surplus_reserve="500.00", undistributed_profit="-500.00")
        now = moved(*APPROPRIATION, surplus_reserve="900.00", undistributed_profit="-800.00", total_equity="100.00")
        assert not found("KL619", statements(equity=(*before, *now)))
