"""Two whole annual reports of one company, with the statements of group and parent and tables of the notes."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from compose.entries import Entry, Note, Scope, Statement
from compose.facts import (
    CENT,
    Breakdown,
    Business,
    Company,
    Figure,
    Filing,
    Holder,
    Holdings,
    Lending,
    last_quarter,
    per_share,
    return_on_equity,
)
from compose.model import Document
from compose.shanghai import Extras
from compose.shanghai_full import annual_report

COMPANY = Company("605997", "云岭仪器", "云岭仪器股份有限公司", "SSE", "main")
SHARES = 200_000_000
PERIODS = ("2023A", "2024A")
YEARS = (2021, 2022, 2023, 2024)

_Years = dict[int, Decimal]


def _years(*amounts: str) -> _Years:
    """Amounts of the last years, up to 2024."""
    return dict(zip(YEARS[-len(amounts) :], map(Decimal, amounts), strict=True))


def _sum(*parts: _Years) -> _Years:
    return {year: sum((part[year] for part in parts), Decimal(0)) for year in parts[0] if all(year in p for p in parts)}


def _less(whole: _Years, *parts: _Years) -> _Years:
    return _sum(whole, *({year: -value for year, value in part.items()} for part in parts))


# The group, from 2022 on: what is printed, and what follows from it.
REVENUE = _years("801220447.15", "862118306.20", "940226118.43", "1021447306.92")
COST = _years("512118306.40", "548220615.33", "590447218.06", "637118402.55")
TAXES = _years("6118306.20", "6447218.15", "7021306.44", "7618402.31")
SELLING = _years("82447118.31", "90118306.75", "98220447.18", "107446118.20")
MANAGING = _years("70220118.44", "74118447.30", "79446218.91", "83118306.47")
RESEARCH = _years("36118447.20", "41220306.18", "48447118.62", "55220418.36")
FINANCE = _years("4118306.55", "3447218.20", "2118447.06", "-1220306.18")
OTHER_INCOME = _years("5118206.30", "6220118.44", "5447306.21", "7118420.93")
IMPAIRMENT = _years("-1447118.20", "-2118306.41", "-1220447.55", "-3446118.27")
COSTS = _sum(COST, TAXES, SELLING, MANAGING, RESEARCH, FINANCE)
OPERATING = _sum(_less(REVENUE, COSTS), OTHER_INCOME, IMPAIRMENT)
EXTRA = _years("220118.40", "118306.72", "447218.35", "306118.44")
LOSSES = _years("118306.20", "220447.15", "306118.92", "120447.36")
BEFORE_TAX = _less(_sum(OPERATING, EXTRA), LOSSES)
TAX = _years("13118306.21", "15220418.06", "17446118.35", "20118306.72")
PROFIT = _less(BEFORE_TAX, TAX)
MINORITY = _years("2118306.40", "2447118.25", "2220306.81", "3118447.09")
PARENTS = _less(PROFIT, MINORITY)

SALES = _years("880118306.25", "930447218.31", "1008220118.77")
REFUNDS = _years("6118220.44", "5447118.02", "7220306.15")
INFLOW = _sum(SALES, REFUNDS)
GOODS = _years("560118306.17", "601447220.83", "640118447.52")
STAFF = _years("160220118.30", "172118306.44", "188447218.90")
TAXES_PAID = _years("58118447.26", "63220118.09", "70118306.33")
OUTFLOW = _sum(GOODS, STAFF, TAXES_PAID)
FROM_OPERATIONS = _less(INFLOW, OUTFLOW)
BUILT = _years("70118306.11", "82220447.36", "64118306.52")
INVESTED = {year: -value for year, value in BUILT.items()}
BORROWED = _years("60000000", "50000000", "40000000")
REPAID = _years("40000000", "60000000", "50000000")
DIVIDENDS = _years("30000000", "32000000", "36000000")
FINANCED = _less(BORROWED, REPAID, DIVIDENDS)
RATES = _years("118306.44", "-220118.37", "306447.15")
CHANGE = _sum(FROM_OPERATIONS, INVESTED, FINANCED, RATES)
CASH = {2021: Decimal("212118306.41")}
for _year in YEARS[1:]:
    CASH[_year] = CASH[_year - 1] + CHANGE[_year]

RECEIVABLES = _years("140118306.22", "152447118.30", "166220418.91")
STOCK = _years("118220447.36", "126118306.92", "139447220.18")
OTHER_CURRENT = _years("8118306.40", "9220118.15", "7447306.82")
CURRENT = _sum(CASH, RECEIVABLES, STOCK, OTHER_CURRENT)
PLANT = _years("302118447.20", "348220118.65", "371447306.30")
BUILDING = _years("40118306.15", "28447220.36", "22118306.94")
RIGHTS = _years("61220118.44", "59118306.21", "57447220.83")
DEFERRED = _years("4118306.92", "4447118.07", "5220306.41")
FIXED = _sum(PLANT, BUILDING, RIGHTS, DEFERRED)
ASSETS = _sum(CURRENT, FIXED)

CAPITAL = dict.fromkeys(YEARS, Decimal(SHARES))
PREMIUM = dict.fromkeys(YEARS, Decimal("180447118.36"))
SURPLUS = _years("60118306.22", "66447118.30", "73220418.44", "80447220.15")
KEPT = {2021: Decimal("90118306.47")}
for _year in YEARS[1:]:
    KEPT[_year] = KEPT[_year - 1] + PARENTS[_year] - DIVIDENDS[_year] - (SURPLUS[_year] - SURPLUS[_year - 1])
OWN = _sum(CAPITAL, PREMIUM, SURPLUS, KEPT)
OTHERS = {2021: Decimal("18118306.20")}
for _year in YEARS[1:]:
    OTHERS[_year] = OTHERS[_year - 1] + MINORITY[_year]
EQUITY = _sum(OWN, OTHERS)

BORROWINGS = _years("60000000", "50000000", "40000000")
CONTRACTS = _years("30118447.20", "32220306.15", "36447118.92")
WAGES = _years("20118306.31", "22447220.18", "24118306.75")
DUES = _years("8118447.06", "9220118.44", "10447306.21")
GRANTS = _years("12118306.30", "11447220.15", "13118306.62")
LIABILITIES = _less(ASSETS, EQUITY)
SHORT = _less(LIABILITIES, GRANTS)
PAYABLES = _less(SHORT, BORROWINGS, CONTRACTS, WAGES, DUES)


def _lines(
    year: int, *given: str | tuple[str, str | None, _Years] | tuple[str, str | None, _Years, str]
) -> list[Entry]:
    """Headings, and lines with their codes, amounts and notes."""
    out = []
    for each in given:
        if isinstance(each, str):
            out.append(Entry(each))
            continue
        label, item, amounts, *note = each
        out.append(Entry(label, (amounts[year], amounts[year - 1]), note[0] if note else "", item))
    return out


def _sheet(year: int, scope: Scope) -> Statement:
    """The balance sheet; the parent's has its subsidiary at cost in the place of a part of its plant."""
    group = scope == "consolidated"
    held = dict.fromkeys(YEARS, Decimal(60_000_000))
    plant = PLANT if group else _less(PLANT, held, OTHERS)
    whole = ASSETS if group else _less(ASSETS, OTHERS)
    lines = _lines(
        year,
        "流动资产：",
        ("货币资金", "cash", CASH, "七、1" if group else ""),
        ("应收账款", "accounts_receivable", RECEIVABLES, "七、2" if group else ""),
        ("存货", "inventories", STOCK),
        ("其他流动资产", "other_current_assets", OTHER_CURRENT),
        ("流动资产合计", "total_current_assets", CURRENT),
        "非流动资产：",
        *([] if group else [("长期股权投资", "long_term_equity_investments", held)]),
        ("固定资产", "fixed_assets", plant),
        ("在建工程", "construction_in_progress", BUILDING),
        ("无形资产", "intangible_assets", RIGHTS),
        ("递延所得税资产", "deferred_tax_assets", DEFERRED),
        ("非流动资产合计", "total_noncurrent_assets", FIXED if group else _less(FIXED, OTHERS)),
        ("资产总计", "total_assets", whole),
        "流动负债：",
        ("短期借款", "short_term_borrowings", BORROWINGS),
        ("应付账款", "accounts_payable", PAYABLES),
        ("合同负债", "contract_liabilities", CONTRACTS),
        ("应付职工薪酬", "employee_benefits_payable", WAGES),
        ("应交税费", "taxes_payable", DUES),
        ("流动负债合计", "total_current_liabilities", SHORT),
        "非流动负债：",
        ("递延收益", "deferred_income", GRANTS),
        ("非流动负债合计", "total_noncurrent_liabilities", GRANTS),
        ("负债合计", "total_liabilities", LIABILITIES),
        "所有者权益（或股东权益）：",
        ("实收资本（或股本）", "share_capital", CAPITAL),
        ("资本公积", "capital_reserve", PREMIUM),
        ("盈余公积", "surplus_reserve", SURPLUS),
        ("未分配利润", "undistributed_profit", KEPT),
        *([("归属于母公司所有者权益（或股东权益）合计", "equity_parent", OWN)] if group else []),
        *([("少数股东权益", "minority_interests", OTHERS)] if group else []),
        ("所有者权益（或股东权益）合计", "total_equity", EQUITY if group else OWN),
        ("负债和所有者权益（或股东权益）总计", "total_liabilities_and_equity", whole),
    )
    return Statement("balance_sheet", scope, tuple(lines))


def _earnings(year: int) -> _Years:
    return {y: Decimal(per_share(str(PARENTS[y]), SHARES)) for y in (year, year - 1)}


def _income(year: int, scope: Scope) -> Statement:
    """The income statement; the parent's has neither its subsidiary's minority nor earnings per share."""
    group = scope == "consolidated"
    cost = COST if group else _sum(COST, MINORITY)
    costs = [
        ("营业成本", "operating_cost", cost),
        ("税金及附加", "taxes_and_surcharges", TAXES),
        ("销售费用", "selling_expenses", SELLING),
        ("管理费用", "administrative_expenses", MANAGING),
        ("研发费用", "rd_expenses", RESEARCH),
        ("财务费用", "finance_expenses", FINANCE),
    ]
    (label, item, first), *rest = costs
    lead = "其中：" if group else "减："
    top = [
        ("一、营业总收入", "total_revenue", REVENUE),
        ("其中：营业收入", "revenue", REVENUE, "七、3"),
        ("二、营业总成本", "total_costs", COSTS),
    ]
    of_parents = [
        "（二）按所有权归属分类",
        ("1.归属于母公司股东的净利润（亏损以“－”号填列）", "net_profit_parent", PARENTS),
        ("2.少数股东损益（亏损以“－”号填列）", "net_profit_minority", MINORITY),
    ]
    less = (lambda amounts: amounts) if group else (lambda amounts: _less(amounts, MINORITY))
    lines = _lines(
        year,
        *(top if group else [("一、营业收入", "revenue", REVENUE)]),
        (lead + label, item, first),
        *rest,
        ("加：其他收益", "other_income", OTHER_INCOME),
        ("信用减值损失（亏损以“－”号填列）", "credit_impairment_loss", IMPAIRMENT),
        (f"{'三' if group else '二'}、营业利润（亏损以“－”号填列）", "operating_profit", less(OPERATING)),
        ("加：营业外收入", "non_operating_income", EXTRA),
        ("减：营业外支出", "non_operating_expenses", LOSSES),
        (f"{'四' if group else '三'}、利润总额（亏损以“－”号填列）", "profit_before_tax", less(BEFORE_TAX)),
        ("减：所得税费用", "income_tax", TAX),
        (f"{'五' if group else '四'}、净利润（亏损以“－”号填列）", "net_profit", less(PROFIT)),
        *(of_parents if group else []),
        *(["八、每股收益：", ("（一）基本每股收益（元/股）", "eps_basic", _earnings(year))] if group else []),
    )
    return Statement("income_statement", scope, tuple(lines))


def _flows(year: int, scope: Scope) -> Statement:
    """The cash flow statement."""
    opening = {y: CASH[y - 1] for y in (year, year - 1)}
    lines = _lines(
        year,
        "一、经营活动产生的现金流量：",
        ("销售商品、提供劳务收到的现金", "cash_from_sales", SALES),
        ("收到的税费返还", "tax_refunds", REFUNDS),
        ("经营活动现金流入小计", "operating_inflow", INFLOW),
        ("购买商品、接受劳务支付的现金", "cash_for_goods", GOODS),
        ("支付给职工及为职工支付的现金", "cash_to_employees", STAFF),
        ("支付的各项税费", "taxes_paid", TAXES_PAID),
        ("经营活动现金流出小计", "operating_outflow", OUTFLOW),
        ("经营活动产生的现金流量净额", "operating_cash_flow", FROM_OPERATIONS),
        "二、投资活动产生的现金流量：",
        ("购建固定资产、无形资产和其他长期资产支付的现金", "purchase_of_long_term_assets", BUILT),
        ("投资活动现金流出小计", "investing_outflow", BUILT),
        ("投资活动产生的现金流量净额", "investing_cash_flow", INVESTED),
        "三、筹资活动产生的现金流量：",
        ("取得借款收到的现金", "borrowings_received", BORROWED),
        ("筹资活动现金流入小计", "financing_inflow", BORROWED),
        ("偿还债务支付的现金", "debt_repaid", REPAID),
        ("分配股利、利润或偿付利息支付的现金", "dividends_and_interest_paid", DIVIDENDS),
        ("筹资活动现金流出小计", "financing_outflow", _sum(REPAID, DIVIDENDS)),
        ("筹资活动产生的现金流量净额", "financing_cash_flow", FINANCED),
        ("四、汇率变动对现金及现金等价物的影响", "exchange_effect", RATES),
        ("五、现金及现金等价物净增加额", "net_increase_in_cash", CHANGE),
        ("加：期初现金及现金等价物余额", "opening_cash", opening),
        ("六、期末现金及现金等价物余额", "closing_cash", CASH),
    )
    return Statement("cash_flow", scope, tuple(lines))


def _statements(year: int) -> tuple[Statement, ...]:
    makers = (_sheet, _income, _flows)
    return tuple(make(year, scope) for make in makers for scope in ("consolidated", "parent"))


FEES = _years("8118306.20", "9447118.32", "9220447.15", "10118306.44")
FEES_COST = _years("5118306.40", "5220447.12", "6118306.25")
SCALES, SCALES_COST = _years("300118306.20", "330447118.42"), _years("190118306.42", "210447220.16")


def _breakdowns(year: int) -> tuple[Breakdown, ...]:
    """The main business by industry, product and region."""
    main, cost = _less(REVENUE, FEES), _less(COST, FEES_COST)
    own, own_cost = SCALES | {2022: Decimal("270118306.55")}, SCALES_COST | {2022: Decimal("172118306.90")}

    def business(name: str, revenue: _Years, spent: _Years) -> Business:
        return Business(name, *(str(amounts[y]) for amounts in (revenue, spent) for y in (year, year - 1)))

    products = (("仪器", _less(main, own), _less(cost, own_cost)), ("电子元件", own, own_cost))
    return (
        Breakdown("major", "industry", "分行业", (business("仪器", main, cost),)),
        Breakdown("major", "product", "分产品", tuple(business(*each) for each in products)),
        Breakdown("major", "region", "分地区", (business("国内", main, cost),)),
    )


def _notes(year: int) -> tuple[Note, ...]:
    """Cash, receivables by age, and revenue with its cost."""

    def both(amounts: _Years) -> tuple[Decimal, Decimal]:
        return amounts[year], amounts[year - 1]

    hand = _years("118306.20", "220118.15", "306447.42")
    old = _years("20118306.41", "24447218.20", "28118306.95")
    return (
        Note(
            ("1、 货币资金",),
            ("项目", "期末余额", "期初余额"),
            (
                ("库存现金", *both(hand)),
                ("银行存款", *both(_less(CASH, hand))),
                ("合计", *both(CASH)),
            ),
        ),
        Note(
            ("2、 应收账款", "(1). 按账龄披露"),
            ("账龄", "期末账面价值", "期初账面价值"),
            (
                ("1年以内", *both(_less(RECEIVABLES, old))),
                ("1至2年", *both(old)),
                ("合计", *both(RECEIVABLES)),
            ),
        ),
        Note(
            ("3、 营业收入",),
            ("项目", "本期发生额", "上期发生额"),
            (
                ("主营业务", *both(_less(REVENUE, FEES))),
                ("其他业务", *both(FEES)),
                ("合计", *both(REVENUE)),
            ),
        ),
    )


TOP = (
    Holder("云岭集团有限公司", "境内非国有法人", 80_000_000, 0, change=0),
    Holder("淳于璟", "境内自然人", 16_000_000, 0, change=0),
    Holder("宁川云岭企业管理合伙企业（有限合伙）", "其他", 12_000_000, 0, change=0),
    Holder("香港中央结算有限公司", "其他", 5_402_715, 0, change=0),
    Holder("禾岸银行股份有限公司－远帆电子元件主题交易型开放式指数证券投资基金", "其他", 4_480_200, 0, change=0),
    Holder("单于峥", "境内自然人", 3_200_000, 0, change=0),
    Holder("濮阳芷", "境内自然人", 2_400_160, 0, change=0),
    Holder("申屠朗", "境内自然人", 2_130_000, 0, change=0),
    Holder("长孙霖", "境内自然人", 1_900_000, 0, change=0),
    Holder("云岭仪器股份有限公司－第三期员工持股计划", "其他", 1_800_000, 0, change=0),
)


def _text(amounts: _Years, year: int) -> tuple[str, ...]:
    return tuple(str(amounts[y].quantize(CENT)) for y in range(year, year - 3, -1) if y in amounts)


def _quarters(item: str, label: str, amounts: _Years, year: int) -> tuple[str, str, tuple[str, str, str, str]]:
    whole = amounts[year]
    parts = [str((whole * share).quantize(CENT)) for share in (Decimal("0.21"), Decimal("0.26"), Decimal("0.25"))]
    return item, label, last_quarter(str(whole.quantize(CENT)), *parts)


def _filing(year: int) -> Filing:
    core = _less(PARENTS, OTHER_INCOME)
    # The year 2021 has no statements here: its cash flow and its balances stand in the key figures alone.
    operations = FROM_OPERATIONS | {2021: Decimal("96118306.44")}
    assets = ASSETS | {2021: Decimal("742118306.20")}
    opening = OWN | {2020: Decimal("480447118.30")}
    earnings = tuple(per_share(text, SHARES) for text in _text(PARENTS, year))
    span = range(year, year - 3, -1)
    returns = [
        return_on_equity(str(PARENTS[y]), str(opening[y - 1]), str(-DIVIDENDS.get(y, Decimal(0)) / 2)) for y in span
    ]
    flows = (
        ("revenue", "营业收入", REVENUE),
        ("net_profit_parent", "归属于上市公司股东的净利润", PARENTS),
        ("net_profit_parent_excl_nonrecurring", "归属于上市公司股东的扣除非经常性损益后的净利润", core),
        ("operating_cash_flow", "经营活动产生的现金流量净额", operations),
    )
    return Filing(
        company=COMPANY,
        kind="annual",
        form="full",
        period=f"{year}A",
        figures=(
            *(Figure(item, _text(amounts, year)) for item, _, amounts in flows),
            Figure("net_assets_parent", _text(OWN, year)),
            Figure("total_assets", _text(assets, year)),
            Figure("eps_basic", earnings),
            Figure("eps_diluted", earnings),
            Figure("roe_weighted", tuple(returns)),
        ),
        quarterly=tuple(_quarters(item, label, amounts, year) for item, label, amounts in flows),
        holdings=Holdings(
            total=SHARES,
            counts={
                "holders": 14_220 + year,
                "holders_prior_month_end": 13_847 + year,
                "preferred_holders": 0,
                "preferred_holders_prior_month_end": 0,
            },
            top=TOP,
            unrestricted=TOP,
            concert="淳于璟为云岭集团有限公司的实际控制人。其余股东之间的关系，公司并不掌握。",
        ),
        lending=Lending(participation=False, changes=False),
        breakdowns=_breakdowns(year),
        statements=_statements(year),
        notes=_notes(year),
    )


FACTS = {period: _filing(int(period[:4])) for period in PERIODS}
NARRATIVES = {
    "2023A": ("公司做测量仪器。2023年新产线投产，收入比上年增加。",),
    "2024A": ("公司做测量仪器。2024年还清了一部分借款，利息收入多于利息支出。",),
}


def document(period: str) -> Callable[[], Document]:
    """What makes the pages of one of the two."""
    extras = Extras(secretary="", deputy="", phone="", address="", mail="", narrative=NARRATIVES[period])
    return lambda: annual_report(FACTS[period], extras)
