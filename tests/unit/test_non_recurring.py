"""Non-recurring items and plans of profit distribution: what is read of them, and what their arithmetic says."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from kunlun_cli.checks import check_facts
from kunlun_cli.checks.cases import INFO, distribution, key_figures, line, non_recurring_line
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.places import places
from kunlun_cli.extract.distribution import read_distribution
from kunlun_cli.extract.nonrecurring import read_non_recurring
from kunlun_cli.records import DistributionRecord, Financials, NonRecurringRecord
from kunlun_cli.tables.blocks import Block
from tests.unit.drawn import drawn
from tests.unit.drawn import line as printed

ITEMS = [
    ["项目", "2024年金额", "2023年金额", "2022年金额", "说明"],
    ["非流动性资产处置损益", "-482,622.43", "-216,064.29", "", "--"],
    ["计入当期损益的政府补助", "10,450,877.27", "902,421.13", "7,284,550.67", ""],
    ["其中：与收益相关", "1,000.00", "", "", ""],
    ["减：所得税影响额", "2,125,767.25", "702,500.19", "2,268,248.40", ""],
    ["少数股东权益影响额（税后）", "", "", "-114,670.64", ""],
    ["合计", "7,842,487.59", "-16,143.35", "5,130,972.91", "--"],
]


def items(*stream: Block) -> tuple[NonRecurringRecord, ...]:
    return read_non_recurring([list(stream)]).records


def plans(*stream: Block) -> tuple[DistributionRecord, ...]:
    return read_distribution([list(stream)])[0]


def rules_of(facts: Facts) -> set[tuple[str, str]]:
    return {(f.code, f.severity) for f in check_facts(facts).findings}


class TestItems:
    @pytest.mark.parametrize("rows", [2, 1])
    def test_a_table_whose_first_rows_were_lost_is_named(self, rows):
        """Markdown had the total in a table of its own, and a second printing without its first rows was given."""
        first = [printed("九、非经常性损益项目及金额"), printed("单位：元"), drawn(ITEMS[:-1])]
        again = [printed("1、当期非经常性损益明细表"), printed("单位：元"), drawn([ITEMS[0], *ITEMS[rows:]])]
        assert [p.code for p in read_non_recurring([first, again]).problems] == ["missing-row"] * (rows > 1)

    def test_the_years_beside_each_other(self):
        found = items(printed("九、非经常性损益项目及金额"), printed("单位：元"), drawn(ITEMS))
        assert [(r.role, r.deducted, r.within) for r in found] == [
            ("item", False, False),
            ("item", False, False),
            ("item", False, True),
            ("tax", True, False),
            ("minority", True, False),
            ("total", False, False),
        ]
        assert (found[-1].value, found[-1].prior, found[-1].two_years_ago) == (
            Decimal("7842487.59"),
            Decimal("-16143.35"),
            Decimal("5130972.91"),
        )
        assert found[3].cells["value"].text == "2,125,767.25"
        assert rules_of(Facts(INFO, financials=Financials(non_recurring=found))) == set()

    def test_a_quarter_beside_the_year_to_date(self):
        table = drawn(
            [
                ["非经常性损益项目", "本报告期金额（万元）", "年初至报告期期末金额（万元）", "说明"],
                ["政府补助", "3.00", "9.00", ""],
                ["减：所得税影响额", "1.00", "2.00", ""],
                ["合计", "2.00", "7.00", ""],
            ]
        )
        found = items(printed("非经常性损益项目和金额"), table)
        assert [(r.span, r.role, r.value) for r in found if r.role == "total"] == [
            ("quarter", "total", Decimal(20000)),
            ("year_to_date", "total", Decimal(70000)),
        ]

    def test_one_column_called_amount(self):
        table = drawn(
            [["项目", "金额", "说明"], ["政府补助", "3.00", ""], ["减：所得税影响额", "1.00", ""], ["合计", "2.00", ""]]
        )
        assert items(printed("非经常性损益项目及金额"), table)[-1].value == Decimal("2.00")

    def test_amounts_without_a_unit_are_given_as_printed_and_not_held_against_the_profits(self):
        found = read_non_recurring([[printed("非经常性损益项目及金额"), drawn(ITEMS)]])
        assert {r.unit for r in found.records} == {None}
        assert found.problems == ()
        profits = key_figures(
            line("net_profit_parent", "归属于上市公司股东的净利润", "30.00"),
            line("net_profit_parent_excl_nonrecurring", "扣除非经常性损益的净利润", "21.00"),
        ).financials.records
        assert rules_of(Facts(INFO, financials=Financials(records=profits, non_recurring=found.records))) == set()

    def test_a_table_without_its_total_or_its_title_is_another(self):
        assert items(printed("非经常性损益项目及金额"), drawn(ITEMS[:-1])) == ()
        other = drawn([["项目", "金额"], ["利润总额", "3.00"], ["所得税影响", "1.00"], ["合计", "2.00"]])
        assert items(printed("所得税费用"), other) == ()

    def test_the_second_of_the_two_tables_is_not_taken(self):
        second = drawn([["项目", "金额"], ["政府补助", "9.00"], ["减：所得税影响额", "1.00"], ["合计", "8.00"]])
        title = printed("非经常性损益项目及金额")
        assert items(title, drawn(ITEMS), title, second)[-1].value == Decimal("7842487.59")

    @pytest.mark.parametrize(("tax", "minority", "total"), [("-1.00", "0.00", "9.00"), ("1.00", "-2.00", "7.00")])
    def test_a_filers_own_meaning_of_the_minus_is_no_error(self, tax: str, minority: str, total: str) -> None:
        rows = (
            non_recurring_line("item", "政府补助", "10.00"),
            non_recurring_line("tax", "减：所得税影响额", tax, deducted=True),
            non_recurring_line("minority", "少数股东权益影响额", minority, deducted=True),
            non_recurring_line("total", "合计", total),
        )
        assert rules_of(Facts(INFO, financials=Financials(non_recurring=rows))) == set()

    def test_a_total_that_is_not_the_gap_of_the_profits(self):
        profits = key_figures(
            line("net_profit_parent", "归属于上市公司股东的净利润", "30.00"),
            line("net_profit_parent_excl_nonrecurring", "归属于上市公司股东的扣除非经常性损益的净利润", "21.00"),
        ).financials.records
        rows = (non_recurring_line("item", "政府补助", "8.00"), non_recurring_line("total", "合计", "8.00"))
        facts = Facts(INFO, financials=Financials(records=profits, non_recurring=rows))
        assert ("KL107", "error") in rules_of(facts)

    def test_nothing_is_said_of_a_column_with_a_figure_that_could_not_be_read(self):
        rows = [["项目", "2024年", "2023年"], ["政府补助", "9.0 0x", "4.00"]]
        rows += [["减：所得税影响额", "1.00", "--"], ["合计", "8.00", "4.00"]]
        found = read_non_recurring([[printed("非经常性损益项目及金额"), printed("单位：元"), drawn(rows)]])
        assert [p.code for p in found.problems] == ["unreadable-cell"]
        assert rules_of(Facts(INFO, financials=Financials(non_recurring=found.records))) == set()

    def test_a_total_that_is_parted_between_shareholders(self):
        rows = [["项目", "2024年", "2023年"], ["政府补助", "9.00", "4.00"], ["减：所得税影响额", "1.00", "1.00"]]
        rows += [["非经常性损益净额", "8.00", "3.00"], ["其中：影响本行股东净利润的非经常性损益", "7.00", "2.00"]]
        rows += [["影响少数股东净利润的非经常性损益", "1.00", "1.00"]]
        found = items(printed("非经常性损益项目及金额"), drawn(rows))
        assert [(r.role, r.value) for r in found][-3:] == [
            ("total", Decimal("8.00")),
            ("parent", Decimal("7.00")),
            ("minority", Decimal("1.00")),
        ]
        profits = key_figures(
            line("net_profit_parent", "归属于本行股东的净利润", "30.00", "20.00"),
            line("net_profit_parent_excl_nonrecurring", "扣除非经常性损益后归属于本行股东的净利润", "23.00", "18.00"),
        ).financials.records
        assert rules_of(Facts(INFO, financials=Financials(records=profits, non_recurring=found))) == set()

    def test_items_of_a_year_before_beside_restated_profits(self):
        more = {"prior_before_restatement": "19.00"}, {"prior_before_restatement": "15.00"}
        profits = key_figures(
            line("net_profit_parent", "归属于上市公司股东的净利润", None, "20.00", **more[0]),
            line("net_profit_parent_excl_nonrecurring", "扣除非经常性损益的净利润", None, "15.00", **more[1]),
        ).financials.records
        rows = (non_recurring_line("item", "政府补助", "0", "4.00"), non_recurring_line("total", "合计", "0", "4.00"))
        assert rules_of(Facts(INFO, financials=Financials(records=profits, non_recurring=rows))) == set()


class TestDistribution:
    def test_the_table_of_the_plan(self):
        (found,) = plans(
            drawn(
                [
                    ["每 10 股送红股数（股）", "0"],
                    ["每 10 股派息数（元）（含税）", "2.35"],
                    ["每 10 股转增数（股）", "5"],
                    ["分配预案的股本基数（股）", "1,599,442,537"],
                    ["现金分红金额（元）（含税）", "375,868,996.20"],
                    ["以其他方式（如回购股份）现金分红金额（元）", "0.00"],
                    ["现金分红总额（含其他方式）（元）", "375,868,996.20"],
                    ["现金分红总额（含其他方式）占利润分配总额的比例", "40.15%"],
                ]
            )
        )
        assert (found.cash_per_ten, found.transfer_per_ten, found.base_shares, found.cash, found.total_cash) == (
            Decimal("2.35"),
            Decimal(5),
            Decimal(1599442537),
            Decimal("375868996.20"),
            Decimal("375868996.20"),
        )
        assert (found.form, found.payout) == ("table", Decimal("40.15"))

    BEIJING = (["项目", "每10股派现数（含税）", "每10股送股数", "每10股转增数"], ["年度分配预案", "1.5", "0", "3"])

    def test_the_plan_in_a_row_below_a_column_for_each(self):
        """Beijing's form; the rows of days above it are of years before."""
        before = drawn([["权益分派日期", *self.BEIJING[0][1:]], ["2024年5月28日", "9", "9", "9"]])
        stream = [before, printed("（二）权益分派预案"), printed("√适用 □不适用"), printed("单位：元/股")]
        (found,), problems = read_distribution([[*stream, drawn(list(self.BEIJING))]])
        assert (found.form, found.cash_per_ten, found.bonus_per_ten, found.transfer_per_ten) == (
            "table", Decimal("1.5"), Decimal(0), Decimal(3),
        )  # fmt: skip
        assert not problems

    @pytest.mark.parametrize(("ticks", "codes"), [("√适用 □不适用", ["missing-table"]), ("□适用 √不适用", [])])
    def test_a_title_without_its_plan_is_named(self, ticks, codes):
        """The plan had gone in silence where its table was not read."""
        found, problems = read_distribution([[printed("（二）权益分派预案"), printed(ticks)]])
        assert not found
        assert [p.code for p in problems] == codes

    def test_a_cell_of_the_plan_that_is_no_number_is_named(self):
        rows = [self.BEIJING[0], ["年度分配预案", "1.5", "0", "见下"]]
        (found,), problems = read_distribution([[drawn(rows)]])
        assert found.transfer_per_ten is None
        assert [p.code for p in problems] == ["unreadable-cell"]

    @pytest.mark.parametrize(("printed", "codes"), [("375,868,996.20", ["unreadable-cell"]), ("—", []), ("100", [])])
    def test_a_share_of_what_is_distributed_is_in_per_cent_or_none(self, printed, codes):
        rows = [["每10股派息数（元）（含税）", "0.3"], ["现金分红总额（含其他方式）占利润分配总额的比例", printed]]
        (found,), problems = read_distribution([[drawn(rows)]], tables=True)
        assert found.payout == (Decimal(100) if printed == "100" else None)
        assert [p.code for p in problems] == codes

    @pytest.mark.parametrize(
        ("base", "codes"), [("未来实施分配方案时股权登记日的总股本", []), ("约12亿股", ["unreadable-cell"])]
    )
    def test_a_base_in_words_is_none_and_one_that_cannot_be_read_is_named(self, base, codes):
        rows = [["每10股派息数（元）（含税）", "0.3"], ["分配预案的股本基数（股）", base]]
        found, problems = read_distribution([[drawn(rows)]], tables=True)
        assert [r.base_shares for r in found] == [None]
        assert [p.code for p in problems] == codes

    def test_a_sum_without_a_unit_is_not_taken(self):
        rows = [["每10股派息数（元）（含税）", "0.3"], ["现金分红金额（含税）", "1,058.14"]]
        assert [r.cash for r in plans(drawn(rows))] == [None]
        assert [r.cash for r in plans(printed("单位：万元"), drawn(rows))] == [Decimal(10581400)]

    @pytest.mark.parametrize(
        ("sentence", "expected"),
        [
            (
                "公司以现有总股本120,000,000股剔除已回购股份234,903股后的股本119,765,097股为基数，向全体股东每10股派发现金红利4.00元（含税），共计派发现金红利47,906,038.80元。",
                ("4.00", "119765097", "47906038.80"),
            ),
            (
                "以总股本1,555,709,365股（扣除回购的63,005,888股）为基数，向全体股东每 10 股派发现金红利3元（含税）。",
                ("3", "1555709365", None),
            ),
            (
                "以股本为基数（即66,166,931股），每10股派6.00元，合计派发现金红利39,700,158.60元。",
                ("6.00", "66166931", "39700158.60"),
            ),
            ("扣除回购的股份后，66,166,931股为基数，每10股派6.00元。", ("6.00", "66166931", None)),
            ("以总股本98,834.60万股为基数，每股派发现金红利1元。", ("10", "988346000.00", None)),
        ],
    )
    def test_a_sentence(self, sentence: str, expected: tuple[str | None, ...]) -> None:
        (found,) = plans(printed(sentence))
        wanted = tuple(None if text is None else Decimal(text) for text in expected)
        assert (found.cash_per_ten, found.base_shares, found.cash) == wanted
        assert found.form == "sentence"

    @pytest.mark.parametrize(
        "sentence",
        [
            "以股权登记日的总股本为基数，向全体股东每10股派发现金红利4.00元。",
            "以总股本120,000,000股为基数，A股每10股派发现金红利4.00元，H股每10股派发现金红利4.40港元。",
            "每10股转增3股，以总股本120,000,000股为基数。",
            "以总股本120,00,0000股为基数，向全体股东每10股派发现金红利4.00元。",
            "以总股本120,000,000股为基数，向全体股东每10股派发现金红利4,00元。",
        ],
    )
    def test_sentences_that_do_not_say_enough(self, sentence: str) -> None:
        assert plans(printed(sentence)) == ()

    @pytest.mark.parametrize(
        ("form", "cash", "severity"),
        [
            ("table", "33,000,000.00", "error"),
            ("sentence", "33,000,000.00", "warning"),
            ("table", "29,999,772.59", "warning"),
        ],
    )
    def test_a_dividend_that_does_not_follow(self, form: str, cash: str, severity: str) -> None:
        facts = distribution(form, cash_per_ten="2.50", base_shares="120,000,000", cash=cash)  # type: ignore[arg-type]
        assert rules_of(facts) == {("KL116", severity)}

    def test_beside_an_interim_dividend_it_is_a_note(self):
        facts = distribution(cash_per_ten="2.50", base_shares="120,000,000", cash="45,000,000.00")
        (plan,) = facts.financials.distribution
        told = replace(facts, financials=Financials(distribution=(replace(plan, interim=True),)))
        assert rules_of(told) == {("KL116", "note")}
        (read,) = plans(printed("以总股本120,000,000股为基数，每10股派发现金红利2.50元；含2024年中期分红。"))
        assert read.interim

    def test_an_amount_with_many_decimals_may_be_cut_off(self):
        facts = distribution(cash_per_ten="2.512346", base_shares="120,000,000", cash="30,148,163.00")
        assert rules_of(facts) == set()

    def test_an_amount_with_many_decimals_is_a_rounded_one(self):
        facts = distribution(cash_per_ten="2.512346", base_shares="120,000,000", cash="30,148,148.10")
        assert rules_of(facts) == set()


def test_figures_have_places_and_units_and_words_have_none() -> None:
    table = items(printed("非经常性损益"), printed("单位：元"), drawn(ITEMS))
    plan = plans(printed("以总股本120,000,000股为基数，每10股派发现金红利2.50元，共计派发现金红利30,000,000.00元。"))
    found = places(Financials(non_recurring=table, distribution=plan))
    units = {place.item: place.unit for place in found}
    assert units["non_recurring[6].value"] == units["distribution[1].cash"] == "CNY"
    assert units["distribution[1].base_shares"] == "shares"
    assert not [name for name in units if name.endswith(("deducted", "within", "role", "form"))]


def test_beijings_sum_before_tax_is_not_the_total() -> None:
    """Tax and net sum below it had been lost, and the total contradicted the profit without these items."""
    found = items(
        printed("四、 非经常性损益项目和金额"),
        printed("单位：元"),
        drawn(
            [
                ["项目", "2023年金额", "2022年金额"],
                ["政府补助", "100.00", "200.00"],
                ["非经常性损益合计", "100.00", "200.00"],
                ["所得税影响数", "15.00", "30.00"],
                ["少数股东权益影响额（税后）", "5.00", "0.00"],
                ["非经常性损益净额", "80.00", "170.00"],
            ]
        ),
    )
    assert [(r.role, r.deducted, r.value) for r in found] == [
        ("item", False, 100),
        ("subtotal", False, 100),
        ("tax", True, 15),
        ("minority", True, 5),
        ("total", False, 80),
    ]


def test_a_total_that_the_profits_make_is_not_doubted_for_rows_that_were_not_read() -> None:
    profits = (
        line("net_profit_parent", "归属于上市公司股东的净利润", "413,032,842.54"),
        line("net_profit_parent_excl_nonrecurring", "归属于上市公司股东的扣除非经常性损益的净利润", "394,092,027.35"),
    )
    rows = (
        non_recurring_line("item", "除上述各项之外的其他营业外收入和支出", "2,631,303.15"),
        non_recurring_line("tax", "减：所得税影响额", "3,116,862.68", deducted=True),
        non_recurring_line("total", "合计", "18,940,815.19"),
    )
    whole = Facts(INFO, financials=Financials(records=profits, non_recurring=rows))
    assert "KL115" not in {finding.code for finding in check_facts(whole).findings}
    alone = Facts(INFO, financials=Financials(non_recurring=rows))
    assert ("KL115", "warning") in {(f.code, f.severity) for f in check_facts(alone).findings}
