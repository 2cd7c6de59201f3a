"""KL618: the statement of changes in equity against the others."""

from __future__ import annotations

from kunlun_cli.checks.cases import moved, stated, statements
from kunlun_cli.checks.equity import judge_again
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.rule import Case, Rule


def _example(surplus: str) -> Facts:
    return statements(
        stated("share_capital", "股本", "646,875,384.00", "646,875,384.00", of="balance_sheet"),
        stated("capital_reserve", "资本公积", "1,598,492,385.87", "1,598,492,385.87", of="balance_sheet"),
        stated("surplus_reserve", "盈余公积", "354,236,925.34", "313,229,143.03", of="balance_sheet"),
        stated("total_equity", "所有者权益合计", "2,599,604,695.21", "2,558,596,912.90", of="balance_sheet"),
        equity=moved(
            "closing_balance",
            "本期期末余额",
            share_capital="646,875,384.00",
            capital_reserve="1,598,492,385.87",
            surplus_reserve=surplus,
            total_equity="2,599,604,695.21",
        ),
    )


RULE = Rule(
    code="KL618",
    name="changes in equity against the statements",
    checks="The balances of the statement of changes in equity are those of the balance sheet, the comprehensive "
    "income in it is that of the income statement, of the group and of the parent company.",
    why="CAS 30: the four statements are of one set. The only figure of a line that differs is a misprint, in the one "
    "with which the columns do not add up; so are two that lack the same amount: a movement was left out. What neither "
    "a sum nor a slip explains is a warning. A year may open with what was restated.",
    formula="opening, closing balance, comprehensive income here = there, in each column",
    trips=Case("盈余公积 354,263,925.34, in the balance sheet 354,236,925.34", _example("354,263,925.34")),
    holds=Case("盈余公积 354,236,925.34 in both", _example("354,236,925.34")),
    apply=judge_again,
    since="0.2",
    preview=True,
    tables=True,
    kind="ties",
)
