"""One lost bit in a packed part of a PDF makes what is read of its pages doubtful, whatever the part is."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

import kunlun_cli
from kunlun_cli.engines import Engine
from kunlun_cli.errors import InputError
from kunlun_cli.limits import DEFAULT
from kunlun_cli.pages.inflation import check_streams
from kunlun_cli.pages.open import PdfDocument
from kunlun_cli.pages.sight import DAMAGED

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
ENGINES: list[Engine] = ["pdfium", "pdfminer"]


def packed() -> bytes:
    """A made filing whose streams are packed with Deflate alone, as most writers pack them."""
    out = io.BytesIO()
    with pikepdf.open(SAMPLES / "sz_q3.pdf") as opened:
        opened.save(out, recompress_flate=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def place_of(data: bytes, part: bytes, number: int = 0) -> int:
    """A byte in the middle of a stream that a dictionary with some words begins."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        page = opened.pages[number]
        font = next(iter(page.Resources.Font.values()))
        stream = {b"contents": page.Contents, b"map": font.get("/ToUnicode")}.get(part)
        raw = (stream if stream is not None else font.FontDescriptor.FontFile2).read_raw_bytes()
    return data.index(raw) + len(raw) * 2 // 3


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 4]) + data[place + 1 :]


def test_a_sound_file_has_no_damage() -> None:
    assert check_streams(packed(), DEFAULT, "x").damaged == frozenset()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("part", [b"contents", b"map", b"font"])
def test_figures_of_a_damaged_page_are_withheld(engine: Engine, part: bytes) -> None:
    data = packed()
    try:
        found = kunlun_cli.read(flipped(data, place_of(data, part, 1)), name="a.pdf", engine=engine).holders
    except InputError:
        return  # it is refused: a page cannot be read, or no page says what report it is
    assert found.problems
    assert all(h.shares is None and h.pct is None for h in found.records)


def test_only_the_pages_drawn_with_it_are_doubted() -> None:
    data = packed()
    document = PdfDocument(flipped(data, place_of(data, b"contents", 1)), "a.pdf", None, "pdfium")
    try:
        assert {word.doubt for word in document.page(2).words} == {DAMAGED}
        assert {word.doubt for word in document.page(1).words} == {""}
    finally:
        document.close()


def test_a_head_that_is_damaged_tells_too() -> None:
    data = packed()
    with pikepdf.open(io.BytesIO(data)) as opened:
        start = data.index(opened.pages[0].Contents.read_raw_bytes())
    assert check_streams(flipped(data, start), DEFAULT, "x").damaged
