"""Lines that run through a table and belong to none: they part no figure and make no row or column."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from kunlun_cli.pages.page import Rule
from kunlun_cli.tables.blocks import page_tables
from kunlun_cli.tables.stray import drawings
from tests.unit.pages import grid, report

ROWS = [
    ["股东名称", "持股数量", "持股比例"],
    ["山海投资有限公司", "84,000,000", "35.00%"],
    ["云岭实业有限公司", "5,614,832", "2.34%"],
    ["某自然人", "1,203,118", "0.50%"],
]


def read(*more: Rule) -> list[list[str]]:
    (page,) = report(grid(*ROWS), "注：上述股东之间无关联关系。")
    ((table, _),) = page_tables(replace(page, rules=(*page.rules, *more)))
    return [[c.text for c in row.cells] for row in table.rows]


@pytest.mark.parametrize("x", range(225, 530, 7))
def test_a_vertical_line_through_the_page_parts_nothing(x):
    assert read(Rule(x, 0.0, x, 842.0)) == ROWS


def test_a_vertical_line_within_the_table_that_cuts_figures():
    (page,) = report(grid(*ROWS))
    figure = next(w for w in page.words if w.text == "4")
    x = (figure.x0 + figure.x1) / 2
    ys = [r.top for r in page.rules]
    assert read(Rule(x, min(ys), x, max(ys))) == ROWS


def test_a_level_line_through_a_row_makes_no_rows():
    (page,) = report(grid(*ROWS))
    figure = next(w for w in page.words if w.text == "4")
    y = (figure.top + figure.bottom) / 2
    assert read(Rule(60.0, y, 535.0, y)) == ROWS


def test_figures_of_two_cells_that_touch_do_not_make_their_line_a_stray_one():
    (page,) = report(grid(["项目", "期末", "期初"], ["货币资金", "4,236,581.36", "4,236,581.36"]))
    left = next(r.x0 for r in page.rules if r.x0 == r.x1 and abs(r.x0 - 376.67) < 1)
    # Both amounts as one word from 330 to 430, with the column's own line between the two.
    text = "4,236,581.364,236,581.36"
    step = 4.1
    sides = tuple(x for i in range(24) for x in (left + (i - 12) * step, left + (i - 11) * step))
    word = page.words[0]._replace(text=text, x0=sides[0], x1=sides[-1], sides=sides)
    ((table, _),) = page_tables(replace(page, words=(word._replace(top=130.0, bottom=139.0),)))
    assert [c.text for c in table.rows[-1].cells][1:] == ["4,236,581.36", "4,236,581.36"]
    assert Decimal(table.rows[-1].cells[1].text.replace(",", "")) == Decimal("4236581.36")


def test_a_level_line_across_the_page_makes_no_columns_beside_the_table():
    """Titles over the columns were none, as there were two columns more than they covered."""
    (page,) = report(grid(*ROWS))
    y = sorted({r.top for r in page.rules if r.top == r.bottom})[1] + 1.0
    assert read(Rule(5.0, y, 590.0, y)) == ROWS


def test_a_level_line_to_what_is_printed_beside_the_table_makes_its_column():
    (page,) = report(grid(*ROWS))
    edge = max(r.x1 for r in page.rules)
    ys = sorted({r.top for r in page.rules if r.top == r.bottom})
    words = [w._replace(x0=edge + 8, x1=edge + 16, top=ys[1] + 4, bottom=ys[1] + 13) for w in page.words[:1]]
    made = replace(page, words=(*page.words, *words), rules=(*page.rules, Rule(5.0, ys[1], edge + 30, ys[1])))
    ((table, _),) = page_tables(made)
    assert any(words[0].text == c.text for row in table.rows for c in row.cells)


def test_lines_that_are_all_at_one_height_have_no_row_between_them():
    """Letters drawn as paths (a program that rewrites files) broke the reading off."""
    first = [Rule(169.4, 208.3, 175.5, 208.3), Rule(169.4, 211.1, 175.5, 211.1), Rule(172.4, 203.4, 172.4, 211.0)]
    first.append(Rule(169.4, 210.3, 175.5, 210.3))
    second = [rule._replace(top=rule.top + 90, bottom=rule.bottom + 90) for rule in first]
    assert len(drawings([*first, *second], [])) == 2


def test_labels_that_run_over_their_columns_line_leave_it_the_tables_own():
    """Labels indented too far ran over the line in three rows; it was taken for stray, and 股本 went into labels."""
    rows = [["项目", "股本", "资本公积"]]
    rows += [[f"{n}、本期余额", "60,000.00", "55,824.12"] for n in "一二三四"]
    rows += [["", "", ""] for _ in range(3)]
    (page,) = report(grid(*rows))
    column = sorted({r.x0 for r in page.rules if r.x0 == r.x1})[1]
    ys = sorted({r.top for r in page.rules if r.top == r.bottom})
    letter = next(w for w in page.words if w.text == "本")
    half = (letter.x1 - letter.x0) / 2
    over = [
        letter._replace(x0=column - half, x1=column + half, top=top + 4, bottom=top + 4 + 2 * half, sides=())
        for top in ys[-4:-1]
    ]
    over = [w._replace(text=text, sides=(w.x0, w.x1)) for w, text in zip(over, "前同其", strict=True)]
    ((table, _),) = page_tables(replace(page, words=(*page.words, *over)))
    assert [[c.text for c in row.cells] for row in table.rows[:5]] == rows[:5]
