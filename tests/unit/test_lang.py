"""Labels of readers' tables in English, Chinese or both."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from kunlun_cli.cli import main
from kunlun_cli.cli.environment import Environment
from kunlun_cli.forms import load, normal
from kunlun_cli.render.labels import Labels
from tests.unit.made import INFO, MadeFiling, Process

SAMPLES = Path(__file__).parents[2] / "samples"
COMMANDS = ("financials", "holders", "lending", "segments")


def table(command: str, *words: str) -> str:
    outcome = Process(terminal=True, width=240).run(command, "report.pdf", *words)
    assert outcome.status == 0
    return outcome.out


def test_without_lang_tables_are_as_they_were() -> None:
    out = table("financials")
    assert "Key figures" in out
    assert "营业收入" in out
    assert "主要会计数据" not in out
    assert "Operating revenue" not in out


def test_chinese_says_the_forms_own_words() -> None:
    out = table("financials", "--lang", "zh")
    assert "主要会计数据和财务指标" in out
    assert "年初至报告期末" in out
    assert "深交所 创业板" in out
    assert "半年度报告摘要" in out
    assert "元/股" in out


@pytest.mark.parametrize("command", COMMANDS)
def test_chinese_tables_have_no_english_headings_left(command: str) -> None:
    out = table(command, "--lang", "zh")
    words = set(re.findall(r"[A-Za-z]{4,}", out)) - {"HKSCC", "NOMINEES", "LIMITED"}
    assert not words, f"English left: {words}"


def test_english_gives_usual_terms_and_keeps_names_as_printed() -> None:
    out = table("holders", "--lang", "en")
    assert "Domestic natural person" in out
    assert "Pledged 200,000; Frozen 3,000" in out
    assert "新湖瑞山创业投资中心（有限合伙）" in out
    assert "RMB ordinary shares (A shares)" in out
    assert "Net profit attributable to shareholders of the listed company" in table("financials", "--lang", "en")


def test_both_gives_what_is_printed_first() -> None:
    assert "营业收入 Operating revenue" in table("financials", "--lang", "both")
    assert "分产品 By product" in table("segments", "--lang", "both")


def test_ticks_are_said_once() -> None:
    assert "适用 applicable" in table("lending", "--lang", "both")
    assert "(适用)" not in table("lending", "--lang", "en")


def test_figures_do_not_depend_on_the_language() -> None:
    for command in COMMANDS:
        figures = [re.findall(r"\d[\d,.]+", table(command, *lang)) for lang in ((), ("--lang", "en"), ("--lang", "zh"))]
        plain = [[text for text in found if len(text) > 5] for found in figures]
        assert sorted(plain[0]) == sorted(plain[1]) == sorted(plain[2])


def test_text_of_a_filing_is_never_taken_for_markup_or_lost() -> None:
    labels = Labels("en")
    assert labels.value("某公司 (not/known*)") == "某公司 (not/known*)"
    assert labels.value("其他") == "Others"
    assert labels.said("境内 自然人") == "Domestic natural person"


def test_machine_formats_do_not_change() -> None:
    plain = Process().run("holders", "report.pdf").out
    assert Process().run("holders", "report.pdf", "--lang", "zh").out == plain


def test_printed_terms_are_normalised() -> None:
    assert all(normal(text) == text for text in load("labels")["printed"] if "、" not in text)


def test_unknown_language_is_a_usage_error() -> None:
    outcome = Process().run("holders", "report.pdf", "--lang", "fr")
    assert outcome.status == 2
    assert outcome.out == ""


def test_findings_have_labels_too() -> None:
    out = Process({"report.pdf": MadeFiling(info=INFO)}, terminal=True).run("check", "report.pdf", "--lang", "zh").out
    assert "勾稽核对发现的问题" in out or "未发现问题" in out


_ENGLISH = re.compile(r"(?<![\w./])[A-Za-z][a-z]{2,}(?![\w./])")


@pytest.mark.parametrize(
    "words",
    [
        "check misprints.pdf",
        "check whole_b_2024A.pdf --against whole_b_2023A.pdf",
        "diff whole_b_2023A.pdf whole_b_2024A.pdf",
        "diff series_a_2023A.pdf series_a_2024A.pdf",
        "series whole_b_2023A.pdf whole_b_2024A.pdf --growth --holders --all",
        "financials whole_b_2024A.pdf --ratios",
        "financials whole_b_2024A.pdf --ratios --explain",
        "statements whole_b_2024A.pdf",
        "segments whole_b_2024A.pdf",
        "holders sz_q3.pdf",
        "lending sz_halfyear_summary.pdf",
        "where misprints.pdf KL101",
        "tables whole_b_2024A.pdf",
    ],
)
def test_no_english_is_left_in_chinese_tables(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    command, *rest = words.split()
    files = [str(SAMPLES / word) if word.endswith(".pdf") else word for word in rest]
    given = [command, *files, "--lang", "zh", "--format", "table"]
    main(given, Environment.of_process(given))
    shown = "\n".join(line for line in capsys.readouterr().out.splitlines() if ".pdf" not in line)
    assert re.search("[一-鿿]", shown)
    assert not _ENGLISH.findall(shown)


@pytest.mark.parametrize("command", ["check", "tables", "financials", "statements", "holders", "lending", "segments"])
def test_no_english_is_left_in_a_chinese_workbook(command: str, tmp_path: Path) -> None:
    given = [command, str(SAMPLES / "whole_b_2024A.pdf"), "--lang", "zh", "-o", str(tmp_path / "book.xlsx")]
    assert main(given, Environment.of_process(given)) in (0, 1)
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    texts = [sheet.title for sheet in book.worksheets]
    for sheet in book.worksheets:
        if sheet.title != "来源":  # whose rows are named by the items' codes, for scripts
            texts += [str(text) for row in sheet.iter_rows(values_only=True) for text in row if text is not None]
    assert not [text for text in texts if "pdf" not in text and _ENGLISH.findall(text)]


def test_no_english_is_left_in_a_chinese_page(tmp_path: Path) -> None:
    new, old = (str(SAMPLES / f"whole_b_{period}.pdf") for period in ("2024A", "2023A"))
    given = ["report", new, "--against", old, "--lang", "zh", "-o", str(tmp_path / "page.html")]
    assert main(given, Environment.of_process(given)) in (0, 4)
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    text = re.sub(r"<(style|script)>.*?</\1>|<[^>]+>", "\n", page, flags=re.DOTALL)
    shown = "\n".join(line for line in text.splitlines() if ".pdf" not in line)
    assert not _ENGLISH.findall(shown)
