"""The ten largest holders of unrestricted shares: the number printed twice in each row."""

from __future__ import annotations

from kunlun_cli.checks import rule
from kunlun_cli.checks.cases import table

HEADS = ("股东名称", "持有无限售条件股份数量", "股份种类及数量数量")


def said(*rows: tuple[str, str, str]) -> list[tuple[str, str | None, str | None, str | None]]:
    found = rule("KL215").run(table(HEADS, *rows))[1]
    return [(f.severity, f.printed, f.expected, f.slip) for f in found]


def rows(second: str, *, first: str = "19,782,550") -> tuple[tuple[str, str, str], ...]:
    others = (("丙", "14,233,203", "14,233,203"), ("丁", "12,041,561", "12,041,561"))
    return ("甲", "19,782,550", first), ("乙", "17,187,600", second), *others


def test_a_row_that_repeats_another_one_is_odd() -> None:
    assert not said(*rows("17,187,600"))
    assert said(*rows("19,782,550")) == [("error", "19,782,550", "17,187,600", "column")]
    assert said(*rows("17,178,600")) == [("error", "17,178,600", "17,187,600", "digits_swapped")]


def test_two_rows_are_another_custom_or_misread() -> None:
    assert not said(*rows("19,782,550", first="17,187,600"))


def test_a_holder_of_two_classes_has_a_row_of_each() -> None:
    others = (("丙", "14,233,203", "14,233,203"), ("丁", "12,041,561", "12,041,561"), ("己", "1,000,000", "1,000,000"))
    assert not said(("戊", "9,000,000", "6,000,000"), ("", "", "3,000,000"), *others)
