"""Series as sheets (items by periods), as one long sheet, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kunlun_cli.compare.figures import rounded
from kunlun_cli.compare.model import Restatement
from kunlun_cli.compare.period import Period
from kunlun_cli.compare.series_model import Growth, HolderRow, Identity, Point, Ref, Row, Series, Stake
from kunlun_cli.render import sheet as sheets
from kunlun_cli.render.compare import number, restatement_row
from kunlun_cli.render.sheet import Column, Kind, Sheet, Value
from kunlun_cli.render.view_rows import label_of

SPANS = {
    "year_to_date": "Year to date",
    "quarter": "Single quarters",
    "ttm": "Trailing twelve months",
    "point_in_time": "At the period's end",
}
_SECTIONS = {"holders": "Shareholders", "lending": "Shares lent", "ratios": "Ratios"}
SCALES = {"元": 1, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
_SPARKS = "▁▂▃▄▅▆▇█"
_GAP = " "
_KEYS = ("code", "short_name", "section", "item", "label", "unit", "span")
_LONG = (
    *(Column(key, key) for key in _KEYS),
    Column("period", "period"),
    Column("value", "value", Kind.AMOUNT),
    Column("origin", "origin"),
    Column("yoy", "yoy", Kind.CHANGE),
    Column("qoq", "qoq", Kind.CHANGE),
    Column("growth_unit", "growth unit"),
    Column("restated", "restated"),
    Column("formula", "formula"),
    Column("reason", "reason"),
    Column("source", "source"),
)
STAKES = ("rank", "shares", "pct", "restricted_shares", "pledged_shares", "lent_shares", "change")


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a series to show: spans, items (codes), and whether with growth and with holders.

    `scale` is the unit in which readers' formats show amounts of money; exact formats know yuan only.
    """

    spans: tuple[str, ...] = tuple(SPANS)
    items: tuple[str, ...] = ()
    growth: bool = False
    holders: bool = False
    scale: str = "元"

    def has(self, row: Row) -> bool:
        """Whether a row is among those chosen."""
        return row.span in self.spans and (not self.items or row.item in self.items)


def series_title(series: Series) -> str:
    """Company, code and the periods on one line."""
    head = " ".join(part for part in (series.name, f"({series.code})" if series.code else None) if part)
    first, last = series.periods[0] if series.periods else "", series.periods[-1] if series.periods else ""
    return " · ".join(part for part in (head, f"{first} – {last}" if first != last else first) if part)


def spark(points: Iterable[Point]) -> str:
    """The row as a line of blocks from its lowest to its highest value; a gap for what is missing."""
    values = [point.value for point in points]
    known = [value for value in values if value is not None]
    if len(known) < 2 or min(known) == max(known):
        return ""
    low, high = min(known), max(known)
    steps = len(_SPARKS) - 1
    return "".join(_GAP if v is None else _SPARKS[int((v - low) * steps / (high - low))] for v in values)


def name_of_period(period: str, span: str) -> str:
    """The heading of a column: `2024 Q2` for single quarters, else `2024H1`."""
    parsed = Period.parse(period)
    return parsed.quarter if parsed and span == "quarter" else period


def series_sheets(series: Series, choice: Choice, *, screen: bool = True) -> list[Sheet]:
    """A sheet for each span, then counts, lending, ratios, holders, restatements and identities that fail."""
    found = []
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in series.rows:
        if choice.has(row) and any(point.value is not None for point in row.points):
            span: str = row.span if row.section == "financials" else ""
            groups.setdefault((row.section, span), []).append(row)
    for (section, span), rows in groups.items():
        name = SPANS[span] if section == "financials" else _SECTIONS[section]
        found.append(_wide(series, f"{section}_{span}".rstrip("_"), name, rows, choice, screen=screen))
    if choice.holders:
        found += _stakes(series)
    found += _restatements(series.restatements)
    found += _identities(series.identities)
    if series.notes:
        found.append(Sheet("notes", "Notes", (), (), series.notes))
    return found


def _wide(series: Series, key: str, name: str, rows: Sequence[Row], choice: Choice, *, screen: bool) -> Sheet:
    units = [row.unit for row in rows]
    common = max(dict.fromkeys(units), key=units.count)
    scaled = choice.scale != "元" and common == "CNY"
    span = rows[0].span if rows[0].section == "financials" else ""
    columns = [Column("label", choice.scale if scaled else common or "item")]
    if screen:
        columns.append(Column("spark", "trend", secondary=True))
    columns += [Column(p, name_of_period(p, span), Kind.AMOUNT) for p in series.periods]
    out = []
    for row in rows:
        values: dict[str, Value] = {"label": label_of(row.label, row.unit, common)}
        if screen:
            values["spark"] = spark(row.points) or None
        values |= {p.period: _scaled(p, row, choice) for p in row.points}
        marks = {p.period: _mark(p) for p in row.points if _mark(p)}
        out.append(sheets.Row(values, suffixes=marks))
        out += _growth_rows(row) if choice.growth else []
    return Sheet(key, name, tuple(columns), tuple(out), _legend(rows)).without_empty()


def _scaled(point: Point, row: Row, choice: Choice) -> Value:
    """The value in the unit chosen, rounded to two places where that is not yuan."""
    if point.value is None or row.unit != "CNY" or choice.scale == "元":
        return number(point.value, row.unit)
    return rounded(point.value, Decimal(SCALES[choice.scale]))


def _mark(point: Point) -> str:
    return (
        ("*" if point.origin == "derived" and point.formula and "−" in point.formula else "")
        + ("c" if point.origin == "comparative" else "")
        + ("r" if point.restated else "")
    )


def _legend(rows: Sequence[Row]) -> tuple[str, ...]:
    used = "".join(_mark(point) for row in rows for point in row.points)
    words = {
        "*": "* derived from year-to-date figures",
        "c": "c from another filing's comparison column",
        "r": "r another filing gives this figure differently",
    }
    said = [text for sign, text in words.items() if sign in used]
    return ("; ".join(said),) if said else ()


def _growth_rows(row: Row) -> Iterator[sheets.Row]:
    for name, heading in (("yoy", "on the year"), ("qoq", "on the quarter")):
        growth: dict[str, Growth | None] = {p.period: getattr(p, name) for p in row.points}
        if any(g and g.value is not None for g in growth.values()):
            values: dict[str, Value] = {"label": f"  {heading}"}
            values |= {p: g.value if g else None for p, g in growth.items()}
            yield sheets.Row(
                values, suffixes={p: "%" if g and g.unit == "%" else " pp" for p, g in growth.items()}, depth=1
            )


def _stakes(series: Series) -> Iterator[Sheet]:
    periods = [p for p in series.periods if any(s.period == p for row in series.holders for s in row.stakes)]
    for field, name, kind in (
        ("shares", "Holders: shares", Kind.COUNT),
        ("pct", "Holders: per cent", Kind.PERCENT),
        ("lent_shares", "Holders: shares lent", Kind.COUNT),
    ):
        rows = []
        for holder in series.holders:
            stakes = {s.period: getattr(s, field) for s in holder.stakes}
            if any(v is not None and (v or field != "lent_shares") for v in stakes.values()):
                unit = "shares" if kind is Kind.COUNT else None
                values: dict[str, Value] = {"name": holder.name}
                rows.append(sheets.Row({**values, **{p: number(v, unit) for p, v in stakes.items()}}))
        columns = (Column("name", "holder"), *(Column(p, p, kind) for p in periods))
        if rows:
            yield Sheet(f"holders_{field}", name, columns, tuple(rows), _reasons(series) if field == "shares" else ())


def _reasons(series: Series) -> tuple[str, ...]:
    return tuple(
        f"{row.name}: {' / '.join(n for n in row.names if n != row.name) or 'printed alike'}: {'; '.join(row.reasons)}"
        for row in series.holders
        if row.reasons
    )


def _restatements(found: Sequence[Restatement]) -> Iterator[Sheet]:
    if not found:
        return
    columns = (
        Column("label", "item"),
        Column("verdict", "verdict"),
        Column("period", "period"),
        Column("old", "first", Kind.AMOUNT),
        Column("new", "then", Kind.AMOUNT),
        Column("before", "then, 调整前", Kind.AMOUNT),
        Column("files", "files", secondary=True),
        Column("where", "pages"),
    )
    rows = []
    for each in found:
        row = restatement_row(each)
        files = f"{each.old.filing.source} → {each.new.filing.source}"
        rows.append(sheets.Row({**row.values, "files": files}))
    explained = tuple(dict.fromkeys(f"{r.old.label}: {r.explanation}" for r in found if r.explanation))
    yield Sheet("restatements", "Figures that filings give differently", columns, tuple(rows), explained)


def _identities(found: Sequence[Identity]) -> Iterator[Sheet]:
    wrong = [i for i in found if not i.agrees]
    if not found:
        return
    columns = (
        Column("label", "item"),
        Column("period", "period"),
        Column("printed", "printed", Kind.AMOUNT),
        Column("derived", "derived", Kind.AMOUNT),
        Column("difference", "difference", Kind.CHANGE),
        Column("formula", "formula", secondary=True),
        Column("where", "where", secondary=True),
    )
    rows = tuple(
        sheets.Row(
            {
                "label": i.label,
                "period": i.period,
                "printed": i.printed.value,
                "derived": i.derived,
                "difference": i.difference,
                "formula": i.formula,
                "where": _where(Ref(i.printed.filing.source, i.printed.source.page, i.printed.column)),
            }
        )
        for i in wrong
    )
    note = f"{len(found) - len(wrong)} of {len(found)} printed single quarters and sums of quarters agree exactly."
    yield Sheet("identities", "Printed quarters against year-to-date figures", columns, rows, (note,))


def _where(ref: Ref) -> str:
    return f"{ref.file} p.{ref.page}" if ref.page else ref.file


def long_sheet(found: Iterable[Series], choice: Choice) -> Sheet:
    """One row a point, holders' stakes among them: what `--long` and CSV of several companies write."""
    rows = [row for series in found for row in _long_rows(series, choice)]
    return Sheet("series", "Series", _LONG, tuple(rows))


def _long_rows(series: Series, choice: Choice) -> Iterator[sheets.Row]:
    head: dict[str, Value] = {"code": series.code, "short_name": series.name}
    for row in series.rows:
        if not choice.has(row):
            continue
        said = {**head, **{key: getattr(row, key) for key in _KEYS[2:]}}
        for point in row.points:
            yield sheets.Row({**said, **_long_point(row, point)})
    for holder in series.holders if choice.holders else ():
        for stake in holder.stakes:
            yield from _long_stakes(head, holder, stake)


def _long_point(row: Row, point: Point) -> dict[str, Value]:
    growth = next((g for g in (point.yoy, point.qoq) if g), None)
    return {
        "period": name_of_period(point.period, row.span),
        "value": number(point.value, row.unit),
        "origin": point.origin,
        "yoy": point.yoy.value if point.yoy else None,
        "qoq": point.qoq.value if point.qoq else None,
        "growth_unit": growth.unit if growth else None,
        "restated": point.restated,
        "formula": point.formula,
        "reason": point.reason,
        "source": "; ".join(map(_where, point.sources)) or None,
    }


def _long_stakes(head: dict[str, Value], holder: HolderRow, stake: Stake) -> Iterator[sheets.Row]:
    for field in STAKES:
        value = getattr(stake, field)
        if value is None:
            continue
        unit = {"rank": None, "pct": "%"}.get(field, "shares")
        yield sheets.Row(
            {
                **head,
                "section": "stakes",
                "item": field,
                "label": holder.name,
                "unit": unit,
                "span": "point_in_time",
                "period": stake.period,
                "value": number(value, unit),
                "origin": "derived" if field == "change" else "printed",
                "source": _where(stake.source) if stake.source else None,
            }
        )


def wide_sheet(found: Sequence[Series], choice: Choice) -> Sheet:
    """One row an item, one column a period: what CSV writes."""
    periods = sorted({p for s in found for p in s.periods}, key=lambda p: Period.parse(p) or Period(0, 3))
    columns = (*(Column(key, key) for key in _KEYS), *(Column(p, p, Kind.AMOUNT) for p in periods))
    rows = []
    for series in found:
        head: dict[str, Value] = {"code": series.code, "short_name": series.name}
        for row in series.rows:
            if choice.has(row):
                said = {**head, **{key: getattr(row, key) for key in _KEYS[2:]}}
                rows.append(sheets.Row({**said, **{p.period: number(p.value, row.unit) for p in row.points}}))
        for holder in series.holders if choice.holders else ():
            for field, unit in (("shares", "shares"), ("pct", "%")):
                said = {**head, "section": "stakes", "item": field, "label": holder.name, "unit": unit}
                said["span"] = "point_in_time"
                stakes = {s.period: number(getattr(s, field), unit) for s in holder.stakes}
                rows.append(sheets.Row({**said, **stakes}))
    return Sheet("series", "Series", columns, tuple(rows))
