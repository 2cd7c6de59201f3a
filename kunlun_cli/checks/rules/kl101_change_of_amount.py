"""KL101: the change of an amount."""

from __future__ import annotations

from kunlun_cli.checks.cases import key_figures, line
from kunlun_cli.checks.changes import Change, Custom, against_unrestated, judge_changes
from kunlun_cli.checks.facts import Facts, of_sort
from kunlun_cli.checks.finding import Said
from kunlun_cli.checks.matching import gathered
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import figure
from kunlun_cli.figures.interval import relative_change
from kunlun_cli.records import FinancialRecord


def _each(facts: Facts) -> Said:
    changes = (_change(record) for record in of_sort(facts, "amount"))
    yield from judge_changes(change for change in changes if change is not None)


def _change(record: FinancialRecord) -> Change | None:
    printed, current, base = (figure(record, name) for name in ("change", "value", "prior"))
    if printed is None or current is None or base is None or record.change_unit != "%":
        return None
    before = figure(record, "prior_before_restatement")
    customs: tuple[Custom, ...] = ()
    if before is not None:
        customs = (against_unrestated(relative_change(current.interval, before.interval)),)
    if record.unit is None and current.value - base.value == printed.value:
        # A ratio printed without its sign (0.74): the change is the difference.
        customs = (*customs, Custom(current.interval - base.interval))
    earlier = figure(record, "two_years_ago")
    return Change(record.label, printed, current, base, customs=customs, columns=() if earlier is None else (earlier,))


RULE = Rule(
    code="KL101",
    name="change of an amount",
    checks="The printed change of every flow and balance among the key figures follows from the two figures beside it.",
    why="格式准则第2号 (annual), 第3号 (half-year): the table of key figures gives the change against the year before, "
    "after restatement. From a negative base Shenzhen prints a number on the absolute base, Shanghai 不适用.",
    formula="(current - prior) / |prior| × 100, both figures taken as intervals of ±½ of their last printed place",
    trips=Case(
        "利润总额 9,907,416,557.97 against 5,049,553,770.35, change printed 0.9620: a fraction, 96.20 in per cent",
        key_figures(line("profit_before_tax", "利润总额", "9,907,416,557.97", "5,049,553,770.35", "0.9620")),
    ),
    holds=Case(
        "营业收入 2,501,811,162.32 against 2,425,229,544.83, change printed 3.16%",
        key_figures(line("revenue", "营业收入", "2,501,811,162.32", "2,425,229,544.83", "3.16")),
    ),
    apply=lambda facts: gathered(_each(facts), "the change"),
)
