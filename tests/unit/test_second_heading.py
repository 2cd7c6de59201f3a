"""A second heading after a page break: a repeat of the first, or the head of another part."""

from __future__ import annotations

from decimal import Decimal

from tests.unit.pages import BREAK, Wide, financials, grid


def test_a_heading_with_other_words_on_the_next_page_is_not_a_repeat() -> None:
    flows = grid(
        [Wide("", 1, 2), Wide("本报告期", 1, 2), Wide("上年同期", 2), "本报告期比上年同期增减"],
        ["调整前", "调整后", "调整后"],
        ["营业收入（元）", "120.00", "90.00", "100.00", "20.00%"],
        ["基本每股收益（元/股）", "0.12", "0.09", "0.10", "20.00%"],
        ["归属于上市公司股东的净利润（元）", "12.00", "9.00", "10.00", "20.00%"],
    )
    balances = grid(
        ["", "本报告期末", Wide("上年度末", 2), "本报告期末比上年度末增减"],
        ["总资产（元）", "330.00", Wide("300.00", 2), "10.00%"],
    )
    found = financials("一、主要会计数据和财务指标", flows, BREAK, balances)
    assets = found.records[-1]
    assert (assets.item, assets.value, assets.prior) == ("total_assets", Decimal("330.00"), Decimal("300.00"))
    assert assets.prior_before_restatement is None
    assert found.records[0].prior_before_restatement == Decimal("90.00")
