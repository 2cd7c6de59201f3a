from __future__ import annotations

from kunlun_cli.disclosures.bind import bind_rows, heading_at
from kunlun_cli.figures.numbers import is_number
from tests.unit.drawn import drawn


def role(path: str) -> str | None:
    return path.rsplit("|", maxsplit=1)[-1] or None


def never(_: object) -> bool:
    return False


def test_a_path_is_the_texts_above_a_column_the_widest_first():
    table = drawn([[("名称", 1, 2), ("质押情况", 2)], ["状态", "数量"], ["甲", "质押", "5"]])
    heading = heading_at(table, 0, role)
    assert heading is not None
    assert [c.path for c in heading.columns] == ["名称", "质押情况|状态", "质押情况|数量"]
    assert heading.end == 2


def test_three_levels():
    table = drawn([[("项", 1, 3), ("总", 4)], [("左", 2), ("右", 2)], ["a", "b", "c", "d"], ["甲", "1", "2", "3", "4"]])
    heading = heading_at(table, 0, role)
    assert heading is not None
    assert [c.path for c in heading.columns] == ["项", "总|左|a", "总|左|b", "总|右|c", "总|右|d"]


def test_a_heading_holds_no_numbers_but_years():
    assert heading_at(drawn([["项目", "5", "6"], ["a", "1", "2"]]), 0, role) is None
    assert heading_at(drawn([["项目", "2023年", "2022年"], ["a", "1", "2"]]), 0, role) is not None
    assert heading_at(drawn([["项目", "2023", "2022"], ["a", "1", "2"]]), 0, role) is not None
    assert heading_at(drawn([["户数", "2023"], ["a", "1"]]), 0, role) is None


def test_the_order_of_columns_means_nothing():
    for texts, row in ((["名称", "数量", "比例"], ["甲", "7", "1%"]), (["名称", "比例", "数量"], ["甲", "1%", "7"])):
        table = drawn([texts, row])
        heading = heading_at(table, 0, role)
        assert heading is not None
        bound = bind_rows(table, heading, never, role)
        cell = bound.cell(bound.rows[0], "数量")
        assert cell is not None
        assert cell.text == "7"


def test_a_heading_repeated_after_the_break_is_skipped_and_its_columns_hold_from_there():
    table = drawn(
        [["名称", "数量", "比例"], ["甲", "7", "1%"], ["名称", "比例", "数量"], ["乙", "2%", "8"]], breaks=(2,)
    )
    heading = heading_at(table, 0, role)
    assert heading is not None
    bound = bind_rows(table, heading, never, role)
    assert [[bound.cell(r, x).text for x in ("名称", "数量", "比例")] for r in bound.rows] == [  # type: ignore[union-attr]
        ["甲", "7", "1%"],
        ["乙", "8", "2%"],
    ]


def test_a_cell_from_above_covers_the_rows_below():
    table = drawn([["名称", "状态", "数量"], [("甲", 1, 2), "质押", "1"], ["冻结", "2"]])
    heading = heading_at(table, 0, role)
    assert heading is not None
    first, second = bind_rows(table, heading, never, role).rows
    assert (first.covered, second.covered) == (frozenset(), frozenset({0}))


def test_what_is_a_number():
    assert all(is_number(t) for t in ("1", "-1,234.5", "(12)", "3.2%", "1,2 34"))
    assert not any(is_number(t) for t in ("2023年", "不适用", "-", "", "1户"))
