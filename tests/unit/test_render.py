"""Renderers: exact digits, harmless text, tables that fit."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kunlun_cli.errors import UsageError
from kunlun_cli.render.as_csv import cell, csv_text
from kunlun_cli.render.as_json import dumps
from kunlun_cli.render.as_markdown import escape, markdown_text
from kunlun_cli.render.clean import REPLACEMENT, clean, spreadsheet
from kunlun_cli.render.document import document
from kunlun_cli.render.flat import flat_sheet
from kunlun_cli.render.numbers import grouped, plain
from kunlun_cli.render.schema import NAMES, schema_of
from kunlun_cli.render.sheet import Column, Kind, Row, Sheet
from kunlun_cli.render.terminal import terminal_text
from kunlun_cli.render.views import caption, sheets_for, views
from kunlun_cli.render.wrap import wrap
from tests.unit.made import FINANCIALS, HOLDERS, INFO, LENDING, SEGMENTS, MadeFiling

D = Decimal
RESULTS = {"financials": FINANCIALS, "holders": HOLDERS, "lending": LENDING, "segments": SEGMENTS}
decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20)
HOSTILE = "\x1b[31m红\u202e\u200b[bold]粗[/bold]\x9b=1\x00\ud800"


def _hostile(text: str) -> MadeFiling:
    made = MadeFiling()
    return replace(
        made,
        info=replace(INFO, short_name=text, company=text),
        holders=replace(HOLDERS, records=tuple(replace(each, name=text, nature=text) for each in HOLDERS.records)),
    )


# Numbers


@pytest.mark.parametrize(
    ("value", "kind", "written"),
    [
        (D("2501811162.32"), Kind.AMOUNT, "2501811162.32"),
        (D("1.9E+10"), Kind.AMOUNT, "19000000000"),
        (D("0.00"), Kind.PERCENT, "0.00"),
        (D("1E-7"), Kind.AMOUNT, "0.0000001"),
        (D("200000.00"), Kind.COUNT, "200000"),
        (D("150700.50"), Kind.COUNT, "150700.50"),
        (D("1" * 40), Kind.COUNT, "1" * 40),
        (7, Kind.COUNT, "7"),
    ],
)
def test_numbers_are_written_digit_for_digit(value: Decimal | int, kind: Kind, written: str) -> None:
    assert plain(value, kind) == written


def test_numbers_for_readers_have_separators_and_changes_a_sign() -> None:
    assert grouped(D("-1234567.80")) == "-1,234,567.80"
    assert grouped(D("3.16"), Kind.CHANGE) == "+3.16"
    assert grouped(D("0.00"), Kind.CHANGE) == "0.00"


@pytest.mark.parametrize("value", [D("NaN"), D("Infinity")])
def test_what_no_filing_can_print_is_refused(value: Decimal) -> None:
    with pytest.raises(ValueError, match="not a number"):
        plain(value)


@given(decimals)
def test_json_gives_every_decimal_back(value: Decimal) -> None:
    text = dumps(value)
    assert json.loads(text, parse_float=Decimal, parse_int=Decimal) == value
    assert "e" not in text.lower()


# Text


@pytest.mark.parametrize(
    "character", ["\x1b", "\x00", "\x9b", "\u202e", "\u2066", "\u200b", "\ufeff", "\u2028", "\ud800"]
)
def test_controls_and_invisible_characters_are_replaced(character: str) -> None:
    assert clean(f"山{character}海") == f"山{REPLACEMENT}海"


def test_text_that_forms_print_is_kept() -> None:
    text = "（有限合伙）－“A”\u3000CITIC Securities \uf052√®é"
    assert clean(text) == text
    assert clean("一\n二\t三") == "一 二 三"


@given(st.text())
def test_clean_text_has_no_character_that_a_terminal_obeys(text: str) -> None:
    assert not {unicodedata.category(c) for c in clean(text)} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+86 10", "'+86 10"),
        ("-", "'-"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+1", "' =1+1"),
        ("\r@x", "' @x"),
        ("＝1+1", "'＝1+1"),
        ("-5.32%", "-5.32%"),
        ("-1234", "-1234"),
        ("营业收入", "营业收入"),
        ("", ""),
    ],
)
def test_a_sheet_never_takes_text_for_a_formula(text: str, written: str) -> None:
    assert spreadsheet(text) == written


@given(st.text())
def test_csv_cells_do_not_begin_a_formula(text: str) -> None:
    written = cell(text, Kind.TEXT)
    assert written[:1] not in "=@＝＋－＠\t\r" or written == ""
    assert written[:1] not in ("+", "-") or D(written.rstrip("%")) is not None


@given(st.text())
def test_json_strings_come_back_but_for_lone_surrogates(text: str) -> None:
    written = dumps(text)
    assert json.loads(written) == "".join(REPLACEMENT if unicodedata.category(c) == "Cs" else c for c in text)
    assert written.isprintable() or all(unicodedata.category(c) in {"Zs", "Co"} for c in written if not c.isprintable())


@pytest.mark.parametrize("form", ["terminal", "markdown", "csv"])
def test_hostile_text_reaches_no_output_as_a_command(form: str) -> None:
    made = _hostile(HOSTILE)
    sheets = views(made.info, made.holders)
    text = {
        "terminal": lambda: terminal_text(caption(made.info), sheets, width=100, colour=False),
        "markdown": lambda: markdown_text(caption(made.info), sheets),
        "csv": lambda: csv_text(flat_sheet(made.info, made.holders)),
    }[form]()
    assert not set(text) & set("\x1b\x9b\x00\u202e\u200b\ud800")
    assert "bold" in text


def test_markup_of_rich_is_shown_as_text() -> None:
    made = _hostile("[red]山海[/red][link=file:///etc/passwd]")
    text = terminal_text(caption(made.info), views(made.info, made.holders), width=200, colour=True)
    assert "[red]山海[/red][link=file:///etc/passwd]" in text


def test_markdown_escapes_what_would_be_markup() -> None:
    assert escape("a|b*c_d`<b>#&") == "a\\|b\\*c\\_d\\`\\<b\\>\\#&amp;"
    sheet = Sheet(
        "s", "t", (Column("name", "na|me"), Column("n", "n", Kind.COUNT)), (Row({"name": "a\n|b", "n": 1000}),)
    )
    lines = markdown_text("", [sheet]).splitlines()
    assert lines[2:] == ["| na\\|me | n |", "| --- | ---: |", "| a \\|b | 1,000 |"]


# JSON


def _schema_objects(schema: object) -> Iterator[set[str]]:
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict):
            yield set(schema["properties"])
        for each in schema.values():
            yield from _schema_objects(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from _schema_objects(each)


def _objects(value: object) -> Iterator[dict[str, object]]:
    if isinstance(value, dict):
        yield value
        for key, each in value.items():
            if key != "cells":
                yield from _objects(each)
    elif isinstance(value, list):
        for each in value:
            yield from _objects(each)


@pytest.mark.parametrize("provenance", [False, True])
@pytest.mark.parametrize("name", RESULTS)
def test_documents_are_valid_and_their_keys_documented(name: str, *, provenance: bool) -> None:
    schema = json.loads(dumps(schema_of(name)))
    jsonschema.Draft202012Validator.check_schema(schema)
    made = json.loads(dumps(document(INFO, RESULTS[name], (), provenance=provenance)))
    jsonschema.validate(made, schema)
    jsonschema.validate([made, made], schema)
    documented = list(_schema_objects(schema))
    for each in _objects(made):
        assert any(each.keys() <= keys | {"counts_cells"} for keys in documented), sorted(each)


@pytest.mark.parametrize("name", RESULTS)
def test_a_schema_notices_a_missing_or_mistyped_field(name: str) -> None:
    schema = json.loads(dumps(schema_of(name)))
    for spoil in ({"records": None}, {"filing": {}}, {"problems": [{}]}, {"schema": "kunlun/x@1"}):
        made = {**json.loads(dumps(document(INFO, RESULTS[name], ()))), **spoil}
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(made, schema)


def test_all_schemas_are_schemas() -> None:
    for name in NAMES:
        jsonschema.Draft202012Validator.check_schema(json.loads(dumps(schema_of(name))))


def test_holders_rows_have_the_keys_of_their_table() -> None:
    first, second, third, unrestricted = json.loads(dumps(document(INFO, HOLDERS, ())))["records"]
    contract = ["table", "rank", "name", "nature", "pct", "shares", "restricted_shares", "change", "pledges"]
    assert list(first) == [*contract, "margin_account_shares", "source"]
    assert first["shares"] == 189744943
    assert first["pledges"] == [{"state": "质押", "shares": 200000}, {"state": "冻结", "shares": 3000}]
    assert second["name_note"] == "注1"
    assert (third["change"], third["change_note"], third["pledges"]) == (None, "新进", [])
    assert unrestricted["share_class"] == "人民币普通股"
    assert unrestricted["pledges"] is None
    assert first["source"] == {"page": 4, "bbox": [70.12, 80, 300.5, 90.25]}


def test_an_inferred_period_is_said() -> None:
    filing = document(replace(INFO, period_inferred=True), FINANCIALS, ())["filing"]
    assert isinstance(filing, dict)
    assert filing["period_inferred"] is True
    assert "period_inferred" not in document(INFO, FINANCIALS, ())["filing"]  # type: ignore[operator]


# Sheets


def test_csv_columns_do_not_depend_on_the_filing() -> None:
    for name, result in RESULTS.items():
        full = csv_text(flat_sheet(INFO, result)).splitlines()[0]
        bare = csv_text(flat_sheet(replace(INFO, code=None), type(result)())).splitlines()[0]  # type: ignore[operator]
        assert full == bare, name


def test_pledges_are_plain_numbers_where_there_is_one() -> None:
    rows = list(csv.DictReader(io.StringIO(csv_text(flat_sheet(INFO, HOLDERS)))))
    assert (rows[0]["pledge_states"], rows[0]["pledge_shares"]) == ("质押;冻结", "200000;3000")
    assert (rows[1]["pledge_states"], rows[1]["pledge_shares"]) == ("质押", "41000000")
    assert (rows[2]["pledge_states"], rows[2]["pledge_shares"]) == ("", "")


def test_selecting_an_unknown_column_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"there is no column x.*Columns are code, short_name"):
        flat_sheet(INFO, LENDING).select(["x"])


@pytest.mark.parametrize("width", [60, 80, 100, 140, 200])
@pytest.mark.parametrize("name", RESULTS)
def test_no_line_is_wider_than_the_terminal_and_no_figure_is_lost(name: str, width: int) -> None:
    text = terminal_text(caption(INFO), views(INFO, RESULTS[name]), width=width, colour=False)
    assert max(map(cell_len, text.splitlines())) <= width
    for sheet in views(INFO, RESULTS[name]):
        for row in sheet.rows:
            for column in sheet.columns:
                value = row.values.get(column.key)
                if isinstance(value, Decimal) and column.kind is not Kind.BAR:
                    assert grouped(value, column.kind) in text


def test_numbers_stand_to_the_right_under_each_other() -> None:
    text = terminal_text("", [views(INFO, FINANCIALS)[0]], width=100, colour=False)
    ends = {cell_len(line.split(" p.")[0].rstrip()) for line in text.splitlines() if "%" in line and " p." in line}
    lines = [line for line in text.splitlines() if "营业收入" in line or "归属于" in line]
    places = {cell_len(line[: line.index(".")]) for line in lines}
    assert len(places) == 1
    assert ends


def test_a_sheet_of_the_chosen_columns_has_the_page_in_a_terminal() -> None:
    (sheet,) = sheets_for(INFO, HOLDERS, columns=["name", "pct"], where=True)
    assert [column.key for column in sheet.columns] == ["name", "pct", "where"]


@given(st.text(alphabet="山海（）()、，Ab1 -"), st.integers(min_value=2, max_value=30))
def test_wrapping_keeps_the_text_and_the_width(text: str, width: int) -> None:
    wrapped = wrap(text, width, cell_len)
    assert wrapped.replace("\n", "").replace(" ", "") == text.replace(" ", "")
    assert max(map(cell_len, wrapped.split("\n"))) <= width


def test_wrapping_keeps_words_and_closing_brackets_together() -> None:
    assert wrap("新余中心（有限合伙）", 10, cell_len) == "新余中心\n（有限合\n伙）"
    assert wrap("HKSCC NOMINEES LIMITED", 14, cell_len) == "HKSCC NOMINEES\nLIMITED"


def test_the_narrative_is_a_tree_with_its_figures_beside_it() -> None:
    text = terminal_text("", views(INFO, SEGMENTS), width=80, colour=False)
    lines = [line.rstrip() for line in text.splitlines()]
    start = next(i for i, line in enumerate(lines) if line.startswith("1 智能业务"))
    shown = [" ".join(line.split()) for line in lines[start : start + 5]]
    assert shown == [
        "1 智能业务 p.6",
        "1.1 搜索 p.6",
        "搜索: 日活跃用户 ≥1,000,000 – p.6",
        "2 投资 p.7",
        "投资: 收入 200,000,000 USD +17% p.7",
    ]
    assert lines[start + 1].startswith("  1.1")
    assert lines[start + 2].startswith("    搜索")


def test_a_figure_of_no_listed_section_is_shown_first() -> None:
    metrics = (replace(SEGMENTS.metrics[0], section="9"), *SEGMENTS.metrics[1:])
    sheet = next(s for s in views(INFO, replace(SEGMENTS, metrics=metrics)) if s.key == "narrative")
    assert sheet.rows[0].values["metric"] == "日活跃用户"
    assert sheet.rows[0].depth == 0
