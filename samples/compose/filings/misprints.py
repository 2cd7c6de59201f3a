"""An annual summary with four planted misprints; `PLANTED` names them."""

from __future__ import annotations

from decimal import Decimal

from compose.facts import (
    Company,
    Figure,
    Filing,
    Holder,
    Holdings,
    Lending,
    Lent,
    last_quarter,
    per_share,
    return_on_equity,
)
from compose.model import Document
from compose.shenzhen_reports import Extras, annual_summary

COMPANY = Company("301995", "栖梧仪器", "栖梧仪器股份有限公司", "SZSE", "ChiNext")
SHARES = 180_000_000
PROFIT = ("92338206.41", "77772225.50", "70118306.92")
ADJUSTED = ("85220118.06", "72447306.33", "66118220.47")
EARNINGS = tuple(per_share(profit, SHARES) for profit in PROFIT)
EQUITY = ("1012338417.25", "920000210.84", "842227985.34")
FUND = "苍梧银行股份有限公司－澄明高端装备股票型证券投资基金"
CONTROLLER = "栖梧科技（宁川）有限公司"
SWAPPED = "阳佟筠"

PLANTED = (
    {
        "what": "a change printed as a fraction instead of in per cent",
        "subject": "归属于上市公司股东的净利润",
        "printed": "0.1873",
        "expected": "18.73",
        "slip": "hundredfold",
    },
    {
        "what": "two digits of a holder's percentage swapped",
        "subject": SWAPPED,
        "printed": "4.43",
        "expected": "4.34",
        "slip": "digits_swapped",
    },
    {
        "what": "the quarters add up to 3.00 yuan less than the year",
        "subject": "归属于上市公司股东的扣除非经常性损益的净利润",
        "printed": "85220118.06",
        "expected": "85220115.06",
        "slip": "digit_changed",
    },
    {
        "what": "a percentage in the lending table that does not fit its number of shares",
        "subject": FUND,
        "printed": "1.62",
        "expected": "1.52",
        "slip": "digit_changed",
    },
)


def _three_off(quarters: tuple[str, str, str, str]) -> tuple[str, str, str, str]:
    return (*quarters[:3], str(Decimal(quarters[3]) - 3))


FACTS = Filing(
    company=COMPANY,
    kind="annual",
    form="summary",
    period="2023A",
    figures=(
        Figure("revenue", ("720118306.55", "655220417.30", "602447118.26")),
        Figure("net_profit_parent", PROFIT, printed="0.1873"),
        Figure("net_profit_parent_excl_nonrecurring", ADJUSTED),
        Figure("operating_cash_flow", ("110447206.38", "98118320.71", "84220618.05")),
        Figure("eps_basic", EARNINGS),
        Figure("eps_diluted", EARNINGS),
        Figure(
            "roe_weighted",
            tuple(return_on_equity(p, e) for p, e in zip(PROFIT, (*EQUITY[1:], "772109678.42"), strict=True)),
        ),
        Figure("total_assets", ("1302447118.90", "1220118306.47", "1118220417.35")),
        Figure("net_assets_parent", EQUITY),
    ),
    quarterly=(
        ("revenue", "营业收入", last_quarter("720118306.55", "160220118.47", "182447306.20", "178118220.66")),
        (
            "net_profit_parent",
            "归属于上市公司股东的净利润",
            last_quarter(PROFIT[0], "18447118.30", "24220306.51", "22118447.09"),
        ),
        (
            "net_profit_parent_excl_nonrecurring",
            "归属于上市公司股东的扣除非经常性损益的净利润",
            _three_off(last_quarter(ADJUSTED[0], "16220447.18", "22118306.92", "20447118.35")),
        ),
        (
            "operating_cash_flow",
            "经营活动产生的现金流量净额",
            last_quarter("110447206.38", "-20118447.06", "40220306.17", "35118220.94"),
        ),
    ),
    holdings=Holdings(
        total=SHARES,
        counts={
            "holders": 11_302,
            "holders_prior_month_end": 11_047,
            "preferred_holders": 0,
            "preferred_holders_prior_month_end": 0,
            "special_voting_holders": 0,
        },
        top=(
            Holder(CONTROLLER, "境内非国有法人", 63_000_000),
            Holder("亓官岳", "境内自然人", 18_000_000, 13_500_000),
            Holder("宁川梧桐创业投资合伙企业（有限合伙）", "境内非国有法人", 9_000_000),
            Holder(SWAPPED, "境内自然人", 7_811_640, pct="4.43"),
            Holder("香港中央结算有限公司", "境外法人", 4_220_318),
            Holder(FUND, "其他", 3_118_200),
            Holder("司空蔚", "境内自然人", 2_700_000),
            Holder("全国社保基金九九五组合", "其他", 2_340_000),
            Holder("令狐岑", "境内自然人", 1_980_500, pledges=(("质押", 900_000),)),
            Holder("栖梧仪器股份有限公司－第一期员工持股计划", "其他", 1_620_000),
        ),
        concert="亓官岳为栖梧科技（宁川）有限公司的实际控制人。其余股东之间的关系，公司并不掌握。",
    ),
    lending=Lending(
        participation=True,
        changes=False,
        rows=(
            Lent(CONTROLLER, 63_000_000, 0, 63_000_000, 0),
            Lent("亓官岳", 18_000_000, 0, 18_000_000, 0),
            Lent(FUND, 2_736_100, 180_000, 3_118_200, 90_000, ("1.62", None, None, None)),
        ),
        opening_total=SHARES,
        closing_total=SHARES,
    ),
)

EXTRAS = Extras(
    secretary="梁丘洵",
    deputy="左丘荇",
    phone="0599-5550412",
    address="宁川市栖梧大街 66 号",
    mail="ir@qiwu.example",
    notice="2024-021",
    date="2024 年 04 月",
    narrative=("公司做实验室用的光谱仪和色谱仪，高校和检测机构是主要的客户。",),
)


def document() -> Document:
    """The filing's pages."""
    return annual_summary(FACTS, EXTRAS)
