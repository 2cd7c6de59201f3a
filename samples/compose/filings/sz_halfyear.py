"""A ChiNext half-year summary with both lending tables."""

from __future__ import annotations

from compose.facts import Company, Figure, Filing, Holder, Holdings, Lending, Lent, Moved
from compose.model import Document
from compose.shenzhen_reports import Extras, halfyear_summary

COMPANY = Company("301999", "砚溪光电", "砚溪光电科技股份有限公司", "SZSE", "ChiNext")
ARBOUR = "禾岸银行股份有限公司－远帆创业板交易型开放式指数证券投资基金"
OPTICS = "苍梧银行股份有限公司－澄明中证光学器件主题交易型开放式指数证券投资基金"

FACTS = Filing(
    company=COMPANY,
    kind="half-year",
    form="summary",
    period="2024H1",
    figures=(
        Figure("revenue", ("1286430517.36", "1093275904.18")),
        Figure("net_profit_parent", ("148215306.47", "131080442.95")),
        Figure("net_profit_parent_excl_nonrecurring", ("139804118.62", "118936507.33")),
        Figure("operating_cash_flow", ("96377250.14", "-21458903.66")),
        Figure("eps_basic", ("0.37", "0.33")),
        Figure("eps_diluted", ("0.37", "0.32")),
        Figure("roe_weighted", ("4.80", "4.49")),
        Figure("total_assets", ("4715308226.90", "4588190073.44")),
        Figure("net_assets_parent", ("3100272224.52", "3012446918.05")),
    ),
    holdings=Holdings(
        total=402_600_000,
        counts={"holders": 21_847, "preferred_holders": 0, "special_voting_holders": 0},
        top=(
            Holder("砚溪控股集团有限公司", "境内非国有法人", 121_584_000, pledges=(("质押", 18_000_000),)),
            Holder("陆之衡", "境内自然人", 36_234_000, 27_175_500),
            Holder("宁川新芽创业投资合伙企业（有限合伙）", "境内非国有法人", 20_130_250),
            Holder("香港中央结算有限公司", "境外法人", 9_873_416),
            Holder(ARBOUR, "其他", 6_512_880),
            Holder(OPTICS, "其他", 5_906_300),
            Holder("贺兰舒", "境内自然人", 4_871_205, margin=3_000_000, mark=True),
            Holder("NORTHWIND PASSAGE ASSET MANAGEMENT LIMITED", "境外法人", 4_115_000),
            Holder("砚溪光电科技股份有限公司－2023年员工持股计划", "其他", 3_660_000),
            Holder("罗溪亭", "境内自然人", 2_950_718, margin=2_950_718, mark=True),
        ),
        concert="陆之衡系砚溪控股集团有限公司的控股股东，两者按一致行动人披露。其余股东之间的关系，公司并不掌握。",
        margin=(
            "股东贺兰舒通过普通证券账户持有1,871,205股，通过清泉证券股份有限公司客户信用交易担保证券账户"
            "持有3,000,000股，合计持有4,871,205股。股东罗溪亭通过普通证券账户持有0股，"
            "通过清泉证券股份有限公司客户信用交易担保证券账户持有2,950,718股，合计持有2,950,718股。"
        ),
    ),
    lending=Lending(
        participation=True,
        changes=True,
        rows=(
            Lent(ARBOUR, 5_120_480, 963_200, 6_512_880, 318_000),
            Lent(OPTICS, 4_377_500, 0, 5_906_300, 742_600),
        ),
        moved=(
            Moved("云岭银行股份有限公司－拓界中证1000交易型开放式指数证券投资基金", "exited", 0, 1_204_300),
            Moved(OPTICS, "entered", 742_600, 6_648_900),
        ),
        opening_total=402_600_000,
        closing_total=402_600_000,
    ),
)


EXTRAS = Extras(
    secretary="闻人朔",
    deputy="祝遥",
    phone="0599-5550136",
    address="宁川市砚溪区沿河路 18 号",
    mail="ir@yanxi.example",
    notice="2024-041",
    date="2024 年 08 月",
    narrative=(
        "砚溪光电做精密光学镜片和镜头，客户多在车载和安防两个行业。2024年上半年，新建的二号厂房投入使用，车载镜片的产能因此扩大。",
        "研发方面，砚溪光电完成了两款红外镜头的样机，年内将送客户试装。原材料价格比年初略有回落，毛利率大体平稳。",
    ),
)


def document() -> Document:
    """The filing's pages."""
    return halfyear_summary(FACTS, EXTRAS)
