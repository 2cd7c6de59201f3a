"""Many filings → series: sorted by period, one row per item and span, gaps named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kunlun_cli.compare.book import Book, Figure
from kunlun_cli.compare.company import by_company
from kunlun_cli.compare.diff_statements import restated_lines
from kunlun_cli.compare.figures import is_amount, rounded
from kunlun_cli.compare.model import Restatement, Statement
from kunlun_cli.compare.quarters import growth, identities, quarter, quarter_year_ago, trailing, year_ago
from kunlun_cli.compare.ratios import definitions, financial_ratios
from kunlun_cli.compare.ratios_holders import holder_ratios
from kunlun_cli.compare.series_holders import counts, holder_rows, lent
from kunlun_cli.compare.series_model import Basis, Growth, Origin, Point, Row, RowSpan, Series
from kunlun_cli.compare.statements import Key, order_of, statements
from kunlun_cli.records import FilingInfo, Problem
from kunlun_cli.records.period import Period
from kunlun_cli.records.reading import FilingLike
from kunlun_cli.records.statements import Scope


@dataclass(frozen=True, slots=True)
class Extent:
    """What of the filings goes into a series beside key figures, holders and lending.

    `scope`: the lines of the statements, the group's or the parent company's; these need more reading.
    `ratios`: all ratios, and not only those of the key figures; `segments`: revenue and margin by segment;
    `of`: each amount also as a share of this item (common size). `comparatives`: periods known only from
    comparison columns. `annualise`: returns of parts of a year times twelve over their months.
    """

    scope: Scope | None = None
    ratios: bool = False
    segments: bool = False
    of: str | None = None
    comparatives: bool = False
    annualise: bool = False


_PLAIN = Extent()


def series(filings: Iterable[FilingLike], *, basis: Basis = "first", extent: Extent = _PLAIN) -> tuple[Series, ...]:
    """The series of each company among the filings, in the order of their codes.

    A filing that prints no code belongs to the company of its name.

    The same file twice counts once. Where filings differ, the figure is taken that the period's own filing printed
    `first`, or the `latest`.
    """
    return tuple(_one(found, basis, extent) for found in by_company(filings))


def _usable(filings: Iterable[FilingLike]) -> tuple[list[FilingLike], tuple[str, ...]]:
    """Filings of known periods, each once, in order; and what was left out."""
    seen: dict[str, str] = {}
    found, notes = [], []
    for filing in sorted(filings, key=lambda f: order_of(f.info)):
        info = filing.info
        if info.sha256 in seen:
            notes.append(f"{info.source} is the same file as {seen[info.sha256]}; counted once")
        elif Period.parse(info.period) is None:
            notes.append(f"{info.source}: the period is not known; left out")
        else:
            found.append(filing)
        seen.setdefault(info.sha256, info.source)
    infos = [f.info for f in found]
    return [f for f in found if not _replaced(f.info, infos, notes)], tuple(notes)


def _replaced(info: FilingInfo, others: Sequence[FilingInfo], notes: list[str]) -> bool:
    """Whether another filing takes a filing's place: the revised edition, or the full report beside its summary."""
    same = [o for o in others if o.period == info.period and o is not info]
    revised = next((o for o in same if o.revision and o.form == info.form and not info.revision), None)
    full = next((o for o in same if o.form == "full" and info.form == "summary"), None)
    better = revised or full
    if better is not None:
        why = "the revised edition" if revised else "the full report"
        notes.append(f"{info.source}: {better.source}, {why} of {info.period}, was taken in its place")
    return better is not None


def _one(given: Sequence[FilingLike], basis: Basis, extent: Extent) -> Series:
    filings, notes = _usable(given)
    said, renamed = with_one_name(
        s for f in filings for s in statements(f, scope=extent.scope, segments=extent.segments)
    )
    book = Book(said, basis)
    periods = sorted({p for f in filings if (p := Period.parse(f.info.period))})
    columns = periods
    if extent.comparatives:
        columns = sorted({*periods, *(s.period for s in book.everything)})
    rows = [
        *_financial_rows(book, columns),
        *counts(filings, columns),
        *lent(filings, columns),
        *_ratio_rows(filings, columns, extent),
    ]
    infos = [f.info for f in sorted(given, key=lambda f: order_of(f.info), reverse=True)]
    return Series(
        code=next((i.code for i in infos if i.code), None),
        name=next((i.short_name for i in infos if i.short_name), next((i.company for i in infos if i.company), None)),
        periods=tuple(str(p) for p in columns),
        filings=tuple(f.info for f in filings),
        rows=(*rows, *(common_size(rows, extent.of) if extent.of else ())),
        holders=holder_rows(filings, periods),
        restatements=tuple(_judged(book.restatements, filings, extent.scope)),
        identities=tuple(identities(book)),
        notes=(*notes, *renamed),
        problems=tuple(dict.fromkeys(map(_doubt, book.doubts))),
    )


def _judged(found: Sequence[Restatement], filings: Sequence[FilingLike], scope: Scope | None) -> Iterator[Restatement]:
    """The restatements, lines judged as a comparison of the two filings does: moved within one sum, or not."""
    by_source = {filing.info.source: filing for filing in filings}
    pairs = {(r.old.filing.source, r.new.filing.source) for r in found if r.verdict == "silent"} if scope else ()
    moved = {
        (old, new, r.new.item, r.new.span, r.new.period): r.explanation
        for old, new in pairs
        for r in restated_lines(by_source[old], by_source[new], (), scope or "consolidated")
        if r.verdict == "reclassified"
    }
    for each in found:
        place = (each.old.filing.source, each.new.filing.source, each.new.item, each.new.span, each.new.period)
        yield replace(each, verdict="reclassified", explanation=moved[place]) if place in moved else each


def _doubt(pair: tuple[Statement, Statement]) -> Problem:
    """Two figures that contradict each other within one filing: a doubt of the reading, no restatement."""
    one, other = pair
    page = f" on page {other.source.page}" if other.source.page else ""
    return Problem(
        "two-candidates",
        f"{one.filing.source}: {one.label} of {one.period} is given as {one.value} and{page} as {other.value}; "
        "neither was taken for the series",
        one.source.page,
    )


def _financial_rows(book: Book, periods: Sequence[Period]) -> Iterator[Row]:
    keys = list(book.all_keys())
    for key in keys:
        if key[1] != "quarter":
            yield _row(book, key, key[1], [_plain(book, key, p) for p in periods])  # type: ignore[arg-type]
    for key in keys:
        sample = book.sample(key)
        if key[1] == "year_to_date" and is_amount(sample.unit):
            yield _row(book, key, "quarter", [_quarter(book, key[0], p) for p in periods])
        elif key[1] == "quarter" and not is_amount(sample.unit):
            yield _row(book, key, "quarter", [_plain(book, key, p) for p in periods])
    for key in keys:
        if key[1] == "year_to_date" and is_amount(book.sample(key).unit):
            yield _row(book, key, "ttm", [_trailing(book, key[0], p) for p in periods])


def _row(book: Book, key: Key, span: RowSpan, points: list[Point]) -> Row:
    sample = book.sample(key)
    return Row(sample.home, key[0], sample.label, sample.unit, span, tuple(points))


def _point(name: str, found: Figure | str, yoy: Growth | None, qoq: Growth | None, *, restated: bool = False) -> Point:
    if isinstance(found, Figure):
        return Point(name, found.value, found.origin, found.formula, None, found.sources, yoy, qoq, restated)
    return Point(name, None, "missing", reason=found)


def _plain(book: Book, key: Key, period: Period) -> Point:
    """A figure as printed: year to date, at the period's end, or a quarter that does not add up."""
    found = book.figure(key, period)
    value = found.value if found else None
    unit = book.sample(key).unit
    yoy = growth(value, *_base(year_ago(book, key, period), unit))
    qoq = None
    if key[1] == "point_in_time":
        before = book.figure(key, period.quarter_before)
        qoq = growth(value, before.value if before else None, unit, str(period.quarter_before))
    restated = book.is_restated(key, period)
    return _point(str(period), found or book.why_not(key, period), yoy, qoq, restated=restated)


def _base(base: tuple[Decimal | None, str], unit: str | None) -> tuple[Decimal | None, str | None, str]:
    return base[0], unit, base[1]


def _quarter(book: Book, item: str, period: Period) -> Point:
    found = quarter(book, item, period)
    if isinstance(found, str):
        return _point(str(period), found, None, None)
    unit = book.sample((item, "year_to_date")).unit
    yoy = growth(found.value, *_base(quarter_year_ago(book, item, period), unit))
    before = quarter(book, item, period.quarter_before)
    known = before.value if isinstance(before, Figure) else None
    qoq = growth(found.value, known, unit, period.quarter_before.quarter)
    parts = [p for p in (period, period.shorter) if p]
    restated = any(book.is_restated((item, "year_to_date"), p) for p in parts)
    return _point(str(period), found, yoy, qoq, restated=restated)


def _trailing(book: Book, item: str, period: Period) -> Point:
    found = trailing(book, item, period)
    if isinstance(found, str):
        return _point(str(period), found, None, None)
    before = trailing(book, item, period.year_before)
    known = before.value if isinstance(before, Figure) else None
    unit = book.sample((item, "year_to_date")).unit
    yoy = growth(found.value, known, unit, f"twelve months to {period.year_before}")
    parts = (period,) if period.months == 12 else (period, period.opening, period.year_before)
    restated = any(book.is_restated((item, "year_to_date"), p) for p in parts)
    return _point(str(period), found, yoy, None, restated=restated)


def _ratio_rows(filings: Sequence[FilingLike], periods: Sequence[Period], extent: Extent) -> Iterator[Row]:
    """The ratios that are one number a filing; those by segment belong to the filing itself."""
    codes = None if extent.ratios else [c for c, d in definitions().items() if d.get("home") == "key_figures"]
    points: dict[tuple[str, str, str | None, str], dict[str, Point]] = {}
    for filing in filings:
        period = str(Period.parse(filing.info.period))
        found = financial_ratios(filing, annualise=extent.annualise, codes=codes)
        for ratio in (*found, *holder_ratios(filing)):
            # What is taken as printed under a key figure's own code is a row already.
            if ratio.span == "quarter" or any(i.name == ratio.code for i in ratio.inputs):
                continue
            refs = tuple(dict.fromkeys(i.ref(filing.info.source) for i in ratio.inputs))
            origin: Origin = "derived" if ratio.value is not None else "missing"
            point = Point(period, ratio.value, origin, ratio.formula, ratio.reason, refs)
            row = points.setdefault((ratio.code, ratio.label, ratio.unit, ratio.span), {})
            if period not in row or row[period].value is None:
                row[period] = point
    for (code, label, unit, span), by_period in points.items():
        cells = [
            by_period.get(str(p)) or Point(str(p), None, "missing", reason="no filing of the period") for p in periods
        ]
        grown = (_with_growth(cell, p, by_period, unit) for cell, p in zip(cells, periods, strict=True))
        yield Row("ratios", code, label, unit, span, tuple(grown))  # type: ignore[arg-type]


def _with_growth(point: Point, period: Period, by_period: Mapping[str, Point], unit: str | None) -> Point:
    """A ratio with its change on the year: in points where it is in per cent, else in per cent."""
    before = by_period.get(str(period.year_before))
    yoy = growth(point.value, before.value if before else None, unit, str(period.year_before))
    return replace(point, yoy=yoy)


def common_size(rows: Sequence[Row], item: str) -> Iterator[Row]:
    """Each row of amounts in per cent of another of the same span and the same statement's kind: common size."""
    bases = {row.span: row for row in rows if row.item == item and is_amount(row.unit)}
    for row in rows:
        base = bases.get(row.span)
        if base is None or row.unit != base.unit or row.section not in _COMMON or row.item == item:
            continue
        label = f"{row.label} / {base.label}"
        points = tuple(_share(one, of, f"{row.item} / {item}") for one, of in zip(row.points, base.points, strict=True))
        yield Row(row.section, f"{row.item}/{item}", label, "%", row.span, points)


_COMMON = ("financials", "balance_sheet", "income_statement", "cash_flow", "segments")


def _share(one: Point, of: Point, formula: str) -> Point:
    """One figure in per cent of another of its period."""
    sources = (*one.sources, *of.sources)
    if one.value is None or of.value is None:
        return Point(one.period, None, "missing", formula, one.reason or of.reason, sources)
    if of.value <= 0:
        return Point(one.period, None, "missing", formula, "the denominator is not positive", sources)
    value = rounded(one.value * 100, of.value)
    yoy, qoq = (_growth_of_share(value, *pair) for pair in ((one.yoy, of.yoy), (one.qoq, of.qoq)))
    return Point(one.period, value, "derived", formula, None, sources, yoy, qoq, one.restated or of.restated)


def _growth_of_share(value: Decimal, one: Growth | None, of: Growth | None) -> Growth | None:
    """The change of a share in points, against the share of the figures that the two amounts are held against."""
    if one is None or of is None:
        return None
    # One figure before a restatement over another after it would be a share that nobody printed.
    if one.base != of.base:
        return Growth(None, "pp", one.base, "the two figures are held against unlike ones")
    before = None
    if one.before is not None and of.before is not None and of.before > 0:
        before = rounded(one.before * 100, of.before)
    return growth(value, before, "%", one.base or "")


_MEASURES = ("segment_revenue_main: ", "segment_revenue: ", "segment_gross_margin_main: ", "segment_gross_margin: ")


def with_one_name(said: Iterable[Statement]) -> tuple[list[Statement], tuple[str, ...]]:
    """What filings say, each segment under its latest name, and what was put together, in words.

    A later filing that has a segment of another name with exactly the revenue that the earlier one has of the year
    before has renamed it, if neither filing has the other name, and no other segment the same revenue.
    """
    everything = list(said)
    new_names: dict[str, tuple[str, str]] = {}
    notes: dict[str, str] = {}
    for old, new in _pairs([s for s in everything if s.home == "segments" and _measure(s)]):
        first, last = _name(old.item), _name(new.item)
        if first in new_names or last in new_names:
            continue
        new_names[first] = (last, new.label)
        notes[first] = (
            f"{old.label} is called {new.label} from {new.filing.period} on: the revenue of {old.period} is the same"
        )
        # What was renamed before is called by the last name too.
        new_names |= {name: new_names[first] for name, (other, _) in new_names.items() if other == first}
    return [_called(s, new_names) for s in everything], tuple(notes.values())


def _measure(statement: Statement) -> str | None:
    return next((m for m in _MEASURES if statement.item.startswith(m)), None)


def _name(item: str) -> str:
    return next((item.removeprefix(m) for m in _MEASURES if item.startswith(m)), item)


def _called(statement: Statement, names: dict[str, tuple[str, str]]) -> Statement:
    measure = _measure(statement)
    if statement.home != "segments" or measure is None or _name(statement.item) not in names:
        return statement
    name, label = names[_name(statement.item)]
    label += "毛利率" if "margin" in measure else ""
    return replace(statement, item=measure + name, label=label)


def _pairs(said: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Figures of one period: of an earlier filing under the old name, and of a later one under the new."""
    revenue = [s for s in said if "margin" not in s.item and s.value]
    own: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    names: dict[str, set[str]] = defaultdict(set)
    for s in revenue:
        names[s.filing.sha256].add(s.item)
        if s.column == "value":
            own[_place(s)].append(s)
    for new in (s for s in revenue if s.column == "prior"):
        found = own.get(_place(new), [])
        old = found[0] if len({s.item for s in found}) == 1 else None
        if old is None or old.item == new.item:
            continue
        apart = old.item not in names[new.filing.sha256] and new.item not in names[old.filing.sha256]
        if apart:
            yield old, new


def _place(statement: Statement) -> tuple[object, ...]:
    """Measure, breakdown and period of a figure, and the figure."""
    measure = _measure(statement) or ""
    breakdown = _name(statement.item).partition(":")[0]
    return measure, breakdown, statement.period, statement.unit, statement.value
