"""A Shanghai main board annual summary: a loss in the year before, two states on one holding, three years."""

from __future__ import annotations

from compose.facts import (
    Company,
    Figure,
    Filing,
    Holder,
    Holdings,
    last_quarter,
    per_share,
    return_on_equity,
)
from compose.model import Document
from compose.shanghai import Extras, annual_summary

COMPANY = Company("605999", "望鹤食品", "望鹤食品股份有限公司", "SSE", "main")
SHARES = 520_000_000
PROFITS = ("187336410.25", "-45280116.93", "162904771.80")
ADJUSTED = ("171205883.14", "-58117402.66", "149388012.57")
EQUITY = ("2403844742.72", "2216508332.47", "2313788449.40")
EARNINGS = tuple(per_share(profit, SHARES) for profit in PROFITS)
NATURAL = "境内自然人"

FACTS = Filing(
    company=COMPANY,
    kind="annual",
    form="summary",
    period="2024A",
    figures=(
        Figure("total_assets", ("4026117893.55", "3911806240.77", "4105220336.01")),
        Figure("net_assets_parent", EQUITY),
        Figure("revenue", ("3218406552.71", "3402118907.36", "3087552140.18")),
        Figure("net_profit_parent", PROFITS),
        Figure("net_profit_parent_excl_nonrecurring", ADJUSTED),
        Figure("operating_cash_flow", ("402771356.90", "318662074.15", "355190448.22")),
        Figure(
            "roe_weighted",
            (
                return_on_equity(PROFITS[0], EQUITY[1]),
                return_on_equity(PROFITS[1], EQUITY[2], "-26000000"),
                return_on_equity(PROFITS[2], "2202883677.60"),
            ),
        ),
        Figure("eps_basic", EARNINGS),
        Figure("eps_diluted", EARNINGS),
    ),
    quarterly=(
        ("revenue", "营业收入", last_quarter("3218406552.71", "780114209.33", "811306752.40", "799520118.65")),
        (
            "net_profit_parent",
            "归属于上市公司股东的净利润",
            last_quarter(PROFITS[0], "51220317.08", "44903756.21", "-6118204.77"),
        ),
        (
            "net_profit_parent_excl_nonrecurring",
            "归属于上市公司股东的扣除非经常性损益后的净利润",
            last_quarter(ADJUSTED[0], "49107552.30", "41330268.94", "-9402117.65"),
        ),
        (
            "operating_cash_flow",
            "经营活动产生的现金流量净额",
            last_quarter("402771356.90", "-38224106.11", "120556318.42", "97301885.06"),
        ),
    ),
    holdings=Holdings(
        total=SHARES,
        counts={
            "holders": 33_418,
            "holders_prior_month_end": 31_902,
            "preferred_holders": 0,
            "preferred_holders_prior_month_end": 0,
        },
        top=(
            Holder(
                "望鹤实业集团有限公司", "境内非国有法人", 187_200_000, None, (("质押", 60_000_000), ("冻结", 5_000_000))
            ),
            Holder("鲜于峤", NATURAL, 41_600_350, None, change=-1_200_000),
            Holder("宁川市国有资本运营有限公司", "国有法人", 26_000_000, None),
            Holder("香港中央结算有限公司", "境外法人", 11_306_274, None, change=3_918_506),
            Holder("公冶棠", NATURAL, 9_750_000, None, (("质押", 4_000_000),)),
            Holder("禾岸银行股份有限公司－远帆消费精选混合型证券投资基金", "其他", 7_214_400, None, change=7_214_400),
            Holder("全国社保基金九九九组合", "其他", 6_330_100, None, change=-815_000),
            Holder("闻于渊", NATURAL, 5_018_730, None, change=402_600),
            Holder("苍梧信托有限责任公司－青黛1号集合资金信托计划", "其他", 4_166_925, None),
            Holder("CEDAR STRAIT CAPITAL (HK) LIMITED", "境外法人", 3_902_000, None, change=-98_000),
        ),
        concert="望鹤实业集团有限公司由鲜于峤控制，两者为一致行动人。其余股东之间的关系，公司并不掌握。",
    ),
)

EXTRAS = Extras(
    secretary="端木岑",
    deputy="南宫纾",
    phone="0599-5550188",
    address="宁川市望鹤路2号",
    mail="ir@wanghe.example",
    narrative=(
        "公司做酱料和速冻面点，在五个省有工厂，产品经商超和餐饮两条渠道卖出。",
        "上一年关闭旧厂，一次性的支出造成亏损；本年新厂开满，亏损转为盈利。",
    ),
)


def document() -> Document:
    """The filing's pages."""
    return annual_summary(FACTS, EXTRAS)
