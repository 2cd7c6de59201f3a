"""What stands in a cell and is another's, or no figure of a filing, is named and not given."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kunlun_cli import read
from kunlun_cli.extract.arithmetic import sound_shares
from kunlun_cli.filing import Filing
from kunlun_cli.pages.text import TextDocument
from kunlun_cli.records import Holder, Holders, Lending, LendingRecord
from kunlun_cli.tables.table import Table
from kunlun_cli.tables.text.values import cost
from kunlun_cli.tables.text_blocks import text_blocks
from tests.unit.pages import grid, holders

SAMPLES = Path(__file__).parents[2] / "samples"
HEAD = ["股东名称", "股东性质", "持股比例（%）", "持股数量", "持有有限售条件的股份数量", "股份状态", "数量"]


@pytest.mark.parametrize("digits", ["৪৫", "٤٥", "४५"])
def test_digits_of_another_script_in_a_text(digits: str) -> None:
    found = TextDocument(f"营业收入 {digits},000", "t").problems
    assert [p.message for p in found] == [
        f"digits of another script ({digits[0]}) stand on the page, which are not read"
    ]


def test_wide_digits_are_digits() -> None:
    assert not TextDocument("营业收入 ４５,000 𝟒𝟓", "t").problems


def test_no_shares_beside_a_share_of_the_whole() -> None:
    rows = tuple(
        Holder("top10", i, name, shares=shares, pct=Decimal(5))
        for i, (name, shares) in enumerate([("甲", 0), ("乙", 9)])
    )
    found = sound_shares(Holders(records=rows))
    assert [h.shares for h in found.records] == [None, 9]
    assert [p.message for p in found.problems] == ["甲: no shares stand beside 5 % of the whole"]


@pytest.mark.parametrize("nature", ["境内自)然人", "境内自然人2", "境内自然人（"])
def test_a_mark_within_a_nature(nature: str) -> None:
    rows = [
        ["甲某", nature, "5.00", "500", "0", "不适用", "0"],
        ["乙某", "境内自然人", "4.00", "400", "0", "不适用", "0"],
    ]
    found = holders("前10名股东持股情况", grid(HEAD, *rows))
    assert [h.nature for h in found.records] == [None, "境内自然人"]
    assert "unreadable-cell" in {p.code for p in found.problems}


@pytest.mark.parametrize("type_", ["amount", "percent"])
def test_a_number_in_brackets_by_itself_is_no_loss_of_a_yuan(type_: str) -> None:
    assert cost(type_, "(1)") is None
    assert cost("amount", "(1.50)") is not None


def test_the_figures_of_a_row_that_went_into_a_name() -> None:
    """A unit of its own in a cell leaves columns that a part of the heading fits, with the rest in the name."""
    change = "\n{}\n比上年增\n减（%） ".format
    changes = f"{change('营业收入')}{change('营业成本')}\n毛利率比上\n年增减\n（%） \n"
    heading = f"分行业 营业收入 营业成本 \n毛利率\n（%） {changes}"
    row = "仪器 1,011,329,000.48 63,100.00963万元 37.61 8.63 7.82 \n增加 0.47 个\n百分点 \n"
    found, _ = text_blocks([TextDocument(f"主营业务分行业情况\n{heading}{row}", "t").page(1)])
    doubts = [p.message for block in found if isinstance(block, Table) for p in block.doubts]
    assert any("1,011,329,000.48" in message and "label or a name" in message for message in doubts)


def test_a_name_cut_by_a_line_in_a_filing_with_ruling_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    cut = LendingRecord("participation", "某某银行股份有限公司－某某交易型开放式指", opening_shares=5)
    monkeypatch.setattr(Filing, "_read", lambda *_: Lending(records=(cut,)))
    found = read(SAMPLES / "series_a_2023A.pdf").lending
    assert "ambiguous-alignment" in [p.code for p in found.problems]
