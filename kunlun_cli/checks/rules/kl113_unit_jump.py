"""KL113: a figure in another unit than its neighbour."""

from __future__ import annotations

from itertools import pairwise

from kunlun_cli.checks.cases import key_figures, line
from kunlun_cli.checks.facts import COLUMNS, Facts, find
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.matching import accused
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import Figure, figure, show
from kunlun_cli.figures.interval import relative_change
from kunlun_cli.records import FinancialRecord

_STEADY = ("revenue", "total_revenue", "total_assets", "net_assets_parent", "share_capital")
"""Items that do not grow or shrink several hundredfold in a year; profits and cash flows do."""
# Units lie a thousand apart; a year may halve or double what is left of it.
_JUMP = 500


def _apply(facts: Facts) -> Said:
    for item in _STEADY:
        for span in ("year_to_date", "point_in_time"):
            record = find(facts, item, span)
            if record is None:
                continue
            figures = [f for name in COLUMNS if (f := figure(record, name)) is not None and f.value > 0]
            for later, earlier in pairwise(figures):
                yield _judge(record, later, earlier)


def _judge(record: FinancialRecord, later: Figure, earlier: Figure) -> Finding | Evidence:
    small, large = sorted((later, earlier), key=lambda f: f.value)
    if large.value < _JUMP * small.value or _change_says_so(record, later, earlier):
        return Evidence.WEAK
    odd, power = _in_unit(later, earlier)
    expected = None if power is None else show(odd.interval.middle * power, odd.unit) if odd.interval.middle else None
    message = f"{later.text} stands beside {earlier.text}: one of them seems to be in another unit"
    return accused(
        record.label,
        message,
        odd,
        earlier if odd is later else later,
        severity="warning",
        expected=expected,
        slip="unit",
    )


def _change_says_so(record: FinancialRecord, later: Figure, earlier: Figure) -> bool:
    change = figure(record, "change")
    return change is not None and change.interval.meets(relative_change(later.interval, earlier.interval))


def _in_unit(later: Figure, earlier: Figure) -> tuple[Figure, int | None]:
    for power in (10**3, 10**4, 10**6, 10**8):
        if earlier.value / 5 <= later.value * power <= earlier.value * 5:
            return later, power
        if later.value / 5 <= earlier.value * power <= later.value * 5:
            return earlier, power
    return later, None


RULE = Rule(
    code="KL113",
    name="unit that jumps",
    severity="warning",
    checks="Revenue, assets and share capital are not several hundred times those of the year before, unless the "
    "printed change says so.",
    why="A column in 千元 or 万元 beside one in 元 is a known slip; a shell company that buys a business is not.",
    formula="1/500 < current / prior < 500; agreement is weak evidence",
    trips=Case(
        "营业收入 2,501,811.16 beside 2,425,229,544.83, no change printed",
        key_figures(line("revenue", "营业收入", "2,501,811.16", "2,425,229,544.83")),
    ),
    holds=Case(
        "营业收入 2,501,811,162.32 beside 2,425,229,544.83",
        key_figures(line("revenue", "营业收入", "2,501,811,162.32", "2,425,229,544.83")),
    ),
    apply=_apply,
)
