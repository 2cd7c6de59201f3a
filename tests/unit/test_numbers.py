from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kunlun_cli.figures.numbers import Printed, read_count, read_number, read_signed_count, scaled

DECIMALS = st.decimals(min_value=-(10**15), max_value=10**15, places=4, allow_nan=False, allow_infinity=False)


@given(DECIMALS)
def test_what_is_printed_with_separators_is_read_back_exactly(value):
    assert read_number(f"{value:,f}").value == value


@given(DECIMALS.filter(lambda d: d > 0))
def test_brackets_are_an_accountants_minus(value):
    assert read_number(f"（{value:,f}）").value == -value


@given(DECIMALS, st.sampled_from([Decimal(1000), Decimal(10_000), Decimal(1_000_000), Decimal(100_000_000)]))
def test_scaling_is_exact(value, factor):
    assert scaled(value, factor) == value * factor


@given(st.text(max_size=12))
def test_any_text_is_one_of_four_kinds(text):
    reading = read_number(text)
    assert (reading.value is not None) == (reading.kind is Printed.NUMBER)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1,234.50", "1234.50", None),
        ("-12.3%", "-12.3", "%"),
        ("－12.3％", "-12.3", "%"),
        ("−0.05", "-0.05", None),
        ("—0.05", "-0.05", None),
        ("(12.5%)", "-12.5", "%"),
        ("（1,234）", "-1234", None),
        ("12345678", "12345678", None),
        (".5", "0.5", None),
        ("33.1234%", "33.1234", "%"),
        ("增加1.30个百分点", "1.30", "pp"),
        ("减少 2.21 个百分点", "-2.21", "pp"),
        ("上升0.1个百分点", "0.1", "pp"),
        ("0.05个百分点", "0.05", "pp"),
        ("-0.05个百分点", "-0.05", "pp"),
        ("0.1个百分点下降", "-0.1", "pp"),
        ("下降3.5%", "-3.5", "%"),
        ("164,438,93\n3", "164438933", None),
        ("1 234 567.89", "1234567.89", None),
        ("548,118,306.92¹", "548118306.92", None),
        ("0.22②", "0.22", None),
        ("7200000⁴", "7200000", None),
        ("12.5%（注1）", "12.5", "%"),
    ],
)
def test_numbers_in_every_spelling(text, value, unit):
    reading = read_number(text)
    assert (reading.value, reading.unit) == (Decimal(value), unit)


@pytest.mark.parametrize("text", ["", " ", "-", "—", "--", "－", "——", "/"])
def test_dashes_and_blanks_disclose_nothing(text):
    assert read_number(text).kind is Printed.BLANK


@pytest.mark.parametrize("text", ["不适用", "不 适 用", "N/A", "无"])
def test_not_applicable_is_told_apart_from_blank(text):
    assert read_number(text).kind is Printed.NOT_APPLICABLE


@pytest.mark.parametrize(
    "text",
    [
        "12,34",
        "1.2.3",
        "1,2345",
        "(12",
        "12)",
        "--5",
        "减少-2.07个百分点",
        "约100",
        "1 O0",
        "00,000",
        "012,345",
        "1,23个百分点",
        "增长1,2%",
    ],
)
def test_what_may_mean_two_things_is_unreadable(text):
    assert read_number(text).kind is Printed.UNREADABLE


@pytest.mark.parametrize(
    "text",
    [
        "1²3",
        "①",
        "⑴",
        "8 300.5 2",
        "12 3456",
        "1,234 56",
        "548,118,306 92",
        "12 ,556,318.42",
        "1, 34.50",
        "1,234. 50",
        "8 .20",
    ],
)
def test_marks_within_and_two_numbers_are_unreadable(text):
    assert read_number(text).value is None


def test_a_space_behind_a_comma_that_a_whole_group_follows_is_no_digit() -> None:
    """Programs that recognise characters set one there in every number of a report."""
    assert read_number("34, 741, 223, 880.93").value == Decimal("34741223880.93")


class TestCounts:
    @pytest.mark.parametrize("text", ["-5", "(1,234)", "5.00%"])
    def test_a_number_of_things_is_never_negative_nor_a_ratio(self, text):
        assert read_count(text).kind is Printed.UNREADABLE

    @pytest.mark.parametrize(
        ("text", "value"), [("1,234", 1234), ("1,234.00", 1234), ("68,123户", 68123), ("500股", 500), ("0", 0)]
    )
    def test_whole_numbers(self, text, value):
        assert read_count(text).value == value

    def test_a_holding_is_never_a_fraction_of_a_share(self):
        assert read_count("1,234.5678").kind is Printed.UNREADABLE

    @pytest.mark.parametrize(
        ("text", "value"), [("减少825000", -825000), ("增持1,000股", 1000), ("+4741320", 4741320), ("-5", -5)]
    )
    def test_the_sign_of_a_change_may_be_said(self, text, value):
        assert read_signed_count(text).value == value

    @pytest.mark.parametrize("text", ["未变", "新进", "新增"])
    def test_words_are_no_counts(self, text):
        assert read_signed_count(text).kind is Printed.UNREADABLE
