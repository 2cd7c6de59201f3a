"""KL604: columns of shares of one whole, in every table."""

from __future__ import annotations

from kunlun_cli.checks.cases import table
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.relations.judge import shares_of_printed
from kunlun_cli.checks.rule import Case, Rule


def _example(share: str) -> Facts:
    return table(
        ("项目", "金额", "占比（%）"),
        ("1年以内", "62,500,000.00", "62.50"),
        ("1至2年", "18,340,000.00", "18.34"),
        ("2至3年", "12,020,000.00", "12.02"),
        ("3年以上", "7,140,000.00", share),
        ("合计", "100,000,000.00", "100.00"),
    )


RULE = Rule(
    code="KL604",
    name="shares of a whole",
    checks="In every table of the report each row's share is its amount in per cent of the whole that the others have.",
    why="The whole is the row printed as 100 per cent, else what the rows imply if it is printed in the statements or "
    "the note, or is what all rows make, or six rows imply it. One unit off is a warning, and a note where it makes "
    "the shares add up to 100; of a whole that is printed nowhere only large misses are told.",
    formula="amount / whole × 100",
    trips=Case("7,140,000.00 of 100,000,000.00 printed as 1.74; three rows follow", _example("1.74")),
    holds=Case("7,140,000.00 of 100,000,000.00 printed as 7.14", _example("7.14")),
    apply=shares_of_printed,
    since="0.2",
    tables=True,
    kind="shares",
)
