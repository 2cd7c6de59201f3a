"""Ratios: exact, with formula and inputs, or null with a reason."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from kunlun_cli.compare import compute_ratios
from kunlun_cli.compare.formulas import expanded, lines_of
from kunlun_cli.compare.ratios import _formula, definitions, financial_ratios
from kunlun_cli.compare.ratios_model import Ratio
from kunlun_cli.forms import load
from kunlun_cli.records import Financials, Lending, LendingApplicable, LendingRecord, SegmentRecord, Segments, Source
from tests.unit.made import MadeFiling, Process
from tests.unit.periods import figure, holder, line, made

D = Decimal
POINT = {"span": "point_in_time"}
FIGURES = [
    figure("revenue", "200"),
    figure("net_profit_parent", "30"),
    figure("net_profit_parent_excl_nonrecurring", "24"),
    figure("operating_cash_flow", "45"),
    figure("total_assets", "1100", "900", **POINT),
    figure("net_assets_parent", "550", "500", **POINT),
]


def ratio(filing, code: str, **given) -> Ratio:
    (only,) = [r for r in compute_ratios(filing, **given) if r.code == code and r.subject is None]
    return only


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("net_margin", "15.00"),
        ("nonrecurring_share", "20.00"),
        ("cash_to_profit", "1.5000"),
        ("cash_to_revenue", "22.50"),
        ("equity_ratio", "50.00"),
        ("return_on_assets", "3.00"),
        ("asset_turnover", "0.2000"),
    ],
)
def test_ratios_of_the_key_figures(code: str, value: str) -> None:
    found = ratio(made("2024H1", FIGURES), code)
    assert str(found.value) == value
    assert found.reason is None
    assert all(i.source.page == 2 for i in found.inputs)


def test_interim_returns_are_annualised_only_when_asked() -> None:
    filing = made("2024H1", FIGURES)
    found = ratio(filing, "return_on_assets", annualise=True)
    assert (found.value, "× 12/6" in found.formula) == (D("6.00"), True)
    assert ratio(filing, "net_margin", annualise=True).value == D("15.00")
    assert ratio(made("2024A", FIGURES), "return_on_assets", annualise=True).value == D("3.00")


def test_a_missing_input_gives_null_and_names_it() -> None:
    found = ratio(made("2024H1", FIGURES[1:]), "net_margin")
    assert (found.value, found.reason) == (None, "the filing has no revenue")
    no_opening = [*FIGURES[:4], figure("total_assets", "1100", **POINT)]
    assert ratio(made("2024H1", no_opening), "return_on_assets").reason == "total_assets has no comparison figure"


def test_a_share_of_a_loss_is_no_share() -> None:
    loss = [figure("net_profit_parent", "-30"), *FIGURES[2:]]
    found = ratio(made("2024H1", loss), "nonrecurring_share")
    assert (found.value, found.reason) == (None, "the denominator is not positive")


def test_total_revenue_stands_in_and_is_named() -> None:
    filing = made("2024H1", [figure("total_revenue", "300"), FIGURES[1]])
    found = ratio(filing, "net_margin")
    assert found.value == D("10.00")
    assert [i.name for i in found.inputs] == ["net_profit_parent", "total_revenue"]


def test_a_line_printed_twice_with_two_values_is_not_chosen_from() -> None:
    found = ratio(made("2024H1", [figure("revenue", "1"), *FIGURES]), "net_margin")
    assert (found.value, found.reason) == (None, "revenue is printed twice with different values")


def test_third_quarters_have_ratios_of_the_quarter_beside_those_to_date() -> None:
    quarter = [figure("revenue", "50", span="quarter"), figure("net_profit_parent", "5", span="quarter")]
    found = [r for r in compute_ratios(made("2024Q3", [*quarter, *FIGURES])) if r.code == "net_margin"]
    assert [(r.span, r.value) for r in found] == [("year_to_date", D("15.00")), ("quarter", D("10.00"))]


def ten(first: int = 3_000_000):
    return [holder(1, "甲", first, "30.00"), *(holder(n, f"股东{n}", 100_000, "1.00") for n in range(2, 11))]


def test_concentration_and_its_index() -> None:
    filing = made("2024H1", holders=ten())
    assert [ratio(filing, code).value for code in ("cr1", "cr3", "cr10", "hhi_top10")] == [D(30), D(32), D(39), D(909)]
    assert ratio(made("2024H1", holders=ten()[:2]), "cr3").reason == "the table has 2 holders only"
    assert ratio(made("2024H1"), "cr1").reason == "the filing has no table of holders"


def test_the_average_holding_has_only_digits_that_the_percentages_warrant() -> None:
    found = ratio(made("2024H1", holders=ten(), count=1000), "average_holding")
    # 3,000,000 shares at 30.00 % are between 9,998,334 and 10,001,667 in all.
    assert (found.value, found.approximate) == (D(10_000), True)
    exact = made("2024H1", [figure("share_capital", "10000001", **POINT)], holders=ten(), count=1000)
    assert (ratio(exact, "average_holding").value, ratio(exact, "average_holding").approximate) == (D("10000.0"), False)


def test_holdings_that_contradict_each_other_give_no_average() -> None:
    found = ratio(made("2024H1", holders=ten(first=5_000_000), count=1000), "average_holding")
    assert found.value is None
    assert "contradict" in (found.reason or "")


def test_the_share_lent_is_null_where_the_tick_says_so() -> None:
    rows = tuple(LendingRecord(table="participation", name=n, closing_lent_pct=D("0.10")) for n in "甲乙")
    assert ratio(made("2024H1", lending=Lending(LendingApplicable(True, None), rows)), "lent_share").value == D("0.20")
    ticked = ratio(made("2024H1", lending=Lending(LendingApplicable(False, None))), "lent_share")
    assert (ticked.value, ticked.reason) == (None, "不适用 is ticked")
    assert ratio(made("2024H1"), "lent_share").reason == "the form has no such disclosure"


def test_gross_margin_by_segment_and_its_change_as_printed() -> None:
    row = SegmentRecord(
        table="major",
        dimension="product",
        dimension_label="分产品",
        name="游戏",
        revenue=D(200),
        cost=D(50),
        gross_margin_change=D("-1.30"),
    )
    found = {
        r.code: r for r in compute_ratios(made("2024H1", segments=Segments((row,)))) if r.subject == "分产品: 游戏"
    }
    assert found["gross_margin"].value == D("75.00")
    assert (found["gross_margin_change"].value, found["gross_margin_change"].unit) == (D("-1.30"), "pp")


def test_the_command_explains_and_writes_json() -> None:
    process = Process({"a.pdf": made("2024H1", FIGURES, ten(), count=1000)})
    text = process.run("financials", "--ratios", "--explain", "-f", "table", "a.pdf").out
    assert "net_profit_parent / revenue" in text
    assert "(revenue) 200 p.2" in text
    document = json.loads(process.run("financials", "--ratios", "-f", "json", "a.pdf").out)
    margin = next(r for r in document["records"] if r["ratio"] == "net_margin")
    assert (margin["value"], margin["inputs"][1]["source"]["page"]) == (15, 2)
    assert process.run("financials", "--explain", "a.pdf").status == 2


def test_the_json_is_as_its_schema_says() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    process = Process({"a.pdf": made("2024H1", FIGURES, ten(), count=1000)})
    document = json.loads(process.run(*["financials", "--ratios", "a.pdf"], "-f", "json").out)
    jsonschema.Draft202012Validator(json.loads(process.run("schema", "ratios").out)).validate(document)


STATEMENTS = [
    line("cash", "300", "200"),
    line("accounts_receivable", "120", "80"),
    line("inventories", "60", "40"),
    line("total_current_assets", "600", "500"),
    line("total_assets", "1000", "900"),
    line("short_term_borrowings", "100", "100"),
    line("accounts_payable", "50", "30"),
    line("total_current_liabilities", "240", "200"),
    line("bonds_payable", "60", None),
    line("total_liabilities", "400", "380"),
    line("share_capital", "100", "100"),
    line("equity_parent", "550", "480"),
    line("total_equity", "600", "520"),
    line("revenue", "800", "640"),
    line("operating_cost", "500", "400"),
    line("interest_expenses", "10", "8"),
    line("profit_before_tax", "100", "-5"),
    line("income_tax", "25", "1"),
    line("net_profit", "75", "-6"),
    line("net_profit_parent", "70", "-6"),
    line("eps_basic", "0.70", "-0.06", unit="CNY/share"),
    line("operating_cash_flow", "90", "70"),
    line("purchase_of_long_term_assets", "30", "20"),
]


def of_statements(code: str, lines=STATEMENTS, period: str = "2024A", figures=(), **given) -> Ratio:
    return ratio(made(period, figures, statements=lines, form="full"), code, **given)


def without(*items: str):
    return [each for each in STATEMENTS if each.item not in items]


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("gross_profit_margin", "37.50"),
        ("roe_average", "13.59"),
        ("roic", "11.96"),
        ("dupont_3", "13.59"),
        ("dupont_5", "13.59"),
        ("revenue_growth", "25.00"),
        ("current_ratio", "2.50"),
        ("quick_ratio", "2.25"),
        ("liabilities_to_assets", "40.00"),
        ("interest_bearing_debt", "160.00"),
        ("net_debt", "-140.00"),
        ("interest_cover", "11.00"),
        ("receivables_turnover", "8.00"),
        ("receivables_days", "45.0"),
        ("inventory_days", "36.0"),
        ("payables_days", "28.8"),
        ("cash_conversion_cycle", "52.2"),
        ("free_cash_flow", "60.00"),
        ("nav_per_share_computed", "5.50"),
        ("effective_tax_rate", "25.00"),
    ],
)
def test_ratios_of_the_statements(code: str, value: str) -> None:
    found = of_statements(code)
    assert (str(found.value), found.reason) == (value, None)
    assert all(i.source.page == 7 for i in found.inputs)


def test_a_line_without_a_figure_a_year_before_counts_as_none_there() -> None:
    found = of_statements("invested_capital")
    assert found.value == D("760.00")
    assert "bonds_payable (prior)" not in [i.name for i in of_statements("roic").inputs]


def test_a_figure_that_could_not_be_read_is_not_taken_for_none() -> None:
    lost = [*without("bonds_payable"), line("bonds_payable", None, "60", cells={"value": Source(page=7, text="6O")})]
    found = of_statements("interest_bearing_debt", lost)
    assert (found.value, found.reason) == (None, "bonds_payable has no value")


def test_a_line_that_no_form_has_and_that_may_be_debt_leaves_no_sum() -> None:
    lines = [*without("short_term_borrowings"), line(None, "100", label="短期借款及透支")]
    found = of_statements("interest_bearing_debt", lines)
    assert (found.value, found.reason) == (None, "whether 短期借款及透支 is 短期借款 is not known")


def test_shares_of_another_par_value_give_no_figure_per_share() -> None:
    lines = [*without("share_capital"), line("share_capital", "10")]
    found = of_statements("revenue_per_share", lines)
    assert (found.value, found.reason) == (None, "a share is not of one yuan, as the earnings per share show")
    small = [*without("eps_basic"), line("eps_basic", "0.01", unit="CNY/share")]
    assert "too small" in (of_statements("revenue_per_share", small).reason or "")


def test_banks_have_no_current_ratio_and_their_own_as_printed() -> None:
    figures = [figure(None, "1.07", label="不良贷款率（%）", unit="%", **POINT)]
    bank = without("total_current_assets", "total_current_liabilities")
    assert "bank" in (of_statements("current_ratio", bank).reason or "")
    assert "bank" in (of_statements("free_cash_flow", bank).reason or "")
    found = of_statements("npl_ratio", bank, figures=figures)
    assert (found.value, found.formula, found.reason) == (D("1.07"), "as printed", None)
    assert not [r for r in compute_ratios(made("2024A", statements=STATEMENTS)) if r.code == "npl_ratio"]


def test_a_summary_says_that_it_has_no_statements() -> None:
    assert ratio(made("2024A", FIGURES), "inventory_turnover").reason == "a summary has no income statement"


@pytest.mark.parametrize(("printed", "agrees"), [("40.00", True), ("39.9", False), ("41", False)])
def test_a_printed_ratio_is_held_against_the_computed_one(printed: str, agrees: bool) -> None:
    cells = {"value": Source(page=2, text=printed)}
    found = of_statements(
        "liabilities_to_assets", figures=[figure(None, printed, label="资产负债率", unit="%", cells=cells, **POINT)]
    )
    assert (found.value, found.agrees) == (D("40.00"), agrees)


def test_days_are_those_of_the_period_and_turnover_is_not_stretched() -> None:
    assert of_statements("receivables_days", period="2024H1").value == D("22.5")
    assert of_statements("receivables_turnover", period="2024H1").value == D("8.00")
    assert of_statements("receivables_turnover", period="2024H1", annualise=True).value == D("16.00")


def test_the_formula_shown_names_lines_alone() -> None:
    assert of_statements("net_debt_to_equity").formula.endswith("- cash) / total_equity")
    assert set(definitions()).isdisjoint(of_statements("dupont_5").formula.split())


def test_a_formula_is_no_program() -> None:
    with pytest.raises(ValueError, match="no meaning"):
        expanded("revenue.__class__", {})
    with pytest.raises(ValueError, match="no meaning"):
        expanded("open(revenue)", {})


def test_every_code_in_every_formula_is_a_line_that_forms_have() -> None:
    lines = {code for items in load("statements")["items"].values() for code in items}
    lines |= {item["item"] for item in load("financials")["items"]} | {"days"}
    for code in (code for code, each in definitions().items() if "formula" in each):
        assert lines_of(_formula(code)) <= lines, code


def test_statements_are_not_read_for_ratios_of_the_key_figures() -> None:
    class Unread(MadeFiling):
        @property
        def statements(self):
            raise AssertionError

        @statements.setter
        def statements(self, value) -> None:
            pass

    filing = Unread(financials=Financials(tuple(FIGURES)))
    (found,) = financial_ratios(filing, codes=["net_margin"])
    assert found.value == D("15.00")
