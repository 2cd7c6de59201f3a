"""KL606: balances in foreign currency, their rates and the amounts in yuan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from kunlun_cli.checks.cases import table
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Finding
from kunlun_cli.checks.matching import Match, disagreement, match
from kunlun_cli.checks.relations.judge import over_tables
from kunlun_cli.checks.relations.verdict import Held, Verdict
from kunlun_cli.checks.relations.worksheet import Line, Worksheet
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import Figure
from kunlun_cli.figures.slips import corrections
from kunlun_cli.forms import load, matches

ENOUGH = 3
"""Rows that confirm that two columns make the third, for each that does not follow."""
TELLING = 1000
"""An amount of fewer steps of its last place is met by almost any product."""
NARROW = 10_000
"""A rate of four digits and more tells an amount so well; of fewer a changed digit explains almost anything."""
HUNDREDS = (1, 100)
"""A rate is of one unit of a currency, or of a hundred, as of yen."""


class Row(NamedTuple):
    """A row's balance, its rate, and the amount in yuan."""

    line: Line
    balance: Figure
    rate: Figure
    amount: Figure

    @property
    def match(self) -> Match:
        """How the amount stands to the product."""
        return min(match(self.amount, self.balance.interval * self.rate.interval / one) for one in HUNDREDS)


def judge_products(sheet: Worksheet) -> Iterator[Verdict]:
    """Says of every column of rates, with the columns on its two sides, in which rows they do not follow."""
    for column in (c for c, name in enumerate(sheet.names) if matches(load("relations")["columns"]["rate"], name)):
        if not {column - 1, column + 1} <= set(sheet.additive):
            continue
        rows = [row for line in sheet.lines if (row := _row(sheet, line, column)) is not None]
        holding = [row for row in rows if row.match <= Match.ONE_UNIT]
        failing = [row for row in rows if row not in holding]
        if len(holding) < ENOUGH * max(len(failing), 1):
            continue
        cells = ((row.line.index, c) for row in holding for c in (column - 1, column, column + 1))
        yield Held("column", len(holding), frozenset(cells))
        yield from filter(None, (_slipped(row, holding) for row in failing))


def _row(sheet: Worksheet, line: Line, column: int) -> Row | None:
    columns = (column - 1, column, column + 1)
    if any(c not in line.entries or c in line.doubted for c in columns):
        return None
    row = Row(line, *(replace(sheet.figure(line.entries[c]), is_count=False) for c in columns))
    told = all(abs(f.value) >= TELLING * f.unit for f in (row.amount, row.balance))
    return row if told and row.rate.value not in {0, 1} else None


def _slipped(row: Row, holding: Sequence[Row]) -> Finding | None:
    """The figure of a row of which a slip explains that it does not follow."""
    balance, rate, amount = row.balance, row.rate, row.amount
    rates = {other.rate.value for other in holding}
    for odd, computed, made in (
        (rate, amount.interval / balance.interval, f"{amount.text} / {balance.text}"),
        (amount, balance.interval * rate.interval, f"{balance.text} × {rate.text}"),
        (balance, amount.interval / rate.interval, f"{amount.text} / {rate.text}"),
    ):
        # Rates of other days differ by little: one is a slip only where another row has the right one.
        if odd is not rate and (computed.width is None or computed.width * NARROW > abs(Fraction(odd.value))):
            continue
        found = (slip for slip, right in corrections(odd) if right.interval.meets(computed))
        if odd is rate:
            found = (
                slip for slip, right in corrections(odd) if right.value in rates and right.interval.meets(computed)
            )
        slip = next(found, None)
        if slip is not None:
            message = (
                f"{made} is {{expected}}, but {{printed}} is printed; {len(holding)} other rows of the column follow"
            )
            others = (figure for figure in (balance, rate, amount) if figure is not odd)
            return disagreement(row.line.row.label, message, odd, computed, *others, slip=slip)
    return None


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
