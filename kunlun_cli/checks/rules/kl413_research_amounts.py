"""KL413: amounts of research and development."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kunlun_cli.checks.cases import INFO, number, stated, statements
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Finding
from kunlun_cli.checks.identities import PERIODS
from kunlun_cli.checks.matching import Match, disagreement, evidence, match
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.checks.sums import Sum, judge_sum
from kunlun_cli.checks.twice import Twice, judge_twice
from kunlun_cli.figures.figure import Figure, figure
from kunlun_cli.records import ResearchRecord, Segments

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


def _example(amount: str) -> Facts:
    rows = (
        ResearchRecord("expensed", "本期费用化研发投入", "CNY", number("28,962,909.02"), number("15,089,765.04")),
        ResearchRecord("capitalised", "本期资本化研发投入", "CNY", number("3,366,167.06"), number("1,204,331.90")),
        ResearchRecord("amount", "研发投入合计", "CNY", number(amount), number("16,294,096.94")),
        ResearchRecord("capitalised_share", "研发投入资本化的比重", "%", number("10.41"), number("7.39")),
    )
    line = stated("rd_expenses", "研发费用", "28,962,909.02", "15,089,765.04")
    return replace(statements(line), info=INFO, segments=Segments(research=rows))


RULE = Rule(
    code="KL413",
    name="research amounts",
    checks="What was expensed and capitalised makes 研发投入; the capitalised part's shares of it and of the net "
    "profit follow; what was expensed is 研发费用 of the income statement.",
    why="格式准则第2号: 研发投入; CAS 6. A relation accuses only where it holds in the other period, or where one "
    "beside it shows that the table is of the form; against the statement only a slip accuses, as what is expensed may "
    "be amortised elsewhere.",
    formula="expensed + capitalised = amount; capitalised / amount × 100; expensed = 研发费用",
    trips=Case("28,962,909.02 and 3,366,167.06 make 32,329,076.08, printed 33,229,076.08", _example("33,229,076.08")),
    holds=Case("28,962,909.02 and 3,366,167.06 make 32,329,076.08", _example("32,329,076.08")),
    apply=judge_research,
    since="0.2",
    tables=True,
    kind="ties",
)
