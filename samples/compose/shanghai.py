"""The Shanghai exchange's forms: annual summary, STAR half-year summary, full annual report. The sentences are ours."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from compose.facts import Breakdown, Figure, Filing, Holder, Holdings, growth, number
from compose.model import ROOT, SHANGHAI, STAR, Block, Break, Cell, Document, Gap, Line, row, table, tick
from compose.truth import holder_percent

PRINTED_UNIT = {"flow": "", "balance": "", "per_share": "（元／股）", "ratio": "（%）"}
YUAN = "单位：元  币种：人民币"


@dataclass(frozen=True)
class Extras:
    """What a report prints beside its figures."""

    secretary: str
    deputy: str
    phone: str
    address: str
    mail: str
    narrative: tuple[str, ...]
    split: bool = False


def center(text: str, span: int = 1, rows: int = 1) -> Cell:
    """A centred cell."""
    return Cell(text, span, rows, "center")


def right(value: Decimal | int | None, blank: str = "") -> Cell:
    """A figure, set right."""
    return Cell(blank if value is None else f"{value:,}", align="right")


def part(text: str) -> Line:
    """第一节 …, centred."""
    return Line(text, 12, bold=True, align="center", before=16, leading=2.4)


def heading(text: str) -> Line:
    """A numbered heading."""
    return Line(text, 10.5, bold=True, before=8, leading=2)


def unit(text: str) -> Line:
    """The unit above a table."""
    return Line(text, 9, align="right")


def no() -> Line:
    """□适用 √不适用."""
    return tick(False, ROOT)


def changed(figure: Figure) -> Cell:
    """The change: a number without its sign, points in words, 不适用 against a negative base."""
    value = figure.change(negative_base=False)
    if value is None:
        return Cell("不适用", align="right")
    if figure.kind != "ratio":
        return right(value)
    return center(f"{'增加' if value >= 0 else '减少'}{abs(value)}个百分点")


def label(figure: Figure) -> Cell:
    """The row's label with its unit."""
    return Cell(figure.name + PRINTED_UNIT[figure.kind])


def annual_figures(filing: Filing) -> Block:
    """近三年的主要会计数据: balances first."""
    year = filing.year
    heads = ("", f"{year}年", f"{year - 1}年", "本年比上年增减(%)", f"{year - 2}年")
    rows = [row(*(center(text) for text in heads))]
    for figure in filing.figures:
        values = [right(figure.value(place)) for place in range(3)]
        rows.append(row(label(figure), values[0], values[1], changed(figure), values[2]))
    return table((133, 85, 85, 65, 85), rows)


def quarters(filing: Filing) -> Block:
    """The table of quarters, each heading over two lines."""
    names = ("第一季度\n（1-3 月份）", "第二季度\n（4-6 月份）", "第三季度\n（7-9 月份）", "第四季度\n（10-12 月份）")
    rows = [row(center(""), *(center(name) for name in names))]
    rows += [row(text, *(right(number(v)) for v in values)) for _item, text, values in filing.quarterly]
    return table((133, 80, 80, 80, 80), rows)


def halfyear_figures(filing: Filing) -> Block:
    """Half-year: balances first, then the flows under a heading of their own."""
    rows = [row(center(""), center("本报告期末"), center("上年度末"), center("本报告期末比上年度末增减(%)"))]
    for group in (True, False):
        if not group:
            rows.append(row(center(""), center("本报告期"), center("上年同期"), center("本报告期比上年同期增减(%)")))
        for figure in (f for f in filing.figures if (f.kind == "balance") == group):
            values = (center(f"{figure.value(0):,}"), center(f"{figure.value(1):,}"))
            rows.append(row(center(label(figure).text), *values, center(changed(figure).text)))
    return table((165, 99, 97, 92), rows)


def counts(holdings: Holdings, lines: tuple[tuple[str, str], ...], wide: float = 0.66) -> Block:
    """Numbers of holders, one a row."""
    rows = [row(text, right(holdings.counts[name])) for text, name in lines]
    return table((wide, 1 - wide), rows)


def _state(holder: Holder) -> tuple[tuple[str, int | None], ...]:
    return holder.pledges or (("无", None),)


def annual_holders(holdings: Holdings, title: str, *, split: bool = False) -> list[Block]:
    """The top ten of an annual report: change, number, per cent, restricted, state, nature."""
    rows = [
        row(center(title, 8)),
        row(
            center("股东名称\n（全称）", rows=2), center("报告期内增减", rows=2), center("期末持股数量", rows=2),
            center("比例(%)", rows=2), center("持有有限售条件的股份数量", rows=2), center("质押、标记或冻结情况", 2),
            center("股东性质", rows=2),
        ),
        row(center("股份状态"), center("数量")),
    ]  # fmt: skip
    for holder in holdings.top:
        states = _state(holder)
        deep = len(states)
        moved = holder.change if isinstance(holder.change, str) else right(holder.change).text
        first = (Cell(holder.name + (holder.note or ""), rows=deep), Cell(moved, 1, deep, "right"))
        first += tuple(
            Cell(text, 1, deep, "right")
            for text in (
                f"{holder.shares:,}",
                str(holder_percent(holder, holdings)),
                "" if holder.restricted is None else f"{holder.restricted:,}",
            )
        )
        for place, (state, shares) in enumerate(states):
            cells = (center(state), right(shares))
            last = (center(holder.nature, rows=deep),)
            rows.append((*first, *cells, *last) if place == 0 else cells)
    return [table((95, 62, 68, 36, 54, 34, 62, 42), rows, split=split), below(holdings)]


def below(holdings: Holdings) -> Block:
    """The rows of explanations under the top ten."""
    rows = [
        row("上述股东关联关系或一致行动的说明", holdings.concert or "无"),
        row("表决权恢复的优先股股东及持股数量的说明", "无"),
    ]
    return table((150, 303), rows)


def star_holders(holdings: Holdings, *, split: bool = True) -> list[Block]:
    """STAR's top ten: with restricted shares including those lent, and one heading over state and number."""
    heads = ("股东名称", "股东性质", "持股比例(%)", "持股\n数量", "持有有限售条件的股份数量")
    heads += ("包含转融通借出股份的限售股份数量",)
    rows = [
        row(center("前 10 名股东持股情况", 8)),
        row(*(center(text) for text in heads), center("质押、标记或冻结的股份数量", 2)),
    ]
    for holder in holdings.top:
        restricted = holder.restricted or 0
        states = holder.pledges or (("无", 0),)
        cells = (holder.name, holder.nature, str(holder_percent(holder, holdings)), f"{holder.shares:,}")
        cells += (f"{restricted:,}", f"{restricted + holder.lent:,}", states[0][0], f"{states[0][1]:,}")
        rows.append(tuple(center(text) for text in cells))
    return [table((118, 68, 41, 66, 45, 50, 30, 60), rows, split=split), below(holdings)]


def cover(filing: Filing) -> list[Block]:
    """The first page."""
    company = filing.company
    gap = " " * 60
    return [
        Line(f"公司代码：{company.code}{gap}公司简称：{company.short}", 10.5),
        Gap(160),
        Line(company.name, 18, bold=True, align="center", leading=2.4),
        Line(filing.title, 18, bold=True, align="center", leading=2.4),
        Break(),
    ]


def narrative(lines: tuple[str, ...]) -> list[Block]:
    """Paragraphs."""
    return [Line(text, 10.5, indent=True, leading=1.7) for text in lines]


def people(extras: Extras) -> Block:
    """Whom to ask."""
    rows = [
        row(center("联系人和联系方式"), center("董事会秘书（信息披露境内代表）"), center("证券事务代表")),
        row(center("姓名"), center(extras.secretary), center(extras.deputy)),
        row(center("电话"), center(extras.phone), center(extras.phone)),
        row(center("办公地址"), center(extras.address), center(extras.address)),
        row(center("电子信箱"), center(extras.mail), center(extras.mail)),
    ]
    return table((113, 185, 153), rows)


def stock(filing: Filing) -> Block:
    """公司股票简况."""
    company = filing.company
    market = "上海证券交易所" + ("科创板" if company.board == "STAR" else "")
    heads = ("股票种类", "股票上市交易所", "股票简称", "股票代码", "变更前股票简称")
    rows = [row(center("公司股票简况", 5)), row(*(center(t) for t in heads))]
    rows.append(row(*(center(t) for t in ("A股", market, company.short, company.code, "无"))))
    return table((70, 125, 90, 90, 90), rows)


def annual_summary(filing: Filing, extras: Extras) -> Document:
    """An annual summary of the main board."""
    holdings = filing.holdings
    number_lines = (
        ("截至报告期末普通股股东总数（户）", "holders"),
        ("年度报告披露日前上一月末的普通股股东总数（户）", "holders_prior_month_end"),
        ("截至报告期末表决权恢复的优先股股东总数（户）", "preferred_holders"),
        ("年度报告披露日前上一月末表决权恢复的优先股股东总数（户）", "preferred_holders_prior_month_end"),
    )
    blocks = [
        *cover(filing),
        part("第一节 重要提示"),
        Line("1、 本摘要取自公司年度报告全文。要完整了解公司的经营与财务，请到交易所网站阅读全文。", 10.5),
        Line("2、 董事会和高级管理人员保证年度报告内容属实，并对其负责。", 10.5),
        Line("3、 全体董事都出席了审议本报告的会议。", 10.5),
        Line("4、 会计师事务所对财务报表出具了标准无保留意见。", 10.5),
        part("第二节 公司基本情况"),
        heading("1、 公司简介"),
        stock(filing),
        Gap(8),
        people(extras),
        heading("2、 报告期公司主要业务简介"),
        *narrative(extras.narrative),
        heading("3、 公司主要会计数据和财务指标"),
        heading("3.1 近 3 年的主要会计数据和财务指标"),
        unit(YUAN),
        annual_figures(filing),
        heading("3.2 报告期分季度的主要会计数据"),
        unit(YUAN),
        quarters(filing),
        Line("季度数据与已披露定期报告数据差异说明"),
        no(),
        heading("4、 股东情况"),
        heading(
            "4.1 报告期末及年报披露前一个月末的普通股股东总数、表决权恢复的优先股股东总数"
            "和持有特别表决权股份的股东总数及前 10 名股东情况"
        ),
        unit("单位: 股"),
        counts(holdings, number_lines),
        *annual_holders(holdings, "前十名股东持股情况（不含通过转融通出借股份）", split=extras.split),
        heading("4.2 公司与控股股东之间的产权及控制关系的方框图"),
        no(),
        heading("4.3 公司与实际控制人之间的产权及控制关系的方框图"),
        no(),
        heading("4.4 报告期末公司优先股股东总数及前 10 名股东情况"),
        no(),
        heading("5、 公司债券情况"),
        no(),
        part("第三节 重要事项"),
        Line("1、 报告期内没有其他需要说明的重大变化。", 10.5),
    ]
    return Document(f"{filing.company.name} {filing.title}", SHANGHAI, tuple(blocks))


def star_halfyear_summary(filing: Filing, extras: Extras) -> Document:
    """A half-year summary of the STAR market."""
    number_lines = (
        ("截至报告期末股东总数（户）", "holders"),
        ("截至报告期末表决权恢复的优先股股东总数（户）", "preferred_holders"),
        ("截至报告期末持有特别表决权股份的股东总数（户）", "special_voting_holders"),
    )
    endings = (
        "2.4 前十名境内存托凭证持有人情况表",
        "2.5 截至报告期末表决权数量前十名股东情况表",
        "2.6 截至报告期末的优先股股东总数、前 10 名优先股股东情况表",
        "2.7 控股股东或实际控制人变更情况",
        "2.8 在半年度报告批准报出日存续的债券情况",
    )
    blocks = [
        *cover(filing),
        part("第一节 重要提示"),
        heading("1.1 本摘要取自公司半年度报告全文，完整的内容请看全文。"),
        heading("1.2 重大风险提示"),
        Line("风险见半年度报告全文第三节。"),
        heading("1.3 董事会和高级管理人员保证报告内容属实。"),
        heading("1.4 本半年度报告未经审计。"),
        heading("1.5 董事会决议通过的本报告期利润分配预案或公积金转增股本预案"),
        Line("无"),
        heading("1.6 是否存在公司治理特殊安排等重要事项"),
        no(),
        part("第二节 公司基本情况"),
        heading("2.1 公司简介"),
        heading("公司股票简况"),
        stock(filing),
        heading("公司存托凭证简况"),
        no(),
        heading("联系人和联系方式"),
        people(extras),
        heading("2.2 主要财务数据"),
        unit(YUAN),
        halfyear_figures(filing),
        heading("2.3 前 10 名股东持股情况表"),
        unit("单位: 股"),
        counts(filing.holdings, number_lines, 0.64),
        *star_holders(filing.holdings),
        *(block for text in endings for block in (heading(text), no())),
        part("第三节 重要事项"),
        *narrative(extras.narrative),
    ]
    return Document("", STAR, tuple(blocks))


SEGMENT_HEADS = ("营业收入", "营业成本", "毛利率（%）", "营业收入比上年增减（%）", "营业成本比上年增减（%）")
SEGMENT_HEADS += ("毛利率比上年增减（%）",)


def segments(breakdowns: tuple[Breakdown, ...]) -> Block:
    """主营业务分行业、分产品、分地区情况: one table, each part under a title and headings of its own."""
    rows: list[tuple[Cell, ...]] = []
    for breakdown in breakdowns:
        rows.append(row(center(f"主营业务{breakdown.label}情况", 7)))
        rows.append(row(center(breakdown.label), *(center(text) for text in SEGMENT_HEADS)))
        for line in breakdown.rows:
            points = line.margin_change()
            change = f"{'增加' if points >= 0 else '减少'} {abs(points)} 个百分点"
            cells = [right(number(line.revenue)), right(number(line.cost)), right(line.margin())]
            cells += [right(growth(line.revenue, line.prior)), right(growth(line.cost or "", line.prior_cost or ""))]
            rows.append(row(line.name, *cells, Cell(change)))
    return table((76, 88, 84, 40, 52, 52, 62), rows)
