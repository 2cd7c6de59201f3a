"""The PDFium reader on small PDFs made here: places, lines, ticks, turned pages, and bad bytes."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from kunlun_cli.errors import DamagedError, EncryptedError, KunlunError, LimitError
from kunlun_cli.pages.open import open_document
from kunlun_cli.pages.page import Page
from kunlun_cli.pages.pdfium_reader import PdfiumFile
from kunlun_cli.pages.pdfminer_reader import PdfminerFile
from kunlun_cli.pages.second import text_in_box

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))


def made(*pages, rotation=0, size=(400, 300), bookmarks=False, **options):
    """A PDF of pages, each drawn by a function of the canvas."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, **options)
    for i, draw in enumerate(pages):
        if bookmarks:
            canvas.bookmarkPage(f"p{i}")
            canvas.addOutlineEntry(f"第{i + 1}节", f"p{i}", level=min(i, 1))
        canvas.setPageRotation(rotation)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def written(content: str, *, font: str = "/Type /Font /Subtype /Type1 /BaseFont /Helvetica", extra: str = "") -> bytes:
    """A PDF of one page, written out by hand from its content stream."""
    body = content.encode("latin-1")
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Contents 4 0 R "
            f"/Resources << /Font << /F1 5 0 R >> >> {extra} >>"
        ),
        f"<< /Length {len(body)} >>\nstream\n{content}\nendstream",
        f"<< {font} >>",
    ]
    out = "%PDF-1.7\n" + "".join(f"{i} 0 obj\n{text}\nendobj\n" for i, text in enumerate(objects, 1))
    return (out + "trailer << /Root 1 0 R >>\n").encode("latin-1")


def words(canvas):
    canvas.setFont("STSong-Light", 12)
    canvas.drawString(50, 200, "营业收入（元）")
    canvas.setFont("Helvetica", 9)
    canvas.drawString(200, 200, "2,501,811,162.32")


def table(canvas):
    words(canvas)
    canvas.setLineWidth(0.5)
    canvas.line(40, 220, 360, 220)
    canvas.line(40, 180, 40, 220)
    canvas.rect(40, 100, 320, 60, stroke=1, fill=0)
    canvas.rect(40, 90, 320, 0.48, stroke=0, fill=1)
    canvas.rect(180, 100, 0.48, 60, stroke=0, fill=1)
    path = canvas.beginPath()
    path.moveTo(50, 50)
    path.lineTo(150, 50)
    path.lineTo(150, 70)
    path.moveTo(200, 40)
    path.curveTo(220, 80, 240, 80, 260, 50)
    path.lineTo(300, 50)
    canvas.drawPath(path)


def page_of(data: bytes, number: int = 1) -> Page:
    with PdfiumFile(data) as file:
        return file.page(number)


def both(data: bytes) -> tuple[Page, Page]:
    return page_of(data), PdfminerFile(data, "made.pdf").page(1)


def boxes(page: Page):
    inked = (g for g in page.glyphs if not g.text.isspace())
    return sorted((g.text, *(round(v, 1) for v in (g.x0, g.top, g.x1, g.bottom, g.size))) for g in inked)


def drawn(page: Page):
    return sorted(tuple(round(v, 1) for v in (r.x0, r.top, r.x1, r.bottom)) for r in page.rules)


def assert_same(ours: Page, other: Page):
    assert (ours.width, ours.height) == pytest.approx((other.width, other.height))
    assert [b[0] for b in boxes(ours)] == [b[0] for b in boxes(other)]
    for mine, its in zip(boxes(ours), boxes(other), strict=True):
        # The engines' own measures of the standard fonts differ by some hundredths of the size.
        assert mine[1:] == pytest.approx(its[1:], abs=0.25)
    assert len(ours.rules) == len(other.rules)
    for mine, its in zip(drawn(ours), drawn(other), strict=True):
        assert mine == pytest.approx(its, abs=0.11)


def test_text_of_each_page_comes_in_reading_order():
    with PdfiumFile(made(words, lambda c: c.drawString(10, 10, "second"))) as file:
        assert file.n_pages == 2
        assert "营业收入（元）" in file.text(1)
        assert "2,501,811,162.32" in file.text(1)
        assert file.text(2) == "second"


def test_a_hyphen_that_ends_a_line_stays_a_hyphen():
    def draw(canvas):
        canvas.drawString(10, 100, "non-")
        canvas.drawString(10, 85, "recurring")

    with PdfiumFile(made(draw)) as file:
        assert file.text(1) == "non-recurring"
        assert [line.text for line in file.page(1).lines] == ["non-", "recurring"]


def test_bookmarks_name_their_pages():
    with PdfiumFile(made(words, words, words, bookmarks=True)) as file:
        assert file.bookmarks() == [("第1节", 1), ("第2节", 2), ("第3节", 3)]


def test_a_circular_outline_ends():
    extra = "/Dummy 0"
    data = written("", extra=extra).replace(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Catalog /Pages 2 0 R /Outlines << /First 6 0 R >> >>",
    )
    loop = b"6 0 obj\n<< /Title (A) /First 6 0 R /Next 6 0 R >>\nendobj\ntrailer"
    with PdfiumFile(data.replace(b"trailer", loop, 1)) as file:
        assert file.bookmarks() == [("A", None)]


def test_glyphs_have_the_origin_at_the_top_left_and_the_height_of_their_size():
    page = page_of(made(words))
    (glyph,) = [g for g in page.glyphs if g.text == "营"]
    assert glyph.x0 == pytest.approx(50, abs=0.1)
    assert glyph.x1 == pytest.approx(62, abs=0.1)
    assert glyph.bottom - glyph.top == pytest.approx(12, abs=0.01)
    assert glyph.top < 100 < glyph.bottom
    assert "Song" in glyph.font


def test_lines_boxes_and_thin_fills_are_ruling_lines():
    rules = {tuple(round(v) for v in (r.x0, r.top, r.x1, r.bottom)) for r in page_of(made(table)).rules}
    assert (40, 80, 360, 80) in rules
    assert (40, 80, 40, 120) in rules
    assert {(40, 140, 360, 140), (40, 200, 360, 200), (40, 140, 40, 200), (360, 140, 360, 200)} <= rules
    assert (40, 210, 360, 210) in rules
    assert (180, 140, 180, 200) in rules
    assert {(50, 250, 150, 250), (150, 230, 150, 250), (260, 250, 300, 250)} <= rules


def test_a_shading_is_no_ruling_line():
    def draw(canvas):
        canvas.setFillGray(0.8)
        canvas.rect(40, 100, 300, 20, stroke=0, fill=1)

    assert page_of(made(draw)).rules == ()


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_turned_page_reads_as_it_is_shown(rotation):
    def draw(canvas):
        # Set upright for a reader of the turned page.
        canvas.translate(*{0: (0, 0), 90: (400, 0), 180: (400, 300), 270: (0, 300)}[rotation])
        canvas.rotate(rotation)
        table(canvas)

    data = made(draw, rotation=rotation)
    document = open_document(data, "made.pdf", engine="pdfium")  # which has pdfminer.six where PDFium lacks a font
    assert len(boxes(document.page(1))) == 23
    assert "营业收入（元）" in document.text(1)
    assert_same(document.page(1), PdfminerFile(data, "made.pdf").page(1))


def test_text_turned_against_the_page_is_left_out():
    def draw(canvas):
        words(canvas)
        canvas.rotate(45)
        canvas.drawString(200, 0, "DRAFT")

    assert "DRAFT" not in "".join(g.text for g in page_of(made(draw)).glyphs)


@pytest.mark.parametrize("engine", ["pdfium", "pdfminer"])
def test_a_figure_upside_down_is_left_out(engine):
    """It was read from its other end: 0.42 as 24.0."""

    def draw(canvas):
        words(canvas)
        canvas.translate(200, 60)
        canvas.rotate(180)
        canvas.drawString(0, 0, "0.42")

    read = "".join(word.text for word in open_document(made(draw), "made.pdf", engine=engine).page(1).words)
    assert "24.0" not in read
    assert "0.42" not in read


def test_a_form_is_read_where_it_is_put():
    def draw(canvas):
        canvas.beginForm("table")
        table(canvas)
        canvas.endForm()
        canvas.saveState()
        canvas.translate(30, 20)
        canvas.scale(0.5, 0.5)
        canvas.doForm("table")
        canvas.restoreState()

    ours, other = both(made(draw))
    assert (50.0, 170.0, 210.0, 170.0) in drawn(ours)
    assert_same(ours, other)


def test_both_engines_agree_on_places_and_lines():
    def draw(canvas):
        table(canvas)
        canvas.scale(1.2, 0.8)
        canvas.setFont("Times-Bold", 7)
        canvas.drawString(100, 30, "A&B (Hong Kong) Ltd.")

    assert_same(*both(made(draw)))


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [("Wingdings2", "R", "☑"), ("Wingdings2", "\\243", "□"), ("Wingdings-Regular", "\\376", "☑"), ("Arial", "R", "R")],
)
def test_ticks_of_symbol_fonts(font, code, shown):
    face = f"/Type /Font /Subtype /TrueType /BaseFont /{font} /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 32"
    data = written(f"BT /F1 12 Tf 50 200 Td ({code}) Tj ET", font=face)
    assert [g.text for g in page_of(data).glyphs] == [shown]


def test_bold_type_imitated_by_printing_twice_counts_once():
    data = written("BT /F1 12 Tf 50 200 Td (12) Tj ET BT /F1 12 Tf 50.3 200 Td (12) Tj ET")
    assert [g.text for g in page_of(data).glyphs] == ["1", "2"]


def test_the_text_in_a_box():
    with PdfiumFile(made(words)) as file:
        assert text_in_box(file.page(1), (190, 80, 300, 110)) == "2,501,811,162.32"
        assert text_in_box(file.page(1), (300, 200, 310, 210)) == ""


def test_a_page_is_drawn_as_pixels():
    with PdfiumFile(made(words)) as file:
        picture = file.raster(1, 0.5)
        assert (picture.width, picture.height, len(picture.pixels)) == (200, 150, 150 * 3 * 200)
        assert 0 < sum(b < 128 for b in picture.pixels) < len(picture.pixels) / 4
        with pytest.raises(LimitError):
            file.raster(1, 1000)


def test_an_encrypted_file_asks_for_its_password():
    data = made(words, encrypt=StandardEncryption("secret", ownerPassword="owner", strength=128))
    with pytest.raises(EncryptedError) as caught:
        PdfiumFile(data, name="report.pdf")
    assert caught.value.file == "report.pdf"
    assert caught.value.hint
    with PdfiumFile(data, password="secret") as file:  # noqa: S106
        assert "营业收入" in file.text(1)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"no pdf at all", b"%PDF-1.4\n" + bytes(500)])
def test_damaged_bytes_are_named(data):
    with pytest.raises(DamagedError) as caught:
        PdfiumFile(data, name="bad.pdf")
    assert caught.value.file == "bad.pdf"


def test_a_page_that_is_not_there():
    with PdfiumFile(made(words)) as file:
        assert file.text(7) == ""
        assert file.unreadable == {7}
        with pytest.raises(DamagedError) as caught:
            file.page(7)
        assert caught.value.page == 7


def test_a_closed_file_refuses_and_keeps_what_was_read():
    file = PdfiumFile(made(words, words))
    page = file.page(1)
    file.close()
    file.close()
    assert file.page(1) is page
    assert file.text(1)
    with pytest.raises(DamagedError):
        file.page(2)
    with pytest.raises(DamagedError):
        file.bookmarks()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_broken_bytes_give_a_page_or_an_error_of_ours(data):
    broken = bytearray(made(table, bookmarks=True))
    for _ in range(data.draw(st.integers(1, 8))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(broken)))
    try:
        with PdfiumFile(bytes(broken[:cut] if cut % 2 else broken)) as file:
            file.bookmarks()
            for number in range(1, file.n_pages + 1):
                assert isinstance(file.page(number).rules, tuple)
    except KunlunError:
        pass


@pytest.mark.parametrize(("tracked", "text"), [(0.0, "BAYER AG"), (0.11, "BAYER AG")])
def test_a_space_set_narrower_before_a_letter_is_one(tracked, text):
    # 0.187 of the size, as Word sets it for kerned Times without a character for the space.
    def draw(canvas):
        x = 10.0
        for char in "BAYER AG":
            if char == " ":
                x += (0.187 - tracked) * 9
                continue
            canvas.setFont("Helvetica", 9)
            canvas.drawString(x, 100, char)
            x += canvas.stringWidth(char, "Helvetica", 9) + tracked * 9

    assert [[line.text for line in page.lines] for page in both(made(draw))] == [[text], [text]]


def test_digits_so_far_apart_are_of_one_figure():
    def draw(canvas):
        canvas.setFont("Helvetica", 9)
        x = 10.0
        for char in "164,438":
            canvas.drawString(x, 100, char)
            x += canvas.stringWidth(char, "Helvetica", 9) + 0.187 * 9

    assert [[line.text for line in page.lines] for page in both(made(draw))] == [["164,438"], ["164,438"]]
