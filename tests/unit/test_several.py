"""Two reports in one file are told apart, so that nothing of the second is given under the first one's name."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium

from kunlun_cli import read
from kunlun_cli.extract.several import second_report
from kunlun_cli.outline.stream import Stream
from tests.unit.pages import BREAK, Document, Item, report

SAMPLES = Path(__file__).parents[2] / "samples"
FIRST = "山海科技股份有限公司2023年年度报告摘要"
CODE = "证券代码：300999 证券简称：山海科技 公告编号：2024-001"


def second(*items: Item, header: str = "") -> tuple[int, str] | None:
    found = second_report(Stream(Document(report(*items, header=header))))
    return (found[0], found[1].message) if found else None


def test_another_period_of_the_same_company():
    other = "山海科技股份有限公司2024年半年度报告摘要"
    found = second(CODE, FIRST, "一、重要提示", BREAK, "正文", BREAK, CODE, other, "一、重要提示")
    assert found is not None
    assert found[0] == 3
    assert "2023 annual report" in found[1]
    assert "2024 half-year report begins on page 3" in found[1]


def test_another_company_in_the_same_period():
    code = "公司代码：600999 公司简称：云岭股份"
    other = "云岭股份有限公司2023年年度报告摘要"
    found = second(CODE, FIRST, "一、重要提示", BREAK, "正文", BREAK, code, other, BREAK, "第一节 重要提示")
    assert found is not None
    assert found[0] == 3
    assert "600999 云岭股份有限公司 2023 annual report" in found[1]


def test_a_cover_without_running_headers_needs_its_own_opening():
    # A line of the text may read like a title; without 重要提示 after it, it opens nothing.
    assert second(CODE, FIRST, "一、重要提示", BREAK, "2022年年度报告", "已披露。", BREAK, "正文") is None


def test_a_line_that_reads_like_a_title_while_the_header_goes_on():
    items = (FIRST, "一、重要提示", BREAK, "云岭股份有限公司2022年年度报告", "一、重要提示", BREAK, "正文")
    assert second(*items, header=FIRST) is None


def test_the_full_report_behind_its_summary_is_one_with_it():
    assert second(FIRST, "一、重要提示", BREAK, "山海科技股份有限公司2023年年度报告", "第一节 重要提示") is None


def test_nothing_of_the_second_report_is_given(tmp_path):
    files = [SAMPLES / name for name in ("series_a_2023A.pdf", "series_a_2024H1.pdf")]
    glued = tmp_path / "glued.pdf"
    with pdfium.PdfDocument.new() as whole:
        for file in files:
            with pdfium.PdfDocument(file) as part:
                whole.import_pages(part)
        whole.save(glued)
    both, alone = read(glued), read(files[0])
    assert both.info.period == alone.info.period
    for part in ("financials", "holders", "lending", "segments"):
        found = getattr(both, part)
        assert "two-filings" in {p.code for p in found.problems}
        assert found.records == getattr(alone, part).records


def test_a_report_behind_a_last_page_of_the_first_is_looked_for_only_where_its_header_ends():
    pages = [item for _ in range(12) for item in (BREAK, "正文")]
    other = "云岭股份有限公司2024年半年度报告摘要"
    assert second(FIRST, "一、重要提示", *pages, BREAK, other, "一、重要提示", BREAK, "正文") is not None
    document = Document(report(FIRST, "一、重要提示", *pages, header=FIRST))
    asked = []
    whole = document.text
    document.text = lambda number: asked.append(number) or whole(number)  # type: ignore[method-assign]
    assert second_report(Stream(document)) is None
    assert len(asked) <= document.n_pages + 1


def test_a_header_that_goes_on_counting_the_pages_is_still_that_of_the_first_report():
    pages = [item for number in range(2, 15) for item in (BREAK, "2023 年年度报告", f"{number} / 14", "正文")]
    document = Document(report(FIRST, "一、重要提示", *pages))
    asked = []
    whole = document.text
    document.text = lambda number: asked.append(number) or whole(number)  # type: ignore[method-assign]
    assert second_report(Stream(document)) is None
    assert len(asked) <= document.n_pages + 1
    anew = [item for number in (1, 2) for item in (BREAK, "2023 年年度报告", f"{number} / 2", "正文")]
    other = "云岭股份有限公司2023年年度报告摘要"
    assert second(FIRST, "一、重要提示", *pages, BREAK, other, "一、重要提示", *anew) is not None


def test_a_report_whose_last_page_names_it_is_looked_at_no_further():
    pages = [item for _ in range(60) for item in (BREAK, "正文")]
    document = Document(report(FIRST, "一、重要提示", *pages, header=FIRST))
    asked = set()
    whole = document.text
    document.text = lambda number: asked.add(number) or whole(number)  # type: ignore[method-assign]
    assert second_report(Stream(document)) is None
    assert asked == {*range(1, 13), document.n_pages}
