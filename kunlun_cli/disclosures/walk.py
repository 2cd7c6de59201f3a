"""The one walk along a table: rows that stand alone, and headings of a form's tables with the rows below them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, Protocol, TypeVar

from kunlun_cli.disclosures.bind import Bound, Heading, RoleOf, bind_rows, heading_at
from kunlun_cli.disclosures.columns import rough_role
from kunlun_cli.figures.numbers import is_number
from kunlun_cli.forms import load, role_of
from kunlun_cli.tables.table import Row, Table


class Opening(Protocol):
    """A heading that was found, and what tells the roles of its columns."""

    @property
    def heading(self) -> Heading:
        """The heading."""

    @property
    def role(self) -> RoleOf:
        """What a column's path says of it."""


class Opened(NamedTuple):
    """A heading of one of a form's tables, and which of them it is."""

    table: str
    heading: Heading
    role: RoleOf


Found = TypeVar("Found", bound=Opening)


def walk(
    table: Table, opening: Callable[[Table, int], Found | None], ends: Callable[[Row], bool] = lambda _: False
) -> Iterator[Row | tuple[Found, Bound]]:
    """The parts of a table in printed order: rows below no heading that is known, and headings with their rows.

    `opening` tells the heading that begins in a row, if one does; `ends` rows that end the part above, beside the next
    heading.
    """

    def stop(row: Row) -> bool:
        # A title stands right above a heading; a figure that a stray line cut off the row above it is none.
        first = row.index + (len(row.cells) == 1 and not is_number(row.cells[0].text))
        return ends(row) or (first < len(table.rows) and opening(table, first) is not None)

    index = 0
    while index < len(table.rows):
        found = opening(table, index)
        if found is None:
            yield table.rows[index]
            index += 1
            continue
        bound = bind_rows(table, found.heading, stop, found.role)
        yield found, bound
        # Repeated headings are skipped by the binding and have to be counted too.
        index = max(bound.rows[-1].row.index + 1 if bound.rows else 0, found.heading.end)


@functools.cache
def roles(form: str, table: str) -> RoleOf:
    """What the paths of columns say in one of a form's tables: its own words, then those for periods where `timed`."""
    entry = load(form)["tables"][table]
    columns, timed = entry.get("columns", ()), entry.get("timed", False)

    def role(path: str) -> str | None:
        return role_of(columns, path) or (rough_role(path) if timed else None)

    return role


def opened(form: str, table: Table, index: int) -> Opened | None:
    """The first of a form's `headings` that begins in a row, by the roles of its columns."""
    bare = heading_at(table, index, _without_role)
    if bare is None:
        return None
    for entry in load(form)["headings"]:
        role = roles(form, entry["table"])
        heading = bare.told(role)
        if _fits(heading, entry):
            return Opened(entry["table"], heading, role)
    return None


def parts(
    table: Table, form: str, ends: Callable[[Row], bool] = lambda _: False
) -> Iterator[Row | tuple[Opened, Bound]]:
    """The parts of a table by the headings of a form."""
    return walk(table, functools.partial(opened, form), ends)


def headed(table: Table, form: str) -> Iterator[tuple[Opened, Bound]]:
    """Those of them that stand below a heading."""
    return (part for part in parts(table, form) if isinstance(part, tuple))


def _without_role(_: str) -> str | None:
    return None


def _fits(heading: Heading, entry: Mapping[str, Any]) -> bool:
    """Whether a heading is as an entry of `headings` says.

    It has `all` of some roles, `columns_of_any` (1) columns of the roles `any`, `only` such roles where it says so,
    and `at_least` and `at_most` so many columns.
    """
    found, wanted = heading.roles, set(entry["all"])
    width = len(heading.columns)
    any_of = sum(c.role in entry["any"] for c in heading.columns) if "any" in entry else 1
    return (
        wanted <= found
        and any_of >= entry.get("columns_of_any", 1)
        and (not entry.get("only") or found == wanted)
        and entry.get("at_least", width) <= width <= entry.get("at_most", width)
    )
