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
    found = zip(NAMES, settled(entry, COLUMNS).cells, strict=True)
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
    assert settled(Entry(cells), columns).cells[3 if left == "change" else 4].doubt


def test_no_number_is_pledged_without_its_state():
    assert told(row(name="某某", pct="2.54%", shares="300", change="-20", bound="0", free="300"))["free"] == (
        "300",
        False,
    )


def test_whole_rows_and_wide_ones_are_left_alone():
    whole = row(name="某某", pct="1%", shares="3", change="1", bound="1", free="2", state="质押", pledged="1")
    assert settled(whole, COLUMNS) is whole
    wide = Entry((Text(("注",)),), wide=True)
    assert settled(wide, COLUMNS) is wide
