from __future__ import annotations

from kunlun_cli.disclosures.bind import Bound, BoundRow, bind_rows, heading_at
from kunlun_cli.disclosures.rows import whole_rows
from kunlun_cli.outline.stream import read_runs
from kunlun_cli.pages.document import Document
from kunlun_cli.pages.page import Page, Rule
from tests.unit.drawn import drawn


def role(path: str) -> str | None:
    return path or "name"


def bound(*rows: list, breaks: tuple[int, ...]) -> Bound:
    table = drawn([["", "数量", "比例"], *rows], breaks=breaks)
    heading = heading_at(table, 0, role)
    assert heading is not None
    return bind_rows(table, heading, lambda _: False, role)


def texts(rows: list[BoundRow]) -> list[list[str]]:
    return [[c.text for i in sorted(r.cells) for c in r.cells[i]] for r in rows]


class TestWholeRows:
    def test_the_rest_of_a_cut_row_is_joined(self):
        found = bound(["甲", "164,438,93", "15.4"], ["", "3", "1%"], ["乙", "5", "1.00%"], breaks=(2,))
        assert texts(whole_rows(found)) == [["甲", "164,438,933", "15.41%"], ["乙", "5", "1.00%"]]

    def test_two_rows_each_cut_by_its_page_are_no_pattern_for_each_other(self):
        found = bound(
            ["甲", "1", "15.41%"],
            ["乙乙－", "2", "5.00%"],
            ["丙丙", "", ""],
            ["丁", "3", "1.00%"],
            ["戊戊－", "4", "0.50%"],
            ["己己", "", ""],
            breaks=(3, 6),
        )
        names = [row[0] for row in texts(whole_rows(found))]
        assert names == ["甲", "乙乙－丙丙", "丁", "戊戊－己己"]

    def test_whole_numbers_in_both_rows_part_them_though_a_name_is_blank(self):
        found = bound(["甲", "1,000.00", "15.41%"], ["", "3,000.00", "1.50%"], ["乙", "5", "1.00%"], breaks=(2,))
        assert len(whole_rows(found)) == 3

    def test_a_row_that_is_never_half_of_another_stays_alone(self):
        found = bound(["甲", "1,000", "15%"], ["分产品", "", ""], ["乙", "5", "1%"], breaks=(2,))
        assert len(whole_rows(found)) == 2
        assert len(whole_rows(found, lambda r: r.row.cells[0].text == "分产品")) == 3


class Pages(Document):
    """A document of made pages, counting which were read."""

    format = "pdf"

    def __init__(self, n: int, tables: set[int]) -> None:
        self.n_pages = n
        self.tables = tables

    def text(self, number: int) -> str:
        return str(number)

    def page(self, number: int) -> Page:
        from kunlun_cli.pages.page import Word

        glyph = Word(chr(ord("a") + number), 110.0, 310.0, 120.0, 320.0, 10.0)
        box = (100.0, 300.0, 200.0, 400.0)
        rules = (
            Rule(box[0], box[1], box[2], box[1]),
            Rule(box[0], box[3], box[2], box[3]),
            Rule(box[0], box[1], box[0], box[3]),
            Rule(box[2], box[1], box[2], box[3]),
        )
        return Page(number, 595.0, 842.0, (glyph,), rules if number in self.tables else ())


class TestRuns:
    def test_a_run_whose_table_leads_into_the_next_is_one_with_it(self):
        runs = read_runs(Pages(9, {2, 3, 4, 5}), [(2, 2), (5, 6)])
        assert len(runs) == 1

    def test_runs_apart_stay_apart(self):
        runs = read_runs(Pages(9, set()), [(2, 3), (6, 7)])
        assert [len(r) for r in runs] == [2, 2]
