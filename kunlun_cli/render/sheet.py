"""A sheet: what every output format draws. Rows of finished values under described columns."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kunlun_cli.errors import UsageError, choice
from kunlun_cli.records import Source

Value = str | Decimal | int | bool | None


class Kind(enum.Enum):
    """What a column holds, which decides how it is aligned and written."""

    TEXT = "text"
    COUNT = "count"
    """A whole number of things: shares, holders."""
    AMOUNT = "amount"
    PERCENT = "percent"
    CHANGE = "change"
    """A change in per cent or points; readers see its sign."""
    BAR = "bar"
    """A share in per cent that the terminal draws as a bar."""

    @property
    def numeric(self) -> bool:
        """Whether values are numbers, which stand to the right."""
        return self is not Kind.TEXT

    def columns(self, *keys: str, secondary: bool = False, band: int = 0, **headings: str) -> Iterator[Column]:
        """Columns of this kind: `keys` that are headings too, then headings under their keys."""
        for key, heading in (dict(zip(keys, keys, strict=True)) | headings).items():
            yield Column(key, heading, self, secondary, band)


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `key` is stable and English; `heading` is for readers, with the unit in it.

    `secondary` columns move under the first column's text where the terminal is narrow; if that is not
    enough, the table is cut between columns of different `band`.
    """

    key: str
    heading: str
    kind: Kind = Kind.TEXT
    secondary: bool = False
    band: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A row. `page` is where it is printed; rows of one `section` stand together under its name.

    `suffixes` are units of single values (`%`, `pp`), for columns whose rows have several; `prefixes`
    stand before a value (`≥`). A value that is `None` is shown as not disclosed, one that is not there at all as
    nothing. `strong` rows are headings of those after them, or sums; `faint` ones are parts of another; `depth`
    indents the text. `places` says where values are printed.
    """

    values: Mapping[str, Value]
    page: int | None = None
    section: str | None = None
    suffixes: Mapping[str, str] = field(default_factory=dict)
    prefixes: Mapping[str, str] = field(default_factory=dict)
    depth: int = 0
    strong: bool = False
    faint: bool = False
    places: Mapping[str, Source] = field(default_factory=dict)
    link: str | None = None
    """The key of the sheet to which the row's first cell leads in a workbook."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its title and the lines of text that belong under it."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()

    def select(self, keys: Sequence[str] | None) -> Sheet:
        """The sheet with these columns only, in this order; itself where none are named.

        Raises:
            UsageError: there is no such column.
        """
        if not keys:
            return self
        known = {column.key: column for column in self.columns}
        unknown = [key for key in keys if key not in known]
        if unknown:
            hint = choice(unknown, known, "Columns are")
            raise UsageError(f"there is no column {', '.join(unknown)} in {self.key}", hint=hint)
        return replace(self, columns=tuple(known[key] for key in keys))

    def without_pages(self) -> Sheet:
        """The sheet without the column that says where each row is printed."""
        return replace(self, columns=tuple(column for column in self.columns if column.key != "where"))

    def without_empty(self) -> Sheet:
        """The sheet without the columns in which no row has a value; the first column always stays."""
        kept = [
            column
            for index, column in enumerate(self.columns)
            if index == 0 or any(row.values.get(column.key) is not None for row in self.rows)
        ]
        return replace(self, columns=tuple(kept))

    def sections(self) -> Iterator[tuple[str | None, list[Row]]]:
        """Rows in runs of the same section."""
        run: list[Row] = []
        for row in self.rows:
            if run and run[0].section != row.section:
                yield run[0].section, run
                run = []
            run.append(row)
        if run:
            yield run[0].section, run
