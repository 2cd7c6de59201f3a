"""The page is what is seen: text and rules that cannot be seen are not read, in either engine."""

from __future__ import annotations

import io

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from kunlun_cli.engines import Engine
from kunlun_cli.limits import DEFAULT
from kunlun_cli.pages.inflation import check_streams
from kunlun_cli.pages.open import PdfDocument
from kunlun_cli.pages.page import Page, Rule
from kunlun_cli.pages.pdfium_reader import PdfiumFile
from kunlun_cli.pages.sight import Sight, rules_seen
from kunlun_cli.tables.blocks import blocks
from kunlun_cli.tables.table import Table
from tests.unit.test_pdfium_reader import made, written

ENGINES: list[Engine] = ["pdfium", "pdfminer"]
FIGURE = "BT /F1 12 Tf 60 200 Td (548,118.92) Tj ET "
NEXT = "BT /F1 12 Tf 60 100 Td (seen) Tj ET "
LAYER_OFF = "/OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >>"


def page(data: bytes, engine: Engine) -> Page:
    document = PdfDocument(data, "a.pdf", None, engine)
    try:
        return document.page(1)
    finally:
        document.close()


def lines(content: str, engine: Engine, *, extra: str = "") -> list[str]:
    return [line.text for line in page(written(content + NEXT, extra=extra), engine).lines]


def with_layer(content: str, *, off: bool) -> bytes:
    """A page with a layer, switched off or on."""
    data = written(content + NEXT).replace(
        b"/Font << /F1 5 0 R >>", b"/Font << /F1 5 0 R >> /Properties << /L 6 0 R >>"
    )
    state = LAYER_OFF if off else LAYER_OFF.replace("/OFF", "/ON")
    data = data.replace(b"/Type /Catalog", f"/Type /Catalog {state}".encode())
    return data.replace(b"trailer", b"6 0 obj\n<< /Type /OCG /Name (L) >>\nendobj\ntrailer")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "content",
    [
        "q 3 Tr " + FIGURE + "Q ",
        "q 7 Tr " + FIGURE + "Q ",
        "q 1 g " + FIGURE + "Q ",
        "q 0.99 g " + FIGURE + "Q ",
        FIGURE + "q 1 g 50 190 120 30 re f Q ",
        "q 0.8 g 50 190 120 30 re f " + FIGURE + "Q ",
        "q 0 g 50 190 120 30 re f " + FIGURE + "Q ",
        "q 200 150 100 100 re W n " + FIGURE + "Q ",
    ],
    ids=["mode 3", "mode 7", "white", "near white", "covered", "grey on grey", "black on black", "clipped"],
)
def test_text_that_cannot_be_seen_is_not_read(content: str, engine: Engine):
    assert lines(content, engine) == ["seen"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("begin", ["0 0 1 1 re W n", "3 Tr"])
def test_digits_hidden_right_before_a_figure_are_not_read_on_a_page_with_a_bar(begin: str, engine: Engine):
    """A bar in the text's colour made all text suspect, and the figure's ink that of the digit beside it."""
    bar, digit = "0 g 300 400 80 12 re f ", f"q {begin} BT /F1 12 Tf 53.4 200 Td (9) Tj ET Q "
    assert lines(bar + FIGURE + digit, engine) == ["548,118.92", "seen"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "content",
    [
        FIGURE,
        "q 50 190 120 30 re W n " + FIGURE + "Q ",
        "q 0 g 50 190 120 30 re f 1 g " + FIGURE + "Q ",
        "q 0.8 g 50 190 120 30 re f 0 g " + FIGURE + "Q ",
        "q 1 g 1 Tr " + FIGURE + "Q ",
        FIGURE + "q 1 g 200 190 120 30 re f Q ",
        FIGURE + "q 0 0 1 RG 50 190 120 30 re S Q ",
    ],
    ids=["plain", "in a clip", "white on black", "on shading", "outlined", "beside an area", "framed"],
)
def test_text_that_can_be_seen_is_read(content: str, engine: Engine):
    assert lines(content, engine) == ["548,118.92", "seen"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("end", "lines_drawn"), [("68 100 68 103 64 103 c", 0), ("64 103 l", 10)])
def test_the_strokes_of_letters_drawn_as_paths_are_no_ruling_lines(end: str, lines_drawn: int, engine: Engine):
    """Cairo writes bold letters so: pieces of them were tables, on one page more boxes than any table has."""
    comb = " ".join(f"{x} {y} l" for i, x in enumerate(range(54, 64)) for y in ((112, 103) if i % 2 else (103, 112)))
    found = page(written(f"50 103 m {comb} {end} S"), engine)
    assert sum(rule.x0 == rule.x1 for rule in found.rules) == lines_drawn


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("off", "read"), [(True, ["seen"]), (False, ["548,118.92", "seen"])])
def test_a_layer_switched_off_is_not_read(off: bool, read: list[str], engine: Engine):
    found = page(with_layer(f"/OC /L BDC {FIGURE} EMC ", off=off), engine)
    assert [line.text for line in found.lines] == read


@pytest.mark.parametrize("engine", ENGINES)
def test_a_figure_printed_over_another_that_is_covered(engine: Engine):
    over = "q 1 g 55 195 100 20 re f Q " + FIGURE.replace("(548,118.92)", "(540,119.92)")
    assert lines(FIGURE + over, engine) == ["540,119.92", "seen"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_figure_printed_a_little_beside_another_that_is_covered(engine: Engine):
    """A digit seen 1.7 points beside the same one that is not: twelve points let the engines differ by 2.4."""
    older, newer = "BT /F1 12 Tf 61.7 200 Td (900) Tj ET ", "BT /F1 12 Tf 60 200 Td (100) Tj ET "
    assert lines(older + "q 1 g 55 195 100 20 re f Q " + newer, engine) == ["100", "seen"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("(12,345.60)", "(942,584)"),
        ("(12,345.60)", "[(12) 0 (4) 0 (99)] TJ ("),
        ("(92)", "(942,584)"),
        ("(9,4)", "(942,584)"),
        ("(7,45)", "(1,345)"),
    ],
)
def test_a_digit_that_stands_on_the_same_one_that_is_covered_is_not_lost(older: str, newer: str, engine: Engine):
    """PDFium gives the covered one alone."""
    old = f"BT /F1 12 Tf 60 200 Td {older} Tj ET "
    new = f"BT /F1 12 Tf 60 200 Td {newer} Tj ET ".replace("TJ ( Tj", "TJ")
    first, *_ = page(written(old + "q 1 g 55 195 100 20 re f Q " + new + NEXT), engine).lines
    printed = "".join(c for c in newer.replace(" 0 ", "").replace("TJ (", "") if c in "0123456789,")
    assert first.doubt or first.text == printed


@pytest.mark.parametrize("engine", ENGINES)
def test_a_figure_brought_back_over_its_own_correction_is_not_lost(engine: Engine):
    """PDFium gives the first of two texts that are the same, which is covered."""
    wrong = FIGURE.replace("(548,118.92)", "(88,000)")
    data = written(FIGURE + wrong + "q 1 g 55 195 100 20 re f Q " + FIGURE + NEXT)
    first, *_ = page(data, engine).lines
    assert first.doubt or first.text == "548,118.92"


@pytest.mark.parametrize("engine", ENGINES)
def test_a_digit_of_a_correction_where_the_one_below_is_the_same_is_not_lost(engine: Engine):
    """PDFium leaves out the second 4 of the two at one place, which is the one that is seen."""
    older, newer = "BT /F1 9 Tf 60 200 Td (12,345.60) Tj ET ", "BT /F1 9 Tf 72.7 200 Td (942,584,393.60) Tj ET "
    first, *_ = page(written(older + "q 1 g 57 195 90 20 re f Q " + newer + NEXT), engine).lines
    assert first.doubt or first.text == "942,584,393.60"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("clip", "doubted"), [("80 190 200 30", True), ("50 190 52 30", True), ("50 190 200 30", False)]
)
def test_a_figure_that_its_cell_cuts_off_is_doubted(clip: str, doubted: bool, engine: Engine):
    """Spreadsheets clip what is too wide for a cell: the digits that are left were given as the figure."""
    first, *_ = page(written(f"q {clip} re W n {FIGURE} Q " + NEXT), engine).lines
    assert bool(first.doubt) is doubted
    assert doubted or first.text == "548,118.92"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("colour", ["0 g", "1 1 0.6 rg", "0.8 0 0 rg"])
def test_a_figure_below_a_bar_is_neither_read_nor_taken_for_a_blank(colour: str, engine: Engine):
    first, *_ = page(written(FIGURE + f"q {colour} 50 190 120 30 re f Q " + NEXT), engine).lines
    assert first.doubt
    assert "548" not in first.text


@pytest.mark.parametrize("engine", ENGINES)
def test_a_bar_as_high_as_the_digits_hides_a_figure_too(engine: Engine):
    """The paper in the upper part of the digits' boxes made it a correction, and the figure a blank."""
    first, *_ = page(written(FIGURE + "q 0 g 59 199 75 11 re f Q " + NEXT), engine).lines
    assert first.doubt
    assert "548" not in first.text


LETTERS = "".join(
    f"BT /F1 12 Tf {x} 200 Td ({c}) Tj ET " for c, x in zip("19.63", (60, 66.7, 73.4, 76.7, 83.4), strict=True)
)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("text", [LETTERS, "BT /F1 12 Tf 60 200 Td (19.63) Tj ET "], ids=["letters", "word"])
@pytest.mark.parametrize(
    "area",
    [
        "66.6 195 40 20",
        "50 195 16.6 20",
        "50 195 26.5 20",
        "50 195 29 20",
        "70 195 40 20",
        "50 195 60 9",
        "50 204 60 9",
    ],
    ids=[
        "all but the first",
        "the first",
        "up to the point",
        "into a digit",
        "from within",
        "lower half",
        "upper half",
    ],
)
def test_what_an_area_leaves_of_a_figure_is_doubted(area: str, text: str, engine: Engine):
    """Of 19.63 written letter by letter 1 and 63 were given; of a digit cut in two what was left of it told which."""
    first, *_ = page(written(text + f"q 1 g {area} re f Q " + NEXT), engine).lines
    assert first.text == "seen" or first.doubt


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "area", ["q 1 g 91 195 40 20 re f Q ", "q 1 g 50 195 9.5 20 re f Q ", "q 1 g 50 190 60 9 re f Q "]
)
def test_a_figure_beside_an_area_painted_later_is_read(area: str, engine: Engine):
    assert lines(LETTERS + area, engine) == ["19.63", "seen"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("packed", [False, True])
def test_what_is_drawn_is_read_and_not_what_a_mark_says_of_it(packed: bool, engine: Engine):
    """PDFium gives the text of the mark in its place: 91 was given for 548,118.92."""
    data = written("/Span <</ActualText (91)>> BDC " + FIGURE + "EMC " + NEXT)
    if packed:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as opened:
            opened.save(out, compress_streams=True)
        data = out.getvalue()
    assert [line.text for line in page(data, engine).lines] == ["548,118.92", "seen"]


@pytest.mark.parametrize("engine", ENGINES)
def test_what_lies_outside_the_crop_box_is_not_read(engine: Engine):
    data = written(FIGURE + NEXT + "40 80 m 40 250 l S 30 90 m 200 90 l S", extra="/CropBox [20 50 380 150]")
    found = page(data, engine)
    assert [line.text for line in found.lines] == ["seen"]
    assert sorted((r.top, r.bottom) for r in found.rules) == [(150, 220), (210, 210)]


@pytest.mark.parametrize("engine", ENGINES)
def test_what_lies_off_the_page_is_not_read(engine: Engine):
    """Pages trimmed through their labels gave figures that nobody could tell the meaning of."""
    data = written(FIGURE + NEXT).replace(b"/MediaBox [0 0 400 300]", b"/MediaBox [20 50 380 150]")
    assert [line.text for line in page(data, engine).lines] == ["seen"]


@pytest.mark.parametrize("engine", ENGINES)
def test_faint_text_is_read_and_doubted(engine: Engine):
    found = page(written("q 0.9 g " + FIGURE + "Q " + NEXT), engine)
    assert all(bool(g.doubt) == (g.top < 150) for g in found.glyphs)


GRID = "".join(f"50 {y} m 250 {y} l S " for y in (100, 140, 180, 220)) + "50 100 m 50 220 l S 250 100 m 250 220 l S "


def level(content: str, engine: Engine) -> list[float]:
    rules = page(written(GRID + content), engine).rules
    return sorted({round(r.top) for r in rules if r.top == r.bottom})


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "content",
    [
        "q 1 G 50 160 m 250 160 l S Q ",
        "q 1 g 50 160 200 0.5 re f Q ",
        "q 0.8 g 51 141 198 38 re f 1 G 50 160 m 250 160 l S Q ",
        "50 160 m 250 160 l S q 1 g 55 145 190 30 re f Q q 1 g 49 145 202 30 re f Q 50 100 m 50 220 l S ",
        "q 300 200 10 10 re W n 50 160 m 250 160 l S Q ",
    ],
    ids=["white", "white filled", "white in a shaded cell", "covered", "clipped"],
)
def test_a_rule_that_cannot_be_seen_parts_no_cells(content: str, engine: Engine):
    assert level(content, engine) == [80, 120, 160, 200]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("content", ["50 160 m 250 160 l S ", "q 0.5 G 50 160 m 250 160 l S Q "])
def test_a_rule_that_can_be_seen_parts_cells(content: str, engine: Engine):
    assert level(content, engine) == [80, 120, 140, 160, 200]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("box", ["50 159 200 21", "50 140 200 21"])
def test_a_rule_covered_by_the_dark_ground_that_ends_on_it_is_seen_as_its_edge(box: str, engine: Engine):
    """A heading in white on black was one cell with the figure below it, and the figure was lost."""
    assert 140 in level(f"50 160 m 250 160 l S q 0.15 g {box} re f Q ", engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_table_of_white_rules_alone_keeps_them(engine: Engine):
    rules = page(written(f"1 G {GRID}"), engine).rules
    assert len(rules) == 6


def mapped(code: str, character: str, text: str) -> bytes:
    """A page with a text in a font that maps one of its codes to another character than it draws."""
    cmap = (
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"1 beginbfrange <20> <7E> <0020> endbfrange\n1 beginbfchar <{code}> <{character}> endbfchar endcmap end"
    )
    font = (
        "/Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 32 /LastChar 126 "
        f"/Widths [{'556 ' * 95}] /ToUnicode 6 0 R"
    )
    data = written(f"BT /F1 12 Tf 60 200 Td ({text}) Tj ET", font=font)
    stream = f"6 0 obj\n<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream\nendobj\ntrailer"
    return data.replace(b"trailer", stream.encode())


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("character", ["0020", "0000", "FFFD"])
@pytest.mark.parametrize("text", ["-12.50", "12-50", "21-%", "12.--", "-"])
def test_a_glyph_whose_font_has_no_character_for_it_makes_its_figure_doubtful(
    character: str, text: str, engine: Engine
):
    found = page(mapped("2D", character, text), engine)
    assert any(word.doubt or "\ufffd" in word.text for word in found.words)


def test_a_glyph_at_the_end_of_a_figure_that_is_a_space_to_its_font_makes_it_doubtful():
    """12.50 was read as 12.5."""
    assert any(word.doubt for word in page(mapped("2D", "0020", "12.5-"), "pdfium").words)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_soft_hyphen_that_is_drawn_is_a_minus(engine: Engine):
    found = page(mapped("2D", "00AD", "-12.50"), engine)
    assert [line.text for line in found.lines] == ["-12.50"]


def test_a_soft_hyphen_that_is_drawn_as_a_digit_makes_its_figure_doubtful():
    """The font's map calls the 8 of 8.50 a soft hyphen: it was read as -.50."""
    assert any(word.doubt for word in page(mapped("38", "00AD", "8.50"), "pdfium").words)
    assert not any(word.doubt for word in page(mapped("2D", "00AD", "-12.50"), "pdfium").words)


@pytest.mark.parametrize(("high", "doubted"), [("0.9", False), ("400", True)])
def test_a_space_is_doubted_where_its_glyph_draws_and_not_where_it_is_a_hairline_of_no_height(
    high: str, *, doubted: bool
):
    glyphs = {
        "6 0 obj": f"250 0 0 0 250 {high} d1 0 0 250 {high} re f",
        "7 0 obj": "500 0 50 0 450 700 d1 50 0 400 700 re f",
    }
    font = (
        "/Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 32 "
        f"/LastChar 49 /Widths [250 {'0 ' * 16} 500] /Encoding << /Differences [32 /space 49 /one] >> "
        "/CharProcs << /space 6 0 R /one 7 0 R >>"
    )
    data = written("BT /F1 12 Tf 60 200 Td (1 1) Tj ET 50 200 m 200 200 l S", font=font)
    drawn = "".join(f"{k}\n<< /Length {len(v)} >>\nstream\n{v}\nendstream\nendobj\n" for k, v in glyphs.items())
    found = page(data.replace(b"trailer", f"{drawn}trailer".encode()), "pdfium")
    assert any(word.doubt for word in found.words) is doubted


TABLE = GRID + "BT /F1 12 Tf 60 155 Td (306.92) Tj 0 -40 Td (117.05) Tj 0 80 Td (total) Tj ET "


def cells(content: str, engine: Engine) -> list[tuple[str, bool]]:
    """The cells of the table with something drawn over it, and whether they are doubted."""
    (table,) = (b for b in blocks([page(written(TABLE + content), engine)]) if isinstance(b, Table))
    return [(c.text, bool(c.doubt)) for row in table.rows for c in row.cells]


CLEAN = [("total", False), ("306.92", False), ("117.05", False)]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "content",
    [
        "q 0.7 g BT /F1 40 Tf 55 150 Td (2024) Tj ET Q ",
        "BT /F1 30 Tf 130 130 Td (2024) Tj ET ",
        "q 0.93 g BT /F1 24 Tf 130 105 Td (2024) Tj ET Q ",
        "q 1 0 0 rg BT /F1 9 Tf 120 155 Td (3301) Tj 0 1 -1 0 140 150 Tm (SEAL) Tj ET Q ",
        "q 0.7 g BT /F1 12 Tf 0.7 0.7 -0.7 0.7 60 150 Tm (2024) Tj ET Q ",
    ],
    ids=["large on a figure", "large across a rule", "large and faint", "seal", "slanted"],
)
def test_what_is_printed_over_a_table_is_no_part_of_its_cells(content: str, engine: Engine):
    assert cells(content, engine) == CLEAN


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("at", [102, 62])
def test_letters_of_another_colour_beside_a_figure_or_on_it_make_it_doubtful(at: int, engine: Engine):
    found = cells(f"q 0.6 g BT /F1 12 Tf {at} 156 Td (3) Tj ET Q ", engine)
    assert [doubt for _, doubt in found] == [False, True, False]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_figure_of_another_colour_in_a_cell_of_its_own_is_read(engine: Engine):
    found = cells("q 1 0 0 rg BT /F1 12 Tf 60 75 Td (red) Tj ET Q 50 60 m 250 60 l S 50 60 m 50 220 l S ", engine)
    assert found == [*CLEAN, ("red", False)]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_large_title_is_read(engine: Engine):
    assert "2024" in lines("q 0.5 g BT /F1 40 Tf 60 240 Td (2024) Tj ET Q ", engine)


def with_field(flags: str) -> bytes:
    """A page with a text and a filled field of a form."""

    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 100, "seen")
        canvas.acroForm.textfield(
            value="548,118.92", x=60, y=190, width=120, height=20, fontSize=12, annotationFlags=flags, borderWidth=0
        )

    return made(draw)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("flags", "read"), [("print", ["548,118.92", "seen"]), ("hidden", ["seen"])])
def test_fields_of_forms_that_are_shown_are_read(flags: str, read: list[str], engine: Engine):
    assert [line.text for line in page(with_field(flags), engine).lines] == read


@pytest.mark.parametrize("engine", ENGINES)
def test_text_written_onto_a_page_is_read(engine: Engine):
    look = "/Subtype /Form /BBox [0 0 120 20] /Resources << /Font << /F1 5 0 R >> >>"
    drawing = "BT /F1 12 Tf 2 5 Td (548,118.92) Tj ET"
    note = "/Type /Annot /Subtype /FreeText /Rect [60 190 180 210] /F 4 /DA (/F1 12 Tf) /AP << /N 6 0 R >>"
    data = written(NEXT, extra=f"/Annots [<< {note} >>]")
    stream = f"6 0 obj\n<< {look} /Length {len(drawing)} >>\nstream\n{drawing}\nendstream\nendobj\ntrailer"
    found = page(data.replace(b"trailer", stream.encode()), engine)
    assert [line.text for line in found.lines] == ["548,118.92", "seen"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("turn", ["0 1 -1 0 300 50", "0 -1 1 0 100 250", "-1 0 0 -1 350 250"])
def test_a_page_whose_text_is_turned_is_read_as_it_stands(turn: str, engine: Engine):
    found = page(written(f"q {turn} cm BT /F1 12 Tf 10 100 Td (548,118.92) Tj 0 -20 Td (next) Tj ET Q "), engine)
    assert [line.text for line in found.lines] == ["548,118.92", "next"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_turned_mark_in_the_margin_turns_no_page(engine: Engine):
    content = f"{FIGURE} q 0 1 -1 0 30 50 cm BT /F1 12 Tf 10 0 Td (mark) Tj ET Q "
    assert lines(content, engine) == ["548,118.92", "seen"]


def test_a_page_found_turned_is_drawn_as_it_is_read():
    with PdfiumFile(written("q 0 1 -1 0 300 50 cm BT /F1 12 Tf 10 100 Td (548,118.92) Tj ET Q ")) as file:
        before = file.raster(1)
        file.page(1)
        after = file.raster(1)
    assert (before.width, before.height) == (after.height, after.width) == (400, 300)


@pytest.mark.parametrize("off", [True, False])
def test_layers_are_found_in_a_packed_catalogue(off: bool):
    plain = with_layer(FIGURE, off=off)
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain)) as pdf:
        pdf.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert b"/OCProperties" not in packed.getvalue()
    assert [check_streams(data, DEFAULT, "x").layers for data in (plain, packed.getvalue(), written(FIGURE))] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_letters_drawn_as_outlines_in_a_cell_make_it_doubtful(engine: Engine):
    zigzag = " ".join(f"{112 + k % 2 * 4} {150 + k / 2:g} l" for k in range(24))
    found = cells(f"110 150 m {zigzag} h S ", engine)
    assert [doubt for _, doubt in found] == [False, True, False]
    assert "\ufffd" in found[1][0]


def test_a_rule_drawn_again_where_one_cannot_be_seen_is_seen():
    white, black = Rule(10, 10, 10, 50), Rule(10.5, 10, 10.5, 50)
    seen = rules_seen([white, black, Rule(90, 10, 90, 50)], Sight(rules=(white,)))
    assert list(seen) == [black, Rule(90, 10, 90, 50)]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_digit_that_is_not_painted_beside_a_figure_in_a_file_with_layers(engine: Engine):
    """Its box was not empty without the figure, which a layer might have hidden: 30.40."""
    hidden = "BT /F1 12 Tf 60 200 Td 3 Tr (3) Tj 0 Tr (0.40) Tj ET "
    found = page(with_layer(hidden, off=True), engine)
    assert [line.text for line in found.lines] == ["0.40", "seen"]
