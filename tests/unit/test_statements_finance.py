"""Statements in the forms of insurers and brokers: their lines, their totals, group and company side by side."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from kunlun_cli.statements.items import item_of
from tests.unit.pages import Grid, Wide
from tests.unit.sheets import Row, amounts, statements

ASSETS: tuple[Row, ...] = (
    ("货币资金", "8/54(1)", "38,461", "21,808", "34,378", "19,614"),
    ("买入返售金融资产", "", "5,436", "5,265", "3,321", "4,328"),
    ("保险合同资产", "9", "-", "2", "-", "2"),
    ("定期存款", "10", "282,458", "255,984", "273,457", "250,043"),
    ("其他资产", "24", "785", "836", "520", "534"),
    ("资产总计", "", "327,140", "283,895", "311,676", "274,521"),
)
LIABILITIES: tuple[Row, ...] = (
    ("预收保费", "", "336", "274", "334", "274"),
    ("保险合同负债", "15", "300,000", "260,000", "290,000", "255,000"),
    ("负债合计", "", "300,336", "260,274", "290,334", "255,274"),
    ("股本", "33", "3,120", "3,120", "3,120", "3,120"),
    ("其他综合收益", "35", "(1,803)", "(93)", "(2,488)", "(941)"),
    ("未分配利润", "37", "25,458", "20,569", "20,710", "17,068"),
    ("归属于母公司股东的股东权益合计", "", "26,775", "23,596", "21,342", "19,247"),
    ("少数股东权益", "", "29", "25", "/", "/"),
    ("股东权益合计", "", "26,804", "23,621", "21,342", "19,247"),
    ("负债及股东权益总计", "", "327,140", "283,895", "311,676", "274,521"),
)


def _million(text: str) -> str | None:
    return None if text in ("/", "-", "") else f"{Decimal(text.strip('()').replace(',', '')) * 1_000_000:,.2f}"


def _side(first: int) -> list[tuple[str | None, ...]]:
    signed = [
        (row[0], *((f"-{_million(t)}" if t.startswith("(") else _million(t)) for t in row[first : first + 2]))
        for row in (*ASSETS, *LIABILITIES)
    ]
    return [row for row in signed if row[1:] != (None, None)]


@pytest.mark.parametrize("rules", ["all", "three", "none"])
def test_an_insurers_sheet_of_group_and_company_in_millions(rules: str) -> None:
    """The unit stands behind the date, above the columns of labels and of the group, and heads none of them."""
    day = ("2024年\n12月31日", "2023年\n12月31日")
    whose = ("", "", Wide("合并", 2), Wide("公司", 2))
    head = [whose, ("资产", "附注", *day, *day)]
    given = statements(
        "合并及公司资产负债表",
        "2024年12月31日（除特别注明外，金额单位为人民币百万元）",
        Grid([*head, *ASSETS, *LIABILITIES], [3, 0.9, 1.7, 1.7, 1.7, 1.7], rules, 2, centred=True),
    )
    assert amounts(given, "balance_sheet") == _side(2)
    assert amounts(given, "balance_sheet", "parent") == _side(4)
    assert {p.code for p in given.problems} <= {"missing-statement"}


def test_figures_per_share_that_print_their_unit() -> None:
    given = statements(
        "2025年度合并利润表",
        "（除特别注明外，金额单位为人民币百万元）",
        Grid(
            [
                ("项目", "附注十", "2025年度", "2024年度"),
                ("一、营业收入", "", "615,678", "528,567"),
                ("二、营业支出", "", "(433,680)", "(412,967)"),
                ("三、营业利润", "", "181,998", "115,600"),
                ("四、利润总额", "", "181,998", "115,600"),
                ("减：所得税费用", "42", "(25,446)", "(6,660)"),
                ("五、净利润", "", "156,552", "108,940"),
                ("六、每股收益", "43", "", ""),
                ("基本每股收益", "", "人民币5.45元", "人民币3.78元"),
                ("稀释每股收益", "", "5.45美元", "3.78万元"),
            ],
            [4, 1, 2, 2],
            centred=True,
        ),
        end=dt.date(2025, 12, 31),
    )
    share = {r.item: (r.value, r.prior, r.unit) for r in given.records if r.label.endswith("每股收益")}
    assert share["eps_basic"] == (Decimal("5.45"), Decimal("3.78"), "CNY/share")
    # Another currency, and a unit that no figure per share has, are named.
    assert share["eps_diluted"][:2] == (None, None)
    assert [p.code for p in given.problems if p.code != "missing-statement"] == ["unreadable-cell"] * 2


def test_totals_below_the_lines_that_make_them() -> None:
    rows: tuple[Row, ...] = (
        ("一、营业收入", "", ""),
        ("保险服务收入", "551,186", "536,440"),
        ("银行业务利息净收入", "93,913", "118,947"),
        ("银行业务利息收入", "197,961", "227,552"),
        ("银行业务利息支出", "(104,048)", "(108,605)"),
        ("非保险业务手续费及佣金净收入", "37,945", "37,033"),
        ("营业收入合计", "683,044", "692,420"),
        ("二、营业支出", "", ""),
        ("保险服务费用", "(449,102)", "(440,178)"),
        ("分出保费的分摊", "(14,692)", "(14,179)"),
        ("减：摊回保险服务费用", "11,091", "10,448"),
        ("提取保费准备金", "(356)", "(230)"),
        ("信用减值（转回）╱损失", "1,200", "(700)"),
        ("营业支出合计", "(451,859)", "(444,839)"),
        ("三、营业利润", "231,185", "247,581"),
        ("四、利润总额", "231,185", "247,581"),
        ("减：所得税费用", "(23,762)", "(10,843)"),
        ("五、净利润", "207,423", "236,738"),
    )
    grid = Grid([("", "2024年度", "2023年度"), *rows], [4, 2, 2], centred=True)
    given = statements("合并利润表", "（除特别注明外，金额单位为人民币百万元）", grid)
    items = {r.item: r.value for r in given.records}
    assert items["revenue"] == Decimal(683_044_000_000)
    assert items["operating_expenses"] == Decimal(-451_859_000_000)
    assert items["bank_net_interest_income"] == Decimal(93_913_000_000)
    assert items["credit_impairment_loss"] == Decimal(1_200_000_000)
    assert {p.code for p in given.problems} <= {"missing-statement"}


@pytest.mark.parametrize(
    ("statement", "label", "item"),
    [
        ("balance_sheet", "银行同业及其他金融机构存放款项", "due_to_banks"),
        ("balance_sheet", "大灾风险利润准备金", "catastrophe_reserve"),
        ("balance_sheet", "其他综合损益", "other_comprehensive_income"),
        ("income_statement", "提取／（转回）保费准备金", "premium_reserve_change"),
        ("income_statement", "信用减值损失／（转回）", "credit_impairment_loss"),
        ("income_statement", "其中：对联营公司和合营公司的投资收益", "investment_income_associates"),
        ("income_statement", "将重分类进损益的其他综合损益", "oci_reclassified"),
        ("cash_flow", "五、现金及现金等价物的变动净额", "net_increase_in_cash"),
        ("cash_flow", "回购业务资金净减少额", "decrease_in_repurchase"),
        ("cash_flow", "收到分出再保险合同的现金净额", "reinsurance_received"),
        ("cash_flow", "支付分入再保险合同的现金净额", "reinsurance_assumed_paid"),
        ("cash_flow", "其中：发行永续债收到的现金", "perpetual_bonds_issued"),
        ("cash_flow", "分配股利及偿付利息支付的现金", "dividends_and_interest_paid"),
        # Of a loss printed above zero and of one below it both are on forms: its sign says nothing.
        ("income_statement", "汇兑损失", None),
    ],
)
def test_lines_of_insurers_and_brokers(statement: str, label: str, item: str | None) -> None:
    assert item_of(statement, label, ()) == item


SHARES: tuple[Row, ...] = (
    ("一、营业收入", "192,200", "172,100", "475,347", "427,191"),
    ("二、营业支出", "(112,100)", "(132,050)", "(312,000)", "(330,100)"),
    ("三、营业利润", "80,100", "40,050", "163,347", "97,091"),
    ("四、利润总额", "80,100", "40,050", "163,347", "97,091"),
    ("减：所得税费用", "(9,100)", "(2,050)", "(20,347)", "(7,091)"),
    ("五、净利润", "71,000", "38,000", "143,000", "90,000"),
    ("六、每股收益", "", "", "", ""),
    ("基本每股收益", "人民币2.51元", "人民币1.34元", "人民币5.06元", "人民币3.18元"),
    ("稀释每股收益", "人民币2.50元", "人民币1.33元", "人民币5.05元", "人民币3.17元"),
)


@pytest.mark.parametrize("rules", ["all", "none"])
@pytest.mark.parametrize(
    ("quarter", "year"),
    [
        ("截至9月30日止3个月期间", "截至9月30日止9个月期间"),
        ("截至9月30日止三个月期间", "截至9月30日止九个月期间"),
        ("7月1日至9月30日止期间", "1月1日至9月30日止期间"),
    ],
)
def test_the_quarter_and_the_nine_months_of_a_company_with_h_shares(quarter: str, year: str, rules: str) -> None:
    head = [("", Wide(quarter, 2), Wide(year, 2)), ("项目", "2025年", "2024年", "2025年", "2024年")]
    given = statements(
        "合并利润表",
        "（除特别注明外，金额单位为人民币百万元）",
        Grid([*head, *SHARES], [3, 1.8, 1.8, 1.8, 1.8], rules, 2, centred=True),
        end=dt.date(2025, 9, 30),
    )
    values = {r.item: (r.value, r.prior) for r in given.records}
    assert values["net_profit"] == (Decimal(143_000_000_000), Decimal(90_000_000_000))
    assert values["eps_basic"] == (Decimal("5.06"), Decimal("3.18"))
    assert values["eps_diluted"] == (Decimal("5.05"), Decimal("3.17"))
    assert {p.code for p in given.problems} <= {"missing-statement"}
