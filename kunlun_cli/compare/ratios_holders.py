"""Concentration of the holders, average holding, and the share lent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from kunlun_cli.compare.figures import quantum, rounded
from kunlun_cli.compare.match import rows
from kunlun_cli.compare.ratios_model import Input, MissingError, Ratio
from kunlun_cli.figures.numbers import last_unit
from kunlun_cli.records import FinancialRecord, Holder, Source
from kunlun_cli.records.reading import FilingLike

CODES = ("cr1", "cr3", "cr10", "hhi_top10", "average_holding", "lent_share")
_LEAST_DIGITS = 3
"""Significant digits an average must have to be shown."""


def holder_ratios(filing: FilingLike) -> Iterator[Ratio]:
    """CR1, CR3, CR10, HHI of the ten largest, shares a holder, and the share lent."""
    top = sorted(rows(filing.holders.records, "top10"), key=lambda r: r.rank)
    for number in (1, 3, 10):
        yield _concentration(top, number)
    yield _herfindahl(top)
    yield _average(filing, top)
    yield _lent(filing)


def _ratio(code: str, labels: tuple[str, str], unit: str, formula: str) -> Ratio:
    return Ratio(code, labels[0], labels[1], unit, "point_in_time", None, formula)


def _percentages(top: Sequence[Holder], number: int) -> tuple[Input, ...]:
    if len(top) < number:
        raise MissingError(f"the table has {len(top)} holders only" if top else "the filing has no table of holders")
    lacking = [r.name for r in top[:number] if r.pct is None]
    if lacking:
        raise MissingError(f"no percentage for {lacking[0]}")
    return tuple(
        Input(f"pct {r.rank}", r.name, r.pct, "%", r.cells.get("pct", r.source))
        for r in top[:number]
        if r.pct is not None
    )


def _concentration(top: Sequence[Holder], number: int) -> Ratio:
    label = (f"前{number}大股东持股比例合计", f"Concentration CR{number}")
    said = _ratio(f"cr{number}", label, "%", f"sum of the {number} largest holders' percentages")
    return _over(said, top, number, lambda inputs: sum((i.value for i in inputs), Decimal(0)))


def _over(said: Ratio, top: Sequence[Holder], number: int, made: Callable[[Sequence[Input]], Decimal]) -> Ratio:
    """The ratio that is made of so many holders' percentages, or why it cannot be."""
    try:
        inputs = _percentages(top, number)
    except MissingError as missing:
        return replace(said, reason=str(missing))
    return replace(said, value=made(inputs), inputs=inputs)


def _herfindahl(top: Sequence[Holder]) -> Ratio:
    said = _ratio(
        "hhi_top10",
        ("前10大股东赫芬达尔指数", "Herfindahl index of the ten largest"),
        "points",
        "sum of the squares of the ten largest holders' percentages (of 10000)",
    )
    return _over(said, top, 10, lambda inputs: rounded(sum((i.value**2 for i in inputs), Decimal(0)), Decimal(1)))


def _average(filing: FilingLike, top: Sequence[Holder]) -> Ratio:
    said = _ratio("average_holding", ("户均持股", "Average holding"), "shares", "share capital / number of holders")
    count = filing.holders.counts.holders
    if not count:
        return replace(said, reason="the filing does not give the number of holders")
    source = filing.holders.counts.cells.get("holders") or Source()
    number = Input("holders", "股东总数", Decimal(count), "holders", source)
    capital = _share_capital(filing)
    if capital is not None and capital.value is not None:
        share = Input("share_capital", capital.label, capital.value, capital.unit, capital.source)
        value = rounded(capital.value, Decimal(count), Decimal("0.1"))
        return replace(said, value=value, inputs=(share, number))
    said = replace(
        said, formula="shares in all, as the holders' shares and percentages bound them, / number of holders"
    )
    bounds = _total_shares(top)
    if isinstance(bounds, str):
        return replace(said, inputs=(number,), reason=bounds)
    held = tuple(Input(f"shares {r.rank}", r.name, r.shares, "shares", r.source) for r in top if r.shares)
    certain = _certain(bounds[0] / count, bounds[1] / count)
    if certain is None:
        why = "the printed percentages are too coarse to say how many shares there are"
        return replace(said, inputs=(number, *held), reason=why)
    return replace(said, value=certain, inputs=(number, *held), approximate=True)


def _share_capital(filing: FilingLike) -> FinancialRecord | None:
    """The line of share capital, if there is exactly one."""
    found = [r for r in filing.financials.records if r.item == "share_capital" and r.value]
    return found[0] if len(found) == 1 else None


def _total_shares(top: Sequence[Holder]) -> tuple[Fraction, Fraction] | str:
    """Between what bounds the number of all shares lies, from shares and rounded percentages."""
    low, high = Fraction(0), None
    for record in top:
        if not record.shares or not record.pct:
            continue
        place = quantum(record.pct, record.cells.get("pct")) or min(last_unit(record.pct), Decimal("0.01"))
        half = Fraction(place) / 2
        shares, pct = Fraction(record.shares) * 100, Fraction(record.pct)
        low = max(low, shares / (pct + half))
        if pct > half:
            high = shares / (pct - half) if high is None else min(high, shares / (pct - half))
    if high is None:
        return "no holder's shares and percentage are given"
    return (low, high) if low <= high else "the holders' shares and percentages contradict each other"


def _certain(low: Fraction, high: Fraction) -> Decimal | None:
    """The value at the finest decimal place at which both bounds round alike; `None` if too few digits stay."""
    for power in range(12):
        place = 10**power
        first, last = round(low / place), round(high / place)
        if first == last:
            enough = len(str(first)) >= _LEAST_DIGITS
            return Decimal(first * place) if first and enough else None
    return None


def _lent(filing: FilingLike) -> Ratio:
    said = _ratio(
        "lent_share",
        ("转融通出借且尚未归还股份占总股本比例", "Share of the capital lent"),
        "%",
        "sum of the lenders' closing lent percentages",
    )
    records = rows(filing.lending.records, "participation")
    reason = None
    if filing.lending.applicable.participation is None:
        reason = "the form has no such disclosure"
    elif not filing.lending.applicable.participation:
        reason = "不适用 is ticked"
    elif not records or any(r.closing_lent_pct is None for r in records):
        reason = "not all lenders' percentages could be read"
    if reason:
        return replace(said, reason=reason)
    inputs = tuple(
        Input("closing_lent_pct", r.name, r.closing_lent_pct, "%", r.cells.get("closing_lent_pct", r.source))
        for r in records
        if r.closing_lent_pct is not None
    )
    total = sum((i.value for i in inputs), Decimal(0))
    return replace(said, value=total, inputs=inputs)
