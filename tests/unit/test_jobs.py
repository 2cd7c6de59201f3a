"""Reading with several processes: what one reads, in the same order, whatever becomes of a helper."""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path

import pytest

import kunlun_cli
from kunlun_cli.cli import main
from kunlun_cli.engines import Engine
from kunlun_cli.errors import DamagedError, LimitError
from kunlun_cli.limits import Limits
from kunlun_cli.pages.ahead import Reading, read_ahead
from kunlun_cli.pages.open import PdfDocument, open_document
from kunlun_cli.pages.page import Page
from kunlun_cli.tables.blocks import page_blocks, page_tables

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
WHOLE = SAMPLES / "whole_b_2024A.pdf"
NUMBERS = range(1, 12)


def opened(jobs: int = 2, engine: Engine = "pdfium", limits: Limits | None = None) -> PdfDocument:
    document = open_document(WHOLE.read_bytes(), "whole.pdf", engine=engine, limits=limits or Limits())
    assert isinstance(document, PdfDocument)
    document.jobs = jobs
    return document


def ends_on_page_four(page: Page) -> None:
    if page.number == 4 and multiprocessing.parent_process() is not None:
        os._exit(9)


@pytest.mark.parametrize("engine", ["pdfium", "pdfminer"])
@pytest.mark.parametrize("platform", ["linux", "elsewhere"])
def test_pages_of_several_processes_are_those_of_one(
    engine: Engine, platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone, together = opened(1, engine), opened(3, engine)
    monkeypatch.setattr(sys, "platform", platform)
    together.ahead(NUMBERS, page_tables)
    assert sorted(together._pages) == list(NUMBERS)
    for number in NUMBERS:
        assert together.page(number) == alone.page(number)
        assert page_blocks(together.page(number)) == page_blocks(alone.page(number))


def test_what_a_helper_that_ends_has_not_read_is_read_here() -> None:
    alone, together = opened(1), opened(2)
    together.ahead(NUMBERS, ends_on_page_four)
    assert 4 not in together._pages
    assert [together.page(n) for n in NUMBERS] == [alone.page(n) for n in NUMBERS]


def test_a_page_that_cannot_be_read_says_so_where_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    document = opened()
    read = document._quick_page

    def page(number: int) -> Page:
        if number == 5:
            raise DamagedError("the page cannot be read", file="whole.pdf", page=5)
        return read(number)

    monkeypatch.setattr(document, "_quick_page", page)
    document.ahead(NUMBERS, page_tables)
    assert sorted(document._pages) == [n for n in NUMBERS if n != 5]
    with pytest.raises(DamagedError):
        document.page(5)


def test_time_that_helpers_spend_counts() -> None:
    document = opened()
    document._clock._spent = Limits().seconds
    with pytest.raises(LimitError, match="seconds"):
        document.ahead(NUMBERS, page_tables)


def test_no_helper_stays_when_reading_is_given_up() -> None:
    document = opened()
    pages = read_ahead(NUMBERS, 3, Reading(document, document._again, page_tables))
    next(pages)
    pages.close()  # type: ignore[attr-defined]
    assert not multiprocessing.active_children()


def test_few_pages_are_read_here() -> None:
    document = opened()
    document.ahead(range(1, 4), page_tables)
    assert not document._pages


@pytest.mark.parametrize("command", ["tables", "statements"])
def test_a_report_read_by_several_processes_gives_the_same_output(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    outputs = []
    for jobs in ("1", "2"):
        status = main([command, str(WHOLE), "--no-cache", "--format", "json", "--jobs", jobs])
        outputs.append((status, *capsys.readouterr()))
    assert outputs[0] == outputs[1]


@pytest.mark.parametrize("command", ["holders", "statements", "diff"])
def test_files_read_at_once_are_told_in_their_order(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and no more")
    names = ["series_a_2024H1.pdf", "misprints.pdf", "series_a_2023A.pdf", "series_a_2024A.pdf"]
    files = [str(SAMPLES / name) for name in names] + [str(broken), str(tmp_path / "missing.pdf")]
    words = files[2:4] if command == "diff" else files
    outputs = []
    for jobs in ("1", "3"):
        status = main([command, *words, "--no-cache", "--format", "json", "--jobs", jobs])
        outputs.append((status, *capsys.readouterr()))
    assert outputs[0] == outputs[1]
    assert outputs[0][1]


def test_results_read_at_once_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KUNLUN_CACHE_DIR", str(tmp_path))
    files = [str(SAMPLES / name) for name in ("series_a_2023A.pdf", "series_a_2024A.pdf")]
    assert main(["holders", *files, "--jobs", "2"]) == 0
    first = capsys.readouterr().out
    kept = sorted(tmp_path.rglob("*"))
    assert main(["holders", *files, "--jobs", "2"]) == 0
    assert capsys.readouterr().out == first
    assert kept
    assert kunlun_cli.read(files[0]).holders.records
