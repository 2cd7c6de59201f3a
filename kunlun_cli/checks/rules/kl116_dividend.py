"""KL116: the cash dividend on ten shares and altogether."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from kunlun_cli.checks.cases import distribution
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Said, Severity
from kunlun_cli.checks.matching import Match, disagreement, evidence, match
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.checks.sums import Sum, judge_sum
from kunlun_cli.figures.figure import Figure, figure
from kunlun_cli.figures.interval import Interval, exactly
from kunlun_cli.records import DistributionRecord

TEN = Decimal(10)
DECLARED = Fraction(1, 1000)
"""An amount on ten shares with so small a last place, or a larger one, is declared as it is printed."""
PAID = Fraction(1, 10_000)
"""By so small a part of it a sum that was paid, account by account, may differ from the one declared."""


def _apply(facts: Facts) -> Said:
    for record in facts.financials.distribution:
        cash = figure(record, "cash")
        if cash is None:
            continue
        yield from _declared(record, cash)
        other, whole = figure(record, "other_cash"), figure(record, "total_cash")
        if other is not None and whole is not None:
            message = "dividend and other ways of distribution add up to {expected}, but {printed} is printed"
            yield judge_sum(Sum("现金分红总额", whole, [cash, other], message))


def _declared(record: DistributionRecord, cash: Figure) -> Said:
    base, on_ten = figure(record, "base_shares"), figure(record, "cash_per_ten")
    if base is None or on_ten is None or not base.value:
        return
    each = exactly(on_ten.value) if on_ten.unit >= DECLARED else on_ten.interval
    computed = base.interval * each / TEN
    # So fine an amount on ten shares may have been cut off, so that no more than the total is paid out.
    cut = on_ten.unit < DECLARED and cash.interval.meets(base.interval * on_ten.if_truncated / TEN)
    if cut or match(cash, computed) in {Match.MEETS, Match.TRUNCATED}:
        yield evidence(cash, computed)
        return
    message = f"the cash dividend is printed as {{printed}}, but {on_ten.text} on ten of {base.text} is {{expected}}"
    yield disagreement("现金分红", message, cash, computed, on_ten, base, severity=_severity(record, cash, computed))


def _severity(record: DistributionRecord, cash: Figure, computed: Interval) -> Severity:
    """An error where the table contradicts itself; a sentence may speak of what was paid, or of several things.

    Where an interim dividend is told of beside it, the cash may hold that too.
    """
    if record.interim:
        return "note"
    middle = computed.middle
    close = middle is not None and abs(Fraction(cash.value) - middle) <= PAID * abs(middle)
    return "error" if record.form == "table" and not close else "warning"


def _example(cash: str) -> Facts:
    return distribution(cash_per_ten="2.50", base_shares="120,000,000", cash=cash, other_cash="0.00", total_cash=cash)


RULE = Rule(
    code="KL116",
    name="cash dividend",
    checks="The dividend on ten shares, times the shares it is reckoned on, is the cash dividend; with other ways of "
    "distribution it makes the total.",
    why="格式准则第2号 第三条, 利润分配预案: the base is printed beside the dividend and need not be the number of "
    "shares in issue. Where a sentence disagrees, or rounding in the accounts explains the gap, it is a warning.",
    formula="dividend on ten shares × base / 10 = cash dividend; + other ways = total",
    trips=Case("2.50 on ten of 120,000,000 shares, 33,000,000.00 printed", _example("33,000,000.00")),
    holds=Case("2.50 on ten of 120,000,000 shares, 30,000,000.00 printed", _example("30,000,000.00")),
    apply=_apply,
)
