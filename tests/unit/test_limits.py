"""Limits: what they count, and that no page of a report comes near them."""

from __future__ import annotations

import io
import zlib
from dataclasses import fields
from pathlib import Path

import pikepdf
import pytest

import kunlun_cli
from kunlun_cli.errors import LimitError, UsageError
from kunlun_cli.limits import DEFAULT, Clock, Limits, limits_from
from kunlun_cli.pages import glyphs, nesting
from kunlun_cli.pages.inflation import check_streams
from kunlun_cli.pages.page import Page, Rule, Word
from kunlun_cli.pages.sound import sound

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
LETTER = Word("币", 10.0, 10.0, 19.0, 19.0, 9.0)


@pytest.mark.parametrize("name", [each.name for each in fields(Limits)])
@pytest.mark.parametrize("value", [0, -1, 1.5, "9", True])
def test_a_limit_is_a_whole_number_above_zero(name: str, value: object) -> None:
    with pytest.raises(UsageError, match=name):
        limits_from({name: value}, "kunlun.toml")


def test_an_unknown_limit_is_named_with_those_that_there_are() -> None:
    with pytest.raises(UsageError, match=r"no limit pagse in kunlun\.toml.*pages"):
        limits_from({"pagse": 3}, "kunlun.toml")


def test_limits_from_settings_leave_the_others_as_they_are() -> None:
    assert limits_from({"pages": 7}, "x") == Limits(pages=7)


@pytest.mark.parametrize("name", ["file_bytes", "pages", "glyphs", "rules", "cells", "content_bytes", "stream_bytes"])
def test_each_limit_is_held_and_names_itself(name: str) -> None:
    data = (SAMPLES / "misprints.pdf").read_bytes()
    with pytest.raises(LimitError, match=rf"raise {name} in") as caught:
        _ = kunlun_cli.read(data, name="x.pdf", engine="pdfminer", limits=Limits(**{name: 1})).holders
    assert caught.value.file == "x.pdf"


@pytest.mark.parametrize("engine", ["pdfminer", "pdfium"])
def test_the_limits_of_pages_hold_for_both_engines(engine: str) -> None:
    data = (SAMPLES / "misprints.pdf").read_bytes()
    with pytest.raises(LimitError, match="raise glyphs in"):
        _ = kunlun_cli.read(data, engine=engine, limits=Limits(glyphs=20)).holders  # type: ignore[arg-type]


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_a_stream_is_measured_through_all_its_layers(layers: int) -> None:
    content = b"0 0 m 1 1 l S\n" * 200_000
    for _ in range(layers):
        content = zlib.compress(content, 9)
    data = b"1 0 obj\n<< /Filter [%s] >>\nstream\r\n%s\nendstream" % (b"/FlateDecode " * layers, content)
    check_streams(data, Limits(stream_bytes=3_000_000), "x")
    with pytest.raises(LimitError, match="unpacks to more than 2 MB"):
        check_streams(data, Limits(stream_bytes=2_000_000), "x")


def test_pictures_may_be_larger_than_other_streams_and_all_count_together() -> None:
    content = zlib.compress(bytes(3_000_000))
    data = b"1 0 obj\n<< /Subtype /Image /Filter /FlateDecode >>\nstream\n%s\nendstream\n" % content * 3
    check_streams(data, Limits(stream_bytes=1), "x")
    with pytest.raises(LimitError, match="picture_bytes"):
        check_streams(data, Limits(picture_bytes=2_999_999), "x")
    with pytest.raises(LimitError, match="total_bytes"):
        check_streams(data, Limits(total_bytes=8_999_999), "x")


def named_again(objects: bytes, *, own: bytes = b"", kind: bytes = b"/Type /ObjStm") -> bytes:
    """A file in which an array names objects 8 and 9 six hundred times, these in a stream of objects."""
    head = b"8 0 9 %d " % (objects.index(b"|"))
    packed = zlib.compress(head + objects.replace(b"|", b""))
    holder = b"5 0 obj\n<< %s /N 2 /First %d /Filter /FlateDecode >>\nstream\n%s\nendstream endobj\n"
    return own + holder % (kind, len(head), packed) + b"6 0 obj [%s] endobj\n" % (b"8 0 R 9 0 R " * 300)


def test_dictionaries_that_an_array_names_again_and_again_are_no_contents() -> None:
    assert not check_streams(named_again(b"<< /S /P >> |<< /S /P >>"), DEFAULT, "x").closer


@pytest.mark.parametrize(
    "data",
    [
        named_again(b"<< /S /P >> |7 0 R"),
        named_again(b"<< /S /P >> |<< /S /P >>", kind=b"/Type 4 0 R"),
        named_again(b"<< /S /P >> |<< /S /P >>", own=b"9 0 obj\n<< >>\nstream\nq Q\nendstream endobj\n"),
        named_again(b"<< /S /P >> |<< /S /P >>", own=b"8 0 obj << >> endobj 9%\n0 obj << >>\nstream\nq Q\nendstream\n"),
        named_again(b"<< /S /P >> |<< >> stream"),
    ],
)
def test_what_may_be_contents_drawn_again_and_again_is_looked_at_closely(data: bytes) -> None:
    assert check_streams(data, DEFAULT, "x").closer


@pytest.mark.parametrize(
    "place",
    [(1e9, 10.0), (-1e30, 10.0), (10.0, 1e9), (float("nan"), 10.0), (10.0, float("inf")), (float("-inf"), 10.0)],
)
def test_what_stands_far_outside_the_page_is_not_on_it(place: tuple[float, float]) -> None:
    x, y = place
    away = LETTER._replace(x0=x, x1=x + 9, top=y, bottom=y + 9)
    page = sound(Page(1, 595.0, 842.0, (LETTER, away)), DEFAULT, "x")
    assert page.words == (LETTER,)


def test_type_too_small_to_read_is_left_out_and_text_over_the_edge_stays() -> None:
    over = LETTER._replace(x0=590.0, x1=599.0)
    page = Page(1, 595.0, 842.0, (LETTER, over, LETTER._replace(size=0.01), LETTER._replace(size=float("nan"))))
    assert sound(page, DEFAULT, "x").words == (LETTER, over)


def test_a_sound_page_is_not_copied() -> None:
    page = Page(1, 595.0, 842.0, (LETTER,), (Rule(0.0, 5.0, 100.0, 5.0),))
    assert sound(page, DEFAULT, "x") is page


def test_lines_beyond_the_page_are_cut_to_it() -> None:
    long = Rule(-1e9, 50.0, 1e9, 50.0)
    page = sound(Page(1, 595.0, 842.0, (), (long, Rule(float("nan"), 1.0, 5.0, 1.0))), DEFAULT, "x")
    assert page.rules == (Rule(-595.0, 50.0, 1190.0, 50.0),)


def test_boxes_are_counted_by_what_the_lines_can_part() -> None:
    grid = [Rule(0.0, float(i), 500.0, float(i)) for i in range(11)]
    grid += [Rule(float(i), 0.0, float(i), 500.0) for i in range(11)]
    page = Page(1, 595.0, 842.0, (), tuple(grid))
    assert sound(page, Limits(cells=121), "x") is page
    with pytest.raises(LimitError, match="more than 120 boxes"):
        sound(page, Limits(cells=120), "x")


def test_the_clock_counts_only_what_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("kunlun_cli.limits.time.process_time", lambda: now[0])
    clock = Clock(Limits(seconds=10), "x")
    with clock.running(), clock.running():
        now[0] += 9.0
        clock.check()
    now[0] += 1000.0
    late = clock.running()
    late.__enter__()
    now[0] += 2.0
    with pytest.raises(LimitError, match=r"x, page 3: reading it takes more than 10 seconds"):
        clock.check(3)
    late.__exit__(None, None, None)
    with pytest.raises(LimitError), clock.running():
        pass


def test_a_page_of_one_character_in_many_places_is_compared_with_its_neighbours_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each with each is 400 million steps, and took a minute."""
    steps = 0
    is_double = glyphs._is_double

    def counted(word: Word, other: Word) -> bool:
        nonlocal steps
        steps += 1
        return is_double(word, other)

    monkeypatch.setattr(glyphs, "_is_double", counted)
    small = LETTER._replace(size=1.0)
    places = [(x * 0.5, y * 0.5) for y in range(10) for x in range(2000)]
    words = [small._replace(x0=x, x1=x + 0.2, top=y, bottom=y + 0.2) for x, y in places]
    assert len(glyphs.tidied(words)) == len(words)
    assert steps < 100 * len(words)


def test_of_objects_within_streams_none_is_looked_at_for_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    kept = nesting.PDFDocument.getobj
    monkeypatch.setattr(
        nesting.PDFDocument, "getobj", lambda self, number: (asked.append(number), kept(self, number))[1]
    )
    with pikepdf.open(SAMPLES / "sz_q3.pdf") as opened:
        out = io.BytesIO()
        opened.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        streams = {item.objgen[0] for item in opened.objects if isinstance(item, pikepdf.Stream)}
    document = nesting.PDFDocument(nesting.PDFParser(io.BytesIO(out.getvalue())))
    asked.clear()
    nesting._check_streams(document, DEFAULT, "x", Clock(DEFAULT, "x"))
    assert len(streams) <= len(set(asked)) < len(streams) + 10
