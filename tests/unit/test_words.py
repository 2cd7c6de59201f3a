"""Words are as short as a reader makes them: every later step gives the same for words and for their characters."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.pages import SIZE, grid, report, set_line
from unit.test_pdfium_reader import made

from kunlun_cli.pages.assemble import SPACES, Word, assemble_line, cluster_lines, glyphs_of
from kunlun_cli.pages.glyphs import tidied
from kunlun_cli.pages.page import Line, Page, lines_of
from kunlun_cli.pages.pdfium_reader import PdfiumFile
from kunlun_cli.tables.blocks import page_blocks
from samples.compose import font

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def joined(glyphs: list[Word]) -> Word:
    """Characters of one line as one word."""
    sides = tuple(side for g in glyphs for side in (g.x0, g.x1))
    text = "".join(g.text for g in glyphs)
    return glyphs[0]._replace(text=text, x1=glyphs[-1].x1, sides=sides if len(glyphs) > 1 else ())


def in_words(glyphs: list[Word], cuts: list[int]) -> list[Word]:
    """Characters of one line as words that end at some places; white space alone."""
    out: list[list[Word]] = []
    for i, glyph in enumerate(glyphs):
        fresh = not out or i in cuts or glyph.text in SPACES or out[-1][-1].text in SPACES
        out.append([glyph]) if fresh else out[-1].append(glyph)
    return [joined(part) for part in out]


LINES = st.lists(st.text("净利润（元）1,250.5- AB", min_size=1, max_size=12), min_size=1, max_size=4)
CUTS = st.lists(st.integers(1, 11), max_size=4)


@given(LINES, CUTS)
def test_lines_are_the_same_however_long_the_words(texts, cuts):
    lines = [set_line(text, 60.0, 100.0 + 13 * i) for i, text in enumerate(texts)]
    words = [word for line in lines for word in in_words(line, cuts)]
    glyphs = [glyph for line in lines for glyph in line]
    assert glyphs_of(words) == glyphs
    assert lines_of(words, 1) == lines_of(glyphs, 1)


@given(st.text("净利润1250", min_size=2, max_size=10), CUTS, CUTS, st.floats(0.1, 1.0))
def test_bold_type_imitated_counts_once_however_it_is_parted(text, cuts, others, aside):
    line = set_line(text, 60.0, 100.0)
    again = [g._replace(x0=g.x0 + aside, x1=g.x1 + aside) for g in line]
    words = tidied([*in_words(line, cuts), *in_words(again, others)])
    assert "".join(g.text for g in sorted(glyphs_of(words), key=lambda g: g.x0)) == text


def test_a_row_set_in_one_go_is_parted_by_the_lines_of_its_table():
    (page,) = report(grid(["营业收入", "1,250.5", "3.0%"], ["净利润", "80.1", "-2.5%"]))
    inked = [g for g in page.words if 110 < g.top < 150]
    rows = [joined(row) for row in cluster_lines(inked)]
    assert len(rows) == 2
    others = [g for g in page.words if g not in inked]
    assert page_blocks(replace(page, words=(*others, *rows))) == page_blocks(page)


def test_a_word_across_the_side_of_a_table_is_parted_there():
    (page,) = report(grid(["营业收入", "1,250.5"], ["净利润", "80.1"]))
    right = max(rule.x1 for rule in page.rules)
    top = min(rule.top for rule in page.rules) + 4
    line = set_line("元元注注", right - 2 * SIZE, top)
    apart, whole = (replace(page, words=(*page.words, *more)) for more in (line, [joined(line)]))
    assert page_blocks(whole) == page_blocks(apart)
    assert "注注" in [block.text for block in page_blocks(whole) if isinstance(block, Line)]


def test_a_word_that_begins_inside_another_is_put_among_its_characters():
    wide = [Word(c, 60.0 + 30 * i, 100.0, 69.0 + 30 * i, 109.0, 9.0) for i, c in enumerate("净润")]
    inside = Word("利", 75.0, 100.0, 84.0, 109.0, 9.0)
    (row,) = cluster_lines([joined(wide), inside])
    assert assemble_line(row) == "净利润"


def words_of(draw) -> list[str]:
    with PdfiumFile(made(draw)) as file:
        return [word.text for word in file.page(1).words]


def test_pdfium_gives_what_is_set_without_a_gap_as_one_word():
    font.register()

    def draw(canvas):
        canvas.setFont(font.TEXT, 12)  # in the file: what PDFium knows of others hangs on the machine's own fonts
        for i, char in enumerate("营业收入"):  # each an object of its own
            canvas.drawString(50 + 12 * i, 200, char)
        canvas.drawString(150, 200, "净利润")
        canvas.setFont("Helvetica", 9)
        canvas.drawString(186, 200, "1,250.5")
        canvas.drawString(50, 150, "two words")

    assert words_of(draw) == ["营业收入", "净利润", "1,250.5", "two", " ", "words"]


@pytest.mark.parametrize("aside", [0.2, 0.9, 1.4])
def test_pdfium_gives_characters_printed_twice_one_by_one_once(aside):
    def draw(canvas):
        canvas.setFont("Helvetica-Bold", 12)
        x = 50.0
        for char in "1.25":
            canvas.drawString(x, 200, char)
            canvas.drawString(x + aside, 200, char)
            x += canvas.stringWidth(char, "Helvetica-Bold", 12)

    assert "".join(words_of(draw)) == "1.25"


def test_the_characters_of_a_page_are_those_of_its_words():
    page = Page(1, 595.0, 842.0, (joined(set_line("净利润", 60.0, 100.0)),))
    assert page.glyphs == tuple(set_line("净利润", 60.0, 100.0))


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.pdf")), ids=lambda path: path.stem)
def test_samples_give_the_same_by_their_words_as_by_their_characters(path):
    with PdfiumFile(path.read_bytes()) as file:
        for number in range(1, file.n_pages + 1):
            page = file.page(number)
            assert any(word.sides for word in page.words)
            by_characters = replace(page, words=page.glyphs)
            assert page_blocks(by_characters) == page_blocks(page)
            assert by_characters.lines == page.lines
