"""What the views of all disclosures share: rows with their page, units in headings and labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kunlun_cli.checks.places import place_of
from kunlun_cli.frames import page_of
from kunlun_cli.render.sheet import Column, Row, Value

PAGE = Column("where", "page")


def rows_of(records: Iterable[object], keys: Iterable[str]) -> tuple[Row, ...]:
    """Rows of the named fields as they are, each with the page."""
    names = tuple(keys)
    return tuple(row_of(record, {key: getattr(record, key) for key in names}) for record in records)


def row_of(
    record: object,
    values: Mapping[str, Value],
    section: str | None = None,
    suffixes: Mapping[str, str] | None = None,
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
