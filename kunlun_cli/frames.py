"""Records as flat rows, and those as pandas frames: the only importer of pandas.

One row a record, the same columns whatever the filing, the filing's identity in front, so that many
filings make one table. Values stay exact: amounts are `Decimal`, counts of shares `int`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from kunlun_cli.records import FilingInfo, Pledge
from kunlun_cli.records.catalogue import Result, name_of, part_of
from kunlun_cli.records.frameable import made_by
from kunlun_cli.records.part import Field, Holds, Part
from kunlun_cli.schedules.schedule import Tables

if TYPE_CHECKING:
    import pandas as pd

Value = str | Decimal | int | bool | None
IDENTITY = ("code", "short_name", "period")


def identity(info: FilingInfo) -> dict[str, Value]:
    """Of which filing a row is: its first columns."""
    return {key: getattr(info, key) for key in IDENTITY}


def count(value: Decimal | int | None) -> Decimal | int | None:
    """A count without a fraction of zeros: `200000.00` is 200000 shares."""
    if isinstance(value, Decimal) and value.is_finite() and value == value.to_integral_value():
        return int(value)
    return value


def columns(part: Part) -> tuple[Field, ...]:
    """The columns of a flat table after its identity.

    They are its fields, but pledges are two columns, and a field that is called as one of the
    identity (the period that a stated figure names) is `stated_period`. A column `page` that is no
    field follows them.
    """
    return tuple(column for field in part.fields for column in _columns(field))


def _columns(field: Field) -> tuple[Field, ...]:
    if field.name == "pledges":
        return (Field("pledge_states"), Field("pledge_shares", Holds.SHARES))
    return (Field(f"stated_{field.name}", field.holds),) if field.name in IDENTITY else (field,)


def rows(result: Result, part: Part) -> list[dict[str, Value]]:
    """The records of one part as flat rows; `page` is where each is printed."""
    return [_row(record, part.fields) for record in part.records(result)]


def frame(
    result: Result | Tables, info: FilingInfo | None = None, *, part: str | None = None, exact: bool = True
) -> pd.DataFrame:
    """One part of a disclosure as a frame, or the cells of all tables.

    Args:
        result: the disclosure.
        info: the filing; if given, its code, short name and period are the first columns.
        part: the name of another part than its records; `kunlun_cli.records.catalogue` has them all.

        exact: keep amounts as `Decimal`; else pandas' own types, which may be missing: `Float64`, `Int64`,
            `boolean`, `string`.

    Returns:
        A frame whose numeric columns hold `Decimal` or `int` objects, exact as printed, with `None`
        where the filing gives no value, and a last column `page`.
    """
    import pandas as pd

    from kunlun_cli.schedules.long import FIELDS, long_rows

    head = {} if info is None else identity(info)
    if isinstance(result, Tables):
        given = [{**head, **row} for each in result.records for row in long_rows(each)]
        names = [*head, *FIELDS]
    else:
        chosen = part_of(name_of(result), part)
        given = [{**head, **row} for row in rows(result, chosen)]
        names = list(dict.fromkeys([*head, *(column.name for column in columns(chosen)), "page"]))
    made = pd.DataFrame([[row[name] for name in names] for row in given], columns=names, dtype=object)
    return made if exact else made.astype({name: _dtype(made[name]) for name in names})


def _dtype(column: Iterable[Value]) -> str:
    """The type of pandas that has all values of a column; text where the filing gives none."""
    kinds = {type(value) for value in column if value is not None}
    if kinds == {bool}:
        return "boolean"
    if kinds == {int}:
        return "Int64"
    return "Float64" if kinds and kinds <= {int, Decimal} else "string"


def page_of(record: object) -> int | None:
    """The page on which a record is printed."""
    source = getattr(record, "source", None)
    page = getattr(record, "page", None) if source is None else source.page
    return page if isinstance(page, int) else None


def _row(record: object, fields: Sequence[Field]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for field in fields:
        value = getattr(record, field.name, None)
        if field.name == "pledges":
            values |= _pledges(value)
        else:
            (column,) = _columns(field)
            values[column.name] = count(value) if field.holds is Holds.SHARES else value
    values["page"] = page_of(record)
    return values


def _pledges(pledges: tuple[Pledge, ...] | None) -> dict[str, Value]:
    """Pledges as two cells: one pledge gives a plain number, several are joined by semicolons."""
    given = pledges or ()
    states = ";".join(pledge.state for pledge in given)
    if len(given) == 1:
        return {"pledge_states": states, "pledge_shares": count(given[0].shares)}
    shares = ";".join("" if pledge.shares is None else str(count(pledge.shares)) for pledge in given)
    return {"pledge_states": states or None, "pledge_shares": shares or None}


made_by(frame)
