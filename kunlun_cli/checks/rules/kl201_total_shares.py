"""KL201: the total shares that the holders' rows imply."""

from __future__ import annotations

from kunlun_cli.checks.cases import holder, holders
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.checks.shareholding import holders_rows, judge_stakes


def _example(pct: str) -> Facts:
    return holders(
        holder("甲投资有限公司", "10,000,000", "15.15"),
        holder("乙某", "2,866,787", pct, rank=2),
        holder("丙某", "2,000,000", "3.03", rank=3),
        holder("丁基金", "1,000,000", "1.52", rank=4),
    )


RULE = Rule(
    code="KL201",
    name="total shares implied by the holders",
    checks="All rows of the holders' table imply the same total number of shares; a row that does not is named, with "
    "the figure it would have to print.",
    why="格式准则第2号, 第3号: the per cent of every holder is of the company's total shares at the period's end.",
    formula="n / (p + h) ≤ total ≤ n / (p - h), h = ½ of the per cent's last printed place; all rows' intervals meet",
    trips=Case("2,866,787 shares printed as 4.43%, where the other rows make them 4.34%", _example("4.43")),
    holds=Case("2,866,787 shares printed as 4.34%, as the other rows make them", _example("4.34")),
    apply=lambda facts: judge_stakes(holders_rows(facts), "total shares"),
)
