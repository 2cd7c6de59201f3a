"""A full annual report in the Shenzhen exchange's form, cut down to the parts with tables. The sentences are ours."""

from __future__ import annotations

from compose import shenzhen as sz
from compose.facts import Breakdown, Business, Filing, Holdings, Partners, growth, number, share_of
from compose.model import SHENZHEN, Block, Break, Cell, Document, Gap, Line, row, table, tick
from compose.shenzhen_reports import Extras, narrative
from compose.truth import holder_percent


def particulars(filing: Filing) -> Block:
    """The company's names and codes."""
    company = filing.company
    rows = [
        row(Cell("股票简称", shade=True), company.short, Cell("股票代码", shade=True), company.code),
        row(Cell("股票上市证券交易所", shade=True), Cell("深圳证券交易所", span=3)),
        row(Cell("公司的中文名称", shade=True), Cell(company.name, span=3)),
        row(Cell("公司的中文简称", shade=True), Cell(company.short, span=3)),
    ]
    return table((140, 120, 100, 122), rows)


def composition(filing: Filing) -> Block:
    """营业收入整体情况: both years with shares, each dimension under a row of its own."""
    year = filing.year
    rows = [
        row(
            Cell("", rows=2, shade=True),
            Cell(f"{year} 年", span=2, align="center", shade=True),
            Cell(f"{year - 1} 年", span=2, align="center", shade=True),
            Cell("同比增减", rows=2, align="center", shade=True),
        ),
        row(*(sz.head(text) for _ in range(2) for text in ("金额", "占营业收入比重"))),
    ]
    parts = [b for b in filing.breakdowns if b.table == "composition"]
    total = parts[0].rows[0]
    for breakdown in parts:
        if breakdown.label:
            rows.append(row(Cell(breakdown.label, span=6, shade=True)))
        rows += [_composition_row(line, total) for line in breakdown.rows]
    return table((94, 94, 76, 94, 76, 56), rows)


def _composition_row(line: Business, total: Business) -> tuple[Cell, ...]:
    cells = [Cell(line.name, shade=True)]
    for value, whole in ((line.revenue, total.revenue), (line.prior, total.prior)):
        share = share_of(value, whole)
        cells += [sz.amount(number(value)), Cell("100%" if share == 100 else f"{share}%", align="right")]
    return (*cells, Cell(f"{growth(line.revenue, line.prior)}%", align="right"))


def major(breakdowns: tuple[Breakdown, ...]) -> Block:
    """Lines of business above a tenth: revenue, cost, margin and their changes."""
    heads = (
        "",
        "营业收入",
        "营业成本",
        "毛利率",
        "营业收入比上年同期增减",
        "营业成本比上年同期增减",
        "毛利率比上年同期增减",
    )
    rows = [row(*(sz.head(text) for text in heads))]
    for breakdown in (b for b in breakdowns if b.table == "major"):
        rows.append(row(Cell(breakdown.label, span=7, shade=True)))
        for line in breakdown.rows:
            changes = (growth(line.revenue, line.prior), growth(line.cost or "", line.prior_cost or ""))
            figures = [f"{v}%" for v in (line.margin(), *changes, line.margin_change())]
            amounts = (sz.amount(number(line.revenue)), sz.amount(number(line.cost)))
            rows.append(row(Cell(line.name, shade=True), *amounts, *(Cell(t, align="right") for t in figures)))
    return table((82, 88, 84, 50, 62, 62, 58), rows)


PARTNER_LABELS = {
    "customers": (
        "前五名客户合计销售金额（元）",
        "前五名客户合计销售金额占年度销售总额比例",
        "前五名客户销售额中关联方销售额占年度销售总额比例",
    ),
    "suppliers": (
        "前五名供应商合计采购金额（元）",
        "前五名供应商合计采购金额占年度采购总额比例",
        "前五名供应商采购额中关联方采购额占年度采购总额比例",
    ),
}


def partners(side: Partners) -> Block:
    """Total of the five largest, its share, and the share of related parties."""
    values = (f"{number(side.amount):,}", f"{side.share}%", f"{side.related}%")
    rows = [
        row(Cell(text, shade=True), Cell(value, align="right"))
        for text, value in zip(PARTNER_LABELS[side.side], values, strict=True)
    ]
    return table((300, 182), rows)


def holders(holdings: Holdings) -> list[Block]:
    """The top ten with change, restricted and unrestricted shares, and the ten largest unrestricted holders."""
    heads = ("股东名称", "股东性质", "持股比例", "报告期末持股数量", "报告期内增减变动情况")
    heads += ("持有有限售条件的股份数量", "持有无限售条件的股份数量")
    rows = [
        row(
            Cell(
                "持股 5%以上的股东或前 10 名股东持股情况（不含通过转融通出借股份）", span=9, align="center", shade=True
            )
        ),
        row(
            *(Cell(text, rows=2, align="center", shade=True) for text in heads),
            Cell("质押、标记或冻结情况", span=2, align="center", shade=True),
        ),
        row(sz.head("股份状态"), sz.head("数量")),
    ]
    for holder in holdings.top:
        states = holder.pledges or (("不适用", 0),)
        deep = len(states)
        restricted = holder.restricted or 0
        moved = holder.change if isinstance(holder.change, str) else f"{holder.change:,}"
        texts = (f"{holder_percent(holder, holdings)}%", f"{holder.shares:,}", moved)
        texts += (f"{restricted:,}", f"{holder.shares - restricted:,}")
        first = (Cell(("#" if holder.mark else "") + holder.name, rows=deep), Cell(holder.nature, rows=deep))
        first += tuple(Cell(text, rows=deep, align="right") for text in texts)
        for place, (state, shares) in enumerate(states):
            pair = (Cell(state), sz.amount(shares))
            rows.append((*first, *pair) if place == 0 else pair)
    widths = (78, 48, 42, 62, 56, 60, 62, 36, 50)
    return [table(widths, rows), *sz.unrestricted(holdings)]


def annual_report(filing: Filing, extras: Extras) -> Document:
    """The report: figures, segments, partners, holders, lending."""
    customers, suppliers = filing.partners
    company = filing.company
    blocks = [
        Gap(190),
        Line(company.name, 18, bold=True, align="center", leading=2.6),
        Line(filing.title.removesuffix("全文"), 18, bold=True, align="center", leading=2.6),
        Gap(200),
        Line(extras.date, 14, bold=True, align="center"),
        Break(),
        sz.section("第一节 重要提示、目录和释义"),
        Line("董事会和高级管理人员保证报告内容属实，并对其负责。", indent=True),
        sz.section("第二节 公司简介和主要财务指标"),
        sz.heading("一、公司信息"),
        particulars(filing),
        sz.heading("二、主要会计数据和财务指标"),
        Line("公司是否需追溯调整或重述以前年度会计数据"),
        tick(True, yes="是", no="否"),
        Line("追溯调整或重述原因"),
        Line("同一控制下企业合并"),
        *sz.annual_figures(filing),
        sz.heading("三、分季度主要财务指标"),
        sz.unit("单位：元"),
        sz.quarters(filing),
        Line("上述财务指标或其加总数是否与公司已披露季度报告、半年度报告相关财务指标存在重大差异"),
        tick(False, yes="是", no="否"),
        sz.section("第三节 管理层讨论与分析"),
        sz.heading("一、报告期内公司从事的主要业务"),
        *narrative(extras.narrative),
        sz.heading("二、主营业务分析"),
        sz.heading("1、收入与成本"),
        Line("（1） 营业收入构成", bold=True),
        Line("营业收入整体情况"),
        sz.unit("单位：元"),
        composition(filing),
        Gap(6),
        Line("（2） 占公司营业收入或营业利润 10%以上的行业、产品、地区、销售模式的情况", bold=True),
        tick(True),
        sz.unit("单位：元"),
        major(filing.breakdowns),
        Gap(6),
        Line("（3） 主要销售客户和主要供应商情况", bold=True),
        Line("公司主要销售客户情况"),
        partners(customers),
        Gap(4),
        Line("公司主要供应商情况"),
        partners(suppliers),
        sz.section("第四节 股份变动及股东情况"),
        sz.heading("一、股东和实际控制人情况"),
        Line("1、公司股东数量及持股情况", bold=True),
        sz.unit("单位：股"),
        sz.annual_counts(filing.holdings),
        *holders(filing.holdings),
        *sz.lending_tables(filing.lending),
    ]
    return Document(f"{company.name} {filing.title}", SHENZHEN, tuple(blocks))
