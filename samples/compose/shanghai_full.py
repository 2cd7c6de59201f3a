"""A full annual report in the Shanghai exchange's form, cut down to the parts with tables. The sentences are ours."""

from __future__ import annotations

from compose import shanghai as sh
from compose.facts import Filing, Holdings, number
from compose.model import ROOT, SHANGHAI, Block, Break, Cell, Document, Gap, Line, row, table, tick
from compose.shenzhen import CHANGES, PARTICIPATION
from compose.statements import blocks as statement_blocks
from compose.statements import notes as note_blocks

INDICATORS = {"per_share", "ratio"}


def particulars(filing: Filing) -> list[Block]:
    """The company's names and its shares."""
    company = filing.company
    names = [row("公司的中文名称", company.name), row("公司的中文简称", company.short)]
    return [table((0.4, 0.6), names), sh.heading("二、 公司股票简况"), sh.stock(filing)]


def figures(filing: Filing) -> list[Block]:
    """Accounting data, then indicators, each a table under a title of its own."""
    year = filing.year
    years = [f"{year - n}年" for n in range(3)]
    ends = [f"{text}末" for text in years]
    flows = [f for f in filing.figures if f.kind == "flow"]
    balances = [f for f in filing.figures if f.kind == "balance"]
    indicators = [f for f in filing.figures if f.kind in INDICATORS]

    def heads(first: str, columns: list[str], change: str) -> tuple[Cell, ...]:
        texts = (first, columns[0], columns[1], change, columns[2])
        return row(*(sh.center(text) for text in texts))

    def body(group: list) -> list[tuple[Cell, ...]]:
        return [
            row(sh.label(f), sh.right(f.value(0)), sh.right(f.value(1)), sh.changed(f), sh.right(f.value(2)))
            for f in group
        ]

    widths = (128, 86, 86, 67, 86)
    data = [heads("主要会计数据", years, "本期比上年同期增减(%)"), *body(flows)]
    data += [heads("", ends, "本期末比上年同期末增减（%）"), *body(balances)]
    ratios = [heads("主要财务指标", years, "本期比上年同期增减(%)"), *body(indicators)]
    return [
        sh.heading("(一) 主要会计数据"),
        sh.unit(sh.YUAN),
        table(widths, data),
        sh.heading("(二) 主要财务指标"),
        table(widths, ratios),
    ]


def partners(filing: Filing) -> list[Block]:
    """Customers and suppliers, in sentences as the form prints them, in 万元."""
    blocks: list[Block] = []
    words = {
        "customers": ("A.公司主要销售客户情况", "前五名客户销售额", "年度销售总额", "客户销售额中关联方销售额"),
        "suppliers": ("B.公司主要供应商情况", "前五名供应商采购额", "年度采购总额", "供应商采购额中关联方采购额"),
    }
    for side in filing.partners:
        title, amount, total, related = words[side.side]
        value = number(side.amount) or 0
        text = f"{amount}{value / 10000:,.2f}万元，占{total}{side.share}%；其中前五名{related}0万元，占{total}0%。"
        blocks += [Line(title), tick(True, ROOT), Line(text, 10.5)]
    return blocks


def holders(holdings: Holdings) -> list[Block]:
    """Numbers, the top ten, and the ten largest holders of unrestricted shares."""
    lines = (
        ("截至报告期末普通股股东总数(户)", "holders"),
        ("年度报告披露日前上一月末的普通股股东总数(户)", "holders_prior_month_end"),
        ("截至报告期末表决权恢复的优先股股东总数（户）", "preferred_holders"),
        ("年度报告披露日前上一月末表决权恢复的优先股股东总数（户）", "preferred_holders_prior_month_end"),
    )
    rows = [
        row(sh.center("前十名无限售条件股东持股情况（不含通过转融通出借股份）", 4)),
        row(
            sh.center("股东名称", rows=2),
            sh.center("持有无限售条件流通股的数量", rows=2),
            sh.center("股份种类及数量", 2),
        ),
        row(sh.center("种类"), sh.center("数量")),
    ]
    for holder in holdings.unrestricted:
        shares = sh.right(holder.shares if holder.unrestricted is None else holder.unrestricted)
        rows.append(row(holder.name, shares, sh.center(holder.share_class), shares))
    return [
        sh.heading("(一) 股东总数"),
        sh.counts(holdings, lines),
        sh.heading("(二) 截至报告期末前十名股东、前十名流通股东（或无限售条件股东）持股情况表"),
        sh.unit("单位：股"),
        sh.annual_holders(holdings, "前十名股东持股情况（不含通过转融通出借股份）")[0],
        table((160, 118, 85, 90), rows),
        sh.below(holdings),
    ]


def financial_report(filing: Filing) -> list[Block]:
    """The statements and the tables of the notes, of a filing that has them."""
    if not filing.statements:
        return []
    company = filing.company.name
    return [
        sh.part("第十节 财务报告"),
        sh.heading("二、 财务报表"),
        *(block for each in filing.statements for block in statement_blocks(each, company, filing.year)),
        sh.heading("七、 合并财务报表项目注释"),
        *note_blocks(filing.notes),
    ]


def annual_report(filing: Filing, extras: sh.Extras) -> Document:
    """The report: figures, segments, partners, holders, ticks of the lending disclosures."""
    blocks = [
        *sh.cover(filing),
        sh.part("重要提示"),
        Line("一、 董事会和高级管理人员保证年度报告内容属实，并对其负责。", 10.5),
        Line("二、 会计师事务所对财务报表出具了标准无保留意见。", 10.5),
        sh.part("第二节 公司简介和主要财务指标"),
        sh.heading("一、 公司信息"),
        *particulars(filing),
        sh.heading("七、 近三年主要会计数据和财务指标"),
        *figures(filing),
        sh.heading(f"九、 {filing.year} 年分季度主要财务数据"),
        sh.unit(sh.YUAN),
        sh.quarters(filing),
        Line("季度数据与已披露定期报告数据差异说明"),
        sh.no(),
        Break(),
        sh.part("第三节 管理层讨论与分析"),
        sh.heading("五、 报告期内主要经营情况"),
        *sh.narrative(extras.narrative),
        sh.heading("(一) 主营业务分析"),
        sh.heading("2、 收入和成本分析"),
        tick(True, ROOT),
        sh.heading("(1). 主营业务分行业、分产品、分地区、分销售模式情况"),
        sh.unit(sh.YUAN),
        sh.segments(filing.breakdowns),
        Gap(6),
        sh.heading("(7). 主要销售客户及主要供应商情况"),
        *partners(filing),
        sh.part("第七节 股份变动及股东情况"),
        sh.heading("三、 股东和实际控制人情况"),
        *holders(filing.holdings),
        Line(PARTICIPATION),
        sh.no(),
        Line(CHANGES),
        sh.no(),
        *financial_report(filing),
    ]
    return Document(f"{filing.company.name} {filing.title}", SHANGHAI, tuple(blocks))
