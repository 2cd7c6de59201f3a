"""A first-quarter report whose holders' table breaks over the page inside a row: a name and its digits are cut."""

from __future__ import annotations

from compose.facts import Company, Figure, Filing, Holder, Holdings, Lending, Lent, return_on_equity
from compose.model import Document
from compose.shenzhen_reports import Extras, quarterly_report

COMPANY = Company("301997", "霁川软件", "霁川软件股份有限公司", "SZSE", "ChiNext")
SHARES = 1_240_000_000
PROFITS = ("88206417.35", "102338206.90")
FUND = "禾岸银行股份有限公司－远帆软件与信息服务主题交易型开放式指数证券投资基金"
TRUST = "苍梧信托有限责任公司－苍梧青黛稳健成长2号证券投资集合资金信托计划"
NATURAL, OTHER = "境内自然人", "其他"
TOP = (
    Holder("霁川控股集团有限责任公司", "境内非国有法人", 372_000_000, pledges=(("质押", 124_000_000),)),
    Holder("独孤樾", NATURAL, 124_438_930, 93_329_197, unrestricted=31_109_733),
    Holder("宁川霁明股权投资管理合伙企业（有限合伙）", "境内非国有法人", 62_000_000),
    Holder("香港中央结算有限公司", "境外法人", 37_442_816),
    Holder(FUND, OTHER, 24_118_307),
    Holder(TRUST, OTHER, 18_600_000),
    Holder("STONEHAVEN EMERGING MARKETS EQUITY PARTNERS LIMITED", "境外法人", 15_220_641),
    Holder("夏侯沚", NATURAL, 12_400_000, margin=12_400_000, mark=True),
    Holder("全国社保基金九九六组合", OTHER, 9_920_000),
    Holder("宰父樾", NATURAL, 7_440_118),
)

FACTS = Filing(
    company=COMPANY,
    kind="q1",
    form="full",
    period="2024Q1",
    figures=(
        Figure("revenue", ("640118306.22", "702446318.57")),
        Figure("net_profit_parent", PROFITS),
        Figure("net_profit_parent_excl_nonrecurring", ("80447120.61", "95220316.48")),
        Figure("operating_cash_flow", ("-210338406.15", "-188220617.93")),
        Figure("eps_basic", ("0.0711", "0.0825")),
        Figure("eps_diluted", ("0.0711", "0.0825")),
        Figure(
            "roe_weighted",
            (return_on_equity(PROFITS[0], "6402118306.44"), return_on_equity(PROFITS[1], "6110226418.07")),
        ),
        Figure("total_assets", ("9220446118.37", "9306117204.85")),
        Figure("net_assets_parent", ("6490324723.79", "6402118306.44"), label="归属于上市公司股东的所有者权益"),
    ),
    holdings=Holdings(
        total=SHARES,
        counts={"holders": 86_402, "preferred_holders": 0},
        top=TOP,
        unrestricted=(TOP[0], TOP[2], TOP[3], TOP[1], *TOP[4:]),
        concert="独孤樾为霁川控股集团有限责任公司的实际控制人。其余股东之间的关系，公司并不掌握。",
        margin="股东夏侯沚通过普通证券账户持有0股，通过清泉证券股份有限公司客户信用交易担保证券账户持有12,400,000股，合计持有12,400,000股。",
    ),
    lending=Lending(
        participation=True,
        changes=False,
        rows=(Lent(FUND, 20_336_407, 1_240_600, 24_118_307, 310_200),),
        opening_total=SHARES,
        closing_total=SHARES,
    ),
)

EXTRAS = Extras(
    secretary="",
    deputy="",
    phone="",
    address="",
    mail="",
    notice="2024-019",
    date="",
    narrative=(
        "一季度是淡季，政府客户的验收多在下半年，因此收入和利润都低。经营现金流为负，与往年相同。",
        "公司的三条产品线中，数据平台的订单比上年同期多，办公软件和安全产品的订单比上年同期少。",
    ),
    split=True,
    room=384,
    widths=(84, 70, 62, 47, 80, 66, 73),
    movements=(
        ("交易性金融资产", "620118306.44", "410226718.05", "买入短期理财产品。"),
        ("应收账款", "1804220617.38", "2110446305.92", "收回上年末的款项。"),
        ("存货", "702118446.15", "511330207.64", "为在建项目备货。"),
        ("合同负债", "380446118.20", "290117306.55", "新签项目预收款。"),
        ("应付职工薪酬", "102338416.07", "260118220.91", "发放上年奖金。"),
        ("其他应付款", "88220117.46", "60447305.18", "收到投标保证金。"),
    ),
)


def document() -> Document:
    """The filing's pages."""
    return quarterly_report(FACTS, EXTRAS)
