"""Ways in which rows may make a total: what each finds, and that the table as it should be has nothing."""

from __future__ import annotations

import pytest

from kunlun_cli.checks import Facts, rule
from kunlun_cli.checks.cases import table
from kunlun_cli.checks.finding import Finding

ENDS = ("项目", "期末余额", "期初余额")
Rows = tuple[tuple[str, str, str], ...]


def found(facts: Facts) -> tuple[Finding, ...]:
    return rule("KL601").run(facts)[1]


LEASES: Rows = (
    ("租赁付款额", "58,829,150.64", "50,239,407.51"),
    ("减：未确认的融资费用", "14,546,927.21", "12,109,933.99"),
    ("重分类至一年内到期的非流动负债", "3,166,469.90", "4,488,583.39"),
    ("合计", "41,115,753.53", "33,640,890.13"),
)
DISPOSALS: Rows = (
    ("非流动资产处置利得", "3,583,216.47", "3,978,779.51"),
    ("非流动资产处置损失", "2,401,250.61", "1,062,619.36"),
    ("合计", "1,181,965.86", "2,916,160.15"),
)
CURRENCIES: Rows = (
    ("货币资金", "561,718,010.41", "548,023,096.36"),
    ("应收账款", "475,773,572.97", "543,619,944.96"),
    ("外币金融资产小计", "1,037,491,583.38", "1,091,643,041.32"),
    ("短期借款", "165,278,900.00", "255,544,400.00"),
    ("应付账款", "99,283,541.05", "69,853,595.11"),
    ("外币金融负债小计", "264,562,441.05", "325,397,995.11"),
    ("合计", "772,929,142.33", "766,245,046.21"),
)
AGES: Rows = (
    ("1年以内（含1年）", "5,515,860,208.85", "5,774,562,597.30"),
    ("1至2年", "1,257,284,782.23", "1,093,195,941.14"),
    ("3年以上", "677,711,281.98", "303,193,982.85"),
    ("3至4年", "677,711,281.98", "303,193,982.85"),
    ("合计", "7,450,856,273.06", "7,170,952,521.29"),
)
CANCELLING: Rows = (
    ("预缴税费", "11,895,554.12", "65,510.64"),
    ("待摊费用", "1,586,086.80", "1,919,582.10"),
    ("应收退货成本", "17,347,712.57", "30,411,884.37"),
    ("应收退货成本减值准备", "-17,347,712.57", "-30,411,884.37"),
    ("合计", "13,481,640.92", "1,985,092.74"),
)
PROFITS: Rows = (
    ("调整后期初未分配利润", "1,048,414,502.00", "945,963,757.76"),
    ("加：本期归属于母公司所有者的净利润", "244,827,549.04", "368,443,161.49"),
    ("减：提取法定盈余公积", "24,482,754.90", "36,844,316.15"),
    ("应付普通股股利", "85,594,201.20", "229,148,101.10"),
    ("期末未分配利润", "1,183,165,094.94", "1,048,414,502.00"),
)
FLOWS: Rows = (
    ("投资活动现金流入小计", "1,119,733,932.99", "848,786,490.93"),
    ("投资活动现金流出小计", "7,895,057,212.81", "5,927,868,060.04"),
    ("投资活动产生的现金流量净额", "-6,775,323,279.82", "-5,079,081,569.11"),
)


@pytest.mark.parametrize("rows", [LEASES, DISPOSALS, CURRENCIES, AGES, CANCELLING, PROFITS, FLOWS])
def test_a_total_is_re_added_as_its_rows_are_worded(rows: Rows) -> None:
    assert not found(table(ENDS, *rows))
    label, value, prior = rows[-1]
    odd = value[:-1] + ("3" if value[-1] != "3" else "4")
    (finding,) = found(table(ENDS, *rows[:-1], (label, odd, prior)))
    assert (finding.subject, finding.printed, finding.expected) == (label, odd, value)


def test_a_misprint_in_one_age_breaks_no_total_of_the_others() -> None:
    # 3至4年 is wrong, and the total of the ages above it is still told as right.
    rows = [*AGES[:3], ("3至4年", "677,711,281.98", "303,193,892.85"), ("4至5年", "1,000.00", ""), AGES[-1]]
    assert not [finding for finding in found(table(ENDS, *rows)) if finding.subject == "合计"]


def test_the_opening_before_adjustments_opens_where_no_other_is_printed() -> None:
    rows = (
        ("调整前上期末未分配利润", "1,048,414,502.00", "945,963,757.76"),
        ("调整期初未分配利润合计数（调增+，调减-）", "-414,502.00", ""),
        ("调整后期初未分配利润", "1,048,000,000.00", ""),
        *PROFITS[1:4],
        ("期末未分配利润", "1,182,750,592.94", "1,048,414,502.00"),
    )
    assert not found(table(ENDS, *rows))


MOVED = ("项目", "期初余额", "本期增加", "本期减少", "期末余额")
RESERVE = ("4,243,629.10", "1,194,930.33", "388,181.70", "5,050,377.73")


def moved(row: tuple[str, ...], total: tuple[str, ...]) -> Facts:
    return table(MOVED, ("安全生产费", *row), ("合计", *total))


@pytest.mark.parametrize("odd", [("3,017,004.55", *RESERVE[1:]), (RESERVE[0], "977,504.18", *RESERVE[2:])])
def test_of_a_row_and_the_total_that_repeats_it_the_one_that_does_not_roll_forward_is_odd(odd: tuple[str, ...]) -> None:
    assert not found(moved(RESERVE, RESERVE))
    for one, other in ((RESERVE, odd), (odd, RESERVE)):
        (finding,) = found(moved(one, other))
        assert finding.severity == "error"
        assert finding.sources[0].text in {*odd, *RESERVE}


def test_a_total_of_one_row_may_have_more_than_that_where_no_balance_says_otherwise() -> None:
    assert not found(
        table(ENDS, ("在建工程", "13,964,727.67", "9,969,748.35"), ("合计", "13,964,727.67", "12,005,311.08"))
    )


def test_a_slip_in_the_one_other_column_of_a_total_that_repeats_its_row() -> None:
    (finding,) = found(
        table(ENDS, ("在建工程", "13,964,727.67", "9,969,748.35"), ("合计", "13,964,727.67", "9,996,748.35"))
    )
    assert (finding.printed, finding.expected) == ("9,996,748.35", "9,969,748.35")


CASH: Rows = (
    ("一、现金", "1,690,412,672.05", "2,048,493,852.84"),
    ("其中：库存现金", "47,940.06", "56,004.54"),
    ("可随时用于支付的银行存款", "1,686,181,820.08", "1,985,421,293.99"),
    ("可随时用于支付的其他货币资金", "4,182,911.91", "63,016,554.31"),
    ("二、现金等价物", "1,000.00", ""),
)


def test_rows_from_one_behind_within_on_are_the_whole_where_one_column_says_so() -> None:
    assert not found(table(ENDS, *CASH))
    odd = [(row[0], row[1], row[2].replace("1,985,421", "1,958,421")) for row in CASH]
    (finding,) = found(table(ENDS, *odd))
    assert (finding.subject, finding.expected) == ("一、现金", "1,985,421,293.99")
    less = [(row[0], row[1], row[2].replace("63,016,554.31", "51,200,117.08")) for row in CASH]
    assert not found(table(ENDS, *less))
