"""KL118: earnings per share and returns on net assets in their three places."""

from __future__ import annotations

from dataclasses import replace

from kunlun_cli.checks.cases import line, stated, statements, table
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.returns import judge_returns
from kunlun_cli.checks.rule import Case, Rule


def _example(basic: str) -> Facts:
    key = (
        line("eps_basic", "基本每股收益", "0.63", "0.22", unit="CNY/share"),
        line("eps_diluted", "稀释每股收益", "0.63", "0.22", unit="CNY/share"),
        line("roe_weighted", "加权平均净资产收益率", "10.38", "3.71", unit="%"),
    )
    supplement = table(
        ("报告期利润", "加权平均净资产收益率", "基本每股收益", "稀释每股收益"),
        ("归属于公司普通股股东的净利润", "10.38%", basic, "0.63"),
        ("扣除非经常性损益后归属于公司普通股股东的净利润", "9.31%", "0.57", "0.57"),
    )
    statement = (
        stated("eps_basic", "基本每股收益", "0.63", "0.22"),
        stated("eps_diluted", "稀释每股收益", "0.63", "0.22"),
    )
    return replace(supplement, statements=statements(*statement).statements, financials=statements(key=key).financials)


RULE = Rule(
    code="KL118",
    name="returns elsewhere",
    severity="error",
    checks="Earnings per share and returns on net assets are among the key figures what they are in the income "
    "statement and in the supplement.",
    why="编报规则第9号: 净资产收益率和每股收益的计算及披露. Of three places the odd one is accused; of two, where "
    "three other figures agree: an error where a slip of the pen explains it, else a warning.",
    formula="key figure = line of the income statement = cell of the supplement",
    trips=Case("0.36 in the supplement, 0.63 in both other places", _example("0.36")),
    holds=Case("0.63 in all three places", _example("0.63")),
    apply=judge_returns,
    since="0.2",
    tables=True,
    kind="ties",
)
