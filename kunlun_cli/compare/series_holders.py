"""Holders over time: counts, shares lent, and each holder's stakes under all its printed names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kunlun_cli.compare.diff_holders import parties, pledged
from kunlun_cli.compare.match import Party, match, plain, rows
from kunlun_cli.compare.quarters import growth
from kunlun_cli.compare.series_model import HolderRow, Point, Ref, Row, Stake
from kunlun_cli.records import Holder
from kunlun_cli.records.period import Period
from kunlun_cli.records.reading import FilingLike

_COUNTS = (
    ("holders", "股东总数"),
    ("preferred_holders", "优先股股东总数"),
    ("special_voting_holders", "特别表决权股份的股东总数"),
)


def counts(filings: Sequence[FilingLike], periods: Sequence[Period]) -> Iterator[Row]:
    """Numbers of shareholders at the end of each period; rows that no filing prints are left out."""
    for name, label in _COUNTS:
        found: dict[Period, Point] = {}
        for filing in filings:
            period = Period.parse(filing.info.period)
            value = getattr(filing.holders.counts, name)
            if period is None or value is None or period in found:
                continue
            source = filing.holders.counts.cells.get(name)
            place = Ref(filing.info.source, source.page if source else None, "count")
            found[period] = Point(str(period), Decimal(value), "printed", sources=(place,))
        if found:
            yield Row("holders", name, label, "holders", "point_in_time", _grown(found, periods, "holders"))


def lent(filings: Sequence[FilingLike], periods: Sequence[Period]) -> Iterator[Row]:
    """Shares lent at the end of each period, all lenders named in the filing together."""
    found: dict[Period, Point] = {}
    for filing in filings:
        period = Period.parse(filing.info.period)
        if period is None or filing.lending.applicable.participation is None or period in found:
            continue
        found[period] = _lent(filing, period)
    if any(point.value is not None for point in found.values()):
        yield Row(
            "lending",
            "lent_shares",
            "期末转融通出借股份且尚未归还",
            "shares",
            "point_in_time",
            _grown(found, periods, "shares"),
        )


def _lent(filing: FilingLike, period: Period) -> Point:
    records = rows(filing.lending.records, "participation")
    if not filing.lending.applicable.participation:
        return Point(str(period), None, "missing", reason="不适用 is ticked")
    values = [r.closing_lent_shares for r in records if r.closing_lent_shares is not None]
    if not records or len(values) < len(records):
        return Point(str(period), None, "missing", reason="not all lenders' shares could be read")
    places = tuple(dict.fromkeys(Ref(filing.info.source, r.source.page, "row") for r in records))
    formula = "sum over the lenders named" if len(values) > 1 else None
    origin = "derived" if len(values) > 1 else "printed"
    return Point(str(period), sum(values, Decimal(0)), origin, formula, sources=places)  # type: ignore[arg-type]


def _grown(found: dict[Period, Point], periods: Sequence[Period], unit: str) -> tuple[Point, ...]:
    points = []
    for period in periods:
        point = found.get(period)
        if point is None:
            points.append(Point(str(period), None, "missing", reason="not in the filing"))
            continue
        earlier = {name: found.get(p) for name, p in (("yoy", period.year_before), ("qoq", period.quarter_before))}
        old = {name: p.value if p else None for name, p in earlier.items()}
        if point.value is not None:
            point = replace(
                point,
                yoy=growth(point.value, old["yoy"], unit, str(period.year_before)),
                qoq=growth(point.value, old["qoq"], unit, str(period.quarter_before)),
            )
        points.append(point)
    return tuple(points)


@dataclass
class _Thread:
    """A holder while the filings are gone through."""

    names: list[str]
    reasons: list[str] = field(default_factory=list)
    stakes: dict[Period, Stake] = field(default_factory=dict)
    last: Period | None = None
    shares: Decimal | None = None
    kind: str | None = None


def holder_rows(filings: Sequence[FilingLike], periods: Sequence[Period]) -> tuple[HolderRow, ...]:
    """Each holder that stands among the top ten of any filing, over all periods, biggest first."""
    threads: list[_Thread] = []
    before: Period | None = None
    for period in periods:
        filing = _filing_with_holders(filings, period)
        if filing is None:
            continue
        _follow(threads, filing, period, before)
        before = period
    ordered = sorted(threads, key=_size)
    return tuple(
        HolderRow(
            t.names[-1],
            tuple(dict.fromkeys(t.names)),
            tuple(dict.fromkeys(t.reasons)),
            tuple(t.stakes.get(p) or Stake(str(p)) for p in periods),
        )
        for t in ordered
    )


def _filing_with_holders(filings: Sequence[FilingLike], period: Period) -> FilingLike | None:
    found = (f for f in filings if Period.parse(f.info.period) == period and rows(f.holders.records, "top10"))
    return next(found, None)


def _size(thread: _Thread) -> tuple[int, Decimal]:
    """Holders of the latest period first by rank, those that left after them by when they left."""
    last = thread.last or Period(0, 3)
    rank = thread.stakes[last].rank if last in thread.stakes else None
    return (-(last.year * 12 + last.months), Decimal(rank or 99))


def _follow(threads: list[_Thread], filing: FilingLike, period: Period, before: Period | None) -> None:
    records = rows(filing.holders.records, "top10")
    # The number of shares is evidence only against the filing just before, not against an old one.
    known = [Party(t.names[-1], t.shares if t.last == before else None, t.kind) for t in threads]
    matching = match(known, parties(records))
    lending = {plain(r.name): r.closing_lent_shares for r in rows(filing.lending.records, "participation")}
    for pair in matching.pairs:
        thread = threads[pair.old]
        if pair.reason:
            thread.reasons.append(f"{period}: {pair.reason}")
        earlier = thread.shares if thread.last == before else None
        _note(thread, records[pair.new], (filing, period, lending), earlier)
    for j in matching.entered:
        thread = _Thread(names=[], kind=records[j].share_class)
        _note(thread, records[j], (filing, period, lending), None)
        threads.append(thread)


def _note(
    thread: _Thread,
    record: Holder,
    where: tuple[FilingLike, Period, dict[str, Decimal | None]],
    earlier: Decimal | None,
) -> None:
    filing, period, lending = where
    amounts = list(pledged(record).values()) if record.pledges is not None else [None]
    thread.stakes[period] = Stake(
        period=str(period),
        rank=record.rank,
        shares=record.shares,
        pct=record.pct,
        restricted_shares=record.restricted_shares,
        pledged_shares=None if None in amounts else sum((a for a in amounts if a is not None), Decimal(0)),
        lent_shares=lending.get(plain(record.name)),
        change=None if earlier is None or record.shares is None else record.shares - earlier,
        source=Ref(filing.info.source, record.source.page, "row"),
    )
    thread.names.append(record.name)
    thread.last, thread.shares = period, record.shares
