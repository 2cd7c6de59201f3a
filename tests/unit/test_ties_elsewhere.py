"""Dividends, research and holdings that stand in several places: what is found, and when nothing is said."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kunlun_cli.checks import Facts, rule
from kunlun_cli.checks.cases import distribution, holder, holders, line, number, stated, statements, table
from kunlun_cli.checks.finding import Finding
from kunlun_cli.records import EquityRecord, Financials, Holder, ResearchRecord, Segments, Statements


def found(code: str, facts: Facts) -> tuple[Finding, ...]:
    return rule(code).run(facts)[1]


def of_year(facts: Facts) -> Facts:
    return replace(facts, info=replace(facts.info, kind="annual", period="2024A", period_end=dt.date(2024, 12, 31)))


class TestThePlan:
    def said(self, after: str, *, base: str = "429,000,000", interim: bool = False) -> tuple[Finding, ...]:
        facts = distribution(cash_per_ten="1.50", base_shares=base, cash="64,350,000.00")
        (plan,) = facts.financials.distribution
        facts = replace(facts, financials=Financials(distribution=(replace(plan, interim=interim),)))
        return found("KL117", replace(facts, tables=table(("", ""), ("拟分配的利润或股利", after)).tables))

    def test_the_events_after_the_period_tell_the_same(self) -> None:
        assert not self.said("64,350,000.00")
        (finding,) = self.said("63,450,000.00")
        assert (finding.printed, finding.expected, finding.slip) == ("63,450,000.00", "64,350,000.00", "digits_swapped")

    def test_commas_in_the_wrong_place_do_not_hide_a_digit_that_is_lost(self) -> None:
        (finding,) = self.said("64,350,00.00")
        assert (finding.expected, finding.slip) == ("64,350,000.00", "digit_lost")

    def test_a_plan_that_does_not_follow_confirms_nothing(self) -> None:
        assert not self.said("63,450,000.00", base="430,000,000")

    def test_an_interim_dividend_may_be_part_of_it(self) -> None:
        assert not self.said("63,450,000.00", interim=True)

    def test_another_sum_may_be_of_something_else(self) -> None:
        assert not self.said("171,600,000.00")


class TestThreeYears:
    HEADS = ("分红年度", "现金分红金额（含税）", "归属于上市公司普通股股东的净利润", "占净利润的比率(%)")

    def said(self, profit: str, share: str = "17.93", *, before: str | None = None) -> tuple[Finding, ...]:
        rows = (("2024年", "64,350,000.00", "402,233,891.06", "16.00"), ("2023年", "64,350,000.00", profit, share))
        facts = table(self.HEADS, *rows)
        key = line("net_profit_parent", "归属于上市公司股东的净利润", "402,233,891.06", "358,950,104.80")
        key = replace(key, prior_before_restatement=number(before))
        return found("KL117", of_year(replace(facts, financials=Financials(records=(key,)))))

    def test_the_profits_are_the_key_figures(self) -> None:
        assert not self.said("358,950,104.80")
        (finding,) = self.said("359,850,104.80", "17.88")
        assert (finding.printed, finding.expected) == ("359,850,104.80", "358,950,104.80")

    def test_the_profit_before_a_restatement_stands_for_itself(self) -> None:
        assert not self.said("359,850,104.80", "17.88", before="359,850,104.80")
        assert not self.said("340,112,007.13", "18.92"), "no slip makes the one of the other"

    def test_one_year_confirms_no_share(self) -> None:
        assert not self.said("358,950,104.80", "19.73")

    def test_the_share_beside_it_does(self) -> None:
        heads = (*self.HEADS, "现金分红总额", "现金分红总额占净利润的比率(%)")
        rows = (
            ("2024年", "64,350,000.00", "402,233,891.06", "16.00", "64,350,000.00", "16.00"),
            ("2023年", "64,350,000.00", "358,950,104.80", "17.93", "64,350,000.00", "19.73"),
        )
        (finding,) = found("KL117", table(heads, *rows))
        assert (finding.printed, finding.expected) == ("19.73", "17.93")


class TestTheNoteOnUndistributedProfit:
    SECTION = ("七、合并财务报表项目注释", "60、未分配利润")

    def said(self, paid: str, *, prior: str = "107,250,000.00") -> tuple[Finding, ...]:
        equity = tuple(
            EquityRecord(
                "consolidated",
                span,
                "distribution_to_owners",
                "对所有者的分配",
                "undistributed_profit",
                "",
                value=number(v),
            )
            for span, v in (("current", "-64,350,000.00"), ("prior", "-107,250,000.00"))
        )
        note = table(("项目", "本期", "上期"), ("应付普通股股利", paid, prior), section=self.SECTION)
        return found("KL117", replace(note, statements=Statements(equity=equity)))

    def test_what_was_distributed_is_what_the_equity_statement_says(self) -> None:
        assert not self.said("64,350,000.00")
        (finding,) = self.said("63,450,000.00")
        assert (finding.printed, finding.expected) == ("63,450,000.00", "64,350,000.00")

    def test_where_both_periods_differ_they_are_two_things(self) -> None:
        assert not self.said("63,450,000.00", prior="107,520,000.00")


class TestHoldings:
    TOP = (
        holder("甲某", "21,576,864", restricted_shares="16,182,648"),
        holder("乙某", "3,596,144", restricted_shares="2,697,108", rank=2),
    )

    def restricted(self, *rows: tuple[str, str], top: tuple[Holder, ...] = TOP) -> tuple[Finding, ...]:
        return found("KL212", replace(holders(*top), tables=table(("股东名称", "期末限售股数"), *rows).tables))

    @pytest.mark.parametrize("first", ["16,182,648", "1,618.2648"])
    def test_a_slip_is_found_where_another_holder_agrees(self, first: str) -> None:
        assert not self.restricted(("甲某", first), ("乙某", "2,697,108"))
        (finding,) = self.restricted(("甲某", first), ("乙某", "2,679,108"))
        assert (finding.subject, finding.printed, finding.slip) == ("乙某", "2,679,108", "digits_swapped")

    @pytest.mark.parametrize(
        "rows",
        [
            (("甲某", "16,128,648"), ("乙某", "2,679,108")),
            (("甲某", "16,182,648"), ("乙某", "2,797,108")),
            (("甲某", "16,182,648"), ("乙某", "2,679,108"), ("乙某", "18,000")),
            (("甲某", "16,182,648"), ("乙某", "0")),
            (("甲某", "16,182,648"), ("乙某", "1,404,331")),
        ],
        ids=["none agrees", "round thousands", "two sorts of shares", "none left", "no slip"],
    )
    def test_it_is_silent(self, rows: tuple[tuple[str, str], ...]) -> None:
        assert not self.restricted(*rows)

    def test_directors_are_told_by_the_heading_of_their_names(self) -> None:
        rows = (("甲某", "21,576,864"), ("乙某", "3,569,144"))
        for head, told in (("姓名", True), ("公司名称", False)):
            facts = replace(holders(*self.TOP), tables=table((head, "期末持股数"), *rows).tables)
            assert bool(found("KL213", facts)) is told


class TestResearch:
    def said(self, **changed: str) -> tuple[Finding, ...]:
        printed = {
            "expensed": ("28,962,909.02", "15,089,765.04"),
            "capitalised": ("3,366,167.06", "1,204,331.90"),
            "amount": ("32,329,076.08", "16,294,096.94"),
            "capitalised_share": ("10.41", "7.39"),
        }
        rows = [
            ResearchRecord(item, item, "%" if "share" in item else "CNY", number(changed.get(item, v)), number(p))
            for item, (v, p) in printed.items()
        ]
        line = stated("rd_expenses", "研发费用", changed.get("stated", "28,962,909.02"), "15,089,765.04")
        return found("KL413", replace(statements(line), segments=Segments(research=tuple(rows))))

    def test_each_figure_is_found(self) -> None:
        assert not self.said()
        assert [f.printed for f in self.said(capitalised_share="14.01")] == ["14.01"]
        assert "33,229,076.08" in [f.printed for f in self.said(amount="33,229,076.08")]
        assert "28,926,909.02" in [f.printed for f in self.said(expensed="28,926,909.02")]

    def test_expenses_that_no_slip_explains_are_another_notion(self) -> None:
        assert not self.said(stated="30,004,117.55")

    def test_what_follows_in_no_period_is_another_form(self) -> None:
        rows = (
            ResearchRecord("amount", "研发投入", "CNY", number("32,329,076.08"), number("16,294,096.94")),
            ResearchRecord("capitalised", "资本化", "CNY", number("3,366,167.06"), number("1,204,331.90")),
            ResearchRecord("capitalised_share", "比例", "%", number("11.62"), number("7.98")),
        )
        assert not found("KL413", replace(statements(), segments=Segments(research=rows)))


class TestThePayout:
    """The tables of Shanghai that print the dividend's part of the profit, of the year and since 2024 of three."""

    YEAR = (
        ("现金分红金额（含税）", "10,581,381.09"),
        ("合并报表中归属于上市公司普通股股东的净利润", "74,611,329.88"),
        ("现金分红金额占合并报表中归属于上市公司普通股股东的净利润的比率（%）", "14.18"),
        ("以现金方式回购股份计入现金分红的金额", "149,501,191.56"),
        ("合计分红金额（含税）", "160,082,572.65"),
        ("合计分红金额占合并报表中归属于上市公司普通股股东的净利润的比率（%）", "214.56"),
    )
    THREE = (
        ("最近三个会计年度累计现金分红金额（含税）(1)", "10,581,381.09"),
        ("最近三个会计年度累计回购并注销金额(2)", "149,501,191.56"),
        ("最近三个会计年度现金分红和回购并注销累计金额(3)=(1)+(2)", "160,082,572.65"),
        ("最近三个会计年度年均净利润金额(4)", "74,611,329.88"),
        ("最近三个会计年度现金分红比例（%）(5)=(3)/(4)", "214.56"),
    )

    def said(
        self, rows: tuple[tuple[str, str], ...], at: int, text: str, profit: str = "74,611,329.88"
    ) -> tuple[Finding, ...]:
        changed = [(label, text if i == at else printed) for i, (label, printed) in enumerate(rows)]
        key = line("net_profit_parent", "归属于上市公司股东的净利润", profit, "358,950,104.80")
        facts = replace(table(("", ""), *changed), financials=Financials(records=(key,)))
        return found("KL117", of_year(facts))

    def test_nothing_is_said_of_what_follows(self) -> None:
        assert not self.said(self.YEAR, 0, "10,581,381.09")
        assert not self.said(self.THREE, 0, "10,581,381.09")

    @pytest.mark.parametrize(
        ("at", "text", "expected"),
        [(2, "14.81", "14.18"), (4, "160,028,572.65", "160,082,572.65"), (5, "216.45", "214.56")],
    )
    def test_a_share_or_a_total_of_the_year(self, at: int, text: str, expected: str) -> None:
        (first, *_) = self.said(self.YEAR, at, text)
        assert (first.severity, first.printed, first.expected) == ("error", text, expected)

    @pytest.mark.parametrize(
        ("at", "text", "expected"), [(4, "241.56", "214.56"), (2, "160,082,752.65", "160,082,572.65")]
    )
    def test_a_share_or_a_total_of_three_years(self, at: int, text: str, expected: str) -> None:
        (first, *_) = self.said(self.THREE, at, text)
        assert (first.severity, first.printed, first.expected) == ("error", text, expected)

    def test_the_profit_is_the_key_figure(self) -> None:
        (finding,) = self.said(self.YEAR, 9, "", profit="74,611,239.88")
        assert (finding.printed, finding.expected) == ("74,611,329.88", "74,611,239.88")

    def test_a_profit_of_another_notion_is_no_slip(self) -> None:
        assert not self.said(self.YEAR, 9, "", profit="80,204,118.07")

    def test_what_nothing_confirms_accuses_nobody(self) -> None:
        shares = (*self.YEAR[:2], ("现金分红金额占合并报表中归属于上市公司普通股股东的净利润的比率（%）", "31.05"))
        assert not self.said(shares, 9, "", profit="80,204,118.07")
        assert self.said(shares, 9, "")

    def test_both_may_be_of_the_dividend_of_half_a_year_too(self) -> None:
        rows = [list(row) for row in self.YEAR]
        rows[2][1], rows[5][1] = "20.11", "220.49"
        assert not self.said(tuple((a, b) for a, b in rows), 9, "", profit="80,204,118.07")


class TestTheCapital:
    """Shares before and after in the table of their changes, of restricted shares, and in the balance sheet."""

    def said(self, total: str, *, opening: str = "27,866,787", capital: str = "66,519,431.00") -> tuple[Finding, ...]:
        changes = table(
            ("", "本次变动前数量", "本次变动后数量"),
            ("一、有限售条件股份", "27,866,787", "10,541,875"),
            ("二、无限售条件股份", "38,196,164", "55,977,556"),
            ("三、股份总数", "66,062,951", "66,519,431"),
        )
        rows = (("甲某", opening, total), ("合计", opening, total))
        restricted = table(("股东名称", "期初限售股数", "期末限售股数"), *rows)
        facts = statements(stated("share_capital", "股本", capital, "66,062,951.00", of="balance_sheet"))
        return found("KL214", replace(facts, tables=(*changes.tables, *restricted.tables)))

    def test_both_tables_tell_one_total(self) -> None:
        assert not self.said("10,541,875")
        (finding,) = self.said("10,514,875")
        assert (finding.severity, finding.printed, finding.expected) == ("error", "10,514,875", "10,541,875")

    def test_a_table_without_the_shares_of_directors_is_another_total(self) -> None:
        assert not self.said("10,514,875", opening="26,102,331")
        assert not self.said("8,118,204")

    def test_shares_granted_and_not_yet_entered_are_round(self) -> None:
        assert not self.said("10,541,875", capital="66,619,431.00")

    def test_the_share_capital_is_that_of_the_balance_sheet(self) -> None:
        (finding,) = self.said("10,541,875", capital="66,591,431.00")
        assert (finding.printed, finding.expected) == ("66,519,431", "66,591,431")
