"""What lays text in a drawing, for the second reading: the same words as of the whole drawing, or none of it."""

import time
from pathlib import Path

import pytest

from kunlun_cli.pages.open import PdfDocument
from kunlun_cli.pages.text_alone import operations

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.pdf"))


def test_paths_colours_and_marks_are_passed_over() -> None:
    drawing = (
        b"/P <</MCID 14/Lang (en-US)>> BDC q\r\n0.5 g\n84 700 100 12 re\r\nW* n\r\n /GS7 gs BT\r\n/F6 10.56 Tf\r\n"
        b"1 0 0 1 494.98 721.9 Tm\r\n[(1,581,)11(905.)-2(48)] TJ\r\nET\r\nQ\r\nEMC [3 2] 0 d 1 2 m 3 4 l S"
    )
    found = operations(drawing)
    assert found is not None
    assert [name for name, _ in found] == ["q", "BT", "Tf", "Tm", "TJ", "ET", "Q"]
    assert found[3][1] == [1, 0, 0, 1, 494.98, 721.9]
    assert found[4][1] == [[b"1,581,", 11, b"905.", -2, b"48"]]


def test_an_operator_within_a_string_is_text() -> None:
    assert operations(rb"BT (1 0 0 rg \(f\) \101) Tj <0A1f> Tj ET") == [
        ("BT", []),
        ("Tj", [b"1 0 0 rg (f) A"]),
        ("Tj", [b"\x0a\x1f"]),
        ("ET", []),
    ]


@pytest.mark.parametrize(
    "drawing",
    [
        b"% f\nBT (1) Tj ET",
        b"BI /W 1 /H 1 ID f f Q EI BT (1) Tj ET",
        b"BT (a (1 f) b) Tj ET",
        b"BT (1 Tj ET",
        b"BT (1) (2) Tj ET",
        b"BT [(1) TJ ET",
        b"BT [(1) [2]] TJ ET",
        b"BT (1) Tj ET 1 2 3 unknown",
        b"BT /F#31 1 Tf ET",
        b"BT " + b"1" * 5000 + b" Tc ET",
    ],
)
def test_what_is_not_of_the_plain_grammar_is_left_to_the_parser(drawing: bytes) -> None:
    assert operations(drawing) is None


@pytest.mark.parametrize("piece", [b"(", b"1", b" 1", b"<<", b"/a <<", b"[1 ", b"(\\(", b"1\n\n\n", b"/a", b"<0"])
def test_no_drawing_is_gone_through_again_and_again(piece: bytes) -> None:
    start = time.process_time()
    operations(piece * 200_000)
    assert time.process_time() - start < 20  # a tenth of a second where each place is looked at once, else hours


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_words_are_those_of_the_whole_drawing(sample: Path) -> None:
    document = PdfDocument(sample.read_bytes(), sample.name, None, "pdfminer")
    alone = document.by("pdfminer", text_alone=True)
    for number in range(1, document.n_pages + 1):
        assert alone.page(number).words == document.page(number).words
