"""Whole reports in the Shenzhen exchange's forms, around the tables of `shenzhen`. The sentences are ours."""

from __future__ import annotations

import re
from dataclasses import dataclass

from compose import shenzhen as sz
from compose.facts import Filing, growth, number
from compose.model import SHENZHEN, Block, Break, Cell, Document, Gap, Line, row, table, tick


@dataclass(frozen=True)
class Extras:
    """What a report prints beside its figures. A narrative line that begins with a digit is a heading."""

    secretary: str
    deputy: str
    phone: str
    address: str
    mail: str
    notice: str
    date: str
    narrative: tuple[str, ...]
    cover: bool = True
    split: bool = False
    widths: tuple[float, ...] = sz.HOLDER_WIDTHS
    movements: tuple[tuple[str, str, str, str], ...] = ()  # balance, at the end, at the start, why
    room: float = 0  # empty points above the holders' section


def _opening(report: str) -> list[Block]:
    return [
        sz.section("一、重要提示"),
        Line(f"本{report}摘要来自{report}全文，要完整了解公司的经营与财务，请阅读全文。"),
        Line("审议本报告的董事会会议，全体董事都已到会。"),
        Line("非标准审计意见提示"),
        tick(False),
        Line("董事会审议的报告期利润分配预案或公积金转增股本预案"),
        tick(False),
        Line("本期不分红，不送股，也不转增。"),
        Line("董事会决议通过的本报告期优先股利润分配预案"),
        tick(False),
    ]


def narrative(lines: tuple[str, ...]) -> list[Block]:
    """Paragraphs, and headings where a line begins with a number."""
    blocks: list[Block] = []
    for text in lines:
        numbered = re.match(r"\d+(、|\.\d+ )", text) is not None
        blocks.append(Line(text, 9, bold=numbered, indent=not numbered, leading=2, before=4 if numbered else 0))
    return blocks


def _control() -> list[Block]:
    return [
        Gap(4),
        Line("公司是否具有表决权差异安排"),
        tick(False, yes="是", no="否"),
        sz.heading("4、控股股东或实际控制人变更情况"),
        Line("控股股东报告期内变更"),
        tick(False),
        Line("控股股东在报告期内没有变化。"),
        Line("实际控制人报告期内变更"),
        tick(False),
        Line("实际控制人在报告期内没有变化。"),
        sz.heading("5、公司优先股股东总数及前 10 名优先股股东持股情况表"),
        Line("公司没有优先股。"),
        sz.heading("6、在半年度报告批准报出日存续的债券情况"),
        tick(False),
    ]


def _profile(filing: Filing, extras: Extras) -> list[Block]:
    return sz.profile(filing, extras.secretary, extras.deputy, extras.phone, extras.address, extras.mail)


def halfyear_summary(filing: Filing, extras: Extras) -> Document:
    """A half-year summary with the lending disclosures where the filing has them."""
    blocks = [
        *(sz.cover(filing, extras.notice, extras.date) if extras.cover else []),
        *_opening("半年度报告"),
        sz.section("二、公司基本情况"),
        sz.heading("1、公司简介"),
        *_profile(filing, extras),
        sz.heading("2、主要会计数据和财务指标"),
        Line("公司是否需追溯调整或重述以前年度会计数据"),
        tick(False, yes="是", no="否"),
        *sz.halfyear_figures(filing),
        sz.heading("3、公司股东数量及持股情况"),
        sz.unit("单位：股"),
        sz.counts(filing.holdings),
        *sz.top_ten(filing.holdings, split=extras.split, widths=extras.widths),
        *(sz.lending_tables(filing.lending) if filing.lending.participation is not None else []),
        *_control(),
        sz.section("三、重要事项"),
        *narrative(extras.narrative),
    ]
    return Document(f"{filing.company.name} {filing.title}", SHENZHEN, tuple(blocks))


def annual_summary(filing: Filing, extras: Extras) -> Document:
    """An annual summary: three years, restated or not, the quarters, holders with both dates' counts."""
    restated = any(f.before for f in filing.figures)
    blocks = [
        *(sz.cover(filing, extras.notice, extras.date) if extras.cover else []),
        *_opening("年度报告"),
        sz.section("二、公司基本情况"),
        sz.heading("1、公司简介"),
        *_profile(filing, extras),
        sz.heading("2、报告期主要业务或产品简介"),
        *narrative(extras.narrative),
        sz.heading("3、主要会计数据和财务指标"),
        Line("（1） 近三年主要会计数据和财务指标", 9, bold=True),
        Line("公司是否需追溯调整或重述以前年度会计数据"),
        tick(restated, yes="是", no="否"),
        *([Line("追溯调整或重述原因"), Line("同一控制下企业合并")] if restated else []),
        sz.unit("元"),
        *sz.annual_figures(filing),
        Gap(6),
        Line("（2） 分季度主要会计数据", 9, bold=True),
        sz.unit("单位：元"),
        sz.quarters(filing),
        Line("上述财务指标或其加总数是否与公司已披露季度报告、半年度报告相关财务指标存在重大差异"),
        tick(False, yes="是", no="否"),
        sz.heading("4、股本及股东情况"),
        Line("（1） 普通股股东和表决权恢复的优先股股东数量及前 10 名股东持股情况表", 9, bold=True),
        sz.unit("单位：股"),
        sz.annual_counts(filing.holdings),
        *sz.top_ten(filing.holdings, split=extras.split, widths=extras.widths),
        *(sz.lending_tables(filing.lending) if filing.lending.participation is not None else []),
        Gap(4),
        Line("（2） 公司优先股股东总数及前 10 名优先股股东持股情况表", 9, bold=True),
        tick(False),
        sz.heading("5、在年度报告批准报出日存续的债券情况"),
        tick(False),
        sz.section("三、重要事项"),
        Line("没有其他需要说明的事项。", indent=True),
    ]
    return Document(f"{filing.company.name} {filing.title}", SHENZHEN, tuple(blocks))


def movements(extras: Extras) -> Block:
    """Balances that moved much, with the reason."""
    rows = [row(*(sz.head(text) for text in ("项目", "期末余额（元）", "期初余额（元）", "变动比例", "变动原因")))]
    for name, end, start, why in extras.movements:
        figures = (sz.amount(number(end)), sz.amount(number(start)), Cell(f"{growth(end, start)}%", align="right"))
        rows.append(row(Cell(name, shade=True), *figures, why))
    return table((92, 92, 92, 56, 150), rows)


def quarterly_report(filing: Filing, extras: Extras) -> Document:
    """A first- or third-quarter report: key figures, holders with the unrestricted ones, lending."""
    name = {"q1": "第一季度", "q3": "第三季度"}[filing.kind]
    company = filing.company
    line = f"证券代码：{company.code}          证券简称：{company.short}          公告编号：{extras.notice}"
    blocks = [
        Line(line, 9),
        Gap(24),
        Line(company.name, 16, bold=True, align="center", leading=2.2),
        Line(filing.title, 16, bold=True, align="center", leading=2.2),
        Line("董事会保证本报告所载内容属实，并对其负责。"),
        Line("重要内容提示：", 10.6, bold=True, leading=2.2),
        Line(f"1.公司负责人和会计负责人声明：{name}报告中的财务信息属实、完整。"),
        Line(f"2.{name}报告是否经过审计"),
        tick(False, yes="是", no="否"),
        sz.section("一、主要财务数据"),
        sz.heading("（一） 主要会计数据和财务指标"),
        Line("公司是否需追溯调整或重述以前年度会计数据"),
        tick(False, yes="是", no="否"),
        *(sz.third_quarter_figures(filing) if filing.kind == "q3" else sz.halfyear_figures(filing)),
        sz.heading("（二） 主要会计数据和财务指标发生变动的情况及原因"),
        tick(True),
        *narrative(extras.narrative),
        *([movements(extras)] if extras.movements else []),
        Gap(extras.room),
        sz.section("二、股东信息"),
        sz.heading("（一） 普通股股东总数和表决权恢复的优先股股东数量及前十名股东持股情况表"),
        sz.unit("单位：股"),
        sz.quarterly_counts(filing.holdings),
        *sz.top_ten(filing.holdings, split=extras.split, with_notes=False, widths=extras.widths),
        *sz.unrestricted(filing.holdings),
        *(sz.lending_tables(filing.lending) if filing.lending.participation is not None else []),
        sz.heading("（二） 公司优先股股东总数及前 10 名优先股股东持股情况表"),
        tick(False),
        sz.section("三、其他重要事项"),
        tick(False),
        Break(),
        sz.section("四、季度财务报表"),
        Line("财务报表从略。"),
    ]
    return Document(f"{company.name} {filing.title}", SHENZHEN, tuple(blocks))
