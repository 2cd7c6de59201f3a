"""Guards on the tables of holders: each with what would have come out, or been lost, without a word."""

from __future__ import annotations

from collections.abc import Sequence

from kunlun_cli.records import Holders
from tests.unit.pages import Item, Wide, grid, holders

TITLE = "前10名股东持股情况"
HEADING = ["股东名称", "股东性质", "持股比例", "持股数量", "持有有限售条件的股份数量"]


def rows(count: int = 10) -> list[list[str]]:
    return [[f"山海第{i}投资有限公司", "其他", f"{20 - i}.00%", f"{20 - i},000,000", "0"] for i in range(count)]


def read(*table: Sequence[str | Wide], above: Sequence[Item] = ("报告期末股东总数 20,000", TITLE)) -> Holders:
    return holders(*above, grid(*table))


def codes(found: Holders) -> set[str]:
    return {p.code for p in found.problems}


def test_the_form_as_it_is_has_no_problem():
    found = read(HEADING, *rows())
    assert len(found.records) == 10
    assert not found.problems


def test_a_column_under_a_heading_of_the_filers_own_is_named():
    heading = [*HEADING[:4], "有限的股份"]
    found = read(heading, *rows())
    assert found.records[0].restricted_shares is None
    assert any("有限的股份" in p.message for p in found.problems)


def test_a_column_without_a_heading_is_named():
    found = read([*HEADING, ""], *([*r, "7"] for r in rows()))
    assert "unknown-column" in codes(found)


def test_a_title_without_its_table_is_named():
    found = read(*rows(), above=("报告期末股东总数 20,000", TITLE))
    assert not found.records
    assert "missing-table" in codes(found)


def test_eleven_of_ten_are_named_but_for_the_companys_own_account():
    assert "row-count" in codes(read(HEADING, *rows(11)))
    own = ["某某股份有限公司回购专用证券账户", "其他", "1.00%", "1,000,000", "0"]
    assert not read(HEADING, *rows(), own).problems


def test_a_row_that_says_nothing_of_what_is_held_is_named():
    lost = [*rows(9), ["云岭实业有限公司", "其他", "", "", "0"]]
    assert "row-incomplete" in codes(read(HEADING, *lost))


def test_a_cell_over_two_holders_is_not_the_first_ones_alone():
    ten = rows()
    merged = [[*ten[0][:4], Wide("0", 1, 2)], ten[1][:4], *ten[2:]]
    found = read(HEADING, *merged)
    assert "unaccounted" in codes(found)


class TestCounts:
    def read(self, *counts: Sequence[str | Wide]) -> Holders:
        widths = (4.0, *([1.0] * (len(counts[0]) - 1)))
        return holders(TITLE, grid(*counts, widths=widths), grid(HEADING, *rows()))

    def test_a_label_without_a_number(self):
        found = self.read(["报告期末普通股股东总数", Wide("20,000", 1, 2)], ["报告期末表决权恢复的优先股股东总数"])
        assert "unreadable-cell" in codes(found)

    def test_two_numbers_beside_a_label(self):
        found = self.read(["报告期末普通股股东总数", "1", "20,000"])
        assert "two-candidates" in codes(found)
        assert found.counts.holders is None

    def test_a_stray_line_beside_a_number_hides_it_not(self):
        """The blank cell that it cut off was read as the number's."""
        found = self.read(["报告期末普通股股东总数", "20,000", "持有特别表决权股份的股东总数（如有）", "", "0"])
        assert (found.counts.holders, found.counts.special_voting_holders) == (20_000, 0)

    def test_a_number_and_the_next_label_in_one_cell(self):
        """The label was passed over, and its own number with it."""
        row = ["报告期末普通股股东总数", "86,402报告期末表决权恢复的优先股股东总数", "0"]
        assert "no-label" in codes(self.read(row))

    def test_holders_of_special_shares_are_not_those_of_ordinary_ones(self):
        found = self.read(
            ["年度报告披露日前上一月末持有特别表决权股份的股东总数", "7"], ["报告期末普通股股东总数", "20,000"]
        )
        assert found.counts.holders == 20_000
        assert not found.problems


def test_a_share_above_the_whole_is_none():
    found = read(HEADING, ["山海投资有限公司", "其他", "1,820.00%", "20,000,000", "0"], *rows()[1:])
    assert found.records[0].pct is None
    assert "unreadable-cell" in codes(found)
