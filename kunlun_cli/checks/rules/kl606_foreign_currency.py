"""KL606: balances in foreign currency, their rates and the amounts in yuan."""

from __future__ import annotations

from kunlun_cli.checks.cases import table
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.relations.judge import over_tables
from kunlun_cli.checks.relations.products import judge_products
from kunlun_cli.checks.rule import Case, Rule


def _example(amount: str) -> Facts:
    rows = (
        ("其中：美元", "55,273,637.04", "7.1586", "395,681,858.12"),
        ("欧元", "3,373,767.87", "8.4024", "28,347,747.15"),
        ("英镑", "125,811.16", "9.8300", amount),
        ("加币", "5,117,921.77", "5.2358", "26,796,414.80"),
    )
    return table(("项目", "期末外币余额", "折算汇率", "期末折算人民币余额"), *rows)


RULE = Rule(
    code="KL606",
    name="foreign currency",
    checks="A balance in foreign currency, times the rate beside it, is the amount in yuan behind it.",
    why="编报规则第15号: 外币货币性项目; CAS 19. Told where three other rows follow for each that does not and a slip "
    "of the pen explains it; a rate only where another row has the right one, as rates of two days differ by little.",
    formula="balance × rate = amount",
    trips=Case("125,811.16 at 9.8300 are 1,236,723.70, printed 1,263,723.70", _example("1,263,723.70")),
    holds=Case("125,811.16 at 9.8300 are 1,236,723.70", _example("1,236,723.70")),
    apply=over_tables(judge_products),
    since="0.2",
    tables=True,
    kind="columns",
)
