"""A STAR half-year summary: a loss, research against revenue, restricted shares with those lent."""

from __future__ import annotations

from compose.facts import Company, Figure, Filing, Holder, Holdings, per_share, return_on_equity
from compose.model import Document
from compose.shanghai import Extras, star_halfyear_summary

COMPANY = Company("688997", "澄砾生物", "澄砾生物科技股份有限公司", "SSE", "STAR")
SHARES = 411_000_000
PROFITS = ("-38224106.51", "21870335.18")
EARNINGS = tuple(per_share(profit, SHARES) for profit in PROFITS)

FACTS = Filing(
    company=COMPANY,
    kind="half-year",
    form="summary",
    period="2024H1",
    figures=(
        Figure("total_assets", ("4380225917.06", "4460118250.74")),
        Figure("net_assets_parent", ("3563894433.82", "3602118540.33")),
        Figure("revenue", ("402336718.20", "455120904.66")),
        Figure("net_profit_parent", PROFITS),
        Figure("net_profit_parent_excl_nonrecurring", ("-45110872.39", "12338506.27")),
        Figure("operating_cash_flow", ("-60227145.83", "-31850224.60")),
        Figure(
            "roe_weighted",
            (return_on_equity(PROFITS[0], "3602118540.33"), return_on_equity(PROFITS[1], "3560223915.48")),
        ),
        Figure("eps_basic", EARNINGS),
        Figure("eps_diluted", EARNINGS),
        Figure("rd_to_revenue", ("31.46", "24.80")),
    ),
    holdings=Holdings(
        total=SHARES,
        counts={"holders": 9_264, "preferred_holders": 0, "special_voting_holders": 0},
        top=(
            Holder("澄砾控股（宁川）有限公司", "境内非国有法人", 139_740_000, 139_740_000),
            Holder("即墨衍", "境内自然人", 45_210_000, 45_210_000),
            Holder("宁川砾石股权投资合伙企业（有限合伙）", "其他", 24_660_000),
            Holder("泉台证券投资有限公司", "国有法人", 12_330_000, 11_528_600, lent=801_400),
            Holder("闾丘歆", "境内自然人", 8_220_000, pledges=(("质押", 3_100_000),)),
            Holder("香港中央结算有限公司", "其他", 6_107_418),
            Holder("苍梧银行股份有限公司－澄明医药创新股票型证券投资基金", "其他", 5_480_226),
            Holder("RIVERSTONE LIFE SCIENCES FUND L.P.", "境外法人", 4_932_000),
            Holder("禾岸人寿保险股份有限公司－传统－普通保险产品－099L－CT099沪", "其他", 3_288_000),
            Holder("澄砾生物科技股份有限公司－第一期员工持股计划", "其他", 2_055_000),
        ),
        concert="即墨衍为澄砾控股（宁川）有限公司的实际控制人。其余股东之间的关系，公司并不掌握。",
    ),
)

EXTRAS = Extras(
    secretary="公良漪",
    deputy="仲孙霁",
    phone="0599-5550266",
    address="宁川市澄砾大道99号",
    mail="ir@chengli.example",
    narrative=("公司研制疫苗佐剂。两个在研项目进入三期临床，研发费用增加，因此出现亏损。",),
)


def document() -> Document:
    """The filing's pages."""
    return star_halfyear_summary(FACTS, EXTRAS)
