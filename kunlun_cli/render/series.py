"""Series as sheets (items by periods), as one long sheet, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from kunlun_cli.compare.figures import rounded
from kunlun_cli.compare.model import Restatement
from kunlun_cli.compare.series_model import Growth, Identity, Point, Ref, Row, Series
from kunlun_cli.records.period import Period
from kunlun_cli.render import sheet as sheets
from kunlun_cli.render.compare import number
from kunlun_cli.render.restated import restatement_row
from kunlun_cli.render.series_choice import SCALES, SPANS, USUAL, Choice, name_of_period
from kunlun_cli.render.series_flat import where_text
from kunlun_cli.render.sheet import Column, Kind, Sheet, Value
from kunlun_cli.render.view_rows import STATEMENTS, label_of

_HOMES = {**STATEMENTS, "segments": "Segments"}
_SECTIONS = {"holders": "Shareholders", "lending": "Shares lent", "ratios": "Ratios"}
_SPARKS = "▁▂▃▄▅▆▇█"
_GAP = " "


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


def series_sheets(series: Series, choice: Choice, *, screen: bool = True) -> list[Sheet]:
    """A sheet for each span, then counts, lending, ratios, holders, restatements and identities that fail.

    Of the usual rows one sheet; what else there is to say is then counted in a line.
    """
    if choice.usual:
        return _overview(series, choice, screen=screen)
    found = []
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in series.rows:
        if choice.has(row) and any(point.value is not None for point in row.points):
            span: str = row.span if row.section not in _SECTIONS else ""
            groups.setdefault((row.section, span), []).append(row)
    for (section, span), rows in groups.items():
        name = _SECTIONS.get(section) or ": ".join(filter(None, (_HOMES.get(section), SPANS[span])))
        found.append(_wide(series, f"{section}_{span}".rstrip("_"), name, rows, choice, screen=screen))
    if choice.holders:
        found += _stakes(series)
    shown = {(row.item, row.span) for rows in groups.values() for row in rows}
    told = {item.partition("/")[0] for item, _ in shown}
    found += _restatements([r for r in series.restatements if (r.new.item, r.new.span) in shown or choice.everything])
    found += _identities([i for i in series.identities if i.item in told or choice.everything])
    if series.notes:
        found.append(Sheet("notes", "Notes", (), (), series.notes))
    return found


def _overview(series: Series, choice: Choice, *, screen: bool) -> list[Sheet]:
    """The usual rows in one sheet, by span, and a line on what was not shown."""
    order = {key: at for at, key in enumerate(USUAL)}
    rows = [r for r in series.rows if choice.has(r) and any(p.value is not None for p in r.points)]
    # A line of key figures and one of a statement are one row; a code stands once for each span.
    rows = sorted({(r.item, r.span): r for r in reversed(rows)}.values(), key=lambda r: order[(r.item, r.span)])
    spans = list(dict.fromkeys(r.span for r in rows))
    rows.sort(key=lambda r: spans.index(r.span))
    if not rows:
        return []
    sheet = _wide(series, "overview", "Overview", rows, choice, screen=screen)
    sections = {r.item + r.span: SPANS[r.span] for r in rows}
    named = [replace(line, section=sections.get(str(line.values.get("key")), line.section)) for line in sheet.rows]
    for at, line in enumerate(named):
        if line.section is None and at:
            named[at] = replace(line, section=named[at - 1].section)
    changed = len([r for r in series.restatements if r.verdict != "equal"])
    wrong = len([i for i in series.identities if not i.agrees])
    more = (
        f"{changed} figures are given differently by a later filing (--all shows them)." if changed else None,
        f"{wrong} printed quarters or sums do not follow from the others (--all shows them)." if wrong else None,
        *series.notes,
    )
    shown = replace(sheet, rows=tuple(named), notes=(*sheet.notes, *filter(None, more)))
    return [shown, *(_stakes(series) if choice.holders else ())]


def _scale_of(rows: Sequence[Row], choice: Choice, *, screen: bool) -> str:
    """The unit asked for; where none was, on a screen one in which many periods fit side by side."""
    if choice.scale is not None or not screen or max((len(r.points) for r in rows), default=0) < _MANY:
        return choice.scale or "元"
    largest = [max((abs(p.value) for p in r.points if p.value), default=Decimal(0)) for r in rows if r.unit == "CNY"]
    return "亿元" if largest and min(largest) >= SCALES["亿元"] else "百万元"


_MANY = 4
"""Periods of amounts in yuan that fit side by side on a screen of eighty columns."""


def _wide(series: Series, key: str, name: str, rows: Sequence[Row], choice: Choice, *, screen: bool) -> Sheet:
    units = [row.unit for row in rows]
    common = max(dict.fromkeys(units), key=units.count)
    scale = _scale_of(rows, choice, screen=screen)
    scaled = scale != "元" and common == "CNY"
    span = rows[0].span if rows[0].section not in _SECTIONS and len({r.span for r in rows}) == 1 else ""
    columns = [Column("label", scale if scaled else common or "item")]
    if screen:
        columns.append(Column("spark", "trend", secondary=True))
    columns += [Column(p, name_of_period(p, span), Kind.AMOUNT) for p in series.periods]
    out = []
    for row in rows:
        values: dict[str, Value] = {"label": label_of(row.label, row.unit, common), "item": row.item}
        values["key"] = row.item + row.span
        if screen:
            values["spark"] = spark(row.points) or None
        values |= {p.period: _scaled(p, row, scale) for p in row.points}
        marks = {p.period: _mark(p) for p in row.points if _mark(p)}
        out.append(sheets.Row(values, suffixes=marks))
        out += _growth_rows(row) if choice.growth else []
    rounding = (f"Rounded to {scale}; --in yuan shows every digit.",) if scaled and choice.scale is None else ()
    return Sheet(key, name, tuple(columns), tuple(out), (*_legend(rows), *rounding))


def company_sheets(found: Sequence[Series], choice: Choice, *, screen: bool = True) -> list[Sheet]:
    """A sheet for each row chosen, with a line for each company that has it."""
    keys = dict.fromkeys((r.item, r.span) for s in found for r in s.rows if choice.has(r))
    periods = sorted({p for s in found for p in s.periods}, key=lambda p: Period.parse(p) or Period(0, 3))
    out = []
    for item, span in keys:
        own = [(s, next((r for r in s.rows if (r.item, r.span) == (item, span)), None)) for s in found]
        rows = [(s, r) for s, r in own if r is not None and any(p.value is not None for p in r.points)]
        if rows:
            out.append(_beside(rows, periods, choice, screen=screen))
    return out


def _beside(rows: Sequence[tuple[Series, Row]], periods: Sequence[str], choice: Choice, *, screen: bool) -> Sheet:
    """One item of several companies."""
    first = rows[0][1]
    scale = _scale_of([r for _, r in rows], choice, screen=screen)
    unit = scale if first.unit == "CNY" and scale != "元" else first.unit
    columns = (
        Column("name", unit or "company"),
        *(Column(p, name_of_period(p, first.span), Kind.AMOUNT) for p in periods),
    )
    out = []
    for series, row in rows:
        values: dict[str, Value] = {"name": " ".join(filter(None, (series.name, series.code)))}
        values |= {p.period: _scaled(p, row, scale) for p in row.points}
        out.append(sheets.Row(values, suffixes={p.period: _mark(p) for p in row.points if _mark(p)}))
        out += (
            [replace(g, values={**g.values, "name": g.values["label"]}) for g in _growth_rows(row)]
            if choice.growth
            else []
        )
    title = f"{first.label} · {SPANS[first.span]}"
    return Sheet(
        f"{first.item}_{first.span}", title, columns, tuple(out), _legend([r for _, r in rows])
    ).without_empty()


def _scaled(point: Point, row: Row, scale: str) -> Value:
    """The value in the unit chosen, rounded to two places where that is not yuan."""
    if point.value is None or row.unit != "CNY" or scale == "元":
        return number(point.value, row.unit)
    return rounded(point.value, Decimal(SCALES[scale]))


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
        *Kind.TEXT.columns(label="item", verdict="verdict", period="period"),
        *Kind.AMOUNT.columns(old="first", new="then", before="then, 调整前"),
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


_RESTRICTED = (
    "The balance sheet's cash may hold what is no cash at hand (pledged or frozen deposits, long term deposits, "
    "interest accrued): the report's note on cash and cash equivalents says what."
)


def _identities(found: Sequence[Identity]) -> Iterator[Sheet]:
    wrong = [i for i in found if not i.agrees]
    if not found:
        return
    columns = (
        *Kind.TEXT.columns(label="item", period="period"),
        *Kind.AMOUNT.columns("printed", "derived"),
        Column("difference", "difference", Kind.CHANGE),
        *Kind.TEXT.columns("formula", "where", secondary=True),
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
                "where": where_text(Ref(i.printed.filing.source, i.printed.source.page, i.printed.column)),
            }
        )
        for i in wrong
    )
    note = f"{len(found) - len(wrong)} of {len(found)} figures that also follow from others agree with these exactly."
    notes = (note, _RESTRICTED) if any(i.item == "closing_cash" for i in wrong) else (note,)
    yield Sheet("identities", "Figures that do not follow from the others", columns, rows, notes)
