"""What confirms a relation where few rows do: and each time a table in which it must keep silent."""

from __future__ import annotations

from dataclasses import replace

from kunlun_cli.checks import Facts, rule
from kunlun_cli.checks.cases import table
from kunlun_cli.checks.finding import Finding
from kunlun_cli.checks.relations.worksheet import worksheet


def found(code: str, facts: Facts) -> tuple[Finding, ...]:
    return rule(code).run(facts)[1]


def grouped(heads: tuple[tuple[str, ...], ...], *rows: tuple[str, ...]) -> Facts:
    """A table with headings of several levels."""
    facts = table([head[-1] for head in heads], *rows)
    (sheet,) = facts.tables
    columns = tuple(replace(c, heading=h) for c, h in zip(sheet.schedule.columns, heads, strict=True))
    return replace(facts, tables=(worksheet(replace(sheet.schedule, columns=columns)),))


class TestAQuarter:
    HEADS = ("项目", "医药工业", "医药商业", "分部间抵销", "合计")
    ROWS = (
        ("主营业务收入", "612,300.00", "78,900.00", "-1,200.00", "690,000.00"),
        ("主营业务成本", "125,400.00", "46,300.00", "-1,100.00", "170,600.00"),
        ("资产总额", "990,500.00", "31,400.00", "-9,700.00", "1,012,200.00"),
    )

    def test_three_rows_of_four_confirm_a_total_that_the_headings_name(self) -> None:
        assert not found(
            "KL602", table(self.HEADS, *self.ROWS, ("负债总额", "412,700.00", "9,700.00", "", "422,400.00"))
        )
        (finding,) = found(
            "KL602", table(self.HEADS, *self.ROWS, ("负债总额", "412,700.00", "9,700.00", "", "424,200.00"))
        )
        assert (finding.printed, finding.expected) == ("424,200.00", "422,400.00")

    def test_two_of_three_do_not(self) -> None:
        rows = (*self.ROWS[:2], ("负债总额", "412,700.00", "9,700.00", "", "424,200.00"))
        assert not found("KL602", table(self.HEADS, *rows))


class TestColumnsThatTheFormMakes:
    """重要非全资子公司的主要财务信息 of two companies: the form says what is made of what, and one row confirms it."""

    HEADS = ("子公司名称", "流动资产", "非流动资产", "资产合计", "流动负债", "非流动负债", "负债合计")
    FIRST = ("甲公司", "612,345.67", "78,901.23", "691,246.90", "125,400.00", "46,300.00", "171,700.00")

    def test_one_row_confirms_what_a_slip_explains_in_the_other(self) -> None:
        right = ("乙公司", "990,500.11", "31,400.22", "1,021,900.33", "412,700.00", "9,700.00", "422,400.00")
        assert not found("KL602", table(self.HEADS, self.FIRST, right))
        (finding,) = found("KL602", table(self.HEADS, self.FIRST, (*right[:3], "1,021,990.33", *right[4:])))
        assert (finding.printed, finding.expected) == ("1,021,990.33", "1,021,900.33")

    def test_what_no_slip_explains_is_not_told(self) -> None:
        odd = ("乙公司", "990,500.11", "31,400.22", "1,357,924.68", "412,700.00", "9,700.00", "422,400.00")
        assert not found("KL602", table(self.HEADS, self.FIRST, odd))

    def test_other_headings_say_nothing(self) -> None:
        heads = ("子公司名称", "营业收入", "投资收益", "现金流量", "流动负债", "非流动负债", "负债合计")
        odd = ("乙公司", "990,500.11", "31,400.22", "1,021,990.33", "412,700.00", "9,700.00", "422,400.00")
        assert not found("KL602", table(heads, self.FIRST, odd))

    def test_carrying_amounts_are_balances_less_allowances(self) -> None:
        heads = ("项目", "期末账面余额", "期末坏账准备", "期末账面价值")
        rows = (
            ("应收甲公司", "940,125.50", "141,000.25", "799,125.25"),
            ("应收乙公司", "650,000.00", "65,000.00", "558,000.00"),
        )
        (finding,) = found("KL602", table(heads, *rows))
        assert (finding.printed, finding.expected) == ("558,000.00", "585,000.00")


class TestExchangedWithTheRowBelow:
    HEADS = ("项目", "账面余额", "跌价准备", "账面价值")
    ROWS = (
        ("原材料", "940.00", "141.00", "585.00"),
        ("库存商品", "650.00", "65.00", "799.00"),
        ("发出商品", "210.00", "31.50", "178.50"),
    )

    def test_that_both_rows_follow_with_the_figure_of_the_other_is_evidence(self) -> None:
        (finding,) = found("KL602", table(self.HEADS, *self.ROWS))
        assert (finding.printed, finding.slip) == ("585.00", "column")
        assert "exchanged" in finding.message

    def test_two_rows_that_fail_otherwise_are_none(self) -> None:
        assert not found("KL602", table(self.HEADS, self.ROWS[0], (*self.ROWS[1][:3], "798.00"), self.ROWS[2]))

    def test_shares_of_which_two_are_exchanged_still_have_one_whole(self) -> None:
        heads = ("单位名称", "期末余额", "占期末余额合计数的比例(%)")
        rows = (("甲", "62,501.00", "25.04"), ("乙", "31,337.00", "12.55"), ("丙", "20,119.00", "8.06"))
        turned = (("丁", "11,717.00", "3.24"), ("戊", "8,093.00", "4.69"))
        whole = ("小计", "133,767.00", "53.58")
        (finding,) = found("KL604", table(heads, *rows, *turned, whole))
        assert (finding.printed, finding.expected, finding.slip) == ("3.24", "4.69", "column")
        assert not found("KL604", table(heads, *rows, ("丁", "11,717.00", "4.69"), ("戊", "8,093.00", "3.24"), whole))
        assert not found("KL604", table(heads, *rows[1:], *turned, whole)), "three rows confirm no whole of their own"


class TestTotalsOfAGroup:
    HEADS = (
        ("股份类别",),
        ("本次变动前",),
        ("本次变动增减", "发行新股"),
        ("本次变动增减", "其他"),
        ("本次变动增减", "小计"),
        ("本次变动后",),
    )
    SHARES = ("二、无限售条件股份", "18,250,000", "3,517,950", "12,688,010", "16,205,960", "34,455,960")

    def said(self, subtotal: str, heads: tuple[tuple[str, ...], ...] = HEADS) -> tuple[Finding, ...]:
        after = f"{21_750_000 - int(subtotal.replace(',', '')[1:]):,}"
        first = ("一、有限售条件股份", "21,750,000", "2,100,000", "-14,539,930", subtotal, after)
        return found("KL602", grouped(heads, first, self.SHARES))

    def test_one_row_confirms_what_the_headings_say_in_full(self) -> None:
        assert not self.said("-12,439,930")
        (finding,) = self.said("-12,493,930")
        assert (finding.printed, finding.expected, finding.slip) == ("-12,493,930", "-12,439,930", "digits_swapped")

    def test_without_a_heading_above_them_it_does_not(self) -> None:
        flat = tuple((head[-1],) for head in self.HEADS)
        assert not self.said("-12,493,930", flat)


class TestColumnsWithTheSameHeading:
    """销售收入, 销售费用 and 销售费用率, each of two years, as laid-out text gives them: without the headings above."""

    HEADS = ("项目", "2024年", "2023年", "2024年", "2023年", "2024年")

    def test_a_column_of_other_decimals_is_not_what_the_others_are(self) -> None:
        rows = (
            ("医药工业", "58,481", "55,999", "35,055", "33,864", "59.94"),
            ("医药商业", "82", "64", "311", "322", "377.83"),
            ("合计", "58,563", "56,063", "35,366", "34,186", "60.39"),
        )
        assert not found("KL601", table(self.HEADS, *rows))
        (finding,) = found("KL601", table(("项目", "a", "b", "c", "d", "e"), *rows))
        assert finding.printed == "60.39"

    def test_one_of_the_same_decimals_is(self) -> None:
        rows = (
            ("医药工业", "58,481", "55,999", "35,055", "33,864", "59"),
            ("医药商业", "82", "64", "311", "322", "377"),
            ("合计", "58,563", "56,063", "35,366", "34,186", "463"),
        )
        (finding,) = found("KL601", table(self.HEADS, *rows))
        assert (finding.printed, finding.expected) == ("463", "436")


class TestPartsThatLostADigit:
    HEADS = ("项目", "期初余额", "本期增加", "本期减少", "期末余额")
    ROWS = (
        ("养老保险", "83,112.07", "1,940,118.33", "1,951,206.11", "72,024.29"),
        ("失业保险", "4,107.55", "72,336.10", "71,903.42", "4,540.23"),
        ("医疗保险", "20,881.40", "880,412.93", "879,103.08", "22,191.25"),
        ("住房公积金", "1,202.00", "640,113.00", "640,903.00", "412.00"),
    )

    def test_a_long_gap_is_explained_by_one(self) -> None:
        odd = ("工伤保险", "28,124.20", "381,020.14", "38,083.87", "28,313.47")
        (finding,) = found("KL602", table(self.HEADS, *self.ROWS, odd))
        assert (finding.printed, finding.expected, finding.slip) == ("38,083.87", "380,830.87", "digit_lost")

    def test_a_short_one_may_be_what_no_column_has(self) -> None:
        odd = ("工伤保险", "28,124.20", "381,020.14", "38,030.87", "28,313.47")
        assert not found("KL602", table(self.HEADS, *self.ROWS, odd))


class TestSharesOfAllRows:
    HEADS = ("地区", "营业收入", "占比")
    ROWS = (("华东", "41,377.12", "41.94%"), ("华南", "30,119.77", "30.53%"), ("华北", "17,208.40", "17.44%"))

    def test_all_rows_are_the_whole_where_the_others_have_it(self) -> None:
        assert not found("KL604", table(self.HEADS, *self.ROWS, ("境外", "9,955.31", "10.09%")))
        (finding,) = found("KL604", table(self.HEADS, *self.ROWS, ("境外", "9,955.31", "10.90%")))
        assert (finding.severity, finding.printed, finding.expected) == ("error", "10.90", "10.09")

    def test_of_rows_that_are_not_all_of_it_few_confirm_no_whole(self) -> None:
        """The share of one row is of another whole, of which nothing is printed."""
        assert not found("KL604", table(self.HEADS, *self.ROWS, ("境外", "12,000.00", "10.90%")))


class TestChangesExchanged:
    HEADS = ("项目", "本年", "上年", "本年比上年增减（%）")
    ROWS = (
        ("营业收入", "59,623,024.88", "43,781,054.42", "36.18"),
        ("经营活动现金流量净额", "38,618,553.84", "34,928,439.57", "10.56"),
    )

    def test_two_changes_of_three_are_one_slip(self) -> None:
        rows = (
            ("归属净利润", "12,254,822.53", "10,130,466.07", "-8.42"),
            ("扣非净利润", "4,493,418.52", "4,906,664.74", "20.97"),
        )
        (finding,) = found("KL603", table(self.HEADS, self.ROWS[0], *rows))
        assert (finding.printed, finding.expected, finding.slip) == ("-8.42", "20.97", "column")

    def test_two_that_no_exchange_mends_prove_another_formula(self) -> None:
        rows = (
            ("归属净利润", "12,254,822.53", "10,130,466.07", "-8.42"),
            ("扣非净利润", "4,493,418.52", "4,906,664.74", "21.97"),
        )
        assert not found("KL603", table(self.HEADS, self.ROWS[0], *rows))
