"""What a filing has, said once: its disclosures with their parts, as the modules of their records say them.

Schema, flat rows, frames, the dataset's tables, readers' options and the names of `kunlun where` all follow
from here: a new part of a disclosure is a record and a `Part` beside it.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

from kunlun_cli.records.financials import FINANCIALS, Financials
from kunlun_cli.records.holders import HOLDERS, Holders
from kunlun_cli.records.lending import LENDING, Lending
from kunlun_cli.records.part import RECORDS, Disclosure, Part
from kunlun_cli.records.segments import SEGMENTS, Segments
from kunlun_cli.records.statements import STATEMENTS, Statements

Result = Financials | Holders | Lending | Segments | Statements
"""A disclosure as it was read."""
Declared = tuple[type[Any] | None, tuple[object, ...], bool]
"""What a field may be.

Its type without `None`, where it is no table itself; the words that it may have, if they are few; whether it may
be `None`.
"""

DISCLOSURES: Mapping[str, Disclosure] = {
    each.name: each for each in (FINANCIALS, HOLDERS, LENDING, SEGMENTS, STATEMENTS)
}
"""All that a filing has, by name."""
PARTS: tuple[Part, ...] = tuple(part for each in DISCLOSURES.values() for part in each.parts)
_OF_RECORD = {part.record: part for part in PARTS}


def name_of(result: Result) -> str:
    """The name of the disclosure."""
    return type(result).__name__.lower()


def part_of(disclosure: str, name: str | None = None) -> Part:
    """The part of a disclosure of that name; its records where it is none."""
    parts = {part.name: part for part in DISCLOSURES[disclosure].parts}
    return parts.get(name or RECORDS, parts[RECORDS])


def part_of_record(record: object) -> Part:
    """The part whose records are of this one's class."""
    return _OF_RECORD[type(record)]


def declared(record: type[Any]) -> Mapping[str, Declared]:
    """What each field of a record's class may be."""
    hints = typing.get_type_hints(record)
    return {name: _declared(hint) for name, hint in hints.items()}


def _declared(hint: Any) -> Declared:  # noqa: ANN401 - any annotation
    several = typing.get_origin(hint) in {typing.Union, types.UnionType}
    kinds = [kind for kind in (typing.get_args(hint) if several else (hint,)) if kind is not type(None)]
    words = typing.get_args(kinds[0]) if typing.get_origin(kinds[0]) is Literal else ()
    kind = str if words else kinds[0] if kinds[0] in {str, bool, int, Decimal} else None
    return kind, words, several and type(None) in typing.get_args(hint)
