"""The same report written in another way gives the same records: what writers do to a PDF and no reader sees."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import asdict, is_dataclass, replace
from pathlib import Path

import pytest

import kunlun_cli
from kunlun_cli.records import Source

pikepdf = pytest.importorskip("pikepdf")
SAMPLES = Path(__file__).resolve().parents[2] / "samples"
NAMES = ("kunlun_facts_halfyear_summary.pdf", "misprints.pdf")
Change = Callable[["pikepdf.Pdf"], dict[str, object]]


def _linear(_: pikepdf.Pdf) -> dict[str, object]:
    return {"linearize": True}


def _object_streams(_: pikepdf.Pdf) -> dict[str, object]:
    return {"object_stream_mode": pikepdf.ObjectStreamMode.generate, "recompress_flate": True}


def _plain(_: pikepdf.Pdf) -> dict[str, object]:
    return {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.generalized}


def _encrypted(_: pikepdf.Pdf) -> dict[str, object]:
    return {"encryption": pikepdf.Encryption(owner="owner", user="", R=6)}


def _old_encryption(_: pikepdf.Pdf) -> dict[str, object]:
    return {"encryption": pikepdf.Encryption(owner="owner", user="", R=3, aes=False, metadata=False)}


def _in_a_form(pdf: pikepdf.Pdf) -> dict[str, object]:
    """Every page's content as one group that the page draws."""
    for page in pdf.pages:
        page.contents_coalesce()
        form = pikepdf.Stream(
            pdf,
            page.Contents.read_bytes(),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=page.MediaBox,
            Resources=page.Resources,
        )
        page.Contents = pdf.make_stream(b"q /Whole Do Q")
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Whole=pdf.make_indirect(form)))
    return {}


def _in_many_pieces(pdf: pikepdf.Pdf) -> dict[str, object]:
    for page in pdf.pages:
        page.contents_coalesce()
        lines = page.Contents.read_bytes().splitlines(keepends=True)
        half = len(lines) // 2
        page.Contents = pikepdf.Array([pdf.make_stream(b"".join(part)) for part in (lines[:half], lines[half:])])
    return {}


def _turned_and_back(pdf: pikepdf.Pdf) -> dict[str, object]:
    """The content turned by a quarter, and the page turned back when it is shown."""
    for page in pdf.pages:
        _, _, width, height = (float(side) for side in page.MediaBox)
        page.contents_add(pdf.make_stream(b"q 0 1 -1 0 %g 0 cm\n" % height), prepend=True)
        page.contents_add(pdf.make_stream(b"\nQ"))
        page.MediaBox = [0, 0, height, width]
        page.CropBox = page.MediaBox
        page.Rotate = 90
    return {}


def _twice_as_large(pdf: pikepdf.Pdf) -> dict[str, object]:
    for page in pdf.pages:
        _, _, width, height = (float(side) for side in page.MediaBox)
        page.contents_add(pdf.make_stream(b"q 2 0 0 2 0 0 cm\n"), prepend=True)
        page.contents_add(pdf.make_stream(b"\nQ"))
        page.MediaBox = [0, 0, 2 * width, 2 * height]
        page.CropBox = page.MediaBox
    return {}


def _watermark(pdf: pikepdf.Pdf) -> dict[str, object]:
    """A word across each page, at 45 degrees."""
    font = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    )
    for page in pdf.pages:
        page.add_resource(font, pikepdf.Name.Font, pikepdf.Name.Mark)
        drawn = b"\nq 0.8 g BT /Mark 48 Tf 0.7071 0.7071 -0.7071 0.7071 150 250 Tm (SPECIMEN 123,456.78) Tj ET Q"
        page.contents_add(pdf.make_stream(drawn))
    return {}


CHANGES = (
    *(_linear, _object_streams, _plain, _encrypted, _old_encryption),
    *(_in_a_form, _in_many_pieces, _turned_and_back, _twice_as_large, _watermark),
)


def _records(data: bytes, engine: str) -> list[object]:
    """All records, without the places at which they stand."""
    filing = kunlun_cli.read(data, name="x", engine=engine)  # type: ignore[arg-type]
    parts = (filing.financials, filing.holders, filing.lending, filing.segments)
    return [_placeless(asdict(replace(part))) for part in parts if is_dataclass(part)]


def _placeless(value: object) -> object:
    if isinstance(value, dict):
        return {key: _placeless(each) for key, each in value.items() if key not in _PLACES}
    if isinstance(value, list | tuple):
        return [_placeless(each) for each in value]
    return value


_PLACES = {"bbox", "sources", "sha256", *Source.__dataclass_fields__} - {"page"}


@pytest.mark.parametrize("engine", ["pdfium", "pdfminer"])
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
@pytest.mark.parametrize("name", NAMES)
def test_written_otherwise_it_says_the_same(name: str, change: Change, engine: str) -> None:
    data = (SAMPLES / name).read_bytes()
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        options = change(pdf)
        pdf.save(out, **options)
    assert _records(out.getvalue(), engine) == _records(data, engine)


def _drawn_upside_down(page: pikepdf.Page, pdf: pikepdf.Pdf) -> None:
    _, _, width, height = (float(side) for side in page.MediaBox)
    page.contents_add(pdf.make_stream(b"q -1 0 0 -1 %g %g cm\n" % (width, height)), prepend=True)
    page.contents_add(pdf.make_stream(b"\nQ"))


def _shown_upside_down(page: pikepdf.Page, pdf: pikepdf.Pdf) -> None:
    del pdf
    page.Rotate = 180


def _on_its_side(page: pikepdf.Page, pdf: pikepdf.Pdf) -> None:
    _, _, width, height = (float(side) for side in page.MediaBox)
    page.contents_add(pdf.make_stream(b"q 0 1 -1 0 %g 0 cm\n" % height), prepend=True)
    page.contents_add(pdf.make_stream(b"\nQ"))
    page.MediaBox = page.CropBox = pikepdf.Array([0, 0, height, width])


@pytest.mark.parametrize("turn", [_drawn_upside_down, _shown_upside_down, _on_its_side])
def test_pages_are_searched_though_they_lie_turned(turn: Callable[[pikepdf.Page, pikepdf.Pdf], None]) -> None:
    """PDFium tells the words of a turned line from its end: no statement was found, and none of the holders."""
    for name in ("whole_b_2023A.pdf", "series_a_2023A.pdf"):
        data, out = (SAMPLES / name).read_bytes(), io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for page in pdf.pages:
                turn(page, pdf)
            pdf.save(out)
        given = kunlun_cli.read(out.getvalue(), name="x")
        asked = kunlun_cli.read(data, name="x")
        for part in ("statements", "holders", "segments"):
            assert _placeless(asdict(getattr(given, part))) == _placeless(asdict(getattr(asked, part))), part


@pytest.mark.parametrize("engine", ["pdfium", "pdfminer"])
def test_what_stands_on_a_page_that_lies_askew_is_named(engine: str) -> None:
    """By a degree: amounts stand beside the labels of the rows above, and only sums had told."""
    data, out = (SAMPLES / "whole_b_2023A.pdf").read_bytes(), io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.contents_add(pdf.make_stream(b"q 0.99985 0.01745 -0.01745 0.99985 7 -5 cm\n"), prepend=True)
            page.contents_add(pdf.make_stream(b"\nQ"))
        pdf.save(out)
    given = kunlun_cli.read(out.getvalue(), name="x", engine=engine).statements  # type: ignore[arg-type]
    named = {(p.page, p.message.split(": ")[0]) for p in given.problems}
    assert given.records
    assert all((r.source.page, r.label) in named for r in given.records)
