"""What the views of all disclosures share: rows with their page, units in headings and labels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kunlun_cli.checks.places import place_of
from kunlun_cli.frames import count, page_of
from kunlun_cli.render.sheet import Column, Kind, Row, Sheet, Value

PAGE = Column("where", "page")
LABEL = Column("label", "Item")
SPANS = {"quarter": "This quarter", "year_to_date": "Year to date", "point_in_time": "At period end"}
STATEMENTS = {
    "balance_sheet": "Balance sheet",
    "income_statement": "Income statement",
    "cash_flow": "Cash flow statement",
}


def sheet_of(
    key: str,
    title: str,
    columns: Sequence[Column],
    records: Iterable[Any],
    *,
    section: Callable[[Any], str | None] = lambda _: None,
    suffixes: Callable[[Any], Mapping[str, str]] = lambda _: {},
    also: Callable[[Any], Mapping[str, Value]] = lambda _: {},
) -> Sheet:
    """The records one a row, each with its page, under columns that are called as their fields.

    `LABEL` among the columns says the unit that most rows have, and other units behind the label. `section` is the name
    under which a record stands; `suffixes` are units behind single values; `also` stands in columns that are no field,
    or otherwise than in the field.
    """
    found = tuple(records)
    common = common_unit(getattr(record, "unit", None) for record in found)
    headed = tuple(replace(each, heading=common or each.heading) if each is LABEL else each for each in columns)
    rows = tuple(
        row_of(record, {**_fields(record, columns, common), **also(record)}, section(record), suffixes(record))
        for record in found
    )
    return Sheet(key, title, headed, rows)


def _fields(record: object, columns: Sequence[Column], common: str | None) -> dict[str, Value]:
    """What stands in the columns; the item and the unit too, which formats ask for."""
    kinds = {"item": Kind.TEXT, "unit": Kind.TEXT} | {column.key: column.kind for column in columns}
    given = {key: getattr(record, key) for key in kinds if hasattr(record, key)}
    values: dict[str, Value] = {k: count(v) if kinds[k] is Kind.COUNT else v for k, v in given.items()}
    return {**values, "label": label_of(given["label"], given["unit"], common)} if LABEL in columns else values


def row_of(
    record: object, values: Mapping[str, Value], section: str | None = None, suffixes: Mapping[str, str] | None = None
) -> Row:
    """A row of finished values with the page of the record that they come from."""
    page = page_of(record)
    where = None if page is None else f"p.{page}"
    places = {key: place for key, value in values.items() if value is not None and (place := place_of(record, key))}
    return Row({**values, "where": where}, page, section, suffixes or {}, places=places)


def common_unit(units: Iterable[str | None]) -> str | None:
    """The unit that most rows have, which the heading then names."""
    counted: dict[str, int] = {}
    for unit in units:
        if unit is not None:
            counted[unit] = counted.get(unit, 0) + 1
    return max(counted, key=lambda unit: counted[unit], default=None)


def label_of(label: str, unit: str | None, common: str | None) -> str:
    """The label, with its unit in brackets where that is not the heading's."""
    return label if unit in (None, common) else f"{label} ({unit})"


def change_suffix(unit: str | None) -> dict[str, str]:
    """What stands after a change: per cent, points, times."""
    return {"change": {"%": "%", "pp": " pp", "times": " times"}.get(unit or "", "")}
