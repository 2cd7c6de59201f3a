"""Ratios that follow from one filing's disclosures, each with its formula and inputs, or a reason why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from kunlun_cli.compare.figures import rounded
from kunlun_cli.compare.model import Column
from kunlun_cli.compare.period import Period
from kunlun_cli.compare.ratios_holders import CODES, holder_ratios
from kunlun_cli.compare.ratios_model import Input, MissingError, Ratio
from kunlun_cli.compare.series_model import RowSpan
from kunlun_cli.forms import load
from kunlun_cli.records import FinancialRecord, SegmentRecord
from kunlun_cli.records.reading import FilingLike

_HUNDREDTH = Decimal("0.01")


def compute(filing: FilingLike, *, annualise: bool = False) -> tuple[Ratio, ...]:
    """All ratios of a filing: of the key figures, the holders, the lending and the segments.

    Args:
        filing: its four disclosures are read.
        annualise: multiply the returns of a part of a year by twelve over its months; without it
            interim figures stand as they are.
    """
    return (
        *financial_ratios(filing, annualise=annualise),
        *holder_ratios(filing),
        *_segment_ratios(filing),
    )


def financial_ratios(filing: FilingLike, *, annualise: bool = False) -> tuple[Ratio, ...]:
    """The ratios of the key figures alone, for the year to date and, of third quarters, for the quarter."""
    records = _records(filing)
    spans = sorted({span for _, span in records if span != "point_in_time"}, reverse=True)
    months = _months(filing)
    found = []
    for definition in load("compare")["ratios"]:
        for span in spans or ["year_to_date"]:
            if span == "quarter" and not _of_flows(definition, records):
                continue
            found.append(_financial(definition, records, span, months if annualise else None))
    return tuple(found)


def known_codes() -> tuple[str, ...]:
    """The codes of all ratios there are."""
    return (*(r["code"] for r in load("compare")["ratios"]), *CODES, "gross_margin", "gross_margin_change")


def _months(filing: FilingLike) -> int | None:
    period = Period.parse(filing.info.period)
    return period.months if period else None


def _records(filing: FilingLike) -> dict[tuple[str, str], FinancialRecord | None]:
    """Records by item and span; `None` where a line stands twice with different values."""
    found: dict[tuple[str, str], FinancialRecord | None] = {}
    for record in filing.financials.records:
        if record.item is None:
            continue
        key = (record.item, record.span)
        other = found.get(key, record)
        found[key] = record if other is not None and other.value == record.value else None
    return found


def _of_flows(definition: Mapping[str, Any], records: Mapping[tuple[str, str], object]) -> bool:
    """Whether a ratio has only flows in it, so that it makes sense for a single quarter."""
    terms = [t for part in ("plus", "minus", "over") for t in definition.get(part, ())]
    return all(":" not in t and (t, "point_in_time") not in records for t in terms)


def _financial(
    definition: Mapping[str, Any],
    records: Mapping[tuple[str, str], FinancialRecord | None],
    span: str,
    months: int | None,
) -> Ratio:
    balances_only = not any((t.split(":")[-1], span) in records for t in (*definition["plus"], *definition["over"]))
    inputs: list[Input] = []
    formula, value, reason = definition["formula"], None, None
    try:
        plus = _sum(definition["plus"], records, span, inputs)
        minus = _sum(definition.get("minus", ()), records, span, inputs)
        over = _sum(definition["over"], records, span, inputs)
        if over == 0 or (definition.get("positive") and over < 0):
            reason = "the denominator is not positive"
        else:
            numerator = (plus - minus) * definition["scale"]
            if months and months < 12 and definition.get("annualisable") and span == "year_to_date":
                numerator, formula = numerator * 12, f"{formula} × 12/{months}"
                over *= months
            value = rounded(numerator, over, Decimal(1).scaleb(-definition["places"]))
    except MissingError as missing:
        reason = str(missing)
    shown: RowSpan = "point_in_time" if balances_only else span  # type: ignore[assignment]
    return Ratio(
        definition["code"],
        definition["label"],
        definition["label_en"],
        definition["unit"],
        shown,
        value,
        formula,
        tuple(inputs),
        reason,
    )


def _sum(
    terms: tuple[str, ...], records: Mapping[tuple[str, str], FinancialRecord | None], span: str, inputs: list[Input]
) -> Decimal:
    """The sum of the terms' values, each noted among the inputs."""
    total = Decimal(0)
    for term in terms:
        how, _, item = term.rpartition(":")
        record = _find(item, records, span)
        columns: tuple[Column, ...] = {"": ("value",), "prior": ("prior",), "average": ("value", "prior")}[how]  # type: ignore[assignment]
        values = [_input(record, column, inputs) for column in columns]
        total += sum(values, Decimal(0)) / len(values)
    return total


def _find(item: str, records: Mapping[tuple[str, str], FinancialRecord | None], span: str) -> FinancialRecord:
    for name in (item, *load("compare")["alternatives"].get(item, ())):
        for key in ((name, span), (name, "point_in_time")):
            if key in records:
                record = records[key]
                if record is None:
                    raise MissingError(f"{name} is printed twice with different values")
                return record
    raise MissingError(f"the filing has no {item}")


def _input(record: FinancialRecord, column: Column, inputs: list[Input]) -> Decimal:
    value = getattr(record, column)
    if value is None:
        raise MissingError(f"{record.item} has no {'comparison figure' if column == 'prior' else 'value'}")
    name = str(record.item) if column == "value" else f"{record.item} ({column})"
    found = Input(name, record.label, value, record.unit, record.cells.get(column, record.source), column)
    if found not in inputs:
        inputs.append(found)
    return Decimal(value)


def _segment_ratios(filing: FilingLike) -> Iterator[Ratio]:
    """Gross margin of each row of revenue and cost, and its change in points."""
    for record in filing.segments.records:
        if record.table != "major":
            continue
        subject = f"{record.dimension_label or record.dimension}: {record.name}"
        yield _margin(record, subject)
        change = record.gross_margin_change
        source = record.cells.get("gross_margin_change", record.source)
        printed = () if change is None else (Input("gross_margin_change", record.name, change, "pp", source),)
        yield Ratio(
            "gross_margin_change",
            "毛利率同比变动",
            "Change of gross margin",
            "pp",
            "year_to_date",
            change,
            "as printed (毛利率比上年同期增减)",
            printed,
            None if change is not None else "the filing prints none; last year's cost is not in the table",
            subject,
        )


def _margin(record: SegmentRecord, subject: str) -> Ratio:
    inputs = tuple(
        Input(name, record.name, value, "CNY", record.cells.get(name, record.source))
        for name in ("revenue", "cost")
        if (value := getattr(record, name)) is not None
    )
    value, formula, reason = None, "(revenue - cost) / revenue", None
    if record.revenue and record.cost is not None:
        value = rounded((record.revenue - record.cost) * 100, record.revenue, _HUNDREDTH)
    elif record.gross_margin is not None:
        value, formula = record.gross_margin, "as printed (毛利率)"
        inputs = (Input("gross_margin", record.name, value, "%", record.cells.get("gross_margin", record.source)),)
    else:
        reason = "revenue or cost is not given"
    return Ratio("gross_margin", "毛利率", "Gross margin", "%", "year_to_date", value, formula, inputs, reason, subject)
