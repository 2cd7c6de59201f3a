"""A filing's records as rows of the dataset's tables, each with the filing's identity in front."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from kunlun_cli import frames, records
from kunlun_cli.compare.ratios import compute
from kunlun_cli.figures.numbers import decimals
from kunlun_cli.records import FilingInfo
from kunlun_cli.records.catalogue import PARTS
from kunlun_cli.records.part import Holds
from kunlun_cli.schedules.long import FIELDS, long_rows

if TYPE_CHECKING:
    from kunlun_cli.checks.finding import Report
    from kunlun_cli.compare.ratios_model import Ratio
    from kunlun_cli.records.reading import FilingLike
    from kunlun_cli.schedules.schedule import Schedule

Kind = Literal["text", "decimal", "integer", "date", "flag"]
Row = dict[str, object]

SCALE = 10
"""Digits after the point of every number: more than any report prints; 28 remain before it."""
# As many as a decimal of 128 bits holds.
DIGITS = 38
IDENTITY: Mapping[str, Kind] = {
    "code": "text", "short_name": "text", "period_end": "date", "kind": "text", "form": "text",
    "exchange": "text", "sha256": "text",
}  # fmt: skip
"""In front of every table; the period is the name of the folder."""
_PARTS = {part.group: part for part in PARTS if not part.lone}
"""Every part of every disclosure; the numbers of holders stand in the table of filings."""
_KINDS: Mapping[Holds, Kind] = {Holds.TEXT: "text", Holds.FLAG: "flag", Holds.COUNT: "integer"}
"""What columns hold; a decimal for all others."""
_FILING: Mapping[str, Kind] = {
    "source": "text", "company": "text", "board": "text", "currency": "text", "format": "text",
    "period_inferred": "flag", "revision": "flag", "holders": "integer", "holders_prior_month_end": "integer",
    "status": "text", "problems": "integer", "problem_codes": "text", "parser": "text", "engine": "text",
}  # fmt: skip
_FINDING: Mapping[str, Kind] = {
    "rule": "text", "name": "text", "severity": "text", "subject": "text", "message": "text", "printed": "text",
    "expected": "text", "slip": "text", "page": "integer",
}  # fmt: skip
_CELL: Mapping[str, Kind] = {
    **dict.fromkeys(FIELDS, "text"), "table": "integer", "row": "integer", "column": "integer", "page": "integer",
    "value": "decimal",
}  # fmt: skip
CELLS = "tables"
"""The table of the cells of all tables of the reports, which a run stores only where that is asked for."""
_RATIO: Mapping[str, Kind] = {
    "ratio_group": "text", "ratio": "text", "label": "text", "label_en": "text", "subject": "text", "span": "text",
    "value": "decimal", "unit": "text", "printed": "decimal", "agrees": "flag", "formula": "text", "reason": "text",
}  # fmt: skip
_OWN: Mapping[str, Mapping[str, Kind]] = {"filings": _FILING, "findings": _FINDING, "ratios": _RATIO, CELLS: _CELL}
TABLES = (*_PARTS, *_OWN)
"""The tables of a dataset, each a folder of this name: no hive key, which would hide a column of its name."""


@functools.cache
def columns(table: str) -> Mapping[str, Kind]:
    """The columns of a table, in order, with what they hold; `period` is not among them."""
    if table in _PARTS:
        own = {column.name: _KINDS.get(column.holds, "decimal") for column in frames.columns(_PARTS[table])}
        # Several pledges are one text.
        return {**IDENTITY, **own, **({"pledge_shares": "text"} if "pledge_shares" in own else {}), "page": "integer"}
    return {**IDENTITY, **_OWN[table]}


def rows_of(
    filing: FilingLike, report: Report, facts: Mapping[str, object], schedules: Iterable[Schedule] = ()
) -> tuple[dict[str, list[Row]], int]:
    """The rows of every table, and how many numbers could not be stored exactly and are null instead.

    `facts` are columns of `filings` that are not in the filing: status, parser and so on.
    """
    info = filing.info
    head: Row = {key: getattr(info, key) for key in IDENTITY}
    out: dict[str, list[Row]] = {}
    for table, part in _PARTS.items():
        out[table] = [{**head, **row} for row in frames.rows(getattr(filing, part.disclosure), part)]
    out["filings"] = [{**head, **_filing_row(info, filing), **facts}]
    out["findings"] = [{**head, **_finding_row(finding)} for finding in report.findings]
    out[CELLS] = [{**head, **row} for each in schedules for row in long_rows(each)]
    out["ratios"] = [{**head, **_ratio_row(ratio)} for ratio in compute(filing)]
    lost = sum(_fit(row, columns(table)) for table, rows in out.items() for row in rows)
    return out, lost


def _filing_row(info: FilingInfo, filing: FilingLike) -> Row:
    counts = filing.holders.counts
    told = ("source", "company", "board", "currency", "format", "period_inferred", "revision")
    return {
        **{key: getattr(info, key) for key in told},
        "holders": counts.holders,
        "holders_prior_month_end": counts.holders_prior_month_end,
    }


def _finding_row(finding: object) -> Row:
    sources: Sequence[records.Source] = getattr(finding, "sources", ())
    row: Row = {key: getattr(finding, key) for key in _FINDING if key not in {"rule", "page"}}
    return {"rule": getattr(finding, "code", None), **row, "page": sources[0].page if sources else None}


def _ratio_row(ratio: Ratio) -> Row:
    row: Row = {key: getattr(ratio, key, None) for key in _RATIO}
    printed = ratio.printed.value if ratio.printed else None
    return {**row, "ratio_group": ratio.group, "ratio": ratio.code, "printed": printed}


def _fit(row: Row, kinds: Mapping[str, Kind]) -> int:
    """Make a row what its columns hold; the number of values that are null because they do not fit."""
    lost = 0
    for key, kind in kinds.items():
        value = row.get(key)
        if kind == "decimal" and isinstance(value, int):
            value = Decimal(value)
        elif kind == "text" and isinstance(value, Decimal | int) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, Decimal) and not storable(value):
            value, lost = None, lost + 1
        row[key] = value
    return lost


def storable(value: Decimal) -> bool:
    """Whether a column of decimals holds a number exactly."""
    if not value.is_finite():
        return False
    # Zeros at the end need no place: 1.50 has one digit after the point.
    after = decimals(value.normalize()) if value and decimals(value) > 0 else 0
    return after <= SCALE and value.adjusted() < DIGITS - SCALE
