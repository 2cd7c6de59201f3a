"""What a part of a disclosure is: the class of its records, and their fields with what each holds."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

RECORDS = "records"
"""The name of each disclosure's first part, which is given where no other is asked for."""


class Holds(enum.Enum):
    """What a field holds, which says how it is written, and in which unit."""

    TEXT = "text"
    FLAG = "flag"
    COUNT = "count"
    """A whole number of things, without a unit."""
    SHARES = "shares"
    """A number of shares, which has no fraction."""
    RATE = "rate"
    """Shares for each ten that are held, with the digits printed."""
    AMOUNT = "amount"
    """A number in the unit of its record."""
    MONEY = "money"
    """An amount in yuan."""
    PERCENT = "percent"
    CHANGE = "change"
    """A change in per cent, or in the `change_unit` of its record."""
    POINTS = "points"
    """A change in percentage points."""


_UNITS = {Holds.SHARES: "shares", Holds.RATE: "shares", Holds.MONEY: "CNY", Holds.PERCENT: "%", Holds.POINTS: "pp"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record; an `optional` one is left out of JSON where it is `None`.

    One that is not `printed` has no place of its own on the page: it tells its row from others.
    """

    name: str
    holds: Holds = Holds.TEXT
    optional: bool = False
    printed: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """A table that a disclosure has.

    Args:
        name: its key in JSON, and what it is asked for by.
        attribute: the disclosure's attribute with its records.
        record: their class.
        fields: their keys in the contract's order, without `source` and `cells`.
        called: what it is, for a filing that has none.
        variants: the fields of each kind of record, by their `table`, where they have not all the same.
        about: of some fields, what they mean.
        option: the option that asks for it, with its help, where what it is called does not say both.
        lone: whether it is one record and no table.
        disclosure: the disclosure that it belongs to; filled in by it.
    """

    name: str
    attribute: str
    record: type[Any]
    fields: tuple[Field, ...]
    called: str
    variants: Mapping[str, tuple[Field, ...]] = field(default_factory=dict, repr=False)
    about: Mapping[str, str] = field(default_factory=dict, repr=False)
    option: tuple[str, str] | None = None
    lone: bool = False
    disclosure: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the fields."""
        return tuple(each.name for each in self.fields)

    @property
    def printed(self) -> tuple[str, ...]:
        """The names of the fields that have places on the page."""
        return tuple(each.name for each in self.fields if each.printed)

    @property
    def asked(self) -> tuple[str, str] | None:
        """The option that asks for it, with its help; none for records, which are given where nothing is asked for."""
        if self.option or self.name == RECORDS:
            return self.option
        return f"--{self.name.replace('_', '-')}", f"{self.called[0].upper()}{self.called[1:]} only."

    @property
    def group(self) -> str:
        """The name by which `kunlun where` and the dataset know it."""
        if self.name == RECORDS:
            return self.disclosure
        return f"{self.disclosure}.{self.name}" if self.lone else self.name

    def of(self, record: Any) -> tuple[Field, ...]:  # noqa: ANN401 - a record of this part
        """The fields of one record."""
        return self.variants.get(getattr(record, "table", ""), self.fields)

    def records(self, result: object) -> tuple[Any, ...]:
        """The records of this part."""
        given = getattr(result, self.attribute)
        return (given,) if self.lone else given

    def holds(self, name: str) -> Holds:
        """What the field of this name holds."""
        return next((each.holds for each in self.fields if each.name == name), Holds.TEXT)

    def unit(self, record: Any, name: str) -> str | None:  # noqa: ANN401 - a record of this part
        """The unit of a field's value: ISO code, `%`, `pp`, `shares`; `None` where it has none."""
        holds = self.holds(name)
        if holds is Holds.AMOUNT:
            return getattr(record, "unit", None)
        if holds is Holds.CHANGE:
            return getattr(record, "change_unit", "%")
        return _UNITS.get(holds)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One section of the forms: the class of what is read, and its parts in the order of JSON."""

    result: type[Any]
    parts: tuple[Part, ...]
    absent: str
    """What is said where a filing has none."""

    def __post_init__(self) -> None:
        """Tell its parts whose they are."""
        object.__setattr__(self, "parts", tuple(replace(part, disclosure=self.name) for part in self.parts))

    @property
    def name(self) -> str:
        """What it is called: `financials`, `holders`."""
        return self.result.__name__.lower()


def fields(text: str) -> tuple[Field, ...]:
    """Fields written as `name:what it holds`, text where it is not said.

    `?` ends an optional one, `~` begins one without a place of its own on the page.
    """
    out = []
    for word in text.split():
        name, _, holds = word.strip("~?").partition(":")
        out.append(Field(name, Holds(holds or "text"), word.endswith("?"), not word.startswith("~")))
    return tuple(out)


def union(variants: Mapping[str, tuple[Field, ...]]) -> tuple[Field, ...]:
    """The fields that a part's kinds of records have between them."""
    return tuple({each.name: each for fields in variants.values() for each in fields}.values())
