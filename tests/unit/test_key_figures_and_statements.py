"""Key figures that the statements print again: what is found where no other period stands beside them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kunlun_cli.checks import Facts, rule
from kunlun_cli.checks.cases import line, stated, statements
from kunlun_cli.checks.finding import Finding
from kunlun_cli.records import StatementRecord


def found(code: str, facts: Facts) -> tuple[Finding, ...]:
    return rule(code).run(facts)[1]


class TestTheThirdQuarter:
    """Its form prints this period and the change, and the period before in the statements alone."""

    def said(self, revenue: str, change: str) -> tuple[Finding, ...]:
        key = line("revenue", "营业收入", revenue, None, change)
        return found("KL611", statements(stated("revenue", "营业收入", "418,931,219.77", "402,813,519.23"), key=(key,)))

    def test_both_agree(self) -> None:
        assert not self.said("418,931,219.77", "4.00")

    def test_a_digit_is_another(self) -> None:
        (finding,) = self.said("418,331,219.77", "4.00")
        assert (finding.severity, finding.slip, finding.expected) == ("error", "digit_changed", "418,931,219.77")

    def test_another_figure_is_of_something_else(self) -> None:
        assert not self.said("402,813,519.23", "4.00")
        assert not self.said("390,000,000.00", "4.00")

    def test_in_another_unit_it_is_misread_and_nobody_is_accused(self) -> None:
        assert not self.said("418,931.21977", "4.00")

    @pytest.mark.parametrize(("change", "severity"), [("0.40", "error"), ("4.01", "warning"), ("4.10", "error")])
    def test_the_change_is_against_the_statements(self, change: str, severity: str) -> None:
        (finding,) = self.said("418,931,219.77", change)
        assert (finding.printed, finding.expected, finding.severity) == (change, "4.00", severity)


class TestEarningsPerShare:
    def said(self, value: str, prior: str) -> tuple[Finding, ...]:
        key = line("eps_basic", "基本每股收益", value, prior, unit="CNY/share")
        return found("KL611", statements(stated("eps_basic", "基本每股收益", "0.54", "0.38"), key=(key,)))

    def test_they_are_those_of_the_income_statement(self) -> None:
        assert not self.said("0.54", "0.38")
        assert not self.said("0.540", "0.3801")
        (finding,) = self.said("0.74", "0.38")
        assert (finding.severity, finding.printed, finding.expected) == ("error", "0.74", "0.54")

    def test_of_the_period_before_a_bonus_issue_may_have_changed_one(self) -> None:
        (finding,) = self.said("0.54", "0.28")
        assert finding.severity == "warning"


class TestOneFigureTwice:
    """A line of two parts of which the company has one."""

    def said(self, continuing: str, *more: StatementRecord) -> tuple[Finding, ...]:
        lines = (
            stated("continuing_net_profit", "持续经营净利润", continuing, "60,565,065.43"),
            stated("net_profit", "净利润", "254,851,363.05", "60,565,065.43"),
        )
        return found("KL610", statements(*lines, *more))

    def test_only_a_slip_of_the_pen_accuses(self) -> None:
        assert not self.said("254,851,363.05")
        (finding,) = self.said("254,851,363.03")
        assert (finding.severity, finding.slip) == ("error", "digit_changed")

    def test_a_part_that_is_blank_in_both_periods_is_none(self) -> None:
        blank = replace(stated("discontinued_net_profit", "终止经营净利润", "1", "1"), value=None, prior=None)
        assert [f.severity for f in self.said("254,851,363.03", blank)] == ["error"]
        assert not self.said("201,444,908.17", blank)

    def test_a_part_that_one_period_prints_may_be_missing(self) -> None:
        part = replace(stated("discontinued_net_profit", "终止经营净利润", "1", "1"), prior=None)
        assert not self.said("254,851,362.05", part)


def test_other_comprehensive_income_is_made_of_two_kinds() -> None:
    def said(first: str) -> tuple[Finding, ...]:
        lines = (
            stated("oci_net", "其他综合收益的税后净额", "-12,905,656.02", "8,000,000.00", scope="parent"),
            stated("oci_not_reclassified", "不能重分类进损益的其他综合收益", first, "3,000,000.00", scope="parent"),
            stated("oci_reclassified", "将重分类进损益的其他综合收益", "200,000.00", "5,000,000.00", scope="parent"),
        )
        return found("KL610", statements(*lines))

    assert not said("-13,105,656.02")
    (finding,) = said("-13,105,653.02")
    assert (finding.severity, finding.subject, finding.expected) == (
        "error",
        "其他综合收益的税后净额",
        "-12,905,653.02",
    )
