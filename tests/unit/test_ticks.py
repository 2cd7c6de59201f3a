from __future__ import annotations

import pytest

from kunlun_cli.outline.ticks import has_ticks, ticked
from kunlun_cli.pages.glyphs import tick_of


@pytest.mark.parametrize(
    "text",
    [
        "☑适用 □不适用", "√适用 □不适用", "R适用 □不适用", "■适用 □不适用", "?适用 □不适用", "适用 □不适用",
        "þ适用 ¨不适用", "þ适用 o不适用", "R适用 £不适用", "[√]适用 [ ]不适用", "□√适用 □不适用",
        "5适用 □不适用", "表2 T适用 □不适用",
    ],
)  # fmt: skip
def test_applicable(text):
    assert ticked(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "□适用 ☑不适用", "□适用√不适用", "□适用 R不适用", "□适用 不适用", "□ 适用 √ 不适用", "□适用，☑不适用",
        "☐适用 ☒不适用", "¨适用 þ不适用", "口适用 √不适用", "□适用 □☑不适用", "情况（□适用 √不适用）",
        "□适用 5不适用", "□ 适用 S 不适用",
    ],
)  # fmt: skip
def test_not_applicable(text):
    assert ticked(text) is False


@pytest.mark.parametrize(
    "text", ["□适用 □不适用", "适用 不适用", "☑适用 ☑不适用", "本准则适用于本公司", "5适用 不适用", "适用 5不适用", ""]
)
def test_nothing_says_which(text):
    assert ticked(text) is None


def test_a_lone_mark_is_the_tick():
    assert ticked("√适用 不适用") is True
    assert ticked("适用 √不适用") is False


def test_running_text_has_no_ticks():
    assert not has_ticks("本准则适用不适用于本公司")
    assert not has_ticks("附表5 适用 不适用")
    assert has_ticks("□适用 √不适用")


@pytest.mark.parametrize(
    ("text", "font", "mark"),
    [
        ("\uf052", "ABCDEF+Wingdings2", "☑"),
        ("\uf0a3", "Wingdings2", "□"),
        ("\uf0fe", "Wingdings-Regular", "☑"),
        ("R", "Wingdings 2", "☑"),
        ("R", "TimesNewRoman", None),
    ],
)
def test_symbol_fonts(text, font, mark):
    assert tick_of(text, font) == mark
