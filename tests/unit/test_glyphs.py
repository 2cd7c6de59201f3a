"""What both engines do to glyphs: doubles go, narrow repeated characters stay, odd spaces and radicals become plain."""

from __future__ import annotations

import pytest

from kunlun_cli.pages.assemble import Word
from kunlun_cli.pages.glyphs import is_doubled, tick_of, tidied


def at(text: str, x: float, top: float = 100.0, size: float = 10.0) -> Word:
    return Word(text, x, top, x + size / 2, top + size, size)


def texts(*glyphs: Word) -> str:
    return "".join(g.text for g in tidied(glyphs))


def test_bold_type_imitated_by_printing_twice_counts_once():
    assert texts(at("净", 50), at("利", 60), at("净", 50.4), at("利", 60.4, 100.2)) == "净利"


def test_a_double_across_the_border_of_two_bands_is_found():
    tops = [x / 10 for x in range(1000, 1200)]
    assert all(texts(at("净", 50, top), at("净", 50.2, top + 0.3)) == "净" for top in tops)


def test_narrow_characters_side_by_side_stay():
    assert texts(*(at(".", 50 + 2.5 * i) for i in range(6))) == "......"
    assert texts(at("1", 50), at("1", 54.5)) == "11"


def test_the_same_character_in_the_next_line_stays():
    assert texts(at("0", 50, 100), at("0", 50, 112)) == "00"


@pytest.mark.parametrize("space", ["\u00a0", "\u2002", "\u2009", "\u3000"])
def test_spaces_are_kept_as_spaces_however_close(space):
    assert texts(at("A", 40), at(space, 50), at(space, 50.1)).isspace() is False
    assert len(texts(at(space, 50), at(space, 50.1))) == 2
    assert texts(at(space, 50)).isspace()


def test_a_word_on_which_a_space_stands_stays_whole():
    """Word prints a space of the paragraph's size behind a smaller text: as single letters, the text lost its comma."""
    word = Word("应收账款、其", 40.0, 100.0, 100.0, 110.0, 10.0, "", tuple(40.0 + 10 * i // 2 for i in range(2, 14)))
    assert tidied((word, at(" ", 99.5))) == (word, at(" ", 99.5))


@pytest.mark.parametrize(
    ("given", "plain"), [("\u2f08", "人"), ("\uf900", "豈"), ("\ufb01", "fi"), ("\u00a0", " "), ("（", "（")]
)
def test_compatibility_forms_become_plain(given, plain):
    assert texts(at(given, 50)) == plain


def test_ticks_by_font():
    assert tick_of("R", "ABCDEE+Wingdings 2") == "☑"
    assert tick_of("\uf0a3", "Wingdings2") == "□"
    assert tick_of("\uf052", "SimSun") == "☑"
    assert tick_of("R", "Arial") is None


@pytest.mark.parametrize("aside", [(1.2, 1.2), (2.4, 2.4), (2.4, 0.0), (0.0, 2.4)])
def test_a_shadow_is_no_second_text(aside):
    texts = ["营业收入", "归属于上市公司股东的净利润", "306.92", "11,117.05", "2,011"]
    words = [
        Word(char, 50.0 + 9 * k, 100.0 + 20 * i, 59.0 + 9 * k, 109.0 + 20 * i, 9.0)
        for i, text in enumerate(texts)
        for k, char in enumerate(text)
    ]
    dx, dy = aside
    second = [w._replace(x0=w.x0 + dx, x1=w.x1 + dx, top=w.top + dy, bottom=w.bottom + dy) for w in words]
    assert "".join(w.text for w in tidied([*words, *second])) == "".join(texts)


def test_text_without_a_shadow_stays():
    words = [
        Word("款", 50.0 + 9 * k, 100.0 + 9 * i, 59.0 + 9 * k, 109.0 + 9 * i, 9.0) for i in range(9) for k in range(9)
    ]
    assert len(tidied(words)) == 81


@pytest.mark.parametrize(
    ("text", "doubled"),
    [("前前十十名名股股东东持持股股", True), ("往往如此，各种往来款项及其他应收款，单位：元", False)],
)
def test_text_printed_twice_shows_in_its_characters(text, doubled):
    assert is_doubled(text + "。" * 30 * (not doubled)) == doubled
