"""What a dataset holds of one filing, as it passes from the process that has read it to the one that writes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from kunlun_cli.dataset.tables import TABLES, Kind, Row, columns, storable
from kunlun_cli.records.codec import decode, encode

_TYPES: Mapping[Kind, type] = {"text": str, "decimal": Decimal, "integer": int, "date": dt.date, "flag": bool}
_NAME = re.compile(r"\w+", re.ASCII)
"""Of a code or a period, both of which name files."""
_LONGEST = 63
"""Binary digits of a whole number that a column holds."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A filing's code, period and codes of problems, the rows of each table, and how many numbers did not fit."""

    code: str | None
    period: str | None
    problems: tuple[str, ...]
    lost: int
    tables: Mapping[str, Sequence[Row]]

    def dumps(self) -> str:
        """The same as one line of JSON; a row is its values in the order of the columns."""
        tables = {
            table: [[row.get(name) for name in columns(table)] for row in rows] for table, rows in self.tables.items()
        }
        return encode([self.code, self.period, self.problems, self.lost, tables])

    @classmethod
    def loads(cls, text: str) -> Self:
        """What `dumps` gave.

        Raises:
            ValueError: it is something else: another table, another column, or a value that a column does not hold.
        """
        match decode(text):
            case (code, period, tuple(problems), int(lost), dict(tables)):
                found = {table: _rows(table, rows) for table, rows in tables.items()}
                if _named(code) and _named(period) and all(isinstance(each, str) for each in problems):
                    return cls(code, period, problems, lost, found)
        raise ValueError("no rows of a dataset")


def _named(value: object) -> bool:
    return value is None or (isinstance(value, str) and _NAME.fullmatch(value) is not None)


def _rows(table: str, rows: object) -> list[Row]:
    if table not in TABLES or not isinstance(rows, tuple):
        raise ValueError(f"no table {table[:100]}")
    kinds = columns(table)
    for row in rows:
        if not isinstance(row, tuple) or len(row) != len(kinds) or not all(map(_holds, kinds.values(), row)):
            raise ValueError(f"a row that the table {table} does not hold")
    return [dict(zip(kinds, row, strict=True)) for row in rows]


def _holds(kind: Kind, value: object) -> bool:
    """Whether a column of a kind holds a value."""
    if value is None:
        return True
    if not isinstance(value, _TYPES[kind]) or (kind == "integer" and isinstance(value, bool)):
        return False
    if isinstance(value, Decimal):
        return storable(value)
    return not isinstance(value, int) or value.bit_length() <= _LONGEST
