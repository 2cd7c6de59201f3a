from __future__ import annotations

import pytest

from kunlun_cli.extract.lending import read_lending
from kunlun_cli.extract.places import DOUBT
from kunlun_cli.records import Lending
from kunlun_cli.tables.table import Row, Table
from tests.unit.pages import BREAK, Given, Wide, grid, lending

PARTICIPATION = "持股5%以上股东、前10名股东及前10名无限售流通股股东参与转融通业务出借股份情况"
CHANGES = "前10名股东及前10名无限售流通股股东因转融通出借/归还原因导致较上期发生变化"
YES, NO = "☑适用 □不适用", "□适用 ☑不适用"


def participation_head(share: str = "占总股本的比例") -> list[list[Given]]:
    return [
        [
            Wide("股东名称（全称）", 1, 2),
            Wide("期初普通账户、信用账户持股", 2), Wide("期初转融通出借股份且尚未归还", 2),
            Wide("期末普通账户、信用账户持股", 2), Wide("期末转融通出借股份且尚未归还", 2),
        ],
        ["数量合计", share] * 4,
    ]  # fmt: skip


CHANGES_HEAD: list[list[Given]] = [
    [
        Wide("股东名称（全称）", 1, 2), Wide("本报告期新增/退出", 1, 2), Wide("期末转融通出借股份且尚未归还数量", 2),
        Wide("期末股东普通账户、信用账户持股以及转融通出借尚未归还的股份数量", 2),
    ],
    ["数量合计", "占总股本的比例"] * 2,
]  # fmt: skip
FUND = ["某基金", "1,000,000", "1.00%", "5,000", "0.01%", "1,200,000", "1.20%", "0", "0.00%"]


def test_a_drawing_without_a_cell_is_no_rest_of_a_table():
    """A row of it broke the reading off."""
    blank = Table((Row(0, (), 1, 0.0, 1.0),))
    assert read_lending([blank]).problems == ()


def codes(found: Lending) -> list[str]:
    return [p.code for p in found.problems]


def test_shenzhens_two_tables():
    found = lending(
        PARTICIPATION,
        YES,
        "单位：股",
        grid([Wide(PARTICIPATION, 9)], *participation_head(), FUND, ["合计", *FUND[1:]]),
        CHANGES,
        YES,
        grid(
            [Wide(CHANGES, 6)],
            *CHANGES_HEAD,
            ["某基金", "新增", "0", "0.00%", "1,200,000", "1.20%"],
            ["某中心（有限合伙）", "退出", "0", "0.00%", "-", "-"],
        ),
    )
    first, entered, exited = found.records
    assert (found.applicable.participation, found.applicable.changes) == (True, True)
    assert (first.opening_shares, first.opening_lent_shares, first.closing_shares) == (1_000_000, 5000, 1_200_000)
    assert (entered.change, exited.change) == ("entered", "exited")
    assert (exited.closing_lent_shares, exited.closing_total_shares) == (0, None)
    assert not found.problems


def test_shanghais_percent_in_the_heading_and_ten_thousands_of_shares():
    row = ["某基金", "100.5000", "1.0012", "0.5", "0.01", "120", "1.2", "0", "0"]
    found = lending(PARTICIPATION, "√适用 □不适用", "单位:万股", grid(*participation_head("比例(%)"), row), CHANGES, NO)
    assert (found.records[0].opening_shares, found.records[0].opening_lent_shares) == (1_005_000, 5000)
    assert found.applicable.changes is False


@pytest.mark.parametrize("tick", [NO, "□适用 R不适用", "□适用 不适用", "□适用√不适用", "¨适用 þ不适用"])
def test_not_applicable(tick):
    found = lending(PARTICIPATION, tick, CHANGES, tick)
    assert (found.applicable.participation, found.applicable.changes) == (False, False)
    assert not found.problems


def test_the_title_runs_over_lines_and_holds_the_tick():
    found = lending(
        PARTICIPATION[:30], PARTICIPATION[30:] + "□适用 √不适用", CHANGES[:20], CHANGES[20:], "□适用 √不适用"
    )
    assert (found.applicable.participation, found.applicable.changes) == (False, False)


def test_a_form_without_the_disclosure():
    found = lending("前10名股东持股情况（不含通过转融通出借股份）", "其他事项", "□适用 √不适用")
    assert (found.applicable.participation, found.applicable.changes) == (None, None)
    assert not found.problems


def test_receipts_are_another_disclosure():
    found = lending("持股5%以上存托凭证持有人参与转融通业务出借股份情况", "√适用 □不适用")
    assert found.applicable.participation is None


class TestPages:
    def test_the_heading_repeated_with_other_widths(self):
        more = grid(*participation_head(), ["另一基金", *FUND[1:]], widths=[3, 1.5, 1, 1, 1, 1.5, 1, 1, 1])
        found = lending(PARTICIPATION, YES, grid(*participation_head(), FUND), BREAK, more)
        assert [r.name for r in found.records] == ["某基金", "另一基金"]
        assert found.records[1].closing_shares == 1_200_000

    def test_the_heading_cut_between_its_rows(self):
        upper, lower = participation_head()
        upper = ["股东名称（全称）", *upper[1:]]
        found = lending(PARTICIPATION, YES, grid(upper, widths=[1] * 9), BREAK, grid(["", *lower], FUND))
        assert found.records[0].closing_lent_shares == 0
        assert found.records[0].opening_pct == 1

    def test_a_row_cut_by_the_page(self):
        found = lending(
            PARTICIPATION,
            YES,
            grid(
                *participation_head(),
                FUND,
                ["某证券投", "1,000,00", "1.00", "5,000", "0.01%", "1,200,000", "1.20%", "0", "0%"],
            ),
            BREAK,
            grid(["资基金", "0", "%", "", "", "", "", "", ""], ["第三基金", *FUND[1:]]),
        )
        assert [r.name for r in found.records] == ["某基金", "某证券投资基金", "第三基金"]
        assert found.records[1].opening_shares == 1_000_000


class TestNothingIsLostInSilence:
    @pytest.mark.parametrize("tick", ["□适用 □不适用", "☑适用 ☑不适用"])
    def test_neither_or_both_ticked(self, tick):
        found = lending(PARTICIPATION, tick)
        assert found.applicable.participation is None
        assert codes(found) == ["unreadable-tick"]

    def test_a_tick_without_its_table(self):
        assert codes(lending(PARTICIPATION, YES)) == ["missing-table"]

    def test_a_table_against_the_tick(self):
        assert codes(lending(PARTICIPATION, NO, grid(*participation_head(), FUND))) == ["tick-against-table"]

    def test_figures_without_a_name(self):
        found = lending(PARTICIPATION, YES, grid(*participation_head(), FUND, ["", *FUND[1:]]))
        assert codes(found) == ["row-without-name"]

    def test_neither_entered_nor_exited(self):
        found = lending(CHANGES, YES, grid(*CHANGES_HEAD, ["某基金", "新增/退出", "0", "0%", "1", "1%"]))
        assert found.records[0].change is None
        assert codes(found) == ["unreadable-cell"]


def test_a_note_between_the_holders_ends_nothing():
    found = lending(
        PARTICIPATION,
        YES,
        "单位：股",
        grid(*participation_head(), FUND, [Wide("注：以上数字来自公司的报告。", 9)], ["另一基金", *FUND[1:]]),
        "前10名股东因转融通出借/归还原因导致较上期发生变化",
        "□适用 √不适用",
    )
    assert [r.name for r in found.records] == ["某基金", "另一基金"]
    assert not found.problems


def test_a_row_overleaf_below_what_a_stray_line_cut_off_the_last_is_not_lost():
    """A short line made a blank row at the page's end, with which the row overleaf was passed over."""
    last = [Wide(text, 1, 2) for text in FUND[:5]] + [FUND[5]] + [Wide(text, 1, 2) for text in FUND[6:]]
    table = grid(*participation_head(), last, [""])
    found = lending(PARTICIPATION, YES, "单位：股", table, BREAK, grid(["某中心", *FUND[1:]]), CHANGES, NO)
    assert [r.name for r in found.records] == ["某基金", "某中心"]
    assert found.records[1].closing_shares == 1_200_000


def test_digits_behind_the_only_share_of_the_second_table_are_told_by_the_places_of_the_first():
    found = lending(
        PARTICIPATION,
        YES,
        grid([Wide(PARTICIPATION, 9)], *participation_head(), FUND),
        CHANGES,
        YES,
        grid([Wide(CHANGES, 6)], *CHANGES_HEAD, ["某基金", "新增", "5,000", "0.01%", "1,205,000", "1.2137%"]),
    )
    assert [r.cells["closing_total_pct"].doubt for r in found.records if r.table == "changes"] == [DOUBT]


def test_the_rest_of_a_table_set_apart_without_its_heading_is_named():
    rest = ["另一基金", *FUND[1:]]
    found = lending(PARTICIPATION, YES, grid(*participation_head(), FUND), "续表", grid(rest), CHANGES, NO)
    assert codes(found) == ["no-heading"]


def test_the_rest_of_a_table_behind_a_comment_in_a_frame_is_named():
    rest = grid(["另一基金", *FUND[1:]])
    found = lending(PARTICIPATION, YES, grid(*participation_head(), FUND), grid(["3"]), rest, CHANGES, NO)
    assert "no-heading" in codes(found)


def test_figures_of_rows_that_no_table_took_are_named():
    """A text's heading that could not be read left the rows as lines, and another table's were given."""
    row = "某基金 1,000,000 1.00% 5,000 0.01% 1,200,000 1.20% 0 0.00%"
    found = lending(PARTICIPATION, YES, row, "母公司", grid(*participation_head(), FUND), CHANGES, NO)
    assert codes(found) == ["unaccounted"]


def test_a_figure_in_its_heading_where_the_line_between_them_is_missing_is_named():
    *heads, last = participation_head()
    swallowed: list[Given] = [*last[:-2], Wide("数量合计0", 1, 2), last[-1]]
    found = lending(PARTICIPATION, YES, grid(*heads, swallowed, [*FUND[:-2], FUND[-1]]), CHANGES, NO)
    assert found.records[0].closing_lent_shares is None
    assert codes(found) == ["unaccounted"]


def test_a_tick_mixed_with_words_of_the_heading_is_not_read():
    """One page was printed upon another: the tick below the title was another disclosure's."""
    found = lending(PARTICIPATION, "□适用√不适用账户持股份且尚未归还账户持股", CHANGES, NO)
    assert (found.applicable.participation, codes(found)) == (None, ["unreadable-tick"])


@pytest.mark.parametrize(
    ("note", "named"),
    [
        ("注：单位：万股", ["unaccounted"]),
        ("以上数量的单位为万股", ["unaccounted"]),
        ("注：单位：股", []),
        ("单位：万股", []),
    ],
)
def test_a_note_below_the_table_that_states_another_unit_is_named(note: str, named: list[str]):
    """The numbers were given as if no unit were stated; what is no note is the unit of the next table."""
    changes = [CHANGES, "单位：股", grid(*CHANGES_HEAD, ["某基金", "退出", "0", "0.00%", "1,200,000", "1.20%"])]
    found = lending(PARTICIPATION, YES, "单位：股", grid(*participation_head(), FUND), note, *changes)
    assert codes(found) == named


def test_a_unit_in_a_row_below_the_heading_is_that_of_the_rows_below_it():
    found = lending(PARTICIPATION, YES, grid(*participation_head(), [Wide("单位：万股", 9)], FUND), CHANGES, NO)
    assert [r.opening_shares for r in found.records] == [10_000_000_000]
    assert codes(found) == []


def test_two_ticks_that_disagree_below_one_title_are_not_read():
    """One of them was of the page that a page was printed upon; the table was said not to be there."""
    found = lending(PARTICIPATION, NO, YES, CHANGES, NO)
    assert (found.applicable.participation, found.applicable.changes) == (None, False)
    assert codes(found) == ["unreadable-tick"]


def test_a_second_table_names_every_holder_of_whom_it_has_other_figures():
    others = [["某基金", *FUND[1:]], ["另一基金", *FUND[1:]]]
    again = [["某基金", "2,000,000", *FUND[2:]], ["另一基金", "3,000,000", *FUND[2:]]]
    first, second = (grid(*participation_head(), *rows) for rows in (others, again))
    found = lending(PARTICIPATION, YES, first, PARTICIPATION, second, CHANGES, NO)
    (problem,) = (p for p in found.problems if p.code == "two-candidates")
    assert all(name in problem.message for name in ("某基金", "另一基金"))


def test_a_table_without_row_or_tick_is_named_as_a_whole():
    found = lending(PARTICIPATION, "□适用 □不适用", CHANGES, NO)
    assert (
        found.problems[0].message == "the participation table has no row, and neither 适用 nor 不适用 is ticked for it"
    )


def test_the_table_that_is_not_there_is_named():
    found = lending(PARTICIPATION, YES, "单位：股", grid([Wide(PARTICIPATION, 9)], *participation_head(), FUND))
    (problem,) = found.problems
    assert "stands without the changes table" in problem.message


def test_a_table_whose_heading_is_printed_over_is_named_though_another_follows():
    """四、季度财务报表 was printed over 股东名称, and the year before's table below was given without a word."""
    head, *rest = participation_head()
    over = [[Wide("四、季度财务报表财务报表日期", 1, 2), *head[1:]], *rest]
    before = ["某基金", "3,000,000", "2.00%", "7,000", "0.02%", "3,200,000", "2.20%", "9", "0.01%"]
    found = lending(
        PARTICIPATION,
        YES,
        "单位：股",
        grid(*over, FUND),
        "以前年度",
        grid([Wide(PARTICIPATION, 9)], *participation_head(), before),
        CHANGES,
        NO,
    )
    assert "no-heading" in codes(found)


@pytest.mark.parametrize("tick", [NO, YES])
def test_rows_of_another_table_below_a_title_that_does_not_apply(tick: str):
    """In Markdown the ten largest holders stand above the title in one table, others below it."""
    rows = [
        ["甲某", "境内自然人", "9.00%", "9,000", "5,000", "4,000"],
        ["乙某", "其他", "8.00%", "8,000", "0", "8,000"],
    ]
    assert codes(lending(PARTICIPATION, tick, grid(["持有人", "", "", "", "", ""], *rows), CHANGES, NO)) == (
        [] if tick == NO else ["no-heading", "missing-table"]
    )


def test_a_table_that_ends_a_page_before_one_that_is_lost_may_go_on_in_it():
    """One picture had the last of those who lend and the table of changes: the changes alone were named."""
    items = [PARTICIPATION, YES, "单位：股", grid([Wide(PARTICIPATION, 9)], *participation_head(), FUND)]
    for between, named in (([BREAK], True), ([], False)):
        (problem,) = lending(*items, *between, CHANGES, YES).problems
        assert ("rows of the participation table" in problem.message) is named
