"""Research and development: what was spent and what was capitalised, within its table and against the statements."""

from __future__ import annotations

from collections.abc import Iterator

from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Finding
from kunlun_cli.checks.identities import PERIODS
from kunlun_cli.checks.matching import Match, disagreement, evidence, match
from kunlun_cli.checks.sums import Sum, judge_sum
from kunlun_cli.checks.twice import Twice, judge_twice
from kunlun_cli.figures.figure import Figure, figure

EXPENSES = "the income statement"
Said = Finding | Evidence


_CONFIRMED_BESIDE = {"sum": {"capitalised_share", "stated"}, "capitalised_share": {"sum"}}
"""What else of the same period shows that the table is of the form; all is shown by the other period."""


def judge_research(facts: Facts) -> Iterator[Said]:
    """The amounts of research and development, as far as the table prints them, in both periods."""
    table = {period: _column(facts, period) for period in PERIODS}
    told = {period: dict(_within(facts, period, table[period])) for period in PERIODS}
    pairs = {period: pair for period in PERIODS if (pair := _stated(facts, period, table[period])) is not None}
    yield from judge_twice(list(pairs.values()), EXPENSES)
    for period, other in (PERIODS, PERIODS[::-1]):
        holding = {kind for kind, said in told[period].items() if said is Evidence.STRONG}
        holding |= {"stated"} if period in pairs and pairs[period].agrees else set()
        for kind, said in told[period].items():
            confirmed = told[other].get(kind) is Evidence.STRONG or holding & _CONFIRMED_BESIDE.get(kind, set())
            yield said if confirmed or not isinstance(said, Finding) else Evidence.UNTOLD


def _column(facts: Facts, period: str) -> dict[str, Figure]:
    """The figures of a period by their item, of the items that have one row."""
    rows = [row for row in facts.segments.research if row.item]
    once = [row for row in rows if [r.item for r in rows].count(row.item) == 1]
    return {str(row.item): found for row in once if (found := figure(row, period)) is not None}


def _within(facts: Facts, period: str, column: dict[str, Figure]) -> Iterator[tuple[str, Said]]:
    """By kind, the total of its two parts, and the shares of what was capitalised."""
    amount, expensed, capitalised = (column.get(item) for item in ("amount", "expensed", "capitalised"))
    if capitalised is None or not capitalised.value:
        return
    if amount is not None and expensed is not None:
        message = "expensed and capitalised amounts add up to {expected}, but {printed} is printed"
        yield "sum", judge_sum(Sum("研发投入合计", amount, (expensed, capitalised), message))
    profit = next((r for r in facts.statements.records if r.item == "net_profit" and r.scope == "consolidated"), None)
    for item, whole in (
        ("capitalised_share", amount),
        ("capitalised_to_profit", figure(profit, period) if profit else None),
    ):
        share = column.get(item)
        if share is not None and whole is not None and whole.value > 0:
            yield item, _share(share, capitalised, whole)


def _share(share: Figure, part: Figure, whole: Figure) -> Said:
    computed = part.interval / whole.interval * 100
    found = match(share, computed)
    if found <= Match.TRUNCATED:
        return evidence(share, computed)
    message = f"printed {{printed}}%, but {part.text} of {whole.text} is {{expected}}%"
    return disagreement(
        "研发投入资本化", message, share, computed, part, whole, severity="error" if found is Match.APART else "warning"
    )


def _stated(facts: Facts, period: str, column: dict[str, Figure]) -> Twice | None:
    """What was expensed, or all where nothing was capitalised, with the expenses of the income statement."""
    found = [r for r in facts.statements.records if r.item == "rd_expenses" and r.scope == "consolidated"]
    capitalised = column.get("capitalised")
    nothing = capitalised is None or not capitalised.value
    here = column.get("expensed") or (column.get("amount") if nothing else None)
    there = figure(found[0], period) if len(found) == 1 else None
    return Twice("研发费用", here, there) if here is not None and there is not None and here.value else None
