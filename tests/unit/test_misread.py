"""Fonts that name another character than they draw."""

from __future__ import annotations

from kunlun_cli.pages.misread import mended, mended_text
from kunlun_cli.pages.page import Word


def word(text: str, font: str = "YaHei") -> Word:
    return Word(text, 0, 0, 10.0 * len(text), 10, 10, font)


def test_what_is_drawn_is_given_where_a_font_names_characters_that_no_report_prints() -> None:
    given = "归属二殎公司癿其仐综合收益 合幵 亏、净利润 子公司亏损 应仑债券呾 事、营业支出 取得丌丧戒多丧"
    (one, other), faulty = mended([word(given), word("不利于二级市场", "SimSun")])
    assert faulty
    assert one.text == "归属于母公司的其他综合收益 合并 五、净利润 子公司亏损 应付债券和 二、营业支出 取得不个或多个"
    assert other.text == "不利于二级市场"


def test_an_odd_character_or_two_are_a_name() -> None:
    words = (word("林幵癿先生于二〇二四年"),)
    assert mended(words) == (words, False)
    assert mended_text(words[0].text) == words[0].text


def test_a_pages_text_is_mended_by_what_no_report_prints() -> None:
    assert mended_text("合幵资产负债表 其仐应收款 癿") == "合并资产负债表 其他应收款 的"
