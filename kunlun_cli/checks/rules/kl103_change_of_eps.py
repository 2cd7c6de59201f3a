"""KL103: the change of earnings per share."""

from __future__ import annotations

from collections.abc import Iterator

from kunlun_cli.checks.cases import key_figures, line
from kunlun_cli.checks.changes import Change, Custom, against_unrestated, judge_change
from kunlun_cli.checks.facts import Facts, find, of_sort
from kunlun_cli.checks.finding import Said
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import figure
from kunlun_cli.figures.interval import relative_change
from kunlun_cli.records import FinancialRecord

PROFIT_OF = {
    "eps_basic": "net_profit_parent",
    "eps_diluted": "net_profit_parent",
    "eps_basic_excl_nonrecurring": "net_profit_parent_excl_nonrecurring",
}
"""The profit each figure per share is a share of."""


def _apply(facts: Facts) -> Said:
    for record in of_sort(facts, "per_share"):
        printed, current, base = (figure(record, name) for name in ("change", "value", "prior"))
        if printed is not None and current is not None and base is not None and record.change_unit == "%":
            customs = tuple(_customs(facts, record))
            yield judge_change(Change(record.label, printed, current, base, customs=customs))


def _customs(facts: Facts, record: FinancialRecord) -> Iterator[Custom]:
    profit = find(facts, PROFIT_OF.get(record.item or "", ""), record.span)
    if profit is not None:
        current, base = figure(profit, "value"), figure(profit, "prior")
        if current is not None and base is not None:
            yield Custom(relative_change(current.interval, base.interval))
    current, base = figure(record, "value"), figure(record, "prior")
    before = figure(record, "prior_before_restatement")
    if current is not None and before is not None:
        yield against_unrestated(relative_change(current.interval, before.interval))
    if current is not None and base is not None:
        yield Custom(current.interval - base.interval, "as a difference in yuan, not in per cent")


RULE = Rule(
    code="KL103",
    name="change of earnings per share",
    checks="The printed change of a figure per share follows from the two figures beside it, or from the profits.",
    why="CAS 34 每股收益; 编报规则第9号. Filers compute the change from the unrounded figures, from the rounded ones, "
    "or print the change of the profit; with two decimals per share the interval is wide, and then agreement is weak.",
    formula="(current - prior) / |prior| × 100 over the intervals of both, or the same of the profit",
    trips=Case(
        "基本每股收益 1.25 against 1.10, change printed 31.64%: 13.64% with a wrong digit",
        key_figures(line("eps_basic", "基本每股收益", "1.25", "1.10", "31.64", unit="CNY/share")),
    ),
    holds=Case(
        "基本每股收益 1.2500 against 1.1000, change printed 13.64%",
        key_figures(line("eps_basic", "基本每股收益", "1.2500", "1.1000", "13.64", unit="CNY/share")),
    ),
    apply=_apply,
)
