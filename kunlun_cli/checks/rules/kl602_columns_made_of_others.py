"""KL602: columns made of others, in every table."""

from __future__ import annotations

from kunlun_cli.checks.cases import table
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.relations.causes import composed
from kunlun_cli.checks.relations.judge import over_tables
from kunlun_cli.checks.rule import Case, Rule

_FOLLOW = (
    ("甲公司", "400,000.00", "40,000.00", "360,000.00"),
    ("乙公司", "310,000.00", "31,000.00", "279,000.00"),
    ("丙公司", "250,000.00", "12,500.00", "237,500.00"),
    ("丁公司", "120,000.00", "7,200.00", "112,800.00"),
)


def _example(net: str) -> Facts:
    heads = ("单位名称", "账面余额", "坏账准备", "账面价值")
    return table(heads, *_FOLLOW, ("戊公司", "940,000.00", "141,000.00", net))


RULE = Rule(
    code="KL602",
    name="columns made of others",
    checks="In every table of the report a column that is the sum or the difference of others in most rows is so in "
    "all of them: totals, carrying amounts, closing balances of opening ones and movements.",
    why="A row is accused only where others follow, at least three or six for each that fails, and where no other "
    "relation of its columns holds in it; in roll-forwards of few rows only where a slip explains it.",
    formula="opening ± movements = closing; gross - allowance = net; Σ parts = total",
    trips=Case("940,000.00 less 141,000.00 printed as 979,000.00; four rows follow", _example("979,000.00")),
    holds=Case("940,000.00 less 141,000.00 printed as 799,000.00", _example("799,000.00")),
    apply=over_tables(composed),
    since="0.2",
    tables=True,
    kind="columns",
)
