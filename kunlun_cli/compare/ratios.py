"""Ratios that follow from one filing's disclosures, each with its formula and inputs, or a reason why not."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kunlun_cli.compare.figures import quantum, rounded
from kunlun_cli.compare.formulas import evaluate, expanded, lines_of
from kunlun_cli.compare.ledger import Ledger, is_balance
from kunlun_cli.compare.ratios_holders import CODES, holder_ratios
from kunlun_cli.compare.ratios_model import Input, MissingError, Ratio
from kunlun_cli.forms import load
from kunlun_cli.records import FinancialRecord, SegmentRecord
from kunlun_cli.records.reading import FilingLike

_HUNDREDTH = Decimal("0.01")
_NOT_GENERAL = "of no meaning for a bank, an insurer or a broker: its balance sheet does not tell current items"


def compute(filing: FilingLike, *, annualise: bool = False) -> tuple[Ratio, ...]:
    """All ratios of a filing: of the key figures and statements, the holders, the lending and the segments.

    `annualise` multiplies the returns of a part of a year by twelve over its months; without it they stand as they are.
    """
    return (*financial_ratios(filing, annualise=annualise), *holder_ratios(filing), *_segment_ratios(filing))


def financial_ratios(
    filing: FilingLike, *, annualise: bool = False, codes: Collection[str] | None = None
) -> tuple[Ratio, ...]:
    """The ratios of `forms/ratios.toml`, for the year to date and, of third quarters, for the quarter.

    Statements are read only where one of the `codes` (all where none are given) asks for one of their lines.
    """
    wanted = [d for d in load("ratios")["ratios"] if codes is None or d["code"] in codes]
    found = (_financial(d, Ledger(filing, "year_to_date", _home(d)), annualise=annualise) for d in wanted)
    ratios = [ratio for ratio in found if ratio is not None]
    if any(r.span == "quarter" for r in filing.financials.records):
        ratios += _of_quarter(filing, wanted)
    return tuple(ratios)


def _of_quarter(filing: FilingLike, wanted: Collection[Mapping[str, Any]]) -> Iterator[Ratio]:
    """What has flows alone in it, of the single quarter that third-quarter reports print beside the year to date."""
    for definition in wanted:
        if "formula" in definition and not any(map(is_balance, lines_of(_formula(definition["code"])))):
            ratio = _financial(definition, Ledger(filing, "quarter", "key_figures"))
            if ratio is not None and ratio.value is not None:
                yield ratio


def definitions() -> Mapping[str, Mapping[str, Any]]:
    """The ratios of companies as a whole by their code, as data."""
    return {d["code"]: d for d in load("ratios")["ratios"]}


def known_codes() -> tuple[str, ...]:
    """The codes of all ratios there are."""
    return (*definitions(), *CODES, "gross_margin", "gross_margin_change")


def _home(definition: Mapping[str, Any]) -> str:
    return str(definition.get("home", "key_figures"))


@functools.cache
def _formula(code: str) -> str:
    formulas = {d["code"]: d["formula"] for d in load("ratios")["ratios"] if "formula" in d}
    return expanded(formulas[code], formulas)


@functools.cache
def _flows(code: str) -> bool:
    """Whether a ratio has a flow in it, and so is of a span of time."""
    return not all(map(is_balance, lines_of(_formula(code))))


def _financial(definition: Mapping[str, Any], ledger: Ledger, *, annualise: bool = False) -> Ratio | None:
    """One ratio, or its reason; `None` where it is one that only some print, and is not printed."""
    record = ledger.printed(definition.get("printed", ()))
    if "formula" not in definition:
        return _as_printed(definition, record)
    formula, unit = _formula(definition["code"]), definition.get("unit", "%")
    exact, value, reason = None, None, None
    try:
        exact = _exact(definition, formula, ledger) * (100 if unit == "%" else 1)
        value = _rounded(exact, definition.get("places", 2))
    except MissingError as missing:
        reason = str(missing)
    printed = _printed(record, unit)
    agrees = None if exact is None or printed is None else _agrees(exact, printed)
    months = ledger.months or 12
    if annualise and exact is not None and months < 12 and definition.get("annualisable"):
        value = _rounded(exact * 12 / months, definition.get("places", 2))
        formula, printed, agrees = f"{formula} × 12/{months}", None, None
    return Ratio(
        definition["code"],
        definition["label"],
        definition["label_en"],
        unit,
        ledger.span if _flows(definition["code"]) else "point_in_time",
        value,
        formula,
        tuple(ledger.inputs),
        reason,
        group=definition["group"],
        definition=definition["definition"],
        printed=printed,
        agrees=agrees,
    )


def _exact(definition: Mapping[str, Any], formula: str, ledger: Ledger) -> Fraction:
    """What a formula comes to.

    Raises:
        MissingError: it has no meaning for the company, or not all of its figures are there.
    """
    if definition.get("general") and not ledger.is_of_general_form:
        raise MissingError(_NOT_GENERAL)
    exact = evaluate(formula, ledger)
    if len({i.unit for i in ledger.inputs if not (i.unit or "").endswith("/share")}) > 1:
        raise MissingError("its figures are in two currencies")
    return exact


def _as_printed(definition: Mapping[str, Any], record: FinancialRecord | None) -> Ratio | None:
    if record is None and definition.get("silent", True):
        return None
    printed = None if record is None else _input(record)
    return Ratio(
        definition["code"],
        definition["label"],
        definition["label_en"],
        record.unit if record else definition.get("unit", "%"),
        record.span if record else "year_to_date",
        printed.value if printed else None,
        "as printed",
        (printed,) if printed else (),
        None if printed else "the filing prints none",
        group=definition["group"],
        definition=definition["definition"],
    )


def _printed(record: FinancialRecord | None, unit: str) -> Input | None:
    """What is printed of a ratio, where it is printed in its unit."""
    return _input(record) if record is not None and record.unit == unit else None


def _input(record: FinancialRecord) -> Input:
    assert record.value is not None  # only such are asked for
    name = record.item or record.label
    return Input(name, record.label, record.value, record.unit, record.cells.get("value", record.source))


def _agrees(exact: Fraction, printed: Input) -> bool:
    """Whether a printed ratio is the computed one: rounded, or cut off, at its last place."""
    place = quantum(printed.value, printed.source) or _HUNDREDTH
    return abs(exact - Fraction(printed.value)) < Fraction(place)


def _rounded(exact: Fraction, places: int) -> Decimal:
    return rounded(Decimal(exact.numerator), Decimal(exact.denominator), Decimal(1).scaleb(-places))


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
            group="segments",
        )


def _margin(record: SegmentRecord, subject: str) -> Ratio:
    inputs = tuple(
        Input(name, record.name, value, "CNY", record.cells.get(name, record.source))
        for name in ("revenue", "cost")
        if (value := getattr(record, name)) is not None
    )
    value, formula, reason, agrees = None, "(revenue - cost) / revenue", None, None
    margin, source = record.gross_margin, record.cells.get("gross_margin", record.source)
    printed = None if margin is None else Input("gross_margin", record.name, margin, "%", source)
    if record.revenue is not None and record.revenue <= 0:
        reason = "the denominator is not positive"
    elif record.revenue and record.cost is not None:
        exact = Fraction(record.revenue - record.cost) * 100 / Fraction(record.revenue)
        value, agrees = _rounded(exact, 2), None if printed is None else _agrees(exact, printed)
    elif printed is not None:
        value, formula, inputs, printed = margin, "as printed (毛利率)", (printed,), None
    else:
        reason = "revenue or cost is not given"
    return Ratio(
        "gross_margin",
        "毛利率",
        "Gross margin",
        "%",
        "year_to_date",
        value,
        formula,
        inputs,
        reason,
        subject,
        group="segments",
        printed=printed,
        agrees=agrees,
    )
