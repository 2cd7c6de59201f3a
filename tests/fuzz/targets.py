"""What is fuzzed: each target takes bytes, and nothing but a result or a `KunlunError` may come of them."""

# ruff: noqa: E501  # words of forms, set closely

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from kunlun_cli import read
from kunlun_cli.checks import check, check_facts
from kunlun_cli.checks.expectations.expectation import expectation
from kunlun_cli.checks.facts import Facts
from kunlun_cli.errors import KunlunError
from kunlun_cli.extract.distribution import read_distribution
from kunlun_cli.extract.financials import read_financials
from kunlun_cli.extract.holders import read_holders
from kunlun_cli.extract.lending import read_lending
from kunlun_cli.extract.nonrecurring import read_non_recurring
from kunlun_cli.figures.numbers import read_count, read_number, read_signed_count
from kunlun_cli.filing import Filing
from kunlun_cli.pages.page import Line
from kunlun_cli.records import FilingInfo
from kunlun_cli.tables.blocks import page_blocks
from kunlun_cli.tables.table import Cell, Row, Table
from tests.hostile import model
from tests.hostile.pdf import filing

INFO = FilingInfo(source="", sha256="", format="pdf")


def _everything(filing_read: Filing) -> None:
    """All of a filing; and no value in it that is not a finite number."""
    parts = (filing_read.financials, filing_read.holders, filing_read.lending, filing_read.segments)
    for part in parts:
        for record in getattr(part, "records", ()):
            values = (getattr(record, name, None) for name in record.__dataclass_fields__)
            assert all(v.is_finite() for v in values if isinstance(v, Decimal)), record
    check(filing_read)
    if filing_read.document.format != "text":
        for number in range(1, min(filing_read.document.n_pages, 4) + 1):
            page = filing_read.document.page(number)
            # However long its words are.
            assert page_blocks(replace(page, words=page.glyphs)) == page_blocks(page), number


def _read(data: bytes, **options: str) -> None:
    try:
        _everything(read(data, name="x", **options))  # type: ignore[arg-type]
    except KunlunError as error:
        str(error)


def pdf(data: bytes) -> None:
    """A file that claims to be a PDF, read by the engine that its last byte chooses."""
    if b"%PDF-" not in data[:1024]:
        data = b"%PDF-1.7\n" + data
    _read(data, engine="pdfium" if data[-1] % 2 else "pdfminer")


def content(data: bytes) -> None:
    """The operators of a page, in a PDF that is otherwise sound."""
    pages = [model.cover() + model.figures(), data, model.holders()]
    whole = filing(pages, codes={code: chr(code) for code in range(0x4E00, 0x4E80)})
    _read(whole, engine="pdfium" if data[-1:] > b"\x7f" else "pdfminer")


def text(data: bytes) -> None:
    """A file of text, HTML or anything else that is no PDF."""
    _read(data.replace(b"%PDF-", b""))


def numbers(data: bytes) -> None:
    """A cell: a number or not, always finite, and with every digit that is printed."""
    printed = data.decode("utf-8", "surrogateescape")
    for function in (read_number, read_count, read_signed_count):
        reading = function(printed)
        if reading.value is not None:
            assert reading.value.is_finite(), printed


_WORDS = (
    "", "营业收入", "归属于上市公司股东的净利润", "基本每股收益（元/股）", "资产总额", "2024年", "2023年", "调整前", "调整后",
    "本年比上年增减", "12.50%", "1,234,567.89", "-5.00", "不适用", "-", "0", "第一季度", "第二季度", "第三季度", "第四季度",
    "股东名称", "股东名称（全称）", "持股比例", "持股数量", "股东性质", "期末持股数量", "比例（%）", "质押、标记或冻结情况",
    "股份状态", "数量", "持有有限售条件的股份数量", "报告期内增减", "测试股东", "境内自然人", "国有法人", "质押", "冻结",
    "报告期末普通股股东总数", "期初普通账户、信用账户持股", "期末转融通出借股份且尚未归还", "数量合计", "占总股本的比例", "单位：万元",
    "单位：股", "单位：元", "前10名股东持股情况", "前10名无限售条件股东持股情况", "主要会计数据和财务指标", "分季度主要会计数据",
    "本报告期新增/退出", "新增", "退出", "☑适用 □不适用", "\ufffd", "10,000,000", "序号", "1",
    "非经常性损益项目及金额", "2024年金额", "减：所得税影响额", "少数股东权益影响额（税后）", "合计", "其中：政府补助", "-3.00",
    "每10股派息数（元）（含税）", "分配预案的股本基数（股）", "现金分红金额（元）（含税）", "现金分红总额（含其他方式）（元）",
    "以总股本10,000,000股为基数，向全体股东每10股派发现金红利3元，共计派发现金红利3,000,000元。",
)  # fmt: skip


def _drawn(data: bytes) -> Iterator[Line | Table]:
    """Lines and tables as the bytes say: how many columns, which words, which spans."""
    source = iter(data)

    def take() -> int:
        return next(source, 0)

    for top in itertools.count(1):
        kind = next(source, None)
        if kind is None:
            return
        if kind % 4 == 0:
            yield Line(_WORDS[take() % len(_WORDS)], 1, 50.0, top * 500.0, 300.0, top * 500.0 + 10)
            continue
        columns, height = take() % 9 + 1, take() % 14 + 1
        rows = []
        for i in range(height):
            cells, at = [], 0
            while at < columns:
                word = take()
                span = 1 + (word >= 200) * (word % 3)
                span = min(span, columns - at)
                box = (at * 50.0, top * 500 + i * 20.0, (at + span) * 50.0, top * 500 + i * 20 + 20.0)
                cells.append(Cell(_WORDS[word % len(_WORDS)], i, at, 1 + (word == 255), span, 1, box))
                at += span
            rows.append(Row(i, tuple(cells), 1, top * 500 + i * 20.0, top * 500 + i * 20 + 20.0, word % 7 == 6))
        yield Table(tuple(rows))


def columns(data: bytes) -> None:
    """Tables of the forms' own words in any arrangement."""
    stream = list(_drawn(data[:4000]))
    financials, holders, lending = read_financials(stream), read_holders(stream), read_lending(stream)
    items, (plans, _) = read_non_recurring([stream]), read_distribution([stream])
    financials = replace(financials, non_recurring=items.records, distribution=plans)
    check_facts(Facts(INFO, financials, holders, lending))


def expressions(data: bytes) -> None:
    """An expectation, parsed and tried on a filing without figures."""
    try:
        expectation(data.decode("utf-8", "replace")).run(Facts(INFO))
    except KunlunError as error:
        str(error)


TARGETS: dict[str, Callable[[bytes], None]] = {
    each.__name__: each for each in (pdf, content, text, numbers, columns, expressions)
}
