"""Single quarters, trailing twelve months and growth: exact, or missing with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kunlun_cli.compare.book import Book, Figure, ref
from kunlun_cli.compare.figures import is_amount, percent
from kunlun_cli.compare.model import Statement
from kunlun_cli.compare.series_model import Growth, Identity
from kunlun_cli.compare.statements import Key
from kunlun_cli.records.financials import ChangeUnit
from kunlun_cli.records.period import Period

Missing = str
"""Why there is no figure."""


def quarter(book: Book, item: str, period: Period) -> Figure | Missing:
    """The single quarter that ends with the period.

    As the report of that quarter prints it; else the difference of two year-to-date figures; else as
    an annual report's table of quarters prints it.
    """
    printed = book.figure((item, "quarter"), period)
    if printed and printed.origin == "printed":
        return printed
    derived = difference(book, item, period)
    if isinstance(derived, Figure):
        return derived
    tabled = book.tabled(item, period)
    if tabled:
        return Figure(tabled[0].value, "printed", (ref(tabled[0]),))
    return printed or derived


def difference(book: Book, item: str, period: Period) -> Figure | Missing:
    """The single quarter as this year-to-date figure less the one before it; for a first quarter itself."""
    key: Key = (item, "year_to_date")
    whole = book.figure(key, period)
    if whole is None:
        return f"no figure for {period}"
    shorter = period.shorter
    if shorter is None:
        return whole
    part = book.figure(key, shorter)
    if part is None:
        return f"no figure for {shorter}"
    return Figure(whole.value - part.value, "derived", (*whole.sources, *part.sources), f"{period} − {shorter}")


def trailing(book: Book, item: str, period: Period) -> Figure | Missing:
    """The twelve months up to the end of the period: year to date + the year before − its same months."""
    key: Key = (item, "year_to_date")
    current = book.figure(key, period)
    if current is None:
        return f"no figure for {period}"
    if period.months == 12:
        return current
    parts = [(p, book.figure(key, p)) for p in (period.opening, period.year_before)]
    missing = [str(p) for p, figure in parts if figure is None]
    if missing:
        return "no figure for " + ", ".join(missing)
    year, same_months = (figure for _, figure in parts if figure is not None)
    return Figure(
        current.value + year.value - same_months.value,
        "derived",
        (*current.sources, *year.sources, *same_months.sources),
        f"{period} + {period.opening} − {period.year_before}",
    )


def growth(new: Decimal | None, old: Decimal | None, unit: str | None, base: str) -> Growth:
    """Growth from `old` to `new`: points for rows in per cent, else per cent of a positive base."""
    kind: ChangeUnit = "pp" if unit == "%" else "%"
    if new is None or old is None:
        return Growth(None, kind, base, "a figure is missing", old)
    if kind == "pp":
        return Growth(new - old, "pp", base, before=old)
    share = percent(new, old)
    return Growth(share, "%", base, None if share is not None else "the base is not positive", old)


def year_ago(book: Book, key: Key, period: Period) -> tuple[Decimal | None, str]:
    """The figure of the same span a year before, like with like: the filing's own comparison figure first."""
    if key[1] != "point_in_time":
        own = book.comparative(key, period)
        if own is not None:
            return own.value, f"comparison figure of {period}"
    found = book.figure(key, period.year_before)
    return (found.value if found else None), str(period.year_before)


def quarter_year_ago(book: Book, item: str, period: Period) -> tuple[Decimal | None, str]:
    """The single quarter a year before: from the comparison figures where both filings print them."""
    printed = book.comparative((item, "quarter"), period)
    if printed is not None:
        return printed.value, f"comparison figure of {period}"
    key: Key = (item, "year_to_date")
    whole = book.comparative(key, period)
    part = book.comparative(key, period.shorter) if period.shorter else None
    if whole is not None and (part is not None or period.shorter is None):
        return whole.value - (part.value if part else 0), "comparison figures of the same filings"
    found = quarter(book, item, period.year_before)
    return (
        (found.value, period.year_before.quarter) if isinstance(found, Figure) else (None, period.year_before.quarter)
    )


def identities(book: Book) -> Iterator[Identity]:
    """Every single quarter that is printed, against what the year-to-date figures give; and Σ against the year.

    Only figures that the filings of the periods themselves print are set against each other.
    """
    for key in book.all_keys():
        if key[1] == "quarter" and is_amount(book.sample(key).unit):
            for year in _years(book, key[0]):
                yield from _against_difference(book, book.own(key, Period(year, 9)), Period(year, 9))
    years: dict[tuple[str, int], int] = {}
    for item, period in book.tabled_items():
        years[(item, period.year)] = years.get((item, period.year), 0) + 1
        for printed in book.tabled(item, period):
            yield from _against_difference(book, printed, period)
    for item, year in years:
        yield from _against_year(book, item, year)
    yield from _cash(book)


def _cash(book: Book) -> Iterator[Identity]:
    """Cash at the end of the cash flow statement against the balance sheet's: less what is not free to be used."""
    key: Key = ("closing_cash", "point_in_time")
    for period in sorted({s.period for s in book.everything if s.item == key[0] and s.column == "value"}):
        closing, cash = book.own(key, period), book.own(("cash", "point_in_time"), period)
        if closing is not None and cash is not None and closing.filing == cash.filing:
            yield _identity(closing, str(period), cash.value, "cash of the balance sheet", [closing, cash])


def _years(book: Book, item: str) -> list[int]:
    return sorted({s.period.year for s in book.everything if s.item == item and s.column == "value"})


def _against_difference(book: Book, printed: Statement | None, period: Period) -> Iterator[Identity]:
    if printed is None or not is_amount(printed.unit):
        return
    key: Key = (printed.item, "year_to_date")
    whole = book.own(key, period)
    part = book.own(key, period.shorter) if period.shorter else None
    if whole is None or (part is None and period.shorter is not None):
        return
    formula = str(period) if part is None else f"{period} − {period.shorter}"
    yield _identity(printed, period.quarter, whole.value - (part.value if part else 0), formula, [whole, part])


def _against_year(book: Book, item: str, year: int) -> Iterator[Identity]:
    printed = book.own((item, "year_to_date"), Period(year, 12))
    if printed is None:
        return
    by_filing: dict[str, list[Statement]] = {}
    for months in (3, 6, 9, 12):
        for statement in book.tabled(item, Period(year, months)):
            by_filing.setdefault(statement.filing.source, []).append(statement)
    for quarters in by_filing.values():
        if len(quarters) == 4:
            total = sum((s.value for s in quarters), Decimal(0))
            yield _identity(printed, str(Period(year, 12)), total, "Q1 + Q2 + Q3 + Q4 (分季度)", quarters)


def _identity(
    printed: Statement, period: str, derived: Decimal, formula: str, operands: list[Statement] | list[Statement | None]
) -> Identity:
    quanta = [s.quantum or Decimal(0) for s in (printed, *operands) if s is not None]
    # Figures printed to the cent add up exactly; a coarser unit leaves half a unit of each.
    coarse = sum((q for q in quanta if q > 1), Decimal(0))
    return Identity(
        item=printed.item,
        label=printed.label,
        unit=printed.unit,
        period=period,
        printed=printed,
        derived=derived,
        formula=formula,
        agrees=abs(printed.value - derived) * 2 <= coarse,
    )
