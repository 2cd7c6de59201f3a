"""An allowance in two tables of its note: its changes, and what it is made for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kunlun_cli.checks import Facts, rule
from kunlun_cli.checks.cases import table
from kunlun_cli.checks.finding import Finding

NOTES, RECEIVABLES, STOCKS = "七、合并财务报表项目注释", "5、应收账款", "10、存货"
BY_KIND = ("类别", "期末余额坏账准备", "期初余额坏账准备")
CHANGES = ("类别", "期初余额", "本期变动金额计提", "期末余额")
OPENING, CLOSING = "60,360,976.16", "66,173,203.58"


def found(facts: Facts) -> tuple[Finding, ...]:
    return rule("KL623").run(facts)[1]


def tied(facts: Facts) -> int:
    return rule("KL623").run(facts)[0].held


def report(*tables: Facts) -> Facts:
    return replace(tables[0], tables=tuple(sheet for facts in tables for sheet in facts.tables))


def by_kind(note: str = RECEIVABLES, heads: tuple[str, ...] = BY_KIND, kind: str = "按组合计提坏账准备") -> Facts:
    return table(heads, (kind, CLOSING, OPENING), ("合计", CLOSING, OPENING), section=(NOTES, note))


def changes(opening: str, closing: str, note: str = RECEIVABLES) -> Facts:
    return table(CHANGES, ("合计", opening, "5,812,227.42", closing), section=(NOTES, note, "坏账准备的情况"))


def test_digits_swapped_at_one_end_are_an_error() -> None:
    (finding,) = found(report(by_kind(), changes(OPENING, "66,713,203.58")))
    assert (finding.severity, finding.printed, finding.expected) == ("error", "66,713,203.58", CLOSING)


def test_what_no_slip_explains_is_a_warning() -> None:
    (finding,) = found(report(by_kind(), changes("13,402,118.90", CLOSING)))
    assert (finding.severity, finding.printed) == ("warning", "13,402,118.90")


def test_the_provision_for_inventories_is_held_against_their_kinds() -> None:
    kinds = by_kind(STOCKS, ("项目", "期末余额跌价准备", "期初余额跌价准备"), "原材料")
    (finding,) = found(report(kinds, changes(OPENING, "66,713,203.58", STOCKS)))
    assert finding.expected == CLOSING
    assert tied(report(kinds, changes(OPENING, CLOSING, STOCKS))) == 2


@pytest.mark.parametrize(
    "tables",
    [
        (by_kind(), changes(OPENING, CLOSING)),
        (by_kind(), changes("13,402,118.90", "20,000,118.90")),  # neither end: another thing's
        (by_kind(), changes(OPENING, "66,713,203.58", "8、其他应收款")),  # another note
        (by_kind(kind="1年以内"), changes(OPENING, "66,713,203.58")),  # by age: of one group alone
        (by_kind(), by_kind(), changes(OPENING, "66,713,203.58")),  # two tables: of two things
    ],
)
def test_what_may_be_another_allowance_is_no_finding(tables: tuple[Facts, ...]) -> None:
    assert not found(report(*tables))
