"""The last word on figures out of text without lines: what contradicts itself is given up and named."""

from __future__ import annotations

from decimal import Decimal

from kunlun_cli.extract.plausible import (
    plausible_financials,
    plausible_holders,
    plausible_lending,
    rewritten_financials,
)
from kunlun_cli.figures.numbers import read_count, read_number
from kunlun_cli.records import FinancialRecord, Financials, Holder, Holders, Lending, LendingRecord, Source


def figures(label: str, value: str, prior: str, change: str) -> FinancialRecord:
    given = {"value": Decimal(value), "prior": Decimal(prior), "change": Decimal(change)}
    return FinancialRecord("revenue", label, "CNY", "year_to_date", change_unit="%", **given)


def holder(name: str, **given: Decimal) -> Holder:
    return Holder("top10", 1, name, **given)


def test_columns_that_agree_with_the_changes_stay() -> None:
    found = Financials((figures("营业收入", "120", "100", "20.00"), figures("总资产", "330", "300", "10.00")))
    assert plausible_financials(found) == found


def test_columns_that_contradict_the_changes_are_given_up_and_named() -> None:
    found = Financials((figures("营业收入", "100", "20", "120"), figures("总资产", "300", "10", "330")))
    after = plausible_financials(found)
    assert [(r.value, r.prior, r.change) for r in after.records] == [(None, None, None)] * 2
    assert [p.code for p in after.problems] == ["ambiguous-alignment"]


def test_one_odd_row_among_many_may_be_the_filings_own_misprint() -> None:
    rows = [figures("营业收入", "120", "100", "20.00"), figures("总资产", "330", "300", "10.00")]
    found = Financials((*rows, figures("净资产", "200", "100", "0.9620")))
    assert plausible_financials(found).records[2].value == Decimal(200)


def test_an_amount_under_a_displaced_heading_of_changes_is_withheld_and_named() -> None:
    """The year before the last had been given as a change of five thousand million per cent."""
    shifted = figures("营业收入", "8188852494.50", "7715828997.07", "5646415531.98")
    (after,) = rewritten_financials(Financials((shifted,))).records
    assert (after.value, after.change, after.change_unit) == (shifted.value, None, None)
    (problem,) = rewritten_financials(Financials((shifted,))).problems
    assert "5646415531.98" in problem.message


def test_a_change_that_follows_from_its_figures_stays_however_large() -> None:
    found = Financials((figures("营业收入", "20000000", "10", "199999900"),))
    assert rewritten_financials(found) == found


def test_changes_none_of_which_follows_give_up_the_columns_that_were_written_down() -> None:
    """Of a bank in millions the year before the last is no large number."""
    rows = [figures(label, "41450", "37160", "34437") for label in ("营业收入", "利润总额", "净利润")]
    after = rewritten_financials(Financials(tuple(rows)))
    assert [(r.value, r.change) for r in after.records] == [(None, None)] * 3
    assert [p.code for p in after.problems] == ["ambiguous-alignment"]
    assert rewritten_financials(Financials(tuple(rows[:2]))).records == tuple(rows[:2])


def test_a_label_that_holds_figures_is_left_out_and_named() -> None:
    found = Financials((figures("1,804,571,375.281,906", "120", "100", "20.00"),))
    after = plausible_financials(found)
    assert not after.records
    assert after.problems


def test_a_holder_without_shares_loses_the_rest_of_his_row() -> None:
    after = plausible_holders(Holders(records=(holder("某某集团有限公司", change=Decimal(73272546)),)))
    assert after.records[0].change is None
    assert after.problems


def test_a_whole_row_stays_as_it_is() -> None:
    found = Holders(records=(holder("某某集团有限公司", pct=Decimal("19.63"), shares=Decimal(73272546)),))
    assert plausible_holders(found) == found


def test_the_figures_of_half_a_name_are_given_up() -> None:
    """They were given as those of a holder who does not exist: 数证券投资基金某某有限公司."""
    for name in ("－某某医疗健", "0不适用o某某结算有限公司"):
        half = holder(name, pct=Decimal("4.13"), shares=Decimal(15276053))
        after = plausible_holders(Holders(records=(half,)))
        assert (after.records[0].pct, after.records[0].shares) == (None, None)
        assert after.problems


def test_names_of_offices_and_of_insurers_products_are_whole() -> None:
    for name in ("某省财政厅", "某某社会保障基金理事会", "某某人寿保险股份有限公司－万能－个险万能"):
        found = Holders(records=(holder(name, pct=Decimal("4.13"), shares=Decimal(15276053)),))
        assert plausible_holders(found) == found


def test_half_a_name_in_lending_is_named() -> None:
    half = LendingRecord("participation", "公司－某某证券投资基金中", opening_shares=Decimal(563608))
    found = plausible_lending(Lending(records=(half,)))
    assert [p.code for p in found.problems] == ["ambiguous-alignment"]
    assert found.records[0].opening_shares is None


def test_a_number_never_begins_with_a_zero_before_digits() -> None:
    assert not read_number("00.04%").readable
    assert not read_count("007").readable
    assert read_number("0.04%").value == Decimal("0.04")


def test_cells_that_no_form_leaves_blank_are_named() -> None:
    whole = {"pct": Decimal(1), "shares": Decimal(7)}
    rows = (holder("某某集团有限公司", nature="其他", **whole), holder("乙集团有限公司", **whole))  # type: ignore[arg-type]
    free = Holder("top10_unrestricted", 1, "某某集团有限公司", shares=Decimal(7))
    messages = [p.message for p in plausible_holders(Holders(records=(*rows, free))).problems]
    assert messages == [
        "the nature of 1 rows of holders could not be told: 乙集团有限公司",
        "the kind of shares of 1 rows of holders could not be told: 某某集团有限公司",
    ]


def test_a_name_that_holds_the_cells_of_the_row_before_is_named() -> None:
    glued = holder("无0境外法人某某集团有限公司", pct=Decimal(1), shares=Decimal(7))
    assert "whole name" in plausible_holders(Holders(records=(glued,))).problems[0].message
    cut = holder("某某银行－某某交易型开放式指数证券", pct=Decimal(1), shares=Decimal(7))
    assert "whole name" in plausible_holders(Holders(records=(cut,))).problems[0].message


def test_restricted_shares_that_the_other_table_contradicts_are_given_up_with_the_columns_beside_them() -> None:
    def row(name: str, shares: int, restricted: int, change: int) -> Holder:
        figures = {"shares": shares, "restricted_shares": restricted, "change": change}
        return Holder("top10", 1, name, nature="其他", pct=Decimal(5), **{k: Decimal(v) for k, v in figures.items()})

    def free(name: str, shares: int) -> Holder:
        return Holder("top10_unrestricted", 1, name, shares=Decimal(shares), share_class="人民币普通股")

    wrapped, sound = "浙江某某投资有限公司", "新昌某某投资有限公司"
    rows = (row(wrapped, 553982587, 30, -2201741), row(sound, 49650000, 650000, -14350000))
    found = plausible_holders(Holders(records=(*rows, free(wrapped, 553982587), free(sound, 49000000))))
    assert [(r.shares, r.restricted_shares, r.change) for r in found.records[:2]] == [
        (553982587, None, None),
        (49650000, 650000, -14350000),
    ]
    assert [p.code for p in found.problems] == ["ambiguous-alignment"]


def test_a_row_whose_name_is_none_is_named_by_its_figures() -> None:
    """The mark of a note had put a figure and a state in the name's place, and nothing told the row on the page."""
    cells = {"shares": Source(text="45,210,000"), "pct": Source(text="11.00")}
    odd = Holder("top10", 1, "139,740,000注无0", shares=Decimal(45210000), cells=cells)
    (problem,) = plausible_holders(Holders(records=(odd,))).problems
    assert "45,210,000" in problem.message
