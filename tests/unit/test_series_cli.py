"""`kunlun series` in a made-up process: shapes, formats, workbooks and pictures."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from kunlun_cli.errors import ExitStatus
from tests.unit.made import Process, with_problem
from tests.unit.periods import figure, holder, line, made

FILES = {
    f"{period}.pdf": made(
        period,
        [
            figure("revenue", value, label="营业收入"),
            figure("total_assets", "9000.10", span="point_in_time", label="总资产"),
        ],
        [holder(1, "=甲公司", shares, "5.00")],
        count=count,
    )
    for period, value, shares, count in (
        ("2024Q1", "20000000.01", 100, 7),
        ("2024H1", "45000000.02", 90, 8),
        ("2024Q3", "70000000.03", 95, 9),
    )
}
NAMES = tuple(FILES)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_csv_is_items_by_periods_in_order() -> None:
    outcome = Process(FILES).run("series", *reversed(NAMES))
    assert outcome.status == ExitStatus.OK
    found = rows(outcome.out)
    quarter = next(r for r in found if (r["item"], r["span"]) == ("revenue", "quarter"))
    assert list(quarter)[-3:] == ["2024Q1", "2024H1", "2024Q3"]
    assert quarter["2024H1"] == "25000000.01"


def test_long_has_a_row_for_each_figure_with_formula_and_sources() -> None:
    found = rows(Process(FILES).run("series", *NAMES, "--long", "--span", "quarter", "--item", "revenue").out)
    assert [(r["period"], r["origin"]) for r in found] == [
        ("2024 Q1", "printed"),
        ("2024 Q2", "derived"),
        ("2024 Q3", "derived"),
    ]
    assert (found[1]["formula"], found[1]["source"]) == ("2024H1 − 2024Q1", "2024H1.pdf p.2; 2024Q1.pdf p.2")
    assert found[1]["qoq"] == "25.00"


def test_json_keeps_every_digit_and_says_how_each_point_was_come_by() -> None:
    text = Process(FILES).run("series", *NAMES, "-f", "json").out
    document = json.loads(text, parse_float=Decimal)
    assert document["schema"] == "kunlun/series@1"
    quarter = next(r for r in document["rows"] if (r["item"], r["span"]) == ("revenue", "quarter"))
    assert quarter["points"][2]["value"] == Decimal("25000000.01")
    assert quarter["points"][2]["formula"] == "2024Q3 − 2024H1"
    assert document["holders"][0]["stakes"][1]["shares"] == 90


@pytest.mark.parametrize("chosen", ["table", "md", "html"])
def test_readers_formats_mark_what_is_derived_and_show_growth_and_holders(chosen: str) -> None:
    outcome = Process(FILES, width=160).run("series", *NAMES, "-f", chosen, "--growth", "--holders", "--all")
    assert all(
        word in outcome.out for word in ("derived from year-to-date", "25,000,000.01", "on the quarter", "甲公司")
    )


@pytest.mark.parametrize("unit", ["wan", "万元"])
def test_readers_may_have_ten_thousands_and_exact_formats_refuse_them(unit: str) -> None:
    process = Process(FILES, width=160)
    assert "4,500.00" in process.run("series", *NAMES, "--span", "ytd", "--in", unit, "-f", "table").out
    assert process.run("series", *NAMES, "--in", unit, "-f", "csv").status == ExitStatus.USAGE
    assert process.run("series", *NAMES, "--in", "dozen").status == ExitStatus.USAGE


def test_a_terminal_shows_a_line_of_blocks() -> None:
    assert "▁▄█" in Process(FILES, terminal=True, width=160).run("series", *NAMES, "--span", "ytd").out


def test_an_unknown_item_is_wrong_usage_and_names_the_known_ones() -> None:
    outcome = Process(FILES).run("series", *NAMES, "--item", "sales")
    assert outcome.status == ExitStatus.USAGE
    assert "revenue" in outcome.err


def test_a_bad_file_is_told_and_the_others_still_shown() -> None:
    outcome = Process(FILES).run("series", *NAMES, "missing.pdf")
    assert outcome.status == ExitStatus.UNREADABLE
    assert "revenue" in outcome.out


def test_problems_make_the_status_4_unless_lenient() -> None:
    process = Process({"a.pdf": with_problem()})
    assert process.run("series", "a.pdf").status == ExitStatus.INCOMPLETE
    assert process.run("series", "a.pdf", "--lenient").status == ExitStatus.OK


def test_a_workbook_holds_numbers_as_numbers_and_text_never_as_a_formula(tmp_path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path = tmp_path / "series.xlsx"
    assert Process(FILES).run("series", *NAMES, "--holders", "-o", str(path)).status == ExitStatus.OK
    book = openpyxl.load_workbook(path)
    cells = [cell for page in book for line in page.iter_rows() for cell in line]
    assert 25000000.01 in [cell.value for cell in cells]
    formula = next(cell for cell in cells if cell.value == "=甲公司")
    assert formula.data_type == "s"


def test_a_number_with_more_digits_than_a_workbook_holds_is_kept_as_text(tmp_path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path = tmp_path / "series.xlsx"
    process = Process({"a.pdf": made("2024A", [figure("revenue", "12345678901234567.89")])})
    process.run("series", "a.pdf", "--span", "ytd", "-o", str(path))
    values = [c.value for page in openpyxl.load_workbook(path) for line in page.iter_rows() for c in line]
    assert "12345678901234567.89" in values


@pytest.fixture
def chinese_font() -> Iterator[None]:
    """The samples' own font, for machines that have none with Chinese characters."""
    font_manager = pytest.importorskip("matplotlib.font_manager")
    from kunlun_cli.render import plot

    known = list(font_manager.fontManager.ttflist)
    font_manager.fontManager.addfont(Path(__file__).parents[2] / "samples" / "fonts" / "KunlunSampleSerif.ttf")
    plot._font.cache_clear()
    yield
    font_manager.fontManager.ttflist = known
    plot._font.cache_clear()


@pytest.mark.parametrize(("suffix", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml")])
@pytest.mark.usefixtures("chinese_font")
def test_a_picture_is_drawn_with_chinese_labels(tmp_path, suffix: str, start: bytes) -> None:
    path = tmp_path / f"series.{suffix}"
    outcome = Process(FILES).run("series", *NAMES, "-o", str(path))
    assert (outcome.status, outcome.err) == (ExitStatus.OK, "")
    assert path.read_bytes().startswith(start)


@pytest.mark.usefixtures("chinese_font")
def test_growth_of_a_ratio_is_drawn_in_points_that_of_an_amount_in_per_cent(tmp_path, monkeypatch) -> None:
    from kunlun_cli.render import plot

    units: list[str] = []
    kept = plot._growth_unit
    monkeypatch.setattr(plot, "_growth_unit", lambda rows, tongue: units.append(kept(rows, tongue)) or units[-1])
    files = {
        f"{period}.pdf": made(period, [figure("revenue", amount), figure("roe_weighted", roe, unit="%")])
        for period, amount, roe in (("2023A", "100.00", "10.00"), ("2024A", "110.00", "12.00"))
    }
    words = ("--item", "revenue", "--item", "roe_weighted", "--growth", "-o", str(tmp_path / "growth.svg"))
    assert Process(files).run("series", *files, *words).status == 0
    assert units == ["%", "百分点"]


def test_without_a_chinese_font_no_unreadable_picture_is_drawn(tmp_path, monkeypatch) -> None:
    pytest.importorskip("matplotlib")
    from kunlun_cli.render import plot

    plot._font.cache_clear()
    monkeypatch.setattr(plot, "_has_chinese", lambda _path: False)
    outcome = Process(FILES).run("series", *NAMES, "-o", str(tmp_path / "series.png"))
    plot._font.cache_clear()
    assert outcome.status == ExitStatus.UNREADABLE
    assert "no installed font has Chinese characters" in outcome.err
    assert not list(tmp_path.iterdir())


def test_a_font_installed_since_matplotlib_listed_them_is_found(monkeypatch) -> None:
    font_manager = pytest.importorskip("matplotlib.font_manager")
    from kunlun_cli.render import plot

    font = str(Path(__file__).parents[2] / "samples" / "fonts" / "KunlunSampleSerif.ttf")
    latin = [entry for entry in font_manager.fontManager.ttflist if entry.name == "DejaVu Sans"]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", latin)
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: [font, __file__])
    plot._font.cache_clear()
    assert plot._font() == font_manager.get_font(font).family_name
    plot._font.cache_clear()


def test_a_font_of_last_resort_that_draws_one_box_for_all_characters_is_no_chinese_font(monkeypatch) -> None:
    ft2font = pytest.importorskip("matplotlib.ft2font")
    from kunlun_cli.render import plot

    class OneBox:
        def __init__(self, _path: str) -> None:
            pass

        def get_charmap(self) -> dict[int, int]:
            return dict.fromkeys(range(0x4E00, 0x9FFF), 7)

    monkeypatch.setattr(ft2font, "FT2Font", OneBox)
    assert not plot._has_chinese("last-resort.ttf")


def test_a_picture_needs_a_file_to_go_to() -> None:
    outcome = Process(FILES).run("series", *NAMES, "-f", "png")
    assert (outcome.status, outcome.out) == (ExitStatus.USAGE, "")


def test_the_json_is_as_its_schema_says() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    process = Process(FILES)
    document = json.loads(process.run(*["series", *NAMES], "-f", "json").out)
    jsonschema.Draft202012Validator(json.loads(process.run("schema", "series").out)).validate(document)


@pytest.mark.parametrize(
    "words",
    [
        ("--growth", "-f", "json"),
        ("--growth", "-f", "csv"),
        ("--holders", "-f", "json"),
        ("--long", "-f", "json"),
        ("--in", "wan", "-f", "json"),
        ("--annualise",),
        ("--by", "company"),
        ("--by", "company", "-f", "table"),
        ("--scope", "parent"),
        ("--of", "total_assets", "--item", "revenue"),
    ],
)
def test_options_that_would_change_nothing_are_refused(words: tuple[str, ...]) -> None:
    assert Process(FILES).run("series", *NAMES, *words).status == ExitStatus.USAGE


def test_a_label_as_printed_names_a_row_and_shares_are_of_another() -> None:
    lines = [line("revenue", "300", label="营业收入"), line("operating_cost", "100", label="营业成本")]
    process = Process({"a.pdf": made("2024A", statements=lines, form="full")})
    assert [r["2024A"] for r in rows(process.run("series", "a.pdf", "--item", "营业成本", "--span", "ytd").out)] == [
        "100"
    ]
    of = rows(process.run("series", "a.pdf", "--statement", "income_statement", "--of", "revenue", "--span", "ytd").out)
    assert {r["item"]: r["2024A"] for r in of} == {"revenue": "300", "operating_cost/revenue": "33.33"}


def test_the_default_is_a_dozen_rows_on_a_screen_and_all_is_everything() -> None:
    process = Process(FILES, terminal=True, width=80)
    short, whole = process.run("series", *NAMES).out, process.run("series", *NAMES, "--all").out
    assert "Trailing twelve months" not in short
    assert "Single quarters" in whole
    assert len(short.splitlines()) < 30
    assert max(map(len, short.splitlines())) <= 80


def test_companies_stand_side_by_side() -> None:
    other = made("2024A", [figure("revenue", "7", label="营业收入")], code="600000", company="乙公司", short_name="乙")
    first = made("2024A", [figure("revenue", "5", label="营业收入")])
    out = Process({"a.pdf": first, "b.pdf": other}, width=80).run(
        "series", "a.pdf", "b.pdf", "--by", "company", "--item", "revenue", "--span", "ytd", "-f", "table"
    )
    assert out.status == ExitStatus.OK
    assert out.out.count("营业收入") == 1
    assert "乙 600000" in out.out


@pytest.mark.usefixtures("chinese_font")
def test_two_companies_are_two_named_pictures_or_one(tmp_path) -> None:
    other = made("2024A", [figure("revenue", "7")], code="600000", company="乙公司", short_name="乙")
    process = Process({"a.pdf": made("2024A", [figure("revenue", "5")]), "b.pdf": other})
    told = process.run("series", "a.pdf", "b.pdf", "-o", str(tmp_path / "x.svg"), "--lang", "en", "--in", "yi")
    assert told.status == ExitStatus.OK
    assert sorted(p.name for p in tmp_path.iterdir()) == ["x_300999.svg", "x_600000.svg"]
    assert "x_600000.svg" in told.err
    process.run("series", "a.pdf", "b.pdf", "--by", "company", "-o", str(tmp_path / "one.svg"))
    assert (tmp_path / "one.svg").exists()
