"""Three consecutive reports of one company: its holders enter, leave and change; opening figures meet closing ones."""

from __future__ import annotations

from collections.abc import Callable

from compose.facts import (
    Company,
    Figure,
    Filing,
    Holder,
    Holdings,
    Lending,
    Lent,
    Moved,
    last_quarter,
    per_share,
    return_on_equity,
)
from compose.model import Document
from compose.shenzhen_reports import Extras, annual_summary, halfyear_summary

COMPANY = Company("301996", "岚岫电子", "岚岫电子股份有限公司", "SZSE", "ChiNext")
SHARES = 240_000_000
PAID_2024 = "-12000000"  # 24,000,000 were paid out at the end of June 2024: half a year's weight

REVENUE = {
    "2021A": "812446310.27",
    "2022A": "905118206.44",
    "2023A": "1012338417.60",
    "2024A": "1180220635.18",
    "2023H1": "470226118.35",
    "2024H1": "548118306.92",
}
PROFIT = {
    "2021A": "70118306.22",
    "2022A": "82447115.60",
    "2023A": "95220618.33",
    "2024A": "118338206.47",
    "2023H1": "42118306.50",
    "2024H1": "53447218.96",
}
ADJUSTED = {
    "2021A": "65220118.37",
    "2022A": "77330218.45",
    "2023A": "90118407.26",
    "2024A": "111447220.18",
    "2023H1": "39447118.20",
    "2024H1": "50220318.64",
}
CASH = {
    "2021A": "88118206.31",
    "2022A": "76220447.15",
    "2023A": "102447318.06",
    "2024A": "131118220.74",
    "2023H1": "-12118306.44",
    "2024H1": "20447118.93",
}
ASSETS = {
    "2021A": "1120447318.20",
    "2022A": "1226118305.47",
    "2023A": "1350220618.93",
    "2024H1": "1402338117.05",
    "2024A": "1498447206.31",
}
EQUITY = {
    "2020A": "602118447.30",
    "2021A": "672236753.52",
    "2022A": "754683869.12",
    "2023A": "849904487.45",
    "2024H1": "879351706.41",
    "2024A": "944242693.92",
}
EARNINGS = {period: per_share(profit, SHARES) for period, profit in PROFIT.items()}
RETURN = {
    "2021A": return_on_equity(PROFIT["2021A"], EQUITY["2020A"]),
    "2022A": return_on_equity(PROFIT["2022A"], EQUITY["2021A"]),
    "2023A": return_on_equity(PROFIT["2023A"], EQUITY["2022A"]),
    "2024A": return_on_equity(PROFIT["2024A"], EQUITY["2023A"], PAID_2024),
    "2023H1": return_on_equity(PROFIT["2023H1"], EQUITY["2022A"]),
    "2024H1": return_on_equity(PROFIT["2024H1"], EQUITY["2023A"]),
}
QUARTERS = {
    "2023A": (
        ("220118306.40", "250107811.95", "262447218.03"),
        ("19447201.36", "22671105.14", "25118306.09"),
        ("18118306.42", "21328811.78", "23447118.66"),
        ("-41447302.18", "29328995.74", "52118306.77"),
    ),
    "2024A": (
        ("250447118.30", "297671188.62", "302118447.05"),
        ("24118302.71", "29328916.25", "30220418.07"),
        ("22447118.36", "27773200.28", "28118402.95"),
        ("-30118220.16", "50565339.09", "41220618.35"),
    ),
}
FLOWS = (
    ("revenue", "营业收入", REVENUE),
    ("net_profit_parent", "归属于上市公司股东的净利润", PROFIT),
    ("net_profit_parent_excl_nonrecurring", "归属于上市公司股东的扣除非经常性损益的净利润", ADJUSTED),
    ("operating_cash_flow", "经营活动产生的现金流量净额", CASH),
)


def figures(flows: tuple[str, ...], balances: tuple[str, ...]) -> tuple[Figure, ...]:
    """The key figures for these periods, current first."""
    ratios = (("eps_basic", EARNINGS), ("eps_diluted", EARNINGS), ("roe_weighted", RETURN))
    return (
        *(Figure(item, tuple(data[p] for p in flows)) for item, _label, data in FLOWS),
        *(Figure(item, tuple(data[p] for p in flows)) for item, data in ratios),
        Figure("total_assets", tuple(ASSETS[p] for p in balances)),
        Figure("net_assets_parent", tuple(EQUITY[p] for p in balances)),
    )


def quarters(period: str) -> tuple[tuple[str, str, tuple[str, str, str, str]], ...]:
    """The table of quarters."""
    return tuple(
        (item, label, last_quarter(data[period], *three))
        for (item, label, data), three in zip(FLOWS, QUARTERS[period], strict=True)
    )


GROUP = "岚岫电子（宁川）集团有限公司"
SMALL = "云岭银行股份有限公司－拓界中证2000交易型开放式指数证券投资基金"
CHIPS = "禾岸银行股份有限公司－远帆电子元件主题交易型开放式指数证券投资基金"
PLAN = "岚岫电子股份有限公司－2023年员工持股计划"
PERSON, FUND, FOREIGN = "境内自然人", "其他", "境外法人"
TIDEWATER = "TIDEWATER GREATER CHINA FUND"


def holder(name: str, nature: str, shares: int, restricted: int = 0, pledged: int = 0) -> Holder:
    """A holder with at most one pledge."""
    return Holder(name, nature, shares, restricted, (("质押", pledged),) if pledged else ())


TOPS = {
    "2023A": (
        holder(GROUP, "境内非国有法人", 84_000_000, pledged=12_000_000),
        holder("尉迟珂", PERSON, 21_600_000, 16_200_000),
        holder("宁川岫云投资合伙企业（有限合伙）", "境内非国有法人", 12_000_000),
        holder("长孙霖", PERSON, 7_200_000),
        holder(CHIPS, FUND, 4_318_600),
        holder("香港中央结算有限公司", FOREIGN, 3_907_215),
        holder("百里蘅", PERSON, 3_120_400),
        holder(TIDEWATER, FOREIGN, 2_640_000),
        holder(SMALL, FUND, 2_206_900),
        holder("漆雕岚", PERSON, 1_824_130),
    ),
    "2024H1": (
        holder(GROUP, "境内非国有法人", 84_000_000, pledged=18_000_000),
        holder("尉迟珂", PERSON, 21_600_000, 16_200_000),
        holder("宁川岫云投资合伙企业（有限合伙）", "境内非国有法人", 10_800_000),
        holder("长孙霖", PERSON, 7_200_000),
        holder("香港中央结算有限公司", FOREIGN, 5_614_832),
        holder(CHIPS, FUND, 5_022_300),
        holder(PLAN, FUND, 3_600_000),
        holder("百里蘅", PERSON, 2_980_400),
        holder(SMALL, FUND, 2_518_700),
        holder(TIDEWATER, FOREIGN, 2_400_000),
    ),
    "2024A": (
        holder(GROUP, "境内非国有法人", 84_000_000, pledged=6_000_000),
        holder("尉迟珂", PERSON, 21_600_000, 16_200_000),
        holder("宁川岫云投资合伙企业（有限合伙）", "境内非国有法人", 9_600_000),
        holder("长孙霖", PERSON, 7_200_000),
        holder("香港中央结算有限公司", FOREIGN, 6_220_118),
        holder(CHIPS, FUND, 5_410_900),
        holder(PLAN, FUND, 3_600_000),
        holder("漆雕岚", PERSON, 2_755_630),
        holder("百里蘅", PERSON, 2_700_400),
        holder("夹谷松", PERSON, 2_412_000),
    ),
}
COUNTS = {
    "2023A": (14_206, 13_988),
    "2024H1": (15_870, None),
    "2024A": (12_945, 12_610),
}
LENDINGS = {
    "2023A": Lending(
        participation=True,
        changes=True,
        rows=(Lent(CHIPS, 3_116_200, 0, 4_318_600, 402_300), Lent(SMALL, 0, 0, 2_206_900, 310_800)),
        moved=(Moved(SMALL, "entered", 310_800, 2_517_700),),
        opening_total=SHARES,
        closing_total=SHARES,
    ),
    "2024H1": Lending(
        participation=True,
        changes=False,
        rows=(Lent(CHIPS, 4_318_600, 402_300, 5_022_300, 118_500), Lent(SMALL, 2_206_900, 310_800, 2_518_700, 64_200)),
        opening_total=SHARES,
        closing_total=SHARES,
    ),
    "2024A": Lending(
        participation=True,
        changes=False,
        rows=(Lent(CHIPS, 4_318_600, 402_300, 5_410_900, 0),),
        opening_total=SHARES,
        closing_total=SHARES,
    ),
}
CONCERT = "尉迟珂为岚岫电子（宁川）集团有限公司的实际控制人。其余股东之间的关系，公司并不掌握。"


def holdings(period: str) -> Holdings:
    """The holders at the end of a period."""
    now, later = COUNTS[period]
    counts = {"holders": now, "holders_prior_month_end": later, "preferred_holders": 0, "special_voting_holders": 0}
    if later is not None:
        counts["preferred_holders_prior_month_end"] = 0
    return Holdings(SHARES, counts, TOPS[period], concert=CONCERT)


def annual(period: str) -> Filing:
    """An annual summary."""
    years = tuple(f"{int(period[:4]) - n}A" for n in range(3))
    return Filing(
        COMPANY, "annual", "summary", period, figures(years, years), holdings(period), LENDINGS[period],
        quarters(period),
    )  # fmt: skip


FACTS = {
    "2023A": annual("2023A"),
    "2024H1": Filing(
        COMPANY, "half-year", "summary", "2024H1", figures(("2024H1", "2023H1"), ("2024H1", "2023A")),
        holdings("2024H1"), LENDINGS["2024H1"],
    ),
    "2024A": annual("2024A"),
}  # fmt: skip
DATES = {
    "2023A": ("2024-012", "2024 年 04 月"),
    "2024H1": ("2024-046", "2024 年 08 月"),
    "2024A": ("2025-009", "2025 年 04 月"),
}
NARRATIVES = {
    "2023A": ("公司做连接器和线束。2023年新客户的订单开始交付，收入比上年增加。",),
    "2024H1": ("公司做连接器和线束。2024年上半年，车用产品的订单多于消费电子。",),
    "2024A": ("公司做连接器和线束。2024年车用产品成为最大的一类，第二条产线在年底投产。",),
}


def document(period: str) -> Callable[[], Document]:
    """What makes the pages of one of the three."""
    notice, date = DATES[period]
    extras = Extras(
        "鲁步行", "段干晴", "0599-5550307", "宁川市岚岫路 7 号", "ir@lanxiu.example", notice, date, NARRATIVES[period]
    )
    make = halfyear_summary if period.endswith("H1") else annual_summary
    return lambda: make(FACTS[period], extras)
