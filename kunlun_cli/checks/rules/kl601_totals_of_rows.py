"""KL601: totals of rows, in every table."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from kunlun_cli.checks.cases import table
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Finding, Verified
from kunlun_cli.checks.relations.breakdowns import beside, judge_breakdowns
from kunlun_cli.checks.relations.causes import totals
from kunlun_cli.checks.relations.judge import over_tables
from kunlun_cli.checks.rule import Case, Rule


def _apply(facts: Facts) -> Iterator[Finding | Evidence | Verified]:
    groups = beside(facts.tables)
    yield from over_tables(
        lambda sheet: chain(totals(sheet), judge_breakdowns(sheet, groups[sheet]) if sheet in groups else ())
    )(facts)


def _example(total: str) -> Facts:
    heads = ("项目", "期末余额", "期初余额")
    return table(heads, ("甲", "4,100.00", "9,100.00"), ("乙", "7,700.00", "8,200.00"), ("合计", "11,800.00", total))


RULE = Rule(
    code="KL601",
    name="totals of rows",
    checks="In every table of the report a total, a subtotal or a closing balance is the sum of its rows, as in the "
    "table's other columns; so are rows that a form makes of others, as the operating cash flow of the net profit. At "
    "most the last places may differ by what roundings make.",
    why="Whoever signs the report re-adds its tables. A total is accused only where another column of the same rows "
    "adds up and no reading of the table that fits there fits here; 其中 and 减 are read every way. In a table of one "
    "column, as of the staff, another breakdown of the same whole confirms.",
    formula="Σ rows = total, with the rows that make the total of another column",
    trips=Case(
        "9,100.00 and 8,200.00 make 17,300.00, 17,030.00 is printed; the other column adds up", _example("17,030.00")
    ),
    holds=Case("9,100.00 and 8,200.00 make 17,300.00, as printed", _example("17,300.00")),
    apply=_apply,
    since="0.2",
    tables=True,
    kind="sums",
)
