"""The one walk along a table: rows that stand alone, and headings of a form's tables with the rows below them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, Protocol, TypeVar

from kunlun_cli.disclosures.bind import Bound, Heading, RoleOf, bind_rows, heading_at
from kunlun_cli.forms import load, role_of
from kunlun_cli.tables.table import Row, Table


class Opening(Protocol):
    """A heading that was found, and what tells the roles of its columns."""

    @property
    def heading(self) -> Heading:
        """The heading."""
        ...

    @property
    def role(self) -> RoleOf:
        """What a column's path says of it."""
        ...


class Opened(NamedTuple):
    """A heading of one of a form's tables, and which of them it is."""

    table: str
    heading: Heading
    role: RoleOf


Found = TypeVar("Found", bound=Opening)


def never(_: Row) -> bool:
    """No row ends a part before the next heading does."""
    return False


def walk(
    table: Table, opening: Callable[[Table, int], Found | None], ends: Callable[[Row], bool] = never
) -> Iterator[Row | tuple[Found, Bound]]:
    """The parts of a table in printed order: rows below no heading that is known, and headings with their rows.

    Args:
        table: the table.
        opening: tells the heading that begins in a row, if one does.
        ends: tells rows that end the part above, beside the headings of the next.
    """

    def stop(row: Row) -> bool:
        # A title stands right above a heading.
        first = row.index + (len(row.cells) == 1)
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
    """What the paths of the columns say in one of a form's tables."""
    return functools.partial(role_of, load(form)["tables"][table]["columns"])


def opened(form: str, table: Table, index: int) -> Opened | None:
    """The first of a form's `headings` that begins in a row, by the roles of its columns."""
    for entry in load(form)["headings"]:
        role = roles(form, entry["table"])
        heading = heading_at(table, index, role)
        if heading is not None and _fits(heading, entry):
            return Opened(entry["table"], heading, role)
    return None


def _fits(heading: Heading, entry: Mapping[str, Any]) -> bool:
    """Whether a heading has `all` of some roles, one of `any`, `only` those where it says so, in `columns` at most."""
    found, wanted = heading.roles, set(entry["all"])
    one_of = entry.get("any")
    return (
        wanted <= found
        and (one_of is None or not found.isdisjoint(one_of))
        and (not entry.get("only") or found == wanted)
        and len(heading.columns) <= entry.get("columns", len(heading.columns))
    )
