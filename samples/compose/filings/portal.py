"""Two filings as finance portals publish them: one with tables as tables, one as preformatted text."""

from __future__ import annotations

from compose.facts import Company, Figure, Filing, Holder, Holdings, Lending, Lent, per_share, return_on_equity
from compose.model import Document
from compose.shenzhen_reports import Extras, halfyear_summary, quarterly_report

WEAVER = Company("301994", "棠溪纺织", "棠溪纺织科技股份有限公司", "SZSE", "ChiNext")
MEDIA = Company("003997", "泊野传媒", "泊野传媒股份有限公司", "SZSE", "main")
WEAVER_SHARES, MEDIA_SHARES = 160_000_000, 505_000_000
WEAVER_PROFIT = ("22118306.47", "25447118.20")
MEDIA_PROFIT = ("-61220418.33", "-40118306.72")
PERSON, FUND = "境内自然人", "其他"
INDEX = "云岭银行股份有限公司－拓界中证传媒交易型开放式指数证券投资基金"

WEAVER_TOP = (
    Holder("棠溪投资有限公司", "境内非国有法人", 56_000_000),
    Holder("羊舌洛", PERSON, 16_000_000, 12_000_000, unrestricted=4_000_000),
    Holder("宁川市棠溪镇资产经营有限公司", "国有法人", 8_000_000),
    Holder("巫马岱", PERSON, 3_520_000, pledges=(("质押", 1_600_000),)),
    Holder("香港中央结算有限公司", "境外法人", 2_118_306),
    Holder("公西葭", PERSON, 1_920_000),
    Holder("谷梁溯", PERSON, 1_440_700),
    Holder("拓跋榆", PERSON, 1_280_000),
    Holder("乐正栩", PERSON, 1_120_000),
    Holder("西门岫", PERSON, 960_300),
)

TABLE_FACTS = Filing(
    company=WEAVER,
    kind="q1",
    form="full",
    period="2025Q1",
    figures=(
        Figure("revenue", ("280447118.63", "302118306.95")),
        Figure("net_profit_parent", WEAVER_PROFIT),
        Figure("net_profit_parent_excl_nonrecurring", ("20118220.17", "23338206.41")),
        Figure("operating_cash_flow", ("15220447.08", "-6118306.39")),
        Figure("eps_basic", tuple(per_share(p, WEAVER_SHARES) for p in WEAVER_PROFIT)),
        Figure("eps_diluted", tuple(per_share(p, WEAVER_SHARES) for p in WEAVER_PROFIT)),
        Figure(
            "roe_weighted",
            (return_on_equity(WEAVER_PROFIT[0], "910338206.15"), return_on_equity(WEAVER_PROFIT[1], "860118447.30")),
        ),
        Figure("total_assets", ("1210447306.92", "1198220118.47")),
        Figure("net_assets_parent", ("932456512.62", "910338206.15"), label="归属于上市公司股东的所有者权益"),
    ),
    holdings=Holdings(
        total=WEAVER_SHARES,
        counts={"holders": 8_840, "preferred_holders": 0},
        top=WEAVER_TOP,
        unrestricted=(WEAVER_TOP[0], WEAVER_TOP[2], WEAVER_TOP[1], *WEAVER_TOP[3:]),
        concert="羊舌洛为棠溪投资有限公司的实际控制人。其余股东之间的关系，公司并不掌握。",
    ),
    lending=Lending(participation=False, changes=False),
)

PRE_FACTS = Filing(
    company=MEDIA,
    kind="half-year",
    form="summary",
    period="2024H1",
    figures=(
        Figure("revenue", ("402118306.27", "488220447.15")),
        Figure("net_profit_parent", MEDIA_PROFIT),
        Figure("net_profit_parent_excl_nonrecurring", ("-66447118.09", "-48220316.54")),
        Figure("operating_cash_flow", ("-20118447.36", "12447306.81")),
        Figure("eps_basic", tuple(per_share(p, MEDIA_SHARES) for p in MEDIA_PROFIT)),
        Figure("eps_diluted", tuple(per_share(p, MEDIA_SHARES) for p in MEDIA_PROFIT)),
        Figure(
            "roe_weighted",
            (return_on_equity(MEDIA_PROFIT[0], "1620447118.50"), return_on_equity(MEDIA_PROFIT[1], "1702118306.44")),
        ),
        Figure("total_assets", ("2302447118.06", "2418220306.95")),
        Figure("net_assets_parent", ("1559226700.17", "1620447118.50")),
    ),
    holdings=Holdings(
        total=MEDIA_SHARES,
        counts={"holders": 40_115, "preferred_holders": 0, "special_voting_holders": 0},
        top=(
            Holder("泊野文化集团有限公司", "国有法人", 151_500_000),
            Holder("梁丘蔚", PERSON, 35_350_000, 26_512_500, (("质押", 20_000_000),)),
            Holder("宁川市文化产业投资有限公司", "国有法人", 25_250_000),
            Holder("香港中央结算有限公司", "境外法人", 9_220_418),
            Holder(INDEX, FUND, 7_118_306),
            Holder("东郭滢", PERSON, 5_555_000, margin=5_050_000, mark=True),
            Holder("南门桁", PERSON, 4_545_000),
            Holder("GREYWATER MEDIA HOLDINGS LTD", "境外法人", 4_040_000),
            Holder("泊野传媒股份有限公司－第一期员工持股计划", FUND, 3_030_000),
            Holder("北宫屿", PERSON, 2_525_700),
        ),
        concert="泊野文化集团有限公司和宁川市文化产业投资有限公司同属宁川市国资管理部门，没有一致行动的约定。",
        margin="股东东郭滢通过普通证券账户持有505,000股，通过清泉证券股份有限公司客户信用交易担保证券账户持有5,050,000股，合计持有5,555,000股。",
    ),
    lending=Lending(
        participation=True,
        changes=False,
        rows=(Lent(INDEX, 6_220_117, 302_400, 7_118_306, 55_600),),
        opening_total=MEDIA_SHARES,
        closing_total=MEDIA_SHARES,
    ),
)


def table_document() -> Document:
    """The first-quarter report."""
    extras = Extras("", "", "", "", "", "2025-014", "", ("订单减少，收入比上年同期低；回款加快，现金流转正。",))
    return quarterly_report(TABLE_FACTS, extras)


def pre_document() -> Document:
    """The half-year summary."""
    narrative = ("影院和户外两项业务的收入都减少，公司关闭了部分点位，因此亏损扩大。",)
    extras = Extras(
        "屈突鸣",
        "皇甫苓",
        "0599-5550573",
        "宁川市泊野路 21 号",
        "ir@boye.example",
        "2024-033",
        "2024 年 08 月",
        narrative,
    )
    return halfyear_summary(PRE_FACTS, extras)
