"""KL212: restricted shares by name."""

from __future__ import annotations

from dataclasses import replace

from kunlun_cli.checks.cases import holder, holders, table
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.named import judge_named
from kunlun_cli.checks.rule import Case, Rule


def _example(restricted: str) -> Facts:
    top = holders(
        holder("甲某", "21,576,864", restricted_shares="16,182,648"),
        holder("乙某", "3,596,144", restricted_shares=restricted),
    )
    rows = (("甲某", "16,182,648", "16,182,648"), ("乙某", "2,697,108", "2,697,108"))
    return replace(top, tables=table(("股东名称", "期初限售股数", "期末限售股数"), *rows).tables)


RULE = Rule(
    code="KL212",
    name="restricted shares by name",
    checks="A holder's shares in the table of changes of restricted shares are the restricted ones among the ten "
    "largest.",
    why="格式准则第2号: 限售股份变动情况. Told where another holder's agree and a slip of the pen explains it, not "
    "where they differ by round thousands: shares restricted for another reason may stand in another row.",
    formula="closing restricted shares = restricted shares among the ten largest, by name",
    trips=Case("2,697,108 at the end, 2,679,108 among the ten largest; 甲某 agrees", _example("2,679,108")),
    holds=Case("2,697,108 in both tables", _example("2,697,108")),
    apply=lambda facts: judge_named(facts, "restricted_shares"),
    since="0.2",
    tables=True,
    kind="ties",
)
