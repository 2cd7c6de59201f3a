"""A full Shenzhen annual report, restated after a merger under common control, with its segments and partners."""

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
    Lent,
    Partners,
    last_quarter,
    per_share,
    return_on_equity,
)
from compose.model import Document
from compose.shenzhen_full import annual_report
from compose.shenzhen_reports import Extras

COMPANY = Company("003998", "垣岭机电", "垣岭机电股份有限公司", "SZSE", "main")
SHARES = 650_000_000
REVENUE = ("5806214377.90", "5120338461.27", "4702885190.33")
REVENUE_BEFORE = ("4871650220.15", "4480117306.82")
PROFIT = ("438206915.44", "391770284.06", "352118640.75")
PROFIT_BEFORE = ("376412508.93", "338904177.20")
ADJUSTED = ("411880372.16", "360225907.48", "331506224.19")
ADJUSTED_BEFORE = ("360225907.48", "331506224.19")
CASH = ("520447128.63", "466190375.52", "407225816.90")
# net assets at the ends of 2024, 2023 and 2022; 97,500,000 were paid out each June
EQUITY = ("4620915306.71", "4280208391.27", "3985938107.21")
EQUITY_BEFORE = ("4011620744.95", "3732708236.02")
PAID = "-48750000"
EARNINGS = tuple(per_share(profit, SHARES) for profit in PROFIT)
EARNINGS_BEFORE = tuple(per_share(profit, SHARES) for profit in PROFIT_BEFORE)
MOTORS, PUMPS, OTHER = "高效电机", "工业泵", "维修及其他"
HOME, ABROAD = "境内", "境外"
DIRECT, AGENTS = "直销", "经销"
MACHINES = "通用设备制造"
NAMES = {"normal": "境内自然人", "fund": "其他"}
FUND = "苍梧银行股份有限公司－澄明先进制造混合型证券投资基金"


def lines(table: str, dimension: str, label: str, *rows: Business) -> Breakdown:
    """A breakdown of either table."""
    return Breakdown(table, dimension, label, rows)  # type: ignore[arg-type]


TOP = (
    Holder("垣岭控股有限公司", "境内非国有法人", 227_500_000, 0, (("质押", 40_000_000), ("冻结", 2_600_000)), change=0),
    Holder("第五檀", NAMES["normal"], 52_000_000, 39_000_000, change=0, unrestricted=13_000_000),
    Holder("宁川市产业投资基金有限公司", "国有法人", 32_500_000, 32_500_000, change=32_500_000, unrestricted=0),
    Holder("香港中央结算有限公司", "境外法人", 17_264_390, change=-2_105_330),
    Holder(FUND, NAMES["fund"], 12_350_800, change=1_442_000),
    Holder("呼延叙", NAMES["normal"], 9_750_000, change=-350_000),
    Holder("全国社保基金九九七组合", NAMES["fund"], 8_115_600, change=615_600),
    Holder("HIGHMOOR INDUSTRIALS LIMITED", "境外法人", 6_500_000, change=0),
    Holder("轩辕泓", NAMES["normal"], 5_208_477, change=5_208_477, margin=5_208_477, mark=True),
    Holder("垣岭机电股份有限公司－2022年员工持股计划", NAMES["fund"], 4_550_000, change=0),
)

FACTS = Filing(
    company=COMPANY,
    kind="annual",
    form="full",
    period="2024A",
    full_text=True,
    figures=(
        Figure("revenue", REVENUE, REVENUE_BEFORE),
        Figure("net_profit_parent", PROFIT, PROFIT_BEFORE),
        Figure("net_profit_parent_excl_nonrecurring", ADJUSTED, ADJUSTED_BEFORE),
        Figure("operating_cash_flow", CASH, ("438206117.34", "390114702.65")),
        Figure("eps_basic", EARNINGS, EARNINGS_BEFORE),
        Figure("eps_diluted", EARNINGS, EARNINGS_BEFORE),
        Figure(
            "roe_weighted",
            (
                return_on_equity(PROFIT[0], EQUITY[1], PAID),
                return_on_equity(PROFIT[1], EQUITY[2], PAID),
                return_on_equity(PROFIT[2], "3731319466.46", PAID),
            ),
            (return_on_equity(PROFIT_BEFORE[0], EQUITY_BEFORE[1], PAID), "9.35"),
        ),
        Figure(
            "total_assets", ("8940226017.53", "8412770936.18", "7805114290.66"), ("7720415183.29", "7206338514.07")
        ),
        Figure("net_assets_parent", EQUITY, EQUITY_BEFORE),
    ),
    quarterly=(
        ("revenue", "营业收入", last_quarter(REVENUE[0], "1320447816.05", "1476203915.88", "1398870264.31")),
        (
            "net_profit_parent",
            "归属于上市公司股东的净利润",
            last_quarter(PROFIT[0], "95220618.47", "120338207.15", "108446190.32"),
        ),
        (
            "net_profit_parent_excl_nonrecurring",
            "归属于上市公司股东的扣除非经常性损益的净利润",
            last_quarter(ADJUSTED[0], "90118204.55", "113720663.90", "104205117.08"),
        ),
        (
            "operating_cash_flow",
            "经营活动产生的现金流量净额",
            last_quarter(CASH[0], "-64118306.27", "158220447.36", "140335902.71"),
        ),
    ),
    holdings=Holdings(
        total=SHARES,
        counts={
            "holders": 28_116,
            "holders_prior_month_end": 27_554,
            "preferred_holders": 0,
            "preferred_holders_prior_month_end": 0,
            "special_voting_holders": 0,
        },
        top=TOP,
        unrestricted=(TOP[0], TOP[3], TOP[1], *TOP[4:], Holder("拓跋沅", "", 4_102_300)),
        concert="第五檀为垣岭控股有限公司的实际控制人。其余股东之间的关系，公司并不掌握。",
        margin="股东轩辕泓通过普通证券账户持有0股，通过清泉证券股份有限公司客户信用交易担保证券账户持有5,208,477股，合计持有5,208,477股。",
    ),
    lending=Lending(
        participation=True,
        changes=False,
        rows=(Lent(FUND, 10_908_800, 260_000, 12_350_800, 0),),
        opening_total=SHARES,
        closing_total=SHARES,
    ),
    breakdowns=(
        lines("composition", "total", "", Business("营业收入合计", REVENUE[0], REVENUE[1])),
        lines(
            "composition", "industry", "分行业",
            Business(MACHINES, "5588107240.36", "4930117205.88"),
            Business("其他", "218107137.54", "190221255.39"),
        ),
        lines(
            "composition", "product", "分产品",
            Business(MOTORS, "3470225118.20", "3015446720.19"),
            Business(PUMPS, "2117882122.16", "1914670485.69"),
            Business(OTHER, "218107137.54", "190221255.39"),
        ),
        lines(
            "composition", "region", "分地区",
            Business(HOME, "4402118306.75", "3970220418.36"),
            Business(ABROAD, "1404096071.15", "1150118042.91"),
        ),
        lines(
            "composition", "sales_model", "分销售模式",
            Business(DIRECT, "3920447215.62", "3401226780.05"),
            Business(AGENTS, "1885767162.28", "1719111681.22"),
        ),
        lines(
            "major", "industry", "分行业",
            Business(MACHINES, "5588107240.36", "4930117205.88", "4102336180.47", "3690228117.55"),
        ),
        lines(
            "major", "product", "分产品",
            Business(MOTORS, "3470225118.20", "3015446720.19", "2480117326.90", "2202114507.36"),
            Business(PUMPS, "2117882122.16", "1914670485.69", "1622218853.57", "1488113610.19"),
        ),
        lines(
            "major", "region", "分地区",
            Business(HOME, "4402118306.75", "3970220418.36", "3270446118.05", "3001227450.60"),
            Business(ABROAD, "1404096071.15", "1150118042.91", "972106345.38", "804330117.94"),
        ),
        lines(
            "major", "sales_model", "分销售模式",
            Business(DIRECT, "3920447215.62", "3401226780.05", "2870335102.44", "2530118260.71"),
            Business(AGENTS, "1885767162.28", "1719111681.22", "1372217360.99", "1275439307.83"),
        ),
    ),
    partners=(
        Partners("customers", "1306398234.99", "22.50"),
        Partners("suppliers", "942118306.20", "24.18", "3.05"),
    ),
)  # fmt: skip

EXTRAS = Extras(
    secretary="",
    deputy="",
    phone="",
    address="",
    mail="",
    notice="2025-018",
    date="2025 年 4 月",
    narrative=(
        "公司做高效电机和工业泵。本年向控股股东买入一家电机厂，双方同受一方控制，因此重述了以前年度的数据。",
        "电机订单增加，出口增长快于内销；铜价上涨使毛利率略有下降。",
    ),
)


def document() -> Document:
    """The filing's pages."""
    return annual_report(FACTS, EXTRAS)
