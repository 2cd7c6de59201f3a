"""Ratios: exact, with formula and inputs, or null with a reason."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from kunlun_cli.compare import compute_ratios
from kunlun_cli.compare.ratios_model import Ratio
from kunlun_cli.records import Lending, LendingApplicable, LendingRecord, SegmentRecord, Segments
from tests.unit.made import Process
from tests.unit.periods import figure, holder, made

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
    assert "revenue 200 p.2" in text
    document = json.loads(process.run("financials", "--ratios", "-f", "json", "a.pdf").out)
    margin = next(r for r in document["records"] if r["ratio"] == "net_margin")
    assert (margin["value"], margin["inputs"][1]["source"]["page"]) == (15, 2)
    assert process.run("financials", "--explain", "a.pdf").status == 2


def test_the_json_is_as_its_schema_says() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    process = Process({"a.pdf": made("2024H1", FIGURES, ten(), count=1000)})
    document = json.loads(process.run(*["financials", "--ratios", "a.pdf"], "-f", "json").out)
    jsonschema.Draft202012Validator(json.loads(process.run("schema", "ratios").out)).validate(document)
