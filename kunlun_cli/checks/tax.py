"""The reconciliation of the income tax (CAS 18): from the profit at its rate to the tax, the ends as stated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Finding, Said, Severity
from kunlun_cli.checks.matching import accused, disagreement, expected_text
from kunlun_cli.checks.relations.readings import signs_of
from kunlun_cli.checks.relations.worksheet import Line, Worksheet
from kunlun_cli.checks.ties import in_base_unit, scope_of
from kunlun_cli.figures.figure import Figure, figure, show
from kunlun_cli.figures.interval import total
from kunlun_cli.figures.slips import Slip, corrections
from kunlun_cli.forms import load, matches

STEPS = 2
"""Rates of tax are of whole and half per cents: 25, 15, 12.5."""
FEWEST = 3
"""Of fewer rows a reconciliation has hardly anything that could be added up."""
TELLING: frozenset[Slip] = frozenset({"digits_swapped", "sign", "hundredfold"})
"""Slips that one row among many has not by chance."""


class Bridge(NamedTuple):
    """A reconciliation: the profit above it, the tax at the rate with what moves it, and the tax."""

    profit: Figure | None
    parts: tuple[Figure, ...]
    ways: tuple[tuple[int, ...], ...]
    """The signs that the parts may have."""
    tax: Figure

    def gap(self, way: Sequence[int]) -> Fraction:
        """How much more tax is printed than the parts make."""
        parts = zip(self.parts, way, strict=True)
        return Fraction(self.tax.value) - sum(sign * Fraction(part.value) for part, sign in parts)

    @property
    def holds(self) -> bool:
        """Whether the parts make the tax, roundings of the last places apart."""
        slack = (len(self.parts) + 1) * self.tax.unit / 2
        return any(abs(self.gap(way)) <= slack for way in self.ways)


def judge_tax(facts: Facts) -> Said:
    """Says of each reconciliation of one column whether it adds up, and begins and ends with what is stated."""
    for sheet in facts.tables:
        bridge = _bridge(sheet)
        if bridge is not None:
            scope = scope_of(sheet.schedule.section) or "consolidated"
            stated = {r.item: figure(r, "value") for r in facts.statements.records if r.scope == scope and r.item}
            yield from _profit(bridge, stated.get("profit_before_tax"))
            yield from _tax(bridge, stated.get("income_tax"))


def _bridge(sheet: Worksheet) -> Bridge | None:
    """The reconciliation in a table of one column; of more columns it is a sum like others."""
    form = load("relations")["tax"]
    if len(sheet.additive) != 1:
        return None
    (column,) = sheet.additive
    starts = [line for line in sheet.lines if matches(form["start"], line.label)]
    ends = [line for line in sheet.lines if matches(form["tax"], line.label)]
    if len(starts) != 1 or len(ends) != 1:
        return None
    rows = sheet.lines[starts[0].index : ends[0].index]
    lines = [line for line in rows if column in line.entries]
    if len(lines) < FEWEST or any(column in line.doubted for line in sheet.lines) or column not in ends[0].entries:
        return None
    above = (line for line in sheet.lines[: starts[0].index] if matches(form["profit"], line.label))
    profit = next((line for line in above if column in line.entries), None)
    ways = tuple(tuple(way) for way in signs_of(lines))
    parts = tuple(_figure(sheet, line) for line in lines)
    return Bridge(_figure(sheet, profit) if profit else None, parts, ways, _figure(sheet, ends[0]))


def _figure(sheet: Worksheet, line: Line) -> Figure:
    return in_base_unit(sheet, line.entries[sheet.additive[0]])


def _profit(bridge: Bridge, stated: Figure | None) -> Said:
    """The profit above, which is the one stated where the tax at a rate follows from that one alone."""
    printed = bridge.profit
    if printed is None or stated is None:
        return
    if printed.interval.meets(stated.interval):
        yield Evidence.STRONG
    elif _is_at_a_rate(bridge.parts[0], stated) and not _is_at_a_rate(bridge.parts[0], printed):
        message = (
            f"the profit is printed {{printed}} here and {stated.text} in the income statement "
            f"(page {stated.source.page}), and {bridge.parts[0].text} is a rate of tax on that"
        )
        yield disagreement("利润总额", message, printed, stated.interval, stated, bridge.parts[0])
    else:
        yield Evidence.UNTOLD


def _is_at_a_rate(tax: Figure, profit: Figure) -> bool:
    """Whether a tax is a whole or half per cent of a profit, to its last place."""
    if not profit.value:
        return False
    steps = round(Fraction(tax.value) * 100 * STEPS / Fraction(profit.value))
    return abs(Fraction(profit.value) * steps / (100 * STEPS) - Fraction(tax.value)) <= tax.unit


def _tax(bridge: Bridge, stated: Figure | None) -> Said:
    """What the rows make, against the tax below them and the one that is stated."""
    agrees = stated is not None and stated.interval.meets(bridge.tax.interval)
    if bridge.holds:
        yield Evidence.STRONG
    elif stated is None:
        yield Evidence.UNTOLD
    elif agrees:
        yield _rows(bridge, stated)
    elif bridge._replace(tax=stated).holds:
        message = (
            f"{{printed}} is printed here and {stated.text} in the income statement (page {stated.source.page}), "
            "to which the rows add up"
        )
        yield disagreement("所得税费用", message, bridge.tax, stated.interval, stated)
    else:
        yield Evidence.UNTOLD


def _rows(bridge: Bridge, stated: Figure) -> Finding:
    """Rows that do not add up to the tax that is stated too: the one of which a slip explains it."""
    way = min(bridge.ways, key=lambda each: abs(bridge.gap(each)))
    found = list(_slips(bridge, way))
    computed = total(p.interval if s > 0 else -p.interval for p, s in zip(bridge.parts, way, strict=True))
    made = expected_text(bridge.tax, computed)
    message = (
        f"the rows add up to {made}, but the total is printed {bridge.tax.text}; "
        f"it is {stated.text} in the income statement (page {stated.source.page}) too"
    )
    if len(found) != 1:
        return accused("所得税费用", message, bridge.tax, *bridge.parts, stated, expected=made)
    ((slip, odd, right),) = found
    message += f"; {odd.text} is likely to stand for {show(Fraction(right.value), right.unit)}"
    # Deductions printed as amounts, without the word for it, may be a custom.
    severity: Severity = "warning" if slip == "sign" else "error"
    others = (part for part in bridge.parts if part is not odd)
    expected = show(Fraction(right.value), right.unit)
    return accused("所得税费用", message, odd, bridge.tax, *others, severity=severity, expected=expected, slip=slip)


def _slips(bridge: Bridge, way: Sequence[int]) -> Iterator[tuple[Slip, Figure, Figure]]:
    """The rows of which a telling slip explains the gap, each as it should be."""
    for part, sign in zip(bridge.parts, way, strict=True):
        needed = Fraction(part.value) + sign * bridge.gap(way)
        found = ((slip, right) for slip, right in corrections(part, TELLING) if Fraction(right.value) == needed)
        slip, right = next(found, (None, None))
        if slip is not None and right is not None:
            yield slip, part, right
