"""KL413: amounts of research and development."""

from __future__ import annotations

from dataclasses import replace

from kunlun_cli.checks.cases import INFO, number, stated, statements
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.research import judge_research
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.records import ResearchRecord, Segments


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
