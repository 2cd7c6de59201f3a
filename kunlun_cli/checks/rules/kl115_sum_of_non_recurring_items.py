"""KL115: non-recurring items and their total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kunlun_cli.checks.cases import non_recurring, non_recurring_line
from kunlun_cli.checks.facts import COLUMNS, Facts, find
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.matching import Match, match
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.checks.shares_of_profit import EXCLUDED, NET
from kunlun_cli.checks.sums import Sum, judge_sum
from kunlun_cli.figures.figure import Figure, counts_as_zero, figure
from kunlun_cli.records import NonRecurringRecord

Signs = tuple[int, ...]


def _apply(facts: Facts) -> Said:
    every = [r for r in facts.financials.non_recurring if not r.within and r.role != "subtotal"]
    for span in dict.fromkeys(r.span for r in every):
        rows = [r for r in every if r.span == span]
        totals = [r for r in rows if r.role == "total"]
        if len(totals) != 1:
            continue
        parts = [r for r in rows if r.role != "total"]
        tables = [[s for field in COLUMNS if (s := _sum(totals[0], parts, signs, field))] for signs in _customs(parts)]
        # Behind 减 some print the minus itself, others leave it to the word: nothing is wrong where one meaning fits.
        meant = next((table for table in tables if all(map(_holds, table))), tables[0])
        said = list(map(judge_sum, meant))
        sure = any(isinstance(s, Evidence) for s in said)
        # Where no column holds and no slip explains it, rows may stand elsewhere, unread; so they do where the profits
        # make the total.
        unread = Evidence.UNTOLD if _is_vouched(facts, totals[0]) else None
        yield from (s if sure or isinstance(s, Evidence) or s.slip else unread or _doubted(s) for s in said)


def _is_vouched(facts: Facts, total: NonRecurringRecord) -> bool:
    """Whether the profit less the profit without the items is the total of this period."""
    net, rest = (find(facts, item, total.span) for item in (NET, EXCLUDED))
    if net is None or rest is None:
        return False
    with_them, without, whole = (figure(record, "value") for record in (net, rest, total))
    if with_them is None or without is None or whole is None:
        return False
    return match(whole, with_them.interval - without.interval) is Match.MEETS


def _doubted(finding: Finding) -> Finding:
    return replace(finding, severity="warning") if finding.severity == "error" else finding


def _customs(parts: Sequence[NonRecurringRecord]) -> Iterator[Signs]:
    """The signs of the rows: as printed; the minus after 减 being the same one; 减 standing for its own row alone."""
    printed = tuple(-1 if r.deducted else 1 for r in parts)
    yield printed
    yield tuple(1 for _ in parts)
    yield tuple(-1 if r.deducted and r.role != "minority" else 1 for r in parts)
    # A figure printed negative is deducted already; the one beside it need not be.
    yield tuple(-1 if r.deducted and not _is_negative(r) else 1 for r in parts)


def _is_negative(record: NonRecurringRecord) -> bool:
    return any((value := getattr(record, field)) is not None and value < 0 for field in COLUMNS)


def _sum(total: NonRecurringRecord, parts: Sequence[NonRecurringRecord], signs: Signs, field: str) -> Sum | None:
    whole = figure(total, field)
    if any(figure(row, field) is None and not counts_as_zero(row, field) for row in parts):
        return None
    figures = [_signed(f, sign) for row, sign in zip(parts, signs, strict=True) if (f := figure(row, field))]
    if whole is None or not figures:
        return None
    message = "the items less tax and minority interests add up to {expected}, but the total is printed as {printed}"
    return Sum(total.label, whole, figures, message)


def _signed(given: Figure, sign: int) -> Figure:
    return given if sign > 0 else given.with_value(-given.value)


def _holds(summed: Sum) -> bool:
    return match(summed.whole, summed.computed) is Match.MEETS


def _example(total: str) -> Facts:
    return non_recurring(
        non_recurring_line("item", "政府补助", "4,200,000.00"),
        non_recurring_line("item", "其他营业外收入和支出", "-100,000.00"),
        non_recurring_line("tax", "减：所得税影响额", "500,000.00", deducted=True),
        non_recurring_line("minority", "少数股东权益影响额（税后）", "100,000.00", deducted=True),
        non_recurring_line("total", "合计", total),
    )


RULE = Rule(
    code="KL115",
    name="sum of non-recurring items",
    checks="The non-recurring items, less tax and minority interests where they are to be deducted, make their total.",
    why="解释性公告第1号 (非经常性损益): the table lists all items and their effects on tax and minority interests. "
    "A minus behind 减 may be that very minus.",
    formula="Σ items - tax - minority interests = total, in each column",
    trips=Case("4,200,000.00 - 100,000.00 - 500,000.00 - 100,000.00, total 5,300,000.00", _example("5,300,000.00")),
    holds=Case("4,200,000.00 - 100,000.00 - 500,000.00 - 100,000.00, total 3,500,000.00", _example("3,500,000.00")),
    apply=_apply,
)
