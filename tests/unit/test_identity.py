"""What a filing is, told by its first pages; made-up companies and codes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kunlun_cli import read
from kunlun_cli.errors import NotAFilingError, UsageError
from kunlun_cli.extract.identity import identify, with_code
from kunlun_cli.pages.open import open_document
from kunlun_cli.records import FilingInfo
from tests.unit.pages import BREAK, Document, Item, report

BODY = ("重要提示", "主要会计数据和财务指标", "股东总数")


def identity(*items: Item, header: str = "", period: str | None = None) -> FilingInfo:
    pages = report(*items, *BODY, header=header)
    return identify(Document(pages), name="a.pdf", sha256="0", period=period)


@pytest.mark.parametrize(
    ("title", "kind", "form", "period", "end"),
    [
        ("某某股份有限公司2023年年度报告", "annual", "full", "2023A", dt.date(2023, 12, 31)),
        ("某某股份有限公司2023年年度报告摘要", "annual", "summary", "2023A", dt.date(2023, 12, 31)),
        ("某某股份有限公司2024年半年度报告", "half-year", "full", "2024H1", dt.date(2024, 6, 30)),
        ("某某银行股份有限公司2024年半年度报告摘要", "half-year", "summary", "2024H1", dt.date(2024, 6, 30)),
        ("某某股份有限公司2024年第一季度报告", "q1", "full", "2024Q1", dt.date(2024, 3, 31)),
        ("某某股份有限公司2018年第三季度报告全文", "q3", "full", "2018Q3", dt.date(2018, 9, 30)),
        ("某某人寿保险股份有限公司2024年報", "annual", "full", "2024A", dt.date(2024, 12, 31)),
        ("某某股份有限公司二〇〇八年年度报告", "annual", "full", "2008A", dt.date(2008, 12, 31)),
    ],
)
def test_title(title, kind, form, period, end):
    found = identity(title)
    assert (found.kind, found.form, found.period, found.period_end) == (kind, form, period, end)
    assert not found.period_inferred


@pytest.mark.parametrize("year", ["2023", "2023 年"])
def test_a_cover_of_beijing(year):
    """The year stands below the report's name, and the form's words are not the other exchanges'."""
    lines = ("某某精密", "证券代码：838999", "某某精密机械股份有限公司", "年度报告", year)
    body = ("第一节 重要提示、目录和释义", "第三节 会计数据和财务指标", "普通股股东人数")
    found = identify(Document(report(*lines, *body)), name="a.pdf", sha256="0", period=None)
    assert (found.kind, found.form, found.period, found.exchange) == ("annual", "full", "2023A", "BSE")


@pytest.mark.parametrize(
    ("code", "exchange", "board"),
    [
        ("600999", "SSE", "main"),
        ("605999", "SSE", "main"),
        ("688999", "SSE", "STAR"),
        ("689009", "SSE", "STAR"),
        ("000999", "SZSE", "main"),
        ("003999", "SZSE", "main"),
        ("300999", "SZSE", "ChiNext"),
        ("301999", "SZSE", "ChiNext"),
        ("430999", "BSE", "BSE"),
        ("833999", "BSE", "BSE"),
        ("920999", "BSE", "BSE"),
    ],
)
def test_exchange_and_board_follow_from_the_code(code, exchange, board):
    found = identity(f"证券代码：{code} 证券简称：某某股份 公告编号：2024-001", "某某股份有限公司2023年年度报告")
    assert (found.code, found.exchange, found.board) == (code, exchange, board)
    assert found.short_name == "某某股份"


def test_shanghais_labels():
    found = identity("公司代码：600999 公司简称：某某股份", "某某股份有限公司2024年半年度报告摘要")
    assert (found.code, found.short_name) == ("600999", "某某股份")


def test_the_running_header_is_enough():
    found = identity("正文", BREAK, "正文", header="某某股份有限公司2023年年度报告")
    assert (found.period, found.company) == ("2023A", "某某股份有限公司")


def test_the_users_word_goes_before_what_is_inferred_and_never_against_what_is_printed():
    found = identity("本年度报告摘要来自年度报告全文。", "2023年度", period="2022A")
    assert (found.period, found.period_inferred) == ("2022A", False)
    assert identity("某某股份有限公司2023年年度报告", period="2023A").period == "2023A"
    for other in ("2022A", "2023H1"):
        with pytest.raises(UsageError, match="it is of 2023A, not of"):
            identity("某某股份有限公司2023年年度报告", period=other)
    with pytest.raises(UsageError):
        identity("某某股份有限公司2023年年度报告", period="2022")


def test_other_documents_are_refused():
    pages = report("关于召开股东大会的通知", header="")
    with pytest.raises(NotAFilingError):
        identify(Document(pages), name="a.pdf", sha256="0", period=None)


class _OneFontFirst(Document):
    """A page whose stream draws what is in one font before the digits, which are in another."""

    by_lines = False

    def read_by_lines(self, wanted: bool) -> None:
        self.by_lines = wanted

    def text(self, number: int) -> str:
        text = super().text(number)
        return text if self.by_lines else "".join(c for c in text if not c.isdigit()) + "\n2024\n300999"


@pytest.mark.parametrize("header", ["", "某某股份有限公司2024年第三季度报告"])
def test_a_report_whose_stream_draws_one_font_after_another(header):
    """It was refused as no report, or its period was not known; a stream may be in any order."""
    document = _OneFontFirst(report("证券代码：300999 证券简称：某某股份", *BODY, header=header))
    if not header:
        with pytest.raises(NotAFilingError):
            identify(document, name="a.pdf", sha256="0", period=None)
        assert not document.by_lines
        return
    found = identify(document, name="a.pdf", sha256="0", period=None)
    assert (found.period, found.code) == ("2024Q3", "300999")
    assert document.by_lines


@pytest.mark.parametrize("engine", ["pdfium", "pdfminer"])
def test_texts_of_a_page_are_those_of_its_lines_where_they_are_asked_for(engine):
    sample = Path(__file__).parents[2] / "samples" / "sz_q3.pdf"
    document = open_document(sample.read_bytes(), "a.pdf", engine=engine)
    before = document.text(1)
    document.read_by_lines(True)
    assert document.text(1) == "\n".join(line.text for line in document.page(1).lines) != before
    document.read_by_lines(False)
    assert document.text(1) == before


def test_a_report_whose_fonts_name_other_characters_is_refused_as_such():
    """Ghostscript 10.0 cuts the codes of its fonts' tables: nothing of 年年度报告 is left."""
    pages = report("海山食品股份p限|ø 2019 þç告全文 重要提示1目录和释义", header="")
    with pytest.raises(NotAFilingError, match="other characters than they draw"):
        identify(Document(pages), name="a.pdf", sha256="0", period=None)


@pytest.mark.parametrize(
    ("lines", "code", "short_name"),
    [
        # Banks and A+H companies: the A of the label set apart, preferred shares below.
        (["A 股代码：601999 A 股简称：某某银行", "优先股代码：360005 优先股简称：某优1"], "601999", "某某银行"),
        (["A 股股票简称 某某智家 A 股股票代码 600999"], "600999", "某某智家"),
        (["股票简称 某某家 A 股票代码 000999"], "000999", "某某家A"),
        # A and B shares in one row: the A share's.
        (["股票简称 某某柴 A、某某柴 B 股票代码 000999、200999"], "000999", "某某柴A"),
        (
            ["A股股票代码：600999 B股股票代码：900999", "A股股票简称：某某股份 B股股票简称：某某B股"],
            "600999",
            "某某股份",
        ),
        (["股票代码：200999 000999", "股票简称：某某股份"], "000999", "某某股份"),
        # Companies with B shares alone.
        (["股票简称：某某B 股票代码：200999"], "200999", "某某B"),
        (["股票代码：900999 股票简称：某某B股"], "900999", "某某B股"),
        (["证券代码：000999", "2023年度报告全文", "证券简称：某某股份"], "000999", "某某股份"),
        # Label and value on two lines.
        (["股票简称", "某某股份", "股票代码", "600999"], "600999", "某某股份"),
        # Shanghai's table, its row in one line, with what the name was before.
        (
            [
                "| 股票种类 | 股票上市交易所 | 股票简称 | 股票代码 | 变更前股票简称 |",
                "| A股 | 上海证券交易所 | 某某制药 | 603999 | 不适用 |",
            ],
            "603999",
            "某某制药",
        ),
        (
            ["股票种类 股票上市交易所 股票简称 股票代码 变更前股票简称", "A股 上海证券交易所 某某制药 603999 -"],
            "603999",
            "某某制药",
        ),
        # Set apart, two characters each.
        (["股票简称 某某 家电 股票代码 000999"], "000999", "某某家电"),
        # Beijing.
        (["证券代码：430999 证券简称：某某科技"], "430999", "某某科技"),
        (["证券简称 某某科技", "证券代码 873999"], "873999", "某某科技"),
    ],
)
def test_code_and_short_name(lines, code, short_name):
    found = identity(*lines, "某某股份有限公司2023年年度报告")
    assert (found.code, found.short_name) == (code, short_name)


@pytest.mark.parametrize(
    "lines",
    [
        ["法定中文名称：某某银行股份有限公司"],
        ["公司的中文名称 某某银行股份有限公司"],
        ["公司法定中文名称：", "某某银行股份有限公司"],
        ["某某银行股份有限公司", "其他"],
    ],
)
def test_company_of_a_report_whose_title_does_not_name_it(lines):
    assert identity("2022年年度报告", *lines).company == "某某银行股份有限公司"


def test_a_corrected_edition_as_an_announcement():
    """Its title was none: neither the company nor that it takes another's place was told."""
    found = identity("某某股份有限公司", "关于2023年半年度报告摘要（更正后）的公告")
    assert (found.company, found.form, found.revision) == ("某某股份有限公司", "summary", True)
    other = identity("某某股份有限公司2023年半年度报告", "关于2022年半年度报告（更正后）的公告")
    assert (other.period, other.revision) == ("2023H1", False)


@pytest.mark.parametrize(
    ("title", "revised"),
    [
        ("某某股份有限公司2023年年度报告（更正后）", True),
        ("某某股份有限公司2023年半年度报告摘要（修订稿）", True),
        ("某某股份有限公司2023年第三季度报告（更新后）", True),
        ("某某股份有限公司2023年年度报告（修订版）", True),
        ("某某股份有限公司2023年年度报告更正版", True),
        ("某某股份有限公司2023年年度报告", False),
        ("某某股份有限公司2023年年度报告（A股）", False),
    ],
)
def test_a_revised_edition_says_so(title, revised):
    assert identity(title).revision is revised


def test_the_users_code_is_that_of_a_filing_without_one_and_of_no_other():
    nameless = identity("某某股份有限公司2023年第一季度报告")
    assert nameless.code is None
    told = with_code(nameless, "300999")
    assert (told.code, told.exchange, told.board) == ("300999", "SZSE", "ChiNext")
    with pytest.raises(UsageError, match="is not the code of a share"):
        with_code(nameless, "123456")
    with pytest.raises(UsageError, match="it is of 300999, not of 600999"):
        with_code(told, "600999")


def test_what_stands_behind_names_and_titles_is_no_part_of_them():
    """Beijing prints the sponsor beside the short name, others 全文 behind the edition."""
    beijing = identity("证券代码：831999 证券简称：某某科技 主办券商：某某证券", "某某科技股份有限公司2022年年度报告")
    assert (beijing.code, beijing.short_name) == ("831999", "某某科技")
    edition = identity("证券代码：300999", "某某股份有限公司2023年年度报告（修订稿）全文")
    assert (edition.period, edition.form, edition.revision) == ("2023A", "full", True)
    with_h = identity("中国某某股份有限公司（在中华人民共和国注册成立的股份有限公司）", "2023年年度报告")
    assert with_h.company == "中国某某股份有限公司"


def test_a_text_that_begins_with_a_later_page_is_told_by_its_own_first():
    """Its first pages are left out: kunlun looked at those alone, and saw no report."""
    first = "某某股份有限公司2023年年度报告\n重要提示\n主要会计数据\n股东总数\n股票简称 某某股份 股票代码 600999\n"
    pages = "".join(f"--- Page {n} ---\n{first if n == 78 else '正文'}\n" for n in (78, 79, 80))
    assert read(pages.encode(), name="a.txt").info.code == "600999"
