"""`kunlun diff` in a made-up process: statuses, order, formats."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from pathlib import Path

import pytest

from kunlun_cli.errors import ExitStatus
from tests.unit.made import Process, with_problem
from tests.unit.periods import figure, holder, made

OLD = made("2023H1", [figure("revenue", "100", label="营业收入")], [holder(1, "甲（有限合伙）", 10, "1.00")], count=7)
NEW = made(
    "2024H1",
    [figure("revenue", "150", "99", label="营业收入")],
    [holder(1, "乙", 20, "2.00"), holder(2, "甲(有限合伙)", 9, "0.90")],
    count=9,
)
FILES = {"old.pdf": OLD, "new.pdf": NEW}


def test_differences_end_with_1_none_with_0_and_exit_zero_with_0() -> None:
    process = Process(FILES)
    assert process.run("diff", "old.pdf", "new.pdf").status == ExitStatus.FINDINGS
    assert process.run("diff", "old.pdf", "new.pdf", "--exit-zero").status == ExitStatus.OK
    same = process.run("diff", "old.pdf", "old.pdf")
    assert (same.status, len(same.out.splitlines())) == (ExitStatus.OK, 1)
    assert "the same file twice" in same.err


def test_wrong_order_is_put_right_and_said_unless_it_is_to_be_kept() -> None:
    process = Process(FILES)
    right, turned = process.run("diff", "old.pdf", "new.pdf"), process.run("diff", "new.pdf", "old.pdf")
    assert turned.out == right.out
    assert "is the earlier one" in turned.err
    assert right.err == ""
    assert process.run("diff", "new.pdf", "old.pdf", "--as-given").out != right.out


def test_csv_has_a_row_for_each_change_and_each_restatement() -> None:
    rows = list(csv.DictReader(io.StringIO(Process(FILES).run("diff", "old.pdf", "new.pdf").out)))
    revenue = next(r for r in rows if r["key"] == "revenue/year_to_date")
    assert (revenue["old"], revenue["new"], revenue["change"], revenue["percent"]) == ("100", "150", "50", "50.00")
    silent = next(r for r in rows if r["section"] == "restatements")
    assert (silent["mark"], silent["old"], silent["new"]) == ("silent", "100", "99")
    matched = next(r for r in rows if r["label"] == "甲（有限合伙）")
    assert matched["new_label"] == "甲(有限合伙)"
    assert "width" in matched["reason"]


def test_json_names_both_filings_and_every_source() -> None:
    document = json.loads(Process(FILES).run("diff", "old.pdf", "new.pdf", "-f", "json").out)
    assert document["schema"] == "kunlun/diff@1"
    assert (document["old"]["period"], document["new"]["period"], document["differs"]) == ("2023H1", "2024H1", True)
    assert document["entries"][0]["new_source"]["page"] == 2
    assert document["restatements"][0]["verdict"] == "silent"


@pytest.mark.parametrize("chosen", ["table", "md", "html"])
def test_readers_formats_say_entered_left_and_silence_in_words(chosen: str) -> None:
    text = Process(FILES).run("diff", "old.pdf", "new.pdf", "-f", chosen).out
    assert all(word in text for word in ("entered", "CHANGED IN SILENCE", "+50.00", "营业收入"))
    assert "\x1b" not in text


def test_only_reads_and_compares_that_disclosure() -> None:
    out = Process(FILES).run("diff", "old.pdf", "new.pdf", "--only", "holders").out
    assert "revenue" not in out
    assert "holders,counts/holders" in out


def test_two_companies_are_wrong_usage_unless_forced() -> None:
    process = Process({**FILES, "other.pdf": made("2024H1", code="600000", company="他山股份有限公司")})
    refused = process.run("diff", "old.pdf", "other.pdf")
    assert (refused.status, refused.out) == (ExitStatus.USAGE, "")
    assert "--force" in refused.err
    assert "two companies" in process.run("diff", "old.pdf", "other.pdf", "--force").err


def test_no_differences_cannot_be_said_where_something_could_not_be_read() -> None:
    process = Process({"a.pdf": with_problem(), **FILES})
    assert process.run("diff", "a.pdf", "a.pdf").status == ExitStatus.INCOMPLETE
    assert process.run("diff", "a.pdf", "a.pdf", "--lenient").status == ExitStatus.OK


def test_a_file_that_cannot_be_read_ends_with_its_status() -> None:
    outcome = Process(FILES).run("diff", "old.pdf", "missing.pdf")
    assert (outcome.status, outcome.out) == (ExitStatus.UNREADABLE, "")


def test_the_json_is_as_its_schema_says() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    process = Process(FILES)
    document = json.loads(process.run(*["diff", "old.pdf", "new.pdf"], "-f", "json").out)
    jsonschema.Draft202012Validator(json.loads(process.run("schema", "diff").out)).validate(document)


def test_chinese_tables_have_no_english_headings_left() -> None:
    text = Process(FILES).run("diff", "old.pdf", "new.pdf", "-f", "md", "--lang", "zh").out
    lines = text.splitlines()
    headings = [a for a, b in itertools.pairwise(lines) if a.startswith("**") or b.startswith("| ---")]
    assert "持股数量 2023H1摘要 | 持股数量 2024H1摘要" in text
    assert "新增" in text
    assert not re.findall(r"[A-Za-z]{4,}", "\n".join(headings))
    assert (
        "年初至报告期末 Year to date"
        in Process(FILES).run("diff", "old.pdf", "new.pdf", "-f", "md", "--lang", "both").out
    )


def test_the_workbook_has_real_numbers_every_difference_and_its_pages(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path = tmp_path / "diff.xlsx"
    outcome = Process(FILES).run("diff", "old.pdf", "new.pdf", "-o", str(path), "--exit-zero")
    assert (outcome.status, outcome.out) == (ExitStatus.OK, "")
    book = openpyxl.load_workbook(path)
    assert {"Key figures", "Top ten shareholders", "Differences", "Problems", "Filings"} <= set(book.sheetnames)
    first, *rows = list(book["Differences"].iter_rows(values_only=True))
    found = [dict(zip(first, row, strict=True)) for row in rows]
    revenue = next(row for row in found if row["key"] == "revenue/year_to_date")
    assert (revenue["old"], revenue["new"], revenue["page in the newer filing"]) == (100, 150, 2)


def test_a_workbook_needs_a_file() -> None:
    outcome = Process(FILES).run("diff", "old.pdf", "new.pdf", "-f", "xlsx")
    assert outcome.status == ExitStatus.USAGE
    assert "Name a file with -o" in outcome.err
