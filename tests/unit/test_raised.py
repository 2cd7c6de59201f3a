"""Small raised digits behind a text are marks, in either engine and in HTML; small ones on its foot are doubted."""

from __future__ import annotations

import pytest

from kunlun_cli.engines import Engine
from kunlun_cli.pages.page import Page
from kunlun_cli.tables.blocks import blocks
from kunlun_cli.tables.table import Cell, Table
from tests.unit.test_html import tables
from tests.unit.test_pdfium_reader import written
from tests.unit.test_sight import ENGINES, GRID, page


def cell(found: Page, number: int = 1) -> Cell:
    """The first cell of a row of the page's table."""
    (table,) = (b for b in blocks([found]) if isinstance(b, Table))
    return table.rows[number].cells[0]


def beside(more: str, engine: Engine, text: str = "306.92") -> Cell:
    """A cell with a text of size 12 and something behind it."""
    return cell(page(written(f"{GRID} BT /F1 12 Tf 60 155 Td ({text}) Tj {more} ET"), engine))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("more", "text"),
    [
        ("/F1 7 Tf 5 Ts (3) Tj", "306.92³"),
        ("/F1 8 Tf 4 Ts ((12)) Tj", "306.92¹²"),
        ("/F1 6 Tf 6 Ts (1,2) Tj", "306.92¹²"),
    ],
)
def test_raised_digits_are_marks(more: str, text: str, engine: Engine):
    found = beside(more, engine)
    assert (found.text, found.doubt) == (text, "")


@pytest.mark.parametrize("engine", ENGINES)
def test_small_digits_on_the_same_foot_are_doubted(engine: Engine):
    found = beside("/F1 7 Tf (3) Tj", engine)
    assert found.text == "306.923"
    assert found.doubt


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("more", ["(1) Tj", "/F1 10.5 Tf (1) Tj", "/F1 7 Tf 60 0 Td (1) Tj", "/F1 7 Tf (%) Tj"])
def test_what_is_no_mark_stays(more: str, engine: Engine):
    found = beside(more, engine)
    assert not set("¹²³") & set(found.text)
    assert not found.doubt


def test_raised_digits_of_html_are_marks():
    (table,) = tables("<table><tr><td>甲<td>1,306.92<sup>3</sup><tr><td>乙<sup>(1)</sup><td>2,000</table>")
    assert [c.text for row in table.rows for c in row.cells] == ["甲", "1,306.92³", "乙¹", "2,000"]
