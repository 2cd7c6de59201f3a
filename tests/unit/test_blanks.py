"""Blank cells that a text in reading order leaves out: told by arithmetic, or the figures are doubted."""

from __future__ import annotations

import pytest

from kunlun_cli.tables.text.blanks import settled
from kunlun_cli.tables.text.build import Entry, Text
from kunlun_cli.tables.text.vocabulary import Leaf

COLUMNS = (
    Leaf(("股东名称",), "name"),
    Leaf(("持股比例",), "percent"),
    Leaf(("报告期末持股数量",), "count"),
    Leaf(("报告期内增减变动情况",), "signed"),
    Leaf(("持有有限售条件的股份数量",), "count"),
    Leaf(("持有无限售条件的股份数量",), "count"),
    Leaf(("质押或冻结情况", "股份状态"), "state", 1),
    Leaf(("质押或冻结情况", "数量"), "count", 1),
)
NAMES = ["name", "pct", "shares", "change", "bound", "free", "state", "pledged"]


def row(**given: str) -> Entry:
    return Entry(tuple(Text((given[n],)) if n in given else Text() for n in NAMES))


def told(entry: Entry) -> dict[str, tuple[str, bool]]:
    (only,) = settled([entry], [0], COLUMNS)
    found = zip(NAMES, only.cells, strict=True)
    return {name: (cell.text, bool(cell.doubt)) for name, cell in found if cell.parts}


def test_shares_with_and_without_restriction_make_up_the_number_held():
    """The number without restriction had been taken for the one under restriction."""
    found = told(row(name="某某", pct="2.54%", shares="300", change="-20", bound="100", free="200"))
    assert found["bound"] == ("100", False)
    moved = told(row(name="某某", pct="2.54%", shares="300", change="100", bound="200"))
    assert {n: moved[n] for n in ("bound", "free")} == {"bound": ("100", False), "free": ("200", False)}
    assert "change" not in moved


def test_a_figure_that_could_stand_in_two_columns_is_doubted():
    found = told(row(name="某某", pct="2.54%", shares="300", change="-20", bound="300"))
    assert found["change"] == ("-20", False)
    assert found["bound"] == ("300", True)


@pytest.mark.parametrize("left", ["free", "change"])
def test_without_a_column_that_tells_every_other_place_is_a_doubt(left):
    columns = tuple(leaf for leaf, name in zip(COLUMNS, NAMES, strict=True) if name != left)
    entry = row(name="某某", pct="2.54%", shares="300", bound="100")
    cells = tuple(cell for cell, name in zip(entry.cells, NAMES, strict=True) if name != left)
    assert settled([Entry(cells)], [0], columns)[0].cells[3 if left == "change" else 4].doubt


def test_no_number_is_pledged_without_its_state():
    assert told(row(name="某某", pct="2.54%", shares="300", change="-20", bound="0", free="300"))["free"] == (
        "300",
        False,
    )


def test_whole_rows_and_wide_ones_are_left_alone():
    whole = row(name="某某", pct="1%", shares="3", change="1", bound="1", free="2", state="质押", pledged="1")
    wide = Entry((Text(("注",)),), wide=True)
    assert settled([whole, wide], [0, 1], COLUMNS) == (whole, wide)


def test_rows_that_imply_one_number_of_all_shares_tell_which_figure_is_held():
    """Shanghai's form has a change before the number held, and leaves both of these and the restricted shares blank."""
    columns = (
        Leaf(("股东名称",), "name"),
        Leaf(("报告期内增减",), "signed"),
        Leaf(("期末持股数量",), "count"),
        Leaf(("比例",), "percent"),
        Leaf(("持有有限售条件的股份数量",), "count"),
    )

    def of(name: str, change: str, shares: str, pct: str, bound: str) -> Entry:
        return Entry(tuple(Text((t,)) if t else Text() for t in (name, change, shares, pct, bound)))

    rows = [
        of("甲", "500,000", "", "20.00", ""),
        of("乙", "100,000", "250,000", "10.00", ""),
        of("丙", "125,000", "", "5.00", ""),
    ]
    found = settled(rows, [0, 1, 2], columns)
    assert [[c.text for c in entry.cells[1:3]] for entry in found] == [
        ["", "500,000"],
        ["100,000", "250,000"],
        ["", "125,000"],
    ]
    assert not any(c.doubt for entry in found for c in entry.cells)
    two = settled(rows[:2], [0, 1], columns)
    assert any(c.doubt for c in two[0].cells)
