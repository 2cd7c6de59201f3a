"""KL107: profit with and without non-recurring items."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kunlun_cli.checks.cases import key_figures, line
from kunlun_cli.checks.facts import COLUMNS, Facts, find
from kunlun_cli.checks.finding import Said
from kunlun_cli.checks.matching import SEVERITY_OF, Match, disagreement, evidence, match
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import figure
from kunlun_cli.forms import normal
from kunlun_cli.records import FinancialRecord, NonRecurringRecord

_TOTAL = re.compile(r"^非经常性损益(的)?(合计|总额|净额|净影响额|影响的净利润)?$")


def _apply(facts: Facts) -> Said:
    lines = [r for r in facts.financials.records if _TOTAL.match(normal(r.label))]
    totals = _attributable(facts.financials.non_recurring)
    for row in (*(lines if len(lines) == 1 else ()), *totals):
        yield from _judge(row, facts)


def _attributable(rows: Sequence[NonRecurringRecord]) -> list[NonRecurringRecord]:
    """The totals that are the shareholders' of the company: the rows that say so, where the table parts the total."""
    parted = any(r.within and r.role in {"minority", "parent"} for r in rows)
    return [r for r in rows if r.role == ("parent" if parted else "total")]


def _judge(row: FinancialRecord | NonRecurringRecord, facts: Facts) -> Said:
    net = find(facts, "net_profit_parent", row.span)
    excluded = find(facts, "net_profit_parent_excl_nonrecurring", row.span)
    if net is None or excluded is None:
        return
    for field in COLUMNS:
        printed, with_them, without = figure(row, field), figure(net, field), figure(excluded, field)
        if printed is None or with_them is None or without is None:
            continue
        computed = with_them.interval - without.interval
        found = match(printed, computed)
        if found is not Match.MEETS and field != "value":
            # The items of a year before may stand there as they were, beside profits that are restated.
            before, rest = (figure(profit, f"{field}_before_restatement") for profit in (net, excluded))
            if before is not None and rest is not None:
                found = min(found, match(printed, before.interval - rest.interval))
        if found is Match.MEETS:
            yield evidence(printed, computed)
            continue
        if row.unit is None:
            continue  # a table that states no unit may be in another one
        message = f"non-recurring items printed {{printed}}, but {with_them.text} less {without.text} is {{expected}}"
        yield disagreement(
            row.label, message, printed, computed, with_them, without, severity=SEVERITY_OF[max(found, Match.ONE_UNIT)]
        )


def _example(total: str) -> Facts:
    return key_figures(
        line("net_profit_parent", "归属于上市公司股东的净利润", "30,000,000.00"),
        line("net_profit_parent_excl_nonrecurring", "归属于上市公司股东的扣除非经常性损益的净利润", "26,500,000.00"),
        line(None, "非经常性损益合计", total),
    )


RULE = Rule(
    code="KL107",
    name="non-recurring items",
    checks="The profit less the profit without non-recurring items is the total of these items, where it is printed.",
    why="解释性公告第1号 (非经常性损益): the items are given after tax and minority interests.",
    formula="net profit - net profit excl. non-recurring = total of non-recurring items",
    trips=Case("30,000,000.00 less 26,500,000.00, total printed 5,300,000.00", _example("5,300,000.00")),
    holds=Case("30,000,000.00 less 26,500,000.00, total printed 3,500,000.00", _example("3,500,000.00")),
    apply=_apply,
)
