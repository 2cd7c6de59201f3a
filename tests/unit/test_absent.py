"""What every report prints and an extraction has lost is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kunlun_cli import read
from kunlun_cli.extract.absent import absent_items, with_absent_figures, with_absent_holders
from kunlun_cli.outline.stream import Stream
from kunlun_cli.pages.text import TextDocument
from kunlun_cli.records import FinancialRecord, Financials, Holder, HolderCounts, Holders, Problem, QuarterlyRecord
from tests.unit import made
from tests.unit.pages import Document, Item, financials, grid, report

SQUARES = "云岭电子股份有限公司\n2024 年半年度报告摘要\n重要提示\n主要会计数据\n■\n公司股东数量及持股情况\n■\n■\n"


def test_a_newspaper_s_squares_are_the_tables_that_are_missing():
    found = read(SQUARES.encode(), name="made.txt")
    for problems in (found.financials.problems, found.holders.problems):
        assert "as newspapers print them" in problems[0].message


class TestOfATextThatHasLostItsColumns:
    """What to do about it stood behind the problems of single lines, or was not said where some could be read."""

    def first(self, *codes: str, found: bool, text: str = "正文\n") -> str:
        records = (FinancialRecord("revenue", "营业收入", "CNY", "year_to_date"),) if found else ()
        given = Financials(records, problems=tuple(Problem(code, code, 3) for code in codes))
        stream = Stream(TextDocument(text, "made.txt"))
        return with_absent_figures(given, stream, made.INFO).problems[0].message

    @pytest.mark.parametrize("found", [True, False])
    def test_it_is_said_before_all_else(self, found: bool) -> None:
        said = self.first("ambiguous-alignment", "unaccounted", "unit-against-item", found=found)
        assert said.endswith("give the PDF, or pdftotext -layout")

    def test_a_text_laid_out_is_not_told_to_be_laid_out(self) -> None:
        rows = "总资产      100.00      90.00      11.11\n" * 8
        said = self.first("ambiguous-alignment", "unaccounted", "unit-against-item", found=True, text=rows)
        assert said == "ambiguous-alignment"

    def test_one_doubt_is_no_such_text(self) -> None:
        assert self.first("ambiguous-alignment", found=True) == "ambiguous-alignment"


class TestOfAPdf:
    INFO = replace(made.INFO, kind="annual", form="full", period="2024A")

    def stream(self, *items: Item) -> Stream:
        return Stream(Document(report(*items)))

    QUARTERS = ("revenue", "net_profit_parent", "net_profit_parent_excl_nonrecurring", "operating_cash_flow")

    def figures(self, *items: str) -> Financials:
        records = tuple(FinancialRecord(item, item, "CNY", "year_to_date") for item in items)
        return Financials(records, tuple(QuarterlyRecord(item, item, "CNY") for item in self.QUARTERS))

    ALL = (*QUARTERS, "eps_basic", "eps_diluted")

    def test_a_line_that_every_form_has(self) -> None:
        found = with_absent_figures(self.figures(*self.ALL), self.stream("正文"), self.INFO)
        assert [p.message for p in found.problems] == [
            (
                "the key figures have no line of total assets, net assets, weighted return on net assets; "
                "a part of the table may be missing"
            )
        ]

    def test_a_line_is_named_beside_others_that_are(self) -> None:
        """Where the profit was lost, nothing was said of the cash flow, and one of the two earnings told of both."""
        lost = Problem("missing-row", "a label is cut in two", 2)
        given = replace(self.figures("revenue", "total_assets", "net_assets_parent", "eps_basic"), problems=(lost,))
        found = with_absent_figures(given, self.stream("正文"), self.INFO)
        assert [p.message for p in found.problems][1:] == [
            (
                "the key figures have no line of net profit, net profit without non-recurring items, "
                "operating cash flow, diluted earnings per share, "
                "weighted return on net assets; a part of the table may be missing"
            )
        ]

    def test_a_line_of_one_boards_forms(self) -> None:
        given = self.figures(*self.ALL, "total_assets", "net_assets_parent", "roe_weighted")
        star = replace(self.INFO, exchange="SSE", board="STAR")
        (problem,) = with_absent_figures(given, self.stream("正文"), star).problems
        assert "no line of research and development as a share of revenue" in problem.message

    def test_net_profit_as_it_was_called_until_2006(self) -> None:
        given = self.figures("revenue", "total_assets", "net_assets_parent", "operating_cash_flow")
        old = replace(given, records=(*given.records, FinancialRecord(None, "净利润", "CNY", "year_to_date")))
        for each, lost in ((given, True), (old, False)):
            found = with_absent_figures(each, self.stream("正文"), replace(self.INFO, period="2005A"))
            assert any("no line of net profit," in p.message for p in found.problems) is lost

    def test_the_quarters_of_an_annual_report(self) -> None:
        given = replace(self.figures(*self.ALL, "total_assets", "net_assets_parent", "roe_weighted"), quarterly=())
        found = with_absent_figures(given, self.stream("正文"), self.INFO)
        assert [p.code for p in found.problems] == ["missing-table"]
        old = replace(self.INFO, period="2009A")
        assert not with_absent_figures(given, self.stream("正文"), old).problems
        beijing = replace(self.INFO, exchange="BSE", form="summary")
        assert not with_absent_figures(given, self.stream("正文"), beijing).problems

    def test_the_lines_of_the_quarters(self) -> None:
        given = self.figures(*self.ALL, "total_assets", "net_assets_parent", "roe_weighted")
        assert not with_absent_figures(given, self.stream("正文"), self.INFO).problems
        rows = [r for r in given.quarterly if r.item != "net_profit_parent_excl_nonrecurring"]
        found = with_absent_figures(replace(given, quarterly=tuple(rows)), self.stream("正文"), self.INFO)
        assert [p.message for p in found.problems] == [
            "the quarters have no line of net profit without non-recurring items; a part of the table may be missing"
        ]
        flow = [r for r in given.quarterly if r.item != "operating_cash_flow"]
        beijing = replace(self.INFO, exchange="BSE")
        assert not with_absent_figures(replace(given, quarterly=tuple(flow)), self.stream("正文"), beijing).problems

    def test_non_recurring_items_are_lost_or_do_not_apply(self) -> None:
        title = "九、非经常性损益项目及金额"
        assert absent_items(False, self.stream(title), self.INFO)
        assert not absent_items(False, self.stream(title, "□适用 √不适用"), self.INFO)
        assert not absent_items(True, self.stream(title), self.INFO)
        assert not absent_items(False, self.stream(title), replace(self.INFO, form="summary"))

    def test_the_number_and_the_largest_of_the_holders(self) -> None:
        rows = (Holder("top10_unrestricted", 1, "某人", shares=5, pct=None),)
        found = with_absent_holders(Holders(records=rows), self.stream("正文"), self.INFO)
        assert [p.code for p in found.problems] == ["missing-table", "missing-row"]

    def test_the_table_of_those_who_hold_unrestricted_shares(self) -> None:
        """It was a picture, and the first table was given as if the form had no more; banks have one table."""
        for restricted, lost in ((5, ["missing-table"]), (None, [])):
            row = Holder("top10", 1, "某人", nature="境内自然人", shares=9, restricted_shares=restricted, pct=None)
            given = Holders(counts=HolderCounts(holders=20), records=(row,))
            found = with_absent_holders(given, self.stream("正文"), self.INFO)
            assert [p.code for p in found.problems] == lost
            summary = replace(self.INFO, form="summary")
            assert not with_absent_holders(given, self.stream("正文"), summary).problems

    def test_the_nature_of_a_holder_that_others_have(self) -> None:
        rows = tuple(
            Holder("top10", i, name, nature="境内自然人", shares=9, pct=None) for i, name in enumerate("甲乙", 1)
        )
        whole = Holders(counts=HolderCounts(holders=20), records=rows)
        assert not with_absent_holders(whole, self.stream("正文"), self.INFO).problems
        glued = replace(rows[1], name="乙境内自然人", nature=None)
        found = with_absent_holders(replace(whole, records=(rows[0], glued)), self.stream("正文"), self.INFO)
        assert [p.message for p in found.problems] == [
            "the nature of 1 rows of holders could not be told: 乙境内自然人"
        ]


def test_two_tables_of_figures_under_one_frame_without_their_title() -> None:
    found = financials(
        "主要会计数据和财务指标的标题在这里没有文字，下面的表只能由它的行来认出。",
        "单位：元",
        grid(
            ["", "2024年末", "2023年末", "本年末比上年末增减"],
            ["总资产", "5,000.00", "4,000.00", "25.00%"],
            ["归属于上市公司股东的净资产", "2,000.00", "1,000.00", "100.00%"],
            ["", "2024年", "2023年", "本年比上年增减"],
            ["营业收入", "1,000.50", "900.20", "11.14%"],
            ["归属于上市公司股东的净利润", "91.20", "90.10", "1.22%"],
            ["基本每股收益（元/股）", "0.45", "0.44", "2.27%"],
        ),
        header="",
    )
    assert [r.item for r in found.records][:2] == ["total_assets", "net_assets_parent"]
