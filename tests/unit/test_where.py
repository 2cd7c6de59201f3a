"""`kunlun where`: names of figures, their places in words and on pictures."""

from __future__ import annotations

import csv
import json
import random
import struct
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from kunlun_cli.cli import main
from kunlun_cli.cli.environment import Environment
from kunlun_cli.pages.pdfium_reader import PdfiumFile
from kunlun_cli.pages.quote import boxes_of
from kunlun_cli.pages.raster import Raster
from kunlun_cli.pages.second import text_in_box
from kunlun_cli.render.picture import Mark, around, escape, marked, png, protocol_of, small_png, stacked
from tests.unit.made import FINANCIALS, INFO, MadeFiling, Process

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
SAMPLE = SAMPLES / "kunlun_facts_halfyear_summary.pdf"
RED, WHITE = (208, 16, 32), (255, 255, 255)


def where(*words: str) -> str:
    outcome = Process(terminal=True).run("where", "report.pdf", *words)
    assert outcome.status == 0, outcome.err
    return outcome.out


@pytest.fixture(scope="module")
def sample() -> object:
    import kunlun_cli

    return kunlun_cli.read(SAMPLE)


def of_sample(sample, capsys, *words: str, **changes) -> tuple[int, str, str]:
    import io
    import sys

    env = Environment(io.BytesIO(), sys.stdout, sys.stderr, read=lambda *_, **__: sample, **changes)
    status = main(["where", str(SAMPLE), *words], env)
    said = capsys.readouterr()
    return int(status), said.out, said.err


def test_a_key_figure_with_page_box_and_text() -> None:
    out = where("revenue")
    assert "page 2, box 70.1 80.0 300.5 90.2" in out
    assert "printed: 2,501,811,162.32" in out


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("revenue.prior", "2,425,229,544.83"),
        ("revenue.change", "3.16%"),
        ("revenue.q1", "1.10"),
        ("roe_weighted", "-2.55%"),
        ("holders[2].shares", "116,974,000"),
        ("holders[周山海].pct", "could be"),
        ("holders[新湖瑞山].pct", "15.41%"),
        ("holders.top10_unrestricted[1].shares", "116,974,000"),
        ("holders.counts.holders", "138,696"),
        ("lending[1].closing_shares", "7,242,983"),
        ("lending.changes[1].closing_total_shares", "6,710,695"),
        ("segments[2].revenue", "88.10"),
        ("segments[境外].gross_margin", "75.00%"),
        ("metrics[2]", "收入2亿美元，同比增长17%"),
        ("production[1].value", "10"),
        ("research[1].change", "25%"),
        ("customers_suppliers[1].amount", "12.50"),
    ],
)
def test_names_of_figures(item: str, text: str) -> None:
    outcome = Process(terminal=True).run("where", "report.pdf", item)
    assert text in outcome.out + outcome.err


def test_a_row_lists_its_cells() -> None:
    out = where("lending[1]")
    assert out.count("page 5") >= 9


def test_a_ratio_lists_its_inputs_with_the_formula() -> None:
    out = where("net_margin")
    assert "net_profit_parent / revenue" in out
    assert "2,501,811,162.32 CNY; page 2" in out


def test_a_finding_lists_what_it_was_checked_against() -> None:
    wrong = replace(FINANCIALS.records[0], change=FINANCIALS.records[0].value)
    made = MadeFiling(financials=replace(FINANCIALS, records=(wrong,)))
    outcome = Process({"report.pdf": made}, terminal=True).run("where", "report.pdf", "kl101")
    assert outcome.status == 0
    assert "KL101" in outcome.out
    assert "compared with" in outcome.out


@pytest.mark.parametrize(
    ("item", "status", "said"),
    [
        ("revnue", 2, "Did you mean revenue?"),
        ("holders", 2, "names no row"),
        ("holders[99].shares", 4, "4 rows"),
        ("holders[1].colour", 2, "has no colour"),
        ("revenue.colour", 2, "has no colour"),
        ("KL999", 2, "no rule"),
        ("KL201", 4, "no finding"),
        ("total_revenue", 4, "no total_revenue"),
        ("[[", 2, "not the name"),
        ("eps_diluted", 4, "no eps_diluted"),
    ],
)
def test_what_is_not_there_is_said(item: str, status: int, said: str) -> None:
    outcome = Process(terminal=True).run("where", "report.pdf", item)
    assert outcome.status == status
    assert said in outcome.err
    assert outcome.out == ""


def test_json_and_csv() -> None:
    document = json.loads(where("net_margin", "--format", "json"))
    assert document["schema"] == "kunlun/where@1"
    assert [place["source"]["page"] for place in document["found"][0]["inputs"]] == [2, 2]
    assert where("revenue", "--format", "csv").splitlines()[1].endswith('"2,501,811,162.32"')


@pytest.mark.parametrize("item", ["balance_sheet.total_assets", "balance_sheet.parent[3]"])
def test_what_where_calls_the_cells_of_a_line_can_be_asked_for(item: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`balance_sheet.cash.label`, which the place of a label is called, was no name to ask by."""
    report = str(SAMPLES / "whole_b_2024A.pdf")
    assert main(["where", report, item, "-f", "csv"]) == 0
    names = [row["item"] for row in csv.DictReader(capsys.readouterr().out.splitlines())]
    assert {name.rpartition(".")[2] for name in names} >= {"label", "prior"}
    assert [main(["where", report, name, "-f", "csv"]) for name in names] == [0] * len(names)
    assert main(["where", report, "balance_sheet.total_assets.colour"]) == 2


def test_text_has_lines_and_no_picture(tmp_path: Path) -> None:
    process = Process({"report.pdf": MadeFiling(info=replace(INFO, format="text"))}, terminal=True)
    assert "lines 80 to 90" in process.run("where", "report.pdf", "revenue").out
    path = tmp_path / "out.png"
    outcome = process.run("where", "report.pdf", "revenue", "-o", str(path))
    assert outcome.status == 2
    assert "no pages to draw" in outcome.err
    assert not path.exists()


def pixels(data: bytes) -> tuple[int, int, int, bytes]:
    """Width, height, kind and pixels of a PNG without filters."""
    width, height, depth, kind = struct.unpack(">IIBB", data[16:26])
    body = zlib.decompress(data[data.index(b"IDAT") + 4 : data.rindex(b"IEND") - 8])
    stride = (width * depth * (3 if kind == 2 else 1) + 7) // 8
    return width, height, kind, b"".join(body[y * (stride + 1) + 1 : (y + 1) * (stride + 1)] for y in range(height))


def test_the_picture_marks_the_cell(sample: object, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "out.png"
    status, out, _ = of_sample(sample, capsys, "revenue", "-o", str(path), "--scale", "1")
    assert status == 0
    assert "page 2" in out
    width, _, _, rgb = pixels(path.read_bytes())
    x0, top, x1, bottom = sample.financials.records[0].cells["value"].bbox  # type: ignore[attr-defined]
    middle = round((top + bottom) / 2)
    row = [tuple(rgb[(middle * width + x) * 3 :][:3]) for x in range(width)]
    red = [x for x, colour in enumerate(row) if colour == RED]
    assert abs(min(red) - x0) < 3
    assert abs(max(red) - x1) < 3


def test_inputs_on_two_pages_are_one_picture(
    sample: object, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "out.png"
    status, _, _ = of_sample(sample, capsys, "average_holding", "-o", str(path), "--scale", "1")
    _, height, _, rgb = pixels(path.read_bytes())
    assert status == 0
    assert height >= 842
    assert b"".join(bytes((16, 72, 200)) for _ in range(3)) in rgb


def test_ten_places_at_random_hold_what_was_read(sample: object) -> None:
    from kunlun_cli.checks.places import places

    pdf = PdfiumFile(SAMPLE.read_bytes())
    every = [p for part in (sample.financials, sample.holders, sample.lending) for p in places(part) if p.source.text]  # type: ignore[attr-defined]
    for place in random.Random(11).sample(every, 10):  # noqa: S311 - a sample, no secret
        again = text_in_box(pdf.page(place.source.page), place.source.bbox)
        assert place.source.text.replace(" ", "") == again.replace(" ", "")


def test_a_quote_is_found_over_lines() -> None:
    boxes = boxes_of(PdfiumFile(SAMPLE.read_bytes()).page(4), "海外业务收入为22.05亿元，同比增长9.02%")
    assert len(boxes) == 2
    assert boxes[0][1] < boxes[1][1]
    assert boxes_of(PdfiumFile(SAMPLE.read_bytes()).page(4), "没有这样的一句话在页面上出现过") == []
    # The rest of a clause that began on the page before.
    assert boxes_of(PdfiumFile(SAMPLE.read_bytes()).page(4), "上一页的末尾业务收入为22.05亿元，同比增长9.02%")


def test_show_needs_a_terminal_that_shows_pictures(sample: object, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = of_sample(sample, capsys, "revenue", "--show", terminal=True, variables={"TERM": "xterm"})
    assert status == 2
    assert "-o out.png" in err
    assert out == ""
    kitty = {"TERM": "xterm-kitty"}
    assert of_sample(sample, capsys, "revenue", "--show", variables=kitty)[0] == 2
    status, out, _ = of_sample(sample, capsys, "revenue", "--show", terminal=True, variables=kitty)
    assert status == 0
    assert "\x1b_Ga=T,f=100" in out


def test_terminals_are_told_by_their_environment() -> None:
    assert protocol_of({"TERM": "xterm-kitty"}) == "kitty"
    assert protocol_of({"TERM_PROGRAM": "iTerm.app"}) == "iterm2"
    assert protocol_of({"TERM": "foot"}) == "sixel"
    assert protocol_of({"TERM": "xterm-256color"}) is None
    assert protocol_of({"TERM": "screen", "TERM_PROGRAM": "iTerm.app"}) is None
    assert protocol_of({"TERM": "xterm", "KUNLUN_PICTURES": "sixel"}) == "sixel"
    assert protocol_of({"TERM": "xterm-kitty", "KUNLUN_PICTURES": "none"}) is None


def test_escape_sequences_begin_and_end() -> None:
    picture = marked(Raster(20, 13, 1, b"\xff" * 260), [Mark((4, 4, 9, 9))])
    assert escape(picture, "kitty").endswith("\x1b\\\n")
    assert escape(picture, "iterm2").startswith("\x1b]1337;File=inline=1")
    sixel = escape(picture, "sixel")
    assert sixel.startswith("\x1bPq")
    assert sixel.count("-") == 3


def test_pictures_are_exact() -> None:
    grey = Raster(3, 2, 1, bytes((0, 128, 255, 17, 34, 51)))
    assert pixels(png(grey)) == (3, 2, 0, grey.pixels)
    assert pixels(small_png(grey))[3] == bytes((0x08, 0xF0, 0x12, 0x30))
    assert grey.crop((1, 0, 3, 1)).pixels == bytes((128, 255))
    assert grey.crop((50, 50, 60, 60)).pixels == bytes((51,))
    two = stacked([grey, replace(grey, width=2, height=1, pixels=b"ab")])
    assert (two.width, two.rows()[-1]) == (3, b"ab\xff")
    assert around(grey, []) is grey


def test_marks_outside_the_page_are_harmless() -> None:
    white = Raster(4, 4, 3, bytes(WHITE) * 16)
    assert marked(white, [Mark((-900, -900, -800, -800)), Mark((1e9, 0, 2e9, 5))]).height == 4


def test_a_cropped_and_turned_page_keeps_its_places(tmp_path: Path) -> None:
    reportlab = pytest.importorskip("reportlab.pdfgen.canvas")
    for turn in (0, 90):
        path = tmp_path / f"{turn}.pdf"
        drawn = reportlab.Canvas(str(path), pagesize=(300, 400))
        drawn.setCropBox((40, 60, 260, 380))
        drawn.setPageRotation(turn)
        if turn:
            drawn.translate(200, 100)
            drawn.rotate(turn)
        drawn.setFont("Helvetica", 20)
        drawn.drawString(*(0, 0) if turn else (100, 200), "HHHH")
        drawn.save()
        pdf = PdfiumFile(path.read_bytes())
        glyphs = pdf.page(1).glyphs
        lefts, tops, rights, bottoms = zip(*((g.x0, g.top, g.x1, g.bottom) for g in glyphs), strict=True)
        box = min(lefts), min(tops), max(rights), max(bottoms)
        raster = pdf.raster(1, 2.0, grey=True)
        assert min(raster.crop(box).pixels) < 60
        outside = [raster.crop((raster.left, raster.top, 999, box[1])), raster.crop((raster.left, box[3], 999, 999))]
        assert all(min(part.pixels) > 200 for part in outside)


def test_a_workbook_has_a_row_for_each_place(
    sample: object, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path = tmp_path / "places.xlsx"
    status, out, _ = of_sample(sample, capsys, "net_margin", "-o", str(path))
    first, *rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    assert (status, out) == (0, "")
    assert first[:2] == ("item", "role")
    assert [row[1] for row in rows] == ["input", "input"]
    assert all(isinstance(row[4], int | float) for row in rows)
