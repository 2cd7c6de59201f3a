"""Workbooks, written and opened again: a sheet a table, real numbers, sources and problems."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

openpyxl = pytest.importorskip("openpyxl")

from tests.unit.made import FINANCIALS, HOLDERS, INFO, MadeFiling, Process, with_problem  # noqa: E402

COMMANDS = ("financials", "holders", "lending", "segments")


def book(tmp_path: Path, *words: str, process: Process | None = None, status: int = 0):
    path = tmp_path / "out.xlsx"
    outcome = (process or Process()).run(*words, "--format", "xlsx", "-o", str(path))
    assert outcome.status == status, outcome.err
    assert outcome.out == ""
    return openpyxl.load_workbook(path)


def rows(sheet) -> list[dict[str, object]]:
    head, *body = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in body]


def test_a_sheet_for_each_table_then_sources_problems_filings(tmp_path: Path) -> None:
    assert book(tmp_path, "financials", "report.pdf").sheetnames == [
        "Key figures", "Quarters", "Sources", "Problems", "Filings",
    ]  # fmt: skip
    names = book(tmp_path, "segments", "report.pdf").sheetnames
    assert "Revenue by segment" in names
    assert "Figures stated in the narrative" in names


def test_numbers_are_numbers_and_per_cents_are_per_cents(tmp_path: Path) -> None:
    sheet = book(tmp_path, "financials", "report.pdf")["Key figures"]
    found = {row["Item"]: row for row in rows(sheet)}
    assert found["营业收入"]["value"] == pytest.approx(2501811162.32)
    assert found["营业收入"]["change"] == pytest.approx(0.0316)
    assert found["营业收入"]["unit"] == "CNY"
    assert found["加权平均净资产收益率 (%)"]["value"] == pytest.approx(-0.0255)
    assert found["加权平均净资产收益率 (%)"]["change"] == pytest.approx(-4.94)
    heads = [cell.value for cell in sheet[1]]
    change = sheet.cell(2, heads.index("change") + 1)
    assert change.number_format == "+#,##0.00%;-#,##0.00%;0.00%"
    assert change.data_type == "n"


def test_headings_are_frozen_and_can_be_filtered(tmp_path: Path) -> None:
    found = book(tmp_path, "holders", "report.pdf")
    for name in ("Top ten shareholders", "Sources"):
        assert found[name].freeze_panes == "B2"
        assert found[name].auto_filter.ref.startswith("A1:")


def test_sources_name_page_box_and_text_of_every_figure(tmp_path: Path) -> None:
    found = rows(book(tmp_path, "financials", "report.pdf")["Sources"])
    revenue = next(row for row in found if row["item"] == "revenue")
    assert revenue["text as printed"] == "2,501,811,162.32"
    assert (revenue["page"], revenue["x0"], revenue["bottom"]) == (2, 70.12, 90.25)
    assert revenue["file"] == "report.pdf"


def test_problems_are_in_the_book_and_in_the_status(tmp_path: Path) -> None:
    found = book(tmp_path, "holders", "report.pdf", process=Process({"report.pdf": with_problem()}), status=4)
    assert rows(found["Problems"]) == [
        {"file": "report.pdf", "page": 3, "problem": "unreadable-cell", "message": "a number could not be read"}
    ]


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://evil.example","click")'
    holders = replace(HOLDERS, records=(replace(HOLDERS.records[0], name=evil), *HOLDERS.records[1:]))
    process = Process({"report.pdf": MadeFiling(info=replace(INFO, company="@SUM(A1)"), holders=holders)})
    found = book(tmp_path, "holders", "report.pdf", process=process)
    cells = [cell for sheet in found for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    named = [cell for cell in cells if cell.value == evil]
    assert named
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in named)


def test_controls_and_very_long_text_do_not_break_the_book(tmp_path: Path) -> None:
    holders = replace(HOLDERS, records=(replace(HOLDERS.records[0], name="a\x1b[31m\x00" + "长" * 40_000),))
    found = book(tmp_path, "holders", "report.pdf", process=Process({"report.pdf": MadeFiling(holders=holders)}))
    (row,) = rows(found["Top ten shareholders"])
    assert len(str(row["name"])) == 32767


def test_numbers_too_long_for_a_workbook_keep_their_digits_as_text(tmp_path: Path) -> None:
    long = Decimal("123456789012345678.91")
    records = (replace(FINANCIALS.records[0], value=long),)
    made = MadeFiling(financials=replace(FINANCIALS, records=records))
    found = book(tmp_path, "financials", "report.pdf", process=Process({"report.pdf": made}))
    assert rows(found["Key figures"])[0]["value"] == "123456789012345678.91"


def test_several_filings_share_a_sheet_and_are_told_apart(tmp_path: Path) -> None:
    later = MadeFiling(info=replace(INFO, period="2024A"))
    process = Process({"a.pdf": MadeFiling(), "b.pdf": later})
    found = rows(book(tmp_path, "financials", "a.pdf", "b.pdf", process=process)["Key figures"])
    assert {row["period"] for row in found} == {"2024H1", "2024A"}
    assert len(found) == 2 * len(FINANCIALS.records)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_number_of_the_records_is_in_the_book(tmp_path: Path, command: str) -> None:
    found = book(tmp_path, command, "report.pdf")
    numbers = {cell.value for sheet in found for row in sheet.iter_rows() for cell in row if cell.data_type == "n"}
    expected = {"financials": 2425229544.83, "holders": 189744943, "lending": 1284700, "segments": 200000000}
    assert expected[command] in numbers


def test_part_and_bound_are_kept(tmp_path: Path) -> None:
    found = book(tmp_path, "segments", "report.pdf", "--metrics")
    assert found.sheetnames == ["Figures stated in the narrative", "Sources", "Problems", "Filings"]
    sheet = found["Figures stated in the narrative"]
    assert rows(sheet)[0]["text as printed"] == "日活跃用户突破100万"
    assert any('"≥"' in cell.number_format for row in sheet.iter_rows() for cell in row)


def test_findings_as_a_workbook(tmp_path: Path) -> None:
    wrong = replace(FINANCIALS.records[0], change=Decimal("0.0316"))
    made = MadeFiling(financials=replace(FINANCIALS, records=(wrong,)))
    found = book(tmp_path, "check", "report.pdf", process=Process({"report.pdf": made}), status=1)
    assert found.sheetnames == ["Findings", "Sources", "Rules", "Problems", "Filings"]
    assert "KL101" in {row["rule"] for row in rows(found["Findings"])}
    assert any(row["outcome"] == "fail" for row in rows(found["Rules"]))
    assert "Key figures" in {row["place in the report"] for row in rows(found["Findings"])}


def test_findings_say_in_chinese_which_rule_and_where(tmp_path: Path) -> None:
    wrong = replace(FINANCIALS.records[0], change=Decimal("0.0316"))
    made = MadeFiling(financials=replace(FINANCIALS, records=(wrong,)))
    process = Process({"report.pdf": made})
    found = book(tmp_path, "check", "report.pdf", "--lang", "zh", process=process, status=1)
    finding = next(row for row in rows(found.worksheets[0]) if row["规则"] == "KL101")
    assert (finding["规则名称"], finding["所在位置"]) == ("金额的增减", "主要会计数据和财务指标")


def test_chinese_names_of_sheets(tmp_path: Path) -> None:
    assert book(tmp_path, "financials", "report.pdf", "--lang", "zh").sheetnames[0] == "主要会计数据和财务指标"


def test_a_workbook_needs_a_file() -> None:
    outcome = Process().run("financials", "report.pdf", "--format", "xlsx")
    assert outcome.status == 2
    assert "-o" in outcome.err


def test_nothing_read_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    assert Process().run("financials", "missing.pdf", "-o", str(path)).status == 3
    assert not path.exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_no_two_columns_of_a_sheet_have_one_name(tmp_path: Path, command: str) -> None:
    process = Process({"a.pdf": MadeFiling(), "b.pdf": MadeFiling()})
    for sheet in book(tmp_path, command, "a.pdf", "b.pdf", process=process):
        heads = [cell.value for cell in sheet[1]]
        assert len(heads) == len(set(heads)), f"{sheet.title}: {heads}"


def test_ratios_as_a_workbook(tmp_path: Path) -> None:
    found = rows(book(tmp_path, "financials", "report.pdf", "--ratios")["Ratios"])
    margin = next(row for row in found if row["ratio"] == "net_margin")
    assert margin["value"] == pytest.approx(-0.1555, abs=0.001)


def test_a_link_leads_to_a_sheet_whose_name_has_an_apostrophe_and_none_ends_with_one() -> None:
    from io import BytesIO

    from kunlun_cli.render.as_xlsx import xlsx_bytes
    from kunlun_cli.render.sheet import Column, Kind, Row, Sheet

    columns = (Column("number", "no.", Kind.COUNT),)
    index = Sheet("tables", "Tables", columns, (Row({"number": 1}, 1, link="table_1"),))
    table = Sheet("table_1", "1 L'Oréal'", columns, (Row({"number": 7}, 1),))
    made = openpyxl.load_workbook(BytesIO(xlsx_bytes([index, table])))
    assert made.sheetnames == ["Tables", "1 L'Oréal"]
    assert made["Tables"]["A2"].hyperlink.location == "'1 L''Oréal'!A1"
    assert made["Tables"]["A2"].value == 1
