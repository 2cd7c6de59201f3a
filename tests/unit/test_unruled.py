"""Statements set without ruling lines: columns by the ink of their figures, rows by how their labels are set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from kunlun_cli.pages.page import Page, Rule, Word
from kunlun_cli.tables.table import Table
from kunlun_cli.tables.unruled.pieces import strips_of
from kunlun_cli.tables.unruled.reader import unruled_pages
from kunlun_cli.tables.unruled.regions import in_line_of_form
from tests.unit.pages import SIZE, WIDTH, advance, set_line

RIGHT = (330.0, 400.0, 470.0, 540.0)
"""The right sides of four columns of figures."""
LEFT, STEP = 60.0, 15.0


def flush(text: str, right: float, top: float) -> list[Word]:
    return set_line(text, right - sum(map(advance, text)), top)


def middle(text: str, at: float, top: float) -> list[Word]:
    return set_line(text, at - sum(map(advance, text)) / 2, top)


def page(*lines: Sequence[str], rules: Sequence[Rule] = (), titled: bool = True, number: int = 1) -> Page:
    """A page of lines: a label, indented by its leading spaces, and figures flush right in the columns."""
    words: list[Word] = []
    top = 150.0
    if titled:
        words += middle("本集团", 350.0, 105.0) + middle("本行", 490.0, 105.0)
        for right, text in zip(RIGHT, ("2023年", "2022年") * 2, strict=True):
            words += flush(text, right, 120.0)
    for label, *figures in lines:
        words += set_line(label.lstrip(), LEFT + SIZE * (len(label) - len(label.lstrip())), top)
        for right, figure in zip(RIGHT, figures, strict=False):
            words += flush(figure, right, top)
        top += STEP
    return Page(number, WIDTH, 842.0, tuple(words), tuple(rules))


def read(*pages: Page) -> list[list[str]]:
    """The texts of the rows of all tables, and `?` before those that are doubted."""
    tables = [b for blocks in unruled_pages(pages) for b in blocks if isinstance(b, Table)]
    return [[c.text for c in row.cells] for table in tables for row in table.rows]


def doubts(*pages: Page) -> list[str]:
    return [d.message for blocks in unruled_pages(pages) for b in blocks if isinstance(b, Table) for d in b.doubts]


def test_a_doubt_on_one_letter_is_its_cells_doubt():
    found = page(["现金", *FOUR], ["存款", *FOUR])
    at = next(i for i, w in enumerate(found.words) if w.text == "3" and w.top > 140 and w.x1 > RIGHT[0])
    words = [w._replace(doubt="covered") if i == at else w for i, w in enumerate(found.words)]
    tables = [b for b in unruled_pages([replace(found, words=tuple(words))])[0] if isinstance(b, Table)]
    assert [c.text for t in tables for r in t.rows for c in r.cells if c.doubt] == [FOUR[1]]


FOUR = ["1,234", "2,345", "3,456", "4,567"]


def test_heading_of_group_and_bank_stands_over_its_two_columns():
    rows = read(page(["现金", *FOUR], ["存款", *FOUR]))
    assert rows[0] == ["本集团", "本行"]
    assert rows[1] == ["2023年", "2022年", "2023年", "2022年"]
    table = next(b for b in unruled_pages([page(["现金", *FOUR], ["存款", *FOUR])])[0] if isinstance(b, Table))
    assert [(c.col, c.colspan) for c in table.rows[0].cells] == [(1, 2), (3, 2)]


def test_column_without_a_figure_keeps_its_place():
    rows = read(page(["基本每股收益", "1.21", "1.33"], ["稀释每股收益", "1.11", "1.23"]))
    assert rows[2:] == [["基本每股收益", "1.21", "1.33", "", ""], ["稀释每股收益", "1.11", "1.23", "", ""]]


def test_blank_figure_is_not_filled_from_the_next_column():
    rows = read(page(["现金", *FOUR], ["少数股东权益", "20,189", "", "19,310"], ["合计", *FOUR]))
    assert rows[3] == ["少数股东权益", "20,189", "", "19,310", ""]


def test_label_over_lines_with_the_figures_at_its_last():
    lines = (
        ["金融投资", *FOUR],
        [" 以公允价值计量且其变动"],
        ["  计入当期损益的金融投资", *FOUR],
        ["长期股权投资", *FOUR],
    )
    first = (["以公允价值计量且其变动计入"], [" 当期损益的金融负债", *FOUR])
    rows = read(page(*lines), page(*first, ["存款", *FOUR], number=2))
    assert ["以公允价值计量且其变动计入当期损益的金融投资", *FOUR] in rows
    assert ["金融投资", *FOUR] in rows
    assert ["以公允价值计量且其变动计入当期损益的金融负债", *FOUR] in rows


def test_label_over_lines_with_the_figures_at_its_first():
    last = (["归属于母公司股东的其他综合收", *FOUR], [" 益的税后净额"])
    rows = read(page(["净利润", *FOUR], ["归属于母公司股东的其他综合收", *FOUR], [" 益的税后净额"], *last))
    assert rows.count(["归属于母公司股东的其他综合收益的税后净额", *FOUR]) == 2


@pytest.mark.parametrize("at", [0, 1])
def test_a_row_has_no_bracket_that_it_does_not_open_or_close(at: int):
    """Where the first line stood further in, `“－”号填列）` was a row by itself, with the figures."""
    label = [["  信用减值损失（损失以"], ["“－”号填列）"]]
    label[at] += FOUR
    rows = [row[0] for row in read(page(["投资收益", *FOUR], *label, ["营业利润", *FOUR]))]
    assert rows[-3:] == ["投资收益", "信用减值损失（损失以“－”号填列）", "营业利润"]


@pytest.mark.parametrize("title", ["负债：", "一、经营活动产生的现金流量", "股东权益"])
def test_title_between_rows_goes_with_neither(title):
    rows = read(page(["资产总计", *FOUR], [title], ["股本", *FOUR]))
    assert [row[0] for row in rows[2:]] == ["资产总计", title, "股本"]


def test_row_that_might_be_read_otherwise_is_named():
    lines = (["拆出资金以及买入返售款项", *FOUR], ["和其他应收款项及预付款项"], ["客户存款同业存放以及拆入", *FOUR])
    assert doubts(page(*lines))


def test_brackets_set_apart_and_numberings_belong_to_what_they_stand_at():
    words = page(["(1)其他", "(27,875", "3", "-", "-"], ["2.其他", *FOUR], titled=False).words
    shifted = tuple(w._replace(x0=w.x0 + 12, x1=w.x1 + 12) if w.text == "他" else w for w in words)
    bracket = set_line(")", RIGHT[0] + 6, 150.0)
    rows = read(Page(1, WIDTH, 842.0, (*shifted, *bracket)))
    assert rows[0][1:] == ["(27,875)", "3", "-", "-"]
    assert rows[0][0].startswith("(1)")


def test_underline_says_how_far_a_heading_reaches():
    words = middle("期末", 390.0, 105.0)
    body = page(["现金", *FOUR], ["存款", *FOUR], titled=False).words
    years = [w for right in RIGHT for w in flush("金额", right, 120.0)]
    rules = (Rule(290.0, 115.0, 475.0, 115.0),)
    table = next(
        b for b in unruled_pages([Page(1, WIDTH, 842.0, (*words, *years, *body), rules)])[0] if isinstance(b, Table)
    )
    assert [(c.text, c.col, c.colspan) for c in table.rows[0].cells if c.text == "期末"] == [("期末", 1, 3)]


def test_columns_that_cannot_be_told_apart_stay_lines():
    words = [*set_line("现金", LEFT, 150.0), *set_line("存款", LEFT, 165.0)]
    words += [
        *set_line("1,234", 300.0, 150.0),
        *set_line("5,678", 335.0, 150.0),
        *set_line("123,456,789,012", 290.0, 165.0),
    ]
    words += [*set_line("9,999", 375.0, 165.0)]
    found = unruled_pages([Page(1, WIDTH, 842.0, tuple(words))])[0]
    assert not any(isinstance(b, Table) and [c.text for c in b.rows[0].cells[1:3]] == ["1,234", "5,678"] for b in found)


def test_tables_of_the_notes_on_one_page_begin_below_the_times_that_head_each():
    lines = (
        ["15.4 待处理抵债资产"],
        ["按资产类别列示如下："],
        ["", "", "", "2023年", "2022年"],
        ["房屋及建筑物", "", "", "546", "536"],
        ["其他", "", "", "1", "1"],
        ["合计", "", "", "547", "537"],
        ["16. 同业存放款项"],
        ["", "2023年", "2022年", "2023年", "2022年"],
        ["境内同业存放", *FOUR],
        ["境外同业存放", "2", "-", "2", "-"],
        ["合计", *FOUR],
    )
    first, second = (b for b in unruled_pages([page(*lines, titled=False)])[0] if isinstance(b, Table))
    assert [[c.text for c in row.cells] for row in first.rows] == [
        ["2023年", "2022年"],
        ["房屋及建筑物", "546", "536"],
        ["其他", "1", "1"],
        ["合计", "547", "537"],
    ]
    assert first.title_lines == ("15.4待处理抵债资产", "按资产类别列示如下：")
    assert second.title_lines == ("16.同业存放款项",)
    assert [c.text for c in second.rows[2].cells] == ["境外同业存放", "2", "-", "2", "-"]


def test_headings_of_rows_are_rows_though_no_colon_stands_behind_them():
    rows = read(page(["流动负债"], ["应付账款", *FOUR], ["非流动负债"], ["借贷", *FOUR], ["租赁负债", *FOUR]))
    assert [row[0] for row in rows[2:]] == ["流动负债", "应付账款", "非流动负债", "借贷", "租赁负债"]
    assert not doubts(page(["流动负债"], ["应付账款", *FOUR], ["非流动负债"], ["借贷", *FOUR], ["租赁负债", *FOUR]))


def test_a_year_alone_over_several_columns_begins_another_table_of_one_row():
    lines = (
        ["", "2023年"],
        ["", "名义金额", "资产", "负债"],
        ["利率互换", "18,004", "784", "(26)"],
        ["合计", "18,004", "784", "(26)"],
        ["", "2022年"],
        ["", "名义金额", "资产", "负债"],
        ["利率互换", "19,853", "113", "(177)"],
    )
    first, second = (b for b in unruled_pages([page(*lines, titled=False)])[0] if isinstance(b, Table))
    assert [[c.text for c in row.cells][-3:] for row in first.rows[-2:]] == [["18,004", "784", "(26)"]] * 2
    assert [c.text for c in second.rows[-1].cells] == ["利率互换", "19,853", "113", "(177)"]


def test_words_above_a_figure_in_its_column_are_named():
    given = page(["现金", *FOUR], ["存款", *FOUR], ["", "", "", "阶段一", "阶段二"], ["余额", *FOUR])
    rows = read(given)
    assert ["余额", *FOUR[:2], "阶段一3,456", "阶段二4,567"] in rows
    assert doubts(given)


class TestARowAloneOverleaf:
    """One row is no table by itself: the last of a statement had been lost in silence."""

    @pytest.mark.parametrize("label", ["期末现金及现金等价物余额", "归属于少数股东的综合收益总额（净亏损以“-”号填列）"])
    def test_goes_on_with_the_table_before(self, label: str):
        before = page(["现金", *FOUR], ["存款", *FOUR])
        after = page([label, *FOUR], titled=False, number=2)
        assert read(before, after)[-1] == [label, *FOUR]
        assert not doubts(before, after)

    def test_does_not_below_a_title(self):
        before = page(["现金", *FOUR], ["存款", *FOUR])
        after = page(["16. 同业存放款项"], ["存放款项", *FOUR], titled=False, number=2)
        assert read(before, after)[-1] == ["存款", *FOUR]

    def test_does_not_where_a_figure_stands_in_no_column_which_is_named(self):
        before = page(["现金", *FOUR], ["存款", *FOUR])
        row = [*set_line("余额", LEFT, 150.0), *flush("1,000", 300.0, 150.0)]
        after = replace(page(titled=False, number=2), words=tuple(row))
        assert read(before, after)[-1] == ["存款", *FOUR]
        assert any("余额 1,000" in text for text in doubts(before, after))

    @pytest.mark.parametrize("apart", [2.0, 2.2])
    @pytest.mark.parametrize("last", ["4.金融资产重分类计入", "5.其他"])
    def test_goes_on_where_a_list_left_blank_ends_the_page(self, last: str, apart: float):
        """Below figures that stand between the lines of a label the list was in no table, nor the sum overleaf."""
        lines: list[tuple[float, Sequence[str]]] = []
        top = 150.0
        for label in (
            *("减：所得税费用", "四、净利润", "（一）持续经营净利润（净亏损|以“－”号填列）"),
            *("五、其他综合收益的税后净额", "（一）不能重分类进损益的其他|综合收益", "1.重新计量设定受益计划|变动额"),
            *("2.权益法下不能转损益的|其他综合收益", "4.金融资产重分类计入|其他综合收益的金额", "5.其他"),
        ):
            parts = label.split("|")
            if label[0] not in "五12（45" or "持续" in label:
                lines.append((top + SIZE * 0.75 * (len(parts) - 1), ["", *FOUR]))
            lines += [(top + SIZE * 1.5 * i, [part]) for i, part in enumerate(parts)]
            top += SIZE * (apart + 1.5 * (len(parts) - 1))
            if label.startswith(last):
                break
        words = list(page().words)
        for at, (label, *figures) in lines:
            words += set_line(label, LEFT, at)
            words += [word for right, text in zip(RIGHT, figures, strict=False) for word in flush(text, right, at)]
        before = replace(page(), words=tuple(words))
        after = page(["9.其他"], ["六、综合收益总额", *FOUR], titled=False, number=2)
        rows = read(before, after)
        assert ["六、综合收益总额", *FOUR] in rows
        assert ["（一）持续经营净利润（净亏损以“－”号填列）", *FOUR] in rows
        assert ["1.重新计量设定受益计划变动额", *[""] * 4] in rows
        assert not doubts(before, after)


def test_a_line_of_the_form_is_told_on_each_of_the_lines_on_which_it_stands():
    lines = ["本公司", "以公允价值计量且其变动", "计入当期损益的金融资产", "本集团"]
    strips = strips_of([word for i, line in enumerate(lines) for word in set_line(line, LEFT, 100 + i * STEP)])
    assert [in_line_of_form(strips, i) for i in range(4)] == [False, True, True, False]
