from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kunlun_cli.pages.page import Rule
from kunlun_cli.tables.blocks import page_tables
from kunlun_cli.tables.edges import lattices
from kunlun_cli.tables.grid import Grid as Boxes
from tests.unit.pages import Given, Wide, grid, report


def only_table(*rows: list[Given], rules: str = "all"):
    (found,) = page_tables(report(grid(*rows, rules=rules))[0])
    return found[0]


def test_cells_with_spans():
    table = only_table([Wide("甲", 1, 2), Wide("乙", 2)], ["丙", "丁"], ["1", "2", "3"])
    first, second, third = table.rows
    assert [(c.text, c.rowspan, c.colspan) for c in first.cells] == [("甲", 2, 1), ("乙", 1, 2)]
    assert [c.text for c in second.cells] == ["丙", "丁"]
    assert [c.text for c in third.cells] == ["1", "2", "3"]


def test_without_outer_verticals():
    table = only_table(["甲", "乙", "丙"], ["1", "2", "3"], rules="open")
    assert [[c.text for c in r.cells] for r in table.rows] == [["甲", "乙", "丙"], ["1", "2", "3"]]


def test_lines_that_wrap_in_a_cell_are_one_text():
    table = only_table(["归属于上市公司股东的扣除非经常性损益的净利润", *["12,345,678,901.23"] * 5])
    assert [c.text for c in table.rows[0].cells][1] == "12,345,678,901.23"
    assert table.rows[0].cells[0].text == "归属于上市公司股东的扣除非经常性损益的净利润"
    assert len(table.rows[0].cells[0].lines) > 1


@pytest.mark.parametrize("figure", ["4,236,581.36", "4,236,581.36万", "（4,236,581.36）"])
def test_a_figure_that_reaches_over_the_table_s_edge_keeps_its_digits(figure: str):
    """4,236,581.36 was given as 4,236,581: its last places stand beyond the last line, as 万 and brackets may."""
    (page,) = report(grid(["项目", "期末"], ["货币资金", figure]))
    edge = max(rule.x1 for rule in page.rules)
    shift = edge + 12 - max(w.x1 for w in page.words if w.text == "6")
    moved = [
        w._replace(x0=w.x0 + shift, x1=w.x1 + shift) if w.top > 120 and w.text in "（0123456789.,万）" else w
        for w in page.words
    ]
    ((table, _),) = page_tables(replace(page, words=tuple(moved)))
    assert table.rows[1].cells[1].text == figure


def test_a_figure_across_the_edge_of_its_column_is_doubted_in_both():
    """Of 0.37 the cell of the label got 0.3 and the cell of the figure 7, which was given."""
    (page,) = report(grid(["项目", "本期"], ["每股收益", "0.37"]))
    edge = sorted({rule.x0 for rule in page.rules if rule.x0 == rule.x1})[1]
    figure = [w for w in page.words if w.top > 120 and w.text in "0.37"]
    shift = edge - (figure[-1].x0 + figure[-2].x1) / 2
    moved = [w._replace(x0=w.x0 + shift, x1=w.x1 + shift) if w in figure else w for w in page.words]
    ((table, _),) = page_tables(replace(page, words=tuple(moved)))
    assert [c.text[-3:] for c in table.rows[1].cells] == ["0.3", "7"]
    assert all(c.doubt for c in table.rows[1].cells)
    ((whole, _),) = page_tables(page)
    assert not any(c.doubt for c in whole.rows[1].cells)


@pytest.mark.parametrize(("down", "doubted"), [(0.5, True), (-0.6, True), (0.1, False)])
def test_lines_printed_over_each_other_in_a_cell_are_doubted(down, doubted):
    """The second line of a label hung into the row below, whose own label it became a part of."""
    (page,) = report(grid(["稀释每股收益", "0.37"], ["加权平均净资产收益率", "9.90"]))
    below = next(w.top for w in page.words if w.text == "加")
    label = [w for w in page.words if w.top == below][:3]
    more = [w._replace(top=w.top + down * w.size, bottom=w.bottom + down * w.size) for w in label]
    ((table, _),) = page_tables(replace(page, words=(*page.words, *more)))
    assert [bool(row.cells[0].doubt) for row in table.rows] == [False, doubted]


@pytest.mark.parametrize(("lost", "room", "doubted"), [((3,), 0.0, True), ((), 0.0, False), ((), 2.0, False)])
def test_a_figure_with_room_for_a_digit_that_is_not_read_is_doubted(lost, room, doubted):
    """348.77 was given as 38.77. A line that is spread has as much room everywhere."""
    (page,) = report(grid(["项目", "本期"], ["营业收入", "91,348.77"]))
    figure = [w for w in page.words if w.top > 120 and w.text in "0123456789,."]
    spread = {w: w._replace(x0=w.x0 + i * room, x1=w.x1 + i * room) for i, w in enumerate(figure) if i not in lost}
    words = tuple(spread.get(w, w) for w in page.words if w not in figure or w in spread)
    ((table, _),) = page_tables(replace(page, words=words))
    assert bool(table.rows[1].cells[1].doubt) is doubted


@pytest.mark.parametrize(
    ("figure", "at", "doubted"),
    [("41,348.77", 1, True), ("44.20", 1, True), ("4348", 1, False), ("1,348.77", 2, True), ("41,348.77", 0, False)],
)
def test_a_figure_with_a_space_within_its_digits_is_doubted(figure: str, at: int, doubted: bool):
    """A mark 4 before 1,348.77 was given as a digit of it. 4 348 may be written so, with spaces between thousands."""
    (page,) = report(grid(["项目", "本期"], ["营业收入", figure]))
    later = [w for w in page.words if w.top > 120 and w.text in "0123456789,."][at:]
    space = {w: w._replace(x0=w.x0 + 0.28 * w.size, x1=w.x1 + 0.28 * w.size) for w in later}
    ((table, _),) = page_tables(replace(page, words=tuple(space.get(w, w) for w in page.words)))
    assert bool(table.rows[1].cells[1].doubt) is doubted


def test_each_cell_keeps_its_box():
    cell = only_table(["甲", "乙"]).rows[0].cells[1]
    assert cell.source().bbox == tuple(round(v, 2) for v in cell.bbox)
    assert cell.page == 1


@st.composite
def drawings(draw):
    """Rows of a table with random spans that tile a grid of 2 to 5 columns."""
    n, m = draw(st.integers(2, 5)), draw(st.integers(1, 4))
    rows = []
    for r in range(m):
        row, left = [], n
        while left:
            span = draw(st.integers(1, left))
            row.append(Wide(f"格{r}", span))
            left -= span
        rows.append(row)
    rows.append([str(i) for i in range(n)])
    return rows


@given(drawings())
def test_the_cells_tile_the_table(rows):
    (drawing,) = lattices(report(grid(*rows[::-1]))[0].rules)
    boxes = Boxes(drawing)
    covered = [
        (r, c) for row, col, tall, wide in boxes.spans() for r in range(row, row + tall) for c in range(col, col + wide)
    ]
    assert sorted(covered) == [(r, c) for r in range(boxes.n_rows) for c in range(boxes.n_cols)]


@given(drawings())
def test_the_drawn_cells_are_found_again(rows):
    table = only_table(*rows[::-1])
    assert [[c.colspan for c in r.cells] for r in table.rows] == [
        [c.cols if isinstance(c, Wide) else 1 for c in row] for row in rows[::-1]
    ]


def test_double_lines_and_broken_lines_are_one():
    pieces = [Rule(0, 0, 50, 0), Rule(51, 0.8, 100, 0.8), Rule(0, 20, 100, 20), Rule(0, 21, 100, 21)]
    sides = [Rule(0, 0, 0, 20), Rule(100, 0, 100, 9), Rule(100, 10, 100, 20), Rule(99.5, 0, 99.5, 20)]
    (drawing,) = lattices([*pieces, *sides])
    boxes = Boxes(drawing)
    assert (boxes.n_rows, boxes.n_cols) == (1, 1)


def test_two_drawings_apart_are_two_tables():
    tables = page_tables(report(grid(["甲", "乙"]), "标题", grid(["丙", "丁"]))[0])
    assert [t.rows[0].cells[0].text for t, _ in tables] == ["甲", "丙"]


def test_a_row_across_a_table_without_outer_verticals_does_not_part_it():
    """Nothing ties what is below such a row to what is above: its rows had no heading, and went in silence."""
    table = only_table(
        ["", "营业收入", "营业成本"],
        [Wide("分产品", 3)],
        ["甲", "1", "2"],
        [Wide("分地区", 3)],
        ["乙", "3", "4"],
        rules="open",
    )
    assert [[c.text for c in r.cells] for r in table.rows] == [
        ["", "营业收入", "营业成本"],
        ["分产品"],
        ["甲", "1", "2"],
        ["分地区"],
        ["乙", "3", "4"],
    ]


def test_two_tables_without_outer_verticals_below_one_another_are_two():
    one, two = (grid(["甲", *cells], ["1", "2", "3"], rules="open") for cells in ("乙丙", "丁戊"))
    assert len(page_tables(report(one, "单位：元", two)[0])) == 2
    other = grid(["甲", "丁"], ["1", "2"], rules="open")
    assert len(page_tables(report(one, other)[0])) == 2


def _cut_row(at: float, end: float, xs: tuple[float, ...]) -> list[Rule]:
    return [Rule(xs[0], at, xs[-1], at), *(Rule(x, min(at, end), x, max(at, end)) for x in xs)]


@pytest.mark.parametrize(("at", "end"), [(72.0, 842.0), (300.0, 100.0)])
def test_a_row_that_a_page_cuts_is_one_though_one_level_line_alone_is_drawn(at, end):
    """The row overleaf, 特许经营权 25-30, was in no table: it has a line below and none where the page begins."""
    (drawing,) = lattices(_cut_row(at, end, (56.0, 216.0, 382.0, 535.0)))
    boxes = Boxes(drawing)
    assert (boxes.n_rows, boxes.n_cols, boxes.bbox) == (1, 3, (56.0, min(at, end), 535.0, max(at, end)))


@pytest.mark.parametrize(
    "rules",
    [
        _cut_row(72.0, 300.0, (56.0, 535.0)),  # a frame
        [*_cut_row(300.0, 100.0, (56.0, 216.0, 382.0))[:-1], Rule(382.0, 180.0, 382.0, 300.0)],  # bars
        [Rule(30.0, 72.0, 600.0, 72.0), *_cut_row(72.0, 300.0, (56.0, 216.0, 382.0))[1:]],  # a line of the page
    ],
)
def test_other_lines_below_one_level_line_are_no_row(rules):
    assert lattices(rules) == []
