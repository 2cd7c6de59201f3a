"""`kunlun tables`: the list, what narrows it, one CSV a table, a workbook with links, the public document."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kunlun_cli.cli import main
from kunlun_cli.cli.environment import Environment
from kunlun_cli.cli.filings import tell
from kunlun_cli.cli.options import AnswerOptions
from kunlun_cli.records import FilingInfo, Problem
from kunlun_cli.render.tables import TablesAnswer, list_sheet, table_sheet
from kunlun_cli.schedules.long import figure
from kunlun_cli.schedules.reader import schedules_of
from kunlun_cli.schedules.schedule import Tables, problems_of
from tests.unit.test_schedules import line
from tests.unit.test_schedules import table as drawn

SAMPLE = Path(__file__).parents[2] / "samples" / "kunlun_facts_halfyear_summary.pdf"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    status = main(["tables", str(SAMPLE), *words])
    return status, capsys.readouterr().out


def test_the_list_has_every_table_with_its_page(capsys: pytest.CaptureFixture[str]) -> None:
    status, out = run(capsys, "-f", "csv")
    listed = rows(out)
    assert status == 0
    assert [row["number"] for row in listed] == [str(n) for n in range(1, len(listed) + 1)]
    assert len(listed) > 3
    assert all(row["where"].startswith("p.") for row in listed)


def test_a_figure_that_is_withheld_from_a_table_is_named() -> None:
    """Its number was left out without a word: the text alone was given, with status 0."""
    lines = [["货币资金", "5,000"], ["应收账款", "3,\ufffd00"], ["存货", "7,000"], ["预付款项", "9,000"]]
    made = drawn([["项目", "本期金额"], *lines])
    crossed = made.rows[1].cells[1]._replace(doubt="it is crossed")
    row = replace(made.rows[1], cells=(made.rows[1].cells[0], crossed))
    (found,) = schedules_of([line("单位：元"), made._replace(rows=(made.rows[0], row, *made.rows[2:]))])
    assert [(p.code, p.message) for p in problems_of([found])] == [
        ("doubted-cell", "货币资金: 本期金额 is printed as '5,000', but it is crossed"),
        ("unreadable-cell", "应收账款: 本期金额 is printed as '3,\ufffd00'"),
    ]
    assert Tables((found,)).problems == problems_of([found])
    assert [figure(found, row, 1) for row in found.rows] == [None, None, 7000, 9000]


def test_find_looks_at_labels_and_sections(capsys: pytest.CaptureFixture[str]) -> None:
    every = len(rows(run(capsys, "-f", "csv")[1]))
    found = rows(run(capsys, "--find", "营业收入", "-f", "csv")[1])
    assert 0 < len(found) < every


def test_one_table_has_its_figures_as_numbers_and_as_printed(capsys: pytest.CaptureFixture[str]) -> None:
    number = rows(run(capsys, "--find", "营业收入", "-f", "csv")[1])[0]["number"]
    _, out = run(capsys, "--table", number, "-f", "csv")
    printed = [name for name in rows(out)[0] if name.endswith("(as printed)")]
    first = next(row for row in rows(out) if any(row[name] for name in printed))
    name = next(name for name in printed if first[name])
    assert first[name].replace(",", "").rstrip("%") in first[name.removesuffix(" (as printed)")]


def test_a_folder_has_one_file_a_table_and_an_index(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    assert run(capsys, "-o", str(folder))[0] == 0
    index = rows((folder / "index.csv").read_text("utf-8"))
    assert {row["file"] for row in index} == {p.name for p in folder.iterdir()} - {"index.csv"}


def test_a_workbook_lists_the_tables_and_leads_to_them(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "all.xlsx"
    assert run(capsys, "-o", str(path))[0] == 0
    book = openpyxl.load_workbook(path)
    index, *sheets = book.worksheets
    links = [row[0].hyperlink for row in index.iter_rows(min_row=2, max_row=len(sheets) + 1)]
    assert [link.location for link in links] == [f"'{sheet.title}'!A1" for sheet in sheets]
    assert [link.ref for link in links] == [f"A{number}" for number, _ in enumerate(sheets, 2)]
    assert not any(link.target for link in links)  # one would be of a file outside
    assert len(sheets) > 2


def test_the_document_is_the_contracts(capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(run(capsys, "-f", "json")[1])
    assert document["schema"] == "kunlun/tables@1"
    for table in document["records"]:
        assert {"number", "title", "section", "page", "last_page", "bbox", "unit", "kind", "columns", "rows"} <= set(
            table
        )
        assert all(len(row["cells"]) == len(table["columns"]) for row in table["rows"])


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("--pages", "x"), 2),
        (("--pages", "9-3"), 2),
        (("--pages", "900-"), 4),
        (("--table", "999"), 4),
        (("--find", "月球"), 4),
    ],
)
def test_what_is_not_there_or_is_no_range(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], status: int
) -> None:
    assert run(capsys, *words)[0] == status


def test_in_python_the_tables_are_a_frame_of_their_cells() -> None:
    from kunlun_cli import read

    filing = read(SAMPLE)
    frame = filing.tables.to_frame(info=filing.info)
    assert list(frame.columns[:4]) == ["code", "short_name", "period", "table"]
    assert set(frame["table"]) <= {each.number for each in filing.schedules}
    assert all(isinstance(value, Decimal) for value in frame["value"].dropna())


def test_a_text_says_that_not_all_of_its_tables_can_be_told(capsys: pytest.CaptureFixture[str]) -> None:
    text = SAMPLE.with_name("sz_halfyear_summary.layout.txt")
    assert main(["tables", str(text), "-f", "csv"]) == 4
    assert "text-order" in capsys.readouterr().err


def test_what_it_prints_is_as_its_schema_says(capsys: pytest.CaptureFixture[str]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    from kunlun_cli.render.schema import schema_of

    for words in ((), ("--provenance",)):
        assert main(["tables", str(SAMPLE), "-f", "json", *words]) in (0, 4)
        jsonschema.validate(json.loads(capsys.readouterr().out), schema_of("tables"))


def test_a_problem_of_many_pages_is_told_once_with_all_of_them() -> None:
    stderr = io.StringIO()
    env = Environment(io.BytesIO(), io.StringIO(), stderr)
    given = [Problem("letters-mended", "its letters were mended", page) for page in (3, 4, 5, 9)]
    tell(env, "a.pdf", [*given, Problem("text-order", "this is text")], AnswerOptions())
    assert stderr.getvalue().splitlines() == [
        "kunlun: problem: a.pdf, pages 3-5, 9: its letters were mended [letters-mended]",
        "kunlun: problem: a.pdf: this is text [text-order]",
    ]


def test_on_a_screen_a_table_s_section_is_the_nearest_that_is_not_its_title() -> None:
    lines = [line("第十节 财务报告"), line("七、合并财务报表项目注释"), line("1、货币资金")]
    made = tuple(schedules_of([*lines, drawn([["项目", "期末余额"], ["现金", "1.00"]])]))
    (row,) = list_sheet(TablesAnswer(FilingInfo("a.pdf", "0" * 64, "pdf"), made), brief=True).rows
    assert (row.values["title"], row.values["section"]) == ("1、货币资金", "七、合并财务报表项目注释")


def test_per_cents_stand_to_the_right_as_printed() -> None:
    (made,) = schedules_of(
        [drawn([["项目", "金额", "增减比例"], ["收入", "1.00", "5.20%"], ["成本", "2.00", "6.10%"]])]
    )
    sheet = table_sheet(made, printed=True)
    assert [(column.key, column.kind.numeric) for column in sheet.columns] == [
        ("项目", False),
        ("金额", True),
        ("金额 (as printed)", False),
        ("增减比例", True),
        ("page", False),
    ]
    assert [row.values["增减比例"] for row in sheet.rows] == ["5.20%", "6.10%"]
