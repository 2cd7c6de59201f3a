"""KL106: the weighted shares implied by the two figures per share."""

from __future__ import annotations

from kunlun_cli.checks.cases import key_figures, line
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Said
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.checks.shares_of_profit import judge_both


def _apply(facts: Facts) -> Said:
    yield from judge_both(facts, "eps_basic", "eps_basic_excl_nonrecurring", "weighted shares")


def _example(excluded: str) -> Facts:
    return key_figures(
        line("net_profit_parent", "归属于上市公司股东的净利润", "1,250,000,000.00"),
        line("net_profit_parent_excl_nonrecurring", "归属于上市公司股东的扣除非经常性损益的净利润", "1,100,000,000.00"),
        line("eps_basic", "基本每股收益", "1.25", unit="CNY/share"),
        line("eps_basic_excl_nonrecurring", "扣除非经常性损益后的基本每股收益", excluded, unit="CNY/share"),
    )


RULE = Rule(
    code="KL106",
    name="shares implied by earnings per share",
    severity="warning",
    checks="Profit over earnings per share gives the same weighted shares with and without non-recurring items.",
    why="编报规则第9号: both are computed with the same denominator. Distributions on perpetual bonds are taken off "
    "both profits, so some such amount is allowed for; hence a warning at most.",
    formula="profit / EPS = profit excl. non-recurring / EPS excl. non-recurring, over intervals",
    trips=Case(
        "profits of 12.5 亿 and 11 亿, 1.25 yuan a share, and 0.91 without non-recurring items", _example("0.91")
    ),
    holds=Case(
        "profits of 12.5 亿 and 11 亿, 1.25 yuan a share, and 1.10 without non-recurring items", _example("1.10")
    ),
    apply=_apply,
)
