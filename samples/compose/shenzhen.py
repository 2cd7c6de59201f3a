"""The Shenzhen exchange's forms: half-year and annual summaries (main board and ChiNext)."""

from __future__ import annotations

from decimal import Decimal

from compose.facts import Figure, Filing, Holder, Holdings, Lending, number, percent
from compose.model import TICK, Block, Break, Cell, Gap, Line, row, table, tick
from compose.truth import holder_percent

PRINTED_UNIT = {"flow": "（元）", "balance": "（元）", "per_share": "（元/股）", "ratio": ""}


def head(text: str) -> Cell:
    """A shaded cell of a heading, centred."""
    return Cell(text, align="center", shade=True)


def amount(value: Decimal | int | None, suffix: str = "") -> Cell:
    """A figure, set right."""
    return Cell("" if value is None else f"{value:,}{suffix}", align="right")


def section(text: str) -> Line:
    """A heading of the first level (一、)."""
    return Line(text, 12, bold=True, before=14, leading=2.2)


def heading(text: str) -> Line:
    """A heading of the second level (1、)."""
    return Line(text, 10.6, bold=True, before=9, leading=2.2)


def unit(text: str) -> Line:
    """The unit above a table."""
    return Line(text, align="right")


def cover(filing: Filing, notice: str, date: str) -> list[Block]:
    """The first page."""
    company = filing.company
    line = f"证券代码：{company.code}      证券简称：{company.short}      公告编号：{notice}"
    return [
        Line(line, 12, align="center"),
        Gap(190),
        Line(company.name, 18, bold=True, align="center", leading=2.6),
        Line(filing.title, 18, bold=True, align="center", leading=2.6),
        Gap(230),
        Line(date, 14, bold=True, align="center"),
        Break(),
    ]


def profile(filing: Filing, secretary: str, deputy: str, phone: str, address: str, mail: str) -> list[Block]:
    """The table of the company's particulars."""
    company = filing.company
    rows = [
        row(Cell("股票简称", shade=True), Cell(company.short), Cell("股票代码", shade=True), Cell(company.code)),
        row(Cell("股票上市交易所", shade=True), Cell("深圳证券交易所", span=3)),
    ]
    people = [
        row(head("联系人和联系方式"), head("董事会秘书"), head("证券事务代表")),
        row(Cell("姓名", shade=True), secretary, deputy),
        row(Cell("电话", shade=True), phone, phone),
        row(Cell("办公地址", shade=True), address, address),
        row(Cell("电子信箱", shade=True), mail, mail),
    ]
    return [table((160, 107, 107, 107), rows), table((160, 161, 160), people)]


def printed(figure: Figure, place: int) -> Cell:
    """A figure of the key figures as the form prints it."""
    value = figure.value(place)
    return amount(value, "%" if figure.kind == "ratio" else "") if value is not None else Cell("—", align="center")


def changed(figure: Figure) -> Cell:
    """The change, with its per cent sign."""
    value = figure.change(negative_base=True)
    return amount(value, "%") if value is not None else Cell("—", align="center")


def label(figure: Figure) -> Cell:
    """The row's label with its unit."""
    return Cell(figure.name + PRINTED_UNIT[figure.kind], shade=True)


def halfyear_figures(filing: Filing) -> list[Block]:
    """Key figures of a half-year: flows, then balances under a heading of their own."""
    flows = [f for f in filing.figures if f.kind != "balance"]
    balances = [f for f in filing.figures if f.kind == "balance"]
    rows = [
        row(head(""), head("本报告期"), head("上年同期"), head("本报告期比上年同期增减")),
        *(row(label(f), printed(f, 0), printed(f, 1), changed(f)) for f in flows),
        row(head(""), head("本报告期末"), head("上年度末"), head("本报告期末比上年度末增减")),
        *(row(label(f), printed(f, 0), printed(f, 1), changed(f)) for f in balances),
    ]
    return [table((193, 96, 97, 96), rows)]


def annual_figures(filing: Filing) -> list[Block]:
    """Key figures of three years; with 调整前 and 调整后 for the earlier years where they were restated."""
    restated = any(f.before for f in filing.figures)
    rows: list[tuple[Cell, ...]] = []
    for kind, suffix, change in (("flow", "", "本年比上年增减"), ("balance", "末", "本年末比上年末增减")):
        rows += _year_heads(filing.year, suffix, change, restated=restated)
        for figure in filing.figures:
            if (figure.kind == "balance") == (kind == "balance"):
                rows.append(_year_row(figure, restated=restated))
    return [table((76, 72, 68, 68, 54, 72, 72) if restated else (150, 88, 88, 68, 88), rows)]


def _year_heads(year: int, suffix: str, change: str, *, restated: bool) -> list[tuple[Cell, ...]]:
    now, last, before = (f"{year - n} 年{suffix}" for n in range(3))
    if not restated:
        return [row(head(""), head(now), head(last), head(change), head(before))]
    blank, current = (Cell(t, rows=2, align="center", shade=True) for t in ("", now))
    wide = (Cell(t, span=2, align="center", shade=True) for t in (last, before))
    last_cell, before_cell = wide
    return [
        row(blank, current, last_cell, head(change), before_cell),
        row(head("调整前"), head("调整后"), head("调整后"), head("调整前"), head("调整后")),
    ]


def _year_row(figure: Figure, *, restated: bool) -> tuple[Cell, ...]:
    if not restated:
        return row(label(figure), printed(figure, 0), printed(figure, 1), changed(figure), printed(figure, 2))
    suffix = "%" if figure.kind == "ratio" else ""
    before = [amount(number(value), suffix) for value in figure.before]
    middle = (before[0], printed(figure, 1), changed(figure), before[1])
    return row(label(figure), printed(figure, 0), *middle, printed(figure, 2))


def quarters(filing: Filing) -> Block:
    """The table of quarters."""
    names = ("第一季度", "第二季度", "第三季度", "第四季度")
    rows = [row(head(""), *(head(name) for name in names))]
    for _item, text, values in filing.quarterly:
        rows.append(row(Cell(text, shade=True), *(amount(number(v)) for v in values)))
    return table((130, 88, 88, 88, 88), rows)


def third_quarter_figures(filing: Filing) -> list[Block]:
    """Key figures of a third quarter: the quarter and the year to date, each with its change."""
    titles = ("本报告期", "本报告期比上年同期增减", "年初至报告期末", "年初至报告期末比上年同期增减")
    rows = [row(head(""), *(head(t) for t in titles))]
    flows = [f for f in filing.figures if f.span == "quarter"]
    for quarter in flows:
        total = next(f for f in filing.figures if f.item == quarter.item and f.span == "year_to_date")
        rows.append(row(label(quarter), printed(quarter, 0), changed(quarter), printed(total, 0), changed(total)))
    rows.append(
        row(head(""), head("本报告期末"), head("上年度末"), Cell("本报告期末比上年度末增减", 2, 1, "center", True))
    )
    for figure in (f for f in filing.figures if f.kind == "balance"):
        change = Cell(changed(figure).text, span=2, align="right")
        rows.append(row(label(figure), printed(figure, 0), printed(figure, 1), change))
    return [table((150, 88, 78, 88, 78), rows)]


def annual_counts(holdings: Holdings) -> Block:
    """The numbers of holders at the year's end and a month before the report."""
    cells: list[Cell] = []
    for text, name in (
        ("报告期末普通股股东总数", "holders"),
        ("年度报告披露日前一个月末普通股股东总数", "holders_prior_month_end"),
        ("报告期末表决权恢复的优先股股东总数", "preferred_holders"),
        ("年度报告披露日前一个月末表决权恢复的优先股股东总数", "preferred_holders_prior_month_end"),
        ("持有特别表决权股份的股东总数（如有）", "special_voting_holders"),
    ):
        cells += [Cell(text, shade=True), amount(holdings.counts[name])]
    return table((56, 42, 66, 42, 62, 24, 70, 24, 62, 34), [cells])


def quarterly_counts(holdings: Holdings) -> Block:
    """The numbers of holders in a quarterly report."""
    cells = row(
        Cell("报告期末普通股股东总数", shade=True),
        amount(holdings.counts["holders"]),
        Cell("报告期末表决权恢复的优先股股东总数（如有）", shade=True),
        amount(holdings.counts["preferred_holders"]),
    )
    return table((110, 90, 200, 82), [cells])


def unrestricted(holdings: Holdings) -> list[Block]:
    """The ten largest holders of unrestricted shares, then the notes."""
    rows = [
        row(Cell(UNRESTRICTED, span=4, align="center", shade=True)),
        row(
            Cell("股东名称", rows=2, align="center", shade=True),
            Cell("持有无限售条件股份数量", rows=2, align="center", shade=True),
            Cell("股份种类及数量", span=2, align="center", shade=True),
        ),
        row(head("股份种类"), head("数量")),
    ]
    for holder in holdings.unrestricted:
        shares = amount(holder.shares if holder.unrestricted is None else holder.unrestricted)
        name = ("#" if holder.mark else "") + holder.name + (holder.note or "")
        rows.append(row(Cell(name), shares, holder.share_class, shares))
    return [table((168, 130, 94, 90), rows), *notes(holdings, "前 10 名股东参与融资融券业务情况说明（如有）")]


def counts(holdings: Holdings) -> Block:
    """The numbers of holders, in a row above the top ten."""
    cells: list[Cell] = []
    for text, name in (
        ("报告期末普通股股东总数", "holders"),
        ("报告期末表决权恢复的优先股股东总数（如有）", "preferred_holders"),
        ("持有特别表决权股份的股东总数（如有）", "special_voting_holders"),
    ):
        cells += [Cell(text, shade=True), amount(holdings.counts[name])]
    return table((94, 76, 84, 66, 70, 52), [cells])


def holder_rows(holder: Holder, holdings: Holdings) -> list[tuple[Cell, ...]]:
    """One holder: as many rows as it has pledges."""
    states = holder.pledges or (("不适用", 0),)
    deep = len(states)
    name = ("#" if holder.mark else "") + holder.name + (holder.note or "")
    first = row(
        Cell(name, rows=deep),
        Cell(holder.nature, rows=deep),
        Cell(f"{holder_percent(holder, holdings)}%", rows=deep, align="right"),
        Cell(f"{holder.shares:,}", rows=deep, align="right"),
        Cell("" if holder.restricted is None else f"{holder.restricted:,}", rows=deep, align="right"),
        states[0][0],
        amount(states[0][1]),
    )
    return [first, *(row(state, amount(shares)) for state, shares in states[1:])]


HOLDER_WIDTHS = (94, 60, 56, 72, 72, 64, 64)


def top_ten(
    holdings: Holdings, *, split: bool = False, with_notes: bool = True, widths: tuple[float, ...] = HOLDER_WIDTHS
) -> list[Block]:
    """The top ten, with the notes below where no second table follows."""
    rows = [
        row(Cell("前 10 名股东持股情况（不含通过转融通出借股份）", span=7, align="center", shade=True)),
        row(
            Cell("股东名称", rows=2, align="center", shade=True),
            Cell("股东性质", rows=2, align="center", shade=True),
            Cell("持股比例", rows=2, align="center", shade=True),
            Cell("持股数量", rows=2, align="center", shade=True),
            Cell("持有有限售条件的股份数量", rows=2, align="center", shade=True),
            Cell("质押、标记或冻结情况", span=2, align="center", shade=True),
        ),
        row(head("股份状态"), head("数量")),
    ]
    for holder in holdings.top:
        rows += holder_rows(holder, holdings)
    below = notes(holdings, "前 10 名普通股股东参与融资融券业务股东情况说明（如有）") if with_notes else []
    return [table(widths, rows, split=split), *below]


def notes(holdings: Holdings, margin_label: str) -> list[Block]:
    """The rows on acting in concert and on margin accounts."""
    rows = [
        row(Cell("上述股东关联关系或一致行动的说明", shade=True), holdings.concert or "无"),
        row(Cell(margin_label, shade=True), holdings.margin or "不适用"),
    ]
    return [table((154, 328), rows)]


UNRESTRICTED = "前 10 名无限售条件股东持股情况（不含通过转融通出借股份、高管锁定股）"
PARTICIPATION = "持股 5%以上股东、前 10 名股东及前 10 名无限售流通股股东参与转融通业务出借股份情况"
OWN_AND_LENT = "期末股东普通账户、信用账户持股及转融通出借股份且尚未归还的股份数量"
CHANGES = "前 10 名股东及前 10 名无限售流通股股东因转融通出借/归还原因导致较上期发生变化"


def lending_tables(lending: Lending, mark: str = TICK) -> list[Block]:
    """Both lending disclosures with their ticks."""
    blocks: list[Block] = [Gap(4), Line(PARTICIPATION), tick(bool(lending.participation), mark)]
    if lending.rows:
        blocks += [unit("单位：股"), participation(lending)]
    blocks += [Gap(4), Line(CHANGES), tick(bool(lending.changes), mark)]
    if lending.moved:
        blocks += [unit("单位：股"), changes(lending)]
    return blocks


def participation(lending: Lending) -> Block:
    """The table of opening and closing numbers, own and lent."""
    top = ("期初普通账户、信用账户持股", "期初转融通出借股份且尚未归还")
    top += ("期末普通账户、信用账户持股", "期末转融通出借股份且尚未归还")
    rows = [
        row(Cell(PARTICIPATION, span=9, align="center", shade=True)),
        row(
            Cell("股东名称（全称）", rows=2, align="center", shade=True),
            *(Cell(text, span=2, align="center", shade=True) for text in top),
        ),
        row(*(head(text) for _ in top for text in ("数量合计", "占总股本的比例"))),
    ]
    for lent in lending.rows:
        cells = [Cell(lent.name)]
        for shares, total, pct in (
            (lent.opening, lending.opening_total, lent.pct[0]),
            (lent.opening_lent, lending.opening_total, lent.pct[1]),
            (lent.closing, lending.closing_total, lent.pct[2]),
            (lent.closing_lent, lending.closing_total, lent.pct[3]),
        ):
            shown = pct or percent(shares, total, lending.digits)
            cells += [amount(shares), Cell(f"{shown}%", align="right")]
        rows.append(tuple(cells))
    return table((106, 58, 40, 50, 40, 58, 40, 50, 40), rows)


def changes(lending: Lending) -> Block:
    """The table of holders that entered or left because of lending."""
    words = {"entered": "新增", "exited": "退出"}
    rows = [
        row(Cell(CHANGES + "情况", span=6, align="center", shade=True)),
        row(
            Cell("股东名称（全称）", rows=2, align="center", shade=True),
            Cell("本报告期新增/退出", rows=2, align="center", shade=True),
            Cell("期末转融通出借股份且尚未归还数量", span=2, align="center", shade=True),
            Cell(OWN_AND_LENT, span=2, align="center", shade=True),
        ),
        row(*(head(text) for _ in range(2) for text in ("数量合计", "占总股本的比例"))),
    ]
    for moved in lending.moved:
        cells = [Cell(moved.name), Cell(words[moved.change])]
        for shares, pct in ((moved.lent, None), (moved.total, moved.pct)):
            share = pct or percent(shares, lending.closing_total, lending.digits)
            cells += [amount(shares), Cell(f"{share}%", align="right")]
        rows.append(tuple(cells))
    return table((130, 62, 70, 72, 76, 72), rows)
