"""The report page: complete, escaped, every figure linked to its place."""

from __future__ import annotations

import base64
import hashlib
import html.parser
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import kunlun_cli
from kunlun_cli.checks.finding import Finding
from kunlun_cli.cli import main
from kunlun_cli.pages.pdfium_reader import PdfiumFile
from kunlun_cli.records import Problem, Source
from kunlun_cli.render.markup import bar, safe, with_bars
from kunlun_cli.render.report.atlas import Spot, regions
from kunlun_cli.render.report.page import stands
from kunlun_cli.render.sheet import Column, Kind, Row, Sheet
from tests.unit.made import FINANCIALS, HOLDERS, INFO, SEGMENTS, MadeFiling, Process, with_problem

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


class Reader(html.parser.HTMLParser):
    """The tags, ids, links and text of a page; a tag that is not closed in order is an error."""

    VOID = frozenset({"meta", "br"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(page)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] not in (["style"], ["script"]):
            self.words += data

    def all(self, name: str, tag: str | None = None) -> list[str]:
        return [a[name] or "" for t, a in self.tags if name in a and tag in (None, t)]


def report(*words: str, made: MadeFiling | None = None, status: int = 0, **files: MadeFiling) -> str:
    process = Process({"report.pdf": made or MadeFiling(), **{f"{k}.pdf": v for k, v in files.items()}})
    outcome = process.run("report", "report.pdf", *words)
    assert outcome.status == status, outcome.err
    return outcome.out


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("report") / "report.html"
    assert main(["report", str(SAMPLES / "misprints.pdf"), "-o", str(out), "--no-cache"]) == 0
    return out.read_text(encoding="utf-8")


def test_all_sections_are_there_with_their_figures() -> None:
    words = Reader(report()).words
    for text in (
        "山海科技股份有限公司",
        "2,501,811,162.32",
        "+3.16%",
        "189,744,943",
        "1,284,700",
        "88.1",
        "日活跃用户突破100万",
    ):
        assert text in words


def test_every_figure_links_to_its_place_and_back() -> None:
    read = Reader(report())
    ids = read.all("id")
    assert len(ids) == len(set(ids))
    assert all(href.startswith("#") for href in read.all("href", "a"))
    assert {href[1:] for href in read.all("href", "a")} <= set(ids)
    figures = [a for t, a in read.tags if t == "a" and a.get("class") == "f"]
    assert len(figures) > 40
    unmarked = re.sub("</?mark[^>]*>", "", report())
    numbers = re.findall(r"<td class=\"n[^\"]*\" data-v=[^>]*>(.*?)</td>", unmarked)
    unlinked = [text for text in numbers if not text.startswith("<a ")]
    assert all(text.isdigit() and int(text) <= 10 for text in unlinked), unlinked  # ranks


def test_pictures_hold_the_cells(page: str) -> None:
    read = Reader(page)
    images = [a for t, a in read.tags if t == "image"]
    assert 2 <= len(images) <= 8
    for image in images:
        assert base64.b64decode(str(image["href"]).split(",")[1]).startswith(b"\x89PNG")
    assert len(page) < 900_000
    cells = [a for t, a in read.tags if t == "rect" and a.get("class") == "c"]
    assert len(cells) > 60
    assert all(float(str(c["x"])) >= 0 and float(str(c["y"])) >= 0 for c in cells)


def test_findings_link_to_all_figures_that_they_are_about(page: str) -> None:
    found = page[page.index('<section id="findings">') : page.index('<section id="figures">')]
    assert [code for code in ("KL101", "KL110", "KL201", "KL301") if code in found] == [
        "KL101",
        "KL110",
        "KL201",
        "KL301",
    ]
    assert found.count('class="f"') > 20
    assert "<span class=note>主要会计数据和财务指标 Key figures · p." in found


def test_what_is_printed_nowhere_as_such_is_shown_and_marks_no_figure() -> None:
    # The rows of a breakdown that has no total: the finding's own figure is their sum.
    rows = (Source(5, text="713,337,813.74"), Source(5, text="2,474,968,710.69"))
    finding = Finding("note", "分地区", "", "3,188,306,524.43", "3,185,097,734.98", sources=rows)
    assert not stands(finding)
    assert stands(replace(finding, printed="713,337,813.74"))


def test_figures_that_findings_accuse_are_marked_where_they_stand(page: str) -> None:
    below = page[page.index('<section id="figures">') :]
    for code in ("KL101", "KL110", "KL201", "KL301"):
        assert f'<mark class="error" title="{code}"><a ' in below


def test_the_page_asks_for_nothing_and_runs_nothing_but_its_own(page: str) -> None:
    assert not re.search(r"(src|href|url)\s*[=(]\s*[\"']?\s*(https?:|//|file:)", page)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    assert policy[1].startswith("default-src 'none'; img-src data:;")
    for tag in ("style", "script"):
        inside = re.search(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert inside
        digest = base64.b64encode(hashlib.sha256(inside[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy[1]
    assert not re.search(r"<[^>]+\s(on\w+|style)=", page)


EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&\x1b[31m\u202e"


def test_text_of_a_filing_is_never_markup() -> None:
    holders = replace(
        HOLDERS, records=(replace(HOLDERS.records[0], name=EVIL, nature=EVIL, source=Source(4, None, EVIL)),)
    )
    segments = replace(SEGMENTS, metrics=(replace(SEGMENTS.metrics[0], subject=EVIL, quote=EVIL),))
    financials = replace(
        FINANCIALS,
        records=(replace(FINANCIALS.records[0], label=EVIL, cells={"value": Source(2, (1, 2, 3, 4), EVIL)}),),
        problems=(Problem("odd", EVIL, 1),),
    )
    info = replace(INFO, company=EVIL, short_name=EVIL)
    made = MadeFiling(info=info, holders=holders, segments=segments, financials=financials)
    page = report(made=made, status=4)
    read = Reader(page)
    assert [t for t, _ in read.tags].count("script") == 1
    assert not [t for t, _ in read.tags if t == "img"]
    assert not [name for _, a in read.tags for name in a if name.startswith("on")]
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert "alert(1)" in read.words


def test_languages() -> None:
    chinese = Reader(report("--lang", "zh")).words
    english = Reader(report("--lang", "en")).words
    assert "主要会计数据和财务指标" in chinese
    assert "Key figures" not in chinese
    assert "Operating revenue" in english
    assert "营业收入" not in english.split("日活跃")[0].replace("营业收入合计", "")
    both = Reader(report()).words
    assert "营业收入 Operating revenue" in both


def test_problems_are_shown_and_told() -> None:
    assert "a number could not be read" in Reader(report(made=with_problem(), status=4)).words
    assert "a number could not be read" in Reader(report("--lenient", made=with_problem())).words


def test_a_filing_without_pages_gives_places_in_words() -> None:
    page = report(made=MadeFiling(info=replace(INFO, format="text")))
    assert "<image" not in page
    assert "lines 80 to 90" in page


def test_against_an_older_report(tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    files = [str(SAMPLES / f"series_a_{period}.pdf") for period in ("2024A", "2023A")]
    assert main(["report", files[0], "--against", files[1], "-o", str(out), "--lang", "en"]) == 0
    page = out.read_text(encoding="utf-8")
    assert "Verified: " in page[page.index('<section id="findings">') : page.index('<section id="against">')]
    against = page[page.index('<section id="against">') : page.index('<section id="holders">')]
    assert "1,012,338,417.60" in against
    assert "+167,882,217.58" in against
    assert "entered" in against
    images = Reader(page).all("id", "image")
    assert {name.split("-")[0] for name in images} == {"r0", "r1"}


def test_another_company_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    status = main(
        ["report", str(SAMPLES / "misprints.pdf"), "--against", str(SAMPLES / "series_a_2023A.pdf"), "-o", str(out)]
    )
    assert status == 2
    assert not out.exists()


def test_every_picture_shows_what_was_read_there() -> None:
    filing = kunlun_cli.read(SAMPLES / "misprints.pdf")
    pdf = PdfiumFile(filing.data)
    for record in filing.financials.records:
        cell = record.cells["value"]
        part = pdf.raster(cell.page or 0, 2, grey=True).crop(cell.bbox or (0, 0, 1, 1))
        assert min(part.pixels) < 100


def test_regions_join_what_stands_together() -> None:
    spots = [Spot(n, Source(1), (10, top, 20, top + 10)) for n, top in enumerate((300, 10, 60, 500))]
    assert [[spot.number for spot in run] for run in regions(spots)] == [[1, 2], [0], [3]]


def test_bars() -> None:
    assert 'width="50.00"' in bar(Decimal(50))
    assert 'width="100.00"' in bar(Decimal(4000))
    assert bar(None) == bar(Decimal(-3)) == ""
    rows = tuple(Row({"n": Decimal(value)}, section=section) for value, section in ((2, "a"), (1, "a"), (8, "b")))
    drawn = with_bars(Sheet("s", "s", (Column("n", "n", Kind.AMOUNT),), rows), "n")
    assert [row.values["bar"] for row in drawn.rows] == [100, 50, 100]
    assert safe("<&\x00>") == "&lt;&amp;\ufffd&gt;"


def test_the_statements_are_folded() -> None:
    from kunlun_cli.checks.finding import Report
    from kunlun_cli.records import FilingInfo, Financials, Holders, Lending, Segments
    from kunlun_cli.render.labels import Labels
    from kunlun_cli.render.report.page import Content, report_html
    from tests.unit.sheets import BALANCE, statements, table

    given = statements("合并资产负债表", "单位：元", table(BALANCE, ("项目", "期末余额", "期初余额")))
    info = FilingInfo(source="a.pdf", sha256="", format="pdf")
    parts = (Financials(), Holders(), Lending(), Segments())
    page = report_html(Content(info, *parts, report=Report(info), statements=given), Labels("zh"))
    folded = re.search(r"<details><summary>合并资产负债表</summary>(.*?)</details>", page, re.DOTALL)
    assert folded
    assert "462,184,981.34" in folded[1]
    assert "p.1" in folded[1]
    assert "missing-statement" in page


def test_what_is_odd_comes_first_and_the_sender_is_not_told(page: str) -> None:
    """The page goes to others: the folder it was made from is nobody's concern."""
    assert str(SAMPLES) not in page
    assert "misprints.pdf" in page
    at = [page.index(f'<section id="{name}"') for name in ("findings", "figures", "holders")]
    assert at == sorted(at)


@pytest.mark.parametrize(("lang", "told"), [("both", "≈ 25.02 亿元"), ("en", "≈ 2.50 bn")])
def test_large_amounts_are_also_told_in_yi(lang: str, told: str) -> None:
    record = replace(FINANCIALS.records[0], item="revenue", value=Decimal("2501811162.32"), unit="CNY")
    made = MadeFiling(financials=replace(FINANCIALS, records=(record,)))
    assert told in report("--lang", lang, made=made)
