"""Totals that have no word for it: what they find, and when nothing is said."""

from __future__ import annotations

import pytest

from kunlun_cli.checks import Facts, rule
from kunlun_cli.checks.cases import table
from kunlun_cli.checks.finding import Finding

TIMES = ("项目", "本期金额", "上期金额")
ENDS = ("项目", "期末余额", "期初余额")


def found(facts: Facts) -> tuple[Finding, ...]:
    return rule("KL601").run(facts)[1]


def changed(rows: tuple[tuple[str, ...], ...], at: int, text: str) -> list[tuple[str, ...]]:
    return [(row[0], text, *row[2:]) if i == at else row for i, row in enumerate(rows)]


SUPPLEMENT = (
    ("净利润", "613,151,502.37", "492,415,488.27"),
    ("加：资产减值准备", "42,538,082.30", "2,467,525.29"),
    ("固定资产折旧、油气资产折耗、生产性生物资产折旧", "226,450,079.57", "213,932,998.13"),
    ("投资损失（收益以“－”号填列）", "-21,238,598.43", "-22,933,191.14"),
    ("经营性应付项目的增加（减少以“－”号填列）", "54,970,965.27", "-115,671,578.37"),
    ("经营活动产生的现金流量净额", "915,872,031.08", "570,211,242.18"),
    ("现金的期末余额", "4,641,454,102.06", "3,585,149,804.64"),
    ("减：现金的期初余额", "3,009,209,193.34", "4,771,611,359.03"),
    ("现金及现金等价物净增加额", "1,632,244,908.72", "-1,186,461,554.39"),
)
AGES = (
    ("1年以内（含1年）", "3,322,776,400.68", "3,490,644,223.37"),
    ("1至2年", "388,343,391.11", "302,444,450.72"),
    ("3年以上", "138,195,700.08", "94,437,393.06"),
    ("3至4年", "96,249,055.33", "88,168,651.38"),
    ("4至5年", "40,250,929.18", "5,907,997.17"),
    ("5年以上", "1,695,715.57", "360,744.51"),
    ("合计", "3,849,315,491.87", "3,887,526,067.15"),
)
OTHERS = (
    ("资产合计", "915,733,654.68", "816,494,596.85"),
    ("负债合计", "73,072,144.70", "102,282,437.39"),
    ("净资产合计", "842,661,509.98", "714,212,159.46"),
    ("少数股东权益", "2,118,204.11", "1,658,420.62"),
    ("归属于母公司股东权益", "840,543,305.87", "712,553,738.84"),
)


@pytest.mark.parametrize(
    ("heads", "rows", "at", "text"),
    [
        (TIMES, SUPPLEMENT, 2, "226,450,709.57"),
        (TIMES, SUPPLEMENT, 5, "951,872,031.08"),
        (TIMES, SUPPLEMENT, 8, "1,623,244,908.72"),
        (ENDS, AGES, 4, "40,520,929.18"),
        (ENDS, AGES, 4, "40,250,928.18"),
        (ENDS, OTHERS, 2, "824,661,509.98"),
        (ENDS, OTHERS, 4, "840,534,305.87"),
    ],
)
def test_a_figure_that_does_not_follow(
    heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...], at: int, text: str
) -> None:
    assert not found(table(heads, *rows))
    said = found(table(heads, *changed(rows, at, text)))
    assert said
    assert all(finding.severity == "error" for finding in said)


def test_one_column_confirms_nothing() -> None:
    rows = [row[:2] for row in changed(SUPPLEMENT, 2, "226,450,709.57")]
    assert not found(table(TIMES[:2], *rows))


def test_a_supplement_that_leaves_lines_out_in_both_periods_is_left_alone() -> None:
    rows = [row for row in SUPPLEMENT if not row[0].startswith("固定资产")]
    assert not found(table(TIMES, *rows))


def test_an_age_without_an_end_may_stand_beside_those_that_follow() -> None:
    rows = (("3年以上", "1,695,715.57", "360,744.51"), ("4至5年", "40,250,929.18", "5,907,997.17"), *AGES[5:6])
    assert not found(table(ENDS, *rows))


HEADS = ("合同分类", "营业收入", "营业成本", "合计营业收入", "合计营业成本")
CONTRACTS = (
    ("业务类型", "278,442,127.39", "57,563,558.12", "276,331,900.34", "57,184,562.26"),
    ("其中：", "", "", "", ""),
    ("植入医疗器械", "271,497,084.88", "55,795,787.33", "271,497,084.88", "55,795,787.33"),
    ("房屋租赁", "4,463,134.03", "1,238,971.93", "4,463,134.03", "1,238,971.93"),
    ("设备", "371,681.43", "149,803.00", "371,681.43", "149,803.00"),
    ("技术服务", "2,110,227.05", "378,995.86", "", ""),
)


def test_all_that_stands_behind_a_bare_within_is_the_whole_where_columns_say_so() -> None:
    assert not found(table(HEADS, *CONTRACTS))
    (finding,) = found(table(HEADS, *changed(CONTRACTS, 3, "4,463,314.03")))
    assert (finding.subject, finding.printed) == ("业务类型", "4,463,314.03")


def test_what_stands_behind_within_need_not_be_all() -> None:
    assert not found(table(HEADS, *(row for row in CONTRACTS if row[0] != "房屋租赁")))
    assert not found(table(HEADS[:3], *(row[:3] for row in changed(CONTRACTS, 0, "279,118,204.30"))))


def test_the_last_row_of_one_breakdown_is_no_head_of_the_next() -> None:
    # A heading without figures, as 按商品转让的时间分类, stands between the row and the 其中 of another breakdown.
    rows = (
        ("黄芪生脉饮", "205,736,126.82", "115,699,242.24", "205,736,126.82", "115,699,242.24"),
        ("与客户之间的合同产生的收入", "269,732,412.63", "158,795,336.02", "269,732,412.63", "158,795,336.02"),
        ("按经营地区分类", "", "", "", ""),
        ("其中：", "", "", "", ""),
        ("浙江省内", "244,781,728.56", "142,812,489.88", "244,781,728.56", "142,812,489.88"),
        ("浙江省外", "25,020,901.21", "15,982,846.14", "25,020,901.21", "15,982,846.14"),
    )
    assert not found(table(HEADS, *rows))
