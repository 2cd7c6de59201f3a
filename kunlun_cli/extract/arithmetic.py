"""The filing's own arithmetic as a guard of the reading: amounts that are another unit's by what stands beside them.

Where a filing prints the same twice, a factor of a thousand, ten thousand or a million between the two is no misprint
of a digit but a unit that was taken for another: such amounts are withheld. So are figures of a file that has lost
its minus signs, which shows in what is printed as growth and is a fall.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from kunlun_cli.figures.numbers import last_unit, wholes
from kunlun_cli.records import FinancialRecord, Financials, Holder, Holders, Problem, QuarterlyRecord
from kunlun_cli.records.financials import QUARTERS

R = TypeVar("R", FinancialRecord, QuarterlyRecord)
CODE = "unit-doubtful"
UNSIGNED = "signs-lost"
FALLS = 2
"""So many falls without a sign, and no figure with one: programs that lose minus signs lose all of them. No real filing
that is read right has even one; a single one may be the filer's slip."""
SHARES = (Decimal(10_000_000), Decimal(1_000_000_000_000))
"""Shares that listed companies have: 30 million at least when they are listed (证券法 before 2020, the exchanges' rules
since), 357 thousand million the largest."""
MOST_A_SHARE = Decimal(1_000)
"""Yuan of net assets for a share that no listed company has: the most that any had is about 200."""
FACTORS = tuple(Decimal(10) ** power for power in (3, 4, 6, -3, -4, -6))
CLOSE = Decimal("0.02")
"""Parts of an amount within which a sum is that amount in another unit: rounding, and what was restated since."""
AMOUNTS = ("value", "prior", "prior_before_restatement", "two_years_ago", "two_years_ago_before_restatement")
MANY = 3
"""So many rows must say the same of the number of shares: a slip of the filer's is one row's."""


def sound_figures(found: Financials) -> Financials:
    """Key figures without those whose unit figures per share, or the quarters, contradict, or whose signs are lost."""
    problem = _against_signs(found)
    if problem is not None:
        records = tuple(_without(r, (*AMOUNTS, "change", "change_unit")) for r in found.records)
        quarterly = tuple(_without(r, QUARTERS) for r in found.quarterly)
        return replace(found, records=records, quarterly=quarterly, problems=(*found.problems, problem))
    problem = _against_shares(found.records)
    if problem is not None:
        records = tuple(_without_amounts(r, AMOUNTS) for r in found.records)
        quarterly = tuple(_without_amounts(r, QUARTERS) for r in found.quarterly)
        return replace(found, records=records, quarterly=quarterly, problems=(*found.problems, problem))
    problem = _against_net_assets(found.records)
    if problem is not None:
        balances = (_without_amounts(r, AMOUNTS) if r.span == "point_in_time" else r for r in found.records)
        return replace(found, records=tuple(balances), problems=(*found.problems, problem))
    problem = _against_year(found)
    if problem is None:
        return found
    quarterly = tuple(_without_amounts(r, QUARTERS) for r in found.quarterly)
    return replace(found, quarterly=quarterly, problems=(*found.problems, problem))


def _against_signs(found: Financials) -> Problem | None:
    """Changes that are printed as growth and follow from the figures beside them as falls, where nothing has a sign."""
    printed = [getattr(r, name) for r in found.records for name in AMOUNTS]
    # A fall of points is told in words (减少2.15个百分点).
    printed += [r.change for r in found.records if r.change_unit == "%"]
    printed += [getattr(r, name) for r in found.quarterly for name in QUARTERS]
    fallen = [r for r in found.records if _fell(r)]
    if len(fallen) < FALLS or any(figure is not None and figure < 0 for figure in printed):
        return None
    message = (
        f"{fallen[0].label}: {fallen[0].change} is printed as its change, and by its amounts it fell by as much; "
        "no figure has a minus: this file has lost them, and its key figures are withheld"
    )
    return Problem(UNSIGNED, message, fallen[0].source.page)


def _fell(record: FinancialRecord) -> bool:
    if record.change is None or record.change_unit != "%" or not record.prior or record.value is None:
        return False
    fall = (record.prior - record.value) / record.prior * 100
    return record.prior > 0 and record.change > 0 and abs(fall - record.change) <= last_unit(record.change)


def _without_amounts(record: R, names: Iterable[str]) -> R:
    return _without(record, names) if record.unit == "CNY" else record


def _without(record: R, names: Iterable[str]) -> R:
    none: dict[str, Any] = dict.fromkeys(name for name in names if getattr(record, name) is not None)
    return replace(record, **none)


def _against_shares(records: Sequence[FinancialRecord]) -> Problem | None:
    """Profit over earnings per share is the weighted number of shares, which no company has."""
    known = implied_wholes(records)
    few = [shares for shares in known if shares[1] < SHARES[0]]
    many = [shares for shares in known if shares[0] > SHARES[1]]
    if not known or len(known) > max(len(few), len(many)):
        return None
    profit = next(r for r in records if r.item == "net_profit_parent" and r.unit == "CNY")
    message = (
        f"{profit.label} over earnings per share would be {known[0][1]:,.0f} shares at most, which no listed company "
        "has: the amounts' unit may be another; they are withheld"
        if few
        else f"{profit.label} over earnings per share would be {known[0][0]:,.0f} shares at least, more than any "
        "company has: the amounts' unit may be another; they are withheld"
    )
    return Problem(CODE, message, profit.source.page)


def _against_net_assets(records: Sequence[FinancialRecord]) -> Problem | None:
    """Net assets over the shares that profit and earnings per share imply, of which no share has so many.

    A text may have set the unit of one row's label over the balances below it.
    """
    known = implied_wholes(records)
    assets = next((r for r in records if r.item == "net_assets_parent" and r.unit == "CNY" and r.value), None)
    if assets is None or assets.value is None or not known:
        return None
    a_share = assets.value / max(most for _, most in known)
    if a_share < MOST_A_SHARE:
        return None
    message = (
        f"{assets.label} would be {a_share:,.0f} yuan a share, more than any company has: the unit of the balances may "
        "be another; they are withheld"
    )
    return Problem(CODE, message, assets.source.page)


def implied_wholes(records: Sequence[FinancialRecord]) -> list[tuple[Decimal, Decimal]]:
    """The fewest and the most shares by profit over earnings per share, in every period that prints both."""
    profits = {r.span: r for r in records if r.item == "net_profit_parent" and r.unit == "CNY"}
    pairs = [(profits[r.span], r) for r in records if r.item == "eps_basic" and r.span in profits]
    implied = [_implied(getattr(a, name), getattr(b, name)) for a, b in pairs for name in AMOUNTS]
    return [shares for shares in implied if shares is not None]


def _implied(profit: Decimal | None, per_share: Decimal | None) -> tuple[Decimal, Decimal] | None:
    """What a profit and its part per share, rounded as it is printed, allow for."""
    if not profit or not per_share:
        return None
    half = last_unit(per_share) / 2
    low, high = abs(per_share) - half, abs(per_share) + half
    return (abs(profit) / high, abs(profit) / low) if low > 0 else None


def _against_year(found: Financials) -> Problem | None:
    """The quarters of all items add up to the year's figure in another unit."""
    years = {r.item: r for r in found.records if r.span == "year_to_date" and r.value and r.unit == "CNY"}
    told = []
    for record in found.quarterly:
        year = years.get(record.item) if record.item and record.unit == "CNY" else None
        parts = [q for q in (getattr(record, name) for name in QUARTERS) if q is not None]
        if year is not None and year.value and len(parts) == len(QUARTERS):
            told.append((record, in_another_unit(sum(parts), year.value)))
    factor = told[0][1] if told else None
    if factor is None or any(other != factor for _, other in told):
        return None
    first = told[0][0]
    message = (
        f"{first.label}: the quarters add up to the year's figure times {factor:f}: "
        "their unit may be another; the quarters' amounts are withheld"
    )
    return Problem(CODE, message, first.source.page)


def in_another_unit(total: Decimal, value: Decimal) -> Decimal | None:
    """The factor between the units of two amounts that are one in two units; `None` where they are not."""
    return next((f for f in FACTORS if abs(total - value * f) <= CLOSE * abs(value * f)), None)


def sound_shares(found: Holders) -> Holders:
    """Shareholders without the numbers of shares that, by the shares of the whole, would be another unit's."""
    for table in dict.fromkeys(h.table for h in found.records):
        rows = [h for h in found.records if h.table == table and h.shares and h.pct]
        wholes = [_whole(h) for h in rows]
        if len(rows) >= MANY and all(most < SHARES[0] for most in wholes):
            message = (
                f"the largest holding, {rows[0].shares:,} shares or {rows[0].pct} %, makes a company of fewer shares "
                "than any has: the unit may be another; numbers of shares are withheld"
            )
            problem = Problem(CODE, message, rows[0].source.page)
            records = tuple(_without_shares(h) for h in found.records)
            return replace(found, records=records, problems=(*found.problems, problem))
    return _without_none(found)


def _without_none(found: Holders) -> Holders:
    """Shareholders without a number of shares that is none beside a share of the whole: another cell's, or lost."""
    odd = [h for h in found.records if h.shares == 0 and h.pct]
    problems = tuple(
        Problem("two-candidates", f"{h.name}: no shares stand beside {h.pct} % of the whole", h.source.page)
        for h in odd
    )
    records = tuple(_without_shares(h) if h in odd else h for h in found.records)
    return replace(found, records=records, problems=(*found.problems, *problems)) if odd else found


def _whole(holder: Holder) -> Decimal:
    """The most shares that the company may have by a holder's number of them and per cent."""
    pct = holder.pct or Decimal(0)
    found = wholes(Decimal(holder.shares or 0), pct)
    return found[1] if found else SHARES[1]


def _without_shares(holder: Holder) -> Holder:
    return replace(
        holder, shares=None, restricted_shares=None, restricted_shares_incl_lent=None, change=None, change_note=None,
        pledges=None if holder.pledges is None else (),
    )  # fmt: skip
