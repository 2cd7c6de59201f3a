"""Pages of a short report that are lost or in another order: told by the numbers printed on them."""

from __future__ import annotations

import pytest

from kunlun_cli.outline.pagination import page_problems
from tests.unit.pages import BREAK, Document, report

PAGES = report(*(x for i in range(9) for x in (f"第{i}部分的正文", BREAK)))[:9]


def told(*order: int) -> list[tuple[str, int | None]]:
    return [(p.code, p.page) for p in page_problems(Document([PAGES[i] for i in order]))]


def test_whole_reports_say_nothing():
    assert told(*range(9)) == []


@pytest.mark.parametrize(("order", "page"), [((0, *range(2, 9)), 2), ((0, 1, 2, 5, 6, 7, 8), 4), ((*range(7), 8), 8)])
def test_a_lost_page(order, page):
    assert told(*order) == [("page-missing", page)]


@pytest.mark.parametrize(("order", "page"), [((0, 2, 1, *range(3, 9)), 2), ((0, 1, 2, 4, 3, *range(5, 9)), 4)])
def test_two_pages_that_have_changed_places(order, page):
    assert told(*order) == [("pages-out-of-order", page)]


def test_two_pages_on_a_sheet():
    class Sheets(Document):
        def text(self, number: int) -> str:
            return "\n".join(super(Sheets, self).text(2 * number - i) for i in (1, 0))

    sheets = Sheets(PAGES)
    sheets.n_pages = 4
    assert [p.code for p in page_problems(sheets)] == ["two-on-a-sheet"]


@pytest.mark.parametrize(
    ("sheets", "named"), [(("1", "2\n3"), 1), (("1", "2\n3", "4"), 1), (("1", "2"), 0), (("1", "2", "3"), 0)]
)
def test_two_pages_on_a_sheet_below_a_cover_without_a_number(sheets, named):
    """Half a holder's name was given from the left page of a sheet, and its end on the right one was not."""

    class Sheets(Document):
        def text(self, number: int) -> str:
            return "正文\n" + sheets[number - 1]

    made = Sheets(PAGES[: len(sheets)])
    assert [p.code for p in page_problems(made)] == ["two-on-a-sheet"] * named


def test_pages_lost_at_the_end():
    nine = report(*(x for i in range(9) for x in (f"第{i}部分的正文", BREAK)))[:9]
    assert page_problems(Document(nine)) == []
    found = page_problems(Document(nine[:8]))
    assert [(p.code, p.page) for p in found] == [("page-missing", 8)]
