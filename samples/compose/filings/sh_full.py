"""A full Shanghai annual report with lines of business by industry, product and region."""

from __future__ import annotations

from compose.facts import (
    Breakdown,
    Business,
    Company,
    Figure,
    Filing,
    Holder,
    Holdings,
    Lending,
    Partners,
    last_quarter,
    per_share,
    return_on_equity,
)
from compose.model import Document
from compose.shanghai import Extras
from compose.shanghai_full import annual_report

COMPANY = Company("605998", "柏渡化学", "柏渡化学股份有限公司", "SSE", "main")
SHARES = 300_000_000
REVENUE = ("2240118306.42", "2418336720.15", "2105220947.88")
PROFIT = ("118402617.33", "164220385.91", "141338206.54")
ADJUSTED = ("109225813.70", "158117340.26", "133660718.92")
CASH = ("201447380.18", "176330219.44", "-22118406.73")
EQUITY = ("1806220714.05", "1717818096.72", "1583597710.81")
PAID = "-15000000"
EARNINGS = tuple(per_share(profit, SHARES) for profit in PROFIT)
CORE = tuple(per_share(profit, SHARES) for profit in ADJUSTED)
OPENINGS = (EQUITY[1], EQUITY[2], "1472259504.27")
RESINS, COATINGS, SALTS = "特种树脂", "水性涂料", "无机盐"

TOP = (
    Holder("柏渡集团有限公司", "境内非国有法人", 120_000_000, 0, change=0),
    Holder("淳于璟", "境内自然人", 24_000_000, 0, (("质押", 10_000_000),), change=-600_000),
    Holder("宁川柏渡企业管理合伙企业（有限合伙）", "其他", 15_000_000, 0, change=0),
    Holder("香港中央结算有限公司", "其他", 6_402_715, 0, change=1_118_306),
    Holder("云岭银行股份有限公司－拓界化工新材料股票型证券投资基金", "其他", 4_980_200, 0, change=980_200),
    Holder("单于峥", "境内自然人", 3_600_000, 0, change=0),
    Holder("OSPREY BAY PTE. LTD.", "境外法人", 2_910_000, 0, change=-90_000),
    Holder("濮阳芷", "境内自然人", 2_400_160, 0, change=2_400_160),
    Holder("申屠朗", "境内自然人", 2_130_000, 0, change=0),
    Holder("柏渡化学股份有限公司－第三期员工持股计划", "其他", 1_800_000, 0, change=0),
)

FACTS = Filing(
    company=COMPANY,
    kind="annual",
    form="full",
    period="2024A",
    figures=(
        Figure("revenue", REVENUE),
        Figure("net_profit_parent", PROFIT),
        Figure("net_profit_parent_excl_nonrecurring", ADJUSTED),
        Figure("operating_cash_flow", CASH),
        Figure("net_assets_parent", EQUITY),
        Figure("total_assets", ("3102446718.90", "2980117350.26", "2811306447.19")),
        Figure("eps_basic", EARNINGS),
        Figure("eps_diluted", EARNINGS),
        Figure("eps_basic_excl_nonrecurring", CORE),
        Figure(
            "roe_weighted", tuple(return_on_equity(p, e, PAID) for p, e in zip(PROFIT, OPENINGS, strict=True))
        ),
        Figure(
            "roe_weighted_excl_nonrecurring",
            tuple(return_on_equity(p, e, PAID) for p, e in zip(ADJUSTED, OPENINGS, strict=True)),
        ),
    ),
    quarterly=(
        ("revenue", "营业收入", last_quarter(REVENUE[0], "540118206.37", "572446310.85", "560220718.44")),
        (
            "net_profit_parent",
            "归属于上市公司股东的净利润",
            last_quarter(PROFIT[0], "30118402.66", "33720118.05", "28446310.92"),
        ),
        (
            "net_profit_parent_excl_nonrecurring",
            "归属于上市公司股东的扣除非经常性损益后的净利润",
            last_quarter(ADJUSTED[0], "28440217.19", "31206440.58", "26118305.34"),
        ),
        (
            "operating_cash_flow",
            "经营活动产生的现金流量净额",
            last_quarter(CASH[0], "-18220417.06", "66118302.91", "58440226.37"),
        ),
    ),
    holdings=Holdings(
        total=SHARES,
        counts={
            "holders": 16_220,
            "holders_prior_month_end": 15_847,
            "preferred_holders": 0,
            "preferred_holders_prior_month_end": 0,
        },
        top=TOP,
        unrestricted=TOP,
        concert="淳于璟为柏渡集团有限公司的实际控制人。其余股东之间的关系，公司并不掌握。",
    ),
    lending=Lending(participation=False, changes=False),
    breakdowns=(
        Breakdown(
            "major", "industry", "分行业",
            (
                Business("化学原料及制品", "2180447201.15", "2350226418.70", "1702118340.62", "1798446102.57"),
                Business("贸易", "38220617.04", "45118302.66", "35446118.20", "42220715.93"),
            ),
        ),
        Breakdown(
            "major", "product", "分产品",
            (
                Business(RESINS, "1104220386.47", "1240118305.92", "820446117.35", "902118447.20"),
                Business(COATINGS, "702118340.51", "718446202.33", "560220817.94", "571336208.46"),
                Business(SALTS, "412329091.21", "436780213.11", "356897523.53", "367212162.84"),
            ),
        ),
        Breakdown(
            "major", "region", "分地区",
            (
                Business("国内", "1840226317.08", "1980447250.61", "1442118305.77", "1530226418.09"),
                Business("国外", "378441501.11", "414897470.75", "295446153.05", "310440400.41"),
            ),
        ),
    ),
    partners=(
        Partners("customers", "404340000.00", "18.05", "0"),
        Partners("suppliers", "331120000.00", "22.47", "0"),
    ),
)  # fmt: skip

EXTRAS = Extras(
    secretary="",
    deputy="",
    phone="",
    address="",
    mail="",
    narrative=("公司做树脂、涂料和无机盐。树脂价格下跌，收入和利润都比上年减少。",),
)


def document() -> Document:
    """The filing's pages."""
    return annual_report(FACTS, EXTRAS)
