"""A half-year summary that carries the facts of a published one (300418, first half of 2024) in our own words.

Names and figures are facts and stand as published; every sentence is ours.
"""

from __future__ import annotations

from compose.facts import Company, Figure, Filing, Holder, Holdings, Lending, Lent, Moved, number
from compose.model import Document
from compose.shenzhen_reports import Extras, halfyear_summary

COMPANY = Company("300418", "昆仑万维", "昆仑万维科技股份有限公司", "SZSE", "ChiNext")
GUOTAI = "上海浦东发展银行股份有限公司－国泰中证动漫游戏交易型开放式指数证券投资基金"
HUAXIA = "中国民生银行股份有限公司－华夏中证动漫游戏交易型开放式指数证券投资基金"
YIFANGDA = "中国工商银行股份有限公司－易方达创业板交易型开放式指数证券投资基金"
HUATAI = "中国工商银行股份有限公司－华泰柏瑞沪深300交易型开放式指数证券投资基金"
HUAAN = "中国建设银行股份有限公司－华安创业板50交易型开放式指数证券投资基金"
ZHONGZHENG = "中国农业银行股份有限公司－中证500交易型开放式指数证券投资基金"
NATURAL, OTHER = "境内自然人", "其他"


def metric(
    section: str | None, subject: str, name: str, value: str, unit: str | None, change: str | None = None,
    bound: str | None = None,
) -> dict[str, object]:  # fmt: skip
    """A figure stated in the narrative."""
    return {
        "section": section,
        "subject": subject,
        "metric": name,
        "value": number(value),
        "unit": unit,
        "change": number(change),
        "change_unit": None if change is None else "%",
        "bound": bound,
    }


FACTS = Filing(
    company=COMPANY,
    kind="half-year",
    form="summary",
    period="2024H1",
    figures=(
        Figure("revenue", ("2501811162.32", "2425229544.83")),
        Figure("net_profit_parent", ("-389136070.45", "358189359.72")),
        Figure("net_profit_parent_excl_nonrecurring", ("-407394274.63", "311942472.00")),
        Figure("operating_cash_flow", ("189088081.19", "533113423.95")),
        Figure("eps_basic", ("-0.32", "0.30")),
        Figure("eps_diluted", ("-0.31", "0.29")),
        Figure("roe_weighted", ("-2.58", "2.74")),
        Figure("total_assets", ("21039773543.60", "21484962358.21")),
        Figure("net_assets_parent", ("15093299461.48", "15174349421.64")),
    ),
    holdings=Holdings(
        total=1_231_300_000,
        counts={"holders": 138_696, "preferred_holders": 0, "special_voting_holders": 0},
        top=(
            Holder("新余盈瑞世纪软件研发中心（有限合伙）", "境内非国有法人", 189_744_943, pct="15.41"),
            Holder("周亚辉", NATURAL, 144_844_325, pledges=(("质押", 200_000),), pct="11.76"),
            Holder("李琼", NATURAL, 96_341_435, pct="7.82"),
            Holder(HUAXIA, OTHER, 23_633_346, pct="1.92"),
            Holder("香港中央结算有限公司", "境外法人", 21_908_784, pct="1.78"),
            Holder(YIFANGDA, OTHER, 16_116_955, pct="1.31"),
            Holder("毛金明", NATURAL, 15_389_803, margin=15_389_803, mark=True, pct="1.25"),
            Holder(HUATAI, OTHER, 10_120_700, pct="0.82"),
            Holder("毛英俊", NATURAL, 9_161_000, margin=9_161_000, mark=True, pct="0.74"),
            Holder(GUOTAI, OTHER, 7_242_983, pct="0.59"),
        ),
        concert="周亚辉与新余盈瑞世纪软件研发中心（有限合伙）一致行动。",
        margin=(
            "股东毛金明通过国泰君安证券股份有限公司客户信用交易担保证券账户持有15,389,803股，没有放在普通证券账户的股份。"
            "股东毛英俊通过广发证券股份有限公司客户信用交易担保证券账户持有9,161,000股，没有放在普通证券账户的股份。"
        ),
    ),
    lending=Lending(
        participation=True,
        changes=True,
        rows=(
            Lent(GUOTAI, 5_292_333, 0, 7_242_983, 1_284_700, ("0.44", "0.00", "0.59", "0.10")),
            Lent(HUAXIA, 16_702_167, 1_441_000, 23_633_346, 406_900, ("1.37", "0.12", "1.92", "0.03")),
            Lent(YIFANGDA, 15_965_946, 1_048_000, 16_116_955, 812_400, ("1.31", "0.09", "1.31", "0.07")),
        ),
        moved=(
            Moved(HUAAN, "exited", 0, 6_710_695, "0.54"),
            Moved(ZHONGZHENG, "exited", 0, 0),
            Moved(GUOTAI, "entered", 1_284_700, 8_527_683, "0.69"),
        ),
        closing_total=1_231_300_000,
        opening_total=1_216_000_000,
    ),
    outline=(
        ("1", "AGI与AIGC业务板块"),
        ("1.1", "AI大模型"),
        ("1.2", "AI搜索"),
        ("1.3", "AI游戏"),
        ("1.4", "AI音乐"),
        ("1.5", "AI社交"),
        ("1.6", "AI短剧"),
        ("1.7", "AI普惠生态建设"),
        ("2", "海外信息分发与元宇宙业务板块"),
        ("3", "投资业务板块"),
    ),
    metrics=(
        metric(None, "公司", "营业总收入", "2502000000", "CNY", "3.16"),
        metric(None, "公司", "毛利率", "78.20", "%"),
        metric(None, "公司", "海外业务收入", "2205000000", "CNY", "9.02"),
        metric(None, "公司", "海外业务收入占总收入比重", "88.16", "%"),
        metric(None, "公司", "研发费用", "757000000", "CNY", "115.72"),
        metric("1", "天工AI智能助手", "日活跃用户（DAU）", "1000000", None, bound="at_least"),
        metric("1", "Linky", "日活跃用户（DAU）", "500000", None, bound="at_least"),
        metric("1.2", "天工AI智能助手", "日活跃用户（DAU）", "1000000", None, bound="at_least"),
        metric("1.5", "Linky", "日活跃用户（DAU）", "500000", None, bound="at_least"),
        metric("2", "Opera", "营业收入", "200000000", "USD", "17"),
        metric("2", "Opera", "经调整后EBITDA", "51520000", "USD", "22"),
        metric("2", "Opera", "全球月活跃用户", "300000000", None),
        metric("2", "Opera", "年化ARPU", "1.5", "USD", "25"),
    ),
)

EXTRAS = Extras(
    secretary="董事会办公室",
    deputy="董事会办公室",
    phone="见公司网站",
    address="见公司网站",
    mail="见公司网站",
    notice="2024-000",
    date="2024 年 08 月",
    narrative=(
        "报告期内经营业绩情况：",
        (
            "2024年上半年，公司营业总收入为25.02亿元，同比增长3.16%，毛利率为78.20%。海外业务收入为22.05亿元，"
            "同比增长9.02%，占总收入比重为88.16%。上半年研发费用为7.57亿元，同比增长115.72%。"
        ),
        "昆仑万维的亏损主要来自投资：二级市场下跌，所持股票的公允价值随之减少。",
        "报告期内公司主要业务：",
        "1、AGI与AIGC业务板块",
        (
            "昆仑万维在这一板块从算力、模型做到应用。报告期内，天工AI智能助手日活跃用户（DAU）超过100万；"
            "社交产品Linky日活跃用户（DAU）超过50万。"
        ),
        "1.1 AI大模型",
        "模型有语言、图文、音乐、三维和视频五类，上半年都出了新版本。",
        "1.2 AI搜索",
        "搜索功能并入助手，可以连续追问，也可以画图表。天工AI智能助手日活跃用户（DAU）超过100万。",
        "1.3 AI游戏",
        "两款游戏在研，其中一款已经开始小范围测试。",
        "1.4 AI音乐",
        "国内外各有一个产品，用户写下歌词就能得到一首歌。",
        "1.5 AI社交",
        "产品面向海外用户。报告期内，Linky日活跃用户（DAU）超过50万。",
        "1.6 AI短剧",
        "平台在报告期后上线，把剧本、分镜和成片放在一处完成。",
        "1.7 AI普惠生态建设",
        "公司开放了几个模型的权重，供学校和开发者使用。",
        "2、海外信息分发与元宇宙业务板块",
        (
            "2024年上半年，Opera营业收入为2亿美元，比上年同期增长17%；经调整后EBITDA为5,152万美元，比上年同期增长22%。"
            "二季度末，Opera全球月活跃用户为3亿。二季度Opera年化ARPU为1.5美元，同比增长25%。"
        ),
        "3、投资业务板块",
        "所持股票价格下跌，这一板块上半年亏损。",
    ),
)


def document() -> Document:
    """The filing's pages."""
    return halfyear_summary(FACTS, EXTRAS)
