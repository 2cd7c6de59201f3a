"""Columns and cells that a table must have and has not are named: they left without a word before."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest

from kunlun_cli.extract.expected import with_expected
from kunlun_cli.records import (
    FinancialRecord,
    Financials,
    Holder,
    Holders,
    Lending,
    LendingRecord,
    Problem,
    QuarterlyRecord,
    SegmentRecord,
    Segments,
    Source,
    StatementRecord,
    Statements,
)
from tests.unit import made

INFO = replace(made.INFO, kind="annual", form="full", period="2024A", exchange="SSE")


def row(label: str, *names: str, item: str | None = "revenue") -> FinancialRecord:
    cells = {name: Source(3, text="1") for name in names}
    figures: dict[str, Any] = dict.fromkeys(names, Decimal(1))
    return FinancialRecord(item, label, "CNY", "year_to_date", source=Source(3), cells=cells, **figures)


def said(part: Any, info: Any = INFO) -> list[tuple[str, str]]:
    return [(p.code, p.message) for p in with_expected(part, info).problems]


class TestColumns:
    def test_those_of_an_annual_report(self) -> None:
        given = Financials(
            (row("营业收入", "value", "prior"), row("净利润", "value", "prior", item="net_profit_parent"))
        )
        message = "the key figures table has no change, two_years_ago from 营业收入 on; a column may be missing"
        assert said(given) == [("missing-column", message)]

    @pytest.mark.parametrize(("kind", "lost"), [("half-year", "prior"), ("q1", ""), ("q3", "")])
    def test_those_of_other_reports(self, kind: str, lost: str) -> None:
        """Quarterly reports print no figures of the year before beside their flows."""
        found = said(Financials((row("营业收入", "value", "change"),)), replace(INFO, kind=kind, period="2024Q1"))
        assert [message.split(" has no ")[1].split(" from")[0] for _, message in found] == [lost] * bool(lost)

    def test_reports_of_before_the_form(self) -> None:
        assert not said(Financials((row("营业收入", "value"),)), replace(INFO, period="2004A"))

    def test_a_cell_that_could_not_be_read_is_a_column(self) -> None:
        whole = row("营业收入", "value", "prior", "change", "two_years_ago")
        assert not said(Financials((replace(whole, change=None),)))

    def test_a_column_that_is_blank_in_every_row(self) -> None:
        """The one row of a text's table had lost its last figure behind one in brackets on three lines."""
        whole = row("营业收入", "value", "prior", "change", "two_years_ago")
        blank = replace(whole, change=None, cells={**whole.cells, "change": Source(3, text="")})
        assert [code for code, _ in said(Financials((blank,)))] == ["missing-column"]
        assert not said(Financials((blank, whole)))

    def test_restricted_shares_may_be_blank_in_every_row(self) -> None:
        """Nine of 139 reports print none where nobody holds any."""
        holder = Holder("top10", 1, "某人", nature="境内自然人", shares=9, pct=Decimal(1))
        blank = replace(holder, cells={"restricted_shares": Source(4, text="")})
        assert not said(Holders(records=(blank,)), replace(INFO, exchange="SZSE"))

    def test_lines_that_no_form_has_are_left_out(self) -> None:
        """A bank's further tables have two periods and no change."""
        whole = row("营业收入", "value", "prior", "change", "two_years_ago")
        assert not said(Financials((whole, row("资本净额", "value", "prior", item=None))))

    def test_those_of_the_other_disclosures(self) -> None:
        holder = Holder("top10", 1, "某人", nature="境内自然人", shares=9, pct=None, source=Source(4))
        assert [m for _, m in said(Holders(records=(holder,)))] == [
            "the top10 table has no pct from 某人 on; a column may be missing"
        ]
        whole = replace(holder, pct=Decimal(1))
        for exchange, lost in (("SZSE", ["restricted_shares"]), ("SSE", [])):
            found = said(Holders(records=(whole,)), replace(INFO, exchange=exchange))
            assert [m.split(" has no ")[1].split()[0] for _, m in found] == lost
        lent = LendingRecord("changes", "某基金", change="exited", closing_total_pct=Decimal(1))
        (told,) = said(Lending(records=(lent,)))
        assert "the changes table has no closing_lent_shares, closing_lent_pct, closing_total_shares from" in told[1]
        part = SegmentRecord("major", "product", None, "仪器", revenue=Decimal(5), cost=Decimal(4))
        (told,) = said(Segments(records=(part,)))
        assert "the major table has no gross_margin, revenue_change, cost_change, gross_margin_change" in told[1]

    def test_a_statement_has_its_own(self) -> None:
        line = StatementRecord("balance", "consolidated", "cash", "货币资金", value=Decimal(1))
        assert not said(Statements(records=(line,)))


class TestCells:
    WHOLE = ("value", "prior", "change", "two_years_ago")

    def test_a_cell_that_other_rows_have(self) -> None:
        given = Financials((row("营业收入", *self.WHOLE), row("净利润", "value", "prior", "two_years_ago")))
        message = "rows without a cell that others of their table have: 净利润 (change)"
        assert said(given) == [("row-incomplete", message)]

    def test_a_blank_cell_below_one_that_is_doubted(self) -> None:
        """Noughts without a character were doubted in nine rows, and in the tenth the cell read as blank."""
        first = row("营业收入", *self.WHOLE)
        second = row("净利润", *self.WHOLE, item="net_profit_parent")
        second = replace(second, change=None, cells={**second.cells, "change": Source(3, text="")})
        assert not said(Financials((first, second)))
        first = replace(first, cells={**first.cells, "change": Source(3, text="1", doubt="a glyph has no character")})
        assert said(Financials((first, second)))[0][1].endswith("净利润 (change)")

    def test_it_is_named_once(self) -> None:
        told = Problem("row-incomplete", "净利润: change was lost", 3)
        rows = (row("营业收入", *self.WHOLE), row("净利润", "value", "prior", "two_years_ago"))
        assert said(Financials(rows, problems=(told,))) == [(told.code, told.message)]

    def test_of_the_quarters_and_of_segments(self) -> None:
        cells = {name: Source(3, text="1") for name in ("q1", "q2", "q3", "q4")}
        first = QuarterlyRecord("revenue", "营业收入", "CNY", *(Decimal(n) for n in range(4)), cells=cells)
        second = replace(first, item="net_profit_parent", label="净利润", q3=None, cells={"q1": Source(3)})
        (told,) = said(Financials(quarterly=(first, second)))
        assert told[1].endswith("净利润 (q3)")
        figures = {f.name: Decimal(1) for f in fields(SegmentRecord) if f.type == "Decimal | None"}
        part = SegmentRecord("major", "region", None, "国内", **figures, cells=dict.fromkeys(figures, Source(3)))
        less = {name: place for name, place in part.cells.items() if name != "cost_change"}
        (told,) = said(Segments(records=(part, replace(part, name="国外", cost_change=None, cells=less))))
        assert told[1].endswith("国外 (cost_change)")

    def test_what_not_every_row_has(self) -> None:
        """Pledges, and shares on margin, which a note tells of a few."""
        holder = Holder("top10", 1, "甲", nature="境内自然人", shares=9, pct=Decimal(1), cells={"pledges": Source(3)})
        noted = replace(holder, name="乙", margin_account_shares=5, cells={"margin_account_shares": Source(3)})
        assert not said(Holders(records=(holder, noted)))
