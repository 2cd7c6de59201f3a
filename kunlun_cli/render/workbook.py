"""Answers as the sheets of a workbook: one for each table, then where every figure stands, then problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from kunlun_cli.checks.finding import Report
from kunlun_cli.checks.outputs.document import COLUMNS, flat_rows
from kunlun_cli.checks.places import Place, places
from kunlun_cli.checks.registry import rule
from kunlun_cli.compare.model import Diff
from kunlun_cli.frames import identity
from kunlun_cli.records import FilingInfo, Problem, Source
from kunlun_cli.records.catalogue import DISCLOSURES, name_of, part_of
from kunlun_cli.records.part import RECORDS
from kunlun_cli.render.compare import diff_sheets
from kunlun_cli.render.compare_flat import flat_diff
from kunlun_cli.render.document import FILING
from kunlun_cli.render.findings import slip_words
from kunlun_cli.render.flat import Answer
from kunlun_cli.render.sheet import Column, Kind, Row, Sheet, Value
from kunlun_cli.render.views import views

_IDENTITY = tuple(Kind.TEXT.columns("code", short_name="short name", period="period"))
_SECTION = Column("section", "breakdown")
_UNIT = Column("unit", "unit")
_PAGE = Column("page", "page", Kind.COUNT)
_PLACE = (_PAGE, *(Column(key, key, Kind.COUNT) for key in ("x0", "top", "x1", "bottom")), Column("file", "file"))
_SOURCES = (
    *Kind.TEXT.columns("table", "row", field="item"),
    *(Column("value", "value", Kind.AMOUNT), _UNIT, Column("text", "text as printed"), *_PLACE),
)
_PROBLEMS = (Column("file", "file"), _PAGE, *Kind.TEXT.columns("problem", "message"))
_RULES = (
    *(Column("rule", "rule"), Column("name", "rule's name"), Column("outcome", "outcome")),
    Column("relations", "relations", Kind.COUNT),
)
_HELD = (Column("relation", "relations"), Column("held", "hold", Kind.COUNT))
_VERIFIED = (
    *(Column("relation", "relations"), Column("table", "table", Kind.COUNT), Column("title", "title"), _PAGE),
    *Kind.COUNT.columns(held="hold", unchecked="not checked"),
)
_SILENT = (
    "No sum, column, per cent or share of these tables could be verified; of some of them other rules say something."
)
_HEADINGS = {
    "name": "rule's name",
    "place": "place in the report",
    "short_name": "short name",
    "slip": "likely slip",
}
_MONEY = frozenset({"revenue", "prior_revenue", "cost", "amount", "related_amount"})
_CALLED = {
    "label": "Item",
    "name": "name",
    "side": "Item",
    "prior_share": "comparison, share %",
    "related_share": "related parties, share %",
    "opening_pct": "held, opening, %",
    "opening_lent_pct": "lent, opening, %",
    "closing_pct": "held, closing, %",
    "closing_lent_pct": "lent, closing, %",
    "closing_total_pct": "held and lent, closing, %",
}
"""Columns that a reader's table calls by what stands beside them: in a workbook no two have one name."""


def workbook(entries: Sequence[Answer]) -> list[Sheet]:
    """The sheets of a workbook; filings one under the other, told apart by their code and period."""
    many = len(entries) > 1
    tables: dict[str, Sheet] = {}
    for entry in entries:
        for sheet in _tables(entry, many=many):
            known = tables.get(sheet.key)
            tables[sheet.key] = sheet if known is None else _joined(known, sheet)
    sources = [row for e in entries for p in _places(e) for row in [_source_row(e.info, p)]]
    problems = [(e.info, p) for e in entries for p in e.problems]
    filings = _filings(e.info for e in entries)
    return [*tables.values(), _sources(sources, many=many), _problems(problems), filings]


def findings_workbook(reports: Sequence[Report]) -> list[Sheet]:
    """The findings, the places that they are about, how the rules came out, and what could not be read."""
    columns = tuple(
        Column(key, _HEADINGS.get(key, key), Kind.COUNT if key == "page" else Kind.TEXT)
        for key in COLUMNS
        if key != "fingerprint"
    )
    findings = tuple(Row({**row, "slip": slip_words(row["slip"])}) for report in reports for row in flat_rows(report))
    sources = [
        _finding_row(r.info, f.code, f.subject, place) for r in reports for f in r.findings for place in f.sources
    ]
    rules = tuple(
        Row(
            {
                **identity(report.info),
                "rule": r.code,
                "name": r.about or rule(r.code).name,
                "outcome": r.outcome,
                "relations": r.relations,
            }
        )
        for report in reports
        for r in report.rules
    )
    problems = [(report.info, p) for report in reports for p in report.problems]
    return [
        Sheet("findings", "Findings", columns, findings),
        _sources(sources, many=len(reports) > 1).without_empty(),
        Sheet("rules", "Rules", (*_IDENTITY, *_RULES), rules),
        *_verified(reports),
        _problems(problems),
        _filings(report.info for report in reports),
    ]


def _verified(reports: Sequence[Report]) -> Iterator[Sheet]:
    """What an auditor files with the findings: how much was verified, by kind and by table, and what could not be."""
    totals = [
        Row({**identity(report.info), "relation": kind, "held": count})
        for report in reports
        for kind, count in report.coverage.held.items()
        if count
    ]
    tables = [
        Row({
            **identity(report.info), "relation": result.kind, "table": t.table, "title": t.title, "page": t.page,
            "held": t.held, "unchecked": t.untold or None,
        })
        for report in reports
        for result in report.rules
        for t in result.tables
    ]  # fmt: skip
    if totals:
        yield Sheet("coverage", "Coverage", (*_IDENTITY, *_HELD), tuple(totals))
    if tables:
        yield Sheet("verified", "Verified tables", (*_IDENTITY, *_VERIFIED), tuple(tables))
    silent = [
        Row({**identity(report.info), "table": t.table, "title": t.title, "page": t.page})
        for report in reports
        for t in report.silent
    ]
    if silent:
        yield Sheet("silent", "Tables not verified", (*_IDENTITY, *_VERIFIED[1:4]), tuple(silent), (_SILENT,))


def diff_workbook(diff: Diff, problems: Sequence[Problem] = ()) -> list[Sheet]:
    """What differs, disclosure by disclosure, then every difference in one sheet with the pages of both filings."""
    every = replace(flat_diff(diff), key="differences", title="Differences")
    read = Sheet(
        "problems",
        "Problems",
        _PROBLEMS[1:],
        tuple(Row({"page": p.page, "problem": p.code, "message": p.message}) for p in problems),
        () if problems else ("No problems while reading.",),
    )
    return [*diff_sheets(diff), every, read, _filings((diff.old, diff.new))]


def _tables(entry: Answer, *, many: bool) -> Iterator[Sheet]:
    every = [part.name for part in DISCLOSURES[name_of(entry.result)].parts]
    parts = [entry.part] if entry.part else sorted(every, key=lambda name: name != RECORDS)
    for part in parts:
        for sheet in views(entry.info, entry.result, part):
            yield _table(entry.info, sheet, many=many)


def _table(info: FilingInfo, sheet: Sheet, *, many: bool) -> Sheet:
    """A reader's table for a workbook: units in their own column, pages as numbers, no sections."""
    if not sheet.columns:
        texts = tuple(Row({**identity(info), "stated": note}) for note in sheet.notes)
        return Sheet(sheet.key, sheet.title, (*(_IDENTITY if many else ()), Column("stated", "text as printed")), texts)
    sections = any(row.section for row in sheet.rows)
    units = any(row.values.get("unit") for row in sheet.rows) and not any(c.key == "unit" for c in sheet.columns)
    columns = [
        *(_IDENTITY if many else ()),
        *([_SECTION] if sections else ()),
        *(_column(column) for column in sheet.columns if column.kind is not Kind.BAR and column.key != "where"),
        *([_UNIT] if units else ()),
        *([Column("quote", "text as printed")] if sheet.key == "metrics" else ()),
        _PAGE,
    ]
    rows = tuple(
        replace(
            row,
            values={
                **identity(info),
                **row.values,
                "section": row.section or row.values.get("section"),
                "page": row.page,
            },
        )
        for row in sheet.rows
    )
    title, colon, tick = sheet.title.partition(": ")
    plain = colon and tick[:3] in ("app", "not")
    notes = (*([sheet.title] if plain else ()), *sheet.notes)
    return Sheet(sheet.key, title if plain else sheet.title, tuple(columns), rows, notes if not many else ())


def _column(column: Column) -> Column:
    heading = _CALLED.get(column.key, column.heading)
    if column.key == "value" and column.kind is Kind.AMOUNT:
        heading = "value" if column.heading != "number" else heading
    return replace(column, heading=f"{heading} (CNY)" if column.key in _MONEY else heading)


def _joined(first: Sheet, second: Sheet) -> Sheet:
    """The rows of two filings under the columns of both."""
    known = {column.key for column in first.columns}
    more = [column for column in second.columns if column.key not in known]
    columns = (*first.columns[:-1], *more, first.columns[-1])
    return replace(first, columns=columns, rows=first.rows + second.rows)


def _places(entry: Answer) -> Iterator[Place]:
    wanted = entry.part and part_of(name_of(entry.result), entry.part).group
    return (place for place in places(entry.result) if wanted in (None, place.table))


def _source_row(info: FilingInfo, place: Place) -> Row:
    value: Value = place.value
    values = {"table": place.table, "row": place.row, "field": place.item, "value": value, "unit": place.unit}
    return Row({**identity(info), **values, **_where(info, place.source)})


def _finding_row(info: FilingInfo, code: str, subject: str, place: Source) -> Row:
    return Row({**identity(info), "table": code, "row": subject, "field": None, **_where(info, place)})


def _where(info: FilingInfo, source: Source) -> dict[str, Value]:
    box = [Decimal(repr(float(n))).quantize(Decimal("0.01")) for n in source.bbox] if source.bbox else [None] * 4
    named = dict(zip(("x0", "top", "x1", "bottom"), box, strict=True))
    return {"text": source.text, "page": source.page, **named, "file": info.source}


def _sources(rows: Sequence[Row], *, many: bool) -> Sheet:
    return Sheet("sources", "Sources", (*(_IDENTITY if many else ()), *_SOURCES), tuple(rows))


def _problems(problems: Iterable[tuple[FilingInfo, Problem]]) -> Sheet:
    rows = tuple(
        Row({"file": info.source, "page": p.page, "problem": p.code, "message": p.message}) for info, p in problems
    )
    return Sheet("problems", "Problems", _PROBLEMS, rows, () if rows else ("No problems while reading.",))


def _filings(infos: Iterable[FilingInfo]) -> Sheet:
    rows = tuple(
        Row({key: value for key, value in FILING.document(info).items() if value is None or isinstance(value, str)})
        for info in dict.fromkeys(infos)
    )
    keys = list(dict.fromkeys(key for row in rows for key in row.values))
    columns = tuple(Column(key, key.replace("_", " ")) for key in keys)
    return Sheet("filings", "Filings", columns, rows)
