"""Rows of bars with a cell fewer than their table, a last cell on its own, and a remark behind an amount."""

from __future__ import annotations

from decimal import Decimal

from tests.unit.test_markdown import COUNTS, FLOWS, REST, WHOLE, filing

NAMES = [f"某某{c}" for c in "甲乙丙丁戊己庚辛壬癸"]
OVER = "质押、标记或冻结情况"
HEAD = f"| 股东名称（全称） | 报告期内增减 | 期末持股数量 | 比例(%) | {{}} | {OVER} | 股东性质 |\n"
WIDE = "|---|---|---|---|---|---|---|---|\n"
NARROW = "|---|---|---|---|---|---|---|\n"
BLANKS = "|  |  |  |  |  |  |  |\n"
CUT = HEAD.format("持有有限") + NARROW + BLANKS + "\n| |  |  | 售条件股份数量 | 股份状态 | 数量 |  |\n" + NARROW


def ten(first: str = "") -> str:
    rows = [f"| {name} | -{i + 1}00 | {10 - i},000,000 | {10 - i}.00 | {i} | 无 | 0 | 国有法人 |\n" for i, name in
            enumerate(NAMES)]  # fmt: skip
    return "".join([first or rows[0], *rows[1:]])


def holders(text: str):
    return filing(holders=COUNTS + "\n" + text).holders


def test_a_heading_s_second_line_that_lost_a_blank_cell_stands_below_its_group():
    """The restricted shares and the states were in no record."""
    found = holders(CUT + ten())
    assert [(h.shares, h.restricted_shares, h.nature) for h in found.records] == [
        ((10 - i) * 1_000_000, i, "国有法人") for i in range(10)
    ]
    assert not found.problems


def test_in_a_row_with_a_cell_fewer_what_is_of_its_own_kind_is_given():
    """One of the change and the number of shares is lost: neither may be given, everything else is sure."""
    first = holders(CUT + ten(f"| {NAMES[0]} | 10,000,000 | 10.00 | 0 | 质押 | 300,000 | 国有法人 |\n"))
    row = first.records[0]
    assert (row.shares, row.change, row.pct, row.nature) == (None, None, Decimal("10.00"), "国有法人")
    assert row.pledges
    assert row.pledges[0].shares == 300_000
    named = [p.message for p in first.problems if NAMES[0] in p.message]
    assert any("shares is printed as" in message for message in named)
    assert any("change is printed as" in message for message in named)


def test_where_the_one_cell_of_a_kind_is_lost_the_row_is_doubted_whole():
    row = holders(CUT + ten(f"| {NAMES[0]} | 5 | 10,000,000 | 0 | 质押 | 300,000 | 国有法人 |\n"))
    assert row.records[0].shares is None
    assert any("8, so that" in p.message for p in row.problems)


def test_a_last_cell_that_stands_in_a_row_of_its_own_is_put_back_and_the_rest_joined():
    """The table had one row, without the holder's nature; the other nine were in no record."""
    under = "|  |  |  |  |  | 股份状态 | 数量 |\n"
    lines = ten().splitlines(keepends=True)
    alone = f"| {NAMES[0]} | 0 | 10,000,000 | 10.00 | 0 | 无 | 0 |\n|  |  |  |  |  |  | 国有法人 |\n"
    head = HEAD.format("持有有限售条件股份数量") + NARROW + under
    found = holders(head + alone + "\n" + lines[1] + WIDE + "".join(lines[2:]))
    assert [(h.name, h.shares, h.nature) for h in found.records] == [
        (name, (10 - i) * 1_000_000, "国有法人") for i, name in enumerate(NAMES)
    ]
    assert not found.problems


def test_a_natural_person_named_as_a_fund_is_told():
    first = f"| {NAMES[0]}基本养老保险基金一零零二组合 | 0 | 10,000,000 | 10.00 | 0 | 无 | 0 | 境内自然人 |\n"
    whole, short = (holders(CUT + rows) for rows in (ten(first), ten(first).rsplit("|", 9)[0] + "|\n"))
    assert "name-doubtful" in {p.code for p in short.problems}
    # The filer's own nature, beside ten rows.
    assert not whole.problems


ITEMS = """
非经常性损益项目及金额
单位：元

| 项目 | 金额 | 附注（如适用） |
|---|---|---|
| 非流动性资产处置损益 | -1,000.00 | |
| 计入当期损益的政府补助 | 6,000.00 | |
"""
LAST = """| 债务重组损益 | {}
| 除上述各项之外的其他营业外收入和支出 | 3,000.00 {end}
| 减：所得税影响额 | 1,000.00 {end}
| 少数股东权益影响额（税后） | 500.00 {end}
| 合计 | 6,500.00 {end}
"""


def values(figures: str) -> list[Decimal | None]:
    found = filing(figures).financials
    assert "missing-table" not in {p.code for p in found.problems}
    return [r.value for r in found.non_recurring]


def test_a_table_goes_on_below_a_page_break_with_items_that_have_no_amount():
    """What stood below the break was a table of its own, and the whole table was missing."""
    alone = "\n| 委托他人投资或管理资产的损益 | | |\n|---|---|---|\n| 对外委托贷款取得的收益 | | |\n"
    rest = alone + LAST.format("| |", end="| |")
    amounts = [a for a in values(WHOLE + ITEMS + rest) if a is not None]
    assert amounts == [Decimal(n) for n in ("-1000.00", "6000.00", "3000.00", "1000.00", "500.00", "6500.00")]


def test_a_sentence_behind_an_amount_is_a_remark():
    """The amount was withheld; a unit behind an amount still is."""
    table = ITEMS.replace(" | 附注（如适用） |", " |").replace("---|---|---", "---|---").replace(".00 | |", ".00 |")
    noted = table + LAST.format("-4,000.00 主要为公司持有的股票公允价值变动所致 |", end="|")
    assert values(WHOLE + noted)[2] == Decimal("-4000.00")
    unit = table + LAST.format("-4,000.00 万元 |", end="|")
    assert Decimal("-4000.00") not in values(WHOLE + unit)


def test_a_table_of_labels_only_is_not_joined_where_it_repeats_labels():
    other = "\n| 营业收入（元） | | | |\n|---|---|---|---|\n| 总资产（元） | | | |\n| 其他（元） | 7.00 | 8.00 | 9% |\n"
    assert {r.label for r in filing(FLOWS + REST.replace("\n|--", "\n|--", 1) + other).financials.records}.isdisjoint(
        {"其他"}
    )
