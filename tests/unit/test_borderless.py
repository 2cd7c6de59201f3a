"""Pages without vertical lines: tables told by alignment, whatever is unsure named."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kunlun_cli.extract.doubted import withheld
from kunlun_cli.extract.financials import read_financials
from kunlun_cli.extract.holders import read_holders
from kunlun_cli.outline.stream import Stream
from kunlun_cli.outline.unruled import unruled
from kunlun_cli.records import Financials
from kunlun_cli.tables.borderless import borderless_blocks
from kunlun_cli.tables.table import Table
from tests.unit.pages import BREAK, Document, Grid, Wide, grid, report
from tests.unit.test_holders import company

KEY = [
    ["主要会计数据", "2023年", "2022年", "本期比上年同期增减(%)", "2021年"],
    ["营业收入", "1,234,567,890.00", "1,034,567,890.00", "19.33", "934,567,890.00"],
    ["归属于上市公司股东的净利润", "100,000,000.00", "90,000,000.00", "11.11", "80,000,000.00"],
    ["归属于上市公司股东的扣除非经常性损益的净利润", "95,000,000.00", "85,000,000.00", "11.76", "75,000,000.00"],
    ["经营活动产生的现金流量净额", "-5,000,000.00", "4,000,000.00", "-225.00", "3,000,000.00"],
    ["基本每股收益（元／股）", "0.10", "0.09", "11.11", "0.08"],
    ["总资产", "5,000,000,000.00", "4,000,000,000.00", "25.00", "3,000,000,000.00"],
]
NAMES = [
    "某某集团有限公司", "香港中央结算有限公司", "李某", "某某证券股份有限公司－某某创新成长混合型证券投资基金", "王某",
    "某某投资合伙企业（有限合伙）", "赵某", "全国社保基金一零三组合", "孙某", "周某",
]  # fmt: skip
HOLDERS = [
    ["股东名称", "股东性质", "持股比例（%）", "持股数量", "持有有限售条件的股份数量", "质押、标记或冻结的股份数量"],
    *[[n, "境内自然人", f"{30 - 2 * i}.12", f"{300 - 20 * i},120,{i}00", "0", "无"] for i, n in enumerate(NAMES)],
]


@pytest.mark.parametrize("rules", ["three", "rows", "none"])
def test_key_figures(rules):
    pages = report("主要会计数据和财务指标", "单位：元 币种：人民币", Grid(KEY, [2.4, 1.6, 1.6, 1.1, 1.5], rules))
    found = read_financials(*unruled(Stream(Document(pages)), "financials"))
    printed = [
        [format(v, ",f") for v in (r.value, r.prior, r.change, r.two_years_ago) if v is not None] for r in found.records
    ]
    assert printed == [row[1:] for row in KEY[1:]]
    assert {p.code for p in found.problems} == {"unruled-table"}


@pytest.mark.parametrize("rules", ["three", "none"])
def test_holders(rules):
    pages = report("（二）前十名股东持股情况", "单位：股", Grid(HOLDERS, [2.2, 1.3, 1, 1.4, 1.4, 1.4], rules))
    found = read_holders(*unruled(Stream(Document(pages)), "holders"))
    assert [h.name for h in found.records] == NAMES
    assert [f"{h.shares:,}" for h in found.records] == [row[3] for row in HOLDERS[1:]]


def test_figures_keep_their_place_on_the_page():
    pages = report("主要会计数据和财务指标", Grid(KEY, [2.4, 1.6, 1.6, 1.1, 1.5], "none"))
    found = read_financials(*unruled(Stream(Document(pages)), "financials"))
    box = found.records[0].cells["value"].bbox
    assert box is not None
    ink = "".join(g.text for g in pages[0].glyphs if box[0] <= g.cx <= box[2] and box[1] <= g.cy <= box[3])
    assert "1,234,567,890.00" in ink
    assert "1,034" not in ink


def test_what_is_pledged_below_no_heading_is_named():
    """Its column has no figures and a heading beside it: 质押 had gone, and the heading's words came out."""
    head = [
        Wide("股东名称（全称）", 1, 2),
        Wide("报告期内增减", 1, 2),
        Wide("期末持股数量", 1, 2),
        Wide("比例(%)", 1, 2),
    ]
    more = [Wide("持有有限售条件股份数量", 1, 2), Wide("质押、标记或冻结情况", 2), Wide("股东性质", 1, 2)]
    rows = [
        [
            company(i),
            "-1,000",
            f"{50 - i},000,000",
            f"{10 - i / 5:.2f}",
            "0",
            *(("质押", "100") if i == 2 else ("无", "0")),
        ]
        for i in range(10)
    ]
    table = grid(
        [*head, *more],
        ["股份状态", "数量"],
        *[[*row, "境内非国有法人"] for row in rows],
        widths=[1.73, 1.59, 2.03, 1.92, 2.13, 0.98, 1.61, 2.08],
        rules="none",
        head=2,
    )
    _, problems = borderless_blocks(report("前十名股东持股情况", "单位：股", table))
    assert ["质押" in p.message for p in problems] == [True]


def doubted(rows: list[list[str]]) -> dict[str, set[str]]:
    """The doubted cells of each row, by its name, of a page without ruling lines."""
    table = Grid([HOLDERS[0], *rows], [2.2, 1.3, 1, 1.4, 1.4, 1.4], "none")
    found, _ = borderless_blocks(report("（二）前十名股东持股情况", "单位：股", table))
    (table,) = [block for block in found if isinstance(block, Table)]
    return {row.cells[0].text: {c.text for c in row.cells if c.doubt} for row in table.rows}


def test_figures_that_cannot_be_of_their_column_take_the_column_with_them():
    """A change below the heading of restricted shares, whose own was not understood: those that rose were given."""
    changes = [["-1,000", "2,000", "-300", *["4,000"] * 7][i] for i in range(10)]
    found = doubted([[*row[:4], change, row[5]] for row, change in zip(HOLDERS[1:], changes, strict=True)])
    assert "4,000" in found[NAMES[9]]
    assert found[NAMES[0]] >= {"-1,000", HOLDERS[1][3]}


def test_a_row_without_what_all_others_have_may_stand_one_column_off():
    """Alone on its page, a row was given its neighbour's columns: shares without restriction as restricted ones."""
    rows = [*HOLDERS[1:10], [*HOLDERS[10][:3], "", *HOLDERS[10][4:]]]
    assert "0" in doubted(rows)[NAMES[9]]
    assert not doubted(HOLDERS[1:])[NAMES[9]]


def _key_figures(*items: object) -> Financials:
    return read_financials(*unruled(Stream(Document(report(*items))), "financials"))  # type: ignore[arg-type]


def _grouped(title: str) -> Financials:
    rows = [
        ["", "2024年", "2023年", "本年较上年增减(%)", "2022年"],
        ["经营业绩", "", "", "", ""],
        ["营业收入", "212,226", "210,831", "0.66", "222,374"],
        ["归属于母公司股东的净利润", "77,205", "77,116", "0.12", "91,377"],
        ["经营活动产生的现金流量净额", "(363,000)", "448,100", "上年为正", "(345,000)"],
        [title, "", "", "", ""],
        ["基本每股收益", "3.51", "3.51", "-", "4.20"],
        ["资产总额", "10,507,898", "10,158,326", "3.44", "9,266,671"],
    ]
    grid = Grid(rows, [2.8, 1.6, 1.6, 1.5, 1.6], "none", centred=True)
    return _key_figures("会计数据和财务指标", "单位：人民币百万元", grid)


def test_titles_among_the_labels_are_of_the_rows_below_them():
    """The unit of 每股计（人民币元）, between a bank's amounts in millions, is none of the row's above it."""
    found = _grouped("每股计（人民币元）")
    values = {r.item: (r.value, r.prior) for r in found.records}
    assert values["operating_cash_flow"] == (Decimal(-363_000_000_000), Decimal(448_100_000_000))
    assert values["revenue"] == (Decimal(212_226_000_000), Decimal(210_831_000_000))
    assert values["eps_basic"] == (Decimal("3.51"), Decimal("3.51"))
    assert values["total_assets"][0] == Decimal(10_507_898_000_000)
    assert {p.code for p in found.problems} <= {"unruled-table"}


def test_a_title_with_a_unit_that_ran_into_a_label_scales_nothing():
    found = withheld(_grouped("股份（人民币元）"))
    (row,) = (r for r in found.records if r.item == "operating_cash_flow")
    assert (row.value, row.prior) == (None, None)
    assert "doubted-cell" in {p.code for p in found.problems}


@pytest.mark.parametrize("change", ["同比(%)", "增幅(%)", "变动幅度", "同比增长(%)", "增长率(%)"])
def test_further_words_for_changes(change):
    rows = [["主要会计数据", "2023年", "2022年", change, "2021年"], *KEY[1:]]
    found = _key_figures("主要会计数据和财务指标", "单位：元", Grid(rows, [2.4, 1.6, 1.6, 1.1, 1.5], "none"))
    assert [format(r.change, "f") for r in found.records if r.change] == [row[3] for row in KEY[1:]]


def test_titles_overleaf_are_no_part_of_a_tables_last_label():
    """Nor do they change what it is of, or its unit."""
    rows = [*KEY, ["总投资收益率（%）", "5.50", "2.68", "105.22", "3.94"]]
    grid = Grid(rows, [2.4, 1.6, 1.6, 1.1, 1.5], "none")
    found = _key_figures(
        "主要会计数据和财务指标", "单位：元", grid, BREAK, "股份变动及股东情况", "股东情况", "股东总数"
    )
    last = found.records[-1]
    assert (last.label, last.value, last.unit) == ("总投资收益率", Decimal("5.50"), "%")
