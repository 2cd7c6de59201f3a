"""Holders on made pages: the official forms' variants, with made-up names and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from kunlun_cli.extract.holders import read_holders
from kunlun_cli.records import Holder, Holders
from kunlun_cli.records.source import Source
from tests.unit import drawn as made
from tests.unit.pages import BREAK, Given, Wide, grid, holders, report, stream

STEMS = "甲乙丙丁戊己庚辛壬癸子丑"


def company(i: int) -> str:
    return f"股东{STEMS[i]}有限公司"


def filled(cells: Sequence[Given], shares: int) -> list[Given]:
    """The cells with a number in place of each `{}`."""
    return [c.format(shares) if isinstance(c, str) else c for c in cells]


def ten(*more: Given, first: int = 0, n: int = 10) -> list[list[Given]]:
    """Rows of so many holders: a name, then the same further cells with falling numbers of shares."""
    return [
        [company(i), *(c.format((20 - i) * 1000) if isinstance(c, str) else c for c in more)] for i in range(first, n)
    ]


def table(found: Holders, name: str) -> list[Holder]:
    return [h for h in found.records if h.table == name]


def codes(found: Holders) -> list[str]:
    return [p.code for p in found.problems]


SHANGHAI = ("股东名称（全称）", "报告期内增减", "期末持股数量", "比例(%)", "持有有限售条件股份数量", "股东性质")


class TestShenzhen:
    def found(self) -> Holders:
        plain = ["境内自然人", "2.00%", "{}", "0", "{}", "0", "不适用", Wide("0", 2)]
        return holders(
            "1、公司股东数量及持股情况",
            "单位：股",
            grid(
                [
                    "报告期末普通股股东总数", "68,123", "年度报告披露日前上一月末普通股股东总数", "70,001",
                    "报告期末表决权恢复的优先股股东总数", "0", "持有特别表决权股份的股东总数", "2", "", "",
                ],
                [Wide("持股5%以上的股东或前10名股东持股情况（不含通过转融通出借股份）", 10)],
                [
                    *[Wide(t, 1, 2) for t in ("股东名称", "股东性质", "持股比例", "报告期末持股数量")],
                    Wide("报告期内增减变动情况", 1, 2), Wide("持有有限售条件的股份数量", 1, 2),
                    Wide("持有无限售条件的股份数量", 1, 2), Wide("质押、标记或冻结情况", 3),
                ],
                ["股份状态", Wide("数量", 2)],
                [
                    Wide("#甲某", 1, 2), Wide("境内自然人", 1, 2), Wide("30.00%", 1, 2), Wide("300,000", 1, 2),
                    Wide("-1,000", 1, 2), Wide("200,000", 1, 2), Wide("100,000", 1, 2), "质押", Wide("100,000", 2),
                ],
                ["冻结", Wide("50,000", 2)],
                ["香港中央结算有限公司（注1）", "境外法人", "10%", "100,000", "新进", "", "9", "不适用", Wide("0", 2)],
                *[[company(i), *filled(plain, 9000 - i)] for i in range(8)],
                [Wide("上述股东关联关系或一致行动的说明", 3), Wide("上述股东中甲某与股东甲为一致行动人。", 7)],
                [Wide("前10名无限售条件股东持股情况", 10)],
                [Wide("股东名称", 3, 2), Wide("报告期末持有无限售条件股份数量", 4, 2), Wide("股份种类", 3)],
                ["股份种类", Wide("数量", 2)],
                [Wide("甲某", 3), Wide("100,000", 4), "人民币普通股", Wide("100,000", 2)],
                *[[Wide(company(i), 3), Wide(f"{9000 - i}", 4), "人民币普通股", Wide("1", 2)] for i in range(9)],
                [
                    Wide("前10名普通股股东参与融资融券业务情况说明", 3),
                    Wide("甲某通过普通证券账户持有0股，通过某证券公司客户信用交易担保证券账户持有300,000股。", 7),
                ],
            ),
        )  # fmt: skip

    def test_counts(self):
        counts = self.found().counts
        assert (counts.holders, counts.holders_prior_month_end) == (68123, 70001)
        assert (counts.preferred_holders, counts.special_voting_holders) == (0, 2)

    def test_two_pledges_of_one_holder_stand_in_two_rows(self):
        first = self.found().records[0]
        assert [(p.state, p.shares) for p in first.pledges or ()] == [("质押", 100_000), ("冻结", 50_000)]
        assert (first.name, first.change, first.restricted_shares) == ("甲某", -1000, 200_000)

    def test_words_blanks_and_notes(self):
        second = self.found().records[1]
        assert (second.name, second.name_note) == ("香港中央结算有限公司", "注1")
        assert (second.change, second.change_note, second.restricted_shares) == (None, "新进", None)
        assert second.pledges == ()

    def test_the_second_table_and_the_notes(self):
        found = self.found()
        assert [len(table(found, t)) for t in ("top10", "top10_unrestricted")] == [10, 10]
        assert table(found, "top10_unrestricted")[0].share_class == "人民币普通股"
        assert table(found, "top10_unrestricted")[0].pledges is None
        assert found.records[0].margin_account_shares == 300_000
        place = found.records[0].cells["margin_account_shares"]
        assert (place.text, place.bbox != found.records[0].source.bbox) == ("300,000股", True)
        assert found.notes.concert == "上述股东中甲某与股东甲为一致行动人。"
        assert not found.problems


class TestShanghai:
    def test_before_2020(self):
        found = holders(
            "2.2 截止报告期末的股东总数、前十名股东、前十名流通股东（或无限售条件股东）持股情况表",
            "单位：股",
            grid(
                [Wide("股东总数（户）", 3), Wide("12,345", 5)],
                [Wide("前十名股东持股情况", 8)],
                [
                    Wide("股东名称（全称）", 2, 2), Wide("期末持股数量", 1, 2), Wide("比例(%)", 1, 2),
                    Wide("持有有限售条件股份数量", 1, 2), Wide("质押或冻结情况", 2), Wide("股东性质", 1, 2),
                ],
                ["股份状态", "数量"],
                [Wide("股东甲集团", 2), "1,000,000", "30.12", "0", "质押", "500,000", "国有法人"],
                *[[Wide(company(i), 2), f"{9000 - i}", "0.5", "0", "无", "", "境内自然人"] for i in range(9)],
                [Wide("前十名无限售条件股东持股情况", 8)],
                [Wide("股东名称", 2, 2), Wide("持有无限售条件流通股的数量", 2, 2), Wide("股份种类及数量", 4)],
                [Wide("种类", 2), Wide("数量", 2)],
                *[
                    [Wide(company(i), 2), Wide(f"{9000 - i}", 2), Wide("人民币普通股", 2), Wide(f"{9000 - i}", 2)]
                    for i in range(10)
                ],
                [Wide("上述股东关联关系或一致行动的说明", 2), Wide("公司未知其关联关系", 6)],
                [Wide("表决权恢复的优先股股东及持股数量的说明", 2), Wide("不适用", 6)],
            ),
            header="2018年第三季度报告",
        )  # fmt: skip
        assert found.counts.holders == 12345
        assert [len(table(found, t)) for t in ("top10", "top10_unrestricted")] == [10, 10]
        assert [(p.state, p.shares) for p in found.records[0].pledges or ()] == [("质押", 500_000)]
        assert found.records[0].restricted_shares == 0
        assert not found.problems

    def test_star_with_ten_thousands_of_shares(self):
        found = holders(
            "截至报告期末前十名股东持股情况表",
            "单位：万股",
            grid(
                [Wide("前十名股东持股情况(不含通过转融通出借股份)", 9)],
                [
                    Wide("股东名称\n（全称）", 1, 2), Wide("报告期内增减", 1, 2), Wide("期末持股数量", 1, 2),
                    Wide("比例(%)", 1, 2), Wide("持有有限售条件股份数量", 1, 2),
                    Wide("包含转融通借出股份的限售股份数量", 1, 2), Wide("质押、标记或冻结情况", 2),
                    Wide("股东\n性质", 1, 2),
                ],
                ["股份\n状态", "数量"],
                ["#赵某", "-1.50", "1,234.5678", "12.3457", "100", "120", "质押", "200.5", "境内自然人"],
                *ten("0", "{}", "1", "0", "0", "无", "0", "其他", n=9),
            ),
        )  # fmt: skip
        first = found.records[0]
        assert (first.shares, first.change, first.pct) == (12_345_678, -15_000, Decimal("12.3457"))
        assert (first.restricted_shares, first.restricted_shares_incl_lent) == (1_000_000, 1_200_000)
        assert [(p.state, p.shares) for p in first.pledges or ()] == [("质押", 2_005_000)]
        assert not found.problems

    def test_a_unit_in_the_columns_heading(self):
        found = holders(
            "前十名股东持股情况",
            grid(["股东名称", "股东性质", "持股比例（%）", "持股数量（万股）"], *ten("其他", "1.1", "{}")),
        )
        assert found.records[0].shares == 200_000_000

    def test_the_unit_of_another_table_further_above_is_doubtful(self):
        found = holders(
            "股份变动情况表",
            "单位：万股",
            grid(["股份总数", "100"]),
            "前十名股东持股情况",
            grid(["股东名称", "股东性质", "持股比例（%）", "持股数量"], *ten("其他", "1.1", "{}")),
        )
        assert codes(found) == ["unit-far-above"]

    def test_the_note_on_credit_accounts_in_text(self):
        found = holders(
            "前十名股东持股情况",
            "单位：股",
            grid(SHANGHAI, *ten("0", "{}", "1", "0", "其他")),
            "前十名股东同时通过普通证券账户和投资者信用证券账户持股的情况",
            "√适用 □不适用",
            "股东甲有限公司通过普通账户持有5,000股，通过投资者信用证券账户持有15,000股。",
            "单位：股",
        )
        assert found.records[0].margin_account_shares == 15_000
        assert found.records[0].cells["margin_account_shares"].text == "15,000股"


class TestOldForms:
    def test_shenzhen_2007(self):
        rows = [[company(i), "国有法人", "30.12%", f"{90 - i}", "9", "50" if i == 0 else "未知"] for i in range(10)]
        found = holders(
            "股东总数和前10名股东持股情况",
            "单位：股",
            grid(
                [Wide("股东总数", 2), Wide("12,345", 4)],
                [Wide("前10名股东持股情况", 6)],
                ["股东名称", "股东性质", "持股比例", "持股总数", "持有有限售条件股份数量", "质押或冻结的股份数量"],
                *rows,
                [Wide("前10名无限售条件股东持股情况", 6)],
                [Wide("股东名称", 2), Wide("持有无限售条件股份数量", 2), Wide("股份种类", 2)],
                *[[Wide(company(i), 2), Wide(f"{90 - i}", 2), Wide("人民币普通股", 2)] for i in range(10)],
            ),
            header="2007年年度报告",
        )
        assert found.counts.holders == 12345
        assert [(p.state, p.shares) for p in found.records[0].pledges or ()] == [("质押或冻结", 50)]
        assert [len(table(found, t)) for t in ("top10", "top10_unrestricted")] == [10, 10]
        assert not found.problems

    def test_labels_of_counts_over_their_numbers(self):
        found = holders(
            "股东总数及前10名股东持股情况",
            grid(["报告期末股东总数", "年度报告公布日前一个月末股东总数"], ["12,345户", "12,000户"]),
        )
        assert (found.counts.holders, found.counts.holders_prior_month_end) == (12345, 12000)

    @pytest.mark.parametrize(
        "rest", [["持有特别表决权股份的0股东总数（如有）"], ["年度报告披露日前上一月末普通股股东总数120", ""]]
    )
    def test_a_number_that_no_line_parts_from_its_label_is_named(self, rest):
        found = holders(
            "股东总数及前10名股东持股情况",
            grid(["报告期末普通股股东总数", "12,345", "报告期末表决权恢复的优先股股东总数", "0", *rest]),
        )
        assert [p.code for p in found.problems if rest[0] in p.message]


class TestBanks:
    HEAD = (
        "股东名称", "股东性质", "股份类别", "期末持股数量", "比例（%）", "报告期内增减", "持有有限售条件股份数量",
        "质押、标记或冻结的股份数量",
    )  # fmt: skip

    def test_counts_of_two_kinds_of_shares(self):
        found = holders(
            "普通股股东数量 股东名称 前十名普通股股东持股情况",
            grid(
                ["截至报告期末普通股股东总数（户）", "68,123户（其中A股67,000户，H股1,123户）"],
                ["年度报告披露日前上一月末的普通股股东总数（户）", "70,001户（其中A股69,000户，H股1,002户）"],
            ),
        )
        assert (found.counts.holders, found.counts.holders_prior_month_end) == (68123, 70001)

    @pytest.mark.parametrize(
        "printed", ["101,231 A股 24,567 H股", "101,231户（A股）24,567户（H股）", "A股101,231户，H股24,567户"]
    )
    @pytest.mark.parametrize("gaps", [[], ["", "", ""]])
    def test_counts_of_each_kind_of_shares_without_their_sum_are_named(self, printed: str, gaps: list[str]) -> None:
        """The first had come out as that of all; behind more than one blank cell nothing was said at all."""
        label = "截至报告期末普通股股东总数（户）"
        found = holders("股东总数及前10名股东持股情况", grid([label, *gaps, printed]))
        assert found.counts.holders is None
        assert any(label in p.message for p in found.problems)

    @pytest.mark.parametrize("printed", ["68,123", "68,123（其中A股61,200户，B股6,923户）"])
    def test_a_count_behind_blank_cells(self, printed: str) -> None:
        row = ["报告期末普通股股东总数", "", "", printed, "", "报告期末表决权恢复的优先股股东总数", "", "0"]
        found = holders("股东总数及前10名股东持股情况", grid(row))
        assert (found.counts.holders, found.counts.preferred_holders) == (68123, 0)

    def test_counts_in_a_sentence(self):
        found = holders(
            "前十名普通股股东持股情况",
            "截至报告期末，本行普通股股东总数为68,123户，其中A股67,000户，H股1,123户。本报告披露日前上一月末",
            "普通股股东总数为70,001户。截至报告期末，境内优先股股东总数为28户。",
            grid(self.HEAD, *ten("其他", "A股", "{}", "1.1", "-", "-", "无")),
        )
        assert (found.counts.holders, found.counts.holders_prior_month_end) == (68123, 70001)
        assert found.counts.preferred_holders is None
        assert found.counts.cells["holders"].page == 1

    def test_numbers_under_a_heading_without_states(self):
        rows = ten("其他", "A股、H股", "{}", "1.1", "-", "-", "-", n=8)
        found = holders(
            "前十名普通股股东持股情况",
            grid(
                self.HEAD,
                ["香港中央结算（代理人）有限公司", "境外法人", "H股", "90,000", "35.00", "10", "-", "未知"],
                ["某烟草公司", "国有法人", "A股", "80,000", "5.00", "-", "-", "1,000"],
                *rows,
            ),
        )
        assert found.records[0].pledges == ()
        assert [(p.state, p.shares) for p in found.records[1].pledges or ()] == [("质押、标记或冻结", 1000)]

    def test_states_and_numbers_in_one_cell(self):
        rows = ten("其他", "A股", "{}", "1.1", "-", "-", "无", n=8)
        found = holders(
            "前十名普通股股东持股情况",
            grid(
                self.HEAD,
                ["甲某", "其他", "A股", "90,000", "35.00", "10", "-", "质押1,000\n冻结500"],
                ["乙某", "其他", "A股", "80,000", "35.00", "10", "-", "质押 2,000"],
                *rows,
            ),
        )
        assert [[(p.state, p.shares) for p in h.pledges or ()] for h in found.records[:2]] == [
            [("质押", 1000), ("冻结", 500)],
            [("质押", 2000)],
        ]

    @pytest.mark.parametrize("title", ["前十名境内优先股股东持股情况", "截至报告期末前十名优先股\n股东情况表"])
    def test_holders_of_preferred_shares_are_not_taken(self, title):
        preferred = ("股东名称", "股东性质", "报告期内增减", "期末持股数量", "比例（%）", "所持股份类别")
        found = holders(
            "前十名普通股股东持股情况",
            grid(self.HEAD, *ten("其他", "A股", "{}", "1.1", "-", "-", "无")),
            *title.split("\n"),
            grid(preferred, *ten("其他", "-", "{}", "10.00", "境内优先股")),
        )
        assert len(found.records) == 10
        assert not found.problems

    def test_the_count_of_preferred_holders_right_above_is_no_title(self):
        found = holders(
            "前十名普通股股东持股情况",
            "截至报告期末表决权恢复的优先股股东总数：0",
            grid(self.HEAD, *ten("其他", "A股", "{}", "1.1", "-", "-", "无")),
        )
        assert len(found.records) == 10

    def test_holders_of_receipts_are_not_taken(self):
        found = holders(
            "前十名存托凭证持有人情况表 前十名股东持股情况",
            grid(["股东名称", "股东性质", "期末持股数量", "比例（%）", "类别"], *ten("其他", "{}", "1.1", "存托凭证")),
        )
        assert not found.records


class TestBeijing:
    HEAD = (
        "序号", "股东名称", "股东性质", "期初持股数", "持股变动", "期末持股数", "期末持股比例%", "期末持有限售股份数量",
        "期末持有无限售股份数量",
    )  # fmt: skip

    def test_columns_of_beginning_change_and_end(self):
        rows = [[str(i + 1), company(i), "其他", "9", "-9", f"{900 - i}", "3.1234%", "5", "6"] for i in range(10)]
        found = holders(
            "持股5%以上的股东或前十名股东情况",
            "单位：股",
            grid(
                [Wide("普通股股东人数", 2), Wide("5,123", 7)],
                [Wide("持股5%以上的股东或前十名股东情况", 9)],
                self.HEAD,
                *rows,
                [Wide("合计", 2), "-", "90", "-90", "8,955", "31.2340%", "50", "60"],
                [Wide("持股5%以上的股东或前十名股东间相互关系说明：无", 9)],
            ),
        )
        first = found.records[0]
        assert found.counts.holders == 5123
        assert len(found.records) == 10
        assert (first.name, first.shares, first.change, first.pct) == (company(0), 900, -9, Decimal("3.1234"))
        assert first.restricted_shares == 5
        assert not found.problems


class TestPages:
    BODY = ("境内自然人", "1.50%", "{}", "0")
    HEAD = ("股东名称", "股东性质", "持股比例", "持股数量", "持有有限售条件的股份数量")

    def test_the_table_goes_on_over_the_page_with_the_heading_repeated(self):
        found = holders(
            "前10名股东持股情况",
            grid(self.HEAD, *ten(*self.BODY, n=4)),
            BREAK,
            grid(self.HEAD, *ten(*self.BODY, first=4), widths=[3, 1, 1, 2, 1]),
        )
        assert [h.rank for h in found.records] == list(range(1, 11))
        assert {h.source.page for h in found.records} == {1, 2}
        assert not found.problems

    @pytest.mark.parametrize("by", [-28.0, 13.0, 28.0])
    def test_the_rest_stands_beside_on_a_page_with_mirrored_margins(self, by: float):
        """Beside narrow columns the per cents stood in none."""
        widths = [5, 2, 0.6, 2, 2]
        body = grid(self.HEAD, *ten(*self.BODY, n=6), widths=widths), BREAK
        first, second = report("前10名股东持股情况", *body, grid(*ten(*self.BODY, first=6), widths=widths))
        moved = replace(
            second,
            words=tuple(w._replace(x0=w.x0 + by, x1=w.x1 + by) for w in second.words),
            rules=tuple(r._replace(x0=r.x0 + by, x1=r.x1 + by) for r in second.rules),
        )
        apart, found = (read_holders(stream([first, page], "holders")) for page in (second, moved))
        assert [replace(h, source=Source(), cells={}) for h in found.records] == [
            replace(h, source=Source(), cells={}) for h in apart.records
        ]
        assert len(found.records) == 10
        assert not found.problems

    def test_the_rest_stands_under_a_title_of_its_own(self):
        found = holders(
            "前10名股东持股情况",
            grid(self.HEAD, *ten(*self.BODY, n=6)),
            BREAK,
            "前10名股东持股情况（续）",
            grid(self.HEAD, *ten(*self.BODY, first=6)),
        )
        assert [h.name for h in found.records] == [company(i) for i in range(10)]
        assert not found.problems

    def test_a_heading_is_cut_by_the_page(self):
        found = holders(
            "前10名股东持股情况",
            grid(["股东名", "股东性", "持股比", "持股数", "持有有限售条件的"]),
            BREAK,
            grid(["称", "质", "例", "量", "股份数量"], *ten(*self.BODY)),
        )
        assert len(found.records) == 10
        assert found.records[0].restricted_shares == 0

    def test_the_heading_stands_alone_at_the_foot_of_a_page_and_again_overleaf(self):
        title = [Wide("前10名股东持股情况", 7)]
        deep = [*(Wide(text, 1, 2) for text in self.HEAD), Wide("质押、标记或冻结情况", 2)]
        heading = (title, deep, ["股份状态", "数量"])
        found = holders("持股情况", grid(*heading), BREAK, grid(*heading, *ten(*self.BODY, "无", "0")))
        assert [str(h.pct) for h in found.records] == ["1.50"] * 10
        assert not found.problems

    def test_a_name_and_a_number_are_cut_by_the_page(self):
        found = holders(
            "前10名股东持股情况",
            grid(self.HEAD, *ten(*self.BODY, n=4), ["某某投资合伙", "境内非国有", "1.40%", "12,3", "0"]),
            BREAK,
            grid(["企业（有限合伙）", "法人", "", "45", ""], *ten(*self.BODY, first=5)),
        )
        cut = found.records[4]
        assert (cut.name, cut.nature, cut.shares) == ("某某投资合伙企业（有限合伙）", "境内非国有法人", 12345)
        assert len(found.records) == 10

    def test_latin_names_over_lines(self):
        found = holders(
            "前10名股东持股情况",
            grid(
                self.HEAD, ["HKSCC \nNOMINEES \nLIMITED", *[c.format(99000) for c in self.BODY]], *ten(*self.BODY, n=9)
            ),
        )
        assert found.records[0].name == "HKSCC NOMINEES LIMITED"


class TestNothingIsLostInSilence:
    HEAD = ("股东名称", "股东性质", "持股比例", "持股数量", "股份状态", "数量")

    def test_fewer_rows_than_the_form_asks_for(self):
        found = holders("前10名股东持股情况", grid(self.HEAD[:4], *ten("其他", "1%", "{}", n=7)))
        assert codes(found) == ["row-count"]

    def test_a_company_with_few_holders(self):
        found = holders(
            "前10名股东持股情况",
            grid(["报告期末股东总数", "7"]),
            grid(self.HEAD[:4], *ten("其他", "1%", "{}", n=7)),
        )
        assert not found.problems

    def test_figures_without_a_name(self):
        rows = [*ten("其他", "1%", "{}"), ["", "其他", "1%", "5"]]
        assert codes(holders("前10名股东持股情况", grid(self.HEAD[:4], *rows))) == ["row-without-name"]

    def test_a_number_that_cannot_be_read(self):
        rows = [["甲某", "其他", "1%", "12,34"], *ten("其他", "1%", "{}", n=9)]
        found = holders("前10名股东持股情况", grid(self.HEAD[:4], *rows))
        assert found.records[0].shares is None
        assert codes(found) == ["unreadable-cell"]

    def test_a_number_pledged_against_the_word_none(self):
        head = [*[Wide(t, 1, 2) for t in self.HEAD[:4]], Wide("质押或冻结情况", 2)]
        rows = [["甲某", "其他", "1%", "90,000", "无", "500"], *ten("其他", "1%", "{}", "无", "0", n=9)]
        found = holders("前10名股东持股情况", grid(head, ["股份状态", "数量"], *rows))
        assert codes(found) == ["unclear-state"]

    def test_the_unit_in_the_one_heading_of_states_and_numbers(self):
        """It held for the shares alone, and what is pledged was given ten thousand times too small."""
        head = [*self.HEAD[:3], "持股数量（万股）", Wide("质押、标记或冻结的股份数量（万股）", 2)]
        rows = [["甲某", "其他", "1%", "90", "质押", "50"], *ten("其他", "1%", "{}", "无", "0", n=9)]
        found = holders("前10名股东持股情况", grid(head, *rows, widths=[2, 1, 1, 2, 1, 1]))
        assert [(p.state, p.shares) for p in found.records[0].pledges] == [("质押", 500_000)]

    def test_a_figure_in_the_cell_of_a_state_is_named(self):
        """Rules through the text had moved a nought into it, and the restricted shares were given as not disclosed."""
        head = [*[Wide(t, 1, 2) for t in [*self.HEAD[:4], "持有有限售条件的股份数量"]], Wide("质押或冻结情况", 2)]
        rows = [["甲某", "其他", "1%", "90,000", "", "0不适用", "0"], *ten("其他", "1%", "{}", "0", "无", "0", n=9)]
        found = holders("前10名股东持股情况", grid(head, ["股份状态", "数量"], *rows))
        assert codes(found) == ["unclear-state"]

    def test_a_class_of_shares_without_its_beginning_is_named(self):
        """人民币 hung in the row above, and 普通股 alone was given as the class."""
        head = ["股东名称", "持有无限售条件股份数量", "股份种类"]
        rows = [[f"股东{i}号", f"{90 - i},000", "人民币普通股" if i else "普通股"] for i in range(10)]
        found = holders("前10名无限售条件股东持股情况", grid(head, *rows))
        assert "股东0号: '普通股' has a part of another row's word in it, or lacks one" in [
            p.message for p in found.problems
        ]

    def test_a_state_of_two_rows_is_no_state(self):
        """Where a rule is missing 质押不适用 was given as what the shares of the first row are."""
        head = [*[Wide(t, 1, 2) for t in self.HEAD[:4]], Wide("质押或冻结情况", 2)]
        rows = [["甲某", "其他", "1%", "90,000", "质押不适用", "500"], *ten("其他", "1%", "{}", "无", "0", n=9)]
        found = holders("前10名股东持股情况", grid(head, ["股份状态", "数量"], *rows))
        assert codes(found) == ["unclear-state"]
        assert not found.records[0].pledges

    @pytest.mark.parametrize("label", ["\ufffd" * 12, "附注"])
    def test_a_number_beside_a_label_that_is_a_picture_is_named(self, label):
        counts = grid(["报告期末普通股股东总数（户）", "33,418"], [label, "0" if "\ufffd" in label else "见下"])
        found = holders(counts, "前10名股东持股情况", grid(self.HEAD[:4], *ten("其他", "1%", "{}")))
        assert found.counts.holders == 33418
        assert codes(found) == ["no-label"] * ("\ufffd" in label)

    @pytest.mark.parametrize("text", ["\ufffd\ufffd\ufffd", ",", "未变"])
    def test_a_change_without_letters_is_no_word_in_its_place(self, text):
        """What no character could be told of was given as the word that stands for a change."""
        head = [*self.HEAD[:4], "报告期内增减变动情况"]
        found = holders("前10名股东持股情况", grid(head, *[[*row, text] for row in ten("其他", "1%", "{}")]))
        assert ("unreadable-cell" in codes(found)) == (text != "未变")

    def test_a_note_whose_label_the_page_s_end_cuts_goes_on_overleaf(self):
        """The rest of its text was lost with the number of shares in it: 说明（如 on one page, 有） on the next."""
        note = ["前10名股东参与融资融券业务股东情况说明（如", "股东甲通过某证券股份有限公司客户信用交易担保证券"]
        rows = ten("其他", "1%", "{}")
        found = holders(
            "前10名股东持股情况",
            grid(self.HEAD[:4], *rows, [note[0], Wide(note[1].replace("股东甲", rows[0][0]), 3)]),
            BREAK,
            grid(["有）", Wide("账户持有公司股份3,570,233股。", 3)], widths=(1, 1, 1, 1)),
        )
        assert found.records[0].margin_account_shares == 3_570_233
        # The number was told of the page on which its holder stands.
        assert (found.records[0].source.page, found.records[0].cells["margin_account_shares"].page) == (1, 2)
        assert not codes(found)

    def test_a_minus_that_a_page_s_end_parts_from_its_digits_is_told_of_theirs(self):
        """The figure was told of the page that has nothing of it but the minus."""
        rows = [[*row, str(i)] for i, row in enumerate(ten("其他", "1%", "{}"))]
        head = [*self.HEAD[:4], "报告期内增减变动情况"]
        cut, rest = [*rows[4][:-1], "-"], ["", "", "", "", "1,519,174"]
        found = holders("前10名股东持股情况", grid(head, *rows[:4], cut), BREAK, grid(rest, *rows[5:]))
        assert (found.records[4].change, found.records[4].cells["change"].page) == (-1_519_174, 2)
        assert found.records[4].source.page == 1

    @pytest.mark.parametrize("half", ["", "前10名股东及前10名无限售"])
    def test_a_note_whose_label_stands_wholly_or_half_overleaf_begins_before_the_page_s_end(self, half):
        """A label at the middle of its row: what stood above the break was lost, and with it whose shares they are."""
        rows = ten("其他", "1%", "{}")
        found = holders(
            "前10名股东持股情况",
            grid(self.HEAD[:4], *rows, [half, Wide(f"{rows[0][0]}通过某证券股份有限公司客户信用交", 3)]),
            BREAK,
            grid(
                ["前10名股东参与融资融券业务股东情况说明（如有）", Wide("易担保证券账户持有公司股份3,570,233股。", 3)],
                widths=(1, 1, 1, 1),
            ),
        )
        assert found.records[0].margin_account_shares == 3_570_233
        assert not codes(found)

    @pytest.mark.parametrize(("nature", "named"), [("然人", 1), ("境内自", 1), ("境内自然人", 0), ("其他", 0)])
    def test_a_part_of_a_nature_is_named_whichever_it_is(self, nature, named):
        """The end of one, below a stray line, was given as it stood."""
        rows = ten("其他", "1%", "{}")
        rows[3] = [rows[3][0], nature, *rows[3][2:]]
        found = holders("前10名股东持股情况", grid(self.HEAD[:4], *rows))
        assert codes(found) == ["name-doubtful"] * named

    def test_two_tables_that_differ(self):
        body = ("其他", "1%", "{}")
        found = holders(
            "前10名股东持股情况",
            grid(self.HEAD[:4], *ten(*body)),
            "其他",
            grid(self.HEAD[:4], *ten(*body, first=2, n=12)),
        )
        assert codes(found) == ["two-candidates"]

    def test_of_two_tables_about_the_same_holders_neither_gives_what_differs(self):
        rows = ten("其他", "1%", "{}", n=10)
        again = [[*row[:3], "77" if i == 3 else row[3]] for i, row in enumerate(rows)]
        found = holders("前10名股东持股情况", grid(self.HEAD[:4], *rows), "其他", grid(self.HEAD[:4], *again))
        assert [h.shares is None for h in found.records] == [i == 3 for i in range(10)]
        assert codes(found) == ["two-candidates"]


@pytest.mark.parametrize(
    ("note", "named"),
    [("注：单位：万股", ["unaccounted"]), ("以上数量的单位为百股", ["unaccounted"]), ("注：单位：股", [])],
)
def test_a_note_below_the_holders_that_states_another_unit_is_named(note: str, named: list[str]):
    """Their numbers were given as if no unit were stated, or that of the line above."""
    head = ["股东名称", "股东性质", "持股比例", "持股数量"]
    rows = ten("境内自然人", "2.00%", "{}")
    for below in (note, grid([Wide(note, 4)], ["上述股东关联关系的说明", Wide("无", 3)])):
        found = holders("前10名股东持股情况", "单位：股", grid(head, *rows), below)
        assert codes(found) == named
    inside = holders("前10名股东持股情况", "单位：股", grid(head, *rows, [Wide(note, 4)]))
    assert codes(inside) == named


def test_a_figure_that_a_stray_line_cut_off_the_last_row_is_named():
    head = ["股东名称", "股东性质", "持股比例", "持股数量", "持有有限售条件的股份数量"]
    rows: list[list[Given]] = [[company(i), "境内自然人", "2.00%", f"{9000 - i}", "0"] for i in range(9)]
    last: list[Given] = [Wide(t, 1, 2) for t in (company(9), "境内自然人", "2.00%", "8000")]
    found = holders("前10名股东持股情况", "单位：股", grid(head, *rows, [*last, ""], ["7"]))
    assert found.records[-1].restricted_shares is None
    assert "row-without-name" in codes(found)


def test_the_note_on_margin_trading_in_one_cell_with_its_label_is_named():
    head = ["股东名称", "股东性质", "持股比例", "持股数量"]
    rows: list[list[Given]] = [[company(i), "境内自然人", "2.00%", f"{9000 - i}"] for i in range(10)]
    note = f"前10名股东参与融资融券业股东{company(0)}通过普通证券账户持有5,000股，通过信用证券账户务说明持有4,000股。"
    found = holders("前10名股东持股情况", "单位：股", grid(head, *rows, [Wide(note, 4)]))
    assert found.records[0].margin_account_shares is None
    assert "unclear-note" in codes(found)


def test_a_number_of_shareholders_whose_first_digit_stands_in_its_label_is_named():
    """Its digits stood apart, and the first one before the line: 12,610 was given as 2,610."""
    counts = grid(["报告期末普通股股东总数", "12,945", "年度报告披露日前一个月末1普通股股东总数", "2 , 610"])
    found = holders("1、公司股东数量及持股情况", "单位：股", counts)
    assert (found.counts.holders, found.counts.holders_prior_month_end) == (12945, None)
    assert "unreadable-cell" in codes(found)


def test_two_columns_that_no_line_parts_are_named_where_the_form_asks_for_one_of_them():
    """A stray line was taken for the one that parts them, and no holder had restricted shares any more."""
    head = ["股东名称", "股东性质", "持股比例", "持股数量", "持有有限售持有无限售条件的股份条件的股份数量数量"]
    found = holders("前10名股东持股情况", "单位：股", grid(head, *ten("境内自然人", "2.00%", "{}", "0 {}")))
    assert codes(found) == ["unaccounted"]


def test_two_numbers_apart_in_the_cell_of_a_count_are_not_one():
    """A watermark's 3 stood before a nought: 30 holders were given."""
    head = ["股东名称", "股东性质", "持股比例", "持股数量"]
    counts = ["报告期末普通股股东总数", "40,115", "持有特别表决权股份的股东总数（如有）", "3 0"]
    found = holders("前10名股东持股情况", grid(counts), grid(head, *ten("境内自然人", "2.00%", "{}")))
    assert (found.counts.holders, found.counts.special_voting_holders) == (40115, None)
    assert codes(found) == ["unreadable-cell"]


def test_a_number_of_holders_beside_its_label_in_no_table_is_named():
    """On a page set askew the table ended before it, and it was given as not disclosed."""
    rows = ten("其他", "1%", "{}")
    table = grid(["股东名称", "股东性质", "持股比例", "持股数量"], *rows)
    counts = grid(["报告期末普通股股东总数", "8,840"])
    label = "报告期末表决权恢复的优先股股东总数（如有）"
    title = "（一）普通股股东总数和表决权恢复的优先股股东数量及前10名股东持股情况表"
    for line, named in ((label, 1), (f"8,840 {label} 0", 1), (title, 0)):
        found = holders(title, counts, line, "前10名股东持股情况", table)
        assert codes(found) == ["unreadable-cell"] * named


def test_a_number_of_holders_below_a_line_through_its_cell():
    """The cell's upper half was blank, and the number was given as not disclosed."""
    label = Wide("报告期末表决权恢复的优先股股东总数（如有）", 1, 2)
    counts = grid([Wide("报告期末普通股股东总数", 1, 2), Wide("8,840", 1, 2), label, ""], ["3"])
    table = grid(["股东名称", "股东性质", "持股比例", "持股数量"], *ten("其他", "1%", "{}"))
    found = holders(counts, "前10名股东持股情况", table)
    assert (found.counts.holders, found.counts.preferred_holders) == (8840, 3)


def test_a_note_whose_label_stands_behind_a_blank_cell():
    """Lines through the text parted it from the table's side, and shares in credit accounts were not given."""
    rows = ten("其他", "1%", "{}")
    table = grid(["股东名称", "股东性质", "持股比例", "持股数量"], *rows)
    text = f"股东{rows[0][0]}通过某证券股份有限公司客户信用交易担保证券账户持有1,000股。"
    note = grid(["", "前10名股东参与融资融券业务股东情况说明（如有）", text], widths=[1, 3, 6])
    assert holders("前10名股东持股情况", table, note).records[0].margin_account_shares == 1000


def test_a_note_on_credit_accounts_among_the_lines_of_another_is_named():
    """On a page set askew its lines ran into the note above, the word 账户 cut, and their shares were not given."""
    table = grid(["股东名称", "股东性质", "持股比例", "持股数量"], *ten("其他", "1%", "{}"))
    text = "甲乙系一致行动人。通过某证券股1,000股，没有放在普通证限公司客户信用交易担保证券账股份。"
    found = holders("前10名股东持股情况", table, grid(["上述股东关联关系或一致行动的说明", text]))
    assert codes(found) == ["unclear-note"]


def test_a_note_on_credit_accounts_of_which_a_part_is_doubted_is_named():
    """Of a note with another page printed upon it one holder's shares were named, and nothing was said of another's."""
    rows = ten("其他", "1%", "{}")
    table = made.drawn([["股东名称", "股东性质", "持股比例", "持股数量"], *rows])
    text = f"股东{rows[0][0]}通过某证券股份有限公司客户信用交易担保证券账户持有1,000股。"
    note = made.drawn([["前10名股东参与融资融券业务股东情况说明（如有）", text]])
    (row,) = note.rows
    cells = tuple(cell._replace(doubt="a part of it cannot be seen") for cell in row.cells)
    blocks = [made.line("前10名股东持股情况"), table, note._replace(rows=(replace(row, cells=cells),))]
    (problem,) = [p for p in read_holders(blocks).problems if p.code == "unclear-note"]
    assert problem.message.endswith("than were read of it: a part of it cannot be seen")


@pytest.mark.parametrize("day", ["2024年6月30日", "20240630"])
def test_a_day_is_no_number_of_holders(day: str):
    """In a column of dates beside the labels its year was given as the number of shareholders."""
    table = grid(["股东名称", "股东性质", "持股比例", "持股数量"], *ten("其他", "1%", "{}"))
    found = holders(grid(["报告期末普通股股东总数", day, "8,840"]), "前10名股东持股情况", table)
    assert found.counts.holders is None
    assert codes(found)


class TestTwoFiguresBelowOneHeading:
    """A line between two columns is drawn aside through the words of their heading, and whole below it."""

    @pytest.mark.parametrize(("change", "restricted"), [("1,442,000", "0"), ("0", "39,000"), ("-350", "0")])
    def test_neither_is_given_and_both_are_named(self, change: str, restricted: str) -> None:
        heading: list[Given] = ["股东名称", "股东性质", "持股比例", "期末持股数量"]
        cells = ["国有法人", "1.00%", "{}", change, restricted]
        found = holders(
            "前10名股东持股情况",
            "单位：股",
            grid([*heading, Wide("报告期内持有有限售增减变动条件的股份情况数量", 2)], *ten(*cells)),
        )
        assert [h.restricted_shares for h in table(found, "top10")] == [None] * 10
        messages = [p.message for p in found.problems if p.code == "unreadable-cell"]
        assert messages == [f"{company(i)}: restricted_shares is printed as '{change} {restricted}'" for i in range(10)]

    def test_what_is_printed_twice_is_given(self) -> None:
        heading: list[Given] = ["股东名称", "股东性质", "持股比例", "期末持股数量", Wide("持有有限售条件的股份数量", 2)]
        rows = ten("国有法人", "1.00%", "{}", "500", "500")
        found = holders("前10名股东持股情况", "单位：股", grid(heading, *rows))
        assert [h.restricted_shares for h in table(found, "top10")] == [500] * 10

    def test_a_figure_across_two_columns_is_of_neither(self) -> None:
        """No line parts the change, which is blank, from the number of shares: that was given as the change."""
        heading: list[Given] = ["股东名称", "报告期内增减", "期末持股数量", "比例(%)", "股东性质"]
        rows = ten("5", "{}", "1.00", "国有法人", n=9)
        found = holders(
            "前10名股东持股情况", "单位：股", grid(heading, *rows, [company(9), Wide("4,166,925", 2), "0.80", "其他"])
        )
        last = table(found, "top10")[-1]
        assert last.cells["change"].doubt
        assert [h.cells["change"].doubt for h in table(found, "top10")[:9]] == [None] * 9
