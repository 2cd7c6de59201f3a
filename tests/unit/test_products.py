"""Balances in foreign currency: what is found, and when nothing is said."""

from __future__ import annotations

import pytest

from kunlun_cli.checks import rule
from kunlun_cli.checks.cases import table
from kunlun_cli.checks.finding import Finding

HEADS = ("项目", "期末外币余额", "折算汇率", "期末折算人民币余额")
ROWS = (
    ("货币资金", "", "", "451,062,052.79"),
    ("其中：美元", "55,273,637.04", "7.1586", "395,681,858.12"),
    ("欧元", "3,373,767.87", "8.4024", "28,347,747.15"),
    ("英镑", "125,811.16", "9.8300", "1,236,723.70"),
    ("加币", "5,117,921.77", "5.2358", "26,796,414.80"),
    ("日元", "267,803,805.00", "0.0496", "13,283,068.73"),
    ("人民币", "1,000,000.00", "1.0000", "1,000,000.00"),
    ("长期借款", "", "", "144,961,650.00"),
    ("其中：美元", "20,250,000.00", "7.1586", "144,961,650.00"),
)


def said(at: int, column: int, text: str) -> tuple[Finding, ...]:
    rows = [tuple(text if (i, c) == (at, column) else t for c, t in enumerate(row)) for i, row in enumerate(ROWS)]
    return rule("KL606").run(table(HEADS, *rows))[1]


def test_nothing_is_said_of_what_follows() -> None:
    assert not said(0, 0, "货币资金")


@pytest.mark.parametrize(
    ("at", "column", "text", "expected"),
    [
        (3, 3, "1,263,723.70", "1,236,723.70"),
        (2, 1, "3,337,767.87", "3,373,767.87"),
        (8, 2, "7.1856", "7.1586"),
        (4, 3, "267,964,148.00", "26,796,414.80"),
    ],
)
def test_a_slip_in_a_row(at: int, column: int, text: str, expected: str) -> None:
    (finding,) = said(at, column, text)
    assert (finding.severity, finding.printed) == ("error", text)
    assert finding.expected is not None
    assert finding.expected[:4] == expected[:4]


def test_a_rate_of_another_day_is_none() -> None:
    assert not said(8, 3, "144,949,500.00"), "20,250,000.00 at 7.1580"


def test_a_coarse_rate_tells_no_digit() -> None:
    assert not said(5, 3, "13,383,068.73")


def test_most_rows_have_to_follow() -> None:
    rows = [(label, balance, rate, amount.replace("3", "4")) for label, balance, rate, amount in ROWS[1:5]]
    assert not rule("KL606").run(table(HEADS, *rows))[1]
