"""What a person reads in a cell and no text says makes the cell doubtful, in either engine."""

from __future__ import annotations

import pytest

from kunlun_cli.engines import Engine
from kunlun_cli.pages.sight import BETWEEN, DASHED, PICTURED, REDDENED, SIGNED, TURNED, UPRIGHT
from tests.unit.test_pdfium_reader import written
from tests.unit.test_sight import ENGINES, page

# A row between two rules, with figures in it.
ROW = "0.5 w 40 220 m 300 220 l S 40 180 m 300 180 l S "
BLACK = "BT /F1 10 Tf 60 150 Td (some text of the page) Tj ET "
FIGURE = "BT /F1 10 Tf 70 195 Td (548,118.92) Tj ET "
TURN = "BT /F1 10 Tf 0 1 -1 0 200 185 Tm (12.5) Tj ET "
PICTURE = "q 60 0 0 10 200 195 cm BI /W 2 /H 1 /BPC 8 /CS /G ID \x00\xff EI Q "


def doubts(content: str, engine: Engine) -> set[str]:
    return {word.doubt for word in page(written(ROW + BLACK + content), engine).words} - {""}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("content", "doubt"),
    [
        (FIGURE + "65 198.5 m 69 198.5 l S ", DASHED),
        (FIGURE + "65 198.2 4 0.5 re f ", DASHED),
        ("q 0.9 0 0 rg " + FIGURE + "Q ", REDDENED),
        (FIGURE + "60 203 m 67 203 l 63.5 196 l h f ", SIGNED),
        (FIGURE + "60 203 m 67 203 l 63.5 196 l h S ", SIGNED),
        (FIGURE.replace(".92", " 92") + "106 195.5 1.2 1.2 re f ", SIGNED),  # a point
        (FIGURE + "66.5 195 1 7 re f ", UPRIGHT),  # a digit
        (FIGURE + "67 195 m 67 202 l S ", UPRIGHT),
        (TURN, TURNED),
        (PICTURE, PICTURED),
    ],
)
def test_a_sign_without_a_character(content: str, doubt: str, engine: Engine) -> None:
    assert doubts(content, engine) == {doubt}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_picture_without_letters_is_told_of_the_page(engine: Engine) -> None:
    """It may be the rest of a table; a background has letters on it."""
    assert [tuple(map(round, box)) for box in page(written(PICTURE), engine).pictures] == [(200, 95, 260, 105)]
    assert not page(written(PICTURE + "BT /F1 10 Tf 205 197 Td (1) Tj ET "), engine).pictures


@pytest.mark.parametrize("engine", ENGINES)
def test_an_arrow_beside_large_type_is_as_large(engine: Engine) -> None:
    """On a page three times as large an arrow was larger than any looked for, and what fell was given as risen."""
    content = (
        "q 3 0 0 3 0 -450 cm "
        + ROW
        + BLACK
        + FIGURE.replace("548,118.92", "5.92")
        + "60 203 m 67 203 l 63.5 196 l h f Q"
    )
    extra = "/CropBox [0 0 1200 450]"
    data = written(content, extra=extra).replace(b"/MediaBox [0 0 400 300]", b"/MediaBox [0 0 1200 450]")
    assert {word.doubt for word in page(data, engine).words} - {""} == {SIGNED}


@pytest.mark.parametrize("engine", ENGINES)
def test_the_strokes_of_a_bold_bracket_are_no_sign(engine: Engine) -> None:
    """Its ink stands beside the middle of its box, and a program had drawn it as a path as well."""
    bracket = "BT /F1 12 Tf 66 195 Td (\\(1-9) Tj ET 68.3 194 m 68.3 197 68.3 201 71.4 204 c 70 203 l 69 199 l h f "
    assert not doubts(bracket, engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_sign_between_dotted_lines(engine: Engine) -> None:
    """In a table ruled by dots an arrow was in none, and what fell was given as risen."""
    dots = "0.5 w " + "".join(f"{x} {y} m {x + 1} {y} l S " for y in (220, 180) for x in range(40, 300, 3))
    arrow = "60 203 m 67 203 l 63.5 196 l h f "
    assert {w.doubt for w in page(written(dots + BLACK + FIGURE + arrow), engine).words} - {""} == {SIGNED}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "content",
    [
        FIGURE + "70 193 m 120 193 l S ",  # underlined
        FIGURE + "69 193 m 75 193 l S ",
        FIGURE + "70 192 1 1 re f 73 192 1 1 re f 76 192 1 1 re f ",  # underlined by dots
        FIGURE + "67 180 m 67 220 l S ",  # the side of a cell
        FIGURE + "67 180 m 67 190 l S 67 190 m 67 202 l S 67 202 m 67 220 l S ",
        FIGURE + "40 198.5 m 44 198.5 l 44 198.5 m 66 198.5 l S ",  # pieces of a ruling line
        "q 0.9 0 0 rg " + FIGURE.replace("(", "(-") + "Q ",
        "q 0.9 0 0 rg " + FIGURE.replace("548,118.92", "2024") + "Q ",
        TURN.replace("200 185", "200 300"),  # not in a table
        PICTURE.replace("200 195", "200 300"),
        "q 260 0 0 40 40 180 cm BI /W 2 /H 1 /BPC 8 /CS /G ID \xf0\xff EI Q " + FIGURE,  # a background
    ],
)
def test_what_says_nothing(content: str, engine: Engine) -> None:
    assert doubts(content, engine) == set()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_figure_between_two_rows_is_doubted_in_both(engine: Engine) -> None:
    found = page(written(ROW + BLACK + FIGURE.replace("70 195", "70 216")), engine).words
    crossed = [word for word in found if word.doubt == BETWEEN]
    assert "".join(word.text for word in crossed if word.text != "\ufffd") == "548,118.92"
    assert len({round(word.cy) for word in crossed}) == 2
