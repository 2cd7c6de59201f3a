"""KL214: the shares of the company in several tables."""

from __future__ import annotations

from dataclasses import replace

from kunlun_cli.checks.capital import judge_capital
from kunlun_cli.checks.cases import table
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.rule import Case, Rule


def _example(total: str) -> Facts:
    changes = table(
        ("", "本次变动前数量", "本次变动后数量"),
        ("一、有限售条件股份", "27,866,787", "10,541,875"),
        ("二、无限售条件股份", "38,196,164", "55,977,556"),
        ("三、股份总数", "66,062,951", "66,519,431"),
    )
    rows = (("甲某", "27,000,000", "10,000,000"), ("乙某", "866,787", "541,875"), ("合计", "27,866,787", total))
    restricted = table(("股东名称", "期初限售股数", "期末限售股数"), *rows)
    return replace(changes, tables=(*changes.tables, *restricted.tables))


RULE = Rule(
    code="KL214",
    name="share capital elsewhere",
    severity="error",
    checks="The total of the table of restricted shares is the restricted shares of the table of changes in shares, "
    "and all shares there are the share capital of the balance sheet, at the beginning and at the end.",
    why="格式准则第2号: 股份变动情况; a share is of one yuan. Told where the two agree at the other end of the period "
    "and a slip of the pen explains it: a table may leave out directors' shares, and capital may be entered later.",
    formula="Σ restricted by name = restricted shares; shares = share capital",
    trips=Case("10,514,875 in all at the end, 10,541,875 restricted; the beginning agrees", _example("10,514,875")),
    holds=Case("10,541,875 in both tables", _example("10,541,875")),
    apply=judge_capital,
    since="0.2",
    tables=True,
    kind="ties",
)
