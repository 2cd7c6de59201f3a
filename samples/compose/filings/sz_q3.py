"""A Shenzhen main board third-quarter report: quarter and year to date, both tables of holders, nothing lent."""

from __future__ import annotations

from compose.facts import Company, Figure, Filing, Holder, Holdings, Lending, per_share, return_on_equity
from compose.model import Document
from compose.shenzhen_reports import Extras, quarterly_report

COMPANY = Company("003999", "沧榆药业", "沧榆药业股份有限公司", "SZSE", "main")
SHARES = 880_000_000
QUARTER, TOTAL = "quarter", "year_to_date"
OPENING = "6120337402.18"  # net assets at the year's start; 176,000,000 were paid out in June


def both(
    item: str, quarter: str | None, quarter_before: str | None, total: str, total_before: str
) -> tuple[Figure, Figure]:
    """A flow of the quarter and of the year to date; the year before is not printed."""
    return (
        Figure(item, (quarter,), span=QUARTER, basis=quarter_before),
        Figure(item, (total,), span=TOTAL, basis=total_before),
    )


EARNINGS = (
    per_share("201336718.55", SHARES),
    per_share("189402614.92", SHARES),
    per_share("612447905.38", SHARES),
    per_share("540118330.07", SHARES),
)
SOCIAL, NATURAL, OTHER = "全国社保基金九九八组合", "境内自然人", "其他"
HEALTH = "禾岸银行股份有限公司－远帆医疗健康混合型证券投资基金"
INDEX = "云岭银行股份有限公司－拓界沪深300交易型开放式指数证券投资基金"
GROUP = "沧榆医药集团有限公司"
LAST = Holder("上官洄", NATURAL, 4_310_000)
TOP = (
    Holder(GROUP, "国有法人", 352_000_000),
    Holder("慕容澄", NATURAL, 61_600_000, 46_200_000, (("质押", 12_500_000),), unrestricted=15_400_000),
    Holder("香港中央结算有限公司", "境外法人", 38_214_607),
    Holder("东方峪", NATURAL, 17_600_000, 13_200_000, unrestricted=4_400_000),
    Holder(HEALTH, OTHER, 15_927_300),
    Holder(INDEX, OTHER, 11_008_450),
    Holder(SOCIAL, OTHER, 9_680_000),
    Holder("沧榆药业股份有限公司－第二期员工持股计划", OTHER, 7_920_000, 7_920_000, unrestricted=0),
    Holder("LARCHFIELD ASIA HEALTHCARE MASTER FUND", "境外法人", 6_155_200),
    Holder("万俟汐", NATURAL, 5_280_016, margin=5_280_016, mark=True),
)

FACTS = Filing(
    company=COMPANY,
    kind="q3",
    form="full",
    period="2024Q3",
    figures=(
        *both("revenue", "1803117450.62", "1690224870.33", "5412880316.25", "4987305211.90"),
        *both("net_profit_parent", "201336718.55", "189402614.92", "612447905.38", "540118330.07"),
        *both("net_profit_parent_excl_nonrecurring", "195880203.14", "183117556.48", "588021344.71", "519770289.16"),
        *both("operating_cash_flow", None, None, "703225180.44", "655018227.31"),
        *both("eps_basic", *EARNINGS),
        *both("eps_diluted", *EARNINGS),
        *both(
            "roe_weighted",
            return_on_equity("201336718.55", "6355448589.01"),
            "3.05",
            return_on_equity("612447905.38", OPENING, "-58666666.67"),
            "8.90",
        ),
        Figure("total_assets", ("9844120775.36", "9310552048.27")),
        Figure("net_assets_parent", ("6556785307.56", OPENING), label="归属于上市公司股东的所有者权益"),
    ),
    holdings=Holdings(
        total=SHARES,
        counts={"holders": 47_905, "preferred_holders": 0},
        top=TOP,
        unrestricted=(TOP[0], TOP[2], TOP[4], TOP[1], TOP[5], TOP[6], TOP[8], TOP[9], TOP[3], LAST),
        concert="沧榆医药集团有限公司与其余股东之间没有关联关系，其余股东之间的关系，公司并不掌握。",
        margin="股东万俟汐通过普通证券账户持有0股，通过清泉证券股份有限公司客户信用交易担保证券账户持有5,280,016股，合计持有5,280,016股。",
    ),
    lending=Lending(participation=False, changes=False),
)

EXTRAS = Extras(
    secretary="",
    deputy="",
    phone="",
    address="",
    mail="",
    notice="2024-072",
    date="",
    narrative=("三季度新药放量，收入增加；推广费用随之上升。",),
)


def document() -> Document:
    """The filing's pages."""
    return quarterly_report(FACTS, EXTRAS)
