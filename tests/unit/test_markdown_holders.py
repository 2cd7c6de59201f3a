"""Holders in Markdown whose heading or rows a program has confused: told by what the rows themselves say, or named."""

from __future__ import annotations

import pytest

from tests.unit.test_markdown import COUNTS, HEADING, STATES, TEN, filing

LINE = "|---|---|---|---|\n"
TITLE = "\n前10名无限售条件股东持股情况\n\n"
NAMES = [f"某某{c}" for c in "甲乙丙丁戊己庚辛壬癸"]


def unrestricted(text: str, title: str = TITLE):
    found = filing(holders=COUNTS + HEADING.format(STATES) + TEN + title + text).holders
    return [(h.shares, h.share_class) for h in found.records if h.table == "top10_unrestricted"], found.problems


def rows(form: str) -> list[str]:
    return [form.format(name=name, number=f"{900 - i},000") for i, name in enumerate(NAMES)]


WHOLE = [((900 - i) * 1000, "人民币普通股") for i in range(10)]
BOTH = "股份种类及数量"
HEADS = f"| 股东名称 | 持有无限售条件流通股的数量 | {BOTH} | 种类 | 数量 |\n"
OVER = "质押、标记或冻结情况"
ROW = "| {name} | {number} | 人民币普通股 | {number} |\n"


class TestUnrestrictedHoldersTellTheirOwnColumns:
    """Their rows had fewer cells than the heading, and were withheld."""

    @pytest.mark.parametrize(
        ("head", "row"),
        [
            (HEADS, ROW),
            (f"| | 持有无限售条件股份数量 | {BOTH} | {BOTH} | |\n| 股东名称 | | | | 种类 | 数量 |\n", ROW),
            (
                f"| 股东名称 | | 持有无限售条件股份数量 | {BOTH} | |\n",
                "| {name} | | {number}人民币普通股 | {number} |\n",
            ),
            (
                f"| 股东名称 | 持有无限售条件股份数量 | {BOTH} 种类 数量 |\n",
                "| {name} | {number} | 人民币普通股 {number} |\n",
            ),
            ("| 股东名称 | 持有无限售条件股份数量 | 人民币普通股 | 数量 |\n", "| {name} | {number} | {number} | |\n"),
        ],
        ids=["beside", "two rows", "number and class", "class and number", "class above"],
    )  # fmt: skip
    def test_below_any_heading(self, head: str, row: str):
        found, problems = unrestricted(head + LINE + "".join(rows(row)))
        assert found == WHOLE
        assert not problems

    def test_in_the_same_table_as_the_ten_largest(self):
        title = "| 前10名无限售条件股东持股情况 | |\n"
        found, problems = unrestricted(title + HEADS + "".join(rows(ROW)), title="")
        assert found == WHOLE
        assert not problems

    def test_below_a_page_break(self):
        first, *rest = rows(ROW)[6:]
        found, problems = unrestricted(
            HEADS + LINE + "".join(rows(ROW)[:6]) + "\n单位：股\n" + first + LINE + "".join(rest)
        )
        assert found == WHOLE
        assert not problems

    def test_not_where_the_numbers_differ(self):
        """One holder has shares of two classes: which number stands where is then told by the columns alone."""
        text = "".join(rows(ROW)).replace("| 人民币普通股 | 895,000", "| 人民币普通股 | 800,000")
        found, problems = unrestricted(HEADS + LINE + text)
        assert all(shares is None for shares, _ in found)
        assert "doubted-cell" in {p.code for p in problems}


class TestStateInTwoColumns:
    """A program writes the heading over a state and its number thrice, or beside both: three columns for two cells."""

    @pytest.mark.parametrize(
        ("last", "pledged", "none"),
        [
            (f"{OVER} | {OVER} | {OVER}", "质押 | 质押 | 300", "不适用 | 不适用 | 0"),
            (f"{OVER} | {OVER} | {OVER}", "质押 | 300", "不适用 | 0"),
            (f"{OVER} | 股份状态 | 数量", "质押 |  | 300", " | | "),
            (f"{OVER} | 数量", "质押 | 300", "不适用 | 0"),
        ],
        ids=["twice the state", "two cells", "state below the first", "no heading of the state"],
    )  # fmt: skip
    def test_one_of_them_has_the_state(self, last: str, pledged: str, none: str):
        text = HEADING.format(last) + TEN.replace("不适用 | 0", none).replace(none, pledged, 1)
        found = filing(holders=COUNTS + text).holders
        assert [[(p.state, p.shares) for p in h.pledges or ()] for h in found.records] == [[("质押", 300)]] + [[]] * 9
        assert not found.problems

    def test_not_where_both_hold_something_else(self):
        last = f"{OVER} | {OVER} | {OVER}"
        text = HEADING.format(last) + TEN.replace("不适用 | 0", "质押 | 冻结 | 300")
        assert filing(holders=COUNTS + text).holders.problems


@pytest.mark.parametrize("place", ["|  |  |  |  |  |  | 人 |\n", "|  | 人 |  |  |  |  |  |\n"])
def test_the_rest_of_a_nature_in_a_row_of_its_own(place: str):
    """The page's end had cut it, and it stood in whichever column the program saw it."""
    first, *others = TEN.replace("境内自然人", "境内非国有法人").splitlines(keepends=True)
    text = first.replace("境内非国有法人", "境内非国有法") + place + "".join(others)
    found = filing(holders=COUNTS + HEADING.format(STATES) + text).holders
    assert {h.nature for h in found.records} == {"境内非国有法人"}
    assert not found.problems


@pytest.mark.parametrize(
    "note",
    [
        "{label}\n{said}\n",
        "{label}：{said}\n",
        "{label}（参见注4）\n\n{said}  \n持股5%以上股东参与转融通业务出借股份情况\n",
    ],
)
def test_the_note_on_margin_trading_in_lines_of_text(note: str):
    """A program set its row as text: the shares in credit accounts had gone in silence."""
    said = "上述股东中，某某乙通过青山证券股份有限公司客户信用交易担保证券账户持有2,670,000股。"
    text = note.format(label="前10名股东参与融资融券业务股东情况说明（如有）", said=said)
    found = filing(holders=COUNTS + HEADING.format(STATES) + TEN + "\n" + text + "\n（2）公司优先股股东总数\n").holders
    assert [h.margin_account_shares for h in found.records[:3]] == [None, 2670000, None]
    assert found.notes.margin == said
    assert not found.problems
