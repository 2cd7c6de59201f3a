"""KL102: the change of a ratio, in points."""

from __future__ import annotations

from kunlun_cli.checks.cases import key_figures, line
from kunlun_cli.checks.changes import Change, against_unrestated, judge_points
from kunlun_cli.checks.facts import Facts, of_sort
from kunlun_cli.checks.finding import Said
from kunlun_cli.checks.matching import gathered
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import figure


def _each(facts: Facts) -> Said:
    for record in of_sort(facts, "ratio"):
        printed, current, base = (figure(record, name) for name in ("change", "value", "prior"))
        if printed is None or current is None or base is None:
            continue
        before = figure(record, "prior_before_restatement")
        customs = () if before is None else (against_unrestated(current.interval - before.interval),)
        change = Change(record.label, printed, current, base, customs=customs)
        yield judge_points(change, relative_too=record.unit == "times")


RULE = Rule(
    code="KL102",
    name="change of a ratio",
    checks="The printed change of a ratio is the difference of the two ratios beside it, in percentage points.",
    why="格式准则第2号, 第3号. Shanghai prints 增加1.30个百分点, Shenzhen -5.32% and means points.",
    formula="current - prior",
    trips=Case(
        "加权平均净资产收益率 4.21% against 9.16%, change printed 4.95%: the sign is lost",
        key_figures(line("roe_weighted", "加权平均净资产收益率", "4.21", "9.16", "4.95", unit="%")),
    ),
    holds=Case(
        "加权平均净资产收益率 4.21% against 9.16%, change printed -4.95%",
        key_figures(line("roe_weighted", "加权平均净资产收益率", "4.21", "9.16", "-4.95", unit="%")),
    ),
    apply=lambda facts: gathered(_each(facts), "the change"),
)
