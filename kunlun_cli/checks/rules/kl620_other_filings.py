"""KL620: a filing against others of its company."""

from __future__ import annotations

from dataclasses import replace

from kunlun_cli.checks.against import judge_against
from kunlun_cli.checks.cases import INFO, key_figures, line
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.rule import Case, Rule


def _example(prior: str) -> Facts:
    before = key_figures(
        line("revenue", "营业收入", "2,340,000,000.00"), info=replace(INFO, period="2023H1", source="before.pdf")
    )
    return replace(key_figures(line("revenue", "营业收入", "2,500,000,000.00", prior)), against=(before,))


RULE = Rule(
    code="KL620",
    name="other filings of the company",
    checks="What a filing prints again of other filings given with --against is what they printed: opening balances, "
    "the period before, a summary's and the full report's figures and holders, the year's quarters.",
    why="格式准则第2号, 第3号: comparison figures are those of the earlier report, unless a restatement is declared; a "
    "summary may not contradict the report. Without a likely slip it is a warning.",
    formula="prior here = value there; value here = value there, of one period; q1 + … = year to date there",
    trips=Case(
        "营业收入 of the year before 2,430,000,000.00, printed then as 2,340,000,000.00", _example("2,430,000,000.00")
    ),
    holds=Case("营业收入 of the year before 2,340,000,000.00, as printed then", _example("2,340,000,000.00")),
    apply=judge_against,
    since="0.2",
    kind="figures of other filings",
)
