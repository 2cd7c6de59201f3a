"""Holders' tables of further forms: Shenzhen's main board, banks, reports of 2007 to 2012."""

from __future__ import annotations

import pytest

from kunlun_cli.extract.holder_guards import announces
from kunlun_cli.extract.holders import read_holders
from kunlun_cli.outline.stream import Stream
from kunlun_cli.outline.unruled import unruled
from tests.unit.pages import Document, Grid, Wide, grid, holders, lending, report
from tests.unit.test_holders import company, ten


def test_count_column_of_shenzhens_main_board_in_half_year_reports():
    head = (
        "股东名称",
        "股东性质",
        "持股比例",
        "报告期末持有的普通股数量",
        "报告期内增减变动情况",
        "持有无限售条件的普通股数量",
    )
    found = holders(
        "前10名股东持股情况",
        grid(
            [Wide("持股5%以上的普通股股东或前10名普通股股东持股情况", 6)],
            head,
            *[[company(i), "境内自然人", "3.10%", f"{900 - i}", "减少5股" if i else "未变", "7"] for i in range(10)],
        ),
    )
    assert [h.shares for h in found.records] == [900 - i for i in range(10)]
    assert [h.change for h in found.records] == [None, *[-5] * 9]
    assert found.records[0].change_note == "未变"
    assert not found.problems


def test_section_whose_title_names_the_preferred_shareholders_too():
    found = holders(
        "（1）普通股股东和表决权恢复的优先股股东数量及前10名股东持股情况表",
        "单位：股",
        grid(["股东名称", "股东性质", "持股比例", "持股数量"], *ten("境内自然人", "3.10%", "{}")),
    )
    assert len(found.records) == 10


@pytest.mark.parametrize(
    "heading",
    [
        "期内增减",
        "比上年末股份增减变动",
        "较上年末增减",
        "年度内增减",
        "持股变动数量（股）",
        "报告期内股份变动",
        "本年变动增减(+/-)",
    ],
)
def test_change_of_a_holding_under_its_headings(heading):
    found = holders(
        "前十名股东持股情况",
        grid(["股东名称", "股东性质", heading, "期末持股数量", "持股比例（%）"], *ten("其他", "-11", "{}", "1.1")),
    )
    assert {h.change for h in found.records} == {-11}


class TestNumbersBehindNames:
    HEAD = ("股东名称", "股东性质", "期末持股数量", "持股比例（%）")
    ROWS = tuple(
        [f"{company(i)}{'(5)' if i == 2 else '(6)' if i == 4 else ''}", "其他", f"{99 - i}", "1"] for i in range(10)
    )

    def test_are_marks_of_the_notes_below(self):
        notes = ("注：（1）以上数据来源于名册。", "（5）期末持股数量是合计数。", "（6）一次性划转。")
        found = holders("前十名股东持股情况", grid(self.HEAD, *self.ROWS), *notes)
        assert [h.name for h in found.records] == [company(i) for i in range(10)]
        assert [h.name_note for h in found.records if h.name_note] == ["(5)", "(6)"]

    def test_raised_marks_are_written_as_in_the_notes(self):
        rows = [
            [f"{row[0].removesuffix('(5)').removesuffix('(6)')}{'⁵' if i == 2 else ''}", *row[1:]]
            for i, row in enumerate(self.ROWS)
        ]
        found = holders("前十名股东持股情况", grid(self.HEAD, *rows), "（5）期末持股数量是合计数。")
        assert (found.records[2].name, found.records[2].name_note) == (company(2), "(5)")
        alone = holders("前十名股东持股情况", grid(self.HEAD, *rows))
        assert alone.records[2].name_note == "⁵"

    def test_are_part_of_the_name_without_such_notes(self):
        found = holders("前十名股东持股情况", grid(self.HEAD, *self.ROWS), "（1）以上数据来源于名册。")
        assert found.records[2].name == f"{company(2)}(5)"


def test_count_of_preferred_shareholders_is_of_those_with_votes():
    found = holders(
        "前十名普通股股东持股情况",
        grid(["截至报告期末普通股股东总数（户）", "301,572"]),
        grid(["股东名称", "股东性质", "期末持股数量", "持股比例（%）"], *ten("其他", "{}", "1.1")),
        "优先股股东总数、前十名优先股股东持股情况表",
        grid(["优先股股东总数（户）", "63"], ["披露日前上一月末的优先股股东总数", "64"]),
    )
    assert found.counts.holders == 301572
    assert found.counts.holders_prior_month_end is None
    assert found.counts.preferred_holders is None
    assert found.counts.preferred_holders_prior_month_end is None


def test_report_of_2007():
    restricted = ["股东名称", "股东性质", "持股比例（%）", "持股总数", "持有有限售条件股份数量", "质押或冻结的股份数量"]
    free = ["股东名称", "持有无限售条件股份数量", "股份种类"]
    found = holders(
        "股东数量和持股情况",
        grid(
            [Wide("股东总数", 3), Wide("35,801", 3)],
            [Wide("前10名股东持股情况", 6)],
            restricted,
            *ten("国有法人", "4.1", "{}", "8", "无"),
        ),
        "前10名无限售条件股东持股情况",
        grid(free, *[[company(i), f"{700 - i}", "人民币普通股"] for i in range(10)]),
    )
    assert found.counts.holders == 35801
    assert [h.table for h in found.records] == ["top10"] * 10 + ["top10_unrestricted"] * 10
    assert found.records[0].restricted_shares == 8
    assert found.records[10].share_class == "人民币普通股"
    assert not found.problems


def test_numbers_of_shareholders_stated_at_two_days():
    """The second had been left out without a word."""
    found = holders(
        "于2023年12月31日，本公司股东总数为123,456名，其中A股股东120,000名，H股登记股东3,456名。"
        "于2024年2月29日，本公司股东总数为122,222名。",
        "前10名股东持股情况",
        "单位：股",
        grid(["股东名称", "股东性质", "持股比例（%）", "持股总数"], *ten("其他", "3.10", "{}")),
    )
    assert (found.counts.holders, found.counts.holders_prior_month_end) == (123456, 122222)


@pytest.mark.parametrize("what", ["股东总人数", "股东总户数", "普通股股东总数", "股东户数"])
def test_number_of_shareholders_at_the_end_of_the_month_before(what: str):
    found = holders(
        grid([f"报告期末{what}（户）", "12,345", f"年度报告披露日前上一月末{what}（户）", "12,000"]),
        "前10名股东持股情况",
        grid(["股东名称", "股东性质", "持股比例（%）", "持股总数"], *ten("其他", "3.10", "{}")),
    )
    assert (found.counts.holders, found.counts.holders_prior_month_end) == (12345, 12000)
    assert not found.problems


def test_nothing_pledged_with_a_nought_in_its_cell():
    found = holders(
        "前10名股东持股情况",
        grid(
            ["股东名称", "股东性质", "持股比例（%）", "持股总数", "质押、标记或冻结情况"],
            *[[company(i), "其他", "3.10", f"{900 - i}", "无 0" if i else "质押 100"] for i in range(10)],
        ),
    )
    assert [len(h.pledges or ()) for h in found.records] == [1, *[0] * 9]
    assert {p.code for p in found.problems} <= {"missing-row"}


@pytest.mark.parametrize(
    "head",
    [
        ["股东", "持有无限售条件流通股的数量", "股份种类"],
        ["股东姓名", "持有流通股数量", "股票种类"],
        ["股东名称", "无限售条件股份数量", "种类"],
    ],
)
def test_further_words_over_those_who_hold_unrestricted_shares(head: list[str]):
    found = holders(
        "前十名无限售条件股东持股情况",
        "单位：股",
        grid(head, *[[company(i), f"{900 - i},000", "人民币普通股"] for i in range(10)]),
        header="某某股份有限公司2013年第一季度报告",
    )
    assert [(h.table, h.shares) for h in found.records] == [("top10_unrestricted", (900 - i) * 1000) for i in range(10)]
    assert {h.share_class for h in found.records} == {"人民币普通股"}


def test_rows_with_classes_of_shares_below_no_known_heading_are_named():
    """They had gone in silence where the title above them was none that announces them."""
    found = holders(
        "前10名股东持股情况",
        grid(["股东名称", "股东性质", "持股比例（%）", "持股总数"], *ten("其他", "3.10", "{}")),
        "流通在外的情况",
        grid(["户名", "股", "类"], *[[company(i), f"{900 - i},000", "人民币普通股"] for i in range(10)]),
    )
    assert "no-heading" in {p.code for p in found.problems}


@pytest.mark.parametrize(("name", "number"), [("股东", "数量"), ("股东姓名", "股数"), ("股东名称", "合计数量")])
def test_further_words_over_shares_lent(name: str, number: str):
    heads = (
        "期初普通账户、信用账户持股",
        "期初转融通出借股份且尚未归还",
        "期末普通账户、信用账户持股",
        "期末转融通出借股份且尚未归还",
    )
    found = lending(
        "前10名股东参与转融通业务出借股份情况",
        "√适用 □不适用",
        "单位：股",
        grid(
            [Wide(name, 1, 2), *[Wide(h, 2) for h in heads]],
            [number, "占总股本的比例"] * 4,
            [company(0), "900", "3.10%", "5", "0.02%", "800", "3.00%", "0", "0.00%"],
            widths=[2, *[1] * 8],
        ),
    )
    (lent,) = found.records
    assert (lent.opening_shares, lent.opening_lent_shares, lent.closing_shares) == (900, 5, 800)


@pytest.mark.parametrize(
    "title", ["前十名流通股东持股情况", "报告期末前十名无限售条件股东", "2、前10名无限售流通股股东持股情况表"]
)
def test_titles_that_announce_those_who_hold_unrestricted_shares(title: str):
    """A table without ruling lines below one of them had gone in silence."""
    assert announces(title) == "top10_unrestricted"


@pytest.mark.parametrize("again", ["900,000", "800,000"])
def test_a_name_a_number_its_class_and_the_number_again_need_no_heading(again: str):
    rows = [[company(i), f"{900 - i},000", "人民币普通股", f"{900 - i},000"] for i in range(10)]
    rows[0][3] = again
    found = holders(
        "前10名股东持股情况",
        grid(["股东名称", "股东性质", "持股比例（%）", "持股总数"], *ten("其他", "3.10", "{}")),
        "其他",
        grid(["户名", "股", "类", "股"], *rows),
    )
    unrestricted = [h.shares for h in found.records if h.table == "top10_unrestricted"]
    same = again == "900,000"
    assert unrestricted == ([(900 - i) * 1000 for i in range(10)] if same else [])
    assert ("no-heading" in {p.code for p in found.problems}) is not same


@pytest.mark.parametrize("named", [True, False])
def test_shares_in_credit_accounts_told_in_lines_of_text_are_named(named: bool):
    """The label of the note was cut among its lines, and the number had gone in silence."""
    name = company(3) if named else "某某资产管理计划"
    found = holders(
        "前10名股东持股情况",
        grid(["股东名称", "股东性质", "持股比例（%）", "持股总数"], *ten("其他", "3.10", "{}")),
        f"前10名股东参与融资融 股东{name}通过信用账户持有2,017,347股",
    )
    assert ("unclear-note" in {p.code for p in found.problems}) is named


@pytest.mark.parametrize(
    ("told", "number"),
    [
        (["截至报告期末A股股东总户数：98,765户，H股登记股东户数：23,456户"], None),
        (["截至报告期末，A股股东总户数98,765户。", "H股登记股东户数23,456户。"], None),
        (["截至报告期末，股东总数为122,221户，其中A股股东总数98,765户，H股股东总数23,456户。"], 122_221),
        (["截至报告期末，A股股东总户数98,765户。"], 98_765),
    ],
)
def test_holders_of_one_class_of_shares_are_not_all_of_them(told: list[str], number: int | None):
    """An insurer with H shares states either number and no sum; a company with A shares alone calls them so."""
    found = holders("股东情况", *told, "前十名股东持股情况", "单位：股", _top_ten())
    assert found.counts.holders == number
    assert [p.code for p in found.problems] == ([] if number else ["unreadable-cell"])


def _top_ten(rules: str = "all", change: str = "-5,000") -> Grid:
    head = ["序号", "股东名称", "股东性质", "期末持股数(股)", "占总股本比例(%)", "报告期内增减(股)"]
    rows = [
        [f"{i + 1}", company(i), "国有法人", f"{900 - i},000,000", f"{9 - i / 10:.2f}", change if i else "-"]
        for i in range(10)
    ]
    return Grid([head, *rows], [0.8, 2.2, 1.1, 1.8, 1.8, 1.8], rules, 1, centred=True)


def test_a_sentence_between_the_title_and_a_table_without_lines_is_read():
    """As a bank sets it, which prints a decrease in brackets and numbers the rows."""
    told = "截至报告期末，本行普通股股东总数538,000户，其中A股股东507,000户，H股股东31,000户。"
    pages = report("前十名股东和前十名无限售条件股东持股情况", told, _top_ten("none", "(5,000)"))
    found = read_holders(*unruled(Stream(Document(pages)), "holders"))
    assert found.counts.holders == 538_000
    assert [h.change for h in found.records] == [None, *[-5_000] * 9]
    assert not found.problems
