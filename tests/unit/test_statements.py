"""The financial statements: which tables they are, which columns, which lines."""

from __future__ import annotations

import dataclasses
import datetime as dt
import sys
from collections.abc import Sequence
from decimal import Decimal

import pytest

from kunlun_cli.records import Statements
from kunlun_cli.schedules.reader import schedules_of
from kunlun_cli.statements.items import item_of, line_label, parted
from kunlun_cli.statements.reader import statements_of
from kunlun_cli.statements.titles import Title, title_of
from tests.unit.test_schedules import line, table

END = dt.date(2024, 12, 31)
BALANCE = [
    ["流动资产：", "", ""],
    ["货币资金", "1.00", "2.00"],
    ["应收账款", "3.00", ""],
    ["存货", "0.00", "4.00"],
    ["流动资产合计", "4.00", "6.00"],
    ["非流动资产合计", "-", "-"],
    ["资产总计", "4.00", "6.00"],
    ["负债合计", "1.00", "1.00"],
    ["所有者权益合计", "3.00", "5.00"],
    ["负债和所有者权益总计", "4.00", "6.00"],
]


def read(*blocks: object) -> Statements:
    return statements_of(schedules_of(blocks), END)  # type: ignore[arg-type]


def balance(heading: Sequence[str] = ("项目", "期末余额", "期初余额"), page: int = 1) -> object:
    return table([heading, *BALANCE], page=page)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("合并资产负债表", Title("balance_sheet", frozenset({"consolidated"}))),
        ("2、母公司利润表", Title("income_statement", frozenset({"parent"}))),
        ("公司现金流量表（续）", Title("cash_flow", frozenset({"parent"}), more=True)),
        ("银行资产负债表", Title("balance_sheet", frozenset({"parent"}))),
        ("合并及公司资产负债表", Title("balance_sheet", frozenset({"consolidated", "parent"}))),
        ("某某股份有限公司合并利润表", Title("income_statement", frozenset({"consolidated"}))),
        ("合并年初到报告期末利润表", Title("income_statement", frozenset({"consolidated"}))),
        ("合并本报告期利润表", Title("income_statement", frozenset({"consolidated"}), quarter=True)),
        (
            "合并资产负债表 2024年12月31日 编制单位：某某公司 单位：元",
            Title("balance_sheet", frozenset({"consolidated"})),
        ),
        ("合并资产负债表项目变动的原因", None),
        ("现金流量表补充资料", None),
        ("资产负债表日后事项", None),
        ("合并及母公司资产负债表、利润表和现金流量表", None),
    ],
)
def test_titles(text: str, title: Title | None) -> None:
    assert title_of(text) == title


def test_a_line_gives_a_record_where_an_amount_is_printed() -> None:
    given = read(line("合并资产负债表"), line("单位：千元"), balance())
    assert [(r.item, r.value, r.prior) for r in given.records][:4] == [
        ("cash", 1000, 2000),
        ("accounts_receivable", 3000, None),
        ("inventories", 0, 4000),
        ("total_current_assets", 4000, 6000),
    ]
    assert {(r.statement, r.scope, r.unit) for r in given.records} == {("balance_sheet", "consolidated", "CNY")}
    assert not given.problems


def test_without_a_unit_the_statement_is_named() -> None:
    assert [p.code for p in read(line("合并资产负债表"), balance()).problems] == ["no-unit"]


def test_opening_before_closing_is_told_by_the_headings() -> None:
    given = read(line("合并资产负债表"), line("单位：元"), balance(("项目", "年初余额", "期末余额")))
    assert (given.records[0].value, given.records[0].prior) == (2, 1)


def test_dates_in_the_headings_are_ranked_by_time() -> None:
    given = read(line("资产负债表"), line("单位：元"), balance(("项目", "2024年1月1日", "2024年12月31日")))
    assert (given.records[0].value, given.records[0].prior) == (2, 1)


def test_columns_without_heading_are_named_and_their_amounts_withheld() -> None:
    given = read(line("合并资产负债表"), line("单位：元"), table(BALANCE))
    assert {p.code for p in given.problems} == {"no-heading"}
    assert {(r.value, r.prior) for r in given.records} == {(None, None)}


def test_both_scopes_side_by_side_give_the_group_first() -> None:
    rows = [[r[0], r[1], r[1].replace("1", "7"), r[2], r[2]] for r in BALANCE]
    head = [["项目", "期末余额", "期末余额", "期初余额", "期初余额"], ["", "合并", "公司", "合并", "公司"]]
    heading = [[f"{a}{b}" for a, b in zip(*head, strict=True)]]
    given = read(line("合并及公司资产负债表"), line("单位：元"), table([*heading, *rows]))
    assert [r.scope for r in given.records] == ["consolidated"] * 8 + ["parent"] * 8
    assert [r.value for r in given.records if r.item == "cash"] == [1, 7]


def test_a_two_sided_sheet_is_read_from_left_to_right() -> None:
    left, right = BALANCE[:7], [["流动负债：", "", ""], *BALANCE[7:]]
    rows = [[*a, *b] for a, b in zip(left[:4], right, strict=True)]
    given = read(
        line("合并资产负债表"),
        line("单位：元"),
        table([["资产", "期末余额", "年初余额", "负债和所有者权益", "期末余额", "年初余额"], *rows]),
    )
    assert [r.item for r in given.records] == [
        *("cash", "accounts_receivable", "inventories"),
        *("total_liabilities", "total_equity", "total_liabilities_and_equity"),
    ]
    assert given.records[3].value == 1


def test_a_second_one_without_a_word_of_scope_is_the_parents() -> None:
    given = read(line("资产负债表"), line("单位：元"), balance(), line("资产负债表"), line("单位：元"), balance(page=2))
    assert [r.scope for r in given.records if r.item == "cash"] == ["consolidated", "parent"]


def test_a_set_under_other_standards_stays_apart() -> None:
    other = [line("按国际财务报告准则编制的财务报表"), line("合并资产负债表"), line("单位：千元")]
    given = read(line("合并资产负债表"), line("单位：元"), balance(), *other, balance(page=2))
    assert [r.value for r in given.records if r.item == "cash"] == [1]


def test_a_table_of_adjustments_is_no_statement() -> None:
    rows = [["项目", "2023年12月31日", "2024年1月1日", "调整数"], *([*r, "1.00"] for r in BALANCE)]
    given = read(line("合并资产负债表"), line("单位：元"), balance(), line("合并资产负债表"), table(rows, page=2))
    assert len([r for r in given.records if r.item == "cash"]) == 1


def test_tables_of_the_same_lines_in_the_notes_are_no_statements() -> None:
    given = read(
        line("合并资产负债表"), line("单位：元"), balance(), line("被购买方于购买日的资产、负债"), balance(page=9)
    )
    assert len([r for r in given.records if r.item == "cash"]) == 1
    assert not given.problems


def test_the_year_to_date_is_taken_beside_the_quarter() -> None:
    rows = [
        ["项目", "2024年7-9月", "2023年7-9月", "2024年1-9月", "2023年1-9月"],
        *(
            [name, "1.00", "2.00", "3.00", "4.00"]
            for name in ("营业收入", "营业成本", "税金及附加", "销售费用", "管理费用", "财务费用")
        ),
    ]
    given = statements_of(schedules_of([line("合并利润表"), line("单位：元"), table(rows)]), dt.date(2024, 9, 30))
    assert {(r.value, r.prior) for r in given.records} == {(Decimal(3), Decimal(4))}


def test_the_quarter_of_the_year_before_is_not_the_year_to_date_before_restatement() -> None:
    rows = [
        [
            "项目",
            "本期金额（7-9月）",
            "上期金额（7-9月）",
            "年初至报告期期末金额（1-9月）",
            "上年年初至报告期期末金额（1-9月）",
        ],
        *(
            [name, "1.00", "2.00", "3.00", "4.00"]
            for name in ("营业收入", "营业成本", "税金及附加", "销售费用", "管理费用", "财务费用")
        ),
    ]
    given = statements_of(schedules_of([line("合并利润表"), line("单位：元"), table(rows)]), dt.date(2012, 9, 30))
    values = {(r.value, r.prior, r.prior_before_restatement) for r in given.records}
    assert (values, given.problems) == ({(Decimal(3), Decimal(4), None)}, ())


def test_a_year_before_the_last_is_named() -> None:
    rows = [[*cells, "9.00" if cells[1][:1].isdigit() else ""] for cells in BALANCE]
    rows.insert(0, ["项目", "2024年12月31日", "2023年12月31日", "2022年12月31日"])
    given = read(line("合并资产负债表"), line("单位：元"), table(rows))
    assert {(p.code, "2022年12月31日" in p.message) for p in given.problems} == {("unknown-column", True)}


def test_a_brokers_costs_are_summed_up_by_their_own_word() -> None:
    """营业总支出 was no sum, and the profit above which it stands was said not to add up."""
    rows = [
        ["项目", "2024年度", "2023年度"], ["一、营业总收入", "10.00", "9.00"], ["利息净收入", "1.00", "0.90"],
        ["其中：利息收入", "3.00", "2.80"], ["利息支出", "2.00", "1.90"], ["手续费及佣金净收入", "9.00", "8.10"],
        ["二、营业总支出", "6.00", "5.50"], ["税金及附加", "0.10", "0.09"], ["业务及管理费", "5.90", "5.41"],
        ["三、营业利润", "4.00", "3.50"], ["加：营业外收入", "0.01", "0.01"], ["减：营业外支出", "0.01", "0.01"],
        ["四、利润总额", "4.00", "3.50"],
    ]  # fmt: skip
    given = read(line("合并利润表"), line("单位：元"), table(rows))
    assert given.problems == ()


def test_a_sum_that_its_parts_do_not_make_is_named() -> None:
    rows = [["项目", "期末余额", "期初余额"], *BALANCE]
    rows[7] = ["资产总计", "5.00", "6.00"]
    given = read(line("合并资产负债表"), line("单位：元"), table(rows))
    assert {p.code for p in given.problems} == {"does-not-add-up"}


def test_a_cell_that_is_no_figure_is_null_and_named() -> None:
    rows = [["项目", "期末余额", "期初余额"], *BALANCE]
    rows[2] = ["货币资金", "1.00 2.00", "2.00"]
    given = read(line("合并资产负债表"), line("单位：元"), table(rows))
    assert given.records[0].value is None
    assert "unreadable-cell" in {p.code for p in given.problems}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("一、营业总收入", "营业总收入"),
        ("其中：营业收入", "营业收入"),
        ("（一）基本每股收益（元/股）", "基本每股收益"),
        ("1．持续经营净利润（净亏损以“－”号填列）", "持续经营净利润"),
        ("加：期初现金及现金等价物余额", "期初现金及现金等价物余额"),
        ("实收资本（或股本）", "实收资本（或股本）"),
        ("流动资产：", "流动资产"),
    ],
)
def test_labels(text: str, label: str) -> None:
    assert line_label(text) == label


def test_lines_that_stand_twice_are_told_by_what_stands_before_them() -> None:
    assert item_of("income_statement", "利息收入", set()) == "interest_income"
    assert item_of("income_statement", "利息收入", {"finance_expenses"}) == "interest_income_of_finance"
    assert item_of("balance_sheet", "永续债", set()) == "perpetual_bonds"
    assert item_of("balance_sheet", "永续债", {"total_liabilities"}) == "perpetual_bonds_equity"


def test_what_stands_in_a_row_above_the_heading_is_no_heading() -> None:
    head = [
        ["编制单位：某某公司", "2008年12月31日", "单位：千元"],
        ["项目", "2008年", "2007年"],
        ["", "12月31日", "12月31日"],
    ]
    given = statements_of(schedules_of([line("合并资产负债表"), table([*head, *BALANCE])]), dt.date(2008, 12, 31))
    assert (given.records[0].value, given.records[0].prior) == (1000, 2000)
    assert not given.problems


def test_the_supplement_at_the_right_of_an_old_cash_flow_statement_is_no_part_of_it() -> None:
    names = ("销售商品、提供劳务收到的现金", "收到的税费返还", "经营活动现金流入小计", "购买商品、接受劳务支付的现金")
    more = ("支付的各项税费", "经营活动现金流出小计", "经营活动产生的现金流量净额")
    head = ["项目", "本期金额", "上期金额", "补充资料", "本期金额", "上期金额"]
    rows = [head, *([name, "1.00", "2.00", "净利润", "3.00", "4.00"] for name in (*names, *more))]
    given = read(line("合并现金流量表"), line("单位：元"), table(rows))
    assert len(given.records) == len(rows) - 1
    assert {r.value for r in given.records} == {1}


def test_a_title_above_a_heading_alone_is_that_of_the_next_page() -> None:
    head = table([["项目", "期末余额", "期初余额"]])
    rest = table([["项目", "期末余额", "期初余额"], *BALANCE], page=2)
    given = read(line("母公司资产负债表"), line("单位：元"), head, line("单位：元"), rest)
    assert {r.scope for r in given.records} == {"parent"}


def test_the_only_set_is_read_though_other_standards_are_named_above_it() -> None:
    given = read(line("按国际财务报告准则调整的说明"), line("合并资产负债表"), line("单位：元"), balance())
    assert len(given.records) == 8


EQUITY = [
    ["项目", "2024年度", "", "", ""],
    ["", "归属于母公司所有者权益", "", "少数股东权益", "所有者权益合计"],
    ["", "股本", "未分配利润", "", ""],
    ["二、本年期初余额", "10.00", "5.00", "1.00", "16.00"],
    ["三、本期增减变动金额（减少以“－”号填列）", "", "2.00", "-1.00", "1.00"],
    ["（一）综合收益总额", "", "2.00", "", "2.00"],
    ["（二）所有者投入和减少资本", "", "", "-1.00", "-1.00"],
    ["1．所有者投入的普通股", "", "", "-1.00", "-1.00"],
    ["（三）利润分配", "", "", "", ""],
    ["四、本期期末余额", "10.00", "7.00", "", "17.00"],
]


def equity(year: str = "2024年度") -> object:
    made = table([[cell.replace("2024年度", year) for cell in row] for row in EQUITY])
    spans = {(0, 1): 4, (1, 1): 2}
    rows = []
    for row in made.rows:
        cells = [
            c._replace(colspan=n, bbox=(c.x0, c.bbox[1], c.x0 + 100.0 * n, c.bbox[3]))
            if (n := spans.get((row.index, c.col), 1)) > 1
            else c
            for c in row.cells
        ]
        rows.append(dataclasses.replace(row, cells=tuple(cells)))
    return made._replace(rows=tuple(rows))


def test_the_statement_of_changes_in_equity_is_given_cell_by_cell() -> None:
    given = read(line("合并所有者权益变动表"), line("单位：元"), equity())
    assert not given.problems
    cells = {(r.item, r.column): r.value for r in given.equity}
    assert cells["opening_balance", "share_capital"] == 10
    assert cells["comprehensive_income", "undistributed_profit"] == 2
    assert cells["closing_balance", "total_equity"] == 17
    assert ("profit_distribution", "undistributed_profit") not in cells
    assert {(r.scope, r.span) for r in given.equity} == {("consolidated", "current")}


def test_a_column_of_it_that_does_not_roll_forward_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "EQUITY", [*EQUITY[:-1], [*EQUITY[-1][:2], "9.00", *EQUITY[-1][3:]]])
    given = read(line("合并所有者权益变动表"), line("单位：元"), equity())
    assert [p.code for p in given.problems] == ["does-not-add-up"]


def test_the_unit_above_the_first_statement_stands_for_the_next() -> None:
    flows = [
        ["项目", "本期金额", "上期金额"],
        *([n, "1.00", "2.00"] for n in ("营业收入", "营业成本", "税金及附加", "销售费用")),
    ]
    given = read(line("合并资产负债表"), line("单位：千元"), balance(), line("合并利润表"), table(flows, page=2))
    assert {r.value for r in given.records if r.statement == "income_statement"} == {1000}
    assert not given.problems


def test_amounts_in_another_currency_say_so() -> None:
    given = read(line("合并资产负债表"), line("单位：千美元"), balance())
    assert (given.records[0].value, given.records[0].unit) == (1000, "USD")


def test_a_label_that_a_rule_cuts_is_one_and_no_amount() -> None:
    rows = [["", *r] for r in EQUITY[3:]]
    rows[1] = ["三", "、本期增减变动金额（减少以“－”号填列）", *EQUITY[4][1:]]
    head = ["", "项目", "股本", "未分配利润", "少数股东权益", "所有者权益合计"]
    widths = [12.0, 188.0, 100.0, 100.0, 100.0, 100.0]
    given = read(line("合并所有者权益变动表"), line("单位：元"), table([head, *rows], widths=widths))
    assert not given.problems
    assert {r.item for r in given.equity if r.column == "minority_interests"} >= {"changes", "opening_balance"}


def test_a_unit_that_is_not_understood_is_not_that_of_the_statement_before() -> None:
    given = read(
        line("合并资产负债表"), line("单位：元"), balance(), line("母公司资产负债表"), line("单位：两"), balance(page=2)
    )
    assert {r.value for r in given.records if r.scope == "parent"} == {None}
    assert [p.code for p in given.problems] == ["no-unit"]


def test_a_unit_stands_for_the_next_statement_only_if_its_amounts_are_as_large() -> None:
    def more(text: str) -> str:
        return f"{text[0]},000.00" if text[:1] not in ("", "-", "0") else text

    rows = [["项目", "期末余额", "期初余额"], *([a, more(b), more(c)] for a, b, c in BALANCE)]
    larger = table(rows, page=2)
    given = read(line("合并资产负债表"), line("单位：千元"), balance(), line("母公司资产负债表"), larger)
    assert {r.value for r in given.records if r.scope == "parent"} == {None}
    assert [p.code for p in given.problems] == ["no-unit"]


def test_one_without_a_word_of_scope_before_the_groups_is_the_parents() -> None:
    given = read(
        line("资产负债表"), line("单位：元"), balance(), line("合并资产负债表"), line("单位：元"), balance(page=2)
    )
    assert [(r.scope, r.source.page) for r in given.records if r.item == "cash"] == [("parent", 1), ("consolidated", 2)]
    assert not given.problems


def test_a_page_that_says_it_goes_on_belongs_to_the_statement_before_whatever_else_it_says() -> None:
    head = ["项目", "期末余额", "期初余额"]
    given = read(
        *(line("合并及公司资产负债表"), line("单位：元"), table([head, *BALANCE[:7]])),
        *(line("合并资产负债表（续）", 2), line("单位：元", 2), table([head, *BALANCE[7:]], page=2)),
    )
    assert len(given.records) == 8
    assert not given.problems


def test_a_further_page_without_headings_has_the_columns_of_the_page_before() -> None:
    head, rest = ["项目", "期初余额", "期末余额"], table([["其他资产", "7.00", "8.00"], *BALANCE[7:]], page=2)
    given = read(line("合并资产负债表"), line("单位：元"), table([head, *BALANCE[:7]]), line("（续）", 2), rest)
    assert [(r.value, r.prior) for r in given.records if r.item == "other_assets"] == [(8, 7)]


def test_a_scope_read_over_its_first_year_alone_is_that_of_the_next_year_too() -> None:
    rows = [
        ["", "本集团2024年", "2023年", "本公司2024年", "2023年"],
        *([a, b, c, "7.00", "9.00"] for a, b, c in BALANCE),
    ]
    given = read(line("合并及公司资产负债表"), line("单位：元"), table(rows))
    assert [(r.scope, r.value, r.prior) for r in given.records if r.item == "cash"] == [
        ("consolidated", 1, 2),
        ("parent", 7, 9),
    ]


def test_a_column_that_may_be_the_groups_or_the_parents_is_withheld() -> None:
    rows = [["", "2024年", "本公司2024年", "2023年"], *([a, b, "7.00", c] for a, b, c in BALANCE)]
    given = read(line("合并及公司资产负债表"), line("单位：元"), table(rows))
    assert "no-heading" in {p.code for p in given.problems}
    assert {(r.value, r.prior) for r in given.records} == {(None, None)}


def test_two_columns_of_one_period_are_withheld() -> None:
    rows = [["项目", "期末余额", "期末余额", "期初余额"], *([a, b, "7.00", c] for a, b, c in BALANCE)]
    given = read(line("合并资产负债表"), line("单位：元"), table(rows))
    assert "no-heading" in {p.code for p in given.problems}
    assert {(r.value, r.prior) for r in given.records} == {(None, None)}


def test_the_years_beginning_is_compared_with_where_the_end_of_the_year_before_stands_beside_it() -> None:
    rows = [["项目", "期末余额", "上年年末余额", "年初余额"], *([a, b, "7.00", c] for a, b, c in BALANCE)]
    given = read(line("合并资产负债表"), line("单位：元"), table(rows))
    cash = next(r for r in given.records if r.item == "cash")
    assert (cash.value, cash.prior, cash.prior_before_restatement) == (1, 2, 7)


def test_numbers_of_lines_are_no_notes() -> None:
    rows = [["项目", "行次", "附注", "期末余额", "期初余额"], *([a, "1", "七、1", b, c] for a, b, c in BALANCE)]
    given = read(line("合并资产负债表"), line("单位：元"), table(rows))
    assert {r.note for r in given.records} == {"七、1"}


def test_a_sum_repeated_without_a_label_is_passed_over_and_another_named() -> None:
    rows = [["项目", "期末余额", "期初余额"], *BALANCE, ["", "4.00", "6.00"]]
    assert not read(line("合并资产负债表"), line("单位：元"), table(rows)).problems
    rows[-1] = ["", "4.10", "6.00"]
    assert [p.code for p in read(line("合并资产负债表"), line("单位：元"), table(rows)).problems] == ["no-label"]


def test_the_rest_of_a_label_is_no_line_and_is_named() -> None:
    rows = [["项目", "期末余额", "期初余额"], *BALANCE, ["“－”号填列）", "4.10", "6.00"]]
    given = read(line("合并资产负债表"), line("单位：元"), table(rows))
    assert [p.code for p in given.problems] == ["no-label"]
    assert "“－”号填列）" not in {r.label for r in given.records}


def test_changes_in_equity_overleaf_whose_columns_no_heading_names_are_named() -> None:
    """A page without those that are blank on it has another number of columns: its cells were given without any."""
    rest = table([["（四）所有者权益内部结转", "2.00", "2.00"], ["1．资本公积转增资本", "3.00", "3.00"]], page=2)
    given = read(line("合并所有者权益变动表"), line("单位：元"), equity(), line("某某公司", 2), rest)
    assert all(r.column_label for r in given.equity)
    assert [(p.code, p.page) for p in given.problems] == [("no-heading", 2)]


def test_the_changes_in_equity_of_both_years_are_given() -> None:
    before = equity("2023年度")
    given = read(line("合并所有者权益变动表"), line("单位：元"), equity(), line("上期金额", 2), before)
    assert not given.problems
    closing = [(r.span, r.value) for r in given.equity if (r.item, r.column) == ("closing_balance", "total_equity")]
    assert closing == [("current", 17), ("prior", 17)]


def test_a_third_table_of_changes_in_equity_is_named_and_not_taken() -> None:
    given = read(line("合并所有者权益变动表"), line("单位：元"), equity(), line("某某公司", 2), equity())
    assert [p.code for p in given.problems] == ["two-candidates"]
    assert {r.span for r in given.equity} == {"current"}


def test_the_number_of_a_note_in_the_middle_of_a_label_is_no_part_of_it() -> None:
    label = "购建固定资产、无形资产和其他长期资产支付的现金"
    assert parted("cash_flow", "购建固定资产、无形资产和其他长期资产支付的现十九（10）金") == (label, "十九（10）")
    assert parted("cash_flow", "甲乙七、3丙") == ("甲乙七、3丙", "")


def test_a_row_whose_label_is_a_number_alone_has_none() -> None:
    rows = [["项目", "期末余额", "期初余额"], *BALANCE, ["七、10", "9.00", "8.00"]]
    given = read(line("合并资产负债表"), line("单位：元"), table(rows))
    assert "no-label" in {p.code for p in given.problems}
    assert 9 not in {r.value for r in given.records}


def test_the_first_character_of_a_label_that_stands_over_its_cells_side_is_the_labels() -> None:
    rows = [*EQUITY[:4], ["期差错更正", "前", "", "", ""], ["他", "其", "", "", ""], *EQUITY[4:]]
    given = read(line("合并所有者权益变动表"), line("单位：元"), table(rows))
    assert not given.problems
    assert {"前期差错更正", "其他"}.isdisjoint(r.column_label for r in given.equity)
    rows[4] = ["期差错更正", "误", "", "", ""]
    assert [p.code for p in read(line("合并所有者权益变动表"), line("单位：元"), table(rows)).problems] == [
        "unreadable-cell"
    ]
