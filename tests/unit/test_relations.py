"""Relations over every table: what they find, and each guard with a table in which a right figure would be accused."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from kunlun_cli.checks import Facts, Plan, check_facts, rule
from kunlun_cli.checks.cases import INFO, holder, holders, key_figures, line, quarters, stated, statements, table
from kunlun_cli.checks.finding import Finding
from kunlun_cli.checks.relations.worksheet import worksheet, worksheets
from kunlun_cli.records import Financials, Source, StatementRecord
from kunlun_cli.render.findings import finding_sheets
from kunlun_cli.render.workbook import findings_workbook

BALANCES = ("项目", "期末余额", "期初余额")


def found(code: str, facts: Facts) -> tuple[Finding, ...]:
    return rule(code).run(facts)[1]


def totals(*rows: tuple[str, ...], heads: tuple[str, ...] = BALANCES) -> list[tuple[str, str | None, str | None]]:
    return [(f.severity, f.printed, f.expected) for f in found("KL601", table(heads, *rows))]


class TestTotals:
    def test_two_digits_swapped(self) -> None:
        (finding,) = found("KL601", rule("KL601").trips.facts)
        assert (finding.severity, finding.slip) == ("error", "digits_swapped")
        assert "期末余额" in finding.message

    def test_one_column_alone_confirms_nothing(self) -> None:
        assert not totals(("甲", "4,100.00"), ("乙", "7,700.00"), ("合计", "11,000.00"), heads=("项目", "金额"))

    def test_a_row_left_out_is_named(self) -> None:
        rows = (("甲", "4,100.00", "9,100.00"), ("乙", "7,700.00", "8,200.00"), ("丙", "650.00", "650.00"))
        (finding,) = found("KL601", table(BALANCES, *rows, ("合计", "12,450.00", "17,300.00")))
        assert "丙 (650.00) is missing" in finding.message
        assert finding.expected == "17,950.00"

    def test_a_total_that_leaves_out_a_row_that_another_total_has_is_a_warning(self) -> None:
        rows = (("张某", "18,800", "41.20"), ("王某", "510,155", "150.83"), ("李某", "30,355", "130.78"))
        said = totals(*rows, ("合计", "540,510", "322.81"), heads=("姓名", "期末持股数", "报酬"))
        assert said == [("warning", "540,510", "559,310")]

    def test_two_totals_that_are_off_by_as_much_are_one_finding(self) -> None:
        heads = ("姓名", "年初持股数", "年末持股数", "报酬")
        rows = (("张某", "18,800", "18,800", "41.20"), ("王某", "510,155", "490,155", "150.83"))
        facts = table(heads, *rows, ("李某", "30,355", "20,355", "130.78"), ("合计", "540,510", "510,510", "322.81"))
        (finding,) = found("KL601", facts)
        assert "510,510 beside it is off by as much" in finding.message

    def test_what_only_the_last_place_can_make_is_one_note(self) -> None:
        rows = (("甲", "4,100.01", "9,100.01"), ("乙", "7,700.01", "8,200.00"), ("合计", "11,800.02", "17,300.02"))
        assert totals(*rows) == [("note", "17,300.02", "17,300.01")]

    def test_rows_behind_that_row_are_read_every_way(self) -> None:
        rows = (("甲", "4,100.00", "9,100.00"), ("其中：乙", "1,000.00", "600.00"), ("丙", "700.00", "400.00"))
        assert not totals(*rows, ("丁", "500.00", "300.00"), ("合计", "5,300.00", "9,800.00"))
        assert totals(*rows, ("丁", "500.00", "300.00"), ("合计", "5,300.00", "9,080.00"))

    def test_a_row_that_is_blank_where_the_total_holds_may_count_or_not(self) -> None:
        rows = (("1年以内", "4,100.00", "9,100.00"), ("3年以上", "700.00", "400.00"), ("3至4年", "700.00", "400.00"))
        assert not totals(rows[0], ("2至3年", "", "323.00"), *rows[1:], ("合计", "4,800.00", "9,823.00"))

    def test_a_total_of_one_row_repeats_it(self) -> None:
        heads = ("单位", "追加投资", "权益法下确认的投资损益", "期末余额")
        row = ("天津某合伙企业", "5,000,000.00", "-89,740.93", "4,910,259.07")
        said = totals(row, ("小计", "50,000,000.00", *row[2:]), heads=heads)
        assert said == [("error", "50,000,000.00", "5,000,000.00")]
        assert not totals(row, ("小计", "7,300,000.00", *row[2:]), heads=heads)
        assert not totals(("甲", "45,000,000.00", "", ""), row, ("小计", "50,000,000.00", *row[2:]), heads=heads)

    def test_excerpts_of_large_changes_have_no_totals(self) -> None:
        rows = (("收回投资收到的现金", "4,100.00", "9,100.00"), ("其他", "7,700.00", "8,200.00"))
        facts = table(BALANCES, *rows, ("投资活动现金流入小计", "11,800.00", "17,900.00"), title="重大变动的情况及原因")
        assert not found("KL601", facts)

    def test_a_minus_may_be_in_the_sign_or_in_the_word(self) -> None:
        rows = (("账面余额", "4,100.00", "9,100.00"), ("减：坏账准备", "100.00", "-200.00"))
        assert not totals(*rows, ("合计", "4,000.00", "8,900.00"))

    def test_a_closing_balance_that_stands_upright(self) -> None:
        heads = ("项目", "房屋", "设备")
        rows = (
            ("1.期初余额", "48,000.00", "9,100.00"), ("2.本期增加金额", "", ""), ("（1）购置", "2,000.00", "800.00"),
            ("3.本期减少金额", "", ""), ("（1）处置", "300.00", "900.00"),
        )  # fmt: skip
        assert not totals(*rows, ("4.期末余额", "49,700.00", "9,000.00"), heads=heads)
        assert totals(*rows, ("4.期末余额", "49,700.00", "9,900.00"), heads=heads) == [
            ("error", "9,900.00", "9,000.00")
        ]

    def test_a_doubted_figure_accuses_nobody(self) -> None:
        rows = (("甲", "4,100.00", "9,100.00"), ("乙", "7,700.00", "8,2?0.00"), ("合计", "11,800.00", "17,300.00"))
        assert not totals(*rows)

    def test_a_row_that_is_nothing_where_the_total_holds_belongs_to_it(self) -> None:
        rows = (("设备", "5,878.05", "0.00"), ("车间", "2,098.32", "2,117.12"), ("扩产", "45,926.53", "20,839.17"))
        assert totals(*rows, ("合计", "53,902.19", "22,956.29")) == [("error", "53,902.19", "53,902.90")]

    def test_a_figure_that_mends_two_totals_is_told_once(self) -> None:
        heads = ("项目", "房屋", "设备")
        rows = (
            ("1.期初余额", "48,000.00", "9,100.00"), ("2.本期增加金额", "2,000.00", "800.00"),
            ("3.本期减少金额", "300.00", "930.00"), ("（1）处置", "200.00", "500.00"),
            ("（2）转出", "100.00", "400.00"),
        )  # fmt: skip
        said = totals(*rows, ("4.期末余额", "49,700.00", "9,000.00"), heads=heads)
        assert said == [("error", "930.00", "900.00")]

    def test_the_part_that_breaks_its_row_as_well_is_named_and_not_the_total(self) -> None:
        heads = ("", "变动前数量", "发行新股", "其他", "小计", "变动后数量")
        rows = (
            ("境内法人", "3,800,000", "20,000", "-3,800,000", "-3,780,000", "20,000"),
            ("境内自然人", "24,711,881", "81,000", "-14,170,006", "-14,170,006", "10,541,875"),
            ("境外法人", "37,551,070", "375,480", "18,051,006", "18,426,486", "55,977,556"),
            ("境外自然人", "1,551,070", "5,480", "51,006", "56,486", "1,607,556"),
        )
        total = ("合计", "67,614,021", "481,960", "51,006", "532,966", "68,146,987")
        facts = table(heads, *rows, total)
        (finding,) = (f for f in check_facts(facts, Plan(rules=(rule("KL601"), rule("KL602")))).findings)
        assert (finding.subject, finding.printed, finding.expected) == ("境内自然人", "-14,170,006", "-14,251,006")
        # Where all columns add up, 变动前数量 and 变动后数量 vouch for 小计, and nothing says which part is wrong.
        total = ("合计", "67,614,021", "481,960", "132,006", "532,966", "68,146,987")
        facts = table(heads, *rows, total)
        assert not check_facts(facts, Plan(rules=(rule("KL601"), rule("KL602")))).findings

    def test_two_columns_exchanged_in_one_row_confirm_each_other(self) -> None:
        rows = (("工资", "4,100.00", "9,100.00"), ("折旧", "8,200.00", "7,700.00"), ("其他", "300.00", "250.00"))
        sums = ("合计", "12,100.00", "17,550.00")
        (finding,) = found("KL601", table(BALANCES, *rows, sums))
        assert (finding.subject, finding.printed, finding.expected) == ("折旧", "8,200.00", "7,700.00")
        assert (finding.severity, finding.slip) == ("error", "column")
        (finding,) = found("KL601", table(BALANCES, *rows, ("合计", "17,050.00", "12,600.00")))
        assert (finding.subject, finding.printed) == ("合计", "17,050.00")
        # Two gaps that are not each other's opposite are no exchange.
        assert not found("KL601", table(BALANCES, *rows, ("合计", "12,100.00", "17,650.00")))

    def test_two_rows_that_an_exchange_would_mend_accuse_neither(self) -> None:
        rows = (("工资", "4,600.00", "4,100.00"), ("折旧", "8,200.00", "7,700.00"), ("其他", "300.00", "250.00"))
        assert not found("KL601", table(BALANCES, *rows, ("合计", "12,600.00", "12,550.00")))

    def test_per_cents_under_headings_of_amounts_are_of_other_columns(self) -> None:
        heads = ("类别", "账面余额", "坏账准备", "账面价值", "期初账面余额", "期初坏账准备")
        rows = (("单项", "215.30", "215.30", "100.00%", "215.30", "215.30"),)
        rows += (("组合", "6,255.73", "117.14", "1.87%", "6,138.59", "3,027.46"),)
        total = ("合计", "6,471.03", "332.44", "5.14%", "6,138.59", "3,242.76")
        assert totals(*rows, total, heads=("类别", "账面余额", "坏账准备", "比例(%)", "期初账面余额", "期初坏账准备"))
        assert not totals(*rows, total, heads=heads)


class TestColumns:
    def test_columns_that_nothing_names_accuse_nobody(self) -> None:
        rows = [(f"{n}", f"{n}00.00", f"{n}.00", f"{n}0.00", f"{n * 91}.00") for n in range(2, 14)]
        odd = ("末", "400.00", "30.00", "90.00", "430.00")
        assert found("KL602", table(("项目", "期初余额", "本期增加", "本期减少", "期末余额"), *rows, odd))
        assert not found("KL602", table(("项目", "", "", "", ""), *rows, odd))

    def test_opening_and_movements_make_the_closing_balance(self) -> None:
        heads = ("项目", "期初余额", "本期增加", "本期减少", "期末余额")
        rows = [("甲", "500.00", "20.00", "70.00", "450.00"), ("乙", "900.00", "10.00", "110.00", "800.00")]
        rows += [("丙", "600.00", "50.00", "80.00", "570.00"), ("戊", "700.00", "15.00", "60.00", "655.00")]
        assert not found("KL602", table(heads, *rows, ("丁", "400.00", "30.00", "90.00", "340.00")))
        (finding,) = found("KL602", table(heads, *rows, ("丁", "400.00", "30.00", "90.00", "430.00")))
        assert (finding.printed, finding.expected, finding.slip) == ("430.00", "340.00", "digits_swapped")

    def test_few_rows_accuse_only_what_a_slip_explains(self) -> None:
        heads = ("项目", "期初余额", "本期增加", "本期减少", "期末余额")
        rows = [("甲", "500.00", "20.00", "70.00", "450.00"), ("乙", "900.00", "10.00", "110.00", "800.00")]
        rows += [("丙", "600.00", "50.00", "80.00", "570.00"), ("戊", "700.00", "15.00", "60.00", "655.00")]
        assert not found("KL602", table(heads, *rows, ("丁", "4,000.00", "30.00", "90.00", "7,777.77")))

    def test_what_is_missing_may_stand_in_a_column_of_its_own(self) -> None:
        heads = ("项目", "期初余额", "本期增加", "本期减少", "其他", "期末余额")
        rows = [(f"{n}", f"{n}00.00", f"{n}.00", f"{n}0.00", "", f"{n * 91}.00") for n in range(2, 14)]
        assert not found("KL602", table(heads, *rows, ("末", "400.00", "30.00", "90.00", "15.00", "325.00")))

    def test_a_figure_in_the_wrong_row_is_one_finding(self) -> None:
        heads = ("项目", "期初余额", "本期增加", "本期减少", "期末余额")
        rows = [(f"{n}", f"{n}00.00", f"{n}.00", f"{n}0.00", f"{n * 91}.00") for n in range(2, 14)]
        pair = [("乙", "5,000.00", "", "1,160.00", "5,000.00"), ("乙", "5,000.00", "", "", "3,840.00")]
        (finding,) = found("KL602", table(heads, *rows, *pair))
        assert (finding.printed, finding.slip) == ("1,160.00", "column")

    def test_rows_of_per_cents_in_columns_of_amounts_do_not_add_up(self) -> None:
        heads = ("项目", "一季度", "二季度", "合计")
        rows = [(f"{n}", f"{n}00.00", f"{n}5.00", f"{n * 110 + 5}.00") for n in range(2, 14)]
        assert not found("KL602", table(heads, *rows, ("毛利率（%）", "20.00", "21.00", "20.50")))


class TestPerCents:
    def test_a_negative_base_may_have_either_sign(self) -> None:
        heads = ("项目", "本期", "上年同期", "同比增减")
        rows = [
            ("甲", "59,623,024.88", "43,781,054.42", "36.18%"),
            ("乙", "386,185,538.84", "349,284,396.57", "10.56%"),
        ]
        rows += [("丙", "122,548,224.53", "111,304,662.07", "10.10%")]
        for sign in ("-26.49%", "26.49%"):
            assert not found("KL603", table(heads, *rows, ("财务费用", "-37,865,156.06", "-51,507,397.78", sign)))

    def test_the_change_of_a_ratio_may_be_a_difference(self) -> None:
        heads = ("项目", "本期", "上年同期", "增减")
        rows = [
            ("甲", "59,623,024.88", "43,781,054.42", "36.18%"),
            ("乙", "386,185,538.84", "349,284,396.57", "10.56%"),
        ]
        rows += [("丙", "122,548,224.53", "111,304,662.07", "10.10%")]
        assert not found("KL603", table(heads, *rows, ("占比", "13.45", "12.75", "0.70%")))

    def test_a_ratio_s_change_in_points_is_no_row_that_fails(self) -> None:
        """Below four amounts of key figures it and one wrong amount were two of five: the column proved nothing."""
        heads = ("项目", "本报告期", "上年同期", "增减")
        rows = [
            ("净利润", "326,607,817.72", "281,970,252.06", "15.83%"),
            ("扣非净利润", "305,112,828.34", "253,974,228.11", "20.14%"),
            ("现金流量净额", "449,341,852.23", "490,666,474.36", "-8.42%"),
            ("加权平均净资产收益率", "1.92%", "1.60%", "0.32%"),
        ]
        assert not found("KL603", table(heads, ("营业收入", "1,541,215,508.36", "1,399,808,311.93", "10.10%"), *rows))
        (finding,) = found("KL603", table(heads, ("营业收入", "154,121,550.84", "1,399,808,311.93", "10.10%"), *rows))
        assert finding.subject == "营业收入"

    def test_a_change_among_differences_of_shares_is_another_custom(self) -> None:
        heads = ("项目", "本期", "本期占比%", "上期", "上期占比%", "同比增减")
        rows = [
            ("甲", "3,252.62", "88.66", "1,277.01", "92.13", "-3.47"),
            ("乙", "401.62", "10.95", "98.89", "7.13", "3.82"),
        ]
        rows += [
            ("丙", "14.44", "0.39", "10.16", "0.73", "-0.34"),
            ("丁", "1,050.78", "28.64", "431.14", "31.11", "-2.47"),
        ]
        rows += [("戊", "522.33", "14.24", "495.19", "35.73", "-21.49")]
        assert not found("KL603", table(heads, *rows, ("其他", "873.74", "23.82", "687.70", "49.62", "27.05")))
        assert found("KL603", table(heads, *rows, ("其他", "873.74", "23.82", "687.70", "49.62", "-52.80")))

    def test_agreed_per_cents_are_not_computed(self) -> None:
        heads = ("公司", "出资额", "注册资本", "持股比例(%)")
        rows = [
            ("甲", "3,000", "10,000", "30.00"),
            ("乙", "4,100", "10,000", "41.00"),
            ("丙", "2,550", "5,000", "51.00"),
        ]
        assert not found("KL603", table(heads, *rows, ("丁", "15,000", "50,000", "59.88")))


class TestShares:
    def test_one_unit_is_a_warning_and_a_note_where_it_makes_them_add_up(self) -> None:
        heads = ("项目", "金额", "占比（%）")
        rows = (("甲", "1,000.00", "33.33"), ("乙", "1,000.00", "33.33"), ("丙", "500.00", "16.67"))
        (note,) = found("KL604", table(heads, *rows, ("丁", "500.00", "16.68"), ("合计", "3,000.00", "100.00")))
        assert note.severity == "warning"
        rows = tuple((label, "1,000.00", "16.67") for label in "甲乙丙丁戊")
        (note,) = found("KL604", table(heads, *rows, ("己", "1,000.00", "16.65"), ("合计", "6,000.00", "100.00")))
        assert note.severity == "note"

    def test_each_product_has_a_whole_of_its_own(self) -> None:
        heads = ("项目", "金额", "占营业成本比重(%)")
        first = (("原材料", "7,476.00", "74.76%"), ("工资", "2,524.00", "25.24%"), ("小计", "10,000.00", "100.00%"))
        second = (("原材料", "4,500.00", "56.25%"), ("工资", "3,500.00", "43.75%"), ("小计", "8,000.00", "100.00%"))
        assert not found("KL604", table(heads, *first, *second))
        (finding,) = found("KL604", table(heads, *first, ("原材料", "4,500.00", "65.25%"), *second[1:]))
        assert (finding.severity, finding.printed, finding.expected) == ("error", "65.25", "56.25")

    def test_the_other_period_confirms_two_rows(self) -> None:
        heads = ("类别", "期末余额", "期末余额比例(%)", "期初余额", "期初余额比例(%)")
        rows = (
            ("单项", "1,731.00", "17.31%", "1,832.00", "18.32%"),
            ("组合", "8,269.00", "82.69%", "8,168.00", "81.68%"),
        )
        whole = ("合计", "10,000.00", "100.00%", "10,000.00", "100.00%")
        assert not found("KL604", table(heads, *rows, whole))
        (finding,) = found("KL604", table(heads, (*rows[0][:4], "13.82%"), rows[1], whole))
        assert (finding.severity, finding.printed) == ("error", "13.82")
        alone = table(heads[:3], (*rows[0][:2], "13.71%"), rows[1][:3], whole[:3])
        assert not found("KL604", alone)

    def test_shares_before_and_after_a_change_of_the_share_capital(self) -> None:
        heads = ("", "变动前股数", "变动前比例(%)", "本次变动(+,-)小计", "变动后股数", "变动后比例(%)")
        rows = (
            ("一、有限售条件股份", "60,000,000", "75.00%", "-21,889,253", "38,110,747", "47.64%"),
            ("境内法人持股", "26,190,505", "32.74%", "-16,977,056", "9,213,449", "11.52%"),
            ("境内自然人持股", "33,809,495", "42.26%", "-4,912,197", "28,897,298", "36.12%"),
            ("二、无限售条件股份", "20,000,000", "25.00%", "21,889,253", "41,889,253", "52.36%"),
            ("1、人民币普通股", "15,000,000", "18.75%", "21,000,000", "36,000,000", "45.00%"),
            ("2、境内上市的外资股", "5,000,000", "6.25%", "889,253", "5,889,253", "7.36%"),
            ("三、股份总数", "80,000,000", "100.00%", "0", "80,000,000", "100.00%"),
        )
        assert not found("KL604", table(heads, *rows))
        (share,) = found("KL604", table(heads, *rows[:3], (*rows[3][:5], "53.26%"), *rows[4:]))
        assert share.expected == "52.36"
        (count,) = found("KL602", table(heads, rows[0], (*rows[1][:4], "9,231,449", "11.54%"), *rows[2:]))
        assert (count.printed, count.expected) == ("9,231,449", "9,213,449")

    def test_a_share_cut_off_among_rounded_ones_is_a_warning(self) -> None:
        heads = ("项目", "金额", "占比（%）")
        rows = (("甲", "4,006.00", "40.06"), ("乙", "3,009.60", "30.10"), ("丙", "1,506.70", "15.07"))
        rows = (*rows, ("丁", "2,006.80", "20.07"), ("合计", "10,000.00", "100.00"))
        (warning,) = found("KL604", table(heads, *rows[:4], ("戊", "470.90", "4.70"), rows[4]))
        assert (warning.severity, warning.expected) == ("warning", "4.71")
        cut = tuple((label, amount, f"{share[:-1]}{int(share[-1]) - 1}") for label, amount, share in rows[1:4])
        assert not found("KL604", table(heads, *cut, ("戊", "470.90", "4.70"), rows[4]))


def test_a_point_for_a_comma_in_an_amount_of_yuan_and_cents() -> None:
    rows = (("备用金", "994,199.83"), ("工资保证金", "800,700.00"), ("坏账准备", "-39,193.84"))
    (finding,) = found("KL605", table(BALANCES[:2], ("保证金", "329.509.00"), *rows))
    assert (finding.severity, finding.expected) == ("error", "329,509.00")
    assert not found("KL605", table(BALANCES[:2], ("保证金", "329.509.00"), *rows[:2]))
    assert not found("KL605", table(BALANCES[:2], ("保证金", "0.509.00"), *rows))


def test_a_small_whole_number_among_yuan_and_cents_is_the_rest_of_a_figure() -> None:
    heads = ("项目", "期初余额", "本期增加金额", "本期减少金额", "期末余额")
    rows = tuple((f"项目{i}", f"{i},500.25", "100.50", "40.25", f"{i},560.50") for i in range(1, 8))
    assert not found("KL602", table(heads, *rows, ("优惠政策", "3", "", "", "1")))
    assert found("KL602", table(heads, *rows, ("优惠政策", "3,000.00", "50.00", "20.00", "1,030.00")))


def test_a_whole_of_100_among_shares_with_decimals_is_a_whole() -> None:
    heads = ("项目", "金额", "占比（%）")
    rows = (("甲", "4,000.00", "40.00"), ("乙", "3,000.00", "30.00"), ("丙", "2,000.00", "20.00"))
    (finding,) = found("KL604", table(heads, *rows, ("丁", "1,000.00", "11.00"), ("合计", "10,000.00", "100")))
    assert finding.expected == "10.00"


def test_a_doubted_figure_beside_a_blank_cell_may_belong_there() -> None:
    rows = (("购建固定资产", "104,976.02", "122,416.20"), ("投资支出", "1,763,000.00", "2,726,802.33"))
    facts = table(BALANCES, *rows, ("取得子公司", "499,684.16", ""), ("合计", "1,867,976.02", "3,348,902.69"))
    schedule = facts.tables[0].schedule
    row = schedule.rows[2]
    cells = (row.cells[0], replace(row.cells[1], doubt="it stands in two rows"), row.cells[2])
    lines = (*schedule.rows[:2], replace(row, cells=cells), schedule.rows[3])
    assert not found("KL601", replace(facts, tables=(worksheet(replace(schedule, rows=lines)),)))


def test_names_one_row_off_their_figures_are_no_errors() -> None:
    def pair(*free: str) -> list[str]:
        held = ("380,000", "368,900", "362,300")
        rows = [holder(name, count) for name, count in zip("甲乙丙", held, strict=True)]
        rows += [holder(n, count, table="top10_unrestricted") for n, count in zip("甲乙丙", free, strict=True)]
        return [f.severity for f in found("KL207", holders(*rows))]

    assert pair("390,000", "368,900", "362,300") == ["error"]
    assert pair("390,000", "380,000", "368,900") == ["warning"]


def test_names_one_row_off_their_figures_are_one_finding() -> None:
    def place(text: str) -> Source:
        return Source(4, None, text)

    held, free = ("380,000", "368,900", "362,300"), ("390,000", "380,000", "368,900")
    rows = [holder(name, count) for name, count in zip("甲乙丙", held, strict=True)]
    rows[1] = replace(rows[1], margin_account_shares=Decimal(369_000))
    rows += [holder(n, count, table="top10_unrestricted") for n, count in zip("甲乙丙", free, strict=True)]
    texts = (*held, *free)
    facts = holders(*(replace(r, cells={"shares": place(text)}) for r, text in zip(rows, texts, strict=True)))
    (finding,) = [f for f in check_facts(facts).findings if f.code in {"KL207", "KL208"}]
    assert (finding.code, finding.subject, finding.also) == ("KL207", "甲", ("KL208",))
    assert all(text in finding.message for text in texts)


class TestBreakdowns:
    """The staff by profession and by education, in one column."""

    def said(self, *education: str, total: str = "1,274") -> list[tuple[str, str | None, str | None]]:
        rows = (("母公司在职员工的数量", "1,259"), ("主要子公司在职员工的数量", "15"), ("在职员工的数量合计", "1,274"))
        parts = tuple((f"学历{i}", count) for i, count in enumerate(education))
        return totals(*rows, ("教育程度", ""), *parts, ("合计", total), heads=("类别", "数量"))

    def test_another_breakdown_of_the_whole_confirms_it(self) -> None:
        assert not self.said("27", "149", "612", "486")
        assert self.said("27", "149", "621", "486") == [("error", "1,274", "1,283")]
        assert self.said("27", "149", "612", "486", total="1,247") == [("error", "1,247", "1,274")]

    def test_two_wholes_are_none(self) -> None:
        assert not self.said("27", "149", "612", "500", total="1,247")

    def test_two_figures_in_one_cell_are_no_figure(self) -> None:
        assert not self.said("27", "149", "1412", "486")

    def test_a_breakdown_may_be_a_table_of_its_own(self) -> None:
        """A heading inside the table begins another one; the first one's total is no 合计."""
        section = ("第四节公司治理", "十一、公司员工情况")
        whole = ("报告期末在职员工的数量合计（人）", "337")
        staff = (("报告期末母公司在职员工的数量（人）", "330"), ("报告期末主要子公司在职员工的数量（人）", "7"), whole)
        education = (("硕士", "36"), ("本科", "144"), ("大专及以下", "157"), ("合计", "337"))

        def accused(*profession: str, section: tuple[str, ...] = section) -> list[tuple[str | None, str | None]]:
            by_profession = (*zip(("生产人员", "销售人员", "行政人员"), profession, strict=True), ("合计", "337"))
            tables = (staff, by_profession, education)
            sheets = [table(("", "人数"), *rows, section=section).tables[0] for rows in tables]
            return [(f.printed, f.expected) for f in found("KL601", replace(table(("",)), tables=tuple(sheets)))]

        assert not accused("136", "149", "52")
        assert accused("136", "149", "25") == [("337", "310")]
        assert not accused("136", "149", "25", section=())


class TestRatios:
    HEADS = (
        "类别",
        "期末余额金额",
        "期末坏账准备金额",
        "期末计提比例",
        "期初余额金额",
        "期初坏账准备金额",
        "期初计提比例",
    )
    ROWS = (
        ("单项", "4,000.00", "1,300.00", "32.50%", "5,000.00", "1,410.00", "28.20%"),
        ("组合", "9,000.00", "450.00", "5.00%", "8,000.00", "416.00", "5.20%"),
    )

    def test_the_other_period_confirms_a_ratio(self) -> None:
        assert not found("KL603", table(self.HEADS, *self.ROWS))
        (finding,) = found("KL603", table(self.HEADS, self.ROWS[0], (*self.ROWS[1][:6], "2.50%")))
        assert (finding.severity, finding.printed, finding.expected) == ("error", "2.50", "5.20")

    def test_what_is_the_same_as_its_whole_proves_no_ratio(self) -> None:
        heads = ("类别", "账面余额", "账面价值", "比例(%)")
        rows = tuple((name, f"{n},000.00", f"{n},000.00", "100.00%") for n, name in enumerate("甲乙丙", 3))
        assert not found("KL603", table(heads, *rows, ("丁", "7,000.00", "7,000.00", "97.10%")))


@pytest.mark.parametrize("text", ["60.000", "1.500"])
def test_points_for_commas(text: str) -> None:
    heads = ("姓名", "期末持股数")
    rows = (("甲", "12,500"), ("乙", "7,300"), ("丙", "25,000"))
    (finding,) = found("KL605", table(heads, *rows, ("丁", text)))
    assert finding.expected == text.replace(".", ",")
    assert not found("KL605", table(heads, *rows, ("丁", "12.50")))


class TestStatedChanges:
    """Changes printed without their base."""

    LINES = (
        stated("inventories", "存货", "1,200.00", "1,000.00", of="balance_sheet"),
        stated("short_term_loans", "短期借款", "900.00", "1,000.00", of="balance_sheet"),
        stated("prepayments", "预付款项", "3,000.00", "2,000.00", of="balance_sheet"),
        stated("credit_impairment_loss", "信用减值损失", "-759.00", "49.00"),
    )

    def said(self, *rows: tuple[str, str]) -> list[tuple[str, str | None, str | None]]:
        facts = table(("项目名称", "变动比例(%)"), *rows)
        return [
            (f.severity, f.printed, f.expected)
            for f in found("KL614", replace(statements(*self.LINES), tables=facts.tables))
        ]

    def test_a_change_that_the_statements_do_not_give(self) -> None:
        rows = (("存货_本报告期末", "20.00"), ("短期借款_本报告期末", "-10.00"))
        assert not self.said(*rows, ("预付款项_本报告期末", "50.00"))
        assert self.said(*rows, ("预付款项_本报告期末", "55.00")) == [("error", "55.00", "50.00")]
        assert not self.said(rows[0], ("预付款项_本报告期末", "55.00"))

    def test_of_a_quarter_alone_the_statements_say_nothing(self) -> None:
        rows = (("存货_本报告期末", "20.00"), ("短期借款_本报告期末", "-10.00"))
        assert not self.said(*rows, ("预付款项_本报告期", "55.00"))

    def test_a_loss_that_grows_may_be_a_rise(self) -> None:
        rows = (("存货", "20.00"), ("短期借款", "-10.00"), ("信用减值损失", "1,648.98"))
        assert not self.said(*rows)

    def test_the_year_to_date_of_a_third_quarter(self) -> None:
        lines = (
            stated("revenue", "营业收入", "1,200.00", "1,000.00"),
            stated("net_profit_parent", "归属于母公司股东的净利润", "900.00", "1,000.00"),
            stated("operating_cash_flow", "经营活动产生的现金流量净额", "3,000.00", "2,000.00", of="cash_flow"),
        )
        key = (
            line("revenue", "营业收入", "1,200.00", None, "20.00"),
            line("net_profit_parent", "归属于上市公司股东的净利润", "900.00", None, "-10.00"),
        )
        flow = line("operating_cash_flow", "经营活动产生的现金流量净额", "3,000.00", None, "55.00")
        (finding,) = found("KL614", statements(*lines, key=(*key, flow)))
        assert (finding.severity, finding.printed, finding.expected) == ("error", "55.00", "50.00")


class TestNotes:
    """Totals and rows of notes against the statements."""

    HEADS = ("项目", "期末余额", "期初余额")
    CHAPTER = "七、合并财务报表项目注释"

    def said(self, *notes: Facts, line: StatementRecord | None = None) -> list[tuple[str, str | None, str | None]]:
        usual = stated("inventories", "存货", "6,023,833.19", "5,285,809.85", of="balance_sheet")
        tables = tuple(sheet for note in notes for sheet in note.tables)
        facts = replace(statements(line or usual), tables=tables)
        return [(f.severity, f.printed, f.expected) for f in found("KL612", facts)]

    def note(self, *totals: str, heads: tuple[str, ...] = HEADS, under: tuple[str, ...] = ("10、存货",)) -> Facts:
        return table(heads, ("合计", *totals), section=(self.CHAPTER, *under))

    def test_a_table_below_a_heading_of_the_note_is_of_the_line_too(self) -> None:
        under = ("10、存货", "（1）存货列示")
        assert not self.said(self.note("6,023,833.19", "5,285,809.85", under=under))
        said = self.said(self.note("6,032,833.19", "5,285,809.85", under=under))
        assert said == [("error", "6,032,833.19", "6,023,833.19")]

    def test_a_later_total_of_a_note_may_be_of_a_part(self) -> None:
        whole = self.note("6,100,000.00", "5,300,000.00")
        assert not self.said(whole, self.note("5,900,000.00", "5,285,809.85", under=("10、存货", "（2）在产品")))
        again = self.note("6,023,833.19", "5,285,809.85")
        assert not self.said(again, self.note("6,032,833.19", "5,285,809.85", under=("10、存货", "（2）在产品")))

    def test_of_two_amounts_side_by_side_one_is_the_line(self) -> None:
        heads = ("项目", "期末账面余额", "期末账面价值", "期初账面余额", "期初账面价值")
        assert not self.said(self.note("6,283,942.47", "6,023,833.19", "5,285,809.85", "5,285,809.85", heads=heads))

    def test_an_expense_in_brackets_is_an_amount_in_the_note(self) -> None:
        lines = (
            stated("profit_before_tax", "利润总额", "100,000.00", "90,000.00"),
            stated("income_tax_expense", "所得税费用", "-13,807.00", "-11,494.00"),
            stated("net_profit", "净利润", "86,193.00", "78,506.00"),
        )
        note = self.note(
            "13,807.00", "11,494.00", heads=("项目", "本期发生额", "上期发生额"), under=("40、所得税费用",)
        )
        assert not found("KL612", replace(statements(*lines), tables=note.tables))

    @pytest.mark.parametrize("income", ["75,488,568.52", "-75,488,568.52"])
    def test_rows_that_are_lines_under_another_name(self, income: str) -> None:
        line = stated("interest_income_of_finance", "利息收入", "75,488,568.52", "64,936,321.96")
        before = "-64,936,321.96" if income.startswith("-") else "64,936,321.96"
        rows = ("减：利息收入", income, before), ("合计", "1.00", "2.00")
        heads, section = ("项目", "本期发生额", "上期发生额"), (self.CHAPTER, "40、财务费用")
        assert not self.said(table(heads, *rows, section=section), line=line)
        slipped = (rows[0][0], income.replace("488", "848"), before)
        assert self.said(table(heads, slipped, rows[1], section=section), line=line)
        other = (rows[0][0], "1,000,000.00", before.lstrip("-"))
        assert not self.said(table(heads, other, rows[1], section=section), line=line)

    def test_the_note_of_a_half_year_may_compare_with_another_day(self) -> None:
        line = stated("undistributed_profit", "未分配利润", "700,000.00", "681,631.32", of="balance_sheet")
        heads, section = ("项目", "本期", "上期"), (self.CHAPTER, "40、未分配利润")
        assert not self.said(table(heads, ("期末未分配利润", "700,000.00", "675,026.02"), section=section), line=line)


class TestStatements:
    def test_an_identity_that_fails_in_both_periods_is_another_layout(self) -> None:
        lines = (
            stated("total_current_assets", "流动资产合计", "410,000.00", "380,000.00", of="balance_sheet"),
            stated("total_noncurrent_assets", "非流动资产合计", "590,000.00", "520,000.00", of="balance_sheet"),
            stated("total_assets", "资产总计", "1,200,000.00", "1,100,000.00", of="balance_sheet"),
        )
        assert not found("KL610", statements(*lines))

    def test_where_nothing_else_is_printed_nothing_disagrees(self) -> None:
        lines = (
            replace(stated("total_assets", "资产总计", "2,751,386.31", "0", of="balance_sheet"), prior=None),
            stated(
                "total_liabilities_equity", "负债和所有者权益总计", "2,751,386.31", "2,723,462.43", of="balance_sheet"
            ),
        )
        assert not found("KL610", statements(*lines))

    def test_the_same_dividend_two_years_running_is_no_slip(self) -> None:
        flow = stated(
            "dividends_and_interest_paid", "分配股利、利润或偿付利息支付的现金", "20,879,815.70", "20,879,815.70"
        )
        assert not found("KL613", statements(flow))
        assert found("KL613", statements(replace(flow, item="other_financing_paid")))

    def test_lines_copied_together_are_one_finding(self) -> None:
        copied = (("interest_expenses", "利息费用", "2,207,430.35"), ("interest_income", "利息收入", "1,833,564.54"))
        lines = [stated(item, label, text, text, scope="parent") for item, label, text in copied]
        other = stated("interest_expenses", "利息费用", "3,418,002.17", "3,418,002.17")
        both, group = found("KL613", statements(*lines, other))
        assert both.message == "利息费用 (parent) is printed 2,207,430.35 for both periods; as is 利息收入 1,833,564.54"
        assert (both.printed, len(both.sources), group.subject) == ("2,207,430.35", len(group.sources) * 2, "利息费用")

    @pytest.mark.parametrize("impairment", ["-20,000.00", "20,000.00"])
    def test_the_sign_of_impairments_is_the_filers(self, impairment: str) -> None:
        before = "170,000.00"
        lines = (
            stated("total_revenue", "营业总收入", "900,000.00", "800,000.00"),
            stated("total_costs", "营业总成本", "650,000.00", "610,000.00"),
            stated("asset_impairment_loss", "资产减值损失", impairment, impairment),
            stated("operating_profit", "营业利润", "230,000.00", before),
        )
        assert not found("KL610", statements(*lines))
        assert found("KL610", statements(*lines[:3], stated("operating_profit", "营业利润", "320,000.00", before)))

    @pytest.mark.parametrize(("unknown", "count"), [("30,000.00", 0), ("-30,000.00", 0), ("31,000.00", 1)])
    def test_what_a_line_that_is_not_understood_makes_up_is_no_misprint(self, unknown: str, count: int) -> None:
        lines = (
            stated("total_revenue", "营业总收入", "900,000.00", "800,000.00"),
            stated("total_costs", "营业总成本", "650,000.00", "610,000.00"),
            replace(stated("", "投资收益 其中：对联营企业的投资收益 汇兑收益", unknown, "0.00"), item=None),
            stated("operating_profit", "营业利润", "280,000.00", "190,000.00"),
        )
        assert len(found("KL610", statements(*lines))) == count

    def test_the_owners_figure_in_the_minorities_row(self) -> None:
        lines = (
            stated("comprehensive_income_parent", "归属于母公司所有者的综合收益总额", "9,462,893.79", "3,042,638.00"),
            stated("comprehensive_income_minority", "归属于少数股东的综合收益总额", "9,462,893.79", "3,042,638.00"),
        )
        (finding,) = found("KL610", statements(*lines))
        assert (finding.subject, finding.slip) == ("归属于少数股东的综合收益总额", "column")

    def test_a_note_of_another_notion_is_no_error(self) -> None:
        section = ("七、合并财务报表项目注释", "9、其他应付款")
        heads = ("项目", "期末余额", "期初余额")
        rows = (("应付股利", "1,000,000.00", ""), ("其他", "5,023,833.19", "5,285,809.85"))
        note = table(heads, *rows, ("合计", "6,023,833.19", "5,285,809.85"), section=section)
        again = table(heads, ("其他", "6,023,833.19", "5,285,809.85"), section=("七、合并财务报表项目注释", "10、某"))
        line = stated("other_payables", "其他应付款", "7,777,777.77", "5,285,809.85", of="balance_sheet")
        both = replace(statements(line), tables=(*note.tables, *again.tables))
        assert not found("KL612", both)
        (finding,) = found("KL612", replace(both, tables=note.tables))
        assert finding.severity == "warning"

    def test_the_note_and_the_chain_agree_against_the_statement(self) -> None:
        section = ("十七、母公司财务报表主要项目注释", "4、营业收入和营业成本")
        heads = ("项目", "本期收入", "上期收入", "本期成本", "上期成本")
        rows = (("主营", "800.00", "700.00", "500.00", "400.00"), ("其他", "100.00", "100.00", "50.00", "60.00"))
        note = table(heads, *rows, ("合计", "900.00", "800.00", "550.00", "460.00"), section=section)
        lines = (
            stated("revenue", "营业收入", "900.00", "800.00", scope="parent"),
            stated("operating_cost", "营业成本", "590.00", "480.00", scope="parent"),
            stated("operating_profit", "营业利润", "350.00", "340.00", scope="parent"),
        )
        (finding,) = found("KL612", replace(statements(*lines), tables=note.tables))
        assert (finding.printed, finding.expected) == ("590.00", "550.00")


def test_a_doubted_figure_anywhere_above_may_be_what_is_missing() -> None:
    rows = (("2024年", "", "27,4?7.21"), ("2025年", "32,828.66", "32,828.66"), ("2026年", "42,484.58", "42,484.58"))
    assert not totals(*rows, ("合计", "75,313.24", "102,790.45"))
    assert totals(*rows[1:], ("合计", "75,313.24", "102,790.45"))


def test_a_return_at_a_yearly_rate_is_not_held_against_the_quarters_profit() -> None:
    trips = rule("KL109").trips.facts
    lines = [
        r if r.item != "roe_weighted" else replace(r, value=r.value and r.value * 9) for r in trips.financials.records
    ]
    assert any(f.subject == "加权平均净资产收益率" for f in found("KL109", key_figures(*lines)))
    yearly = [replace(r, label=f"{r.label}（年化）") for r in lines]
    assert not any(
        f.subject == "加权平均净资产收益率（年化）" and "on net" in f.message
        for f in found("KL109", key_figures(*yearly))
    )


def test_a_bank_may_print_the_return_of_half_a_year_at_a_yearly_rate_without_the_word() -> None:
    lines = [
        replace(row, value=Decimal("21.40")) if row.unit == "%" else row
        for row in rule("KL109").holds.facts.financials.records
    ]
    half = replace(INFO, kind="half_year", period="2024H1", period_end=dt.date(2024, 6, 30))
    assert not [f for f in found("KL109", key_figures(*lines, info=half)) if "on net assets of" in f.message]
    whole = replace(INFO, kind="annual", period="2024A", period_end=dt.date(2024, 12, 31))
    assert [f for f in found("KL109", key_figures(*lines, info=whole)) if "on net assets of" in f.message]


class TestOtherFilings:
    def test_a_declared_restatement_is_no_finding(self) -> None:
        facts = rule("KL620").trips.facts
        (record,) = facts.financials.records
        (then,) = facts.against[0].financials.records
        restated = replace(record, prior_before_restatement=then.value)
        assert found("KL620", facts)
        assert not found("KL620", replace(facts, financials=Financials(records=(restated,))))

    def test_opening_balances_are_those_of_last_years_end(self) -> None:
        assets = line("total_assets", "总资产", "900.00", "800.00", span="point_in_time")
        then = key_figures(replace(assets, value=Decimal("880.00"), prior=None), info=replace(INFO, period="2023A"))
        facts = replace(key_figures(assets), against=(then,))
        (finding,) = found("KL620", facts)
        assert (finding.printed, finding.expected) == ("800.00", "880.00")
        half = replace(then, info=replace(INFO, period="2023H1"))
        assert not found("KL620", replace(facts, against=(half,)))

    @pytest.mark.parametrize(("year", "told"), [("2023A", True), ("2022A", True), ("2021A", False), ("2023H1", False)])
    def test_the_third_year_of_an_annual_report_was_printed_twice_before(self, year: str, told: bool) -> None:
        revenue = line("revenue", "营业收入", "31,480,000.00", "29,140,000.00", two_years_ago="28,970,000.00")
        then = line("revenue", "营业收入", "28,790,000.00", "28,790,000.00")
        facts = key_figures(revenue, info=replace(INFO, period="2024A", kind="annual"))
        before = key_figures(then, info=replace(INFO, period=year, kind="annual"))
        last = replace(before, financials=Financials(records=(replace(then, value=Decimal("29140000.00")),)))
        before = last if year == "2023A" else before
        printed = [(f.severity, f.printed, f.expected) for f in found("KL620", replace(facts, against=(before,)))]
        assert printed == ([("error", "28,970,000.00", "28,790,000.00")] if told else [])

    def test_what_stands_before_the_restatement_is_what_was_printed(self) -> None:
        facts = rule("KL620").trips.facts
        (record,) = facts.financials.records
        (then,) = facts.against[0].financials.records
        for before, told in ((then.value, False), (record.prior, True)):
            restated = replace(record, prior=Decimal("2400000000.00"), prior_before_restatement=before)
            assert bool(found("KL620", replace(facts, financials=Financials(records=(restated,))))) is told

    def test_what_a_holder_bought_leads_from_what_was_held(self) -> None:
        year = replace(INFO, period="2023A", kind="annual")
        then = replace(holders(holder("甲公司", "2,866,787")), info=year)
        now = holders(holder("甲公司", "2,733,287", change="-133,500"))
        assert not found("KL620", replace(now, against=(then,)))
        wrong = holders(holder("甲公司", "2,733,287", change="-135,300"))
        (finding,) = found("KL620", replace(wrong, against=(then,)))
        assert (finding.severity, finding.printed, finding.expected) == ("error", "-135,300", "-133,500")
        quarter = replace(then, info=replace(INFO, period="2024Q1"))
        assert not found("KL620", replace(wrong, against=(quarter,)))

    def test_a_summary_and_the_report_have_the_same_holders(self) -> None:
        mine = holders(holder("甲公司", "2,866,787", "4.34"))
        theirs = replace(holders(holder("甲公司", "2,866,787", "4.43")), info=replace(INFO, form="full"))
        (finding,) = found("KL620", replace(mine, against=(theirs,)))
        assert (finding.printed, finding.slip) == ("4.34", "digits_swapped")

    def test_the_quarters_of_a_year_against_the_half_year_report(self) -> None:
        year = replace(quarters(line("revenue", "营业收入", "100.00"), "10.00", "20.00", "30.00", "40.00"))
        year = replace(year, info=replace(INFO, period="2024A", kind="annual"))
        half = key_figures(line("revenue", "营业收入", "30.00"))
        assert not found("KL620", replace(year, against=(half,)))
        (finding,) = found("KL620", replace(year, against=(key_figures(line("revenue", "营业收入", "31.00")),)))
        assert (finding.printed, finding.expected) == ("20.00", "21.00")

    @pytest.mark.parametrize(("year", "told"), [(2023, False), (2024, True)])
    def test_non_recurring_items_were_defined_anew_in_december_2023(self, year: int, told: bool) -> None:
        """证监会公告〔2023〕65号: the report of 2023 prints the year before and its quarters by the new definition."""
        item, label = "net_profit_parent_excl_nonrecurring", "归属于上市公司股东的扣除非经常性损益的净利润"
        here = replace(INFO, period=f"{year}A", kind="annual")
        now = quarters(line(item, label, "9,747,587.59", "8,344,743.23"), "1.00", "20.00", "30.00", "40.00")
        old = key_figures(line(item, label, "8,260,289.19"), info=replace(INFO, period=f"{year - 1}A", kind="annual"))
        half = key_figures(line(item, label, "37.00"), info=replace(INFO, period=f"{year}H1"))
        for other in (old, half):
            assert bool(found("KL620", replace(now, info=here, against=(other,)))) is told

    def test_a_slip_is_told_whatever_was_defined_anew(self) -> None:
        item, label = "net_profit_parent_excl_nonrecurring", "归属于上市公司股东的扣除非经常性损益的净利润"
        now = key_figures(line(item, label, "9.00", "8,344,743.23"), info=replace(INFO, period="2023A"))
        then = key_figures(line(item, label, "8,344,473.23"), info=replace(INFO, period="2022A"))
        (finding,) = found("KL620", replace(now, against=(then,)))
        assert (finding.severity, finding.slip) == ("error", "digits_swapped")


class TestReadings:
    def test_rows_below_a_row_that_they_add_up_to_are_its_parts(self) -> None:
        rows = (
            ("1年以内", "4,100.10", "9,100.20"),
            ("3年以上", "1,130.31", "1,250.13"),
            ("3至4年", "700.11", "400.08"),
        )
        assert not totals(*rows, ("4至5年", "430.20", "850.05"), ("合计", "5,230.41", "10,350.33"))
        assert totals(*rows, ("4至5年", "430.20", "850.05"), ("合计", "5,230.41", "10,530.33"))

    def test_round_amounts_that_happen_to_add_up_are_rows_of_their_own(self) -> None:
        rows = (("补助一", "7,504.34", "100,000.00"), ("补助二", "", "60,000.00"), ("补助三", "", "40,000.00"))
        (said,) = totals(*rows, ("补助四", "650.00", "650.50"), ("合计", "8,154.34", "200,000.00"))
        assert said[2] == "200,650.50"

    def test_parts_behind_a_heading_of_words_are_no_rows_of_the_total(self) -> None:
        rows = (("其他应付款", "4,765.32", "3,699.18"), ("其中：应付利息", "", ""), ("应付股利", "6.43", "32.65"))
        assert not totals(*rows, ("其他", "246.90", "363.94"), ("流动负债合计", "5,012.22", "4,063.12"))


def test_the_working_paper_lists_what_was_verified() -> None:
    report = check_facts(rule("KL601").trips.facts, Plan(rules=(rule("KL601"),)))
    sheets = {sheet.key: sheet for sheet in findings_workbook([report])}
    (coverage,) = sheets["coverage"].rows
    assert (coverage.values["relation"], coverage.values["held"]) == ("sums", 1)
    (verified,) = sheets["verified"].rows
    assert (verified.values["table"], verified.values["page"], verified.values["held"]) == (1, 1, 1)
    assert "silent" not in sheets


def test_the_working_paper_lists_the_tables_of_which_nothing_was_verified() -> None:
    facts = rule("KL601").trips.facts
    (sheet,) = facts.tables
    (other,) = table(BALANCES, ("租金", "7,700.00", "9,100.00"), title="其他").tables
    other = replace(other, schedule=replace(other.schedule, number=2, page=3))
    report = check_facts(replace(facts, tables=(sheet, other)))
    sheets = {sheet.key: sheet for sheet in findings_workbook([report])}
    (silent,) = sheets["silent"].rows
    assert (silent.values["table"], silent.values["title"], silent.values["page"]) == (2, "其他", 3)
    assert "Of 1 more table nothing could be verified." in finding_sheets(report)[0].notes
    # Who asks for sums alone is told nothing of tables without them.
    assert not check_facts(replace(facts, tables=(sheet, other)), Plan(rules=(rule("KL601"),))).silent


def test_tables_that_no_report_has_take_no_time() -> None:
    rows = [("合计", f"{n * 7919 % 99991}.37", f"{n * 104729 % 99989}.11") for n in range(1, 1500)]
    result, said = rule("KL601").run(table(BALANCES, *rows))
    assert not said
    assert result.untold <= 20
    huge = ("甲", "9" * 5000, "8,200.00")
    assert not found("KL601", table(BALANCES, huge, ("乙", "7,700.00", "9,100.00"), ("合计", "1.00", "17,300.00")))


def test_a_line_in_thousands_that_is_made_to_fit_its_total_is_no_finding() -> None:
    line = stated("total_current_assets", "流动资产合计", "30,422,470,960.82", "24,000,000,100.00", of="balance_sheet")
    for printed, told in (("30,422,470", False), ("30,242,471", True)):
        sheet = table(("项目", "期末", "期初"), ("流动资产合计", printed, "24,000,000"))
        (made,) = sheet.tables
        thousands = replace(made, schedule=replace(made.schedule, unit="千元", factor=Decimal(1000)))
        assert bool(found("KL614", replace(statements(line), tables=(thousands,)))) is told


def test_a_second_set_of_statements_is_not_held_against_the_first() -> None:
    labels = [f"第{n}项" for n in range(20)]
    lines = [stated(f"item_{n}", label, f"{n + 3}1,247,096.82", "51,300,100.07") for n, label in enumerate(labels)]
    rows = [(label, f"{n + 3}1,247,096.28", "51,300,100.07") for n, label in enumerate(labels)]
    few = table(("项目", "本期", "上期"), *rows[:9])
    many = table(("项目", "本期", "上期"), *rows)
    assert found("KL614", replace(statements(*lines), tables=few.tables))
    assert not found("KL614", replace(statements(*lines), tables=many.tables))


class OnThePage:
    """A second reading of a page of which this is the text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def text_in_box(self, _number: int, _bbox: tuple[float, float, float, float]) -> str:
        return self.text

    def stands(self, _number: int, _text: str) -> None:
        return None


def test_what_a_total_misses_may_stand_on_the_page_unread() -> None:
    rows = (("甲", "4,100.00", "9,100.00"), ("乙", "7,700.00", "8,200.00"), ("合计", "11,800.00", "20,945.71"))
    plan, facts = Plan(rules=(rule("KL601"),)), table(BALANCES, *rows)
    report = check_facts(facts, plan, OnThePage("丙 3,645.71 乙 8,200.00"))
    assert not report.findings
    assert [problem.code for problem in report.problems] == ["readings-differ"]
    for elsewhere in ("丙 13,645.71", "丙 3,645.710"):
        assert check_facts(facts, plan, OnThePage(elsewhere)).findings
    # In a cell of another table the figure is accounted for.
    both = replace(facts, tables=(*facts.tables, *table(BALANCES, ("丙", "3,645.71", "1.00")).tables))
    assert check_facts(both, plan, OnThePage("丙 3,645.71")).findings


class TestEquity:
    """The statement of changes in equity: rows that move, and columns of which one is taken away."""

    HEADS = ("项目", "股本", "减：库存股", "专项储备", "小计", "少数股东权益", "所有者权益合计")
    ROWS = (
        ("二、本年期初余额", "500.00", "20.00", "58.48", "538.48", "174.83", "713.31"),
        ("三、本期增减变动金额", "10.00", "5.00", "16.49", "21.49", "10.72", "32.21"),
        ("（一）所有者投入和减少资本", "10.00", "5.00", "", "5.00", "", "5.00"),
        ("（五）专项储备", "", "", "16.49", "16.49", "10.72", "27.21"),
        ("1.本期提取", "", "", "136.15", "136.15", "112.38", "248.53"),
    )
    CLOSING = ("四、本期期末余额", "510.00", "25.00", "74.97", "559.97", "185.55", "745.52")

    def said(self, used: tuple[str, ...], closing: tuple[str, ...] = CLOSING) -> tuple[Finding, ...]:
        facts = table(self.HEADS, *self.ROWS, used, closing)
        return (*found("KL601", facts), *found("KL602", facts))

    def test_it_holds(self) -> None:
        assert not self.said(("2.本期使用", "", "", "-119.66", "-119.66", "-101.66", "-221.32"))

    def test_a_sign_in_one_column_is_one_finding(self) -> None:
        (finding,) = self.said(("2.本期使用", "", "", "-119.66", "-119.66", "101.66", "-18.00"))
        assert (finding.printed, finding.expected, finding.slip) == ("101.66", "-101.66", "sign")

    def test_parts_that_are_not_all_told_accuse_nobody(self) -> None:
        assert not self.said(("2.本期使用", "", "", "-119.66", "-119.66", "-3.55", "-123.21"))

    def test_a_closing_balance(self) -> None:
        used = ("2.本期使用", "", "", "-119.66", "-119.66", "-101.66", "-221.32")
        (finding,) = self.said(used, ("四、本期期末余额", "510.00", "25.00", "79.47", "559.97", "185.55", "745.52"))
        assert (finding.printed, finding.expected) == ("79.47", "74.97")


class TestExchanged:
    """The figures of one column in two rows, each in the other's row."""

    def test_in_a_roll_forward(self) -> None:
        heads = ("项目", "期初余额", "本期增加", "本期减少", "期末余额")
        rows = [("甲", "500.00", "20.00", "70.00", "450.00"), ("乙", "900.00", "10.00", "110.00", "800.00")]
        rows += [("丙", "600.00", "50.00", "80.00", "570.00")]
        pair = [("丁", "700.00", "15.00", "33.00", "655.00"), ("戊", "400.00", "27.00", "60.00", "394.00")]
        (finding,) = found("KL602", table(heads, *rows, *pair))
        assert (finding.printed, finding.slip) == ("33.00", "column")
        assert "戊 on page 1 with 60.00: the two figures are exchanged" in finding.message

    def test_in_a_column_of_changes(self) -> None:
        heads = ("项目", "本期", "上年同期", "同比增减")
        rows = [("甲", "596.23", "437.81", "36.18%"), ("乙", "3,861.86", "3,492.84", "10.57%")]
        rows += [("丙", "1,225.48", "1,113.05", "10.10%")]
        pair = [("丁", "842.00", "800.00", "75.00%"), ("戊", "700.00", "400.00", "5.25%")]
        (finding,) = found("KL603", table(heads, *rows, *pair))
        assert (finding.printed, finding.expected, finding.slip) == ("75.00", "5.25", "column")


class TestColumnsOfBothPeriods:
    HEADS = ("项目", "期末账面余额", "期末坏账准备", "期末账面价值", "期初账面余额", "期初坏账准备", "期初账面价值")

    def said(self, net: str, heads: tuple[str, ...] = HEADS) -> tuple[Finding, ...]:
        rows = [("甲", "940.00", "141.00", net, "700.00", "35.00", "665.00")]
        rows += [("乙", "650.00", "65.00", "585.00", "410.00", "41.00", "369.00")]
        rows += [("丙", "210.00", "31.50", "178.50", "120.00", "6.00", "114.00")]
        return found("KL602", table(heads, *rows))

    def test_one_confirms_the_other(self) -> None:
        assert not self.said("799.00")
        (finding,) = self.said("979.00")
        assert (finding.printed, finding.expected) == ("979.00", "799.00")

    def test_columns_of_other_names_do_not(self) -> None:
        heads = ("项目", "期末成本", "期末扣减", "期末净额")
        assert self.said("979.00", (*heads, "期初成本", "期初扣减", "期初净额"))
        assert not self.said("979.00", (*heads, *self.HEADS[4:]))


def test_a_roll_forward_that_the_headings_say_in_full_needs_one_row_and_a_slip() -> None:
    rows = (("甲", "500.00", "20.00", "70.00", "450.00"), ("乙", "900.00", "10.00", "110.00", "8,000.00"))
    said = ("项目", "期初余额", "本期增加", "本期减少", "期末余额")
    (finding,) = found("KL602", table(said, *rows))
    assert (finding.printed, finding.expected) == ("8,000.00", "800.00")
    assert not found("KL602", table(("项目", "期初余额", "本期增加", "其他", "期末余额"), *rows))
    assert not found("KL602", table(said, rows[0], (*rows[1][:4], "7,331.46")))


def test_the_adjusted_balance_is_the_odd_one_and_not_the_one_before() -> None:
    heads = ("项目", "2018年12月31日", "2019年1月1日", "调整数")
    rows = [(f"{n}", f"{n}10.00", f"{n}10.00", "") for n in range(1, 12)]
    rows += [("应收款项融资", "2.00", "151.00", "149.00"), ("应收票据", "300.00", "100.00", "-200.00")]
    columns = table(heads, *rows, ("应收账款", "149.00", "149.00", "-149.00"))
    (sheet,) = columns.tables
    days = (None, dt.date(2018, 12, 31), dt.date(2019, 1, 1), None)
    dated = [replace(c, period=day) for c, day in zip(sheet.schedule.columns, days, strict=True)]
    facts = replace(columns, tables=(worksheet(replace(sheet.schedule, columns=tuple(dated))),))
    (finding,) = found("KL602", facts)
    assert (finding.printed, finding.expected, "2019年1月1日:" in finding.message) == ("149.00", "0.00", True)


class TestSharesOfPrinted:
    HEADS = ("单位名称", "期末余额", "占应收账款期末余额合计数的比例(%)")
    ROWS = (("甲", "6,250.00", "6.25"), ("乙", "1,834.00", "1.83"), ("丙", "1,202.00", "1.20"))
    SECTION = ("七、合并财务报表项目注释", "5、应收账款")

    def said(self, *rows: tuple[str, str, str], whole: str = "100,000.00") -> tuple[Finding, ...]:
        ages = table(("账龄", "期末余额"), ("1年以内", whole), ("合计", whole), section=self.SECTION)
        five = table(self.HEADS, *self.ROWS, *rows, section=self.SECTION)
        return found("KL604", replace(five, tables=(*ages.tables, *five.tables)))

    def test_the_whole_may_stand_in_a_table_of_the_same_note(self) -> None:
        assert not self.said(("丁", "714.00", "0.71"))
        (finding,) = self.said(("丁", "714.00", "7.10"))
        assert (finding.severity, finding.expected) == ("error", "0.71")
        assert not self.said(("丁", "714.00", "7.10"), whole="90,000.00")

    def test_two_shares_exchanged(self) -> None:
        (finding,) = self.said(("丁", "714.00", "0.46"), ("戊", "460.00", "0.71"))
        assert (finding.printed, finding.expected, finding.slip) == ("0.46", "0.71", "column")


def test_few_rows_do_not_tell_the_sign_of_a_movement() -> None:
    heads = ("项目", "期初余额", "本期增加金额", "本期转入固定资产金额", "本期其他减少金额", "期末余额")
    rows = (("甲", "500.00", "20.00", "", "70.00", "450.00"), ("乙", "211.71", "2.68", "4.56", "", "209.83"))
    assert not found("KL602", table(heads, *rows))
    assert found("KL602", table(heads, rows[0], (*rows[1][:5], "290.83")))


def test_the_supplement_leads_from_the_net_profit() -> None:
    section = ("七、合并财务报表项目注释", "79、现金流量表补充资料")
    heads = ("补充资料", "本期金额", "上期金额")
    lines = (
        stated("net_profit", "四、净利润", "6,023,833.19", "5,285,809.85"),
        stated("operating_cash_flow", "经营活动产生的现金流量净额", "7,100,000.55", "5,000,000.45", of="cash_flow"),
    )
    for printed, told in (("6,023,833.19", False), ("6,032,833.19", True)):
        rows = (("净利润", printed, "5,285,809.85"), ("经营活动产生的现金流量净额", "7,100,000.55", "5,000,000.45"))
        facts = replace(statements(*lines), tables=table(heads, *rows, section=section).tables)
        assert bool(found("KL614", facts)) is told


def test_findings_stand_by_place_in_the_report() -> None:
    section = ("第十节财务报告", "5、应收账款")
    rows = (("甲", "4,100.00", "9,100.00"), ("乙", "7,700.00", "8,200.00"), ("合计", "11,800.00", "17,030.00"))
    later = table(BALANCES, *rows, section=section)
    facts = replace(rule("KL101").trips.facts, tables=later.tables)
    report = check_facts(facts, Plan(rules=(rule("KL601"), rule("KL101"))))
    (sheet,) = finding_sheets(report)
    assert [row.section for row in sheet.rows] == ["Key figures", "第十节财务报告 · 5、应收账款 · [1]"]
    assert str(sheet.rows[1].values["finding"]).startswith("KL601 error: 合计\n")


def test_the_first_rows_of_a_table_that_goes_on_may_be_parts_of_more() -> None:
    rows = (("甲", "4,100.00", "9,100.00"), ("乙", "7,700.00", "8,200.00"), ("合计", "11,800.00", "20,945.71"))
    (sheet,) = table(BALANCES, *rows).tables
    first = replace(sheet.schedule, rows=sheet.schedule.rows[:2])
    on, apart = (tuple(worksheets((first, replace(sheet.schedule, page=page, last_page=page)))) for page in (2, 3))
    facts = table(BALANCES)
    assert [s.continues for s in (*on, *apart)] == [False, True, False, False]
    assert not found("KL601", replace(facts, tables=on))
    assert found("KL601", replace(facts, tables=apart))


def test_own_shares_are_taken_away_without_a_word() -> None:
    rows = (("股本", "4,100.00", "9,100.00"), ("库存股", "300.00", ""), ("未分配利润", "7,700.00", "8,200.00"))
    assert not totals(*rows, ("股东权益合计", "11,500.00", "17,300.00"))
    assert totals(*rows, ("股东权益合计", "15,100.00", "17,300.00"))


def test_of_two_figures_that_should_be_one_the_rarer_is_odd() -> None:
    heads = ("项目", "期初余额", "本期增加", "期末余额")
    rows = [(f"{n}", f"{n}00.00", f"{n}.00", f"{n * 101}.00") for n in range(2, 14)]
    facts = table(heads, *rows, ("应收股利", "72,220.34", "", "7,220.34"))
    again = table(BALANCES, ("应收股利", "1.00", "7,220.34"))
    (finding,) = found("KL602", facts)
    assert (finding.printed, finding.expected) == ("7,220.34", "72,220.34")
    (finding,) = found("KL602", replace(facts, tables=(*facts.tables, *again.tables)))
    assert (finding.printed, finding.expected) == ("72,220.34", "7,220.34")
