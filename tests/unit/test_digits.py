"""Digits that a font of its own draws as others than its map says, in either engine."""

from __future__ import annotations

import io

import pikepdf
import pytest

from kunlun_cli.engines import Engine
from kunlun_cli.pages.sight import OF_ANOTHER_FONT
from tests.unit.test_pdfium_reader import written
from tests.unit.test_sight import ENGINES, page

FIGURES = "BT /F1 10 Tf 60 150 Td (1,234,567.89 and 0.42) Tj ET "
# 548,118.9, the last digit of it set by a second font below a code of its own, at the end of what is drawn.
CUT = "BT /F1 10 Tf 70 195 Td (548,118.9) Tj ET "


def with_second(code: int, says: str, at: tuple[int, int] = (115, 195), face: str = "Helvetica") -> bytes:
    """A page with a figure whose last digit is that of a code in a second font, and reads as what its map says."""
    content = FIGURES + CUT + f"BT /F2 10 Tf {at[0]} {at[1]} Td <{code:02X}> Tj ET "
    with pikepdf.open(io.BytesIO(written(content))) as opened:
        second = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/" + face),
            ToUnicode=opened.make_stream(
                b"begincmap 1 beginbfchar <%02X> <%04X> endbfchar endcmap" % (code, ord(says))
            ),
        )  # fmt: skip
        opened.pages[0].Resources.Font.F2 = opened.make_indirect(second)
        out = io.BytesIO()
        opened.save(out)
    return out.getvalue()


def doubts(data: bytes, engine: Engine) -> set[tuple[str, str]]:
    return {(word.text, word.doubt) for word in page(data, engine).words if word.doubt}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("face", ["Helvetica", "Times-Roman"])
def test_a_digit_that_its_font_draws_as_another_is_doubted(face: str, engine: Engine) -> None:
    """A 7 was printed, and a 2 given: a map with one digit in it contradicts nothing else of the file."""
    assert doubts(with_second(ord("7"), "2", face=face), engine) == {("2", OF_ANOTHER_FONT)}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("face", ["Helvetica", "Times-Roman"])
def test_a_digit_of_another_font_that_is_drawn_as_it_reads_is_right(face: str, engine: Engine) -> None:
    for digit in "0123456789":
        assert doubts(with_second(ord(digit), digit, face=face), engine) == set()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_digit_that_stands_alone_is_held_against_none(engine: Engine) -> None:
    """A mark of another font stands for something else, and is no digit of a figure."""
    assert doubts(with_second(ord("7"), "2", at=(300, 100)), engine) == set()
