from __future__ import annotations

from dataclasses import replace

import pytest

from kunlun_cli.pages.page import Line
from kunlun_cli.tables.blocks import blocks
from kunlun_cli.tables.table import Table
from tests.unit.pages import BREAK, all_blocks, grid, report

A = ["甲", "1", "2"]
B = ["乙", "3", "4"]


def tables(*items: object, **more: object) -> list[Table]:
    return [b for b in all_blocks(*items, **more) if isinstance(b, Table)]  # type: ignore[arg-type]


def lines(*items: object, **more: object) -> list[str]:
    return [b.text for b in all_blocks(*items, **more) if isinstance(b, Line)]  # type: ignore[arg-type]


def test_lines_and_tables_in_reading_order():
    found = all_blocks("标题", grid(A), "说明", header="", footer=False)
    assert [b.text if isinstance(b, Line) else "table" for b in found] == ["标题", "table", "说明"]


def test_running_headers_and_page_numbers_are_left_out():
    assert lines("正文一", BREAK, "正文二") == ["正文一", "正文二"]


def test_a_table_goes_on_with_header_and_footer_between():
    (table,) = tables("标题", grid(A), BREAK, grid(B))
    assert [(r.page, r.after_break, r.index) for r in table.rows] == [(1, False, 0), (2, True, 1)]
    assert [c.row for c in table.rows[1].cells] == [1, 1, 1]


def test_over_three_pages():
    (table,) = tables(grid(A), BREAK, grid(B), BREAK, grid(A))
    assert [r.page for r in table.rows] == [1, 2, 3]


def test_a_title_between_parts_two_tables():
    assert len(tables(grid(A), BREAK, "（二）另一表", grid(B))) == 2


@pytest.mark.parametrize("footer", ["- 12 -", "第12页 共180页", "12/180", "12"])
def test_page_numbers_in_every_form(footer):
    from kunlun_cli.tables.blocks import _PAGE_NUMBER

    assert _PAGE_NUMBER.match(footer)


def test_the_border_of_a_page_is_no_table_and_its_headings_are_lines():
    from dataclasses import replace

    from kunlun_cli.pages.page import Rule
    from kunlun_cli.tables.blocks import page_blocks
    from tests.unit.pages import report

    (page,) = report("第一节 某事", "正文")
    x0, y0, x1, y1 = 20.0, 20.0, 580.0, 820.0
    border = (Rule(x0, y0, x1, y0), Rule(x0, y1, x1, y1), Rule(x0, y0, x0, y1), Rule(x1, y0, x1, y1))
    found = page_blocks(replace(page, rules=border))
    assert [b.text for b in found if isinstance(b, Line)][1:3] == ["第一节某事", "正文"]
    assert not [b for b in found if isinstance(b, Table)]


def test_a_frame_around_a_table_is_no_table():
    from dataclasses import replace

    from kunlun_cli.pages.page import Rule
    from kunlun_cli.tables.blocks import page_tables
    from tests.unit.pages import report

    (page,) = report(grid(A, B))
    box = (20.0, 20.0, 580.0, 800.0)
    frame = (
        Rule(box[0], box[1], box[2], box[1]),
        Rule(box[0], box[3], box[2], box[3]),
        Rule(box[0], box[1], box[0], box[3]),
        Rule(box[2], box[1], box[2], box[3]),
    )
    assert len(page_tables(replace(page, rules=(*page.rules, *frame)))) == 1


def test_a_stray_rule_across_the_page_parts_no_table_from_its_rest_overleaf():
    """It made empty cells beside the rows that it touched, the sides differed, and the rest was lost without a word."""
    from dataclasses import replace

    from kunlun_cli.pages.page import Rule
    from kunlun_cli.tables.blocks import blocks
    from tests.unit.pages import report

    first, second = report(grid(A, B, A), BREAK, grid(B))
    low = max(rule.bottom for rule in first.rules) - 3
    crossed = replace(first, rules=(*first.rules, Rule(20.0, low, 575.0, low), Rule(20.0, low - 40, 20.0, low)))
    found = [block for block in blocks([crossed, second]) if isinstance(block, Table)]
    assert len(found) == 1


def test_rows_overleaf_with_other_sides_are_a_doubt_and_a_table_with_a_heading_is_none():
    """They were a table of their own, which no disclosure took, without a word."""
    from dataclasses import replace

    from kunlun_cli.tables.blocks import blocks
    from tests.unit.pages import report

    for rows, doubts in (((B, A), 1), ((["股东名称", "持股数量", "比例"], A), 0)):
        first, second = report(grid(A, B), BREAK, grid(*rows))
        moved = replace(
            second,
            words=tuple(w._replace(x0=w.x0 * 0.6, x1=w.x1 * 0.6) for w in second.words),
            rules=tuple(r._replace(x0=r.x0 * 0.6, x1=r.x1 * 0.6) for r in second.rules),
        )
        found = [block for block in blocks([first, moved]) if isinstance(block, Table)]
        assert len(found) == 2
        assert len(found[0].doubts) == doubts


def test_a_figure_displaced_between_the_rows_at_a_page_s_end_is_a_doubt_and_parts_no_table():
    """The rows overleaf were a table of their own without a heading, which no disclosure took, without a word."""
    for before, after in (("\ufffd\ufffd", ()), ("406,900", ()), (None, ("\ufffd",))):
        items = [grid(A, B), *([before] if before else []), BREAK, *after, grid(B, A)]
        (table,) = tables(*items, header="", footer=False)
        assert [row.page for row in table.rows] == [1, 1, 2, 2]
        assert [doubt.code for doubt in table.doubts] == ["unaccounted"]


def test_half_a_row_overleaf_below_a_line_is_a_doubt_of_the_table_above():
    """A running line not at the page's edge was taken for a title, and a name was given without its end."""
    for rows, doubts in (
        ((["丙基金", "", ""], A), 1),
        ((["丙基金", "7", ""], A), 0),
        ((["股东名称", "持股", "比例"], A), 0),
    ):
        first, _ = tables(grid(A, B), BREAK, "某某股份有限公司年度报告全文", grid(*rows), header="", footer=False)
        assert len(first.doubts) == doubts


def test_running_lines_stand_at_the_edges_of_what_is_shown_of_a_page():
    """A printer's sheet is larger than its page, cropped or not: a header far from its edge parted the table."""
    made = report(*(grid(A, B) for _ in range(12)), BREAK, grid(B, A))
    for shown in (False, True):
        sheets = [
            replace(
                page,
                height=page.height + 400,
                words=tuple(w._replace(top=w.top + 200, bottom=w.bottom + 200) for w in page.words),
                rules=tuple(r._replace(top=r.top + 200, bottom=r.bottom + 200) for r in page.rules),
                shown=(0.0, 200.0, page.width, page.height + 200) if shown else None,
            )
            for page in made
        ]
        assert [block.rows[-1].page for block in blocks(sheets) if isinstance(block, Table)] == [*[1] * 11, 2]


def test_rows_below_a_line_but_no_heading_are_a_doubt_of_the_table_above():
    """续表 between the rows made a table without a heading of them, which no disclosure took, without a word."""
    for rows, doubts in (((B, A), 1), ((["股东名称", "持股数量", "比例"], A), 0)):
        first, _ = tables(grid(A, B), "续表", grid(*rows))
        assert len(first.doubts) == doubts


def test_a_picture_as_wide_as_the_table_right_below_it_is_a_doubt():
    """Its last rows were pasted as a picture, and numbers of shareholders were given as not disclosed."""
    from dataclasses import replace

    from kunlun_cli.tables.blocks import blocks
    from tests.unit.pages import report

    (page,) = report(grid(A, B), "三、重要事项", header="", footer=False)
    rows = next(b for b in blocks([page]) if isinstance(b, Table)).rows
    left, right, end = rows[0].cells[0].x0, rows[0].cells[-1].x1, rows[-1].bottom
    for box, doubts in (
        ((left, end + 2, right, end + 40), ["unaccounted"]),
        ((left, end + 2, (left + right) / 2, end + 40), []),  # a drawing
        ((left, end + 60, right, end + 90), []),  # below a title
    ):
        found = [b for b in blocks([replace(page, pictures=(box,))]) if isinstance(b, Table)]
        assert [doubt.code for table in found for doubt in table.doubts] == doubts


def test_a_table_that_runs_over_the_side_of_the_page_is_a_doubt():
    """Of a page trimmed between two columns the others were given as if the form had no more."""
    from dataclasses import replace

    from kunlun_cli.pages.sight import within
    from kunlun_cli.tables.blocks import blocks
    from tests.unit.pages import report

    (page,) = report(grid(A, B), "三、重要事项", header="", footer=False)
    rows = next(b for b in blocks([page]) if isinstance(b, Table)).rows
    side, end = rows[0].cells[-1], rows[-1]
    for right, bottom, doubts in (
        (side.x0 + 4, page.height, ["unaccounted"]),
        (side.x1 + 4, page.height, []),
        # Where pages are set turned, their side is the upper or the lower end of their tables.
        (page.width, end.top + 4, ["unaccounted"]),
        (page.width, end.bottom + 4, []),
    ):
        shown = (0.0, 0.0, right, bottom)
        words = tuple(word for word in page.words if word.cx <= right and word.cy <= bottom)
        part = replace(page, words=words, rules=tuple(within(page.rules, shown)), shown=shown)
        found = [b for b in blocks([part]) if isinstance(b, Table)]
        assert [doubt.code for table in found for doubt in table.doubts] == doubts


def test_a_picture_as_wide_as_the_table_at_the_head_of_the_next_page_is_a_doubt():
    """The rest of a table of shares lent was pasted as a picture, and its last holders were missing without a word."""
    from dataclasses import replace

    from kunlun_cli.tables.blocks import blocks
    from tests.unit.pages import report

    first, second = report(grid(A, B), BREAK, "三、重要事项", header="", footer=False)
    cells = next(b for b in blocks([first]) if isinstance(b, Table)).rows[0].cells
    left, right, text = cells[0].x0, cells[-1].x1, second.words[0].top
    for box, doubts in (
        ((left, text - 20, right, text - 4), ["unaccounted"]),
        ((left, text - 20, (left + right) / 2, text - 4), []),  # a drawing
        ((left, text + 20, right, text + 60), []),  # below a title
    ):
        found = [b for b in blocks([first, replace(second, pictures=(box,))]) if isinstance(b, Table)]
        assert [doubt.code for table in found for doubt in table.doubts] == doubts


def test_what_is_doubted_of_a_table_s_rest_overleaf_is_doubted_of_the_whole():
    """Where a table went on overleaf and its last rows there were a picture, they were missing without a word."""
    from dataclasses import replace

    from kunlun_cli.tables.blocks import blocks
    from tests.unit.pages import report

    first, second = report(grid(A, B), BREAK, grid(B, A), "三、重要事项", header="", footer=False)
    (rows,) = (b.rows for b in blocks([second]) if isinstance(b, Table))
    left, right, end = rows[0].cells[0].x0, rows[0].cells[-1].x1, rows[-1].bottom
    (whole,) = (
        b
        for b in blocks([first, replace(second, pictures=((left, end + 2, right, end + 40),))])
        if isinstance(b, Table)
    )
    assert [row.page for row in whole.rows] == [1, 1, 2, 2]
    assert [doubt.code for doubt in whole.doubts] == ["unaccounted"]


def test_a_unit_set_as_high_on_two_pages_below_a_line_of_the_page_is_no_running_line():
    """A bank's 9,043,403 million below 单位：人民币百万元 was given without a unit."""
    items = [
        "某某",
        BREAK,
        "（三）补充财务数据",
        "单位：百万元",
        grid(A, B),
        BREAK,
        "（五）资本充足率",
        "单位：百万元",
        grid(B, A),
    ]
    for header in ("", "某某银行股份有限公司"):
        found = blocks(report(*items, header=header))
        lines = [block.text for block in found if not isinstance(block, Table)]
        assert lines == [item for item in items if isinstance(item, str) and item != BREAK]
